/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#define FORM \
  "{\"type\":\"object\",\"title\":\"Form\",\"required\":[\"name\"]," \
  "\"properties\":{" \
  "\"name\":{\"$ref\":\"#/$defs/name\",\"title\":\"Your name\",\"x-inlay\":{\"order\":1}}," \
  "\"kind\":{\"enum\":[\"person\",\"firm\"]}," \
  "\"pay\":{\"oneOf\":[" \
  "{\"title\":\"Card\",\"properties\":{\"by\":{\"const\":\"card\"},\"number\":{\"type\":\"string\"}}," \
  "\"required\":[\"by\",\"number\"]}," \
  "{\"title\":\"Bank\",\"properties\":{\"by\":{\"const\":\"bank\"},\"iban\":{\"type\":\"string\"}}," \
  "\"required\":[\"by\",\"iban\"]}]}," \
  "\"tags\":{\"prefixItems\":[{\"title\":\"First\"}],\"items\":{\"title\":\"Other\"}}," \
  "\"self\":{\"$ref\":\"#\"}}," \
  "\"patternProperties\":{\"^x-\":{\"readOnly\":true}}," \
  "\"dependentRequired\":{\"pay\":[\"kind\"]}," \
  "\"dependentSchemas\":{\"kind\":{\"properties\":{\"since\":{\"format\":\"date\"}}}}," \
  "\"if\":{\"properties\":{\"kind\":{\"const\":\"firm\"}},\"required\":[\"kind\"]}," \
  "\"then\":{\"properties\":{\"tax\":{\"title\":\"Tax number\"}},\"required\":[\"tax\"]}," \
  "\"else\":{\"properties\":{\"born\":{\"title\":\"Born\"}}}," \
  "\"unevaluatedProperties\":{\"title\":\"Unknown\"}," \
  "\"$defs\":{\"name\":{\"type\":\"string\",\"title\":\"Name\",\"default\":\"?\",\"deprecated\":true}}}"

static InlaySchemaNote *
annotate (const char *schema_text,
          const char *instance_text,
          const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = inlay_json_read_text (schema_text, -1, &error);
  g_autoptr (JsonNode) instance = NULL;
  g_autoptr (InlaySchema) schema = NULL;

  g_assert_no_error (error);
  if (instance_text != NULL)
    {
      instance = inlay_json_read_text (instance_text, -1, &error);
      g_assert_no_error (error);
    }
  schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12, 0, &error);
  g_assert_no_error (error);
  return inlay_schema_annotate (schema, instance, path);
}

static void
test_nearest (void)
{
  g_autoptr (InlaySchemaNote) note = annotate (FORM, "{}", "/name");

  g_assert_cmpuint (inlay_schema_note_get_n_schemas (note), ==, 2);
  g_assert_cmpstr (inlay_schema_note_get_schema_path (note, 0), ==, "/properties/name");
  g_assert_cmpstr (inlay_schema_note_get_schema_path (note, 1), ==, "/$defs/name");
  g_assert_cmpstr (inlay_schema_note_get_string (note, "title"), ==, "Your name");
  g_assert_cmpstr (inlay_schema_note_get_string (note, "default"), ==, "?");
  g_assert_true (inlay_schema_note_get_flag (note, "deprecated"));
  g_assert_false (inlay_schema_note_get_flag (note, "readOnly"));
  g_assert_cmpint (inlay_json_get_int (inlay_schema_note_get (note, "x-inlay"), "order", 0), ==, 1);
  g_assert_null (inlay_schema_note_get (note, "description"));
}

/* The title found at a path; "" stands for no subschema with one. */
static void
test_places (void)
{
  static const struct
  {
    const char *instance, *path, *title;
  } cases[] = {
    { "{}", "", "Form" },
    { NULL, "", "Form" },
    { NULL, "/name", "Your name" },
    { "[]", "/name", "" },
    { "{\"tags\":[1,2]}", "/tags/0", "First" },
    { "{\"tags\":[1,2]}", "/tags/1", "Other" },
    { "{}", "/tags/5", "Other" },
    { "{}", "/self/self/name", "Your name" },
    { "{\"kind\":\"firm\"}", "/tax", "Tax number" },
    { "{\"kind\":\"firm\",\"tax\":1}", "/tax", "Tax number" },
    { "{\"kind\":\"person\"}", "/tax", "Unknown" },
    { "{\"kind\":\"person\"}", "/born", "Born" },
    { "{\"other\":1}", "/other", "Unknown" },
    { "{\"x-a\":1}", "/x-a", "" },
    { "{\"pay\":{\"by\":\"bank\"}}", "/pay", "Bank" },
    { "{\"pay\":{\"by\":\"card\",\"iban\":\"\"}}", "/pay", "Card" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlaySchemaNote) note = annotate (FORM, cases[i].instance, cases[i].path);
      const char *title = inlay_schema_note_get_string (note, "title");

      if (g_strcmp0 (title != NULL ? title : "", cases[i].title) != 0)
        g_error ("%s of %s: %s", cases[i].path, cases[i].instance, title);
    }
  g_assert_null (annotate (FORM, "{}", "no pointer"));
}

static void
test_members (void)
{
  static const struct
  {
    const char *instance, *members;
  } cases[] = {
    { "{}", "name,kind,pay,tags,self,born" },
    { NULL, "name,kind,pay,tags,self" },
    { "{\"kind\":\"firm\"}", "name,kind,pay,tags,self,since,tax" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlaySchemaNote) note = annotate (FORM, cases[i].instance, "");
      g_autofree char *members = g_strjoinv (",", (char **) inlay_schema_note_get_members (note));

      g_assert_cmpstr (members, ==, cases[i].members);
    }
}

static void
test_object (void)
{
  g_autoptr (InlaySchemaNote) note = annotate (FORM, "{\"pay\":{},\"kind\":\"firm\",\"y\":1}", "");

  g_assert_true (inlay_schema_note_requires (note, "name"));
  g_assert_true (inlay_schema_note_requires (note, "kind"));
  g_assert_true (inlay_schema_note_requires (note, "tax"));
  g_assert_false (inlay_schema_note_requires (note, "tags"));
  g_assert_true (inlay_schema_note_is_evaluated (note, "pay"));
  g_assert_true (inlay_schema_note_is_evaluated (note, "y"));
  g_assert_false (inlay_schema_note_is_evaluated (note, "name"));
  g_assert_cmpuint (inlay_schema_note_get_n_conditions (note), ==, 1);
  g_assert_true (inlay_schema_note_get_condition (note, 0)->holds);
  g_assert_cmpstr (inlay_schema_note_get_condition (note, 0)->schema_path, ==, "/if");
}

static void
test_unknown_members (void)
{
  g_autoptr (InlaySchemaNote) note = annotate (
    "{\"properties\":{\"a\":true},\"allOf\":[{\"properties\":{\"b\":{\"type\":\"string\"}}}]}",
    "{\"a\":1,\"b\":2,\"c\":3}", "");
  g_autoptr (InlaySchemaNote) items = annotate ("{\"prefixItems\":[true]}", "[1,2]", "");

  g_assert_true (inlay_schema_note_is_evaluated (note, "a"));
  g_assert_true (inlay_schema_note_is_evaluated (note, "b"));
  g_assert_false (inlay_schema_note_is_evaluated (note, "c"));
  g_assert_true (inlay_schema_note_is_evaluated (items, "0"));
  g_assert_false (inlay_schema_note_is_evaluated (items, "1"));
}

static void
test_choices (void)
{
  static const struct
  {
    const char *instance;
    int selected;
    guint n_holding;
  } cases[] = {
    { "{\"pay\":{\"by\":\"card\",\"number\":\"1\"}}", 0, 1 },
    { "{\"pay\":{\"by\":\"bank\",\"iban\":\"1\"}}", 1, 1 },
    { "{\"pay\":{\"by\":\"bank\"}}", 1, 0 },
    { "{\"pay\":{\"iban\":\"1\"}}", 1, 0 },
    { "{\"pay\":{}}", 0, 0 },
    { "{}", -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlaySchemaNote) note = annotate (FORM, cases[i].instance, "/pay");
      const InlaySchemaChoice *choice;

      g_assert_cmpuint (inlay_schema_note_get_n_choices (note), ==, 1);
      choice = inlay_schema_note_get_choice (note, 0);
      g_assert_cmpstr (choice->keyword, ==, "oneOf");
      g_assert_cmpstr (choice->schema_path, ==, "/properties/pay/oneOf");
      g_assert_cmpuint (choice->branches->len, ==, 2);
      g_assert_cmpint (choice->selected, ==, cases[i].selected);
      g_assert_cmpuint (choice->n_holding, ==, cases[i].n_holding);
    }
}

/* What is drawn of a tree depends on where the reference is followed from. */
static void
test_dynamic (void)
{
  g_autoptr (InlaySchemaNote) note = annotate (
    "{\"$id\":\"https://example.com/strict\",\"$dynamicAnchor\":\"node\",\"$ref\":\"tree\","
    "\"title\":\"Strict\",\"$defs\":{\"t\":{\"$id\":\"tree\",\"$dynamicAnchor\":\"node\","
    "\"title\":\"Tree\",\"properties\":{\"next\":{\"$dynamicRef\":\"#node\"}}}}}",
    NULL, "/next/next");

  g_assert_cmpstr (inlay_schema_note_get_string (note, "title"), ==, "Strict");
}

static GPtrArray *
list_paths (JsonNode   *node,
            const char *path,
            GPtrArray  *paths)
{
  g_ptr_array_add (paths, g_strdup (path));
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

      for (GList *name = names; name != NULL; name = name->next)
        {
          g_autofree char *inner = inlay_json_path_append (path, name->data);

          list_paths (inlay_json_get_member (node, name->data), inner, paths);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s/%u", path, i);

          list_paths (json_array_get_element (array, i), inner, paths);
        }
    }
  return paths;
}

static gboolean
holds_all (GPtrArray *errors,
           GPtrArray *wanted)
{
  for (guint i = 0; i < wanted->len; i++)
    if (!g_ptr_array_find_with_equal_func (errors, g_ptr_array_index (wanted, i),
                                           (GEqualFunc) inlay_schema_error_equal, NULL))
      return FALSE;
  return TRUE;
}

/* Changes @before at @path to @value (or takes it away) and compares both ways to validate. */
static void
check_change (InlaySchema *schema,
              JsonNode    *before,
              const char  *path,
              JsonNode    *value)
{
  g_autoptr (JsonNode) after = value != NULL ? inlay_json_set (before, path, value, NULL)
                                             : inlay_json_remove (before, path, NULL);
  g_autoptr (GPtrArray) old = inlay_schema_validate (schema, before);
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (after == NULL)
    return;
  expected = inlay_schema_validate (schema, after);
  found = inlay_schema_revalidate (schema, old, before, after, path);
  if (found->len != expected->len || !holds_all (found, expected))
    {
      g_autofree char *schema_text = inlay_json_write (inlay_schema_get_node (schema), 0);
      g_autofree char *text = inlay_json_write (after, 0);

      g_error ("%s: %s changed at %s: %u errors, not %u", schema_text, text, path, found->len,
               expected->len);
    }
}

/* Every change of every place of every instance, against every schema. */
static void
test_revalidate (void)
{
  static const char * const schemas[] = {
    FORM,
    "{\"properties\":{\"name\":{\"minLength\":2},\"tags\":{\"items\":{\"type\":\"string\"},\"minItems\":1}},"
    "\"required\":[\"name\"],\"additionalProperties\":{\"type\":\"object\"},\"maxProperties\":3}",
    "{\"additionalProperties\":{\"$ref\":\"#\"},\"items\":{\"type\":\"number\"},\"not\":{\"const\":1}}",
    "{\"additionalProperties\":{\"$ref\":\"#\"},\"items\":{\"$ref\":\"#\"},\"type\":[\"object\",\"array\","
    "\"string\"],\"propertyNames\":{\"maxLength\":3}}",
    "{\"allOf\":[{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}}},{\"$ref\":\"#/$defs/b\"}],"
    "\"$defs\":{\"a\":{\"properties\":{\"b\":{\"type\":\"string\"}}},"
    "\"b\":{\"properties\":{\"a\":{\"properties\":{\"b\":{\"minLength\":3}}}}}}}",
    "{\"properties\":{\"tags\":{\"uniqueItems\":true,\"items\":{\"type\":\"string\"}},"
    "\"a\":{\"contains\":{\"const\":1}},\"pay\":{\"anyOf\":[{\"type\":\"string\"},{\"required\":[\"by\"]}]}}}",
    "{\"patternProperties\":{\"^a\":{\"maximum\":3},\"a$\":{\"type\":\"integer\"}},\"unevaluatedProperties\":"
    "{\"type\":\"array\"}}",
    "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"object\"}}},{\"unevaluatedProperties\":{\"minLength\":2}}],"
    "\"unevaluatedProperties\":false}",
    "{\"allOf\":[{\"$ref\":\"#/$defs/a\"},{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"object\"}}}]}],"
    "\"properties\":{\"tags\":true},\"unevaluatedProperties\":{\"type\":\"string\"},"
    "\"$defs\":{\"a\":{\"type\":\"object\",\"properties\":{\"name\":true},\"unevaluatedProperties\":{\"maxLength\":4}}}}",
    "{\"additionalProperties\":{\"properties\":{\"a\":true}},\"allOf\":[{\"additionalProperties\":"
    "{\"unevaluatedProperties\":{\"type\":\"array\"}}}]}",
    "{\"type\":\"array\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
    "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"properties\":{\"a\":false}}}",
  };
  static const char * const instances[] = {
    "{\"name\":\"x\",\"tags\":[\"a\",\"b\",1],\"pay\":{\"by\":\"card\",\"number\":1},\"kind\":\"firm\"}",
    "{\"a\":{\"b\":\"xy\",\"c\":[1,{\"a\":2}]},\"aa\":5}",
    "[\"a\",{\"a\":1},[1,1]]",
    "{\"self\":{\"name\":1,\"kind\":\"person\",\"tax\":[]},\"other\":{}}",
  };
  static const char * const values[] = {
    "1", "\"a\"", "\"long text\"", "null", "[]", "[1,\"a\",1]", "{}", "{\"a\":1}", "{\"by\":\"bank\"}", "\"firm\""
  };

  for (guint s = 0; s < G_N_ELEMENTS (schemas); s++)
    for (guint i = 0; i < G_N_ELEMENTS (instances); i++)
      {
        g_autoptr (JsonNode) node = inlay_json_read_text (schemas[s], -1, NULL);
        g_autoptr (JsonNode) before = inlay_json_read_text (instances[i], -1, NULL);
        g_autoptr (InlaySchema) schema = inlay_schema_compile (node, NULL, 0, 0, NULL);
        g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

        list_paths (before, "", paths);
        g_ptr_array_add (paths, g_strdup ("/new"));
        g_ptr_array_add (paths, g_strdup ("/a/new"));
        for (guint p = 0; p < paths->len; p++)
          {
            check_change (schema, before, g_ptr_array_index (paths, p), NULL);
            for (guint v = 0; v < G_N_ELEMENTS (values); v++)
              {
                g_autoptr (JsonNode) value = inlay_json_read_text (values[v], -1, NULL);

                check_change (schema, before, g_ptr_array_index (paths, p), value);
              }
          }
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/note/nearest", test_nearest);
  g_test_add_func ("/schema/note/places", test_places);
  g_test_add_func ("/schema/note/members", test_members);
  g_test_add_func ("/schema/note/object", test_object);
  g_test_add_func ("/schema/note/unknown-members", test_unknown_members);
  g_test_add_func ("/schema/note/choices", test_choices);
  g_test_add_func ("/schema/note/dynamic", test_dynamic);
  g_test_add_func ("/schema/revalidate", test_revalidate);
  return g_test_run ();
}
