/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-watch.h"

#include <string.h>

/* The safety net when nobody tells; also what keeps the lead. */
#define POLL_MS 2000
#define RETRY_MS 200

struct _InlayWatch
{
  InlayRegistryStore *store;
  InlayWriter *writer;
  GThread *thread;
  GCancellable *cancellable;
  GHashTable *seen;      /* application -> InlayRegistryMarks */
  gint64 epoch;          /* this and the next are read by all threads */
  gint64 away_since;     /* monotonic; 0: it is there */
};

static gboolean
marks_are_equal (GHashTable *one,
                 GHashTable *other)
{
  GHashTableIter iter;
  gpointer app, marks;

  if (one == NULL || g_hash_table_size (one) != g_hash_table_size (other))
    return FALSE;
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &app, &marks))
    {
      const InlayRegistryMarks *there = g_hash_table_lookup (other, app);

      if (there == NULL || memcmp (there, marks, sizeof *there) != 0)
        return FALSE;
    }
  return TRUE;
}

/* On a server a mark may have come without a notice; in a file no commit is overlooked. */
static gboolean
look (InlayWatch  *self,
      gboolean     changed,
      GError     **error)
{
  GHashTable *now;

  if (!changed && !inlay_registry_store_is_server (self->store))
    return TRUE;
  if (!(now = inlay_registry_store_list_marks (self->store, error)))
    return FALSE;
  if (!marks_are_equal (self->seen, now))
    inlay_writer_look (self->writer);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  self->seen = now;
  return TRUE;
}

static void
note (InlayWatch *self,
      gint64      epoch,
      gboolean    is_there)
{
  gint64 since = __atomic_load_n (&self->away_since, __ATOMIC_RELAXED);

  __atomic_store_n (&self->epoch, epoch, __ATOMIC_RELAXED);
  __atomic_store_n (&self->away_since, is_there ? 0 : since != 0 ? since : g_get_monotonic_time (), __ATOMIC_RELAXED);
}

/* Watches until something goes wrong or the watch ends. */
static gboolean
watch (InlayWatch  *self,
       GError     **error)
{
  gboolean changed = TRUE;
  gint64 epoch = 0;

  if (!inlay_registry_store_listen (self->store, error))
    return FALSE;
  /* The writer may not have come to see what was seen before. */
  g_clear_pointer (&self->seen, g_hash_table_unref);
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (!look (self, changed, error) || !inlay_registry_store_lead (self->store, &epoch, error))
        return FALSE;
      note (self, epoch, TRUE);
      if (!inlay_registry_store_wait (self->store, POLL_MS, self->cancellable, &changed, error))
        return FALSE;
    }
  return TRUE;
}

static void
rest (InlayWatch *self)
{
  GPollFD fd;

  if (!g_cancellable_make_pollfd (self->cancellable, &fd))
    return;
  g_poll (&fd, 1, RETRY_MS);
  g_cancellable_release_fd (self->cancellable);
}

static gpointer
watch_thread (gpointer data)
{
  InlayWatch *self = data;
  gboolean has_told = FALSE;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GError) error = NULL;

      if (watch (self, &error))
        break;
      note (self, 0, !inlay_registry_store_is_gone (self->store));
      if (!has_told)
        g_warning ("other processes are not seen: %s", error->message);
      has_told = inlay_registry_store_is_gone (self->store);
      rest (self);
    }
  return NULL;
}

/**
 * inlay_watch_new:
 * @store: (transfer full): the registry, the watch's from now on
 * @writer: told when others wrote; outlives the watch
 *
 * Returns: (transfer full): the watch, at work
 */
InlayWatch *
inlay_watch_new (InlayRegistryStore *store,
                 InlayWriter        *writer)
{
  InlayWatch *self = g_new0 (InlayWatch, 1);

  self->store = store;
  self->writer = writer;
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("watch", watch_thread, self);
  return self;
}

/**
 * inlay_watch_get_epoch:
 * @self: a watch
 *
 * Returns: the epoch in which this process leads, to be checked where something is done about what
 *   was decided in it (inlay_registry_store_check_epoch()); 0 while another leads
 */
gint64
inlay_watch_get_epoch (InlayWatch *self)
{
  return __atomic_load_n (&self->epoch, __ATOMIC_RELAXED);
}

/**
 * inlay_watch_get_stale:
 * @self: a watch
 *
 * Returns: for how many seconds the database has been away, at least 1; 0: it is there
 */
guint
inlay_watch_get_stale (InlayWatch *self)
{
  gint64 since = __atomic_load_n (&self->away_since, __ATOMIC_RELAXED);

  return since != 0 ? (guint) ((g_get_monotonic_time () - since) / G_USEC_PER_SEC) + 1 : 0;
}

/**
 * inlay_watch_stop:
 * @self: (transfer full): a watch
 */
void
inlay_watch_stop (InlayWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  inlay_registry_store_close (self->store);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_object_unref (self->cancellable);
  g_free (self);
}
