/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-webhooks.h"

#include "inlay-registry-private.h"

/* Who took a delivery has this long to send it before another one may. */
#define LEASE (60 * G_USEC_PER_SEC)
#define KEPT_FOR (30 * G_TIME_SPAN_DAY)

/* After the first, second… try that failed. */
static const gint64 waits[INLAY_WEBHOOK_TRIES] = {
  5 * G_USEC_PER_SEC, 30 * G_USEC_PER_SEC, 2 * G_TIME_SPAN_MINUTE, 10 * G_TIME_SPAN_MINUTE,
  G_TIME_SPAN_HOUR, 3 * G_TIME_SPAN_HOUR, 8 * G_TIME_SPAN_HOUR, 0,
};

void
inlay_registry_delivery_free (InlayRegistryDelivery *self)
{
  g_free (self->id);
  g_free (self->url);
  g_free (self->secret);
  g_free (self->kind);
  g_free (self->body);
  g_free (self);
}

static char *
write_body (InlayStatement *statement)
{
  g_autofree char *at = inlay_registry_time (inlay_statement_get_int (statement, 6));
  g_autoptr (JsonNode) node =
    inlay_json_new_object ("id", inlay_json_new_string (inlay_statement_get_text (statement, 0)),
                           "app", inlay_json_new_string (inlay_statement_get_text (statement, 7)),
                           "event", inlay_json_new_string (inlay_statement_get_text (statement, 3)),
                           "generation", inlay_json_new_int (inlay_statement_get_int (statement, 5)),
                           "createdAt", inlay_json_new_string (at),
                           "data", inlay_registry_read_json (statement, 4), NULL);

  return inlay_json_write (node, INLAY_JSON_DEFAULT);
}

typedef struct
{
  gint64 now;
  guint limit;
  GPtrArray *taken;
  const char *id;
  guint answered;
  const char *failure;
} Run;

static gboolean
read_due (InlayRegistryStore  *self,
          Run                 *run,
          GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT d.id, w.url, w.secret, d.kind, d.payload, d.generation, d.created_at, d.app"
                                " FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook"
                                " WHERE d.status = 'pending' AND d.due_at <= ? ORDER BY d.due_at, d.id LIMIT ?", "ii", run->now,
                                (gint64) run->limit);

  while (inlay_statement_step (statement, error))
    {
      InlayRegistryDelivery *delivery = g_new0 (InlayRegistryDelivery, 1);

      delivery->id = inlay_registry_dup_text (statement, 0);
      delivery->url = inlay_registry_dup_text (statement, 1);
      delivery->secret = inlay_registry_dup_text (statement, 2);
      delivery->kind = inlay_registry_dup_text (statement, 3);
      delivery->body = write_body (statement);
      g_ptr_array_add (run->taken, delivery);
    }
  return !inlay_statement_has_failed (statement);
}

static gboolean
run_take (InlayRegistryStore  *self,
          gpointer             data,
          GError             **error)
{
  Run *run = data;

  if (!read_due (self, run, error))
    return FALSE;
  for (guint i = 0; i < run->taken->len; i++)
    if (!inlay_registry_store_exec (self, error, "UPDATE webhook_deliveries SET due_at = ? WHERE id = ?", "is", run->now + LEASE,
                                    ((InlayRegistryDelivery *) g_ptr_array_index (run->taken, i))->id))
      return FALSE;
  return TRUE;
}

/**
 * inlay_registry_store_take_deliveries:
 * @self: a store
 * @now: the time
 * @limit: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayRegistryDelivery): what is to be sent now, of all
 *   applications
 */
GPtrArray *
inlay_registry_store_take_deliveries (InlayRegistryStore  *self,
                                      gint64               now,
                                      guint                limit,
                                      GError             **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_delivery_free);
  Run run = { .now = now, .limit = limit, .taken = taken };

  return inlay_registry_store_run (self, run_take, &run, error) ? g_steal_pointer (&taken) : NULL;
}

static gint64
get_tries (InlayRegistryStore *self,
           const char         *id)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT tries FROM webhook_deliveries WHERE id = ?", "s", id);

  return inlay_statement_step (statement, NULL) ? inlay_statement_get_int (statement, 0) : INLAY_WEBHOOK_TRIES;
}

static gboolean
run_finish (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Run *run = data;
  gint64 tries = MIN (get_tries (self, run->id) + 1, INLAY_WEBHOOK_TRIES);
  gboolean is_over = run->failure == NULL || tries == INLAY_WEBHOOK_TRIES;
  const char *status = run->failure == NULL ? "delivered" : is_over ? "failed" : "pending";

  return inlay_registry_store_exec (self, error, "UPDATE webhook_deliveries SET status = ?, tries = ?, due_at = ?, answered ="
                                    " nullif (?, 0), failure = ?, done_at = nullif (?, 0) WHERE id = ?", "siiisis", status, tries,
                                    run->now + waits[tries - 1], (gint64) run->answered, run->failure, is_over ? run->now : (gint64) 0,
                                    run->id) &&
         inlay_registry_store_exec (self, error, "DELETE FROM webhook_deliveries WHERE status <> 'pending' AND done_at < ?", "i",
                                    run->now - KEPT_FOR);
}

/**
 * inlay_registry_store_finish_delivery:
 * @self: a store
 * @now: the time
 * @id: of a delivery that was taken
 * @answered: the status it was answered with, 0 for none
 * @failure: (nullable): why it did not arrive
 * @error: return location
 *
 * What did not arrive is tried again later and later, eight times in all.
 *
 * Returns: whether that is kept
 */
gboolean
inlay_registry_store_finish_delivery (InlayRegistryStore  *self,
                                      gint64               now,
                                      const char          *id,
                                      guint                answered,
                                      const char          *failure,
                                      GError             **error)
{
  Run run = { .now = now, .id = id, .answered = answered, .failure = failure };

  return inlay_registry_store_run (self, run_finish, &run, error);
}

/**
 * inlay_registry_store_list_due:
 * @self: a store
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full): an array of {kind, app} of what waits for its time no longer, of all
 *   applications; kind is "switch", "environment" or "delivery"
 */
JsonNode *
inlay_registry_store_list_due (InlayRegistryStore  *self,
                               gint64               now,
                               GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT 'switch', app FROM schedules WHERE status = 'waiting' AND due_at <= ?1"
                                " UNION SELECT 'environment', app FROM environments WHERE expires_at <= ?1"
                                " UNION SELECT 'delivery', app FROM webhook_deliveries WHERE status = 'pending' AND due_at <= ?1", "i",
                                now);

  return inlay_registry_rows (statement, "kind:s,app:s", error);
}
