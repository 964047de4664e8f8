/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "portfolio.h"
#include "semver/inlay-range-private.h"

#include <string.h>

/* Portfolios drawn at random, held against what must be true of all of them. */

#define CASES 300
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

/* Now and then what no external can be, and something a remote says besides. */
static JsonNode *
spoil (GRand    *rand,
       JsonNode *file)
{
  static const char *const wrongs[] = {
    "7", "null", "\"text\"", "{}", "[[{}]]", "{\"packageName\":7,\"outFileName\":\"x.js\"}",
    "{\"packageName\":\"x\",\"entries\":{\"x\":1}}", "{\"packageName\":\"x\",\"entries\":{}}",
    "{\"packageName\":\"x\",\"outFileName\":\"x.js\",\"requiredVersion\":false,\"singleton\":true}",
    "{\"packageName\":\"x\",\"outFileName\":\"x.js\",\"version\":[1],\"more\":{\"deep\":[1]}}",
    "{\"packageName\":\"x \\\"\\u00e4\",\"outFileName\":\"/x\\n.js\",\"version\":\"1.0.0\",\"pool\":\" a \",\"bundle\":\"b\"}",
  };
  static const char *const members[] = {
    "{\"exposes\":[{\"key\":\"./A\",\"outFileName\":\"a.js\"},{\"key\":1},3]}", "{\"exposes\":{}}", "{\"name\":null}",
    "{\"chunks\":{\"b\":[\"./c.mjs\",4],\"mapping-or-exposed\":[\"m.js\"],\"x\":7}}", "{\"shared\":{}}", "{\"shared\":null}",
    "{\"integrity\":{\"x@1.1.1.js\":\"sha384-x\",\"a.js\":\"\",\"m.js\":3}}", "{\"url\":\"https://else.example/a?b\"}",
  };
  g_autoptr (JsonNode) member = inlay_json_read_text (members[g_rand_int_range (rand, 0, G_N_ELEMENTS (members))], -1, NULL);
  g_autoptr (JsonNode) wrong = inlay_json_read_text (wrongs[g_rand_int_range (rand, 0, G_N_ELEMENTS (wrongs))], -1, NULL);
  g_autoptr (JsonNode) with_wrong = inlay_json_set (file, "/shared/-", wrong, NULL);

  g_assert_nonnull (with_wrong);
  return g_rand_boolean (rand) ? inlay_patch_merge (with_wrong, member) : g_steal_pointer (&with_wrong);
}

/* The files of an input as texts, by the name of the remote, and the input without them. */
static JsonNode *
take_files (JsonNode   *input,
            GHashTable *texts)
{
  JsonNode *bare = json_node_ref (input);
  JsonArray *remotes = inlay_json_get_array (input, "remotes");

  for (guint i = 0; i < json_array_get_length (remotes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/remotes/%u/remoteEntry", i);
      JsonNode *remote = json_array_get_element (remotes, i);
      JsonNode *without = inlay_json_remove (bare, path, NULL);

      g_hash_table_insert (texts, g_strdup (inlay_json_get_string (remote, "name")),
                           inlay_json_write_bytes (inlay_json_get (input, path), i % 2 == 0 ? INLAY_JSON_PRETTY : 0));
      json_node_unref (bare);
      bare = without;
    }
  return bare;
}

static GBytes *
load_text (const char  *name,
           const char  *address,
           gpointer     user_data,
           GError     **error)
{
  return g_bytes_ref (g_hash_table_lookup (user_data, name));
}

static void
assert_same_warnings (InlayResolver *a,
                      InlayResolver *b)
{
  GPtrArray *left = inlay_resolver_get_warnings (a), *right = inlay_resolver_get_warnings (b);

  g_assert_cmpuint (left->len, ==, right->len);
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpstr (((InlayResolverWarning *) g_ptr_array_index (left, i))->message, ==,
                     ((InlayResolverWarning *) g_ptr_array_index (right, i))->message);
}

/* From texts to a text is what from trees to a tree is. */
static void
test_texts (void)
{
  for (guint i = 0; i < CASES; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (1000 + i);
      g_autoptr (JsonNode) plain = draw_input (rand);
      g_autoptr (JsonNode) spoilt = spoil (rand, inlay_json_get (plain, "/remotes/2/remoteEntry"));
      g_autoptr (JsonNode) input = inlay_json_set (plain, "/remotes/2/remoteEntry", spoilt, NULL);
      g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
      g_autoptr (JsonNode) bare = take_files (input, texts);
      g_autoptr (InlayResolver) of_trees = inlay_resolver_new ();
      g_autoptr (InlayResolver) of_texts = inlay_resolver_new ();

      g_test_message ("portfolio %u", i);
      for (guint load = 0; load < 2; load++)
        {
          g_autoptr (JsonNode) map = inlay_resolver_start (of_trees, input, NULL);
          g_autoptr (GBytes) text = inlay_resolver_start_loading (of_texts, bare, load_text, texts, NULL);
          g_autoptr (JsonNode) read = inlay_json_read (text, NULL);

          g_assert_nonnull (read);
          g_assert_true (inlay_json_identical (map, read));
          assert_same_warnings (of_trees, of_texts);
        }
    }
}

static GBytes *
load_broken (const char  *name,
             const char  *address,
             gpointer     user_data,
             GError     **error)
{
  const char *text = strcmp (name, "r1") == 0 ? user_data : "{\"shared\":[]}";

  if (*text != '!')
    return g_bytes_new (text, strlen (text));
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "nobody is there");
  return NULL;
}

/* A text that cannot be read leaves its remote out and says why; strictly it is refused. */
static void
test_broken_texts (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "!", "nobody is there" },
    { "", "the text ends where a value is expected" },
    { "{\"shared\":[{\"packageName\":\"a\",", "the text ends where a member name in quotes is expected" },
    { "{\"shared\":[{\"packageName\":\"a\",\"packageName\":\"b\"}]}", "the member \"packageName\" is there twice" },
    { "{\"exposes\":[{\"key\":01}]}", "a number cannot start with a zero" },
    { "{\"chunks\":{\"a\":[\"b\",}}", "a value is expected, not “}”" },
    { "{\"integrity\":{\"a\":\"b\",}}", "a member name in quotes is expected, not “}”" },
    { "{} {}", "the end of the text is expected, not “{”" },
    { "\xff", "the byte 0xFF is not UTF-8" },
    { "[]", "nothing usable is at https://r1.example/remoteEntry.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint strict = 0; strict < 2; strict++)
      {
        g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
        g_autofree char *text =
          g_strdup_printf ("{\"strict\":%s,\"remotes\":[{\"name\":\"r0\",\"url\":\"https://r0.example/remoteEntry.json\"},"
                           "{\"name\":\"r1\",\"url\":\"https://r1.example/remoteEntry.json\"}]}",
                           strict == 1 ? "true" : "false");
        g_autoptr (JsonNode) input = inlay_json_read_text (text, -1, NULL);
        g_autoptr (GError) error = NULL;
        g_autoptr (GBytes) map = inlay_resolver_start_loading (resolver, input, load_broken, (gpointer) cases[i].text, &error);
        GPtrArray *warnings = inlay_resolver_get_warnings (resolver);
        gboolean said = FALSE;

        for (guint k = 0; k < warnings->len; k++)
          said = said || strstr (((InlayResolverWarning *) g_ptr_array_index (warnings, k))->message, cases[i].says) != NULL;
        g_assert_true ((map == NULL) == (strict == 1));
        if (strict == 1)
          g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED);
        g_assert_true (said || (strict == 1 && strstr (error->message, cases[i].says) != NULL));
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
  g_test_add_func ("/resolver-random/texts", test_texts);
  g_test_add_func ("/resolver-random/broken-texts", test_broken_texts);
  g_test_add_func ("/resolver-random/spans", test_spans);

  return g_test_run ();
}
