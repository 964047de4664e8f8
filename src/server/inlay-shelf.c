/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-shelf.h"

#include <inlay-wire.h>

struct _InlayShelf
{
  gatomicrefcount ref_count;
  GHashTable *modules; /* id -> GPtrArray of InlayShelfItem; shared with the shelf before where it is the same */
  GHashTable *marks;   /* id -> text, as inlay_registry_store_mark_modules() gives them */
  InlayCatalog *catalog;
  InlayShelfMemo memo;
};

static void
item_free (gpointer data)
{
  InlayShelfItem *item = data;

  inlay_version_unref (item->version);
  g_clear_pointer (&item->module, inlay_module_unref);
  json_node_unref (item->row);
  g_free (item->address);
  g_free (item);
}

static JsonNode *
find_file (JsonNode   *row,
           const char *name)
{
  JsonArray *files = inlay_json_get_array (row, "files");

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    if (g_strcmp0 (inlay_json_get_string (json_array_get_element (files, i), "name"), name) == 0)
      return json_array_get_element (files, i);
  return NULL;
}

/* Both are imported bare, and one copy of each is wanted on the page. */
static JsonNode *
all_dependencies (JsonNode *row)
{
  JsonNode *dependencies = inlay_json_get_member (row, "dependencies");
  JsonNode *peers = inlay_json_get_member (row, "peerDependencies");

  if (peers == NULL || !JSON_NODE_HOLDS_OBJECT (peers))
    return dependencies != NULL && JSON_NODE_HOLDS_OBJECT (dependencies) ? json_node_ref (dependencies) : NULL;
  if (dependencies == NULL || !JSON_NODE_HOLDS_OBJECT (dependencies))
    return json_node_ref (peers);
  return inlay_patch_merge (dependencies, peers);
}

/* What is published without a definition says the same with fewer words. */
static JsonNode *
definition_of (JsonNode *row)
{
  JsonNode *definition = inlay_json_get_member (row, "definition");
  const char *entry = inlay_json_get_string (row, "entryPoint");
  const char *package = inlay_json_get_string (row, "npmPackage");
  JsonNode *dependencies;
  JsonObject *object;

  if (definition != NULL && JSON_NODE_HOLDS_OBJECT (definition))
    return json_node_ref (definition);

  object = json_object_new ();
  json_object_set_string_member (object, "id", inlay_json_get_string (row, "moduleId"));
  json_object_set_string_member (object, "version", inlay_json_get_string (row, "version"));
  json_object_set_string_member (object, "entry", entry != NULL ? entry : "cdn");
  if (package != NULL || entry == NULL)
    json_object_set_member (object, "npm",
                            inlay_json_new_object ("package", inlay_json_new_string (package != NULL ? package :
                                                                                     inlay_json_get_string (row, "moduleId")), NULL));
  if ((dependencies = all_dependencies (row)) != NULL)
    json_object_set_member (object, "dependencies", dependencies);
  return inlay_json_take_object (object);
}

static void
find_address (InlayShelfItem *item)
{
  const char *entry = inlay_json_get_string (item->row, "entryPoint");

  if (entry == NULL && item->module != NULL && inlay_module_get_source (item->module) == INLAY_MODULE_SOURCE_FILES)
    entry = inlay_module_get_entry (item->module);
  item->is_held = entry != NULL && find_file (item->row, entry) != NULL;
  if (item->is_held)
    item->address = inlay_wire_module_file (inlay_json_get_string (item->row, "moduleId"),
                                            inlay_json_get_string (item->row, "version"), entry);
  else if (item->module != NULL)
    item->address = inlay_module_dup_address (item->module);
  if (item->address == NULL && entry != NULL && inlay_wire_is_url (entry))
    item->address = g_strdup (entry);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return inlay_version_compare_build ((*(InlayShelfItem * const *) a)->version, (*(InlayShelfItem * const *) b)->version);
}

/* %NULL: nobody can ask for a version that is none. */
static InlayShelfItem *
item_new (JsonNode *row)
{
  InlayVersion *version = inlay_version_parse (inlay_json_get_string (row, "version"), INLAY_SEMVER_DEFAULT, NULL);
  g_autoptr (JsonNode) definition = definition_of (row);
  InlayShelfItem *item;

  if (version == NULL)
    return NULL;
  item = g_new0 (InlayShelfItem, 1);
  item->version = version;
  item->row = json_node_ref (row);
  item->module = inlay_module_new (definition, NULL);
  find_address (item);
  return item;
}

static void
add_row (InlayShelf *self,
         JsonNode   *row)
{
  const char *id = inlay_json_get_string (row, "moduleId");
  GPtrArray *items = g_hash_table_lookup (self->modules, id);
  InlayShelfItem *item = item_new (row);

  if (item == NULL)
    return;
  if (items == NULL)
    {
      items = g_ptr_array_new_with_free_func (item_free);
      g_hash_table_insert (self->modules, g_strdup (id), items);
    }
  g_ptr_array_add (items, item);
}

static gboolean
read_rows (InlayShelf          *self,
           InlayRegistryStore  *store,
           const char          *id,
           GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_modules (store, id, error);

  for (guint i = 0; rows != NULL && i < json_array_get_length (json_node_get_array (rows)); i++)
    add_row (self, json_array_get_element (json_node_get_array (rows), i));
  return rows != NULL;
}

static gboolean
is_same (InlayShelf *self,
         InlayShelf *before,
         const char *id)
{
  return before != NULL && g_strcmp0 (g_hash_table_lookup (self->marks, id), g_hash_table_lookup (before->marks, id)) == 0;
}

/* Reads what is new, takes the rest from @before. */
static gboolean
fill (InlayShelf          *self,
      InlayShelf          *before,
      InlayRegistryStore  *store,
      GError             **error)
{
  GHashTableIter iter;
  gpointer id;

  if (before == NULL)
    return read_rows (self, store, NULL, error);

  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      GPtrArray *items = is_same (self, before, id) ? g_hash_table_lookup (before->modules, id) : NULL;

      if (items != NULL)
        g_hash_table_insert (self->modules, g_strdup (id), g_ptr_array_ref (items));
      else if (!is_same (self, before, id) && !read_rows (self, store, id, error))
        return FALSE;
    }
  return TRUE;
}

/* What was taken back stays for pages that have it and is never chosen again. */
static void
offer (InlayCatalogBuilder *builder,
       GPtrArray           *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      InlayShelfItem *item = g_ptr_array_index (items, i);

      if (item->module != NULL && inlay_json_get_string (item->row, "yankedAt") == NULL)
        inlay_catalog_builder_add_module (builder, item->module, NULL);
    }
}

static InlayCatalog *
make_catalog (InlayShelf *self,
              InlayShelf *before)
{
  InlayCatalogBuilder *builder = inlay_catalog_builder_new (before != NULL ? before->catalog : NULL);
  GHashTableIter iter;
  gpointer id, items;

  if (before != NULL)
    {
      g_hash_table_iter_init (&iter, before->modules);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!is_same (self, before, id))
          inlay_catalog_builder_remove (builder, id);
    }
  g_hash_table_iter_init (&iter, self->modules);
  while (g_hash_table_iter_next (&iter, &id, &items))
    if (!is_same (self, before, id))
      {
        g_ptr_array_sort (items, compare_items);
        offer (builder, items);
      }
  return inlay_catalog_builder_end (builder);
}

/**
 * inlay_shelf_new:
 * @store: where modules are kept
 * @before: (nullable): what they were
 * @error: return location
 *
 * Returns: (transfer full): all of them
 */
InlayShelf *
inlay_shelf_new (InlayRegistryStore  *store,
                 InlayShelf          *before,
                 GError             **error)
{
  g_autoptr (InlayShelf) self = g_new0 (InlayShelf, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->memo.lock);
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  if (!(self->marks = inlay_registry_store_mark_modules (store, error)) || !fill (self, before, store, error))
    return NULL;
  self->catalog = make_catalog (self, before);
  return g_steal_pointer (&self);
}

InlayShelf *
inlay_shelf_ref (InlayShelf *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_shelf_unref (InlayShelf *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->modules);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_clear_pointer (&self->catalog, inlay_catalog_unref);
  if (self->memo.value != NULL)
    self->memo.free_value (self->memo.value);
  g_mutex_clear (&self->memo.lock);
  g_free (self);
}

/**
 * inlay_shelf_lookup:
 * @self: a shelf
 * @module_id: a module
 *
 * Returns: (transfer none) (nullable) (element-type InlayShelfItem): its versions, oldest first
 */
GPtrArray *
inlay_shelf_lookup (InlayShelf *self,
                    const char *module_id)
{
  return g_hash_table_lookup (self->modules, module_id);
}

/**
 * inlay_shelf_find:
 * @self: a shelf
 * @module_id: a module
 * @version: one of its versions
 *
 * Returns: (transfer none) (nullable): that version
 */
InlayShelfItem *
inlay_shelf_find (InlayShelf *self,
                  const char *module_id,
                  const char *version)
{
  GPtrArray *items = inlay_shelf_lookup (self, module_id);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      InlayShelfItem *item = g_ptr_array_index (items, i);

      if (strcmp (inlay_json_get_string (item->row, "version"), version) == 0)
        return item;
    }
  return NULL;
}

/**
 * inlay_shelf_find_file:
 * @self: a shelf
 * @path: `ID@VERSION/FILE`
 *
 * Returns: (transfer none) (nullable): the digest of that file, if it is kept here
 */
const char *
inlay_shelf_find_file (InlayShelf *self,
                       const char *path)
{
  const char *at = path[0] != '\0' ? strchr (path + 1, '@') : NULL;
  const char *slash = at != NULL ? strchr (at, '/') : NULL;
  g_autofree char *id = slash != NULL ? g_strndup (path, (gsize) (at - path)) : NULL;
  g_autofree char *version = slash != NULL ? g_strndup (at + 1, (gsize) (slash - at - 1)) : NULL;
  InlayShelfItem *item = id != NULL ? inlay_shelf_find (self, id, version) : NULL;
  JsonNode *file = item != NULL ? find_file (item->row, slash + 1) : NULL;

  return file != NULL ? inlay_json_get_string (file, "digest") : NULL;
}

/**
 * inlay_shelf_list_ids:
 * @self: a shelf
 *
 * Returns: (transfer full): the modules there are, sorted
 */
char **
inlay_shelf_list_ids (InlayShelf *self)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->modules), (GCompareFunc) strcmp);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *l = ids; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);
  return g_strv_builder_end (builder);
}

InlayCatalog *
inlay_shelf_get_catalog (InlayShelf *self)
{
  return self->catalog;
}

InlayShelfMemo *
inlay_shelf_get_memo (InlayShelf *self)
{
  return &self->memo;
}
