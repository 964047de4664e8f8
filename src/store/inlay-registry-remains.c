/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-upkeep.h"

#include "inlay-registry-private.h"

/* Of deleted applications, or of the one that is named. */
#define GONE "(SELECT id FROM apps WHERE deleted_at IS NOT NULL AND (?1 = '' OR id = ?1))"

#define REMAINS(table, key) \
  "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table " WHERE app IN " GONE " LIMIT ?2)"

/* Each behind what refers to it; an activation refers to an earlier one. */
static const char * const remains[] = {
  REMAINS ("webhook_deliveries", "id"),
  REMAINS ("webhooks", "id"),
  REMAINS ("idempotency", "app, actor, key"),
  REMAINS ("exposures", "app, experiment, variant, day"),
  REMAINS ("exposed", "app, experiment, variant, unit"),
  REMAINS ("traffic_log", "app, generation"),
  REMAINS ("changes", "app, generation"),
  "DELETE FROM activations WHERE id IN (SELECT id FROM activations WHERE app IN " GONE " ORDER BY id DESC LIMIT ?2)",
  REMAINS ("environments", "app, name"),
  "DELETE FROM deployment_modules WHERE (deployment, module_id) IN (SELECT m.deployment, m.module_id FROM deployments d"
  " JOIN deployment_modules m ON m.deployment = d.id WHERE d.app IN " GONE " LIMIT ?2)",
  REMAINS ("deployments", "id"),
  REMAINS ("revisions", "app, digest"),
  REMAINS ("composition_revisions", "app, id, number"),
  REMAINS ("module_files", "app, module_id, version, name"),
  REMAINS ("modules", "app, module_id, version"),
};

gboolean
inlay_registry_clear_remains (InlayRegistryStore  *self,
                              const char          *app,
                              gint64               at_once,
                              guint               *n_cleared,
                              GError             **error)
{
  *n_cleared = 0;
  for (guint i = 0; i < G_N_ELEMENTS (remains) && *n_cleared < at_once; i++)
    {
      if (!inlay_registry_store_exec (self, error, remains[i], "si", app, at_once - *n_cleared))
        return FALSE;
      *n_cleared += inlay_registry_store_get_n_changed (self);
    }
  return TRUE;
}

typedef struct
{
  gint64 at_once;
  guint n_cleared;
} Clear;

static gboolean
run_clear (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  Clear *run = data;

  return inlay_registry_clear_remains (self, "", run->at_once, &run->n_cleared, error);
}

/**
 * inlay_registry_store_clear_remains:
 * @self: a store
 * @at_once: how many rows at most
 * @n_cleared: (out): how many there were
 * @error: return location
 *
 * Clears away what deleted applications left, in a transaction of its own; to be called again as long
 * as there are @at_once.
 *
 * Returns: whether it was done
 */
gboolean
inlay_registry_store_clear_remains (InlayRegistryStore  *self,
                                    guint                at_once,
                                    guint               *n_cleared,
                                    GError             **error)
{
  Clear run = { at_once, 0 };
  gboolean done = inlay_registry_store_run (self, run_clear, &run, error);

  *n_cleared = run.n_cleared;
  return done;
}
