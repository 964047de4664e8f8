/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request.h"

#include <inlay-wire.h>

/* A page that somebody else wrote may send requests here from the browser of whoever works here, also
 * by a name of its own that it made mean this machine. Without tokens only requests of this origin,
 * asked for by its loopback name, count. */
static gboolean
is_foreign (InlayRequest *request)
{
  const char *origin = inlay_request_get_header (request, "Origin");
  const char *host = inlay_request_get_header (request, "Host");
  g_autofree char *own = g_strconcat ("http://", host != NULL ? host : "", NULL);
  g_autoptr (GUri) uri = g_uri_parse (own, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;

  if (origin != NULL && strcmp (origin, own) != 0)
    return TRUE;
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return TRUE;
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return !(address != NULL ? g_inet_address_get_is_loopback (address) : inlay_hosts_is_local (g_uri_get_host (uri)));
}

static gboolean
refuse_grant (InlayRequest *request,
              const char   *kind,
              const char   *name)
{
  GError *error = NULL;

  if (inlay_grant_check (request->grant, kind, name, &error))
    return FALSE;
  inlay_request_refuse_error (request, error);
  return TRUE;
}

/* What the path names; what only the body names is judged by the use case. */
static gboolean
check_scope (InlayRequest *request)
{
  const char *environment = inlay_request_get_argument (request, "env");
  const char *module = inlay_request_get_argument (request, "module");

  if (request->route->scope == INLAY_SCOPE_REGISTRY && strcmp (request->grant->app, "*") != 0)
    {
      inlay_request_refuse (request, 403, "denied", "the token of %s is not for the whole registry", request->actor);
      return FALSE;
    }
  return !(request->route->scope != INLAY_SCOPE_REGISTRY && refuse_grant (request, "application", request->app)) &&
         !(request->route->scope == INLAY_SCOPE_ENVIRONMENT && environment != NULL &&
           refuse_grant (request, "environment", environment)) &&
         !(request->route->scope == INLAY_SCOPE_MODULE && module != NULL && refuse_grant (request, "module", module));
}

static gboolean
check_caller (InlayRequest *request)
{
  InlayAuth *auth = inlay_server_get_auth (request->server);

  request->grant = inlay_auth_check (auth, inlay_request_get_header (request, "Authorization"));
  if (request->grant == NULL)
    {
      inlay_request_refuse (request, 401, "denied", "the token is not known or has expired");
      return FALSE;
    }
  request->actor = request->grant->name;
  if (!inlay_role_includes (request->grant->role, request->route->role))
    {
      if (request->actor == NULL)
        inlay_request_refuse (request, 401, "denied", "%s %s needs a token", request->method, request->path);
      else
        inlay_request_refuse (request, 403, "denied", "the token of %s does not allow %s %s", request->actor, request->method,
                              request->path);
    }
  else if ((request->route->max_body > 0 || request->route->role != INLAY_ROLE_PUBLIC) && inlay_auth_is_open (auth) &&
           is_foreign (request))
    inlay_request_refuse (request, 403, "denied", "the request comes from another site");
  else
    return request->route->role == INLAY_ROLE_PUBLIC || check_scope (request);
  return FALSE;
}

/* Named by the path, or by the host; a name that means no application means the default one. */
static const char *
find_app (InlayRequest *request)
{
  const char *in_path = inlay_request_get_argument (request, "app");

  if (in_path != NULL || request->route->scope == INLAY_SCOPE_REGISTRY)
    return in_path != NULL ? in_path : INLAY_REGISTRY_APP;
  request->host_app = inlay_hosts_dup_app (inlay_server_get_hosts (request->server), inlay_request_get_header (request, "Host"));
  if (request->host_app != NULL)
    request->snapshot = inlay_server_get_snapshot (request->server, request->host_app);
  return request->snapshot != NULL ? request->host_app : INLAY_REGISTRY_APP;
}

static gboolean
check_app (InlayRequest *request)
{
  if (request->snapshot == NULL)
    request->snapshot = inlay_server_get_snapshot (request->server, request->app);
  if (request->snapshot != NULL || (request->route->flags & INLAY_ROUTE_PAST))
    return TRUE;
  inlay_request_refuse (request, 404, "not_found", "there is no application %s", request->app);
  return FALSE;
}

/* What is said to be too large is refused before it comes. */
static gboolean
check_body (InlayRequest *request)
{
  gsize limit = request->route->max_body;
  const char *encoding = limit > 0 ? inlay_request_get_header (request, "Content-Encoding") : NULL;
  guint64 length = 0;

  if (request->length != NULL && !g_ascii_string_to_unsigned (request->length, 10, 0, G_MAXINT64, &length, NULL))
    inlay_request_refuse (request, 400, "invalid", "Content-Length is not a number");
  else if (length > limit)
    inlay_request_refuse (request, 413, "limit", "the body is larger than %" G_GSIZE_FORMAT " bytes", limit);
  else if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    inlay_request_refuse (request, 415, "invalid", "Content-Encoding %.40s is not understood", encoding);
  else
    return TRUE;
  return FALSE;
}

/* “*” asks what the registry takes at all (RFC 9110, 9.3.7). */
static gboolean
is_about_all (InlayRequest *request)
{
  return strcmp (request->method, "OPTIONS") == 0 && strcmp (request->path, "*") == 0;
}

/* What every site may read. */
static gboolean
is_public_read (InlayRequest *request)
{
  g_autofree char *text = g_strdup (request->path);
  InlayRouteMatch match;

  return inlay_routes_match ("GET", request->path, &match, text) && match.route != NULL && match.route->role == INLAY_ROLE_PUBLIC;
}

static void
answer_options (InlayRequest *request,
                const char   *methods,
                gboolean      is_public)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  struct MHD_Response *response = inlay_response_new (nothing, "text/plain");

  MHD_add_response_header (response, "Allow", methods);
  if (is_public)
    {
      MHD_add_response_header (response, "Access-Control-Allow-Origin", "*");
      MHD_add_response_header (response, "Access-Control-Allow-Methods", "GET, HEAD");
      MHD_add_response_header (response, "Access-Control-Allow-Headers", "If-None-Match, Last-Event-ID");
      MHD_add_response_header (response, "Access-Control-Max-Age", "86400");
    }
  inlay_request_answer (request, 204, response);
}

static void
refuse_method (InlayRequest *request,
               const char   *methods)
{
  inlay_request_refuse (request, 405, "method", "%s does not take %s, only %s", request->path, request->method, methods);
  MHD_add_response_header (request->response, "Allow", methods);
}

/**
 * inlay_request_may_look:
 * @self: a request that was admitted
 *
 * What everybody may read may say more to some.
 *
 * Returns: whether who asks may look into the application
 */
gboolean
inlay_request_may_look (InlayRequest *self)
{
  return inlay_role_includes (self->grant->role, INLAY_ROLE_VIEWER) && inlay_grant_check (self->grant, "application", self->app, NULL) &&
         !(inlay_auth_is_open (inlay_server_get_auth (self->server)) && is_foreign (self));
}

/**
 * inlay_request_admit:
 * @request: a request whose headers have come
 *
 * Finds its route and checks who asks, of which application, and whether the body may come.
 *
 * Returns: whether it may go on; otherwise it is answered
 */
gboolean
inlay_request_admit (InlayRequest *request)
{
  g_autofree char *methods = NULL;

  if (is_about_all (request))
    {
      answer_options (request, "OPTIONS, GET, HEAD, POST, PUT, PATCH, DELETE", FALSE);
      return FALSE;
    }
  if (!inlay_routes_match (request->method, request->path, &request->match, request->decoded))
    {
      inlay_request_refuse (request, 400, "invalid", "the path is not well formed");
      return FALSE;
    }
  if (request->match.route != NULL)
    {
      request->route = request->match.route;
      request->app = find_app (request);
      return check_caller (request) && check_app (request) && check_body (request);
    }
  methods = inlay_route_match_dup_methods (&request->match);
  if (strcmp (request->method, "OPTIONS") == 0)
    answer_options (request, methods, is_public_read (request));
  else
    refuse_method (request, methods);
  return FALSE;
}
