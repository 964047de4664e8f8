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
           const InlayWord   *file)
{
  const InlayWord *hash = g_hash_table_lookup (remote->manifest->hash_of, file);
  char *url;

  if (hash == NULL)
    return;
  url = inlay_resolver_join (remote->directory, file->text);
  if (!g_hash_table_contains (self->hashes, url))
    g_ptr_array_add (self->hashed, url);
  /* Takes the address, and frees it when it has it already. */
  g_hash_table_insert (self->hashes, url, (gpointer) hash->text);
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

  if (remote->manifest->hash_of != NULL)
    note_hash (self, remote, file);
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
  const GArray *exposes = remote->manifest->exposes;

  for (guint i = 0; i < exposes->len; i++)
    {
      const InlayPoint *exposed = &g_array_index (exposes, InlayPoint, i);
      g_autofree char *specifier = inlay_resolver_join (remote->name->text, exposed->specifier->text);

      put (self, NULL, inlay_words_get (self->resolver->words, specifier), remote, exposed->file);
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

static gboolean
is_in_use (InlayMapWriter  *self,
           InlayRemote     *remote,
           const InlayWord *bundle)
{
  g_autofree char *key = g_strconcat (remote->name->text, "\n", bundle->text, NULL);

  return strcmp (bundle->text, "mapping-or-exposed") == 0 || g_hash_table_contains (self->bundles, key);
}

void
inlay_map_writer_chunks (InlayMapWriter *self,
                         InlayRemote    *remote)
{
  const GArray *chunks = remote->manifest->chunks;
  const InlayWord *last = NULL;
  gboolean used = FALSE;

  for (guint i = 0; i < chunks->len; i++)
    {
      const InlayPoint *chunk = &g_array_index (chunks, InlayPoint, i);
      g_autofree char *specifier = NULL;

      if (chunk->specifier != last)
        used = is_in_use (self, remote, chunk->specifier);
      last = chunk->specifier;
      if (!used)
        continue;
      specifier = chunk_specifier (chunk->file->text);
      put (self, remote, inlay_words_get (self->resolver->words, specifier), remote, chunk->file);
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
