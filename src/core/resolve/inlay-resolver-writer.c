/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* An import map while it is written: addresses, scopes, integrity and the chunks in use. */

void
inlay_map_writer_init (InlayMapWriter *self,
                       InlayResolver  *resolver)
{
  memset (self, 0, sizeof *self);
  self->resolver = resolver;
  self->mark = inlay_words_mark (resolver->words);
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

InlayRemote *
inlay_map_writer_find_remote (InlayMapWriter  *self,
                              const InlayWord *name)
{
  if (self->last_remote == NULL || self->last_remote->name != name)
    self->last_remote = inlay_record_find_remote (self->resolver->record, name);
  return self->last_remote;
}

static JsonObject *
get_scope (InlayMapWriter  *self,
           const InlayWord *name)
{
  const char *key;

  if (self->last_scope != NULL && self->last_scope_name == name)
    return self->last_scope;
  key = inlay_record_find_remote (self->resolver->record, name)->directory;
  if (!json_object_has_member (self->scopes, key))
    json_object_set_object_member (self->scopes, key, json_object_new ());
  self->last_scope = json_object_get_object_member (self->scopes, key);
  self->last_scope_name = name;
  return self->last_scope;
}

static char *
make_url (InlayMapWriter *self,
          InlayRemote    *remote,
          const char     *file)
{
  char *url = inlay_resolver_join (remote->directory, file);
  JsonNode *hash = remote->integrity != NULL ? json_object_get_member (remote->integrity, file) : NULL;
  const char *text = hash != NULL && JSON_NODE_HOLDS_VALUE (hash) ? json_node_get_string (hash) : NULL;

  if (text != NULL && *text != '\0')
    json_object_set_string_member (self->integrity, url, text);
  return url;
}

static void
use_bundles (InlayMapWriter   *self,
             const InlayWord  *remote,
             const InlayBuild *build)
{
  for (guint i = 0; build != NULL && i < build->n_bundles; i++)
    g_hash_table_add (self->bundles, g_strconcat (remote->text, "\n", build->bundles[i]->text, NULL));
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
  g_autofree char *url = make_url (self, inlay_map_writer_find_remote (self, remote), file->text);

  json_object_set_string_member (scope != NULL ? get_scope (self, scope) : self->imports, specifier->text, url);
  if (scope == NULL)
    specifier->mark = self->mark;
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
  JsonNode *known = json_object_get_member (self->imports, specifier->text);
  g_autofree char *url = NULL;

  if (known == NULL)
    return FALSE;
  url = inlay_resolver_join (inlay_map_writer_find_remote (self, remote)->directory, file->text);
  return strcmp (json_node_get_string (known), url) == 0;
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
  for (guint i = 0; remote->exposes != NULL && i < json_array_get_length (remote->exposes); i++)
    {
      JsonNode *node = json_array_get_element (remote->exposes, i);
      const char *key = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "key") : NULL;
      const char *file = key != NULL ? inlay_json_get_string (node, "outFileName") : NULL;
      g_autofree char *specifier = NULL;
      g_autofree char *url = NULL;

      if (file == NULL)
        continue;
      specifier = inlay_resolver_join (remote->name->text, key);
      url = make_url (self, remote, file);
      json_object_set_string_member (self->imports, specifier, url);
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
      g_autofree char *url = NULL;

      if (!JSON_NODE_HOLDS_VALUE (file) || json_node_get_string (file) == NULL)
        continue;
      specifier = chunk_specifier (json_node_get_string (file));
      url = make_url (self, remote, json_node_get_string (file));
      json_object_set_string_member (get_scope (self, remote->name), specifier, url);
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
