/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <string.h>

#include <inlay-core.h>

#include "inlay-sql-private.h"
#include "store-resources.h"

#define MIGRATIONS_PATH "/dev/inlay/Inlay/store/"
#define OLDEST_MARK "\n-- oldest: "

static guint
read_oldest (const char *sql,
             guint       number)
{
  const char *mark = strstr (sql, OLDEST_MARK);

  return mark != NULL ? (guint) g_ascii_strtoull (mark + strlen (OLDEST_MARK), NULL, 10) : number;
}

static gboolean
run_migration (InlaySql    *self,
               const char  *resource,
               guint        number,
               guint32      application_id,
               GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sql = NULL;
  const char *text;

  bytes = g_resource_lookup_data (inlay_store_get_resource (), resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;

  /* Resource data ends with a NUL that is not counted. */
  text = g_bytes_get_data (bytes, NULL);
  sql = self->engine->translate (text);
  return inlay_sql_exec (self, sql, error) &&
         self->engine->write_version (self, application_id, number, read_oldest (text, number), error);
}

static gboolean
check_version (InlaySql  *self,
               guint32    application_id,
               guint      n_known,
               guint     *version,
               GError   **error)
{
  guint oldest;

  if (!self->engine->read_version (self, application_id, version, &oldest, error))
    return FALSE;
  if (*version <= n_known || (oldest > 0 && oldest <= n_known))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s was made by a newer Inlay (schema %u, this one knows %u)",
               self->name, *version, n_known);
  return FALSE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * inlay_sql_migrate:
 * @self: a connection
 * @migrations: the folder of numbered SQL files in this floor's resources, "migrations-library"
 * @application_id: marks the database as ours, below 2³¹
 * @error: return location of an error
 *
 * Brings the schema to the newest form, all in one transaction. A database of another program is
 * refused, and one with a newer schema unless that says that this program can work on it.
 *
 * Returns: whether the schema is one this program knows
 */
gboolean
inlay_sql_migrate (InlaySql    *self,
                   const char  *migrations,
                   guint32      application_id,
                   GError     **error)
{
  g_autofree char *folder = g_strconcat (MIGRATIONS_PATH, migrations, "/", NULL);
  g_autoptr (InlaySqlGuard) guard = NULL;
  g_auto (GStrv) names = NULL;
  guint n_names;
  guint version;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (application_id <= G_MAXINT32, FALSE);

  names = g_resource_enumerate_children (inlay_store_get_resource (), folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return FALSE;

  n_names = g_strv_length (names);
  qsort (names, n_names, sizeof *names, compare_names);

  /* Most openings find everything in place and must not wait for a writer. */
  if (!check_version (self, application_id, n_names, &version, error))
    return FALSE;
  if (version >= n_names)
    return TRUE;

  if (!(guard = inlay_sql_begin (self, error)) || !check_version (self, application_id, n_names, &version, error))
    return FALSE;

  for (guint i = version; i < n_names; i++)
    {
      g_autofree char *resource = g_strconcat (folder, names[i], NULL);

      if (!run_migration (self, resource, i + 1, application_id, error))
        return FALSE;
    }

  return inlay_sql_commit (g_steal_pointer (&guard), error);
}
