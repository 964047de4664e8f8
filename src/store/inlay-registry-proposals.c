/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-proposals.h"

#include "inlay-registry-private.h"

#define PROPOSAL_SELECT \
  "SELECT id, environment, version, revision, status, proposed_by, proposed_at, decided_by, decided_at, reason, deployment, request" \
  " FROM proposals WHERE app = ?"
#define PROPOSAL_COLUMNS \
  "id:s,environment:s,version:s,revision:s,status:s,proposedBy:s,proposedAt:t,decidedBy:s,decidedAt:t,reason:s,deployment:s,request:j"

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryProposal *proposal;
  const char *id;
  const char *decision;
  const char *reason;
  const char *deployment;
} Run;

static gboolean
run_propose (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  Run *run = data;
  const InlayRegistryProposal *proposal = run->proposal;

  return inlay_registry_store_exec (self, error, "INSERT INTO proposals (id, app, environment, version, request, revision, status,"
                                    " proposed_by, proposed_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)", "ssssjssi", run->id,
                                    self->app, proposal->environment, proposal->version, proposal->request, proposal->revision,
                                    run->write->actor, run->write->now) &&
         inlay_registry_store_touch (self, run->write, "deployment-proposed",
                                     inlay_json_new_object ("deploymentId", inlay_json_new_string (run->id),
                                                            "environment", inlay_json_new_string (proposal->environment),
                                                            "version", inlay_json_new_string (proposal->version),
                                                            "revision", inlay_json_new_string (proposal->revision), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_propose:
 * @self: a store
 * @write: who proposes it, and when
 * @proposal: the deployment
 * @error: return location
 *
 * Returns: (transfer full): the proposal's id
 */
char *
inlay_registry_store_propose (InlayRegistryStore           *self,
                              const InlayRegistryWrite     *write,
                              const InlayRegistryProposal  *proposal,
                              GError                      **error)
{
  g_autofree char *id = inlay_registry_new_id (write->now);
  Run run = { .write = write, .proposal = proposal, .id = id };

  return inlay_registry_store_run (self, run_propose, &run, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
run_decide (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;
  g_autofree char *kind = g_strconcat ("deployment-", run->decision, NULL);

  if (!inlay_registry_store_exec (self, error, "UPDATE proposals SET status = ?, decided_by = ?, decided_at = ?, reason = ?,"
                                  " deployment = ? WHERE app = ? AND id = ? AND status = 'pending'", "ssissss", run->decision,
                                  run->write->actor, run->write->now, run->reason, run->deployment, self->app, run->id))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "no deployment %s waits", run->id);
      return FALSE;
    }
  return inlay_registry_store_touch (self, run->write, kind,
                                     inlay_json_new_object ("deploymentId", inlay_json_new_string (run->id), NULL), NULL, error);
}

/**
 * inlay_registry_store_decide:
 * @self: a store
 * @write: who decides, and when
 * @id: of a proposal that waits
 * @decision: what becomes of it
 * @reason: (nullable): why
 * @deployment: (nullable): what was made of it
 * @error: return location
 *
 * Returns: whether it waited until now
 */
gboolean
inlay_registry_store_decide (InlayRegistryStore        *self,
                             const InlayRegistryWrite  *write,
                             const char                *id,
                             const char                *decision,
                             const char                *reason,
                             const char                *deployment,
                             GError                   **error)
{
  Run run = { .write = write, .id = id, .decision = decision, .reason = reason, .deployment = deployment };

  return inlay_registry_store_run (self, run_decide, &run, error);
}

/**
 * inlay_registry_store_get_proposal:
 * @self: a store
 * @id: of a proposal
 * @error: return location
 *
 * Returns: (transfer full): an object
 */
JsonNode *
inlay_registry_store_get_proposal (InlayRegistryStore  *self,
                                   const char          *id,
                                   GError             **error)
{
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, PROPOSAL_SELECT " AND id = ?", "ss", self->app, id);

  if (inlay_statement_step (statement, error))
    return inlay_registry_row (statement, PROPOSAL_COLUMNS);
  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no deployment %s", id);
  return NULL;
}

/**
 * inlay_registry_store_list_proposals:
 * @self: a store
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full): an array, newest first
 */
JsonNode *
inlay_registry_store_list_proposals (InlayRegistryStore  *self,
                                     guint                limit,
                                     GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, PROPOSAL_SELECT " ORDER BY proposed_at DESC, id DESC LIMIT ?", "si", self->app, (gint64) limit);

  return inlay_registry_rows (statement, PROPOSAL_COLUMNS, error);
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *id;
  const char *target;
  const char *expect_active;
  gint64 due_at;
  const char *status;
  const char *outcome;
} Schedule;

static gboolean
run_schedule (InlayRegistryStore  *self,
              gpointer             data,
              GError             **error)
{
  Schedule *run = data;
  g_autofree char *due = inlay_registry_time (run->due_at);

  return inlay_registry_store_exec (self, error, "INSERT INTO schedules (id, app, target, expect_active, due_at, created_by,"
                                    " created_at, status) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')", "ssssisi", run->id, self->app,
                                    run->target, run->expect_active, run->due_at, run->write->actor, run->write->now) &&
         inlay_registry_store_touch (self, run->write, "switch-scheduled",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id),
                                                            "to", inlay_json_new_string (run->target),
                                                            "at", inlay_json_new_string (due), NULL), NULL, error);
}

/**
 * inlay_registry_store_schedule_switch:
 * @self: a store
 * @write: who schedules it, and when
 * @target: the environment to be active
 * @expect_active: (nullable): what must be active then
 * @due_at: when
 * @error: return location
 *
 * Returns: (transfer full): its id
 */
char *
inlay_registry_store_schedule_switch (InlayRegistryStore        *self,
                                      const InlayRegistryWrite  *write,
                                      const char                *target,
                                      const char                *expect_active,
                                      gint64                     due_at,
                                      GError                   **error)
{
  g_autofree char *id = inlay_registry_new_id (write->now);
  Schedule run = { write, id, target, expect_active, due_at };

  return inlay_registry_store_run (self, run_schedule, &run, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
end_schedule (InlayRegistryStore  *self,
              Schedule            *run,
              GError             **error)
{
  if (!inlay_registry_store_exec (self, error, "UPDATE schedules SET status = ?, outcome = ? WHERE app = ? AND id = ?"
                                  " AND status = 'waiting'", "ssss", run->status, run->outcome, self->app, run->id))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) > 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "no switch %s waits", run->id);
  return FALSE;
}

/* A switch that was made tells of itself; one that could not be made is told here. */
static gboolean
run_finish (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Schedule *run = data;

  return end_schedule (self, run, error) &&
         (run->outcome == NULL ||
          inlay_registry_store_touch (self, run->write, "switch-failed",
                                      inlay_json_new_object ("id", inlay_json_new_string (run->id),
                                                             "to", inlay_json_new_string (run->target),
                                                             "reason", inlay_json_new_string (run->outcome), NULL), NULL, error));
}

/**
 * inlay_registry_store_finish_schedule:
 * @self: a store
 * @write: who wanted it, and when it was tried
 * @id: of a switch that waits
 * @target: the environment that was to be active
 * @failure: (nullable): why it is not
 * @error: return location
 *
 * Returns: whether it waited until now, so that nobody else sees to it
 */
gboolean
inlay_registry_store_finish_schedule (InlayRegistryStore        *self,
                                      const InlayRegistryWrite  *write,
                                      const char                *id,
                                      const char                *target,
                                      const char                *failure,
                                      GError                   **error)
{
  Schedule run = { .write = write, .id = id, .target = target, .status = failure != NULL ? "failed" : "done", .outcome = failure };

  return inlay_registry_store_run (self, run_finish, &run, error);
}

static gboolean
run_cancel (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Schedule *run = data;

  return end_schedule (self, run, error) &&
         inlay_registry_store_touch (self, run->write, "switch-cancelled",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id), NULL), NULL, error);
}

/**
 * inlay_registry_store_cancel_schedule:
 * @self: a store
 * @write: who cancels it, and when
 * @id: of a switch that waits
 * @error: return location
 *
 * Returns: whether it waited until now
 */
gboolean
inlay_registry_store_cancel_schedule (InlayRegistryStore        *self,
                                      const InlayRegistryWrite  *write,
                                      const char                *id,
                                      GError                   **error)
{
  Schedule run = { .write = write, .id = id, .status = "cancelled" };

  return inlay_registry_store_run (self, run_cancel, &run, error);
}

/**
 * inlay_registry_store_list_schedules:
 * @self: a store
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full): an array of the switches that wait and are due at @now; with -1 of all
 */
JsonNode *
inlay_registry_store_list_schedules (InlayRegistryStore  *self,
                                     gint64               now,
                                     GError             **error)
{
  static const char columns[] = "id:s,to:s,expectActive:s,at:t,createdBy:s,createdAt:t,status:s,outcome:s";
  g_autoptr (InlayStatement) statement = now < 0
    ? inlay_registry_store_query (self, "SELECT id, target, expect_active, due_at, created_by, created_at, status, outcome"
                                  " FROM schedules WHERE app = ? ORDER BY due_at DESC, id LIMIT 100", "s", self->app)
    : inlay_registry_store_query (self, "SELECT id, target, expect_active, due_at, created_by, created_at, status, outcome"
                                  " FROM schedules WHERE app = ? AND status = 'waiting' AND due_at <= ? ORDER BY due_at, id", "si",
                                  self->app, now);

  return inlay_registry_rows (statement, columns, error);
}
