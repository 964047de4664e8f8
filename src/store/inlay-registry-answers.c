/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-answers.h"

#include "inlay-registry-private.h"

#define KEPT_FOR (24 * G_TIME_SPAN_HOUR)

void
inlay_registry_answer_free (InlayRegistryAnswer *self)
{
  g_free (self->request);
  g_clear_pointer (&self->answer, json_node_unref);
  g_free (self->location);
  g_free (self);
}

/**
 * inlay_registry_store_find_answer:
 * @self: a store
 * @write: who asks, and when
 * @key: under which the request goes
 * @error: return location; not set when there is no such answer
 *
 * Returns: (transfer full) (nullable): what was answered to @key within the last day
 */
InlayRegistryAnswer *
inlay_registry_store_find_answer (InlayRegistryStore        *self,
                                  const InlayRegistryWrite  *write,
                                  const char                *key,
                                  GError                   **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT request, status, answer, location FROM idempotency"
                                " WHERE app = ? AND actor = ? AND key = ? AND created_at > ?", "sssi", self->app, write->actor, key,
                                write->now - KEPT_FOR);
  InlayRegistryAnswer *answer;

  if (!inlay_statement_step (statement, error))
    return NULL;
  answer = g_new0 (InlayRegistryAnswer, 1);
  answer->request = inlay_registry_dup_text (statement, 0);
  answer->status = (guint) inlay_statement_get_int (statement, 1);
  answer->answer = inlay_registry_read_json (statement, 2);
  answer->location = inlay_registry_dup_text (statement, 3);
  return answer;
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *key;
  const InlayRegistryAnswer *answer;
} Keep;

static gboolean
run_keep (InlayRegistryStore  *self,
          gpointer             data,
          GError             **error)
{
  Keep *run = data;

  return inlay_registry_store_exec (self, error, "DELETE FROM idempotency WHERE created_at <= ?", "i", run->write->now - KEPT_FOR) &&
         inlay_registry_store_exec (self, error, "INSERT INTO idempotency (app, actor, key, request, status, answer, location,"
                                    " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "ssssijsi", self->app, run->write->actor,
                                    run->key, run->answer->request, (gint64) run->answer->status, run->answer->answer,
                                    run->answer->location, run->write->now);
}

/**
 * inlay_registry_store_keep_answer:
 * @self: a store
 * @write: who asked, and when
 * @key: under which the request went
 * @answer: what was answered
 * @error: return location
 *
 * Answers older than a day are forgotten.
 *
 * Returns: whether it is kept
 */
gboolean
inlay_registry_store_keep_answer (InlayRegistryStore         *self,
                                  const InlayRegistryWrite   *write,
                                  const char                 *key,
                                  const InlayRegistryAnswer  *answer,
                                  GError                    **error)
{
  Keep run = { write, key, answer };

  return inlay_registry_store_run (self, run_keep, &run, error);
}
