/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-publish-changes.h"

#define PAGE(name, instances, items, rest) \
  "{\"id\":\"shop\",\"name\":\"" name "\",\"pages\":{\"home\":{\"title\":\"Home\",\"path\":\"/\"}}," \
  "\"regions\":{\"main\":{\"layout\":{},\"items\":[" items "]},\"side\":{\"items\":[]}}," \
  "\"instances\":{" instances "}" rest "}"
#define HERO(config) "\"hero\":{\"module\":\"@acme/hero\",\"name\":\"Opening\",\"config\":" config "}"
#define CART "\"cart\":{\"module\":\"@acme/cart\",\"config\":{}}"
#define PLAIN PAGE ("Shop", HERO ("{\"title\":\"Hi\"}") "," CART, "\"hero\",\"cart\"", "")

typedef struct
{
  const char *path;
  const char *before;
  const char *after;
  const char *lines;        /* kind, title and detail of each, "+", "*" or "-" */
} Case;

static const Case cases[] = {
  { "same", PLAIN, PLAIN, "" },
  { "name", PLAIN, PAGE ("Store", HERO ("{\"title\":\"Hi\"}") "," CART, "\"hero\",\"cart\"", ""),
    "* Store: Name: “Shop” → “Store”\n" },
  { "text", PLAIN, PAGE ("Shop", HERO ("{\"title\":\"Hello\\nyou\"}") "," CART, "\"hero\",\"cart\"", ""),
    "* Opening: Headline: “Hi” → “Hello you”\n" },
  { "set-and-unset", PLAIN, PAGE ("Shop", HERO ("{\"dark\":true}") "," CART, "\"hero\",\"cart\"", ""),
    "* Opening: dark: not set → on\n* Opening: Headline: “Hi” → not set\n" },
  { "nested", PAGE ("Shop", HERO ("{\"a\":{\"b\":{\"n\":1.0}}}"), "\"hero\"", ""),
    PAGE ("Shop", HERO ("{\"a\":{\"b\":{\"n\":2.5}}}"), "\"hero\"", ""),
    "* Opening: a › b › n: 1.0 → 2.5\n" },
  { "array", PAGE ("Shop", HERO ("{\"list\":[1,2]}"), "\"hero\"", ""),
    PAGE ("Shop", HERO ("{\"list\":[1,3]}"), "\"hero\"", ""),
    "* Opening: list: changed inside\n" },
  { "longer-array", PAGE ("Shop", HERO ("{\"list\":[1]}"), "\"hero\"", ""),
    PAGE ("Shop", HERO ("{\"list\":[1,3]}"), "\"hero\"", ""),
    "* Opening: list: 1 entry → 2 entries\n" },
  { "added", PAGE ("Shop", CART, "\"cart\"", ""),
    PAGE ("Shop", HERO ("{}") "," CART, "\"hero\",\"cart\"", ""), "+ Opening: Hero\n" },
  { "removed", PLAIN, PAGE ("Shop", CART, "\"cart\"", ""), "- Opening: Hero\n" },
  { "order", PLAIN, PAGE ("Shop", HERO ("{\"title\":\"Hi\"}") "," CART, "\"cart\",\"hero\"", ""),
    "* Region “main”: Order\n" },
  { "version", PAGE ("Shop", CART, "\"cart\"", ",\"modules\":{\"@acme/hero\":{\"version\":\"1.0.0\"}}"),
    PAGE ("Shop", CART, "\"cart\"", ",\"modules\":{\"@acme/hero\":{\"version\":\"1.1.0\"}}"),
    "* Hero: Module version: “1.0.0” → “1.1.0”\n" },
  { "pages", PAGE ("Shop", CART, "\"cart\"", ""),
    "{\"id\":\"shop\",\"name\":\"Shop\",\"pages\":{\"about\":{\"title\":\"About\",\"path\":\"/about\"}},"
    "\"regions\":{\"main\":{\"layout\":{},\"items\":[\"cart\"]},\"side\":{\"items\":[]}},"
    "\"instances\":{" CART "}}", "+ Page “About”\n- Page “Home”\n" },
  { "foreign", "{\"instances\":[1],\"regions\":null,\"pages\":{\"x\":3}}",
    "{\"instances\":{\"a\":7},\"regions\":{\"r\":{\"items\":[1,{}]}}}",
    "+ a\n+ Region “r”\n- Page “x”\n" },
};

static GHashTable *
new_modules (void)
{
  GHashTable *modules = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                               (GDestroyNotify) inlay_module_unref);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  InlayModule *module;

  node = inlay_json_read_text ("{\"format\":1,\"id\":\"@acme/hero\",\"version\":\"1.0.0\",\"name\":\"Hero\","
                               "\"entry\":\"hero.js\",\"files\":[\"hero.js\"],\"configSchema\":{"
                               "\"properties\":{\"title\":{\"title\":\"Headline\"}}}}", -1, &error);
  g_assert_no_error (error);
  module = inlay_module_new (node, &error);
  g_assert_no_error (error);
  g_hash_table_insert (modules, (char *) inlay_module_get_id (module), module);
  return modules;
}

static char *
describe (GPtrArray *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      InlayPublishChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (text, "%c %s", "+*-"[change->kind], change->title);
      if (change->detail != NULL)
        g_string_append_printf (text, ": %s", change->detail);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr(GHashTable) modules = new_modules ();
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) before = inlay_json_read_text (test->before, -1, &error);
  g_autoptr(JsonNode) after = inlay_json_read_text (test->after, -1, &error);
  g_autoptr(GPtrArray) changes = NULL;
  g_autofree char *lines = NULL;

  g_assert_no_error (error);
  changes = inlay_publish_changes_list (before, after, modules);
  lines = describe (changes);
  g_assert_cmpstr (lines, ==, test->lines);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/publish-changes/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
