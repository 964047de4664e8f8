/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request.h"

#include <inlay-wire.h>

#include "inlay-handlers.h"

/* Every address there is; literal segments before `:` before `*`. */
static const InlayRoute routes[] = {
  { "GET", "/", INLAY_ROLE_PUBLIC, 0, inlay_handle_page },
  { "GET", "/healthz", INLAY_ROLE_PUBLIC, 0, inlay_handle_alive },
  { "GET", "/readyz", INLAY_ROLE_PUBLIC, 0, inlay_handle_ready },
  { "GET", "/metrics", INLAY_ROLE_PUBLIC, 0, inlay_handle_metrics },
  { "GET", "/preview/:", INLAY_ROLE_PUBLIC, 0, inlay_handle_preview },
  { "GET", "/preview/:/*", INLAY_ROLE_PUBLIC, 0, inlay_handle_preview },
  { "GET", "/shell/*", INLAY_ROLE_PUBLIC, 0, inlay_handle_shell },
  { "GET", "/modules/*", INLAY_ROLE_PUBLIC, 0, inlay_handle_module_file },

  { "GET", "/api/environments", INLAY_ROLE_PUBLIC, 0, inlay_handle_snapshot },
  { "POST", "/api/environments/switch", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_switch },
  { "POST", "/api/environments/rollback", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_rollback },
  { "GET", "/api/environments/:", INLAY_ROLE_PUBLIC, 0, inlay_handle_environment },
  { "GET", "/api/health/:", INLAY_ROLE_PUBLIC, 0, inlay_handle_environment },
  { "POST", "/api/deploy", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_deploy },
  { "POST", "/api/switch", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_switch },
  { "POST", "/api/canary/start", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_canary_start },
  { "POST", "/api/canary/increase", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_canary_increase },
  { "POST", "/api/rollback", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_rollback },
  { "GET", "/api/deployments", INLAY_ROLE_PUBLIC, 0, inlay_handle_deployments },
  { "GET", "/api/traffic-config", INLAY_ROLE_PUBLIC, 0, inlay_handle_snapshot },
  { "GET", "/api/traffic-rules", INLAY_ROLE_PUBLIC, 0, inlay_handle_snapshot },
  { "POST", "/api/import-maps/validate", INLAY_ROLE_PUBLIC, INLAY_MAX_BODY, inlay_handle_validate },
  { "GET", "/api/import-maps/:", INLAY_ROLE_PUBLIC, 0, inlay_handle_import_map },
  { "GET", "/api/modules", INLAY_ROLE_PUBLIC, 0, inlay_handle_snapshot },
  { "POST", "/api/modules", INLAY_ROLE_PUBLISHER, INLAY_MAX_MODULE_BODY, inlay_handle_publish },
  { "GET", "/api/modules/*", INLAY_ROLE_PUBLIC, 0, inlay_handle_module },
  { "GET", "/api/compositions", INLAY_ROLE_PUBLIC, 0, inlay_handle_snapshot },
  { "POST", "/api/compositions", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_save },
  { "GET", "/api/compositions/:", INLAY_ROLE_PUBLIC, 0, inlay_handle_composition },
  { "PUT", "/api/compositions/:", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_save },
  { "POST", "/api/module-health", INLAY_ROLE_PUBLIC, INLAY_MAX_BODY, inlay_handle_report },
  { "POST", "/api/alerts/rollback", INLAY_ROLE_DEPLOYER, INLAY_MAX_BODY, inlay_handle_alert },
  { "GET", "/api/events", INLAY_ROLE_PUBLIC, 0, inlay_handle_events },
  { "GET", "/*", INLAY_ROLE_PUBLIC, 0, inlay_handle_page },
};

const InlayRoute *
inlay_routes_get_all (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}

#define MAX_SEGMENTS 16

typedef struct
{
  char *segments[MAX_SEGMENTS];
  guint count;
} Path;

static void
path_clear (Path *path)
{
  for (guint i = 0; i < path->count; i++)
    g_free (path->segments[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;
  return TRUE;
}

/* Decoded here and nowhere else; dots that would climb are refused, not resolved. */
static gboolean
path_split (Path       *path,
            const char *raw)
{
  if (*raw != '/')
    return FALSE;
  for (raw++; ; raw = strchr (raw, '/') + 1)
    {
      gsize length = strcspn (raw, "/");
      char *segment = g_uri_unescape_segment (raw, raw + length, NULL);

      if (segment == NULL || path->count == MAX_SEGMENTS || !g_utf8_validate (segment, -1, NULL) || !is_printable (segment) ||
          strcmp (segment, ".") == 0 || strcmp (segment, "..") == 0)
        {
          g_free (segment);
          return FALSE;
        }
      path->segments[path->count++] = segment;
      if (raw[length] == '\0')
        return TRUE;
    }
}

static gboolean
route_matches (const InlayRoute  *route,
               Path              *path,
               char             **argument)
{
  const char *at = route->pattern + 1;
  GString *rest;

  g_clear_pointer (argument, g_free);
  for (guint i = 0; ; i++)
    {
      gsize length = strcspn (at, "/");

      if (*at == '*')
        {
          if (*argument != NULL)
            return TRUE;
          rest = g_string_new (i < path->count ? path->segments[i] : NULL);
          for (i++; i < path->count; i++)
            g_string_append_printf (rest, "/%s", path->segments[i]);
          *argument = g_string_free (rest, FALSE);
          return TRUE;
        }
      if (i >= path->count)
        return FALSE;
      if (*at == ':' && *path->segments[i] != '\0')
        *argument = g_strdup (path->segments[i]);
      else if (strlen (path->segments[i]) != length || strncmp (at, path->segments[i], length) != 0)
        return FALSE;
      if (at[length] == '\0')
        return i + 1 == path->count;
      at += length + 1;
    }
}

static gboolean
method_matches (const InlayRoute *route,
                const char       *method)
{
  return strcmp (route->method, method) == 0 || (strcmp (route->method, "GET") == 0 && strcmp (method, "HEAD") == 0);
}

/* A page that somebody else wrote may send requests here from the browser of whoever works here.
 * Without tokens only requests of this origin, asked for by its loopback name, count. */
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
  return !(address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0);
}

static gboolean
check_caller (InlayRequest *request)
{
  InlayAuth *auth = inlay_server_get_auth (request->server);
  gboolean known = inlay_auth_check (auth, inlay_request_get_header (request, "Authorization"), g_get_real_time (),
                                     &request->role, &request->actor);

  if (!known)
    inlay_request_refuse (request, 401, "denied", "the token is not known or has expired");
  else if (!inlay_role_includes (request->role, request->route->role))
    {
      if (request->actor == NULL)
        inlay_request_refuse (request, 401, "denied", "%s %s needs a token", request->method, request->path);
      else
        inlay_request_refuse (request, 403, "denied", "the token of %s does not allow %s %s", request->actor, request->method,
                              request->path);
    }
  else if (request->route->max_body > 0 && inlay_auth_is_open (auth) && is_foreign (request))
    inlay_request_refuse (request, 403, "denied", "the request comes from another site");
  else
    return TRUE;
  return FALSE;
}

/* What is said to be too large is refused before it comes. */
static gboolean
check_body (InlayRequest *request)
{
  const char *text = inlay_request_get_header (request, "Content-Length");
  const char *encoding = inlay_request_get_header (request, "Content-Encoding");
  gsize limit = request->route->max_body;
  guint64 length = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &length, NULL))
    inlay_request_refuse (request, 400, "invalid", "Content-Length is not a number");
  else if (length > limit)
    inlay_request_refuse (request, 413, "limit", "the body is larger than %" G_GSIZE_FORMAT " bytes", limit);
  else if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    inlay_request_refuse (request, 415, "invalid", "Content-Encoding %.40s is not understood", encoding);
  else
    return TRUE;
  return FALSE;
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
 * inlay_routes_find:
 * @request: a request whose headers have come
 *
 * Returns: whether it may go on; otherwise it is answered
 */
gboolean
inlay_routes_find (InlayRequest *request)
{
  g_auto (Path) path = { .count = 0 };
  g_autofree char *argument = NULL;
  g_autoptr (GString) methods = g_string_new ("OPTIONS");
  gboolean has_get = FALSE;

  if (!path_split (&path, request->path))
    {
      inlay_request_refuse (request, 400, "invalid", "the path is not well formed");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!route_matches (&routes[i], &path, &argument) || (methods->len > 7 && routes[i].pattern[1] == '*'))
        continue;
      if (method_matches (&routes[i], request->method))
        {
          request->route = &routes[i];
          request->argument = g_steal_pointer (&argument);
          return check_caller (request) && check_body (request);
        }
      has_get |= strcmp (routes[i].method, "GET") == 0;
      g_string_append_printf (methods, ", %s", strcmp (routes[i].method, "GET") == 0 ? "GET, HEAD" : routes[i].method);
    }
  if (strcmp (request->method, "OPTIONS") == 0)
    answer_options (request, methods->str, has_get);
  else
    refuse_method (request, methods->str);
  return FALSE;
}
