/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <math.h>

static JsonNode *
sealed (JsonNode *node)
{
  json_node_seal (node);
  return node;
}

/**
 * inlay_json_new_string:
 * @string: UTF-8; what is not is replaced by U+FFFD
 *
 * A string of RFC 8259, section 7.
 *
 * Returns: (transfer full): a sealed string
 */
JsonNode *
inlay_json_new_string (const char *string)
{
  g_autofree char *valid = NULL;

  g_return_val_if_fail (string != NULL, NULL);

  if (g_utf8_validate (string, -1, NULL))
    return sealed (json_node_init_string (json_node_alloc (), string));

  valid = g_utf8_make_valid (string, -1);
  return sealed (json_node_init_string (json_node_alloc (), valid));
}

/**
 * inlay_json_new_int:
 * @value: a number
 *
 * A number of RFC 8259, section 6.
 *
 * Returns: (transfer full): a sealed integer
 */
JsonNode *
inlay_json_new_int (gint64 value)
{
  return sealed (json_node_init_int (json_node_alloc (), value));
}

/**
 * inlay_json_new_double:
 * @value: a number
 *
 * A number of RFC 8259, section 6.
 *
 * Returns: (transfer full): a sealed double; null for infinities and NaN, which JSON has not
 */
JsonNode *
inlay_json_new_double (double value)
{
  if (!isfinite (value))
    return inlay_json_new_null ();
  return sealed (json_node_init_double (json_node_alloc (), value));
}

/**
 * inlay_json_new_boolean:
 * @value: true or false
 *
 * A literal of RFC 8259, section 3.
 *
 * Returns: (transfer full): a sealed boolean
 */
JsonNode *
inlay_json_new_boolean (gboolean value)
{
  return sealed (json_node_init_boolean (json_node_alloc (), value));
}

/**
 * inlay_json_new_null:
 *
 * A literal of RFC 8259, section 3.
 *
 * Returns: (transfer full): a sealed null
 */
JsonNode *
inlay_json_new_null (void)
{
  return sealed (json_node_init_null (json_node_alloc ()));
}

/**
 * inlay_json_take_object:
 * @object: (transfer full): what nobody else changes any more
 *
 * An object of RFC 8259, section 4.
 *
 * Returns: (transfer full): a sealed node that holds @object
 */
JsonNode *
inlay_json_take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return sealed (node);
}

/**
 * inlay_json_take_array:
 * @array: (transfer full): what nobody else changes any more
 *
 * An array of RFC 8259, section 5.
 *
 * Returns: (transfer full): a sealed node that holds @array
 */
JsonNode *
inlay_json_take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return sealed (node);
}

/**
 * inlay_json_new_object:
 * @first_member: (nullable): the name of the first member
 * @...: its value (a #JsonNode, transfer full), then more names and values, then %NULL
 *
 * A member whose value is %NULL is left out; a name given twice has the last value.
 *
 * An object of RFC 8259, section 4.
 *
 * Returns: (transfer full): a sealed object
 */
JsonNode *
inlay_json_new_object (const char *first_member,
                       ...)
{
  JsonObject *object = json_object_new ();
  va_list args;

  va_start (args, first_member);
  for (const char *name = first_member; name != NULL; name = va_arg (args, const char *))
    {
      JsonNode *value = va_arg (args, JsonNode *);

      if (value != NULL)
        json_object_set_member (object, name, value);
    }
  va_end (args);
  return inlay_json_take_object (object);
}

/**
 * inlay_json_new_array:
 * @first_element: (nullable) (transfer full): the first element
 * @...: more elements (#JsonNode, transfer full), then %NULL
 *
 * An array of RFC 8259, section 5.
 *
 * Returns: (transfer full): a sealed array
 */
JsonNode *
inlay_json_new_array (JsonNode *first_element,
                      ...)
{
  JsonArray *array = json_array_new ();
  va_list args;

  va_start (args, first_element);
  for (JsonNode *element = first_element; element != NULL; element = va_arg (args, JsonNode *))
    json_array_add_element (array, element);
  va_end (args);
  return inlay_json_take_array (array);
}

/**
 * inlay_json_new_strv:
 * @strings: (nullable) (array zero-terminated=1): UTF-8
 *
 * An array of RFC 8259, section 5.
 *
 * Returns: (transfer full): a sealed array of strings
 */
JsonNode *
inlay_json_new_strv (const char * const *strings)
{
  JsonArray *array = json_array_new ();

  for (; strings != NULL && *strings != NULL; strings++)
    json_array_add_element (array, inlay_json_new_string (*strings));
  return inlay_json_take_array (array);
}
