/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-release-private.h"

static gboolean
fail_invalid (GError     **error,
              const char  *name,
              const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the import map: %s %s", name, reason);
  return FALSE;
}

/* Every member a string; an address may be null, too, which blocks the specifier. */
static gboolean
check_strings (JsonNode    *node,
               const char  *name,
               gboolean     may_be_null,
               GError     **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail_invalid (error, name, "is not an object");

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &member))
    if (json_node_get_value_type (member) != G_TYPE_STRING &&
        !(may_be_null && JSON_NODE_HOLDS_NULL (member)))
      {
        g_autofree char *place = inlay_json_path_append (name, key);

        return fail_invalid (error, place, "is not a string");
      }
  return TRUE;
}

static gboolean
check_scopes (JsonNode  *scopes,
              GError   **error)
{
  JsonObjectIter iter;
  const char *prefix;
  JsonNode *scope;

  if (scopes == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (scopes))
    return fail_invalid (error, "/scopes", "is not an object");

  json_object_iter_init_ordered (&iter, json_node_get_object (scopes));
  while (json_object_iter_next_ordered (&iter, &prefix, &scope))
    {
      g_autofree char *place = inlay_json_path ("scopes", prefix, NULL);

      if (!check_strings (scope, place, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

/* A copy whose members stand in the order of their UTF-16 units. */
static JsonNode *
sorted (JsonNode *node)
{
  g_autofree char *text = inlay_json_write_canonical (node);

  return inlay_json_read_text (text, -1, NULL);
}

/* Some engines take the first scope that fits instead of the longest: in falling order a longer
 * prefix comes before the shorter one it starts with. */
static JsonNode *
sorted_falling (JsonNode *node)
{
  g_autoptr(JsonNode) rising = sorted (node);
  JsonObject *source = json_node_get_object (rising);
  g_autoptr(GList) names = json_object_get_members (source);
  JsonObject *falling = json_object_new ();

  for (GList *iter = g_list_last (names); iter != NULL; iter = iter->prev)
    json_object_set_member (falling, iter->data,
                            json_node_ref (json_object_get_member (source, iter->data)));
  return inlay_json_take_object (falling);
}

static JsonNode *
settle_part (JsonNode   *import_map,
             const char *name,
             JsonNode *(*sort) (JsonNode *))
{
  JsonNode *part = inlay_json_get_member (import_map, name);

  if (part == NULL || json_object_get_size (json_node_get_object (part)) == 0)
    return NULL;
  return sort (part);
}

/* Checks an import map and puts it into the one order it is written in: equal maps give equal
 * bytes. What browsers do not read goes. */
JsonNode *
inlay_release_settle_map (JsonNode  *import_map,
                          GError   **error)
{
  JsonNode *imports;

  if (!JSON_NODE_HOLDS_OBJECT (import_map))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "an import map is an object");
      return NULL;
    }
  if (!check_strings (inlay_json_get_member (import_map, "imports"), "/imports", TRUE, error) ||
      !check_scopes (inlay_json_get_member (import_map, "scopes"), error) ||
      !check_strings (inlay_json_get_member (import_map, "integrity"), "/integrity", FALSE, error))
    return NULL;

  imports = settle_part (import_map, "imports", sorted);
  return inlay_json_new_object (
    "imports", imports != NULL ? imports : inlay_json_new_object (NULL, NULL),
    "scopes", settle_part (import_map, "scopes", sorted_falling),
    "integrity", settle_part (import_map, "integrity", sorted),
    NULL);
}
