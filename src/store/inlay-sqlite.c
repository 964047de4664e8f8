/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sqlite.h"

#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

#include <inlay-core.h>

#include "store-resources.h"

#define BUSY_TIMEOUT_MS 5000
#define MIGRATIONS_PATH "/dev/inlay/Inlay/store/"

struct _InlaySqlite
{
  sqlite3 *db;
  char *path;
  GHashTable *idle; /* SQL -> sqlite3_stmt, prepared and not on loan */
};

struct _InlayStatement
{
  InlaySqlite *sqlite;
  char *sql;
  sqlite3_stmt *stmt;
  int status;    /* of the first call that went wrong, or of the last step */
};

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

/* Which error domain and code a caller can decide on. */
static void
set_sqlite_error (InlaySqlite  *self,
                  int           status,
                  GError      **error)
{
  const char *path = self->path;
  const char *reason = sqlite3_errmsg (self->db);

  switch (status & 0xff)
    {
    case SQLITE_NOTADB:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not a database", path);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is damaged: %s", path, reason);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                   "%s is in use by another program", path);
      break;
    case SQLITE_CONSTRAINT:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s: %s", path, reason);
      break;
    case SQLITE_TOOBIG:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "%s: a value is too large", path);
      break;
    case SQLITE_FULL:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s: no space is left", path);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "%s cannot be written to", path);
      break;
    case SQLITE_CANTOPEN:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s cannot be opened: %s", path,
                   g_strerror (sqlite3_system_errno (self->db)));
      break;
    case SQLITE_INTERRUPT:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: interrupted", path);
      break;
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, reason);
      break;
    }
}

static gboolean
configure (InlaySqlite  *self,
           GError      **error)
{
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  return inlay_sqlite_exec (self,
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA foreign_keys = ON;",
                            error);
}

/**
 * inlay_sqlite_open:
 * @path: (nullable): the file, made when missing; %NULL for a database in memory
 * @error: return location of an error
 *
 * Opens a connection. Migrate it before anything else.
 *
 * Returns: (transfer full): the connection, or %NULL with an error naming @path
 */
InlaySqlite *
inlay_sqlite_open (const char  *path,
                   GError     **error)
{
  g_autoptr (InlaySqlite) self = g_new0 (InlaySqlite, 1);
  int status;

  self->path = g_strdup (path != NULL ? path : "the library in memory");
  self->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);

  status = sqlite3_open_v2 (path != NULL ? path : ":memory:", &self->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  if (status != SQLITE_OK)
    {
      set_sqlite_error (self, status, error);
      return NULL;
    }

  if (!configure (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * inlay_sqlite_close:
 * @self: (transfer full): a connection none of whose statements is on loan
 *
 * Closes the connection.
 */
void
inlay_sqlite_close (InlaySqlite *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->idle);
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

/**
 * inlay_sqlite_get_path:
 * @self: a connection
 *
 * Returns: what errors call the file
 */
const char *
inlay_sqlite_get_path (InlaySqlite *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

static gboolean
read_number (InlaySqlite  *self,
             const char   *sql,
             gint64       *number,
             GError      **error)
{
  g_autoptr (InlayStatement) statement = inlay_sqlite_prepare (self, sql);

  *number = 0;
  if (inlay_statement_step (statement, error))
    *number = inlay_statement_get_int (statement, 0);

  return !inlay_statement_has_failed (statement);
}

static gboolean
run_migration (InlaySqlite  *self,
               const char   *resource,
               guint         number,
               guint32       application_id,
               GError      **error)
{
  g_autoptr (GBytes) sql = NULL;
  g_autofree char *marks = NULL;

  sql = g_resource_lookup_data (inlay_store_get_resource (), resource, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                error);
  if (sql == NULL)
    return FALSE;

  marks = g_strdup_printf ("PRAGMA user_version = %u; PRAGMA application_id = %u;", number,
                           application_id);

  /* Resource data ends with a NUL that is not counted. */
  return inlay_sqlite_exec (self, g_bytes_get_data (sql, NULL), error) &&
         inlay_sqlite_exec (self, marks, error);
}

static gboolean
check_owner (InlaySqlite  *self,
             guint32       application_id,
             guint         n_known,
             gint64       *version,
             GError      **error)
{
  gint64 owner;
  gint64 n_tables;

  if (!read_number (self, "PRAGMA application_id", &owner, error) ||
      !read_number (self, "PRAGMA user_version", version, error) ||
      !read_number (self, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  if (owner != (gint64) application_id && (owner != 0 || n_tables != 0))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s is the database of another program", self->path);
      return FALSE;
    }

  if (*version < 0 || *version > (gint64) n_known)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s was made by a newer Inlay (schema %" G_GINT64_FORMAT ", this one knows %u)",
                   self->path, *version, n_known);
      return FALSE;
    }

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * inlay_sqlite_migrate:
 * @self: a connection
 * @migrations: the folder of numbered SQL files in this floor's resources, "migrations-library"
 * @application_id: marks the file as ours, below 2³¹
 * @error: return location of an error
 *
 * Brings the schema to the newest form, all in one transaction. A file of another program and one
 * with a newer schema are refused.
 *
 * Returns: whether the schema is the one this program knows
 */
gboolean
inlay_sqlite_migrate (InlaySqlite  *self,
                      const char   *migrations,
                      guint32       application_id,
                      GError      **error)
{
  g_autofree char *folder = g_strconcat (MIGRATIONS_PATH, migrations, "/", NULL);
  g_autoptr (InlaySqliteGuard) guard = NULL;
  g_auto (GStrv) names = NULL;
  guint n_names;
  gint64 version;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (application_id <= G_MAXINT32, FALSE);

  names = g_resource_enumerate_children (inlay_store_get_resource (), folder,
                                         G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return FALSE;

  n_names = g_strv_length (names);
  qsort (names, n_names, sizeof *names, compare_names);

  /* Most openings find everything in place and must not wait for a writer. */
  if (!check_owner (self, application_id, n_names, &version, error))
    return FALSE;
  if (version == (gint64) n_names)
    return TRUE;

  if (!(guard = inlay_sqlite_begin (self, error)) ||
      !check_owner (self, application_id, n_names, &version, error))
    return FALSE;

  for (guint i = (guint) version; i < n_names; i++)
    {
      g_autofree char *resource = g_strconcat (folder, names[i], NULL);

      if (!run_migration (self, resource, i + 1, application_id, error))
        return FALSE;
    }

  return inlay_sqlite_commit (g_steal_pointer (&guard), error);
}

/**
 * inlay_sqlite_exec:
 * @self: a connection
 * @sql: statements without parameters, of this program and never of its input
 * @error: return location of an error
 *
 * Returns: whether all of them ran
 */
gboolean
inlay_sqlite_exec (InlaySqlite  *self,
                   const char   *sql,
                   GError      **error)
{
  int status;

  g_return_val_if_fail (self != NULL, FALSE);

  status = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  if (status != SQLITE_OK)
    {
      set_sqlite_error (self, status, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * inlay_sqlite_get_last_id:
 * @self: a connection
 *
 * Returns: the row id of the last insert
 */
gint64
inlay_sqlite_get_last_id (InlaySqlite *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_last_insert_rowid (self->db);
}

/**
 * inlay_sqlite_get_n_changed:
 * @self: a connection
 *
 * Returns: how many rows the last insert, update or delete touched
 */
guint
inlay_sqlite_get_n_changed (InlaySqlite *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) sqlite3_changes (self->db);
}

/**
 * inlay_sqlite_begin:
 * @self: a connection without a transaction
 * @error: return location of an error
 *
 * Begins a write transaction, waiting a few seconds for another writer.
 *
 * Returns: (transfer full): the guard, to be given to inlay_sqlite_commit()
 */
InlaySqliteGuard *
inlay_sqlite_begin (InlaySqlite  *self,
                    GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sqlite3_get_autocommit (self->db), NULL);

  if (!inlay_sqlite_exec (self, "BEGIN IMMEDIATE", error))
    return NULL;

  return (InlaySqliteGuard *) self;
}

/**
 * inlay_sqlite_commit:
 * @guard: (transfer full): the transaction
 * @error: return location of an error
 *
 * Makes the transaction durable, or rolls it back.
 *
 * Returns: whether it is durable
 */
gboolean
inlay_sqlite_commit (InlaySqliteGuard  *guard,
                     GError           **error)
{
  InlaySqlite *self = (InlaySqlite *) guard;

  g_return_val_if_fail (self != NULL, FALSE);

  if (inlay_sqlite_exec (self, "COMMIT", error))
    return TRUE;

  inlay_sqlite_guard_free (guard);
  return FALSE;
}

/**
 * inlay_sqlite_guard_free:
 * @guard: (transfer full): a transaction that is not to be
 *
 * Rolls the transaction back.
 */
void
inlay_sqlite_guard_free (InlaySqliteGuard *guard)
{
  InlaySqlite *self = (InlaySqlite *) guard;

  /* Some errors (a full disk) have rolled back already. */
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * inlay_sqlite_prepare:
 * @self: a connection
 * @sql: one statement
 *
 * Lends a statement, prepared now or kept from an earlier use. What is wrong with it is told by the
 * first step.
 *
 * Returns: (transfer full): the statement
 */
InlayStatement *
inlay_sqlite_prepare (InlaySqlite *self,
                      const char  *sql)
{
  InlayStatement *statement;
  gpointer key;
  gpointer stmt;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  statement = g_new0 (InlayStatement, 1);
  statement->sqlite = self;

  if (g_hash_table_steal_extended (self->idle, sql, &key, &stmt))
    {
      statement->sql = key;
      statement->stmt = stmt;
      return statement;
    }

  statement->sql = g_strdup (sql);
  statement->status = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                          &statement->stmt, NULL);
  return statement;
}

/**
 * inlay_statement_free:
 * @self: (transfer full): a statement
 *
 * Gives the statement back to its connection.
 */
void
inlay_statement_free (InlayStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->stmt != NULL)
    {
      sqlite3_reset (self->stmt);
      sqlite3_clear_bindings (self->stmt);
      g_hash_table_replace (self->sqlite->idle, g_steal_pointer (&self->sql),
                            g_steal_pointer (&self->stmt));
    }

  g_free (self->sql);
  g_free (self);
}

static gboolean
is_good (InlayStatement *self)
{
  return self->status == SQLITE_OK || self->status == SQLITE_ROW || self->status == SQLITE_DONE;
}

static void
keep_status (InlayStatement *self,
             int             status)
{
  if (is_good (self) && status != SQLITE_OK)
    self->status = status;
}

/**
 * inlay_statement_bind_int:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_int (InlayStatement *self,
                          int             index,
                          gint64          value)
{
  g_return_if_fail (self != NULL);

  if (is_good (self))
    keep_status (self, sqlite3_bind_int64 (self->stmt, index, value));
}

/**
 * inlay_statement_bind_double:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_double (InlayStatement *self,
                             int             index,
                             double          value)
{
  g_return_if_fail (self != NULL);

  if (is_good (self))
    keep_status (self, sqlite3_bind_double (self->stmt, index, value));
}

/**
 * inlay_statement_bind_text:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value, which is copied
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_text (InlayStatement *self,
                           int             index,
                           const char     *value)
{
  g_return_if_fail (self != NULL);

  if (is_good (self))
    keep_status (self, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT));
}

/**
 * inlay_statement_bind_bytes:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value, which is copied
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_bytes (InlayStatement *self,
                            int             index,
                            GBytes         *value)
{
  gsize size = 0;
  gconstpointer data = NULL;

  g_return_if_fail (self != NULL);

  if (!is_good (self) || value == NULL)
    return;

  data = g_bytes_get_data (value, &size);
  if (size == 0)
    keep_status (self, sqlite3_bind_zeroblob (self->stmt, index, 0));
  else
    keep_status (self, sqlite3_bind_blob64 (self->stmt, index, data, size, SQLITE_TRANSIENT));
}

/**
 * inlay_statement_step:
 * @self: a statement
 * @error: return location of an error
 *
 * Goes to the next row. %FALSE means that there is none; inlay_statement_has_failed() tells an error
 * from the end.
 *
 * Returns: whether there is a row
 */
gboolean
inlay_statement_step (InlayStatement  *self,
                      GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Stepping on from the end would start over. */
  if (self->status == SQLITE_DONE)
    return FALSE;

  if (is_good (self))
    self->status = sqlite3_step (self->stmt);

  if (!is_good (self))
    set_sqlite_error (self->sqlite, self->status, error);

  return self->status == SQLITE_ROW;
}

/**
 * inlay_statement_has_failed:
 * @self: a statement
 *
 * Returns: whether a bind or step went wrong
 */
gboolean
inlay_statement_has_failed (InlayStatement *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return !is_good (self);
}

/**
 * inlay_statement_run:
 * @self: a statement
 * @error: return location of an error
 *
 * Runs a statement whose rows, if any, do not matter.
 *
 * Returns: whether it ran
 */
gboolean
inlay_statement_run (InlayStatement  *self,
                     GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  while (inlay_statement_step (self, error))
    continue;

  return is_good (self);
}

/**
 * inlay_statement_reset:
 * @self: a statement that ran
 *
 * Makes it ready for another run with new values.
 */
void
inlay_statement_reset (InlayStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->stmt == NULL)
    return;

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->status = SQLITE_OK;
}

/**
 * inlay_statement_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the column is NULL
 */
gboolean
inlay_statement_is_null (InlayStatement *self,
                         int             column)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

/**
 * inlay_statement_get_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the column's value, 0 for NULL
 */
gint64
inlay_statement_get_int (InlayStatement *self,
                         int             column)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_column_int64 (self->stmt, column);
}

/**
 * inlay_statement_get_double:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the column's value, 0 for NULL
 */
double
inlay_statement_get_double (InlayStatement *self,
                            int             column)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_column_double (self->stmt, column);
}

/**
 * inlay_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable): the column's value until the next step
 */
const char *
inlay_statement_get_text (InlayStatement *self,
                          int             column)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *) sqlite3_column_text (self->stmt, column);
}

/**
 * inlay_statement_get_bytes:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the column's value, %NULL for NULL
 */
GBytes *
inlay_statement_get_bytes (InlayStatement *self,
                           int             column)
{
  gconstpointer data;

  g_return_val_if_fail (self != NULL, NULL);

  if (inlay_statement_is_null (self, column))
    return NULL;

  data = sqlite3_column_blob (self->stmt, column);
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->stmt, column));
}
