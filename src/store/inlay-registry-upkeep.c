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
 * @n_rows: (out): how many rows were copied
 * @error: return location
 *
 * Moves a registry to another database, on the same engine or the other, and compares every value
 * before it is done. Nobody can write meanwhile.
 *
 * Returns: whether the registry is there
 */
gboolean
inlay_registry_copy (const char  *from,
                     const char  *to,
                     guint64     *n_rows,
                     GError     **error)
{
  g_autoptr (InlaySql) source = open_tables (from, error);
  g_autoptr (InlaySql) target = source != NULL ? open_tables (to, error) : NULL;

  return target != NULL && inlay_sql_copy (source, target, n_rows, error);
}

/**
 * inlay_registry_compare:
 * @one: the address of a registry
 * @other: the address of another
 * @n_rows: (out): how many rows each has
 * @error: return location; set when they differ
 *
 * Returns: whether they are the same to the last byte
 */
gboolean
inlay_registry_compare (const char  *one,
                        const char  *other,
                        guint64     *n_rows,
                        GError     **error)
{
  g_autoptr (InlaySql) a = open_tables (one, error);
  g_autoptr (InlaySql) b = a != NULL ? open_tables (other, error) : NULL;

  return b != NULL && inlay_sql_compare (a, b, n_rows, error);
}

/**
 * inlay_registry_back_up:
 * @address: the address of a registry
 * @path: a file that is not there yet
 * @error: return location
 *
 * Writes the registry as it is now to a SQLite file, which a registry can be started on. A SQLite
 * registry goes on meanwhile; on PostgreSQL nobody can write until it is done.
 *
 * Returns: whether the file is whole
 */
gboolean
inlay_registry_back_up (const char  *address,
                        const char  *path,
                        GError     **error)
{
  g_autoptr (InlaySql) sql = NULL;
  g_autofree char *to = g_strconcat ("sqlite:", path, NULL);
  guint64 n_rows;
  gboolean done;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is there already", path);
      return FALSE;
    }
  if (!(sql = open_tables (address, error)))
    return FALSE;
  done = inlay_sql_is_server (sql) ? inlay_registry_copy (address, to, &n_rows, error) : inlay_sqlite_back_up (sql, path, error);
  if (!done)
    g_unlink (path);
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
