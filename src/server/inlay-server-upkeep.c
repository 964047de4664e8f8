/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

#define SLOW_THREADS 4

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
 */
void
inlay_server_set_upkeep (InlayServer *self,
                         const char  *database,
                         const char  *folder,
                         guint        keep)
{
  self->keep = keep;
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
