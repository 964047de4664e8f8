/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>
#include <time.h>

static JsonNode *
read_json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_text (JsonNode   *node,
             const char *expected)
{
  g_autofree char *text = inlay_json_write (node, INLAY_JSON_DEFAULT);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_undone (JsonNode *root,
               JsonNode *changed,
               JsonNode *inverse)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) back = inlay_patch_apply (changed, inverse, NULL, &error);
  g_autofree char *before = inlay_json_write (root, INLAY_JSON_DEFAULT);

  g_assert_no_error (error);
  assert_text (back, before);
}

static void
test_apply (void)
{
  static const char * const cases[][3] = {
    { "{\"foo\":1}", "[{\"op\":\"add\",\"path\":\"/baz\",\"value\":2}]", "{\"foo\":1,\"baz\":2}" },
    { "[1,3]", "[{\"op\":\"add\",\"path\":\"/1\",\"value\":2}]", "[1,2,3]" },
    { "[1]", "[{\"op\":\"add\",\"path\":\"/-\",\"value\":2}]", "[1,2]" },
    { "{\"a\":1,\"b\":2}", "[{\"op\":\"add\",\"path\":\"/a\",\"value\":3}]", "{\"a\":3,\"b\":2}" },
    { "{\"a\":1,\"b\":2}", "[{\"op\":\"remove\",\"path\":\"/a\"}]", "{\"b\":2}" },
    { "[1,2,3]", "[{\"op\":\"remove\",\"path\":\"/1\"}]", "[1,3]" },
    { "{\"a\":1,\"b\":2}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":[]}]", "{\"a\":[],\"b\":2}" },
    { "[1]", "[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]", "{}" },
    { "{\"a\":{\"x\":1},\"b\":{}}", "[{\"op\":\"move\",\"from\":\"/a/x\",\"path\":\"/b/y\"}]",
      "{\"a\":{},\"b\":{\"y\":1}}" },
    { "[1,2,3]", "[{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/2\"}]", "[2,3,1]" },
    { "[1,2,3]", "[{\"op\":\"move\",\"from\":\"/2\",\"path\":\"/0\"}]", "[3,1,2]" },
    { "[1,2,3]", "[{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/-\"}]", "[2,3,1]" },
    { "{\"a\":1,\"b\":2}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}]", "{\"a\":1,\"b\":2}" },
    { "{\"x\":1,\"y\":2,\"z\":3}", "[{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/y\"}]",
      "{\"y\":1,\"z\":3}" },
    { "{\"a\":{\"b\":{\"c\":1}},\"d\":0}", "[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a\"}]",
      "{\"a\":{\"c\":1},\"d\":0}" },
    { "[{\"e\":1,\"f\":2}]", "[{\"op\":\"move\",\"from\":\"/0/e\",\"path\":\"/0\"}]",
      "[1,{\"f\":2}]" },
    { "{\"a\":[1]}", "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]", "{\"a\":[1],\"b\":[1]}" },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/b\",\"value\":2,\"before\":\"a\"}]",
      "{\"b\":2,\"a\":1}" },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/b\",\"value\":2,\"before\":\"gone\",\"x\":1}]",
      "{\"a\":1,\"b\":2}" },
    { "{\"a\":{\"b\":1}}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"b\":1.0}}]",
      "{\"a\":{\"b\":1}}" },
    { "{\"/\":9,\"~1\":10}", "[{\"op\":\"test\",\"path\":\"/~01\",\"value\":10},"
      "{\"op\":\"remove\",\"path\":\"/~1\"}]", "{\"~1\":10}" },
    { "{\"a\":1}", "[]", "{\"a\":1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) root = read_json (cases[i][0]);
      g_autoptr(JsonNode) patch = read_json (cases[i][1]);
      g_autoptr(JsonNode) inverse = NULL;
      g_autoptr(JsonNode) changed = inlay_patch_apply (root, patch, &inverse, &error);

      g_assert_no_error (error);
      assert_text (changed, cases[i][2]);
      g_assert_true (json_node_is_immutable (changed));
      assert_undone (root, changed, inverse);
    }
}

static void
test_refuse (void)
{
  static const struct {
    const char *root, *patch;
    InlayError code;
    const char *message;
  } cases[] = {
    { "{}", "{}", INLAY_ERROR_INVALID, "a patch is an array of operations" },
    { "{}", "[1]", INLAY_ERROR_INVALID, "operation 1: it is not an object" },
    { "{}", "[{\"path\":\"\"}]", INLAY_ERROR_INVALID, "operation 1: it has no “op”" },
    { "{}", "[{\"op\":\"add\"}]", INLAY_ERROR_INVALID, "operation 1: it has no “path”" },
    { "{}", "[{\"op\":\"add\",\"path\":\"/a\"}]", INLAY_ERROR_INVALID,
      "operation 1 (add /a): it has no “value”" },
    { "{}", "[{\"op\":\"move\",\"path\":\"/a\"}]", INLAY_ERROR_INVALID,
      "operation 1 (move /a): it has no “from”" },
    { "{}", "[{\"op\":\"spoil\",\"path\":\"/a\",\"value\":1}]", INLAY_ERROR_INVALID,
      "operation 1 (spoil /a): its “op” is none of add, remove, replace, move, copy, test" },
    { "{}", "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]", INLAY_ERROR_INVALID,
      "operation 1 (add a): “a” is no JSON Pointer: it does not start with a slash" },
    { "{}", "[{\"op\":\"remove\",\"path\":\"\"}]", INLAY_ERROR_INVALID,
      "operation 1 (remove ): the whole tree cannot be removed" },
    { "{\"a\":{}}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]", INLAY_ERROR_INVALID,
      "operation 1 (move /a/b): a value cannot be moved into itself" },
    { "{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (add /a/b): /a/b is not there: what should hold it is neither object nor array" },
    { "{}", "[{\"op\":\"add\",\"path\":\"/a/b/c\",\"value\":1}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (add /a/b/c): /a is not there" },
    { "[1]", "[{\"op\":\"add\",\"path\":\"/2\",\"value\":1}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (add /2): /2 is not there: the array has 1 elements" },
    { "[1]", "[{\"op\":\"remove\",\"path\":\"/-\"}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (remove /-): /- is not there: the array has 1 elements" },
    { "{}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":1}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (replace /a): /a is not there" },
    { "{}", "[{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/a\"}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (copy /a): /x is not there" },
    { "{}", "[{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/x\"}]", INLAY_ERROR_NOT_FOUND,
      "operation 1 (move /x): /x is not there" },
    { "{\"a\":1}", "[{\"op\":\"remove\",\"path\":\"/a\"},"
      "{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]", INLAY_ERROR_CONFLICT,
      "operation 2 (test /a): /a is not there" },
    { "{\"a\":1}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]", INLAY_ERROR_CONFLICT,
      "operation 1 (test /a): /a is not what it was expected to be" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) root = read_json (cases[i].root);
      g_autoptr(JsonNode) patch = read_json (cases[i].patch);
      g_autoptr(JsonNode) inverse = NULL;

      g_assert_null (inlay_patch_apply (root, patch, &inverse, &error));
      g_assert_null (inverse);
      g_assert_error (error, INLAY_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      assert_text (root, cases[i].root);
    }
}

/* Random trees, patches and what they do to each other. */

static JsonNode *
random_tree (guint depth)
{
  int kind = g_test_rand_int_range (0, depth > 0 ? 8 : 4);

  if (kind == 0)
    return inlay_json_new_int (g_test_rand_int_range (0, 5));
  if (kind == 1)
    return inlay_json_new_double (g_test_rand_int_range (0, 10) / 4.0);
  if (kind < 4)
    return inlay_json_new_string (kind == 2 ? "x" : "y");

  if (kind < 6)
    {
      JsonArray *array = json_array_new ();

      for (int i = g_test_rand_int_range (0, 6); i > 0; i--)
        json_array_add_element (array, random_tree (depth - 1));
      return inlay_json_take_array (array);
    }
  else
    {
      JsonObject *object = json_object_new ();

      for (int i = g_test_rand_int_range (0, 7); i > 0; i--)
        {
          char name[] = { (char) g_test_rand_int_range ('a', 'i'), '\0' };

          if (!json_object_has_member (object, name))
            json_object_set_member (object, name, random_tree (depth - 1));
        }
      return inlay_json_take_object (object);
    }
}

/* A pointer that often leads somewhere. */
static char *
random_pointer (JsonNode *node)
{
  g_autofree char *pointer = g_strdup ("");

  while (g_test_rand_int_range (0, 5) > 0)
    {
      g_autofree char *token = NULL;
      char *longer;

      if (JSON_NODE_HOLDS_OBJECT (node))
        token = g_strdup_printf ("%c", g_test_rand_int_range ('a', 'i'));
      else if (JSON_NODE_HOLDS_ARRAY (node))
        token = g_test_rand_int_range (0, 8) == 0
                  ? g_strdup ("-") : g_strdup_printf ("%d", g_test_rand_int_range (0, 6));
      else
        break;

      longer = inlay_json_path_append (pointer, token);
      g_free (pointer);
      pointer = longer;
      node = JSON_NODE_HOLDS_OBJECT (node)
               ? json_object_get_member (json_node_get_object (node), token)
               : (guint) atoi (token) < json_array_get_length (json_node_get_array (node))
                   ? json_array_get_element (json_node_get_array (node), (guint) atoi (token))
                   : NULL;
      if (node == NULL)
        break;
    }
  return g_steal_pointer (&pointer);
}

static JsonNode *
random_operation (JsonNode *root)
{
  static const char * const names[] = { "add", "remove", "replace", "move", "copy" };
  g_autofree char *path = random_pointer (root);
  g_autofree char *from = random_pointer (root);
  char before[] = { (char) g_test_rand_int_range ('a', 'i'), '\0' };

  return inlay_json_new_object (
    "op", inlay_json_new_string (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]),
    "path", inlay_json_new_string (path),
    "from", inlay_json_new_string (from),
    "before", inlay_json_new_string (before),
    "value", random_tree (2),
    NULL);
}

static void
test_random_inverse (void)
{
  guint applied = 0;

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(JsonNode) root = random_tree (4);
      JsonArray *operations = json_array_new ();
      g_autoptr(JsonNode) patch = NULL;
      g_autoptr(JsonNode) inverse = NULL;
      g_autoptr(JsonNode) changed = NULL;
      g_autofree char *before = inlay_json_write (root, INLAY_JSON_DEFAULT);

      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        json_array_add_element (operations, random_operation (root));
      patch = inlay_json_take_array (operations);

      changed = inlay_patch_apply (root, patch, &inverse, NULL);
      assert_text (root, before);
      if (changed == NULL)
        continue;
      assert_undone (root, changed, inverse);
      applied++;
    }
  g_test_message ("%u of 3000 patches applied", applied);
  g_assert_cmpuint (applied, >, 300);
}

/* A long patch does what its operations do one by one. */
static void
test_random_sequence (void)
{
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) root = random_tree (4);
      g_autoptr(JsonNode) stepwise = json_node_ref (root);
      g_autoptr(JsonNode) patch = NULL;
      g_autoptr(JsonNode) inverse = NULL;
      g_autoptr(JsonNode) changed = NULL;
      g_autofree char *before = inlay_json_write (root, INLAY_JSON_DEFAULT);
      g_autofree char *expected = NULL;
      JsonArray *operations = json_array_new ();

      for (guint j = 0; j < 30; j++)
        {
          g_autoptr(JsonNode) operation = random_operation (stepwise);
          g_autoptr(JsonNode) single = inlay_json_new_array (json_node_ref (operation), NULL);
          JsonNode *next = inlay_patch_apply (stepwise, single, NULL, NULL);

          if (next == NULL)
            continue;
          json_node_unref (stepwise);
          stepwise = next;
          json_array_add_element (operations, json_node_ref (operation));
        }
      patch = inlay_json_take_array (operations);

      changed = inlay_patch_apply (root, patch, &inverse, &error);
      g_assert_no_error (error);
      expected = inlay_json_write (stepwise, INLAY_JSON_DEFAULT);
      assert_text (changed, expected);
      assert_text (root, before);
      g_assert_true (json_node_is_immutable (changed));
      g_assert_true (json_node_is_immutable (inverse));
      assert_undone (root, changed, inverse);
    }
}

/* An operation on one of a few containers: an object of many members, one of few, an array, the tree. */
static JsonNode *
random_change_of (guint container)
{
  static const char * const parents[] = { "/wide", "/narrow", "/list", "" };
  static const char * const names[] = { "add", "add", "remove", "replace", "move", "test" };
  gboolean is_list = container == 2;
  int range = container == 0 ? 60 : 8;
  const char *parent = parents[container];
  g_autofree char *before = g_strdup_printf ("%d", g_test_rand_int_range (0, range));
  g_autofree char *path = NULL;
  g_autofree char *from = g_strdup_printf ("%s/%d", parent, g_test_rand_int_range (0, range));

  if (is_list && g_test_rand_int_range (0, 4) == 0)
    path = g_strconcat (parent, "/-", NULL);
  else if (g_test_rand_int_range (0, 8) == 0)
    path = g_strdup_printf ("%s/%d/a", parent, g_test_rand_int_range (0, range));
  else
    path = g_strdup_printf ("%s/%d", parent, g_test_rand_int_range (0, range));

  return inlay_json_new_object (
    "op", inlay_json_new_string (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]),
    "path", inlay_json_new_string (path),
    "from", inlay_json_new_string (from),
    "before", g_test_rand_bit () ? inlay_json_new_string (before) : NULL,
    "value", inlay_json_new_object ("a", inlay_json_new_int (g_test_rand_int_range (0, 3)), NULL),
    NULL);
}

/* Many operations in a row on one container do what they do one by one, and are refused alike. */
static void
test_random_runs (void)
{
  guint applied = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(JsonNode) root = read_json ("{\"wide\":{},\"narrow\":{\"1\":{}},\"list\":[{},{}]}");
      g_autoptr(JsonNode) stepwise = json_node_ref (root);
      g_autoptr(JsonArray) operations = json_array_new ();

      for (guint j = 0; j < 400; j++)
        {
          g_autoptr(GError) alone = NULL;
          g_autoptr(GError) error = NULL;
          g_autoptr(JsonNode) operation = random_change_of ((j / 70 + i) % 4);
          g_autoptr(JsonNode) single = inlay_json_new_array (json_node_ref (operation), NULL);
          g_autoptr(JsonNode) patch = NULL;
          g_autoptr(JsonNode) inverse = NULL;
          g_autoptr(JsonNode) changed = NULL;
          JsonNode *next = inlay_patch_apply (stepwise, single, NULL, &alone);

          if (next == NULL && j % 6 != 0)
            continue;
          json_array_add_element (operations, json_node_ref (operation));
          if (next != NULL && j % 25 != 0)
            {
              json_node_unref (stepwise);
              stepwise = next;
              continue;
            }

          patch = inlay_json_take_array (json_array_ref (operations));
          changed = inlay_patch_apply (root, patch, &inverse, &error);
          g_assert_true ((changed == NULL) == (next == NULL));
          if (changed == NULL)
            {
              g_assert_cmpstr (strchr (error->message, ':'), ==, strchr (alone->message, ':'));
              json_array_remove_element (operations, json_array_get_length (operations) - 1);
              continue;
            }
          g_assert_true (inlay_json_identical (changed, next));
          g_assert_true (json_node_is_immutable (changed));
          assert_undone (root, changed, inverse);
          json_node_unref (stepwise);
          stepwise = next;
          applied++;
        }
    }
  g_test_message ("%u long patches applied", applied);
  g_assert_cmpuint (applied, >, 60);
}

/* Processor time for taking @n members and @n elements out from between others, and undoing it. */
static double
time_removal (guint n)
{
  g_autoptr(InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(JsonNode) patch = NULL;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < n + 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("m%u", i);

      json_object_set_member (object, name, inlay_json_new_object (NULL, NULL));
      json_array_add_string_element (array, name);
    }
  root = inlay_json_new_object ("object", inlay_json_take_object (object),
                                "array", inlay_json_take_array (array), NULL);
  for (guint i = n; i > 0; i--)
    {
      g_autofree char *element = g_strdup_printf ("/array/%u", i);

      inlay_patch_builder_remove (builder, element);
    }
  for (guint i = n; i > 0; i--)
    {
      g_autofree char *member = g_strdup_printf ("/object/m%u", i);

      inlay_patch_builder_remove (builder, member);
    }
  patch = inlay_patch_builder_end (builder);

  for (guint i = 0; i < 3; i++)
    {
      clock_t start = clock ();
      g_autoptr(JsonNode) inverse = NULL;
      g_autoptr(JsonNode) changed = inlay_patch_apply (root, patch, &inverse, NULL);
      g_autoptr(JsonNode) back = inlay_patch_apply (changed, inverse, NULL, NULL);

      best = MIN (best, (double) (clock () - start));
      g_assert_true (inlay_json_identical (back, root));
    }
  return best;
}

/* Eight times as much takes about eight times as long, not sixty-four times. */
static void
test_growth (void)
{
  double few = time_removal (500);
  double many = time_removal (4000);

  g_test_message ("4,000 take %.1f times as long as 500", many / few);
  g_assert_cmpfloat (many, <, 24 * few);
}

static void
test_random_diff (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) from = random_tree (4);
      g_autoptr(JsonNode) to = random_tree (4);
      g_autoptr(JsonNode) patch = inlay_patch_diff (from, to);
      g_autoptr(JsonNode) inverse = NULL;
      g_autoptr(JsonNode) changed = inlay_patch_apply (from, patch, &inverse, &error);

      g_assert_no_error (error);
      g_assert_true (inlay_json_equal (changed, to));
      assert_undone (from, changed, inverse);
    }
}

static void
test_diff (void)
{
  static const char * const cases[][3] = {
    { "{\"a\":1}", "{\"a\":1}", "[]" },
    { "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "[]" },
    { "{\"a\":1}", "{\"a\":1.0}", "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":1.0}]" },
    { "{\"a\":1,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}",
      "[{\"op\":\"add\",\"path\":\"/b\",\"before\":\"c\",\"value\":2}]" },
    { "{\"a\":{\"b\":[1,{\"c\":2}]}}", "{\"a\":{\"b\":[1,{\"c\":3}]}}",
      "[{\"op\":\"replace\",\"path\":\"/a/b/1/c\",\"value\":3}]" },
    { "[\"a\",\"b\",\"c\"]", "[\"b\",\"c\"]", "[{\"op\":\"remove\",\"path\":\"/0\"}]" },
    { "[\"a\",\"c\"]", "[\"a\",\"b\",\"c\"]",
      "[{\"op\":\"add\",\"path\":\"/1\",\"value\":\"b\"}]" },
    { "[\"x\",\"a\",\"b\",\"c\"]", "[\"a\",\"b\",\"c\",\"x\"]",
      "[{\"op\":\"move\",\"from\":\"/0\",\"path\":\"/3\"}]" },
    { "[\"a\",\"b\",\"c\",\"x\"]", "[\"x\",\"a\",\"b\",\"c\"]",
      "[{\"op\":\"move\",\"from\":\"/3\",\"path\":\"/0\"}]" },
    { "[1,2,3]", "[1,9,3]", "[{\"op\":\"replace\",\"path\":\"/1\",\"value\":9}]" },
    { "[1,2]", "{}", "[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) from = read_json (cases[i][0]);
      g_autoptr(JsonNode) to = read_json (cases[i][1]);
      g_autoptr(JsonNode) patch = inlay_patch_diff (from, to);

      assert_text (patch, cases[i][2]);
    }
}

static void
test_merge (void)
{
  /* RFC 7396, appendix A */
  static const char * const cases[][3] = {
    { "{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
    { "{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}" },
    { "{\"a\":\"b\"}", "{\"a\":null}", "{}" },
    { "{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}" },
    { "{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}" },
    { "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}" },
    { "[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]" },
    { "{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]" },
    { "{\"a\":\"foo\"}", "null", "null" },
    { "{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}" },
    { "[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}" },
    { "{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) target = read_json (cases[i][0]);
      g_autoptr(JsonNode) patch = read_json (cases[i][1]);
      g_autoptr(JsonNode) merged = inlay_patch_merge (target, patch);

      assert_text (merged, cases[i][2]);
    }
}

static void
test_merge3 (void)
{
  static const struct {
    const char *base, *ours, *theirs, *merged, *conflict;
  } cases[] = {
    { "{\"a\":1,\"b\":2}", "{\"a\":9,\"b\":2}", "{\"a\":1,\"b\":8}", "{\"a\":9,\"b\":8}", NULL },
    { "{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":2}", "/a" },
    { "{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}", NULL },
    { "{\"a\":1}", "{}", "{\"a\":3}", "{}", "/a" },
    { "{\"a\":1}", "{\"a\":2}", "{}", "{\"a\":2}", "/a" },
    { "{\"a\":1,\"b\":1}", "{\"b\":1}", "{\"a\":1,\"b\":2}", "{\"b\":2}", NULL },
    { "{\"a\":1}", "{\"a\":1,\"x\":{\"p\":1}}", "{\"a\":1,\"x\":{\"q\":1}}",
      "{\"a\":1,\"x\":{\"q\":1,\"p\":1}}", NULL },
    { "{\"a\":1,\"z\":1}", "{\"a\":1,\"z\":1,\"o\":1}", "{\"a\":1,\"t\":1,\"z\":1}",
      "{\"a\":1,\"t\":1,\"z\":1,\"o\":1}", NULL },
    { "[\"a\",\"b\",\"c\"]", "[\"a\",\"x\",\"b\",\"c\"]", "[\"a\",\"b\",\"c\",\"y\"]",
      "[\"a\",\"x\",\"b\",\"c\",\"y\"]", NULL },
    { "[\"a\",\"b\",\"c\"]", "[\"a\",\"c\"]", "[\"c\",\"a\",\"b\"]", "[\"c\",\"a\"]", NULL },
    { "[\"a\",\"b\",\"c\"]", "[\"c\",\"b\",\"a\"]", "[\"a\",\"b\",\"n\",\"c\"]",
      "[\"c\",\"b\",\"n\",\"a\"]", NULL },
    { "[\"a\",\"b\",\"c\"]", "[\"c\",\"b\",\"a\"]", "[\"b\",\"a\",\"c\"]", "[\"c\",\"b\",\"a\"]", "" },
    { "{\"l\":[1,2]}", "{\"l\":[1]}", "{\"l\":[2]}", "{\"l\":[1]}", "/l" },
    { "{}", "{\"l\":[\"a\"]}", "{\"l\":[\"b\"]}", "{\"l\":[\"a\"]}", "/l" },
    { "{\"a/b\":{\"c\":1}}", "{\"a/b\":{\"c\":2}}", "{\"a/b\":{\"c\":3}}", "{\"a/b\":{\"c\":2}}",
      "/a~1b/c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) base = read_json (cases[i].base);
      g_autoptr(JsonNode) ours = read_json (cases[i].ours);
      g_autoptr(JsonNode) theirs = read_json (cases[i].theirs);
      g_autoptr(GPtrArray) conflicts = NULL;
      g_autoptr(JsonNode) merged = inlay_patch_merge3 (base, ours, theirs, &conflicts);

      assert_text (merged, cases[i].merged);
      g_assert_cmpuint (conflicts->len, ==, cases[i].conflict != NULL ? 1 : 0);
      if (cases[i].conflict != NULL)
        g_assert_cmpstr (g_ptr_array_index (conflicts, 0), ==, cases[i].conflict);
    }
}

static void
test_random_merge3 (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr(JsonNode) base = random_tree (4);
      g_autoptr(JsonNode) ours = random_tree (4);
      g_autoptr(JsonNode) theirs = random_tree (4);
      g_autoptr(JsonNode) merged = inlay_patch_merge3 (base, ours, theirs, NULL);
      g_autoptr(JsonNode) only_ours = inlay_patch_merge3 (base, ours, base, NULL);
      g_autoptr(JsonNode) only_theirs = inlay_patch_merge3 (base, base, theirs, NULL);
      g_autofree char *text = inlay_json_write (merged, INLAY_JSON_DEFAULT);
      g_autoptr(JsonNode) again = read_json (text);

      g_assert_true (inlay_json_identical (merged, again));
      g_assert_true (inlay_json_equal (only_ours, ours));
      g_assert_true (inlay_json_equal (only_theirs, theirs));
    }
}

/* Prints what an edit of a wide object costs; runs with -m perf. */
static void
measure_edit (guint members)
{
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) inner = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(JsonNode) value = inlay_json_new_int (7);
  g_autofree char *pointer = g_strdup_printf ("/instances/instance-%u/config/size", members / 2);
  guint rounds = 200000 / members;

  for (guint i = 0; i < members; i++)
    {
      g_autofree char *name = g_strdup_printf ("instance-%u", i);

      json_object_set_member (
        object, name,
        inlay_json_new_object ("module", inlay_json_new_string ("@acme/catalog"),
                               "config", inlay_json_new_object ("size", inlay_json_new_int (1),
                                                                NULL),
                               NULL));
    }
  inner = inlay_json_take_object (object);
  root = inlay_json_new_object ("instances", json_node_ref (inner), NULL);

  g_test_timer_start ();
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr(JsonNode) changed = inlay_json_set (root, pointer, value, NULL);

      g_assert_nonnull (changed);
    }
  g_test_timer_elapsed ();
  g_test_minimized_result (g_test_timer_last () / rounds * 1000,
                           "one edit among %u members: %.3f ms", members, g_test_timer_last () / rounds * 1000);
}

static void
measure_patch (guint members)
{
  g_autoptr(InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autoptr(JsonNode) root = inlay_json_new_object (NULL, NULL);
  g_autoptr(JsonNode) value = inlay_json_new_int (7);
  g_autoptr(JsonNode) patch = NULL;
  g_autoptr(JsonNode) inverse = NULL;
  g_autoptr(JsonNode) changed = NULL;
  g_autoptr(JsonNode) back = NULL;

  for (guint i = 0; i < members; i++)
    {
      g_autofree char *path = g_strdup_printf ("/member-%u", i);

      inlay_patch_builder_add (builder, path, value);
    }
  patch = inlay_patch_builder_end (builder);

  g_test_timer_start ();
  changed = inlay_patch_apply (root, patch, &inverse, NULL);
  back = inlay_patch_apply (changed, inverse, NULL, NULL);
  g_test_timer_elapsed ();
  g_assert_true (inlay_json_identical (root, back));
  g_test_minimized_result (g_test_timer_last () * 1000, "%u additions and back: %.1f ms", members,
                           g_test_timer_last () * 1000);
}

static void
test_cost (void)
{
  measure_edit (1000);
  measure_edit (10000);
  measure_patch (1000);
  measure_patch (10000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/patch/apply", test_apply);
  g_test_add_func ("/patch/refuse", test_refuse);
  g_test_add_func ("/patch/random/inverse", test_random_inverse);
  g_test_add_func ("/patch/random/sequence", test_random_sequence);
  g_test_add_func ("/patch/random/runs", test_random_runs);
  g_test_add_func ("/patch/growth", test_growth);
  g_test_add_func ("/patch/random/diff", test_random_diff);
  g_test_add_func ("/patch/random/merge3", test_random_merge3);
  g_test_add_func ("/patch/diff", test_diff);
  g_test_add_func ("/patch/merge", test_merge);
  g_test_add_func ("/patch/merge3", test_merge3);
  if (g_test_perf ())
    g_test_add_func ("/patch/cost", test_cost);

  return g_test_run ();
}
