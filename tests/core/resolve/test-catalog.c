/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

static InlayCatalog *
read_catalog (const char  *text,
              GError     **error)
{
  g_autoptr (JsonNode) node = inlay_json_read_text (text, -1, NULL);

  return inlay_catalog_new_from_json (node, error);
}

static const char catalog_text[] =
  "{\"modules\": ["
  " {\"format\": 1, \"id\": \"@a/cart\", \"version\": \"1.2.0\", \"name\": \"Cart\", \"entry\": \"c.js\","
  "  \"files\": [\"c.js\"], \"category\": \"commerce\", \"tags\": [\"shop\"]},"
  " {\"format\": 1, \"id\": \"@a/cart\", \"version\": \"1.10.0\", \"name\": \"Cart\", \"entry\": \"c.js\","
  "  \"files\": [\"c.js\"], \"category\": \"commerce\", \"description\": \"What a caf\xc3\xa9 sells\"},"
  " {\"format\": 1, \"id\": \"@a/cart\", \"version\": \"2.0.0-rc.1\", \"name\": \"Cart\", \"entry\": \"c.js\","
  "  \"files\": [\"c.js\"], \"category\": \"commerce\"},"
  " {\"format\": 1, \"id\": \"@a/shop-front\", \"version\": \"1.0.0\", \"name\": \"Front\", \"entry\": \"f.js\","
  "  \"files\": [\"f.js\"], \"category\": \"content\", \"description\": \"Shows a cart\"}],"
  " \"packages\": [{\"name\": \"react\", \"versions\": [\"17.0.2\", \"18.2.0\", \"bad\", \"18.10.0\"]},"
  "  {\"name\": \"react-dom\", \"versions\": {\"18.2.0\": {\"peerDependencies\": {\"react\": \"^18.2.0\"}}}}],"
  " \"integrity\": {\"/modules/@a/cart@1.10.0/c.js\": \"sha384-x\"}}";

static void
test_versions (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayCatalog) catalog = read_catalog (catalog_text, &error);
  g_autoptr (InlayRange) range = inlay_range_parse ("^1", 0, NULL);
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (InlayCatalog) again = NULL;
  GPtrArray *versions;

  g_assert_no_error (error);
  versions = inlay_catalog_get_modules (catalog, "@a/cart");
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpstr (inlay_module_get_version (g_ptr_array_index (versions, 0)), ==, "2.0.0-rc.1");
  g_assert_cmpstr (inlay_module_get_version (inlay_catalog_get_newest (catalog, "@a/cart")), ==, "1.10.0");
  g_assert_cmpstr (inlay_module_get_version (inlay_catalog_find_module (catalog, "@a/cart", range)), ==, "1.10.0");
  g_assert_nonnull (inlay_catalog_get_module (catalog, "@a/cart", "1.2.0"));
  g_assert_null (inlay_catalog_get_module (catalog, "@a/cart", "1.2.1"));
  g_assert_null (inlay_catalog_get_modules (catalog, "@a/none"));

  versions = inlay_catalog_get_package_versions (catalog, "react");
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpstr (inlay_version_to_string (g_ptr_array_index (versions, 0)), ==, "18.10.0");
  g_assert_nonnull (inlay_catalog_get_package_version (catalog, "react-dom", "18.2.0"));
  g_assert_null (inlay_catalog_get_package_version (catalog, "react", "18.2.0"));
  g_assert_cmpstr (inlay_catalog_get_integrity (catalog, "/modules/@a/cart@1.10.0/c.js"), ==, "sha384-x");

  written = inlay_catalog_to_json (catalog);
  again = inlay_catalog_new_from_json (written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inlay_catalog_get_module_ids (again)[1], ==, "@a/shop-front");
  g_assert_null (inlay_catalog_get_module_ids (again)[2]);
}

static void
test_search (void)
{
  static const struct
  {
    const char *text;
    const char *category;
    const char *expected;
  } cases[] = {
    { "", NULL, "@a/cart @a/shop-front" },
    { NULL, "content", "@a/shop-front" },
    { "CART", NULL, "@a/cart @a/shop-front" },
    { "cart shows", NULL, "@a/shop-front" },
    { "cafe", NULL, "@a/cart" },
    { "front", "commerce", "" },
    { "zebra", NULL, "" },
  };
  g_autoptr (InlayCatalog) catalog = read_catalog (catalog_text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = inlay_catalog_search (catalog, cases[i].text, cases[i].category);
      g_autoptr (GString) ids = g_string_new (NULL);

      for (guint k = 0; k < found->len; k++)
        g_string_append_printf (ids, "%s%s", k > 0 ? " " : "", inlay_module_get_id (g_ptr_array_index (found, k)));
      g_assert_cmpstr (ids->str, ==, cases[i].expected);
    }
}

static void
test_builder (void)
{
  g_autoptr (InlayCatalog) first = read_catalog (catalog_text, NULL);
  InlayCatalogBuilder *builder = inlay_catalog_builder_new (first);
  g_autoptr (InlayCatalog) second = NULL;

  g_assert_true (inlay_catalog_builder_add_module (builder, inlay_catalog_get_newest (first, "@a/cart"), NULL));
  second = inlay_catalog_builder_end (builder);
  g_assert_cmpuint (inlay_catalog_get_modules (second, "@a/cart")->len, ==, 3);
}

/* What is made of a catalog shares with it and changes nothing of it. */
static void
test_builder_shares (void)
{
  g_autoptr (InlayCatalog) first = read_catalog (catalog_text, NULL);
  g_autofree char *before = g_strjoinv (" ", (char **) inlay_catalog_get_module_ids (first));
  g_autoptr (JsonNode) definition = inlay_json_read_text ("{\"id\":\"@a/cart\",\"version\":\"99.0.0\",\"entry\":\"https://x.example/cart.js\"}", -1, NULL);
  g_autoptr (InlayModule) newer = inlay_module_new (definition, NULL);
  InlayCatalogBuilder *builder = inlay_catalog_builder_new (first);
  g_autoptr (InlayCatalog) second = NULL;
  g_autofree char *after = NULL;
  g_autofree char *still = NULL;

  g_assert_true (inlay_catalog_builder_add_module (builder, newer, NULL));
  second = inlay_catalog_builder_end (builder);
  g_assert_cmpuint (inlay_catalog_get_modules (first, "@a/cart")->len, ==, 3);
  g_assert_cmpuint (inlay_catalog_get_modules (second, "@a/cart")->len, ==, 4);
  after = g_strjoinv (" ", (char **) inlay_catalog_get_module_ids (second));
  g_assert_cmpstr (after, ==, before);

  builder = inlay_catalog_builder_new (second);
  inlay_catalog_builder_remove (builder, "@a/cart");
  inlay_catalog_builder_remove (builder, "@a/unheard-of");
  g_clear_pointer (&second, inlay_catalog_unref);
  second = inlay_catalog_builder_end (builder);
  g_assert_null (inlay_catalog_get_modules (second, "@a/cart"));
  g_assert_false (g_strv_contains (inlay_catalog_get_module_ids (second), "@a/cart"));

  g_clear_pointer (&first, inlay_catalog_unref);
  still = g_strjoinv (" ", (char **) inlay_catalog_get_module_ids (second));
  g_assert_cmpuint (strlen (still) + strlen ("@a/cart "), ==, strlen (before));
}

static void
test_invalid (void)
{
  static const char *texts[] = {
    "1", "{}", "[1]", "[{\"id\": \"@a/x\"}]", "{\"packages\": [{}]}", "{\"packages\": [{\"name\": \"x\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_catalog (texts[i], &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/versions", test_versions);
  g_test_add_func ("/catalog/search", test_search);
  g_test_add_func ("/catalog/builder", test_builder);
  g_test_add_func ("/catalog/builder/shares", test_builder_shares);
  g_test_add_func ("/catalog/invalid", test_invalid);

  return g_test_run ();
}
