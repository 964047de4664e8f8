/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-engine.h"

#include <inlay-core.h>

/* Whose doing the audit says it is. */
#define ENGINE "registry"

typedef struct
{
  gint64 epoch;
  char *key;
  InlayExposures *exposures;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_free (self->key);
  inlay_exposures_unref (self->exposures);
  g_free (self);
}

static JsonNode *
look (InlayWork  *work,
      gpointer    data,
      GError    **error)
{
  gint64 now = g_get_real_time ();
  InlayRegistryWrite write = { ENGINE, now };
  Look *self = data;
  gboolean changed = FALSE;

  if (!inlay_exposures_flush (self->exposures, work->store, self->key, now, error))
    return NULL;
  if (self->epoch != 0 && inlay_registry_store_check_epoch (work->store, self->epoch, error) &&
      inlay_registry_store_tick_rollout (work->store, &write, INLAY_VERDICT_PERCENTAGE, &changed, error) && changed)
    work->changed |= INLAY_PART_CONTROL;
  return NULL;
}

/* That the database is away the writer tells itself. */
static void
looked (gpointer        user_data,
        InlayJobResult *result)
{
  Look *self = user_data;

  inlay_exposures_settle (self->exposures, result->error == NULL);
  if (result->error != NULL && !g_error_matches (result->error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE))
    g_message ("the rollouts are not looked after: %s", result->error->message);
}

/**
 * inlay_engine_look:
 * @writer: the writer
 * @place: where the newest snapshots are
 * @key: the registry's secret
 * @epoch: in which this process leads; 0, or when another leads by the time the job runs, nothing
 *   but what this process told itself is looked after
 *
 * Looks after the rollouts of all applications and writes down who was told of variants. What goes
 * wrong is logged and tried again at the next look.
 */
void
inlay_engine_look (InlayWriter        *writer,
                   InlaySnapshotPlace *place,
                   const char         *key,
                   gint64              epoch)
{
  g_autoptr (GPtrArray) snapshots = inlay_snapshot_place_list (place);

  for (guint i = 0; i < snapshots->len; i++)
    {
      InlaySnapshot *snapshot = g_ptr_array_index (snapshots, i);
      Look *job = g_new0 (Look, 1);

      job->epoch = epoch;
      job->key = g_strdup (key);
      job->exposures = inlay_exposures_ref (inlay_snapshot_get_exposures (snapshot));
      inlay_writer_queue (writer, inlay_snapshot_get_app (snapshot), look, job, look_free, looked, job);
    }
}
