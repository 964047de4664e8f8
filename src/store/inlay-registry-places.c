/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-places.h"

#include "inlay-registry-private.h"

#define MAX_ENVIRONMENTS 200

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryPlace *place;
  const char *name;
} Run;

static JsonNode *
describe (const char *name)
{
  return inlay_json_new_object ("environment", inlay_json_new_string (name), NULL);
}

static gint64
count (InlayRegistryStore *self,
       const char         *sql,
       const char         *name)
{
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, sql, "ss", self->app, name);

  return inlay_statement_step (statement, NULL) ? inlay_statement_get_int (statement, 0) : 0;
}

static gboolean
exists (InlayRegistryStore *self,
        const char         *name)
{
  return count (self, "SELECT count (*) FROM environments WHERE app = ? AND name = ?", name) > 0;
}

static gboolean
run_add (InlayRegistryStore  *self,
         gpointer             data,
         GError             **error)
{
  Run *run = data;
  const InlayRegistryPlace *place = run->place;

  if (exists (self, place->name))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "there is an environment %s already", place->name);
      return FALSE;
    }
  if (count (self, "SELECT count (*) FROM environments WHERE app = ? AND name <> ?", place->name) >= MAX_ENVIRONMENTS)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "there are %d environments already", MAX_ENVIRONMENTS);
      return FALSE;
    }
  return inlay_registry_store_exec (self, error, "INSERT INTO environments (app, name, kind, frozen, approval, branch, created_at,"
                                    " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, nullif (?, 0))", "sssiisii", self->app, place->name,
                                    place->kind, (gint64) place->frozen, (gint64) place->approval, place->branch, run->write->now,
                                    place->expires_at) &&
         inlay_registry_store_touch (self, run->write, "environment-created", describe (place->name), NULL, error);
}

/**
 * inlay_registry_store_add_environment:
 * @self: a store
 * @write: who adds it, and when
 * @place: what it is
 * @error: return location
 *
 * Returns: whether it was added
 */
gboolean
inlay_registry_store_add_environment (InlayRegistryStore        *self,
                                      const InlayRegistryWrite  *write,
                                      const InlayRegistryPlace  *place,
                                      GError                   **error)
{
  Run run = { write, place, place->name };

  return inlay_registry_store_run (self, run_add, &run, error);
}

static gboolean
refuse_missing (const char  *name,
                GError     **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no environment %s", name);
  return FALSE;
}

static gboolean
run_change (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;
  const InlayRegistryPlace *place = run->place;

  if (!exists (self, place->name))
    return refuse_missing (place->name, error);
  return (place->frozen < 0 ||
          inlay_registry_store_exec (self, error, "UPDATE environments SET frozen = ? WHERE app = ? AND name = ?", "iss",
                                     (gint64) place->frozen, self->app, place->name)) &&
         (place->approval < 0 ||
          inlay_registry_store_exec (self, error, "UPDATE environments SET approval = ? WHERE app = ? AND name = ?", "iss",
                                     (gint64) place->approval, self->app, place->name)) &&
         (place->expires_at < 0 ||
          inlay_registry_store_exec (self, error, "UPDATE environments SET expires_at = nullif (?, 0) WHERE app = ? AND name = ?"
                                     " AND kind <> 'slot'", "iss", place->expires_at, self->app, place->name)) &&
         inlay_registry_store_touch (self, run->write, "environment-changed", describe (place->name), NULL, error);
}

/**
 * inlay_registry_store_change_environment:
 * @self: a store
 * @write: who changes it, and when
 * @place: what is to be different
 * @error: return location
 *
 * Slots do not expire.
 *
 * Returns: whether it was changed
 */
gboolean
inlay_registry_store_change_environment (InlayRegistryStore        *self,
                                         const InlayRegistryWrite  *write,
                                         const InlayRegistryPlace  *place,
                                         GError                   **error)
{
  Run run = { write, place, place->name };

  return inlay_registry_store_run (self, run_change, &run, error);
}

static gboolean
run_delete (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;

  if (!exists (self, run->name))
    return refuse_missing (run->name, error);
  if (count (self, "SELECT count (*) FROM activations WHERE app = ? AND environment = ?", run->name) > 0 ||
      count (self, "SELECT count (*) FROM routes WHERE app = ? AND canary_env = ?", run->name) > 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "visitors get or got %s; its history needs it", run->name);
      return FALSE;
    }
  return inlay_registry_store_exec (self, error, "DELETE FROM environments WHERE app = ? AND name = ?", "ss", self->app, run->name) &&
         inlay_registry_store_touch (self, run->write, "environment-deleted", describe (run->name), NULL, error);
}

/**
 * inlay_registry_store_delete_environment:
 * @self: a store
 * @write: who takes it away, and when
 * @name: which
 * @error: return location
 *
 * What visitors ever got stays; its deployments stay in the history in any case.
 *
 * Returns: whether it is gone
 */
gboolean
inlay_registry_store_delete_environment (InlayRegistryStore        *self,
                                         const InlayRegistryWrite  *write,
                                         const char                *name,
                                         GError                   **error)
{
  Run run = { write, NULL, name };

  return inlay_registry_store_run (self, run_delete, &run, error);
}

/**
 * inlay_registry_store_list_expired:
 * @self: a store
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full): the environments whose time is over
 */
char **
inlay_registry_store_list_expired (InlayRegistryStore  *self,
                                   gint64               now,
                                   GError             **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT name FROM environments WHERE app = ? AND expires_at <= ? ORDER BY name", "si",
                                self->app, now);

  while (inlay_statement_step (statement, error))
    g_strv_builder_add (names, inlay_statement_get_text (statement, 0));
  return inlay_statement_has_failed (statement) ? NULL : g_strv_builder_end (names);
}

static char *
read_setting (InlayRegistryStore  *self,
              const char          *name,
              GError             **error)
{
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, "SELECT value FROM settings WHERE name = ?", "s", name);

  return inlay_statement_step (statement, error) ? inlay_registry_dup_text (statement, 0) : NULL;
}

/**
 * inlay_registry_store_get_secret:
 * @self: a store
 * @name: what it is for
 * @fresh: what it is to be if there is none yet
 * @error: return location
 *
 * Returns: (transfer full): the secret
 */
char *
inlay_registry_store_get_secret (InlayRegistryStore  *self,
                                 const char          *name,
                                 const char          *fresh,
                                 GError             **error)
{
  g_autoptr (GError) reason = NULL;
  char *kept = read_setting (self, name, &reason);

  /* Whoever only reads must not wait for who writes. */
  if (kept == NULL && reason == NULL &&
      inlay_registry_store_exec (self, &reason, "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", "ss",
                                 name, fresh))
    kept = read_setting (self, name, &reason);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return kept;
}

/**
 * inlay_registry_store_has_environment:
 * @self: a store
 * @name: which
 * @error: return location; %INLAY_ERROR_NOT_FOUND
 *
 * Returns: whether there is one of that name
 */
gboolean
inlay_registry_store_has_environment (InlayRegistryStore  *self,
                                      const char          *name,
                                      GError             **error)
{
  return exists (self, name) || refuse_missing (name, error);
}
