/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sql-copy.h"

#include <string.h>

#include <inlay-core.h>

#include "inlay-sql-private.h"

/* Rows in memory at a time; one may be a file of some megabytes. */
#define PAGE 32

typedef struct
{
  char *name;
  char type;         /* i, d, s or b, as they are bound */
  guint key;         /* its place in the primary key, from 1; 0: in none */
  gboolean is_made;  /* by the database, when it is left out */
} Column;

typedef struct
{
  char *name;
  GPtrArray *columns;
  GPtrArray *keys;       /* of Column, in the order of the primary key */
} Table;

/* A value of the primary key. */
typedef struct
{
  gint64 number;
  char *text;
} Key;

static void
column_free (gpointer data)
{
  g_free (((Column *) data)->name);
  g_free (data);
}

static void
table_free (gpointer data)
{
  Table *table = data;

  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->keys);
  g_free (table->name);
  g_free (table);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)

static void
key_clear (gpointer data)
{
  g_clear_pointer (&((Key *) data)->text, g_free);
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
  return (int) (*(Column * const *) a)->key - (int) (*(Column * const *) b)->key;
}

static gboolean
read_columns (InlaySql  *sql,
              Table     *table,
              GError   **error)
{
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, sql->engine->list_columns);

  inlay_statement_bind_text (statement, 1, table->name);
  while (inlay_statement_step (statement, error))
    {
      Column *column = g_new0 (Column, 1);

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

/* In the order they were made in, so that each stands behind those it refers to. */
static GPtrArray *
list_tables (InlaySql  *sql,
             GError   **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, sql->engine->list_tables);

  while (inlay_statement_step (statement, error))
    {
      Table *table = g_new0 (Table, 1);

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

/* "a, b", or "?, ?" when @mark is set. */
static char *
join (GPtrArray  *columns,
      const char *mark)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", mark != NULL ? mark : ((Column *) g_ptr_array_index (columns, i))->name);
  return g_string_free (text, FALSE);
}

/* One page: from the beginning, or behind a key. */
static char *
write_select (Table      *table,
              gboolean    is_next)
{
  g_autofree char *columns = join (table->columns, NULL);
  g_autofree char *keys = join (table->keys, NULL);
  g_autofree char *marks = join (table->keys, "?");
  g_autofree char *where = is_next ? g_strdup_printf (" WHERE (%s) > (%s)", keys, marks) : g_strdup ("");

  return g_strdup_printf ("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", columns, table->name, where, keys, PAGE);
}

static char *
write_lookup (Table *table)
{
  g_autofree char *columns = join (table->columns, NULL);
  g_autofree char *keys = join (table->keys, NULL);
  g_autofree char *marks = join (table->keys, "?");

  return g_strdup_printf ("SELECT %s FROM %s WHERE (%s) = (%s)", columns, table->name, keys, marks);
}

static void
bind_keys (InlayStatement *statement,
           Table          *table,
           GArray         *keys)
{
  for (guint i = 0; i < table->keys->len; i++)
    {
      Column *column = g_ptr_array_index (table->keys, i);
      Key *key = &g_array_index (keys, Key, i);

      if (column->type == 'i')
        inlay_statement_bind_int (statement, (int) i + 1, key->number);
      else
        inlay_statement_bind_text (statement, (int) i + 1, key->text);
    }
}

static void
read_keys (InlayStatement *statement,
           Table          *table,
           GArray         *keys)
{
  g_array_set_size (keys, 0);
  g_array_set_size (keys, table->keys->len);
  for (guint i = 0; i < table->columns->len; i++)
    {
      Column *column = g_ptr_array_index (table->columns, i);
      Key *key;

      if (column->key == 0)
        continue;
      key = &g_array_index (keys, Key, column->key - 1);
      if (column->type == 'i')
        key->number = inlay_statement_get_int (statement, (int) i);
      else
        key->text = g_strdup (inlay_statement_get_text (statement, (int) i));
    }
}

typedef gboolean (*RowFunc) (InlaySql        *other,
                             Table           *table,
                             InlayStatement  *row,
                             GArray          *keys,
                             GError         **error);

/* Calls @func with each row of @table in @sql and its key. */
static gboolean
for_each_row (InlaySql  *sql,
              InlaySql  *other,
              Table     *table,
              RowFunc    func,
              guint64   *n_rows,
              GError   **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (Key));
  guint n;

  g_array_set_clear_func (keys, key_clear);
  do
    {
      g_autofree char *text = write_select (table, keys->len > 0);
      g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, text);

      if (keys->len > 0)
        bind_keys (statement, table, keys);
      for (n = 0; inlay_statement_step (statement, error); n++)
        {
          read_keys (statement, table, keys);
          if (!func (other, table, statement, keys, error))
            return FALSE;
        }
      if (inlay_statement_has_failed (statement))
        return FALSE;
      *n_rows += n;
    }
  while (n == PAGE);
  return TRUE;
}

static void
bind_cell (InlayStatement *to,
           int             index,
           InlayStatement *from,
           int             column,
           char            type)
{
  g_autoptr (GBytes) bytes = NULL;

  if (inlay_statement_is_null (from, column))
    return;
  switch (type)
    {
    case 'i':
      inlay_statement_bind_int (to, index, inlay_statement_get_int (from, column));
      break;
    case 'd':
      inlay_statement_bind_double (to, index, inlay_statement_get_double (from, column));
      break;
    case 's':
      inlay_statement_bind_text (to, index, inlay_statement_get_text (from, column));
      break;
    default:
      bytes = inlay_statement_get_bytes (from, column);
      inlay_statement_bind_bytes (to, index, bytes);
      break;
    }
}

static gboolean
insert_row (InlaySql        *to,
            Table           *table,
            InlayStatement  *row,
            GArray          *keys,
            GError         **error)
{
  g_autofree char *columns = join (table->columns, NULL);
  g_autofree char *marks = join (table->columns, "?");
  g_autofree char *text = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table->name, columns, marks);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (to, text);

  for (guint i = 0; i < table->columns->len; i++)
    bind_cell (statement, (int) i + 1, row, (int) i, ((Column *) g_ptr_array_index (table->columns, i))->type);
  return inlay_statement_run (statement, error);
}

static gboolean
cells_are_equal (InlayStatement *one,
                 InlayStatement *other,
                 int             column,
                 char            type)
{
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  if (inlay_statement_is_null (one, column) || inlay_statement_is_null (other, column))
    return inlay_statement_is_null (one, column) && inlay_statement_is_null (other, column);
  switch (type)
    {
    case 'i':
      return inlay_statement_get_int (one, column) == inlay_statement_get_int (other, column);
    case 'd':
      return inlay_statement_get_double (one, column) == inlay_statement_get_double (other, column);
    case 's':
      return strcmp (inlay_statement_get_text (one, column), inlay_statement_get_text (other, column)) == 0;
    default:
      a = inlay_statement_get_bytes (one, column);
      b = inlay_statement_get_bytes (other, column);
      return g_bytes_equal (a, b);
    }
}

static gboolean
find_row (InlaySql        *other,
          Table           *table,
          InlayStatement  *row,
          GArray          *keys,
          GError         **error)
{
  g_autofree char *text = write_lookup (table);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (other, text);
  const char *wrong = NULL;

  bind_keys (statement, table, keys);
  if (!inlay_statement_step (statement, error))
    {
      if (inlay_statement_has_failed (statement))
        return FALSE;
      wrong = "is missing";
    }
  for (guint i = 0; wrong == NULL && i < table->columns->len; i++)
    {
      Column *column = g_ptr_array_index (table->columns, i);

      if (!cells_are_equal (row, statement, (int) i, column->type))
        wrong = column->name;
    }
  if (wrong != NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s: a row of %s is not the same: %s", other->name, table->name, wrong);
  return wrong == NULL;
}

static gboolean
count_rows (InlaySql  *sql,
            Table     *table,
            guint64   *n_rows,
            GError   **error)
{
  g_autofree char *text = g_strdup_printf ("SELECT count(*) FROM %s", table->name);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, text);

  *n_rows = inlay_statement_step (statement, error) ? (guint64) inlay_statement_get_int (statement, 0) : 0;
  return !inlay_statement_has_failed (statement);
}

static gboolean
compare_tables (InlaySql   *one,
                InlaySql   *other,
                GPtrArray  *tables,
                guint64    *n_rows,
                GError    **error)
{
  *n_rows = 0;
  for (guint i = 0; i < tables->len; i++)
    {
      Table *table = g_ptr_array_index (tables, i);
      guint64 n = 0, n_there;

      if (!for_each_row (one, other, table, find_row, &n, error) || !count_rows (other, table, &n_there, error))
        return FALSE;
      *n_rows += n;
      if (n != n_there)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s has %" G_GUINT64_FORMAT " rows of %s instead of %"
                       G_GUINT64_FORMAT, other->name, n_there, table->name, n);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * inlay_sql_compare:
 * @one: a connection
 * @other: a connection to a database with the same schema
 * @n_rows: (out): how many rows were compared
 * @error: return location of an error; set when they differ
 *
 * Returns: whether every value of every row is the same in both
 */
gboolean
inlay_sql_compare (InlaySql  *one,
                   InlaySql  *other,
                   guint64   *n_rows,
                   GError   **error)
{
  g_autoptr (GPtrArray) tables = list_tables (one, error);

  return tables != NULL && compare_tables (one, other, tables, n_rows, error);
}

static gboolean
check_empty (InlaySql   *sql,
             GPtrArray  *tables,
             GError    **error)
{
  for (guint i = 0; i < tables->len; i++)
    {
      Table *table = g_ptr_array_index (tables, i);
      guint64 n;

      if (!count_rows (sql, table, &n, error))
        return FALSE;
      if (n == 0)
        continue;
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is not empty: it has %" G_GUINT64_FORMAT " rows of %s", sql->name,
                   n, table->name);
      return FALSE;
    }
  return TRUE;
}

/* What the database makes next must be none of what was copied. */
static gboolean
restart_ids (InlaySql  *sql,
             Table     *table,
             GError   **error)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      Column *column = g_ptr_array_index (table->columns, i);
      g_autofree char *text = NULL;

      if (!column->is_made)
        continue;
      text = g_strdup_printf ("SELECT setval (pg_get_serial_sequence ('%s', '%s'), max (%s)) FROM %s", table->name, column->name,
                              column->name, table->name);
      if (!inlay_sql_exec (sql, text, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * inlay_sql_copy:
 * @from: a connection
 * @to: a connection to a database with the same schema and nothing in it
 * @n_rows: (out): how many rows were copied
 * @error: return location of an error
 *
 * Copies every row, compares every one with what was copied, and commits. Others cannot write to
 * either meanwhile.
 *
 * Returns: whether all of it is there
 */
gboolean
inlay_sql_copy (InlaySql  *from,
                InlaySql  *to,
                guint64   *n_rows,
                GError   **error)
{
  g_autoptr (InlaySqlGuard) from_guard = inlay_sql_begin (from, error);
  g_autoptr (InlaySqlGuard) to_guard = from_guard != NULL ? inlay_sql_begin (to, error) : NULL;
  g_autoptr (GPtrArray) tables = to_guard != NULL ? list_tables (from, error) : NULL;
  g_autoptr (GPtrArray) targets = tables != NULL ? list_tables (to, error) : NULL;
  guint64 n = 0;

  if (targets == NULL || !check_empty (to, targets, error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (!for_each_row (from, to, g_ptr_array_index (tables, i), insert_row, &n, error))
      return FALSE;
  for (guint i = 0; i < targets->len; i++)
    if (!restart_ids (to, g_ptr_array_index (targets, i), error))
      return FALSE;
  return compare_tables (from, to, tables, n_rows, error) && inlay_sql_commit (g_steal_pointer (&to_guard), error);
}
