/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sql-tables.h"

#include <string.h>

#include <inlay-core.h>

#include "inlay-sql-private.h"

static void
column_free (gpointer data)
{
  g_free (((InlaySqlColumn *) data)->name);
  g_free (data);
}

static void
table_free (gpointer data)
{
  InlaySqlTable *table = data;

  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->keys);
  g_free (table->name);
  g_free (table);
}

static char
type_of (const char *name)
{
  static const struct
  {
    const char *name;
    char type;
  } types[] = {
    { "INTEGER", 'i' }, { "bigint", 'i' }, { "TEXT", 's' }, { "text", 's' }, { "BLOB", 'b' }, { "bytea", 'b' },
    { "REAL", 'd' }, { "double precision", 'd' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      return types[i].type;
  return 0;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return (int) (*(InlaySqlColumn * const *) a)->key - (int) (*(InlaySqlColumn * const *) b)->key;
}

static gboolean
read_columns (InlaySql       *sql,
              InlaySqlTable  *table,
              GError        **error)
{
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, sql->engine->list_columns);

  inlay_statement_bind_text (statement, 1, table->name);
  while (inlay_statement_step (statement, error))
    {
      InlaySqlColumn *column = g_new0 (InlaySqlColumn, 1);

      g_ptr_array_add (table->columns, column);
      column->name = g_strdup (inlay_statement_get_text (statement, 0));
      column->type = type_of (inlay_statement_get_text (statement, 1));
      column->key = (guint) inlay_statement_get_int (statement, 2);
      column->is_made = inlay_statement_get_int (statement, 3) != 0;
      if (column->key > 0)
        g_ptr_array_add (table->keys, column);
      if (column->type == 0)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s: %s of %s is a %s", sql->name, column->name, table->name,
                       inlay_statement_get_text (statement, 1));
          return FALSE;
        }
    }
  g_ptr_array_sort (table->keys, compare_keys);
  return !inlay_statement_has_failed (statement);
}

/**
 * inlay_sql_list_tables:
 * @sql: a connection
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type InlaySqlTable): its tables, in the order they were made in,
 *   so that each stands behind those it refers to
 */
GPtrArray *
inlay_sql_list_tables (InlaySql  *sql,
                       GError   **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, sql->engine->list_tables);

  while (inlay_statement_step (statement, error))
    {
      InlaySqlTable *table = g_new0 (InlaySqlTable, 1);

      g_ptr_array_add (tables, table);
      table->name = g_strdup (inlay_statement_get_text (statement, 0));
      table->columns = g_ptr_array_new_with_free_func (column_free);
      table->keys = g_ptr_array_new ();
    }
  if (inlay_statement_has_failed (statement))
    return NULL;
  for (guint i = 0; i < tables->len; i++)
    if (!read_columns (sql, g_ptr_array_index (tables, i), error))
      return NULL;
  return g_steal_pointer (&tables);
}

/**
 * inlay_sql_join:
 * @columns: (element-type InlaySqlColumn): columns
 * @mark: (nullable): what stands for each instead of its name
 *
 * Returns: (transfer full): "a, b", or "?, ?"
 */
char *
inlay_sql_join (GPtrArray  *columns,
                const char *mark)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", mark != NULL ? mark : ((InlaySqlColumn *) g_ptr_array_index (columns, i))->name);
  return g_string_free (text, FALSE);
}
