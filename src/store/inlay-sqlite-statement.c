/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sqlite-private.h"

typedef struct
{
  InlayStatement parent;
  char *sql;
  sqlite3_stmt *stmt;
  int status;    /* of the first call that went wrong, or of the last step */
} Statement;

static InlayStatement *
sqlite_prepare (InlaySql   *sql,
                const char *text)
{
  InlaySqlite *self = (InlaySqlite *) sql;
  Statement *statement = g_new0 (Statement, 1);
  gpointer key;
  gpointer stmt;

  statement->parent.sql = sql;
  if (g_hash_table_steal_extended (self->idle, text, &key, &stmt))
    {
      statement->sql = key;
      statement->stmt = stmt;
      return &statement->parent;
    }

  statement->sql = g_strdup (text);
  statement->status = sqlite3_prepare_v3 (self->db, text, -1, SQLITE_PREPARE_PERSISTENT,
                                          &statement->stmt, NULL);
  return &statement->parent;
}

static void
sqlite_free (InlayStatement *statement)
{
  Statement *self = (Statement *) statement;

  if (self->stmt != NULL)
    {
      sqlite3_reset (self->stmt);
      sqlite3_clear_bindings (self->stmt);
      g_hash_table_replace (((InlaySqlite *) statement->sql)->idle, g_steal_pointer (&self->sql),
                            g_steal_pointer (&self->stmt));
    }

  g_free (self->sql);
  g_free (self);
}

static gboolean
is_good (Statement *self)
{
  return self->status == SQLITE_OK || self->status == SQLITE_ROW || self->status == SQLITE_DONE;
}

static void
keep_status (Statement *self,
             int        status)
{
  if (is_good (self) && status != SQLITE_OK)
    self->status = status;
}

static void
sqlite_bind_int (InlayStatement *statement,
                 int             index,
                 gint64          value)
{
  Statement *self = (Statement *) statement;

  if (is_good (self))
    keep_status (self, sqlite3_bind_int64 (self->stmt, index, value));
}

static void
sqlite_bind_double (InlayStatement *statement,
                    int             index,
                    double          value)
{
  Statement *self = (Statement *) statement;

  if (is_good (self))
    keep_status (self, sqlite3_bind_double (self->stmt, index, value));
}

static void
sqlite_bind_text (InlayStatement *statement,
                  int             index,
                  const char     *value)
{
  Statement *self = (Statement *) statement;

  if (is_good (self))
    keep_status (self, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT));
}

static void
sqlite_bind_bytes (InlayStatement *statement,
                   int             index,
                   GBytes         *value)
{
  Statement *self = (Statement *) statement;
  gsize size = 0;
  gconstpointer data = NULL;

  if (!is_good (self) || value == NULL)
    return;

  data = g_bytes_get_data (value, &size);
  if (size == 0)
    keep_status (self, sqlite3_bind_zeroblob (self->stmt, index, 0));
  else
    keep_status (self, sqlite3_bind_blob64 (self->stmt, index, data, size, SQLITE_TRANSIENT));
}

static gboolean
sqlite_step (InlayStatement  *statement,
             GError         **error)
{
  Statement *self = (Statement *) statement;
  InlaySqlite *sqlite = (InlaySqlite *) statement->sql;

  /* Stepping on from the end would start over. */
  if (self->status == SQLITE_DONE)
    return FALSE;

  if (is_good (self))
    self->status = sqlite3_step (self->stmt);

  if (!is_good (self))
    inlay_sqlite_set_error (sqlite, self->status, error);
  else
    statement->sql->n_changed = (guint) sqlite3_changes (sqlite->db);

  return self->status == SQLITE_ROW;
}

static gboolean
sqlite_has_failed (InlayStatement *statement)
{
  return !is_good ((Statement *) statement);
}

static void
sqlite_reset (InlayStatement *statement)
{
  Statement *self = (Statement *) statement;

  if (self->stmt == NULL)
    return;

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->status = SQLITE_OK;
}

static gboolean
sqlite_is_null (InlayStatement *statement,
                int             column)
{
  return sqlite3_column_type (((Statement *) statement)->stmt, column) == SQLITE_NULL;
}

static gint64
sqlite_get_int (InlayStatement *statement,
                int             column)
{
  return sqlite3_column_int64 (((Statement *) statement)->stmt, column);
}

static double
sqlite_get_double (InlayStatement *statement,
                   int             column)
{
  return sqlite3_column_double (((Statement *) statement)->stmt, column);
}

static const char *
sqlite_get_text (InlayStatement *statement,
                 int             column)
{
  return (const char *) sqlite3_column_text (((Statement *) statement)->stmt, column);
}

static GBytes *
sqlite_get_bytes (InlayStatement *statement,
                  int             column)
{
  sqlite3_stmt *stmt = ((Statement *) statement)->stmt;
  gconstpointer data;

  if (sqlite_is_null (statement, column))
    return NULL;

  data = sqlite3_column_blob (stmt, column);
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (stmt, column));
}

const InlayStatementEngine inlay_sqlite_statements = {
  .prepare = sqlite_prepare,
  .free = sqlite_free,
  .bind_int = sqlite_bind_int,
  .bind_double = sqlite_bind_double,
  .bind_text = sqlite_bind_text,
  .bind_bytes = sqlite_bind_bytes,
  .step = sqlite_step,
  .has_failed = sqlite_has_failed,
  .reset = sqlite_reset,
  .is_null = sqlite_is_null,
  .get_int = sqlite_get_int,
  .get_double = sqlite_get_double,
  .get_text = sqlite_get_text,
  .get_bytes = sqlite_get_bytes,
};
