/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot.h"

/* Two slots: readers announce themselves at the current one and look again; the writer fills the
 * other one once nobody is there. A reader stays for one look-up. A slot holds a table of the
 * applications that is never changed, only replaced. */

/**
 * inlay_snapshot_place_get:
 * @self: a place
 * @app: an application
 *
 * Returns: (transfer full) (nullable): its newest snapshot
 */
InlaySnapshot *
inlay_snapshot_place_get (InlaySnapshotPlace *self,
                          const char         *app)
{
  for (;;)
    {
      gint slot = g_atomic_int_get (&self->current);

      g_atomic_int_inc (&self->readers[slot]);
      if (g_atomic_int_get (&self->current) == slot)
        {
          InlaySnapshot *snapshot = self->slots[slot] != NULL ? g_hash_table_lookup (self->slots[slot], app) : NULL;

          if (snapshot != NULL)
            inlay_snapshot_ref (snapshot);
          g_atomic_int_add (&self->readers[slot], -1);
          return snapshot;
        }
      g_atomic_int_add (&self->readers[slot], -1);
    }
}

/**
 * inlay_snapshot_place_list:
 * @self: a place
 *
 * Returns: (transfer full) (element-type InlaySnapshot): the newest snapshot of each application
 */
GPtrArray *
inlay_snapshot_place_list (InlaySnapshotPlace *self)
{
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_snapshot_unref);
  gboolean done = FALSE;

  while (!done)
    {
      gint slot = g_atomic_int_get (&self->current);

      g_atomic_int_inc (&self->readers[slot]);
      done = g_atomic_int_get (&self->current) == slot;
      if (done && self->slots[slot] != NULL)
        {
          GHashTableIter iter;
          gpointer snapshot;

          g_hash_table_iter_init (&iter, self->slots[slot]);
          while (g_hash_table_iter_next (&iter, NULL, &snapshot))
            g_ptr_array_add (snapshots, inlay_snapshot_ref (snapshot));
        }
      g_atomic_int_add (&self->readers[slot], -1);
    }
  return snapshots;
}

/* Only the writer replaces tables, so it may look at the current one at leisure. */
static GHashTable *
copy_table (GHashTable *table)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_snapshot_unref);
  GHashTableIter iter;
  gpointer app, snapshot;

  if (table == NULL)
    return copy;
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &app, &snapshot))
    g_hash_table_insert (copy, g_strdup (app), inlay_snapshot_ref (snapshot));
  return copy;
}

/**
 * inlay_snapshot_place_set:
 * @self: a place
 * @app: an application
 * @snapshot: (transfer full) (nullable): what is to be found there from now on; %NULL: the
 *   application is gone
 */
void
inlay_snapshot_place_set (InlaySnapshotPlace *self,
                          const char         *app,
                          InlaySnapshot      *snapshot)
{
  gint current = g_atomic_int_get (&self->current);
  gint slot = 1 - current;
  GHashTable *table = copy_table (self->slots[current]);
  GHashTable *old;

  if (snapshot != NULL)
    g_hash_table_insert (table, g_strdup (app), snapshot);
  else
    g_hash_table_remove (table, app);
  while (g_atomic_int_get (&self->readers[slot]) != 0)
    g_thread_yield ();

  old = g_steal_pointer (&self->slots[slot]);
  self->slots[slot] = table;
  g_atomic_int_set (&self->current, slot);
  g_clear_pointer (&old, g_hash_table_unref);
}

void
inlay_snapshot_place_clear (InlaySnapshotPlace *self)
{
  g_clear_pointer (&self->slots[0], g_hash_table_unref);
  g_clear_pointer (&self->slots[1], g_hash_table_unref);
}
