/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-health.h"

#include "inlay-registry-private.h"

/* What anyone says counts from this many on, within one window. */
#define QUORUM_FAILURES 5
#define QUORUM_LOADS 3
#define TOLERATED_FAILURES_PERCENT 10
#define WINDOW (10 * 60 * G_USEC_PER_SEC)

typedef struct
{
  gint64 now;
  InlayRegistryTrust trust;
  const char *environment;
  const char *deployment;
  const char *module_id;
  gboolean good;
  const char *message;
  gboolean *changed;
} Report;

/* One UPDATE each, so that what is decided and what is counted cannot come apart. */
#define COUNT_REPORT \
  "UPDATE deployment_modules SET" \
  " loads = CASE WHEN counted_from < ?1 - ?2 THEN 1 ELSE loads + 1 END," \
  " failures = CASE WHEN counted_from < ?1 - ?2 THEN ?3 ELSE failures + ?3 END," \
  " counted_from = CASE WHEN counted_from < ?1 - ?2 THEN ?1 ELSE counted_from END," \
  " vouched_at = CASE WHEN ?7 <> 0 THEN ?1 WHEN ?3 <> 0 THEN 0 ELSE vouched_at END" \
  " WHERE module_id = ?4 AND deployment = (SELECT deployment FROM environments WHERE app = ?5 AND name =" \
  " coalesce (?6, (SELECT active_env FROM routes WHERE app = ?5)))"

#define JUDGE_REPORT \
  "UPDATE deployment_modules SET health = CASE WHEN ?1 <> 0 THEN 'unhealthy' ELSE 'healthy' END, message = ?2" \
  " WHERE module_id = ?3 AND deployment = (SELECT deployment FROM environments WHERE app = ?4 AND name =" \
  " coalesce (?5, (SELECT active_env FROM routes WHERE app = ?4)))" \
  " AND health IS DISTINCT FROM CASE WHEN ?1 <> 0 THEN 'unhealthy' ELSE 'healthy' END"

#define JUDGE_QUORUM \
  " AND ((?1 <> 0 AND failures >= ?6 AND failures * 100 > loads * ?8) OR" \
  " (?1 = 0 AND health = 'unknown' AND loads - failures >= ?7 AND failures * 100 <= loads * ?8))"

static gboolean
run_report (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Report *run = data;
  gboolean trusted = run->trust == INLAY_REGISTRY_TRUSTED;

  if (!inlay_registry_store_exec (self, error, COUNT_REPORT, "iiisssi", run->now, (gint64) WINDOW, (gint64) !run->good,
                                  run->module_id, self->app, run->environment, (gint64) (trusted && run->good)))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "module %s is not deployed to %s", run->module_id,
                   run->environment != NULL ? run->environment : "the active environment");
      return FALSE;
    }

  if (!inlay_registry_store_exec (self, error, trusted ? JUDGE_REPORT : JUDGE_REPORT JUDGE_QUORUM,
                                  trusted ? "issss" : "issssiii", (gint64) !run->good, run->good ? NULL : run->message,
                                  run->module_id, self->app, run->environment, (gint64) QUORUM_FAILURES,
                                  (gint64) QUORUM_LOADS, (gint64) TOLERATED_FAILURES_PERCENT))
    return FALSE;
  *run->changed = inlay_registry_store_get_n_changed (self) > 0;
  return TRUE;
}

/**
 * inlay_registry_store_report_health:
 * @self: a store
 * @now: the time
 * @trust: who says so
 * @environment: (nullable): where; %NULL for the active one
 * @module_id: which module
 * @healthy: whether it works
 * @message: (nullable): why not
 * @changed: (out): whether its health is another now
 * @error: return location
 *
 * Returns: whether the report was taken
 */
gboolean
inlay_registry_store_report_health (InlayRegistryStore  *self,
                                    gint64               now,
                                    InlayRegistryTrust   trust,
                                    const char          *environment,
                                    const char          *module_id,
                                    gboolean             healthy,
                                    const char          *message,
                                    gboolean            *changed,
                                    GError             **error)
{
  Report run = { now, trust, environment, NULL, module_id, healthy, message, changed };

  return inlay_registry_store_run (self, run_report, &run, error);
}

static InlayHealthState
read_state (const char *health)
{
  return strcmp (health, "healthy") == 0 ? INLAY_HEALTH_HEALTHY
         : strcmp (health, "unhealthy") == 0 ? INLAY_HEALTH_UNHEALTHY : INLAY_HEALTH_UNKNOWN;
}

/* What core makes of one more check; nothing, when a browser loaded the module a moment ago. */
static gboolean
observe (InlayRegistryStore  *self,
         Report              *run,
         InlayHealthState    *before,
         InlayHealthState    *after,
         guint               *failures,
         GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT health, failed_probes, vouched_at FROM deployment_modules"
                                " WHERE deployment = ? AND module_id = ?", "ss", run->deployment, run->module_id);

  *before = *after = INLAY_HEALTH_UNKNOWN;
  *failures = 0;
  if (!inlay_statement_step (statement, error))
    return !inlay_statement_has_failed (statement);
  *before = read_state (inlay_statement_get_text (statement, 0));
  *failures = (guint) inlay_statement_get_int (statement, 1);
  *after = inlay_health_observe (*before, failures, run->good ? 0 : INLAY_VERDICT_PROBES);
  if (!run->good && inlay_statement_get_int (statement, 2) >= run->now - WINDOW)
    *after = *before;
  return TRUE;
}

static gboolean
run_probe (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Report *run = data;
  InlayHealthState before, after;
  guint failures;

  *run->changed = FALSE;
  if (!observe (self, run, &before, &after, &failures, error))
    return FALSE;
  *run->changed = before != after;
  return inlay_registry_store_exec (self, error, "UPDATE deployment_modules SET failed_probes = ? WHERE deployment = ?"
                                    " AND module_id = ?", "iss", (gint64) failures, run->deployment, run->module_id) &&
         (before == after ||
          inlay_registry_store_exec (self, error, "UPDATE deployment_modules SET health = ?, message = ? WHERE deployment = ?"
                                     " AND module_id = ?", "ssss", after == INLAY_HEALTH_HEALTHY ? "healthy" : "unhealthy",
                                     run->good ? NULL : run->message, run->deployment, run->module_id));
}

/**
 * inlay_registry_store_report_probe:
 * @self: a store
 * @now: the time
 * @deployment: whose module
 * @module_id: which module
 * @reached: whether its address answered with a module
 * @message: (nullable): why not
 * @changed: (out): whether its health is another now
 * @error: return location
 *
 * Returns: whether the result was taken
 */
gboolean
inlay_registry_store_report_probe (InlayRegistryStore  *self,
                                   gint64               now,
                                   const char          *deployment,
                                   const char          *module_id,
                                   gboolean             reached,
                                   const char          *message,
                                   gboolean            *changed,
                                   GError             **error)
{
  Report run = { now, INLAY_REGISTRY_TRUSTED, NULL, deployment, module_id, reached, message, changed };

  return inlay_registry_store_run (self, run_probe, &run, error);
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *module_id;
  double error_rate;
} Alert;

static gboolean
run_alert (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Alert *run = data;

  return inlay_registry_store_touch (self, run->write, "alert",
                                     inlay_json_new_object ("moduleId", inlay_json_new_string (run->module_id),
                                                            "errorRate", inlay_json_new_double (run->error_rate), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_record_alert:
 * @self: a store
 * @write: who raises it, and when
 * @module_id: the module
 * @error_rate: how many of a hundred loads went wrong
 * @error: return location
 *
 * Returns: whether it was written to the change log
 */
gboolean
inlay_registry_store_record_alert (InlayRegistryStore        *self,
                                   const InlayRegistryWrite  *write,
                                   const char                *module_id,
                                   double                     error_rate,
                                   GError                   **error)
{
  Alert run = { write, module_id, error_rate };

  return inlay_registry_store_run (self, run_alert, &run, error);
}
