/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-registry-deploying.h"
#include "inlay-registry-environments.h"

/* Environments, deployments, switches: what changes what visitors get. */

void
inlay_handle_add_environment (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_add_environment);
}

void
inlay_handle_change_environment (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_change_environment);
}

void
inlay_handle_delete_environment (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_delete_environment);
}

typedef struct
{
  InlayRequest *request;
  InlayDeployment *deployment;
  InlayJobRun run;
} Preparation;

static void
prepare (gpointer      data,
         GCancellable *cancellable G_GNUC_UNUSED)
{
  g_autofree Preparation *self = data;

  inlay_deployment_prepare (self->deployment, self->request->snapshot);
  inlay_request_queue_use_case (self->request, self->run, self->deployment, (GDestroyNotify) inlay_deployment_free);
}

/**
 * inlay_request_queue_deployment:
 * @request: a request
 * @deploy: (transfer full): what it asks for
 * @run: the use case, which gets an #InlayDeployment
 *
 * Works out what would be deployed, beside what else is done and written, and queues the use case.
 */
void
inlay_request_queue_deployment (InlayRequest       *request,
                                InlayDeployRequest *deploy,
                                InlayJobRun         run)
{
  InlayDeployment *deployment = inlay_deployment_new (deploy);
  Preparation *preparation;

  if (inlay_deployment_is_known (deployment, request->snapshot))
    {
      inlay_request_queue_use_case (request, run, deployment, (GDestroyNotify) inlay_deployment_free);
      return;
    }
  preparation = g_new0 (Preparation, 1);
  *preparation = (Preparation) { request, deployment, run };
  inlay_request_rest (request);
  inlay_server_do_slowly (request->server, prepare, preparation);
}

void
inlay_handle_request_deployment (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  InlayDeployRequest *deploy;
  GError *error = NULL;

  if (node == NULL)
    return;
  if ((deploy = inlay_deploy_request_parse (node, &error)) != NULL)
    inlay_request_queue_deployment (request, deploy, inlay_registry_request_deployment);
  else
    inlay_request_refuse_error (request, error);
}

void
inlay_handle_approve (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_approve);
}

void
inlay_handle_reject (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_reject);
}

void
inlay_handle_cancel (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_cancel);
}

/* By its id, whether it waits, was carried out or came to nothing. */
static JsonNode *
read_deployment (InlayRegistryStore  *store,
                 gpointer             id,
                 GError             **error)
{
  g_autoptr (GError) reason = NULL;
  JsonNode *deployment = inlay_registry_store_get_deployment (store, id, &reason);

  if (deployment != NULL || !g_error_matches (reason, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
    {
      if (deployment == NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      return deployment;
    }
  return inlay_registry_store_get_proposal (store, id, error);
}

void
inlay_handle_deployment (InlayRequest *request)
{
  inlay_request_answer_read (request, read_deployment, (gpointer) inlay_request_get_argument (request, "id"));
}

static JsonNode *
read_proposals (InlayRegistryStore  *store,
                gpointer             data,
                GError             **error)
{
  return inlay_registry_store_list_proposals (store, INLAY_MAX_DEPLOYMENTS, error);
}

void
inlay_handle_proposals (InlayRequest *request)
{
  inlay_request_answer_read (request, read_proposals, NULL);
}

static JsonNode *
read_schedules (InlayRegistryStore  *store,
                gpointer             data,
                GError             **error)
{
  return inlay_registry_store_list_schedules (store, -1, error);
}

void
inlay_handle_switches (InlayRequest *request)
{
  inlay_request_answer_read (request, read_schedules, NULL);
}

void
inlay_handle_cancel_switch (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_cancel_schedule);
}

/* On the older paths the environment is in the query; without it the standby is meant. */
static void
queue_patch (InlayRequest *request,
             JsonNode     *patch)
{
  const char *in_path = inlay_request_get_argument (request, "env");
  g_autofree char *environment = NULL;
  GError *error = NULL;

  if (inlay_request_dup_query (request, "env", &environment))
    {
      const char *name = in_path != NULL ? in_path : environment;

      if (in_path == NULL && name != NULL && !inlay_grant_check (request->grant, "environment", name, &error))
        inlay_request_refuse_error (request, error);
      else
        {
          inlay_request_queue_use_case (request, inlay_registry_patch_import_map,
                                        inlay_map_patch_new (name, patch), (GDestroyNotify) inlay_map_patch_free);
          return;
        }
    }
  json_node_unref (patch);
}

void
inlay_handle_patch_import_map (InlayRequest *request)
{
  JsonNode *patch = inlay_request_read_json (request);

  if (patch != NULL)
    queue_patch (request, patch);
}

static JsonNode *
new_import (const char *name,
            JsonNode   *address)
{
  JsonObject *imports = json_object_new ();

  json_object_set_member (imports, name, address);
  return inlay_json_new_object ("imports", inlay_json_take_object (imports), NULL);
}

/* `{"service": name, "url": address}`, as import-map-deployer takes it. */
void
inlay_handle_patch_service (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);

  if (node != NULL)
    queue_patch (request, new_import (inlay_json_get_string (node, "service"),
                                      inlay_json_new_string (inlay_json_get_string (node, "url"))));
}

void
inlay_handle_delete_service (InlayRequest *request)
{
  queue_patch (request, new_import (inlay_request_get_argument (request, "module"), inlay_json_new_null ()));
}
