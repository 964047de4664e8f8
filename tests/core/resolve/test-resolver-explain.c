/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

#define EXTERNAL(version, range, strict) \
  "{\"packageName\": \"react\", \"outFileName\": \"react@" version ".js\", \"version\": \"" version \
  "\", \"requiredVersion\": \"" range "\", \"singleton\": true, \"strictVersion\": " strict "}"
#define REMOTE(name, externals) \
  "{\"name\": \"" name "\", \"url\": \"https://" name ".example/remoteEntry.json\", \"remoteEntry\": {\"name\": \"" name \
  "\", \"exposes\": [], \"shared\": [" externals "]}}"
#define TWO_MAJORS \
  "\"remotes\": [" REMOTE ("a", EXTERNAL ("18.2.0", "^18.0.0", "true")) "," \
  REMOTE ("b", EXTERNAL ("18.1.0", "^18.0.0", "true")) "," REMOTE ("c", EXTERNAL ("17.0.2", "^17.0.0", "true")) "]"

static JsonNode *
read_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
find_copy (JsonNode   *explanation,
           const char *remote)
{
  JsonArray *copies = json_node_get_array (inlay_json_get (explanation, "/packages/0/copies"));

  for (guint i = 0; i < json_array_get_length (copies); i++)
    if (g_strcmp0 (inlay_json_get_string (json_array_get_element (copies, i), "remote"), remote) == 0)
      return json_array_get_element (copies, i);
  g_assert_not_reached ();
}

static void
test_reasons (void)
{
  g_autoptr (JsonNode) input =
    read_json ("{" TWO_MAJORS ", \"sizes\": {\"https://a.example/react@18.2.0.js\": 100,"
               " \"https://b.example/react@18.1.0.js\": 100, \"https://c.example/react@17.0.2.js\": 90}}");
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = inlay_resolver_start (resolver, input, NULL);
  g_autoptr (JsonNode) explanation = inlay_resolver_explain (resolver, input);
  g_auto (GStrv) lines = inlay_resolver_explain_lines (explanation);
  JsonNode *package = inlay_json_get (explanation, "/packages/0");

  g_assert_nonnull (map);
  g_assert_cmpstr (inlay_json_get_string (package, "shared"), ==, "18.2.0");
  g_assert_cmpstr (inlay_json_get_string (package, "rule"), ==, "newest");
  g_assert_cmpint (inlay_json_get_int (package, "copiesLoaded", 0), ==, 2);
  g_assert_cmpint (inlay_json_get_int (package, "bytesLoaded", 0), ==, 190);
  g_assert_cmpint (inlay_json_get_int (inlay_json_get (package, "/candidates/0"), "against", -1), ==, 1);
  g_assert_cmpint (inlay_json_get_int (inlay_json_get (package, "/candidates/2"), "against", -1), ==, 2);
  g_assert_cmpstr (inlay_json_get_string (find_copy (explanation, "a"), "verdict"), ==, "share");
  g_assert_cmpstr (inlay_json_get_string (find_copy (explanation, "b"), "rule"), ==, "accepts");
  g_assert_cmpstr (inlay_json_get_string (find_copy (explanation, "c"), "rule"), ==, "objects");
  g_assert_true (inlay_json_get_boolean (find_copy (explanation, "c"), "objects", FALSE));
  g_assert_cmpint (inlay_json_get_int (find_copy (explanation, "c"), "bytes", 0), ==, 90);
  g_assert_cmpuint (g_strv_length (lines), >, 5);
}

/* A way out is a patch of the input after which the page resolves. */
static void
test_ways (void)
{
  static const struct
  {
    const char *input;
    const char *kind;
    guint       ways;
  } cases[] = {
    { "{" TWO_MAJORS ", \"strict\": true}", "incompatible-version", 2 },
    { "{\"remotes\": [" REMOTE ("a", EXTERNAL ("18.2.0", "^18.0.0", "true")) ","
      REMOTE ("b", EXTERNAL ("19.0.0", ">=18", "true")) "], \"strict\": true, \"profile\": {\"latestSharedExternal\": true}}",
      "incompatible-version", 3 },
    { "{\"remotes\": [" REMOTE ("a", EXTERNAL ("18.2.0", "^18.0.0", "true")) ","
      REMOTE ("b", EXTERNAL ("18.2.0", "^18.1.0", "true")) "], \"strict\": true}", "same-version-range-differs", 1 },
    { "{\"remotes\": [" REMOTE ("a", EXTERNAL ("next", "^18.1.0", "true")) "], \"strict\": true}", "invalid-version", 1 },
    { "{\"remotes\": [{\"name\": \"a\", \"url\": \"https://a.example/\"}], \"strict\": true}", "remote-entry", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) input = read_json (cases[i].input);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (GPtrArray) problems = NULL;
      InlayResolveProblem *problem;

      g_assert_null (inlay_resolver_start (resolver, input, NULL));
      problems = inlay_resolver_get_problems (resolver, input);
      problem = g_ptr_array_index (problems, 0);
      g_assert_true (problem->is_conflict);
      g_assert_cmpstr (problem->kind, ==, cases[i].kind);
      g_assert_cmpuint (problem->ways->len, ==, cases[i].ways);
      for (guint k = 0; k < problem->ways->len; k++)
        {
          const InlayWayOut *way = g_ptr_array_index (problem->ways, k);
          g_autoptr (InlayTransaction) transaction = inlay_transaction_new (way->label, way->patch);
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) changed =
            inlay_patch_apply (input, inlay_transaction_get_patch (transaction), NULL, &error);
          g_autoptr (InlayResolver) again = inlay_resolver_new ();
          g_autoptr (JsonNode) map = NULL;

          g_assert_no_error (error);
          map = inlay_resolver_start (again, changed, &error);
          g_test_message ("%s", way->label);
          g_assert_no_error (error);
          g_assert_nonnull (map);
        }
    }
}

#define AT(name, url, more) \
  "{\"name\": \"" name "\", \"url\": \"" url "\", \"remoteEntry\": {\"name\": \"" name "\"" more "}}"
#define POOLED(name, version, label) \
  "{\"packageName\": \"" name "\", \"outFileName\": \"" name ".js\", \"version\": \"" version "\"," \
  " \"requiredVersion\": \"^" version "\", \"singleton\": true, \"strictVersion\": true, \"pool\": \"" label "\"}"

static const InlayResolveProblem *
find_problem (GPtrArray  *problems,
              const char *kind)
{
  for (guint i = 0; i < problems->len; i++)
    if (strcmp (((InlayResolveProblem *) g_ptr_array_index (problems, i))->kind, kind) == 0)
      return g_ptr_array_index (problems, i);
  return NULL;
}

/* After each way out of a warning it is not given any more; where none keeps all, words say what helps. */
static void
test_ways_of_warnings (void)
{
  static const struct
  {
    const char *input;
    const char *kind;
    guint       ways;
    gboolean    advice;
  } cases[] = {
    { "{\"remotes\": [" AT ("a", "https://a.example/remoteEntry.json", ", \"url\": \"https://b.example/x/remoteEntry.json\"") "]}",
      "entry-url", 2, FALSE },
    { "{\"remotes\": [], \"host\": " AT ("h", "https://a.example/h.json", ", \"url\": \"https://b.example/h.json\"") "}",
      "entry-url", 2, FALSE },
    { "{\"remotes\": [" AT ("a", "https://a.example/a.json", "") "," AT ("b", "https://a.example/b.json", "") "]}",
      "shared-directory", 2, TRUE },
    { "{\"remotes\": [" AT ("a", "https://a.example/in/a.json", "") "," AT ("b", "https://a.example/b.json", "") "]}",
      "shared-directory", 2, TRUE },
    { "{\"remotes\": [" AT ("a", "https://a.example/in/a.json", "") "], \"host\": " AT ("h", "https://a.example/h.json", "") "}",
      "shared-directory", 1, TRUE },
    { "{\"remotes\": [" AT ("a", "https://a.example/a.json", ", \"shared\": [" POOLED ("x", "1.0.0", " alone ") "]") "]}",
      "pool-tag-alone", 1, FALSE },
    { "{\"remotes\": ["
      AT ("a", "https://a.example/a.json", ", \"shared\": [" POOLED ("core", "1.0.0", "p") "," POOLED ("more", "1.0.0", "p") "]") ","
      AT ("b", "https://b.example/b.json", ", \"shared\": [" POOLED ("core", "2.0.0", "q") "," POOLED ("more", "1.0.0", "q") "]") ","
      AT ("c", "https://c.example/c.json", ", \"shared\": [" POOLED ("core", "2.0.0", "") "," POOLED ("more", "1.0.0", "r") ","
          POOLED ("core/sub", "2.0.0", "r") "]")
      "], \"host\": " AT ("h", "https://h.example/h.json", ", \"shared\": [" POOLED ("core", "2.0.0", "h") "," POOLED ("more", "1.0.0", "h") "]") "}",
      "pool-islanded", 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) input = read_json (cases[i].input);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) map G_GNUC_UNUSED = inlay_resolver_start (resolver, input, NULL);
      g_autoptr (GPtrArray) problems = inlay_resolver_get_problems (resolver, input);
      const InlayResolveProblem *problem = find_problem (problems, cases[i].kind);

      g_test_message ("%s", cases[i].input);
      g_assert_nonnull (problem);
      g_assert_cmpuint (problem->ways->len, ==, cases[i].ways);
      g_assert_cmpint (problem->advice != NULL, ==, cases[i].advice);
      for (guint k = 0; k < problem->ways->len; k++)
        {
          const InlayWayOut *way = g_ptr_array_index (problem->ways, k);
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) changed = inlay_patch_apply (input, way->patch, NULL, &error);
          g_autoptr (InlayResolver) again = inlay_resolver_new ();
          g_autoptr (JsonNode) changed_map = NULL;
          g_autoptr (GPtrArray) left = NULL;

          g_assert_no_error (error);
          changed_map = inlay_resolver_start (again, changed, &error);
          g_assert_no_error (error);
          left = inlay_resolver_get_problems (again, changed);
          g_assert_null (find_problem (left, cases[i].kind));
        }
    }
}

/* Labels in a file that an earlier page load fetched are out of the input's reach. */
static void
test_advice (void)
{
  g_autoptr (JsonNode) input = read_json ("{\"remotes\": [" AT ("a", "https://a.example/remoteEntry.json", ", \"shared\": ["
                                          POOLED ("x", "1.0.0", "alone") "]") "]}");
  g_autoptr (JsonNode) bare = read_json ("{\"remotes\": [{\"name\": \"a\", \"url\": \"https://a.example/remoteEntry.json\"},"
                                         AT ("b", "https://b.example/remoteEntry.json", ", \"shared\": [" POOLED ("x", "1.1.0", "")
                                             "]") "]}");
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) first G_GNUC_UNUSED = inlay_resolver_start (resolver, input, NULL);
  g_autoptr (JsonNode) second G_GNUC_UNUSED = inlay_resolver_start (resolver, bare, NULL);
  g_autoptr (JsonNode) explanation = inlay_resolver_explain (resolver, bare);
  g_auto (GStrv) lines = inlay_resolver_explain_lines (explanation);
  g_autoptr (GPtrArray) problems = inlay_resolver_get_problems (resolver, bare);
  const InlayResolveProblem *problem = find_problem (problems, "pool-tag-alone");
  gboolean said = FALSE;

  g_assert_nonnull (problem);
  g_assert_cmpuint (problem->ways->len, ==, 0);
  g_assert_nonnull (strstr (problem->advice, "files kept from an earlier page load"));
  for (guint i = 0; lines[i] != NULL; i++)
    said = said || strstr (lines[i], problem->advice) != NULL;
  g_assert_true (said);
}

static void
check_explained (InlayResolver *resolver,
                 JsonNode      *input,
                 const char    *name)
{
  g_autoptr (JsonNode) explanation = inlay_resolver_explain (resolver, input);
  g_autoptr (JsonNode) rows = inlay_resolver_list_rows (resolver);
  JsonArray *packages = inlay_json_get_array (explanation, "packages");
  JsonArray *problems = inlay_json_get_array (explanation, "problems");

  g_test_message ("%s", name);
  for (guint p = 0; p < json_array_get_length (packages); p++)
    {
      JsonNode *package = json_array_get_element (packages, p);
      JsonArray *copies = inlay_json_get_array (package, "copies");
      g_autofree char *path = inlay_json_path (inlay_json_get_string (package, "scope"),
                                               inlay_json_get_string (package, "package"), NULL);

      g_assert_cmpuint (strlen (inlay_json_get_string (package, "because")), >, 0);
      g_assert_nonnull (inlay_json_get (rows, path));
      g_assert_cmpuint (json_array_get_length (copies), >, 0);
      for (guint i = 0; i < json_array_get_length (copies); i++)
        {
          g_assert_cmpuint (strlen (inlay_json_get_string (json_array_get_element (copies, i), "because")), >, 0);
          g_assert_cmpuint (strlen (inlay_json_get_string (json_array_get_element (copies, i), "rule")), >, 0);
        }
    }
  for (guint i = 0; i < json_array_get_length (problems); i++)
    {
      JsonArray *ways = inlay_json_get_array (json_array_get_element (problems, i), "ways");

      for (guint k = 0; k < json_array_get_length (ways); k++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) changed =
            inlay_patch_apply (input, inlay_json_get_member (json_array_get_element (ways, k), "patch"), NULL, &error);

          g_assert_no_error (error);
          g_assert_nonnull (changed);
        }
    }
}

static void
check_case (JsonNode   *input,
            const char *name)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  JsonArray *before = inlay_json_get_array (input, "before");
  JsonArray *later = inlay_json_get_array (input, "dynamic");
  g_autoptr (JsonNode) map = NULL;

  for (guint i = 0; before != NULL && i < json_array_get_length (before); i++)
    {
      G_GNUC_UNUSED g_autoptr (JsonNode) earlier = inlay_resolver_start (resolver, json_array_get_element (before, i), NULL);

      check_explained (resolver, json_array_get_element (before, i), name);
    }
  map = inlay_resolver_start (resolver, input, NULL);
  check_explained (resolver, input, name);
  for (guint i = 0; later != NULL && i < json_array_get_length (later); i++)
    {
      g_autoptr (JsonNode) more = NULL;

      if (inlay_resolver_add_remote (resolver, json_array_get_element (later, i), &more, NULL))
        check_explained (resolver, json_array_get_element (later, i), name);
    }
}

static guint
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) root = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        count += check_folder (path);
      if (!g_str_has_suffix (name, ".json") || !g_file_get_contents (path, &text, &length, NULL))
        continue;
      root = inlay_json_read_text (text, (gssize) length, NULL);
      g_assert_nonnull (root);
      check_case (inlay_json_get_member (root, "input"), name);
      count++;
    }
  return count;
}

/* Every decision in every public case has a rule and a sentence, and every way out applies. */
static void
test_public (void)
{
  const char *shared = g_getenv ("INLAY_SHARED");
  g_autofree char *folder = shared != NULL ? g_build_filename (shared, "conformance", "resolver", NULL) : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_test_skip ("the public cases are not here: set the option shared_data");
  else
    g_assert_cmpuint (check_folder (folder), >, 250);
}

/* Every remote has a major version of its own: what all have in common is not looked for anew for
 * each, which would take minutes. */
static void
test_many (void)
{
  const guint n_remotes = 1000;
  g_autoptr (GString) text = g_string_new ("{\"remotes\": [");
  g_autoptr (JsonNode) input = NULL;
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  for (guint i = 1; i <= n_remotes; i++)
    g_string_append_printf (text,
                            "%s{\"name\": \"r%u\", \"url\": \"https://r%u.example/remoteEntry.json\", \"remoteEntry\": "
                            "{\"name\": \"r%u\", \"exposes\": [], \"shared\": [{\"packageName\": \"react\", "
                            "\"outFileName\": \"r.js\", \"version\": \"%u.0.0\", \"requiredVersion\": \"^%u.0.0\", "
                            "\"singleton\": true, \"strictVersion\": true}]}}", i > 1 ? "," : "", i, i, i, i, i);
  g_string_append (text, "]}");
  input = read_json (text->str);
  map = inlay_resolver_start (resolver, input, NULL);
  g_assert_nonnull (map);
  problems = inlay_resolver_get_problems (resolver, input);
  g_assert_cmpuint (problems->len, ==, n_remotes - 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resolver-explain/reasons", test_reasons);
  g_test_add_func ("/resolver-explain/ways", test_ways);
  g_test_add_func ("/resolver-explain/ways-of-warnings", test_ways_of_warnings);
  g_test_add_func ("/resolver-explain/advice", test_advice);
  g_test_add_func ("/resolver-explain/public", test_public);
  g_test_add_func ("/resolver-explain/many", test_many);

  return g_test_run ();
}
