/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-reader-private.h"

#include <string.h>

/* Trees are walked by recursion elsewhere (json-glib frees so): no caller may ask for more. */
#define HIGHEST_DEPTH 512

/* From here on a table finds what looking through a list would not soon enough. */
#define MANY_NAMES 16

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

static inline void
reader_skip_space (InlayJsonReader *self)
{
  while (self->at < self->end && (guchar) *self->at <= ' ' &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
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

static inline InlayJsonFrame *
reader_top (InlayJsonReader *self)
{
  return &self->frames[self->depth - 1];
}

static InlayJsonKind
reader_open (InlayJsonReader *self,
             gboolean         is_object)
{
  if (self->depth >= self->max_depth)
    {
      inlay_json_reader_fail_at (self, self->at, INLAY_ERROR_LIMIT,
                                 "it is nested more than %u levels deep", self->max_depth);
      return INLAY_JSON_KIND_ERROR;
    }

  self->at++;
  if (self->depth == self->room_frames)
    {
      self->room_frames = MAX (2 * self->room_frames, 8);
      self->frames = g_renew (InlayJsonFrame, self->frames, self->room_frames);
    }
  self->frames[self->depth++] = (InlayJsonFrame) { is_object, self->n_names, NULL };
  self->expect = INLAY_JSON_EXPECT_FIRST;
  return is_object ? INLAY_JSON_KIND_OBJECT : INLAY_JSON_KIND_ARRAY;
}

static void
reader_drop_names (InlayJsonReader *self,
                   guint            first)
{
  for (guint i = self->n_names; self->n_copies > 0 && i > first; i--)
    if (self->names[i - 1].copy != NULL)
      {
        g_free (self->names[i - 1].copy);
        self->n_copies--;
      }
  self->n_names = first;
}

static InlayJsonKind
reader_close (InlayJsonReader *self)
{
  InlayJsonFrame *frame = reader_top (self);

  reader_drop_names (self, frame->first_name);
  g_clear_pointer (&frame->many, g_hash_table_unref);
  self->depth--;
  self->expect = INLAY_JSON_EXPECT_AFTER;
  return frame->is_object ? INLAY_JSON_KIND_END_OBJECT : INLAY_JSON_KIND_END_ARRAY;
}

static InlayJsonKind
reader_read_word (InlayJsonReader *self)
{
  if (reader_take_word (self, "true"))
    return INLAY_JSON_KIND_TRUE;
  if (reader_take_word (self, "false"))
    return INLAY_JSON_KIND_FALSE;
  if (reader_take_word (self, "null"))
    return INLAY_JSON_KIND_NULL;

  inlay_json_reader_fail_expected (self, "a value");
  return INLAY_JSON_KIND_ERROR;
}

static InlayJsonKind
reader_read_value (InlayJsonReader *self)
{
  char first = self->at < self->end ? *self->at : '\0';

  if (first == '{' || first == '[')
    return reader_open (self, first == '{');
  self->expect = INLAY_JSON_EXPECT_AFTER;
  if (first == '"')
    {
      self->at++;
      return inlay_json_reader_read_string (self) ? INLAY_JSON_KIND_STRING : INLAY_JSON_KIND_ERROR;
    }
  if (first == '-' || g_ascii_isdigit (first))
    return inlay_json_reader_read_number (self) ? self->token.kind : INLAY_JSON_KIND_ERROR;
  return reader_read_word (self);
}

static void
reader_gather_names (InlayJsonReader *self,
                     InlayJsonFrame  *frame)
{
  frame->many = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = frame->first_name; i < self->n_names; i++)
    {
      const InlayJsonName *name = &self->names[i];

      g_hash_table_add (frame->many, g_strndup (name->text, name->length));
    }
}

/* Says whether the name just read is new in its object, and keeps it. */
static gboolean
reader_keep_name (InlayJsonReader *self)
{
  InlayJsonFrame *frame = reader_top (self);
  const InlayJsonToken *token = &self->token;
  InlayJsonName added = { token->text, token->length, NULL };

  if (frame->many != NULL)
    return g_hash_table_add (frame->many, g_strndup (token->text, token->length));
  for (guint i = frame->first_name; i < self->n_names; i++)
    {
      const InlayJsonName *name = &self->names[i];

      if (name->length == token->length && memcmp (name->text, token->text, token->length) == 0)
        return FALSE;
    }
  if (!token->lasts)
    {
      added.text = added.copy = g_strndup (token->text, token->length);
      self->n_copies++;
    }
  if (self->n_names == self->room_names)
    {
      self->room_names = MAX (2 * self->room_names, 2 * MANY_NAMES);
      self->names = g_renew (InlayJsonName, self->names, self->room_names);
    }
  self->names[self->n_names++] = added;
  if (self->n_names - frame->first_name > MANY_NAMES)
    reader_gather_names (self, frame);
  return TRUE;
}

static void
reader_fail_twice (InlayJsonReader *self,
                   const char      *start)
{
  g_autoptr(GString) name = g_string_new ("\"");

  inlay_json_append_escaped (name, self->token.text, self->token.length, INLAY_JSON_DEFAULT);
  inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID, "the member %s\" is there twice", name->str);
}

/* Reads a member's name and its colon. */
static InlayJsonKind
reader_read_name (InlayJsonReader *self)
{
  const char *start;

  reader_skip_space (self);
  start = self->at;
  if (!inlay_json_reader_take (self, '"'))
    {
      inlay_json_reader_fail_expected (self, "a member name in quotes");
      return INLAY_JSON_KIND_ERROR;
    }
  if (!inlay_json_reader_read_string (self))
    return INLAY_JSON_KIND_ERROR;
  if (!(self->flags & INLAY_JSON_LAST_WINS) && !reader_keep_name (self))
    {
      reader_fail_twice (self, start);
      return INLAY_JSON_KIND_ERROR;
    }

  reader_skip_space (self);
  if (!inlay_json_reader_take (self, ':'))
    {
      inlay_json_reader_fail_expected (self, "a colon");
      return INLAY_JSON_KIND_ERROR;
    }
  self->expect = INLAY_JSON_EXPECT_VALUE;
  return INLAY_JSON_KIND_NAME;
}

/* After a value: the next one of its container, or the container's end. */
static InlayJsonKind
reader_go_on (InlayJsonReader *self)
{
  gboolean in_object;

  if (self->depth == 0)
    {
      if (self->at == self->end)
        return INLAY_JSON_KIND_END;
      inlay_json_reader_fail_expected (self, "the end of the text");
      return INLAY_JSON_KIND_ERROR;
    }

  in_object = reader_top (self)->is_object;
  if (inlay_json_reader_take (self, ','))
    {
      if (in_object)
        return reader_read_name (self);
      reader_skip_space (self);
      return reader_read_value (self);
    }
  if (inlay_json_reader_take (self, in_object ? '}' : ']'))
    return reader_close (self);
  inlay_json_reader_fail_expected (self, in_object ? "a comma or }" : "a comma or ]");
  return INLAY_JSON_KIND_ERROR;
}

static InlayJsonKind
reader_step (InlayJsonReader *self)
{
  reader_skip_space (self);
  switch (self->expect)
    {
    case INLAY_JSON_EXPECT_VALUE:
      return reader_read_value (self);
    case INLAY_JSON_EXPECT_FIRST:
      {
        gboolean in_object = reader_top (self)->is_object;

        if (inlay_json_reader_take (self, in_object ? '}' : ']'))
          return reader_close (self);
        return in_object ? reader_read_name (self) : reader_read_value (self);
      }
    case INLAY_JSON_EXPECT_AFTER:
    default:
      return reader_go_on (self);
    }
}

/* How much of the text is ASCII, which is most of any text, 32 bytes at a time. */
static gsize
count_plain (const char *text,
             gsize       length)
{
  gsize at = 0;
  guint64 bytes[4];

  for (; at + sizeof bytes <= length; at += sizeof bytes)
    {
      memcpy (bytes, text + at, sizeof bytes);
      if (((bytes[0] | bytes[1] | bytes[2] | bytes[3]) & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        break;
    }
  return memchr (text, '\0', at) == NULL ? at : 0;
}

static gboolean
reader_check_encoding (InlayJsonReader *self)
{
  gsize length = (gsize) (self->end - self->text);
  gsize plain = count_plain (self->text, length);
  const char *bad;

  if (length >= 3 && memcmp (self->text, "\xef\xbb\xbf", 3) == 0)
    inlay_json_reader_fail (self,
                            "the text starts with a byte order mark, which JSON does not allow");
  else if (length >= 2 && (memcmp (self->text, "\xff\xfe", 2) == 0 ||
                           memcmp (self->text, "\xfe\xff", 2) == 0))
    inlay_json_reader_fail (self, "the text is UTF-16, JSON is UTF-8");
  else if (g_utf8_validate_len (self->text + plain, length - plain, &bad))
    return TRUE;
  else if (*bad == '\0')
    inlay_json_reader_fail_at (self, bad, INLAY_ERROR_INVALID, "the text holds a NUL byte");
  else
    inlay_json_reader_fail_at (self, bad, INLAY_ERROR_INVALID, "the byte 0x%02X is not UTF-8",
                               (guint) (guchar) *bad);
  return FALSE;
}

/**
 * inlay_json_tokens_new:
 * @text: (array length=length): the text, not necessarily terminated, which outlives the reader
 * @length: its size in bytes
 * @max_depth: how deep containers may nest; never more than 512
 * @flags: as for inlay_json_read_full(); with %INLAY_JSON_LAST_WINS all members of one name come
 * @error: return location for an error
 *
 * Starts to read JSON as inlay_json_read_full() does, with the same limits and the same refusals,
 * without making a tree of it.
 *
 * The tokens are those of RFC 8259, section 2.
 *
 * Returns: (transfer full): the reader before its first token, or %NULL when the text is no UTF-8 or
 *   too long
 */
InlayJsonTokens *
inlay_json_tokens_new (const char      *text,
                       gsize            length,
                       guint            max_depth,
                       InlayJsonFlags   flags,
                       GError         **error)
{
  const char *start = length > 0 ? text : "";
  g_autoptr(InlayJsonTokens) self = g_new0 (InlayJsonTokens, 1);

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  self->text = self->at = start;
  self->end = start + length;
  self->max_depth = MIN (max_depth, HIGHEST_DEPTH);
  self->flags = flags;
  self->error = error;
  if (length > INLAY_JSON_MAX_SIZE)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "the text has %" G_GSIZE_FORMAT " bytes, the limit is %d MiB", length,
                   INLAY_JSON_MAX_SIZE / (1024 * 1024));
      return NULL;
    }
  if (!reader_check_encoding (self))
    return NULL;

  self->buffer = g_string_new (NULL);
  return g_steal_pointer (&self);
}

void
inlay_json_tokens_free (InlayJsonTokens *self)
{
  g_return_if_fail (self != NULL);

  reader_drop_names (self, 0);
  g_free (self->names);
  for (guint i = 0; self->walk == NULL && i < self->depth; i++)
    g_clear_pointer (&self->frames[i].many, g_hash_table_unref);
  g_free (self->frames);
  g_clear_pointer (&self->walk, g_array_unref);
  g_clear_pointer (&self->root, json_node_unref);
  if (self->buffer != NULL)
    g_string_free (self->buffer, TRUE);
  g_free (self);
}

/**
 * inlay_json_tokens_next:
 * @self: a reader
 * @error: return location for an error
 *
 * Every container that begins also ends before %INLAY_JSON_KIND_END. Nothing may be asked after
 * %INLAY_JSON_KIND_ERROR.
 *
 * RFC 8259, section 2.
 *
 * Returns: (transfer none): the next token, good until the next call
 */
const InlayJsonToken *
inlay_json_tokens_next (InlayJsonTokens  *self,
                        GError          **error)
{
  self->error = error;
  self->token.kind = self->walk != NULL ? inlay_json_reader_walk (self) : reader_step (self);
  return &self->token;
}

/**
 * inlay_json_tokens_skip:
 * @self: a reader whose last token was a value, the beginning of one, or the name of a member
 * @error: return location for an error
 *
 * Reads past the rest of that value.
 *
 * RFC 8259, section 3.
 *
 * Returns: %FALSE when the text is refused
 */
gboolean
inlay_json_tokens_skip (InlayJsonTokens  *self,
                        GError          **error)
{
  InlayJsonKind kind = self->token.kind;
  guint depth;

  if (kind == INLAY_JSON_KIND_NAME)
    kind = inlay_json_tokens_next (self, error)->kind;
  if (kind != INLAY_JSON_KIND_OBJECT && kind != INLAY_JSON_KIND_ARRAY)
    return kind != INLAY_JSON_KIND_ERROR;
  for (depth = self->depth; self->depth >= depth;)
    if (inlay_json_tokens_next (self, error)->kind == INLAY_JSON_KIND_ERROR)
      return FALSE;
  return TRUE;
}
