/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-catalog-private.h"

/* Catalogs while they are put together, and from JSON. */

struct _InlayCatalogBuilder
{
  InlayCatalog *catalog;
  gboolean is_sorted;   /* the ids of the catalog are those of its modules */
};

static GPtrArray *
version_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
}

/* Where @version belongs in a list that is newest first; @same when it is already there. */
static guint
find_place (GPtrArray          *versions,
            const InlayVersion *version,
            gboolean           *same)
{
  guint low = 0;
  guint high = versions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (inlay_version_compare_build (g_ptr_array_index (versions, middle), version) > 0)
        low = middle + 1;
      else
        high = middle;
    }
  *same = low < versions->len &&
          inlay_version_compare_build (g_ptr_array_index (versions, low), version) == 0;
  return low;
}

/**
 * inlay_catalog_builder_new:
 * @from: (nullable): a catalog to start from
 *
 * Returns: (transfer full): a builder, to be ended by inlay_catalog_builder_end()
 */
InlayCatalogBuilder *
inlay_catalog_builder_new (InlayCatalog *from)
{
  InlayCatalogBuilder *self = g_new0 (InlayCatalogBuilder, 1);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  self->catalog = inlay_catalog_new ();
  if (from == NULL)
    return self;

  g_hash_table_iter_init (&iter, from->modules);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (self->catalog->modules, key, inlay_catalog_module_ref (value));
  g_free (self->catalog->ids);
  self->catalog->ids = g_memdup2 (from->ids, (g_hash_table_size (from->modules) + 1) * sizeof *from->ids);
  self->is_sorted = TRUE;
  g_hash_table_iter_init (&iter, from->packages);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    inlay_catalog_builder_add_package (self, ((InlayCatalogPackage *) value)->node, NULL);
  g_hash_table_iter_init (&iter, from->integrity);
  while (g_hash_table_iter_next (&iter, &key, &value))
    inlay_catalog_builder_add_integrity (self, key, value);
  return self;
}

void
inlay_catalog_builder_free (InlayCatalogBuilder *self)
{
  g_clear_pointer (&self->catalog, inlay_catalog_unref);
  g_free (self);
}

static InlayCatalogModule *
catalog_module_new (GRefString *id)
{
  InlayCatalogModule *self = g_new0 (InlayCatalogModule, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = id;
  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
  self->versions = version_list_new ();
  return self;
}

/* The versions of @id that no other catalog shares. */
static InlayCatalogModule *
own_module (InlayCatalogBuilder *self,
            const char          *id)
{
  InlayCatalogModule *found = g_hash_table_lookup (self->catalog->modules, id);
  InlayCatalogModule *own;

  if (found != NULL && g_atomic_ref_count_compare (&found->ref_count, 1))
    return found;

  own = catalog_module_new (found != NULL ? g_ref_string_acquire (found->id) : g_ref_string_new (id));
  self->is_sorted &= found != NULL;
  for (guint i = 0; found != NULL && i < found->modules->len; i++)
    {
      g_ptr_array_add (own->modules, inlay_module_ref (g_ptr_array_index (found->modules, i)));
      g_ptr_array_add (own->versions, inlay_version_ref (g_ptr_array_index (found->versions, i)));
    }
  g_hash_table_replace (self->catalog->modules, own->id, own);
  return own;
}

/**
 * inlay_catalog_builder_remove:
 * @self: a builder
 * @id: a module
 *
 * Leaves out all versions of @id added so far.
 */
void
inlay_catalog_builder_remove (InlayCatalogBuilder *self,
                              const char          *id)
{
  g_return_if_fail (self != NULL);

  if (g_hash_table_remove (self->catalog->modules, id))
    self->is_sorted = FALSE;
}

/**
 * inlay_catalog_builder_add_module:
 * @self: a builder
 * @module: one version of a module; it replaces the same version added before
 * @error: return location for an error
 *
 * Returns: whether the module's version can be read; else %INLAY_ERROR_INVALID is set
 */
gboolean
inlay_catalog_builder_add_module (InlayCatalogBuilder  *self,
                                  InlayModule          *module,
                                  GError              **error)
{
  const char *id = inlay_module_get_id (module);
  g_autoptr (InlayVersion) version = NULL;
  InlayCatalogModule *entry;
  gboolean same;
  guint place;

  version = inlay_version_parse (inlay_module_get_version (module), INLAY_SEMVER_DEFAULT, error);
  if (version == NULL)
    {
      g_prefix_error (error, "module %s: ", id);
      return FALSE;
    }

  entry = own_module (self, id);
  place = find_place (entry->versions, version, &same);
  if (same)
    {
      g_ptr_array_remove_index (entry->versions, place);
      g_ptr_array_remove_index (entry->modules, place);
    }
  g_ptr_array_insert (entry->versions, (gint) place, g_steal_pointer (&version));
  g_ptr_array_insert (entry->modules, (gint) place, inlay_module_ref (module));
  return TRUE;
}

/* What cannot be read as a version cannot be chosen and is left out. */
static void
add_version (GPtrArray  *versions,
             const char *text)
{
  g_autoptr (InlayVersion) version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);
  gboolean same;
  guint place;

  if (version == NULL)
    return;
  place = find_place (versions, version, &same);
  if (!same)
    g_ptr_array_insert (versions, (gint) place, g_steal_pointer (&version));
}

static GPtrArray *
read_versions (JsonNode *node)
{
  GPtrArray *versions = version_list_new ();

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *item = json_array_get_element (array, i);

          if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_string (item) != NULL)
            add_version (versions, json_node_get_string (item));
        }
    }
  else
    {
      JsonObjectIter iter;
      const char *text;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &text, NULL))
        add_version (versions, text);
    }

  return versions;
}

/**
 * inlay_catalog_builder_add_package:
 * @self: a builder
 * @package: an object with `name` and `versions`: a list of texts, or an object from version to its
 *   `dependencies` and `peerDependencies`, as npm has it; it replaces one added before
 * @error: return location for an error
 *
 * Returns: whether @package is such an object; else %INLAY_ERROR_INVALID is set
 */
gboolean
inlay_catalog_builder_add_package (InlayCatalogBuilder  *self,
                                   JsonNode             *package,
                                   GError              **error)
{
  const char *name = JSON_NODE_HOLDS_OBJECT (package) ? inlay_json_get_string (package, "name") : NULL;
  JsonNode *versions = name != NULL ? inlay_json_get_member (package, "versions") : NULL;
  InlayCatalogPackage *entry;

  if (name == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "a package of the catalog has no name");
      return FALSE;
    }
  if (versions == NULL || !(JSON_NODE_HOLDS_ARRAY (versions) || JSON_NODE_HOLDS_OBJECT (versions)))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the package %s has no versions", name);
      return FALSE;
    }

  entry = g_new0 (InlayCatalogPackage, 1);
  entry->node = json_node_ref (package);
  entry->versions = read_versions (versions);
  g_hash_table_replace (self->catalog->packages, g_strdup (name), entry);
  return TRUE;
}

/**
 * inlay_catalog_builder_add_integrity:
 * @self: a builder
 * @address: the address of a module, as an import map would have it
 * @integrity: its integrity metadata (W3C Subresource Integrity, section 3.5)
 */
void
inlay_catalog_builder_add_integrity (InlayCatalogBuilder *self,
                                     const char          *address,
                                     const char          *integrity)
{
  g_hash_table_replace (self->catalog->integrity, g_strdup (address), g_strdup (integrity));
}

static void
sort_ids (InlayCatalog *catalog)
{
  g_autoptr (GList) ids = inlay_catalog_sorted_keys (catalog->modules);
  guint i = 0;

  g_free (catalog->ids);
  catalog->ids = g_new0 (char *, g_hash_table_size (catalog->modules) + 1);
  for (GList *l = ids; l != NULL; l = l->next)
    catalog->ids[i++] = l->data;
}

/**
 * inlay_catalog_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the catalog
 */
InlayCatalog *
inlay_catalog_builder_end (InlayCatalogBuilder *self)
{
  InlayCatalog *catalog = g_steal_pointer (&self->catalog);

  if (!self->is_sorted)
    sort_ids (catalog);
  inlay_catalog_builder_free (self);
  return catalog;
}

static gboolean
add_modules (InlayCatalogBuilder  *builder,
             JsonArray            *array,
             GError              **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (InlayModule) module = inlay_module_new (json_array_get_element (array, i), error);

      if (module == NULL || !inlay_catalog_builder_add_module (builder, module, error))
        {
          g_prefix_error (error, "module %u of the catalog: ", i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_packages (InlayCatalogBuilder  *builder,
              JsonArray            *array,
              GError              **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!inlay_catalog_builder_add_package (builder, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

static void
add_all_integrity (InlayCatalogBuilder *builder,
                   JsonObject          *object)
{
  JsonObjectIter iter;
  const char *address;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &address, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_string (value) != NULL)
      inlay_catalog_builder_add_integrity (builder, address, json_node_get_string (value));
}

/**
 * inlay_catalog_new_from_json:
 * @node: a list of module definitions, or an object with `modules` (such a list), and optionally
 *   `packages` (see inlay_catalog_builder_add_package()) and `integrity` (address to metadata)
 * @error: return location for an error
 *
 * Returns: (transfer full): the catalog, or %NULL with %INLAY_ERROR_INVALID
 */
InlayCatalog *
inlay_catalog_new_from_json (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (InlayCatalogBuilder) builder = inlay_catalog_builder_new (NULL);
  gboolean is_object = JSON_NODE_HOLDS_OBJECT (node);
  JsonArray *modules = is_object ? inlay_json_get_array (node, "modules") : NULL;
  JsonArray *packages = is_object ? inlay_json_get_array (node, "packages") : NULL;
  JsonObject *integrity = is_object ? inlay_json_get_object (node, "integrity") : NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    modules = json_node_get_array (node);
  if (modules == NULL && packages == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the catalog lists neither modules nor packages");
      return NULL;
    }
  if ((modules != NULL && !add_modules (builder, modules, error)) ||
      (packages != NULL && !add_packages (builder, packages, error)))
    return NULL;
  if (integrity != NULL)
    add_all_integrity (builder, integrity);

  return inlay_catalog_builder_end (g_steal_pointer (&builder));
}
