/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-modules.h"

#include "inlay-registry-private.h"

#define MODULE_COLUMNS \
  "moduleId:s,version:s,npmPackage:s,entryPoint:s,dependencies:j,peerDependencies:j,definition:j,digest:s,createdAt:t,createdBy:s,deprecated:s,yankedAt:t"

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryPublish *publish;
  gboolean *is_new;
} Publish;

static char *
dup_digest (InlayRegistryStore *self,
            const char         *module_id,
            const char         *version)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT digest FROM modules WHERE app = ? AND module_id = ? AND version = ?", "sss",
                                self->app, module_id, version);

  return inlay_statement_step (statement, NULL) ? inlay_registry_dup_text (statement, 0) : NULL;
}

static gboolean
insert_files (InlayRegistryStore          *self,
              const InlayRegistryPublish  *publish,
              GError                     **error)
{
  GHashTableIter iter;
  gpointer name, bytes;

  if (publish->files == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, publish->files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_autofree char *digest = inlay_digest_bytes (bytes);

      if (!inlay_registry_store_exec (self, error, "INSERT INTO blobs (digest, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", "sb",
                                      digest, bytes) ||
          !inlay_registry_store_exec (self, error, "INSERT INTO module_files (app, module_id, version, name, digest, size)"
                                      " VALUES (?, ?, ?, ?, ?, ?)", "sssssi", self->app, publish->module_id,
                                      publish->version, name, digest, (gint64) g_bytes_get_size (bytes)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_publish (InlayRegistryStore  *self,
             gpointer             data,
             GError             **error)
{
  Publish *run = data;
  const InlayRegistryPublish *publish = run->publish;
  g_autofree char *existing = dup_digest (self, publish->module_id, publish->version);

  *run->is_new = existing == NULL;
  if (g_strcmp0 (existing, publish->digest) == 0)
    return TRUE;
  if (existing != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s@%s is published already and is something else",
                   publish->module_id, publish->version);
      return FALSE;
    }

  return inlay_registry_store_exec (self, error, "INSERT INTO modules (app, module_id, version, npm_package, entry_point,"
                                    " dependencies, peer_dependencies, definition, digest, created_at, created_by)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "sssssjjjsis", self->app,
                                    publish->module_id, publish->version, publish->npm_package, publish->entry_point,
                                    publish->dependencies, publish->peer_dependencies, publish->definition, publish->digest,
                                    run->write->now, run->write->actor) &&
         insert_files (self, publish, error) &&
         inlay_registry_store_touch (self, run->write, "module-published",
                                     inlay_json_new_object ("moduleId", inlay_json_new_string (publish->module_id),
                                                            "version", inlay_json_new_string (publish->version), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_publish:
 * @self: a store
 * @write: who publishes, and when
 * @publish: the module version
 * @is_new: (out): whether it was not there before
 * @error: return location
 *
 * A version is immutable: publishing the same again changes nothing, anything else is a conflict.
 *
 * Returns: whether it is there now
 */
gboolean
inlay_registry_store_publish (InlayRegistryStore          *self,
                              const InlayRegistryWrite    *write,
                              const InlayRegistryPublish  *publish,
                              gboolean                    *is_new,
                              GError                     **error)
{
  Publish run = { write, publish, is_new };

  return inlay_registry_store_run (self, run_publish, &run, error);
}

static char *
name_version (const char *module_id,
              const char *version)
{
  return g_strconcat (module_id, " ", version, NULL);
}

#define FILES "SELECT name, digest, size, module_id, version FROM module_files WHERE app = ?"

/* The files of all versions, by name_version(). */
static GHashTable *
list_files (InlayRegistryStore  *self,
            const char          *module_id,
            GError             **error)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  g_autoptr (InlayStatement) statement = module_id != NULL
    ? inlay_registry_store_query (self, FILES " AND module_id = ? ORDER BY version, name", "ss", self->app, module_id)
    : inlay_registry_store_query (self, FILES " ORDER BY module_id, version, name", "s", self->app);

  while (inlay_statement_step (statement, error))
    {
      g_autofree char *key = name_version (inlay_statement_get_text (statement, 3), inlay_statement_get_text (statement, 4));
      JsonNode *list = g_hash_table_lookup (files, key);

      if (list == NULL)
        {
          list = inlay_json_take_array (json_array_new ());
          g_hash_table_insert (files, g_steal_pointer (&key), list);
        }
      json_array_add_element (json_node_get_array (list), inlay_registry_row (statement, "name:s,digest:s,size:i"));
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&files);
}

/* Takes @rows. */
static JsonNode *
add_files (InlayRegistryStore  *self,
           const char          *module_id,
           JsonNode            *rows,
           GError             **error)
{
  g_autoptr (JsonNode) owned = rows;
  g_autoptr (GHashTable) files = list_files (self, module_id, error);
  JsonArray *array = json_node_get_array (rows);

  if (files == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *row = json_array_get_element (array, i);
      g_autofree char *key = name_version (inlay_json_get_string (row, "moduleId"), inlay_json_get_string (row, "version"));
      JsonNode *list = g_hash_table_lookup (files, key);

      json_object_set_member (json_node_get_object (row), "files",
                              list != NULL ? json_node_ref (list) : inlay_json_take_array (json_array_new ()));
    }
  return g_steal_pointer (&owned);
}

#define MODULES \
  "SELECT module_id, version, npm_package, entry_point, dependencies, peer_dependencies, definition, digest, created_at," \
  " created_by, deprecated, yanked_at FROM modules WHERE app = ?"

/**
 * inlay_registry_store_list_modules:
 * @self: a store
 * @module_id: (nullable): only that module
 * @error: return location
 *
 * Returns: (transfer full): an array with an object for each version, by module and time; `files`
 *   is an array of {name, digest, size}
 */
JsonNode *
inlay_registry_store_list_modules (InlayRegistryStore  *self,
                                   const char          *module_id,
                                   GError             **error)
{
  g_autoptr (InlayStatement) statement = module_id != NULL
    ? inlay_registry_store_query (self, MODULES " AND module_id = ? ORDER BY created_at, version", "ss", self->app, module_id)
    : inlay_registry_store_query (self, MODULES " ORDER BY module_id, created_at, version", "s", self->app);
  JsonNode *rows = inlay_registry_rows (statement, MODULE_COLUMNS, error);

  return rows != NULL ? add_files (self, module_id, rows, error) : NULL;
}

#define N_MARKS 6

/* Takes @id; %NULL at the beginning. */
static void
take_mark (GHashTable *marks,
           char       *id,
           GString    *mark)
{
  if (id != NULL)
    g_hash_table_insert (marks, id, g_strndup (mark->str, mark->len));
  g_string_truncate (mark, 0);
}

/**
 * inlay_registry_store_mark_modules:
 * @self: a store
 * @error: return location
 *
 * What is published never changes; versions are added, deprecated and taken back.
 *
 * Returns: (transfer full) (element-type utf8 utf8): for each module a text that is another once
 *   inlay_registry_store_list_modules() would tell something else of it
 */
GHashTable *
inlay_registry_store_mark_modules (InlayRegistryStore  *self,
                                   GError             **error)
{
  g_autoptr (GHashTable) marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT module_id, version, digest, created_at, deprecated, yanked_at FROM modules"
                                " WHERE app = ? ORDER BY module_id, version", "s", self->app);
  g_autofree char *id = NULL;
  g_autoptr (GString) mark = g_string_new (NULL);

  while (inlay_statement_step (statement, error))
    {
      if (g_strcmp0 (id, inlay_statement_get_text (statement, 0)) != 0)
        {
          take_mark (marks, g_steal_pointer (&id), mark);
          id = inlay_registry_dup_text (statement, 0);
        }
      for (int i = 1; i < N_MARKS; i++)
        {
          const char *text = inlay_statement_get_text (statement, i);

          g_string_append_printf (mark, "%s\n", text != NULL ? text : "");
        }
    }
  take_mark (marks, g_steal_pointer (&id), mark);
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&marks);
}

/**
 * inlay_registry_store_get_blob:
 * @self: a store
 * @digest: the digest of a file
 * @error: return location
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
inlay_registry_store_get_blob (InlayRegistryStore  *self,
                               const char          *digest,
                               GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT bytes FROM blobs WHERE digest = ?", "s", digest);

  if (inlay_statement_step (statement, error))
    return inlay_statement_get_bytes (statement, 0);
  if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no file %s", digest);
  return NULL;
}
