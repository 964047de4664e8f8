/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

#include <unistd.h>

#include "inlay-engine.h"

#define LAST_CALL (G_USEC_PER_SEC / 2)
#define FINISH_TIMEOUT (10 * G_USEC_PER_SEC)
#define STREAMS_TIMEOUT (2 * G_USEC_PER_SEC)
#define FINISH_STEP 5000
#define SILENCE G_USEC_PER_SEC

/**
 * inlay_server_drain:
 * @self: a server
 *
 * From now on /readyz says that it will stop, so that nobody sends new visitors here.
 */
void
inlay_server_drain (InlayServer *self)
{
  g_atomic_int_set (&self->state, INLAY_SERVER_DRAINING);
}

gboolean
inlay_server_is_open (InlayServer *self)
{
  return g_atomic_int_get (&self->state) == INLAY_SERVER_OPEN;
}

/* A body of which nothing comes is not waited for: it may be from somebody who is gone, and if it came it
 * would be refused. Who is sent away leaves the bodies before it leaves those at work. */
static gboolean
is_at_work (InlayServer *self,
            gboolean     with_streams)
{
  gint at_work = g_atomic_int_get (&self->at_work);

  return at_work > (with_streams ? 0 : g_atomic_int_get (&self->streams)) + (gint) inlay_guests_cut (self->guests, SILENCE);
}

static void
wait_for_requests (InlayServer *self,
                   gboolean     with_streams,
                   gint64       until)
{
  while (g_get_monotonic_time () < until && is_at_work (self, with_streams))
    g_usleep (FINISH_STEP);
}

/* Who was let in may still ask; the answer says that it was the last. Browsers connect in advance, so
 * nobody is waited for long. */
static void
last_call (InlayServer *self)
{
  gint64 until = g_get_monotonic_time () + LAST_CALL;

  g_atomic_int_set (&self->state, INLAY_SERVER_DRAINING);
  while (self->daemon != NULL && g_get_monotonic_time () < until &&
         (inlay_guests_expect (self->guests) || g_atomic_int_get (&self->at_work) > g_atomic_int_get (&self->streams)))
    g_usleep (FINISH_STEP);
}

/**
 * inlay_server_stop:
 * @self: a server
 *
 * Takes no new connections and no new writes, answers what was asked, ends the streams, closes.
 */
void
inlay_server_stop (InlayServer *self)
{
  int fd = self->daemon != NULL ? MHD_quiesce_daemon (self->daemon) : -1;
  gint64 until;

  last_call (self);
  until = g_get_monotonic_time () + FINISH_TIMEOUT;
  for (InlayServerState state = INLAY_SERVER_CLOSING; state <= INLAY_SERVER_CLOSED; state++)
    {
      g_atomic_int_set (&self->state, (gint) state);
      wait_for_requests (self, FALSE, until);
    }
  if (self->monitor != NULL)
    {
      inlay_writer_set_notify (self->writer, NULL, NULL);
      g_clear_pointer (&self->monitor, inlay_monitor_stop);
    }
  inlay_server_end_slow (self);
  g_clear_pointer (&self->chores, inlay_chores_stop);
  g_clear_pointer (&self->watch, inlay_watch_stop);
  if (self->writer != NULL && self->daemon != NULL)
    inlay_engine_look (self->writer, &self->place, self->page_key, 0);
  if (self->writer != NULL)
    inlay_writer_stop (self->writer);
  if (self->events != NULL)
    inlay_events_stop (self->events);
  wait_for_requests (self, TRUE, g_get_monotonic_time () + STREAMS_TIMEOUT);
  g_clear_pointer (&self->daemon, MHD_stop_daemon);
  if (fd >= 0)
    close (fd);
}

void
inlay_server_free (InlayServer *self)
{
  inlay_server_stop (self);
  g_clear_pointer (&self->writer, inlay_writer_free);
  g_clear_pointer (&self->events, inlay_events_free);
  inlay_snapshot_place_clear (&self->place);
  g_clear_pointer (&self->guests, inlay_guests_free);
  g_clear_pointer (&self->log, inlay_request_log_free);
  g_clear_pointer (&self->proxies, g_array_unref);
  g_free (self->origin);
  g_free (self->page_key);
  g_clear_pointer (&self->auth, inlay_auth_free);
  g_clear_pointer (&self->hosts, inlay_hosts_free);
  g_clear_pointer (&self->files, inlay_registry_store_close);
  g_clear_pointer (&self->file_cache, g_hash_table_unref);
  g_mutex_clear (&self->store_lock);
  g_mutex_clear (&self->file_lock);
  g_free (self->uri);
  g_free (self);
}
