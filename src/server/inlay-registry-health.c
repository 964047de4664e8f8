/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry.h"

#include <inlay-wire.h>

#include "inlay-exposures.h"

/* An alert of more than this makes an automatic policy act. */
#define ALERT_PERCENTAGE 10

/**
 * inlay_health_batch_free:
 * @self: (transfer full): reports and who sent them
 */
void
inlay_health_batch_free (InlayHealthBatch *self)
{
  g_ptr_array_unref (self->reports);
  g_clear_pointer (&self->exposures, json_node_unref);
  g_free (self->page);
  g_free (self->revision);
  g_free (self->visitor);
  g_strfreev (self->groups);
  g_free (self->key);
  g_free (self);
}

/* Who may deploy somewhere is believed about it. */
static gboolean
is_trusted (InlayWork    *work,
            InlayUseCase *self,
            const char   *environment)
{
  return inlay_role_includes (self->grant->role, INLAY_ROLE_DEPLOYER) &&
         inlay_grant_check (self->grant, "application", inlay_registry_store_get_app (work->store), NULL) &&
         inlay_grant_check (self->grant, "environment", environment != NULL ? environment : "", NULL);
}

/* Where a page's revision is now; what it says of a module is about that, whatever is active. FALSE:
 * it is nowhere any more. */
static gboolean
find_environment (InlayWork          *work,
                  InlayHealthReport  *report,
                  const char        **name)
{
  g_autoptr (InlayDecision) active = NULL;
  GPtrArray *environments = work->snapshot != NULL ? inlay_snapshot_get_environments (work->snapshot) : NULL;

  *name = report->environment;
  if (report->environment != NULL || report->revision == NULL || environments == NULL)
    return TRUE;
  active = inlay_traffic_decide (inlay_snapshot_get_traffic (work->snapshot), NULL, NULL, NULL);
  if (g_strcmp0 (inlay_decision_get_revision (active), report->revision) == 0)
    return TRUE;
  for (guint i = 0; i < environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (environments, i);

      if (g_strcmp0 (environment->revision, report->revision) == 0)
        {
          *name = environment->name;
          return TRUE;
        }
    }
  return FALSE;
}

/* Takes one report; a page without a token of ours moves nothing. */
static gboolean
take_report (InlayWork          *work,
             InlayUseCase       *self,
             InlayHealthReport  *report,
             GError            **error)
{
  InlayHealthBatch *batch = self->request;
  gboolean counts = batch->page != NULL && inlay_reported_add (work->reported, batch->page, report->module_id, report->healthy);
  const char *environment;
  gboolean is_here = find_environment (work, report, &environment);
  gboolean trusted = is_trusted (work, self, environment);
  gboolean changed = FALSE;

  if (counts && !inlay_registry_store_count_load (work->store, report->revision, report->module_id, !report->healthy, error))
    return FALSE;
  if (!is_here || (!trusted && !counts))
    return TRUE;
  if (!inlay_registry_store_report_health (work->store, self->now, trusted ? INLAY_REGISTRY_TRUSTED : INLAY_REGISTRY_ANYONE,
                                           environment, report->module_id, report->healthy, report->message, &changed, error))
    return FALSE;
  if (changed)
    work->changed |= INLAY_PART_CONTROL;
  return TRUE;
}

/* A visitor counts once for a variant, and only for the one that is decided for it: of a module when
 * the page says that it mounted it, of an environment when the page shows its revision. */
static gboolean
count_exposures (InlayWork         *work,
                 InlayUseCase      *self,
                 InlayHealthBatch  *batch,
                 GError           **error)
{
  g_autoptr (InlayDecision) decision = NULL;
  JsonNode *assigned;
  JsonObjectIter iter;
  const char *experiment, *variant;
  JsonNode *seen;

  if (batch->page == NULL || batch->visitor == NULL || work->snapshot == NULL)
    return TRUE;
  decision = inlay_traffic_decide (inlay_snapshot_get_traffic (work->snapshot), batch->visitor,
                                   (const char * const *) batch->groups, NULL);
  experiment = inlay_decision_get_rule (decision);
  variant = inlay_decision_get_variant (decision);
  if (experiment != NULL && variant != NULL && g_strcmp0 (inlay_decision_get_revision (decision), batch->revision) == 0 &&
      !inlay_exposures_write (work->store, batch->key, self->now, experiment, variant, batch->visitor, error))
    return FALSE;
  if (batch->exposures == NULL)
    return TRUE;
  assigned = inlay_decision_get_assignments (decision);
  json_object_iter_init (&iter, json_node_get_object (batch->exposures));
  while (json_object_iter_next (&iter, &experiment, &seen))
    if (g_strcmp0 (inlay_json_get_string (assigned, experiment), json_node_get_string (seen)) == 0 &&
        !inlay_exposures_write (work->store, batch->key, self->now, experiment, json_node_get_string (seen), batch->visitor, error))
      return FALSE;
  return TRUE;
}

/**
 * inlay_registry_report:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayHealthBatch
 * @error: return location
 *
 * One report of something that is not deployed is refused; in a batch it is left out, since a page
 * may be older than the deployment.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_report (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  InlayUseCase *self = use_case;
  InlayHealthBatch *batch = self->request;
  guint accepted = 0;

  for (guint i = 0; i < batch->reports->len; i++)
    {
      g_autoptr (GError) reason = NULL;

      if (take_report (work, self, g_ptr_array_index (batch->reports, i), &reason))
        accepted++;
      else if (batch->reports->len == 1 || !g_error_matches (reason, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
  if (!count_exposures (work, self, batch, error))
    return NULL;
  work->status = 202;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "accepted", inlay_json_new_int (accepted), NULL);
}

/* Under an automatic policy an alert is acted on, if there is something to return to. */
static gboolean
roll_back (InlayWork           *work,
           InlayRegistryWrite  *write,
           InlayAlert          *alert,
           GError             **error)
{
  InlayRolloutPolicy policy;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *reason = NULL;

  if (!inlay_registry_store_get_policy (work->store, &policy, error) || policy != INLAY_POLICY_AUTOMATIC ||
      alert->error_rate <= ALERT_PERCENTAGE)
    return FALSE;
  reason = g_strdup_printf ("%s fails in %g %% of its loads", alert->module_id, alert->error_rate);
  outcome = inlay_registry_store_rollback (work->store, write, reason, NULL, error);
  if (outcome == NULL && g_error_matches (*error, INLAY_ERROR, INLAY_ERROR_CONFLICT))
    g_clear_error (error);
  return outcome != NULL;
}

/**
 * inlay_registry_alert:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayAlert
 * @error: return location
 *
 * The alert is written down. What follows is the policy's: nothing, or a rollback.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_alert (InlayWork  *work,
                      gpointer    use_case,
                      GError    **error)
{
  InlayUseCase *self = use_case;
  InlayAlert *alert = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (GError) reason = NULL;
  gboolean rolled_back;

  if (!inlay_use_case_check_visitors (self, work, error) ||
      !inlay_registry_store_record_alert (work->store, &write, alert->module_id, alert->error_rate, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  work->status = 202;
  rolled_back = roll_back (work, &write, alert, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "rolledBack", inlay_json_new_boolean (rolled_back),
                                "message", inlay_json_new_string (rolled_back ? "Alert recorded; rolled back"
                                                                  : "Alert recorded; a rollback is yours to decide"), NULL);
}
