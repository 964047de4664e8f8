/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

static gboolean
read_strict (JsonNode   *input,
             const char *name)
{
  JsonNode *strict = inlay_json_get_member (input, "strict");

  if (strict != NULL && JSON_NODE_HOLDS_OBJECT (strict))
    return inlay_json_get_boolean (strict, name, FALSE);
  return inlay_json_get_boolean (input, "strict", FALSE);
}

void
inlay_resolver_options_read (InlayResolverOptions *self,
                             JsonNode             *input)
{
  g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
  JsonNode *profile = inlay_json_get_member (input, "profile");
  JsonNode *feature = inlay_json_get_member (input, "feature");
  const char *override;

  if (profile == NULL || !JSON_NODE_HOLDS_OBJECT (profile))
    profile = empty;
  if (feature == NULL || !JSON_NODE_HOLDS_OBJECT (feature))
    feature = empty;
  override = inlay_json_get_string (profile, "overrideCachedRemotes");

  self->documented = g_strcmp0 (inlay_json_get_string (profile, "election"), "peer") != 0;
  self->strict_remote_entry = read_strict (input, "strictRemoteEntry");
  self->strict_compatibility = read_strict (input, "strictExternalCompatibility");
  self->strict_same_version = read_strict (input, "strictExternalSameVersionCompatibility");
  self->strict_version = read_strict (input, "strictExternalVersion");
  self->strict_import_map = read_strict (input, "strictImportMap");
  self->strict_coverage = read_strict (input, "strictEntryPointCoverage");
  self->latest = inlay_json_get_boolean (profile, "latestSharedExternal", FALSE);
  self->skip_invalid = inlay_json_get_boolean (profile, "skipInvalidExternalVersions", FALSE);
  self->scope_uncovered = inlay_json_get_boolean (profile, "scopeUncoveredEntrypoints", FALSE);
  self->override_always = g_strcmp0 (override, "always") == 0;
  self->override_never = g_strcmp0 (override, "never") == 0 ||
                         (override == NULL && inlay_json_get_boolean (profile, "skipCachedRemotes", FALSE));
  self->override_same_url = inlay_json_get_boolean (profile, "overrideCachedRemotesIfURLMatches", FALSE);
  self->convert_flat = inlay_json_get_boolean (feature, "convertFlatSharedInfo", FALSE);
}

char *
inlay_resolver_join (const char *a,
                     const char *b)
{
  gsize length = strlen (a);

  if (length > 0 && a[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s/%s", (int) length, a, *b == '/' ? b + 1 : b);
}

/* The prefix of a remote's files. Query and fragment do not count, and an origin is its own
 * directory. */
char *
inlay_resolver_directory (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  const char *authority = strstr (path, "://");
  char *slash = strrchr (path, '/');

  if (authority != NULL && strchr (authority + 3, '/') == NULL)
    return g_strconcat (path, "/", NULL);
  if (slash == NULL)
    return strchr (path, '.') != NULL || *path == '\0' ? g_strdup ("") : g_strconcat (path, "/", NULL);
  if (slash[1] != '\0' && strchr (slash, '.') == NULL)
    return g_strconcat (path, "/", NULL);
  slash[1] = '\0';
  return g_steal_pointer (&path);
}

static void
external_free (gpointer data)
{
  InlayExternal *self = data;

  g_free (self->package);
  json_object_unref (self->entries);
  g_free (self->version);
  g_free (self->range);
  g_free (self->scope);
  g_free (self->bundle);
  g_free (self);
}

void
inlay_entry_free (InlayEntry *self)
{
  g_free (self->name);
  g_free (self->url);
  g_clear_pointer (&self->exposes, json_array_unref);
  g_clear_pointer (&self->integrity, json_object_unref);
  g_clear_pointer (&self->chunks, json_object_unref);
  g_ptr_array_unref (self->externals);
  g_free (self);
}

/* Specifier to file; NULL when there is no file at all. */
static JsonObject *
read_entries (JsonNode   *node,
              const char *package)
{
  JsonObject *object = inlay_json_get_object (node, "entries");
  const char *file = inlay_json_get_string (node, "outFileName");
  JsonObject *entries = json_object_new ();
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *value;

  if (object != NULL)
    {
      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &specifier, &value))
        if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_string (value) != NULL)
          json_object_set_string_member (entries, specifier, json_node_get_string (value));
    }
  else if (file != NULL)
    json_object_set_string_member (entries, package, file);

  if (json_object_get_size (entries) == 0)
    g_clear_pointer (&entries, json_object_unref);
  return entries;
}

static const char *
read_scope (JsonNode *node)
{
  const char *scope = inlay_json_get_string (node, "shareScope");

  if (scope == NULL)
    scope = inlay_json_get_string (node, "sharedScope");
  return scope != NULL && *scope != '\0' ? scope : INLAY_RESOLVER_GLOBAL;
}

static InlayExternal *
read_external (JsonNode *node)
{
  const char *package = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "packageName") : NULL;
  JsonObject *entries = package != NULL ? read_entries (node, package) : NULL;
  InlayExternal *self;

  if (entries == NULL)
    return NULL;
  self = g_new0 (InlayExternal, 1);
  self->package = g_strdup (package);
  self->entries = entries;
  self->version = g_strdup (inlay_json_get_string (node, "version"));
  self->range = g_strdup (inlay_json_get_string (node, "requiredVersion"));
  self->scope = g_strdup (read_scope (node));
  self->bundle = g_strdup (inlay_json_get_string (node, "bundle"));
  self->singleton = inlay_json_get_boolean (node, "singleton", FALSE);
  self->strict = inlay_json_get_boolean (node, "strictVersion", FALSE);
  return self;
}

/* `@x/y/z` and `@x/y` are of the package `@x/y`. */
static char *
package_of (const char *name)
{
  const char *slash = strchr (name, '/');

  if (*name == '@' && slash != NULL)
    slash = strchr (slash + 1, '/');
  return slash != NULL ? g_strndup (name, (gsize) (slash - name)) : g_strdup (name);
}

static gboolean
is_same_external (const InlayExternal *a,
                  const InlayExternal *b)
{
  g_autofree char *a_package = package_of (a->package);
  g_autofree char *b_package = package_of (b->package);

  return strcmp (a_package, b_package) == 0 && a->singleton == b->singleton && a->strict == b->strict &&
         g_strcmp0 (a->range, b->range) == 0 && g_strcmp0 (a->version, b->version) == 0 &&
         strcmp (a->scope, b->scope) == 0;
}

static void
unite_entries (InlayExternal *to,
               InlayExternal *from)
{
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *file;

  json_object_iter_init_ordered (&iter, from->entries);
  while (json_object_iter_next_ordered (&iter, &specifier, &file))
    json_object_set_member (to->entries, specifier, json_node_copy (file));
}

static gboolean
join_flat (InlayEntry    *self,
           GHashTable    *flat,
           InlayExternal *external)
{
  for (guint i = 0; i < self->externals->len; i++)
    {
      InlayExternal *other = g_ptr_array_index (self->externals, i);
      g_autofree char *package = NULL;

      if (!g_hash_table_contains (flat, other) || !is_same_external (other, external))
        continue;
      unite_entries (other, external);
      package = package_of (other->package);
      g_free (other->package);
      other->package = g_steal_pointer (&package);
      return TRUE;
    }
  g_hash_table_add (flat, external);
  return FALSE;
}

static void
read_externals (InlayResolver *resolver,
                InlayEntry    *self,
                JsonArray     *shared)
{
  g_autoptr (GHashTable) flat = g_hash_table_new (NULL, NULL);

  for (guint i = 0; shared != NULL && i < json_array_get_length (shared); i++)
    {
      JsonNode *node = json_array_get_element (shared, i);
      InlayExternal *external = read_external (node);
      gboolean convert;

      if (external == NULL)
        {
          inlay_resolver_warn (resolver, "malformed-input",
                               g_strdup_printf ("%s: external %u has no name or no file", self->name, i + 1));
          continue;
        }
      convert = resolver->options.convert_flat && !json_object_has_member (json_node_get_object (node), "entries") &&
                !g_str_has_prefix (external->package, "@nf-internal");
      if (convert && join_flat (self, flat, external))
        external_free (external);
      else
        g_ptr_array_add (self->externals, external);
    }

  for (guint i = 0; i < self->externals->len; i++)
    {
      InlayExternal *external = g_ptr_array_index (self->externals, i);

      if (g_hash_table_contains (flat, external))
        {
          char *package = package_of (external->package);

          g_free (external->package);
          external->package = package;
        }
    }
}

/* Reads what was fetched for one listed remote; NULL without an error leaves it out. */
InlayEntry *
inlay_entry_read (InlayResolver *resolver,
                  JsonNode      *remote,
                  const char    *host_name,
                  GError       **error)
{
  const char *listed = host_name != NULL ? host_name : inlay_json_get_string (remote, "name");
  const char *url = inlay_json_get_string (remote, "url");
  JsonNode *file = inlay_json_get_member (remote, "remoteEntry");
  gboolean strict = resolver->options.strict_remote_entry;
  const char *name;
  InlayEntry *self;
  char *message;

  if (file == NULL || !JSON_NODE_HOLDS_OBJECT (file))
    {
      message = g_strdup_printf ("%s: %s cannot be fetched", listed != NULL ? listed : "a remote", url);
      if (strict)
        inlay_resolver_refuse (resolver, "remote-entry", message, error);
      else
        inlay_resolver_warn (resolver, "remote-entry", message);
      return NULL;
    }

  name = inlay_json_get_string (file, "name");
  if (host_name != NULL || name == NULL)
    name = listed;
  if (name == NULL)
    {
      inlay_resolver_warn (resolver, "remote-entry", g_strdup_printf ("%s names no remote", url));
      return NULL;
    }
  if (listed != NULL && strcmp (name, listed) != 0)
    {
      message = g_strdup_printf ("the remote listed as %s calls itself %s", listed, name);
      if (strict)
        {
          inlay_resolver_refuse (resolver, "remote-entry", message, error);
          return NULL;
        }
      inlay_resolver_warn (resolver, "remote-name-mismatch", message);
    }

  self = g_new0 (InlayEntry, 1);
  self->name = g_strdup (name);
  self->url = g_strdup (inlay_json_get_string (file, "url") != NULL ? inlay_json_get_string (file, "url") : url);
  self->host = host_name != NULL;
  self->exposes = inlay_json_get_array (file, "exposes");
  self->integrity = inlay_json_get_object (file, "integrity");
  self->chunks = inlay_json_get_object (file, "chunks");
  if (self->exposes != NULL)
    json_array_ref (self->exposes);
  if (self->integrity != NULL)
    json_object_ref (self->integrity);
  if (self->chunks != NULL)
    json_object_ref (self->chunks);
  self->externals = g_ptr_array_new_with_free_func (external_free);
  read_externals (resolver, self, inlay_json_get_array (file, "shared"));
  return self;
}
