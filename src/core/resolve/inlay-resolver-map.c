/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 9 of the specification: the record as an import map. */

void
inlay_map_writer_init (InlayMapWriter *self,
                       InlayResolver  *resolver)
{
  self->resolver = resolver;
  self->imports = json_object_new ();
  self->scopes = json_object_new ();
  self->integrity = json_object_new ();
  self->bundles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
inlay_map_writer_clear (InlayMapWriter *self)
{
  json_object_unref (self->imports);
  json_object_unref (self->scopes);
  json_object_unref (self->integrity);
  g_hash_table_unref (self->bundles);
}

static JsonObject *
get_scope (InlayMapWriter *self,
           const char     *remote_name)
{
  InlayRemote *remote = inlay_record_find_remote (self->resolver->record, remote_name);
  const char *key = remote->directory;

  if (!json_object_has_member (self->scopes, key))
    json_object_set_object_member (self->scopes, key, json_object_new ());
  return json_object_get_object_member (self->scopes, key);
}

static char *
make_url (InlayMapWriter *self,
          InlayRemote    *remote,
          const char     *file)
{
  char *url = inlay_resolver_join (remote->directory, file);
  JsonNode *hash = remote->integrity != NULL ? json_object_get_member (remote->integrity, file) : NULL;

  if (hash != NULL && JSON_NODE_HOLDS_VALUE (hash) && json_node_get_string (hash) != NULL)
    json_object_set_string_member (self->integrity, url, json_node_get_string (hash));
  return url;
}

static void
use_bundle (InlayMapWriter *self,
            const char     *remote,
            const char     *bundle)
{
  if (bundle != NULL)
    g_hash_table_add (self->bundles, g_strconcat (remote, "\n", bundle, NULL));
}

/* Maps @specifier to a file of @remote: for @scope, a remote's name, or for everyone. */
void
inlay_map_writer_put (InlayMapWriter *self,
                      const char     *scope,
                      const char     *specifier,
                      const char     *remote_name,
                      const char     *file,
                      const char     *bundle)
{
  InlayRemote *remote = inlay_record_find_remote (self->resolver->record, remote_name);
  g_autofree char *url = make_url (self, remote, file);

  json_object_set_string_member (scope != NULL ? get_scope (self, scope) : self->imports, specifier, url);
  use_bundle (self, remote_name, bundle);
}

void
inlay_map_writer_private (InlayMapWriter *self,
                          InlayRemote    *remote)
{
  for (guint i = 0; i < remote->privates->len; i++)
    {
      const InlayPrivatePackage *private = g_ptr_array_index (remote->privates, i);
      JsonObjectIter iter;
      const char *specifier;
      JsonNode *file;

      json_object_iter_init_ordered (&iter, private->entries);
      while (json_object_iter_next_ordered (&iter, &specifier, &file))
        inlay_map_writer_put (self, remote->name, specifier, remote->name, json_node_get_string (file),
                              private->bundle);
    }
}

void
inlay_map_writer_exposed (InlayMapWriter *self,
                          InlayRemote    *remote)
{
  for (guint i = 0; remote->exposes != NULL && i < json_array_get_length (remote->exposes); i++)
    {
      JsonNode *node = json_array_get_element (remote->exposes, i);
      const char *key = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "key") : NULL;
      const char *file = key != NULL ? inlay_json_get_string (node, "outFileName") : NULL;
      g_autofree char *specifier = NULL;

      if (file == NULL)
        continue;
      specifier = inlay_resolver_join (remote->name, key);
      inlay_map_writer_put (self, NULL, specifier, remote->name, file, NULL);
    }
}

static char *
chunk_specifier (const char *file)
{
  static const char *endings[] = { ".js", ".mjs", ".cjs" };
  gsize length;

  if (g_str_has_prefix (file, "./"))
    file += 2;
  length = strlen (file);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (file, endings[i]))
      {
        length -= strlen (endings[i]);
        break;
      }
  return g_strdup_printf ("@nf-internal/%.*s", (int) length, file);
}

static void
put_chunks (InlayMapWriter *self,
            InlayRemote    *remote,
            JsonNode       *files)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (files) ? json_node_get_array (files) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *file = json_array_get_element (array, i);
      g_autofree char *specifier = NULL;

      if (!JSON_NODE_HOLDS_VALUE (file) || json_node_get_string (file) == NULL)
        continue;
      specifier = chunk_specifier (json_node_get_string (file));
      inlay_map_writer_put (self, remote->name, specifier, remote->name, json_node_get_string (file), NULL);
    }
}

void
inlay_map_writer_chunks (InlayMapWriter *self,
                         InlayRemote    *remote)
{
  JsonObjectIter iter;
  const char *bundle;
  JsonNode *files;

  if (remote->chunks == NULL)
    return;
  json_object_iter_init_ordered (&iter, remote->chunks);
  while (json_object_iter_next_ordered (&iter, &bundle, &files))
    {
      g_autofree char *key = g_strconcat (remote->name, "\n", bundle, NULL);

      if (strcmp (bundle, "mapping-or-exposed") == 0 || g_hash_table_contains (self->bundles, key))
        put_chunks (self, remote, files);
    }
}

/* Own files in the own scope, without what @except already has. */
void
inlay_map_writer_own (InlayMapWriter *self,
                      InlayCopy      *copy,
                      JsonObject     *except)
{
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *file;

  json_object_iter_init_ordered (&iter, copy->entries);
  while (json_object_iter_next_ordered (&iter, &specifier, &file))
    if (except == NULL || !json_object_has_member (except, specifier))
      {
        inlay_map_writer_put (self, copy->remote, specifier, copy->remote, json_node_get_string (file), copy->bundle);
        copy->served = TRUE;
      }
}

/* Whether a copy may fill what the shared version lacks; says so. */
static gboolean
may_fill (InlayMapWriter           *self,
          const InlaySharedPackage *package,
          const InlayCopy          *copy,
          JsonObject               *offer,
          gboolean                 *refused,
          GError                  **error)
{
  const InlayResolverOptions *options = &self->resolver->options;
  g_autoptr (GList) names = json_object_get_members (copy->entries);
  gboolean lacks = FALSE;
  char *message;

  for (GList *l = names; l != NULL; l = l->next)
    lacks = lacks || !json_object_has_member (offer, l->data);
  if (!lacks)
    return FALSE;

  message = g_strdup_printf ("%s uses parts of %s that the shared version lacks", copy->remote, package->name);
  if (options->strict_coverage)
    *refused = !inlay_resolver_refuse (self->resolver, "uncovered-entrypoint", message, error);
  else
    inlay_resolver_warn (self->resolver, options->scope_uncovered ? "uncovered-entrypoint" : "entry-filled", message);
  return !options->strict_coverage && !options->scope_uncovered;
}

static void
put_offer (InlayMapWriter *self,
           const char     *scope,
           InlayRow       *serving,
           JsonObject     *offer)
{
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *index;

  json_object_iter_init_ordered (&iter, offer);
  while (json_object_iter_next_ordered (&iter, &specifier, &index))
    {
      InlayCopy *copy = g_ptr_array_index (serving->copies, (guint) json_node_get_int (index));

      if (scope == NULL && json_object_has_member (self->imports, specifier))
        continue;
      inlay_map_writer_put (self, scope, specifier, copy->remote,
                            json_object_get_string_member (copy->entries, specifier), copy->bundle);
      copy->served = TRUE;
    }
}

static void
write_scoped_row (InlayMapWriter *self,
                  InlayRow       *row)
{
  for (guint i = 0; i < row->copies->len; i++)
    inlay_map_writer_own (self, g_ptr_array_index (row->copies, i), NULL);
}

static gboolean
write_group_row (InlayMapWriter      *self,
                 InlaySharedPackage  *package,
                 InlayRow            *row,
                 GError             **error)
{
  InlayRow *serving = row->action == INLAY_ROW_SKIP ? inlay_shared_package_find (package, INLAY_ROW_SHARE) : row;
  g_autoptr (JsonObject) offer = NULL;
  gboolean refused = FALSE;

  if (serving == NULL)
    {
      char *message = g_strdup_printf ("no version of %s is shared", package->name);

      if (self->resolver->options.strict_import_map)
        return inlay_resolver_refuse (self->resolver, "no-shared-version", message, error);
      inlay_resolver_warn (self->resolver, "no-shared-version", message);
      serving = row;
    }
  else if (serving != row)
    ((InlayCopy *) g_ptr_array_index (row->copies, 0))->served = FALSE;

  offer = inlay_row_offer (serving, FALSE);
  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = g_ptr_array_index (row->copies, i);

      put_offer (self, copy->remote, serving, offer);
      if (may_fill (self, package, copy, offer, &refused, error))
        inlay_map_writer_own (self, copy, offer);
      if (refused)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_group (InlayMapWriter         *self,
             const InlayShareScope  *scope,
             GError                **error)
{
  for (guint p = 0; p < scope->packages->len; p++)
    {
      InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);

      for (guint r = 0; r < package->rows->len; r++)
        {
          InlayRow *row = g_ptr_array_index (package->rows, r);

          if (row->action == INLAY_ROW_SCOPE)
            write_scoped_row (self, row);
          else if (!write_group_row (self, package, row, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_global_share (InlayMapWriter      *self,
                    InlaySharedPackage  *package,
                    InlayRow            *row,
                    GError             **error)
{
  g_autoptr (JsonObject) offer = inlay_row_offer (row, FALSE);
  char *message;

  if (!json_object_has_member (self->imports, package->name))
    {
      put_offer (self, NULL, row, offer);
      return TRUE;
    }
  message = g_strdup_printf ("%s %s of %s is left out, as %s is already shared", package->name, row->text,
                             ((InlayCopy *) g_ptr_array_index (row->copies, 0))->remote, package->name);
  if (self->resolver->options.strict_import_map)
    return inlay_resolver_refuse (self->resolver, "multiple-shared-versions", message, error);
  inlay_resolver_warn (self->resolver, "multiple-shared-versions", message);
  return TRUE;
}

static gboolean
write_global_skip (InlayMapWriter      *self,
                   InlaySharedPackage  *package,
                   InlayRow            *row,
                   GError             **error)
{
  gboolean refused = FALSE;

  ((InlayCopy *) g_ptr_array_index (row->copies, 0))->served = FALSE;
  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = g_ptr_array_index (row->copies, i);
      JsonObjectIter iter;
      const char *specifier;
      JsonNode *file;

      if (!may_fill (self, package, copy, self->imports, &refused, error))
        {
          if (refused)
            return FALSE;
          continue;
        }
      json_object_iter_init_ordered (&iter, copy->entries);
      while (json_object_iter_next_ordered (&iter, &specifier, &file))
        if (!json_object_has_member (self->imports, specifier))
          {
            inlay_map_writer_put (self, NULL, specifier, copy->remote, json_node_get_string (file), copy->bundle);
            copy->served = TRUE;
          }
    }
  return TRUE;
}

static gboolean
write_global (InlayMapWriter         *self,
              const InlayShareScope  *scope,
              GError                **error)
{
  for (guint p = 0; p < scope->packages->len; p++)
    {
      InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);
      InlayRow *share = inlay_shared_package_find (package, INLAY_ROW_SHARE);

      if (share != NULL && !write_global_share (self, package, share, error))
        return FALSE;
      for (guint r = 0; r < package->rows->len; r++)
        {
          InlayRow *row = g_ptr_array_index (package->rows, r);

          if (row->action == INLAY_ROW_SCOPE)
            write_scoped_row (self, row);
          else if (row->action == INLAY_ROW_SKIP && !write_global_skip (self, package, row, error))
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
inlay_resolver_write_map (InlayResolver   *self,
                          InlayMapWriter  *writer,
                          GError         **error)
{
  InlayRecord *record = self->record;

  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_private (writer, g_ptr_array_index (record->remotes, i));
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < record->scopes->len; i++)
      {
        const InlayShareScope *scope = g_ptr_array_index (record->scopes, i);
        gboolean global = strcmp (scope->name, INLAY_RESOLVER_GLOBAL) == 0;

        if (global != (pass == 1))
          continue;
        if (!(global ? write_global (writer, scope, error) : write_group (writer, scope, error)))
          return FALSE;
      }
  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_exposed (writer, g_ptr_array_index (record->remotes, i));
  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_chunks (writer, g_ptr_array_index (record->remotes, i));
  return TRUE;
}

JsonNode *
inlay_map_writer_end (InlayMapWriter *self)
{
  JsonObject *map = json_object_new ();

  json_object_set_object_member (map, "imports", json_object_ref (self->imports));
  if (json_object_get_size (self->scopes) > 0)
    json_object_set_object_member (map, "scopes", json_object_ref (self->scopes));
  if (json_object_get_size (self->integrity) > 0)
    json_object_set_object_member (map, "integrity", json_object_ref (self->integrity));
  return inlay_json_take_object (map);
}
