/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rollouts-private.h"
#include "inlay-registry-rules.h"

typedef struct
{
  const InlayRegistryWrite *write;
  guint required_percentage;
  gboolean *changed;
} Tick;

/* Closes what was counted since the last look and adds it to what was known. */
static gboolean
close_module (InlayRegistryStore       *self,
              InlayRegistryRolloutRow  *row,
              InlayStatement           *statement,
              GArray                   *modules)
{
  InlayCounts counts = { (guint64) inlay_statement_get_int (statement, 1), (guint64) inlay_statement_get_int (statement, 2),
                         (guint64) inlay_statement_get_int (statement, 3), (guint64) inlay_statement_get_int (statement, 4) };
  g_autoptr (JsonNode) whole = inlay_registry_read_json (statement, 5);
  g_autoptr (JsonNode) step = inlay_registry_read_json (statement, 6);
  InlayModuleEvidence module;

  inlay_evidence_read (&module.whole, whole);
  inlay_evidence_read (&module.step, step);
  if (inlay_evidence_add (&module.whole, &counts))
    inlay_evidence_add (&module.step, &counts);
  g_array_append_val (modules, module);
  return counts.loads + counts.stable_loads > 0;
}

static gboolean
write_module (InlayRegistryStore         *self,
              InlayRegistryRolloutRow    *row,
              const char                 *module_id,
              const InlayModuleEvidence  *module,
              GError                    **error)
{
  g_autoptr (JsonNode) whole = inlay_evidence_to_json (&module->whole);
  g_autoptr (JsonNode) step = inlay_evidence_to_json (&module->step);

  return inlay_registry_store_exec (self, error, "UPDATE rollout_modules SET loads = 0, failures = 0, stable_loads = 0,"
                                    " stable_failures = 0, whole = ?, step = ? WHERE rollout = ? AND module_id = ?", "jjss",
                                    whole, step, row->id, module_id);
}

/* Returns: (element-type InlayModuleEvidence): all that is known, NULL when it could not be read */
static GArray *
close_counts (InlayRegistryStore       *self,
              InlayRegistryRolloutRow  *row,
              GError                  **error)
{
  g_autoptr (GArray) modules = g_array_new (FALSE, FALSE, sizeof (InlayModuleEvidence));
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);

  {
    g_autoptr (InlayStatement) statement =
      inlay_registry_store_query (self, "SELECT module_id, loads, failures, stable_loads, stable_failures, whole, step"
                                  " FROM rollout_modules WHERE rollout = ? ORDER BY module_id", "s", row->id);

    while (inlay_statement_step (statement, error))
      g_ptr_array_add (touched, close_module (self, row, statement, modules) ? inlay_registry_dup_text (statement, 0) : NULL);
    if (inlay_statement_has_failed (statement))
      return NULL;
  }
  for (guint i = 0; i < touched->len; i++)
    if (g_ptr_array_index (touched, i) != NULL &&
        !write_module (self, row, g_ptr_array_index (touched, i), &g_array_index (modules, InlayModuleEvidence, i), error))
      return NULL;
  return g_steal_pointer (&modules);
}

/* Only what is known not to work counts against it: what was not probed yet is no trouble. */
static gboolean
is_in_trouble (InlayRegistryStore       *self,
               InlayRegistryRolloutRow  *row,
               guint                     required_percentage)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT count (module_id), coalesce (sum (CASE WHEN health = 'unhealthy' THEN 1 ELSE 0 END), 0),"
                                " coalesce (sum (CASE WHEN health = 'unhealthy' AND critical <> 0 THEN 1 ELSE 0 END), 0)"
                                " FROM deployment_modules WHERE deployment = ?", "s", row->deployment);
  gint64 n_modules, n_unhealthy;

  if (!inlay_statement_step (statement, NULL))
    return FALSE;
  n_modules = inlay_statement_get_int (statement, 0);
  n_unhealthy = inlay_statement_get_int (statement, 1);
  return inlay_statement_get_int (statement, 2) > 0 || (n_modules - n_unhealthy) * 100 < n_modules * (gint64) required_percentage;
}

/* Promoting may be refused: then it rests until somebody looks after it. */
static gboolean
settle (InlayRegistryStore       *self,
        Tick                     *run,
        InlayRegistryRolloutRow  *row,
        const InlayRolloutState  *before,
        GError                  **error)
{
  gint64 generation;
  g_autoptr (GError) reason = NULL;

  if (inlay_registry_rollout_settle (self, run->write, row, before, run->required_percentage, &generation, &reason))
    return TRUE;
  if (row->state.status != INLAY_ROLLOUT_PROMOTED || !g_error_matches (reason, INLAY_ERROR, INLAY_ERROR_UNHEALTHY))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  row->state = *before;
  row->state.status = INLAY_ROLLOUT_PAUSED;
  row->state.cause = INLAY_CAUSE_UNHEALTHY;
  return inlay_registry_rollout_settle (self, run->write, row, before, 0, &generation, error);
}

static gboolean
run_tick (InlayRegistryStore  *self,
          gpointer             data,
          GError             **error)
{
  Tick *run = data;
  g_autoptr (GError) none = NULL;
  g_autoptr (InlayRegistryRolloutRow) row = inlay_registry_rollout_read (self, NULL, &none);
  g_autoptr (GArray) modules = NULL;
  InlayRolloutPolicy policy;
  InlayRolloutState before;
  InlayAnalysis analysis;

  *run->changed = FALSE;
  if (row == NULL && !g_error_matches (none, INLAY_ERROR, INLAY_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (row == NULL || run->write->now - row->looked_at < INLAY_REGISTRY_LOOK)
    return TRUE;
  if (!inlay_registry_store_exec (self, error, "UPDATE rollouts SET looked_at = ? WHERE id = ?", "is", run->write->now, row->id) ||
      !(modules = close_counts (self, row, error)) || !inlay_registry_store_get_policy (self, &policy, error))
    return FALSE;

  before = row->state;
  analysis = inlay_evidence_judge ((InlayModuleEvidence *) (void *) modules->data, modules->len);
  if (!inlay_rollout_tick (row->plan, &row->state, analysis, !is_in_trouble (self, row, run->required_percentage), policy,
                           run->write->now))
    return TRUE;
  *run->changed = settle (self, run, row, &before, error);
  return *run->changed;
}

/**
 * inlay_registry_store_tick_rollout:
 * @self: a store
 * @write: the registry itself, and when
 * @required_percentage: how many of its modules must be healthy
 * @changed: (out): whether the route is another now
 * @error: return location
 *
 * Looks at the live rollout, if there is one: adds up what was counted, and moves it on, pauses or
 * rolls it back as the plan, the loads and the policy say. Whoever looks again within
 * %INLAY_REGISTRY_LOOK sees nothing to do, so that two that believe to lead do no harm.
 *
 * Returns: whether it was looked at
 */
gboolean
inlay_registry_store_tick_rollout (InlayRegistryStore        *self,
                                   const InlayRegistryWrite  *write,
                                   guint                      required_percentage,
                                   gboolean                  *changed,
                                   GError                   **error)
{
  Tick run = { write, required_percentage, changed };

  return inlay_registry_store_run (self, run_tick, &run, error);
}

typedef struct
{
  const char *revision;
  const char *module_id;
  gint64 failed;
} Load;

static gboolean
run_count (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Load *run = data;

  return inlay_registry_store_exec (self, error, "INSERT INTO rollout_modules (rollout, module_id, loads, failures, stable_loads,"
                                    " stable_failures) SELECT id, ?1, CASE WHEN revision = ?2 THEN 1 ELSE 0 END,"
                                    " CASE WHEN revision = ?2 THEN ?3 ELSE 0 END, CASE WHEN revision = ?2 THEN 0 ELSE 1 END,"
                                    " CASE WHEN revision = ?2 THEN 0 ELSE ?3 END FROM rollouts WHERE app = ?4 AND ended_at IS NULL"
                                    " AND (revision = ?2 OR stable_revision = ?2) ON CONFLICT (rollout, module_id) DO UPDATE SET"
                                    " loads = rollout_modules.loads + excluded.loads,"
                                    " failures = rollout_modules.failures + excluded.failures,"
                                    " stable_loads = rollout_modules.stable_loads + excluded.stable_loads,"
                                    " stable_failures = rollout_modules.stable_failures + excluded.stable_failures", "ssis",
                                    run->module_id, run->revision, run->failed, self->app);
}

/**
 * inlay_registry_store_count_load:
 * @self: a store
 * @revision: what the page was made from
 * @module_id: one of its modules
 * @failed: whether it did not work there
 * @error: return location
 *
 * Counts a load for the cohort of the live rollout that @revision belongs to, if there is one.
 *
 * Returns: whether it was counted, if there was something to count it for
 */
gboolean
inlay_registry_store_count_load (InlayRegistryStore  *self,
                                 const char          *revision,
                                 const char          *module_id,
                                 gboolean             failed,
                                 GError             **error)
{
  Load run = { revision, module_id, failed };

  return inlay_registry_store_run (self, run_count, &run, error);
}
