/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-registry.h"

/* Queues @run with a request that was parsed, or refuses what could not be. Takes @parsed. */
static void
queue_parsed (InlayRequest   *request,
              InlayJobRun     run,
              gpointer        parsed,
              GDestroyNotify  free_parsed,
              GError         *error)
{
  InlayUseCase *use_case;

  if (parsed == NULL)
    {
      inlay_request_refuse_error (request, error);
      return;
    }
  use_case = inlay_use_case_new (request->actor != NULL ? request->actor : "anyone", g_get_real_time (), parsed, free_parsed);
  use_case->is_trusted = inlay_role_includes (request->role, INLAY_ROLE_DEPLOYER);
  inlay_request_queue (request, run, use_case, (GDestroyNotify) inlay_use_case_free);
}

/* The author is whoever holds the token; only where there are none may the request name one. */
void
inlay_handle_deploy (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  InlayDeployRequest *deploy;
  GError *error = NULL;

  if (node == NULL)
    return;
  deploy = inlay_deploy_request_parse (node, &error);
  if (deploy != NULL && deploy->deployed_by != NULL && inlay_auth_is_open (inlay_server_get_auth (request->server)))
    request->actor = deploy->deployed_by;
  queue_parsed (request, inlay_registry_deploy, deploy, (GDestroyNotify) inlay_deploy_request_free, error);
}

void
inlay_handle_switch (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_switch, inlay_switch_request_parse (node, &error),
                  (GDestroyNotify) inlay_switch_request_free, error);
}

void
inlay_handle_canary_start (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_canary, inlay_canary_start_parse (node, &error),
                  (GDestroyNotify) inlay_canary_request_free, error);
}

void
inlay_handle_canary_increase (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_increase, inlay_canary_increase_parse (node, &error),
                  (GDestroyNotify) inlay_canary_request_free, error);
}

/* In an emergency no body is needed. */
void
inlay_handle_rollback (InlayRequest *request)
{
  gboolean is_empty = request->body == NULL || request->body->len == 0;
  g_autoptr (JsonNode) node = is_empty ? NULL : inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL || is_empty)
    queue_parsed (request, inlay_registry_rollback, inlay_rollback_request_parse (node, &error),
                  (GDestroyNotify) inlay_rollback_request_free, error);
}

void
inlay_handle_publish (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_publish, inlay_publish_request_parse (node, &error),
                  (GDestroyNotify) inlay_publish_request_free, error);
}

void
inlay_handle_save (InlayRequest *request)
{
  JsonNode *node = inlay_request_read_json (request);
  InlayUseCase *use_case;

  if (node == NULL)
    return;
  use_case = inlay_use_case_new (request->actor, g_get_real_time (), node, (GDestroyNotify) json_node_unref);
  use_case->name = g_strdup (request->argument);
  inlay_request_queue (request, inlay_registry_save, use_case, (GDestroyNotify) inlay_use_case_free);
}

void
inlay_handle_report (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_report, inlay_health_reports_parse (node, &error),
                  (GDestroyNotify) g_ptr_array_unref, error);
}

void
inlay_handle_alert (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  GError *error = NULL;

  if (node != NULL)
    queue_parsed (request, inlay_registry_alert, inlay_alert_parse (node, &error), (GDestroyNotify) inlay_alert_free, error);
}
