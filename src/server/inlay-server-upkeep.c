/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

#define SLOW_THREADS 4
#define FORGET_PERIOD G_TIME_SPAN_HOUR
#define FORGET_AT_ONCE 500

typedef struct
{
  void (*work) (gpointer data, GCancellable *cancellable);
  gpointer data;
} Slow;

static void
run_slow (gpointer data,
          gpointer user_data)
{
  g_autofree Slow *slow = data;
  InlayServer *self = user_data;

  slow->work (slow->data, self->stopping);
}

/**
 * inlay_server_do_slowly:
 * @self: a server that listens
 * @work: what to do, in another thread
 * @data: for @work, which is always called
 */
void
inlay_server_do_slowly (InlayServer  *self,
                        void        (*work) (gpointer data, GCancellable *cancellable),
                        gpointer      data)
{
  Slow *slow = g_new0 (Slow, 1);

  slow->work = work;
  slow->data = data;
  g_thread_pool_push (self->slow, slow, NULL);
}

/**
 * inlay_server_end_slow:
 * @self: a server that takes no more requests, whose writer still runs
 *
 * Waits for backups and what else is slow.
 */
void
inlay_server_end_slow (InlayServer *self)
{
  if (self->slow == NULL)
    return;
  g_cancellable_cancel (self->stopping);
  g_thread_pool_free (g_steal_pointer (&self->slow), FALSE, TRUE);
  g_clear_pointer (&self->backup, inlay_backup_free);
  g_clear_object (&self->stopping);
}

/**
 * inlay_server_set_upkeep:
 * @self: a server that does not listen yet
 * @database: the address of its registry
 * @folder: (nullable): where backups go
 * @keep: for how many days pages stay open when nobody says otherwise
 * @traffic_log: for how many days past decisions can be explained
 */
void
inlay_server_set_upkeep (InlayServer *self,
                         const char  *database,
                         const char  *folder,
                         guint        keep,
                         guint        traffic_log)
{
  self->keep = keep;
  self->traffic_log = traffic_log;
  self->stopping = g_cancellable_new ();
  self->slow = g_thread_pool_new (run_slow, self, SLOW_THREADS, FALSE, NULL);
  if (folder != NULL)
    self->backup = inlay_backup_new (database, folder);
}

/**
 * inlay_server_get_backup:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what makes backups; %NULL: the operator named no folder
 */
InlayBackup *
inlay_server_get_backup (InlayServer *self)
{
  return self->backup;
}

guint
inlay_server_get_keep (InlayServer *self)
{
  return self->keep;
}

/* A part of them, so that no other write waits long; what is left is done next. */
static JsonNode *
forget (InlayWork  *work,
        gpointer    before,
        GError    **error)
{
  guint n_forgotten;

  if (!inlay_registry_store_forget_traffic (work->store, *(gint64 *) before, FORGET_AT_ONCE, &n_forgotten, error))
    return NULL;
  return inlay_json_new_int (n_forgotten);
}

/* What deleted applications left, likewise. */
static JsonNode *
clear (InlayWork  *work,
       gpointer    data,
       GError    **error)
{
  guint n_cleared;

  if (!inlay_registry_store_clear_remains (work->store, FORGET_AT_ONCE, &n_cleared, error))
    return NULL;
  return inlay_json_new_int (n_cleared);
}

static void
forgotten (gpointer        server,
           InlayJobResult *result)
{
  InlayServer *self = server;

  if (result->answer != NULL && json_node_get_int (result->answer) == FORGET_AT_ONCE)
    __atomic_store_n (&self->forget_at, 0, __ATOMIC_RELAXED);
}

/**
 * inlay_server_forget:
 * @self: a server that listens
 *
 * Called by the chores, again and again. Once an hour, and until nothing is left, the process that
 * leads lets go of what decisions were made from too long ago, and of what deleted applications left.
 */
void
inlay_server_forget (InlayServer *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 before = g_get_real_time () - self->traffic_log * G_TIME_SPAN_DAY;
  g_autoptr (GPtrArray) snapshots = NULL;

  if (self->traffic_log == 0 || inlay_watch_get_epoch (self->watch) == 0 || now < __atomic_load_n (&self->forget_at, __ATOMIC_RELAXED))
    return;
  __atomic_store_n (&self->forget_at, now + FORGET_PERIOD, __ATOMIC_RELAXED);
  inlay_writer_queue (self->writer, INLAY_REGISTRY_APP, clear, NULL, NULL, forgotten, self);
  snapshots = inlay_snapshot_place_list (&self->place);
  for (guint i = 0; i < snapshots->len; i++)
    inlay_writer_queue (self->writer, inlay_snapshot_get_app (g_ptr_array_index (snapshots, i)), forget,
                        g_memdup2 (&before, sizeof before), g_free, forgotten, self);
}
