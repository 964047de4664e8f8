/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

static JsonNode *
read_json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static void
assert_round_trip (const char *text,
                   const char *expected)
{
  g_autoptr(JsonNode) node = read_json (text);
  g_autofree char *written = inlay_json_write (node, INLAY_JSON_DEFAULT);
  g_autoptr(JsonNode) again = NULL;
  g_autofree char *rewritten = NULL;

  g_assert_cmpstr (written, ==, expected);
  g_assert_true (json_node_is_immutable (node));

  again = read_json (written);
  g_assert_true (inlay_json_identical (node, again));
  rewritten = inlay_json_write (again, INLAY_JSON_DEFAULT);
  g_assert_cmpstr (rewritten, ==, expected);
}

static void
test_round_trip (void)
{
  static const char * const cases[][2] = {
    { " null ", "null" },
    { "true", "true" },
    { "false", "false" },
    { "0", "0" },
    { "-0", "-0.0" },
    { "-0.0", "-0.0" },
    { "0.0", "0.0" },
    { "1.0", "1.0" },
    { "1.50", "1.5" },
    { "0.1", "0.1" },
    { "1e2", "100.0" },
    { "1E400000", NULL },
    { "1e300", "1e+300" },
    { "1e21", "1e+21" },
    { "1e20", "100000000000000000000.0" },
    { "5e-324", "5e-324" },
    { "1.7976931348623157e308", "1.7976931348623157e+308" },
    { "0.000001", "0.000001" },
    { "0.0000001", "1e-7" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "9223372036854775808", "9223372036854776000.0" },
    { "18446744073709551615", NULL },
    { "18446744073709551616", "18446744073709552000.0" },
    { "100000000000000000000000000000000000001", NULL },
    { "5.684341886080802e-14", "5.684341886080802e-14" },
    { "[]", "[]" },
    { "{ }", "{}" },
    { "[1 , [ ] ,{}]", "[1,[],{}]" },
    { "{\"b\":1,\"a\":{\"d\":2,\"c\":3}}", "{\"b\":1,\"a\":{\"d\":2,\"c\":3}}" },
    { "\"\\u0041\\/\\b\\f\\n\\r\\t\\\"\\\\\\u001f\"", "\"A/\\b\\f\\n\\r\\t\\\"\\\\\\u001f\"" },
    { "\"\\ud83d\\ude00\"", "\"😀\"" },
    { "{\"\":\"\"}", "{\"\":\"\"}" },
    { "\"</script>\"", "\"</script>\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;

      if (cases[i][1] != NULL)
        {
          assert_round_trip (cases[i][0], cases[i][1]);
          continue;
        }
      node = inlay_json_read_text (cases[i][0], -1, &error);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_null (node);
    }
}

static void
test_refusals (void)
{
  static const struct {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1, column 1: the text ends where a value is expected" },
    { "[1,\n 2,\n ü]", "line 3, column 2: a value is expected, not “ü”" },
    { "[1] 2", "line 1, column 5: the end of the text is expected, not “2”" },
    { "[1,]", "line 1, column 4: a value is expected, not “]”" },
    { "[1}", "line 1, column 3: a comma or ] is expected, not “}”" },
    { "{\"a\":1,}", "line 1, column 8: a member name in quotes is expected, not “}”" },
    { "{\"a\" 1}", "line 1, column 6: a colon is expected, not “1”" },
    { "{\"a\":1,\"a\":2}", "line 1, column 8: the member \"a\" is there twice" },
    { "{\"\\n\":1,\"\\n\":2}", "line 1, column 9: the member \"\\n\" is there twice" },
    { "{a:1}", "line 1, column 2: a member name in quotes is expected, not “a”" },
    { "'a'", "line 1, column 1: a value is expected, not “'”" },
    { "// a\n1", "line 1, column 1: a value is expected, not “/”" },
    { "01", "line 1, column 2: a number cannot start with a zero" },
    { "1.", "line 1, column 3: the text ends where a digit is expected" },
    { ".5", "line 1, column 1: a value is expected, not “.”" },
    { "1e+", "line 1, column 4: the text ends where a digit is expected" },
    { "+1", "line 1, column 1: a value is expected, not “+”" },
    { "NaN", "line 1, column 1: a value is expected, not “N”" },
    { "nul", "line 1, column 1: a value is expected, not “n”" },
    { "1e999", "line 1, column 1: a number is too large" },
    { "12345678901234567890123",
      "line 1, column 1: the integer 12345678901234567890123 does not fit into 64 bits" },
    { "\"a", "line 1, column 1: the string that starts here does not end" },
    { "\"a\nb\"", "line 1, column 3: a string cannot hold the control character U+000A unescaped" },
    { "\"\\x\"", "line 1, column 3: an escaped character is expected, not “x”" },
    { "\"\\u12g4\"", "line 1, column 6: a hexadecimal digit is expected, not “g”" },
    { "\"\\u0000\"", "line 1, column 2: a string cannot hold NUL (\\u0000)" },
    { "\"\\ud800\"", "line 1, column 2: \\ud800 is half of a surrogate pair" },
    { "\"\\udc00\\ud800\"", "line 1, column 2: \\udc00 is half of a surrogate pair" },
    { "\"\\ud800\\u0041\"", "line 1, column 2: \\ud800 is half of a surrogate pair" },
    { "\xef\xbb\xbf{}",
      "line 1, column 1: the text starts with a byte order mark, which JSON does not allow" },
    { "\xff\xfe{", "line 1, column 1: the text is UTF-16, JSON is UTF-8" },
    { "[\"\xc3\x28\"]", "line 1, column 3: the byte 0xC3 is not UTF-8" },
    { "[\"\xed\xa0\x80\"]", "line 1, column 3: the byte 0xED is not UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = inlay_json_read_text (cases[i].text, -1, &error);

      g_assert_null (node);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_limits (void)
{
  g_autofree char *opening = g_strnfill (INLAY_JSON_MAX_DEPTH, '[');
  g_autofree char *closing = g_strnfill (INLAY_JSON_MAX_DEPTH, ']');
  g_autofree char *deepest = g_strconcat (opening, closing, NULL);
  g_autofree char *deeper = g_strconcat ("[", deepest, "]", NULL);
  g_autofree char *endless = g_strnfill (1000 * 1000, '[');
  g_autofree char *number = g_strnfill (5000, '1');
  g_autofree char *huge = g_strnfill (INLAY_JSON_MAX_SIZE + 1, ' ');
  const char *refused[] = { deeper, endless, number, huge };
  g_autoptr(JsonNode) node = read_json (deepest);

  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (inlay_json_read_text (refused[i], -1, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
    }
}

static void
test_flags (void)
{
  g_autoptr(JsonNode) rounded = inlay_json_read_full ("18446744073709551615", 20, 1,
                                                      INLAY_JSON_ROUND, NULL);
  g_autoptr(JsonNode) hostile = read_json ("{\"</script>\":\"<!-- & \xe2\x80\xa8\xe2\x80\xa9\"}");
  g_autoptr(JsonNode) nested = read_json ("{\"a\":[1,{\"b\":[]}],\"c\":{}}");
  g_autofree char *safe = inlay_json_write (hostile, INLAY_JSON_SCRIPT_SAFE);
  g_autofree char *pretty = inlay_json_write (nested, INLAY_JSON_PRETTY);
  g_autoptr(JsonNode) again = read_json (safe);

  g_assert_cmpfloat (json_node_get_double (rounded), ==, 18446744073709551616.0);
  g_assert_cmpstr (safe, ==, "{\"\\u003c/script\\u003e\":\"\\u003c!-- \\u0026 \\u2028\\u2029\"}");
  g_assert_true (inlay_json_identical (hostile, again));
  g_assert_cmpstr (pretty, ==,
                   "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}\n");
}

/* RFC 8785, appendix B, and numbers at the edges of a double. */
static void
test_canonical_numbers (void)
{
  static const struct {
    guint64 bits;
    const char *text;
  } cases[] = {
    { 0x0000000000000000, "0" },
    { 0x8000000000000000, "0" },
    { 0x0000000000000001, "5e-324" },
    { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" },
    { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" },
    { 0xc340000000000000, "-9007199254740992" },
    { 0x4430000000000000, "295147905179352830000" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
    { 0x44b52d02c7e14af6, "1e+23" },
    { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
    { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
    { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
    { 0x3eb0c6f7a0b5ed8d, "0.000001" },
    { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" },
    { 0x41b3de4355555555, "333333333.3333333" },
    { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" },
    { 0xbecbf647612f3696, "-0.0000033333333333333333" },
    { 0x43143ff3c1cb0959, "1424953923781206.2" },
    { 0x3d30000000000000, "5.684341886080802e-14" },
    { 0x0010000000000000, "2.2250738585072014e-308" },
    { 0x000fffffffffffff, "2.225073858507201e-308" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = NULL;
      g_autofree char *text = NULL;
      double value;

      memcpy (&value, &cases[i].bits, sizeof value);
      node = inlay_json_new_double (value);
      text = inlay_json_write_canonical (node);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_shortest (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = ((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ();
      double value;
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(JsonNode) again = NULL;
      g_autofree char *text = NULL;

      memcpy (&value, &bits, sizeof value);
      node = inlay_json_new_double (value);
      if (JSON_NODE_HOLDS_NULL (node))
        continue;
      text = inlay_json_write (node, INLAY_JSON_DEFAULT);
      again = read_json (text);
      g_assert_true (inlay_json_identical (node, again));
    }
}

static void
test_canonical (void)
{
  static const char * const cases[][2] = {
    { "{\"b\":1.0,\"a\":[ 1e2, -0 ]}", "{\"a\":[100,0],\"b\":1}" },
    { "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}",
      "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}" },
    { "[9007199254740993, 9223372036854775807]", "[9007199254740993,9223372036854775807]" },
    { "[1152921504606846976]", "[1152921504606847000]" },
    { "{\"aa\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"aa\":1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = read_json (cases[i][0]);
      g_autofree char *text = inlay_json_write_canonical (node);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_digest (void)
{
  g_autoptr(JsonNode) a = read_json ("{\"x\":1,\"y\":[2.0]}");
  g_autoptr(JsonNode) b = read_json ("{ \"y\": [2], \"x\": 1e0 }");
  g_autoptr(JsonNode) c = read_json ("{\"x\":1,\"y\":[3]}");
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autofree char *first = inlay_json_digest (a);
  g_autofree char *second = inlay_json_digest (b);
  g_autofree char *third = inlay_json_digest (c);
  g_autofree char *nothing = inlay_digest_bytes (empty);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  g_assert_cmpstr (nothing, ==,
                   "sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_true (inlay_digest_is_valid (first));
  g_assert_false (inlay_digest_is_valid (NULL));
  g_assert_false (inlay_digest_is_valid (""));
  g_assert_false (inlay_digest_is_valid ("sha256-E3"));
  first[20] = 'A';
  g_assert_false (inlay_digest_is_valid (first));
}

static void
test_pointer (void)
{
  g_autoptr(JsonNode) root = read_json ("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"m~n\":8,"
                                        "\"~1\":9,\"o\":{\"0\":\"zero\"}}");
  static const char * const cases[][2] = {
    { "/foo", "[\"bar\",\"baz\"]" }, { "/foo/0", "\"bar\"" }, { "/", "0" }, { "/a~1b", "1" },
    { "/m~0n", "8" }, { "/~01", "9" }, { "/o/0", "\"zero\"" }, { "/foo/2", NULL },
    { "/foo/-", NULL }, { "/foo/01", NULL }, { "/foo/-1", NULL }, { "/foo/+1", NULL },
    { "/foo/1e0", NULL }, { "/foo/18446744073709551617", NULL }, { "/foo/0/x", NULL },
    { "foo", NULL }, { "/a~2b", NULL }, { "/m~", NULL },
  };
  g_autofree char *path = inlay_json_path ("a/b", "~", "", NULL);
  g_autofree char *longer = inlay_json_path_append (path, "x~y");
  g_auto(GStrv) tokens = inlay_json_path_split (longer, NULL);

  g_assert_true (inlay_json_get (root, "") == root);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonNode *node = inlay_json_get (root, cases[i][0]);
      g_autofree char *text = node != NULL ? inlay_json_write (node, INLAY_JSON_DEFAULT) : NULL;

      g_assert_cmpstr (text, ==, cases[i][1]);
    }

  g_assert_cmpstr (path, ==, "/a~1b/~0/");
  g_assert_cmpstr (longer, ==, "/a~1b/~0//x~0y");
  g_assert_cmpuint (g_strv_length (tokens), ==, 4);
  g_assert_cmpstr (tokens[0], ==, "a/b");
  g_assert_cmpstr (tokens[2], ==, "");
  g_assert_cmpstr (tokens[3], ==, "x~y");
}

static void
test_getters (void)
{
  g_autoptr(JsonNode) root = read_json ("{\"s\":\"x\",\"i\":3,\"d\":2.5,\"w\":4.0,\"b\":true,"
                                        "\"n\":null,\"o\":{},\"a\":[]}");

  g_assert_cmpstr (inlay_json_get_string (root, "s"), ==, "x");
  g_assert_null (inlay_json_get_string (root, "i"));
  g_assert_null (inlay_json_get_string (root, "n"));
  g_assert_null (inlay_json_get_string (NULL, "s"));
  g_assert_cmpint (inlay_json_get_int (root, "i", -1), ==, 3);
  g_assert_cmpint (inlay_json_get_int (root, "w", -1), ==, 4);
  g_assert_cmpint (inlay_json_get_int (root, "d", -1), ==, -1);
  g_assert_cmpint (inlay_json_get_int (root, "s", -1), ==, -1);
  g_assert_cmpfloat (inlay_json_get_double (root, "d", 0), ==, 2.5);
  g_assert_cmpfloat (inlay_json_get_double (root, "i", 0), ==, 3);
  g_assert_true (inlay_json_get_boolean (root, "b", FALSE));
  g_assert_true (inlay_json_get_boolean (root, "n", TRUE));
  g_assert_nonnull (inlay_json_get_object (root, "o"));
  g_assert_null (inlay_json_get_object (root, "a"));
  g_assert_nonnull (inlay_json_get_array (root, "a"));
  g_assert_null (inlay_json_get_member (root, "missing"));
}

static void
test_build (void)
{
  const char *words[] = { "a", "b", NULL };
  g_autoptr(JsonNode) node =
    inlay_json_new_object ("s", inlay_json_new_string ("\xff!"),
                           "none", NULL,
                           "l", inlay_json_new_array (inlay_json_new_int (1),
                                                      inlay_json_new_double (0.5),
                                                      inlay_json_new_boolean (FALSE),
                                                      inlay_json_new_null (), NULL),
                           "w", inlay_json_new_strv (words),
                           "e", inlay_json_new_array (NULL, NULL),
                           NULL);
  g_autofree char *text = inlay_json_write (node, INLAY_JSON_DEFAULT);

  g_assert_true (json_node_is_immutable (node));
  g_assert_cmpstr (text, ==, "{\"s\":\"\xef\xbf\xbd!\",\"l\":[1,0.5,false,null],"
                             "\"w\":[\"a\",\"b\"],\"e\":[]}");
}

static void
test_set (void)
{
  g_autoptr(JsonNode) root = read_json ("{\"a\":{\"x\":1,\"y\":[1,2]},\"b\":{}}");
  static const char * const cases[][3] = {
    { "/a/x", "9", "{\"a\":{\"x\":9,\"y\":[1,2]},\"b\":{}}" },
    { "/a/z", "9", "{\"a\":{\"x\":1,\"y\":[1,2],\"z\":9},\"b\":{}}" },
    { "/a/y/0", "9", "{\"a\":{\"x\":1,\"y\":[9,2]},\"b\":{}}" },
    { "/a/y/2", "9", "{\"a\":{\"x\":1,\"y\":[1,2,9]},\"b\":{}}" },
    { "/a/y/-", "9", "{\"a\":{\"x\":1,\"y\":[1,2,9]},\"b\":{}}" },
    { "", "9", "9" },
    { "/a/x", NULL, "{\"a\":{\"y\":[1,2]},\"b\":{}}" },
    { "/a/y/0", NULL, "{\"a\":{\"x\":1,\"y\":[2]},\"b\":{}}" },
  };
  static const char * const missing[] = { "/c/d", "/a/y/3", "/a/x/y", "/a/y/x", "/a/y/5/2" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) value = cases[i][1] != NULL ? read_json (cases[i][1]) : NULL;
      g_autoptr(JsonNode) changed = value != NULL
                                      ? inlay_json_set (root, cases[i][0], value, &error)
                                      : inlay_json_remove (root, cases[i][0], &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = inlay_json_write (changed, INLAY_JSON_DEFAULT);
      g_assert_cmpstr (text, ==, cases[i][2]);
      g_assert_true (json_node_is_immutable (changed));
      if (*cases[i][0] != '\0')
        g_assert_true (inlay_json_get (changed, "/b") == inlay_json_get (root, "/b"));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) remove_error = NULL;

      g_assert_null (inlay_json_set (root, missing[i], root, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
      g_assert_null (inlay_json_remove (root, missing[i], &remove_error));
      g_assert_error (remove_error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
    }
}

static void
test_set_deep (void)
{
  g_autofree char *opening = g_strnfill (INLAY_JSON_MAX_DEPTH - 1, '[');
  g_autofree char *closing = g_strnfill (INLAY_JSON_MAX_DEPTH - 1, ']');
  g_autofree char *text = g_strconcat (opening, closing, NULL);
  g_autoptr(JsonNode) deep = read_json (text);
  g_autoptr(JsonNode) root = read_json ("{\"a\":{}}");
  g_autoptr(JsonNode) fits = inlay_json_set (root, "/b", deep, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (fits);
  g_assert_null (inlay_json_set (root, "/a/b", deep, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

static void
test_compare (void)
{
  static const struct {
    const char *a, *b;
    gboolean equal, identical;
  } cases[] = {
    { "1", "1.0", TRUE, FALSE },
    { "1", "1", TRUE, TRUE },
    { "0.0", "-0.0", TRUE, FALSE },
    { "9007199254740993", "9007199254740992.0", FALSE, FALSE },
    { "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", TRUE, FALSE },
    { "{\"a\":[1]}", "{\"a\":[1]}", TRUE, TRUE },
    { "[1,2]", "[2,1]", FALSE, FALSE },
    { "{\"a\":null}", "{\"b\":null}", FALSE, FALSE },
    { "null", "false", FALSE, FALSE },
    { "\"1\"", "1", FALSE, FALSE },
    { "true", "1", FALSE, FALSE },
    { "{}", "[]", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) a = read_json (cases[i].a);
      g_autoptr(JsonNode) b = read_json (cases[i].b);

      g_assert_true (inlay_json_equal (a, b) == cases[i].equal);
      g_assert_true (inlay_json_equal (b, a) == cases[i].equal);
      g_assert_true (inlay_json_identical (a, b) == cases[i].identical);
    }
}

/* Stricter than the suite on purpose: duplicate members and NUL. */
static gboolean
is_refused_on_purpose (const char *name)
{
  return g_str_has_prefix (name, "y_object_duplicated_key") ||
         g_str_equal (name, "y_string_null_escape.json") ||
         g_str_equal (name, "y_object_escaped_null_in_key.json");
}

static void
check_case (const char *folder,
            const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  gboolean refused;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  node = inlay_json_read_text (contents, (gssize) length, &error);
  refused = node == NULL;
  g_assert_true (refused == (error != NULL));

  g_test_message ("%s: %s", name, refused ? error->message : "accepted");
  if (*name == 'n' || is_refused_on_purpose (name))
    g_assert_true (refused);
  else if (*name == 'y')
    g_assert_false (refused);
}

static void
test_suite (void)
{
  const char *shared = g_getenv ("INLAY_SHARED");
  g_autofree char *folder = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint cases = 0;

  if (shared == NULL)
    {
      g_test_skip ("INLAY_SHARED is not set");
      return;
    }

  folder = g_build_filename (shared, "conformance", "json", "test_parsing", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        check_case (folder, name);
        cases++;
      }
  g_assert_cmpuint (cases, >, 250);
}

static void
test_read_last_wins (void)
{
  const char *text = "{\"a\":1,\"b\":2,\"a\":3}";
  g_autoptr(JsonNode) node = inlay_json_read_full (text, strlen (text), 4, INLAY_JSON_LAST_WINS, NULL);
  g_autofree char *written = inlay_json_write (node, INLAY_JSON_DEFAULT);

  g_assert_cmpstr (written, ==, "{\"a\":3,\"b\":2}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/read/last-wins", test_read_last_wins);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/refusals", test_refusals);
  g_test_add_func ("/json/limits", test_limits);
  g_test_add_func ("/json/flags", test_flags);
  g_test_add_func ("/json/canonical/numbers", test_canonical_numbers);
  g_test_add_func ("/json/canonical/text", test_canonical);
  g_test_add_func ("/json/shortest", test_shortest);
  g_test_add_func ("/json/digest", test_digest);
  g_test_add_func ("/json/pointer", test_pointer);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/build", test_build);
  g_test_add_func ("/json/set", test_set);
  g_test_add_func ("/json/set/deep", test_set_deep);
  g_test_add_func ("/json/compare", test_compare);
  g_test_add_func ("/json/suite", test_suite);

  return g_test_run ();
}
