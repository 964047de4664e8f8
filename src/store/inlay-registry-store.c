/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-store.h"

#include "inlay-registry-private.h"

static InlayStatement *
query_valist (InlayRegistryStore *self,
              const char         *sql,
              const char         *types,
              va_list             args)
{
  InlayStatement *statement = inlay_sql_prepare (self->sql, sql);

  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 's':
        inlay_statement_bind_text (statement, i + 1, va_arg (args, const char *));
        break;
      case 'i':
        inlay_statement_bind_int (statement, i + 1, va_arg (args, gint64));
        break;
      case 'd':
        inlay_statement_bind_double (statement, i + 1, va_arg (args, double));
        break;
      case 'b':
        inlay_statement_bind_bytes (statement, i + 1, va_arg (args, GBytes *));
        break;
      case 'j':
        {
          JsonNode *node = va_arg (args, JsonNode *);
          g_autofree char *text = node != NULL ? inlay_json_write (node, INLAY_JSON_DEFAULT) : NULL;

          inlay_statement_bind_text (statement, i + 1, text);
        }
        break;
      default:
        g_assert_not_reached ();
      }
  return statement;
}

InlayStatement *
inlay_registry_store_query (InlayRegistryStore *self,
                            const char         *sql,
                            const char         *types,
                            ...)
{
  InlayStatement *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  return statement;
}

gboolean
inlay_registry_store_exec (InlayRegistryStore  *self,
                           GError             **error,
                           const char          *sql,
                           const char          *types,
                           ...)
{
  g_autoptr (InlayStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  return inlay_statement_run (statement, error);
}

guint
inlay_registry_store_get_n_changed (InlayRegistryStore *self)
{
  return inlay_sql_get_n_changed (self->sql);
}

gint64
inlay_registry_store_insert (InlayRegistryStore  *self,
                             GError             **error,
                             const char          *sql,
                             const char          *types,
                             ...)
{
  g_autoptr (InlayStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  return inlay_statement_step (statement, error) ? inlay_statement_get_int (statement, 0) : 0;
}

/**
 * inlay_registry_store_open:
 * @address: as for inlay_sql_open()
 * @now: the time
 * @error: return location
 *
 * Opens the registry's tables; a new registry has the environments blue (active) and green.
 *
 * Returns: (transfer full): the store
 */
InlayRegistryStore *
inlay_registry_store_open (const char  *address,
                           gint64       now,
                           GError     **error)
{
  g_autoptr (InlayRegistryStore) self = g_new0 (InlayRegistryStore, 1);

  self->app = g_strdup (INLAY_REGISTRY_APP);
  if (!(self->sql = inlay_sql_open (address, error)) ||
      !inlay_sql_migrate (self->sql, INLAY_REGISTRY_MIGRATIONS, INLAY_REGISTRY_APPLICATION_ID, error) ||
      (!inlay_registry_store_has_app (self, NULL) && !inlay_registry_store_run (self, inlay_registry_store_seed, &now, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_registry_store_close:
 *
 * Takes an open transaction back and closes the database.
 */
void
inlay_registry_store_close (InlayRegistryStore *self)
{
  inlay_registry_store_abandon (self);
  g_clear_pointer (&self->sql, inlay_sql_close);
  g_free (self->app);
  g_free (self);
}

/**
 * inlay_registry_store_set_app:
 * @self: a store
 * @app: an application of the registry
 *
 * Whatever is read and written from now on is of @app.
 */
void
inlay_registry_store_set_app (InlayRegistryStore *self,
                              const char         *app)
{
  char *copy = g_strdup (app);

  g_free (self->app);
  self->app = copy;
}

/**
 * inlay_registry_store_get_app:
 *
 * Returns: (transfer none): the application all rows are read and written of
 */
const char *
inlay_registry_store_get_app (InlayRegistryStore *self)
{
  return self->app;
}

/**
 * inlay_registry_store_begin:
 * @self: a store
 * @error: return location
 *
 * The use cases up to inlay_registry_store_commit() become durable together. One that fails leaves
 * the others as they are.
 *
 * Returns: whether the transaction began
 */
gboolean
inlay_registry_store_begin (InlayRegistryStore  *self,
                            GError             **error)
{
  g_return_val_if_fail (self->group == NULL, FALSE);

  self->group = inlay_sql_begin (self->sql, error);
  return self->group != NULL;
}

/**
 * inlay_registry_store_begin_reading:
 * @self: a store
 * @error: return location
 *
 * What is read up to inlay_registry_store_abandon() is as of one moment, whatever other processes do.
 *
 * Returns: whether the transaction began
 */
gboolean
inlay_registry_store_begin_reading (InlayRegistryStore  *self,
                                    GError             **error)
{
  g_return_val_if_fail (self->group == NULL, FALSE);

  self->group = inlay_sql_begin_reading (self->sql, error);
  return self->group != NULL;
}

/**
 * inlay_registry_store_commit:
 *
 * Ends what inlay_registry_store_begin() began; what it wrote is durable when this returns %TRUE.
 *
 * Returns: %FALSE with @error set when nothing was written
 */
gboolean
inlay_registry_store_commit (InlayRegistryStore  *self,
                             GError             **error)
{
  g_return_val_if_fail (self->group != NULL, FALSE);

  if (inlay_registry_log_traffic (self, error))
    return inlay_sql_commit (g_steal_pointer (&self->group), error);
  inlay_registry_store_abandon (self);
  return FALSE;
}

/**
 * inlay_registry_store_abandon:
 *
 * Takes back what was written since inlay_registry_store_begin(); without an open transaction it
 * does nothing.
 */
void
inlay_registry_store_abandon (InlayRegistryStore *self)
{
  g_clear_pointer (&self->group, inlay_sql_guard_free);
  g_clear_pointer (&self->changed, g_free);
}

static gboolean
run_in_group (InlayRegistryStore    *self,
              InlayRegistryUseCase   use_case,
              gpointer               data,
              GError               **error)
{
  /* Without this, what follows a full disk or a lost server would be a transaction of its own. */
  if (!inlay_sql_is_writing (self->sql))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s: the transaction is over", inlay_sql_get_name (self->sql));
      return FALSE;
    }
  if (!inlay_sql_save (self->sql, error))
    return FALSE;
  if (use_case (self, data, error))
    return inlay_sql_release (self->sql, error);

  inlay_sql_undo (self->sql);
  return FALSE;
}

/**
 * inlay_registry_store_together:
 * @self: a store, after inlay_registry_store_begin()
 * @steps: use cases that only make sense together
 * @data: for @steps
 * @error: return location
 *
 * Returns: what @steps returns; after %FALSE nothing of it was done
 */
gboolean
inlay_registry_store_together (InlayRegistryStore  *self,
                               InlayRegistrySteps   steps,
                               gpointer             data,
                               GError             **error)
{
  g_return_val_if_fail (self->group != NULL, FALSE);

  return run_in_group (self, steps, data, error);
}

gboolean
inlay_registry_store_run (InlayRegistryStore    *self,
                          InlayRegistryUseCase   use_case,
                          gpointer               data,
                          GError               **error)
{
  g_autoptr (InlaySqlGuard) guard = NULL;

  if (self->group != NULL)
    return run_in_group (self, use_case, data, error);

  if (!(guard = inlay_sql_begin (self->sql, error)) || !use_case (self, data, error))
    return FALSE;
  return inlay_sql_commit (g_steal_pointer (&guard), error);
}

/**
 * inlay_registry_store_get_route:
 *
 * Returns: (transfer full): which revision is active, previous and canary, by the one row that says so;
 *   %NULL with @error set
 */
InlayRegistryRoute *
inlay_registry_store_get_route (InlayRegistryStore  *self,
                                GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT active_env, active_rev, previous_env, previous_rev, canary_env, canary_rev,"
                                " weight_bp, salt, generation FROM routes WHERE app = ?", "s", self->app);
  InlayRegistryRoute *route;

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the registry has no application");
      return NULL;
    }

  route = g_new0 (InlayRegistryRoute, 1);
  route->active_env = inlay_registry_dup_text (statement, 0);
  route->active_rev = inlay_registry_dup_text (statement, 1);
  route->previous_env = inlay_registry_dup_text (statement, 2);
  route->previous_rev = inlay_registry_dup_text (statement, 3);
  route->canary_env = inlay_registry_dup_text (statement, 4);
  route->canary_rev = inlay_registry_dup_text (statement, 5);
  route->weight_bp = (guint) inlay_statement_get_int (statement, 6);
  route->salt = inlay_registry_dup_text (statement, 7);
  route->generation = inlay_statement_get_int (statement, 8);
  return route;
}

void
inlay_registry_route_free (InlayRegistryRoute *self)
{
  g_free (self->active_env);
  g_free (self->active_rev);
  g_free (self->previous_env);
  g_free (self->previous_rev);
  g_free (self->canary_env);
  g_free (self->canary_rev);
  g_free (self->salt);
  g_free (self);
}

/**
 * inlay_registry_store_list_changes:
 * @self: a store
 * @after: a generation
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayRegistryChange): the newest @limit changes after
 *   @after, oldest first
 */
GPtrArray *
inlay_registry_store_list_changes (InlayRegistryStore  *self,
                                   gint64               after,
                                   guint                limit,
                                   GError             **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_change_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT * FROM (SELECT generation, kind, payload FROM changes WHERE app = ? AND generation > ?"
                                " ORDER BY generation DESC LIMIT ?) newest ORDER BY generation", "sii",
                                self->app, after, (gint64) limit);

  while (inlay_statement_step (statement, error))
    {
      InlayRegistryChange *change = g_new0 (InlayRegistryChange, 1);

      change->generation = inlay_statement_get_int (statement, 0);
      change->kind = inlay_registry_dup_text (statement, 1);
      change->payload = inlay_registry_read_json (statement, 2);
      g_ptr_array_add (changes, change);
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&changes);
}

void
inlay_registry_change_free (InlayRegistryChange *self)
{
  g_free (self->kind);
  g_clear_pointer (&self->payload, json_node_unref);
  g_free (self);
}
