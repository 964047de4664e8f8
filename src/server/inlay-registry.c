/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry.h"

#include "inlay-assemble.h"

/* What the older form of a deployment, which names no composition, is kept as. */
#define UNNAMED_COMPOSITION "app"

InlayUseCase *
inlay_use_case_new (const char     *actor,
                    gint64          now,
                    gpointer        request,
                    GDestroyNotify  free_request)
{
  InlayUseCase *self = g_new0 (InlayUseCase, 1);

  self->actor = g_strdup (actor);
  self->now = now;
  self->request = request;
  self->free_request = free_request;
  return self;
}

void
inlay_use_case_free (InlayUseCase *self)
{
  if (self->free_request != NULL && self->request != NULL)
    self->free_request (self->request);
  g_clear_pointer (&self->grant, inlay_grant_unref);
  g_free (self->actor);
  g_free (self->name);
  g_free (self);
}

/* The composition to deploy: given whole, kept here, or meant by a list of modules. */
static JsonNode *
find_document (InlayWork           *work,
               InlayDeployRequest  *request,
               GError             **error)
{
  g_autoptr (GHashTable) documents = NULL;
  JsonNode *document;

  if (request->composition != NULL)
    return inlay_composition_upgrade (request->composition, error);
  if (request->modules != NULL)
    return inlay_assemble_document (UNNAMED_COMPOSITION, request->modules, error);

  if (!(documents = inlay_registry_store_list_compositions (work->store, error)))
    return NULL;
  document = g_hash_table_lookup (documents, request->composition_id);
  if (document != NULL)
    return inlay_composition_upgrade (document, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no composition %s", request->composition_id);
  return NULL;
}

static InlayAssembly *
assemble (InlayWork           *work,
          InlayDeployRequest  *request,
          GError             **error)
{
  InlayShelf *shelf = inlay_work_get_shelf (work, error);
  g_autoptr (JsonNode) document = shelf != NULL ? find_document (work, request, error) : NULL;
  g_autoptr (InlayComposition) composition = NULL;

  if (document == NULL || !(composition = inlay_composition_new (document, error)))
    return NULL;
  return inlay_assemble (shelf, inlay_composition_get_root (composition), request->modules, NULL, error);
}

static InlayRegistryOutcome *
store_deployment (InlayWork                 *work,
                  const InlayRegistryWrite  *write,
                  InlayDeployRequest        *request,
                  InlayAssembly             *assembly,
                  GError                   **error)
{
  g_autoptr (JsonNode) json = inlay_release_to_json (assembly->release);
  g_autofree char *manifest = inlay_json_write (json, INLAY_JSON_DEFAULT);
  g_autoptr (GBytes) page = inlay_page_write (assembly->release);
  InlayRegistryDeploy deploy = {
    .environment = request->environment,
    .version = request->version,
    .notes = request->notes,
    .revision = inlay_release_get_digest (assembly->release),
    .composition = inlay_release_get_id (assembly->release),
    .manifest = manifest,
    .page = page,
    .modules = assembly->modules,
  };

  return inlay_registry_store_deploy (work->store, write, &deploy, error);
}

/**
 * inlay_registry_deploy:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayDeployRequest
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
  InlayDeployRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (GError) reason = NULL;
  g_autoptr (InlayAssembly) assembly = assemble (work, request, &reason);
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *message = NULL;
  InlayDeployReply reply;

  work->changed |= INLAY_PART_CONTROL;
  if (assembly == NULL)
    {
      if (!inlay_registry_store_record_failure (work->store, &write, request->environment, request->version, reason->message, NULL))
        g_warning ("a failed deployment could not be recorded");
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  if (!(outcome = store_deployment (work, &write, request, assembly, error)))
    return NULL;

  message = g_strdup_printf ("Deployed to %s environment", outcome->to);
  reply = (InlayDeployReply) { outcome->deployment, outcome->to, outcome->revision, message };
  return inlay_deploy_reply_build (&reply);
}

/**
 * inlay_registry_switch:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlaySwitchRequest
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_switch (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  InlayUseCase *self = use_case;
  InlaySwitchRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (InlayRegistryOutcome) outcome =
    inlay_registry_store_switch (work->store, &write, request->target, INLAY_VERDICT_PERCENTAGE, error);
  g_autofree char *message = NULL;
  InlaySwitchReply reply;

  if (outcome == NULL)
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  message = g_strdup_printf (strcmp (outcome->from, outcome->to) == 0 ? "%s environment is active already"
                             : "Switched to %s environment", outcome->to);
  reply = (InlaySwitchReply) { outcome->from, outcome->to, outcome->generation, message };
  return inlay_switch_reply_build (&reply);
}

/**
 * inlay_registry_rollback:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayRollbackRequest
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_rollback (InlayWork  *work,
                         gpointer    use_case,
                         GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRollbackRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (InlayRegistryOutcome) outcome =
    inlay_registry_store_rollback (work->store, &write, request->reason, error);
  InlayRollbackReply reply;

  if (outcome == NULL)
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  reply = (InlayRollbackReply) { outcome->to, outcome->revision, outcome->generation,
                                 (char *) "Rollback completed successfully" };
  return inlay_rollback_reply_build (&reply);
}

/* A definition is judged by its own contract, and every file it names must be here. */
static gboolean
check_definition (InlayPublishRequest  *request,
                  GError              **error)
{
  g_autoptr (InlayModule) module = NULL;
  const char * const *files;

  if (request->definition == NULL)
    return TRUE;
  if (!(module = inlay_module_new (request->definition, error)))
    return FALSE;
  if (inlay_module_get_source (module) != INLAY_MODULE_SOURCE_FILES)
    return TRUE;

  files = inlay_module_get_files (module);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (request->files == NULL || !g_hash_table_contains (request->files, files[i]))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s@%s names the file %s, which is not in the request",
                     request->module_id, request->version, files[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * inlay_registry_publish:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayPublishRequest
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_publish (InlayWork  *work,
                        gpointer    use_case,
                        GError    **error)
{
  InlayUseCase *self = use_case;
  InlayPublishRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autofree char *digest = inlay_publish_request_dup_digest (request);
  InlayRegistryPublish publish = { request->module_id, request->version, request->npm_package, request->entry_point,
                                   request->dependencies, request->peer_dependencies, request->definition, digest,
                                   request->files };
  gboolean is_new = FALSE;

  if (!check_definition (request, error) || !inlay_registry_store_publish (work->store, &write, &publish, &is_new, error))
    return NULL;
  if (is_new)
    {
      work->changed |= INLAY_PART_MODULES | INLAY_PART_CONTROL;
      work->status = 201;
    }
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                                "moduleId", inlay_json_new_string (request->module_id),
                                "version", inlay_json_new_string (request->version),
                                "digest", inlay_json_new_string (digest),
                                "created", inlay_json_new_boolean (is_new), NULL);
}

/* An import may go without an id; what is kept here is found by it. */
static JsonNode *
upgrade_named (JsonNode  *node,
               GError   **error)
{
  if (JSON_NODE_HOLDS_OBJECT (node) && inlay_json_get_string (node, "id") != NULL)
    return inlay_composition_upgrade (node, error);

  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the composition has no “id”");
  return NULL;
}

/**
 * inlay_registry_save:
 * @work: the world
 * @use_case: an #InlayUseCase with the document; its name is the id in the path, if there is one
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_save (InlayWork  *work,
                     gpointer    use_case,
                     GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) upgraded = upgrade_named (self->request, error);
  g_autoptr (InlayComposition) composition = upgraded != NULL ? inlay_composition_new (upgraded, error) : NULL;
  g_autofree char *digest = NULL;
  const char *id;
  gboolean is_new = FALSE;

  if (composition == NULL)
    return NULL;
  id = inlay_composition_get_id (composition);
  if (!inlay_wire_is_composition (id) || (self->name != NULL && strcmp (self->name, id) != 0))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” cannot be the id of %s", id != NULL ? id : "",
                   self->name != NULL ? self->name : "a composition");
      return NULL;
    }
  if (!inlay_registry_store_put_composition (work->store, &write, id, inlay_composition_get_root (composition), &is_new, error))
    return NULL;

  work->changed |= INLAY_PART_COMPOSITIONS | INLAY_PART_CONTROL;
  work->status = is_new ? 201 : 200;
  digest = inlay_composition_dup_digest (composition);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "id", inlay_json_new_string (id),
                                "digest", inlay_json_new_string (digest), "created", inlay_json_new_boolean (is_new), NULL);
}
