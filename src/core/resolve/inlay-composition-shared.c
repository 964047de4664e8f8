/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-composition-shared-private.h"

#include <string.h>

/* Packages the chosen modules share: one version is elected, who rejects it gets its own. */

typedef InlayCompositionResolver Resolver;
typedef InlayWantedPackage Package;
typedef InlayDemand Demand;
typedef InlaySharing Shared;

static void
demand_free (gpointer data)
{
  Demand *self = data;

  g_free (self->text);
  inlay_range_unref (self->range);
  g_clear_pointer (&self->own, inlay_version_unref);
  g_free (self);
}

static void
package_free (gpointer data)
{
  Package *self = data;

  g_free (self->name);
  g_free (self->pin_text);
  g_clear_pointer (&self->pin, inlay_range_unref);
  g_ptr_array_unref (self->demands);
  g_hash_table_unref (self->by_user);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->votes, g_array_unref);
  g_clear_pointer (&self->elected, inlay_version_unref);
  g_free (self);
}

InlayResolveProblem *
inlay_sharing_add_problem (Shared        *self,
                           gboolean       is_conflict,
                           const char    *kind,
                           const Package *package,
                           char          *message)
{
  return inlay_resolution_add_problem (self->resolver->resolution, is_conflict, kind, package->name, message);
}

static Package *
get_package (Shared     *self,
             const char *name)
{
  Package *package = g_hash_table_lookup (self->packages, name);

  if (package == NULL)
    {
      package = g_new0 (Package, 1);
      package->name = g_strdup (name);
      package->demands = g_ptr_array_new_with_free_func (demand_free);
      package->by_user = g_hash_table_new (NULL, NULL);
      package->singleton = package->strict = TRUE;
      g_hash_table_insert (self->packages, package->name, package);
    }
  return package;
}

static void
read_config (Package  *self,
             JsonNode *config)
{
  const char *version = NULL;

  if (JSON_NODE_HOLDS_VALUE (config))
    version = json_node_get_string (config);
  else if (JSON_NODE_HOLDS_OBJECT (config))
    {
      version = inlay_json_get_string (config, "version");
      self->singleton = inlay_json_get_boolean (config, "singleton", TRUE);
      self->strict = inlay_json_get_boolean (config, "strictVersion", FALSE);
    }
  self->config = config;
  self->pin_text = g_strdup (version);
}

static void
collect_configs (Shared *self)
{
  JsonObject *shared = inlay_json_get_object (self->resolver->composition, "shared");
  JsonObjectIter iter;
  const char *name;
  JsonNode *config;

  if (shared == NULL)
    return;
  json_object_iter_init (&iter, shared);
  while (json_object_iter_next (&iter, &name, &config))
    read_config (get_package (self, name), config);
}

static void
add_demand (Shared            *self,
            const InlayChoice *user,
            const char        *name,
            JsonNode          *value)
{
  const char *text = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_string (value) : NULL;
  g_autoptr (InlayRange) range = text != NULL ? inlay_range_parse (text, 0, NULL) : NULL;
  Package *package = get_package (self, name);
  Demand *demand;

  if (range == NULL)
    {
      inlay_resolution_add_problem (self->resolver->resolution, FALSE, "invalid-range", user->name,
                                    g_strdup_printf ("%s@%s needs %s in no range that can be read", user->name,
                                                     user->version, name));
      text = "*";
      range = inlay_range_parse (text, 0, NULL);
    }
  demand = g_new0 (Demand, 1);
  demand->user = user;
  demand->text = g_strdup (text);
  demand->range = g_steal_pointer (&range);
  g_ptr_array_add (package->demands, demand);
  g_hash_table_insert (package->by_user, (gpointer) user, demand);
}

static void
collect_demands (Shared *self)
{
  for (guint i = 0; i < self->resolver->chosen->len; i++)
    {
      const InlayChoice *user = g_ptr_array_index (self->resolver->chosen, i);
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (inlay_module_get_dependencies (user->module)));
      while (json_object_iter_next (&iter, &name, &value))
        add_demand (self, user, name, value);
    }
}

/* A copy for one module that rejects, or need not share, the elected version. */
static void
give_own (Shared  *self,
          Package *package,
          Demand  *demand)
{
  InlayVersion *own = inlay_range_max_satisfying (demand->range, package->candidates);
  const char *elected = package->elected != NULL ? inlay_version_to_string (package->elected) : "none";
  InlayResolveProblem *problem;

  if (own == NULL)
    {
      problem = inlay_sharing_add_problem (self, TRUE, "unsatisfiable", package,
                                           g_strdup_printf ("%s@%s needs %s %s, the page %s %s, and no known version fits",
                                                            demand->user->name, demand->user->version, package->name, demand->text,
                                                            package->pin != NULL ? "pins" : "shares", elected));
      inlay_sharing_offer_better (self, problem, package);
      return;
    }
  if (package->elected != NULL && inlay_version_equal (own, package->elected))
    return;

  demand->own = inlay_version_ref (own);
  demand->choice = inlay_resolution_add_choice (self->resolver->resolution, package->name, demand->user->name,
                                                demand->text);
  inlay_choice_take (demand->choice, inlay_version_to_string (own), INLAY_CHOICE_NEWEST,
                     g_strdup_printf ("%s: %s for %s alone, which needs %s", package->name,
                                      inlay_version_to_string (own), demand->user->name, demand->text));
  if (!package->singleton)
    return;
  problem = inlay_sharing_add_problem (self, FALSE, "second-copy", package,
                                       g_strdup_printf ("%s@%s needs %s %s, the page %s %s: it gets a copy of its own",
                                                        demand->user->name, demand->user->version, package->name, demand->text,
                                                        package->pin != NULL ? "pins" : "shares", elected));
  inlay_sharing_offer_better (self, problem, package);
}

static void
tolerate (Shared  *self,
          Package *package,
          Demand  *demand)
{
  g_autofree char *pointer = inlay_json_path ("shared", package->name, "strictVersion", NULL);
  InlayResolveProblem *problem;

  problem = inlay_sharing_add_problem (self, FALSE, "incompatible-version", package,
                                       g_strdup_printf ("%s@%s needs %s %s but runs on %s", demand->user->name,
                                                        demand->user->version, package->name, demand->text,
                                                        inlay_version_to_string (package->elected)));
  inlay_sharing_offer_better (self, problem, package);
  if (package->config != NULL && JSON_NODE_HOLDS_OBJECT (package->config))
    inlay_resolve_problem_add_set (problem, g_strdup_printf ("Give modules that reject %s their own copy", package->name),
                                   self->resolver->composition, pointer, inlay_json_new_boolean (TRUE));
}

static void
judge_demands (Shared     *self,
               const char *name)
{
  Package *package = g_hash_table_lookup (self->packages, name);

  for (guint i = 0; i < package->demands->len; i++)
    {
      Demand *demand = g_ptr_array_index (package->demands, i);
      gboolean accepts = package->elected != NULL && inlay_range_test (demand->range, package->elected);

      if (!package->singleton)
        give_own (self, package, demand);
      else if (!accepts && package->elected != NULL && package->strict)
        give_own (self, package, demand);
      else if (!accepts && package->elected != NULL)
        tolerate (self, package, demand);
    }
}

/* The version @user sees; without one the version of the page. */
const InlayVersion *
inlay_wanted_package_version_for (const Package     *package,
                                  const InlayChoice *user)
{
  const Demand *demand = user != NULL ? g_hash_table_lookup (package->by_user, user) : NULL;

  return demand != NULL && demand->own != NULL ? demand->own : package->elected;
}

static void
check_peer (Shared        *self,
            const Package *package,
            JsonNode      *facts,
            const char    *peer,
            const char    *text)
{
  const Package *other = g_hash_table_lookup (self->packages, peer);
  g_autoptr (InlayRange) range = inlay_range_parse (text, 0, NULL);
  g_autofree char *optional = inlay_json_path ("peerDependenciesMeta", peer, "optional", NULL);
  JsonNode *flag = inlay_json_get (facts, optional);
  const char *version = inlay_version_to_string (package->elected);
  g_autofree char *pointer = NULL;
  InlayResolveProblem *problem;

  if (other == NULL && !(flag != NULL && JSON_NODE_HOLDS_VALUE (flag) && json_node_get_boolean (flag)))
    {
      pointer = inlay_json_path ("shared", peer, NULL);
      problem = inlay_sharing_add_problem (self, FALSE, "peer-missing", package,
                                           g_strdup_printf ("%s@%s needs %s %s beside it", package->name, version, peer, text));
      inlay_resolve_problem_add_set (problem, g_strdup_printf ("Share %s, too", peer), self->resolver->composition, pointer,
                                     inlay_json_new_object ("version", inlay_json_new_string (text), NULL));
    }
  else if (other != NULL && other->elected != NULL && range != NULL && !inlay_range_test (range, other->elected))
    inlay_sharing_add_problem (self, FALSE, "peer-mismatch", package,
                               g_strdup_printf ("%s@%s needs %s %s beside it, the page shares %s", package->name, version, peer,
                                                text, inlay_version_to_string (other->elected)));
}

static void
check_peers (Shared *self)
{
  for (GList *l = self->names; l != NULL; l = l->next)
    {
      const Package *package = g_hash_table_lookup (self->packages, l->data);
      JsonNode *facts = NULL;
      JsonObject *peers = NULL;
      JsonObjectIter iter;
      const char *peer;
      JsonNode *range;

      if (package->elected != NULL)
        facts = inlay_catalog_get_package_version (self->resolver->catalog, package->name,
                                                   inlay_version_to_string (package->elected));
      if (facts != NULL && JSON_NODE_HOLDS_OBJECT (facts))
        peers = inlay_json_get_object (facts, "peerDependencies");
      if (peers == NULL)
        continue;
      json_object_iter_init_ordered (&iter, peers);
      while (json_object_iter_next_ordered (&iter, &peer, &range))
        if (JSON_NODE_HOLDS_VALUE (range) && json_node_get_string (range) != NULL)
          check_peer (self, package, facts, peer, json_node_get_string (range));
    }
}

void
inlay_composition_resolver_share (Resolver *resolver)
{
  Shared self = { resolver };

  self.packages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, package_free);
  collect_configs (&self);
  collect_demands (&self);
  self.names = inlay_composition_resolver_sorted_keys (self.packages);
  for (GList *l = self.names; l != NULL; l = l->next)
    {
      inlay_sharing_elect (&self, l->data);
      judge_demands (&self, l->data);
    }
  check_peers (&self);
  inlay_sharing_map_for_page (&self);
  inlay_sharing_map_for_modules (&self);

  g_list_free (self.names);
  g_hash_table_unref (self.packages);
}
