/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <math.h>
#include <string.h>

static void
append_escape (GString        *text,
               const char     *at,
               InlayJsonFlags  flags)
{
  switch (*at)
    {
    case '"':
      g_string_append (text, "\\\"");
      break;
    case '\\':
      g_string_append (text, "\\\\");
      break;
    case '\b':
      g_string_append (text, "\\b");
      break;
    case '\f':
      g_string_append (text, "\\f");
      break;
    case '\n':
      g_string_append (text, "\\n");
      break;
    case '\r':
      g_string_append (text, "\\r");
      break;
    case '\t':
      g_string_append (text, "\\t");
      break;
    default:
      g_string_append_printf (text, "\\u%04x", g_utf8_get_char (at));
      break;
    }
}

static gboolean
needs_escape (const char *at)
{
  guchar c = (guchar) *at;

  return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' ||
         strncmp (at, "\xe2\x80\xa8", 3) == 0 || strncmp (at, "\xe2\x80\xa9", 3) == 0;
}

/**
 * inlay_json_append_escaped:
 * @text: where to
 * @string: UTF-8
 * @length: how many bytes of it
 * @flags: %INLAY_JSON_SCRIPT_SAFE or nothing
 *
 * Appends what stands between the quotes of a JSON string, so that one may be put together of parts.
 *
 * RFC 8259, section 7.
 */
void
inlay_json_append_escaped (GString        *text,
                           const char     *string,
                           gsize           length,
                           InlayJsonFlags  flags)
{
  const char *start = string;
  const char *at = string;
  const char *end = string + length;

  g_return_if_fail (text != NULL);
  g_return_if_fail (string != NULL);

  for (;;)
    {
      if (flags & INLAY_JSON_SCRIPT_SAFE)
        while (at < end && !needs_escape (at))
          at++;
      else
        at = inlay_json_skip_plain (at, end);
      if (at == end)
        break;
      g_string_append_len (text, start, at - start);
      append_escape (text, at, flags);
      at = start = g_utf8_next_char (at);
    }
  g_string_append_len (text, start, at - start);
}

/**
 * inlay_json_append_string:
 * @text: where to
 * @string: UTF-8
 * @flags: %INLAY_JSON_SCRIPT_SAFE or nothing
 *
 * Appends @string as a JSON string with its quotes.
 *
 * RFC 8259, section 7.
 */
void
inlay_json_append_string (GString        *text,
                          const char     *string,
                          InlayJsonFlags  flags)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (string != NULL);

  g_string_append_c (text, '"');
  inlay_json_append_escaped (text, string, strlen (string), flags);
  g_string_append_c (text, '"');
}

static void
append_double (GString *text,
               double   value)
{
  char buffer[INLAY_JSON_NUMBER_SIZE];

  if (signbit (value) && value == 0)
    {
      g_string_append (text, "-0.0");
      return;
    }

  inlay_json_format_double (buffer, value);
  g_string_append (text, buffer);
  if (strpbrk (buffer, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
append_scalar (GString        *text,
               JsonNode       *node,
               InlayJsonFlags  flags)
{
  if (JSON_NODE_HOLDS_NULL (node))
    g_string_append (text, "null");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    inlay_json_append_string (text, json_node_get_string (node), flags);
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    append_double (text, json_node_get_double (node));
}

static void
append_break (GString        *text,
              guint           level,
              InlayJsonFlags  flags)
{
  if (!(flags & INLAY_JSON_PRETTY))
    return;

  g_string_append_c (text, '\n');
  for (guint i = 0; i < level; i++)
    g_string_append (text, "  ");
}

static void append_node (GString        *text,
                         JsonNode       *node,
                         guint           level,
                         InlayJsonFlags  flags);

static void
append_object (GString        *text,
               JsonObject     *object,
               guint           level,
               InlayJsonFlags  flags)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  const char *separator = "";

  g_string_append_c (text, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_string_append (text, separator);
      append_break (text, level + 1, flags);
      inlay_json_append_string (text, name, flags);
      g_string_append (text, flags & INLAY_JSON_PRETTY ? ": " : ":");
      append_node (text, member, level + 1, flags);
      separator = ",";
    }
  if (*separator != '\0')
    append_break (text, level, flags);
  g_string_append_c (text, '}');
}

static void
append_array (GString        *text,
              JsonArray      *array,
              guint           level,
              InlayJsonFlags  flags)
{
  guint length = json_array_get_length (array);

  g_string_append_c (text, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_break (text, level + 1, flags);
      append_node (text, json_array_get_element (array, i), level + 1, flags);
    }
  if (length > 0)
    append_break (text, level, flags);
  g_string_append_c (text, ']');
}

static void
append_node (GString        *text,
             JsonNode       *node,
             guint           level,
             InlayJsonFlags  flags)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (text, json_node_get_object (node), level, flags);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_array (text, json_node_get_array (node), level, flags);
  else
    append_scalar (text, node, flags);
}

/**
 * inlay_json_append:
 * @text: where to
 * @node: what
 * @flags: how; there is no final newline here
 *
 * Appends @node as JSON (RFC 8259). Members keep their order. A double is written in the shortest
 * form that reads back as the same double, so 1.0 stays "1.0" and -0.0 stays "-0.0".
 */
void
inlay_json_append (GString        *text,
                   JsonNode       *node,
                   InlayJsonFlags  flags)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (node != NULL);

  append_node (text, node, 0, flags);
}

static GString *
write_text (JsonNode       *node,
            InlayJsonFlags  flags)
{
  GString *text = g_string_new (NULL);

  append_node (text, node, 0, flags);
  if (flags & INLAY_JSON_PRETTY)
    g_string_append_c (text, '\n');
  return text;
}

/**
 * inlay_json_write:
 * @node: what
 * @flags: how
 *
 * RFC 8259, section 10.
 *
 * Returns: (transfer full): @node as JSON; see inlay_json_append()
 */
char *
inlay_json_write (JsonNode       *node,
                  InlayJsonFlags  flags)
{
  g_return_val_if_fail (node != NULL, NULL);

  return g_string_free (write_text (node, flags), FALSE);
}

/**
 * inlay_json_write_bytes:
 * @node: what
 * @flags: how
 *
 * RFC 8259, section 10.
 *
 * Returns: (transfer full): @node as JSON; see inlay_json_append()
 */
GBytes *
inlay_json_write_bytes (JsonNode       *node,
                        InlayJsonFlags  flags)
{
  g_return_val_if_fail (node != NULL, NULL);

  return g_string_free_to_bytes (write_text (node, flags));
}
