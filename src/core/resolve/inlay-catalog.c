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

G_DEFINE_BOXED_TYPE (InlayCatalog, inlay_catalog, inlay_catalog_ref, inlay_catalog_unref)

InlayCatalogModule *
inlay_catalog_module_ref (InlayCatalogModule *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_catalog_module_unref (InlayCatalogModule *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ref_string_release (self->id);
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
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) inlay_catalog_module_unref);
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
  g_free (self->ids);
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

GList *
inlay_catalog_sorted_keys (GHashTable *table)
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
  g_autoptr (GList) packages = inlay_catalog_sorted_keys (self->packages);
  g_autoptr (GList) addresses = inlay_catalog_sorted_keys (self->integrity);
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
