/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-catalog.h"

#include <string.h>

#include "resolve/inlay-catalog-private.h"

/**
 * InlayCatalog:
 *
 * A snapshot of what can be chosen from: the known versions of modules and of the npm packages
 * they share. An immutable, reference-counted value.
 */

struct _InlayCatalogBuilder
{
  InlayCatalog *catalog;
};

G_DEFINE_BOXED_TYPE (InlayCatalog, inlay_catalog, inlay_catalog_ref, inlay_catalog_unref)

static void
catalog_module_free (gpointer data)
{
  InlayCatalogModule *self = data;

  g_ptr_array_unref (self->modules);
  g_ptr_array_unref (self->versions);
  g_free (self);
}

static void
catalog_package_free (gpointer data)
{
  InlayCatalogPackage *self = data;

  json_node_unref (self->node);
  g_ptr_array_unref (self->versions);
  g_free (self);
}

static GPtrArray *
version_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
}

/**
 * inlay_catalog_new:
 *
 * Returns: (transfer full): an empty catalog
 */
InlayCatalog *
inlay_catalog_new (void)
{
  InlayCatalog *self = g_new0 (InlayCatalog, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, catalog_module_free);
  self->packages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, catalog_package_free);
  self->integrity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ids = g_new0 (char *, 1);
  return self;
}

InlayCatalog *
inlay_catalog_ref (InlayCatalog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_catalog_unref (InlayCatalog *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->modules);
  g_hash_table_unref (self->packages);
  g_hash_table_unref (self->integrity);
  g_strfreev (self->ids);
  g_free (self);
}

/**
 * inlay_catalog_get_module_ids:
 * @self: a catalog
 *
 * Returns: (transfer none): the ids of all modules, sorted
 */
const char * const *
inlay_catalog_get_module_ids (InlayCatalog *self)
{
  return (const char * const *) self->ids;
}

/**
 * inlay_catalog_get_modules:
 * @self: a catalog
 * @id: a module's id
 *
 * Returns: (transfer none) (nullable) (element-type InlayModule): its versions, newest first; %NULL
 *   for an unknown module
 */
GPtrArray *
inlay_catalog_get_modules (InlayCatalog *self,
                           const char   *id)
{
  InlayCatalogModule *module = g_hash_table_lookup (self->modules, id);

  return module != NULL ? module->modules : NULL;
}

/**
 * inlay_catalog_get_module:
 * @self: a catalog
 * @id: a module's id
 * @version: the text of a version
 *
 * Returns: (transfer none) (nullable): exactly that version
 */
InlayModule *
inlay_catalog_get_module (InlayCatalog *self,
                          const char   *id,
                          const char   *version)
{
  GPtrArray *modules = inlay_catalog_get_modules (self, id);

  for (guint i = 0; modules != NULL && i < modules->len; i++)
    if (strcmp (inlay_module_get_version (g_ptr_array_index (modules, i)), version) == 0)
      return g_ptr_array_index (modules, i);

  return NULL;
}

/**
 * inlay_catalog_get_newest:
 * @self: a catalog
 * @id: a module's id
 *
 * Returns: (transfer none) (nullable): the newest version, a prerelease only if there is no other
 */
InlayModule *
inlay_catalog_get_newest (InlayCatalog *self,
                          const char   *id)
{
  InlayCatalogModule *module = g_hash_table_lookup (self->modules, id);

  for (guint i = 0; module != NULL && i < module->versions->len; i++)
    if (!inlay_version_is_prerelease (g_ptr_array_index (module->versions, i)))
      return g_ptr_array_index (module->modules, i);

  return module != NULL ? g_ptr_array_index (module->modules, 0) : NULL;
}

/**
 * inlay_catalog_find_module:
 * @self: a catalog
 * @id: a module's id
 * @range: what versions will do
 *
 * Returns: (transfer none) (nullable): the newest version in @range
 */
InlayModule *
inlay_catalog_find_module (InlayCatalog     *self,
                           const char       *id,
                           const InlayRange *range)
{
  InlayCatalogModule *module = g_hash_table_lookup (self->modules, id);

  for (guint i = 0; module != NULL && i < module->versions->len; i++)
    if (inlay_range_test (range, g_ptr_array_index (module->versions, i)))
      return g_ptr_array_index (module->modules, i);

  return NULL;
}

/**
 * inlay_catalog_get_package_versions:
 * @self: a catalog
 * @name: an npm package
 *
 * Returns: (transfer none) (nullable) (element-type InlayVersion): its versions, newest first
 */
GPtrArray *
inlay_catalog_get_package_versions (InlayCatalog *self,
                                    const char   *name)
{
  InlayCatalogPackage *package = g_hash_table_lookup (self->packages, name);

  return package != NULL ? package->versions : NULL;
}

/**
 * inlay_catalog_get_package:
 * @self: a catalog
 * @name: an npm package
 *
 * Returns: (transfer none) (nullable): what was added for it
 */
JsonNode *
inlay_catalog_get_package (InlayCatalog *self,
                           const char   *name)
{
  InlayCatalogPackage *package = g_hash_table_lookup (self->packages, name);

  return package != NULL ? package->node : NULL;
}

/**
 * inlay_catalog_get_package_version:
 * @self: a catalog
 * @name: an npm package
 * @version: one of its versions
 *
 * Returns: (transfer none) (nullable): the facts of that version (`dependencies`,
 *   `peerDependencies`), %NULL when none are known
 */
JsonNode *
inlay_catalog_get_package_version (InlayCatalog *self,
                                   const char   *name,
                                   const char   *version)
{
  JsonNode *package = inlay_catalog_get_package (self, name);
  JsonNode *versions = package != NULL ? inlay_json_get_member (package, "versions") : NULL;

  if (versions == NULL || !JSON_NODE_HOLDS_OBJECT (versions))
    return NULL;
  return inlay_json_get_member (versions, version);
}

/**
 * inlay_catalog_get_integrity:
 * @self: a catalog
 * @address: the address of a module, as an import map would have it
 *
 * Returns: (transfer none) (nullable): its integrity metadata
 */
const char *
inlay_catalog_get_integrity (InlayCatalog *self,
                             const char   *address)
{
  return g_hash_table_lookup (self->integrity, address);
}

static gint
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (a, b);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), compare_text);
}

/**
 * inlay_catalog_to_json:
 * @self: a catalog
 *
 * Returns: (transfer full): what inlay_catalog_new_from_json() reads
 */
JsonNode *
inlay_catalog_to_json (InlayCatalog *self)
{
  g_autoptr (GList) packages = sorted_keys (self->packages);
  g_autoptr (GList) addresses = sorted_keys (self->integrity);
  JsonArray *modules = json_array_new ();
  JsonArray *package_list = json_array_new ();
  JsonObject *integrity = json_object_new ();

  for (guint i = 0; self->ids[i] != NULL; i++)
    {
      GPtrArray *versions = inlay_catalog_get_modules (self, self->ids[i]);

      for (guint k = 0; k < versions->len; k++)
        json_array_add_element (modules, inlay_module_to_json (g_ptr_array_index (versions, k)));
    }
  for (GList *l = packages; l != NULL; l = l->next)
    json_array_add_element (package_list, json_node_ref (inlay_catalog_get_package (self, l->data)));
  for (GList *l = addresses; l != NULL; l = l->next)
    json_object_set_string_member (integrity, l->data, g_hash_table_lookup (self->integrity, l->data));

  return inlay_json_new_object ("modules", inlay_json_take_array (modules),
                                "packages", inlay_json_take_array (package_list),
                                "integrity", inlay_json_take_object (integrity), NULL);
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
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = 0; i < ((InlayCatalogModule *) value)->modules->len; i++)
      inlay_catalog_builder_add_module (self, g_ptr_array_index (((InlayCatalogModule *) value)->modules, i), NULL);
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
  InlayCatalogModule *entry = g_hash_table_lookup (self->catalog->modules, id);
  gboolean same;
  guint place;

  version = inlay_version_parse (inlay_module_get_version (module), INLAY_SEMVER_DEFAULT, error);
  if (version == NULL)
    {
      g_prefix_error (error, "module %s: ", id);
      return FALSE;
    }
  if (entry == NULL)
    {
      entry = g_new0 (InlayCatalogModule, 1);
      entry->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
      entry->versions = version_list_new ();
      g_hash_table_insert (self->catalog->modules, g_strdup (id), entry);
    }

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
 * @integrity: its integrity metadata
 */
void
inlay_catalog_builder_add_integrity (InlayCatalogBuilder *self,
                                     const char          *address,
                                     const char          *integrity)
{
  g_hash_table_replace (self->catalog->integrity, g_strdup (address), g_strdup (integrity));
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
  g_autoptr (GList) ids = sorted_keys (catalog->modules);
  guint i = 0;

  g_free (catalog->ids);
  catalog->ids = g_new0 (char *, g_list_length (ids) + 1);
  for (GList *l = ids; l != NULL; l = l->next)
    catalog->ids[i++] = g_strdup (l->data);

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
