/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* A stored record read again. It comes from where a page may store things, so nothing in it is
 * believed that what works on a record relies upon. */

typedef struct
{
  InlayWords   *words;
  InlayRecord  *record;
  GError      **error;
} Restore;

static gboolean
refuse (Restore    *self,
        const char *format,
        ...) G_GNUC_PRINTF (2, 3);

/* Always %FALSE, for returning. */
static gboolean
refuse (Restore    *self,
        const char *format,
        ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_INVALID, "the stored record: %s", reason);
  return FALSE;
}

static gboolean
is_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

/* A member's text as a word; absent is %NULL, and refused when it is @needed. */
static gboolean
read_word (Restore     *self,
           JsonNode    *object,
           const char  *member,
           gboolean     needed,
           InlayWord  **word)
{
  const char *text = inlay_json_get_string (object, member);

  *word = text != NULL ? inlay_words_get (self->words, text) : NULL;
  if (text == NULL && (needed || inlay_json_get_member (object, member) != NULL))
    return refuse (self, "%s is no text or missing", member);
  return TRUE;
}

/* One of @words; absent is none of them. */
static gboolean
read_choice (Restore            *self,
             JsonNode           *object,
             const char         *member,
             const char *const  *words,
             guint               n_words,
             guint              *choice)
{
  const char *text = inlay_json_get_string (object, member);

  for (guint i = 0; text != NULL && i < n_words; i++)
    if (g_strcmp0 (words[i], text) == 0)
      {
        *choice = i;
        return TRUE;
      }
  return text == NULL && inlay_json_get_member (object, member) == NULL ? TRUE
                                                                        : refuse (self, "%s is none that is known", member);
}

/* Calls @take with each member of an object, which may be missing. */
static gboolean
read_members (Restore    *self,
              JsonNode   *node,
              const char *what,
              gboolean  (*take) (Restore    *self,
                                 const char *name,
                                 JsonNode   *value,
                                 gpointer    user_data),
              gpointer    user_data)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    return TRUE;
  if (!is_object (node))
    return refuse (self, "%s is no object", what);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!take (self, name, value, user_data))
      return FALSE;
  return TRUE;
}

/* Calls @take with each element of a list that may be missing. */
static gboolean
read_elements (Restore    *self,
               JsonNode   *node,
               const char *what,
               gboolean  (*take) (Restore  *self,
                                  JsonNode *element,
                                  gpointer  user_data),
               gpointer    user_data)
{
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (self, "%s is no list", what);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    if (!take (self, json_array_get_element (json_node_get_array (node), i), user_data))
      return FALSE;
  return TRUE;
}

static gboolean
take_text (Restore     *self,
           JsonNode    *node,
           const char  *what,
           InlayWord  **word)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_string (node) == NULL)
    return refuse (self, "%s is no text", what);
  *word = inlay_words_get (self->words, json_node_get_string (node));
  return TRUE;
}

static gboolean
take_point (Restore    *self,
            const char *name,
            JsonNode   *value,
            gpointer    user_data)
{
  InlayPoint point = { inlay_words_get (self->words, name), NULL };

  if (!take_text (self, value, "a file", &point.file))
    return FALSE;
  g_array_append_val ((GArray *) user_data, point);
  return TRUE;
}

static gboolean
take_bundle (Restore  *self,
             JsonNode *element,
             gpointer  user_data)
{
  InlayWord *word;

  if (!take_text (self, element, "a bundle", &word))
    return FALSE;
  g_ptr_array_add (user_data, word);
  return TRUE;
}

static gboolean
read_bundles (Restore   *self,
              JsonNode  *object,
              GPtrArray *bundles)
{
  JsonNode *node = inlay_json_get_member (object, "bundle");

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    return take_bundle (self, node, bundles);
  return read_elements (self, node, "bundle", take_bundle, bundles);
}

static gboolean
read_build (Restore     *self,
            JsonNode    *object,
            InlayBuild **build)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (InlayPoint));
  g_autoptr (GPtrArray) bundles = g_ptr_array_new ();
  InlayWord *pool;

  if (!read_members (self, inlay_json_get_member (object, "entries"), "entries", take_point, points) || !read_bundles (self, object, bundles) ||
      !read_word (self, object, "pool", FALSE, &pool))
    return FALSE;
  if (points->len == 0)
    return refuse (self, "a build has no files");
  *build = inlay_build_new (&g_array_index (points, InlayPoint, 0), points->len, (InlayWord **) bundles->pdata,
                            bundles->len, pool);
  return TRUE;
}

static gboolean
take_exposed (Restore  *self,
              JsonNode *element,
              gpointer  user_data)
{
  InlayPoint point;

  if (!is_object (element))
    return refuse (self, "an exposed module is no object");
  if (!read_word (self, element, "key", TRUE, &point.specifier) ||
      !read_word (self, element, "outFileName", TRUE, &point.file))
    return FALSE;
  g_array_append_val (((InlayManifest *) user_data)->exposes, point);
  return TRUE;
}

static gboolean
take_hash (Restore    *self,
           const char *name,
           JsonNode   *value,
           gpointer    user_data)
{
  InlayWord *hash;

  if (!take_text (self, value, "a hash", &hash))
    return FALSE;
  inlay_manifest_hash (user_data, inlay_words_get (self->words, name), hash);
  return TRUE;
}

static gboolean
take_remote (Restore    *self,
             const char *name,
             JsonNode   *value,
             gpointer    user_data)
{
  InlayRemote *remote = inlay_remote_new (inlay_words_get (self->words, name), inlay_manifest_new ());
  InlayWord *directory = NULL;
  gboolean ok;

  ok = (is_object (value) || refuse (self, "the remote %s is no object", name)) &&
       read_word (self, value, "directory", TRUE, &directory) && read_word (self, value, "listed", FALSE, &remote->listed) &&
       read_elements (self, inlay_json_get_member (value, "exposes"), "exposes", take_exposed, remote->manifest) &&
       read_members (self, inlay_json_get_member (value, "integrity"), "integrity", take_hash, remote->manifest);
  remote->directory = g_strdup (directory != NULL ? directory->text : "");
  remote->later = ok && inlay_json_get_boolean (value, "later", FALSE);
  inlay_record_put_remote (self->record, remote);
  if (self->record->remotes->len > INLAY_RESOLVER_MAX_REMOTES)
    return refuse (self, "there are too many remotes");
  return ok;
}

/* The remote that something is said about. */
static InlayRemote *
find_remote (Restore    *self,
             const char *name)
{
  InlayRemote *remote = inlay_record_find_remote (self->record, inlay_words_get (self->words, name));

  if (remote == NULL)
    refuse (self, "%s is no remote of it", name);
  return remote;
}

static gboolean
take_private (Restore    *self,
              const char *name,
              JsonNode   *value,
              gpointer    user_data)
{
  InlayBuild *build = NULL;

  if (!is_object (value))
    return refuse (self, "the package %s is no object", name);
  if (!read_build (self, value, &build))
    return FALSE;
  inlay_remote_add_private (user_data, inlay_words_get (self->words, name), build);
  inlay_build_unref (build);
  return TRUE;
}

static gboolean
take_privates (Restore    *self,
               const char *name,
               JsonNode   *value,
               gpointer    user_data)
{
  InlayRemote *remote = find_remote (self, name);

  return remote != NULL && read_members (self, value, "packages", take_private, remote);
}

typedef struct
{
  InlayManifest *manifest;
  InlayWord     *bundle;
} Chunks;

static gboolean
take_chunk (Restore  *self,
            JsonNode *element,
            gpointer  user_data)
{
  const Chunks *chunks = user_data;
  InlayPoint point = { chunks->bundle, NULL };

  if (!take_text (self, element, "a chunk", &point.file))
    return FALSE;
  g_array_append_val (chunks->manifest->chunks, point);
  return TRUE;
}

static gboolean
take_chunks_of (Restore    *self,
                const char *name,
                JsonNode   *value,
                gpointer    user_data)
{
  Chunks chunks = { user_data, inlay_words_get (self->words, name) };

  return read_elements (self, value, "chunks", take_chunk, &chunks);
}

static gboolean
take_chunks (Restore    *self,
             const char *name,
             JsonNode   *value,
             gpointer    user_data)
{
  InlayRemote *remote = find_remote (self, name);

  return remote != NULL && read_members (self, value, "bundles", take_chunks_of, remote->manifest);
}

static gboolean
take_copy (Restore  *self,
           JsonNode *element,
           gpointer  user_data)
{
  InlayRow *row = user_data;
  InlayWord *remote, *range, *served_by;
  InlayBuild *build = NULL;
  guint cause = INLAY_CAUSE_NONE;
  InlayCopy *copy;

  if (!is_object (element))
    return refuse (self, "a copy is no object");
  if (!read_word (self, element, "remote", TRUE, &remote) || !read_word (self, element, "range", TRUE, &range) ||
      !read_word (self, element, "servedBy", FALSE, &served_by) ||
      !read_choice (self, element, "cause", inlay_cause_words, INLAY_N_CAUSES, &cause) ||
      find_remote (self, remote->text) == NULL || !read_build (self, element, &build))
    return FALSE;
  copy = inlay_record_take_copy (self->record);
  *copy = (InlayCopy) { .remote = remote, .range = range, .build = build, .served_by = served_by, .cause = cause };
  copy->strict = inlay_json_get_boolean (element, "strict", FALSE);
  copy->served = inlay_json_get_boolean (element, "served", FALSE);
  self->record->pooled |= build->pool != NULL || served_by != NULL;
  g_ptr_array_add (row->copies, copy);
  return TRUE;
}

static gboolean
take_row (Restore  *self,
          JsonNode *element,
          gpointer  user_data)
{
  guint action = INLAY_ROW_SKIP;
  gint64 cost;
  InlayWord *text;
  InlayRow *row;

  if (!is_object (element))
    return refuse (self, "a version is no object");
  if (!read_word (self, element, "version", TRUE, &text) ||
      !read_choice (self, element, "action", inlay_action_words, INLAY_N_ACTIONS, &action))
    return FALSE;
  if (inlay_word_get_version (text) == NULL)
    return refuse (self, "“%s” is no version", text->text);
  row = inlay_shared_package_new_row (user_data, text, action);
  cost = inlay_json_get_int (element, "cost", INLAY_COST_UNKNOWN);
  row->cost = (guint) CLAMP (cost, 0, (gint64) INLAY_COST_UNKNOWN);
  row->host = inlay_json_get_boolean (element, "host", FALSE);
  if (!read_elements (self, inlay_json_get_member (element, "copies"), "copies", take_copy, row))
    return FALSE;
  return row->copies->len > 0 || refuse (self, "nobody ships the version %s", text->text);
}

static gboolean
take_package (Restore    *self,
              const char *name,
              JsonNode   *value,
              gpointer    user_data)
{
  InlaySharedPackage *package = inlay_share_scope_get_package (user_data, inlay_words_get (self->words, name));
  guint rule = INLAY_RULE_NONE;

  if (!is_object (value))
    return refuse (self, "the package %s is no object", name);
  if (!read_choice (self, value, "rule", inlay_rule_words, INLAY_N_RULES, &rule) ||
      !read_elements (self, inlay_json_get_member (value, "rows"), "rows", take_row, package))
    return FALSE;
  package->rule = rule;
  package->dirty = inlay_json_get_boolean (value, "dirty", FALSE) && !inlay_share_scope_is_exact (user_data);
  inlay_shared_package_sort (package);
  return package->rows->len > 0 || refuse (self, "the package %s has no versions", name);
}

static gboolean
take_scope (Restore    *self,
            const char *name,
            JsonNode   *value,
            gpointer    user_data)
{
  return read_members (self, value, "packages", take_package,
                       inlay_record_get_scope (self->record, inlay_words_get (self->words, name)));
}

static gboolean
read_record (Restore  *self,
             JsonNode *stored)
{
  if (!is_object (stored))
    return refuse (self, "it is no object");
  if (inlay_json_get_int (stored, "format", 0) != INLAY_RECORD_FORMAT)
    return refuse (self, "its format is not %d", INLAY_RECORD_FORMAT);
  return read_members (self, inlay_json_get_member (stored, "remotes"), "remotes", take_remote, NULL) &&
         read_members (self, inlay_json_get_member (stored, "private"), "private", take_privates, NULL) &&
         read_members (self, inlay_json_get_member (stored, "chunks"), "chunks", take_chunks, NULL) &&
         read_members (self, inlay_json_get_member (stored, "shared"), "shared", take_scope, NULL);
}

/**
 * inlay_resolver_restore:
 * @self: a resolver
 * @stored: what inlay_resolver_save() gave
 * @error: return location for an error
 *
 * Replaces the record by a stored one, so that the next start goes on where that was. What is in it
 * is checked: a version that can be read, copies of remotes that are in it, files in every build.
 *
 * Returns: %FALSE with %INLAY_ERROR_INVALID when it is refused; the record is as it was then
 */
gboolean
inlay_resolver_restore (InlayResolver  *self,
                        JsonNode       *stored,
                        GError        **error)
{
  Restore restore;

  g_return_val_if_fail (self != NULL && stored != NULL, FALSE);

  restore = (Restore) { self->words, inlay_record_new (), error };
  if (!read_record (&restore, stored))
    {
      inlay_record_free (restore.record);
      return FALSE;
    }
  inlay_record_free (self->record);
  self->record = restore.record;
  return TRUE;
}
