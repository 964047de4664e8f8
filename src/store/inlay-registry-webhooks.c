/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-webhooks.h"

#include "inlay-registry-private.h"

#define MAX_WEBHOOKS 50

typedef struct
{
  const InlayRegistryWrite *write;
  const char *id;
  const char *url;
  const char *secret;
  JsonNode *events;
  int active;
} Run;

static JsonNode *
describe (const char *id)
{
  return inlay_json_new_object ("webhook", inlay_json_new_string (id), NULL);
}

static gint64
count_webhooks (InlayRegistryStore *self)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT count (*) FROM webhooks WHERE app = ? AND active >= 0", "s", self->app);

  return inlay_statement_step (statement, NULL) ? inlay_statement_get_int (statement, 0) : 0;
}

static gboolean
run_add (InlayRegistryStore  *self,
         gpointer             data,
         GError             **error)
{
  Run *run = data;

  if (count_webhooks (self) >= MAX_WEBHOOKS)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "there are %d webhooks already", MAX_WEBHOOKS);
      return FALSE;
    }
  return inlay_registry_store_exec (self, error, "INSERT INTO webhooks (id, app, url, secret, events, active, created_by, created_at)"
                                    " VALUES (?, ?, ?, ?, ?, 1, ?, ?)", "ssssjsi", run->id, self->app, run->url, run->secret,
                                    run->events, run->write->actor, run->write->now) &&
         inlay_registry_store_touch (self, run->write, "webhook-created", describe (run->id), NULL, error);
}

/**
 * inlay_registry_store_add_webhook:
 * @self: a store
 * @write: who adds it, and when
 * @url: where it goes
 * @secret: what it is signed with
 * @events: an array of kinds, `*` for all
 * @error: return location
 *
 * Returns: (transfer full): its id
 */
char *
inlay_registry_store_add_webhook (InlayRegistryStore        *self,
                                  const InlayRegistryWrite  *write,
                                  const char                *url,
                                  const char                *secret,
                                  JsonNode                  *events,
                                  GError                   **error)
{
  g_autofree char *id = inlay_registry_new_id (write->now);
  Run run = { write, id, url, secret, events, 1 };

  return inlay_registry_store_run (self, run_add, &run, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
check_changed (InlayRegistryStore  *self,
               const char          *id,
               GError             **error)
{
  if (inlay_registry_store_get_n_changed (self) > 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no webhook %s", id);
  return FALSE;
}

static gboolean
run_change (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;

  return inlay_registry_store_exec (self, error, "UPDATE webhooks SET url = coalesce (?, url), events = coalesce (?, events),"
                                    " active = CASE WHEN ? < 0 THEN active ELSE ? END WHERE app = ? AND id = ? AND active >= 0",
                                    "sjiiss", run->url, run->events, (gint64) run->active, (gint64) run->active, self->app, run->id) &&
         check_changed (self, run->id, error) &&
         inlay_registry_store_touch (self, run->write, "webhook-changed", describe (run->id), NULL, error);
}

/**
 * inlay_registry_store_change_webhook:
 * @self: a store
 * @write: who changes it, and when
 * @id: of a webhook
 * @url: (nullable): where it goes from now on
 * @events: (nullable): what it is told from now on
 * @active: whether it is told anything; -1 leaves that as it is
 * @error: return location
 *
 * Returns: whether it was changed
 */
gboolean
inlay_registry_store_change_webhook (InlayRegistryStore        *self,
                                     const InlayRegistryWrite  *write,
                                     const char                *id,
                                     const char                *url,
                                     JsonNode                  *events,
                                     int                        active,
                                     GError                   **error)
{
  Run run = { write, id, url, NULL, events, active };

  return inlay_registry_store_run (self, run_change, &run, error);
}

static gboolean
run_delete (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;

  return inlay_registry_store_exec (self, error, "DELETE FROM webhook_deliveries WHERE app = ? AND webhook = ?", "ss", self->app,
                                    run->id) &&
         inlay_registry_store_exec (self, error, "DELETE FROM webhooks WHERE app = ? AND id = ?", "ss", self->app, run->id) &&
         check_changed (self, run->id, error) &&
         inlay_registry_store_touch (self, run->write, "webhook-deleted", describe (run->id), NULL, error);
}

/**
 * inlay_registry_store_delete_webhook:
 * @self: a store
 * @write: who takes it away, and when
 * @id: of a webhook
 * @error: return location
 *
 * Returns: whether it is gone, with what was to be sent
 */
gboolean
inlay_registry_store_delete_webhook (InlayRegistryStore        *self,
                                     const InlayRegistryWrite  *write,
                                     const char                *id,
                                     GError                   **error)
{
  Run run = { .write = write, .id = id };

  return inlay_registry_store_run (self, run_delete, &run, error);
}

/**
 * inlay_registry_store_list_webhooks:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an array, oldest first; no secrets
 */
JsonNode *
inlay_registry_store_list_webhooks (InlayRegistryStore  *self,
                                    GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, url, events, active, created_by, created_at FROM webhooks WHERE app = ?"
                                " ORDER BY created_at, id", "s", self->app);

  return inlay_registry_rows (statement, "id:s,url:s,events:j,active:i,createdBy:s,createdAt:t", error);
}

/**
 * inlay_registry_store_list_deliveries:
 * @self: a store
 * @webhook: of a webhook
 * @error: return location
 *
 * Returns: (transfer full): an array of the last ones, newest first
 */
JsonNode *
inlay_registry_store_list_deliveries (InlayRegistryStore  *self,
                                      const char          *webhook,
                                      GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, generation, kind, payload, status, tries, due_at, answered, failure, created_at,"
                                " done_at FROM webhook_deliveries WHERE app = ? AND webhook = ? ORDER BY created_at DESC, id DESC"
                                " LIMIT 100", "ss", self->app, webhook);

  return inlay_registry_rows (statement, "id:s,generation:i,event:s,payload:j,status:s,tries:i,dueAt:t,answered:i,error:s,createdAt:t,"
                              "doneAt:t", error);
}

static gboolean
run_redeliver (InlayRegistryStore  *self,
               gpointer             data,
               GError             **error)
{
  Run *run = data;

  if (!inlay_registry_store_exec (self, error, "UPDATE webhook_deliveries SET status = 'pending', tries = 0, due_at = ?,"
                                  " done_at = NULL WHERE app = ? AND webhook = ? AND id = ?", "isss", run->write->now, self->app,
                                  run->id, run->url))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) > 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no delivery %s", run->url);
  return FALSE;
}

/**
 * inlay_registry_store_redeliver:
 * @self: a store
 * @write: who wants it, and when
 * @webhook: of a webhook
 * @delivery: one of its deliveries
 * @error: return location
 *
 * Returns: whether it is going to be sent again
 */
gboolean
inlay_registry_store_redeliver (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                const char                *webhook,
                                const char                *delivery,
                                GError                   **error)
{
  Run run = { .write = write, .id = webhook, .url = delivery };

  return inlay_registry_store_run (self, run_redeliver, &run, error);
}

static gboolean
wants (JsonNode   *events,
       const char *kind)
{
  JsonArray *array = events != NULL && JSON_NODE_HOLDS_ARRAY (events) ? json_node_get_array (events) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (strcmp (json_array_get_string_element (array, i), "*") == 0 || strcmp (json_array_get_string_element (array, i), kind) == 0)
      return TRUE;
  return FALSE;
}

static GPtrArray *
list_wanting (InlayRegistryStore  *self,
              const char          *kind,
              GError             **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, events FROM webhooks WHERE app = ? AND active = 1 ORDER BY id", "s", self->app);

  while (inlay_statement_step (statement, error))
    {
      g_autoptr (JsonNode) events = inlay_registry_read_json (statement, 1);

      if (wants (events, kind))
        g_ptr_array_add (ids, inlay_registry_dup_text (statement, 0));
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&ids);
}

/**
 * inlay_registry_store_fill_outbox:
 * @self: a store, within a control write
 * @now: the time
 * @generation: of the write
 * @kind: what happened
 * @payload: to what, as JSON
 * @error: return location
 *
 * Returns: whether every webhook that wants to know is going to be told
 */
gboolean
inlay_registry_store_fill_outbox (InlayRegistryStore  *self,
                                  gint64               now,
                                  gint64               generation,
                                  const char          *kind,
                                  const char          *payload,
                                  GError             **error)
{
  g_autoptr (GPtrArray) ids = list_wanting (self, kind, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autofree char *id = inlay_registry_new_id (now);

      if (!inlay_registry_store_exec (self, error, "INSERT INTO webhook_deliveries (id, app, webhook, generation, kind, payload, status,"
                                      " tries, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)", "sssissii", id,
                                      self->app, g_ptr_array_index (ids, i), generation, kind, payload, now, now))
        return FALSE;
    }
  return ids != NULL;
}
