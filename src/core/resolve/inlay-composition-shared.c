/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-composition-resolver-private.h"

#include <string.h>

/* Packages the chosen modules share: one version is elected, who rejects it gets its own. */

typedef InlayCompositionResolver Resolver;

/* What one module asks of one package. */
typedef struct
{
  const InlayChoice *user;
  char              *text;
  InlayRange        *range;
  InlayVersion      *own;    /* a copy for itself; NULL shares */
  InlayChoice       *choice; /* of that copy */
} Demand;

typedef struct
{
  char         *name;
  JsonNode     *config;     /* nullable: what `shared` says */
  char         *pin_text;   /* nullable */
  InlayRange   *pin;        /* nullable */
  GPtrArray    *demands;    /* (element-type Demand), in the order of the modules */
  GHashTable   *by_user;    /* (element-type InlayChoice Demand) */
  GPtrArray    *candidates; /* (element-type InlayVersion), newest first */
  GArray       *votes;      /* (element-type Vote): the demands, equal ranges once */
  InlayVersion *favourite;  /* (nullable): what most modules accept, whatever is pinned */
  gboolean      listed;     /* the catalog knows the candidates */
  gboolean      singleton;
  gboolean      strict;
  InlayChoice  *choice;
  InlayVersion *elected;    /* nullable */
} Package;

typedef struct
{
  const InlayRange *range;
  guint             weight;
} Vote;

typedef struct
{
  Resolver   *resolver;
  GHashTable *packages; /* (element-type utf8 Package) */
  GList      *names;    /* sorted */
} Shared;

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

static InlayResolveProblem *
add_problem (Shared        *self,
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

static gint
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  return inlay_version_compare_build (*(InlayVersion *const *) b, *(InlayVersion *const *) a);
}

static void
add_lowest (GPtrArray        *candidates,
            const InlayRange *range)
{
  InlayVersion *lowest = range != NULL ? inlay_range_min_version (range) : NULL;

  if (lowest != NULL)
    g_ptr_array_add (candidates, lowest);
}

/* Without a list of versions only those can be named that the ranges themselves name. */
static GPtrArray *
guess_candidates (Shared  *self,
                  Package *package)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  const char *locked = inlay_composition_resolver_locked (self->resolver, package->name);
  InlayVersion *version = locked != NULL ? inlay_version_parse (locked, 0, NULL) : NULL;

  if (version != NULL)
    g_ptr_array_add (candidates, version);
  add_lowest (candidates, package->pin);
  for (guint i = 0; i < package->demands->len; i++)
    add_lowest (candidates, ((Demand *) g_ptr_array_index (package->demands, i))->range);
  g_ptr_array_sort (candidates, compare_newest_first);
  return candidates;
}

static void
find_candidates (Shared  *self,
                 Package *package)
{
  GPtrArray *versions = inlay_catalog_get_package_versions (self->resolver->catalog, package->name);

  package->listed = versions != NULL && versions->len > 0;
  package->candidates = package->listed ? g_ptr_array_ref (versions) : guess_candidates (self, package);
}

static GArray *
count_votes (const Package *package)
{
  GArray *votes = g_array_new (FALSE, FALSE, sizeof (Vote));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < package->demands->len; i++)
    {
      const Demand *demand = g_ptr_array_index (package->demands, i);
      const char *text = inlay_range_to_string (demand->range);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, text));

      if (place == 0)
        {
          Vote vote = { demand->range, 0 };

          g_array_append_val (votes, vote);
          place = votes->len;
          g_hash_table_insert (places, (gpointer) text, GUINT_TO_POINTER (place));
        }
      g_array_index (votes, Vote, place - 1).weight++;
    }

  return votes;
}

/* How many modules reject @version. */
static guint
count_rejections (GArray             *votes,
                  const InlayVersion *version)
{
  guint cost = 0;

  for (guint i = 0; i < votes->len; i++)
    if (!inlay_range_test (g_array_index (votes, Vote, i).range, version))
      cost += g_array_index (votes, Vote, i).weight;
  return cost;
}

/* The fewest rejections; then a release before a prerelease; then the newest. */
static InlayVersion *
elect (const Package    *package,
       const InlayRange *pin,
       guint            *cost)
{
  InlayVersion *best = NULL;

  *cost = 0;
  for (guint i = 0; i < package->candidates->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (package->candidates, i);
      guint rejections;

      if (pin != NULL && !inlay_range_test (pin, version))
        continue;
      rejections = count_rejections (package->votes, version);
      if (best == NULL || rejections < *cost ||
          (rejections == *cost && inlay_version_is_prerelease (best) && !inlay_version_is_prerelease (version)))
        {
          best = version;
          *cost = rejections;
        }
    }

  return best;
}

/* The locked version, as long as no other would please more modules. */
static InlayVersion *
find_locked (Shared        *self,
             const Package *package,
             guint          cost)
{
  const char *text = inlay_composition_resolver_locked (self->resolver, package->name);

  if (text == NULL)
    return NULL;
  for (guint i = 0; i < package->candidates->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (package->candidates, i);

      if (strcmp (inlay_version_to_string (version), text) == 0 &&
          (package->pin == NULL || inlay_range_test (package->pin, version)) &&
          count_rejections (package->votes, version) == cost)
        return version;
    }
  return NULL;
}

static void
explain_election (Shared       *self,
                  Package      *package,
                  InlayVersion *best,
                  guint         cost)
{
  g_autoptr (InlayVersion) exact = NULL;
  InlayVersion *locked = find_locked (self, package, cost);
  guint count = package->demands->len;
  const char *name = package->name;
  const char *text;

  if (package->pin_text != NULL)
    exact = inlay_version_parse (package->pin_text, 0, NULL);
  package->elected = inlay_version_ref (locked != NULL ? locked : best);
  text = inlay_version_to_string (package->elected);
  if (exact != NULL)
    inlay_choice_take (package->choice, text, INLAY_CHOICE_EXACT, g_strdup_printf ("%s: %s, as pinned", name, text));
  else if (locked != NULL)
    inlay_choice_take (package->choice, text, INLAY_CHOICE_LOCKED, g_strdup_printf ("%s: %s, as locked", name, text));
  else if (!package->listed)
    inlay_choice_take (package->choice, text, INLAY_CHOICE_LOWEST,
                       g_strdup_printf ("%s: %s, named by the ranges, as no list of versions is known", name, text));
  else if (count == 0)
    inlay_choice_take (package->choice, text, INLAY_CHOICE_NEWEST,
                       g_strdup_printf ("%s: %s, the newest in %s", name, text, package->choice->range));
  else
    inlay_choice_take (package->choice, text, INLAY_CHOICE_ELECTED,
                       g_strdup_printf ("%s: %s, accepted by %u of %u modules", name, text, count - cost, count));
}

static void
offer_pin (Shared              *self,
           InlayResolveProblem *problem,
           const Package       *package,
           const InlayVersion  *version)
{
  gboolean is_object = package->config != NULL && JSON_NODE_HOLDS_OBJECT (package->config);
  g_autofree char *pointer = NULL;
  const char *text = inlay_version_to_string (version);
  JsonNode *value = inlay_json_new_string (text);

  if (package->config != NULL && !is_object)
    pointer = inlay_json_path ("shared", package->name, NULL);
  else
    pointer = inlay_json_path ("shared", package->name, "version", NULL);
  inlay_resolve_problem_add_set (problem, g_strdup_printf ("Share %s %s", package->name, text), self->resolver->composition,
                                 pointer, value);
}

/* The version most modules accept, whatever is pinned, if it is better than what there is. */
static void
offer_better (Shared              *self,
              InlayResolveProblem *problem,
              const Package       *package)
{
  const InlayVersion *better = package->favourite;

  if (better != NULL &&
      (package->elected == NULL || count_rejections (package->votes, better) <
                                   count_rejections (package->votes, package->elected)))
    offer_pin (self, problem, package, better);
}

static void
read_pin (Shared  *self,
          Package *package)
{
  g_autoptr (GError) error = NULL;

  if (package->pin_text == NULL)
    return;
  package->pin = inlay_range_parse (package->pin_text, 0, &error);
  if (package->pin == NULL)
    add_problem (self, TRUE, "invalid-range", package, g_strdup_printf ("%s: %s", package->name, error->message));
}

static void
elect_package (Shared     *self,
               const char *name)
{
  Package *package = g_hash_table_lookup (self->packages, name);
  InlayResolveProblem *problem;
  InlayVersion *best;
  guint cost;

  read_pin (self, package);
  find_candidates (self, package);
  package->votes = count_votes (package);
  package->favourite = elect (package, NULL, &cost);
  package->choice = inlay_resolution_add_choice (self->resolver->resolution, name, NULL,
                                                 package->pin_text != NULL ? package->pin_text : "*");
  best = elect (package, package->pin, &cost);
  if (best == NULL)
    {
      problem = add_problem (self, TRUE, "no-version", package,
                             package->candidates->len > 0
                               ? g_strdup_printf ("%s: no known version is in %s", name, package->choice->range)
                               : g_strdup_printf ("%s: no version is known", name));
      offer_better (self, problem, package);
      return;
    }
  explain_election (self, package, best, cost);
  if (package->choice->reason == INLAY_CHOICE_LOWEST)
    {
      problem = add_problem (self, FALSE, "unlisted-package", package,
                             g_strdup_printf ("the catalog does not list the versions of %s", name));
      offer_pin (self, problem, package, package->elected);
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
      problem = add_problem (self, TRUE, "unsatisfiable", package,
                             g_strdup_printf ("%s@%s needs %s %s, the page %s %s, and no known version fits",
                                              demand->user->name, demand->user->version, package->name, demand->text,
                                              package->pin != NULL ? "pins" : "shares", elected));
      offer_better (self, problem, package);
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
  problem = add_problem (self, FALSE, "second-copy", package,
                         g_strdup_printf ("%s@%s needs %s %s, the page %s %s: it gets a copy of its own",
                                          demand->user->name, demand->user->version, package->name, demand->text,
                                          package->pin != NULL ? "pins" : "shares", elected));
  offer_better (self, problem, package);
}

static void
tolerate (Shared  *self,
          Package *package,
          Demand  *demand)
{
  g_autofree char *pointer = inlay_json_path ("shared", package->name, "strictVersion", NULL);
  InlayResolveProblem *problem;

  problem = add_problem (self, FALSE, "incompatible-version", package,
                         g_strdup_printf ("%s@%s needs %s %s but runs on %s", demand->user->name,
                                          demand->user->version, package->name, demand->text,
                                          inlay_version_to_string (package->elected)));
  offer_better (self, problem, package);
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
static const InlayVersion *
version_for (const Package     *package,
             const InlayChoice *user)
{
  const Demand *demand = user != NULL ? g_hash_table_lookup (package->by_user, user) : NULL;

  return demand != NULL && demand->own != NULL ? demand->own : package->elected;
}

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
  const InlayVersion *version = version_for (package, user);
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
      const InlayVersion *seen = version_for (other, user);
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
      add_problem (self, TRUE, "invalid-name", package, g_strdup_printf ("“%s” is not a package name", package->name));
      return NULL;
    }
  address = inlay_cdn_url_to_string (url, self->resolver->cdn_base);
  prefix = inlay_cdn_url_to_prefix (below, self->resolver->cdn_base, NULL);
  if (scope == NULL || g_strcmp0 (address, g_hash_table_lookup (self->resolver->imports, package->name)) != 0)
    inlay_composition_resolver_map (self->resolver, scope, package->name, address);
  if (lossy || prefix == NULL)
    add_problem (self, FALSE, "no-subpaths", package,
                 g_strdup_printf ("paths below %s cannot be mapped, as it depends on a package with a slash in its "
                                  "name", package->name));
  else if (scope == NULL || g_strcmp0 (prefix, g_hash_table_lookup (self->resolver->imports, key)) != 0)
    inlay_composition_resolver_map (self->resolver, scope, key, prefix);
  return address;
}

static void
map_for_page (Shared *self)
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

      if (version_for (package, user) != NULL)
        address = map_package (self, package, user, scope);
      if (demand->choice != NULL)
        demand->choice->address = g_steal_pointer (&address);
    }
}

static void
map_for_modules (Shared *self)
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
      problem = add_problem (self, FALSE, "peer-missing", package,
                             g_strdup_printf ("%s@%s needs %s %s beside it", package->name, version, peer, text));
      inlay_resolve_problem_add_set (problem, g_strdup_printf ("Share %s, too", peer), self->resolver->composition, pointer,
                                     inlay_json_new_object ("version", inlay_json_new_string (text), NULL));
    }
  else if (other != NULL && other->elected != NULL && range != NULL && !inlay_range_test (range, other->elected))
    add_problem (self, FALSE, "peer-mismatch", package,
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
      elect_package (&self, l->data);
      judge_demands (&self, l->data);
    }
  check_peers (&self);
  map_for_page (&self);
  map_for_modules (&self);

  g_list_free (self.names);
  g_hash_table_unref (self.packages);
}
