/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver.h"

#include <string.h>

#include "resolve/inlay-resolver-pool-private.h"
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
  self->words = inlay_words_new ();
  self->notes = g_array_new (FALSE, FALSE, sizeof (InlayNote));
  return self;
}

void
inlay_resolver_free (InlayResolver *self)
{
  g_return_if_fail (self != NULL);

  inlay_resolver_options_clear (&self->options);
  inlay_record_free (self->record);
  inlay_words_free (self->words);
  g_array_unref (self->notes);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}

static void
begin (InlayResolver *self)
{
  g_array_set_size (self->notes, 0);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  self->refusal.kind = NULL;
}

static gboolean
is_same_address (const InlayRemote *remote,
                 const char        *url)
{
  gsize length = strlen (remote->directory);

  return strncmp (url, remote->directory, length) == 0 && strcmp (url + length, "remoteEntry.json") == 0;
}

/* Section 4: whether a remote the record knows is asked for again. */
static gboolean
is_kept (InlayResolver     *self,
         const InlayRemote *known,
         const char        *url)
{
  return known != NULL &&
         (self->options.override_never || (is_same_address (known, url) && !self->options.override_same_url));
}

/* One start: what is listed and how its files are had. */
typedef struct
{
  InlayResolver     *resolver;
  JsonNode          *input;
  InlayResolverLoad  load; /* nullable: the files stand in the input */
  gpointer           user_data;
  GPtrArray         *entries; /* InlayEntry */
  GHashTable        *evicted; /* (element-type InlayWord) */
  GHashTable        *listed;  /* (element-type InlayWord) */
  gboolean           at_once; /* nothing can come between reading an entry and merging it */
  GError           **error;
} Start;

static char *
tag_address (const char *url,
             const char *tag)
{
  gsize length = strcspn (url, "#");
  g_autofree char *value = tag != NULL ? g_uri_escape_string (tag, NULL, FALSE) : NULL;

  if (value == NULL || *value == '\0')
    return g_strdup (url);
  return g_strdup_printf ("%.*s%ccacheTag=%s%s", (int) length, url, memchr (url, '?', length) != NULL ? '&' : '?', value,
                          url + length);
}

/* What the loader has for an address; @text is what the tokens are of. */
static InlayJsonTokens *
load_file (Start       *self,
           JsonNode    *remote,
           const char  *name,
           GBytes     **text)
{
  const char *url = inlay_json_get_string (remote, "url");
  const char *tag = inlay_json_get_string (remote, "cacheTag");
  g_autofree char *address = tag_address (url, tag != NULL ? tag : self->resolver->options.cache_tag);
  g_autoptr (GError) error = NULL;
  InlayJsonTokens *tokens = NULL;

  *text = self->load (name, address, self->user_data, &error);
  if (*text != NULL)
    tokens = inlay_json_tokens_new (g_bytes_get_data (*text, NULL), g_bytes_get_size (*text), INLAY_JSON_MAX_DEPTH,
                                    INLAY_JSON_ROUND, &error);
  if (error != NULL)
    inlay_resolver_warn (self->resolver, "remote-entry", "%: %", inlay_words_get (self->resolver->words, address),
                         inlay_words_get (self->resolver->words, error->message), NULL);
  return tokens;
}

/* Returns: (nullable): the file that stands in the input, or the one that is loaded. */
static InlayJsonTokens *
find_file (Start       *self,
           JsonNode    *remote,
           const char  *name,
           GBytes     **text)
{
  JsonNode *file = inlay_json_get_member (remote, "remoteEntry");

  if (file != NULL)
    return inlay_json_tokens_new_from_node (file);
  return self->load != NULL ? load_file (self, remote, name, text) : NULL;
}

/* Takes one listed remote in; the host under its configured name. */
static gboolean
list_remote (Start      *self,
             JsonNode   *remote,
             const char *host_name)
{
  InlayResolver *resolver = self->resolver;
  const char *name = host_name != NULL ? host_name : inlay_json_get_string (remote, "name");
  const char *url = inlay_json_get_string (remote, "url");
  InlayWord *word = name != NULL ? inlay_words_get (resolver->words, name) : NULL;
  InlayRemote *known = word != NULL && !self->at_once ? inlay_record_find_listed (resolver->record, word) : NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (InlayJsonTokens) tokens = NULL;
  g_autoptr (GError) local = NULL;
  InlayEntry *entry;

  if (word != NULL)
    g_hash_table_add (self->listed, word);
  if (is_kept (resolver, known, url))
    return TRUE;
  tokens = find_file (self, remote, name, &text);
  entry = inlay_entry_read (resolver, remote, tokens, host_name, &local);
  if (entry != NULL)
    g_hash_table_add (self->listed, entry->name);
  if (entry != NULL && self->at_once)
    {
      inlay_resolver_merge (resolver, entry, &local);
      inlay_entry_free (entry);
    }
  else if (entry != NULL)
    {
      g_ptr_array_add (self->entries, entry);
      if (known != NULL)
        g_hash_table_add (self->evicted, known->name);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (self->error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
refuse_address (Start *self,
                guint  number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number == 0)
    return inlay_resolver_refuse (self->resolver, self->error, "malformed-input", "the host has no address", NULL);
  return inlay_resolver_refuse (self->resolver, self->error, "malformed-input", "remote % has no address",
                                inlay_words_get (self->resolver->words, text), NULL);
}

/* The remotes in order; the host last, or at its own place if it is listed. */
static gboolean
list_remotes (Start *self)
{
  JsonArray *remotes = inlay_json_get_array (self->input, "remotes");
  JsonNode *host = inlay_json_get_member (self->input, "host");
  const char *host_name = inlay_json_get_string (host, "name");
  guint length = remotes != NULL ? json_array_get_length (remotes) : 0;

  if (host_name == NULL)
    host_name = DEFAULT_HOST;
  if (host != NULL && JSON_NODE_HOLDS_NULL (host))
    host = NULL;
  if (host != NULL && inlay_json_get_string (host, "url") == NULL)
    return refuse_address (self, 0);
  if (length > INLAY_RESOLVER_MAX_REMOTES)
    return inlay_resolver_refuse (self->resolver, self->error, "malformed-input", "there are too many remotes", NULL);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (remotes, i);
      gboolean is_host;

      if (inlay_json_get_string (node, "url") == NULL)
        return refuse_address (self, i + 1);
      is_host = host != NULL && g_strcmp0 (inlay_json_get_string (node, "name"), host_name) == 0;
      if (!list_remote (self, is_host ? host : node, is_host ? host_name : NULL))
        return FALSE;
      if (is_host)
        host = NULL;
    }
  return host == NULL || list_remote (self, host, host_name);
}

/* Remotes that were listed before and are no longer. */
static void
drop_unlisted (Start *self)
{
  GPtrArray *remotes = self->resolver->record->remotes;

  for (guint i = 0; i < remotes->len; i++)
    {
      InlayRemote *remote = g_ptr_array_index (remotes, i);
      gboolean listed = g_hash_table_contains (self->listed, remote->listed != NULL ? remote->listed : remote->name);

      if (listed)
        remote->later = FALSE;
      else if (self->resolver->options.drop_unlisted && !remote->later)
        g_hash_table_add (self->evicted, remote->name);
    }
}

/* From the listed remotes to a written map; the writer points into the record. */
static gboolean
run_start (Start          *self,
           InlayMapWriter *writer)
{
  InlayResolver *resolver = self->resolver;

  if (!list_remotes (self))
    return FALSE;
  drop_unlisted (self);
  inlay_record_evict (resolver->record, self->evicted);
  for (guint i = 0; i < self->entries->len; i++)
    {
      gboolean merged = inlay_resolver_merge (resolver, g_ptr_array_index (self->entries, i), self->error);

      g_clear_pointer (&self->entries->pdata[i], inlay_entry_free);
      if (!merged)
        return FALSE;
    }
  inlay_resolver_end_merge (resolver);
  inlay_resolver_mark_pools (resolver);
  if (!inlay_resolver_elect (resolver, self->error) || !inlay_resolver_pool (resolver, self->error))
    return FALSE;
  inlay_resolver_warn_directories (resolver);
  return inlay_resolver_write_map (resolver, writer, self->error);
}

static void
clear_entry (gpointer data)
{
  if (data != NULL)
    inlay_entry_free (data);
}

/* Leaves the record as it was when the start is refused. */
static gboolean
start (Start          *self,
       InlayMapWriter *writer)
{
  InlayResolver *resolver = self->resolver;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (clear_entry);
  g_autoptr (GHashTable) evicted = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);
  InlayRecord *before;
  gboolean ok;

  begin (resolver);
  if (!JSON_NODE_HOLDS_OBJECT (self->input))
    return inlay_resolver_refuse (resolver, self->error, "malformed-input", "the input is not an object", NULL);
  inlay_resolver_options_read (&resolver->options, self->input);

  /* Entries of a first page load evict nothing; a refusal to merge still comes after all are read. */
  self->at_once = resolver->record->remotes->len == 0 && !resolver->options.strict_version &&
                  !resolver->options.strict_same_version;
  self->entries = entries;
  self->evicted = evicted;
  self->listed = listed;
  before = resolver->record;
  resolver->record = inlay_record_copy (before);
  ok = run_start (self, writer);
  if (!ok)
    {
      InlayRecord *failed = resolver->record;

      resolver->record = before;
      before = failed;
    }
  inlay_record_free (before);
  return ok;
}

/**
 * inlay_resolver_start_loading:
 * @self: a resolver
 * @input: as for inlay_resolver_start(), but without the entry files
 * @load: reads an entry file that does not stand in @input
 * @user_data: for @load
 * @error: return location for an error
 *
 * Resolves the remotes of a page load and asks for the files of those only that the record does not
 * answer for (sections 4 to 9 of the specification), one at a time, so that no more than one of them
 * is held. The files go from their text to the record and the record to the map's text; no tree is
 * made of either, which is what a large portfolio would mostly cost.
 *
 * Returns: (transfer full): the import map as compact JSON, or %NULL as inlay_resolver_start()
 */
GBytes *
inlay_resolver_start_loading (InlayResolver      *self,
                              JsonNode           *input,
                              InlayResolverLoad   load,
                              gpointer            user_data,
                              GError            **error)
{
  Start run = { .resolver = self, .input = input, .load = load, .user_data = user_data, .error = error };
  InlayMapWriter writer;
  GBytes *map;

  g_return_val_if_fail (self != NULL && input != NULL && load != NULL, NULL);

  inlay_map_writer_init (&writer, self);
  map = start (&run, &writer) ? inlay_map_writer_to_bytes (&writer) : NULL;
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
 * Resolves the remotes of a page load (sections 4 to 9 of the specification). `profile.election` is
 * `documented` unless it says `peer`. Two more switches of the profile are Inlay's own:
 * `dropUnlistedRemotes` forgets what is no longer listed, and `pins` (share scope, then package, then
 * version) elects a version before every other rule.
 *
 * Returns: (transfer full): the import map, or %NULL with %INLAY_ERROR_UNRESOLVED; then
 *   inlay_resolver_get_error_kind() says more
 */
JsonNode *
inlay_resolver_start (InlayResolver  *self,
                      JsonNode       *input,
                      GError        **error)
{
  Start run = { .resolver = self, .input = input, .error = error };
  InlayMapWriter writer;
  JsonNode *map;

  g_return_val_if_fail (self != NULL && input != NULL, NULL);

  inlay_map_writer_init (&writer, self);
  map = start (&run, &writer) ? inlay_map_writer_to_json (&writer) : NULL;
  inlay_map_writer_clear (&writer);
  return map;
}

static gboolean
is_loaded (InlayResolver *self,
           const char    *name,
           const char    *url)
{
  InlayWord *word = name != NULL ? inlay_words_get (self->words, name) : NULL;
  InlayRemote *known = word != NULL ? inlay_record_find_listed (self->record, word) : NULL;

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
  InlayRecord *before = self->record;
  InlayMapWriter writer;
  gboolean ok;

  self->record = inlay_record_copy (before);
  inlay_map_writer_init (&writer, self);
  ok = inlay_resolver_merge_later (self, entry, &writer, error);
  if (ok)
    *import_map = inlay_map_writer_to_json (&writer);
  inlay_map_writer_clear (&writer);
  if (!ok)
    {
      InlayRecord *failed = self->record;

      self->record = before;
      before = failed;
    }
  inlay_record_free (before);
  return ok;
}

/* A refusal is an error only where remotes are read strictly; else the remote is left out. */
static gboolean
end_add (InlayResolver  *self,
         GError         *local,
         GError        **error)
{
  if (local == NULL)
    return TRUE;
  if (self->options.strict_remote_entry)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_array_append_val (self->notes, self->refusal);
  g_error_free (local);
  return TRUE;
}

/**
 * inlay_resolver_add_remote:
 * @self: a resolver that has been started
 * @remote: an object with `name` (may be missing), `url` and what was fetched as `remoteEntry`
 * @import_map: (out) (transfer full) (nullable): what is to be added to the page's import map, %NULL
 *   when the remote is left out
 * @error: return location for an error
 *
 * Adds a remote to a page that runs (section 11 of the specification). What the page has stays as it
 * is.
 *
 * Returns: %FALSE with %INLAY_ERROR_UNRESOLVED when strictness refuses the remote
 */
gboolean
inlay_resolver_add_remote (InlayResolver  *self,
                           JsonNode       *remote,
                           JsonNode      **import_map,
                           GError        **error)
{
  const char *name = inlay_json_get_string (remote, "name");
  const char *url = inlay_json_get_string (remote, "url");
  JsonNode *file = inlay_json_get_member (remote, "remoteEntry");
  g_autoptr (InlayJsonTokens) tokens = file != NULL ? inlay_json_tokens_new_from_node (file) : NULL;
  GError *local = NULL;
  InlayEntry *entry;

  *import_map = NULL;
  begin (self);
  if (url == NULL)
    return inlay_resolver_refuse (self, error, "malformed-input", "the remote has no address", NULL);
  if (is_loaded (self, name, url))
    return TRUE;
  entry = inlay_entry_read (self, remote, tokens, NULL, &local);
  if (entry == NULL)
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, local);
      return FALSE;
    }
  if (name != NULL || !is_loaded (self, entry->name->text, entry->url))
    run_add (self, entry, import_map, &local);
  inlay_entry_free (entry);
  return end_add (self, local, error);
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
  if (self->warnings != NULL)
    return self->warnings;
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
  for (guint i = 0; i < self->notes->len; i++)
    {
      const InlayNote *note = &g_array_index (self->notes, InlayNote, i);
      InlayResolverWarning *warning = g_new0 (InlayResolverWarning, 1);

      warning->kind = g_strdup (note->kind);
      warning->message = inlay_note_to_text (note);
      g_ptr_array_add (self->warnings, warning);
    }
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
  return self->refusal.kind;
}
