/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "portfolio.h"

#include <string.h>

#define CASES 200

/* What a page stores and has again on its next load. */
static InlayResolver *
store_and_restore (InlayResolver *resolver)
{
  InlayResolver *again = inlay_resolver_new ();
  g_autoptr (JsonNode) stored = inlay_resolver_save (resolver);
  g_autofree char *text = inlay_json_write (stored, INLAY_JSON_DEFAULT);
  g_autoptr (JsonNode) read = inlay_json_read_text (text, -1, NULL);
  g_autoptr (JsonNode) twice = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (inlay_resolver_restore (again, read, &error));
  g_assert_no_error (error);
  twice = inlay_resolver_save (again);
  g_assert_true (inlay_json_identical (stored, twice));
  return again;
}

static void
assert_same_state (InlayResolver *a,
                   InlayResolver *b)
{
  g_autoptr (JsonNode) left = inlay_resolver_save (a);
  g_autoptr (JsonNode) right = inlay_resolver_save (b);
  GPtrArray *said = inlay_resolver_get_warnings (a), *says = inlay_resolver_get_warnings (b);

  g_assert_true (inlay_json_identical (left, right));
  g_assert_cmpuint (said->len, ==, says->len);
  for (guint i = 0; i < said->len; i++)
    g_assert_cmpstr (((InlayResolverWarning *) g_ptr_array_index (said, i))->message, ==,
                     ((InlayResolverWarning *) g_ptr_array_index (says, i))->message);
}

static JsonNode *
with_one_more (GRand    *rand,
               JsonNode *input)
{
  g_autoptr (JsonNode) more = draw_remote (rand, REMOTES + 1);

  return inlay_json_set (input, "/remotes/-", more, NULL);
}

/* Through every kind of call a restored record goes on as the one that was stored. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < CASES; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autoptr (JsonNode) input = draw_input (rand);
      g_autoptr (JsonNode) late = draw_remote (rand, REMOTES);
      g_autoptr (JsonNode) grown = with_one_more (rand, input);
      g_autoptr (InlayResolver) kept = inlay_resolver_new ();
      g_autoptr (InlayResolver) restored = NULL;
      g_autoptr (InlayResolver) later = NULL;
      g_autoptr (JsonNode) map G_GNUC_UNUSED = inlay_resolver_start (kept, input, NULL);

      g_test_message ("portfolio %u", i);
      restored = store_and_restore (kept);
      for (guint load = 0; load < 2; load++)
        {
          JsonNode *next = load == 0 ? input : grown;
          g_autoptr (JsonNode) there = inlay_resolver_start (kept, next, NULL);
          g_autoptr (JsonNode) here = inlay_resolver_start (restored, next, NULL);
          g_autoptr (JsonNode) added_there = NULL;
          g_autoptr (JsonNode) added_here = NULL;

          g_assert_true (inlay_json_identical (there, here));
          assert_same_state (kept, restored);
          g_assert_true (inlay_resolver_add_remote (kept, late, &added_there, NULL));
          g_assert_true (inlay_resolver_add_remote (restored, late, &added_here, NULL));
          g_assert_true (load == 0 || (added_there == NULL && added_here == NULL));
          g_assert_true (load == 1 || inlay_json_identical (added_there, added_here));
          assert_same_state (kept, restored);
        }
      later = store_and_restore (restored);
      assert_same_state (later, later);
    }
}

static const char whole[] =
  "{\"format\":1,\"remotes\":{"
  "\"a\":{\"directory\":\"https://a.example/\",\"listed\":\"A\",\"later\":true,"
  "\"exposes\":[{\"key\":\"./X\",\"outFileName\":\"x.js\"}],\"integrity\":{\"x.js\":\"sha384-x\"}},"
  "\"b\":{\"directory\":\"https://b.example/\",\"exposes\":[],\"integrity\":{}}},"
  "\"private\":{\"a\":{\"own\":{\"entries\":{\"own\":\"own.js\"},\"bundle\":[\"one\",\"two\"],\"pool\":\"p\"}}},"
  "\"chunks\":{\"a\":{\"one\":[\"c1.js\",\"c2.js\"]}},"
  "\"shared\":{\"__GLOBAL__\":{\"r\":{\"dirty\":true,\"rule\":\"host\",\"rows\":["
  "{\"version\":\"2.0.0\",\"action\":\"share\",\"host\":true,\"cost\":3,\"copies\":[{\"remote\":\"a\",\"range\":\"^2\","
  "\"strict\":true,\"served\":true,\"entries\":{\"r\":\"r.js\",\"r/s\":\"rs.js\"},\"bundle\":\"one\",\"pool\":\"p\"}]},"
  "{\"version\":\"1.0.0\",\"action\":\"scope\",\"copies\":[{\"remote\":\"b\",\"range\":\"^1\",\"entries\":{\"r\":\"r.js\"},"
  "\"servedBy\":\"a\",\"cause\":\"pool-islanded\"}]}]}}}}";

/* Everything that a record holds is written as it was read. */
static void
test_members (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) stored = inlay_json_read_text (whole, -1, NULL);
  g_autoptr (JsonNode) saved = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (inlay_resolver_restore (resolver, stored, &error));
  g_assert_no_error (error);
  saved = inlay_resolver_save (resolver);
  g_assert_true (inlay_json_identical (stored, saved));
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *place;
    const char *value; /* NULL: it is taken out */
    const char *says;
  } cases[] = {
    { "", "[]", "it is no object" },
    { "/format", "2", "its format is not 1" },
    { "/format", NULL, "its format is not 1" },
    { "/remotes", "[]", "remotes is no object" },
    { "/remotes/a", "1", "the remote a is no object" },
    { "/remotes/a/directory", NULL, "directory is no text or missing" },
    { "/remotes/a/listed", "7", "listed is no text or missing" },
    { "/remotes/a/exposes", "{}", "exposes is no list" },
    { "/remotes/a/exposes/0", "1", "an exposed module is no object" },
    { "/remotes/a/exposes/0/key", NULL, "key is no text or missing" },
    { "/remotes/a/integrity", "[]", "integrity is no object" },
    { "/remotes/a/integrity/x.js", "1", "a hash is no text" },
    { "/private/c", "{}", "c is no remote of it" },
    { "/private/a/own", "1", "the package own is no object" },
    { "/private/a/own/entries", NULL, "a build has no files" },
    { "/private/a/own/entries", "{}", "a build has no files" },
    { "/private/a/own/entries/own", "{}", "a file is no text" },
    { "/private/a/own/bundle", "7", "a bundle is no text" },
    { "/private/a/own/bundle", "{}", "bundle is no list" },
    { "/private/a/own/pool", "[]", "pool is no text or missing" },
    { "/chunks/c", "{}", "c is no remote of it" },
    { "/chunks/a/one", "{}", "chunks is no list" },
    { "/chunks/a/one/0", "{}", "a chunk is no text" },
    { "/shared/__GLOBAL__", "[]", "packages is no object" },
    { "/shared/__GLOBAL__/r", "[]", "the package r is no object" },
    { "/shared/__GLOBAL__/r/rule", "\"mine\"", "rule is none that is known" },
    { "/shared/__GLOBAL__/r/rows", "[]", "the package r has no versions" },
    { "/shared/__GLOBAL__/r/rows", "{}", "rows is no list" },
    { "/shared/__GLOBAL__/r/rows/0", "7", "a version is no object" },
    { "/shared/__GLOBAL__/r/rows/0/version", "\"next\"", "“next” is no version" },
    { "/shared/__GLOBAL__/r/rows/0/action", "\"keep\"", "action is none that is known" },
    { "/shared/__GLOBAL__/r/rows/0/action", "1", "action is none that is known" },
    { "/shared/__GLOBAL__/r/rows/0/copies", "[]", "nobody ships the version 2.0.0" },
    { "/shared/__GLOBAL__/r/rows/0/copies", NULL, "nobody ships the version 2.0.0" },
    { "/shared/__GLOBAL__/r/rows/0/copies/0", "1", "a copy is no object" },
    { "/shared/__GLOBAL__/r/rows/0/copies/0/remote", "\"c\"", "c is no remote of it" },
    { "/shared/__GLOBAL__/r/rows/0/copies/0/range", "false", "range is no text or missing" },
    { "/shared/__GLOBAL__/r/rows/0/copies/0/entries", "{}", "a build has no files" },
    { "/shared/__GLOBAL__/r/rows/1/copies/0/cause", "\"bad\"", "cause is none that is known" },
    { "/shared/__GLOBAL__/r/rows/1/copies/0/servedBy", "1", "servedBy is no text or missing" },
  };
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) stored = inlay_json_read_text (whole, -1, NULL);
  g_autoptr (JsonNode) saved = NULL;

  g_assert_true (inlay_resolver_restore (resolver, stored, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) value = cases[i].value != NULL ? inlay_json_read_text (cases[i].value, -1, NULL) : NULL;
      g_autoptr (JsonNode) bad = value != NULL ? inlay_json_set (stored, cases[i].place, value, NULL)
                                               : inlay_json_remove (stored, cases[i].place, NULL);
      g_autofree char *says = g_strconcat ("the stored record: ", cases[i].says, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (bad);
      g_assert_false (inlay_resolver_restore (resolver, bad, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, says);
    }
  saved = inlay_resolver_save (resolver);
  g_assert_true (inlay_json_identical (stored, saved));
}

/* A record that holds together but no resolver would have made is worked with all the same. */
static void
test_odd_records (void)
{
  static const struct
  {
    const char *place;
    const char *value;
  } cases[] = {
    { "/shared/__GLOBAL__/r/rows/1/copies/0/servedBy", "\"gone\"" },
    { "/shared/__GLOBAL__/r/rows/1/action", "\"share\"" },
    { "/shared/__GLOBAL__/r/rows/0/action", "\"scope\"" },
    { "/shared/__GLOBAL__/r/rows/0/version", "\"0.1.0\"" },
    { "/shared/__GLOBAL__/r/rows/1/version", "\"2.0.0\"" },
    { "/shared/__GLOBAL__/r/rows/0/cost", "-7" },
    { "/remotes/b/directory", "\"\"" },
    { "/shared/strict", "{\"r\":{\"dirty\":true,\"rows\":[{\"version\":\"1.0.0\",\"copies\":[{\"remote\":\"b\",\"range\":\"x\","
                        "\"entries\":{\"r\":\"\"}}]}]}}" },
    { "/shared/team", "{\"r\":{\"rows\":[{\"version\":\"1.0.0\",\"copies\":[{\"remote\":\"b\",\"range\":\"\",\"servedBy\":\"b\","
                      "\"entries\":{\"r\":\"/\"}}]}]}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) i);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) stored = inlay_json_read_text (whole, -1, NULL);
      g_autoptr (JsonNode) value = inlay_json_read_text (cases[i].value, -1, NULL);
      g_autoptr (JsonNode) odd = inlay_json_set (stored, cases[i].place, value, NULL);
      g_autoptr (JsonNode) input = draw_input (rand);
      g_autoptr (JsonNode) late = draw_remote (rand, REMOTES);
      g_autoptr (JsonNode) map = NULL;
      g_autoptr (JsonNode) more = NULL;
      g_autoptr (JsonNode) reasons = NULL;

      g_assert_true (inlay_resolver_restore (resolver, odd, NULL));
      map = inlay_resolver_start (resolver, input, NULL);
      g_assert_nonnull (map);
      g_assert_true (inlay_resolver_add_remote (resolver, late, &more, NULL));
      reasons = inlay_resolver_explain (resolver, input);
      g_assert_nonnull (reasons);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resolver-store/round-trip", test_round_trip);
  g_test_add_func ("/resolver-store/members", test_members);
  g_test_add_func ("/resolver-store/refusals", test_refusals);
  g_test_add_func ("/resolver-store/odd-records", test_odd_records);

  return g_test_run ();
}
