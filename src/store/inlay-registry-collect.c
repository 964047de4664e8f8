/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-upkeep.h"

#include "inlay-registry-private.h"
#include "inlay-registry-rules.h"

/* How far rollbacks can go however long ago that was. */
#define KEPT_STEPS "10"

/* Rows that are much larger than the others go this many times fewer at a time. */
#define LARGE 20

/* What a page that was opened at ?3 or later may have been: served then, on its way to be, or to be
 * returned to. Whatever rolled anything back or forth since then might have served any activation. */
#define KEPT \
  "WITH RECURSIVE chain (app, parent, deployment, depth) AS (" \
  " SELECT a.app, a.parent, a.deployment, 0 FROM routes r JOIN activations a ON a.id = r.activation" \
  " UNION ALL SELECT a.app, a.parent, a.deployment, c.depth + 1 FROM chain c JOIN activations a ON a.id = c.parent" \
  " WHERE c.depth < " KEPT_STEPS ")," \
  " newest (app, environment, at) AS (" \
  " SELECT app, environment, max (completed_at) FROM deployments WHERE status <> 'failed' AND completed_at < ?3" \
  " GROUP BY app, environment)," \
  " kept (app, revision) AS (" \
  " SELECT d.app, d.revision FROM chain c JOIN deployments d ON d.id = c.deployment" \
  " UNION SELECT app, active_rev FROM routes UNION SELECT app, previous_rev FROM routes UNION SELECT app, canary_rev FROM routes" \
  " UNION SELECT d.app, d.revision FROM environments e JOIN deployments d ON d.id = e.deployment" \
  " UNION SELECT app, revision FROM deployments WHERE completed_at >= ?3" \
  " UNION SELECT d.app, d.revision FROM newest n JOIN deployments d ON d.app = n.app AND d.environment = n.environment" \
  " AND d.completed_at = n.at WHERE d.status <> 'failed'" \
  " UNION SELECT d.app, d.revision FROM activations n JOIN activations a ON a.id = n.parent" \
  " JOIN deployments d ON d.id = a.deployment WHERE n.at >= ?3" \
  " UNION SELECT d.app, d.revision FROM activations a JOIN deployments d ON d.id = a.deployment" \
  " WHERE a.app IN (SELECT app FROM changes WHERE kind LIKE 'roll%' AND at >= ?3)" \
  " UNION SELECT app, revision FROM rollouts WHERE coalesce (ended_at, ?3) >= ?3" \
  " UNION SELECT app, stable_revision FROM rollouts WHERE coalesce (ended_at, ?3) >= ?3" \
  " UNION SELECT app, revision FROM proposals WHERE status = 'pending')"

#define COLLECT_REVISIONS \
  KEPT \
  " UPDATE revisions SET page = ?1, manifest = '{}', collected_at = ?2 WHERE (app, digest) IN (" \
  " SELECT app, digest FROM revisions WHERE collected_at IS NULL AND created_at < ?3" \
  " EXCEPT SELECT app, revision FROM kept ORDER BY 1, 2 LIMIT ?4)"

#define COLLECT_FILES \
  "DELETE FROM blobs WHERE digest IN (SELECT digest FROM blobs b" \
  " WHERE NOT EXISTS (SELECT 1 FROM module_files f WHERE f.digest = b.digest) LIMIT ?)"

#define COLLECT_ANSWERS \
  "DELETE FROM idempotency WHERE (app, actor, key) IN (" \
  "SELECT app, actor, key FROM idempotency WHERE created_at < ? LIMIT ?)"

#define COLLECT_DELIVERIES \
  "DELETE FROM webhook_deliveries WHERE id IN (" \
  "SELECT id FROM webhook_deliveries WHERE status <> 'pending' AND created_at < ? LIMIT ?)"

#define COLLECT_EXPOSED \
  "DELETE FROM exposed WHERE (app, experiment, variant, unit) IN (" \
  "SELECT app, experiment, variant, unit FROM exposed WHERE day < ? LIMIT ?)"

typedef struct
{
  const InlayRegistryWrite *write;
  gint64 keep;
  gint64 at_once;
  InlayRegistryCollected collected;
} Collect;

/* One after the other, so that what takes longest to find is not looked for once it is gone. */
enum { REVISIONS, FILES, ANSWERS, DELIVERIES, EXPOSED, N_STAGES };

static gboolean
run_stage (InlayRegistryStore  *self,
           Collect             *run,
           gint64               limit,
           GError             **error)
{
  gint64 now = run->write->now, before = now - run->keep;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  switch (run->collected.stage)
    {
    case REVISIONS:
      return inlay_registry_store_exec (self, error, COLLECT_REVISIONS, "biii", nothing, now, before, limit);
    case FILES:
      return inlay_registry_store_exec (self, error, COLLECT_FILES, "i", limit);
    case ANSWERS:
      return inlay_registry_store_exec (self, error, COLLECT_ANSWERS, "ii", now - G_TIME_SPAN_DAY, limit);
    case DELIVERIES:
      return inlay_registry_store_exec (self, error, COLLECT_DELIVERIES, "ii", before, limit);
    default:
      return inlay_registry_store_exec (self, error, COLLECT_EXPOSED, "ii", now - INLAY_REGISTRY_EXPOSED_DAYS * G_TIME_SPAN_DAY,
                                        limit);
    }
}

static gboolean
run_collect (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  Collect *run = data;
  InlayRegistryCollected *collected = &run->collected;
  guint *counts[N_STAGES] = { &collected->n_revisions, &collected->n_files, &collected->n_notes, &collected->n_notes,
                              &collected->n_notes };
  gboolean is_full = FALSE;
  guint n;

  if (!inlay_registry_clear_remains (self, "", run->at_once, &n, error))
    return FALSE;
  if (n >= run->at_once)
    return TRUE;

  while (collected->stage < N_STAGES && !is_full)
    {
      gint64 limit = collected->stage == FILES ? MAX (run->at_once / LARGE, 1) : run->at_once;

      if (!run_stage (self, run, limit, error))
        return FALSE;
      n = inlay_registry_store_get_n_changed (self);
      *counts[collected->stage] += n;
      is_full = n >= limit;
      if (!is_full)
        collected->stage++;
    }
  collected->is_done = !is_full;
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
 * @at_once: how many of each kind at most; larger ones fewer
 * @collected: (inout): what went, added to what went before; says whether there is more
 * @error: return location
 *
 * Lets go of what nobody can load any more, of all applications: what deleted ones left, pages of
 * revisions that were not served for @keep and are not among the last ten to return to, files of no module, old answers to
 * repeated requests, old deliveries, and who was counted for an experiment but has no browser left
 * that knows it. The history stays. Each call is a transaction of its own; to be called again until
 * all is done.
 *
 * Returns: whether it was done
 */
gboolean
inlay_registry_store_collect (InlayRegistryStore        *self,
                              const InlayRegistryWrite  *write,
                              gint64                     keep,
                              guint                      at_once,
                              InlayRegistryCollected    *collected,
                              GError                   **error)
{
  Collect run = { write, keep, at_once, { .stage = collected->stage } };

  g_return_val_if_fail (keep >= 0 && at_once > 0, FALSE);

  if (!inlay_registry_store_run (self, run_collect, &run, error))
    return FALSE;
  collected->n_revisions += run.collected.n_revisions;
  collected->n_files += run.collected.n_files;
  collected->n_notes += run.collected.n_notes;
  collected->is_done = run.collected.is_done;
  collected->stage = run.collected.stage;
  return TRUE;
}
