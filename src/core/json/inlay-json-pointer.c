/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <math.h>
#include <string.h>

static void
append_token (GString    *pointer,
              const char *token)
{
  g_string_append_c (pointer, '/');
  for (; *token != '\0'; token++)
    {
      if (*token == '~')
        g_string_append (pointer, "~0");
      else if (*token == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, *token);
    }
}

/* Undoes the escapes of one token in place. */
static gboolean
unescape_token (char *token)
{
  char *to = token;

  for (const char *from = token; *from != '\0'; from++)
    {
      if (*from != '~')
        *to++ = *from;
      else if (from[1] == '0' || from[1] == '1')
        *to++ = *++from == '0' ? '~' : '/';
      else
        return FALSE;
    }
  *to = '\0';
  return TRUE;
}

/**
 * inlay_json_path:
 * @first: (nullable): a member name or index, not escaped
 * @...: more of them, then %NULL
 *
 * Returns: (transfer full): the JSON Pointer (RFC 6901) made of them; "" without any
 */
char *
inlay_json_path (const char *first,
                 ...)
{
  GString *pointer = g_string_new (NULL);
  va_list args;

  va_start (args, first);
  for (const char *token = first; token != NULL; token = va_arg (args, const char *))
    append_token (pointer, token);
  va_end (args);
  return g_string_free (pointer, FALSE);
}

/**
 * inlay_json_path_append:
 * @pointer: a JSON Pointer
 * @token: a member name or index, not escaped
 *
 * Escapes as RFC 6901, section 3, asks.
 *
 * Returns: (transfer full): @pointer with one more step
 */
char *
inlay_json_path_append (const char *pointer,
                        const char *token)
{
  GString *longer;

  g_return_val_if_fail (pointer != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  longer = g_string_new (pointer);
  append_token (longer, token);
  return g_string_free (longer, FALSE);
}

/**
 * inlay_json_path_split:
 * @pointer: a JSON Pointer
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Returns: (transfer full) (array zero-terminated=1): the steps of @pointer without escapes, none
 *   for the root; or %NULL when it is no JSON Pointer (RFC 6901)
 */
char **
inlay_json_path_split (const char  *pointer,
                       GError     **error)
{
  g_auto(GStrv) tokens = NULL;

  g_return_val_if_fail (pointer != NULL, NULL);

  if (*pointer == '\0')
    return g_new0 (char *, 1);
  if (*pointer != '/')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "“%s” is no JSON Pointer: it does not start with a slash", pointer);
      return NULL;
    }

  tokens = g_strsplit (pointer + 1, "/", -1);
  if (*tokens == NULL) /* "/" is one empty name, which g_strsplit() drops */
    {
      g_strfreev (tokens);
      tokens = g_new0 (char *, 2);
      tokens[0] = g_strdup ("");
    }
  for (char **token = tokens; *token != NULL; token++)
    if (!unescape_token (*token))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                     "“%s” is no JSON Pointer: a ~ is not followed by 0 or 1", pointer);
        return NULL;
      }
  return g_steal_pointer (&tokens);
}

/* RFC 6901, section 4: digits without leading zeros. */
gboolean
inlay_json_parse_index (const char *token,
                        guint       length,
                        guint      *index)
{
  guint64 value;

  if (!g_ascii_isdigit (*token) || (token[0] == '0' && token[1] != '\0') ||
      strspn (token, "0123456789") != strlen (token))
    return FALSE;

  value = g_ascii_strtoull (token, NULL, 10);
  if (value >= length)
    return FALSE;
  *index = (guint) value;
  return TRUE;
}

static JsonNode *
get_step (JsonNode   *node,
          const char *token)
{
  JsonArray *array;
  guint index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), token);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  if (!inlay_json_parse_index (token, json_array_get_length (array), &index))
    return NULL;
  return json_array_get_element (array, index);
}

/**
 * inlay_json_get:
 * @root: a tree
 * @pointer: a JSON Pointer (RFC 6901)
 *
 * Returns: (transfer none) (nullable): what is there, or %NULL when nothing is
 */
JsonNode *
inlay_json_get (JsonNode   *root,
                const char *pointer)
{
  g_auto(GStrv) tokens = NULL;
  JsonNode *node = root;

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (pointer != NULL, NULL);

  tokens = inlay_json_path_split (pointer, NULL);
  if (tokens == NULL)
    return NULL;
  for (char **token = tokens; *token != NULL && node != NULL; token++)
    node = get_step (node, *token);
  return node;
}

/**
 * inlay_json_get_member:
 * @object: (nullable): a node
 * @member: a name
 *
 * Returns: (transfer none) (nullable): the member, or %NULL when there is none or @object holds
 *   no object
 */
JsonNode *
inlay_json_get_member (JsonNode   *object,
                       const char *member)
{
  g_return_val_if_fail (member != NULL, NULL);

  if (object == NULL || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;
  return json_object_get_member (json_node_get_object (object), member);
}

static JsonNode *
get_value (JsonNode   *object,
           const char *member,
           GType       type)
{
  JsonNode *node = inlay_json_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

/**
 * inlay_json_get_string:
 * @object: (nullable): a node
 * @member: a name
 *
 * Returns: (transfer none) (nullable): the string, or %NULL when there is none
 */
const char *
inlay_json_get_string (JsonNode   *object,
                       const char *member)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/**
 * inlay_json_get_int:
 * @object: (nullable): a node
 * @member: a name
 * @fallback: what to return when there is no such integer
 *
 * A double without fraction counts, as in JSON Schema.
 *
 * Returns: the integer
 */
gint64
inlay_json_get_int (JsonNode   *object,
                    const char *member,
                    gint64      fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);
  double value;

  if (node != NULL)
    return json_node_get_int (node);
  if ((node = get_value (object, member, G_TYPE_DOUBLE)) == NULL)
    return fallback;

  value = json_node_get_double (node);
  if (value != trunc (value) || fabs (value) > 9007199254740992.0)
    return fallback;
  return (gint64) value;
}

/**
 * inlay_json_get_double:
 * @object: (nullable): a node
 * @member: a name
 * @fallback: what to return when there is no such number
 *
 * Returns: the number
 */
double
inlay_json_get_double (JsonNode   *object,
                       const char *member,
                       double      fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_DOUBLE);

  if (node == NULL)
    node = get_value (object, member, G_TYPE_INT64);
  return node != NULL ? json_node_get_double (node) : fallback;
}

/**
 * inlay_json_get_boolean:
 * @object: (nullable): a node
 * @member: a name
 * @fallback: what to return when there is no such boolean
 *
 * Returns: the boolean
 */
gboolean
inlay_json_get_boolean (JsonNode   *object,
                        const char *member,
                        gboolean    fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/**
 * inlay_json_get_object:
 * @object: (nullable): a node
 * @member: a name
 *
 * Returns: (transfer none) (nullable): the object, or %NULL when there is none
 */
JsonObject *
inlay_json_get_object (JsonNode   *object,
                       const char *member)
{
  JsonNode *node = inlay_json_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * inlay_json_get_array:
 * @object: (nullable): a node
 * @member: a name
 *
 * Returns: (transfer none) (nullable): the array, or %NULL when there is none
 */
JsonArray *
inlay_json_get_array (JsonNode   *object,
                      const char *member)
{
  JsonNode *node = inlay_json_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
