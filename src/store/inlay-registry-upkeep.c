/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-upkeep.h"

#include <glib/gstdio.h>

#include "inlay-registry-private.h"
#include "inlay-sql-copy.h"
#include "inlay-sqlite.h"

/* The tables of a registry without what a new one begins with. */
static InlaySql *
open_tables (const char  *address,
             GError     **error)
{
  g_autoptr (InlaySql) sql = inlay_sql_open (address, error);

  if (sql == NULL || !inlay_sql_migrate (sql, INLAY_REGISTRY_MIGRATIONS, INLAY_REGISTRY_APPLICATION_ID, error))
    return NULL;
  return g_steal_pointer (&sql);
}

/**
 * inlay_registry_copy:
 * @from: the address of a registry
 * @to: where there is none yet
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): ends it early
 * @n_rows: (out): how many rows were copied
 * @error: return location
 *
 * Moves a registry to another database, on the same engine or the other, and compares every value
 * before it is done. Nobody can write meanwhile.
 *
 * Returns: whether the registry is there; if not, nothing of it is
 */
gboolean
inlay_registry_copy (const char        *from,
                     const char        *to,
                     InlayProgress     *progress,
                     GCancellable      *cancellable,
                     guint64           *n_rows,
                     GError           **error)
{
  g_autoptr (InlaySql) source = open_tables (from, error);
  g_autoptr (InlaySql) target = source != NULL ? open_tables (to, error) : NULL;
  G_GNUC_UNUSED g_autoptr (InlaySqlGuard) guard = target != NULL ? inlay_sql_begin (source, error) : NULL;

  return guard != NULL && inlay_sql_copy (source, target, progress, cancellable, n_rows, error);
}

/**
 * inlay_registry_compare:
 * @one: the address of a registry
 * @other: the address of another
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): ends it early
 * @n_rows: (out): how many rows each has
 * @error: return location; set when they differ
 *
 * Returns: whether they are the same to the last byte
 */
gboolean
inlay_registry_compare (const char        *one,
                        const char        *other,
                        InlayProgress     *progress,
                        GCancellable      *cancellable,
                        guint64           *n_rows,
                        GError           **error)
{
  g_autoptr (InlaySql) a = open_tables (one, error);
  g_autoptr (InlaySql) b = a != NULL ? open_tables (other, error) : NULL;

  return b != NULL && inlay_sql_compare (a, b, progress, cancellable, n_rows, error);
}

/* What is read stands still, and nobody waits for it, so it may take the time that a slow disk needs. */
static gboolean
copy_moment (InlaySql          *sql,
             const char        *path,
             InlayProgress     *progress,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autofree char *to = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (InlaySql) target = open_tables (to, error);
  G_GNUC_UNUSED g_autoptr (InlaySqlGuard) guard = NULL;
  guint64 n_rows;

  return target != NULL && inlay_sql_exec (sql, "SET idle_in_transaction_session_timeout = '60s'", error) &&
         (guard = inlay_sql_begin_reading (sql, error)) != NULL &&
         inlay_sql_copy (sql, target, progress, cancellable, &n_rows, error);
}

static void
remove_database (const char *path)
{
  static const char * const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      g_unlink (file);
    }
}

/**
 * inlay_registry_back_up:
 * @address: the address of a registry
 * @path: a file that is empty or not there yet
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Writes the registry as it is at one moment to a SQLite file, which a registry can be started on.
 * Others go on reading and writing.
 *
 * Returns: whether the file is whole; if not, it is gone
 */
gboolean
inlay_registry_back_up (const char        *address,
                        const char        *path,
                        InlayProgress     *progress,
                        GCancellable      *cancellable,
                        GError           **error)
{
  g_autoptr (InlaySql) sql = NULL;
  GStatBuf facts;
  gboolean done;

  if (g_stat (path, &facts) == 0 && facts.st_size != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is there already", path);
      return FALSE;
    }
  done = (sql = open_tables (address, error)) != NULL &&
         (inlay_sql_is_server (sql) ? copy_moment (sql, path, progress, cancellable, error)
                                    : inlay_sqlite_back_up (sql, path, progress, cancellable, error));
  if (!done)
    remove_database (path);
  return done;
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *name;
} Note;

static gboolean
run_note_backup (InlayRegistryStore  *self,
                 gpointer             data,
                 GError             **error)
{
  Note *run = data;

  return inlay_registry_store_touch (self, run->write, "backed-up",
                                     inlay_json_new_object ("file", inlay_json_new_string (run->name), NULL), NULL, error);
}

/**
 * inlay_registry_store_note_backup:
 * @self: a store
 * @write: who had it made, and when
 * @name: the name of the file
 * @error: return location
 *
 * The audit tells of each copy that left the registry.
 *
 * Returns: whether it does
 */
gboolean
inlay_registry_store_note_backup (InlayRegistryStore        *self,
                                  const InlayRegistryWrite  *write,
                                  const char                *name,
                                  GError                   **error)
{
  Note run = { write, name };

  return inlay_registry_store_run (self, run_note_backup, &run, error);
}
