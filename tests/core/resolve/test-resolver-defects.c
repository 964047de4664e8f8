/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

/* What the peer gets wrong (section 15 of the specification), one test each, by its number there. */

#define X(version, range, strict, more) \
  "{\"packageName\": \"x\", \"outFileName\": \"x@" version ".js\", \"version\": \"" version "\", \"requiredVersion\": \"" \
  range "\", \"singleton\": true, \"strictVersion\": " strict more "}"
#define AT(name, url, file) "{\"name\": \"" name "\", \"url\": \"" url "\", \"remoteEntry\": " file "}"
#define FILE_OF(name, shared, more) "{\"name\": \"" name "\", \"shared\": [" shared "]" more "}"
#define REMOTE(name, shared) AT (name, "https://" name ".example/remoteEntry.json", FILE_OF (name, shared, ""))
#define MOVED(name, shared) AT (name, "https://" name ".example/v2/remoteEntry.json", FILE_OF (name, shared, ""))

static JsonNode *
read_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
start (InlayResolver *resolver,
       const char    *text)
{
  g_autoptr (JsonNode) input = read_json (text);
  g_autoptr (GError) error = NULL;
  JsonNode *map = inlay_resolver_start (resolver, input, &error);

  g_assert_no_error (error);
  return map;
}

static JsonNode *
add (InlayResolver *resolver,
     const char    *text)
{
  g_autoptr (JsonNode) remote = read_json (text);
  g_autoptr (GError) error = NULL;
  JsonNode *map = NULL;

  g_assert_true (inlay_resolver_add_remote (resolver, remote, &map, &error));
  g_assert_no_error (error);
  return map;
}

/* What a remote at @directory gets for @specifier. */
static const char *
given (JsonNode   *map,
       const char *directory,
       const char *specifier)
{
  const char *own = inlay_json_get_string (inlay_json_get_member (inlay_json_get_member (map, "scopes"), directory),
                                           specifier);

  return own != NULL ? own : inlay_json_get_string (inlay_json_get_member (map, "imports"), specifier);
}

static guint
count_warnings (InlayResolver *resolver,
                const char    *kind)
{
  GPtrArray *warnings = inlay_resolver_get_warnings (resolver);
  guint count = 0;

  for (guint i = 0; i < warnings->len; i++)
    count += strcmp (((InlayResolverWarning *) g_ptr_array_index (warnings, i))->kind, kind) == 0 ? 1 : 0;
  return count;
}

/* 1: replacing a member leaves the exact group to each its own version. */
static void
test_exact_group (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) first =
    start (resolver, "{\"remotes\": [" REMOTE ("a", X ("1.0.0", "^1", "false", ", \"shareScope\": \"strict\"")) ","
                     REMOTE ("b", X ("1.1.0", "^1", "false", ", \"shareScope\": \"strict\"")) "]}");
  g_autoptr (JsonNode) second =
    start (resolver, "{\"remotes\": [" MOVED ("a", X ("1.0.1", "^1", "false", ", \"shareScope\": \"strict\"")) ","
                     REMOTE ("b", X ("1.1.0", "^1", "false", ", \"shareScope\": \"strict\"")) "]}");

  g_assert_cmpstr (given (first, "https://a.example/", "x"), ==, "https://a.example/x@1.0.0.js");
  g_assert_cmpstr (given (second, "https://a.example/v2/", "x"), ==, "https://a.example/v2/x@1.0.1.js");
  g_assert_cmpstr (given (second, "https://b.example/", "x"), ==, "https://b.example/x@1.1.0.js");
}

/* 2: an elected row that joins another of its text stays the shared one. */
static void
test_elected_row (void)
{
  static const char strict_old[] = "{\"profile\": {\"election\": \"peer\"}, \"remotes\": ["
    REMOTE ("m", X ("2.2.0", "^2.2.0", "true", "")) "," REMOTE ("n", X ("2.2.0", "^2.2.0", "true", "")) ","
    REMOTE ("a", X ("2.1.0", "^2.1.0", "false", "")) "," REMOTE ("c", X ("2.1.0", "~2.1.0", "true", "")) "]}";
  static const char left[] = "{\"profile\": {\"election\": \"peer\"}, \"remotes\": ["
    MOVED ("m", "") "," MOVED ("n", "") ","
    REMOTE ("a", X ("2.1.0", "^2.1.0", "false", "")) "," REMOTE ("c", X ("2.1.0", "~2.1.0", "true", "")) "]}";
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) first = start (resolver, strict_old);
  g_autoptr (JsonNode) second = start (resolver, left);
  g_autoptr (JsonNode) rows = inlay_resolver_list_rows (resolver);
  g_autoptr (JsonNode) later = add (resolver, REMOTE ("late", X ("2.0.0", ">=2.0.0", "false", "")));

  g_assert_nonnull (given (first, "", "x"));
  g_assert_nonnull (given (second, "", "x"));
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (rows, "/__GLOBAL__/x/0"), "action"), ==, "share");
  g_assert_null (given (later, "https://late.example/", "x"));
}

/* 3: a refused later remote leaves nothing. */
static void
test_refused_later (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) first = start (resolver, "{\"strict\": {\"strictExternalCompatibility\": true}, \"remotes\": ["
                                                REMOTE ("a", X ("2.0.0", "^2", "false", "")) "]}");
  g_autoptr (JsonNode) before = inlay_resolver_list_rows (resolver);
  g_autoptr (JsonNode) later =
    add (resolver, REMOTE ("b", "{\"packageName\": \"z\", \"outFileName\": \"z.js\", \"version\": \"1.0.0\", \"singleton\":"
                                " true}," X ("1.0.0", "^1", "true", "")));
  g_autoptr (JsonNode) after = inlay_resolver_list_rows (resolver);

  g_assert_nonnull (first);
  g_assert_null (later);
  g_assert_cmpuint (count_warnings (resolver, "incompatible-version"), ==, 1);
  g_assert_true (inlay_json_identical (before, after));
}

/* 4: chunks come with whatever is served: what a group copy or a later remote fills, each part of a
 * grouped package, a remote's second copy in a row; and that copy counts as served. */
static void
test_chunks (void)
{
#define PART(name, file, bundle, more) \
  "{\"packageName\": \"" name "\", \"outFileName\": \"" file "\", \"version\": \"1.0.0\", \"requiredVersion\": \"^1\"," \
  " \"singleton\": true, \"bundle\": \"" bundle "\"" more "}"
#define CHUNKS ", \"chunks\": {\"b1\": [\"c1.js\"], \"b2\": [\"c2.js\"]}"
#define HALVES(more) \
  "{\"packageName\": \"x\", \"entries\": {\"x\": \"x.js\"}, \"version\": \"1.0.0\", \"requiredVersion\": \"^1\"," \
  " \"singleton\": true, \"bundle\": \"b1\"" more "}," \
  "{\"packageName\": \"x\", \"entries\": {\"x/sub\": \"s.js\"}, \"version\": \"1.0.0\", \"requiredVersion\": \"^1\"," \
  " \"singleton\": true, \"bundle\": \"b2\"" more "}"
  static const char *const cases[] = {
    "{\"feature\": {\"convertFlatSharedInfo\": true}, \"remotes\": ["
    AT ("a", "https://a.example/r.json", FILE_OF ("a", PART ("x", "x.js", "b1", "") "," PART ("x/sub", "s.js", "b2", ""), CHUNKS))
    "]}",
    "{\"remotes\": [" AT ("a", "https://a.example/r.json", FILE_OF ("a", HALVES (""), CHUNKS)) "]}",
    "{\"remotes\": [" REMOTE ("b", X ("1.5.0", "^1", "true", ", \"shareScope\": \"t\"")) ","
    AT ("a", "https://a.example/r.json", FILE_OF ("a",
        "{\"packageName\": \"x\", \"entries\": {\"x/1\": \"1.js\"}, \"version\": \"1.0.0\", \"requiredVersion\": \"^1\","
        " \"singleton\": true, \"bundle\": \"b1\", \"shareScope\": \"t\"}," PART ("y", "y.js", "b2", ""), CHUNKS)) "]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) map = start (resolver, cases[i]);

      g_assert_cmpstr (given (map, "https://a.example/", "@nf-internal/c1"), ==, "https://a.example/c1.js");
      g_assert_cmpstr (given (map, "https://a.example/", "@nf-internal/c2"), ==, "https://a.example/c2.js");
    }
}

static void
test_second_copy_served (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = start (resolver, "{\"remotes\": [" AT ("a", "https://a.example/r.json",
                                                                    FILE_OF ("a", HALVES (""), "")) "]}");
  g_autoptr (JsonNode) later =
    add (resolver, REMOTE ("b", "{\"packageName\": \"x\", \"entries\": {\"x/sub\": \"s2.js\"}, \"version\": \"1.0.1\","
                                " \"requiredVersion\": \"^1\", \"singleton\": true}"));

  g_assert_cmpstr (given (map, "", "x/sub"), ==, "https://a.example/s.js");
  g_assert_null (given (later, "https://b.example/", "x/sub"));
}

/* 5: what a pool decided for a later remote holds on the next page load. */
static void
test_later_pool (void)
{
#define MEMBER(name, version) \
  "{\"packageName\": \"@fw/" name "\", \"outFileName\": \"" name "@" version ".js\", \"version\": \"" version \
  "\", \"requiredVersion\": \"^22.0.0\", \"singleton\": true, \"strictVersion\": true}"
  static const char page[] = "{\"feature\": {\"useAutoExternalPooling\": true}, \"remotes\": ["
    REMOTE ("a", MEMBER ("core", "22.1.0") "," MEMBER ("router", "22.1.0")) "]}";
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = start (resolver, page);
  g_autoptr (JsonNode) later = add (resolver, REMOTE ("d", MEMBER ("router", "22.0.5") "," MEMBER ("forms", "22.0.5")));
  g_autoptr (JsonNode) again = start (resolver, page);

  g_assert_nonnull (map);
  g_assert_cmpstr (given (later, "https://d.example/", "@fw/router"), ==, "https://d.example/router@22.0.5.js");
  g_assert_cmpstr (given (again, "https://d.example/", "@fw/router"), ==, "https://d.example/router@22.0.5.js");
  g_assert_null (given (again, "", "@fw/forms"));
  g_assert_cmpstr (given (again, "", "@fw/router"), ==, "https://a.example/router@22.1.0.js");
}

/* 6: what is malformed is left out, and the rest works. */
static void
test_malformed (void)
{
  static const char *const externals[] = {
    "5", "{}", "{\"packageName\": \"y\"}", "{\"packageName\": 7, \"outFileName\": \"y.js\"}",
    "{\"packageName\": \"y\", \"outFileName\": [], \"singleton\": true}",
    "{\"packageName\": \"y\", \"entries\": {}, \"singleton\": true}",
    "{\"packageName\": \"y\", \"entries\": {\"y\": 1}, \"singleton\": true}",
    "{\"packageName\": \"y\", \"outFileName\": \"y.js\", \"version\": {}, \"singleton\": true}",
    "{\"packageName\": \"y\", \"outFileName\": \"y.js\", \"requiredVersion\": true, \"singleton\": true}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (externals); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"remotes\": [%s, " AT ("b", "https://b.example/r.json", FILE_OF ("b", "%s", "")) "]}",
                                               REMOTE ("a", X ("1.0.0", "^1", "true", "")), externals[i]);
      g_autofree char *strict = g_strdup_printf ("{\"strict\": true, %s", text + 1);
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) map = start (resolver, text);
      g_autoptr (JsonNode) input = read_json (strict);

      g_assert_cmpstr (given (map, "", "x"), ==, "https://a.example/x@1.0.0.js");
      g_assert_null (given (map, "https://b.example/", "y"));
      g_assert_cmpuint (count_warnings (resolver, "malformed-input"), ==, 1);
      g_assert_null (inlay_resolver_start (resolver, input, NULL));
    }
}

/* 7 and 8: addresses, and a scope without a name. */
static void
test_places (void)
{
  static const struct
  {
    const char *url;
    const char *file;
  } cases[] = {
    { "https://h.example", "https://h.example/x@1.0.0.js" },
    { "https://h.example/m/r.json?next=/a/b.c", "https://h.example/m/x@1.0.0.js" },
    { "https://h.example/m/r.json#/a/b", "https://h.example/m/x@1.0.0.js" },
    { "https://h.example?x=/y", "https://h.example/x@1.0.0.js" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"remotes\": [" AT ("a", "%s", "%s") "]}", cases[i].url,
                                               FILE_OF ("a", X ("1.0.0", "^1", "true", ", \"shareScope\": \"\""), ""));
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) map = start (resolver, text);

      g_assert_cmpstr (given (map, "", "x"), ==, cases[i].file);
    }
}

/* 9: no file makes itself the host or evicts others; that it moves itself is told. */
static void
test_claims (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map =
    start (resolver, "{\"remotes\": [" REMOTE ("a", X ("2.0.0", "^2", "false", "")) ","
                     AT ("b", "https://b.example/r.json", FILE_OF ("b", X ("1.0.0", "^1", "false", ""),
                         ", \"host\": true, \"override\": true, \"url\": \"https://c.example/r.json\"")) "]}");

  g_assert_cmpstr (given (map, "", "x"), ==, "https://a.example/x@2.0.0.js");
  g_assert_cmpuint (count_warnings (resolver, "entry-url"), ==, 1);
}

/* 10: one package in two scopes has two verdicts. */
static void
test_two_scopes (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map = start (resolver, "{\"remotes\": [" REMOTE ("a", X ("2.0.0", "^2", "false", "")) ","
                                              REMOTE ("b", X ("1.0.0", "^1", "false", ", \"shareScope\": \"t\"")) "]}");
  g_autoptr (JsonNode) later =
    add (resolver, REMOTE ("c", X ("2.1.0", "^2", "true", "") "," X ("1.5.0", "~1.5.0", "true", ", \"shareScope\": \"t\"")));
  g_autoptr (JsonNode) rows = inlay_resolver_list_rows (resolver);

  g_assert_nonnull (map);
  g_assert_cmpstr (given (later, "https://c.example/", "x"), ==, "https://c.example/x@1.5.0.js");
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (rows, "/__GLOBAL__/x/0"), "action"), ==, "skip");
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (rows, "/t/x/0"), "action"), ==, "scope");
}

/* 11: a remote that calls itself otherwise is known again by the name it is listed under. */
static void
test_other_name (void)
{
  static const char page[] = "{\"remotes\": [" AT ("alias", "https://a.example/remoteEntry.json",
                                                   FILE_OF ("real", X ("1.0.0", "^1", "true", ""), "")) "]}";
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) first = start (resolver, page);
  guint told = count_warnings (resolver, "remote-name-mismatch");
  g_autoptr (JsonNode) second = start (resolver, page);
  g_autoptr (JsonNode) rows = inlay_resolver_list_rows (resolver);

  g_assert_cmpuint (told, ==, 1);
  g_assert_cmpuint (count_warnings (resolver, "remote-name-mismatch"), ==, 0);
  g_assert_true (inlay_json_identical (first, second));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (inlay_json_get (rows, "/__GLOBAL__/x/0/remotes"))), ==, 1);
}

/* 12: a remote that is no longer listed leaves, where that is asked for; one loaded later stays. */
static void
test_unlisted (void)
{
  static const char two[] = "{\"remotes\": [" REMOTE ("a", X ("1.0.0", "^1", "true", "")) ","
    REMOTE ("b", X ("1.5.0", "^1", "true", "")) "]}";
  static const char *const one[] = {
    "{\"remotes\": [" REMOTE ("a", X ("1.0.0", "^1", "true", "")) "]}",
    "{\"profile\": {\"dropUnlistedRemotes\": true}, \"remotes\": [" REMOTE ("a", X ("1.0.0", "^1", "true", "")) "]}",
  };
  static const char *const files[] = { "https://b.example/x@1.5.0.js", "https://a.example/x@1.0.0.js" };

  for (guint i = 0; i < G_N_ELEMENTS (one); i++)
    {
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
      g_autoptr (JsonNode) before = start (resolver, two);
      g_autoptr (JsonNode) later = add (resolver, AT ("l", "https://l.example/r.json", "{\"exposes\": [{\"key\": \"./A\","
                                                      " \"outFileName\": \"a.js\"}]}"));
      g_autoptr (JsonNode) after = start (resolver, one[i]);

      g_assert_nonnull (before);
      g_assert_nonnull (later);
      g_assert_cmpstr (given (after, "", "x"), ==, files[i]);
      g_assert_cmpstr (given (after, "", "l/./A"), ==, "https://l.example/a.js");
    }
}

/* 12, too: a remote that only its file names is listed. */
static void
test_unnamed (void)
{
  static const char page[] = "{\"profile\": {\"dropUnlistedRemotes\": true}, \"remotes\": [{\"url\": \"https://u.example/r.json\","
    " \"remoteEntry\": " FILE_OF ("u", X ("1.0.0", "^1", "true", ""), "") "}]}";
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) map = start (resolver, page);

      g_assert_cmpstr (given (map, "", "x"), ==, "https://u.example/x@1.0.0.js");
    }
}

/* 13: two remotes in one directory, or one below the other's. */
static void
test_directories (void)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonNode) map =
    start (resolver, "{\"remotes\": [" AT ("a", "https://h.example/m/r.json", "{}") ","
                     AT ("b", "https://h.example/m/s.json", "{}") "," AT ("c", "https://h.example/m/c/r.json", "{}") ","
                     AT ("d", "https://h.example/mm/r.json", "{}") "]}");

  g_assert_nonnull (map);
  g_assert_cmpuint (count_warnings (resolver, "shared-directory"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/resolver-defects/1-exact-group", test_exact_group);
  g_test_add_func ("/resolver-defects/2-elected-row", test_elected_row);
  g_test_add_func ("/resolver-defects/3-refused-later", test_refused_later);
  g_test_add_func ("/resolver-defects/4-chunks", test_chunks);
  g_test_add_func ("/resolver-defects/4-second-copy-served", test_second_copy_served);
  g_test_add_func ("/resolver-defects/5-later-pool", test_later_pool);
  g_test_add_func ("/resolver-defects/6-malformed", test_malformed);
  g_test_add_func ("/resolver-defects/7-8-places", test_places);
  g_test_add_func ("/resolver-defects/9-claims", test_claims);
  g_test_add_func ("/resolver-defects/10-two-scopes", test_two_scopes);
  g_test_add_func ("/resolver-defects/11-other-name", test_other_name);
  g_test_add_func ("/resolver-defects/12-unlisted", test_unlisted);
  g_test_add_func ("/resolver-defects/12-unnamed", test_unnamed);
  g_test_add_func ("/resolver-defects/13-directories", test_directories);

  return g_test_run ();
}
