/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-modules.h"

#include "inlay-registry-private.h"

/* One step of the index for each composition, however many revisions it has. */
#define NEWEST_COMPOSITIONS(columns) \
  "WITH RECURSIVE ids (id) AS (SELECT min (id) FROM composition_revisions WHERE app = ?1 UNION ALL" \
  " SELECT (SELECT min (o.id) FROM composition_revisions o WHERE o.app = ?1 AND o.id > ids.id) FROM ids WHERE ids.id IS NOT NULL)" \
  " SELECT c.id, " columns " FROM ids JOIN composition_revisions c ON c.app = ?1 AND c.id = ids.id AND c.deleted = 0 AND c.number =" \
  " (SELECT max (m.number) FROM composition_revisions m WHERE m.app = ?1 AND m.id = ids.id)"

typedef struct
{
  const InlayRegistryWrite *write;
  const char *id;
  JsonNode *document;
  gboolean *is_new;
} PutComposition;

static gboolean
run_put_composition (InlayRegistryStore  *self,
                     gpointer             data,
                     GError             **error)
{
  PutComposition *run = data;
  g_autofree char *digest = inlay_json_digest (run->document);
  g_autofree char *text = inlay_json_write (run->document, INLAY_JSON_DEFAULT);
  gint64 number = 0;
  gboolean is_deleted = FALSE;

  {
    g_autoptr (InlayStatement) statement =
      inlay_registry_store_query (self, "SELECT number, document, deleted FROM composition_revisions WHERE app = ? AND id = ?"
                                  " ORDER BY number DESC LIMIT 1", "ss", self->app, run->id);

    if (inlay_statement_step (statement, error))
      {
        number = inlay_statement_get_int (statement, 0);
        is_deleted = inlay_statement_get_int (statement, 2) != 0;
        *run->is_new = is_deleted;
        if (!is_deleted && strcmp (inlay_statement_get_text (statement, 1), text) == 0)
          return TRUE;
      }
    if (inlay_statement_has_failed (statement))
      return FALSE;
  }

  *run->is_new = number == 0 || is_deleted;
  return inlay_registry_store_exec (self, error, "INSERT INTO composition_revisions (app, id, number, digest, document, created_at,"
                                    " created_by) VALUES (?, ?, ?, ?, ?, ?, ?)", "ssissis", self->app, run->id, number + 1,
                                    digest, text, run->write->now, run->write->actor) &&
         inlay_registry_store_touch (self, run->write, "composition-saved",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id),
                                                            "digest", inlay_json_new_string (digest), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_put_composition:
 * @self: a store
 * @write: who saves it, and when
 * @id: its id
 * @document: the whole tree
 * @is_new: (out): whether there was none of that id
 * @error: return location
 *
 * Earlier revisions are kept.
 *
 * Returns: whether it is kept
 */
gboolean
inlay_registry_store_put_composition (InlayRegistryStore        *self,
                                      const InlayRegistryWrite  *write,
                                      const char                *id,
                                      JsonNode                  *document,
                                      gboolean                  *is_new,
                                      GError                   **error)
{
  PutComposition run = { write, id, document, is_new };

  return inlay_registry_store_run (self, run_put_composition, &run, error);
}

/**
 * inlay_registry_store_list_compositions:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8 JsonNode): the newest document by id
 */
GHashTable *
inlay_registry_store_list_compositions (InlayRegistryStore  *self,
                                        GError             **error)
{
  g_autoptr (GHashTable) documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, NEWEST_COMPOSITIONS ("c.document"), "s", self->app);

  while (inlay_statement_step (statement, error))
    {
      JsonNode *document = inlay_registry_read_json (statement, 1);

      if (document != NULL)
        g_hash_table_insert (documents, inlay_registry_dup_text (statement, 0), document);
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&documents);
}

/**
 * inlay_registry_store_mark_compositions:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8 utf8): for each composition a text that is another once
 *   inlay_registry_store_get_composition() would give another document
 */
GHashTable *
inlay_registry_store_mark_compositions (InlayRegistryStore  *self,
                                        GError             **error)
{
  g_autoptr (GHashTable) marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, NEWEST_COMPOSITIONS ("c.number, c.digest"), "s", self->app);

  while (inlay_statement_step (statement, error))
    g_hash_table_insert (marks, inlay_registry_dup_text (statement, 0),
                         g_strdup_printf ("%s %s", inlay_statement_get_text (statement, 1), inlay_statement_get_text (statement, 2)));
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&marks);
}

/**
 * inlay_registry_store_get_composition:
 * @self: a store
 * @id: its id
 * @error: return location
 *
 * Returns: (transfer full): the document as it was kept last, or %NULL when there is none
 */
JsonNode *
inlay_registry_store_get_composition (InlayRegistryStore  *self,
                                      const char          *id,
                                      GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT document, deleted FROM composition_revisions WHERE app = ? AND id = ?"
                                " ORDER BY number DESC LIMIT 1", "ss", self->app, id);
  JsonNode *document = NULL;

  if (inlay_statement_step (statement, error) && inlay_statement_get_int (statement, 1) == 0)
    document = inlay_registry_read_json (statement, 0);
  if (document == NULL && !inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no composition %s", id);
  return document;
}

static gboolean
run_delete_composition (InlayRegistryStore  *self,
                        gpointer             data,
                        GError             **error)
{
  PutComposition *run = data;

  if (!inlay_registry_store_exec (self, error, "INSERT INTO composition_revisions (app, id, number, digest, document, created_at,"
                                  " created_by, deleted) SELECT app, id, number + 1, digest, document, ?, ?, 1"
                                  " FROM composition_revisions c WHERE app = ? AND id = ? AND deleted = 0 AND number ="
                                  " (SELECT max (number) FROM composition_revisions o WHERE o.app = c.app AND o.id = c.id)", "isss",
                                  run->write->now, run->write->actor, self->app, run->id))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no composition %s", run->id);
      return FALSE;
    }
  return inlay_registry_store_touch (self, run->write, "composition-deleted",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id), NULL), NULL, error);
}

/**
 * inlay_registry_store_delete_composition:
 * @self: a store
 * @write: who takes it away, and when
 * @id: its id
 * @error: return location
 *
 * Its history stays, and what was deployed of it.
 *
 * Returns: whether it is gone
 */
gboolean
inlay_registry_store_delete_composition (InlayRegistryStore        *self,
                                         const InlayRegistryWrite  *write,
                                         const char                *id,
                                         GError                   **error)
{
  PutComposition run = { write, id, NULL, NULL };

  return inlay_registry_store_run (self, run_delete_composition, &run, error);
}

/**
 * inlay_registry_store_list_composition_history:
 * @self: a store
 * @id: its id
 * @error: return location
 *
 * Returns: (transfer full): an array of its revisions without their documents, newest first
 */
JsonNode *
inlay_registry_store_list_composition_history (InlayRegistryStore  *self,
                                               const char          *id,
                                               GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT number, digest, created_at, created_by, deleted FROM composition_revisions"
                                " WHERE app = ? AND id = ? ORDER BY number DESC LIMIT 500", "ss", self->app, id);

  return inlay_registry_rows (statement, "number:i,digest:s,createdAt:t,createdBy:s,deleted:i", error);
}

/**
 * inlay_registry_store_get_composition_revision:
 * @self: a store
 * @id: its id
 * @number: which revision
 * @error: return location
 *
 * Returns: (transfer full): the document as it was
 */
JsonNode *
inlay_registry_store_get_composition_revision (InlayRegistryStore  *self,
                                               const char          *id,
                                               gint64               number,
                                               GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT document FROM composition_revisions WHERE app = ? AND id = ? AND number = ?", "ssi",
                                self->app, id, number);

  if (inlay_statement_step (statement, error))
    return inlay_registry_read_json (statement, 0);
  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no revision %" G_GINT64_FORMAT " of %s", number, id);
  return NULL;
}

typedef struct
{
  const InlayRegistryWrite *write;
  const char *module_id;
  const char *version;
  const char *reason;
} Mark;

static gboolean
mark (InlayRegistryStore  *self,
      Mark                *run,
      const char          *kind,
      GError             **error)
{
  if (inlay_registry_store_get_n_changed (self) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no %s@%s", run->module_id, run->version);
      return FALSE;
    }
  return inlay_registry_store_touch (self, run->write, kind,
                                     inlay_json_new_object ("moduleId", inlay_json_new_string (run->module_id),
                                                            "version", inlay_json_new_string (run->version), NULL),
                                     NULL, error);
}

static gboolean
run_deprecate (InlayRegistryStore  *self,
               gpointer             data,
               GError             **error)
{
  Mark *run = data;

  return inlay_registry_store_exec (self, error, "UPDATE modules SET deprecated = ? WHERE app = ? AND module_id = ? AND version = ?",
                                    "ssss", run->reason, self->app, run->module_id, run->version) &&
         mark (self, run, "module-deprecated", error);
}

/**
 * inlay_registry_store_deprecate:
 * @self: a store
 * @write: who says so, and when
 * @module_id: a module
 * @version: one of its versions
 * @reason: (nullable): why it should not be used any more; %NULL: it may be again
 * @error: return location
 *
 * Returns: whether that is kept
 */
gboolean
inlay_registry_store_deprecate (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                const char                *module_id,
                                const char                *version,
                                const char                *reason,
                                GError                   **error)
{
  Mark run = { write, module_id, version, reason };

  return inlay_registry_store_run (self, run_deprecate, &run, error);
}

static gboolean
is_deployed (InlayRegistryStore *self,
             Mark               *run)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT e.name FROM environments e JOIN deployment_modules m ON m.deployment = e.deployment"
                                " WHERE e.app = ? AND m.module_id = ? AND m.version = ? LIMIT 1", "sss", self->app, run->module_id,
                                run->version);

  return inlay_statement_step (statement, NULL);
}

static gboolean
run_yank (InlayRegistryStore  *self,
          gpointer             data,
          GError             **error)
{
  Mark *run = data;

  if (is_deployed (self, run))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s@%s is in use", run->module_id, run->version);
      return FALSE;
    }
  return inlay_registry_store_exec (self, error, "UPDATE modules SET yanked_at = ? WHERE app = ? AND module_id = ? AND version = ?"
                                    " AND yanked_at IS NULL", "isss", run->write->now, self->app, run->module_id, run->version) &&
         mark (self, run, "module-yanked", error);
}

/**
 * inlay_registry_store_yank:
 * @self: a store
 * @write: who takes it back, and when
 * @module_id: a module
 * @version: one of its versions that no environment holds
 * @error: return location
 *
 * It is never chosen again. Its name stays taken and its files stay, for pages that are open.
 *
 * Returns: whether it was good until now
 */
gboolean
inlay_registry_store_yank (InlayRegistryStore        *self,
                           const InlayRegistryWrite  *write,
                           const char                *module_id,
                           const char                *version,
                           GError                   **error)
{
  Mark run = { write, module_id, version, NULL };

  return inlay_registry_store_run (self, run_yank, &run, error);
}
