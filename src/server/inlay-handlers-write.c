/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-registry.h"

/* From here to the request log it is another caller, who may do the same. */
static void
name_author (InlayRequest *request,
             const char   *name)
{
  InlayGrant *named = inlay_grant_new (NULL, name, request->grant->role, 0);

  inlay_grant_unref (request->grant);
  request->grant = named;
  request->actor = named->name;
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
  if (!(deploy = inlay_deploy_request_parse (node, &error)))
    {
      inlay_request_refuse_error (request, error);
      return;
    }
  if (deploy->deployed_by != NULL && inlay_auth_is_open (inlay_server_get_auth (request->server)))
    name_author (request, deploy->deployed_by);
  inlay_request_queue_deployment (request, deploy, inlay_registry_deploy);
}

void
inlay_handle_switch (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_switch_request_parse,
                              (GDestroyNotify) inlay_switch_request_free, inlay_registry_switch);
}

void
inlay_handle_canary_start (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_canary_start_parse,
                              (GDestroyNotify) inlay_canary_request_free, inlay_registry_canary);
}

void
inlay_handle_canary_increase (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_canary_increase_parse,
                              (GDestroyNotify) inlay_canary_request_free, inlay_registry_increase);
}

/* In an emergency no body is needed. */
void
inlay_handle_rollback (InlayRequest *request)
{
  if (request->body != NULL && request->body->len > 0)
    inlay_request_queue_parsed (request, (InlayRequestParse) inlay_rollback_request_parse,
                                (GDestroyNotify) inlay_rollback_request_free, inlay_registry_rollback);
  else
    inlay_request_queue_use_case (request, inlay_registry_rollback, inlay_rollback_request_parse (NULL, NULL),
                                  (GDestroyNotify) inlay_rollback_request_free);
}

void
inlay_handle_publish (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_publish_request_parse,
                              (GDestroyNotify) inlay_publish_request_free, inlay_registry_publish);
}

void
inlay_handle_save (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_save);
}

void
inlay_handle_report (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  g_autoptr (JsonNode) exposures = NULL;
  g_autofree char *token = NULL;
  g_autofree char *wanted = NULL;
  GPtrArray *reports;
  InlayHealthReport *first;
  InlayHealthBatch *batch;
  GError *error = NULL;

  if (node == NULL || !inlay_variants_dup (request, &wanted))
    return;
  if (!inlay_exposures_parse (node, &exposures, &error) || !inlay_page_token_parse (node, &token, &error) ||
      !(reports = inlay_health_reports_parse (node, &error)))
    {
      inlay_request_refuse_error (request, error);
      return;
    }
  first = reports->len > 0 ? g_ptr_array_index (reports, 0) : NULL;
  batch = g_new0 (InlayHealthBatch, 1);
  batch->reports = reports;
  batch->exposures = g_steal_pointer (&exposures);
  batch->revision = first != NULL ? g_strdup (first->revision) : NULL;
  batch->page = inlay_page_dup (request, batch->revision, token);
  /* Who chose what to see, or looks at a preview, is no visitor. */
  if (wanted == NULL && first != NULL && first->environment == NULL)
    batch->visitor = inlay_visitor_dup (request);
  batch->groups = inlay_groups_dup (request);
  batch->key = g_strdup (inlay_server_get_page_key (request->server));
  inlay_request_queue_use_case (request, inlay_registry_report, batch, (GDestroyNotify) inlay_health_batch_free);
}

void
inlay_handle_alert (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_alert_parse,
                              (GDestroyNotify) inlay_alert_free, inlay_registry_alert);
}
