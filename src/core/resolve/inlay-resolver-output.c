/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* A written map as it is handed out: as a tree, or as text without one, which for a large portfolio
 * costs more than to decide what stands in it. */

/* Of one specifier the last entry counts, at the place of the first. */
static void
drop_replaced (InlayMapWriter *self,
               GArray         *entries)
{
  InlayMapEntry *all = (InlayMapEntry *) (gpointer) entries->data;
  guint mark = inlay_words_mark (self->resolver->words), kept = 0;

  for (guint i = 0; i < entries->len; i++)
    if (all[i].specifier->mark == mark)
      all[all[i].specifier->slot] = all[i];
    else
      {
        all[i].specifier->mark = mark;
        all[i].specifier->slot = kept;
        all[kept++] = all[i];
      }
  g_array_set_size (entries, kept);
}

static JsonNode *
entries_to_json (const GArray *entries)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const InlayMapEntry *entry = &g_array_index (entries, InlayMapEntry, i);
      g_autofree char *url = inlay_resolver_join (entry->remote->directory, entry->file->text);

      json_object_set_string_member (object, entry->specifier->text, url);
    }
  return inlay_json_take_object (object);
}

static JsonNode *
hashes_to_json (InlayMapWriter *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->hashed->len; i++)
    json_object_set_string_member (object, g_ptr_array_index (self->hashed, i),
                                   g_hash_table_lookup (self->hashes, g_ptr_array_index (self->hashed, i)));
  return inlay_json_take_object (object);
}

JsonNode *
inlay_map_writer_to_json (InlayMapWriter *self)
{
  JsonObject *map = json_object_new ();
  JsonObject *scopes = json_object_new ();

  json_object_set_member (map, "imports", entries_to_json (self->imports));
  for (guint i = 0; i < self->scopes->len; i++)
    {
      const InlayMapScope *scope = g_ptr_array_index (self->scopes, i);

      drop_replaced (self, scope->entries);
      json_object_set_member (scopes, scope->directory, entries_to_json (scope->entries));
    }
  if (json_object_get_size (scopes) > 0)
    json_object_set_member (map, "scopes", inlay_json_take_object (g_steal_pointer (&scopes)));
  g_clear_pointer (&scopes, json_object_unref);
  if (self->hashed->len > 0)
    json_object_set_member (map, "integrity", hashes_to_json (self));
  return inlay_json_take_object (map);
}

/* What inlay_resolver_join() says, without the text in between. */
static void
append_url (GString             *text,
            const InlayMapEntry *entry)
{
  const char *directory = entry->remote->directory;
  const char *file = entry->file->text;
  gsize length = strlen (directory);

  if (length > 0 && directory[length - 1] == '/')
    length--;
  g_string_append_c (text, '"');
  inlay_json_append_escaped (text, directory, length, INLAY_JSON_DEFAULT);
  g_string_append_c (text, '/');
  file += *file == '/' ? 1 : 0;
  inlay_json_append_escaped (text, file, strlen (file), INLAY_JSON_DEFAULT);
  g_string_append_c (text, '"');
}

static void
append_entries (GString      *text,
                const GArray *entries)
{
  g_string_append_c (text, '{');
  for (guint i = 0; i < entries->len; i++)
    {
      const InlayMapEntry *entry = &g_array_index (entries, InlayMapEntry, i);

      if (i > 0)
        g_string_append_c (text, ',');
      inlay_json_append_string (text, entry->specifier->text, INLAY_JSON_DEFAULT);
      g_string_append_c (text, ':');
      append_url (text, entry);
    }
  g_string_append_c (text, '}');
}

static void
append_hashes (GString        *text,
               InlayMapWriter *self)
{
  for (guint i = 0; i < self->hashed->len; i++)
    {
      const char *url = g_ptr_array_index (self->hashed, i);

      g_string_append (text, i == 0 ? ",\"integrity\":{" : ",");
      inlay_json_append_string (text, url, INLAY_JSON_DEFAULT);
      g_string_append_c (text, ':');
      inlay_json_append_string (text, g_hash_table_lookup (self->hashes, url), INLAY_JSON_DEFAULT);
    }
  if (self->hashed->len > 0)
    g_string_append_c (text, '}');
}

GBytes *
inlay_map_writer_to_bytes (InlayMapWriter *self)
{
  GString *text = g_string_new ("{\"imports\":");

  append_entries (text, self->imports);
  for (guint i = 0; i < self->scopes->len; i++)
    {
      const InlayMapScope *scope = g_ptr_array_index (self->scopes, i);

      g_string_append (text, i == 0 ? ",\"scopes\":{" : ",");
      inlay_json_append_string (text, scope->directory, INLAY_JSON_DEFAULT);
      g_string_append_c (text, ':');
      drop_replaced (self, scope->entries);
      append_entries (text, scope->entries);
    }
  if (self->scopes->len > 0)
    g_string_append_c (text, '}');
  append_hashes (text, self);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (text);
}
