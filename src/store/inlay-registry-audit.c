/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-store.h"

#include "inlay-registry-private.h"
#include "inlay-registry-webhooks.h"

static char *
dup_last_hash (InlayRegistryStore *self)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT hash FROM audit WHERE app = ? ORDER BY generation DESC LIMIT 1", "s",
                                self->app);

  return inlay_statement_step (statement, NULL) ? inlay_registry_dup_text (statement, 0) : g_strdup ("");
}

gboolean
inlay_registry_store_touch (InlayRegistryStore        *self,
                            const InlayRegistryWrite  *write,
                            const char                *kind,
                            JsonNode                  *payload,
                            gint64                    *generation,
                            GError                   **error)
{
  G_GNUC_UNUSED g_autoptr (JsonNode) owned = payload;
  g_autofree char *detail = inlay_json_write (payload, INLAY_JSON_DEFAULT);
  g_autofree char *previous = dup_last_hash (self);
  g_autofree char *hash = NULL;
  g_autoptr (InlayRegistryRoute) route = NULL;

  if (!inlay_registry_store_exec (self, error, "UPDATE routes SET generation = generation + 1 WHERE app = ?", "s",
                                  self->app) ||
      !(route = inlay_registry_store_get_route (self, error)))
    return FALSE;

  inlay_sql_notify (self->sql, INLAY_REGISTRY_CHANNEL);
  if (generation != NULL)
    *generation = route->generation;
  hash = inlay_audit_entry_hash (&(InlayAuditEntry) { previous, route->generation, write->now, write->actor, kind, detail, NULL });
  return inlay_registry_store_exec (self, error,
                                    "INSERT INTO changes (app, generation, kind, payload, at) VALUES (?, ?, ?, ?, ?)",
                                    "sissi", self->app, route->generation, kind, detail, write->now) &&
         inlay_registry_store_exec (self, error, "INSERT INTO audit (app, generation, at, actor, action, detail, previous, hash)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "siisssss", self->app, route->generation,
                                    write->now, write->actor, kind, detail, previous, hash) &&
         inlay_registry_store_fill_outbox (self, write->now, route->generation, kind, detail, error) &&
         inlay_registry_note_traffic (self, write->now, error);
}

/**
 * inlay_registry_store_check_audit:
 * @self: a store
 * @error: return location; set when an entry was changed, added or taken out
 *
 * Each audit entry holds the hash of the one before it.
 *
 * Returns: (transfer full) (nullable): the last hash, worth keeping elsewhere
 */
char *
inlay_registry_store_check_audit (InlayRegistryStore  *self,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT generation, at, actor, action, detail, previous, hash FROM audit"
                                " WHERE app = ? ORDER BY generation", "s", self->app);
  g_autofree char *last = g_strdup ("");

  for (gint64 expected = 1; inlay_statement_step (statement, error); expected++)
    {
      InlayAuditEntry entry = {
        .generation = inlay_statement_get_int (statement, 0), .at = inlay_statement_get_int (statement, 1),
        .actor = inlay_statement_get_text (statement, 2), .action = inlay_statement_get_text (statement, 3),
        .detail = inlay_statement_get_text (statement, 4), .previous = inlay_statement_get_text (statement, 5),
        .hash = inlay_statement_get_text (statement, 6),
      };

      if (!inlay_audit_entry_follows (&entry, expected, last, error))
        return NULL;
      g_free (last);
      last = g_strdup (entry.hash);
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&last);
}

/**
 * inlay_registry_store_list_audit:
 * @self: a store
 * @since: a generation
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full): an array of the entries after @since, oldest first
 */
JsonNode *
inlay_registry_store_list_audit (InlayRegistryStore  *self,
                                 gint64               since,
                                 guint                limit,
                                 GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT generation, at, at, actor, action, detail, previous, hash FROM audit"
                                " WHERE app = ? AND generation > ? ORDER BY generation LIMIT ?", "sii", self->app, since,
                                (gint64) limit);

  return inlay_registry_rows (statement, "generation:i,at:t,microseconds:i,actor:s,action:s,detail:j,previous:s,hash:s", error);
}
