/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-store.h"

#include "inlay-registry-private.h"

/**
 * inlay_registry_store_has_app:
 * @self: a store
 * @error: (nullable): return location; set when nobody knows
 *
 * Returns: whether the application it is set to exists now
 */
gboolean
inlay_registry_store_has_app (InlayRegistryStore  *self,
                              GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT 1 FROM routes WHERE app = ?", "s", self->app);

  return inlay_statement_step (statement, error);
}

/* Its audit goes on where it ended, if there was an application of that name before. */
static gint64
find_generation (InlayRegistryStore *self)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT coalesce (max (generation), 0) FROM audit WHERE app = ?", "s", self->app);

  return inlay_statement_step (statement, NULL) ? inlay_statement_get_int (statement, 0) : 0;
}

gboolean
inlay_registry_store_seed (InlayRegistryStore  *self,
                           gpointer             data,
                           GError             **error)
{
  gint64 now = *(gint64 *) data;
  const char *app = self->app;
  g_autofree char *salt = inlay_registry_new_id (now);
  gint64 activation;

  if (inlay_registry_store_has_app (self, NULL))
    return TRUE;

  return inlay_registry_store_exec (self, error, "INSERT INTO apps (id, created_at) VALUES (?, ?) ON CONFLICT (id)"
                                    " DO UPDATE SET created_at = excluded.created_at, deleted_at = NULL", "si", app, now) &&
         inlay_registry_store_exec (self, error, "INSERT INTO environments (app, name, kind)"
                                    " VALUES (?1, 'blue', 'slot'), (?1, 'green', 'slot')", "s", app) &&
         (activation = inlay_registry_store_insert (self, error, "INSERT INTO activations (app, environment, at)"
                                                    " VALUES (?, 'blue', ?) RETURNING id", "si", app, now)) != 0 &&
         inlay_registry_store_exec (self, error, "INSERT INTO routes (app, active_env, weight_bp, salt, generation, activation)"
                                    " VALUES (?, 'blue', 0, ?, ?, ?)", "ssii", app, salt, find_generation (self), activation);
}

static gboolean
run_add_app (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  const InlayRegistryWrite *write = data;
  gint64 now = write->now;
  guint n;

  if (inlay_registry_store_has_app (self, NULL))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "there is an application %s already", self->app);
      return FALSE;
    }
  return inlay_registry_clear_remains (self, self->app, G_MAXINT32, &n, error) && inlay_registry_store_seed (self, &now, error) &&
         inlay_registry_store_touch (self, write, "app-created",
                                     inlay_json_new_object ("id", inlay_json_new_string (self->app), NULL), NULL, error);
}

/**
 * inlay_registry_store_add_app:
 * @self: a store, set to an application that does not exist yet
 * @write: who adds it, and when
 * @error: return location
 *
 * Makes the application with the environments blue (active) and green.
 *
 * Returns: whether it was made
 */
gboolean
inlay_registry_store_add_app (InlayRegistryStore        *self,
                              const InlayRegistryWrite  *write,
                              GError                   **error)
{
  return inlay_registry_store_run (self, run_add_app, (gpointer) write, error);
}

/**
 * inlay_registry_store_list_apps:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): the applications there are, sorted
 */
char **
inlay_registry_store_list_apps (InlayRegistryStore  *self,
                                GError             **error)
{
  g_autoptr (GStrvBuilder) apps = g_strv_builder_new ();
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, "SELECT id FROM apps WHERE deleted_at IS NULL ORDER BY id", "");

  while (inlay_statement_step (statement, error))
    g_strv_builder_add (apps, inlay_statement_get_text (statement, 0));
  return inlay_statement_has_failed (statement) ? NULL : g_strv_builder_end (apps);
}

/* What others would act on or find, each behind what refers to it. The rest is large, nobody's way
 * leads there any more, and it is cleared away little by little (inlay_registry_store_clear_remains()).
 * Its row, its audit and its marks stay: names are not forgotten, and other processes must see that
 * something changed. */
static const char * const belongings[] = {
  "DELETE FROM webhook_deliveries WHERE app = ? AND status = 'pending'",
  "DELETE FROM schedules WHERE app = ?",
  "DELETE FROM proposals WHERE app = ?",
  "DELETE FROM hosts WHERE app = ?",
  "DELETE FROM rollout_modules WHERE rollout IN (SELECT id FROM rollouts WHERE app = ?)",
  "DELETE FROM rollouts WHERE app = ?",
  "DELETE FROM rules WHERE app = ?",
  "DELETE FROM experiments WHERE app = ?",
  "DELETE FROM routes WHERE app = ?",
};

typedef struct
{
  const InlayRegistryWrite *write;
  gboolean force;
} Delete;

static gboolean
check_deletable (InlayRegistryStore  *self,
                 gboolean             force,
                 GError             **error)
{
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);

  if (route == NULL)
    return FALSE;
  if (strcmp (self->app, INLAY_REGISTRY_APP) == 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "the application %s stays: it is the one that is meant when none is named",
                 self->app);
  else if (!force && (route->active_rev != NULL || route->canary_rev != NULL))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "visitors get %s of %s; it is deleted nevertheless only with force=true",
                 route->active_rev != NULL ? route->active_env : route->canary_env, self->app);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run_delete (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Delete *run = data;

  if (!check_deletable (self, run->force, error) ||
      !inlay_registry_store_touch (self, run->write, "app-deleted",
                                   inlay_json_new_object ("id", inlay_json_new_string (self->app),
                                                          "force", inlay_json_new_boolean (run->force), NULL), NULL, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (belongings); i++)
    if (!inlay_registry_store_exec (self, error, belongings[i], "s", self->app))
      return FALSE;
  return inlay_registry_store_exec (self, error, "UPDATE apps SET deleted_at = ? WHERE id = ?", "is", run->write->now, self->app);
}

/**
 * inlay_registry_store_delete_app:
 * @self: a store, set to the application to delete
 * @write: who deletes it, and when
 * @force: whether also when visitors get something of it
 * @error: return location
 *
 * All it has goes, the larger part later, but what was done to it is not forgotten: one of the same name that is added
 * later goes on with its audit.
 *
 * Returns: whether it is deleted
 */
gboolean
inlay_registry_store_delete_app (InlayRegistryStore        *self,
                                 const InlayRegistryWrite  *write,
                                 gboolean                   force,
                                 GError                   **error)
{
  Delete run = { write, force };

  return inlay_registry_store_run (self, run_delete, &run, error);
}

/**
 * inlay_registry_store_check_known:
 * @self: a store
 * @error: return location; %INLAY_ERROR_NOT_FOUND
 *
 * Returns: whether there is, or was, the application it is set to
 */
gboolean
inlay_registry_store_check_known (InlayRegistryStore  *self,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, "SELECT 1 FROM apps WHERE id = ?", "s", self->app);

  if (inlay_statement_step (statement, error))
    return TRUE;
  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no application %s", self->app);
  return FALSE;
}
