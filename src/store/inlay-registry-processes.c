/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-processes.h"

#include "inlay-registry-private.h"

#define ENGINE "engine"

/**
 * inlay_registry_store_mark:
 * @self: a store with a group of use cases under way
 * @parts: what of the application was changed
 * @error: return location
 *
 * To be called before the commit, so that other processes know what to read again.
 *
 * Returns: whether it was noted
 */
gboolean
inlay_registry_store_mark (InlayRegistryStore  *self,
                           guint                parts,
                           GError             **error)
{
  for (guint i = 0; i < INLAY_REGISTRY_MAX_PARTS; i++)
    if ((parts & (1u << i)) != 0 &&
        !inlay_registry_store_exec (self, error, "INSERT INTO marks (app, part, number) VALUES (?, ?, 1)"
                                    " ON CONFLICT (app, part) DO UPDATE SET number = marks.number + 1", "si", self->app, (gint64) i))
      return FALSE;
  return TRUE;
}

/**
 * inlay_registry_store_list_marks:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8 InlayRegistryMarks): how far each application is
 */
GHashTable *
inlay_registry_store_list_marks (InlayRegistryStore  *self,
                                 GError             **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT r.app, r.generation, coalesce (m.part, 0), coalesce (m.number, 0)"
                                " FROM routes r LEFT JOIN marks m ON m.app = r.app", "");

  while (inlay_statement_step (statement, error))
    {
      const char *app = inlay_statement_get_text (statement, 0);
      gint64 part = inlay_statement_get_int (statement, 2);
      InlayRegistryMarks *marks = g_hash_table_lookup (all, app);

      if (marks == NULL)
        {
          marks = g_new0 (InlayRegistryMarks, 1);
          g_hash_table_insert (all, g_strdup (app), marks);
        }
      marks->generation = inlay_statement_get_int (statement, 1);
      if (part >= 0 && part < INLAY_REGISTRY_MAX_PARTS)
        marks->parts[part] = inlay_statement_get_int (statement, 3);
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&all);
}

/**
 * inlay_registry_store_listen:
 * @self: a store
 * @error: return location
 *
 * Makes inlay_registry_store_wait() wake at once after a control write of anyone. To be called again
 * once a server came back.
 *
 * Returns: whether it listens
 */
gboolean
inlay_registry_store_listen (InlayRegistryStore  *self,
                             GError             **error)
{
  return inlay_sql_reconnect (self->sql, error) && inlay_sql_listen (self->sql, INLAY_REGISTRY_CHANNEL, error);
}

/**
 * inlay_registry_store_wait:
 * @self: a store that listens
 * @timeout_ms: how long at most
 * @cancellable: (nullable): ends the wait early
 * @changed: (out): whether others may have committed something
 * @error: return location
 *
 * Waits for what others do.
 *
 * Returns: whether the database is there
 */
gboolean
inlay_registry_store_wait (InlayRegistryStore  *self,
                           int                  timeout_ms,
                           GCancellable        *cancellable,
                           gboolean            *changed,
                           GError             **error)
{
  return inlay_sql_wait (self->sql, timeout_ms, cancellable, changed, error);
}

/**
 * inlay_registry_store_is_gone:
 * @self: a store
 *
 * Returns: whether the server it is kept on went away
 */
gboolean
inlay_registry_store_is_gone (InlayRegistryStore *self)
{
  return inlay_sql_is_gone (self->sql);
}

/**
 * inlay_registry_store_is_server:
 * @self: a store
 *
 * Returns: whether it is kept on a server, which may be away
 */
gboolean
inlay_registry_store_is_server (InlayRegistryStore *self)
{
  return inlay_sql_is_server (self->sql);
}

static gboolean
begin_epoch (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  gint64 *epoch = data;

  *epoch = inlay_registry_store_insert (self, error, "INSERT INTO leaders (name, epoch) VALUES (?, 1) ON CONFLICT (name)"
                                        " DO UPDATE SET epoch = leaders.epoch + 1 RETURNING epoch", "s", ENGINE);
  return *epoch != 0;
}

/**
 * inlay_registry_store_lead:
 * @self: a store, always the same of a process
 * @epoch: (inout): of this process; 0 while another leads
 * @error: return location
 *
 * Keeps leading, or tries to begin. To be called every few seconds: a server takes the lead from who
 * is silent for ten, and whoever it goes to begins a new epoch.
 *
 * Returns: whether the answer is known
 */
gboolean
inlay_registry_store_lead (InlayRegistryStore  *self,
                           gint64              *epoch,
                           GError             **error)
{
  gboolean held = FALSE, is_new = FALSE;

  if (!inlay_sql_hold (self->sql, &held, &is_new, error))
    {
      *epoch = 0;
      return FALSE;
    }
  if (held && !is_new && *epoch != 0)
    return TRUE;
  *epoch = 0;
  return !held || inlay_registry_store_run (self, begin_epoch, epoch, error);
}

/**
 * inlay_registry_store_check_epoch:
 * @self: a store with a transaction under way
 * @epoch: of inlay_registry_store_lead() when something was decided
 * @error: return location; set when another leads by now
 *
 * Returns: whether what was decided may be done
 */
gboolean
inlay_registry_store_check_epoch (InlayRegistryStore  *self,
                                  gint64               epoch,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT 1 FROM leaders WHERE name = ? AND epoch = ?", "si", ENGINE, epoch);

  if (inlay_statement_step (statement, error))
    return TRUE;
  if (!inlay_statement_has_failed (statement))
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "another process leads by now");
  return FALSE;
}
