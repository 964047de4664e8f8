/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-reader-private.h"

#include <string.h>

/* Trees are walked by recursion elsewhere (json-glib frees so): no caller may ask for more. */
#define HIGHEST_DEPTH 512

/* A container that is still open; one of object and array is set. */
typedef struct
{
  JsonObject *object;
  JsonArray  *array;
  char       *member; /* the name whose value comes next */
} Frame;

static void
frame_clear (gpointer data)
{
  Frame *self = data;

  g_clear_pointer (&self->object, json_object_unref);
  g_clear_pointer (&self->array, json_array_unref);
  g_clear_pointer (&self->member, g_free);
}

static void
reader_place (InlayJsonReader *self,
              const char      *at,
              guint           *line,
              guint           *column)
{
  const char *start = self->text;

  *line = 1;
  for (const char *p = self->text; p < at; p++)
    if (*p == '\n')
      {
        *line += 1;
        start = p + 1;
      }

  *column = 1;
  for (const char *p = start; p < at; p++)
    *column += (*p & 0xc0) != 0x80;
}

void
inlay_json_reader_fail_at (InlayJsonReader *self,
                           const char      *at,
                           InlayError       code,
                           const char      *format,
                           ...)
{
  g_autofree char *reason = NULL;
  guint line, column;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  reader_place (self, at, &line, &column);
  g_set_error (self->error, INLAY_ERROR, code, "line %u, column %u: %s", line, column, reason);
}

void
inlay_json_reader_fail_expected (InlayJsonReader *self,
                                 const char      *expected)
{
  gunichar c;

  if (self->at == self->end)
    {
      inlay_json_reader_fail (self, "the text ends where %s is expected", expected);
      return;
    }

  c = g_utf8_get_char (self->at);
  if (g_unichar_isgraph (c))
    {
      char found[7] = { 0 };

      g_unichar_to_utf8 (c, found);
      inlay_json_reader_fail (self, "%s is expected, not “%s”", expected, found);
    }
  else
    {
      inlay_json_reader_fail (self, "%s is expected, not U+%04X", expected, c);
    }
}

static void
reader_skip_space (InlayJsonReader *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

gboolean
inlay_json_reader_take (InlayJsonReader *self,
                        char             c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;
  return TRUE;
}

static gboolean
reader_take_word (InlayJsonReader *self,
                  const char      *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;

  self->at += length;
  return TRUE;
}

static JsonNode *
reader_read_scalar (InlayJsonReader *self)
{
  if (inlay_json_reader_take (self, '"'))
    {
      if (!inlay_json_reader_read_string (self))
        return NULL;
      return json_node_init_string (json_node_alloc (), self->buffer->str);
    }
  if (self->at < self->end && (*self->at == '-' || g_ascii_isdigit (*self->at)))
    return inlay_json_reader_read_number (self);
  if (reader_take_word (self, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (reader_take_word (self, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (reader_take_word (self, "null"))
    return json_node_init_null (json_node_alloc ());

  inlay_json_reader_fail_expected (self, "a value");
  return NULL;
}

static Frame *
reader_top (InlayJsonReader *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

static gboolean
reader_open (InlayJsonReader *self,
             gboolean         is_object)
{
  Frame frame = { 0 };

  if (self->frames->len >= self->max_depth)
    {
      inlay_json_reader_fail_at (self, self->at, INLAY_ERROR_LIMIT,
                                 "it is nested more than %u levels deep", self->max_depth);
      return FALSE;
    }

  self->at++;
  if (is_object)
    frame.object = json_object_new ();
  else
    frame.array = json_array_new ();
  g_array_append_val (self->frames, frame);
  return TRUE;
}

static JsonNode *
reader_close (InlayJsonReader *self)
{
  Frame *frame = reader_top (self);
  JsonNode *node;

  if (frame->object != NULL)
    node = inlay_json_take_object (g_steal_pointer (&frame->object));
  else
    node = inlay_json_take_array (g_steal_pointer (&frame->array));
  g_array_set_size (self->frames, self->frames->len - 1);
  return node;
}

/* Reads a member's name and its colon. */
static gboolean
reader_read_name (InlayJsonReader *self)
{
  Frame *frame = reader_top (self);
  const char *start;

  reader_skip_space (self);
  start = self->at;
  if (!inlay_json_reader_take (self, '"'))
    {
      inlay_json_reader_fail_expected (self, "a member name in quotes");
      return FALSE;
    }
  if (!inlay_json_reader_read_string (self))
    return FALSE;
  if (!(self->flags & INLAY_JSON_LAST_WINS) &&
      json_object_has_member (frame->object, self->buffer->str))
    {
      g_autoptr(GString) name = g_string_new (NULL);

      inlay_json_append_string (name, self->buffer->str, INLAY_JSON_DEFAULT);
      inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID, "the member %s is there twice",
                                 name->str);
      return FALSE;
    }
  frame->member = g_strndup (self->buffer->str, self->buffer->len);

  reader_skip_space (self);
  if (inlay_json_reader_take (self, ':'))
    return TRUE;
  inlay_json_reader_fail_expected (self, "a colon");
  return FALSE;
}

static void
reader_add (InlayJsonReader *self,
            JsonNode        *node)
{
  Frame *frame = reader_top (self);

  if (frame->array != NULL)
    {
      json_array_add_element (frame->array, node);
      return;
    }
  json_object_set_member (frame->object, frame->member, node);
  g_clear_pointer (&frame->member, g_free);
}

/* Puts a finished value where it belongs and closes what ends after it. Sets @root when that was
 * the whole text; otherwise another value follows. */
static gboolean
reader_finish_value (InlayJsonReader  *self,
                     JsonNode         *node,
                     JsonNode        **root)
{
  while (self->frames->len > 0)
    {
      gboolean in_object = reader_top (self)->object != NULL;

      reader_add (self, node);
      reader_skip_space (self);
      if (inlay_json_reader_take (self, ','))
        return !in_object || reader_read_name (self);
      if (!inlay_json_reader_take (self, in_object ? '}' : ']'))
        {
          inlay_json_reader_fail_expected (self, in_object ? "a comma or }" : "a comma or ]");
          return FALSE;
        }
      node = reader_close (self);
    }

  json_node_seal (node);
  *root = node;
  return TRUE;
}

static JsonNode *
reader_read_value (InlayJsonReader *self)
{
  JsonNode *root = NULL;

  while (root == NULL)
    {
      JsonNode *node = NULL;
      gboolean is_object;

      reader_skip_space (self);
      is_object = self->at < self->end && *self->at == '{';
      if (is_object || (self->at < self->end && *self->at == '['))
        {
          if (!reader_open (self, is_object))
            return NULL;
          reader_skip_space (self);
          if (inlay_json_reader_take (self, is_object ? '}' : ']'))
            node = reader_close (self);
          else if (!is_object || reader_read_name (self))
            continue;
          else
            return NULL;
        }
      else if ((node = reader_read_scalar (self)) == NULL)
        {
          return NULL;
        }

      if (!reader_finish_value (self, node, &root))
        return NULL;
    }
  return root;
}

static gboolean
reader_check_encoding (InlayJsonReader *self)
{
  gsize length = (gsize) (self->end - self->text);
  const char *bad;

  if (length >= 3 && memcmp (self->text, "\xef\xbb\xbf", 3) == 0)
    inlay_json_reader_fail (self,
                            "the text starts with a byte order mark, which JSON does not allow");
  else if (length >= 2 && (memcmp (self->text, "\xff\xfe", 2) == 0 ||
                           memcmp (self->text, "\xfe\xff", 2) == 0))
    inlay_json_reader_fail (self, "the text is UTF-16, JSON is UTF-8");
  else if (g_utf8_validate_len (self->text, length, &bad))
    return TRUE;
  else if (*bad == '\0')
    inlay_json_reader_fail_at (self, bad, INLAY_ERROR_INVALID, "the text holds a NUL byte");
  else
    inlay_json_reader_fail_at (self, bad, INLAY_ERROR_INVALID, "the byte 0x%02X is not UTF-8",
                               (guint) (guchar) *bad);
  return FALSE;
}

/**
 * inlay_json_read_full:
 * @text: (array length=length): the text, not necessarily terminated
 * @length: its size in bytes
 * @max_depth: how deep containers may nest; never more than 512
 * @flags: %INLAY_JSON_ROUND, %INLAY_JSON_LAST_WINS or nothing
 * @error: return location for an error
 *
 * Reads JSON strictly (RFC 8259), and refuses besides: duplicate members (see
 * %INLAY_JSON_LAST_WINS), NUL in strings, lone
 * surrogates, a byte order mark, numbers past what is kept exactly (see %INLAY_JSON_ROUND) and
 * texts above %INLAY_JSON_MAX_SIZE. Numbers without fraction and exponent that fit into 64 bits
 * become integers, all others doubles.
 *
 * Errors are %INLAY_ERROR_LIMIT for size and depth, else %INLAY_ERROR_INVALID; the message starts
 * with "line N, column M".
 *
 * Returns: (transfer full): the sealed tree, or %NULL
 */
JsonNode *
inlay_json_read_full (const char      *text,
                      gsize            length,
                      guint            max_depth,
                      InlayJsonFlags   flags,
                      GError         **error)
{
  const char *start = length > 0 ? text : "";
  InlayJsonReader self = { start, start + length, start, MIN (max_depth, HIGHEST_DEPTH),
                           flags, NULL, NULL, error };
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > INLAY_JSON_MAX_SIZE)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "the text has %" G_GSIZE_FORMAT " bytes, the limit is %d MiB", length,
                   INLAY_JSON_MAX_SIZE / (1024 * 1024));
      return NULL;
    }
  if (!reader_check_encoding (&self))
    return NULL;

  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (self.frames, frame_clear);
  self.buffer = g_string_new (NULL);

  root = reader_read_value (&self);
  reader_skip_space (&self);
  if (root != NULL && self.at < self.end)
    {
      inlay_json_reader_fail_expected (&self, "the end of the text");
      g_clear_pointer (&root, json_node_unref);
    }

  g_array_unref (self.frames);
  g_string_free (self.buffer, TRUE);
  return g_steal_pointer (&root);
}

/**
 * inlay_json_read_text:
 * @text: the text
 * @length: its size in bytes, or -1 if it is terminated
 * @error: return location for an error
 *
 * Reads JSON with the usual limits; see inlay_json_read_full().
 *
 * Returns: (transfer full): the sealed tree, or %NULL
 */
JsonNode *
inlay_json_read_text (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return inlay_json_read_full (text, length < 0 ? strlen (text) : (gsize) length,
                               INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, error);
}

/**
 * inlay_json_read:
 * @bytes: the text
 * @error: return location for an error
 *
 * Reads JSON with the usual limits; see inlay_json_read_full().
 *
 * Returns: (transfer full): the sealed tree, or %NULL
 */
JsonNode *
inlay_json_read (GBytes  *bytes,
                 GError **error)
{
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  return inlay_json_read_full (size > 0 ? data : "", size, INLAY_JSON_MAX_DEPTH,
                               INLAY_JSON_DEFAULT, error);
}
