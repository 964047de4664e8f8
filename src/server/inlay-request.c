/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request.h"

#include <inlay-wire.h>

#include "inlay-guard.h"
#include "inlay-openapi.h"
#include "inlay-registry.h"

/* The texts stand behind the request: one piece of memory for all of it. */
InlayRequest *
inlay_request_new (InlayServer           *server,
                   struct MHD_Connection *connection,
                   const char            *method,
                   const char            *path)
{
  gsize method_size = strlen (method) + 1;
  gsize path_size = strlen (path) + 1;
  InlayRequest *self = g_malloc (sizeof (InlayRequest) + method_size + 2 * path_size);

  *self = (InlayRequest) { .server = server, .connection = connection };
  self->method = memcpy (self + 1, method, method_size);
  self->path = memcpy ((char *) (self + 1) + method_size, path, path_size);
  self->decoded = (char *) (self + 1) + method_size + path_size;
  self->started = g_get_monotonic_time ();
  return self;
}

void
inlay_request_free (InlayRequest *self)
{
  g_clear_pointer (&self->response, MHD_destroy_response);
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
  g_free (self->host_app);
  g_clear_pointer (&self->snapshot, inlay_snapshot_unref);
  g_clear_pointer (&self->grant, inlay_grant_unref);
  g_free (self);
}

/**
 * inlay_request_get_argument:
 * @self: a request
 * @name: a name in braces of the route's path
 *
 * Returns: (transfer none) (nullable): what stands there; %NULL when the path has no such name
 */
const char *
inlay_request_get_argument (InlayRequest *self,
                            const char   *name)
{
  for (guint i = 0; i < self->match.n_arguments; i++)
    if (strcmp (self->match.names[i], name) == 0)
      return self->match.values[i];
  return NULL;
}

/**
 * inlay_request_dup_key_of:
 * @self: a request with a route
 * @path: a path of the table, with names in braces that the route's own path has
 *
 * Returns: (transfer full): that path as it would be on the older surface, decoded
 */
char *
inlay_request_dup_key_of (InlayRequest *self,
                          const char   *path)
{
  GString *key = g_string_new (*path == '~' ? "/api" : NULL);

  for (const char *at = path + (*path == '~'); *at != '\0'; )
    {
      const char *end = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (at + 1, (gsize) (end - at - (end[-1] == '*' ? 2 : 1))) : NULL;

      if (end != NULL)
        g_string_append (key, inlay_request_get_argument (self, name));
      else
        g_string_append_c (key, *at);
      at = end != NULL ? end + 1 : at + 1;
    }
  return g_string_free (key, FALSE);
}

/**
 * inlay_request_dup_key:
 * @self: a request with a route
 *
 * Returns: (transfer full): its own path on the older surface, by which snapshots keep their answers
 */
char *
inlay_request_dup_key (InlayRequest *self)
{
  return inlay_request_dup_key_of (self, self->route->path);
}

const char *
inlay_request_get_header (InlayRequest *self,
                          const char   *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, name);
}

/**
 * inlay_request_dup_query:
 * @self: a request
 * @name: a parameter of the query
 * @value: (out) (nullable): its value; %NULL when it is not there
 *
 * Returns: %FALSE when the value is not well encoded; the request is refused then
 */
gboolean
inlay_request_dup_query (InlayRequest  *self,
                         const char    *name,
                         char         **value)
{
  const char *raw = MHD_lookup_connection_value (self->connection, MHD_GET_ARGUMENT_KIND, name);

  *value = raw != NULL ? g_uri_unescape_string (raw, NULL) : NULL;
  if (raw == NULL || (*value != NULL && g_utf8_validate (*value, -1, NULL)))
    return TRUE;

  g_clear_pointer (value, g_free);
  inlay_request_refuse (self, 400, "invalid", "the query parameter %s is not well encoded", name);
  return FALSE;
}

/* MHD parses cookies only as headers; ours are plain words. */
char *
inlay_request_dup_cookie (InlayRequest *self,
                          const char   *name)
{
  return g_strdup (MHD_lookup_connection_value (self->connection, MHD_COOKIE_KIND, name));
}

/**
 * inlay_request_read_json:
 * @self: a request
 *
 * Returns: (transfer full) (nullable): the body; %NULL when it is not JSON or not what the route
 *   takes, and the request is refused then
 */
JsonNode *
inlay_request_read_json (InlayRequest *self)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (self->body == NULL || self->body->len == 0)
    {
      inlay_request_refuse (self, 400, "invalid", "the request has no body");
      return NULL;
    }
  node = inlay_json_read_full (self->body->str, self->body->len, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, &error);
  if (node == NULL)
    inlay_request_refuse (self, 400, "invalid", "the body is not JSON: %s", error->message);
  else if ((self->route->flags & INLAY_ROUTE_STRICT) && !inlay_openapi_check_body (self->route, node, &error))
    {
      inlay_request_refuse_error (self, g_steal_pointer (&error));
      g_clear_pointer (&node, json_node_unref);
    }
  return node;
}

/**
 * inlay_request_answer:
 * @self: a request
 * @status: the status
 * @response: (transfer full): the answer
 */
void
inlay_request_answer (InlayRequest        *self,
                      guint                status,
                      struct MHD_Response *response)
{
  g_return_if_fail (self->response == NULL);

  self->status = status;
  self->response = response;
}

static struct MHD_Response *
json_response (JsonNode   *node,
               const char *type)
{
  g_autoptr (GBytes) bytes = inlay_json_write_bytes (node, INLAY_JSON_DEFAULT);
  struct MHD_Response *response = inlay_response_new (bytes, type);

  MHD_add_response_header (response, "Cache-Control", "no-store");
  return response;
}

/**
 * inlay_request_answer_json:
 * @self: a request
 * @status: the status
 * @node: (transfer full): what to say
 */
void
inlay_request_answer_json (InlayRequest *self,
                           guint         status,
                           JsonNode     *node)
{
  inlay_request_answer (self, status, json_response (node, INLAY_TYPE_JSON));
  json_node_unref (node);
}

static void
answer_problem (InlayRequest *self,
                guint         status,
                JsonNode     *problem)
{
  struct MHD_Response *response = json_response (problem, INLAY_WIRE_TYPE_PROBLEM);

  if (status == 401)
    MHD_add_response_header (response, "WWW-Authenticate", "Bearer realm=\"inlay\"");
  if (status == 503)
    MHD_add_response_header (response, "Retry-After", "2");
  if ((strcmp (self->method, "GET") == 0 || strcmp (self->method, "HEAD") == 0) &&
      (self->route == NULL || self->route->role == INLAY_ROLE_PUBLIC))
    MHD_add_response_header (response, "Access-Control-Allow-Origin", "*");
  json_node_unref (problem);
  inlay_request_answer (self, status, response);
}

void
inlay_request_refuse (InlayRequest *self,
                      guint         status,
                      const char   *code,
                      const char   *format,
                      ...)
{
  g_autofree char *detail = NULL;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  answer_problem (self, status, inlay_wire_problem_new (status, code, detail, self->path));
}

/**
 * inlay_request_refuse_error:
 * @self: a request
 * @error: (transfer full): why
 */
void
inlay_request_refuse_error (InlayRequest *self,
                            GError       *error)
{
  if (error->domain != INLAY_ERROR)
    g_warning ("%s %s: %s", self->method, self->path, error->message);
  answer_problem (self, inlay_wire_error_to_status (error), inlay_wire_problem_from_error (error, self->path));
  g_error_free (error);
}

/* What not everybody may see is not for shared caches, nor for scripts of other sites. */
static struct MHD_Response *
private_response (InlayBody           *body,
                  guint                status,
                  struct MHD_Response *model)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  struct MHD_Response *response =
    inlay_response_new (status == 304 ? nothing : inlay_body_get_bytes (body), MHD_get_response_header (model, "Content-Type"));

  MHD_add_response_header (response, "ETag", MHD_get_response_header (model, "ETag"));
  MHD_add_response_header (response, "Cache-Control", "private, no-cache");
  MHD_add_response_header (response, "Vary", "Authorization");
  return response;
}

static enum MHD_Result
copy_header (void               *response,
             enum MHD_ValueKind  kind,
             const char         *name,
             const char         *value)
{
  return MHD_add_response_header (response, name, value);
}

/* For when there is more to say: that the database is away and what is known may be old, or that the
 * connection ends. */
static struct MHD_Response *
special_response (InlayBody           *body,
                  guint                status,
                  struct MHD_Response *model,
                  guint                stale)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  GBytes *bytes = status == 304 ? nothing : inlay_body_get_bytes (body);
  struct MHD_Response *response = inlay_response_new_bare (bytes);
  char text[16];

  MHD_get_response_headers (model, copy_header, response);
  g_snprintf (text, sizeof text, "%u", stale);
  if (stale > 0)
    MHD_add_response_header (response, "Inlay-Stale", text);
  return response;
}

void
inlay_request_answer_body (InlayRequest *self,
                           InlayBody    *body)
{
  guint status;
  guint stale = inlay_server_get_stale (self->server);
  struct MHD_Response *response = inlay_body_choose (body, inlay_request_get_header (self, "If-None-Match"), &status);

  if (self->route->role == INLAY_ROLE_PUBLIC && (stale > 0 || !inlay_server_is_open (self->server)))
    {
      inlay_request_answer (self, status, special_response (body, status, response, stale));
      return;
    }
  if (self->route->role != INLAY_ROLE_PUBLIC)
    {
      inlay_request_answer (self, status, private_response (body, status, response));
      return;
    }
  /* Queued while @body is certainly alive: from then on the connection keeps the response. */
  self->status = status;
  MHD_queue_response (self->connection, status, response);
}

static void
job_done (gpointer        user_data,
          InlayJobResult *result)
{
  InlayRequest *self = user_data;

  if (result->error != NULL)
    inlay_request_refuse_error (self, g_steal_pointer (&result->error));
  else
    inlay_request_answer_json (self, result->status, g_steal_pointer (&result->answer));
  if (result->etag != NULL)
    MHD_add_response_header (self->response, "ETag", result->etag);
  if (result->location != NULL)
    MHD_add_response_header (self->response, "Location", result->location);
  inlay_request_wake (self);
}

/**
 * inlay_request_rest:
 * @self: a request
 *
 * From now on another thread has it, until that calls inlay_request_wake() or queues a use case.
 */
void
inlay_request_rest (InlayRequest *self)
{
  self->queued = TRUE;
  MHD_suspend_connection (self->connection);
}

void
inlay_request_wake (InlayRequest *self)
{
  MHD_resume_connection (self->connection);
}

/**
 * inlay_request_queue:
 * @self: a request
 * @run: the use case that answers it
 * @data: (transfer full): for @run
 * @free_data: frees @data
 *
 * What the request says about preconditions and repetition is judged with the use case. The request
 * may rest already.
 */
void
inlay_request_queue (InlayRequest   *self,
                     InlayJobRun     run,
                     gpointer        data,
                     GDestroyNotify  free_data)
{
  InlayGuard *guard = inlay_guard_new (self, run, data, free_data);

  if (guard == NULL)
    {
      if (self->queued)
        inlay_request_wake (self);
      return;
    }
  if (!self->queued)
    inlay_request_rest (self);
  inlay_writer_queue (inlay_server_get_writer (self->server), self->app, inlay_guard_run, guard, (GDestroyNotify) inlay_guard_free,
                      job_done, self);
}

/**
 * inlay_request_queue_use_case:
 * @self: a request
 * @run: the use case that answers it
 * @parsed: (transfer full) (nullable): what is asked
 * @free_parsed: (nullable): frees @parsed
 *
 * The use case's name is what the last name in braces of the path stands for.
 */
void
inlay_request_queue_use_case (InlayRequest   *self,
                              InlayJobRun     run,
                              gpointer        parsed,
                              GDestroyNotify  free_parsed)
{
  InlayUseCase *use_case =
    inlay_use_case_new (self->actor != NULL ? self->actor : "anyone", g_get_real_time (), parsed, free_parsed);

  for (guint i = 0; i < self->match.n_arguments; i++)
    if (strcmp (self->match.names[i], "app") != 0)
      {
        g_free (use_case->parent);
        use_case->parent = use_case->name;
        use_case->name = g_strdup (self->match.values[i]);
      }
  use_case->grant = inlay_grant_ref (self->grant);
  inlay_request_queue (self, run, use_case, (GDestroyNotify) inlay_use_case_free);
}

/**
 * inlay_request_queue_parsed:
 * @self: a request
 * @parse: reads the body
 * @free_parsed: frees what @parse gives
 * @run: the use case that answers it
 *
 * Refuses what @parse does not take.
 */
void
inlay_request_queue_parsed (InlayRequest      *self,
                            InlayRequestParse  parse,
                            GDestroyNotify     free_parsed,
                            InlayJobRun        run)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (self);
  GError *error = NULL;
  gpointer parsed;

  if (node == NULL)
    return;
  if ((parsed = parse (node, &error)) != NULL)
    inlay_request_queue_use_case (self, run, parsed, free_parsed);
  else
    inlay_request_refuse_error (self, error);
}

/**
 * inlay_request_queue_json:
 * @self: a request
 * @run: the use case that answers it; it gets the body as JSON, or %NULL where the route has none
 *   or leaves it open
 */
void
inlay_request_queue_json (InlayRequest *self,
                          InlayJobRun   run)
{
  gboolean is_bare = self->route->body == NULL ||
                     ((self->route->flags & INLAY_ROUTE_BARE) && (self->body == NULL || self->body->len == 0));
  JsonNode *node = is_bare ? NULL : inlay_request_read_json (self);

  if (is_bare || node != NULL)
    inlay_request_queue_use_case (self, run, node, (GDestroyNotify) json_node_unref);
}

/**
 * inlay_request_answer_read:
 * @self: a request
 * @read: reads the answer
 * @data: for @read
 */
void
inlay_request_answer_read (InlayRequest    *self,
                           InlayServerRead  read,
                           gpointer         data)
{
  GError *error = NULL;
  JsonNode *node = inlay_server_read (self->server, self->app, read, data, &error);

  if (node == NULL)
    inlay_request_refuse_error (self, error);
  else if (self->route->cache == INLAY_CACHE_ETAG)
    {
      g_autoptr (InlayBody) body = inlay_body_new_json (node);

      inlay_request_answer_body (self, body);
    }
  else
    inlay_request_answer_json (self, 200, node);
}
