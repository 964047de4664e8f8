/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-library-private.h"

static char *
dup_document_name (const char *key)
{
  return g_strconcat ("document ", key, NULL);
}

static InlayLibraryEntry *
read_entry (InlayStatement *statement)
{
  InlayLibraryEntry *entry = g_new0 (InlayLibraryEntry, 1);

  entry->key = g_strdup (inlay_statement_get_text (statement, 0));
  entry->id = g_strdup (inlay_statement_get_text (statement, 1));
  entry->name = g_strdup (inlay_statement_get_text (statement, 2));
  entry->modified = inlay_statement_get_int (statement, 3);
  entry->opened = inlay_statement_get_int (statement, 4);
  entry->n_pages = (guint) inlay_statement_get_int (statement, 5);
  entry->n_instances = (guint) inlay_statement_get_int (statement, 6);
  return entry;
}

/**
 * inlay_library_list:
 * @self: a library
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type InlayLibraryEntry): the documents, last used first
 */
GPtrArray *
inlay_library_list (InlayLibrary  *self,
                    GError       **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_library_entry_free);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT key, id, name, modified, opened, n_pages, n_instances "
                                    "FROM document WHERE removed IS NULL "
                                    "ORDER BY max(modified, opened) DESC, key");
  while (inlay_statement_step (statement, error))
    g_ptr_array_add (entries, read_entry (statement));

  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&entries);
}

/**
 * inlay_library_add:
 * @self: a library
 * @composition: the first state of a new document
 * @now: microseconds UTC
 * @error: return location of an error
 *
 * Returns: (transfer full): the key of the document
 */
char *
inlay_library_add (InlayLibrary      *self,
                   InlayComposition  *composition,
                   gint64             now,
                   GError           **error)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (InlaySqlGuard) guard = NULL;
  g_autoptr (InlayStatement) statement = NULL;
  InlaySql *sqlite;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (composition != NULL, NULL);

  sqlite = inlay_library_get_sqlite (self);
  if (!(guard = inlay_sql_begin (sqlite, error)))
    return NULL;

  statement = inlay_sql_prepare (sqlite,
                                    "INSERT INTO document "
                                    "(key, id, name, modified, n_pages, n_instances) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_text (statement, 2, inlay_composition_get_id (composition));
  inlay_statement_bind_text (statement, 3, inlay_composition_get_name (composition));
  inlay_statement_bind_int (statement, 4, now);
  inlay_statement_bind_int (statement, 5, g_strv_length ((char **) inlay_composition_get_pages (composition)));
  inlay_statement_bind_int (statement, 6, inlay_composition_get_n_instances (composition));

  if (!inlay_statement_run (statement, error) ||
      !inlay_library_write_snapshot (self, key, 0, composition, error) ||
      !inlay_sql_commit (g_steal_pointer (&guard), error))
    return NULL;

  return g_steal_pointer (&key);
}

/**
 * inlay_library_remove:
 * @self: a library
 * @key: a document
 * @now: microseconds UTC
 * @error: return location of an error
 *
 * Takes a document off the list. It can be restored until it is purged.
 *
 * Returns: whether it is removed
 */
gboolean
inlay_library_remove (InlayLibrary  *self,
                      const char    *key,
                      gint64         now,
                      GError       **error)
{
  g_autofree char *what = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  what = dup_document_name (key);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "UPDATE document SET removed = ?2 "
                                    "WHERE key = ?1 AND removed IS NULL");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, now);
  return inlay_library_touched (self, statement, what, error);
}

/**
 * inlay_library_restore:
 * @self: a library
 * @key: a removed document
 * @error: return location of an error
 *
 * Returns: whether it is back
 */
gboolean
inlay_library_restore (InlayLibrary  *self,
                       const char    *key,
                       GError       **error)
{
  g_autofree char *what = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  what = dup_document_name (key);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "UPDATE document SET removed = NULL WHERE key = ?1");
  inlay_statement_bind_text (statement, 1, key);
  return inlay_library_touched (self, statement, what, error);
}

/**
 * inlay_library_purge:
 * @self: a library
 * @before: microseconds UTC
 * @error: return location of an error
 *
 * Deletes the documents that were removed before a time, with their history.
 *
 * Returns: whether that went well
 */
gboolean
inlay_library_purge (InlayLibrary  *self,
                     gint64         before,
                     GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "DELETE FROM document WHERE removed < ?1");
  inlay_statement_bind_int (statement, 1, before);
  return inlay_statement_run (statement, error);
}

/**
 * inlay_library_set_thumbnail:
 * @self: a library
 * @key: a document
 * @png: (nullable): its picture
 * @error: return location of an error
 *
 * Returns: whether the picture is kept
 */
gboolean
inlay_library_set_thumbnail (InlayLibrary  *self,
                             const char    *key,
                             GBytes        *png,
                             GError       **error)
{
  g_autofree char *what = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  what = dup_document_name (key);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "UPDATE document SET thumbnail = ?2 WHERE key = ?1");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_bytes (statement, 2, png);
  return inlay_library_touched (self, statement, what, error);
}

/**
 * inlay_library_get_thumbnail:
 * @self: a library
 * @key: a document
 * @error: return location of %INLAY_ERROR_NOT_FOUND, when there is no such document or it has none
 *
 * Returns: (transfer full): its picture
 */
GBytes *
inlay_library_get_thumbnail (InlayLibrary  *self,
                             const char    *key,
                             GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT thumbnail FROM document "
                                    "WHERE key = ?1 AND thumbnail IS NOT NULL");
  inlay_statement_bind_text (statement, 1, key);
  if (inlay_statement_step (statement, error))
    return inlay_statement_get_bytes (statement, 0);

  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
                 "the library has no thumbnail of document %s", key);
  return NULL;
}
