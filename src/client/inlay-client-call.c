/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-client-private.h"

#include "inlay-client-exchange.h"

#define MAX_TRIES 3
#define FIRST_DELAY_MS 200u
#define BODY_TO_ASK_FOR 4096

/* A call with all its tries. */
typedef struct
{
  char         *method;
  char         *path;
  GBytes       *body;         /* nullable */
  char         *key;          /* nullable: the same for all tries */
  gboolean      raw;          /* the answer is not JSON */
  GCancellable *inner;        /* what the tries run under: the caller's, or the deadline's */
  gulong        cancelled_id;
  GSource      *deadline;
  gboolean      late;
  guint         tries;
} Call;

static void call_try (GTask *task);

static void
call_free (Call *self)
{
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->inner);
  g_free (self->method);
  g_free (self->path);
  g_free (self->key);
  g_free (self);
}

static void
call_cancelled_cb (GCancellable *cancellable,
                   gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
call_late_cb (gpointer user_data)
{
  Call *call = user_data;

  call->late = TRUE;
  g_cancellable_cancel (call->inner);
  return G_SOURCE_REMOVE;
}

static void
call_end (GTask          *task,
          gpointer        answer,
          GDestroyNotify  free_answer,
          GError         *error)
{
  Call *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, call->cancelled_id);
  if (call->deadline != NULL)
    g_source_destroy (call->deadline);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, free_answer);
}

/* What may be sent twice without doing it twice (RFC 9110, section 9.2.2). */
static gboolean
call_is_repeatable (Call *call)
{
  return call->key != NULL || g_str_equal (call->method, "GET") || g_str_equal (call->method, "PUT") ||
         g_str_equal (call->method, "DELETE");
}

static gboolean
call_retry_cb (gpointer user_data)
{
  call_try (g_object_ref (user_data));
  return G_SOURCE_REMOVE;
}

/* What was not let in (429) was not done, whatever it is. */
static gboolean
call_retry (GTask    *task,
            guint     after_seconds,
            gboolean  was_refused)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GSource) source = NULL;
  guint delay;

  if (call->tries >= MAX_TRIES || !(was_refused || call_is_repeatable (call)))
    return FALSE;

  delay = MAX (after_seconds * 1000, FIRST_DELAY_MS << (call->tries - 1));
  delay += (guint) g_random_int_range (0, (gint32) FIRST_DELAY_MS);
  source = g_timeout_source_new (delay);
  g_task_attach_source (task, source, call_retry_cb);
  return TRUE;
}

static gboolean
status_is_passing (guint status)
{
  return status == 429 || status == 502 || status == 503 || status == 504;
}

/* The network's own words stay in the message: they tell a wrong address from a dead server. */
static GError *
call_explain (InlayClient *self,
              Call        *call,
              GError      *error)
{
  g_autoptr(GError) cause = error;

  if (call->late)
    return g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                        "%s gave no answer within %u seconds", self->base, self->deadline);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) || cause->domain == INLAY_ERROR)
    return g_steal_pointer (&cause);

  return g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s cannot be reached: %s", self->base,
                      cause->message);
}

static void
call_take (GTask      *task,
           InlayReply *reply)
{
  InlayClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  g_free (self->etag);
  self->etag = g_strdup (reply->etag);
  if (reply->status < 200 || reply->status > 299)
    call_end (task, NULL, NULL, inlay_wire_error_from_reply (reply->status, reply->body));
  else if (call->raw)
    call_end (task, g_bytes_ref (reply->bytes), (GDestroyNotify) g_bytes_unref, NULL);
  else if (reply->broken != NULL)
    call_end (task, NULL, NULL, g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s does not answer like a registry: %s",
                                             self->base, reply->broken->message));
  else
    call_end (task, reply->body != NULL ? json_node_ref (reply->body) : inlay_json_new_null (),
              (GDestroyNotify) json_node_unref, NULL);
}

static void
exchange_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  InlayClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr(InlayReply) reply = NULL;
  GError *error = NULL;

  reply = inlay_exchange_finish (result, &error);
  if (reply == NULL)
    {
      if (!g_cancellable_is_cancelled (call->inner) && error->domain != INLAY_ERROR &&
          call_retry (task, 0, FALSE))
        g_error_free (error);
      else
        call_end (task, NULL, NULL, call_explain (self, call, error));
    }
  else if (status_is_passing (reply->status) && call_retry (task, reply->retry_after, reply->status == 429))
    return;
  else
    call_take (task, reply);
}

static void
call_try (GTask *task)
{
  InlayClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(SoupMessage) message =
    inlay_client_new_message (self, call->method, call->path, call->raw ? "*/*" : INLAY_TYPE_JSON, &error);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      call_end (task, NULL, NULL, error);
      g_object_unref (task);
      return;
    }

  call->tries++;
  headers = soup_message_get_request_headers (message);
  if (self->if_match != NULL && !g_str_equal (call->method, "GET"))
    soup_message_headers_replace (headers, "If-Match", self->if_match);
  if (call->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", call->key);
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (message, INLAY_TYPE_JSON, call->body);
  /* A refusal comes before the body then; else the registry hangs up on what it does not want and
   * its reason is lost with the connection. */
  if (call->body != NULL && g_bytes_get_size (call->body) > BODY_TO_ASK_FOR)
    soup_message_headers_set_expectations (headers, SOUP_EXPECTATION_CONTINUE);
  inlay_exchange_async (self->session, message, call->inner, exchange_cb, task);
}

static void
start_call (InlayClient         *self,
            Call                *call,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, start_call);
  /* The answer counts even when the cancellation comes a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  call->inner = g_cancellable_new ();
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  if (cancellable != NULL)
    call->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (call_cancelled_cb),
                                                g_object_ref (call->inner), g_object_unref);
  call->deadline = g_timeout_source_new_seconds (self->deadline);
  g_source_set_callback (call->deadline, call_late_cb, call, NULL);
  g_source_attach (call->deadline, g_task_get_context (task));
  call_try (task);
}

/**
 * inlay_client_call_async:
 * @method: GET, POST, PUT, PATCH or DELETE
 * @path: from the root, already encoded
 * @body: (nullable): what to send
 * @cancellable: (nullable): stops it, also between tries
 *
 * Asks the registry. GET, PUT and DELETE are tried up to three times when the network fails or the
 * answer is 429, 502, 503 or 504 (RFC 9110, section 9.2.2), with growing pauses and `Retry-After`;
 * so are others after inlay_client_set_repeatable(), and after 429.
 */
void
inlay_client_call_async (InlayClient         *self,
                         const char          *method,
                         const char          *path,
                         JsonNode            *body,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Call *call;

  g_return_if_fail (INLAY_IS_CLIENT (self));
  g_return_if_fail (method != NULL && path != NULL && path[0] == '/');

  call = g_new0 (Call, 1);
  call->method = g_strdup (method);
  call->path = g_strdup (path);
  call->body = body != NULL ? inlay_json_write_bytes (body, INLAY_JSON_DEFAULT) : NULL;
  call->key = self->repeatable && !g_str_equal (method, "GET") ? g_uuid_string_random () : NULL;
  start_call (self, call, cancellable, callback, user_data);
}

/**
 * inlay_client_call_finish:
 *
 * Returns: (transfer full): the JSON answer (a null node when it had none), or %NULL with the
 *   registry's own error, %INLAY_ERROR_UNAVAILABLE when there was no answer
 */
JsonNode *
inlay_client_call_finish (InlayClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * inlay_client_call:
 *
 * As inlay_client_call_async(), waiting for the answer in the thread's main context.
 *
 * Returns: (transfer full): the JSON answer, or %NULL with an error
 */
JsonNode *
inlay_client_call (InlayClient   *self,
                   const char    *method,
                   const char    *path,
                   JsonNode      *body,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  inlay_client_call_async (self, method, path, body, cancellable, inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);

  return inlay_client_call_finish (self, result, error);
}

/**
 * inlay_client_fetch:
 * @path: from the root, already encoded
 *
 * As inlay_client_call() with GET, for what is not JSON.
 *
 * Returns: (transfer full): the answer as it came
 */
GBytes *
inlay_client_fetch (InlayClient   *self,
                    const char    *path,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  Call *call;

  g_return_val_if_fail (INLAY_IS_CLIENT (self), NULL);

  call = g_new0 (Call, 1);
  call->method = g_strdup ("GET");
  call->path = g_strdup (path);
  call->raw = TRUE;
  start_call (self, call, cancellable, inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);
  return g_task_propagate_pointer (G_TASK (result), error);
}
