/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-assemble.h"

#define DEFAULT_DEPLOYMENTS 20

void
inlay_handle_snapshot (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *key = inlay_request_dup_key (request);
  InlayBody *body = inlay_snapshot_lookup (snapshot, key);

  if (body != NULL)
    inlay_request_answer_body (request, body);
  else
    inlay_request_refuse (request, 404, "not_found", "there is no %s", key + strlen ("/api/"));
}

static gboolean
environment_exists (InlaySnapshot *snapshot,
                    const char    *name)
{
  return inlay_registry_find_environment (inlay_snapshot_get_environments (snapshot), name) != NULL;
}

void
inlay_handle_deployments (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *limit_text = NULL;
  g_autofree char *environment = NULL;
  guint64 limit = DEFAULT_DEPLOYMENTS;
  g_autoptr (GBytes) rows = NULL;

  if (!inlay_request_dup_query (request, "limit", &limit_text) ||
      !inlay_request_dup_query (request, "environment", &environment))
    return;
  if (limit_text != NULL && !g_ascii_string_to_unsigned (limit_text, 10, 1, G_MAXUINT, &limit, NULL))
    {
      inlay_request_refuse (request, 422, "invalid", "“limit” is not a number from 1 on");
      return;
    }
  if (!(rows = inlay_snapshot_write_deployments (snapshot, environment, (guint) MIN (limit, INLAY_MAX_DEPLOYMENTS))))
    inlay_request_refuse (request, 404, "not_found", "there is no environment %s", environment);
  else
    {
      g_autoptr (InlayBody) body = inlay_body_new (INLAY_BODY_DATA, INLAY_TYPE_JSON, rows, NULL);

      inlay_request_answer_body (request, body);
    }
}

void
inlay_handle_import_map (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *environment = NULL;
  const char *composition = inlay_request_get_argument (request, "composition");
  const char *problem;
  InlayBody *body;

  if (!inlay_request_dup_query (request, "environment", &environment))
    return;
  /* The one that visitors get has two names. */
  if (g_strcmp0 (environment, "active") == 0)
    g_clear_pointer (&environment, g_free);
  if (environment != NULL && !environment_exists (snapshot, environment))
    {
      inlay_request_refuse (request, 404, "not_found", "there is no environment %s", environment);
      return;
    }
  body = inlay_snapshot_get_import_map (snapshot, composition, environment, &problem);
  if (body != NULL)
    inlay_request_answer_body (request, body);
  else if (problem != NULL)
    inlay_request_refuse (request, 422, "unresolved", "%s", problem);
  else
    inlay_request_refuse (request, 404, "not_found", "there is no composition %s", composition);
}

void
inlay_handle_validate (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  g_autoptr (GPtrArray) modules = NULL;
  JsonNode *answer = NULL;
  GError *error = NULL;

  if (node == NULL)
    return;
  if ((modules = inlay_requirements_parse (node, &error)) != NULL)
    answer = inlay_assemble_check (inlay_snapshot_get_shelf (snapshot), modules, &error);
  if (answer != NULL)
    inlay_request_answer_json (request, 200, answer);
  else
    inlay_request_refuse_error (request, error);
}

/* The older surface tells what is public, whoever asks. */
void
inlay_handle_events (InlayRequest *request)
{
  gboolean sees_all = *request->route->path == '~' && inlay_request_may_look (request);
  g_autoptr (InlaySnapshot) now = NULL;
  struct MHD_Response *response =
    inlay_events_subscribe (inlay_server_get_events (request->server), request->app, sees_all ? request->grant : NULL,
                            request->connection, inlay_request_get_header (request, "Last-Event-ID"));

  if (response == NULL)
    {
      inlay_request_refuse (request, 410, "gone", "what happened since that event is no longer known; look at everything anew");
      return;
    }
  /* It may have been deleted since the request was let in. */
  if ((now = inlay_server_get_snapshot (request->server, request->app)) == NULL)
    inlay_events_end (inlay_server_get_events (request->server), request->app);
  /* In pieces, the library would send the last one although there is no body. */
  if (strcmp (request->method, "HEAD") == 0)
    MHD_set_response_options (response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
  else
    request->is_stream = TRUE;
  inlay_response_secure (response);
  inlay_request_answer (request, 200, response);
}
