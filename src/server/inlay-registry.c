/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry.h"

#include <inlay-wire.h>

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
  g_free (self->parent);
  g_free (self);
}

/**
 * inlay_use_case_check_environment:
 * @self: a use case
 * @environment: what it is about
 * @error: return location
 *
 * Returns: whether whoever asks may do this there
 */
gboolean
inlay_use_case_check_environment (InlayUseCase  *self,
                                  const char    *environment,
                                  GError       **error)
{
  return self->grant == NULL || inlay_grant_check (self->grant, "environment", environment, error);
}

/**
 * inlay_use_case_check_visitors:
 * @self: a use case
 * @work: the world
 * @error: return location
 *
 * Returns: whether whoever asks may change what visitors get: of the canary, while one runs, or of what is
 *   active
 */
gboolean
inlay_use_case_check_visitors (InlayUseCase  *self,
                               InlayWork     *work,
                               GError       **error)
{
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (work->store, error);

  return route != NULL &&
         inlay_use_case_check_environment (self, route->canary_env != NULL ? route->canary_env : route->active_env, error);
}

static gboolean
check_active (InlayWork           *work,
              InlaySwitchRequest  *request,
              GError             **error)
{
  g_autoptr (InlayRegistryRoute) route = NULL;

  if (request->expect_active == NULL)
    return TRUE;
  if (!(route = inlay_registry_store_get_route (work->store, error)))
    return FALSE;
  if (strcmp (route->active_env, request->expect_active) == 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_STALE, "%s is active, not %s", route->active_env, request->expect_active);
  return FALSE;
}

static JsonNode *
schedule (InlayWork                 *work,
          const InlayRegistryWrite  *write,
          InlaySwitchRequest        *request,
          GError                   **error)
{
  g_autofree char *id = NULL;

  if (!inlay_registry_store_has_environment (work->store, request->target, error) ||
      !(id = inlay_registry_store_schedule_switch (work->store, write, request->target, request->expect_active, request->at, error)))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  work->status = 202;
  work->location = g_strdup_printf ("/api/v1/apps/%s/switches/%s", inlay_registry_store_get_app (work->store), id);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "id", inlay_json_new_string (id),
                                "message", inlay_json_new_string ("The switch waits for its time"), NULL);
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
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autofree char *message = NULL;
  InlaySwitchReply reply;

  if (!inlay_use_case_check_environment (self, request->target, error) || !check_active (work, request, error))
    return NULL;
  if (request->at > self->now)
    return schedule (work, &write, request, error);
  outcome = inlay_registry_store_switch (work->store, &write, request->target, INLAY_VERDICT_PERCENTAGE, error);
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
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  InlayRollbackReply reply;

  if (!inlay_use_case_check_visitors (self, work, error))
    return NULL;
  outcome = inlay_registry_store_rollback (work->store, &write, request->reason, request->to, error);
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

  if ((self->grant != NULL && !inlay_grant_check (self->grant, "module", request->module_id, error)) ||
      !check_definition (request, error) || !inlay_registry_store_publish (work->store, &write, &publish, &is_new, error))
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
