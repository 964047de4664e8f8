/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-read-private.h"

gboolean
inlay_wire_check_object (JsonNode    *node,
                         const char  *what,
                         GError     **error)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not a JSON object", what);
  return FALSE;
}

/* Finds the member; null counts as absent, as old clients send it for what they do not know. */
static gboolean
find_member (JsonNode       *object,
             const char     *member,
             InlayWireNeed   need,
             JsonNode      **node,
             GError        **error)
{
  *node = inlay_json_get_member (object, member);
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;
  if (*node != NULL || need == INLAY_WIRE_OPTIONAL)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is required", member);
  return FALSE;
}

static gboolean
refuse (const char  *member,
        const char  *reason,
        GError     **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” %s", member, reason);
  return FALSE;
}

gboolean
inlay_wire_read_string (JsonNode       *object,
                        const char     *member,
                        InlayWireNeed   need,
                        char          **value,
                        GError        **error)
{
  JsonNode *node;
  const char *text;

  if (!find_member (object, member, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (member, "is not a string", error);

  text = json_node_get_string (node);
  if (need == INLAY_WIRE_REQUIRED && *text == '\0')
    return refuse (member, "is empty", error);
  if (strlen (text) > INLAY_WIRE_MAX_TEXT)
    return refuse (member, "is longer than 4096 bytes", error);

  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

gboolean
inlay_wire_read_int (JsonNode       *object,
                     const char     *member,
                     InlayWireNeed   need,
                     gint64          minimum,
                     gint64          maximum,
                     gint64         *value,
                     GError        **error)
{
  JsonNode *node;
  gint64 number;

  if (!find_member (object, member, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (member, "is not a whole number", error);

  number = json_node_get_int (node);
  if (number < minimum || number > maximum)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "“%s” is %" G_GINT64_FORMAT ", not between %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                   member, number, minimum, maximum);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

gboolean
inlay_wire_read_object (JsonNode       *object,
                        const char     *member,
                        InlayWireNeed   need,
                        JsonNode      **value,
                        GError        **error)
{
  JsonNode *node;

  if (!find_member (object, member, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (member, "is not an object", error);

  g_clear_pointer (value, json_node_unref);
  *value = json_node_ref (node);
  return TRUE;
}

gboolean
inlay_wire_read_array (JsonNode       *object,
                       const char     *member,
                       InlayWireNeed   need,
                       guint           maximum,
                       JsonArray     **value,
                       GError        **error)
{
  JsonNode *node;

  *value = NULL;
  if (!find_member (object, member, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (member, "is not an array", error);
  if (json_array_get_length (json_node_get_array (node)) > maximum)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "“%s” has more than %u items", member, maximum);
      return FALSE;
    }
  *value = json_node_get_array (node);
  return TRUE;
}

void
inlay_wire_add_string (JsonObject *object,
                       const char *member,
                       const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

void
inlay_wire_add_node (JsonObject *object,
                     const char *member,
                     JsonNode   *value)
{
  if (value != NULL)
    json_object_set_member (object, member, json_node_ref (value));
}
