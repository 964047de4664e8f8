/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rollouts-private.h"

#define MAX_ROWS 16
#define N_COLUMNS 10

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryDeploy *deploy;
  InlayRegistryOutcome *outcome;
} Deploy;

void
inlay_registry_outcome_free (InlayRegistryOutcome *self)
{
  g_free (self->deployment);
  g_free (self->from);
  g_free (self->to);
  g_free (self->revision);
  g_free (self);
}

typedef enum
{
  PLACE_MISSING,
  PLACE_OPEN,
  PLACE_FROZEN,
  PLACE_GUARDED,   /* a second person must agree */
} Place;

static Place
look_at_environment (InlayRegistryStore *self,
                     const char         *name)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT frozen, approval FROM environments WHERE app = ? AND name = ?", "ss", self->app, name);

  if (!inlay_statement_step (statement, NULL))
    return PLACE_MISSING;
  if (inlay_statement_get_int (statement, 0) != 0)
    return PLACE_FROZEN;
  return inlay_statement_get_int (statement, 1) != 0 ? PLACE_GUARDED : PLACE_OPEN;
}

static char *
dup_standby (InlayRegistryStore *self,
             InlayRegistryRoute *route)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT name FROM environments WHERE app = ? AND kind = 'slot' AND name <> ?"
                                " ORDER BY name LIMIT 1", "ss", self->app, route->active_env);

  return inlay_statement_step (statement, NULL) ? inlay_registry_dup_text (statement, 0) : NULL;
}

/**
 * inlay_registry_store_choose_environment:
 * @self: a store
 * @wanted: (nullable): an environment; %NULL for the standby
 * @supersedes: whether the full surface asks, which may end a rollout that runs there and sees to
 *   it that a second person agrees where one must
 * @error: return location
 *
 * Returns: (transfer full): where a deployment may go: any environment that serves nobody and is
 *   not frozen
 */
char *
inlay_registry_store_choose_environment (InlayRegistryStore  *self,
                                         const char          *wanted,
                                         gboolean             supersedes,
                                         GError             **error)
{
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  g_autofree char *name = NULL;
  Place place;

  if (route == NULL)
    return NULL;

  name = wanted != NULL ? g_strdup (wanted) : dup_standby (self, route);
  place = name != NULL ? look_at_environment (self, name) : PLACE_MISSING;
  if (place == PLACE_MISSING)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no environment %s", name != NULL ? name : "on standby");
  else if (strcmp (name, route->active_env) == 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is active; a deployment goes to the standby", name);
  else if (g_strcmp0 (name, route->canary_env) == 0 && !supersedes)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "a canary runs on %s; switch to it or roll it back first", name);
  else if (place == PLACE_FROZEN)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is frozen", name);
  else if (place == PLACE_GUARDED && !supersedes)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "deployments to %s need a second person; the older surface has no way to ask one",
                 name);
  else
    return g_steal_pointer (&name);
  return NULL;
}

/* The rollout of what stood by there is over; what is active, and what a rollback returns to, stays. */
static gboolean
supersede (InlayRegistryStore  *self,
           const char          *environment,
           gint64               now,
           GError             **error)
{
  return inlay_registry_store_exec (self, error, "UPDATE rollouts SET status = 'superseded', cause = 'person', weight_bp = 0,"
                                    " ended_at = ? WHERE app = ? AND environment = ? AND ended_at IS NULL", "iss", now, self->app,
                                    environment) &&
         inlay_registry_store_exec (self, error, "UPDATE routes SET canary_env = NULL, canary_rev = NULL, weight_bp = 0"
                                    " WHERE app = ? AND canary_env = ?", "ss", self->app, environment);
}

static void
bind_module (InlayStatement      *statement,
             int                  index,
             const char          *deployment,
             InlayRegistryModule *module)
{
  const char *texts[] = { deployment, module->module_id, module->version, module->npm_package, module->esm_url };
  JsonNode *nodes[] = { module->config, module->dependencies };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    inlay_statement_bind_text (statement, index++, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autofree char *json = nodes[i] != NULL ? inlay_json_write (nodes[i], INLAY_JSON_DEFAULT) : NULL;

      inlay_statement_bind_text (statement, index++, json);
    }
  inlay_statement_bind_text (statement, index++, module->is_held ? "healthy" : "unknown");
  inlay_statement_bind_int (statement, index++, !module->is_held);
  inlay_statement_bind_int (statement, index, module->critical);
}

/* Several rows at once: a server is asked less often. Their number is a power of two, so that there
 * are few different statements. */
static gboolean
insert_modules (InlayRegistryStore  *self,
                const char          *deployment,
                GPtrArray           *modules,
                GError             **error)
{
  for (guint i = 0, n = MAX_ROWS; i < modules->len; i += n)
    {
      g_autoptr (InlayStatement) statement = NULL;
      g_autoptr (GString) text = g_string_new ("INSERT INTO deployment_modules (deployment, module_id, version, npm_package, esm_url,"
                                               " config, dependencies, health, probed, critical)"
                                               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

      while (n > modules->len - i)
        n /= 2;
      for (guint row = 1; row < n; row++)
        g_string_append (text, ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      statement = inlay_registry_store_query (self, text->str, "");
      for (guint row = 0; row < n; row++)
        bind_module (statement, 1 + (int) row * N_COLUMNS, deployment, g_ptr_array_index (modules, i + row));
      if (!inlay_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_kept (InlayRegistryStore *self,
         const char         *revision)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT 1 FROM revisions WHERE app = ? AND digest = ? AND collected_at IS NULL", "ss", self->app,
                                revision);

  return inlay_statement_step (statement, NULL);
}

/* Large, and mostly there already. */
static gboolean
keep_revision (InlayRegistryStore         *self,
               const InlayRegistryDeploy  *deploy,
               gint64                      now,
               GError                    **error)
{
  return is_kept (self, deploy->revision) ||
         inlay_registry_store_exec (self, error, "INSERT INTO revisions (app, digest, composition, manifest, page, created_at)"
                                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (app, digest) DO UPDATE SET manifest = excluded.manifest,"
                                    " page = excluded.page, collected_at = NULL WHERE revisions.collected_at IS NOT NULL", "ssssbi", self->app,
                                    deploy->revision, deploy->composition, deploy->manifest, deploy->page, now);
}

static JsonNode *
describe_deployment (const InlayRegistryOutcome *outcome,
                     const InlayRegistryDeploy  *deploy,
                     gint64                      now)
{
  g_autofree char *time = inlay_registry_time (now);

  return inlay_json_new_object ("environment", inlay_json_new_string (outcome->to),
                                "version", inlay_json_new_string (deploy->version),
                                "deploymentId", inlay_json_new_string (outcome->deployment),
                                "revision", inlay_json_new_string (deploy->revision),
                                "timestamp", inlay_json_new_string (time), NULL);
}

static gboolean
run_deploy (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Deploy *run = data;
  const InlayRegistryDeploy *deploy = run->deploy;
  gint64 now = run->write->now;

  run->outcome = g_new0 (InlayRegistryOutcome, 1);
  run->outcome->deployment = inlay_registry_new_id (now);
  run->outcome->revision = g_strdup (deploy->revision);
  if (!(run->outcome->to = inlay_registry_store_choose_environment (self, deploy->environment, deploy->supersedes, error)))
    return FALSE;

  return supersede (self, run->outcome->to, now, error) && keep_revision (self, deploy, now, error) &&
         inlay_registry_store_exec (self, error, "INSERT INTO deployments (id, app, environment, version, revision, status,"
                                    " deployed_by, started_at, completed_at, notes) VALUES (?, ?, ?, ?, ?, 'completed', ?, ?, ?, ?)",
                                    "ssssssiis", run->outcome->deployment, self->app, run->outcome->to, deploy->version,
                                    deploy->revision, run->write->actor, now, now, deploy->notes) &&
         insert_modules (self, run->outcome->deployment, deploy->modules, error) &&
         inlay_registry_store_exec (self, error, "UPDATE environments SET deployment = ? WHERE app = ? AND name = ?", "sss",
                                    run->outcome->deployment, self->app, run->outcome->to) &&
         inlay_registry_store_touch (self, run->write, "deployment-completed",
                                     describe_deployment (run->outcome, deploy, now), &run->outcome->generation, error);
}

/**
 * inlay_registry_store_deploy:
 * @self: a store
 * @write: who deploys, and when
 * @deploy: what, and to where
 * @error: return location
 *
 * Puts a finished release on the standby. Nobody is served it yet.
 *
 * Returns: (transfer full): where it went
 */
InlayRegistryOutcome *
inlay_registry_store_deploy (InlayRegistryStore         *self,
                             const InlayRegistryWrite   *write,
                             const InlayRegistryDeploy  *deploy,
                             GError                    **error)
{
  Deploy run = { write, deploy, NULL };

  if (inlay_registry_store_run (self, run_deploy, &run, error))
    return run.outcome;
  g_clear_pointer (&run.outcome, inlay_registry_outcome_free);
  return NULL;
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *environment;
  const char *version;
  const char *failure;
} Failure;

static gboolean
run_failure (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  Failure *run = data;
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  g_autofree char *name = NULL;
  g_autofree char *id = inlay_registry_new_id (run->write->now);

  if (route == NULL)
    return FALSE;

  name = run->environment != NULL ? g_strdup (run->environment) : dup_standby (self, route);
  return inlay_registry_store_exec (self, error, "INSERT INTO deployments (id, app, environment, version, status, deployed_by,"
                                    " started_at, completed_at, failure) VALUES (?, ?, ?, ?, 'failed', ?, ?, ?, ?)", "sssssiis",
                                    id, self->app, name != NULL ? name : "", run->version, run->write->actor,
                                    run->write->now, run->write->now, run->failure) &&
         inlay_registry_store_touch (self, run->write, "deployment-failed",
                                     inlay_json_new_object ("environment", inlay_json_new_string (name != NULL ? name : ""),
                                                            "version", inlay_json_new_string (run->version),
                                                            "deploymentId", inlay_json_new_string (id),
                                                            "reason", inlay_json_new_string (run->failure), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_record_failure:
 * @self: a store
 * @write: who tried, and when
 * @environment: (nullable): where it would have gone
 * @version: what it was called
 * @failure: why it came to nothing
 * @error: return location
 *
 * Writes a deployment that failed into the history and leaves every environment as it is.
 *
 * Returns: whether it was written
 */
gboolean
inlay_registry_store_record_failure (InlayRegistryStore        *self,
                                     const InlayRegistryWrite  *write,
                                     const char                *environment,
                                     const char                *version,
                                     const char                *failure,
                                     GError                   **error)
{
  Failure run = { write, environment, version, failure };

  return inlay_registry_store_run (self, run_failure, &run, error);
}
