/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

static InlayJsonDocument *
lay_out (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return inlay_json_document_new (node);
}

static void
test_layout (void)
{
  g_autoptr (InlayJsonDocument) document = lay_out ("{\"a\": [1, 2.5, \"x\", true, null], \"long name\": {\"a\": 2.0}}");
  const InlayJsonCell *root = inlay_json_document_get_root (document);
  const InlayJsonCell *list = inlay_json_cell_get (root, "a");
  const InlayJsonCell *inner = inlay_json_cell_get (root, "long name");

  g_assert_cmpint (root->types, ==, INLAY_JSON_TYPE_OBJECT);
  g_assert_cmpuint (root->length, ==, 2);
  g_assert_cmpuint (root->span, ==, 12);
  g_assert_cmpstr (root[1].text, ==, "a");
  g_assert_true (list == root + 2);
  g_assert_cmpuint (list->length, ==, 5);
  g_assert_cmpint (list[1].types, ==, INLAY_JSON_TYPE_INTEGER | INLAY_JSON_TYPE_NUMBER);
  g_assert_cmpint (list[2].types, ==, INLAY_JSON_TYPE_NUMBER);
  g_assert_cmpfloat (list[2].real, ==, 2.5);
  g_assert_cmpstr (inlay_json_cell_get (list, "2")->text, ==, "x");
  g_assert_cmpint (inlay_json_cell_get (list, "3")->integer, ==, 1);
  g_assert_cmpint (inlay_json_cell_get (list, "4")->types, ==, INLAY_JSON_TYPE_NULL);
  g_assert_null (inlay_json_cell_get (list, "5"));
  g_assert_null (inlay_json_cell_get (list, "01"));
  g_assert_null (inlay_json_cell_get (root, "b"));
  g_assert_null (inlay_json_cell_get (list + 1, "0"));
  /* A name that is met again is kept once; 2.0 is an integer. */
  g_assert_true (inner[1].text == root[1].text);
  g_assert_cmpint (inner[2].types, ==, INLAY_JSON_TYPE_INTEGER | INLAY_JSON_TYPE_NUMBER);
}

static const struct
{
  const char *one;
  const char *other;
  gboolean equal;
} pairs[] = {
  { "1", "1.0", TRUE },
  { "0", "-0.0", TRUE },
  { "1", "1.5", FALSE },
  { "9007199254740993", "9007199254740992.0", FALSE },
  { "true", "1", FALSE },
  { "true", "false", FALSE },
  { "null", "false", FALSE },
  { "\"a\"", "\"a\"", TRUE },
  { "\"a\"", "\"b\"", FALSE },
  { "\"12345678\"", "\"12345679\"", FALSE },
  { "[1, [2]]", "[1.0, [2.0]]", TRUE },
  { "[1, 2]", "[2, 1]", FALSE },
  { "[]", "{}", FALSE },
  { "{\"a\": 1, \"b\": [2]}", "{\"b\": [2], \"a\": 1}", TRUE },
  { "{\"a\": 1}", "{\"b\": 1}", FALSE },
  { "{\"a\": 1}", "{\"a\": 1, \"b\": 1}", FALSE },
};

static void
test_equal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (InlayJsonDocument) one = lay_out (pairs[i].one);
      g_autoptr (InlayJsonDocument) other = lay_out (pairs[i].other);
      const InlayJsonCell *a = inlay_json_document_get_root (one);
      const InlayJsonCell *b = inlay_json_document_get_root (other);

      if (inlay_json_cell_equal (a, b) != pairs[i].equal ||
          inlay_json_equal (inlay_json_document_get_tree (one), inlay_json_document_get_tree (other)) != pairs[i].equal)
        g_error ("%s and %s", pairs[i].one, pairs[i].other);
      if (pairs[i].equal)
        g_assert_cmpuint (a->hash, ==, b->hash);
    }
}

static void
test_depth (void)
{
  g_autoptr (JsonNode) node = inlay_json_new_int (1);

  for (guint i = 0; i < 2000; i++)
    {
      JsonNode *outer;

      if (i == 1000)
        {
          g_autoptr (InlayJsonDocument) document = inlay_json_document_new (node);

          g_assert_cmpuint (inlay_json_document_get_root (document)->span, ==, 1001);
        }
      outer = inlay_json_new_array (g_steal_pointer (&node), NULL);
      node = outer;
    }
  g_assert_null (inlay_json_document_new (node));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/document/layout", test_layout);
  g_test_add_func ("/json/document/equal", test_equal);
  g_test_add_func ("/json/document/depth", test_depth);
  return g_test_run ();
}
