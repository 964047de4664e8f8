/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver.h"

#include <string.h>

#include "resolve/inlay-resolver-private.h"

#define DEFAULT_HOST "__NF-HOST__"

/**
 * InlayResolver:
 *
 * Resolves federated remotes, described by entry files (`remoteEntry.json`), to an import map. It
 * keeps the record of what was decided, so that later page loads and later remotes fit to it. A
 * refused call leaves the record as it was.
 */

static void
warning_free (gpointer data)
{
  InlayResolverWarning *self = data;

  g_free (self->kind);
  g_free (self->message);
  g_free (self);
}

static void
range_unref (gpointer data)
{
  if (data != NULL)
    inlay_range_unref (data);
}

void
inlay_resolver_warn (InlayResolver *self,
                     const char    *kind,
                     char          *message)
{
  InlayResolverWarning *warning = g_new0 (InlayResolverWarning, 1);

  warning->kind = g_strdup (kind);
  warning->message = message;
  g_ptr_array_add (self->warnings, warning);
}

/* Always FALSE, for returning. */
gboolean
inlay_resolver_refuse (InlayResolver  *self,
                       const char     *kind,
                       char           *message,
                       GError        **error)
{
  g_free (self->error_kind);
  self->error_kind = g_strdup (kind);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, message);
  g_free (message);
  return FALSE;
}

/**
 * inlay_resolver_new:
 *
 * Returns: (transfer full): a resolver that remembers nothing yet
 */
InlayResolver *
inlay_resolver_new (void)
{
  InlayResolver *self = g_new0 (InlayResolver, 1);

  self->record = inlay_record_new ();
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
  self->ranges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, range_unref);
  return self;
}

void
inlay_resolver_free (InlayResolver *self)
{
  g_return_if_fail (self != NULL);

  inlay_record_free (self->record);
  g_ptr_array_unref (self->warnings);
  g_hash_table_unref (self->ranges);
  g_free (self->error_kind);
  g_free (self);
}

static void
begin (InlayResolver *self)
{
  g_ptr_array_set_size (self->warnings, 0);
  g_hash_table_remove_all (self->ranges);
  g_clear_pointer (&self->error_kind, g_free);
}

static gboolean
is_same_address (const InlayRemote *remote,
                 const char        *url)
{
  g_autofree char *usual = g_strconcat (remote->directory, "remoteEntry.json", NULL);

  return g_strcmp0 (usual, url) == 0;
}

/* Section 4: whether a remote the record knows is asked for again. */
static gboolean
is_kept (InlayResolver *self,
         const char    *name,
         const char    *url)
{
  InlayRemote *known = name != NULL ? inlay_record_find_remote (self->record, name) : NULL;

  if (known == NULL)
    return FALSE;
  return self->options.override_never ||
         (is_same_address (known, url) && !self->options.override_same_url);
}

typedef struct
{
  JsonNode   *node;
  const char *host_name; /* nullable */
} Listed;

/* The remotes in order; the host last, or at its own place if it is listed. */
static gboolean
list_remotes (InlayResolver  *self,
              JsonNode       *input,
              GArray         *listed,
              GError        **error)
{
  JsonArray *remotes = inlay_json_get_array (input, "remotes");
  JsonNode *host = inlay_json_get_member (input, "host");
  const char *host_name = host != NULL && JSON_NODE_HOLDS_OBJECT (host) ? inlay_json_get_string (host, "name") : NULL;
  gboolean placed = host == NULL || !JSON_NODE_HOLDS_OBJECT (host);

  if (host_name == NULL)
    host_name = DEFAULT_HOST;
  for (guint i = 0; remotes != NULL && i < json_array_get_length (remotes); i++)
    {
      Listed item = { json_array_get_element (remotes, i), NULL };

      if (!JSON_NODE_HOLDS_OBJECT (item.node) || inlay_json_get_string (item.node, "url") == NULL)
        return inlay_resolver_refuse (self, "malformed-input", g_strdup_printf ("remote %u has no address", i + 1), error);
      if (!placed && g_strcmp0 (inlay_json_get_string (item.node, "name"), host_name) == 0)
        {
          item = (Listed) { host, host_name };
          placed = TRUE;
        }
      g_array_append_val (listed, item);
    }
  if (!placed)
    {
      Listed item = { host, host_name };

      if (inlay_json_get_string (host, "url") == NULL)
        return inlay_resolver_refuse (self, "malformed-input", g_strdup ("the host has no address"), error);
      g_array_append_val (listed, item);
    }
  return TRUE;
}

static gboolean
fetch_all (InlayResolver  *self,
           GArray         *listed,
           GPtrArray      *entries,
           GError        **error)
{
  for (guint i = 0; i < listed->len; i++)
    {
      const Listed *item = &g_array_index (listed, Listed, i);
      const char *name = item->host_name != NULL ? item->host_name : inlay_json_get_string (item->node, "name");
      InlayEntry *entry;
      GError *local = NULL;

      if (is_kept (self, name, inlay_json_get_string (item->node, "url")))
        continue;
      entry = inlay_entry_read (self, item->node, item->host_name, &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (entry == NULL)
        continue;
      entry->override = name != NULL && inlay_record_find_remote (self->record, name) != NULL;
      g_ptr_array_add (entries, entry);
    }
  return TRUE;
}

static JsonNode *
run_start (InlayResolver  *self,
           JsonNode       *input,
           GError        **error)
{
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (Listed));
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_entry_free);
  g_autoptr (GHashTable) overridden = g_hash_table_new (g_str_hash, g_str_equal);
  InlayMapWriter writer;
  JsonNode *map = NULL;

  if (!list_remotes (self, input, listed, error) || !fetch_all (self, listed, entries, error))
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    if (((InlayEntry *) g_ptr_array_index (entries, i))->override)
      g_hash_table_add (overridden, ((InlayEntry *) g_ptr_array_index (entries, i))->name);
  inlay_record_evict (self->record, overridden);
  for (guint i = 0; i < entries->len; i++)
    if (!inlay_resolver_merge (self, g_ptr_array_index (entries, i), error))
      return NULL;
  if (!inlay_resolver_elect (self, error))
    return NULL;

  inlay_map_writer_init (&writer, self);
  if (inlay_resolver_write_map (self, &writer, error))
    map = inlay_map_writer_end (&writer);
  inlay_map_writer_clear (&writer);
  return map;
}

/**
 * inlay_resolver_start:
 * @self: a resolver
 * @input: an object with `remotes`, a list of `name`, `url` and what was fetched as `remoteEntry`,
 *   and optionally `host`, `profile`, `feature` and `strict`
 * @error: return location for an error
 *
 * Resolves the remotes of a page load. `profile.election` is `documented` unless it says `peer`.
 *
 * Returns: (transfer full): the import map, or %NULL with %INLAY_ERROR_UNRESOLVED; then
 *   inlay_resolver_get_error_kind() says more
 */
JsonNode *
inlay_resolver_start (InlayResolver  *self,
                      JsonNode       *input,
                      GError        **error)
{
  InlayRecord *before;
  JsonNode *map;

  g_return_val_if_fail (self != NULL && input != NULL, NULL);

  begin (self);
  if (!JSON_NODE_HOLDS_OBJECT (input))
    {
      inlay_resolver_refuse (self, "malformed-input", g_strdup ("the input is not an object"), error);
      return NULL;
    }
  inlay_resolver_options_read (&self->options, input);

  before = inlay_record_copy (self->record);
  map = run_start (self, input, error);
  if (map == NULL)
    {
      inlay_record_free (self->record);
      self->record = g_steal_pointer (&before);
    }
  else
    inlay_record_free (before);
  return map;
}

static gboolean
is_loaded (InlayResolver *self,
           const char    *name,
           const char    *url)
{
  InlayRemote *known = name != NULL ? inlay_record_find_remote (self->record, name) : NULL;

  if (known == NULL)
    return FALSE;
  return !self->options.override_always || (is_same_address (known, url) && !self->options.override_same_url);
}

static gboolean
run_add (InlayResolver     *self,
         const InlayEntry  *entry,
         JsonNode         **import_map,
         GError           **error)
{
  InlayMapWriter writer;
  gboolean ok;

  inlay_map_writer_init (&writer, self);
  ok = inlay_resolver_merge_later (self, entry, &writer, error);
  if (ok)
    *import_map = inlay_map_writer_end (&writer);
  inlay_map_writer_clear (&writer);
  return ok;
}

/**
 * inlay_resolver_add_remote:
 * @self: a resolver that has been started
 * @remote: an object with `name` (may be missing), `url` and what was fetched as `remoteEntry`
 * @import_map: (out) (transfer full) (nullable): what is to be added to the page's import map, %NULL
 *   when the remote is left out
 * @error: return location for an error
 *
 * Adds a remote to a page that runs. What the page has stays as it is.
 *
 * Returns: %FALSE with %INLAY_ERROR_UNRESOLVED when strictness refuses the remote
 */
gboolean
inlay_resolver_add_remote (InlayResolver  *self,
                           JsonNode       *remote,
                           JsonNode      **import_map,
                           GError        **error)
{
  g_autoptr (GError) local = NULL;
  InlayRecord *before;
  InlayEntry *entry;

  *import_map = NULL;
  begin (self);
  if (!JSON_NODE_HOLDS_OBJECT (remote) || inlay_json_get_string (remote, "url") == NULL)
    return inlay_resolver_refuse (self, "malformed-input", g_strdup ("the remote has no address"), error);
  if (is_loaded (self, inlay_json_get_string (remote, "name"), inlay_json_get_string (remote, "url")))
    return TRUE;
  entry = inlay_entry_read (self, remote, NULL, &local);
  if (entry == NULL)
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (inlay_json_get_string (remote, "name") == NULL && is_loaded (self, entry->name, entry->url))
    {
      inlay_entry_free (entry);
      return TRUE;
    }

  before = inlay_record_copy (self->record);
  if (run_add (self, entry, import_map, &local))
    inlay_record_free (before);
  else
    {
      inlay_record_free (self->record);
      self->record = before;
    }
  inlay_entry_free (entry);
  if (local == NULL)
    return TRUE;
  if (self->options.strict_remote_entry)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  inlay_resolver_warn (self, self->error_kind, g_strdup (local->message));
  return TRUE;
}

/**
 * inlay_resolver_get_warnings:
 * @self: a resolver
 *
 * Returns: (transfer none) (element-type InlayResolverWarning): what the last call noticed
 */
GPtrArray *
inlay_resolver_get_warnings (InlayResolver *self)
{
  return self->warnings;
}

/**
 * inlay_resolver_get_error_kind:
 * @self: a resolver
 *
 * Returns: (transfer none) (nullable): why the last call was refused, in one of the words warnings
 *   use, or `malformed-input`
 */
const char *
inlay_resolver_get_error_kind (InlayResolver *self)
{
  return self->error_kind;
}

static JsonNode *
row_to_json (const InlayRow *row)
{
  static const char *actions[] = { "skip", "share", "scope" };
  JsonArray *remotes = json_array_new ();

  for (guint i = 0; i < row->copies->len; i++)
    json_array_add_string_element (remotes, ((InlayCopy *) g_ptr_array_index (row->copies, i))->remote);
  return inlay_json_new_object ("version", inlay_json_new_string (row->text),
                                "action", inlay_json_new_string (actions[row->action]),
                                "host", row->host ? inlay_json_new_boolean (TRUE) : NULL,
                                "remotes", inlay_json_take_array (remotes), NULL);
}

/**
 * inlay_resolver_explain:
 * @self: a resolver
 *
 * Returns: (transfer full): scope, then package, then its versions: each with the verdict and the
 *   remotes that ship it, the one that serves first
 */
JsonNode *
inlay_resolver_explain (InlayResolver *self)
{
  JsonObject *root = json_object_new ();

  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);
      JsonObject *packages = json_object_new ();

      for (guint p = 0; p < scope->packages->len; p++)
        {
          const InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);
          JsonArray *rows = json_array_new ();

          for (guint r = 0; r < package->rows->len; r++)
            json_array_add_element (rows, row_to_json (g_ptr_array_index (package->rows, r)));
          json_object_set_array_member (packages, package->name, rows);
        }
      json_object_set_object_member (root, scope->name, packages);
    }
  return inlay_json_take_object (root);
}
