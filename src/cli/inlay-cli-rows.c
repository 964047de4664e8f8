/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#define NOTHING "–"

/**
 * inlay_cli_read_json:
 * @path: a file, or "-"
 *
 * Returns: (transfer full): the JSON in it, or %NULL with an error that names it
 */
JsonNode *
inlay_cli_read_json (const char  *path,
                     GError     **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (path, error);
  JsonNode *node = bytes != NULL ? inlay_json_read (bytes, error) : NULL;

  if (bytes != NULL && node == NULL)
    g_prefix_error (error, "%s: ", path);
  return node;
}

/* "$1", "--option", "--option|otherwise", "true", "false", "null". */
static JsonNode *
read_value (InlayOrder *order,
            const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, "|", 2);

  if (*text == '$')
    {
      const char *operand = inlay_order_operand (order, (guint) (text[1] - '0'));

      return operand != NULL ? inlay_json_new_string (operand) : NULL;
    }
  if (!g_str_has_prefix (text, "--"))
    return g_str_equal (text, "null") ? inlay_json_new_null () : inlay_json_new_boolean (g_str_equal (text, "true"));
  return !inlay_order_has (order, words[0] + 2) && words[1] != NULL ? inlay_json_new_string (words[1])
         : inlay_order_value (order, words[0] + 2);
}

/**
 * inlay_order_build_body:
 *
 * Returns: (transfer full) (nullable): what the deed's request sends; %NULL for nothing, or with an error
 */
JsonNode *
inlay_order_build_body (InlayOrder  *order,
                        GError     **error)
{
  const char *template = order->deed->body;
  g_auto(GStrv) words = g_strsplit (template != NULL ? template : "", " ", -1);
  JsonObject *body;

  if (template == NULL)
    return NULL;
  if (*template == '@')
    return inlay_cli_read_json (inlay_order_operand (order, (guint) (template[1] - '0')), error);
  body = json_object_new ();
  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      JsonNode *node = value != NULL ? read_value (order, value + 1) : NULL;

      if (node == NULL)
        continue;
      *value = '\0';
      json_object_set_member (body, words[i], node);
    }
  return inlay_json_take_object (body);
}

static char *
describe_value (JsonNode *value)
{
  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return g_strdup (NOTHING);
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));
  return inlay_json_write (value, INLAY_JSON_DEFAULT);
}

static gboolean
is_on (JsonNode *value)
{
  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return FALSE;
  return json_node_get_value_type (value) == G_TYPE_STRING || json_node_get_boolean (value) || json_node_get_int (value) != 0;
}

/* A member, an operand, a word where a switch is on or a time has come, or the row itself. */
static char *
describe_cell (InlayOrder *order,
               JsonNode   *row,
               const char *column)
{
  g_autofree char *name = g_strdup (column);
  gsize length = strlen (name);

  if (*column == '$')
    return g_strdup (inlay_order_operand (order, (guint) (column[1] - '0')));
  if (g_str_equal (column, "."))
    return describe_value (row);
  if (name[length - 1] != '?')
    return describe_value (inlay_json_get_member (row, name));
  name[length - 1] = '\0';
  return g_strdup (is_on (inlay_json_get_member (row, name)) ? name : "");
}

static void
pad (GString    *line,
     const char *cell,
     gsize       width)
{
  g_autofree char *valid = g_utf8_make_valid (cell, -1);
  gsize length = (gsize) g_utf8_strlen (valid, -1);

  g_string_append (line, valid);
  for (gsize i = length; i < width; i++)
    g_string_append_c (line, ' ');
}

static void
print_cells (GPtrArray   *cells,
             guint        n_columns,
             const gsize *widths)
{
  for (guint row = 0; row < cells->len; row += n_columns)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      for (guint i = 0; i < n_columns; i++)
        {
          pad (line, g_ptr_array_index (cells, row + i), i + 1 < n_columns ? widths[i] : 0);
          if (i + 1 < n_columns)
            g_string_append (line, "  ");
        }
      inlay_cli_print ("%s", g_strchomp (line->str));
    }
}

/**
 * inlay_order_print_rows:
 * @rows: an array, or the one row
 * @columns: as #InlayDeed has them
 *
 * A line for each row, the columns below each other.
 */
void
inlay_order_print_rows (InlayOrder *order,
                        JsonNode   *rows,
                        const char *columns)
{
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  guint n_columns = g_strv_length (names);
  g_autofree gsize *widths = g_new0 (gsize, n_columns);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (rows) ? json_node_get_array (rows) : NULL;
  guint n_rows = array != NULL ? json_array_get_length (array) : 1;

  for (guint row = 0; row < n_rows; row++)
    for (guint i = 0; i < n_columns; i++)
      {
        char *cell = describe_cell (order, array != NULL ? json_array_get_element (array, row) : rows, names[i]);

        g_ptr_array_add (cells, cell);
        widths[i] = MAX (widths[i], (gsize) g_utf8_strlen (cell, -1));
      }
  print_cells (cells, n_columns, widths);
}
