/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib/gstdio.h>
#include <string.h>

#include "inlay-form.h"

/* The form model: no display is needed, only what GIO has. */

typedef struct
{
  InlaySchema *schema;
  InlayForm *form;
  JsonNode *value;
  guint n_edits;
  char *last_name;
} Fixture;

/* Stands in for the document: applies what is asked for and gives the new value back. */
static void
edit_cb (Fixture    *fixture,
         const char *path,
         JsonNode   *value,
         const char *name)
{
  g_autoptr(GError) error = NULL;
  JsonNode *after;

  if (*path == '\0')
    after = json_node_ref (value);
  else if (value != NULL)
    after = inlay_json_set (fixture->value, path, value, &error);
  else
    after = inlay_json_remove (fixture->value, path, &error);
  g_assert_no_error (error);

  json_node_unref (fixture->value);
  fixture->value = after;
  fixture->n_edits++;
  g_free (fixture->last_name);
  fixture->last_name = g_strdup (name);
  inlay_form_update (fixture->form, after);
}

static void
fixture_init (Fixture    *fixture,
              const char *schema,
              const char *value)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = inlay_json_read_text (schema, -1, &error);

  g_assert_no_error (error);
  *fixture = (Fixture) { 0 };
  fixture->schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                          INLAY_SCHEMA_ASSERT_FORMAT, &error);
  g_assert_no_error (error);
  fixture->value = inlay_json_read_text (value, -1, &error);
  g_assert_no_error (error);
  fixture->form = inlay_form_new (fixture->schema, fixture->value);
  g_signal_connect_swapped (fixture->form, "edit", G_CALLBACK (edit_cb), fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  g_assert_finalize_object (fixture->form);
  inlay_schema_unref (fixture->schema);
  json_node_unref (fixture->value);
  g_free (fixture->last_name);
}

static InlayFormField *
get (Fixture    *fixture,
     const char *path)
{
  InlayFormField *field = inlay_form_lookup (fixture->form, path);

  g_assert_nonnull (field);
  g_assert_cmpstr (inlay_form_field_get_path (field), ==, path);
  return field;
}

static void
assert_value (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *text = inlay_json_write (fixture->value, INLAY_JSON_DEFAULT);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *schema;
    const char *value;
    InlayFieldKind kind;
  } cases[] = {
    { "{\"type\":\"string\"}", NULL, INLAY_FIELD_TEXT },
    { "{\"type\":\"string\",\"format\":\"multiline\"}", NULL, INLAY_FIELD_MULTILINE },
    { "{\"type\":\"string\",\"format\":\"color\"}", NULL, INLAY_FIELD_COLOR },
    { "{\"type\":\"string\",\"format\":\"date\"}", NULL, INLAY_FIELD_DATE },
    { "{\"type\":\"integer\"}", NULL, INLAY_FIELD_NUMBER },
    { "{\"minimum\":1}", NULL, INLAY_FIELD_NUMBER },
    { "{\"type\":[\"number\",\"null\"]}", "null", INLAY_FIELD_NUMBER },
    { "{\"type\":[\"number\",\"string\"]}", "\"a\"", INLAY_FIELD_TEXT },
    { "{\"type\":\"boolean\"}", NULL, INLAY_FIELD_BOOLEAN },
    { "{\"enum\":[1,\"a\",null]}", NULL, INLAY_FIELD_CHOICE },
    { "{\"type\":\"string\",\"oneOf\":[{\"const\":\"a\",\"title\":\"A\"}]}", "\"a\"", INLAY_FIELD_CHOICE },
    { "{\"const\":3}", "3", INLAY_FIELD_CONST },
    { "{\"properties\":{\"a\":{}}}", NULL, INLAY_FIELD_OBJECT },
    { "{\"type\":\"array\"}", NULL, INLAY_FIELD_ARRAY },
    { "{}", NULL, INLAY_FIELD_JSON },
    { "{}", "\"a\"", INLAY_FIELD_TEXT },
    { "{\"type\":\"number\"}", "\"a\"", INLAY_FIELD_JSON },
    { "{\"type\":\"string\",\"x-inlay\":{\"widget\":\"json\"}}", NULL, INLAY_FIELD_JSON },
    { "{\"type\":\"null\"}", NULL, INLAY_FIELD_NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      g_autofree char *schema = g_strdup_printf ("{\"properties\":{\"x\":%s}}", cases[i].schema);
      g_autofree char *value = cases[i].value ? g_strdup_printf ("{\"x\":%s}", cases[i].value)
                                              : g_strdup ("{}");

      fixture_init (&fixture, schema, value);
      g_assert_cmpint (inlay_form_field_get_kind (get (&fixture, "/x")), ==, cases[i].kind);
      fixture_clear (&fixture);
    }
}

static void
test_states (void)
{
  Fixture fixture;
  InlayFormField *field;
  g_autoptr(JsonNode) empty = inlay_json_new_string ("");
  G_GNUC_UNUSED g_autoptr(JsonNode) text = NULL;

  fixture_init (&fixture, "{\"properties\":{\"x\":{\"type\":[\"string\",\"null\"],\"default\":\"d\"}}}",
                "{}");
  field = get (&fixture, "/x");
  g_assert_cmpint (inlay_form_field_get_state (field), ==, INLAY_FIELD_STATE_UNSET);
  g_assert_cmpstr (json_node_get_string (inlay_form_field_get_default (field)), ==, "d");

  inlay_form_field_set (field, empty);
  g_assert_cmpint (inlay_form_field_get_state (field), ==, INLAY_FIELD_STATE_EMPTY);
  assert_value (&fixture, "{\"x\":\"\"}");
  inlay_form_field_choose_type (field, INLAY_FIELD_TYPE_NULL);
  g_assert_cmpint (inlay_form_field_get_state (field), ==, INLAY_FIELD_STATE_NULL);
  assert_value (&fixture, "{\"x\":null}");
  inlay_form_field_reset (field);
  g_assert_cmpint (inlay_form_field_get_state (field), ==, INLAY_FIELD_STATE_UNSET);
  /* The default is shown, never written. */
  assert_value (&fixture, "{}");
  g_assert_cmpuint (fixture.n_edits, ==, 3);

  /* Nothing to do: nothing is asked for. */
  inlay_form_field_reset (field);
  g_assert_cmpuint (fixture.n_edits, ==, 3);
  g_assert_true (field == get (&fixture, "/x"));
  fixture_clear (&fixture);
}

/* What must be there and has no default can be changed, not reset. */
static void
test_reset_required (void)
{
  static const struct
  {
    const char *schema;
    gboolean    can_reset;
  } cases[] = {
    { "{\"properties\":{\"x\":{\"type\":\"string\"}}}", TRUE },
    { "{\"properties\":{\"x\":{\"type\":\"string\"}},\"required\":[\"x\"]}", FALSE },
    { "{\"properties\":{\"x\":{\"type\":\"string\",\"default\":\"d\"}},\"required\":[\"x\"]}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;

      fixture_init (&fixture, cases[i].schema, "{\"x\":\"a\"}");
      g_assert_cmpint (inlay_form_field_can_reset (get (&fixture, "/x")), ==, cases[i].can_reset);
      fixture_clear (&fixture);
    }
}

static void
test_branches (void)
{
  const char *schema =
    "{\"properties\":{\"source\":{\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\"}},"
    "\"oneOf\":[{\"title\":\"Fixed\",\"properties\":{\"kind\":{\"const\":\"fixed\"},\"rows\":{\"type\":\"array\"}},"
    "\"required\":[\"kind\",\"rows\"]},{\"$ref\":\"#/$defs/remote\"}]}},"
    "\"$defs\":{\"remote\":{\"title\":\"Remote\",\"properties\":{\"kind\":{\"const\":\"remote\"},"
    "\"url\":{\"type\":\"string\"}},\"required\":[\"kind\",\"url\"]}}}";
  const char *value = "{\"source\":{\"rows\":[1.50,2e3],\"label\":\"x\",\"kind\":\"fixed\",\"extra\":{}}}";
  Fixture fixture;
  InlayFormField *field;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(JsonNode) label = inlay_json_new_string ("y");

  fixture_init (&fixture, schema, value);
  before = inlay_json_write (fixture.value, INLAY_JSON_DEFAULT);
  field = get (&fixture, "/source");
  g_assert_cmpint (inlay_form_field_get_branch (field), ==, 0);
  g_assert_cmpstr (inlay_form_field_get_branches (field)[0], ==, "Fixed");

  inlay_form_field_choose_branch (field, 1);
  g_assert_cmpint (inlay_form_field_get_branch (field), ==, 1);
  assert_value (&fixture, "{\"source\":{\"label\":\"x\",\"kind\":\"remote\",\"extra\":{}}}");
  g_assert_cmpstr (inlay_form_field_get_error (get (&fixture, "/source/url")), !=, NULL);

  inlay_form_field_choose_branch (field, 0);
  after = inlay_json_write (fixture.value, INLAY_JSON_DEFAULT);
  g_assert_cmpstr (after, ==, before);

  /* What both branches share is not taken back. */
  inlay_form_field_choose_branch (field, 1);
  inlay_form_field_set (get (&fixture, "/source/label"), label);
  inlay_form_field_choose_branch (field, 0);
  g_assert_cmpstr (json_node_get_string (inlay_json_get (fixture.value, "/source/label")), ==, "y");
  g_assert_nonnull (inlay_json_get (fixture.value, "/source/rows"));
  fixture_clear (&fixture);
}

static void
test_condition (void)
{
  Fixture fixture;
  g_autoptr(JsonNode) no = inlay_json_new_boolean (FALSE);

  fixture_init (&fixture,
                "{\"properties\":{\"on\":{\"type\":\"boolean\"}},"
                "\"if\":{\"properties\":{\"on\":{\"const\":true}},\"required\":[\"on\"]},"
                "\"then\":{\"properties\":{\"speed\":{\"type\":\"integer\"}},\"required\":[\"speed\"]},"
                "\"unevaluatedProperties\":false}",
                "{\"on\":true,\"speed\":3}");
  g_assert_true (inlay_form_field_is_required (get (&fixture, "/speed")));
  g_assert_false (inlay_form_field_is_unused (get (&fixture, "/speed")));

  inlay_form_field_set (get (&fixture, "/on"), no);
  assert_value (&fixture, "{\"on\":false,\"speed\":3}");
  g_assert_true (inlay_form_field_is_unused (get (&fixture, "/speed")));
  inlay_form_field_remove (get (&fixture, "/speed"));
  assert_value (&fixture, "{\"on\":false}");
  fixture_clear (&fixture);
}

static void
test_items (void)
{
  Fixture fixture;
  InlayFormField *list;
  InlayFormField *first;
  InlayFormField *name;
  InlayFormField *second;
  g_autoptr(JsonNode) text = inlay_json_new_string ("z");

  fixture_init (&fixture,
                "{\"properties\":{\"l\":{\"title\":\"L\",\"type\":\"array\",\"maxItems\":4,\"minItems\":1,"
                "\"items\":{\"title\":\"Card\",\"properties\":{\"n\":{\"type\":\"string\"}}}}}}",
                "{\"l\":[{\"n\":\"a\"},{\"n\":\"a\"},{\"n\":\"c\"}]}");
  list = get (&fixture, "/l");
  first = g_object_ref (get (&fixture, "/l/0"));
  second = g_object_ref (get (&fixture, "/l/1"));
  name = g_object_ref (get (&fixture, "/l/0/n"));

  inlay_form_field_move (first, 2);
  assert_value (&fixture, "{\"l\":[{\"n\":\"a\"},{\"n\":\"c\"},{\"n\":\"a\"}]}");
  g_assert_cmpstr (fixture.last_name, ==, "Move Card in L");
  g_assert_true (get (&fixture, "/l/2") == first);
  g_assert_true (get (&fixture, "/l/0") == second);
  g_assert_cmpstr (inlay_form_field_get_path (name), ==, "/l/2/n");

  inlay_form_field_set (name, text);
  assert_value (&fixture, "{\"l\":[{\"n\":\"a\"},{\"n\":\"c\"},{\"n\":\"z\"}]}");
  g_assert_true (get (&fixture, "/l/2") == first);
  g_assert_true (get (&fixture, "/l/2/n") == name);

  inlay_form_field_duplicate (first);
  assert_value (&fixture, "{\"l\":[{\"n\":\"a\"},{\"n\":\"c\"},{\"n\":\"z\"},{\"n\":\"z\"}]}");
  g_assert_false (inlay_form_field_can_add (list));
  g_assert_true (get (&fixture, "/l/2") == first);
  inlay_form_field_add_item (list);
  g_assert_cmpuint (fixture.n_edits, ==, 3);

  inlay_form_field_remove (second);
  assert_value (&fixture, "{\"l\":[{\"n\":\"c\"},{\"n\":\"z\"},{\"n\":\"z\"}]}");
  g_assert_true (get (&fixture, "/l/1") == first);
  inlay_form_field_add_item (list);
  assert_value (&fixture, "{\"l\":[{\"n\":\"c\"},{\"n\":\"z\"},{\"n\":\"z\"},{}]}");
  g_assert_cmpstr (fixture.last_name, ==, "Add Card to L");

  g_object_unref (first);
  g_object_unref (second);
  g_object_unref (name);
  fixture_clear (&fixture);
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          guint      *count)
{
  *count += removed + added;
}

static void
signal_cb (InlayFormField *field,
           guint          *count)
{
  (*count)++;
}

static void
test_in_place (void)
{
  Fixture fixture;
  GListModel *members;
  guint n_items = 0;
  guint n_changed = 0;
  guint n_other = 0;
  g_autoptr(JsonNode) text = inlay_json_new_string ("z");

  fixture_init (&fixture, "{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}}}",
                "{\"b\":\"1\"}");
  members = inlay_form_field_get_children (inlay_form_get_root (fixture.form));
  g_signal_connect (members, "items-changed", G_CALLBACK (count_cb), &n_items);
  g_signal_connect (get (&fixture, "/a"), "changed", G_CALLBACK (signal_cb), &n_changed);
  g_signal_connect (get (&fixture, "/b"), "changed", G_CALLBACK (signal_cb), &n_other);

  inlay_form_field_set (get (&fixture, "/a"), text);
  g_assert_cmpuint (n_items, ==, 0);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_other, ==, 0);
  fixture_clear (&fixture);
}

static void
test_members (void)
{
  Fixture fixture;
  InlayFormField *field;

  fixture_init (&fixture,
                "{\"properties\":{\"row\":{\"type\":\"object\","
                "\"additionalProperties\":{\"type\":[\"string\",\"number\"]}}}}",
                "{\"row\":{\"a\":\"1\",\"b\":2}}");
  field = get (&fixture, "/row");
  g_assert_true (inlay_form_field_can_add (field));
  g_assert_true (inlay_form_field_is_additional (get (&fixture, "/row/a")));
  g_assert_false (inlay_form_field_is_unused (get (&fixture, "/row/a")));
  g_assert_cmpint (inlay_form_field_get_kind (get (&fixture, "/row/b")), ==, INLAY_FIELD_NUMBER);

  inlay_form_field_rename (get (&fixture, "/row/a"), "c");
  assert_value (&fixture, "{\"row\":{\"c\":\"1\",\"b\":2}}");
  inlay_form_field_rename (get (&fixture, "/row/c"), "b");
  assert_value (&fixture, "{\"row\":{\"c\":\"1\",\"b\":2}}");
  inlay_form_field_add_member (field, "a/b");
  assert_value (&fixture, "{\"row\":{\"c\":\"1\",\"b\":2,\"a/b\":\"\"}}");
  inlay_form_field_choose_type (get (&fixture, "/row/a~1b"), INLAY_FIELD_TYPE_NUMBER);
  assert_value (&fixture, "{\"row\":{\"c\":\"1\",\"b\":2,\"a/b\":0}}");
  fixture_clear (&fixture);
}

static void
test_recursive (void)
{
  Fixture fixture;
  g_autoptr(GString) path = g_string_new (NULL);

  fixture_init (&fixture,
                "{\"properties\":{\"k\":{\"$ref\":\"#\"},\"n\":{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}}}",
                "{}");
  for (guint i = 0; i < 20; i++)
    {
      g_string_append (path, "/k");
      g_assert_cmpint (inlay_form_field_get_kind (get (&fixture, path->str)), ==, INLAY_FIELD_OBJECT);
    }
  inlay_form_field_add_item (get (&fixture, "/n"));
  inlay_form_field_add_item (get (&fixture, "/n/0/n"));
  assert_value (&fixture, "{\"n\":[{\"n\":[{}]}]}");
  fixture_clear (&fixture);
}

static void
visit (InlayFormField *field,
       guint           depth,
       guint          *count)
{
  GListModel *children = inlay_form_field_get_children (field);

  g_assert_nonnull (inlay_form_field_get_title (field));
  (*count)++;
  for (guint i = 0; depth < 6 && i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr(InlayFormField) child = g_list_model_get_item (children, i);

      visit (child, depth + 1, count);
    }
}

static JsonNode *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  JsonNode *node;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = inlay_json_read_text (text, -1, &error);
  g_assert_no_error (error);

  return node;
}

static char *
find_samples (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "data", "samples", NULL);
}

/* Every sample module: all of the form can be made, an edit is quick. */
static void
test_samples (void)
{
  g_autofree char *samples = find_samples ();
  g_autofree char *modules = g_build_filename (samples, "modules", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (modules, 0, &error);
  const char *name;
  guint n_modules = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (modules, name, "module.json", NULL);
      g_autoptr(JsonNode) definition = NULL;
      g_autofree char *schema = NULL;
      Fixture fixture;
      GListModel *members;
      guint count = 0;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      definition = read_file (path);
      schema = inlay_json_write (inlay_json_get_member (definition, "configSchema"),
                                 INLAY_JSON_DEFAULT);
      fixture_init (&fixture, schema, "{}");
      members = inlay_form_field_get_children (inlay_form_get_root (fixture.form));
      for (guint i = 0; i < g_list_model_get_n_items (members); i++)
        {
          g_autoptr(InlayFormField) field = g_list_model_get_item (members, i);

          if (inlay_form_field_get_kind (field) == INLAY_FIELD_ARRAY)
            {
              inlay_form_field_add_item (field);
              inlay_form_field_add_item (field);
            }
          g_assert_cmpint (inlay_form_field_get_kind (field), !=, INLAY_FIELD_JSON);
        }
      visit (inlay_form_get_root (fixture.form), 0, &count);
      g_assert_cmpuint (count, >, 2);
      fixture_clear (&fixture);
      n_modules++;
    }

  g_assert_cmpuint (n_modules, >=, 13);
}

/* Typing into every text of the sample storefront, each module with its own settings. */
static void
test_speed (void)
{
  g_autofree char *samples = find_samples ();
  g_autofree char *module_path = g_build_filename (samples, "modules", "product-grid", "module.json",
                                                   NULL);
  g_autofree char *path = g_build_filename (samples, "storefront.json", NULL);
  g_autoptr(JsonNode) definition = read_file (module_path);
  g_autoptr(JsonNode) document = read_file (path);
  g_autofree char *schema = NULL;
  g_autofree char *config = NULL;
  Fixture fixture;
  guint count = 0;
  gint64 start;
  double milliseconds;

  schema = inlay_json_write (inlay_json_get_member (definition, "configSchema"), INLAY_JSON_DEFAULT);
  config = inlay_json_write (inlay_json_get (document, "/instances/grid/config"), INLAY_JSON_DEFAULT);
  fixture_init (&fixture, schema, config);
  visit (inlay_form_get_root (fixture.form), 0, &count);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("Name %u", i);
      g_autoptr(JsonNode) value = inlay_json_new_string (text);

      inlay_form_field_set (get (&fixture, i % 2 ? "/products/3/name" : "/heading"), value);
    }
  milliseconds = (double) (g_get_monotonic_time () - start) / 1000 / 200;
  g_test_minimized_result (milliseconds, "%u fields, one edit: %.3f ms", count, milliseconds);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (milliseconds, <, 5);
#endif
  fixture_clear (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form/kinds", test_kinds);
  g_test_add_func ("/form/states", test_states);
  g_test_add_func ("/form/reset-required", test_reset_required);
  g_test_add_func ("/form/branches", test_branches);
  g_test_add_func ("/form/condition", test_condition);
  g_test_add_func ("/form/items", test_items);
  g_test_add_func ("/form/in-place", test_in_place);
  g_test_add_func ("/form/members", test_members);
  g_test_add_func ("/form/recursive", test_recursive);
  g_test_add_func ("/form/samples", test_samples);
  g_test_add_func ("/form/speed", test_speed);

  return g_test_run ();
}
