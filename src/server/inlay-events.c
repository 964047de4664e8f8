/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-events.h"

#include <inlay-wire.h>

#define RING_SIZE 256
#define HEARTBEAT (15 * G_USEC_PER_SEC)
#define BLOCK_SIZE 2048
#define HELLO "retry: 3000\n: connected\n\n"
#define BEAT ": heartbeat\n\n"

typedef struct
{
  gint64 generation;
  GBytes *text;
} Frame;

/* A stream that has nothing to send is suspended until there is something. */
typedef struct
{
  InlayEvents *events;
  struct MHD_Connection *connection;
  guint64 next;         /* the frame to send after what is under way */
  GBytes *sending;
  gsize offset;
  gboolean beat;
  gboolean suspended;
} Stream;

struct _InlayEvents
{
  InlayMetrics *metrics;
  GMutex lock;
  GCond wake;
  GThread *pulse;
  gboolean stopping;
  Frame ring[RING_SIZE];
  guint64 end;          /* frames ever added; the ring holds the last of them */
  GHashTable *streams;
};

/* What of the change log is public, and the older name of it beside. */
static const struct
{
  const char *kind;
  const char *names[2];
} public_kinds[] = {
  { INLAY_EVENT_SWITCH, { INLAY_EVENT_SWITCH, INLAY_EVENT_SWITCHED } },
  { INLAY_EVENT_ROLLED_BACK, { INLAY_EVENT_ROLLED_BACK, NULL } },
  { INLAY_EVENT_DEPLOYED, { INLAY_EVENT_DEPLOYED, NULL } },
  { INLAY_EVENT_CANARY_STARTED, { INLAY_EVENT_CANARY_STARTED, NULL } },
  { INLAY_EVENT_CANARY_INCREASED, { INLAY_EVENT_CANARY_INCREASED, NULL } },
  { "module-published", { "module-published", NULL } },
  { "composition-saved", { "composition-saved", NULL } },
};

static void
resume (Stream *stream)
{
  if (!stream->suspended)
    return;
  stream->suspended = FALSE;
  MHD_resume_connection (stream->connection);
}

static void
resume_all (InlayEvents *self,
            gboolean     beat)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    {
      ((Stream *) stream)->beat |= beat;
      resume (stream);
    }
}

/* Writing is what notices a client that is gone. */
static gpointer
pulse_thread (gpointer data)
{
  InlayEvents *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      gint64 until = g_get_monotonic_time () + HEARTBEAT;

      while (!self->stopping && g_cond_wait_until (&self->wake, &self->lock, until))
        continue;
      if (!self->stopping)
        resume_all (self, TRUE);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

InlayEvents *
inlay_events_new (InlayMetrics *metrics)
{
  InlayEvents *self = g_new0 (InlayEvents, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->metrics = metrics;
  self->streams = g_hash_table_new (NULL, NULL);
  self->pulse = g_thread_new ("events", pulse_thread, self);
  return self;
}

void
inlay_events_stop (InlayEvents *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  resume_all (self, FALSE);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->pulse, g_thread_join);
}

void
inlay_events_free (InlayEvents *self)
{
  g_assert (self->pulse == NULL);
  for (guint i = 0; i < RING_SIZE; i++)
    g_clear_pointer (&self->ring[i].text, g_bytes_unref);
  g_hash_table_unref (self->streams);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

static void
append_frame (GString             *text,
              InlayRegistryChange *change,
              const char          *name)
{
  g_string_append_printf (text, "id: %" G_GINT64_FORMAT "\nevent: %s\ndata: ", change->generation, name);
  inlay_json_append (text, change->payload, INLAY_JSON_DEFAULT);
  g_string_append (text, "\n\n");
}

static GBytes *
frame_text (InlayRegistryChange *change)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (public_kinds); i++)
    for (guint j = 0; strcmp (change->kind, public_kinds[i].kind) == 0 && j < 2; j++)
      if (public_kinds[i].names[j] != NULL)
        append_frame (text, change, public_kinds[i].names[j]);
  return g_string_free_to_bytes (text);
}

/**
 * inlay_events_add:
 * @self: the events
 * @change: what was committed
 */
void
inlay_events_add (InlayEvents         *self,
                  InlayRegistryChange *change)
{
  GBytes *text = frame_text (change);
  Frame *frame;

  if (g_bytes_get_size (text) == 0)
    {
      g_bytes_unref (text);
      return;
    }

  g_mutex_lock (&self->lock);
  frame = &self->ring[self->end++ % RING_SIZE];
  g_clear_pointer (&frame->text, g_bytes_unref);
  frame->text = text;
  frame->generation = change->generation;
  resume_all (self, FALSE);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_EVENTS, 1);
}

static guint64
first_in_ring (InlayEvents *self)
{
  return self->end > RING_SIZE ? self->end - RING_SIZE : 0;
}

/* What there is to send next; NULL: nothing yet. */
static GBytes *
next_text (Stream *stream)
{
  InlayEvents *self = stream->events;

  stream->next = MAX (stream->next, first_in_ring (self));
  if (stream->next < self->end)
    {
      stream->beat = FALSE;
      return g_bytes_ref (self->ring[stream->next++ % RING_SIZE].text);
    }
  if (!stream->beat)
    return NULL;
  stream->beat = FALSE;
  return g_bytes_new_static (BEAT, strlen (BEAT));
}

static ssize_t
read_stream (void     *data,
             uint64_t  position,
             char     *buffer,
             size_t    size)
{
  Stream *stream = data;
  InlayEvents *self = stream->events;
  gsize total, chunk = 0;
  const char *text;

  g_mutex_lock (&self->lock);
  if (stream->sending == NULL)
    stream->sending = next_text (stream);
  if (stream->sending != NULL)
    {
      text = g_bytes_get_data (stream->sending, &total);
      chunk = MIN (size, total - stream->offset);
      memcpy (buffer, text + stream->offset, chunk);
      stream->offset += chunk;
      if (stream->offset == total)
        {
          g_clear_pointer (&stream->sending, g_bytes_unref);
          stream->offset = 0;
        }
    }
  else if (!self->stopping)
    {
      stream->suspended = TRUE;
      MHD_suspend_connection (stream->connection);
    }
  g_mutex_unlock (&self->lock);
  return chunk > 0 || !self->stopping ? (ssize_t) chunk : MHD_CONTENT_READER_END_OF_STREAM;
}

static void
free_stream (void *data)
{
  Stream *stream = data;
  InlayEvents *self = stream->events;

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->streams, stream);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_STREAMS_OPEN, -1);
  g_clear_pointer (&stream->sending, g_bytes_unref);
  g_free (stream);
}

/* Where a client goes on that saw everything up to @last. */
static guint64
find_next (InlayEvents *self,
           const char  *last)
{
  gint64 seen = last != NULL ? g_ascii_strtoll (last, NULL, 10) : G_MAXINT64;
  guint64 next = self->end;

  while (next > first_in_ring (self) && self->ring[(next - 1) % RING_SIZE].generation > seen)
    next--;
  return next;
}

/**
 * inlay_events_subscribe:
 * @self: the events
 * @connection: a client
 * @last_event_id: (nullable): the last event it saw
 *
 * Returns: (transfer full): an answer that goes on until the client is gone
 */
struct MHD_Response *
inlay_events_subscribe (InlayEvents           *self,
                        struct MHD_Connection *connection,
                        const char            *last_event_id)
{
  Stream *stream = g_new0 (Stream, 1);
  struct MHD_Response *response;

  stream->events = self;
  stream->connection = connection;
  stream->sending = g_bytes_new_static (HELLO, strlen (HELLO));

  g_mutex_lock (&self->lock);
  stream->next = find_next (self, last_event_id);
  g_hash_table_add (self->streams, stream);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_STREAMS_OPEN, 1);

  response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK_SIZE, read_stream, stream, free_stream);
  MHD_add_response_header (response, "Content-Type", "text/event-stream");
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Accel-Buffering", "no");
  MHD_add_response_header (response, "Access-Control-Allow-Origin", "*");
  return response;
}
