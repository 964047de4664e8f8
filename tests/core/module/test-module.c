/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

static const char hero[] =
  "{ \"$schema\": \"https://inlay.dev/schema/module/1\", \"format\": 1, \"id\": \"@inlay/hero\","
  "  \"version\": \"1.0.0\", \"name\": \"Hero\", \"description\": \"A banner\","
  "  \"category\": \"content\", \"tags\": [\"banner\", \"start\"], \"entry\": \"hero.js\","
  "  \"configSchema\": { \"type\": \"object\" },"
  "  \"events\": { \"product:selected\": { \"title\": \"Product\", \"schema\": true } },"
  "  \"props\": { \"product\": {} },"
  "  \"slots\": { \"toolbar\": { \"title\": \"Toolbar\", \"accepts\": [\"@inlay/*\", \"category:form\"],"
  "                              \"max\": 2 }, \"body\": {} },"
  "  \"size\": { \"minSpan\": 3, \"span\": 8 }, \"isolation\": \"scoped\","
  "  \"dependencies\": { \"react\": \"^18.2.0\" }, \"icon\": \"icon.svg\","
  "  \"files\": [\"hero.js\", \"lib/style.js\"], \"x-own\": [1] }";

static InlayModule *
read_module (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  InlayModule *module = inlay_module_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (module);
  return module;
}

static void
test_accessors (void)
{
  g_autoptr(InlayModule) module = read_module (hero);
  g_autoptr(JsonNode) expected = inlay_json_read_text (hero, -1, NULL);
  g_autoptr(JsonNode) json = inlay_module_to_json (module);
  g_autofree char *address = inlay_module_dup_address (module);
  g_autofree char *style = inlay_module_dup_file_address (module, "lib/style.js");

  g_assert_cmpstr (inlay_module_get_id (module), ==, "@inlay/hero");
  g_assert_cmpstr (inlay_module_get_version (module), ==, "1.0.0");
  g_assert_cmpstr (inlay_module_get_name (module), ==, "Hero");
  g_assert_cmpstr (inlay_module_get_description (module), ==, "A banner");
  g_assert_cmpstr (inlay_module_get_category (module), ==, "content");
  g_assert_cmpstr (inlay_module_get_tags (module)[1], ==, "start");
  g_assert_null (inlay_module_get_tags (module)[2]);
  g_assert_cmpstr (inlay_module_get_entry (module), ==, "hero.js");
  g_assert_cmpint (inlay_module_get_source (module), ==, INLAY_MODULE_SOURCE_FILES);
  g_assert_cmpint (inlay_module_get_adapter (module), ==, INLAY_ADAPTER_INLAY);
  g_assert_cmpint (inlay_module_get_isolation (module), ==, INLAY_ISOLATION_SCOPED);
  g_assert_cmpuint (inlay_module_get_min_span (module), ==, 3);
  g_assert_cmpuint (inlay_module_get_span (module), ==, 8);
  g_assert_true (inlay_module_has_event (module, "product:selected"));
  g_assert_false (inlay_module_has_event (module, "product"));
  g_assert_true (inlay_module_has_prop (module, "product"));
  g_assert_true (inlay_module_has_file (module, "lib/style.js"));
  g_assert_true (inlay_module_has_file (module, "icon.svg"));
  g_assert_false (inlay_module_has_file (module, "../icon.svg"));
  g_assert_cmpstr (inlay_module_get_slots (module)[0], ==, "toolbar");
  g_assert_cmpstr (inlay_module_get_slots (module)[1], ==, "body");
  g_assert_null (inlay_module_get_slots (module)[2]);
  g_assert_cmpuint (inlay_module_get_slot_max (module, "body"), ==, 0);
  g_assert_cmpstr (inlay_module_get_slot_title (module, "body"), ==, "body");
  g_assert_cmpstr (address, ==, "/modules/@inlay/hero@1.0.0/hero.js");
  g_assert_cmpstr (style, ==, "/modules/@inlay/hero@1.0.0/lib/style.js");
  g_assert_true (inlay_json_identical (json, expected));
}

static void
test_defaults (void)
{
  g_autoptr(InlayModule) plain =
    read_module ("{\"id\":\"cart\",\"version\":\"2.0.0-rc.1\",\"entry\":\"cart.js\"}");
  g_autoptr(InlayModule) url =
    read_module ("{\"id\":\"cart\",\"version\":\"2.0.0\",\"entry\":\"https://x.org/cart.js\"}");
  g_autoptr(InlayModule) cdn =
    read_module ("{\"id\":\"cart\",\"version\":\"2.0.0\",\"entry\":\"cdn\","
                 "\"npm\":{\"package\":\"@x/y\",\"subpath\":\"z\"},"
                 "\"adapter\":\"element\",\"element\":\"x-cart\"}");
  g_autofree char *address = inlay_module_dup_address (url);

  g_assert_cmpstr (inlay_module_get_name (plain), ==, "cart");
  g_assert_cmpstr (inlay_module_get_files (plain)[0], ==, "cart.js");
  g_assert_null (inlay_module_get_files (plain)[1]);
  g_assert_cmpuint (inlay_module_get_min_span (plain), ==, 1);
  g_assert_cmpuint (inlay_module_get_span (plain), ==, 12);
  g_assert_null (inlay_module_get_config_schema (plain));
  g_assert_null (inlay_module_get_slots (plain)[0]);
  g_assert_cmpint (inlay_module_get_source (url), ==, INLAY_MODULE_SOURCE_URL);
  g_assert_cmpstr (address, ==, "https://x.org/cart.js");
  g_assert_cmpint (inlay_module_get_source (cdn), ==, INLAY_MODULE_SOURCE_CDN);
  g_assert_null (inlay_module_get_entry (cdn));
  g_assert_null (inlay_module_dup_address (cdn));
  g_assert_cmpstr (inlay_module_get_npm_package (cdn), ==, "@x/y");
  g_assert_cmpstr (inlay_module_get_npm_subpath (cdn), ==, "z");
  g_assert_cmpstr (inlay_module_get_element (cdn), ==, "x-cart");
}

/* Every case replaces one member of a good definition. */
static void
test_refuse (void)
{
  static const char * const cases[][3] = {
    { "id", "1", "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "id", "\"../x\"", "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "id", "\"@a/b/c\"", "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "id", "\"a b\"", "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "id", "\"a\\\"><script>\"",
      "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "version", "\"1.0\"", "module @inlay/hero: /version is not a version, such as 1.0.0" },
    { "format", "2",
      "module @inlay/hero: /format is newer than what can be read here, which is 1" },
    { "name", "\"\"", "module @inlay/hero: /name is not a string with something in it" },
    { "tags", "[1]", "module @inlay/hero: /tags/0 is not a string with something in it" },
    { "entry", "\"/etc/passwd\"",
      "module @inlay/hero: /entry is neither a file, nor an http or https address, nor “cdn”" },
    { "entry", "\"javascript:alert(1)\"",
      "module @inlay/hero: /entry is neither a file, nor an http or https address, nor “cdn”" },
    { "entry", "\"https://u:p@x.org/a.js\"",
      "module @inlay/hero: /entry is neither a file, nor an http or https address, nor “cdn”" },
    { "entry", "\"other.js\"", "module @inlay/hero: /files does not list the entry" },
    { "entry", "\"cdn\"", "module @inlay/hero: /npm is not there, but the entry is “cdn”" },
    { "npm", "{}", "module @inlay/hero: /npm has no “package” with the name of an npm package" },
    { "adapter", "\"react\"",
      "module @inlay/hero: /adapter is none of inlay, single-spa, element" },
    { "adapter", "\"element\"",
      "module @inlay/hero: /element is not there, but the adapter is “element”" },
    { "element", "\"Hero\"", "module @inlay/hero: /element is not the name of a custom element" },
    { "configSchema", "[]", "module @inlay/hero: /configSchema is not a JSON Schema" },
    { "events", "[]", "module @inlay/hero: /events is not an object" },
    { "events", "{\"a/b\":1}", "module @inlay/hero: /events/a~1b is not an object" },
    { "props", "{\"\":{}}", "module @inlay/hero: /props has a member without a name" },
    { "slots", "{\"a\":{\"max\":0}}",
      "module @inlay/hero: /slots/a/max is not a whole number from 1 to 10000" },
    { "slots", "{\"a\":{\"accepts\":\"*\"}}", "module @inlay/hero: /slots/a/accepts is not an array" },
    { "size", "{\"span\":13}", "module @inlay/hero: /size/span is not a whole number from 1 to 12" },
    { "size", "{\"minSpan\":5,\"span\":4}", "module @inlay/hero: /size has a minSpan above its span" },
    { "isolation", "\"jail\"",
      "module @inlay/hero: /isolation is none of shadow, scoped, none, iframe" },
    { "dependencies", "{\"react\":\"not a range\"}",
      "module @inlay/hero: /dependencies/react is not a version range" },
    { "icon", "\".hidden\"", "module @inlay/hero: /icon is not the relative path of a file" },
    { "files", "[\"hero.js\",\"../x.js\"]",
      "module @inlay/hero: /files/1 is not the relative path of a file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) good = inlay_json_read_text (hero, -1, NULL);
      g_autoptr(JsonNode) value = inlay_json_read_text (cases[i][1], -1, NULL);
      g_autofree char *pointer = inlay_json_path (cases[i][0], NULL);
      g_autoptr(JsonNode) bad = inlay_json_set (good, pointer, value, NULL);

      g_assert_null (inlay_module_new (bad, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][2]);
    }
}

static void
test_slots (void)
{
  g_autoptr(InlayModule) module = read_module (hero);
  g_autoptr(InlayModule) form =
    read_module ("{\"id\":\"@x/form\",\"version\":\"1.0.0\",\"entry\":\"f.js\",\"category\":\"form\"}");
  g_autoptr(InlayModule) chart =
    read_module ("{\"id\":\"@x/chart\",\"version\":\"1.0.0\",\"entry\":\"f.js\",\"name\":\"Chart\"}");
  const struct {
    const char *slot;
    InlayModule *child;
    guint count;
    const char *reason;
  } cases[] = {
    { "toolbar", module, 0, NULL },
    { "toolbar", form, 1, NULL },
    { "toolbar", form, 2, "Toolbar of Hero is full, it takes 2" },
    { "toolbar", chart, 0, "Toolbar of Hero does not take Chart" },
    { "toolbar", NULL, 0, "Toolbar of Hero does not take unknown modules" },
    { "body", chart, 1000, NULL },
    { "body", NULL, 0, NULL },
    { "foot", chart, 0, "Hero has no slot “foot”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;
      gboolean accepted = inlay_module_slot_accepts (module, cases[i].slot, cases[i].child,
                                                     cases[i].count, &reason);

      g_assert_true (accepted == (cases[i].reason == NULL));
      g_assert_cmpstr (reason, ==, cases[i].reason);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/module/accessors", test_accessors);
  g_test_add_func ("/module/defaults", test_defaults);
  g_test_add_func ("/module/refuse", test_refuse);
  g_test_add_func ("/module/slots", test_slots);

  return g_test_run ();
}
