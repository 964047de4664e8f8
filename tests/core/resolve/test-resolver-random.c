/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"
#include "semver/inlay-range-private.h"

#include <string.h>

/* Portfolios drawn at random, held against what must be true of all of them. */

#define CASES 300
#define REMOTES 5

static const char *const names[] = { "@fw/core", "@fw/router", "@fw/forms", "react", "x" };
static const char *const ranges[] = { "^1.0.0", "~1.1.0", ">=1.1.0", "*", "^1.0.0 || ^2.0.0", "1.1.1", "^2.0.0", "next" };

static char *
draw_version (GRand *rand)
{
  return g_strdup_printf ("%d.%d.%d%s", g_rand_int_range (rand, 1, 3), g_rand_int_range (rand, 0, 2),
                          g_rand_int_range (rand, 0, 2), g_rand_int_range (rand, 0, 9) == 0 ? "-rc.1" : "");
}

static JsonNode *
draw_external (GRand      *rand,
               const char *name)
{
  g_autofree char *version = draw_version (rand);
  g_autofree char *file = g_strdup_printf ("%s@%s.js", name, version);
  g_autofree char *sub = g_strdup_printf ("%s/sub", name);
  g_autofree char *sub_file = g_strdup_printf ("%s/sub@%s.js", name, version);
  gboolean dense = g_rand_int_range (rand, 0, 4) == 0;

  return inlay_json_new_object (
    "packageName", inlay_json_new_string (name), "version", inlay_json_new_string (version),
    "requiredVersion", inlay_json_new_string (ranges[g_rand_int_range (rand, 0, G_N_ELEMENTS (ranges))]),
    "singleton", inlay_json_new_boolean (g_rand_int_range (rand, 0, 12) > 0),
    "strictVersion", inlay_json_new_boolean (g_rand_boolean (rand)),
    "outFileName", dense ? NULL : inlay_json_new_string (file),
    "entries", !dense ? NULL : inlay_json_new_object (name, inlay_json_new_string (file),
                                                      sub, inlay_json_new_string (sub_file), NULL),
    "shareScope", g_rand_int_range (rand, 0, 9) == 0 ? inlay_json_new_string ("team") : NULL, NULL);
}

static JsonNode *
draw_remote (GRand *rand,
             guint  number)
{
  g_autofree char *name = g_strdup_printf ("r%u", number);
  g_autofree char *url = g_strdup_printf ("https://r%u.example/remoteEntry.json", number);
  JsonArray *shared = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_rand_int_range (rand, 0, 3) > 0)
      json_array_add_element (shared, draw_external (rand, names[i]));
  return inlay_json_new_object ("name", inlay_json_new_string (name), "url", inlay_json_new_string (url),
                                "remoteEntry", inlay_json_new_object ("name", inlay_json_new_string (name),
                                                                      "shared", inlay_json_take_array (shared), NULL), NULL);
}

static JsonNode *
draw_input (GRand *rand)
{
  JsonArray *remotes = json_array_new ();

  for (guint i = 0; i < REMOTES; i++)
    json_array_add_element (remotes, draw_remote (rand, i));
  return inlay_json_new_object (
    "remotes", inlay_json_take_array (remotes),
    "feature", inlay_json_new_object ("useAutoExternalPooling", inlay_json_new_boolean (g_rand_boolean (rand)), NULL),
    "profile", inlay_json_new_object ("election", inlay_json_new_string (g_rand_boolean (rand) ? "peer" : "documented"), NULL),
    NULL);
}

static const char *
given (JsonNode   *map,
       JsonNode   *later,
       const char *name,
       const char *specifier)
{
  g_autofree char *directory = g_strdup_printf ("https://%s.example/", name);
  JsonNode *maps[] = { later, map };
  const char *url = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (maps) && url == NULL; i++)
    url = inlay_json_get_string (inlay_json_get_member (inlay_json_get_member (maps[i], "scopes"), directory), specifier);
  for (guint i = 0; i < G_N_ELEMENTS (maps) && url == NULL; i++)
    url = inlay_json_get_string (inlay_json_get_member (maps[i], "imports"), specifier);
  return url;
}

/* The version a file is of, as the portfolio names them. */
static char *
version_of (const char *url)
{
  const char *at = strrchr (url, '@');

  g_assert_nonnull (at);
  return g_strndup (at + 1, strlen (at + 1) - strlen (".js"));
}

static JsonArray *
shared_of (JsonNode *remote)
{
  return inlay_json_get_array (inlay_json_get_member (remote, "remoteEntry"), "shared");
}

/* Everything resolves, and who is strict gets what it accepts or its own. */
static void
check_remote (JsonNode *map,
              JsonNode *later,
              JsonNode *remote)
{
  const char *name = inlay_json_get_string (remote, "name");
  JsonArray *shared = shared_of (remote);

  for (guint i = 0; i < json_array_get_length (shared); i++)
    {
      JsonNode *external = json_array_get_element (shared, i);
      const char *package = inlay_json_get_string (external, "packageName");
      const char *url = given (map, later, name, package);
      g_autofree char *sub = g_strdup_printf ("%s/sub", package);
      g_autofree char *version = NULL;

      g_assert_nonnull (url);
      version = version_of (url);
      if (inlay_json_get_object (external, "entries") != NULL)
        g_assert_nonnull (given (map, later, name, sub));
      if (inlay_json_get_boolean (external, "strictVersion", FALSE))
        g_assert_true (strcmp (version, inlay_json_get_string (external, "version")) == 0 ||
                       inlay_semver_satisfies (version, inlay_json_get_string (external, "requiredVersion"),
                                               INLAY_SEMVER_DEFAULT));
    }
}

static gboolean
is_pooled (JsonNode *external)
{
  return g_str_has_prefix (inlay_json_get_string (external, "packageName"), "@fw/") &&
         inlay_json_get_boolean (external, "singleton", FALSE) && inlay_json_get_string (external, "shareScope") == NULL;
}

/* Whether @build ships, for each pooled specifier of @remote, just the version it gets. */
static gboolean
ships (JsonNode *map,
       JsonNode *remote,
       JsonNode *build)
{
  JsonArray *wanted = shared_of (remote), *shipped = shared_of (build);

  for (guint i = 0; i < json_array_get_length (wanted); i++)
    {
      JsonNode *external = json_array_get_element (wanted, i);
      const char *package = inlay_json_get_string (external, "packageName");
      g_autofree char *version = NULL;
      gboolean found = FALSE;

      if (!is_pooled (external))
        continue;
      version = version_of (given (map, NULL, inlay_json_get_string (remote, "name"), package));
      for (guint k = 0; k < json_array_get_length (shipped) && !found; k++)
        found = is_pooled (json_array_get_element (shipped, k)) &&
                strcmp (inlay_json_get_string (json_array_get_element (shipped, k), "packageName"), package) == 0 &&
                strcmp (inlay_json_get_string (json_array_get_element (shipped, k), "version"), version) == 0;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* What belongs together reaches a remote in versions that one build shipped. */
static void
check_pool (JsonNode  *map,
            JsonArray *remotes)
{
  for (guint i = 0; i < json_array_get_length (remotes); i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < json_array_get_length (remotes); k++)
        found = found || ships (map, json_array_get_element (remotes, i), json_array_get_element (remotes, k));
      g_assert_true (found);
    }
}

/* A map that is read and written again says the same. */
static void
check_fixpoint (JsonNode *map)
{
  g_autoptr (InlayUrl) base = inlay_url_parse ("https://page.example/", NULL, NULL);
  g_autoptr (InlayImportMap) read = inlay_import_map_new_from_json (map, base, NULL, NULL);
  g_autoptr (JsonNode) written = inlay_import_map_to_json (read, NULL);
  g_autoptr (InlayImportMap) again = inlay_import_map_new_from_json (written, base, NULL, NULL);
  g_autoptr (JsonNode) twice = inlay_import_map_to_json (again, NULL);

  g_assert_true (inlay_import_map_equal (read, again));
  g_assert_true (inlay_json_identical (written, twice));
  g_assert_true (inlay_json_equal (inlay_json_get_member (map, "imports"), inlay_json_get_member (written, "imports")));
}

static void
test_portfolios (void)
{
  for (guint i = 0; i < CASES; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autoptr (JsonNode) input = draw_input (rand);
      g_autoptr (JsonNode) extra = draw_remote (rand, REMOTES);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) map = inlay_resolver_start (resolver, input, &error);
      g_autoptr (JsonNode) same = NULL;
      g_autoptr (JsonNode) later = NULL;
      JsonArray *remotes = inlay_json_get_array (input, "remotes");

      g_test_message ("portfolio %u", i);
      g_assert_no_error (error);
      for (guint k = 0; k < REMOTES; k++)
        check_remote (map, NULL, json_array_get_element (remotes, k));
      if (inlay_json_get_boolean (inlay_json_get_member (input, "feature"), "useAutoExternalPooling", FALSE))
        check_pool (map, remotes);
      check_fixpoint (map);
      same = inlay_resolver_start (resolver, input, NULL);
      g_assert_true (inlay_json_equal (map, same));
      g_assert_true (inlay_resolver_add_remote (resolver, extra, &later, NULL));
      check_remote (map, later, extra);
      check_fixpoint (later);
    }
}

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  return inlay_version_compare (*(InlayVersion *const *) b, *(InlayVersion *const *) a);
}

/* The stretches of a list a range allows are those versions that, asked one by one, it allows. */
static void
test_spans (void)
{
  static const char *const more[] = {
    ">1.0.0 <2.1.0", "1.x || 2.0.1", ">=1.0.0-rc.1", "1.0.0-rc.1 - 2.0.0", "~1.0.0-rc.0 || >=2.1.0-rc.1 <2.1.1", "<1.0.0-rc.2",
    "=1.1.0", "", "<0.0.0-0", "1.0.0 || 1.0.0-rc.1 || 2.x", ">1.0.0-rc.0 <=1.0.0-rc.1",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint prereleases = 0; prereleases < 2; prereleases++)
    {
      g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (InlayRangeSpan));

      while (versions->len < 40)
        {
          g_autofree char *text = draw_version (rand);
          g_autoptr (InlayVersion) version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);

          if (inlay_version_is_prerelease (version) == (prereleases == 1))
            g_ptr_array_add (versions, g_steal_pointer (&version));
        }
      g_ptr_array_sort (versions, compare_versions);
      for (guint i = 0; i < G_N_ELEMENTS (more) + G_N_ELEMENTS (ranges) - 1; i++)
        {
          const char *text = i < G_N_ELEMENTS (more) ? more[i] : ranges[i - G_N_ELEMENTS (more)];
          g_autoptr (InlayRange) range = inlay_range_parse (text, INLAY_SEMVER_DEFAULT, NULL);
          guint span = 0;

          g_test_message ("%s", text);
          inlay_range_find_spans (range, versions, prereleases == 1, spans);
          for (guint k = 0; k < versions->len; k++)
            {
              while (span < spans->len && g_array_index (spans, InlayRangeSpan, span).end <= k)
                span++;
              g_assert_cmpint (span < spans->len && g_array_index (spans, InlayRangeSpan, span).start <= k, ==,
                               inlay_range_test (range, g_ptr_array_index (versions, k)));
            }
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resolver-random/portfolios", test_portfolios);
  g_test_add_func ("/resolver-random/spans", test_spans);

  return g_test_run ();
}
