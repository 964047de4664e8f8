/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request.h"

#include <inlay-wire.h>

InlayRequest *
inlay_request_new (InlayServer           *server,
                   struct MHD_Connection *connection,
                   const char            *method,
                   const char            *path)
{
  InlayRequest *self = g_new0 (InlayRequest, 1);

  self->server = server;
  self->connection = connection;
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->started = g_get_monotonic_time ();
  return self;
}

void
inlay_request_free (InlayRequest *self)
{
  g_clear_pointer (&self->response, MHD_destroy_response);
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
  g_free (self->method);
  g_free (self->path);
  g_free (self->argument);
  g_free (self);
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
 * Returns: (transfer full) (nullable): the body; %NULL when it is not JSON, and the request is
 *   refused then
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
  if (strcmp (self->method, "GET") == 0 || strcmp (self->method, "HEAD") == 0)
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

void
inlay_request_answer_body (InlayRequest *self,
                           InlayBody    *body)
{
  guint status;
  struct MHD_Response *response = inlay_body_choose (body, inlay_request_get_header (self, "If-None-Match"), &status);

  /* Queued while @body is certainly alive: from then on the connection keeps the response. */
  self->status = status;
  MHD_queue_response (self->connection, status, response);
}

static void
job_done (gpointer  user_data,
          guint     status,
          JsonNode *answer,
          GError   *error)
{
  InlayRequest *self = user_data;

  if (error != NULL)
    {
      inlay_request_refuse_error (self, error);
      g_clear_pointer (&answer, json_node_unref);
    }
  else
    inlay_request_answer_json (self, status, answer);
  MHD_resume_connection (self->connection);
}

/**
 * inlay_request_queue:
 * @self: a request
 * @run: the use case that answers it
 * @data: (transfer full): for @run
 * @free_data: frees @data
 */
void
inlay_request_queue (InlayRequest   *self,
                     InlayJobRun     run,
                     gpointer        data,
                     GDestroyNotify  free_data)
{
  self->queued = TRUE;
  MHD_suspend_connection (self->connection);
  inlay_writer_queue (inlay_server_get_writer (self->server), run, data, free_data, job_done, self);
}
