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

static JsonNode *
answer_plan (InlayDeployRequest        *request,
             InlayRegistryEnvironment  *environment,
             InlayAssembly             *assembly)
{
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "dryRun", inlay_json_new_boolean (TRUE),
                                "environment", inlay_json_new_string (environment->name),
                                "version", inlay_json_new_string (request->version),
                                "revision", inlay_json_new_string (inlay_release_get_digest (assembly->release)),
                                "unchanged", inlay_json_new_boolean (g_strcmp0 (environment->revision,
                                                                                inlay_release_get_digest (assembly->release)) == 0),
                                "needsApproval", inlay_json_new_boolean (environment->approval),
                                "changes", list_changes (assembly->modules, environment->modules),
                                "importMap", json_node_ref (inlay_release_get_import_map (assembly->release)), NULL);
}

static JsonNode *
answer_deployment (InlayWork   *work,
                   const char  *id,
                   const char  *environment,
                   const char  *revision,
                   const char  *status)
{
  work->changed |= INLAY_PART_CONTROL;
  work->status = 202;
  work->location = g_strdup_printf ("/api/v1/apps/%s/deployments/%s", inlay_registry_store_get_app (work->store), id);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "deploymentId", inlay_json_new_string (id),
                                "environment", inlay_json_new_string (environment), "revision", inlay_json_new_string (revision),
                                "status", inlay_json_new_string (status), NULL);
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

  return id != NULL ? answer_deployment (work, id, environment, revision, "pending") : NULL;
}

/* What cannot be settled is kept in the history; a plan is not. */
static InlayAssembly *
assemble (InlayWork                 *work,
          const InlayRegistryWrite  *write,
          InlayDeployRequest        *request,
          const char                *environment,
          GError                   **error)
{
  g_autoptr (GError) reason = NULL;
  InlayAssembly *assembly = inlay_deployment_assemble (work, request, &reason);

  if (assembly != NULL)
    return assembly;
  if (!request->dry_run &&
      inlay_registry_store_record_failure (work->store, write, environment, request->version, reason->message, NULL))
    work->changed |= INLAY_PART_CONTROL;
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/**
 * inlay_registry_request_deployment:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayDeployRequest
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
  InlayDeployRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autofree char *name = inlay_registry_store_choose_environment (work->store, request->environment, TRUE, error);
  g_autoptr (GPtrArray) environments = name != NULL ? inlay_registry_store_list_environments (work->store, error) : NULL;
  g_autoptr (InlayAssembly) assembly = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  InlayRegistryEnvironment *environment;

  if (environments == NULL || !inlay_use_case_check_environment (self, name, error) ||
      !(assembly = assemble (work, &write, request, name, error)))
    return NULL;
  environment = inlay_registry_find_environment (environments, name);
  if (request->dry_run)
    return answer_plan (request, environment, assembly);
  if (environment->approval)
    return propose (work, &write, request, name, assembly, error);
  if (!(outcome = inlay_deployment_store (work, &write, request, name, TRUE, assembly, error)))
    return NULL;
  return answer_deployment (work, outcome->deployment, outcome->to, outcome->revision, "completed");
}

/* Carries out what was proposed, if it still is the same. */
static InlayRegistryOutcome *
carry_out (InlayWork     *work,
           InlayUseCase  *self,
           JsonNode      *proposal,
           GError       **error)
{
  InlayRegistryWrite author = { inlay_json_get_string (proposal, "proposedBy"), self->now };
  g_autoptr (InlayDeployRequest) request = inlay_deploy_request_parse (inlay_json_get_member (proposal, "request"), error);
  g_autoptr (InlayAssembly) assembly = request != NULL ? inlay_deployment_assemble (work, request, error) : NULL;

  if (assembly == NULL)
    return NULL;
  if (strcmp (inlay_release_get_digest (assembly->release), inlay_json_get_string (proposal, "revision")) != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT,
                   "deployment %s would be another revision than was proposed; it must be proposed anew", self->name);
      return NULL;
    }
  return inlay_deployment_store (work, &author, request, inlay_json_get_string (proposal, "environment"), TRUE, assembly, error);
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
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  const char *reason = self->request != NULL ? inlay_json_get_string (self->request, "reason") : NULL;

  if (proposal == NULL)
    return NULL;
  if (strcmp (inlay_json_get_string (proposal, "proposedBy"), self->actor) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s proposed deployment %s; somebody else must approve it", self->actor, self->name);
      return NULL;
    }
  if (!(outcome = carry_out (work, self, proposal, error)) ||
      !inlay_registry_store_decide (work->store, &write, self->name, "approved", reason, outcome->deployment, error))
    return NULL;
  return answer_deployment (work, outcome->deployment, outcome->to, outcome->revision, "completed");
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
