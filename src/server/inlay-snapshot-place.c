/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot.h"

/* Two slots: readers announce themselves at the current one and look again; the writer fills the
 * other one once nobody is there. A reader stays for two instructions. */

/**
 * inlay_snapshot_place_get:
 * @self: a place
 *
 * Returns: (transfer full): the newest snapshot
 */
InlaySnapshot *
inlay_snapshot_place_get (InlaySnapshotPlace *self)
{
  for (;;)
    {
      gint slot = g_atomic_int_get (&self->current);

      g_atomic_int_inc (&self->readers[slot]);
      if (g_atomic_int_get (&self->current) == slot)
        {
          InlaySnapshot *snapshot = inlay_snapshot_ref (self->slots[slot]);

          g_atomic_int_add (&self->readers[slot], -1);
          return snapshot;
        }
      g_atomic_int_add (&self->readers[slot], -1);
    }
}

/**
 * inlay_snapshot_place_set:
 * @self: a place
 * @snapshot: (transfer full): what is to be found there from now on
 */
void
inlay_snapshot_place_set (InlaySnapshotPlace *self,
                          InlaySnapshot      *snapshot)
{
  gint slot = 1 - g_atomic_int_get (&self->current);
  InlaySnapshot *old;

  while (g_atomic_int_get (&self->readers[slot]) != 0)
    g_thread_yield ();

  old = g_steal_pointer (&self->slots[slot]);
  self->slots[slot] = snapshot;
  g_atomic_int_set (&self->current, slot);
  g_clear_pointer (&old, inlay_snapshot_unref);
}

void
inlay_snapshot_place_clear (InlaySnapshotPlace *self)
{
  g_clear_pointer (&self->slots[0], inlay_snapshot_unref);
  g_clear_pointer (&self->slots[1], inlay_snapshot_unref);
}
