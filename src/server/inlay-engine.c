/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-engine.h"

#include <inlay-core.h>

/* Whose doing the audit says it is. */
#define ENGINE "registry"

static JsonNode *
look (InlayWork  *work,
      gpointer    data,
      GError    **error)
{
  gint64 now = g_get_real_time ();
  InlayRegistryWrite write = { ENGINE, now };
  gint64 *epoch = data;
  gboolean changed = FALSE;

  if (work->snapshot != NULL &&
      !inlay_exposures_flush (inlay_snapshot_get_exposures (work->snapshot), work->store, now, error))
    return NULL;
  if (*epoch != 0 && inlay_registry_store_check_epoch (work->store, *epoch, error) &&
      inlay_registry_store_tick_rollout (work->store, &write, INLAY_VERDICT_PERCENTAGE, &changed, error) && changed)
    work->changed |= INLAY_PART_CONTROL;
  return NULL;
}

/* That the database is away the writer tells itself. */
static void
looked (gpointer        user_data,
        InlayJobResult *result)
{
  if (result->error != NULL && !g_error_matches (result->error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE))
    g_message ("the rollouts are not looked after: %s", result->error->message);
}

/**
 * inlay_engine_look:
 * @writer: the writer
 * @place: where the newest snapshots are
 * @epoch: in which this process leads; 0, or when another leads by the time the job runs, nothing
 *   but what this process counted itself is looked after
 *
 * Looks after the rollouts of all applications and writes down what was counted. What goes wrong is
 * logged and tried again at the next look.
 */
void
inlay_engine_look (InlayWriter        *writer,
                   InlaySnapshotPlace *place,
                   gint64              epoch)
{
  g_autoptr (GPtrArray) snapshots = inlay_snapshot_place_list (place);

  for (guint i = 0; i < snapshots->len; i++)
    inlay_writer_queue (writer, inlay_snapshot_get_app (g_ptr_array_index (snapshots, i)), look,
                        g_memdup2 (&epoch, sizeof epoch), g_free, looked, NULL);
}
