/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rules.h"

#include "inlay-registry-private.h"

/* What decisions were made from, for those who ask why later. */

static gboolean
is_logged (InlayRegistryStore *self,
           const char         *text)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT traffic FROM traffic_log WHERE app = ? ORDER BY generation DESC LIMIT 1", "s",
                                self->app);

  return inlay_statement_step (statement, NULL) && g_strcmp0 (inlay_statement_get_text (statement, 0), text) == 0;
}

static gboolean
log_traffic (InlayRegistryStore  *self,
             gint64               now,
             GError             **error)
{
  g_autoptr (JsonNode) traffic = NULL;
  g_autoptr (InlayRegistryRoute) route = NULL;
  g_autofree char *text = NULL;
  GError *unknown = NULL;

  /* One that is deleted by now decides nothing. */
  if (!inlay_registry_store_has_app (self, &unknown))
    {
      if (unknown != NULL)
        g_propagate_error (error, unknown);
      return unknown == NULL;
    }
  if (!(traffic = inlay_registry_store_get_traffic (self, error)) || !(route = inlay_registry_store_get_route (self, error)))
    return FALSE;
  text = inlay_json_write (traffic, INLAY_JSON_DEFAULT);
  return is_logged (self, text) ||
         inlay_registry_store_exec (self, error, "INSERT INTO traffic_log (app, generation, at, traffic) VALUES (?, ?, ?, ?)", "siis",
                                    self->app, route->generation, now, text);
}

gboolean
inlay_registry_log_traffic (InlayRegistryStore  *self,
                            GError             **error)
{
  g_autofree char *app = g_steal_pointer (&self->changed);
  char *current = self->app;
  gboolean good;

  if (app == NULL)
    return TRUE;
  self->app = app;
  good = log_traffic (self, self->changed_at, error);
  self->app = current;
  return good;
}

gboolean
inlay_registry_note_traffic (InlayRegistryStore  *self,
                             gint64               now,
                             GError             **error)
{
  if (self->group == NULL)
    return log_traffic (self, now, error);
  if (g_strcmp0 (self->changed, self->app) != 0 && !inlay_registry_log_traffic (self, error))
    return FALSE;
  g_free (self->changed);
  self->changed = g_strdup (self->app);
  self->changed_at = now;
  return TRUE;
}

/**
 * inlay_registry_store_get_traffic_at:
 * @self: a store
 * @at: a time
 * @generation: (out): of the change that brought it about
 * @error: return location
 *
 * Returns: (transfer full): what decisions were made from at that time
 */
JsonNode *
inlay_registry_store_get_traffic_at (InlayRegistryStore  *self,
                                     gint64               at,
                                     gint64              *generation,
                                     GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT traffic, generation FROM traffic_log WHERE app = ? AND at <= ?"
                                " ORDER BY generation DESC LIMIT 1", "si", self->app, at);

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "nothing was decided at that time, or what it was decided from is not kept any more");
      return NULL;
    }
  *generation = inlay_statement_get_int (statement, 1);
  return inlay_registry_read_json (statement, 0);
}

typedef struct
{
  gint64 before;
  guint at_once;
  guint n_forgotten;
} Forget;

/* What held at that time is not too old: it is what a decision right after it was made from. */
static gboolean
run_forget (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Forget *run = data;

  if (!inlay_registry_store_exec (self, error, "DELETE FROM traffic_log WHERE app = ?1 AND generation IN"
                                  " (SELECT generation FROM traffic_log WHERE app = ?1 AND (generation <"
                                  " (SELECT generation FROM traffic_log WHERE app = ?1 AND at <= ?2 ORDER BY at DESC, generation DESC LIMIT 1)"
                                  " OR generation <= (SELECT generation FROM traffic_log WHERE app = ?1 ORDER BY generation DESC"
                                  " LIMIT 1 OFFSET ?3)) ORDER BY generation LIMIT ?4)", "siii", self->app, run->before,
                                  (gint64) INLAY_REGISTRY_MAX_TRAFFIC, (gint64) run->at_once))
    return FALSE;
  run->n_forgotten = inlay_registry_store_get_n_changed (self);
  return TRUE;
}

/**
 * inlay_registry_store_forget_traffic:
 * @self: a store
 * @before: a time
 * @at_once: how many to forget at most
 * @n_forgotten: (out): how many were
 * @error: return location
 *
 * Forgets what decisions were made from before @before, the oldest first, and what is beyond
 * %INLAY_REGISTRY_MAX_TRAFFIC. Decisions from @before on can still be made again.
 *
 * Returns: whether it worked
 */
gboolean
inlay_registry_store_forget_traffic (InlayRegistryStore  *self,
                                     gint64               before,
                                     guint                at_once,
                                     guint               *n_forgotten,
                                     GError             **error)
{
  Forget run = { before, at_once, 0 };
  gboolean done = inlay_registry_store_run (self, run_forget, &run, error);

  *n_forgotten = run.n_forgotten;
  return done;
}
