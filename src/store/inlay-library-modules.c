/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-library-private.h"

/* Trigrams find no shorter word. */
#define MIN_WORD_LENGTH 3
#define MAX_HITS 1000

/**
 * inlay_library_put_blob:
 * @self: a library
 * @bytes: contents
 * @error: return location of an error
 *
 * Keeps contents under their digest; contents that are there already cost nothing.
 *
 * Returns: (transfer full): the digest
 */
char *
inlay_library_put_blob (InlayLibrary  *self,
                        GBytes        *bytes,
                        GError       **error)
{
  g_autofree char *digest = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  digest = inlay_digest_bytes (bytes);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT INTO blob (digest, bytes) VALUES (?1, ?2) "
                                    "ON CONFLICT (digest) DO NOTHING");
  inlay_statement_bind_text (statement, 1, digest);
  inlay_statement_bind_bytes (statement, 2, bytes);
  return inlay_statement_run (statement, error) ? g_steal_pointer (&digest) : NULL;
}

/* What was read must be what was put. */
static GBytes *
verify (InlayLibrary  *self,
        GBytes        *bytes,
        const char    *digest,
        GError       **error)
{
  g_autoptr (GBytes) owned = bytes;
  g_autofree char *actual = inlay_digest_bytes (bytes);

  if (g_strcmp0 (actual, digest) == 0)
    return g_steal_pointer (&owned);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is damaged: %s has other contents",
               inlay_sql_get_name (inlay_library_get_sqlite (self)), digest);
  return NULL;
}

/**
 * inlay_library_get_blob:
 * @self: a library
 * @digest: of contents
 * @error: return location of %INLAY_ERROR_NOT_FOUND, or %INLAY_ERROR_INVALID when the contents do
 *   not have that digest any more
 *
 * Returns: (transfer full): the contents
 */
GBytes *
inlay_library_get_blob (InlayLibrary  *self,
                        const char    *digest,
                        GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (digest != NULL, NULL);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT bytes FROM blob WHERE digest = ?1");
  inlay_statement_bind_text (statement, 1, digest);
  if (inlay_statement_step (statement, error))
    return verify (self, inlay_statement_get_bytes (statement, 0), digest, error);

  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the library has no contents %s",
                 digest);
  return NULL;
}

static gboolean
check_files (InlayModule  *module,
             GHashTable   *files,
             GError      **error)
{
  const char * const *needed = inlay_module_get_files (module);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; needed != NULL && needed[i] != NULL; i++)
    if (!g_hash_table_contains (files, needed[i]))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s@%s comes without its file %s",
                     inlay_module_get_id (module), inlay_module_get_version (module), needed[i]);
        return FALSE;
      }

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!inlay_module_is_file_name (name))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                     "%s@%s has a file with the name “%s”, which is none",
                     inlay_module_get_id (module), inlay_module_get_version (module),
                     (const char *) name);
        return FALSE;
      }

  return TRUE;
}

static gboolean
drop_module (InlayLibrary  *self,
             InlayModule   *module,
             GError       **error)
{
  const char *deletions[] = {
    "DELETE FROM module_text WHERE rowid IN (SELECT number FROM module WHERE id = ?1 "
    "AND version = ?2)",
    "DELETE FROM module WHERE id = ?1 AND version = ?2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (deletions); i++)
    {
      g_autoptr (InlayStatement) statement = NULL;

      statement = inlay_sql_prepare (inlay_library_get_sqlite (self), deletions[i]);
      inlay_statement_bind_text (statement, 1, inlay_module_get_id (module));
      inlay_statement_bind_text (statement, 2, inlay_module_get_version (module));
      if (!inlay_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_module (InlayLibrary  *self,
              InlayModule   *module,
              gint64        *number,
              GError       **error)
{
  g_autoptr (JsonNode) json = inlay_module_to_json (module);
  g_autofree char *definition = inlay_json_write (json, INLAY_JSON_DEFAULT);
  g_autofree char *tags = g_strjoinv (" ", (char **) inlay_module_get_tags (module));
  g_autoptr (InlayStatement) row = NULL;
  g_autoptr (InlayStatement) words = NULL;
  InlaySql *sqlite = inlay_library_get_sqlite (self);

  row = inlay_sql_prepare (sqlite, "INSERT INTO module (id, version, definition) "
                                      "VALUES (?1, ?2, ?3)");
  inlay_statement_bind_text (row, 1, inlay_module_get_id (module));
  inlay_statement_bind_text (row, 2, inlay_module_get_version (module));
  inlay_statement_bind_text (row, 3, definition);
  if (!inlay_statement_run (row, error))
    return FALSE;

  *number = inlay_sqlite_get_last_id (sqlite);
  words = inlay_sql_prepare (sqlite, "INSERT INTO module_text (rowid, name, id, category, tags, "
                                        "description) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  inlay_statement_bind_int (words, 1, *number);
  inlay_statement_bind_text (words, 2, inlay_module_get_name (module));
  inlay_statement_bind_text (words, 3, inlay_module_get_id (module));
  inlay_statement_bind_text (words, 4, inlay_module_get_category (module));
  inlay_statement_bind_text (words, 5, tags);
  inlay_statement_bind_text (words, 6, inlay_module_get_description (module));
  return inlay_statement_run (words, error);
}

static gboolean
write_file (InlayLibrary  *self,
            gint64         module,
            const char    *name,
            GBytes        *bytes,
            GError       **error)
{
  g_autofree char *digest = inlay_library_put_blob (self, bytes, error);
  g_autoptr (InlayStatement) statement = NULL;

  if (digest == NULL)
    return FALSE;

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT INTO module_file (module, name, digest) "
                                    "VALUES (?1, ?2, ?3)");
  inlay_statement_bind_int (statement, 1, module);
  inlay_statement_bind_text (statement, 2, name);
  inlay_statement_bind_text (statement, 3, digest);
  return inlay_statement_run (statement, error);
}

/**
 * inlay_library_put_module:
 * @self: a library
 * @module: one version of a module
 * @files: (element-type filename GBytes): all its files
 * @error: return location of an error
 *
 * Keeps a module with its files. This is a cache: what it held of that version before is replaced.
 *
 * Returns: whether the module is kept
 */
gboolean
inlay_library_put_module (InlayLibrary  *self,
                          InlayModule   *module,
                          GHashTable    *files,
                          GError       **error)
{
  g_autoptr (InlaySqlGuard) guard = NULL;
  gboolean joins;
  GHashTableIter iter;
  gpointer name;
  gpointer bytes;
  gint64 number;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);
  g_return_val_if_fail (module != NULL && files != NULL, FALSE);

  /* Of many modules that are put together one commit is enough. */
  joins = inlay_sql_is_writing (inlay_library_get_sqlite (self));
  if (!check_files (module, files, error) ||
      (!joins && !(guard = inlay_sql_begin (inlay_library_get_sqlite (self), error))) ||
      !drop_module (self, module, error) ||
      !write_module (self, module, &number, error))
    return FALSE;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    if (!write_file (self, number, name, bytes, error))
      return FALSE;

  return joins || inlay_sql_commit (g_steal_pointer (&guard), error);
}

/**
 * inlay_library_find_module:
 * @self: a library
 * @module: one version of a module
 * @is_there: (out): whether the library has that version, whatever is in it
 * @error: return location of an error
 *
 * Returns: whether it could be found out
 */
gboolean
inlay_library_find_module (InlayLibrary  *self,
                           InlayModule   *module,
                           gboolean      *is_there,
                           GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT 1 FROM module WHERE id = ?1 AND version = ?2");
  inlay_statement_bind_text (statement, 1, inlay_module_get_id (module));
  inlay_statement_bind_text (statement, 2, inlay_module_get_version (module));
  *is_there = inlay_statement_step (statement, error);
  return !inlay_statement_has_failed (statement);
}

static GPtrArray *
read_modules (InlayLibrary    *self,
              InlayStatement  *statement,
              GError         **error)
{
  g_autoptr (GPtrArray) modules = NULL;

  modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
  while (inlay_statement_step (statement, error))
    {
      g_autoptr (JsonNode) definition = NULL;
      InlayModule *module;

      definition = inlay_library_parse (self, inlay_statement_get_text (statement, 0),
                                        "the definition of a module", error);
      if (definition == NULL || !(module = inlay_module_new (definition, error)))
        return NULL;
      g_ptr_array_add (modules, module);
    }

  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&modules);
}

/**
 * inlay_library_list_modules:
 * @self: a library
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type InlayModule): all versions of all modules, by id
 */
GPtrArray *
inlay_library_list_modules (InlayLibrary  *self,
                            GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT definition FROM module ORDER BY id, number");
  return read_modules (self, statement, error);
}

/**
 * inlay_library_get_module_file:
 * @self: a library
 * @module_id: a module
 * @version: one of its versions
 * @file: one of its files
 * @error: return location of %INLAY_ERROR_NOT_FOUND, or %INLAY_ERROR_INVALID when the file is not
 *   what it was
 *
 * Returns: (transfer full): the contents
 */
GBytes *
inlay_library_get_module_file (InlayLibrary  *self,
                               const char    *module_id,
                               const char    *version,
                               const char    *file,
                               GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (module_id != NULL && version != NULL && file != NULL, NULL);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT blob.bytes, blob.digest FROM module "
                                    "JOIN module_file ON module_file.module = module.number "
                                    "JOIN blob ON blob.digest = module_file.digest "
                                    "WHERE module.id = ?1 AND module.version = ?2 "
                                    "AND module_file.name = ?3");
  inlay_statement_bind_text (statement, 1, module_id);
  inlay_statement_bind_text (statement, 2, version);
  inlay_statement_bind_text (statement, 3, file);
  if (inlay_statement_step (statement, error))
    return verify (self, inlay_statement_get_bytes (statement, 0),
                   inlay_statement_get_text (statement, 1), error);

  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the library has no file %s of %s@%s",
                 file, module_id, version);
  return NULL;
}

/* Every long word as an FTS5 string, so that no input is taken for its query language. */
static char *
dup_query (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", -1);
  g_autoptr (GString) query = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = NULL;
      g_autofree char *quoted = NULL;

      if (!g_utf8_validate (words[i], -1, NULL) ||
          g_utf8_strlen (words[i], -1) < MIN_WORD_LENGTH)
        continue;

      parts = g_strsplit (words[i], "\"", -1);
      quoted = g_strjoinv ("\"\"", parts);
      g_string_append_printf (query, "%s\"%s\"", query->len > 0 ? " AND " : "", quoted);
    }

  return query->len > 0 ? g_strdup (query->str) : NULL;
}

static char *
dup_like (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  GString *like = g_string_new ("%");

  for (const char *c = trimmed; *c != '\0'; c++)
    {
      if (*c == '%' || *c == '_' || *c == '\\')
        g_string_append_c (like, '\\');
      g_string_append_c (like, *c);
    }
  g_string_append_c (like, '%');
  return g_string_free (like, FALSE);
}

/* Of each module the newest version, where its best version stood. */
static GPtrArray *
keep_newest (GPtrArray *modules,
             guint      limit)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);

  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      gpointer place = g_hash_table_lookup (places, inlay_module_get_id (module));
      g_autoptr (InlayVersion) version = NULL;
      g_autoptr (InlayVersion) other = NULL;
      InlayModule *known;

      if (place == NULL)
        {
          g_ptr_array_add (kept, inlay_module_ref (module));
          g_hash_table_insert (places, (gpointer) inlay_module_get_id (module),
                               GUINT_TO_POINTER (kept->len));
          continue;
        }

      known = g_ptr_array_index (kept, GPOINTER_TO_UINT (place) - 1);
      version = inlay_version_parse (inlay_module_get_version (module), 0, NULL);
      other = inlay_version_parse (inlay_module_get_version (known), 0, NULL);
      if (version != NULL && other != NULL && inlay_version_compare (version, other) > 0)
        {
          inlay_module_unref (known);
          g_ptr_array_index (kept, GPOINTER_TO_UINT (place) - 1) = inlay_module_ref (module);
        }
    }

  g_ptr_array_set_size (kept, (int) MIN (kept->len, limit));
  return kept;
}

/**
 * inlay_library_search_modules:
 * @self: a library
 * @text: words to look for, anywhere in name, id, category, tags and description; "" for all
 * @limit: how many at most
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type InlayModule): the newest version of each module that has
 *   all words, best first
 */
GPtrArray *
inlay_library_search_modules (InlayLibrary  *self,
                              const char    *text,
                              guint          limit,
                              GError       **error)
{
  g_autofree char *query = NULL;
  g_autofree char *like = NULL;
  g_autoptr (InlayStatement) statement = NULL;
  g_autoptr (GPtrArray) modules = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  query = dup_query (text);
  if (query != NULL)
    {
      statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                        "SELECT definition FROM module_text "
                                        "JOIN module ON module.number = module_text.rowid "
                                        "WHERE module_text MATCH ?1 "
                                        "ORDER BY bm25(module_text, 10, 6, 4, 4, 1), module.id "
                                        "LIMIT ?2");
      inlay_statement_bind_text (statement, 1, query);
    }
  else
    {
      like = dup_like (text);
      statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                        "SELECT definition FROM module_text "
                                        "JOIN module ON module.number = module_text.rowid "
                                        "WHERE module_text.name LIKE ?1 ESCAPE '\\' "
                                        "OR module_text.id LIKE ?1 ESCAPE '\\' "
                                        "OR module_text.tags LIKE ?1 ESCAPE '\\' "
                                        "ORDER BY module_text.name, module.id LIMIT ?2");
      inlay_statement_bind_text (statement, 1, like);
    }
  inlay_statement_bind_int (statement, 2, MAX_HITS);

  modules = read_modules (self, statement, error);
  return modules != NULL ? keep_newest (modules, limit) : NULL;
}
