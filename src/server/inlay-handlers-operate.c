/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

void
inlay_handle_alive (InlayRequest *request)
{
  inlay_request_answer_json (request, 200, inlay_json_new_object ("status", inlay_json_new_string ("ok"), NULL));
}

/* Whether requests should be sent here. Reads go on without the database, so whoever only sends
 * reads asks with “?for=reads”. */
void
inlay_handle_ready (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *purpose = NULL;

  if (!inlay_request_dup_query (request, "for", &purpose))
    return;
  if (!inlay_server_is_open (request->server))
    inlay_request_refuse (request, 503, "unavailable", "the registry is about to stop");
  else if (inlay_writer_is_away (inlay_server_get_writer (request->server)) && g_strcmp0 (purpose, "reads") != 0)
    inlay_request_refuse (request, 503, "unavailable", "the database cannot be written to; reads go on");
  else
    inlay_request_answer_json (request, 200,
                               inlay_json_new_object ("status", inlay_json_new_string ("ready"),
                                                      "generation", inlay_json_new_int (inlay_snapshot_get_generation (snapshot)),
                                                      NULL));
}

static void
label_route (guint        route,
             const char **method,
             const char **pattern)
{
  guint n_routes;
  const InlayRoute *routes = inlay_routes_get_all (&n_routes);

  *method = route < n_routes ? routes[route].method : "";
  *pattern = route < n_routes ? routes[route].path : "";
}

void
inlay_handle_metrics (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  InlayWriter *writer = inlay_server_get_writer (request->server);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  struct MHD_Response *response;

  inlay_metrics_write (inlay_server_get_metrics (request->server), label_route, text);
  inlay_metrics_write_value (text, "inlay_snapshot_generation", "gauge", "Generation that reads are answered from",
                             (double) inlay_snapshot_get_generation (snapshot));
  inlay_metrics_write_value (text, "inlay_snapshot_age_seconds", "gauge", "Time since the snapshot was made",
                             (double) inlay_writer_get_age (writer) / G_USEC_PER_SEC);
  inlay_metrics_write_value (text, "inlay_write_queue", "gauge", "Writes that wait", inlay_writer_get_n_waiting (writer));
  inlay_metrics_write_value (text, "inlay_database_up", "gauge", "Whether the last use of the database worked",
                             inlay_writer_is_away (writer) ? 0 : 1);
  bytes = g_bytes_new (text->str, text->len);
  response = inlay_response_new (bytes, METRICS_TYPE);
  MHD_add_response_header (response, "Cache-Control", "no-store");
  inlay_request_answer (request, 200, response);
}
