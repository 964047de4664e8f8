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

static void
add_files (InlayPart      *part,
           InlayShelfItem *item)
{
  JsonArray *files = inlay_json_get_array (item->row, "files");

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonNode *file = json_array_get_element (files, i);
      g_autofree char *path = g_strdup_printf ("%s/%s@%s/%s", INLAY_PATH_MODULE_FILES, inlay_json_get_string (item->row, "moduleId"),
                                               inlay_json_get_string (item->row, "version"), inlay_json_get_string (file, "name"));

      g_hash_table_insert (part->files, g_steal_pointer (&path), g_strdup (inlay_json_get_string (file, "digest")));
    }
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

InlayPart *
inlay_part_new_modules (InlayShelf *shelf)
{
  InlayPart *part = inlay_part_new ();
  JsonArray *all = json_array_new ();
  g_auto (GStrv) ids = inlay_shelf_list_ids (shelf);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      GPtrArray *items = inlay_shelf_lookup (shelf, ids[i]);

      json_array_add_element (all, summarize_module (items));
      inlay_part_add_json (part, describe_module (items), INLAY_PATH_MODULES, ids[i]);
      for (guint j = 0; j < items->len; j++)
        add_files (part, g_ptr_array_index (items, j));
    }
  part->list = inlay_json_take_array (all);
  inlay_part_add_json (part, json_node_ref (part->list), INLAY_PATH_MODULES, NULL);
  return part;
}

/* Compositions: each as it is kept, and as it would be served if it were deployed now. */

static InlayPartComposition *
assemble_composition (InlayShelf *shelf,
                      JsonNode   *document)
{
  InlayPartComposition *composition = g_new0 (InlayPartComposition, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayAssembly) assembly = inlay_assemble (shelf, document, &error);

  composition->document = json_node_ref (document);
  if (assembly == NULL)
    {
      composition->problem = g_strdup (error->message);
      return composition;
    }
  composition->site = inlay_site_new_of (assembly, NULL);
  return composition;
}

InlayPart *
inlay_part_new_compositions (InlayRegistryStore  *store,
                             InlayShelf          *shelf,
                             GError             **error)
{
  g_autoptr (InlayPart) part = inlay_part_new ();
  g_autoptr (GHashTable) documents = inlay_registry_store_list_compositions (store, error);
  g_autoptr (GList) ids = NULL;
  JsonArray *all = json_array_new ();

  if (documents == NULL)
    {
      json_array_unref (all);
      return NULL;
    }
  ids = g_list_sort (g_hash_table_get_keys (documents), (GCompareFunc) strcmp);
  for (GList *l = ids; l != NULL; l = l->next)
    {
      JsonNode *document = g_hash_table_lookup (documents, l->data);
      const char *name = inlay_json_get_string (document, "name");

      inlay_part_add_json (part, json_node_ref (document), INLAY_PATH_COMPOSITIONS, l->data);
      g_hash_table_insert (part->compositions, g_strdup (l->data), assemble_composition (shelf, document));
      json_array_add_element (all, inlay_json_new_object ("id", inlay_json_new_string (l->data),
                                                          "name", inlay_json_new_string (name != NULL ? name : l->data), NULL));
    }
  inlay_part_add_json (part, inlay_json_take_array (all), INLAY_PATH_COMPOSITIONS, NULL);
  return g_steal_pointer (&part);
}
