/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-composition-resolver.h"

#include <string.h>

#include "importmap/inlay-url.h"
#include "json/inlay-patch.h"
#include "resolve/inlay-composition-resolver-private.h"

typedef InlayCompositionResolver Resolver;

static gint
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (a, b);
}

GList *
inlay_composition_resolver_sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), compare_text);
}

const char *
inlay_composition_resolver_locked (Resolver   *self,
                                   const char *name)
{
  JsonNode *versions = inlay_json_get (self->composition, "/lock/versions");

  if (versions == NULL || !JSON_NODE_HOLDS_OBJECT (versions) || (self->flags & INLAY_RESOLVE_UPDATE))
    return NULL;
  return inlay_json_get_string (versions, name);
}

/* Without @scope the key is for everyone. */
void
inlay_composition_resolver_map (Resolver   *self,
                                const char *scope,
                                const char *key,
                                const char *address)
{
  GHashTable *table = self->imports;

  if (scope != NULL)
    {
      table = g_hash_table_lookup (self->scopes, scope);
      if (table == NULL)
        {
          table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
          g_hash_table_insert (self->scopes, g_strdup (scope), table);
        }
    }
  g_hash_table_replace (table, g_strdup (key), g_strdup (address));
}

static void
requirement_free (gpointer data)
{
  if (data != NULL)
    json_node_unref (data);
}

static void
collect_used (GHashTable *requirements,
              JsonNode   *owner,
              const char *member)
{
  JsonObject *items = inlay_json_get_object (owner, member);
  JsonObjectIter iter;
  JsonNode *item;

  if (items == NULL)
    return;
  json_object_iter_init (&iter, items);
  while (json_object_iter_next (&iter, NULL, &item))
    {
      const char *module = JSON_NODE_HOLDS_OBJECT (item) ? inlay_json_get_string (item, "module") : NULL;

      if (module != NULL && !g_hash_table_contains (requirements, module))
        g_hash_table_insert (requirements, g_strdup (module), NULL);
    }
}

/* By module id: the required range, or NULL for one that is used without being required. */
static GHashTable *
collect_requirements (Resolver *self)
{
  GHashTable *requirements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, requirement_free);
  JsonObject *modules = inlay_json_get_object (self->composition, "modules");
  JsonObject *environments = inlay_json_get_object (self->composition, "environments");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (modules != NULL)
    {
      json_object_iter_init (&iter, modules);
      while (json_object_iter_next (&iter, &id, &node))
        g_hash_table_insert (requirements, g_strdup (id), json_node_ref (node));
    }
  collect_used (requirements, self->composition, "instances");
  collect_used (requirements, self->composition, "routes");
  if (environments != NULL)
    {
      json_object_iter_init (&iter, environments);
      while (json_object_iter_next (&iter, NULL, &node))
        if (JSON_NODE_HOLDS_OBJECT (node))
          {
            collect_used (requirements, node, "instances");
            collect_used (requirements, node, "routes");
          }
    }

  return requirements;
}

static void
offer_version (Resolver            *self,
               InlayResolveProblem *problem,
               const char          *id,
               InlayModule         *module)
{
  g_autofree char *pointer = inlay_json_path ("modules", id, NULL);
  g_autoptr (InlayVersion) version = NULL;
  g_autofree char *range = NULL;

  if (module == NULL)
    return;
  version = inlay_version_parse (inlay_module_get_version (module), 0, NULL);
  range = g_strconcat (inlay_version_is_prerelease (version) ? "" : "^", inlay_version_to_string (version), NULL);
  inlay_resolve_problem_add_set (problem, g_strdup_printf ("Require %s %s", id, range), self->composition, pointer,
                                 inlay_json_new_string (range));
}

static void
report_unknown_module (Resolver   *self,
                       const char *id,
                       gboolean    required)
{
  InlayResolveProblem *problem;
  g_autoptr (InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autofree char *pointer = inlay_json_path ("modules", id, NULL);

  problem = inlay_resolution_add_problem (self->resolution, TRUE, "unknown-module", id,
                                          g_strdup_printf ("the catalog has no module %s", id));
  if (!required)
    return;
  inlay_patch_builder_remove (builder, pointer);
  inlay_resolve_problem_add_way (problem, g_strdup_printf ("No longer require %s", id), inlay_patch_builder_end (builder));
}

static void
report_no_version (Resolver    *self,
                   const char  *id,
                   const char  *range_text)
{
  GPtrArray *modules = inlay_catalog_get_modules (self->catalog, id);
  InlayModule *newest = inlay_catalog_get_newest (self->catalog, id);
  g_autoptr (InlayRange) wide = inlay_range_parse (range_text, INLAY_SEMVER_PRERELEASE, NULL);
  InlayModule *early = wide != NULL ? inlay_catalog_find_module (self->catalog, id, wide) : NULL;
  InlayResolveProblem *problem;

  problem = inlay_resolution_add_problem (self->resolution, TRUE, "no-version", id,
                                          g_strdup_printf ("%s: none of %u versions is in %s, the newest is %s", id,
                                                           modules->len, range_text, inlay_module_get_version (newest)));
  if (early != newest)
    offer_version (self, problem, id, early);
  offer_version (self, problem, id, newest);
}

/* The locked version while it is there and in range; says so when it is not. */
static InlayModule *
find_locked (Resolver         *self,
             const char       *id,
             const InlayRange *range)
{
  const char *locked = inlay_composition_resolver_locked (self, id);
  InlayModule *module = locked != NULL ? inlay_catalog_get_module (self->catalog, id, locked) : NULL;
  g_autoptr (InlayVersion) version = NULL;

  if (locked == NULL)
    return NULL;
  if (module == NULL)
    {
      inlay_resolution_add_problem (self->resolution, FALSE, "lock-missing", id,
                                    g_strdup_printf ("%s is locked to %s, which the catalog does not have", id, locked));
      return NULL;
    }
  version = inlay_version_parse (locked, 0, NULL);
  if (inlay_range_test (range, version))
    return module;
  inlay_resolution_add_problem (self->resolution, FALSE, "lock-stale", id,
                                g_strdup_printf ("%s is locked to %s, which is not in %s", id, locked,
                                                 inlay_range_get_text (range)));
  return NULL;
}

static void
choose_module (Resolver         *self,
               InlayChoice      *choice,
               const InlayRange *range)
{
  const char *id = choice->name;
  InlayModule *module = find_locked (self, id, range);
  g_autoptr (InlayVersion) exact = NULL;
  const char *version;

  if (module != NULL)
    {
      version = inlay_module_get_version (module);
      inlay_choice_take (choice, version, INLAY_CHOICE_LOCKED,
                         g_strdup_printf ("%s: %s, as locked", id, version));
    }
  else
    {
      module = inlay_catalog_find_module (self->catalog, id, range);
      if (module == NULL)
        {
          report_no_version (self, id, choice->range);
          return;
        }
      version = inlay_module_get_version (module);
      exact = inlay_version_parse (choice->range, 0, NULL);
      inlay_choice_take (choice, version, exact != NULL ? INLAY_CHOICE_EXACT : INLAY_CHOICE_NEWEST,
                         exact != NULL ? g_strdup_printf ("%s: %s, as required", id, version)
                                       : g_strdup_printf ("%s: %s, the newest in %s", id, version, choice->range));
    }

  choice->module = inlay_module_ref (module);
  g_ptr_array_add (self->chosen, choice);
  g_ptr_array_add (self->resolution->modules, inlay_module_ref (module));
}

static void
resolve_module (Resolver   *self,
                const char *id,
                JsonNode   *required)
{
  const char *text = "*";
  g_autoptr (InlayRange) range = NULL;
  g_autoptr (GError) error = NULL;
  InlayChoice *choice;
  InlayResolveProblem *problem;

  if (required != NULL)
    text = JSON_NODE_HOLDS_VALUE (required) && json_node_get_string (required) != NULL
             ? json_node_get_string (required) : "";
  choice = inlay_resolution_add_choice (self->resolution, id, NULL, text);
  if (inlay_catalog_get_modules (self->catalog, id) == NULL)
    {
      report_unknown_module (self, id, required != NULL);
      return;
    }
  if (required == NULL)
    {
      problem = inlay_resolution_add_problem (self->resolution, TRUE, "unlisted-module", id,
                                              g_strdup_printf ("%s is used but not required", id));
      offer_version (self, problem, id, inlay_catalog_get_newest (self->catalog, id));
    }

  range = *text != '\0' ? inlay_range_parse (text, 0, &error) : NULL;
  if (range == NULL)
    {
      problem = inlay_resolution_add_problem (self->resolution, TRUE, "invalid-range", id,
                                              g_strdup_printf ("%s: %s", id, error != NULL ? error->message
                                                                                           : "the requirement is no range"));
      offer_version (self, problem, id, inlay_catalog_get_newest (self->catalog, id));
      return;
    }
  choose_module (self, choice, range);
}

static void
resolve_modules (Resolver *self)
{
  g_autoptr (GHashTable) requirements = collect_requirements (self);
  g_autoptr (GList) ids = inlay_composition_resolver_sorted_keys (requirements);

  for (GList *l = ids; l != NULL; l = l->next)
    resolve_module (self, l->data, g_hash_table_lookup (requirements, l->data));
}

static char *
make_cdn_address (Resolver    *self,
                  InlayModule *module)
{
  g_autoptr (InlayCdnUrl) plain = NULL;
  g_autoptr (InlayCdnUrl) aimed = NULL;
  g_autoptr (InlayCdnUrl) shared = NULL;
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (inlay_module_get_dependencies (module)));
  g_autoptr (GString) list = g_string_new (NULL);

  plain = inlay_cdn_url_new (inlay_module_get_npm_package (module), inlay_module_get_version (module),
                             inlay_module_get_npm_subpath (module), NULL);
  if (plain == NULL)
    return NULL;
  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", (char *) l->data);
  aimed = inlay_cdn_url_with_param (plain, "target", self->cdn_target);
  shared = inlay_cdn_url_with_param (aimed, "external", list->str);
  return inlay_cdn_url_to_string (shared, self->cdn_base);
}

static void
map_modules (Resolver *self)
{
  for (guint i = 0; i < self->chosen->len; i++)
    {
      InlayChoice *choice = g_ptr_array_index (self->chosen, i);

      if (inlay_module_get_source (choice->module) == INLAY_MODULE_SOURCE_CDN)
        choice->address = make_cdn_address (self, choice->module);
      else
        choice->address = inlay_module_dup_address (choice->module);
      if (choice->address == NULL)
        inlay_resolution_add_problem (self->resolution, TRUE, "no-address", choice->name,
                                      g_strdup_printf ("%s@%s names no npm package", choice->name, choice->version));
      else if (g_hash_table_contains (self->imports, choice->name))
        inlay_resolution_add_problem (self->resolution, TRUE, "name-clash", choice->name,
                                      g_strdup_printf ("%s is both a module and a shared package", choice->name));
      else
        inlay_composition_resolver_map (self, NULL, choice->name, choice->address);
    }
}

static JsonNode *
table_to_json (GHashTable *table)
{
  g_autoptr (GList) keys = inlay_composition_resolver_sorted_keys (table);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_string_member (object, l->data, g_hash_table_lookup (table, l->data));
  return inlay_json_take_object (object);
}

static void
collect_integrity (Resolver   *self,
                   GHashTable *table,
                   GHashTable *found)
{
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &address))
    {
      const char *integrity = inlay_catalog_get_integrity (self->catalog, address);

      if (integrity != NULL)
        g_hash_table_replace (found, g_strdup (address), g_strdup (integrity));
    }
}

static JsonNode *
write_import_map (Resolver *self)
{
  g_autoptr (GList) scopes = inlay_composition_resolver_sorted_keys (self->scopes);
  g_autoptr (GHashTable) integrity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonNode) scope_node = NULL;
  JsonObject *scope_object = json_object_new ();

  collect_integrity (self, self->imports, integrity);
  for (GList *l = scopes; l != NULL; l = l->next)
    {
      GHashTable *table = g_hash_table_lookup (self->scopes, l->data);

      collect_integrity (self, table, integrity);
      json_object_set_member (scope_object, l->data, table_to_json (table));
    }

  scope_node = inlay_json_take_object (scope_object);
  return inlay_json_new_object ("imports", table_to_json (self->imports),
                                "scopes", scopes != NULL ? json_node_ref (scope_node) : NULL,
                                "integrity", g_hash_table_size (integrity) > 0 ? table_to_json (integrity) : NULL,
                                NULL);
}

static void
read_cdn (Resolver *self)
{
  JsonNode *cdn = inlay_json_get_member (self->composition, "cdn");
  const char *base = cdn != NULL && JSON_NODE_HOLDS_OBJECT (cdn) ? inlay_json_get_string (cdn, "base") : NULL;
  const char *target = cdn != NULL && JSON_NODE_HOLDS_OBJECT (cdn) ? inlay_json_get_string (cdn, "target") : NULL;
  g_autoptr (InlayUrl) url = base != NULL ? inlay_url_parse (base, NULL, NULL) : NULL;
  InlayResolveProblem *problem;

  if (base != NULL && (url == NULL || !g_str_has_prefix (inlay_url_get_href (url), "http")))
    {
      problem = inlay_resolution_add_problem (self->resolution, TRUE, "invalid-cdn", base,
                                              g_strdup_printf ("the CDN “%s” is not an http or https URL", base));
      inlay_resolve_problem_add_set (problem, g_strdup ("Use " INLAY_CDN_DEFAULT_BASE), self->composition, "/cdn/base",
                                     inlay_json_new_string (INLAY_CDN_DEFAULT_BASE));
      base = NULL;
    }
  self->cdn_base = g_strdup (base != NULL ? base : INLAY_CDN_DEFAULT_BASE);
  self->cdn_target = g_strdup (target != NULL ? target : INLAY_CDN_DEFAULT_TARGET);
}

/**
 * inlay_composition_resolver_run:
 * @composition: the root of a composition
 * @catalog: what can be chosen from
 * @flags: whether the lock counts
 * @error: return location for an error
 *
 * Chooses a version of every module, elects one of every package the modules share, and writes the
 * import map. What cannot be reconciled is not an error but a problem of the resolution. The same
 * input always gives the same answer, whatever the order of its members.
 *
 * A package is shared by default. `shared` may pin its `version`, give every module its own newest
 * one (`singleton: false`) or let modules run on a version they do not accept
 * (`strictVersion: false`, the default where `shared` names the package); otherwise a module that
 * rejects the shared version gets its own copy through a scope.
 *
 * Returns: (transfer full): the resolution, or %NULL with %INLAY_ERROR_INVALID when @composition is
 *   not an object
 */
InlayResolution *
inlay_composition_resolver_run (JsonNode           *composition,
                                InlayCatalog       *catalog,
                                InlayResolveFlags   flags,
                                GError            **error)
{
  Resolver self = { composition, catalog, flags };

  if (!JSON_NODE_HOLDS_OBJECT (composition))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the composition is not an object");
      return NULL;
    }

  self.resolution = inlay_resolution_alloc ();
  self.chosen = g_ptr_array_new ();
  self.imports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  read_cdn (&self);
  resolve_modules (&self);
  inlay_composition_resolver_share (&self);
  map_modules (&self);
  self.resolution->import_map = write_import_map (&self);

  g_free (self.cdn_base);
  g_free (self.cdn_target);
  g_ptr_array_unref (self.chosen);
  g_hash_table_unref (self.imports);
  g_hash_table_unref (self.scopes);
  return self.resolution;
}
