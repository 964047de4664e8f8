/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deploying.h"

/* What follows a deployment. */

typedef struct
{
  InlayWork *work;
  const InlayRegistryWrite *write;
  InlayDeployRequest *request;
  const char *environment;
  InlayAssembly *assembly;
  gboolean only_rehearse;
  gboolean worked;                /* up to where a rehearsal ends */
  InlayRegistryOutcome *outcome;
  char *rollout;                  /* nullable */
} Carry;

static gboolean
start_rollout (InlayRegistryStore  *store,
               Carry               *carry,
               GError             **error)
{
  g_autoptr (InlayPlan) plan = carry->request->plan != NULL ? inlay_plan_ref (carry->request->plan) : inlay_plan_new_default ();
  InlayRegistryRollout what = { carry->outcome->to, NULL, NULL, plan };
  g_autoptr (JsonNode) rollout = inlay_registry_store_start_rollout (store, carry->write, &what, error);

  if (rollout == NULL)
    return FALSE;
  carry->rollout = g_strdup (inlay_json_get_string (rollout, "id"));
  return TRUE;
}

static gboolean
follow (InlayRegistryStore  *store,
        Carry               *carry,
        GError             **error)
{
  g_autoptr (InlayRegistryOutcome) switched = NULL;

  if (carry->request->strategy == INLAY_DEPLOY_CANARY)
    return start_rollout (store, carry, error);
  if (carry->request->strategy == INLAY_DEPLOY_DIRECT)
    switched = inlay_registry_store_switch (store, carry->write, carry->outcome->to, INLAY_VERDICT_PERCENTAGE, error);
  return carry->request->strategy != INLAY_DEPLOY_DIRECT || switched != NULL;
}

static gboolean
run_carry (InlayRegistryStore  *store,
           gpointer             data,
           GError             **error)
{
  Carry *carry = data;

  carry->outcome = inlay_deployment_store (carry->work, carry->write, carry->request, carry->environment, TRUE, carry->assembly, error);
  if (carry->outcome == NULL || !follow (store, carry, error))
    return FALSE;
  carry->worked = TRUE;
  if (carry->only_rehearse)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "this was a rehearsal");
  return !carry->only_rehearse;
}

/**
 * inlay_deployment_carry_out:
 * @work: the world
 * @write: who deploys, and when
 * @request: what they asked for
 * @environment: where to
 * @assembly: what that is
 * @rollout: (out) (nullable): the rollout that began with it
 * @error: return location
 *
 * Deploys, and does what the request's strategy says next. What goes wrong leaves nothing behind.
 *
 * Returns: (transfer full): where it went
 */
InlayRegistryOutcome *
inlay_deployment_carry_out (InlayWork                 *work,
                            const InlayRegistryWrite  *write,
                            InlayDeployRequest        *request,
                            const char                *environment,
                            InlayAssembly             *assembly,
                            char                     **rollout,
                            GError                   **error)
{
  Carry carry = { work, write, request, environment, assembly, FALSE, FALSE, NULL, NULL };

  if (inlay_registry_store_together (work->store, run_carry, &carry, error))
    {
      *rollout = carry.rollout;
      return carry.outcome;
    }
  g_clear_pointer (&carry.outcome, inlay_registry_outcome_free);
  g_free (carry.rollout);
  return NULL;
}

/**
 * inlay_deployment_rehearse:
 * @work: the world
 * @write: who asks, and when
 * @request: what they ask for
 * @environment: where to
 * @assembly: what that is
 * @error: return location
 *
 * Nothing is different afterwards.
 *
 * Returns: whether inlay_deployment_carry_out() would work now
 */
gboolean
inlay_deployment_rehearse (InlayWork                 *work,
                           const InlayRegistryWrite  *write,
                           InlayDeployRequest        *request,
                           const char                *environment,
                           InlayAssembly             *assembly,
                           GError                   **error)
{
  Carry carry = { work, write, request, environment, assembly, TRUE, FALSE, NULL, NULL };
  GError *reason = NULL;

  inlay_registry_store_together (work->store, run_carry, &carry, &reason);
  g_clear_pointer (&carry.outcome, inlay_registry_outcome_free);
  g_free (carry.rollout);
  if (carry.worked)
    g_clear_error (&reason);
  else
    g_propagate_error (error, reason);
  return carry.worked;
}
