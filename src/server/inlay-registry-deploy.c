/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deploying.h"

/* Those whose token is for some environments only learn where a deployment would go. */
static gboolean
check_place (InlayWork     *work,
             InlayUseCase  *self,
             const char    *wanted,
             GError       **error)
{
  g_autofree char *name = NULL;

  if (wanted != NULL || self->grant == NULL || strcmp (self->grant->environment, "*") == 0)
    return wanted == NULL || inlay_use_case_check_environment (self, wanted, error);
  name = inlay_registry_store_choose_environment (work->store, NULL, FALSE, error);
  return name != NULL && inlay_use_case_check_environment (self, name, error);
}

/**
 * inlay_deployment_store:
 * @work: the world
 * @write: who deploys, and when
 * @request: what they asked for
 * @environment: (nullable): where to; %NULL for the standby
 * @supersedes: whether a rollout that runs there may end
 * @assembly: what that is
 * @error: return location
 *
 * Returns: (transfer full): where it went
 */
InlayRegistryOutcome *
inlay_deployment_store (InlayWork                 *work,
                        const InlayRegistryWrite  *write,
                        InlayDeployRequest        *request,
                        const char                *environment,
                        gboolean                   supersedes,
                        InlayAssembly             *assembly,
                        GError                   **error)
{
  InlayRegistryDeploy deploy = {
    .environment = environment,
    .supersedes = supersedes,
    .version = request->version,
    .notes = request->notes,
    .revision = inlay_release_get_digest (assembly->release),
    .composition = inlay_release_get_id (assembly->release),
    .manifest = inlay_assembly_get_manifest (assembly),
    .page = inlay_assembly_get_page (assembly),
    .modules = assembly->modules,
  };

  return inlay_registry_store_deploy (work->store, write, &deploy, error);
}

/* What it cannot do it must not pretend to have understood. */
static gboolean
check_old (InlayDeployRequest  *request,
           GError             **error)
{
  if (!request->dry_run && request->strategy == INLAY_DEPLOY_STANDBY)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is for POST /api/v1/apps/{app}/deployments",
               request->dry_run ? "dryRun" : "strategy");
  return FALSE;
}

/**
 * inlay_registry_deploy:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayDeployment
 * @error: return location
 *
 * Settles versions, makes the release, puts it on the standby. What cannot be settled is kept in the
 * history as failed.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_deploy (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  InlayUseCase *self = use_case;
  InlayDeployment *deployment = self->request;
  InlayDeployRequest *request = deployment->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (GError) reason = NULL;
  g_autoptr (InlayAssembly) assembly = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *message = NULL;
  InlayDeployReply reply;

  if (!check_old (request, error) || !check_place (work, self, request->environment, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  if (!(assembly = inlay_deployment_assemble (work, deployment, &reason)))
    {
      /* What the database says of itself is no reason of the deployment's. */
      if (reason->domain == INLAY_ERROR &&
          !inlay_registry_store_record_failure (work->store, &write, request->environment, request->version, reason->message, NULL))
        g_warning ("a failed deployment could not be recorded");
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  if (!(outcome = inlay_deployment_store (work, &write, request, request->environment, FALSE, assembly, error)))
    return NULL;

  message = g_strdup_printf ("Deployed to %s environment", outcome->to);
  reply = (InlayDeployReply) { outcome->deployment, outcome->to, outcome->revision, message };
  return inlay_deploy_reply_build (&reply);
}
