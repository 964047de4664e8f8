/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-composition-shared-private.h"

#include <string.h>

/* Which version of a package the modules of a composition share. */

typedef InlayWantedPackage Package;
typedef InlayDemand Demand;
typedef InlaySharing Shared;
typedef InlayVote Vote;

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
void
inlay_sharing_offer_better (Shared              *self,
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
    inlay_sharing_add_problem (self, TRUE, "invalid-range", package, g_strdup_printf ("%s: %s", package->name, error->message));
}

void
inlay_sharing_elect (Shared     *self,
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
      problem = inlay_sharing_add_problem (self, TRUE, "no-version", package,
                                           package->candidates->len > 0
                                             ? g_strdup_printf ("%s: no known version is in %s", name, package->choice->range)
                                             : g_strdup_printf ("%s: no version is known", name));
      inlay_sharing_offer_better (self, problem, package);
      return;
    }
  explain_election (self, package, best, cost);
  if (package->choice->reason == INLAY_CHOICE_LOWEST)
    {
      problem = inlay_sharing_add_problem (self, FALSE, "unlisted-package", package,
                                           g_strdup_printf ("the catalog does not list the versions of %s", name));
      offer_pin (self, problem, package, package->elected);
    }
}
