/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <string.h>

/* A walk from the root to the place of a change. */
typedef struct
{
  InlayJsonChange  *change;
  const char       *pointer;
  char            **tokens;
  GError          **error;
} Walk;

/* The pointer up to and with one of its tokens: what a message names. */
static char *
walk_place (Walk *self,
            guint depth)
{
  g_autofree char *pointer = g_strdup ("");

  for (guint i = 0; i <= depth; i++)
    {
      char *longer = inlay_json_path_append (pointer, self->tokens[i]);

      g_free (pointer);
      pointer = longer;
    }
  return g_steal_pointer (&pointer);
}

static JsonNode *
walk_fail_missing (Walk     *self,
                   guint     depth,
                   JsonNode *parent)
{
  g_autofree char *place = walk_place (self, depth);

  if (JSON_NODE_HOLDS_ARRAY (parent))
    g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
                 "%s is not there: the array has %u elements", place,
                 json_array_get_length (json_node_get_array (parent)));
  else if (JSON_NODE_HOLDS_OBJECT (parent))
    g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "%s is not there", place);
  else
    g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
                 "%s is not there: what should hold it is neither object nor array", place);
  return NULL;
}

static JsonNode *
open_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonNode *
open_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}

static void
copy_members (JsonObject *from,
              JsonObject *to,
              const char *skip)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (skip == NULL || strcmp (name, skip) != 0)
      json_object_set_member (to, name, json_node_ref (member));
}

/* json_object_set_member() on a member that is there searches its list: so the copy meets each
 * name once. */
static JsonNode *
object_with (JsonObject *object,
             const char *name,
             JsonNode   *value,
             const char *before)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *other;
  JsonNode *member;
  gboolean exists = json_object_has_member (object, name);

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &other, &member))
    {
      if (exists && strcmp (other, name) == 0)
        member = value;
      else if (!exists && before != NULL && strcmp (other, before) == 0)
        json_object_set_member (copy, name, json_node_ref (value));
      json_object_set_member (copy, other, json_node_ref (member));
    }
  if (!exists && (before == NULL || !json_object_has_member (object, before)))
    json_object_set_member (copy, name, json_node_ref (value));
  return open_object (copy);
}

static JsonNode *
object_without (JsonObject *object,
                const char *name)
{
  JsonObject *copy = json_object_new ();

  copy_members (object, copy, name);
  return open_object (copy);
}

static char *
dup_next_member (JsonObject *object,
                 const char *name)
{
  JsonObjectIter iter;
  const char *other;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &other, NULL))
    if (strcmp (other, name) == 0)
      return json_object_iter_next_ordered (&iter, &other, NULL) ? g_strdup (other) : NULL;
  return NULL;
}

/* What is not sealed was made by an earlier change of the same patch and is nobody else's yet: it
 * may be changed where it is. */
static JsonNode *
put_member (JsonNode   *parent,
            const char *name,
            JsonNode   *value,
            const char *before)
{
  JsonObject *object = json_node_get_object (parent);
  gboolean in_order = before == NULL || json_object_has_member (object, name) ||
                      !json_object_has_member (object, before);

  if (json_node_is_immutable (parent) || !in_order)
    return object_with (object, name, value, before);

  /* json-glib forgets to drop the reference of a value that is there already. */
  if (!json_object_has_member (object, name) || json_object_get_member (object, name) != value)
    json_object_set_member (object, name, json_node_ref (value));
  return json_node_ref (parent);
}

static JsonNode *
drop_member (JsonNode   *parent,
             const char *name)
{
  JsonObject *object = json_node_get_object (parent);

  if (json_node_is_immutable (parent))
    return object_without (object, name);

  json_object_remove_member (object, name);
  return json_node_ref (parent);
}

/* A copy in which @skipped elements at @index give way to @value, when there is one. */
static JsonNode *
array_splice (JsonArray *array,
              guint      index,
              guint      skipped,
              JsonNode  *value)
{
  guint length = json_array_get_length (array);
  JsonArray *copy = json_array_sized_new (length + 1);

  for (guint i = 0; i < index; i++)
    json_array_add_element (copy, json_node_ref (json_array_get_element (array, i)));
  if (value != NULL)
    json_array_add_element (copy, json_node_ref (value));
  for (guint i = index + skipped; i < length; i++)
    json_array_add_element (copy, json_node_ref (json_array_get_element (array, i)));
  return open_array (copy);
}

static JsonNode *
change_object (Walk     *self,
               JsonNode *parent,
               guint     depth)
{
  InlayJsonChange *change = self->change;
  JsonObject *object = json_node_get_object (parent);
  const char *name = self->tokens[depth];

  if (json_object_has_member (object, name))
    change->old = json_node_ref (json_object_get_member (object, name));
  else if (change->kind == INLAY_JSON_CHANGE_REPLACE || change->kind == INLAY_JSON_CHANGE_REMOVE)
    return walk_fail_missing (self, depth, parent);

  if (change->kind != INLAY_JSON_CHANGE_REMOVE)
    return put_member (parent, name, change->value, change->before);
  change->next = dup_next_member (object, name);
  return drop_member (parent, name);
}

static JsonNode *
change_array (Walk     *self,
              JsonNode *parent,
              guint     depth)
{
  InlayJsonChange *change = self->change;
  JsonArray *array = json_node_get_array (parent);
  const char *token = self->tokens[depth];
  guint length = json_array_get_length (array);
  gboolean may_append = change->kind == INLAY_JSON_CHANGE_ADD ||
                        change->kind == INLAY_JSON_CHANGE_SET;
  gboolean inserts = change->kind == INLAY_JSON_CHANGE_ADD;
  guint index;

  if (may_append && strcmp (token, "-") == 0)
    index = length;
  else if (!inlay_json_parse_index (token, may_append ? length + 1 : length, &index))
    return walk_fail_missing (self, depth, parent);

  change->index = index;
  if (!inserts && index < length)
    change->old = json_node_ref (json_array_get_element (array, index));
  return array_splice (array, index, change->old != NULL ? 1 : 0,
                       change->kind == INLAY_JSON_CHANGE_REMOVE ? NULL : change->value);
}

/* Recursion goes only where the tree goes. */
static JsonNode *
change_below (Walk     *self,
              JsonNode *parent,
              guint     depth)
{
  const char *token = self->tokens[depth];
  g_autoptr(JsonNode) changed = NULL;
  JsonNode *child = NULL;
  guint index = 0;

  if (self->tokens[depth + 1] == NULL && JSON_NODE_HOLDS_OBJECT (parent))
    return change_object (self, parent, depth);
  if (self->tokens[depth + 1] == NULL && JSON_NODE_HOLDS_ARRAY (parent))
    return change_array (self, parent, depth);

  if (JSON_NODE_HOLDS_OBJECT (parent))
    child = json_object_get_member (json_node_get_object (parent), token);
  else if (JSON_NODE_HOLDS_ARRAY (parent) &&
           inlay_json_parse_index (token, json_array_get_length (json_node_get_array (parent)),
                                   &index))
    child = json_array_get_element (json_node_get_array (parent), index);
  if (child == NULL)
    return walk_fail_missing (self, depth, parent);

  changed = change_below (self, child, depth + 1);
  if (changed == NULL)
    return NULL;
  if (changed == child)
    return json_node_ref (parent);
  if (JSON_NODE_HOLDS_OBJECT (parent))
    return put_member (parent, token, changed, NULL);
  return array_splice (json_node_get_array (parent), index, 1, changed);
}

static JsonNode *
change_root (JsonNode         *root,
             InlayJsonChange  *change,
             GError          **error)
{
  if (change->kind == INLAY_JSON_CHANGE_REMOVE)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the whole tree cannot be removed");
      return NULL;
    }
  change->old = json_node_ref (root);
  return json_node_ref (change->value);
}

/**
 * inlay_json_check_change:
 * @pointer: where
 * @change: what; its value is sealed
 * @error: return location for %INLAY_ERROR_LIMIT
 *
 * Returns: whether no tree gets too deep by it
 */
gboolean
inlay_json_check_change (const char       *pointer,
                         InlayJsonChange  *change,
                         GError          **error)
{
  gsize depth = 0;

  if (change->value == NULL)
    return TRUE;

  for (const char *p = pointer; *p != '\0'; p++)
    depth += *p == '/';
  json_node_seal (change->value);
  if (depth <= INLAY_JSON_MAX_DEPTH &&
      !inlay_json_is_deeper_than (change->value, INLAY_JSON_MAX_DEPTH - depth))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
               "the value at %s would be nested more than %d levels deep", pointer,
               INLAY_JSON_MAX_DEPTH);
  return FALSE;
}

/**
 * inlay_json_change:
 * @root: a tree
 * @pointer: where
 * @change: what, checked; says afterwards what was there before
 * @error: return location for an error
 *
 * Changes one place in a copy of the path to it; all else is shared with @root. The copies are not
 * sealed yet: what is not sealed is changed where it is, so that a patch of many operations copies
 * a path once.
 *
 * Places are JSON Pointers (RFC 6901, section 4).
 *
 * Returns: (transfer full): the new tree, which the caller seals; or %NULL
 */
JsonNode *
inlay_json_change (JsonNode         *root,
                   const char       *pointer,
                   InlayJsonChange  *change,
                   GError          **error)
{
  g_auto(GStrv) tokens = inlay_json_path_split (pointer, error);
  Walk walk = { change, pointer, tokens, error };

  if (tokens == NULL)
    return NULL;

  change->index = -1;
  return tokens[0] == NULL ? change_root (root, change, error) : change_below (&walk, root, 0);
}

void
inlay_json_change_clear (InlayJsonChange *change)
{
  g_clear_pointer (&change->old, json_node_unref);
  g_clear_pointer (&change->next, g_free);
}

static JsonNode *
change_once (JsonNode         *root,
             const char       *pointer,
             InlayJsonChange  *change,
             GError          **error)
{
  JsonNode *changed;

  if (!inlay_json_check_change (pointer, change, error))
    return NULL;
  json_node_seal (root);
  changed = inlay_json_change (root, pointer, change, error);
  if (changed != NULL)
    json_node_seal (changed);
  return changed;
}

/**
 * inlay_json_is_deeper_than:
 * @node: a tree
 * @limit: a number of levels
 *
 * Returns: whether containers nest in more than @limit levels; a scalar has none
 */
gboolean
inlay_json_is_deeper_than (JsonNode *node,
                           gsize     limit)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *member;

      if (limit == 0)
        return TRUE;
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        if (inlay_json_is_deeper_than (member, limit - 1))
          return TRUE;
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      if (limit == 0)
        return TRUE;
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (inlay_json_is_deeper_than (json_array_get_element (array, i), limit - 1))
          return TRUE;
    }
  return FALSE;
}

/**
 * inlay_json_set:
 * @root: a tree
 * @pointer: a JSON Pointer; its last step may be new in an object, and "-" or the length of an
 *   array appends
 * @value: the new value; it is sealed
 * @error: return location for %INLAY_ERROR_NOT_FOUND, %INLAY_ERROR_INVALID or %INLAY_ERROR_LIMIT
 *
 * Adds or replaces one value.
 *
 * Places are JSON Pointers (RFC 6901, section 4).
 *
 * Returns: (transfer full): the new tree, which shares everything off the path with @root
 */
JsonNode *
inlay_json_set (JsonNode    *root,
                const char  *pointer,
                JsonNode    *value,
                GError     **error)
{
  g_auto(InlayJsonChange) change = { INLAY_JSON_CHANGE_SET, value };

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (pointer != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  return change_once (root, pointer, &change, error);
}

/**
 * inlay_json_remove:
 * @root: a tree
 * @pointer: a JSON Pointer
 * @error: return location for %INLAY_ERROR_NOT_FOUND or %INLAY_ERROR_INVALID
 *
 * Removes one value.
 *
 * Places are JSON Pointers (RFC 6901, section 4).
 *
 * Returns: (transfer full): the new tree, which shares everything off the path with @root
 */
JsonNode *
inlay_json_remove (JsonNode    *root,
                   const char  *pointer,
                   GError     **error)
{
  g_auto(InlayJsonChange) change = { INLAY_JSON_CHANGE_REMOVE };

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (pointer != NULL, NULL);

  return change_once (root, pointer, &change, error);
}
