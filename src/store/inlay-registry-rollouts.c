/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rollouts-private.h"

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryRollout *rollout;
  const char *id;
  InlayRolloutVerb verb;
  guint weight;
  guint required_percentage;
  gint64 generation;
  char *found;              /* the id of the rollout it was about */
} Rollout;

void
inlay_registry_rollout_free (InlayRegistryRolloutRow *row)
{
  g_free (row->id);
  g_free (row->environment);
  g_free (row->deployment);
  g_free (row->revision);
  g_clear_pointer (&row->plan, inlay_plan_unref);
  g_free (row);
}

static gboolean
read_state (InlayStatement    *statement,
            InlayRolloutState *state)
{
  state->step = (guint) inlay_statement_get_int (statement, 7);
  state->weight = (guint) inlay_statement_get_int (statement, 8);
  state->since = inlay_statement_get_int (statement, 9);
  return inlay_rollout_status_from_string (inlay_statement_get_text (statement, 5), &state->status) &&
         inlay_rollout_cause_from_string (inlay_statement_get_text (statement, 6), &state->cause);
}

InlayRegistryRolloutRow *
inlay_registry_rollout_read (InlayRegistryStore  *self,
                             const char          *id,
                             GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, environment, deployment, revision, plan, status, cause, step, weight_bp, since,"
                                " looked_at FROM rollouts WHERE app = ?1 AND ((?2 IS NULL AND ended_at IS NULL) OR id = ?2)", "ss",
                                self->app, id);
  g_autoptr (InlayRegistryRolloutRow) row = g_new0 (InlayRegistryRolloutRow, 1);
  g_autoptr (JsonNode) steps = NULL;

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement) && id != NULL)
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no rollout %s", id);
      else if (!inlay_statement_has_failed (statement))
        g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "no canary runs");
      return NULL;
    }
  row->id = inlay_registry_dup_text (statement, 0);
  row->environment = inlay_registry_dup_text (statement, 1);
  row->deployment = inlay_registry_dup_text (statement, 2);
  row->revision = inlay_registry_dup_text (statement, 3);
  row->looked_at = inlay_statement_get_int (statement, 10);
  steps = inlay_registry_read_json (statement, 4);
  if (steps == NULL || !(row->plan = inlay_plan_new (steps, error)) || !read_state (statement, &row->state) ||
      row->state.step >= inlay_plan_get_n_steps (row->plan))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "rollout %s is not what was written", row->id);
      return NULL;
    }
  return g_steal_pointer (&row);
}

gboolean
inlay_registry_end_rollout (InlayRegistryStore  *self,
                            gint64               now,
                            InlayRolloutStatus   status,
                            InlayRolloutCause    cause,
                            GError             **error)
{
  return inlay_registry_store_exec (self, error, "UPDATE rollouts SET status = ?, cause = ?, weight_bp = 0, ended_at = ?"
                                    " WHERE app = ? AND ended_at IS NULL", "ssis", inlay_rollout_status_to_string (status),
                                    inlay_rollout_cause_to_string (cause), now, self->app);
}

static JsonNode *
describe (InlayRegistryRolloutRow *row,
          gint64                   now)
{
  g_autofree char *time = inlay_registry_time (now);

  return inlay_json_new_object ("rollout", inlay_json_new_string (row->id),
                                "environment", inlay_json_new_string (row->environment),
                                "revision", inlay_json_new_string (row->revision),
                                "percentage", inlay_json_new_double (row->state.weight / 100.0),
                                "weight", inlay_json_new_int (row->state.weight),
                                "step", inlay_json_new_int (row->state.step + 1),
                                "status", inlay_json_new_string (inlay_rollout_status_to_string (row->state.status)),
                                "cause", inlay_json_new_string (inlay_rollout_cause_to_string (row->state.cause)),
                                "timestamp", inlay_json_new_string (time), NULL);
}

static gboolean
write_state (InlayRegistryStore       *self,
             InlayRegistryRolloutRow  *row,
             GError                  **error)
{
  g_autoptr (JsonNode) steps = inlay_plan_to_json (row->plan);

  return inlay_registry_store_exec (self, error, "UPDATE rollouts SET plan = ?, status = ?, cause = ?, step = ?, weight_bp = ?,"
                                    " since = ? WHERE id = ?", "jssiiis", steps,
                                    inlay_rollout_status_to_string (row->state.status),
                                    inlay_rollout_cause_to_string (row->state.cause), (gint64) row->state.step,
                                    (gint64) row->state.weight, row->state.since, row->id) &&
         inlay_registry_store_exec (self, error, "UPDATE routes SET weight_bp = ? WHERE app = ?", "is", (gint64) row->state.weight,
                                    self->app);
}

static const char *
kind_of_pause (InlayRegistryRolloutRow *row)
{
  return row->state.cause == INLAY_CAUSE_WORSE || row->state.cause == INLAY_CAUSE_UNHEALTHY ? "rollout-alert" : "rollout-paused";
}

/* It goes on at another step, or rests, or goes on resting for another reason. */
static gboolean
settle_live (InlayRegistryStore        *self,
             const InlayRegistryWrite  *write,
             InlayRegistryRolloutRow   *row,
             const InlayRolloutState   *before,
             gint64                    *generation,
             GError                   **error)
{
  gboolean moved = row->state.step != before->step;
  const char *kind = moved ? "canary-increased"
                     : row->state.status == INLAY_ROLLOUT_RUNNING ? "rollout-resumed" : kind_of_pause (row);

  return write_state (self, row, error) &&
         (!moved || inlay_registry_store_exec (self, error, "UPDATE rollout_modules SET step = NULL WHERE rollout = ?", "s",
                                               row->id)) &&
         inlay_registry_store_touch (self, write, kind, describe (row, write->now), generation, error);
}

gboolean
inlay_registry_rollout_settle (InlayRegistryStore        *self,
                               const InlayRegistryWrite  *write,
                               InlayRegistryRolloutRow   *row,
                               const InlayRolloutState   *before,
                               guint                      required_percentage,
                               gint64                    *generation,
                               GError                   **error)
{
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *reason = NULL;

  if (!inlay_rollout_is_over (&row->state))
    return settle_live (self, write, row, before, generation, error);

  if (row->state.status == INLAY_ROLLOUT_PROMOTED)
    outcome = inlay_registry_switch_within (self, write, row->environment, required_percentage, error);
  else
    {
      reason = g_strdup_printf ("Rollout aborted: %s", inlay_rollout_cause_to_string (row->state.cause));
      outcome = inlay_registry_abort_within (self, write, reason, row->state.cause, error);
    }
  if (outcome == NULL)
    return FALSE;
  *generation = outcome->generation;
  return inlay_registry_store_exec (self, error, "UPDATE rollouts SET cause = ? WHERE id = ?", "ss",
                                    inlay_rollout_cause_to_string (row->state.cause), row->id);
}

/* Where the revision stands by, or what stands by there. */
static gboolean
find_target (InlayRegistryStore          *self,
             const InlayRegistryRollout  *rollout,
             InlayRegistryRolloutRow     *row,
             GError                     **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT e.name, d.id, d.revision, r.active_env, e.kind, e.frozen FROM environments e"
                                " JOIN routes r ON r.app = e.app LEFT JOIN deployments d ON d.id = e.deployment"
                                " WHERE e.app = ?1 AND ((?2 IS NOT NULL AND e.name = ?2) OR"
                                " (?2 IS NULL AND e.kind = 'slot' AND e.name <> r.active_env AND d.revision = ?3)) ORDER BY e.name LIMIT 1", "sss",
                                self->app, rollout->environment, rollout->revision);

  if (!inlay_statement_step (statement, error))
    {
      if (inlay_statement_has_failed (statement))
        return FALSE;
      if (rollout->environment != NULL)
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no environment %s", rollout->environment);
      else
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "revision %s stands by in no environment", rollout->revision);
      return FALSE;
    }
  row->environment = inlay_registry_dup_text (statement, 0);
  row->deployment = inlay_registry_dup_text (statement, 1);
  row->revision = inlay_registry_dup_text (statement, 2);
  if (strcmp (row->environment, inlay_statement_get_text (statement, 3)) == 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is active already", row->environment);
  else if (strcmp (inlay_statement_get_text (statement, 4), "slot") != 0 || inlay_statement_get_int (statement, 5) != 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is %s", row->environment,
                 inlay_statement_get_int (statement, 5) != 0 ? "frozen" : "no slot");
  else if (row->revision == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s has nothing deployed", row->environment);
  else if (rollout->revision != NULL && strcmp (rollout->revision, row->revision) != 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s holds the revision %s", row->environment, row->revision);
  else
    return TRUE;
  return FALSE;
}

static gboolean
insert_rollout (InlayRegistryStore        *self,
                Rollout                   *run,
                InlayRegistryRolloutRow   *row,
                const char                *salt,
                GError                   **error)
{
  gint64 now = run->write->now;
  g_autoptr (JsonNode) steps = inlay_plan_to_json (row->plan);

  return inlay_registry_store_exec (self, error, "INSERT INTO rollouts (id, app, environment, deployment, revision,"
                                    " stable_revision, salt, plan, status, cause, step, weight_bp, since, looked_at, created_at,"
                                    " created_by) SELECT ?1, app, ?2, ?3, ?4, active_rev, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?11,"
                                    " ?12 FROM routes WHERE app = ?13", "sssssjssiiiss", row->id, row->environment,
                                    row->deployment, row->revision, salt, steps,
                                    inlay_rollout_status_to_string (row->state.status),
                                    inlay_rollout_cause_to_string (row->state.cause), (gint64) row->state.step,
                                    (gint64) row->state.weight, now, run->write->actor, self->app) &&
         inlay_registry_store_exec (self, error, "UPDATE routes SET canary_env = ?, canary_rev = ?, weight_bp = ?, salt = ?"
                                    " WHERE app = ?", "ssiss", row->environment, row->revision, (gint64) row->state.weight, salt,
                                    self->app) &&
         inlay_registry_store_touch (self, run->write, "canary-started", describe (row, now), &run->generation, error);
}

static gboolean
run_start (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Rollout *run = data;
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  g_autoptr (InlayRegistryRolloutRow) row = g_new0 (InlayRegistryRolloutRow, 1);
  g_autofree char *salt = NULL;

  if (route == NULL || !find_target (self, run->rollout, row, error))
    return FALSE;
  if (route->canary_env != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "a canary runs on %s already", route->canary_env);
      return FALSE;
    }
  row->id = inlay_registry_new_id (run->write->now);
  row->plan = inlay_plan_ref (run->rollout->plan);
  row->state = inlay_rollout_begin (row->plan, run->write->now);
  salt = run->rollout->salt != NULL ? g_strdup (run->rollout->salt) : inlay_registry_new_id (run->write->now);
  run->found = g_strdup (row->id);
  return insert_rollout (self, run, row, salt, error);
}

/* Runs @use_case and tells how the rollout stands afterwards. */
static JsonNode *
run_and_tell (InlayRegistryStore    *self,
              InlayRegistryUseCase   use_case,
              Rollout               *run,
              GError               **error)
{
  g_autoptr (JsonNode) rollout = NULL;
  g_autoptr (JsonNode) generation = NULL;
  gboolean done = inlay_registry_store_run (self, use_case, run, error);

  if (done && (rollout = inlay_registry_store_get_rollout (self, run->found, error)) != NULL)
    generation = inlay_json_new_int (run->generation);
  g_free (run->found);
  return generation != NULL ? inlay_json_set (rollout, "/generation", generation, error) : NULL;
}

/**
 * inlay_registry_store_start_rollout:
 * @self: a store
 * @write: who starts it, and when
 * @rollout: what, where, how
 * @error: return location
 *
 * Returns: (transfer full): the rollout
 */
JsonNode *
inlay_registry_store_start_rollout (InlayRegistryStore          *self,
                                    const InlayRegistryWrite    *write,
                                    const InlayRegistryRollout  *rollout,
                                    GError                     **error)
{
  Rollout run = { .write = write, .rollout = rollout };

  return run_and_tell (self, run_start, &run, error);
}

static gboolean
run_raise (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Rollout *run = data;
  g_autoptr (InlayRegistryRolloutRow) row = inlay_registry_rollout_read (self, NULL, error);
  InlayRolloutState before;
  InlayPlan *raised;

  if (row == NULL)
    return FALSE;
  if (run->weight <= row->state.weight)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%g %% is not more than the %g %% the canary has",
                   run->weight / 100.0, row->state.weight / 100.0);
      return FALSE;
    }
  before = row->state;
  run->found = g_strdup (row->id);
  raised = inlay_plan_raise (row->plan, row->state.step, run->weight);
  inlay_plan_unref (row->plan);
  row->plan = raised;
  return inlay_rollout_apply (row->plan, &row->state, INLAY_VERB_ADVANCE, run->write->now, error) &&
         inlay_registry_rollout_settle (self, run->write, row, &before, 0, &run->generation, error);
}

/**
 * inlay_registry_store_raise_rollout:
 * @self: a store
 * @write: who raises it, and when
 * @weight: of 10,000, more than before; nobody who got the revision loses it
 * @error: return location
 *
 * Puts a step that waits for a person into the plan of the live rollout, and goes there.
 *
 * Returns: (transfer full): the rollout
 */
JsonNode *
inlay_registry_store_raise_rollout (InlayRegistryStore        *self,
                                    const InlayRegistryWrite  *write,
                                    guint                      weight,
                                    GError                   **error)
{
  Rollout run = { .write = write, .weight = weight };

  return run_and_tell (self, run_raise, &run, error);
}

static gboolean
run_move (InlayRegistryStore  *self,
          gpointer             data,
          GError             **error)
{
  Rollout *run = data;
  g_autoptr (InlayRegistryRolloutRow) row = inlay_registry_rollout_read (self, run->id, error);
  InlayRolloutState before;

  if (row == NULL)
    return FALSE;
  before = row->state;
  run->found = g_strdup (row->id);
  return inlay_rollout_apply (row->plan, &row->state, run->verb, run->write->now, error) &&
         inlay_registry_rollout_settle (self, run->write, row, &before, run->required_percentage, &run->generation, error);
}

/**
 * inlay_registry_store_move_rollout:
 * @self: a store
 * @write: who moves it, and when
 * @id: (nullable): a rollout; %NULL for the live one
 * @verb: what is done with it
 * @required_percentage: how many of its modules must be healthy to promote it
 * @error: return location
 *
 * Returns: (transfer full): the rollout
 */
JsonNode *
inlay_registry_store_move_rollout (InlayRegistryStore        *self,
                                   const InlayRegistryWrite  *write,
                                   const char                *id,
                                   InlayRolloutVerb           verb,
                                   guint                      required_percentage,
                                   GError                   **error)
{
  Rollout run = { .write = write, .id = id, .verb = verb, .required_percentage = required_percentage };

  return run_and_tell (self, run_move, &run, error);
}

/**
 * inlay_registry_store_find_rollout:
 * @self: a store
 * @id: (out) (nullable) (transfer full): the live rollout; %NULL when there is none
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
inlay_registry_store_find_rollout (InlayRegistryStore  *self,
                                   char               **id,
                                   GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id FROM rollouts WHERE app = ? AND ended_at IS NULL", "s", self->app);

  *id = inlay_statement_step (statement, error) ? inlay_registry_dup_text (statement, 0) : NULL;
  return !inlay_statement_has_failed (statement);
}

#define ROLLOUT_COLUMNS \
  "id, environment, deployment, revision, stable_revision, salt, plan, status, cause, step + 1, weight_bp, since, created_at," \
  " created_by, ended_at"
#define ROLLOUT_NAMES \
  "id:s,environment:s,deployment:s,revision:s,stableRevision:s,salt:s,steps:j,status:s,cause:s,step:i,weight:i,since:t," \
  "createdAt:t,createdBy:s,endedAt:t"

/**
 * inlay_registry_store_list_rollouts:
 * @self: a store
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full): an array, newest first
 */
JsonNode *
inlay_registry_store_list_rollouts (InlayRegistryStore  *self,
                                    guint                limit,
                                    GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT " ROLLOUT_COLUMNS " FROM rollouts WHERE app = ? ORDER BY created_at DESC, id DESC LIMIT ?",
                                "si", self->app, (gint64) limit);

  return inlay_registry_rows (statement, ROLLOUT_NAMES, error);
}

/* One module with what is known of it. */
static JsonNode *
describe_module (InlayStatement *statement)
{
  g_autoptr (JsonNode) node = inlay_registry_read_json (statement, 5);
  InlayEvidence evidence;

  inlay_evidence_read (&evidence, node);
  return inlay_json_new_object (
    "moduleId", inlay_json_new_string (inlay_statement_get_text (statement, 0)),
    "loads", inlay_json_new_int ((gint64) evidence.counts.loads + inlay_statement_get_int (statement, 1)),
    "failures", inlay_json_new_int ((gint64) evidence.counts.failures + inlay_statement_get_int (statement, 2)),
    "stableLoads", inlay_json_new_int ((gint64) evidence.counts.stable_loads + inlay_statement_get_int (statement, 3)),
    "stableFailures", inlay_json_new_int ((gint64) evidence.counts.stable_failures + inlay_statement_get_int (statement, 4)),
    "evidence", inlay_json_new_double (MIN (inlay_evidence_get_value (&evidence), 1e300)), NULL);
}

/**
 * inlay_registry_store_get_rollout:
 * @self: a store
 * @id: a rollout
 * @error: return location
 *
 * Returns: (transfer full): it, with what both cohorts saw of each module and the e-value of that
 */
JsonNode *
inlay_registry_store_get_rollout (InlayRegistryStore  *self,
                                  const char          *id,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT " ROLLOUT_COLUMNS " FROM rollouts WHERE app = ? AND id = ?", "ss", self->app, id);
  g_autoptr (InlayStatement) modules =
    inlay_registry_store_query (self, "SELECT module_id, loads, failures, stable_loads, stable_failures, whole FROM rollout_modules"
                                " WHERE rollout = ? ORDER BY module_id", "s", id);
  g_autoptr (JsonNode) rollout = NULL;
  g_autoptr (JsonNode) list = NULL;
  JsonArray *array;

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no rollout %s", id);
      return NULL;
    }
  rollout = inlay_registry_row (statement, ROLLOUT_NAMES);
  array = json_array_new ();
  while (inlay_statement_step (modules, error))
    json_array_add_element (array, describe_module (modules));
  list = inlay_json_take_array (array);
  return inlay_statement_has_failed (modules) ? NULL : inlay_json_set (rollout, "/modules", list, error);
}
