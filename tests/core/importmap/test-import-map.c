/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#define BASE "https://example.com/app/index.html"
#define IMPORTER "https://example.com/js/app.mjs"

static InlayImportMap *
parse (const char  *text,
       GPtrArray  **warnings,
       GError     **error)
{
  g_autoptr (InlayUrl) base = inlay_url_parse (BASE, NULL, NULL);

  return inlay_import_map_parse (text, -1, base, warnings, error);
}

static void
assert_resolves (const InlayImportMap *map,
                 const char           *specifier,
                 const char           *importer,
                 const char           *expected)
{
  g_autoptr (InlayUrl) base = inlay_url_parse (importer, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayUrl) url = inlay_import_map_resolve (map, specifier, base, &error);

  g_assert_cmpstr (url != NULL ? inlay_url_get_href (url) : NULL, ==, expected);
  if (expected == NULL)
    g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED);
}

static void
test_resolve (void)
{
  static const struct
  {
    const char *specifier;
    const char *importer;
    const char *expected;
  } cases[] = {
    { "a", IMPORTER, "https://example.com/a.mjs" },
    { "p/x/y", IMPORTER, "https://example.com/p/x/y" },
    { "p/q/y", IMPORTER, "https://cdn.example/q/y" },
    { "p/q/../../../y", IMPORTER, NULL },
    { "p/../y", IMPORTER, NULL },
    { "blocked", IMPORTER, NULL },
    { "blocked/x", IMPORTER, NULL },
    { "bare", IMPORTER, NULL },
    { "./local.mjs", IMPORTER, "https://example.com/js/local.mjs" },
    { "../a.mjs", IMPORTER, "https://example.com/b.mjs" },
    { "https://example.com/a.mjs", IMPORTER, "https://example.com/b.mjs" },
    { "a", "https://example.com/scope/x.mjs", "https://example.com/scoped.mjs" },
    { "a", "https://example.com/scope/in/x.mjs", NULL },
    { "p/x", "https://example.com/scope/in/x.mjs", "https://example.com/p/x" },
    { "", IMPORTER, NULL },
    { "\xff", IMPORTER, NULL },
  };
  g_autoptr (InlayImportMap) map =
    parse ("{\"imports\": {\"a\": \"/a.mjs\", \"p/\": \"/p/\", \"p/q/\": \"https://cdn.example/q/\","
           " \"blocked\": null, \"blocked/\": null, \"../a.mjs\": \"/b.mjs\"},"
           " \"scopes\": {\"/scope/\": {\"a\": \"/scoped.mjs\"}, \"/scope/in/\": {\"a\": null}}}",
           NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_resolves (map, cases[i].specifier, cases[i].importer, cases[i].expected);
}

static void
test_invalid (void)
{
  static const char *texts[] = {
    "", "[]", "{", "null", "{\"imports\": []}", "{\"scopes\": 1}", "{\"scopes\": {\"/\": null}}",
    "{\"integrity\": \"\"}", "{\"imports\": {\"\xff\": \"/a\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (texts[i], NULL, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

static void
test_warnings (void)
{
  static const char *expected[] = {
    "the specifier “” is empty",
    "the address of “n” is not a string",
    "the address “bare” of “b” is not a URL",
    "the address “/d” of “d/” does not end with a slash as its key does",
    "the scope “https://[/” is not a URL",
    "the key “bare” of the integrity metadata is not a URL",
    "the integrity metadata of “/n” is not a string",
    "an import map has no member “depcache”",
  };
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (InlayImportMap) map =
    parse ("{\"imports\": {\"\": \"/e\", \"n\": 1, \"b\": \"bare\", \"d/\": \"/d\"},"
           " \"scopes\": {\"https://[/\": {}},"
           " \"integrity\": {\"bare\": \"sha384-x\", \"/n\": null}, \"depcache\": {}}",
           &warnings, NULL);

  g_assert_nonnull (map);
  g_assert_cmpuint (warnings->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < warnings->len; i++)
    g_assert_cmpstr (g_ptr_array_index (warnings, i), ==, expected[i]);
}

static void
test_write (void)
{
  g_autoptr (InlayUrl) base = inlay_url_parse (BASE, NULL, NULL);
  g_autoptr (InlayImportMap) map =
    parse ("{\"imports\": {\"./b.mjs\": \"/b.mjs\", \"https://EXAMPLE.com/app/b.mjs\": \"/c.mjs\","
           " \"a\": \"https://cdn.example/a\", \"a\": \"//cdn.example/a2\", \"z\": null},"
           " \"scopes\": {\"/s/\": {}}, \"integrity\": {\"/b.mjs\": \"sha384-x\"}}", NULL, NULL);
  g_autoptr (JsonNode) node = inlay_import_map_to_json (map, base);
  g_autofree char *text = inlay_json_write (node, INLAY_JSON_DEFAULT);
  g_autoptr (InlayImportMap) again = NULL;

  g_assert_cmpstr (text, ==,
                   "{\"imports\":{\"a\":\"https://cdn.example/a2\",\"/app/b.mjs\":\"/c.mjs\",\"z\":null},"
                   "\"scopes\":{\"/s/\":{}},\"integrity\":{\"/b.mjs\":\"sha384-x\"}}");
  again = inlay_import_map_new_from_json (node, base, NULL, NULL);
  g_assert_true (inlay_import_map_equal (map, again));
}

static void
test_merge (void)
{
  g_autoptr (InlayUrl) importer = inlay_url_parse (IMPORTER, NULL, NULL);
  g_autoptr (InlayResolvedModules) resolved = inlay_resolved_modules_new ();
  g_autoptr (InlayImportMap) first = parse ("{\"imports\": {\"a\": \"/1.mjs\"}}", NULL, NULL);
  g_autoptr (InlayImportMap) later =
    parse ("{\"imports\": {\"a\": \"/2.mjs\", \"b\": \"/b.mjs\", \"./x/\": \"/y/\", \"/js/\": \"/z/\"},"
           " \"scopes\": {\"/js/\": {\"a\": \"/3.mjs\", \"c\": \"/c.mjs\"}}}", NULL, NULL);
  g_autoptr (InlayImportMap) merged = NULL;

  inlay_resolved_modules_add (resolved, "a", importer);
  inlay_resolved_modules_add (resolved, "./local.mjs", importer);
  merged = inlay_import_map_merge (first, later, resolved);

  assert_resolves (merged, "a", IMPORTER, "https://example.com/1.mjs");
  assert_resolves (merged, "b", IMPORTER, "https://example.com/b.mjs");
  assert_resolves (merged, "c", IMPORTER, "https://example.com/c.mjs");
  assert_resolves (merged, "./local.mjs", IMPORTER, "https://example.com/js/local.mjs");
  assert_resolves (merged, "/app/x/q", IMPORTER, "https://example.com/y/q");
  assert_resolves (first, "b", IMPORTER, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-map/resolve", test_resolve);
  g_test_add_func ("/import-map/invalid", test_invalid);
  g_test_add_func ("/import-map/warnings", test_warnings);
  g_test_add_func ("/import-map/write", test_write);
  g_test_add_func ("/import-map/merge", test_merge);

  return g_test_run ();
}
