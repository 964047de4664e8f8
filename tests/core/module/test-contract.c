/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

/* The two contracts in data/schemas agree with the code that reads and with what is shipped. */

static const char good[] =
  "{\"id\":\"@inlay/hero\",\"version\":\"1.0.0\",\"name\":\"Hero\",\"entry\":\"hero.js\","
  "\"files\":[\"hero.js\",\"a/b.js\"],\"size\":{\"minSpan\":3,\"span\":8},"
  "\"slots\":{\"a\":{\"accepts\":[\"x\"],\"max\":1}},\"events\":{\"e\":{\"schema\":true}}}";

static JsonNode *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  JsonNode *node;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = inlay_json_read_text (text, -1, &error);
  if (error != NULL)
    g_error ("%s: %s", path, error->message);
  return node;
}

static char *
data_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);
}

static InlaySchema *
read_schema (const char *name)
{
  g_autofree char *path = data_path (name);
  g_autoptr(JsonNode) node = read_file (path);
  g_autoptr(GError) error = NULL;
  InlaySchema *meta = inlay_schema_get_meta (INLAY_SCHEMA_DIALECT_2020_12);
  InlaySchema *schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                              INLAY_SCHEMA_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (inlay_schema_is_valid (meta, node));
  return schema;
}

static void
assert_valid (InlaySchema *schema,
              JsonNode    *node,
              const char  *what)
{
  if (!inlay_schema_is_valid (schema, node))
    g_error ("%s breaks its contract", what);
}

static void
test_modules (void)
{
  g_autoptr(InlaySchema) schema = read_schema ("schemas/module.schema.json");
  g_autofree char *folder = data_path ("samples/modules");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_modules = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, "module.json", NULL);
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(InlayModule) module = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      node = read_file (path);
      module = inlay_module_new (node, &error);
      g_assert_no_error (error);
      assert_valid (schema, node, name);
      n_modules++;
    }
  g_assert_cmpuint (n_modules, >=, 8);
}

static void
test_compositions (void)
{
  static const char * const names[] = {
    "samples/storefront.json", "samples/dashboard.json", "samples/react-counter.json",
    "samples/templates/blank.json", "samples/templates/landing.json",
    "samples/templates/shop.json",
  };
  g_autoptr(InlaySchema) schema = read_schema ("schemas/composition.schema.json");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = data_path (names[i]);
      g_autoptr(JsonNode) node = read_file (path);

      assert_valid (schema, node, names[i]);
    }
}

static void
test_composition_cases (void)
{
  static const struct {
    const char *text;
    gboolean valid;
  } cases[] = {
    { "{\"id\":\"a\"}", TRUE },
    { "{\"id\":\"a\",\"own\":{\"x\":1},\"pages\":{\"p\":{\"path\":\"/\",\"own\":1}}}", TRUE },
    { "{\"id\":\"a\",\"wires\":{\"w\":{\"from\":{\"instance\":\"i\",\"event\":\"e\"},"
      "\"to\":{\"state\":\"/x\"}}}}", TRUE },
    { "{\"id\":\"a\",\"regions\":{\"r\":{\"layout\":{\"768\":{\"columns\":6}}}}}", TRUE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"module\":\"m\",\"critical\":true}}}", TRUE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"module\":\"m\",\"critical\":\"yes\"}}}", FALSE },
    { "[]", FALSE },
    { "{}", FALSE },
    { "{\"id\":\"\"}", FALSE },
    { "{\"id\":\"-a\"}", FALSE },
    { "{\"id\":\"a b\"}", FALSE },
    { "{\"id\":\"a\",\"format\":2}", FALSE },
    { "{\"id\":\"a\",\"pages\":{\"p\":{}}}", FALSE },
    { "{\"id\":\"a\",\"pages\":{\"p\":{\"path\":\"x\"}}}", FALSE },
    { "{\"id\":\"a\",\"instances\":{\"a/b\":{\"module\":\"m\"}}}", FALSE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"config\":{}}}}", FALSE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"module\":\"m\",\"config\":[]}}}", FALSE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"module\":\"m\",\"area\":{\"x\":{}}}}}", FALSE },
    { "{\"id\":\"a\",\"instances\":{\"i\":{\"module\":\"m\",\"area\":{\"base\":{\"span\":0}}}}}",
      FALSE },
    { "{\"id\":\"a\",\"regions\":{\"r\":{\"items\":[1]}}}", FALSE },
    { "{\"id\":\"a\",\"wires\":{\"w\":{\"from\":{\"instance\":\"i\",\"event\":\"e\"},"
      "\"to\":{\"prop\":\"x\"}}}}", FALSE },
  };
  g_autoptr(InlaySchema) schema = read_schema ("schemas/composition.schema.json");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = inlay_json_read_text (cases[i].text, -1, NULL);

      g_test_message ("%s", cases[i].text);
      g_assert_true (inlay_schema_is_valid (schema, node) == cases[i].valid);
    }
}

/* Every case sets one member of a good definition; code and schema must be of one mind. */
static void
test_module_cases (void)
{
  static const struct {
    const char *member, *value;
    gboolean valid;
  } cases[] = {
    { "name", "\"Hero\"", TRUE }, { "own", "{}", TRUE }, { "id", "\"hero\"", TRUE },
    { "version", "\"1.0.0-rc.1+5\"", TRUE }, { "isolation", "\"iframe\"", TRUE },
    { "configSchema", "true", TRUE }, { "icon", "\"art/icon.svg\"", TRUE },
    { "entry", "\"https://esm.sh/x@1.0.0/y.js?dev\"", TRUE },
    { "dependencies", "{\"react\":\"^18 || 19.x\"}", TRUE },
    { "id", "\"@a/b/c\"", FALSE }, { "id", "\".a\"", FALSE }, { "id", "\"\"", FALSE },
    { "version", "\"1.0\"", FALSE }, { "version", "\"01.0.0\"", FALSE }, { "format", "2", FALSE },
    { "format", "0", FALSE }, { "name", "\"\"", FALSE }, { "tags", "[\"\"]", FALSE },
    { "entry", "\"../x.js\"", FALSE }, { "entry", "\"/x.js\"", FALSE },
    { "entry", "\"data:text/javascript,\"", FALSE }, { "entry", "\"cdn\"", FALSE },
    { "entry", "\"https://u:p@x.org/\"", FALSE }, { "entry", "\"https://x.org/<b>\"", FALSE },
    { "npm", "{}", FALSE }, { "adapter", "\"vue\"", FALSE }, { "adapter", "\"element\"", FALSE },
    { "element", "\"hero\"", FALSE }, { "configSchema", "1", FALSE }, { "events", "[]", FALSE },
    { "events", "{\"\":{}}", FALSE }, { "props", "{\"a\":{\"title\":1}}", FALSE },
    { "slots", "{\"a\":{\"max\":0}}", FALSE }, { "slots", "{\"a\":{\"max\":1.5}}", FALSE },
    { "slots", "{\"a\":{\"accepts\":[1]}}", FALSE }, { "size", "{\"span\":13}", FALSE },
    { "isolation", "1", FALSE }, { "critical", "true", TRUE }, { "critical", "1", FALSE }, { "dependencies", "{\"react\":18}", FALSE },
    { "thumbnail", "\"a//b\"", FALSE }, { "files", "[\"hero.js\",\".x\"]", FALSE },
  };
  g_autoptr(InlaySchema) schema = read_schema ("schemas/module.schema.json");
  g_autoptr(JsonNode) base = inlay_json_read_text (good, -1, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pointer = inlay_json_path (cases[i].member, NULL);
      g_autoptr(JsonNode) value = inlay_json_read_text (cases[i].value, -1, NULL);
      g_autoptr(JsonNode) node = inlay_json_set (base, pointer, value, NULL);
      g_autoptr(InlayModule) module = inlay_module_new (node, NULL);

      g_test_message ("%s: %s", cases[i].member, cases[i].value);
      g_assert_true ((module != NULL) == cases[i].valid);
      g_assert_true (inlay_schema_is_valid (schema, node) == cases[i].valid);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/contract/modules", test_modules);
  g_test_add_func ("/contract/compositions", test_compositions);
  g_test_add_func ("/contract/cases/composition", test_composition_cases);
  g_test_add_func ("/contract/cases/module", test_module_cases);

  return g_test_run ();
}
