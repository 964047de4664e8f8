/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-events.h"

#include <inlay-wire.h>

#define RING_SIZE 256
#define HEARTBEAT (15 * G_USEC_PER_SEC)
#define BLOCK_SIZE 2048
#define HELLO "retry: 3000\n: connected\n\n"
#define BEAT ": heartbeat\n\n"
/* Last words; what comes after is told to who comes again. */
#define DELETED "event: app-deleted\ndata: {}\n\n"
#define DENIED "event: token-ended\ndata: {}\n\n"
#define MISSED "event: gap\ndata: {}\n\n"

typedef struct
{
  gint64 generation;
  GBytes *text;
  gboolean is_public;
} Frame;

/* The last frames of one application; its streams hold it, too. */
typedef struct
{
  guint ref_count;
  Frame frames[RING_SIZE];
  guint64 end;          /* frames ever added */
  gint64 lost;          /* the generation of the newest frame that is gone, or never was here */
  gboolean is_over;     /* the application was deleted */
} Ring;

/* A stream that has nothing to send is suspended until there is something. */
typedef struct
{
  InlayEvents *events;
  Ring *ring;
  char *app;
  InlayGrant *grant;    /* nullable: sees what is public; else everything while the grant is good */
  struct MHD_Connection *connection;
  guint64 next;         /* the frame to send after what is under way */
  GBytes *sending;
  gsize offset;
  gboolean beat;
  gboolean suspended;
  gboolean is_denied;   /* the token is not good any more */
  gboolean is_over;     /* the last words are said */
} Stream;

struct _InlayEvents
{
  InlayMetrics *metrics;
  InlayAuth *auth;
  GMutex lock;
  GCond wake;
  GThread *pulse;
  gboolean stopping;
  GHashTable *rings;    /* application -> Ring */
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

/* Those of @ring; NULL: all. */
static void
resume_all (InlayEvents *self,
            Ring        *ring,
            gboolean     beat)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    {
      if (ring != NULL && ((Stream *) stream)->ring != ring)
        continue;
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
        resume_all (self, NULL, TRUE);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
ring_unref (gpointer data)
{
  Ring *ring = data;

  if (--ring->ref_count > 0)
    return;
  for (guint i = 0; i < RING_SIZE; i++)
    g_clear_pointer (&ring->frames[i].text, g_bytes_unref);
  g_free (ring);
}

static Ring *
get_ring (InlayEvents *self,
          const char  *app)
{
  Ring *ring = g_hash_table_lookup (self->rings, app);

  if (ring == NULL)
    {
      ring = g_new0 (Ring, 1);
      ring->ref_count = 1;
      g_hash_table_insert (self->rings, g_strdup (app), ring);
    }
  return ring;
}

InlayEvents *
inlay_events_new (InlayMetrics *metrics,
                  InlayAuth    *auth)
{
  InlayEvents *self = g_new0 (InlayEvents, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->metrics = metrics;
  self->auth = auth;
  self->rings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ring_unref);
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
  resume_all (self, NULL, FALSE);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->pulse, g_thread_join);
}

void
inlay_events_free (InlayEvents *self)
{
  g_assert (self->pulse == NULL);
  g_hash_table_unref (self->rings);
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

/* What is not public goes by its own name to those who may see it. */
static GBytes *
frame_text (InlayRegistryChange *change,
            gboolean            *is_public)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (public_kinds); i++)
    for (guint j = 0; strcmp (change->kind, public_kinds[i].kind) == 0 && j < 2; j++)
      if (public_kinds[i].names[j] != NULL)
        append_frame (text, change, public_kinds[i].names[j]);
  *is_public = text->len > 0;
  if (!*is_public)
    append_frame (text, change, change->kind);
  return g_string_free_to_bytes (text);
}

/**
 * inlay_events_add:
 * @self: the events
 * @app: the application it happened to
 * @change: what was committed
 */
void
inlay_events_add (InlayEvents         *self,
                  const char          *app,
                  InlayRegistryChange *change)
{
  gboolean is_public;
  GBytes *text = frame_text (change, &is_public);
  gint64 newest;
  Ring *ring;
  Frame *frame;

  g_mutex_lock (&self->lock);
  ring = get_ring (self, app);
  newest = ring->end > 0 ? ring->frames[(ring->end - 1) % RING_SIZE].generation : -1;
  frame = &ring->frames[ring->end++ % RING_SIZE];
  /* Who was away for long, or has just begun, does not know all. */
  if (change->generation != newest + 1)
    ring->lost = change->generation - 1;
  else if (frame->text != NULL)
    ring->lost = MAX (ring->lost, frame->generation);
  g_clear_pointer (&frame->text, g_bytes_unref);
  frame->text = text;
  frame->is_public = is_public;
  frame->generation = change->generation;
  resume_all (self, ring, FALSE);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_EVENTS, 1);
}

/**
 * inlay_events_end:
 * @self: the events
 * @app: an application that was deleted
 *
 * Ends its streams. One of the same name that comes later has others.
 */
void
inlay_events_end (InlayEvents *self,
                  const char  *app)
{
  Ring *ring;

  g_mutex_lock (&self->lock);
  if ((ring = g_hash_table_lookup (self->rings, app)) != NULL)
    {
      ring->is_over = TRUE;
      resume_all (self, ring, FALSE);
      g_hash_table_remove (self->rings, app);
    }
  g_mutex_unlock (&self->lock);
}

static gboolean
may_see_all (InlayEvents *self,
             const char  *app,
             InlayGrant  *grant)
{
  g_autoptr (InlayGrant) now = inlay_auth_renew (self->auth, grant);

  return now != NULL && inlay_role_includes (now->role, INLAY_ROLE_VIEWER) && inlay_grant_check (now, "application", app, NULL);
}

/**
 * inlay_events_review:
 * @self: the events
 *
 * The tokens are others now: ends the streams of who may not see all any more. What expires ends when
 * there is something to tell, at the latest with the next heartbeat.
 */
void
inlay_events_review (InlayEvents *self)
{
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      Stream *stream = value;

      if (stream->grant == NULL || stream->is_denied || may_see_all (self, stream->app, stream->grant))
        continue;
      stream->is_denied = TRUE;
      resume (stream);
    }
  g_mutex_unlock (&self->lock);
}

static guint64
first_in_ring (Ring *ring)
{
  return ring->end > RING_SIZE ? ring->end - RING_SIZE : 0;
}

static const char *
find_last_words (Stream *stream)
{
  InlayGrant *grant = stream->grant;

  if (stream->is_denied || (grant != NULL && grant->expires != 0 && grant->expires <= g_get_real_time ()))
    return DENIED;
  if (stream->ring->is_over)
    return DELETED;
  /* It reads slower than things happen. */
  return stream->next < first_in_ring (stream->ring) ? MISSED : NULL;
}

/* What there is to send next; NULL: nothing yet, or ever. */
static GBytes *
next_text (Stream *stream)
{
  Ring *ring = stream->ring;
  const char *last = stream->is_over ? NULL : find_last_words (stream);

  if (last != NULL)
    {
      stream->is_over = TRUE;
      return g_bytes_new_static (last, strlen (last));
    }
  while (!stream->is_over &&  stream->next < ring->end)
    {
      Frame *frame = &ring->frames[stream->next++ % RING_SIZE];

      stream->beat = FALSE;
      if (frame->is_public || stream->grant != NULL)
        return g_bytes_ref (frame->text);
    }
  if (!stream->beat || stream->is_over)
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
  gboolean is_end;

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
  else if (!self->stopping && !stream->is_over)
    {
      stream->suspended = TRUE;
      MHD_suspend_connection (stream->connection);
    }
  is_end = chunk == 0 && (self->stopping || stream->is_over);
  g_mutex_unlock (&self->lock);
  return !is_end ? (ssize_t) chunk : MHD_CONTENT_READER_END_OF_STREAM;
}

static void
free_stream (void *data)
{
  Stream *stream = data;
  InlayEvents *self = stream->events;

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->streams, stream);
  ring_unref (stream->ring);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_STREAMS_OPEN, -1);
  g_clear_pointer (&stream->sending, g_bytes_unref);
  g_clear_pointer (&stream->grant, inlay_grant_unref);
  g_free (stream->app);
  g_free (stream);
}

/* Where a client goes on that saw everything up to @seen. */
static guint64
find_next (Ring   *ring,
           gint64  seen)
{
  guint64 next = ring->end;

  while (next > first_in_ring (ring) && ring->frames[(next - 1) % RING_SIZE].generation > seen)
    next--;
  return next;
}

/**
 * inlay_events_subscribe:
 * @self: the events
 * @app: an application
 * @grant: (nullable): by what the client may see everything; %NULL: it sees what is public
 * @connection: a client
 * @last_event_id: (nullable): the last event it saw
 *
 * Returns: (transfer full) (nullable): an answer that goes on until the client is gone; %NULL when
 *   what follows @last_event_id is forgotten already
 */
struct MHD_Response *
inlay_events_subscribe (InlayEvents           *self,
                        const char            *app,
                        InlayGrant            *grant,
                        struct MHD_Connection *connection,
                        const char            *last_event_id)
{
  gint64 seen = last_event_id != NULL ? g_ascii_strtoll (last_event_id, NULL, 10) : G_MAXINT64;
  struct MHD_Response *response;
  gboolean is_gone;
  Stream *stream;
  Ring *ring;

  g_mutex_lock (&self->lock);
  ring = get_ring (self, app);
  is_gone = seen < ring->lost;
  if (!is_gone)
    {
      stream = g_new0 (Stream, 1);
      stream->events = self;
      stream->ring = ring;
      ring->ref_count++;
      stream->app = g_strdup (app);
      stream->grant = grant != NULL ? inlay_grant_ref (grant) : NULL;
      stream->connection = connection;
      stream->sending = g_bytes_new_static (HELLO, strlen (HELLO));
      stream->next = find_next (ring, seen);
      g_hash_table_add (self->streams, stream);
    }
  g_mutex_unlock (&self->lock);
  if (is_gone)
    return NULL;
  inlay_metrics_add (self->metrics, INLAY_METRIC_STREAMS_OPEN, 1);

  response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK_SIZE, read_stream, stream, free_stream);
  MHD_add_response_header (response, "Content-Type", "text/event-stream");
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Accel-Buffering", "no");
  MHD_add_response_header (response, "Access-Control-Allow-Origin", "*");
  return response;
}
