/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

#include <inlay-wire.h>
#include <string.h>

/* What is no page has nothing to load and no place in a frame. */
#define MAX_PARAMETERS 64
#define NOTHING_ALLOWED "default-src 'none'; frame-ancestors 'none'; sandbox"

static gboolean
is_read (InlayRequest *request)
{
  return strcmp (request->method, "GET") == 0 || strcmp (request->method, "HEAD") == 0 || strcmp (request->method, "OPTIONS") == 0;
}

static guint
route_index (const InlayRoute *route)
{
  guint n_routes;
  const InlayRoute *routes = inlay_routes_get_all (&n_routes);

  return route != NULL ? (guint) (route - routes) : n_routes;
}

/* The one function that logs requests. */
static void
log_request (InlayRequest *request)
{
  InlayServer *server = request->server;
  gint64 took = g_get_monotonic_time () - request->started;

  inlay_metrics_count_request (server->metrics, route_index (request->route), request->status, took);
  if (inlay_request_log_is_on (server->log))
    inlay_request_log_write (server->log, &(InlayRequestLine) {
      .peer = &request->peer, .actor = request->actor, .method = request->method, .path = request->path,
      .route = request->route != NULL ? request->route->path : NULL, .status = request->status, .microseconds = took,
    });
}

static enum MHD_Result
send_response (InlayRequest *request)
{
  if (g_atomic_int_get (&request->server->state) != INLAY_SERVER_OPEN)
    MHD_add_response_header (request->response, "Connection", "close");
  if (MHD_get_response_header (request->response, "Content-Security-Policy") == NULL)
    MHD_add_response_header (request->response, "Content-Security-Policy", NOTHING_ALLOWED);
  if (request->is_stream)
    g_atomic_int_inc (&request->server->streams);
  inlay_guest_enter (request->connection, request->is_stream ? INLAY_GUEST_STREAM : INLAY_GUEST_ANSWER);
  return MHD_queue_response (request->connection, request->status, request->response);
}

/* An answer past the library. Nothing else is being sent on the connection, and it is closed behind it. */
static void
say_problem (struct MHD_Connection *connection,
             guint                  status,
             const char            *detail,
             const char            *path)
{
  g_autoptr (JsonNode) problem = inlay_wire_problem_new (status, "limit", detail, path);
  g_autofree char *body = inlay_json_write (problem, INLAY_JSON_DEFAULT);
  g_autofree char *text =
    g_strdup_printf ("HTTP/1.1 %u %s\r\nContent-Type: " INLAY_WIRE_TYPE_PROBLEM "\r\n"
                     "Content-Length: %" G_GSIZE_FORMAT "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                     "Referrer-Policy: same-origin\r\nX-Frame-Options: SAMEORIGIN\r\n"
                     "Content-Security-Policy: " NOTHING_ALLOWED "\r\nConnection: close\r\n\r\n%s", status,
                     inlay_json_get_string (problem, "title"), strlen (body), body);

  inlay_guest_say (connection, text);
}

/* The library takes no answer while a body comes. */
static enum MHD_Result
refuse_size (InlayRequest *request)
{
  g_autofree char *detail =
    g_strdup_printf ("the body is larger than %" G_GSIZE_FORMAT " bytes", request->route->max_body);

  request->status = 413;
  inlay_metrics_add (request->server->metrics, INLAY_METRIC_REJECTED_SIZE, 1);
  say_problem (request->connection, 413, detail, request->path);
  return MHD_NO;
}

/**
 * inlay_door_look_at_target:
 * @server: an #InlayServer
 * @target: what is asked for, before the library has taken it apart
 * @connection: by whom
 *
 * For each parameter of a query the library takes some of the connection's memory; with none left it
 * would be silent until the connection ends.
 *
 * Returns: (nullable): what the request begins with: nothing
 */
void *
inlay_door_look_at_target (void                  *server,
                           const char            *target,
                           struct MHD_Connection *connection)
{
  gsize path = strcspn (target, "?");
  guint n_parameters = target[path] != '\0';

  for (const char *at = target + path; (at = strchr (at, '&')) != NULL; at++)
    n_parameters++;
  if (n_parameters > MAX_PARAMETERS)
    {
      g_autofree char *place = g_strndup (target, path);

      inlay_metrics_add (((InlayServer *) server)->metrics, INLAY_METRIC_REJECTED_SIZE, 1);
      say_problem (connection, 414, "the query has more than " G_STRINGIFY (MAX_PARAMETERS) " parameters", place);
      inlay_guest_end (connection);
    }
  return NULL;
}

/* Called for each piece that arrives: it is counted before it is kept. */
static enum MHD_Result
take_body (InlayRequest *request,
           const char   *data,
           size_t       *size)
{
  if (request->response != NULL)
    {
      *size = 0;
      return MHD_YES;
    }
  inlay_guest_hear (request->connection);
  if (request->body == NULL)
    request->body = g_string_new (NULL);
  if (request->body->len + *size > request->route->max_body)
    return refuse_size (request);
  g_string_append_len (request->body, data, (gssize) *size);
  *size = 0;
  return MHD_YES;
}

static gboolean
refuse_too_many (InlayRequest *request,
                 const char   *who,
                 guint         seconds)
{
  g_autofree char *text = g_strdup_printf ("%u", seconds);

  inlay_request_refuse (request, 429, "limit", "too many requests %s; the next one in %u s", who, seconds);
  MHD_add_response_header (request->response, "Retry-After", text);
  inlay_metrics_add (request->server->metrics, INLAY_METRIC_REJECTED_RATE, 1);
  return FALSE;
}

/* Programs here are trusted with the processor anyway; a proxy says for whom it asks. */
static gboolean
check_address (InlayRequest *request)
{
  InlayServer *server = request->server;
  InlayThrottle *throttle = is_read (request) ? server->limits->reads : server->limits->writes;
  guint seconds;

  return inlay_peer_is_loopback (&request->peer) ||
         inlay_throttle_take (throttle, inlay_peer_get_key (&request->peer), request->started, &seconds) ||
         refuse_too_many (request, "from this address", seconds);
}

/* FNV-1a. Only tokens that are good are counted, so nobody can aim. */
static guint64
hash_token (const char *header)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (; *header != '\0'; header++)
    hash = (hash ^ (guchar) *header) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static gboolean
check_token (InlayRequest *request)
{
  InlayServer *server = request->server;
  InlayThrottle *throttle = is_read (request) ? server->limits->reads : server->limits->writes;
  const char *header = inlay_auth_is_open (server->auth) ? NULL : inlay_request_get_header (request, "Authorization");
  guint seconds;

  return header == NULL || inlay_throttle_take (throttle, hash_token (header), request->started, &seconds) ||
         refuse_too_many (request, "with this token", seconds);
}

/* Guessing tokens costs as much as writing. */
static void
count_refusal (InlayRequest *request)
{
  InlayServer *server = request->server;
  guint seconds;

  if (request->status == 401)
    {
      inlay_metrics_add (server->metrics, INLAY_METRIC_REJECTED_TOKEN, 1);
      if (is_read (request) && !inlay_peer_is_loopback (&request->peer))
        inlay_throttle_take (server->limits->writes, inlay_peer_get_key (&request->peer), request->started, &seconds);
    }
  else if (request->status == 413)
    inlay_metrics_add (server->metrics, INLAY_METRIC_REJECTED_SIZE, 1);
}

static enum MHD_Result
begin_request (InlayRequest *request)
{
  InlayServer *server = request->server;
  const InlayPeer *peer = inlay_guest_get_peer (request->connection);

  if (server->proxies == NULL ||
      !inlay_peer_forwarded (peer, server->proxies, inlay_request_get_header (request, "X-Forwarded-For"), &request->peer))
    request->peer = *peer;
  g_atomic_int_inc (&server->at_work);
  if (check_address (request) && inlay_request_check_head (request) && inlay_request_admit (request) && check_token (request))
    {
      inlay_guest_enter (request->connection, request->route->max_body > 0 ? INLAY_GUEST_BODY : INLAY_GUEST_WORK);
      return MHD_YES;
    }
  count_refusal (request);
  if (!is_read (request))
    inlay_guest_linger (request->connection);
  return send_response (request);
}

/* FALSE: there is no answer, only the end of the connection: who reads asks again, on another one. */
static gboolean
run_handler (InlayRequest *request)
{
  gint state = g_atomic_int_get (&request->server->state);

  if (state == INLAY_SERVER_CLOSED && is_read (request))
    return FALSE;
  if (state >= INLAY_SERVER_CLOSING && !is_read (request))
    inlay_request_refuse (request, 503, "unavailable", "the registry is about to stop");
  else
    {
      inlay_guest_enter (request->connection, INLAY_GUEST_WORK);
      request->route->handler (request);
    }
  /* An answer may take its time, and a stream has no end. */
  if (!request->queued)
    g_clear_pointer (&request->snapshot, inlay_snapshot_unref);
  return TRUE;
}

enum MHD_Result
inlay_door_handle_request (void                   *server,
                           struct MHD_Connection  *connection,
                           const char             *url,
                           const char             *method,
                           const char             *version,
                           const char             *upload_data,
                           size_t                 *upload_data_size,
                           void                  **context)
{
  InlayRequest *request = *context;
  gboolean was_queued;

  if (inlay_guest_is_ended (connection))
    return MHD_NO;
  if (request == NULL)
    {
      *context = request = inlay_request_new (server, connection, method, url);
      return begin_request (request);
    }
  if (*upload_data_size > 0)
    return take_body (request, upload_data, upload_data_size);

  was_queued = request->queued;
  if (request->response == NULL && !was_queued && !run_handler (request))
    return MHD_NO;
  /* Another thread has it, and may be answering it just now: that is for when the connection goes on. */
  if (request->queued && !was_queued)
    return MHD_YES;
  if (request->response != NULL)
    return send_response (request);
  if (!request->queued)
    inlay_guest_enter (connection, INLAY_GUEST_ANSWER);
  return MHD_YES;
}

void
inlay_door_request_completed (void                             *server,
                              struct MHD_Connection            *connection,
                              void                            **context,
                              enum MHD_RequestTerminationCode   why)
{
  InlayRequest *request = *context;

  if (request == NULL)
    return;
  log_request (request);
  inlay_guest_enter (connection, INLAY_GUEST_IDLE);
  g_atomic_int_add (&request->server->at_work, -1);
  if (request->is_stream)
    g_atomic_int_add (&request->server->streams, -1);
  inlay_request_free (request);
  *context = NULL;
}
