/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"
#include "schema/inlay-schema-private.h"

#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static InlaySchema *
compile (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse (text);
  InlaySchema *schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                              INLAY_SCHEMA_ASSERT_FORMAT, &error);

  g_assert_no_error (error);
  return schema;
}

/* Each expected line is "path keyword message", or "path keyword member: message". */
static const struct
{
  const char *schema;
  const char *instance;
  const char *expected;
} messages[] = {
  { "{\"minLength\":3}", "\"ab\"", " minLength must be at least 3 characters long" },
  { "{\"minLength\":1}", "\"\"", " minLength must not be empty" },
  { "{\"maxLength\":1}", "\"\xc3\xa4\xc3\xb6\"", " maxLength must be at most 1 character long" },
  { "{\"maxLength\":2}", "\"\xc3\xa4\xc3\xb6\"", "" },
  { "{\"type\":\"string\"}", "1", " type must be text" },
  { "{\"type\":[\"null\",\"number\",\"integer\",\"string\"]}", "[]",
    " type must be text, a number or null" },
  { "{\"minimum\":1.5}", "1", " minimum must be at least 1.5" },
  { "{\"exclusiveMaximum\":5}", "5.0", " exclusiveMaximum must be less than 5" },
  { "{\"multipleOf\":0.01}", "19.99", "" },
  { "{\"multipleOf\":0.01}", "19.995", " multipleOf must be a multiple of 0.01" },
  { "{\"enum\":[\"a\",\"b\",1]}", "\"c\"", " enum must be one of \"a\", \"b\" or 1" },
  { "{\"enum\":[\"a\"]}", "\"c\"", " enum must be \"a\"" },
  { "{\"const\":{\"a\":1}}", "{\"a\":1.0}", "" },
  { "{\"const\":false}", "0", " const must be false" },
  { "{\"format\":\"date\"}", "\"x\"", " format must be a date such as 2024-05-31" },
  { "{\"pattern\":\"^a+$\"}", "\"b\"", " pattern must match the pattern ^a+$" },
  { "{\"required\":[\"a\",\"b\"]}", "{\"b\":1}", " required a: must have “a”" },
  { "{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}",
    " dependentRequired b: must have “b” beside “a”" },
  { "{\"properties\":{\"a/b\":{\"items\":{\"type\":\"integer\"}}}}", "{\"a/b\":[1,\"x\",2.5]}",
    "/a~1b/1 type must be a whole number\n/a~1b/2 type must be a whole number" },
  { "{\"additionalProperties\":false}", "{\"a\":1}", "/a additionalProperties is not allowed here" },
  { "{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}",
    " propertyNames abc: the name “abc” must be at most 2 characters long" },
  { "{\"uniqueItems\":true}", "[1,2,1.0]",
    " uniqueItems must not repeat anything: 1 and 3 are the same" },
  { "{\"minItems\":1}", "[]", " minItems must have at least 1 entry" },
  { "{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]",
    " maxContains must have at most 1 fitting entry and has 2" },
  { "{\"not\":{\"type\":\"string\"}}", "\"\"", " not must not be of this form" },
  { "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\",\"minLength\":3}]}", "\"ab\"",
    " minLength must be at least 3 characters long" },
  { "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}", "1", " anyOf must be text or null" },
  { "{\"oneOf\":[{\"title\":\"A\"},{\"title\":\"B\"}]}", "1",
    " oneOf must be of only one of the forms that exclude each other, not of “A” and “B”" },
  { "{\"oneOf\":[{\"properties\":{\"k\":{\"const\":\"a\"},\"n\":{\"type\":\"number\"}}},"
    "{\"properties\":{\"k\":{\"const\":\"b\"},\"n\":{\"type\":\"string\"}}}]}",
    "{\"k\":\"b\",\"n\":1}", "/n type must be text" },
  { "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}}],\"unevaluatedProperties\":false}",
    "{\"a\":1,\"b\":2}", "/a type must be text\n/b unevaluatedProperties is not allowed here" },
  { "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":false}", "{\"a\":1}",
    " required b: must have “b”" },
  { "false", "1", " $ref is not allowed here" },
};

static void
test_messages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (InlaySchema) schema = compile (messages[i].schema);
      g_autoptr (JsonNode) instance = parse (messages[i].instance);
      g_autoptr (GPtrArray) errors = inlay_schema_validate (schema, instance);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < errors->len; j++)
        {
          InlaySchemaError *error = g_ptr_array_index (errors, j);
          const char *member = inlay_schema_error_get_member (error);

          g_string_append_printf (found, "%s%s %s %s%s%s", j > 0 ? "\n" : "",
                                  inlay_schema_error_get_path (error),
                                  inlay_schema_error_get_keyword (error),
                                  member != NULL ? member : "", member != NULL ? ": " : "",
                                  inlay_schema_error_get_message (error));
        }
      g_assert_cmpstr (found->str, ==, messages[i].expected);
      g_assert_cmpint (inlay_schema_is_valid (schema, instance), ==, errors->len == 0);
    }
}

static void
test_schema_path (void)
{
  g_autoptr (InlaySchema) schema = compile (
    "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x~1y\"},"
    "\"b\":{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}},"
    "\"$defs\":{\"x/y\":{\"type\":\"null\"}}}");
  g_autoptr (JsonNode) instance = parse ("{\"a\":1,\"b\":{\"type\":3}}");
  g_autoptr (GPtrArray) errors = inlay_schema_validate (schema, instance);

  g_assert_cmpuint (errors->len, ==, 2);
  g_assert_cmpstr (inlay_schema_error_get_schema_path (g_ptr_array_index (errors, 0)), ==,
                   "/$defs/x~1y/type");
  g_assert_cmpstr (inlay_schema_error_get_schema_path (g_ptr_array_index (errors, 1)), ==,
                   "https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf");
}

static const struct
{
  const char *schema;
  InlayError code;
  const char *part; /* of the message */
} refusals[] = {
  { "3", INLAY_ERROR_INVALID, "must be an object, true or false" },
  { "{\"properties\":{\"a\":[]}}", INLAY_ERROR_INVALID, "/properties/a is not a schema" },
  { "{\"properties\":[]}", INLAY_ERROR_INVALID, "properties at the root" },
  { "{\"minLength\":\"3\"}", INLAY_ERROR_INVALID, "minLength" },
  { "{\"minLength\":-1}", INLAY_ERROR_INVALID, "minLength" },
  { "{\"minLength\":1.5}", INLAY_ERROR_INVALID, "minLength" },
  { "{\"multipleOf\":0}", INLAY_ERROR_INVALID, "above 0" },
  { "{\"maximum\":\"1\"}", INLAY_ERROR_INVALID, "maximum" },
  { "{\"type\":\"text\"}", INLAY_ERROR_INVALID, "type" },
  { "{\"type\":[]}", INLAY_ERROR_INVALID, "type" },
  { "{\"type\":{}}", INLAY_ERROR_INVALID, "type" },
  { "{\"enum\":1}", INLAY_ERROR_INVALID, "enum" },
  { "{\"required\":\"a\"}", INLAY_ERROR_INVALID, "required" },
  { "{\"required\":[1]}", INLAY_ERROR_INVALID, "required" },
  { "{\"allOf\":[]}", INLAY_ERROR_INVALID, "allOf" },
  { "{\"items\":[true]}", INLAY_ERROR_INVALID, "/items is not a schema" },
  { "{\"uniqueItems\":1}", INLAY_ERROR_INVALID, "uniqueItems" },
  { "{\"dependentRequired\":{\"a\":1}}", INLAY_ERROR_INVALID, "dependentRequired" },
  { "{\"pattern\":\"(\"}", INLAY_ERROR_INVALID, "parenthesis" },
  { "{\"patternProperties\":{\"[\":true}}", INLAY_ERROR_INVALID, "class" },
  { "{\"$ref\":1}", INLAY_ERROR_INVALID, "$ref" },
  { "{\"$ref\":\"#/nowhere\"}", INLAY_ERROR_NOT_FOUND, "#/nowhere" },
  { "{\"$ref\":\"#nowhere\"}", INLAY_ERROR_NOT_FOUND, "#nowhere" },
  { "{\"$ref\":\"#/%zz\"}", INLAY_ERROR_NOT_FOUND, "fragment" },
  { "{\"$ref\":\"#/~2\",\"~2\":true}", INLAY_ERROR_NOT_FOUND, "nowhere" },
  { "{\"$ref\":\"https://example.com/x\"}", INLAY_ERROR_NOT_FOUND, "not at hand" },
  { "{\"$schema\":\"https://example.com/x\"}", INLAY_ERROR_INVALID, "dialect" },
  { "{\"$ref\":\"#\"}", INLAY_ERROR_INVALID, "without end" },
  { "{\"allOf\":[{\"anyOf\":[{\"$ref\":\"#/allOf/0\"}]}]}", INLAY_ERROR_INVALID, "without end" },
  { "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"if\":{\"$ref\":\"#/$defs/a\"}}}}",
    INLAY_ERROR_INVALID, "without end" },
  { "{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$anchor\":\"x\"}}}", INLAY_ERROR_INVALID, "anchor" },
  { "{\"$defs\":{\"a\":{\"$id\":\"x\"},\"b\":{\"$id\":\"x\"}}}", INLAY_ERROR_INVALID, "twice" },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = parse (refusals[i].schema);
      InlaySchema *schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                                  INLAY_SCHEMA_DEFAULT, &error);

      g_assert_null (schema);
      g_assert_error (error, INLAY_ERROR, (int) refusals[i].code);
      if (strstr (error->message, refusals[i].part) == NULL)
        g_error ("%s: %s", refusals[i].schema, error->message);
    }
}

static InlaySchema *
try_to_compile (JsonNode  *node,
                GError   **error)
{
  return inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12, INLAY_SCHEMA_DEFAULT, error);
}

static JsonNode *
nest (const char *member,
      guint       depth)
{
  JsonNode *node = inlay_json_new_boolean (TRUE);

  for (guint i = 0; i < depth; i++)
    node = inlay_json_new_object (member, node, NULL);
  return node;
}

static void
test_deep_schema (void)
{
  g_autoptr (JsonNode) node = nest ("not", 5000);
  g_autoptr (GError) error = NULL;

  g_assert_null (try_to_compile (node, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

static void
test_deep_instance (void)
{
  g_autoptr (InlaySchema) schema = compile ("{\"additionalProperties\":{\"$ref\":\"#\"}}");
  g_autoptr (JsonNode) shallow = nest ("a", 100);
  g_autoptr (JsonNode) deep = nest ("a", 5000);
  g_autoptr (GPtrArray) errors = NULL;

  g_assert_true (inlay_schema_is_valid (schema, shallow));
  g_assert_false (inlay_schema_is_valid (schema, deep));
  errors = inlay_schema_validate (schema, deep);
  g_assert_cmpuint (errors->len, ==, 1);
}

static void
test_many_dynamic_names (void)
{
  g_autoptr (GString) text = g_string_new ("{\"allOf\":[");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 65; i++)
    g_string_append_printf (text, "%s{\"$dynamicRef\":\"#n%u\"}", i > 0 ? "," : "", i);
  g_string_append (text, "],\"$defs\":{");
  for (guint i = 0; i < 65; i++)
    g_string_append_printf (text, "%s\"%u\":{\"$dynamicAnchor\":\"n%u\"}", i > 0 ? "," : "", i, i);
  g_string_append (text, "}}");
  node = parse (text->str);
  g_assert_null (try_to_compile (node, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

/* Giving up is never valid, not even under `not`. */
static void
test_long_chain (void)
{
  g_autoptr (GString) text = g_string_new ("{\"$ref\":\"#/$defs/0\",\"$defs\":{");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "\"%u\":{\"$ref\":\"#/$defs/%u\"},", i, i + 1);
  g_string_append (text, "\"3000\":true}}");
  node = parse (text->str);
  g_assert_null (try_to_compile (node, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

static void
test_dynamic_loop (void)
{
  g_autoptr (InlaySchema) schema = compile (
    "{\"$dynamicAnchor\":\"x\",\"not\":{\"$dynamicRef\":\"#x\"}}");
  g_autoptr (JsonNode) instance = parse ("1");

  g_assert_false (inlay_schema_is_valid (schema, instance));
}

/* Two to the power of forty paths through a small schema. */
static void
test_explosion (void)
{
  g_autoptr (GString) text = g_string_new ("{\"$ref\":\"#/$defs/0\",\"$defs\":{");
  g_autoptr (InlaySchema) schema = NULL;
  g_autoptr (JsonNode) instance = parse ("1");
  G_GNUC_UNUSED g_autoptr (GPtrArray) errors = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (text, "\"%u\":{\"allOf\":[{\"$ref\":\"#/$defs/%u\"},"
                                  "{\"$ref\":\"#/$defs/%u\"}]},", i, i + 1, i + 1);
  g_string_append (text, "\"40\":{\"type\":\"number\"}}}");
  schema = compile (text->str);
  g_assert_false (inlay_schema_is_valid (schema, instance));
}

static void
test_many_errors (void)
{
  g_autoptr (InlaySchema) schema = compile ("{\"items\":{\"type\":\"string\"}}");
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) instance = NULL;
  g_autoptr (GPtrArray) errors = NULL;

  for (guint i = 0; i < 5000; i++)
    json_array_add_int_element (array, i);
  instance = inlay_json_take_array (array);
  errors = inlay_schema_validate (schema, instance);
  g_assert_cmpuint (errors->len, ==, SCHEMA_MAX_ERRORS);
}

static void
test_meta (void)
{
  static const struct
  {
    const char *schema;
    gboolean valid_2020, valid_07;
  } cases[] = {
    { "true", TRUE, TRUE },
    { "{\"type\":\"string\",\"minLength\":1}", TRUE, TRUE },
    { "{\"items\":[true]}", FALSE, TRUE },
    { "{\"prefixItems\":1}", FALSE, TRUE },
    { "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"type\":\"x\"}}}}}", FALSE, FALSE },
    { "[]", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].schema);

      g_assert_cmpint (cases[i].valid_2020, ==, inlay_schema_is_valid (
        inlay_schema_get_meta (INLAY_SCHEMA_DIALECT_2020_12), node));
      g_assert_cmpint (cases[i].valid_07, ==, inlay_schema_is_valid (
        inlay_schema_get_meta (INLAY_SCHEMA_DIALECT_07), node));
    }
}

/* A reference crosses from one dialect to the other and each side keeps its own rules. */
static void
test_bundle (void)
{
  g_autoptr (InlaySchemaBundle) bundle = inlay_schema_bundle_new ();
  g_autoptr (JsonNode) old = parse ("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
                                   "\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}");
  g_autoptr (JsonNode) node = parse ("{\"$id\":\"https://example.com/a/b\",\"$ref\":\"../old\","
                                    "\"minItems\":1}");
  g_autoptr (JsonNode) good = parse ("[\"a\"]");
  g_autoptr (JsonNode) bad = parse ("[\"a\",1]");
  g_autoptr (JsonNode) empty = parse ("[]");
  g_autoptr (InlaySchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  inlay_schema_bundle_add (bundle, "https://example.com/old#", old);
  schema = inlay_schema_compile (node, bundle, INLAY_SCHEMA_DIALECT_2020_12, 0, &error);
  g_assert_no_error (error);
  g_assert_true (inlay_schema_is_valid (schema, good));
  g_assert_false (inlay_schema_is_valid (schema, bad));
  g_assert_false (inlay_schema_is_valid (schema, empty));
}

static void
test_needed_vocabulary (void)
{
  g_autoptr (InlaySchemaBundle) bundle = inlay_schema_bundle_new ();
  g_autoptr (JsonNode) meta = parse (
    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$vocabulary\":{"
    "\"https://json-schema.org/draft/2020-12/vocab/core\":true,\"https://example.com/v\":true}}");
  g_autoptr (JsonNode) node = parse ("{\"$schema\":\"https://example.com/meta\"}");
  g_autoptr (GError) error = NULL;

  inlay_schema_bundle_add (bundle, "https://example.com/meta", meta);
  g_assert_null (inlay_schema_compile (node, bundle, INLAY_SCHEMA_DIALECT_2020_12, 0, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "https://example.com/v"));
}

/* RFC 3986, section 5.4, and what schemas use. */
static void
test_resolve (void)
{
  static const char * const cases[][3] = {
    { "http://a/b/c/d;p?q", "g:h", "g:h" }, { "http://a/b/c/d;p?q", "g", "http://a/b/c/g" },
    { "http://a/b/c/d;p?q", "./g", "http://a/b/c/g" }, { "http://a/b/c/d;p?q", "g/", "http://a/b/c/g/" },
    { "http://a/b/c/d;p?q", "/g", "http://a/g" }, { "http://a/b/c/d;p?q", "//g", "http://g" },
    { "http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y" }, { "http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s" },
    { "http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y#s" }, { "http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q" },
    { "http://a/b/c/d;p?q", ".", "http://a/b/c/" }, { "http://a/b/c/d;p?q", "..", "http://a/b/" },
    { "http://a/b/c/d;p?q", "../g", "http://a/b/g" }, { "http://a/b/c/d;p?q", "../../../g", "http://a/g" },
    { "http://a/b/c/d;p?q", "/./g", "http://a/g" }, { "http://a/b/c/d;p?q", "g..", "http://a/b/c/g.." },
    { "http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/" }, { "http://a/b/c/d;p?q", "g/../h", "http://a/b/c/h" },
    { "http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x" },
    { "http://a", "b", "http://a/b" }, { "", "item.json", "item.json" }, { "", "#/x", "#/x" },
    { "urn:x:y", "#/z", "urn:x:y#/z" }, { "a.json", "b.json#c", "b.json#c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uri = inlay_schema_uri_resolve (cases[i][0], cases[i][1]);

      g_assert_cmpstr (uri, ==, cases[i][2]);
    }
}

/* Integers past the exact range of doubles, and decimals that doubles only come near. */
static void
test_numbers (void)
{
  static const struct
  {
    const char *schema, *instance;
    gboolean valid;
  } cases[] = {
    { "{\"maximum\":9007199254740992}", "9007199254740993", FALSE },
    { "{\"minimum\":9223372036854775807}", "9223372036854775806", FALSE },
    { "{\"minimum\":9223372036854775807}", "1e19", TRUE },
    { "{\"exclusiveMinimum\":1.5}", "2", TRUE },
    { "{\"maximum\":-1.5}", "-1", FALSE },
    { "{\"multipleOf\":0.1}", "0.3", TRUE },
    { "{\"multipleOf\":0.1}", "1e300", TRUE },
    { "{\"multipleOf\":100}", "1e2", TRUE },
    { "{\"multipleOf\":1000}", "1e2", FALSE },
    { "{\"multipleOf\":1e300}", "1", FALSE },
    { "{\"multipleOf\":3}", "9223372036854775807", FALSE },
    { "{\"multipleOf\":7}", "9223372036854775807", TRUE },
    { "{\"multipleOf\":2.5}", "-7.5", TRUE },
    { "{\"multipleOf\":1e-5}", "0", TRUE },
    { "{\"type\":\"integer\"}", "1e3", TRUE },
    { "{\"type\":\"integer\"}", "1.5", FALSE },
    { "{\"minLength\":2.0}", "\"a\"", FALSE },
    { "{\"maxItems\":1e300}", "[1]", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlaySchema) schema = compile (cases[i].schema);
      g_autoptr (JsonNode) instance = parse (cases[i].instance);

      if (inlay_schema_is_valid (schema, instance) != cases[i].valid)
        g_error ("%s on %s", cases[i].schema, cases[i].instance);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/messages", test_messages);
  g_test_add_func ("/schema/schema-path", test_schema_path);
  g_test_add_func ("/schema/refusals", test_refusals);
  g_test_add_func ("/schema/hostile/deep-schema", test_deep_schema);
  g_test_add_func ("/schema/hostile/deep-instance", test_deep_instance);
  g_test_add_func ("/schema/hostile/long-chain", test_long_chain);
  g_test_add_func ("/schema/hostile/many-dynamic-names", test_many_dynamic_names);
  g_test_add_func ("/schema/hostile/dynamic-loop", test_dynamic_loop);
  g_test_add_func ("/schema/hostile/explosion", test_explosion);
  g_test_add_func ("/schema/hostile/many-errors", test_many_errors);
  g_test_add_func ("/schema/meta", test_meta);
  g_test_add_func ("/schema/bundle", test_bundle);
  g_test_add_func ("/schema/needed-vocabulary", test_needed_vocabulary);
  g_test_add_func ("/schema/resolve", test_resolve);
  g_test_add_func ("/schema/numbers", test_numbers);
  return g_test_run ();
}
