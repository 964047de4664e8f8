/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* An import map while it is written: addresses, scopes, integrity and the chunks in use. */

static void
scope_free (gpointer data)
{
  InlayMapScope *self = data;

  g_array_unref (self->entries);
  g_free (self);
}

void
inlay_map_writer_init (InlayMapWriter *self,
                       InlayResolver  *resolver)
{
  memset (self, 0, sizeof *self);
  self->resolver = resolver;
  self->mark = inlay_words_mark (resolver->words);
  self->imports = g_array_new (FALSE, FALSE, sizeof (InlayMapEntry));
  self->scopes = g_ptr_array_new_with_free_func (scope_free);
  self->by_directory = g_hash_table_new (g_str_hash, g_str_equal);
  self->hashed = g_ptr_array_new ();
  self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->bundles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
inlay_map_writer_clear (InlayMapWriter *self)
{
  g_array_unref (self->imports);
  g_hash_table_unref (self->by_directory);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->hashed);
  g_hash_table_unref (self->hashes);
  g_hash_table_unref (self->bundles);
}

/* The scope of a remote's directory, which another may have, too. */
static InlayMapScope *
get_scope (InlayMapWriter *self,
           InlayRemote    *remote)
{
  InlayMapScope *scope;

  if (remote->mark == self->mark)
    return remote->scope;
  scope = g_hash_table_lookup (self->by_directory, remote->directory);
  if (scope == NULL)
    {
      scope = g_new0 (InlayMapScope, 1);
      scope->directory = remote->directory;
      scope->entries = g_array_new (FALSE, FALSE, sizeof (InlayMapEntry));
      g_ptr_array_add (self->scopes, scope);
      g_hash_table_insert (self->by_directory, remote->directory, scope);
    }
  remote->mark = self->mark;
  remote->scope = scope;
  return scope;
}

static void
note_hash (InlayMapWriter    *self,
           const InlayRemote *remote,
           const char        *file)
{
  JsonNode *hash = json_object_get_member (remote->integrity, file);
  const char *text = hash != NULL && JSON_NODE_HOLDS_VALUE (hash) ? json_node_get_string (hash) : NULL;
  char *url;

  if (text == NULL || *text == '\0')
    return;
  url = inlay_resolver_join (remote->directory, file);
  if (!g_hash_table_contains (self->hashes, url))
    g_ptr_array_add (self->hashed, url);
  /* Takes the address, and frees it when it has it already. */
  g_hash_table_insert (self->hashes, url, (gpointer) text);
}

static void
use_bundles (InlayMapWriter   *self,
             const InlayWord  *remote,
             const InlayBuild *build)
{
  for (guint i = 0; build != NULL && i < build->n_bundles; i++)
    g_hash_table_add (self->bundles, g_strconcat (remote->text, "\n", build->bundles[i]->text, NULL));
}

static void
put (InlayMapWriter    *self,
     InlayRemote       *scope,
     InlayWord         *specifier,
     const InlayRemote *remote,
     const InlayWord   *file)
{
  InlayMapEntry entry = { specifier, remote, file };

  if (remote->integrity != NULL)
    note_hash (self, remote, file->text);
  if (scope != NULL)
    g_array_append_val (get_scope (self, scope)->entries, entry);
  else if (specifier->mark == self->mark)
    g_array_index (self->imports, InlayMapEntry, specifier->slot) = entry;
  else
    {
      specifier->mark = self->mark;
      specifier->slot = self->imports->len;
      g_array_append_val (self->imports, entry);
    }
}

/* Maps @specifier to a file of @remote: for @scope, a remote's name, or for everyone. The chunks of
 * @build, if given, come with it. */
void
inlay_map_writer_put (InlayMapWriter   *self,
                      const InlayWord  *scope,
                      InlayWord        *specifier,
                      const InlayWord  *remote,
                      const InlayWord  *file,
                      const InlayBuild *build)
{
  InlayRecord *record = self->resolver->record;

  put (self, scope != NULL ? inlay_record_find_remote (record, scope) : NULL, specifier,
       inlay_record_find_remote (record, remote), file);
  use_bundles (self, remote, build);
}

/* Whether everyone has @specifier already; exposed modules do not count, as they come last. */
gboolean
inlay_map_writer_has (InlayMapWriter  *self,
                      const InlayWord *specifier)
{
  return specifier->mark == self->mark;
}

/* Whether everyone has @specifier at just that file. */
gboolean
inlay_map_writer_says (InlayMapWriter  *self,
                       const InlayWord *specifier,
                       const InlayWord *remote,
                       const InlayWord *file)
{
  const InlayMapEntry *known;
  g_autofree char *url = NULL;
  g_autofree char *known_url = NULL;

  if (!inlay_map_writer_has (self, specifier))
    return FALSE;
  known = &g_array_index (self->imports, InlayMapEntry, specifier->slot);
  known_url = inlay_resolver_join (known->remote->directory, known->file->text);
  url = inlay_resolver_join (inlay_record_find_remote (self->resolver->record, remote)->directory, file->text);
  return strcmp (known_url, url) == 0;
}

void
inlay_map_writer_private (InlayMapWriter *self,
                          InlayRemote    *remote)
{
  for (guint i = 0; i < remote->privates->len; i++)
    {
      const InlayBuild *build = ((InlayPrivatePackage *) g_ptr_array_index (remote->privates, i))->build;

      for (guint k = 0; k < build->n_points; k++)
        inlay_map_writer_put (self, remote->name, build->points[k].specifier, remote->name, build->points[k].file, build);
    }
}

void
inlay_map_writer_exposed (InlayMapWriter *self,
                          InlayRemote    *remote)
{
  InlayWords *words = self->resolver->words;

  for (guint i = 0; remote->exposes != NULL && i < json_array_get_length (remote->exposes); i++)
    {
      JsonNode *node = json_array_get_element (remote->exposes, i);
      const char *key = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "key") : NULL;
      const char *file = key != NULL ? inlay_json_get_string (node, "outFileName") : NULL;
      g_autofree char *specifier = NULL;

      if (file == NULL)
        continue;
      specifier = inlay_resolver_join (remote->name->text, key);
      put (self, NULL, inlay_words_get (words, specifier), remote, inlay_words_get (words, file));
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
  InlayWords *words = self->resolver->words;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *file = json_array_get_element (array, i);
      g_autofree char *specifier = NULL;

      if (!JSON_NODE_HOLDS_VALUE (file) || json_node_get_string (file) == NULL)
        continue;
      specifier = chunk_specifier (json_node_get_string (file));
      put (self, remote, inlay_words_get (words, specifier), remote, inlay_words_get (words, json_node_get_string (file)));
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
      g_autofree char *key = g_strconcat (remote->name->text, "\n", bundle, NULL);

      if (strcmp (bundle, "mapping-or-exposed") == 0 || g_hash_table_contains (self->bundles, key))
        put_chunks (self, remote, files);
    }
}

/* Own files in the own scope, without what @except already has. */
void
inlay_map_writer_own (InlayMapWriter *self,
                      InlayCopy      *copy,
                      InlayOffer     *except)
{
  const InlayBuild *build = copy->build;

  for (guint i = 0; i < build->n_points; i++)
    if (except == NULL || inlay_offer_find (except, build->points[i].specifier) == NULL)
      {
        inlay_map_writer_put (self, copy->remote, build->points[i].specifier, copy->remote, build->points[i].file, build);
        copy->served = TRUE;
      }
}
