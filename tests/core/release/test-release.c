/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

static const char shop[] =
  "{ \"format\": 1, \"id\": \"shop\", \"name\": \"Shop\","
  "  \"pages\": { \"home\": { \"path\": \"/\", \"title\": \"Home\", \"regions\": [\"main\"], \"x\": 1 },"
  "             \"about\": { \"path\": \"/about\", \"regions\": [\"story\"] } },"
  "  \"pageOrder\": [\"home\", \"about\"],"
  "  \"regions\": { \"main\": { \"layout\": { \"base\": { \"columns\": 12 } }, \"items\": [\"grid\"] },"
  "               \"story\": { \"items\": [\"text\"] } },"
  "  \"instances\": {"
  "    \"grid\": { \"module\": \"@acme/grid\", \"config\": { \"size\": 1.0 }, \"locked\": true,"
  "              \"slots\": { \"top\": [\"search\", \"grid\"] } },"
  "    \"search\": { \"module\": \"search\", \"isolation\": \"none\" },"
  "    \"text\": { \"module\": \"text\" } },"
  "  \"routes\": { \"r\": { \"prefix\": \"/book\", \"module\": \"booking\", \"note\": 1 } },"
  "  \"wires\": { \"w\": { \"from\": { \"instance\": \"grid\", \"event\": \"a\" },"
  "             \"to\": { \"state\": \"/x\" } } },"
  "  \"environments\": { \"staging\": { \"name\": \"Stage\","
  "     \"instances\": { \"grid\": { \"config\": { \"size\": 4 } } } }, \"bad\": 1 },"
  "  \"lock\": { \"digest\": \"sha256-1\" } }";

static const char map[] =
  "{ \"imports\": { \"search\": \"https://esm.sh/search@1.0.0\","
  "                \"@acme/grid\": \"/modules/@acme/grid@1.0.0/grid.js\","
  "                \"text\": \"/modules/text@1.0.0/text.js\" },"
  "  \"scopes\": { \"https://esm.sh/\": { \"react\": \"https://cdn.example:8443/react.js\" },"
  "              \"https://esm.sh/a/\": { \"react\": \"HTTPS://ESM.sh/react\" } },"
  "  \"integrity\": { \"https://esm.sh/search@1.0.0\": \"sha384-abc\" } }";

static const char grid[] =
  "{ \"id\": \"@acme/grid\", \"version\": \"1.0.0\", \"entry\": \"grid.js\", \"isolation\": \"scoped\","
  "  \"slots\": { \"top\": {} } }";
static const char unused[] = "{ \"id\": \"unused\", \"version\": \"1.0.0\", \"entry\": \"grid.js\" }";

static JsonNode *
read_json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static GPtrArray *
list_modules (void)
{
  static const char * const definitions[] = { grid, unused };
  GPtrArray *modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      g_autoptr(JsonNode) definition = read_json (definitions[i]);

      g_ptr_array_add (modules, inlay_module_new (definition, NULL));
    }
  return modules;
}

static InlayRelease *
make_release (const char *composition_text,
              const char *map_text,
              const char *environment)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) composition = read_json (composition_text);
  g_autoptr(JsonNode) import_map = read_json (map_text);
  g_autoptr(GPtrArray) modules = list_modules ();
  InlayRelease *release = inlay_release_new (composition, import_map, modules, environment, &error);

  g_assert_no_error (error);
  g_assert_nonnull (release);
  return release;
}

static void
assert_text (JsonNode   *node,
             const char *expected)
{
  g_autofree char *text = node != NULL ? inlay_json_write (node, INLAY_JSON_DEFAULT) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static char *
write_page (InlayRelease *release)
{
  g_autoptr(GBytes) bytes = inlay_page_write (release);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static void
test_document (void)
{
  g_autoptr(InlayRelease) plain = make_release (shop, map, NULL);
  g_autoptr(InlayRelease) blue = make_release (shop, map, "blue");
  g_autoptr(InlayRelease) staging = make_release (shop, map, "staging");

  g_assert_cmpstr (inlay_release_get_id (plain), ==, "shop");
  g_assert_cmpstr (inlay_release_get_name (plain), ==, "Shop");
  g_assert_cmpstr (inlay_release_get_name (staging), ==, "Stage");
  g_assert_null (inlay_json_get (inlay_release_get_document (plain), "/lock"));
  g_assert_null (inlay_json_get (inlay_release_get_document (plain), "/environments"));
  assert_text (inlay_json_get (inlay_release_get_document (plain), "/instances/grid/config"),
               "{\"size\":1.0}");
  assert_text (inlay_json_get (inlay_release_get_document (staging), "/instances/grid/config"),
               "{\"size\":4}");
  assert_text (inlay_json_get (inlay_release_get_document (staging), "/instances/grid/locked"),
               "true");
  g_assert_true (inlay_release_equal (plain, blue));
  g_assert_false (inlay_release_equal (plain, staging));
  g_assert_true (inlay_digest_is_valid (inlay_release_get_digest (plain)));
  g_assert_cmpstr (inlay_release_get_address (plain, "text"), ==, "/modules/text@1.0.0/text.js");
  g_assert_null (inlay_release_get_address (plain, "booking"));
  assert_text (inlay_release_get_modules (plain),
               "{\"@acme/grid\":{\"version\":\"1.0.0\",\"adapter\":\"inlay\","
               "\"isolation\":\"scoped\",\"slots\":[\"top\"]}}");
}

/* The same thing said in another order has the same name and the same bytes. */
static void
test_order (void)
{
  g_autoptr(JsonNode) composition = read_json (shop);
  g_autoptr(JsonNode) import_map = read_json (map);
  g_autofree char *sorted_shop = inlay_json_write_canonical (composition);
  g_autofree char *sorted_map = inlay_json_write_canonical (import_map);
  g_autoptr(InlayRelease) first = make_release (shop, map, NULL);
  g_autoptr(InlayRelease) second = make_release (sorted_shop, sorted_map, NULL);
  g_autofree char *first_page = write_page (first);
  g_autofree char *second_page = write_page (second);

  g_assert_cmpstr (inlay_release_get_digest (first), ==, inlay_release_get_digest (second));
  g_assert_cmpstr (first_page, ==, second_page);
  g_assert_cmpstr (inlay_release_get_map_text (first), ==,
                   "{\"imports\":{\"@acme/grid\":\"/modules/@acme/grid@1.0.0/grid.js\","
                   "\"search\":\"https://esm.sh/search@1.0.0\","
                   "\"text\":\"/modules/text@1.0.0/text.js\"},"
                   "\"scopes\":{\"https://esm.sh/a/\":{\"react\":\"HTTPS://ESM.sh/react\"},"
                   "\"https://esm.sh/\":{\"react\":\"https://cdn.example:8443/react.js\"}},"
                   "\"integrity\":{\"https://esm.sh/search@1.0.0\":\"sha384-abc\"}}");
}

static void
test_policy (void)
{
  g_autoptr(InlayRelease) release = make_release (shop, map, NULL);
  g_autoptr(InlayRelease) hostile = make_release (
    "{\"id\":\"x\"}",
    "{\"imports\":{\"a\":\"https://evil.example;script-src/\",\"b\":\"https://a b/\","
    "\"c\":\"data:text/javascript,1\",\"d\":null,\"e\":\"https://[::1]:8080/x\","
    "\"f\":\"javascript:alert(1)\",\"g\":\"./x.js\"}}", NULL);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize size = sizeof bytes;
  g_autofree char *hash = NULL;
  g_autofree char *expected = NULL;

  g_checksum_update (checksum, (const guchar *) inlay_release_get_map_text (release), -1);
  g_checksum_get_digest (checksum, bytes, &size);
  hash = g_base64_encode (bytes, size);
  expected = g_strdup_printf (
    "default-src 'none'; "
    "script-src 'self' 'sha256-%s' https://cdn.example:8443 https://esm.sh; "
    "connect-src 'self' https://cdn.example:8443 https://esm.sh; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' https:; "
    "base-uri 'none'; form-action 'self'", hash);
  g_assert_cmpstr (inlay_release_get_csp (release), ==, expected);

  g_assert_nonnull (strstr (inlay_release_get_csp (hostile), "connect-src 'self' http"));
  g_assert_nonnull (strstr (inlay_release_get_csp (hostile), " https://[::1]:8080; style"));
  g_assert_null (strstr (inlay_release_get_csp (hostile), "evil"));
  g_assert_null (strstr (inlay_release_get_csp (hostile), "javascript"));
}

static void
test_storage (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayRelease) release = make_release (shop, map, "staging");
  g_autoptr(JsonNode) json = inlay_release_to_json (release);
  g_autofree char *text = inlay_json_write_canonical (json);
  g_autoptr(JsonNode) stored = read_json (text);
  g_autoptr(InlayRelease) again = inlay_release_from_json (stored, &error);
  g_autofree char *page = write_page (release);
  g_autofree char *page_again = NULL;

  g_assert_no_error (error);
  g_assert_true (inlay_release_equal (release, again));
  page_again = write_page (again);
  g_assert_cmpstr (page, ==, page_again);
}

static void
test_storage_refused (void)
{
  static const char * const cases[][3] = {
    { "/document/name", "\"Other\"", "the stored release does not match its digest" },
    { "/csp", "\"default-src *\"", "the stored release does not match its digest" },
    { "/digest", "\"sha256-1\"", "the stored release does not match its digest" },
    { "/modules", "[]", "the stored release is not whole" },
    { "/format", "2", "the stored release has no format that can be read here" },
    { "/document", "1", "the composition has no id" },
    { "/importMap/imports", "[]", "the import map: /imports is not an object" },
    { "", "[]", "the stored release is not an object" },
  };
  g_autoptr(InlayRelease) release = make_release (shop, map, NULL);
  g_autoptr(JsonNode) json = inlay_release_to_json (release);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) value = read_json (cases[i][1]);
      g_autoptr(JsonNode) spoilt = inlay_json_set (json, cases[i][0], value, NULL);

      g_assert_null (inlay_release_from_json (spoilt, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][2]);
    }
}

static void
test_refused (void)
{
  static const char * const cases[][4] = {
    { "[]", "{}", NULL, "the composition has no id" },
    { "{\"id\":\"\"}", "{}", NULL, "the composition has no id" },
    { "{\"id\":\"a\",\"format\":2}", "{}", NULL,
      "composition a has a format newer than 1, which is what can be read here" },
    { shop, "{}", "bad", "composition shop: the overrides of environment bad are not an object" },
    { shop, "[]", NULL, "an import map is an object" },
    { shop, "{\"imports\":{\"a\":1}}", NULL, "the import map: /imports/a is not a string" },
    { shop, "{\"scopes\":{\"/a/\":[]}}", NULL, "the import map: /scopes/~1a~1 is not an object" },
    { shop, "{\"integrity\":{\"/a\":null}}", NULL,
      "the import map: /integrity/~1a is not a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) composition = read_json (cases[i][0]);
      g_autoptr(JsonNode) import_map = read_json (cases[i][1]);

      g_assert_null (inlay_release_new (composition, import_map, NULL, cases[i][2], &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][3]);
    }
}

static void
test_data (void)
{
  g_autoptr(JsonNode) composition = read_json (shop);
  g_autoptr(GPtrArray) modules = list_modules ();
  g_autoptr(JsonNode) data = inlay_page_data (composition, modules, NULL);
  g_autoptr(JsonNode) broken = read_json ("{\"pages\":[],\"instances\":{\"a\":1,\"b\":{}},"
                                          "\"pageOrder\":7,\"state\":1,\"context\":[]}");
  g_autoptr(JsonNode) rest = inlay_page_data (broken, NULL, NULL);

  assert_text (data,
    "{\"format\":1,\"id\":\"shop\",\"name\":\"Shop\","
    "\"pages\":{\"home\":{\"path\":\"/\",\"title\":\"Home\",\"regions\":[\"main\"]},"
    "\"about\":{\"path\":\"/about\",\"regions\":[\"story\"]}},"
    "\"pageOrder\":[\"home\",\"about\"],"
    "\"regions\":{\"main\":{\"layout\":{\"base\":{\"columns\":12}},\"items\":[\"grid\"]},"
    "\"story\":{\"items\":[\"text\"]}},"
    "\"instances\":{\"grid\":{\"module\":\"@acme/grid\",\"config\":{\"size\":1.0},"
    "\"slots\":{\"top\":[\"search\",\"grid\"]},\"isolation\":\"scoped\"},"
    "\"search\":{\"module\":\"search\",\"isolation\":\"none\"},"
    "\"text\":{\"module\":\"text\",\"isolation\":\"shadow\"}},"
    "\"modules\":{\"@acme/grid\":{\"version\":\"1.0.0\",\"adapter\":\"inlay\","
    "\"isolation\":\"scoped\",\"slots\":[\"top\"]}},"
    "\"routes\":{\"r\":{\"prefix\":\"/book\",\"module\":\"booking\"}},"
    "\"state\":{\"initial\":{}},\"context\":{\"theme\":\"system\",\"locale\":\"en\"},"
    "\"wires\":{\"w\":{\"from\":{\"instance\":\"grid\",\"event\":\"a\"},"
    "\"to\":{\"state\":\"/x\"}}}}");
  assert_text (rest,
    "{\"format\":1,\"id\":\"\",\"pages\":{},\"pageOrder\":[],\"regions\":{},"
    "\"instances\":{\"b\":{\"isolation\":\"shadow\"}},\"modules\":{},\"routes\":{},"
    "\"state\":{\"initial\":{}},\"context\":{\"theme\":\"system\",\"locale\":\"en\"},\"wires\":{}}");
}

/* Only what an edit changed, and what it removed. */
static void
test_data_since (void)
{
  static const struct { const char *pointer, *value, *instances, *gone; } cases[] = {
    { "/name", "\"Other\"", "{}", "[]" },
    { "/instances/search/config", "{\"a\":1}",
      "{\"search\":{\"module\":\"search\",\"config\":{\"a\":1},\"isolation\":\"none\"}}", "[]" },
    { "/instances/new", "{\"module\":\"m\"}",
      "{\"new\":{\"module\":\"m\",\"isolation\":\"shadow\"}}", "[]" },
    { "/instances", "{\"new\":{}}", "{\"new\":{\"isolation\":\"shadow\"}}",
      "[\"grid\",\"search\",\"text\"]" },
    { "/instances", "7", "{}", "[\"grid\",\"search\",\"text\"]" },
  };
  g_autoptr(JsonNode) before = read_json (shop);
  g_autoptr(GPtrArray) modules = list_modules ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) value = read_json (cases[i].value);
      g_autoptr(JsonNode) after = inlay_json_set (before, cases[i].pointer, value, NULL);
      g_autoptr(JsonNode) data = inlay_page_data (after, modules, before);

      assert_text (inlay_json_get_member (data, "instances"), cases[i].instances);
      assert_text (inlay_json_get_member (data, "gone"), cases[i].gone);
    }
}

static void
test_page (void)
{
  g_autoptr(InlayRelease) release = make_release (shop, map, NULL);
  g_autofree char *page = write_page (release);
  g_autofree char *policy = g_markup_escape_text (inlay_release_get_csp (release), -1);
  g_autofree char *meta = g_strdup_printf ("content=\"%s\">", policy);
  g_autofree char *revision = g_strdup_printf ("<meta name=\"inlay-revision\" content=\"%s\">",
                                               inlay_release_get_digest (release));
  const char *parts[] = {
    "<!doctype html>\n<html lang=\"en\">", "<meta charset=\"utf-8\">", "<title>Shop</title>",
    "<meta http-equiv=\"Content-Security-Policy\" ", meta, revision,
    "<script type=\"importmap\">{\"imports\":", "</script>",
    "<link rel=\"modulepreload\" href=\"/shell/shell.js\">",
    "<link rel=\"modulepreload\" href=\"/modules/@acme/grid@1.0.0/grid.js\">",
    "<link rel=\"modulepreload\" href=\"https://esm.sh/search@1.0.0\" integrity=\"sha384-abc\">",
    "<link rel=\"stylesheet\" href=\"/shell/shell.css\">",
    "<script type=\"application/json\" id=\"inlay-page\">{\"context\":", "</script>",
    "<script type=\"module\" src=\"/shell/shell.js\"></script>", "</head>",
    "<div id=\"inlay-root\"></div>",
  };
  const char *at = page;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      at = strstr (at, parts[i]);
      if (at == NULL)
        g_error ("%s is not in its place in %s", parts[i], page);
      at += strlen (parts[i]);
    }
  g_assert_null (strstr (page, "modulepreload\" href=\"/modules/text"));
}

static void
assert_reads_back (InlayRelease *release)
{
  g_autoptr(GBytes) page = inlay_page_write (release);
  g_autoptr(JsonNode) expected = inlay_page_data_release (release);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) data = inlay_page_read_data (page, &error);

  g_assert_no_error (error);
  g_assert_true (inlay_json_equal (data, expected));
}

static void
test_read (void)
{
  static const char * const others[] = {
    "", "<!doctype html>", "id=\"inlay-page\">", "id=\"inlay-page\">{}", "id=\"inlay-page\">{</script>",
    "id=\"inlay-page\">[]</script>", "id=\"inlay-page\">\"x\"</script>", "id=\"inlay-page\"></script>",
  };
  g_autoptr(InlayRelease) release = make_release (shop, map, NULL);

  assert_reads_back (release);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(GBytes) page = g_bytes_new_static (others[i], strlen (others[i]));
      g_autoptr(GError) error = NULL;

      g_assert_null (inlay_page_read_data (page, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

/* The text between the last place of @start and @end. */
static char *
cut (const char *page,
     const char *start,
     const char *end)
{
  const char *from = strstr (page, start) + strlen (start);

  return g_strndup (from, (gsize) (strstr (from, end) - from));
}

static guint
count (const char *page,
       const char *word)
{
  guint n = 0;

  for (const char *at = strstr (page, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

static void
test_hostile (void)
{
  static const char * const words[] = {
    "</script><script>alert(1)</script>", "<!--<script>", "-->", "]]>", "\xe2\x80\xa8\xe2\x80\xa9",
    "$&$1$$", "__proto__", "\" onload=\"x", "'><img src=x>", "&lt;/script&gt;", "%s%n", "\\u003c",
    "\x01\x1f\x7f", "</title>", "😀",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *word = words[i];
      g_autoptr(JsonNode) instance = inlay_json_new_object (
        "module", inlay_json_new_string (word),
        "config", inlay_json_new_object (word, inlay_json_new_string (word), NULL), NULL);
      g_autoptr(JsonNode) composition = inlay_json_new_object (
        "id", inlay_json_new_string (word), "name", inlay_json_new_string (word),
        "context", inlay_json_new_object ("locale", inlay_json_new_string (word),
                                          "theme", inlay_json_new_string (word), NULL),
        "pages", inlay_json_new_object ("p", inlay_json_new_object (
          "regions", inlay_json_new_array (inlay_json_new_string ("r"), NULL), NULL), NULL),
        "regions", inlay_json_new_object ("r", inlay_json_new_object (
          "items", inlay_json_new_array (inlay_json_new_string (word), NULL), NULL), NULL),
        "instances", inlay_json_new_object (word, json_node_ref (instance), NULL), NULL);
      g_autoptr(JsonNode) import_map = inlay_json_new_object (
        "imports", inlay_json_new_object (word, inlay_json_new_string (word), NULL),
        "integrity", inlay_json_new_object (word, inlay_json_new_string (word), NULL), NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(InlayRelease) release = inlay_release_new (composition, import_map, NULL, NULL,
                                                           &error);
      g_autofree char *page = write_page (release);
      g_autofree char *data_text = cut (page, "id=\"inlay-page\">", "</script>");
      g_autofree char *map_text = cut (page, "\"importmap\">", "</script>");
      g_autofree char *title = cut (page, "<title>", "</title>");
      g_autofree char *escaped = g_markup_escape_text (word, -1);
      g_autoptr(JsonNode) data = read_json (data_text);
      g_autoptr(JsonNode) read_map = read_json (map_text);
      g_autofree char *config = inlay_json_path ("instances", word, "config", word, NULL);
      g_autofree char *address = inlay_json_path ("imports", word, NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (title, ==, escaped);
      assert_reads_back (release);
      g_assert_cmpstr (json_node_get_string (inlay_json_get (data, config)), ==, word);
      g_assert_cmpstr (json_node_get_string (inlay_json_get (read_map, address)), ==, word);
      g_assert_cmpuint (count (page, "<script"), ==, 3);
      g_assert_cmpuint (count (page, "</script"), ==, 3);
      g_assert_cmpuint (count (page, "<!--"), ==, 0);
      g_assert_cmpuint (count (page, "<img"), ==, 0);
      g_assert_cmpuint (count (page, "\xe2\x80\xa8"), ==, strchr (word, (char) 0xe2) ? 4 : 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/release/document", test_document);
  g_test_add_func ("/release/order", test_order);
  g_test_add_func ("/release/policy", test_policy);
  g_test_add_func ("/release/storage", test_storage);
  g_test_add_func ("/release/storage/refused", test_storage_refused);
  g_test_add_func ("/release/refused", test_refused);
  g_test_add_func ("/page/data", test_data);
  g_test_add_func ("/page/data-since", test_data_since);
  g_test_add_func ("/page/order", test_page);
  g_test_add_func ("/page/hostile", test_hostile);
  g_test_add_func ("/page/read", test_read);

  return g_test_run ();
}
