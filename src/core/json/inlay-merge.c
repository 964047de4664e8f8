/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"
#include "json/inlay-patch.h"

#include <string.h>

/**
 * inlay_patch_merge:
 * @target: a tree
 * @merge_patch: what to change: null removes a member, an object goes deeper, all else replaces
 *
 * Applies a JSON Merge Patch (RFC 7396).
 *
 * Returns: (transfer full): the sealed new tree
 */
JsonNode *
inlay_patch_merge (JsonNode *target,
                   JsonNode *merge_patch)
{
  g_autoptr(JsonNode) empty = NULL;
  JsonObject *patch, *old, *merged;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (merge_patch != NULL, NULL);

  json_node_seal (merge_patch);
  if (!JSON_NODE_HOLDS_OBJECT (merge_patch))
    return json_node_ref (merge_patch);

  if (!JSON_NODE_HOLDS_OBJECT (target))
    target = empty = inlay_json_new_object (NULL, NULL);
  patch = json_node_get_object (merge_patch);
  old = json_node_get_object (target);
  merged = json_object_new ();

  json_object_iter_init_ordered (&iter, old);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      JsonNode *change = json_object_get_member (patch, name);

      if (change == NULL)
        json_object_set_member (merged, name, json_node_ref (member));
      else if (!JSON_NODE_HOLDS_NULL (change))
        json_object_set_member (merged, name, inlay_patch_merge (member, change));
    }

  json_object_iter_init_ordered (&iter, patch);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (!json_object_has_member (old, name) && !JSON_NODE_HOLDS_NULL (member))
      {
        g_autoptr(JsonNode) nothing = inlay_json_new_null ();

        json_object_set_member (merged, name, inlay_patch_merge (nothing, member));
      }
  return inlay_json_take_object (merged);
}

/* The three sides of one place; any but one may be absent there. */
typedef struct
{
  JsonNode *base;
  JsonNode *ours;
  JsonNode *theirs;
} Sides;

static JsonNode *merge_sides (const Sides *sides,
                              const char  *path,
                              GPtrArray   *conflicts);

static gboolean
is_same (JsonNode *a,
         JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return inlay_json_equal (a, b);
}

static JsonNode *
ref_or_null (JsonNode *node)
{
  return node != NULL ? json_node_ref (node) : NULL;
}

static JsonNode *
keep_ours (const Sides *sides,
           const char  *path,
           GPtrArray   *conflicts)
{
  g_ptr_array_add (conflicts, g_strdup (path));
  return ref_or_null (sides->ours);
}

/* Our order; what they added stands behind what it stands behind on their side. */
static GPtrArray *
merge_order (GPtrArray  *ours,
             GPtrArray  *theirs)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) added = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GPtrArray) first = g_ptr_array_new ();
  GPtrArray *followers = first;
  GPtrArray *order = g_ptr_array_new ();

  for (guint i = 0; i < ours->len; i++)
    g_hash_table_add (known, g_ptr_array_index (ours, i));
  for (guint i = 0; i < theirs->len; i++)
    {
      char *name = g_ptr_array_index (theirs, i);

      if (!g_hash_table_contains (known, name))
        {
          g_ptr_array_add (followers, name);
          continue;
        }
      followers = g_ptr_array_new ();
      g_hash_table_insert (added, name, followers);
    }

  g_ptr_array_extend (order, first, NULL, NULL);
  for (guint i = 0; i < ours->len; i++)
    {
      GPtrArray *behind = g_hash_table_lookup (added, g_ptr_array_index (ours, i));

      g_ptr_array_add (order, g_ptr_array_index (ours, i));
      if (behind != NULL)
        g_ptr_array_extend (order, behind, NULL, NULL);
    }
  return order;
}

static GPtrArray *
member_names (JsonObject *object)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  return names;
}

static JsonNode *
merge_objects (const Sides *sides,
               const char  *path,
               GPtrArray   *conflicts)
{
  g_autoptr(GPtrArray) ours = member_names (json_node_get_object (sides->ours));
  g_autoptr(GPtrArray) theirs = member_names (json_node_get_object (sides->theirs));
  g_autoptr(GPtrArray) names = merge_order (ours, theirs);
  JsonObject *merged = json_object_new ();

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *place = inlay_json_path_append (path, name);
      Sides below = { inlay_json_get_member (sides->base, name),
                      inlay_json_get_member (sides->ours, name),
                      inlay_json_get_member (sides->theirs, name) };
      JsonNode *member = merge_sides (&below, place, conflicts);

      if (member != NULL)
        json_object_set_member (merged, name, member);
    }
  return inlay_json_take_object (merged);
}

/* The strings of a list of ids, or NULL when it is no such list or names something twice. */
static GPtrArray *
list_ids (JsonNode *node)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) ||
          json_node_get_value_type (element) != G_TYPE_STRING ||
          !g_hash_table_add (seen, (gpointer) json_node_get_string (element)))
        return NULL;
      g_ptr_array_add (ids, (gpointer) json_node_get_string (element));
    }
  return g_steal_pointer (&ids);
}

static gboolean
has_id (GPtrArray  *ids,
        const char *id)
{
  return g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL);
}

/* What of @ids stands in @first and @second, too. */
static GPtrArray *
common_ids (GPtrArray *ids,
            GPtrArray *first,
            GPtrArray *second)
{
  GPtrArray *common = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (has_id (first, id) && has_id (second, id))
        g_ptr_array_add (common, (gpointer) id);
    }
  return common;
}

static gboolean
ids_are_equal (GPtrArray *a,
               GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (strcmp (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
      return FALSE;
  return TRUE;
}

/* Removals and additions of both sides; the side that kept the order of base leaves it to the
 * other. Fails when both put what is common into an order of their own. */
static JsonNode *
merge_ids (GPtrArray *base,
           GPtrArray *ours,
           GPtrArray *theirs)
{
  g_autoptr(GPtrArray) base_order = common_ids (base, ours, theirs);
  g_autoptr(GPtrArray) our_order = common_ids (ours, base, theirs);
  g_autoptr(GPtrArray) their_order = common_ids (theirs, base, ours);
  gboolean we_moved = !ids_are_equal (base_order, our_order);
  gboolean they_moved = !ids_are_equal (base_order, their_order);
  g_autoptr(GPtrArray) order = NULL;
  JsonArray *merged;

  if (we_moved && they_moved && !ids_are_equal (our_order, their_order))
    return NULL;

  order = they_moved ? merge_order (theirs, ours) : merge_order (ours, theirs);
  merged = json_array_new ();
  for (guint i = 0; i < order->len; i++)
    {
      const char *id = g_ptr_array_index (order, i);

      if (!has_id (base, id) || (has_id (ours, id) && has_id (theirs, id)))
        json_array_add_element (merged, inlay_json_new_string (id));
    }
  return inlay_json_take_array (merged);
}

static JsonNode *
merge_lists (const Sides *sides,
             const char  *path,
             GPtrArray   *conflicts)
{
  g_autoptr(GPtrArray) base = list_ids (sides->base);
  g_autoptr(GPtrArray) ours = list_ids (sides->ours);
  g_autoptr(GPtrArray) theirs = list_ids (sides->theirs);
  JsonNode *merged = NULL;

  if (base != NULL && ours != NULL && theirs != NULL)
    merged = merge_ids (base, ours, theirs);
  return merged != NULL ? merged : keep_ours (sides, path, conflicts);
}

static JsonNode *
merge_sides (const Sides *sides,
             const char  *path,
             GPtrArray   *conflicts)
{
  JsonNode *ours = sides->ours;
  JsonNode *theirs = sides->theirs;

  if (is_same (sides->base, theirs) || is_same (ours, theirs))
    return ref_or_null (ours);
  if (is_same (sides->base, ours))
    return ref_or_null (theirs);
  if (ours == NULL || theirs == NULL)
    return keep_ours (sides, path, conflicts);

  if (JSON_NODE_HOLDS_OBJECT (ours) && JSON_NODE_HOLDS_OBJECT (theirs))
    return merge_objects (sides, path, conflicts);
  return merge_lists (sides, path, conflicts);
}

/**
 * inlay_patch_merge3:
 * @base: what both started from
 * @ours: our tree
 * @theirs: their tree
 * @conflicts: (out) (optional) (transfer full) (element-type utf8): JSON Pointers to the places
 *   that both changed differently; empty when there are none
 *
 * Merges two changes of one tree place by place. Lists of ids are merged element by element. At
 * a conflict ours stays.
 *
 * Returns: (transfer full): the sealed merged tree
 */
JsonNode *
inlay_patch_merge3 (JsonNode   *base,
                    JsonNode   *ours,
                    JsonNode   *theirs,
                    GPtrArray **conflicts)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Sides sides = { base, ours, theirs };
  JsonNode *merged;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (ours != NULL, NULL);
  g_return_val_if_fail (theirs != NULL, NULL);

  json_node_seal (ours);
  json_node_seal (theirs);
  merged = merge_sides (&sides, "", found);
  if (conflicts != NULL)
    *conflicts = g_steal_pointer (&found);
  return merged;
}
