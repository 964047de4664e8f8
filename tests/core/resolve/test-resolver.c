/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

#define SHARED(version, range, strict) \
  "[{\"packageName\": \"react\", \"outFileName\": \"react.js\", \"version\": \"" version "\", \"requiredVersion\": \"" \
  range "\", \"singleton\": true, \"strictVersion\": " strict "}]"
#define REMOTE(name, shared) \
  "{\"name\": \"" name "\", \"url\": \"https://" name ".example/remoteEntry.json\", \"remoteEntry\": {\"name\": \"" name \
  "\", \"exposes\": [{\"key\": \"./App\", \"outFileName\": \"app.js\"}], \"shared\": " shared "}}"

static JsonNode *
read_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static const char *
imported (JsonNode   *map,
          const char *specifier)
{
  return inlay_json_get_string (inlay_json_get (map, "/imports"), specifier);
}

/* One strict old copy against two tolerant new ones: where the two elections differ. */
#define THREE \
  "\"remotes\": [" REMOTE ("a", SHARED ("18.2.0", "^18.0.0", "false")) "," \
  REMOTE ("b", SHARED ("18.2.0", "^18.0.0", "false")) "," REMOTE ("c", SHARED ("17.0.2", "^17.0.0", "true")) "]"

static void
test_elections (void)
{
  g_autoptr (JsonNode) peer = read_json ("{" THREE ", \"profile\": {\"election\": \"peer\"}}");
  g_autoptr (JsonNode) documented = read_json ("{" THREE "}");
  g_autoptr (InlayResolver) first = inlay_resolver_new ();
  g_autoptr (InlayResolver) second = inlay_resolver_new ();
  g_autoptr (JsonNode) peer_map = inlay_resolver_start (first, peer, NULL);
  g_autoptr (JsonNode) documented_map = inlay_resolver_start (second, documented, NULL);

  g_assert_cmpstr (imported (peer_map, "react"), ==, "https://c.example/react.js");
  g_assert_cmpstr (imported (documented_map, "react"), ==, "https://a.example/react.js");
  g_assert_cmpstr (imported (documented_map, "c/./App"), ==, "https://c.example/app.js");
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (documented_map, "/scopes/https:~1~1c.example~1"), "react"), ==,
                   "https://c.example/react.js");
}

static void
test_later (void)
{
  g_autoptr (JsonNode) input = read_json ("{\"remotes\": [" REMOTE ("a", SHARED ("18.2.0", "^18.0.0", "true")) "]}");
  g_autoptr (JsonNode) later = read_json (REMOTE ("b", SHARED ("17.0.2", "^17.0.0", "true")));
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  G_GNUC_UNUSED g_autoptr (JsonNode) start = inlay_resolver_start (resolver, input, NULL);
  g_autoptr (JsonNode) map = NULL;
  g_autoptr (JsonNode) again = NULL;

  g_assert_true (inlay_resolver_add_remote (resolver, later, &map, NULL));
  g_assert_null (imported (map, "react"));
  g_assert_nonnull (inlay_json_get (map, "/scopes/https:~1~1b.example~1/react"));
  g_assert_true (inlay_resolver_add_remote (resolver, later, &again, NULL));
  g_assert_null (again);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *input;
    const char *kind;
  } cases[] = {
    { "[]", "malformed-input" },
    { "{\"remotes\": [1]}", "malformed-input" },
    { "{\"host\": {}}", "malformed-input" },
    { "{\"remotes\": [{\"name\": \"a\", \"url\": \"https://a/\"}], \"strict\": true}", "remote-entry" },
    { "{" THREE ", \"strict\": {\"strictExternalCompatibility\": true}}", "incompatible-version" },
    { "{\"remotes\": [" REMOTE ("a", SHARED ("next", "^18", "true")) "], \"strict\": true}", "invalid-version" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) input = read_json (cases[i].input);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) record = NULL;
      g_autofree char *text = NULL;

      g_assert_null (inlay_resolver_start (resolver, input, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED);
      g_assert_cmpstr (inlay_resolver_get_error_kind (resolver), ==, cases[i].kind);
      record = inlay_resolver_list_rows (resolver);
      text = inlay_json_write (record, INLAY_JSON_DEFAULT);
      g_assert_cmpstr (text, ==, "{}");
    }
}

static void
test_odd (void)
{
  g_autoptr (JsonNode) input =
    read_json ("{\"remotes\": [{\"url\": \"https://x\"}, {\"name\": \"a\", \"url\": \"u\", \"remoteEntry\": {\"shared\":"
               " [1, {}, {\"packageName\": \"p\"}, {\"packageName\": \"q\", \"entries\": {\"q\": 1}}],"
               " \"exposes\": [1, {\"key\": 2}], \"chunks\": {\"mapping-or-exposed\": [1], \"b\": 2},"
               " \"integrity\": []}}]}");
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = inlay_resolver_start (resolver, input, NULL);
  g_autofree char *text = inlay_json_write (map, INLAY_JSON_DEFAULT);

  g_assert_cmpstr (text, ==, "{\"imports\":{}}");
  g_assert_cmpuint (inlay_resolver_get_warnings (resolver)->len, ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resolver/elections", test_elections);
  g_test_add_func ("/resolver/later", test_later);
  g_test_add_func ("/resolver/refusals", test_refusals);
  g_test_add_func ("/resolver/odd", test_odd);

  return g_test_run ();
}
