/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rollouts-private.h"

typedef struct
{
  const InlayRegistryWrite *write;
  const char *target;
  const char *reason;
  guint percentage;
  InlayRegistryOutcome *outcome;
} Route;

/* What an environment holds, as far as a route must know. */
typedef struct
{
  char *deployment;
  char *revision;
  gint64 n_modules;
  gint64 n_healthy;
  char *missed;          /* nullable: a critical module that is not healthy */
  gboolean is_slot;
  gboolean is_frozen;
} Holding;

static void
holding_clear (Holding *holding)
{
  g_clear_pointer (&holding->deployment, g_free);
  g_clear_pointer (&holding->revision, g_free);
  g_clear_pointer (&holding->missed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Holding, holding_clear)

static gboolean
read_holding (InlayRegistryStore  *self,
              const char          *environment,
              Holding             *holding,
              GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT d.id, d.revision, count (m.module_id),"
                                " sum (CASE WHEN m.health = 'healthy' THEN 1 ELSE 0 END),"
                                " e.kind, e.frozen, min (CASE WHEN m.critical <> 0 AND m.health <> 'healthy' THEN m.module_id END)"
                                " FROM environments e LEFT JOIN deployments d ON d.id = e.deployment"
                                " LEFT JOIN deployment_modules m ON m.deployment = d.id"
                                " WHERE e.app = ? AND e.name = ? GROUP BY d.id, d.revision, e.kind, e.frozen", "ss", self->app, environment);

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no environment %s", environment);
      return FALSE;
    }
  holding->deployment = inlay_registry_dup_text (statement, 0);
  holding->revision = inlay_registry_dup_text (statement, 1);
  holding->n_modules = inlay_statement_get_int (statement, 2);
  holding->n_healthy = inlay_statement_get_int (statement, 3);
  holding->is_slot = strcmp (inlay_statement_get_text (statement, 4), "slot") == 0;
  holding->is_frozen = inlay_statement_get_int (statement, 5) != 0;
  holding->missed = inlay_registry_dup_text (statement, 6);
  return TRUE;
}

static JsonNode *
describe_change (const InlayRegistryOutcome *outcome,
                 const char                 *reason,
                 gint64                      now)
{
  g_autofree char *time = inlay_registry_time (now);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "from", outcome->from);
  json_object_set_string_member (object, "to", outcome->to);
  if (outcome->revision != NULL)
    json_object_set_string_member (object, "revision", outcome->revision);
  if (reason != NULL)
    json_object_set_string_member (object, "reason", reason);
  json_object_set_string_member (object, "timestamp", time);
  return inlay_json_take_object (object);
}

/* Makes @activation what the route follows; every other column of the route comes from it. */
static gboolean
follow (InlayRegistryStore  *self,
        gint64               activation,
        GError             **error)
{
  return inlay_registry_store_exec (self, error,
                                    "UPDATE routes SET activation = a.id, active_env = a.environment, active_rev = d.revision,"
                                    " previous_env = p.environment, previous_rev = pd.revision,"
                                    " canary_env = NULL, canary_rev = NULL, weight_bp = 0"
                                    " FROM activations a LEFT JOIN deployments d ON d.id = a.deployment"
                                    " LEFT JOIN activations p ON p.id = a.parent LEFT JOIN deployments pd ON pd.id = p.deployment"
                                    " WHERE a.id = ? AND routes.app = a.app", "i", activation);
}

/* Visitors only ever get what a slot holds, and a frozen one stays what it is to them. */
static gboolean
check_slot (Holding     *holding,
            const char  *target,
            GError     **error)
{
  if (holding->is_slot && !holding->is_frozen)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is %s", target, holding->is_slot ? "frozen" : "no slot");
  return FALSE;
}

static gboolean
check_target (Holding     *holding,
              const char  *target,
              guint        percentage,
              GError     **error)
{
  if (!check_slot (holding, target, error))
    return FALSE;
  if (holding->deployment == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "nothing is deployed to %s", target);
  else if (holding->n_modules > 0 && holding->n_healthy * 100 < holding->n_modules * (gint64) percentage)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY,
                 "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " modules of %s are healthy, less than %u %%",
                 holding->n_healthy, holding->n_modules, target, percentage);
  else if (holding->missed != NULL && percentage > 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s of %s is critical and not known to be healthy", holding->missed, target);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run_switch (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Route *run = data;
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  g_auto (Holding) holding = { 0 };
  gint64 activation;

  if (route == NULL || !read_holding (self, run->target, &holding, error))
    return FALSE;

  run->outcome = g_new0 (InlayRegistryOutcome, 1);
  run->outcome->from = g_strdup (route->active_env);
  run->outcome->to = g_strdup (run->target);
  run->outcome->revision = g_strdup (holding.revision);
  run->outcome->generation = route->generation;
  if (strcmp (run->target, route->active_env) == 0)
    return TRUE;

  return check_target (&holding, run->target, run->percentage, error) &&
         inlay_registry_end_rollout (self, run->write->now, g_strcmp0 (run->target, route->canary_env) == 0
                                     ? INLAY_ROLLOUT_PROMOTED : INLAY_ROLLOUT_ABORTED, INLAY_CAUSE_PERSON, error) &&
         (activation = inlay_registry_store_insert (self, error, "INSERT INTO activations (app, environment, deployment, parent, at)"
                                                    " SELECT app, ?, ?, activation, ? FROM routes WHERE app = ? RETURNING id",
                                                    "ssis", run->target, holding.deployment, run->write->now, self->app)) != 0 &&
         follow (self, activation, error) &&
         inlay_registry_store_touch (self, run->write, "environment-switch",
                                     describe_change (run->outcome, NULL, run->write->now), &run->outcome->generation, error);
}

static InlayRegistryOutcome *
run_route (InlayRegistryStore    *self,
           InlayRegistryUseCase   use_case,
           Route                 *run,
           GError               **error)
{
  if (inlay_registry_store_run (self, use_case, run, error))
    return run->outcome;
  g_clear_pointer (&run->outcome, inlay_registry_outcome_free);
  return NULL;
}

/**
 * inlay_registry_store_switch:
 * @self: a store
 * @write: who switches, and when
 * @target: the environment to be active
 * @required_percentage: how many of its modules must be healthy
 * @error: return location
 *
 * Makes @target active and ends a canary. Nothing happens when it is active already.
 *
 * Returns: (transfer full): what was active, and is
 */
InlayRegistryOutcome *
inlay_registry_store_switch (InlayRegistryStore        *self,
                             const InlayRegistryWrite  *write,
                             const char                *target,
                             guint                      required_percentage,
                             GError                   **error)
{
  Route run = { .write = write, .target = target, .percentage = required_percentage };

  return run_route (self, run_switch, &run, error);
}

static gboolean
end_canary (InlayRegistryStore  *self,
            Route               *run,
            InlayRegistryRoute  *route,
            InlayRolloutCause    cause,
            GError             **error)
{
  run->outcome->from = g_strdup (route->canary_env);
  run->outcome->to = g_strdup (route->active_env);
  run->outcome->revision = g_strdup (route->active_rev);

  return inlay_registry_store_exec (self, error, "UPDATE deployments SET status = 'rolled_back' WHERE id ="
                                    " (SELECT deployment FROM environments WHERE app = ? AND name = ?)", "ss",
                                    self->app, route->canary_env) &&
         inlay_registry_end_rollout (self, run->write->now, INLAY_ROLLOUT_ABORTED, cause, error) &&
         inlay_registry_store_exec (self, error, "UPDATE routes SET canary_env = NULL, canary_rev = NULL, weight_bp = 0"
                                    " WHERE app = ?", "s", self->app) &&
         inlay_registry_store_touch (self, run->write, "rollback-completed",
                                     describe_change (run->outcome, run->reason, run->write->now),
                                     &run->outcome->generation, error);
}

/* The environment of the earlier activation may hold something newer by now: it gets back what it
 * held when it was active. */
static gboolean
return_to (InlayRegistryStore  *self,
           Route               *run,
           gint64               activation,
           GError             **error)
{
  return inlay_registry_store_exec (self, error, "UPDATE deployments SET status = 'rolled_back' WHERE id ="
                                    " (SELECT a.deployment FROM routes r JOIN activations a ON a.id = r.activation"
                                    " WHERE r.app = ?)", "s", self->app) &&
         inlay_registry_store_exec (self, error, "UPDATE environments SET deployment = a.deployment FROM activations a"
                                    " WHERE a.id = ? AND environments.app = a.app AND environments.name = a.environment", "i",
                                    activation) &&
         inlay_registry_end_rollout (self, run->write->now, INLAY_ROLLOUT_ABORTED, INLAY_CAUSE_PERSON, error) &&
         follow (self, activation, error) &&
         inlay_registry_store_touch (self, run->write, "rollback-completed",
                                     describe_change (run->outcome, run->reason, run->write->now),
                                     &run->outcome->generation, error);
}

/* The next activation back from @activation. */
static gboolean
step_back (InlayRegistryStore  *self,
           Route               *run,
           gint64              *activation,
           GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT p.id, p.environment, d.revision, v.collected_at IS NOT NULL FROM activations a"
                                " JOIN activations p ON p.id = a.parent LEFT JOIN deployments d ON d.id = p.deployment"
                                " LEFT JOIN revisions v ON v.app = d.app AND v.digest = d.revision WHERE a.id = ?", "i",
                                *activation);

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s was not active before what is active on %s now",
                     run->target != NULL ? run->target : "nothing", run->outcome->from);
      return FALSE;
    }
  if (inlay_statement_get_int (statement, 3) != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s was active too long ago and is collected",
                   inlay_statement_get_text (statement, 2));
      return FALSE;
    }
  *activation = inlay_statement_get_int (statement, 0);
  g_free (run->outcome->to);
  g_free (run->outcome->revision);
  run->outcome->to = inlay_registry_dup_text (statement, 1);
  run->outcome->revision = inlay_registry_dup_text (statement, 2);
  return TRUE;
}

static gint64
get_activation (InlayRegistryStore *self)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT activation FROM routes WHERE app = ?", "s", self->app);

  return inlay_statement_step (statement, NULL) ? inlay_statement_get_int (statement, 0) : 0;
}

static gboolean
run_rollback (InlayRegistryStore  *self,
              gpointer             data,
              GError             **error)
{
  Route *run = data;
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  gint64 activation = get_activation (self);

  if (route == NULL)
    return FALSE;
  run->outcome = g_new0 (InlayRegistryOutcome, 1);
  if (route->canary_env != NULL && run->target == NULL)
    return end_canary (self, run, route, INLAY_CAUSE_PERSON, error);

  run->outcome->from = g_strdup (route->active_env);
  do
    {
      if (!step_back (self, run, &activation, error))
        return FALSE;
    }
  while (run->target != NULL && strcmp (run->target, run->outcome->to) != 0 && g_strcmp0 (run->target, run->outcome->revision) != 0);
  return return_to (self, run, activation, error);
}

/**
 * inlay_registry_store_rollback:
 * @self: a store
 * @write: who rolls back, and when
 * @reason: why
 * @to: (nullable): an environment or a revision that was active before
 * @error: return location
 *
 * With @to goes back to when that was active last. Else ends a running canary; without one, returns to what was active before, whatever its health. A
 * second call goes further back, never forward.
 *
 * Returns: (transfer full): what was active, and is
 */
InlayRegistryOutcome *
inlay_registry_store_rollback (InlayRegistryStore        *self,
                               const InlayRegistryWrite  *write,
                               const char                *reason,
                               const char                *to,
                               GError                   **error)
{
  Route run = { .write = write, .reason = reason, .target = to };

  return run_route (self, run_rollback, &run, error);
}

InlayRegistryOutcome *
inlay_registry_switch_within (InlayRegistryStore        *self,
                              const InlayRegistryWrite  *write,
                              const char                *target,
                              guint                      required_percentage,
                              GError                   **error)
{
  Route run = { .write = write, .target = target, .percentage = required_percentage };

  if (run_switch (self, &run, error))
    return run.outcome;
  g_clear_pointer (&run.outcome, inlay_registry_outcome_free);
  return NULL;
}

InlayRegistryOutcome *
inlay_registry_abort_within (InlayRegistryStore        *self,
                             const InlayRegistryWrite  *write,
                             const char                *reason,
                             InlayRolloutCause          cause,
                             GError                   **error)
{
  Route run = { .write = write, .reason = reason };
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);

  if (route == NULL)
    return NULL;
  run.outcome = g_new0 (InlayRegistryOutcome, 1);
  if (end_canary (self, &run, route, cause, error))
    return run.outcome;
  g_clear_pointer (&run.outcome, inlay_registry_outcome_free);
  return NULL;
}
