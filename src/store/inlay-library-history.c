/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-library-private.h"

#define SNAPSHOT_INTERVAL 64

/* A loaded document's way into the library. */
typedef struct
{
  InlayLibrary *library;
  char         *key;
  gint64        revision;   /* of the document when it was last read or written */
} Journal;

static void
journal_free (gpointer data)
{
  Journal *self = data;

  g_object_unref (self->library);
  g_free (self->key);
  g_free (self);
}

/**
 * inlay_library_write_snapshot:
 * @key: a document
 * @number: how many steps into its history
 * @composition: its state there
 *
 * Returns: whether the state is kept
 */
gboolean
inlay_library_write_snapshot (InlayLibrary      *self,
                              const char        *key,
                              guint              number,
                              InlayComposition  *composition,
                              GError           **error)
{
  g_autoptr (InlayStatement) statement = NULL;
  g_autofree char *tree = NULL;

  tree = inlay_json_write (inlay_composition_get_root (composition), INLAY_JSON_DEFAULT);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT OR REPLACE INTO snapshot (document, number, tree) "
                                    "VALUES (?1, ?2, ?3)");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, number);
  inlay_statement_bind_text (statement, 3, tree);
  return inlay_statement_run (statement, error);
}

/* Steps and snapshots from a state on are cut off: another one takes their place. */
static gboolean
cut_history (InlayLibrary  *self,
             const char    *key,
             guint          number,
             GError       **error)
{
  const char *deletions[] = {
    "DELETE FROM step WHERE document = ?1 AND number >= ?2",
    "DELETE FROM snapshot WHERE document = ?1 AND number >= ?2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (deletions); i++)
    {
      g_autoptr (InlayStatement) statement = NULL;

      statement = inlay_sql_prepare (inlay_library_get_sqlite (self), deletions[i]);
      inlay_statement_bind_text (statement, 1, key);
      inlay_statement_bind_int (statement, 2, number);
      if (!inlay_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_step (InlayLibrary             *self,
            const char               *key,
            const InlayJournalEntry  *entry,
            GError                  **error)
{
  g_autoptr (InlayStatement) statement = NULL;
  g_autofree char *patch = NULL;
  g_autofree char *inverse = NULL;

  if (!cut_history (self, key, entry->position, error))
    return FALSE;

  patch = inlay_json_write (inlay_transaction_get_patch (entry->transaction), INLAY_JSON_DEFAULT);
  inverse = inlay_json_write (entry->inverse, INLAY_JSON_DEFAULT);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT INTO step (document, number, name, merge_key, subject, "
                                    "patch, inverse) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, entry->position);
  inlay_statement_bind_text (statement, 3, inlay_transaction_get_name (entry->transaction));
  inlay_statement_bind_text (statement, 4, inlay_transaction_get_merge_key (entry->transaction));
  inlay_statement_bind_text (statement, 5, inlay_transaction_get_subject (entry->transaction));
  inlay_statement_bind_text (statement, 6, patch);
  inlay_statement_bind_text (statement, 7, inverse);

  return inlay_statement_run (statement, error) &&
         (entry->position % SNAPSHOT_INTERVAL != 0 ||
          inlay_library_write_snapshot (self, key, entry->position, entry->composition, error));
}

static gboolean
write_position (Journal                  *self,
                const InlayJournalEntry  *entry,
                GError                  **error)
{
  InlaySql *sqlite = inlay_library_get_sqlite (self->library);
  g_autoptr (InlayStatement) statement = NULL;

  statement = inlay_sql_prepare (sqlite,
                                    "UPDATE document SET position = ?3, modified = ?4, id = ?5, "
                                    "name = ?6, n_pages = ?7, n_instances = ?8, "
                                    "revision = revision + 1 WHERE key = ?1 AND revision = ?2");
  inlay_statement_bind_text (statement, 1, self->key);
  inlay_statement_bind_int (statement, 2, self->revision);
  inlay_statement_bind_int (statement, 3, entry->position);
  inlay_statement_bind_int (statement, 4, inlay_library_get_time (self->library));
  inlay_statement_bind_text (statement, 5, inlay_composition_get_id (entry->composition));
  inlay_statement_bind_text (statement, 6, inlay_composition_get_name (entry->composition));
  inlay_statement_bind_int (statement, 7, g_strv_length ((char **) inlay_composition_get_pages (entry->composition)));
  inlay_statement_bind_int (statement, 8, inlay_composition_get_n_instances (entry->composition));
  if (!inlay_statement_run (statement, error))
    return FALSE;

  if (inlay_sql_get_n_changed (sqlite) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_STALE,
                   "%s was changed elsewhere since it was opened here",
                   inlay_composition_get_name (entry->composition));
      return FALSE;
    }

  return TRUE;
}

static gboolean
journal_cb (const InlayJournalEntry  *entry,
            gpointer                  user_data,
            GError                  **error)
{
  Journal *self = user_data;
  g_autoptr (InlaySqlGuard) guard = NULL;

  if (!(guard = inlay_sql_begin (inlay_library_get_sqlite (self->library), error)) ||
      !write_position (self, entry, error) ||
      (entry->transaction != NULL && !write_step (self->library, self->key, entry, error)) ||
      !inlay_sql_commit (g_steal_pointer (&guard), error))
    return FALSE;

  self->revision++;
  return TRUE;
}

static gboolean
read_step (InlayLibrary    *self,
           InlayStatement  *statement,
           guint            number,
           InlayStep       *step,
           GError         **error)
{
  g_autofree char *what = g_strdup_printf ("step %u", number);
  g_autoptr (JsonNode) patch = NULL;
  g_autoptr (JsonNode) inverse = NULL;

  if (inlay_statement_get_int (statement, 0) != (gint64) number)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is damaged: %s is missing",
                   inlay_sql_get_name (inlay_library_get_sqlite (self)), what);
      return FALSE;
    }

  if (!(patch = inlay_library_parse (self, inlay_statement_get_text (statement, 4), what, error)) ||
      !(inverse = inlay_library_parse (self, inlay_statement_get_text (statement, 5), what,
                                       error)))
    return FALSE;

  step->transaction = inlay_transaction_new (inlay_statement_get_text (statement, 1), patch);
  inlay_transaction_set_merge_key (step->transaction, inlay_statement_get_text (statement, 2));
  inlay_transaction_set_subject (step->transaction, inlay_statement_get_text (statement, 3));
  step->inverse = g_steal_pointer (&inverse);
  return TRUE;
}

static GArray *
read_steps (InlayLibrary  *self,
            const char    *key,
            GError       **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (InlayStep));
  g_autoptr (InlayStatement) statement = NULL;

  g_array_set_clear_func (steps, (GDestroyNotify) inlay_step_clear);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT number, name, merge_key, subject, patch, inverse "
                                    "FROM step WHERE document = ?1 ORDER BY number");
  inlay_statement_bind_text (statement, 1, key);
  while (inlay_statement_step (statement, error))
    {
      InlayStep step = { NULL, NULL };

      if (!read_step (self, statement, steps->len + 1, &step, error))
        return NULL;
      g_array_append_val (steps, step);
    }

  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&steps);
}

/* The newest snapshot not past @position, and how many steps it is into the history. */
static JsonNode *
read_snapshot (InlayLibrary  *self,
               const char    *key,
               guint          position,
               guint         *number,
               GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT number, tree FROM snapshot WHERE document = ?1 "
                                    "AND number <= ?2 ORDER BY number DESC LIMIT 1");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, position);
  if (!inlay_statement_step (statement, error))
    return inlay_statement_has_failed (statement)
      ? NULL : inlay_library_parse (self, NULL, "the first state", error);

  *number = (guint) inlay_statement_get_int (statement, 0);
  return inlay_library_parse (self, inlay_statement_get_text (statement, 1), "a saved state",
                              error);
}

static InlayComposition *
read_state (InlayLibrary  *self,
            const char    *key,
            GArray        *steps,
            guint          position,
            GError       **error)
{
  g_autoptr (JsonNode) root = NULL;
  InlayComposition *composition;
  guint number = 0;

  if (!(root = read_snapshot (self, key, position, &number, error)))
    return NULL;

  for (; number < position; number++)
    {
      InlayStep *step = &g_array_index (steps, InlayStep, number);
      JsonNode *next = inlay_patch_apply (root, inlay_transaction_get_patch (step->transaction),
                                          NULL, error);

      if (next == NULL)
        {
          g_prefix_error (error, "%s is damaged: step %u: ",
                          inlay_sql_get_name (inlay_library_get_sqlite (self)), number + 1);
          return NULL;
        }
      json_node_unref (root);
      root = next;
    }

  composition = inlay_composition_new (root, error);
  if (composition == NULL)
    g_prefix_error (error, "%s is damaged: ",
                    inlay_sql_get_name (inlay_library_get_sqlite (self)));
  return composition;
}

static gboolean
read_position (InlayLibrary  *self,
               const char    *key,
               guint         *position,
               gint64        *revision,
               GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT position, revision FROM document "
                                    "WHERE key = ?1 AND removed IS NULL");
  inlay_statement_bind_text (statement, 1, key);
  if (inlay_statement_step (statement, error))
    {
      *position = (guint) inlay_statement_get_int (statement, 0);
      *revision = inlay_statement_get_int (statement, 1);
      return TRUE;
    }

  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the library has no document %s", key);
  return FALSE;
}

static gboolean
write_opened (InlayLibrary  *self,
              const char    *key,
              gint64         now,
              GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "UPDATE document SET opened = ?2 WHERE key = ?1");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, now);
  return inlay_statement_run (statement, error);
}

/**
 * inlay_library_load:
 * @self: a library
 * @key: a document that is not removed
 * @now: microseconds UTC
 * @error: return location of an error
 *
 * Opens a document as it was left, with its history and the position in it. From then on each of
 * its changes is durable in the library before the document shows it.
 *
 * Returns: (transfer full): the document, which holds a reference to @self
 */
InlayDocument *
inlay_library_load (InlayLibrary  *self,
                    const char    *key,
                    gint64         now,
                    GError       **error)
{
  g_autoptr (InlaySqlGuard) guard = NULL;
  g_autoptr (InlayComposition) composition = NULL;
  g_autoptr (GArray) steps = NULL;
  InlayDocument *document;
  Journal *journal;
  guint position;
  gint64 revision;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  if (!(guard = inlay_sql_begin (inlay_library_get_sqlite (self), error)) ||
      !read_position (self, key, &position, &revision, error) ||
      !(steps = read_steps (self, key, error)))
    return NULL;

  if (position > steps->len)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is damaged: step %u is missing",
                   inlay_sql_get_name (inlay_library_get_sqlite (self)), steps->len + 1);
      return NULL;
    }

  if (!(composition = read_state (self, key, steps, position, error)) ||
      !write_opened (self, key, now, error) ||
      !inlay_sql_commit (g_steal_pointer (&guard), error))
    return NULL;

  journal = g_new0 (Journal, 1);
  journal->library = g_object_ref (self);
  journal->key = g_strdup (key);
  journal->revision = revision;
  document = inlay_document_new_with_history (composition, (InlayStep *) (gpointer) steps->data,
                                              steps->len, position);
  inlay_document_set_journal (document, journal_cb, journal, journal_free);
  return document;
}
