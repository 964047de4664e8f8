/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deploying.h"

static InlayRegistryModule *
find_module (GPtrArray  *modules,
             const char *id)
{
  for (guint i = 0; i < modules->len; i++)
    if (strcmp (((InlayRegistryModule *) g_ptr_array_index (modules, i))->module_id, id) == 0)
      return g_ptr_array_index (modules, i);
  return NULL;
}

static JsonNode *
new_change (const char          *kind,
            InlayRegistryModule *now,
            InlayRegistryModule *before)
{
  return inlay_json_new_object ("change", inlay_json_new_string (kind),
                                "moduleId", inlay_json_new_string (now != NULL ? now->module_id : before->module_id),
                                "version", now != NULL ? inlay_json_new_string (now->version) : NULL,
                                "before", before != NULL ? inlay_json_new_string (before->version) : NULL,
                                "address", now != NULL ? inlay_json_new_string (now->esm_url) : NULL, NULL);
}

/* What would be different from what the environment holds. */
static JsonNode *
list_changes (GPtrArray *now,
              GPtrArray *before)
{
  JsonArray *changes = json_array_new ();

  for (guint i = 0; i < now->len; i++)
    {
      InlayRegistryModule *module = g_ptr_array_index (now, i);
      InlayRegistryModule *old = find_module (before, module->module_id);

      if (old == NULL || strcmp (old->version, module->version) != 0 || strcmp (old->esm_url, module->esm_url) != 0)
        json_array_add_element (changes, new_change (old == NULL ? "added" : "changed", module, old));
    }
  for (guint i = 0; i < before->len; i++)
    if (find_module (now, ((InlayRegistryModule *) g_ptr_array_index (before, i))->module_id) == NULL)
      json_array_add_element (changes, new_change ("removed", NULL, g_ptr_array_index (before, i)));
  return inlay_json_take_array (changes);
}

/* %NULL stands for nothing in the way. */
static JsonNode *
new_text_or_null (const char *text)
{
  return text != NULL ? inlay_json_new_string (text) : inlay_json_new_null ();
}

static JsonNode *
new_steps (InlayDeployRequest *request)
{
  g_autoptr (InlayPlan) plan = request->plan != NULL ? inlay_plan_ref (request->plan)
                               : request->strategy == INLAY_DEPLOY_CANARY ? inlay_plan_new_default () : NULL;

  return plan != NULL ? inlay_plan_to_json (plan) : NULL;
}

static JsonNode *
answer_plan (InlayWork                 *work,
             const InlayRegistryWrite  *write,
             InlayDeployRequest        *request,
             InlayRegistryEnvironment  *environment,
             InlayAssembly             *assembly,
             GError                   **error)
{
  const char *revision = inlay_release_get_digest (assembly->release);
  g_autoptr (GError) reason = NULL;

  /* Where a second person must look, it may be carried out in another world than this. */
  if (!environment->approval && !inlay_deployment_rehearse (work, write, request, environment->name, assembly, &reason) &&
      reason->domain != INLAY_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "dryRun", inlay_json_new_boolean (TRUE),
                                "environment", inlay_json_new_string (environment->name),
                                "version", inlay_json_new_string (request->version),
                                "revision", inlay_json_new_string (revision),
                                "strategy", inlay_json_new_string (inlay_deploy_strategy_to_string (request->strategy)),
                                "steps", new_steps (request),
                                "refusal", new_text_or_null (reason != NULL ? reason->message : NULL),
                                "unchanged", inlay_json_new_boolean (g_strcmp0 (environment->revision, revision) == 0),
                                "needsApproval", inlay_json_new_boolean (environment->approval),
                                "changes", list_changes (assembly->modules, environment->modules),
                                "importMap", json_node_ref (inlay_release_get_import_map (assembly->release)), NULL);
}

static JsonNode *
answer_deployment (InlayWork   *work,
                   const char  *id,
                   const char  *environment,
                   const char  *revision,
                   const char  *rollout,
                   const char  *status,
                   const char  *message)
{
  work->changed |= INLAY_PART_CONTROL;
  work->status = 202;
  work->location = g_strdup_printf ("/api/v1/apps/%s/deployments/%s", inlay_registry_store_get_app (work->store), id);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "deploymentId", inlay_json_new_string (id),
                                "environment", inlay_json_new_string (environment), "revision", inlay_json_new_string (revision),
                                "rollout", rollout != NULL ? inlay_json_new_string (rollout) : NULL,
                                "status", inlay_json_new_string (status), "message", inlay_json_new_string (message), NULL);
}

static JsonNode *
answer_outcome (InlayWork             *work,
                InlayDeployRequest    *request,
                InlayRegistryOutcome  *outcome,
                const char            *rollout)
{
  static const char * const messages[] = {
    [INLAY_DEPLOY_STANDBY] = "Deployed to %s environment",
    [INLAY_DEPLOY_CANARY] = "Deployed to %s environment, which more and more visitors get",
    [INLAY_DEPLOY_DIRECT] = "Deployed and switched to %s environment",
  };
  g_auto (GStrv) around = g_strsplit (messages[request->strategy], "%s", 2);
  g_autofree char *message = g_strconcat (around[0], outcome->to, around[1], NULL);

  return answer_deployment (work, outcome->deployment, outcome->to, outcome->revision, rollout, "completed", message);
}

static JsonNode *
propose (InlayWork                 *work,
         const InlayRegistryWrite  *write,
         InlayDeployRequest        *request,
         const char                *environment,
         InlayAssembly             *assembly,
         GError                   **error)
{
  const char *revision = inlay_release_get_digest (assembly->release);
  g_autoptr (JsonNode) body = inlay_deploy_request_build (request);
  InlayRegistryProposal proposal = { environment, request->version, revision, body };
  g_autofree char *id = inlay_registry_store_propose (work->store, write, &proposal, error);

  return id != NULL ? answer_deployment (work, id, environment, revision, NULL, "pending", "Waits for a second person") : NULL;
}

static void
record_failure (InlayWork                 *work,
                const InlayRegistryWrite  *write,
                InlayDeployRequest        *request,
                const char                *environment,
                const GError              *reason)
{
  if (reason->domain == INLAY_ERROR &&
      inlay_registry_store_record_failure (work->store, write, environment, request->version, reason->message, NULL))
    work->changed |= INLAY_PART_CONTROL;
}

/* What cannot be settled is kept in the history; a plan is not. */
static InlayAssembly *
assemble (InlayWork                 *work,
          const InlayRegistryWrite  *write,
          InlayDeployment           *deployment,
          const char                *environment,
          GError                   **error)
{
  g_autoptr (GError) reason = NULL;
  InlayAssembly *assembly = inlay_deployment_assemble (work, deployment, &reason);

  if (assembly != NULL)
    return assembly;
  if (!deployment->request->dry_run)
    record_failure (work, write, deployment->request, environment, reason);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/**
 * inlay_registry_request_deployment:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayDeployment
 * @error: return location
 *
 * Says what a deployment would do, proposes it where two people must agree, or carries it out.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_request_deployment (InlayWork  *work,
                                   gpointer    use_case,
                                   GError    **error)
{
  InlayUseCase *self = use_case;
  InlayDeployment *deployment = self->request;
  InlayDeployRequest *request = deployment->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autofree char *name = inlay_registry_store_choose_environment (work->store, request->environment, TRUE, error);
  g_autoptr (GPtrArray) environments = name != NULL ? inlay_registry_store_list_environments (work->store, error) : NULL;
  g_autoptr (InlayAssembly) assembly = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *rollout = NULL;
  InlayRegistryEnvironment *environment;

  if (environments == NULL || !inlay_use_case_check_environment (self, name, error) ||
      !(assembly = assemble (work, &write, deployment, name, error)))
    return NULL;
  environment = inlay_registry_find_environment (environments, name);
  if (request->dry_run)
    return answer_plan (work, &write, request, environment, assembly, error);
  if (environment->approval)
    return propose (work, &write, request, name, assembly, error);
  if (!(outcome = inlay_deployment_carry_out (work, &write, request, name, assembly, &rollout, &reason)))
    {
      record_failure (work, &write, request, name, reason);
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return answer_outcome (work, request, outcome, rollout);
}

/* What was proposed, if it still is the same. */
static InlayAssembly *
assemble_again (InlayWork           *work,
                InlayUseCase        *self,
                InlayDeployRequest  *request,
                JsonNode            *proposal,
                GError             **error)
{
  InlayDeployment deployment = { .request = request };
  g_autoptr (InlayAssembly) assembly = inlay_deployment_assemble (work, &deployment, error);

  if (assembly == NULL || strcmp (inlay_release_get_digest (assembly->release), inlay_json_get_string (proposal, "revision")) == 0)
    return g_steal_pointer (&assembly);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT,
               "deployment %s would be another revision than was proposed; it must be proposed anew", self->name);
  return NULL;
}

static JsonNode *
read_pending (InlayWork     *work,
              InlayUseCase  *self,
              GError       **error)
{
  g_autoptr (JsonNode) proposal = inlay_registry_store_get_proposal (work->store, self->name, error);
  const char *status = proposal != NULL ? inlay_json_get_string (proposal, "status") : NULL;

  if (proposal == NULL || !inlay_use_case_check_environment (self, inlay_json_get_string (proposal, "environment"), error))
    return NULL;
  if (strcmp (status, "pending") == 0)
    return g_steal_pointer (&proposal);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "deployment %s is %s already", self->name, status);
  return NULL;
}

/**
 * inlay_registry_approve:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a deployment that waits
 * @error: return location
 *
 * Four eyes: whoever proposed it does not approve it.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_approve (InlayWork  *work,
                        gpointer    use_case,
                        GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) proposal = read_pending (work, self, error);
  InlayRegistryWrite author = { proposal != NULL ? inlay_json_get_string (proposal, "proposedBy") : NULL, self->now };
  g_autoptr (InlayDeployRequest) request = NULL;
  g_autoptr (InlayAssembly) assembly = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *rollout = NULL;
  const char *reason = self->request != NULL ? inlay_json_get_string (self->request, "reason") : NULL;

  if (proposal == NULL)
    return NULL;
  if (strcmp (inlay_json_get_string (proposal, "proposedBy"), self->actor) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s proposed deployment %s; somebody else must approve it", self->actor, self->name);
      return NULL;
    }
  if (!(request = inlay_deploy_request_parse (inlay_json_get_member (proposal, "request"), error)) ||
      !(assembly = assemble_again (work, self, request, proposal, error)) ||
      !(outcome = inlay_deployment_carry_out (work, &author, request, inlay_json_get_string (proposal, "environment"), assembly,
                                              &rollout, error)) ||
      !inlay_registry_store_decide (work->store, &write, self->name, "approved", reason, outcome->deployment, error))
    return NULL;
  return answer_outcome (work, request, outcome, rollout);
}

static JsonNode *
decide (InlayWork     *work,
        InlayUseCase  *self,
        const char    *decision,
        GError       **error)
{
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) proposal = read_pending (work, self, error);
  const char *reason = self->request != NULL ? inlay_json_get_string (self->request, "reason") : NULL;

  if (proposal == NULL || !inlay_registry_store_decide (work->store, &write, self->name, decision, reason, NULL, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "deploymentId", inlay_json_new_string (self->name),
                                "status", inlay_json_new_string (decision), NULL);
}

/**
 * inlay_registry_reject:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a deployment that waits
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_reject (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  return decide (work, use_case, "rejected", error);
}

/**
 * inlay_registry_cancel:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a deployment that waits
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_cancel (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  return decide (work, use_case, "cancelled", error);
}
