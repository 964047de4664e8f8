/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-reader-private.h"

#include <string.h>

/* A tree as the tokens that its text would give. */

/* A container that is still open; one of object and array is set. */
typedef struct
{
  JsonObject     *object;
  JsonObjectIter  iter;
  JsonArray      *array;
  guint           next;
} Frame;

static InlayJsonKind
walk_into (InlayJsonReader *self,
           JsonNode        *node)
{
  Frame frame = { NULL };

  self->depth++;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      frame.object = json_node_get_object (node);
      json_object_iter_init_ordered (&frame.iter, frame.object);
    }
  else
    {
      frame.array = json_node_get_array (node);
    }
  g_array_append_val (self->walk, frame);
  return frame.object != NULL ? INLAY_JSON_KIND_OBJECT : INLAY_JSON_KIND_ARRAY;
}

static InlayJsonKind
walk_out (InlayJsonReader *self,
          InlayJsonKind    kind)
{
  self->depth--;
  g_array_set_size (self->walk, self->walk->len - 1);
  return kind;
}

static InlayJsonKind
walk_value (InlayJsonReader *self,
            JsonNode        *node)
{
  InlayJsonToken *token = &self->token;

  if (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
    return walk_into (self, node);
  if (JSON_NODE_HOLDS_NULL (node))
    return INLAY_JSON_KIND_NULL;
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      token->text = json_node_get_string (node);
      token->length = strlen (token->text);
      return INLAY_JSON_KIND_STRING;
    case G_TYPE_BOOLEAN:
      return json_node_get_boolean (node) ? INLAY_JSON_KIND_TRUE : INLAY_JSON_KIND_FALSE;
    case G_TYPE_INT64:
      token->integer = json_node_get_int (node);
      return INLAY_JSON_KIND_INTEGER;
    default:
      token->number = json_node_get_double (node);
      return INLAY_JSON_KIND_DOUBLE;
    }
}

/* A large tree does not fit a cache, and from a list to what its objects hold it is several steps:
 * elements further on are begun while one is read. */
static JsonNode *
take_element (Frame *frame)
{
  guint length = json_array_get_length (frame->array);
  guint at = frame->next++;

  if (at + 8 < length)
    __builtin_prefetch (json_array_get_element (frame->array, at + 8));
  if (at + 4 < length && JSON_NODE_HOLDS_OBJECT (json_array_get_element (frame->array, at + 4)))
    __builtin_prefetch (json_node_get_object (json_array_get_element (frame->array, at + 4)));
  return json_array_get_element (frame->array, at);
}

InlayJsonKind
inlay_json_reader_walk (InlayJsonReader *self)
{
  JsonNode *node = g_steal_pointer (&self->value);
  Frame *frame;

  if (node != NULL)
    return walk_value (self, node);
  if (self->walk->len == 0)
    return INLAY_JSON_KIND_END;
  frame = &g_array_index (self->walk, Frame, self->walk->len - 1);
  if (frame->object == NULL)
    {
      if (frame->next == json_array_get_length (frame->array))
        return walk_out (self, INLAY_JSON_KIND_END_ARRAY);
      return walk_value (self, take_element (frame));
    }
  if (!json_object_iter_next_ordered (&frame->iter, &self->token.text, &self->value))
    return walk_out (self, INLAY_JSON_KIND_END_OBJECT);
  self->token.length = strlen (self->token.text);
  return INLAY_JSON_KIND_NAME;
}

/**
 * inlay_json_tokens_new_from_node:
 * @node: a sealed tree, of any depth
 *
 * Reads a tree that is there already as its text would be read; nothing in it is refused.
 *
 * Returns: (transfer full): the reader before its first token
 */
InlayJsonTokens *
inlay_json_tokens_new_from_node (JsonNode *node)
{
  InlayJsonTokens *self;

  g_return_val_if_fail (node != NULL, NULL);

  self = g_new0 (InlayJsonTokens, 1);
  self->root = json_node_ref (node);
  self->value = self->root;
  self->token.lasts = TRUE;
  self->walk = g_array_new (FALSE, FALSE, sizeof (Frame));
  return self;
}
