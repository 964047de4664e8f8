/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include <inlay-core.h>

#include "inlay-postgres.h"
#include "inlay-sqlite.h"

#define SQLITE_PREFIX "sqlite:"
#define MEMORY ":memory:"

static gboolean
is_postgres (const char *address)
{
  return g_str_has_prefix (address, "postgresql://") || g_str_has_prefix (address, "postgres://");
}

/**
 * inlay_sql_open:
 * @address: "sqlite:PATH", "sqlite::memory:" or "postgresql://USER@HOST/DATABASE"
 * @error: return location of an error
 *
 * Opens a connection. Migrate it before anything else.
 *
 * Returns: (transfer full): the connection
 */
InlaySql *
inlay_sql_open (const char  *address,
                GError     **error)
{
  g_return_val_if_fail (address != NULL, NULL);

  if (g_str_has_prefix (address, SQLITE_PREFIX) && address[strlen (SQLITE_PREFIX)] != '\0')
    {
      const char *path = address + strlen (SQLITE_PREFIX);

      return inlay_sqlite_open (strcmp (path, MEMORY) != 0 ? path : NULL, error);
    }
  if (is_postgres (address))
    {
#ifdef HAVE_POSTGRESQL
      return inlay_postgres_open (address, error);
#else
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "this Inlay was built without PostgreSQL");
      return NULL;
#endif
    }

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is neither sqlite:PATH nor postgresql://…", address);
  return NULL;
}
