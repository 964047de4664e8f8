/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-client-exchange.h"

#define CHUNK_SIZE (64 * 1024)
#define MAX_RETRY_AFTER_SECONDS 30

typedef struct
{
  SoupMessage  *message;
  GInputStream *stream;
  GByteArray   *bytes;
} Exchange;

static void read_next (GTask *task);

static void
exchange_free (Exchange *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

void
inlay_reply_free (InlayReply *self)
{
  g_free (self->etag);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->body, json_node_unref);
  g_clear_error (&self->broken);
  g_free (self);
}

static guint
get_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                   "Retry-After");
  guint64 seconds;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &seconds, NULL))
    return 0;

  return (guint) MIN (seconds, MAX_RETRY_AFTER_SECONDS);
}

/* libsoup takes the end of a connection for the end of an answer, however much was announced. */
static gboolean
exchange_is_cut (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_one (headers, "Content-Encoding") == NULL &&
         soup_message_headers_get_content_length (headers) > (goffset) self->bytes->len;
}

/* An answer that is no JSON still has a status to act on: a proxy's error page, for one. */
static InlayReply *
exchange_end (Exchange *self)
{
  InlayReply *reply = g_new0 (InlayReply, 1);

  reply->status = soup_message_get_status (self->message);
  reply->retry_after = get_retry_after (self->message);
  reply->etag = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (self->message), "ETag"));
  if (self->bytes->len > 0)
    reply->body = inlay_json_read_full ((const char *) self->bytes->data, self->bytes->len,
                                        INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, &reply->broken);
  reply->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  return reply;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  g_autoptr(GBytes) chunk = NULL;
  GError *error = NULL;
  gsize size;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (chunk == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  size = g_bytes_get_size (chunk);
  if (size == 0 && exchange_is_cut (self))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the answer was cut off");
  else if (size == 0)
    g_task_return_pointer (task, exchange_end (self), (GDestroyNotify) inlay_reply_free);
  else if (self->bytes->len + size > INLAY_EXCHANGE_MAX_REPLY)
    g_task_return_new_error (task, INLAY_ERROR, INLAY_ERROR_LIMIT,
                             "the answer is larger than %d MiB",
                             INLAY_EXCHANGE_MAX_REPLY / (1024 * 1024));
  else
    {
      g_byte_array_append (self->bytes, g_bytes_get_data (chunk, NULL), (guint) size);
      read_next (g_steal_pointer (&task));
    }
}

static void
read_next (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, task);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->stream == NULL)
    g_task_return_error (task, error);
  else
    read_next (g_steal_pointer (&task));
}

/**
 * inlay_exchange_async:
 * @session: the connections to use
 * @message: a message that was not sent yet
 *
 * Sends @message and reads the answer, up to %INLAY_EXCHANGE_MAX_REPLY bytes. Any status is an
 * answer; an error means that there was none.
 */
void
inlay_exchange_async (SoupSession         *session,
                      SoupMessage         *message,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, inlay_exchange_async);
  self->message = g_object_ref (message);
  self->bytes = g_byte_array_new ();
  g_task_set_task_data (task, self, (GDestroyNotify) exchange_free);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, send_cb,
                           g_steal_pointer (&task));
}

/**
 * inlay_exchange_finish:
 *
 * Returns: (transfer full): the answer, or %NULL with an error
 */
InlayReply *
inlay_exchange_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * inlay_exchange_keep_cb:
 *
 * A ready-callback that keeps the result in the #GAsyncResult pointer @slot.
 */
void
inlay_exchange_keep_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

/**
 * inlay_exchange_wait:
 * @slot: where inlay_exchange_keep_cb() puts the result; %NULL before
 *
 * Runs the main context of the thread until the result is there.
 */
void
inlay_exchange_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}
