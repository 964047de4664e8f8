/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Sections 2 and 4 of the specification: an entry file, checked. What is malformed is left out with a
 * warning, and refused only where remotes are read strictly. */

/* The members of one external as they stand in the file. */
typedef struct
{
  const char *package;
  const char *file;
  const char *version;
  const char *range;
  const char *scope;
  const char *old_scope;
  const char *bundle;
  const char *pool;
  JsonObject *entries;
  gboolean    singleton;
  gboolean    strict;
  gboolean    malformed;
} RawExternal;

static void
external_clear (gpointer data)
{
  InlayExternal *self = data;

  g_clear_pointer (&self->build, inlay_build_unref);
}

void
inlay_entry_free (InlayEntry *self)
{
  g_free (self->url);
  g_clear_pointer (&self->exposes, json_array_unref);
  g_clear_pointer (&self->integrity, json_object_unref);
  g_clear_pointer (&self->chunks, json_object_unref);
  g_clear_pointer (&self->externals, g_array_unref);
  g_free (self);
}

/* A text, absent, or something that does not belong there. */
static void
take_text (RawExternal  *self,
           JsonNode     *value,
           const char  **text)
{
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_string (value) != NULL)
    *text = json_node_get_string (value);
  else if (!JSON_NODE_HOLDS_NULL (value))
    self->malformed = TRUE;
}

static gboolean
is_boolean (JsonNode *value,
            gboolean  which)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (value) == which;
}

static void
take_sharing (RawExternal   *self,
              const char    *name,
              JsonNode      *value,
              const char  ***text)
{
  if (strcmp (name, "singleton") == 0)
    self->singleton = is_boolean (value, TRUE);
  else if (strcmp (name, "strictVersion") == 0)
    self->strict = is_boolean (value, TRUE);
  else if (strcmp (name, "shareScope") == 0)
    *text = &self->scope;
  else if (strcmp (name, "sharedScope") == 0)
    *text = &self->old_scope;
}

static void
take_entries (RawExternal *self,
              JsonNode    *value)
{
  if (JSON_NODE_HOLDS_OBJECT (value))
    self->entries = json_node_get_object (value);
  else
    self->malformed |= !JSON_NODE_HOLDS_NULL (value);
}

/* By the first letter, as this is asked of every member of every external. */
static void
take_member (RawExternal *self,
             const char  *name,
             JsonNode    *value)
{
  const char **text = NULL;

  switch (*name)
    {
    case 'p':
      text = strcmp (name, "packageName") == 0 ? &self->package : strcmp (name, "pool") == 0 ? &self->pool : NULL;
      break;
    case 'o':
      text = strcmp (name, "outFileName") == 0 ? &self->file : NULL;
      break;
    case 'v':
      text = strcmp (name, "version") == 0 ? &self->version : NULL;
      break;
    case 'r':
      text = strcmp (name, "requiredVersion") == 0 && !is_boolean (value, FALSE) ? &self->range : NULL;
      break;
    case 'b':
      text = strcmp (name, "bundle") == 0 ? &self->bundle : NULL;
      break;
    case 's':
      take_sharing (self, name, value, &text);
      break;
    case 'e':
      if (strcmp (name, "entries") == 0)
        take_entries (self, value);
      break;
    default:
      break;
    }
  if (text != NULL)
    take_text (self, value, text);
}

/* What a batch of members points to is asked for together, so that one does not wait for the other. */
static void
take_members (RawExternal *self,
              JsonObject  *object)
{
  const char *names[16];
  JsonNode *values[G_N_ELEMENTS (names)];
  JsonObjectIter iter;
  guint n;

  json_object_iter_init (&iter, object);
  do
    {
      for (n = 0; n < G_N_ELEMENTS (names) && json_object_iter_next (&iter, &names[n], &values[n]); n++)
        {
          __builtin_prefetch (names[n]);
          __builtin_prefetch (values[n]);
        }
      for (guint i = 0; i < n; i++)
        take_member (self, names[i], values[i]);
    }
  while (n == G_N_ELEMENTS (names));
}

static InlayWord *
read_pool (InlayWords *words,
           const char *label)
{
  g_autofree char *stripped = NULL;

  if (label == NULL)
    return NULL;
  stripped = g_strstrip (g_strdup (label));
  return *stripped != '\0' ? inlay_words_get (words, stripped) : NULL;
}

/* Returns: (nullable): %NULL when there is no file, or something else than one. */
static InlayBuild *
read_build (InlayWords        *words,
            const RawExternal *raw,
            InlayWord         *package)
{
  InlayWord *bundle = raw->bundle != NULL && *raw->bundle != '\0' ? inlay_words_get (words, raw->bundle) : NULL;
  InlayWord *pool = read_pool (words, raw->pool);
  g_autofree InlayPoint *points = NULL;
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *value;
  guint n_points = 0;

  if (raw->entries == NULL)
    return raw->file != NULL ? inlay_build_get_flat (package, inlay_words_get (words, raw->file), bundle, pool) : NULL;

  points = g_new (InlayPoint, json_object_get_size (raw->entries));
  json_object_iter_init_ordered (&iter, raw->entries);
  while (json_object_iter_next_ordered (&iter, &specifier, &value))
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_string (value) == NULL)
        return NULL;
      points[n_points].specifier = inlay_words_get (words, specifier);
      points[n_points++].file = inlay_words_get (words, json_node_get_string (value));
    }
  return n_points > 0 ? inlay_build_new (points, n_points, &bundle, bundle != NULL ? 1 : 0, pool) : NULL;
}

static gboolean
read_external (InlayWords    *words,
               JsonNode      *node,
               InlayExternal *external)
{
  RawExternal raw = { NULL };
  const char *scope;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  take_members (&raw, json_node_get_object (node));
  if (raw.package == NULL || raw.malformed)
    return FALSE;

  scope = raw.scope != NULL ? raw.scope : raw.old_scope;
  external->package = inlay_words_get (words, raw.package);
  external->build = read_build (words, &raw, external->package);
  external->version = raw.version != NULL ? inlay_words_get (words, raw.version) : NULL;
  external->range = raw.range != NULL && *raw.range != '\0' ? inlay_words_get (words, raw.range) : NULL;
  external->scope = inlay_words_get (words, scope != NULL && *scope != '\0' ? scope : INLAY_RESOLVER_GLOBAL);
  external->singleton = raw.singleton;
  external->strict = raw.strict;
  external->flat = raw.entries == NULL;
  return external->build != NULL;
}

static gboolean
warn_malformed (InlayResolver     *resolver,
                const InlayEntry  *self,
                const char        *form,
                guint              number,
                GError           **error)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  InlayWord *word = inlay_words_get (resolver->words, text);

  if (resolver->options.strict_remote_entry)
    return inlay_resolver_refuse (resolver, error, "malformed-input", form, self->name, word, NULL);
  inlay_resolver_warn (resolver, "malformed-input", form, self->name, word, NULL);
  return TRUE;
}

/* A portfolio does not fit a cache, and from an array to a member's value it is five steps: those of
 * externals further on are begun while this one is read. */
static void
ask_ahead (JsonArray *shared,
           guint      i,
           guint      length)
{
  JsonNode *node;

  if (i + 9 < length)
    __builtin_prefetch (json_array_get_element (shared, i + 9));
  node = i + 6 < length ? json_array_get_element (shared, i + 6) : NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    __builtin_prefetch (json_node_get_object (node));
}

static gboolean
read_externals (InlayResolver  *resolver,
                InlayEntry     *self,
                JsonNode       *file,
                GError        **error)
{
  JsonNode *node = inlay_json_get_member (file, "shared");
  JsonArray *shared = inlay_json_get_array (file, "shared");
  guint length = shared != NULL ? json_array_get_length (shared) : 0;

  if (node != NULL && shared == NULL && !JSON_NODE_HOLDS_NULL (node) &&
      !warn_malformed (resolver, self, "%: what it shares is no list", 0, error))
    return FALSE;
  self->externals = g_array_sized_new (FALSE, FALSE, sizeof (InlayExternal), length);
  g_array_set_clear_func (self->externals, external_clear);
  for (guint i = 0; i < length; i++)
    {
      InlayExternal external = { NULL };

      ask_ahead (shared, i, length);
      if (read_external (resolver->words, json_array_get_element (shared, i), &external))
        g_array_append_val (self->externals, external);
      else
        {
          external_clear (&external);
          if (!warn_malformed (resolver, self, "%: external % has no name, no file or a member of another type", i + 1,
                               error))
            return FALSE;
        }
    }
  if (resolver->options.convert_flat)
    inlay_entry_convert_flat (resolver, self);
  return TRUE;
}

static gboolean
is_expose (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) && inlay_json_get_string (node, "key") != NULL &&
         inlay_json_get_string (node, "outFileName") != NULL;
}

static gboolean
read_rest (InlayResolver  *resolver,
           InlayEntry     *self,
           JsonNode       *file,
           GError        **error)
{
  JsonArray *exposes = inlay_json_get_array (file, "exposes");
  JsonObject *integrity = inlay_json_get_object (file, "integrity");
  JsonObject *chunks = inlay_json_get_object (file, "chunks");

  self->exposes = exposes != NULL ? json_array_ref (exposes) : NULL;
  self->integrity = integrity != NULL ? json_object_ref (integrity) : NULL;
  self->chunks = chunks != NULL ? json_object_ref (chunks) : NULL;
  for (guint i = 0; exposes != NULL && i < json_array_get_length (exposes); i++)
    if (!is_expose (json_array_get_element (exposes, i)) &&
        !warn_malformed (resolver, self, "%: exposed module % has no key or no file", i + 1, error))
      return FALSE;
  return TRUE;
}

/* The remote's name: the file's, but for the host the configured one. */
static gboolean
read_name (InlayResolver  *resolver,
           InlayEntry     *self,
           const char     *listed,
           const char     *name,
           GError        **error)
{
  self->listed = listed != NULL ? inlay_words_get (resolver->words, listed) : NULL;
  self->name = name != NULL && !self->host ? inlay_words_get (resolver->words, name) : self->listed;
  if (self->name == NULL)
    {
      InlayWord *url = inlay_words_get (resolver->words, self->url);

      if (resolver->options.strict_remote_entry)
        return inlay_resolver_refuse (resolver, error, "remote-entry", "% names no remote", url, NULL);
      inlay_resolver_warn (resolver, "remote-entry", "% names no remote", url, NULL);
      return FALSE;
    }
  if (self->listed == NULL || self->listed == self->name)
    return TRUE;
  if (resolver->options.strict_remote_entry)
    return inlay_resolver_refuse (resolver, error, "remote-entry", "the remote listed as % calls itself %", self->listed,
                                  self->name, NULL);
  inlay_resolver_warn (resolver, "remote-name-mismatch", "the remote listed as % calls itself %", self->listed, self->name,
                       NULL);
  return TRUE;
}

static void
warn_unreachable (InlayResolver  *resolver,
                  const char     *listed,
                  const char     *url,
                  GError        **error)
{
  InlayWord *name = inlay_words_get (resolver->words, listed != NULL ? listed : "a remote");
  InlayWord *address = inlay_words_get (resolver->words, url);

  if (resolver->options.strict_remote_entry)
    inlay_resolver_refuse (resolver, error, "remote-entry", "%: nothing usable is at %", name, address, NULL);
  else
    inlay_resolver_warn (resolver, "remote-entry", "%: nothing usable is at %", name, address, NULL);
}

/* Reads what was fetched for one listed remote, @file; %NULL without an error leaves it out. */
InlayEntry *
inlay_entry_read (InlayResolver  *resolver,
                  JsonNode       *remote,
                  JsonNode       *file,
                  const char     *host_name,
                  GError        **error)
{
  const char *listed = host_name != NULL ? host_name : inlay_json_get_string (remote, "name");
  const char *url = inlay_json_get_string (remote, "url");
  const char *own_url = file != NULL ? inlay_json_get_string (file, "url") : NULL;
  InlayEntry *self;

  if (file == NULL || !JSON_NODE_HOLDS_OBJECT (file))
    {
      warn_unreachable (resolver, listed, url, error);
      return NULL;
    }
  self = g_new0 (InlayEntry, 1);
  self->url = g_strdup (own_url != NULL ? own_url : url);
  self->host = host_name != NULL;
  if (!read_name (resolver, self, listed, inlay_json_get_string (file, "name"), error) ||
      !read_externals (resolver, self, file, error) || !read_rest (resolver, self, file, error))
    {
      inlay_entry_free (self);
      return NULL;
    }
  if (own_url != NULL && strcmp (own_url, url) != 0)
    inlay_resolver_warn (resolver, "entry-url", "% was fetched from % and moves itself to %", self->name,
                         inlay_words_get (resolver->words, url), inlay_words_get (resolver->words, own_url), NULL);
  return self;
}
