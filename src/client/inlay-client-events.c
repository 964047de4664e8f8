/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-client-events.h"

#include <string.h>

#include "inlay-client-exchange.h"
#include "inlay-registry-client-private.h"

#define CHUNK_SIZE 4096

/* What came of a stream (HTML Living Standard, section 9.2). */
typedef struct
{
  GString        *line;
  GString        *data;
  char           *kind;     /* nullable */
  char           *id;       /* nullable */
  gboolean        after_cr; /* CR LF is one end of a line, also when it comes in two pieces */
  InlayEventFunc  func;
  gpointer        user_data;
} Reader;

static void
reader_clear (Reader *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self->kind);
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
dispatch (Reader *self)
{
  InlayEvent event = { self->id, self->kind != NULL ? self->kind : "message", self->data->str };
  gboolean more = TRUE;

  if (self->data->len > 0)
    {
      g_string_truncate (self->data, self->data->len - 1);
      more = self->func (&event, self->user_data);
    }
  g_string_truncate (self->data, 0);
  g_clear_pointer (&self->kind, g_free);
  return more;
}

static void
take_field (Reader     *self,
            const char *name,
            const char *value)
{
  if (strcmp (name, "data") == 0)
    g_string_append_printf (self->data, "%s\n", value);
  else if (strcmp (name, "event") == 0)
    {
      g_free (self->kind);
      self->kind = *value != '\0' ? g_strdup (value) : NULL;
    }
  else if (strcmp (name, "id") == 0)
    {
      g_free (self->id);
      self->id = g_strdup (value);
    }
}

/* A line with its end taken off; FALSE: enough. */
static gboolean
take_line (Reader *self)
{
  char *line = self->line->str;
  char *colon = strchr (line, ':');
  const char *value = "";

  if (self->line->len == 0)
    return dispatch (self);
  if (colon != NULL)
    {
      *colon = '\0';
      value = colon[1] == ' ' ? colon + 2 : colon + 1;
    }
  if (colon != line)
    take_field (self, line, value);
  g_string_truncate (self->line, 0);
  return TRUE;
}

/* FALSE: enough, or with an error too much. */
static gboolean
take_bytes (Reader      *self,
            const char  *bytes,
            gsize        size,
            GError     **error)
{
  for (gsize i = 0; i < size; i++)
    {
      gboolean is_end = bytes[i] == '\r' || (bytes[i] == '\n' && !self->after_cr);
      gboolean skip = bytes[i] == '\n' && self->after_cr;

      self->after_cr = bytes[i] == '\r';
      if (is_end && !take_line (self))
        return FALSE;
      if (!is_end && !skip)
        g_string_append_c (self->line, bytes[i]);
      if (self->line->len + self->data->len > INLAY_MAX_EVENT)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "an event is larger than %d MiB", INLAY_MAX_EVENT >> 20);
          return FALSE;
        }
    }
  return TRUE;
}

static GBytes *
read_some (GInputStream  *stream,
           gsize          size,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  g_input_stream_read_bytes_async (stream, size, G_PRIORITY_DEFAULT, cancellable, inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);
  return g_input_stream_read_bytes_finish (stream, result, error);
}

/* The reason, as a registry gives it. */
static void
refuse (SoupMessage   *message,
        GInputStream  *stream,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GBytes) bytes = read_some (stream, INLAY_MAX_EVENT, cancellable, NULL);
  g_autoptr(JsonNode) body = bytes != NULL ? inlay_json_read (bytes, NULL) : NULL;

  g_propagate_error (error, inlay_wire_error_from_reply (soup_message_get_status (message), body));
}

static GInputStream *
open_stream (InlayClient   *self,
             const char    *path,
             const char    *last_event_id,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(SoupMessage) message = inlay_client_new_message (self, "GET", path, "text/event-stream", error);
  SoupSession *session = self->session;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GInputStream) stream = NULL;

  if (message == NULL)
    return NULL;
  if (last_event_id != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Last-Event-ID", last_event_id);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);
  if ((stream = soup_session_send_finish (session, result, error)) == NULL)
    return NULL;
  if (soup_message_get_status (message) != 200)
    refuse (message, stream, cancellable, error);
  else if (g_strcmp0 (soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL), "text/event-stream") != 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s does not answer like a registry", inlay_client_get_base (self));
  else
    return g_steal_pointer (&stream);
  return NULL;
}

static gboolean
follow (InlayClient   *self,
        const char    *path,
        const char    *last_event_id,
        Reader        *reader,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GInputStream) stream = open_stream (self, path, last_event_id, cancellable, error);
  gboolean more = stream != NULL;
  GError *reason = NULL;

  while (more)
    {
      g_autoptr(GBytes) bytes = read_some (stream, CHUNK_SIZE, cancellable, &reason);

      more = bytes != NULL && g_bytes_get_size (bytes) > 0 &&
             take_bytes (reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &reason);
    }
  if (reason != NULL)
    g_propagate_error (error, reason);
  return stream != NULL && reason == NULL;
}

/**
 * inlay_client_follow:
 * @path: where the events are
 * @last_event_id: (nullable): the last one that was seen
 * @func: is told each event
 *
 * Follows server-sent events until @func has enough or the connection ends. A registry sends
 * something every 15 seconds; silence is an error.
 *
 * Returns: whether the stream was there and ended well; the error is of %INLAY_ERROR when the
 *   registry refused, %INLAY_ERROR_UNAVAILABLE when it is worth trying again
 */
gboolean
inlay_client_follow (InlayClient     *self,
                     const char      *path,
                     const char      *last_event_id,
                     InlayEventFunc   func,
                     gpointer         user_data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_auto(Reader) reader = { .line = g_string_new (NULL), .data = g_string_new (NULL), .func = func, .user_data = user_data };
  g_autoptr(GError) reason = NULL;

  g_return_val_if_fail (INLAY_IS_CLIENT (self) && func != NULL, FALSE);

  if (follow (self, path, last_event_id, &reader, cancellable, &reason))
    return TRUE;
  if (reason->domain == INLAY_ERROR || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s cannot be reached: %s", inlay_client_get_base (self), reason->message);
  return FALSE;
}
