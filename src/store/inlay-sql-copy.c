/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sql-copy.h"

#include <string.h>

#include <inlay-core.h>

#include "inlay-sql-private.h"
#include "inlay-sql-tables.h"

/* Rows in memory at a time; one may be a file of some megabytes. */
#define PAGE 32

/* A value of the primary key. */
typedef struct
{
  gint64 number;
  char *text;
} Key;

static void
key_clear (gpointer data)
{
  g_clear_pointer (&((Key *) data)->text, g_free);
}

/* One page: from the beginning, or behind a key. */
static char *
write_select (InlaySqlTable *table,
              gboolean       is_next)
{
  g_autofree char *columns = inlay_sql_join (table->columns, NULL);
  g_autofree char *keys = inlay_sql_join (table->keys, NULL);
  g_autofree char *marks = inlay_sql_join (table->keys, "?");
  g_autofree char *where = is_next ? g_strdup_printf (" WHERE (%s) > (%s)", keys, marks) : g_strdup ("");

  return g_strdup_printf ("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", columns, table->name, where, keys, PAGE);
}

static char *
write_lookup (InlaySqlTable *table)
{
  g_autofree char *columns = inlay_sql_join (table->columns, NULL);
  g_autofree char *keys = inlay_sql_join (table->keys, NULL);
  g_autofree char *marks = inlay_sql_join (table->keys, "?");

  return g_strdup_printf ("SELECT %s FROM %s WHERE (%s) = (%s)", columns, table->name, keys, marks);
}

static void
bind_keys (InlayStatement *statement,
           InlaySqlTable  *table,
           GArray         *keys)
{
  for (guint i = 0; i < table->keys->len; i++)
    {
      InlaySqlColumn *column = g_ptr_array_index (table->keys, i);
      Key *key = &g_array_index (keys, Key, i);

      if (column->type == 'i')
        inlay_statement_bind_int (statement, (int) i + 1, key->number);
      else
        inlay_statement_bind_text (statement, (int) i + 1, key->text);
    }
}

static void
read_keys (InlayStatement *statement,
           InlaySqlTable  *table,
           GArray         *keys)
{
  g_array_set_size (keys, 0);
  g_array_set_size (keys, table->keys->len);
  for (guint i = 0; i < table->columns->len; i++)
    {
      InlaySqlColumn *column = g_ptr_array_index (table->columns, i);
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

/* Goes through @from; what it finds is put into @to, or looked for there. */
typedef struct
{
  InlaySql *from;
  InlaySql *to;
  InlayProgress *progress;   /* nullable */
  GCancellable *cancellable;    /* nullable */
  guint64 n_rows;
} Walk;

typedef gboolean (*RowFunc) (InlaySql        *to,
                             InlaySqlTable   *table,
                             InlayStatement  *row,
                             GArray          *keys,
                             GError         **error);

static gboolean
count_row (Walk    *walk,
           GError **error)
{
  walk->n_rows++;
  if (walk->progress != NULL)
    __atomic_add_fetch (&walk->progress->done, 1, __ATOMIC_RELAXED);
  return !g_cancellable_set_error_if_cancelled (walk->cancellable, error);
}

/* Calls @func with each row of @table and its key. */
static gboolean
for_each_row (Walk           *walk,
              InlaySqlTable  *table,
              RowFunc         func,
              GError        **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (Key));
  guint n;

  g_array_set_clear_func (keys, key_clear);
  do
    {
      g_autofree char *text = write_select (table, keys->len > 0);
      g_autoptr (InlayStatement) statement = inlay_sql_prepare (walk->from, text);

      if (keys->len > 0)
        bind_keys (statement, table, keys);
      for (n = 0; inlay_statement_step (statement, error); n++)
        {
          read_keys (statement, table, keys);
          if (!func (walk->to, table, statement, keys, error) || !count_row (walk, error))
            return FALSE;
        }
      if (inlay_statement_has_failed (statement))
        return FALSE;
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
            InlaySqlTable   *table,
            InlayStatement  *row,
            GArray          *keys,
            GError         **error)
{
  g_autofree char *columns = inlay_sql_join (table->columns, NULL);
  g_autofree char *marks = inlay_sql_join (table->columns, "?");
  g_autofree char *text = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table->name, columns, marks);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (to, text);

  for (guint i = 0; i < table->columns->len; i++)
    bind_cell (statement, (int) i + 1, row, (int) i, ((InlaySqlColumn *) g_ptr_array_index (table->columns, i))->type);
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
find_row (InlaySql        *to,
          InlaySqlTable   *table,
          InlayStatement  *row,
          GArray          *keys,
          GError         **error)
{
  g_autofree char *text = write_lookup (table);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (to, text);
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
      InlaySqlColumn *column = g_ptr_array_index (table->columns, i);

      if (!cells_are_equal (row, statement, (int) i, column->type))
        wrong = column->name;
    }
  if (wrong != NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s: a row of %s is not the same: %s", to->name, table->name, wrong);
  return wrong == NULL;
}

static gboolean
count_rows (InlaySql       *sql,
            InlaySqlTable  *table,
            guint64        *n_rows,
            GError        **error)
{
  g_autofree char *text = g_strdup_printf ("SELECT count(*) FROM %s", table->name);
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sql, text);

  *n_rows = inlay_statement_step (statement, error) ? (guint64) inlay_statement_get_int (statement, 0) : 0;
  return !inlay_statement_has_failed (statement);
}

/* Each row is gone through @n_times. */
static gboolean
announce (Walk       *walk,
          GPtrArray  *tables,
          guint       n_times,
          GError    **error)
{
  guint64 total = 0;

  for (guint i = 0; i < tables->len && walk->progress != NULL; i++)
    {
      guint64 n;

      if (!count_rows (walk->from, g_ptr_array_index (tables, i), &n, error))
        return FALSE;
      total += n * n_times;
    }
  if (walk->progress != NULL)
    __atomic_store_n (&walk->progress->total, total, __ATOMIC_RELAXED);
  return TRUE;
}

static gboolean
compare_tables (Walk       *walk,
                GPtrArray  *tables,
                GError    **error)
{
  walk->n_rows = 0;
  for (guint i = 0; i < tables->len; i++)
    {
      InlaySqlTable *table = g_ptr_array_index (tables, i);
      guint64 before = walk->n_rows, n_there;

      if (!for_each_row (walk, table, find_row, error) || !count_rows (walk->to, table, &n_there, error))
        return FALSE;
      if (walk->n_rows - before != n_there)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s has %" G_GUINT64_FORMAT " rows of %s instead of %"
                       G_GUINT64_FORMAT, walk->to->name, n_there, table->name, walk->n_rows - before);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * inlay_sql_compare:
 * @one: a connection
 * @other: a connection to a database with the same schema
 * @progress: (nullable): told how many rows were compared
 * @cancellable: (nullable): ends it early
 * @n_rows: (out): how many rows were compared
 * @error: return location of an error; set when they differ
 *
 * Compares what each is at one moment, whatever is written meanwhile.
 *
 * Returns: whether every value of every row is the same in both
 */
gboolean
inlay_sql_compare (InlaySql          *one,
                   InlaySql          *other,
                   InlayProgress     *progress,
                   GCancellable      *cancellable,
                   guint64           *n_rows,
                   GError           **error)
{
  g_autoptr (InlaySqlGuard) guard = inlay_sql_begin_reading (one, error);
  G_GNUC_UNUSED g_autoptr (InlaySqlGuard) other_guard = guard != NULL ? inlay_sql_begin_reading (other, error) : NULL;
  g_autoptr (GPtrArray) tables = other_guard != NULL ? inlay_sql_list_tables (one, error) : NULL;
  Walk walk = { one, other, progress, cancellable, 0 };
  gboolean done = tables != NULL && announce (&walk, tables, 1, error) && compare_tables (&walk, tables, error);

  *n_rows = walk.n_rows;
  return done;
}

static gboolean
check_empty (InlaySql   *sql,
             GPtrArray  *tables,
             GError    **error)
{
  for (guint i = 0; i < tables->len; i++)
    {
      InlaySqlTable *table = g_ptr_array_index (tables, i);
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
restart_ids (InlaySql       *sql,
             InlaySqlTable  *table,
             GError        **error)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      InlaySqlColumn *column = g_ptr_array_index (table->columns, i);
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
 * @from: a connection with a transaction: what is copied is what that sees
 * @to: a connection to a database with the same schema and nothing in it
 * @progress: (nullable): told how many rows were copied, and compared after that
 * @cancellable: (nullable): ends it early
 * @n_rows: (out): how many rows were copied
 * @error: return location of an error
 *
 * Copies every row, compares every one with what was copied, and commits. Others cannot write to @to
 * meanwhile.
 *
 * Returns: whether all of it is there; if not, nothing is
 */
gboolean
inlay_sql_copy (InlaySql          *from,
                InlaySql          *to,
                InlayProgress     *progress,
                GCancellable      *cancellable,
                guint64           *n_rows,
                GError           **error)
{
  g_autoptr (InlaySqlGuard) guard = inlay_sql_begin (to, error);
  g_autoptr (GPtrArray) tables = guard != NULL ? inlay_sql_list_tables (from, error) : NULL;
  g_autoptr (GPtrArray) targets = tables != NULL ? inlay_sql_list_tables (to, error) : NULL;
  Walk walk = { from, to, progress, cancellable, 0 };

  *n_rows = 0;
  if (targets == NULL || !check_empty (to, targets, error) || !announce (&walk, tables, 2, error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (!for_each_row (&walk, g_ptr_array_index (tables, i), insert_row, error))
      return FALSE;
  for (guint i = 0; i < targets->len; i++)
    if (!restart_ids (to, g_ptr_array_index (targets, i), error))
      return FALSE;
  *n_rows = walk.n_rows;
  return compare_tables (&walk, tables, error) && inlay_sql_commit (g_steal_pointer (&guard), error);
}
