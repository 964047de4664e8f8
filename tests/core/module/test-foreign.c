/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

static const struct {
  const char *name, *text, *address;
  const char *definitions; /* what the modules are, one after the other */
} readable[] = {
  { "definition", "{\"id\":\"a\",\"version\":\"1.0.0\",\"entry\":\"a.js\"}", NULL,
    "{\"id\":\"a\",\"version\":\"1.0.0\",\"entry\":\"a.js\"}" },
  { "package",
    "{\"name\":\"@acme/cart\",\"version\":\"2.1.0\",\"keywords\":[\"shop\"],"
    "\"peerDependencies\":{\"react\":\"^18\"},\"microfrontend\":{\"category\":\"commerce\"}}", NULL,
    "{\"id\":\"@acme/cart\",\"version\":\"2.1.0\",\"tags\":[\"shop\"],"
    "\"dependencies\":{\"react\":\"^18\"},\"category\":\"commerce\",\"entry\":\"cdn\","
    "\"npm\":{\"package\":\"@acme/cart\"}}" },
  { "package/true", "{\"name\":\"cart\",\"version\":\"2.1.0\",\"microfrontend\":true}", NULL,
    "{\"id\":\"cart\",\"version\":\"2.1.0\",\"entry\":\"cdn\",\"npm\":{\"package\":\"cart\"}}" },
  { "package/entry",
    "{\"name\":\"cart\",\"version\":\"2.1.0\",\"microfrontend\":{\"entry\":\"./dist/cart.js\"}}", NULL,
    "{\"id\":\"cart\",\"version\":\"2.1.0\",\"entry\":\"dist/cart.js\"}" },
  { "package/address",
    "{\"name\":\"cart\",\"version\":\"2.1.0\",\"microfrontend\":{\"entry\":\"./dist/cart.js\"}}",
    "https://x.org/cart/package.json",
    "{\"id\":\"cart\",\"version\":\"2.1.0\",\"entry\":\"https://x.org/cart/dist/cart.js\"}" },
  { "import-map",
    "{\"imports\":{\"cart\":\"https://esm.sh/cart@1.2.3/mod.js\",\"lodash/\":\"/l/\",\"off\":null,"
    "\"plain\":\"./plain.js\",\"./x.js\":\"/y.js\"}}", "https://x.org/maps/map.json",
    "{\"id\":\"cart\",\"version\":\"1.2.3\",\"entry\":\"https://esm.sh/cart@1.2.3/mod.js\"}"
    "{\"id\":\"plain\",\"version\":\"0.0.0\",\"entry\":\"https://x.org/maps/plain.js\"}" },
  { "remote-entry",
    "{\"name\":\"shop ui\",\"exposes\":[{\"key\":\"./Button\",\"outFileName\":\"Button-X.js\"}],"
    "\"shared\":[{\"packageName\":\"react\",\"requiredVersion\":\"^18.0.0\"},"
    "{\"packageName\":\"odd\",\"requiredVersion\":\"?\"}]}", "https://x.org/ui@3.0.0/remoteEntry.json",
    "{\"id\":\"@shop-ui/Button\",\"version\":\"3.0.0\",\"name\":\"Button\","
    "\"entry\":\"https://x.org/ui@3.0.0/Button-X.js\","
    "\"dependencies\":{\"react\":\"^18.0.0\",\"odd\":\"*\"}}" },
  { "federation",
    "{\"id\":\"shop\",\"name\":\"shop\",\"metaData\":{\"publicPath\":\"https://cdn.org/s/\","
    "\"buildInfo\":{\"buildVersion\":\"1.4.0\"},\"remoteEntry\":{\"type\":\"module\"}},"
    "\"shared\":[{\"name\":\"vue\",\"requiredVersion\":\"^3.2.0\"}],"
    "\"exposes\":[{\"name\":\"Cart\",\"assets\":{\"js\":{\"sync\":[\"cart.js\"]}}}]}", NULL,
    "{\"id\":\"@shop/Cart\",\"version\":\"1.4.0\",\"name\":\"Cart\","
    "\"entry\":\"https://cdn.org/s/cart.js\",\"dependencies\":{\"vue\":\"^3.2.0\"}}" },
  { "elements",
    "{\"schemaVersion\":\"1.0.0\",\"modules\":[{\"path\":\"dist/map.js\",\"declarations\":["
    "{\"kind\":\"class\",\"name\":\"Helper\"},"
    "{\"kind\":\"class\",\"customElement\":true,\"tagName\":\"x-map\",\"summary\":\"A map\","
    "\"attributes\":[{\"name\":\"zoom-level\",\"fieldName\":\"zoomLevel\",\"type\":{\"text\":\"number\"}},"
    "{\"name\":\"kind\",\"type\":{\"text\":\"'a' | 'b'\"},\"description\":\"Which\"}],"
    "\"events\":[{\"name\":\"moved\",\"description\":\"It moved\"}],\"slots\":[{\"name\":\"\"}]}]}]}", NULL,
    "{\"id\":\"x-map\",\"version\":\"0.0.0\",\"description\":\"A map\",\"entry\":\"dist/map.js\","
    "\"adapter\":\"element\",\"element\":\"x-map\",\"configSchema\":{\"type\":\"object\","
    "\"properties\":{\"zoomLevel\":{\"type\":\"number\"},\"kind\":{\"description\":\"Which\"}}},"
    "\"events\":{\"moved\":{\"title\":\"It moved\"}},\"slots\":{\"default\":{}}}" },
};

static void
test_read (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = inlay_json_read_text (readable[i].text, -1, &error);
  g_autoptr(GPtrArray) modules = NULL;
  g_autoptr(GString) definitions = g_string_new (NULL);

  g_assert_no_error (error);
  modules = inlay_module_read_foreign (node, readable[i].address, &error);
  g_assert_no_error (error);
  for (guint j = 0; j < modules->len; j++)
    {
      g_autoptr(JsonNode) definition = inlay_module_to_json (g_ptr_array_index (modules, j));

      inlay_json_append (definitions, definition, INLAY_JSON_DEFAULT);
    }
  g_assert_cmpstr (definitions->str, ==, readable[i].definitions);
}

static void
test_refuse (void)
{
  static const char * const cases[][3] = {
    { "[]", NULL, "the description: nothing in it describes modules" },
    { "{}", "https://x.org/a.json", "https://x.org/a.json: nothing in it describes modules" },
    { "{\"name\":\"a\",\"version\":\"1.0.0\"}", NULL,
      "the description: nothing in it describes modules" },
    { "{\"microfrontend\":{}}", NULL, "the description: the package has no name" },
    { "{\"name\":\"a\",\"microfrontend\":{}}", NULL,
      "module a: /version is not a version, such as 1.0.0" },
    { "{\"name\":\"a\",\"version\":\"1.0.0\",\"peerDependencies\":{\"b\":\"workspace:^\"},"
      "\"microfrontend\":{}}", NULL, "module a: /dependencies/b is not a version range" },
    { "{\"imports\":{\"a/\":\"/b/\"}}", NULL, "the description: it describes no module" },
    { "{\"imports\":{\"a\":\"data:text/javascript,1\"}}", NULL,
      "module a: /entry is neither a file, nor an http or https address, nor “cdn”" },
    { "{\"exposes\":[]}", NULL, "the description: the remote has no name" },
    { "{\"name\":\"a\",\"exposes\":[{}]}", NULL,
      "the description: a member of “exposes” has no key or no outFileName" },
    { "{\"name\":\"///\",\"exposes\":[{\"key\":\"./b\",\"outFileName\":\"b.js\"}]}", NULL,
      "the module definition: /id is not the name of a module, such as @acme/cart" },
    { "{\"name\":\"a\",\"metaData\":{\"remoteEntry\":{\"type\":\"global\"}}}", NULL,
      "the description: its remote entry is not built as an ES module" },
    { "{\"schemaVersion\":\"1.0.0\",\"modules\":[{}]}", NULL,
      "the description: a member of “modules” has no path" },
    { "{\"schemaVersion\":\"1.0.0\",\"modules\":[]}", NULL,
      "the description: it describes no module" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = inlay_json_read_text (cases[i][0], -1, NULL);

      g_assert_null (inlay_module_read_foreign (node, cases[i][1], &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][2]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      g_autofree char *path = g_strdup_printf ("/foreign/%s", readable[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_read);
    }
  g_test_add_func ("/foreign/refuse", test_refuse);

  return g_test_run ();
}
