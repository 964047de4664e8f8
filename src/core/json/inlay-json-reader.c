/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-tokens.h"

#include <string.h>

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

static Frame *
top (GArray *frames)
{
  return &g_array_index (frames, Frame, frames->len - 1);
}

static void
open_container (GArray   *frames,
                gboolean  is_object)
{
  Frame frame = { 0 };

  if (is_object)
    frame.object = json_object_new ();
  else
    frame.array = json_array_new ();
  g_array_append_val (frames, frame);
}

static JsonNode *
close_container (GArray *frames)
{
  Frame *frame = top (frames);
  JsonNode *node;

  if (frame->object != NULL)
    node = inlay_json_take_object (g_steal_pointer (&frame->object));
  else
    node = inlay_json_take_array (g_steal_pointer (&frame->array));
  g_array_set_size (frames, frames->len - 1);
  return node;
}

static JsonNode *
make_scalar (const InlayJsonToken *token)
{
  JsonNode *node = json_node_alloc ();

  switch (token->kind)
    {
    case INLAY_JSON_KIND_STRING:
      {
        g_autofree char *text = g_strndup (token->text, token->length);

        return json_node_init_string (node, text);
      }
    case INLAY_JSON_KIND_INTEGER:
      return json_node_init_int (node, token->integer);
    case INLAY_JSON_KIND_DOUBLE:
      return json_node_init_double (node, token->number);
    case INLAY_JSON_KIND_NULL:
      return json_node_init_null (node);
    default:
      return json_node_init_boolean (node, token->kind == INLAY_JSON_KIND_TRUE);
    }
}

/* Puts a finished value where it belongs. */
static void
add (GArray    *frames,
     JsonNode  *node,
     JsonNode **root)
{
  Frame *frame = frames->len > 0 ? top (frames) : NULL;

  if (frame == NULL)
    {
      *root = node;
    }
  else if (frame->array != NULL)
    {
      json_array_add_element (frame->array, node);
    }
  else
    {
      json_object_set_member (frame->object, frame->member, node);
      g_clear_pointer (&frame->member, g_free);
    }
}

static JsonNode *
read_tree (InlayJsonTokens  *tokens,
           GArray           *frames,
           GError          **error)
{
  g_autoptr(JsonNode) root = NULL;

  for (;;)
    {
      const InlayJsonToken *token = inlay_json_tokens_next (tokens, error);

      switch (token->kind)
        {
        case INLAY_JSON_KIND_ERROR:
          return NULL;
        case INLAY_JSON_KIND_END:
          json_node_seal (root);
          return g_steal_pointer (&root);
        case INLAY_JSON_KIND_OBJECT:
        case INLAY_JSON_KIND_ARRAY:
          open_container (frames, token->kind == INLAY_JSON_KIND_OBJECT);
          break;
        case INLAY_JSON_KIND_END_OBJECT:
        case INLAY_JSON_KIND_END_ARRAY:
          add (frames, close_container (frames), &root);
          break;
        case INLAY_JSON_KIND_NAME:
          top (frames)->member = g_strndup (token->text, token->length);
          break;
        default:
          add (frames, make_scalar (token), &root);
          break;
        }
    }
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
  g_autoptr(InlayJsonTokens) tokens = NULL;
  g_autoptr(GArray) frames = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  tokens = inlay_json_tokens_new (text, length, max_depth, flags, error);
  if (tokens == NULL)
    return NULL;
  frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (frames, frame_clear);
  return read_tree (tokens, frames, error);
}

/**
 * inlay_json_read_text:
 * @text: the text
 * @length: its size in bytes, or -1 if it is terminated
 * @error: return location for an error
 *
 * Reads JSON with the usual limits; see inlay_json_read_full().
 *
 * RFC 8259, section 9, without the liberties it leaves to readers.
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
 * RFC 8259, section 9, without the liberties it leaves to readers.
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
