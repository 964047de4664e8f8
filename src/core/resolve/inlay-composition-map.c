/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-composition-shared-private.h"

#include <string.h>

/* The elected versions, and the copies of single modules, as addresses of the import map. */

typedef InlayWantedPackage Package;
typedef InlayDemand Demand;
typedef InlaySharing Shared;

static gboolean
has_member (JsonNode   *facts,
            const char *section,
            const char *name)
{
  JsonObject *object = inlay_json_get_object (facts, section);

  return object != NULL && json_object_has_member (object, name);
}

/* Whether everything @facts name as dependencies is shared, so that nothing hides behind them. */
static gboolean
depends_on_shared_only (Shared   *self,
                        JsonNode *facts)
{
  JsonObject *object = inlay_json_get_object (facts, "dependencies");
  JsonObjectIter iter;
  const char *name;

  if (object == NULL)
    return TRUE;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (self->packages, name))
      return FALSE;
  return TRUE;
}

typedef enum
{
  DEPENDS_NO,
  DEPENDS_MAYBE,
  DEPENDS_YES,
} Depends;

static Depends
depends_on (Shared             *self,
            const Package      *package,
            const InlayVersion *version,
            const char         *other)
{
  JsonNode *facts = inlay_catalog_get_package_version (self->resolver->catalog, package->name,
                                                       inlay_version_to_string (version));

  if (facts == NULL || !JSON_NODE_HOLDS_OBJECT (facts))
    return DEPENDS_MAYBE;
  if (has_member (facts, "dependencies", other) || has_member (facts, "peerDependencies", other))
    return DEPENDS_YES;
  return depends_on_shared_only (self, facts) ? DEPENDS_NO : DEPENDS_MAYBE;
}

/* The address of @package as @user sees it, its dependencies pinned to what @user sees of them.
 * With @in_path names that cannot stand in a path are left out, and @lossy says whether that
 * matters. */
static InlayCdnUrl *
make_url (Shared            *self,
          const Package     *package,
          const InlayChoice *user,
          gboolean           in_path,
          gboolean          *lossy)
{
  const InlayVersion *version = inlay_wanted_package_version_for (package, user);
  g_autoptr (InlayCdnUrl) plain = NULL;
  g_autoptr (InlayCdnUrl) aimed = NULL;
  g_autoptr (GString) deps = g_string_new (NULL);

  *lossy = FALSE;
  plain = inlay_cdn_url_new (package->name, inlay_version_to_string (version), NULL, NULL);
  if (plain == NULL)
    return NULL;
  for (GList *l = self->names; l != NULL; l = l->next)
    {
      const Package *other = g_hash_table_lookup (self->packages, l->data);
      const InlayVersion *seen = inlay_wanted_package_version_for (other, user);
      Depends depends = seen != NULL && other != package ? depends_on (self, package, version, l->data) : DEPENDS_NO;

      if (depends == DEPENDS_NO)
        continue;
      if (in_path && strchr (l->data, '/') != NULL)
        *lossy = *lossy || depends == DEPENDS_YES;
      else
        g_string_append_printf (deps, "%s%s@%s", deps->len > 0 ? "," : "", (char *) l->data,
                                inlay_version_to_string (seen));
    }
  aimed = inlay_cdn_url_with_param (plain, "target", self->resolver->cdn_target);
  return inlay_cdn_url_with_param (aimed, "deps", deps->str);
}

/* Maps the package and what is below it; inside a scope only what differs from the page. */
static char *
map_package (Shared            *self,
             const Package     *package,
             const InlayChoice *user,
             const char        *scope)
{
  gboolean lossy;
  g_autoptr (InlayCdnUrl) url = make_url (self, package, user, FALSE, &lossy);
  g_autoptr (InlayCdnUrl) below = make_url (self, package, user, TRUE, &lossy);
  g_autofree char *key = g_strconcat (package->name, "/", NULL);
  g_autofree char *prefix = NULL;
  char *address;

  if (url == NULL)
    {
      inlay_sharing_add_problem (self, TRUE, "invalid-name", package, g_strdup_printf ("“%s” is not a package name", package->name));
      return NULL;
    }
  address = inlay_cdn_url_to_string (url, self->resolver->cdn_base);
  prefix = inlay_cdn_url_to_prefix (below, self->resolver->cdn_base, NULL);
  if (scope == NULL || g_strcmp0 (address, g_hash_table_lookup (self->resolver->imports, package->name)) != 0)
    inlay_composition_resolver_map (self->resolver, scope, package->name, address);
  if (lossy || prefix == NULL)
    inlay_sharing_add_problem (self, FALSE, "no-subpaths", package,
                               g_strdup_printf ("paths below %s cannot be mapped, as it depends on a package with a slash in its "
                                                "name", package->name));
  else if (scope == NULL || g_strcmp0 (prefix, g_hash_table_lookup (self->resolver->imports, key)) != 0)
    inlay_composition_resolver_map (self->resolver, scope, key, prefix);
  return address;
}

void
inlay_sharing_map_for_page (Shared *self)
{
  for (GList *l = self->names; l != NULL; l = l->next)
    {
      Package *package = g_hash_table_lookup (self->packages, l->data);

      if (package->elected != NULL)
        package->choice->address = map_package (self, package, NULL, NULL);
    }
}

/* Where the module's own files lie. */
static char *
get_scope (Shared            *self,
           const InlayChoice *user)
{
  g_autoptr (InlayCdnUrl) url = NULL;
  const char *entry = inlay_module_get_entry (user->module);
  const char *slash;

  switch (inlay_module_get_source (user->module))
    {
    case INLAY_MODULE_SOURCE_FILES:
      return inlay_module_dup_file_address (user->module, "");
    case INLAY_MODULE_SOURCE_CDN:
      url = inlay_cdn_url_new (inlay_module_get_npm_package (user->module), user->version, NULL, NULL);
      return url != NULL ? inlay_cdn_url_to_scope (url, self->resolver->cdn_base) : NULL;
    default:
      slash = entry != NULL ? strrchr (entry, '/') : NULL;
      return slash != NULL ? g_strndup (entry, (gsize) (slash - entry + 1)) : NULL;
    }
}

/* A module with a copy of its own sees all its packages together: what depends on that copy must
 * be built for it, too. */
static void
map_for_module (Shared            *self,
                const InlayChoice *user,
                GHashTable        *owners)
{
  g_autofree char *scope = g_hash_table_contains (owners, user) ? get_scope (self, user) : NULL;
  g_autoptr (GList) names = NULL;

  if (scope == NULL)
    return;
  names = json_object_get_members (json_node_get_object (inlay_module_get_dependencies (user->module)));
  for (GList *l = names; l != NULL; l = l->next)
    {
      const Package *package = g_hash_table_lookup (self->packages, l->data);
      const Demand *demand = g_hash_table_lookup (package->by_user, user);
      g_autofree char *address = NULL;

      if (inlay_wanted_package_version_for (package, user) != NULL)
        address = map_package (self, package, user, scope);
      if (demand->choice != NULL)
        demand->choice->address = g_steal_pointer (&address);
    }
}

void
inlay_sharing_map_for_modules (Shared *self)
{
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);

  for (GList *l = self->names; l != NULL; l = l->next)
    {
      const Package *package = g_hash_table_lookup (self->packages, l->data);

      for (guint i = 0; i < package->demands->len; i++)
        {
          const Demand *demand = g_ptr_array_index (package->demands, i);

          if (demand->own != NULL)
            g_hash_table_add (owners, (gpointer) demand->user);
        }
    }
  for (guint i = 0; i < self->resolver->chosen->len; i++)
    map_for_module (self, g_ptr_array_index (self->resolver->chosen, i), owners);
}
