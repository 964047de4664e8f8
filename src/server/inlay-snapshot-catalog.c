/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

/* Modules: the catalogue and the files. */

/* A copy of @node with one member more, which it takes. */
static JsonNode *
with_member (JsonNode   *node,
             const char *pointer,
             JsonNode   *taken)
{
  g_autoptr (JsonNode) value = taken;

  return inlay_json_set (node, pointer, value, NULL);
}

static JsonNode *
describe_version (InlayShelfItem *item)
{
  return with_member (item->row, "/esmUrl",
                      item->address != NULL ? inlay_json_new_string (item->address) : inlay_json_new_null ());
}

/* Newest first; the newest speaks for the module. */
static JsonNode *
describe_module (GPtrArray *items)
{
  JsonArray *versions = json_array_new ();
  g_autoptr (JsonNode) newest = describe_version (g_ptr_array_index (items, items->len - 1));

  for (guint i = items->len; i-- > 0;)
    json_array_add_element (versions, describe_version (g_ptr_array_index (items, i)));
  return with_member (newest, "/versions", inlay_json_take_array (versions));
}

static JsonNode *
summarize_module (GPtrArray *items)
{
  JsonArray *versions = json_array_new ();
  g_autoptr (JsonNode) newest = describe_version (g_ptr_array_index (items, items->len - 1));

  for (guint i = items->len; i-- > 0;)
    json_array_add_string_element (versions, inlay_json_get_string (((InlayShelfItem *) g_ptr_array_index (items, i))->row, "version"));
  return with_member (newest, "/versions", inlay_json_take_array (versions));
}

static InlayBody *
write_module (InlayPart     *part G_GNUC_UNUSED,
              gconstpointer  items)
{
  return inlay_body_new_json (describe_module ((GPtrArray *) items));
}

static JsonNode *
list_modules (InlayShelf *shelf)
{
  JsonArray *all = json_array_new ();
  g_auto (GStrv) ids = inlay_shelf_list_ids (shelf);

  for (guint i = 0; ids[i] != NULL; i++)
    json_array_add_element (all, summarize_module (inlay_shelf_lookup (shelf, ids[i])));
  return inlay_json_take_array (all);
}

/**
 * inlay_part_get_list:
 * @part: the modules
 *
 * Returns: (transfer none): an array with a summary of each
 */
JsonNode *
inlay_part_get_list (InlayPart *part)
{
  JsonNode *list = g_atomic_pointer_get (&part->list);

  if (list != NULL)
    return list;
  list = list_modules (part->shelf);
  if (!g_atomic_pointer_compare_and_exchange (&part->list, NULL, list))
    json_node_unref (list);
  return g_atomic_pointer_get (&part->list);
}

static InlayBody *
write_modules (InlayPart     *part,
               gconstpointer  item G_GNUC_UNUSED)
{
  return inlay_body_new_json (json_node_ref (inlay_part_get_list (part)));
}

InlayPart *
inlay_part_new_modules (InlayShelf *shelf)
{
  InlayPart *part = inlay_part_new ();
  g_auto (GStrv) ids = inlay_shelf_list_ids (shelf);

  part->shelf = inlay_shelf_ref (shelf);
  for (guint i = 0; ids[i] != NULL; i++)
    inlay_part_add (part, write_module, inlay_shelf_lookup (shelf, ids[i]), INLAY_PATH_MODULES, ids[i]);
  inlay_part_add (part, write_modules, NULL, INLAY_PATH_MODULES, NULL);
  return part;
}
