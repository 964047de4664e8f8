/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <math.h>
#include <string.h>

typedef gboolean (* Compare) (JsonNode *a,
                              JsonNode *b);

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

gboolean
inlay_json_integer_equals (gint64 integer,
                           double number)
{
  return number >= -9223372036854775808.0 && number < 9223372036854775808.0 &&
         number == trunc (number) && (gint64) number == integer;
}

static gboolean
numbers_are_equal (JsonNode *a,
                   JsonNode *b)
{
  gboolean a_is_int = json_node_get_value_type (a) == G_TYPE_INT64;
  gboolean b_is_int = json_node_get_value_type (b) == G_TYPE_INT64;

  if (a_is_int && b_is_int)
    return json_node_get_int (a) == json_node_get_int (b);
  if (a_is_int)
    return inlay_json_integer_equals (json_node_get_int (a), json_node_get_double (b));
  if (b_is_int)
    return inlay_json_integer_equals (json_node_get_int (b), json_node_get_double (a));
  return json_node_get_double (a) == json_node_get_double (b);
}

/* Strings, booleans and null; numbers are for the callers. */
static gboolean
words_are_equal (JsonNode *a,
                 JsonNode *b)
{
  if (json_node_get_value_type (a) != json_node_get_value_type (b))
    return FALSE;
  if (json_node_get_value_type (a) == G_TYPE_STRING)
    return strcmp (json_node_get_string (a), json_node_get_string (b)) == 0;
  return json_node_get_boolean (a) == json_node_get_boolean (b);
}

static gboolean
arrays_are_equal (JsonArray *a,
                  JsonArray *b,
                  Compare    compare)
{
  guint length = json_array_get_length (a);

  if (a == b)
    return TRUE;
  if (length != json_array_get_length (b))
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (!compare (json_array_get_element (a, i), json_array_get_element (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
objects_are_equal (JsonObject *a,
                   JsonObject *b)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (a == b)
    return TRUE;
  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;

  json_object_iter_init (&iter, a);
  while (json_object_iter_next (&iter, &name, &member))
    {
      JsonNode *other = json_object_get_member (b, name);

      if (other == NULL || !inlay_json_equal (member, other))
        return FALSE;
    }
  return TRUE;
}

static gboolean
objects_are_identical (JsonObject *a,
                       JsonObject *b)
{
  JsonObjectIter iter, other;
  const char *name, *other_name;
  JsonNode *member, *other_member;

  if (a == b)
    return TRUE;
  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;

  json_object_iter_init_ordered (&iter, a);
  json_object_iter_init_ordered (&other, b);
  while (json_object_iter_next_ordered (&iter, &name, &member) &&
         json_object_iter_next_ordered (&other, &other_name, &other_member))
    if (strcmp (name, other_name) != 0 || !inlay_json_identical (member, other_member))
      return FALSE;
  return TRUE;
}

/**
 * inlay_json_equal:
 * @a: a tree
 * @b: another
 *
 * Returns: whether they mean the same: numbers by value, members in any order (RFC 6902,
 *   section 4.6)
 */
gboolean
inlay_json_equal (JsonNode *a,
                  JsonNode *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (a))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (a))
    return objects_are_equal (json_node_get_object (a), json_node_get_object (b));
  if (JSON_NODE_HOLDS_ARRAY (a))
    return arrays_are_equal (json_node_get_array (a), json_node_get_array (b), inlay_json_equal);
  if (is_number (a) && is_number (b))
    return numbers_are_equal (a, b);
  return !is_number (a) && !is_number (b) && words_are_equal (a, b);
}

/**
 * inlay_json_identical:
 * @a: a tree
 * @b: another
 *
 * Names and order count, too, of which RFC 8259, section 4, says that they need not.
 *
 * Returns: whether they are written as the same bytes: order of members and kind of numbers count
 */
gboolean
inlay_json_identical (JsonNode *a,
                      JsonNode *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (json_node_get_node_type (a) != json_node_get_node_type (b))
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (a))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (a))
    return objects_are_identical (json_node_get_object (a), json_node_get_object (b));
  if (JSON_NODE_HOLDS_ARRAY (a))
    return arrays_are_equal (json_node_get_array (a), json_node_get_array (b),
                             inlay_json_identical);
  if (!is_number (a))
    return !is_number (b) && words_are_equal (a, b);
  if (json_node_get_value_type (a) != json_node_get_value_type (b))
    return FALSE;
  return numbers_are_equal (a, b) &&
         signbit (json_node_get_double (a)) == signbit (json_node_get_double (b));
}
