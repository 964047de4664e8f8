/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-draft.h"

/* Taking a container apart is worth as much as a few changes of it. */
#define STREAK 16

typedef struct
{
  char     *name;
  JsonNode *value;
} Member;

static void
member_free (Member *member)
{
  g_free (member->name);
  json_node_unref (member->value);
  g_free (member);
}

static GList *
put_before (InlayJsonDraft *self,
            GList          *sibling,
            const char     *name,
            JsonNode       *value)
{
  Member *member = g_new (Member, 1);
  GList *link;

  member->name = g_strdup (name);
  member->value = json_node_ref (value);
  g_queue_insert_before (&self->members, sibling, member);
  link = sibling != NULL ? sibling->prev : self->members.tail;
  g_hash_table_insert (self->links, member->name, link);
  return link;
}

static void
open_object (InlayJsonDraft *self,
             JsonObject     *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    put_before (self, NULL, name, value);
}

static void
open_array (InlayJsonDraft *self,
            JsonArray      *array)
{
  guint length = json_array_get_length (array);

  self->elements = g_ptr_array_new_full (length, (GDestroyNotify) json_node_unref);
  for (guint i = 0; i < length; i++)
    g_ptr_array_add (self->elements, json_node_ref (json_array_get_element (array, i)));
}

static void
forget_parts (InlayJsonDraft *self)
{
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_queue_clear_full (&self->members, (GDestroyNotify) member_free);
  g_clear_pointer (&self->elements, g_ptr_array_unref);
}

static JsonNode *
join_members (InlayJsonDraft *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  for (GList *link = self->members.head; link != NULL; link = link->next)
    {
      Member *member = link->data;

      json_object_set_member (object, member->name, json_node_ref (member->value));
    }
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
join_elements (InlayJsonDraft *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (self->elements->len);

  for (guint i = 0; i < self->elements->len; i++)
    json_array_add_element (array, json_node_ref (g_ptr_array_index (self->elements, i)));
  json_node_take_array (node, array);
  return node;
}

/* What is apart goes back to its place, which is there. */
static void
put_back (InlayJsonDraft *self)
{
  g_autoptr(JsonNode) whole = NULL;
  g_auto(InlayJsonChange) change = { INLAY_JSON_CHANGE_SET };
  JsonNode *root;

  if (self->links == NULL && self->elements == NULL)
    return;

  whole = self->links != NULL ? join_members (self) : join_elements (self);
  change.value = whole;
  root = inlay_json_change (self->root, self->parent, &change, NULL);
  json_node_unref (self->root);
  self->root = root;
  self->streak = 0;
  forget_parts (self);
}

/* Returns: whether the container could be changed; if not, the walk through the tree says why */
static gboolean
change_members (InlayJsonDraft  *self,
                const char      *name,
                InlayJsonChange *change)
{
  GList *link = g_hash_table_lookup (self->links, name);
  Member *member = link != NULL ? link->data : NULL;

  if (member == NULL)
    {
      if (change->kind == INLAY_JSON_CHANGE_REPLACE || change->kind == INLAY_JSON_CHANGE_REMOVE)
        return FALSE;
      put_before (self, change->before != NULL ? g_hash_table_lookup (self->links, change->before) : NULL,
                  name, change->value);
      return TRUE;
    }

  change->old = g_steal_pointer (&member->value);
  if (change->kind != INLAY_JSON_CHANGE_REMOVE)
    {
      member->value = json_node_ref (change->value);
      return TRUE;
    }
  change->next = link->next != NULL ? g_strdup (((Member *) link->next->data)->name) : NULL;
  g_hash_table_remove (self->links, name);
  g_queue_delete_link (&self->members, link);
  g_free (member->name);
  g_free (member);
  return TRUE;
}

static gboolean
change_elements (InlayJsonDraft  *self,
                 const char      *token,
                 InlayJsonChange *change)
{
  guint length = self->elements->len;
  gboolean may_append = change->kind == INLAY_JSON_CHANGE_ADD || change->kind == INLAY_JSON_CHANGE_SET;
  guint index = length;

  if (!(may_append && strcmp (token, "-") == 0) &&
      !inlay_json_parse_index (token, may_append ? length + 1 : length, &index))
    return FALSE;

  change->index = index;
  if (change->kind == INLAY_JSON_CHANGE_ADD || index == length)
    {
      g_ptr_array_insert (self->elements, (int) index, json_node_ref (change->value));
      return TRUE;
    }
  change->old = json_node_ref (g_ptr_array_index (self->elements, index));
  g_ptr_array_remove_index (self->elements, index);
  if (change->kind != INLAY_JSON_CHANGE_REMOVE)
    g_ptr_array_insert (self->elements, (int) index, json_node_ref (change->value));
  return TRUE;
}

/* Whether the last few changes and this one are of one container, which is then taken apart. */
static gboolean
is_open_at (InlayJsonDraft *self,
            const char     *pointer)
{
  const char *slash = strrchr (pointer, '/');
  gsize length = slash != NULL ? (gsize) (slash - pointer) : 0;
  JsonNode *container;

  if (slash == NULL || self->parent == NULL || strncmp (self->parent, pointer, length) != 0 ||
      self->parent[length] != '\0')
    {
      put_back (self);
      g_free (self->parent);
      self->parent = slash != NULL ? g_strndup (pointer, length) : NULL;
      self->streak = 0;
      return FALSE;
    }
  if (++self->streak < STREAK)
    return FALSE;

  if (self->links == NULL && self->elements == NULL)
    {
      container = inlay_json_get (self->root, self->parent);
      if (container != NULL && JSON_NODE_HOLDS_OBJECT (container))
        open_object (self, json_node_get_object (container));
      else if (container != NULL && JSON_NODE_HOLDS_ARRAY (container))
        open_array (self, json_node_get_array (container));
    }
  return self->links != NULL || self->elements != NULL;
}

static gboolean
change_apart (InlayJsonDraft  *self,
              const char      *pointer,
              InlayJsonChange *change)
{
  g_auto(GStrv) tokens = inlay_json_path_split (pointer, NULL);
  guint depth = tokens != NULL ? g_strv_length (tokens) : 0;

  if (depth == 0)
    return FALSE;

  change->index = -1;
  return self->links != NULL ? change_members (self, tokens[depth - 1], change)
                             : change_elements (self, tokens[depth - 1], change);
}

/**
 * inlay_json_draft_init:
 * @root: a sealed tree, which stays as it is
 *
 * Begins with @root as it is.
 */
void
inlay_json_draft_init (InlayJsonDraft *self,
                       JsonNode       *root)
{
  *self = (InlayJsonDraft) { .root = json_node_ref (root) };
}

/**
 * inlay_json_draft_clear:
 *
 * Lets go of the tree and of what is apart.
 */
void
inlay_json_draft_clear (InlayJsonDraft *self)
{
  forget_parts (self);
  g_clear_pointer (&self->parent, g_free);
  g_clear_pointer (&self->root, json_node_unref);
}

/**
 * inlay_json_draft_change:
 *
 * Checks and does what inlay_json_change() does, to the draft itself.
 *
 * Returns: whether it is changed
 */
gboolean
inlay_json_draft_change (InlayJsonDraft   *self,
                         const char       *pointer,
                         InlayJsonChange  *change,
                         GError          **error)
{
  JsonNode *changed;

  if (!inlay_json_check_change (pointer, change, error))
    return FALSE;
  if (is_open_at (self, pointer) && change_apart (self, pointer, change))
    return TRUE;

  put_back (self);
  changed = inlay_json_change (self->root, pointer, change, error);
  if (changed == NULL)
    return FALSE;
  json_node_unref (self->root);
  self->root = changed;
  return TRUE;
}

/**
 * inlay_json_draft_get_root:
 *
 * Returns: (transfer none): the tree with all changes, until the next one
 */
JsonNode *
inlay_json_draft_get_root (InlayJsonDraft *self)
{
  put_back (self);
  return self->root;
}
