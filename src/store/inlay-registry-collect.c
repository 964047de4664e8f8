/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-upkeep.h"

#include "inlay-registry-private.h"
#include "inlay-registry-rules.h"

/* How far rollbacks can go however long ago that was. */
#define KEPT_STEPS "10"

/* What a page that was opened at ?3 or later may have been: served then, on its way to be, or to be
 * returned to. Whatever rolled anything back or forth since then might have served any activation. */
#define COLLECT_REVISIONS \
  "WITH RECURSIVE chain (app, parent, deployment, depth) AS (" \
  " SELECT a.app, a.parent, a.deployment, 0 FROM routes r JOIN activations a ON a.id = r.activation" \
  " UNION ALL SELECT a.app, a.parent, a.deployment, c.depth + 1 FROM chain c JOIN activations a ON a.id = c.parent" \
  " WHERE c.depth < " KEPT_STEPS ")," \
  " kept (app, revision) AS (" \
  " SELECT d.app, d.revision FROM chain c JOIN deployments d ON d.id = c.deployment" \
  " UNION SELECT app, active_rev FROM routes UNION SELECT app, previous_rev FROM routes UNION SELECT app, canary_rev FROM routes" \
  " UNION SELECT d.app, d.revision FROM environments e JOIN deployments d ON d.id = e.deployment" \
  " UNION SELECT app, revision FROM deployments WHERE completed_at >= ?3" \
  " UNION SELECT d.app, d.revision FROM deployments d WHERE d.status <> 'failed' AND d.completed_at < ?3 AND NOT EXISTS" \
  " (SELECT 1 FROM deployments o WHERE o.app = d.app AND o.environment = d.environment AND o.status <> 'failed'" \
  " AND o.completed_at < ?3 AND (o.completed_at > d.completed_at OR (o.completed_at = d.completed_at AND o.id > d.id)))" \
  " UNION SELECT d.app, d.revision FROM activations a JOIN deployments d ON d.id = a.deployment" \
  " WHERE EXISTS (SELECT 1 FROM activations n WHERE n.parent = a.id AND n.at >= ?3)" \
  " OR EXISTS (SELECT 1 FROM changes x WHERE x.app = a.app AND x.kind LIKE 'roll%' AND x.at >= ?3)" \
  " UNION SELECT app, revision FROM rollouts WHERE coalesce (ended_at, ?3) >= ?3" \
  " UNION SELECT app, stable_revision FROM rollouts WHERE coalesce (ended_at, ?3) >= ?3" \
  " UNION SELECT app, revision FROM proposals WHERE status = 'pending')" \
  " UPDATE revisions SET page = ?1, manifest = '{}', collected_at = ?2 WHERE collected_at IS NULL AND created_at < ?3" \
  " AND NOT EXISTS (SELECT 1 FROM kept WHERE kept.app = revisions.app AND kept.revision = revisions.digest)"

#define COLLECT_FILES \
  "DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM module_files f WHERE f.digest = blobs.digest)"

typedef struct
{
  const InlayRegistryWrite *write;
  gint64 keep;
  InlayRegistryCollected *collected;
} Collect;

static gboolean
run_collect (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  Collect *run = data;
  InlayRegistryCollected *collected = run->collected;
  gint64 now = run->write->now;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  if (!inlay_registry_store_exec (self, error, COLLECT_REVISIONS, "bii", nothing, now, now - run->keep))
    return FALSE;
  collected->n_revisions = inlay_registry_store_get_n_changed (self);
  if (!inlay_registry_store_exec (self, error, COLLECT_FILES, ""))
    return FALSE;
  collected->n_files = inlay_registry_store_get_n_changed (self);
  if (!inlay_registry_store_exec (self, error, "DELETE FROM idempotency WHERE created_at < ?", "i", now - G_TIME_SPAN_DAY))
    return FALSE;
  collected->n_notes = inlay_registry_store_get_n_changed (self);
  if (!inlay_registry_store_exec (self, error, "DELETE FROM webhook_deliveries WHERE status <> 'pending' AND created_at < ?", "i",
                                  now - run->keep))
    return FALSE;
  collected->n_notes += inlay_registry_store_get_n_changed (self);
  if (!inlay_registry_store_exec (self, error, "DELETE FROM exposed WHERE day < ?", "i",
                                  now - INLAY_REGISTRY_EXPOSED_DAYS * G_TIME_SPAN_DAY))
    return FALSE;
  collected->n_notes += inlay_registry_store_get_n_changed (self);

  return collected->n_revisions + collected->n_files == 0 ||
         inlay_registry_store_touch (self, run->write, "collected",
                                     inlay_json_new_object ("revisions", inlay_json_new_int (collected->n_revisions),
                                                            "files", inlay_json_new_int (collected->n_files), NULL), NULL, error);
}

/**
 * inlay_registry_store_collect:
 * @self: a store
 * @write: who does it, and when
 * @keep: for how long pages stay open, in microseconds
 * @collected: (out): what went
 * @error: return location
 *
 * Lets go of what nobody can load any more, of all applications: pages of revisions that were not
 * served for @keep and are not among the last ten to return to, files of no module, old answers to
 * repeated requests, old deliveries, and who was counted for an experiment but has no browser left
 * that knows it. The history stays.
 *
 * Returns: whether it was done
 */
gboolean
inlay_registry_store_collect (InlayRegistryStore        *self,
                              const InlayRegistryWrite  *write,
                              gint64                     keep,
                              InlayRegistryCollected    *collected,
                              GError                   **error)
{
  Collect run = { write, keep, collected };

  g_return_val_if_fail (keep >= 0, FALSE);

  *collected = (InlayRegistryCollected) { 0 };
  return inlay_registry_store_run (self, run_collect, &run, error);
}
