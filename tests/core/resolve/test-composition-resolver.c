/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

/* A module of the test catalog: its dependencies as JSON. */
static const struct
{
  const char *id;
  const char *version;
  const char *dependencies;
  const char *entry;
} catalog_modules[] = {
  { "@a/cart", "1.0.0", "{}", "cart.js" },
  { "@a/cart", "1.4.2", "{\"react\": \"^18.2.0\", \"react-dom\": \"^18.2.0\"}", "cart.js" },
  { "@a/cart", "2.0.0-rc.1", "{}", "cart.js" },
  { "@a/list", "2.1.0", "{\"react\": \"^18.0.0\"}", "list.js" },
  { "@a/old", "1.0.0", "{\"react\": \"^17.0.0\", \"react-dom\": \"^17.0.0\"}", "old.js" },
  { "@a/future", "1.0.0", "{\"react\": \"^99\"}", "future.js" },
  { "@a/remote", "1.0.0", "{}", "https://m.example/x/remote.js" },
  { "chart", "3.0.0", "{\"react\": \"18\"}", "cdn" },
};

static InlayCatalog *
make_catalog (void)
{
  InlayCatalogBuilder *builder = inlay_catalog_builder_new (NULL);
  g_autoptr (JsonNode) react = NULL;
  g_autoptr (JsonNode) dom = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (catalog_modules); i++)
    {
      gboolean files = !strchr (catalog_modules[i].entry, ':') && strchr (catalog_modules[i].entry, '.');
      g_autofree char *list = files ? g_strdup_printf ("[\"%s\"]", catalog_modules[i].entry) : g_strdup ("[]");
      g_autofree char *npm = strcmp (catalog_modules[i].entry, "cdn") == 0
                               ? g_strdup (", \"npm\": {\"package\": \"@x/chart\", \"subpath\": \"auto\"}") : g_strdup ("");
      g_autofree char *text =
        g_strdup_printf ("{\"format\": 1, \"id\": \"%s\", \"version\": \"%s\", \"name\": \"N\", \"entry\": \"%s\","
                         " \"dependencies\": %s, \"files\": %s%s}", catalog_modules[i].id, catalog_modules[i].version,
                         catalog_modules[i].entry, catalog_modules[i].dependencies, list, npm);
      g_autoptr (JsonNode) node = inlay_json_read_text (text, -1, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayModule) module = inlay_module_new (node, &error);

      g_assert_no_error (error);
      g_assert_true (inlay_catalog_builder_add_module (builder, module, NULL));
    }

  react = inlay_json_read_text ("{\"name\": \"react\", \"versions\": {\"17.0.2\": {}, \"18.2.0\": {}, \"18.3.1\": {},"
                                " \"19.0.0\": {}, \"19.1.0-rc.1\": {}}}", -1, NULL);
  dom = inlay_json_read_text ("{\"name\": \"react-dom\", \"versions\": {"
                              "\"17.0.2\": {\"peerDependencies\": {\"react\": \"17.0.2\"}},"
                              "\"18.3.1\": {\"peerDependencies\": {\"react\": \"^18.3.1\"}}}}", -1, NULL);
  inlay_catalog_builder_add_package (builder, react, NULL);
  inlay_catalog_builder_add_package (builder, dom, NULL);
  inlay_catalog_builder_add_integrity (builder, "/modules/@a/cart@1.0.0/cart.js", "sha384-x");
  return inlay_catalog_builder_end (builder);
}

static JsonNode *
read_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

#define REACT "https://esm.sh/react@"
#define DOM "https://esm.sh/react-dom@"

static const struct
{
  const char *name;
  const char *composition;
  const char *map;
  const char *problems; /* kinds in order, "!" before conflicts */
} cases[] = {
  { "empty", "{}", "{\"imports\": {}}", "" },
  { "exact with integrity",
    "{\"modules\": {\"@a/cart\": \"1.0.0\"}}",
    "{\"imports\": {\"@a/cart\": \"/modules/@a/cart@1.0.0/cart.js\"},"
    " \"integrity\": {\"/modules/@a/cart@1.0.0/cart.js\": \"sha384-x\"}}", "" },
  { "newest in range, shared packages elected together",
    "{\"modules\": {\"@a/cart\": \"^1\", \"@a/list\": \"*\"}}",
    "{\"imports\": {\"@a/cart\": \"/modules/@a/cart@1.4.2/cart.js\", \"@a/list\": \"/modules/@a/list@2.1.0/list.js\","
    " \"react\": \"" REACT "18.3.1?target=es2022\", \"react/\": \"" REACT "18.3.1&target=es2022/\","
    " \"react-dom\": \"" DOM "18.3.1?deps=react@18.3.1&target=es2022\","
    " \"react-dom/\": \"" DOM "18.3.1&deps=react@18.3.1&target=es2022/\"}}", "" },
  { "the lock holds while it pleases as many",
    "{\"modules\": {\"@a/list\": \"^2\"}, \"lock\": {\"versions\": {\"@a/list\": \"2.1.0\", \"react\": \"18.2.0\"}},"
    " \"cdn\": {\"base\": \"http://127.0.0.1:8787\", \"target\": \"es2020\"}}",
    "{\"imports\": {\"@a/list\": \"/modules/@a/list@2.1.0/list.js\","
    " \"react\": \"http://127.0.0.1:8787/react@18.2.0?target=es2020\","
    " \"react/\": \"http://127.0.0.1:8787/react@18.2.0&target=es2020/\"}}", "" },
  { "a lock that is gone or out of range is said",
    "{\"modules\": {\"@a/cart\": \"1.0.0\", \"@a/remote\": \"1\"},"
    " \"lock\": {\"versions\": {\"@a/cart\": \"1.4.2\", \"@a/remote\": \"0.9.0\"}}}",
    "{\"imports\": {\"@a/cart\": \"/modules/@a/cart@1.0.0/cart.js\", \"@a/remote\": \"https://m.example/x/remote.js\"},"
    " \"integrity\": {\"/modules/@a/cart@1.0.0/cart.js\": \"sha384-x\"}}", "lock-stale lock-missing" },
  { "who rejects gets its own, with all that depends on it",
    "{\"modules\": {\"@a/cart\": \"1.4.2\", \"@a/list\": \"^2\", \"@a/old\": \"1\"}}",
    "{\"imports\": {\"@a/cart\": \"/modules/@a/cart@1.4.2/cart.js\", \"@a/list\": \"/modules/@a/list@2.1.0/list.js\","
    " \"@a/old\": \"/modules/@a/old@1.0.0/old.js\","
    " \"react\": \"" REACT "18.3.1?target=es2022\", \"react/\": \"" REACT "18.3.1&target=es2022/\","
    " \"react-dom\": \"" DOM "18.3.1?deps=react@18.3.1&target=es2022\","
    " \"react-dom/\": \"" DOM "18.3.1&deps=react@18.3.1&target=es2022/\"},"
    " \"scopes\": {\"/modules/@a/old@1.0.0/\": {"
    " \"react\": \"" REACT "17.0.2?target=es2022\", \"react/\": \"" REACT "17.0.2&target=es2022/\","
    " \"react-dom\": \"" DOM "17.0.2?deps=react@17.0.2&target=es2022\","
    " \"react-dom/\": \"" DOM "17.0.2&deps=react@17.0.2&target=es2022/\"}}}",
    "second-copy second-copy" },
  { "not strict: it runs on what there is",
    "{\"modules\": {\"@a/list\": \"^2\"}, \"shared\": {\"react\": {\"version\": \"19.0.0\"}}}",
    "{\"imports\": {\"@a/list\": \"/modules/@a/list@2.1.0/list.js\", \"react\": \"" REACT "19.0.0?target=es2022\","
    " \"react/\": \"" REACT "19.0.0&target=es2022/\"}}", "incompatible-version" },
  { "strict and nothing fits",
    "{\"modules\": {\"@a/future\": \"1\"}, \"shared\": {\"react\": {\"version\": \"18.2.0\", \"strictVersion\": true}}}",
    "{\"imports\": {\"@a/future\": \"/modules/@a/future@1.0.0/future.js\", \"react\": \"" REACT "18.2.0?target=es2022\","
    " \"react/\": \"" REACT "18.2.0&target=es2022/\"}}", "!unsatisfiable" },
  { "no singleton: everybody has the newest it accepts",
    "{\"modules\": {\"@a/list\": \"^2\"}, \"shared\": {\"react\": {\"version\": \"17\", \"singleton\": false}}}",
    "{\"imports\": {\"@a/list\": \"/modules/@a/list@2.1.0/list.js\", \"react\": \"" REACT "17.0.2?target=es2022\","
    " \"react/\": \"" REACT "17.0.2&target=es2022/\"},"
    " \"scopes\": {\"/modules/@a/list@2.1.0/\": {\"react\": \"" REACT "18.3.1?target=es2022\","
    " \"react/\": \"" REACT "18.3.1&target=es2022/\"}}}", "" },
  { "from the CDN, its packages external",
    "{\"modules\": {\"chart\": \"3\"}}",
    "{\"imports\": {\"chart\": \"https://esm.sh/@x/chart@3.0.0/auto?external=react&target=es2022\","
    " \"react\": \"" REACT "18.3.1?target=es2022\", \"react/\": \"" REACT "18.3.1&target=es2022/\"}}", "" },
  { "a package nobody lists",
    "{\"shared\": {\"lit\": {\"version\": \"^3.1.0\"}}}",
    "{\"imports\": {\"lit\": \"https://esm.sh/lit@3.1.0?target=es2022\", \"lit/\": \"https://esm.sh/lit@3.1.0&target=es2022/\"}}",
    "unlisted-package" },
  { "peers are looked at",
    "{\"shared\": {\"react\": \"18.2.0\", \"react-dom\": \"18.3.1\"}}",
    "{\"imports\": {\"react\": \"" REACT "18.2.0?target=es2022\", \"react/\": \"" REACT "18.2.0&target=es2022/\","
    " \"react-dom\": \"" DOM "18.3.1?deps=react@18.2.0&target=es2022\","
    " \"react-dom/\": \"" DOM "18.3.1&deps=react@18.2.0&target=es2022/\"}}", "peer-mismatch" },
  { "bad requirements",
    "{\"modules\": {\"@a/none\": \"1\", \"@a/cart\": 3, \"@a/old\": \"^2\", \"@a/remote\": \"x y\"},"
    " \"instances\": {\"i\": {\"module\": \"@a/list\"}}, \"cdn\": {\"base\": \"nowhere\"},"
    " \"shared\": {\"react\": {\"version\": \"latest\"}, \"react-dom\": {\"version\": \"^20\"}}}",
    "{\"imports\": {\"@a/list\": \"/modules/@a/list@2.1.0/list.js\", \"react\": \"" REACT "18.3.1?target=es2022\","
    " \"react/\": \"" REACT "18.3.1&target=es2022/\"}}",
    "!invalid-cdn !invalid-range !unlisted-module !unknown-module !no-version !invalid-range !invalid-range !no-version" },
};

static char *
list_problems (InlayResolution *resolution)
{
  GPtrArray *problems = inlay_resolution_get_problems (resolution);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const InlayResolveProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", problem->is_conflict ? "!" : "", problem->kind);
    }
  return g_string_free (text, FALSE);
}

static void
test_cases (void)
{
  g_autoptr (InlayCatalog) catalog = make_catalog ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) composition = read_json (cases[i].composition);
      g_autoptr (JsonNode) expected = read_json (cases[i].map);
      g_autoptr (InlayResolution) resolution = inlay_composition_resolver_run (composition, catalog, 0, NULL);
      g_autofree char *wanted = inlay_json_write_canonical (expected);
      g_autofree char *map = inlay_json_write_canonical (inlay_resolution_get_import_map (resolution));
      g_autofree char *problems = list_problems (resolution);
      g_auto (GStrv) lines = inlay_resolution_dup_lines (resolution);
      G_GNUC_UNUSED g_autoptr (JsonNode) json = inlay_resolution_to_json (resolution);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (map, ==, wanted);
      g_assert_cmpstr (problems, ==, cases[i].problems);
      g_assert_cmpuint (g_strv_length (lines), ==, inlay_resolution_get_choices (resolution)->len +
                                                   inlay_resolution_get_problems (resolution)->len);
    }
}

/* Every way out can be taken, and the problem it is for is gone then. */
static void
test_ways_out (void)
{
  g_autoptr (InlayCatalog) catalog = make_catalog ();
  guint taken = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) composition = read_json (cases[i].composition);
      g_autoptr (InlayResolution) resolution = inlay_composition_resolver_run (composition, catalog, 0, NULL);
      GPtrArray *problems = inlay_resolution_get_problems (resolution);

      for (guint k = 0; k < problems->len; k++)
        {
          const InlayResolveProblem *problem = g_ptr_array_index (problems, k);

          for (guint w = 0; w < problem->ways->len; w++)
            {
              const InlayWayOut *way = g_ptr_array_index (problem->ways, w);
              g_autoptr (GError) error = NULL;
              g_autoptr (JsonNode) changed = inlay_patch_apply (composition, way->patch, NULL, &error);
              g_autoptr (InlayResolution) again = NULL;

              g_assert_no_error (error);
              again = inlay_composition_resolver_run (changed, catalog, 0, NULL);
              for (guint p = 0; p < inlay_resolution_get_problems (again)->len; p++)
                {
                  const InlayResolveProblem *left = g_ptr_array_index (inlay_resolution_get_problems (again), p);

                  g_assert_cmpstr (left->message, !=, problem->message);
                }
              taken++;
            }
        }
    }
  g_assert_cmpuint (taken, >, 8);
}

static void
test_lock (void)
{
  g_autoptr (InlayCatalog) catalog = make_catalog ();
  g_autoptr (JsonNode) composition = read_json ("{\"modules\": {\"@a/list\": \"^2\"}}");
  g_autoptr (InlayResolution) first = inlay_composition_resolver_run (composition, catalog, 0, NULL);
  g_autoptr (JsonNode) lock = inlay_resolution_to_lock (first);
  g_autoptr (JsonNode) locked = inlay_json_set (composition, "/lock", lock, NULL);
  g_autoptr (InlayResolution) second = inlay_composition_resolver_run (locked, catalog, 0, NULL);
  g_autoptr (InlayResolution) third = inlay_composition_resolver_run (locked, catalog, INLAY_RESOLVE_UPDATE, NULL);

  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (lock, "/versions"), "react"), ==, "18.3.1");
  g_assert_true (inlay_digest_is_valid (inlay_json_get_string (lock, "digest")));
  g_assert_true (inlay_json_equal (inlay_resolution_get_import_map (first), inlay_resolution_get_import_map (second)));
  g_assert_cmpint (inlay_resolution_get_choice (first, "react")->reason, ==, INLAY_CHOICE_ELECTED);
  g_assert_cmpint (inlay_resolution_get_choice (second, "react")->reason, ==, INLAY_CHOICE_LOCKED);
  g_assert_cmpint (inlay_resolution_get_choice (third, "react")->reason, ==, INLAY_CHOICE_ELECTED);
  g_assert_cmpuint (inlay_resolution_get_modules (second)->len, ==, 1);
}

static void
test_invalid (void)
{
  g_autoptr (InlayCatalog) catalog = inlay_catalog_new ();
  g_autoptr (JsonNode) composition = read_json ("[]");
  g_autoptr (JsonNode) odd = read_json ("{\"modules\": [], \"shared\": 1, \"cdn\": 2, \"lock\": {\"versions\": 3},"
                                        " \"instances\": {\"a\": 1}, \"environments\": {\"e\": []}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayResolution) resolution = NULL;

  g_assert_null (inlay_composition_resolver_run (composition, catalog, 0, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  resolution = inlay_composition_resolver_run (odd, catalog, 0, NULL);
  g_assert_false (inlay_resolution_has_conflicts (resolution));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/composition-resolver/cases", test_cases);
  g_test_add_func ("/composition-resolver/ways-out", test_ways_out);
  g_test_add_func ("/composition-resolver/lock", test_lock);
  g_test_add_func ("/composition-resolver/invalid", test_invalid);

  return g_test_run ();
}
