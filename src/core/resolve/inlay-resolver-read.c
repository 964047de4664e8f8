/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Sections 2 and 4 of the specification: an entry file, checked, straight from its tokens. What is
 * malformed is left out with a warning, and refused only where remotes are read strictly. */

InlayManifest *
inlay_manifest_new (void)
{
  InlayManifest *self = g_new0 (InlayManifest, 1);

  self->ref_count = 1;
  self->exposes = g_array_new (FALSE, FALSE, sizeof (InlayPoint));
  self->chunks = g_array_new (FALSE, FALSE, sizeof (InlayPoint));
  self->hashes = g_array_new (FALSE, FALSE, sizeof (InlayPoint));
  return self;
}

InlayManifest *
inlay_manifest_ref (InlayManifest *self)
{
  self->ref_count++;
  return self;
}

void
inlay_manifest_unref (InlayManifest *self)
{
  if (--self->ref_count > 0)
    return;
  g_array_unref (self->exposes);
  g_array_unref (self->chunks);
  g_array_unref (self->hashes);
  g_clear_pointer (&self->hash_of, g_hash_table_unref);
  g_free (self);
}

void
inlay_manifest_hash (InlayManifest *self,
                     InlayWord     *file,
                     InlayWord     *hash)
{
  InlayPoint point = { file, hash };

  if (self->hash_of == NULL)
    self->hash_of = g_hash_table_new (NULL, NULL);
  g_array_append_val (self->hashes, point);
  g_hash_table_insert (self->hash_of, file, hash);
}

void
inlay_entry_free (InlayEntry *self)
{
  g_free (self->url);
  inlay_manifest_unref (self->manifest);
  g_array_unref (self->externals);
  g_free (self);
}

/* A file while it is read. Only a text that can be read to its end is judged, so what is malformed in
 * it is counted first. */
typedef struct
{
  InlayResolver   *resolver;
  InlayJsonTokens *tokens;
  InlayEntry      *entry;
  InlayWord       *name;          /* nullable */
  InlayWord       *url;           /* nullable */
  gboolean         bad_list;      /* what it shares is no list */
  GArray          *bad_externals; /* guint: their numbers */
  GArray          *bad_exposes;   /* guint */
  GError         **error;
} Reading;

static const InlayJsonToken *
next (Reading *self)
{
  return inlay_json_tokens_next (self->tokens, self->error);
}

static InlayWord *
to_word (Reading              *self,
         const InlayJsonToken *token)
{
  return inlay_words_get_length (self->resolver->words, token->text, token->length);
}

/* The value of a member: a text, or something else, which is passed over. */
static gboolean
read_text (Reading    *self,
           InlayWord **text)
{
  const InlayJsonToken *token = next (self);

  if (token->kind == INLAY_JSON_KIND_STRING)
    *text = to_word (self, token);
  return inlay_json_tokens_skip (self->tokens, self->error);
}

typedef gboolean (*ReadElement) (Reading              *self,
                                 const InlayJsonToken *first,
                                 guint                 number,
                                 gpointer              user_data);

/* The value of a member: a list, each element of which @take reads to its end, or something else. */
static gboolean
read_list (Reading       *self,
           ReadElement    take,
           gpointer       user_data,
           InlayJsonKind *kind)
{
  const InlayJsonToken *token = next (self);

  *kind = token->kind;
  if (token->kind != INLAY_JSON_KIND_ARRAY)
    return inlay_json_tokens_skip (self->tokens, self->error);
  for (guint i = 1; (token = next (self))->kind != INLAY_JSON_KIND_END_ARRAY; i++)
    if (token->kind == INLAY_JSON_KIND_ERROR || !take (self, token, i, user_data))
      return FALSE;
  return TRUE;
}

static gboolean
read_external (Reading              *self,
               const InlayJsonToken *first,
               guint                 number,
               gpointer              user_data)
{
  InlayExternal external = { NULL };

  if (first->kind == INLAY_JSON_KIND_OBJECT)
    {
      if (!inlay_external_read (self->resolver, self->tokens, &external, self->error))
        return FALSE;
    }
  else if (!inlay_json_tokens_skip (self->tokens, self->error))
    return FALSE;
  if (external.build != NULL)
    g_array_append_val (self->entry->externals, external);
  else
    g_array_append_val (self->bad_externals, number);
  return TRUE;
}

static gboolean
read_shared (Reading *self)
{
  InlayJsonKind kind;

  if (!read_list (self, read_external, NULL, &kind))
    return FALSE;
  self->bad_list = kind != INLAY_JSON_KIND_ARRAY && kind != INLAY_JSON_KIND_NULL;
  return TRUE;
}

static gboolean
read_exposed (Reading              *self,
              const InlayJsonToken *first,
              guint                 number,
              gpointer              user_data)
{
  InlayPoint point = { NULL };
  const InlayJsonToken *token = first;

  if (first->kind != INLAY_JSON_KIND_OBJECT)
    {
      g_array_append_val (self->bad_exposes, number);
      return inlay_json_tokens_skip (self->tokens, self->error);
    }
  while ((token = next (self))->kind != INLAY_JSON_KIND_END_OBJECT)
    {
      InlayWord *ignored = NULL, **text = &ignored;

      if (token->kind == INLAY_JSON_KIND_ERROR)
        return FALSE;
      if (inlay_json_token_is (token, "key"))
        text = &point.specifier;
      else if (inlay_json_token_is (token, "outFileName"))
        text = &point.file;
      if (!read_text (self, text))
        return FALSE;
    }
  if (point.specifier != NULL && point.file != NULL)
    g_array_append_val (self->entry->manifest->exposes, point);
  else
    g_array_append_val (self->bad_exposes, number);
  return TRUE;
}

static gboolean
read_chunk (Reading              *self,
            const InlayJsonToken *first,
            guint                 number,
            gpointer              user_data)
{
  InlayPoint point = { user_data, NULL };

  if (first->kind != INLAY_JSON_KIND_STRING)
    return inlay_json_tokens_skip (self->tokens, self->error);
  point.file = to_word (self, first);
  g_array_append_val (self->entry->manifest->chunks, point);
  return TRUE;
}

static gboolean
read_bundle (Reading   *self,
             InlayWord *bundle)
{
  InlayJsonKind kind;

  return read_list (self, read_chunk, bundle, &kind);
}

static gboolean
read_hash (Reading   *self,
           InlayWord *file)
{
  InlayWord *hash = NULL;

  if (!read_text (self, &hash))
    return FALSE;
  if (hash != NULL && hash->length > 0)
    inlay_manifest_hash (self->entry->manifest, file, hash);
  return TRUE;
}

/* The value of a member: an object, each member's value of which @take reads, or something else. */
static gboolean
read_map (Reading   *self,
          gboolean (*take) (Reading   *self,
                            InlayWord *name))
{
  const InlayJsonToken *token = next (self);

  if (token->kind != INLAY_JSON_KIND_OBJECT)
    return inlay_json_tokens_skip (self->tokens, self->error);
  while ((token = next (self))->kind == INLAY_JSON_KIND_NAME)
    if (!take (self, to_word (self, token)))
      return FALSE;
  return token->kind == INLAY_JSON_KIND_END_OBJECT;
}

static gboolean
read_member (Reading              *self,
             const InlayJsonToken *name)
{
  InlayJsonKind kind;

  if (inlay_json_token_is (name, "name"))
    return read_text (self, &self->name);
  if (inlay_json_token_is (name, "url"))
    return read_text (self, &self->url);
  if (inlay_json_token_is (name, "shared"))
    return read_shared (self);
  if (inlay_json_token_is (name, "exposes"))
    return read_list (self, read_exposed, NULL, &kind);
  if (inlay_json_token_is (name, "chunks"))
    return read_map (self, read_bundle);
  if (inlay_json_token_is (name, "integrity"))
    return read_map (self, read_hash);
  return inlay_json_tokens_skip (self->tokens, self->error);
}

/* The whole text; %FALSE without an error when it is no object. */
static gboolean
read_file (Reading *self)
{
  const InlayJsonToken *token = next (self);

  if (token->kind != INLAY_JSON_KIND_OBJECT)
    return FALSE;
  while ((token = next (self))->kind != INLAY_JSON_KIND_END_OBJECT)
    if (token->kind == INLAY_JSON_KIND_ERROR || !read_member (self, token))
      return FALSE;
  return next (self)->kind == INLAY_JSON_KIND_END;
}

static gboolean
warn_malformed (Reading    *self,
                const char *form,
                guint       number)
{
  InlayResolver *resolver = self->resolver;
  g_autofree char *text = g_strdup_printf ("%u", number);
  InlayWord *word = inlay_words_get (resolver->words, text);

  if (resolver->options.strict_remote_entry)
    return inlay_resolver_refuse (resolver, self->error, "malformed-input", form, self->entry->name, word, NULL);
  inlay_resolver_warn (resolver, "malformed-input", form, self->entry->name, word, NULL);
  return TRUE;
}

/* The remote's name: the file's, but for the host the configured one. */
static gboolean
judge_name (Reading    *self,
            const char *listed)
{
  InlayResolver *resolver = self->resolver;
  InlayEntry *entry = self->entry;

  entry->listed = listed != NULL ? inlay_words_get (resolver->words, listed) : NULL;
  entry->name = self->name != NULL && !entry->host ? self->name : entry->listed;
  if (entry->name == NULL)
    {
      InlayWord *url = inlay_words_get (resolver->words, entry->url);

      if (resolver->options.strict_remote_entry)
        return inlay_resolver_refuse (resolver, self->error, "remote-entry", "% names no remote", url, NULL);
      inlay_resolver_warn (resolver, "remote-entry", "% names no remote", url, NULL);
      return FALSE;
    }
  if (entry->listed == NULL || entry->listed == entry->name)
    return TRUE;
  if (resolver->options.strict_remote_entry)
    return inlay_resolver_refuse (resolver, self->error, "remote-entry", "the remote listed as % calls itself %",
                                  entry->listed, entry->name, NULL);
  inlay_resolver_warn (resolver, "remote-name-mismatch", "the remote listed as % calls itself %", entry->listed,
                       entry->name, NULL);
  return TRUE;
}

static gboolean
judge (Reading    *self,
       const char *listed)
{
  if (!judge_name (self, listed))
    return FALSE;
  if (self->bad_list && !warn_malformed (self, "%: what it shares is no list", 0))
    return FALSE;
  for (guint i = 0; i < self->bad_externals->len; i++)
    if (!warn_malformed (self, "%: external % has no name, no file or a member of another type",
                         g_array_index (self->bad_externals, guint, i)))
      return FALSE;
  for (guint i = 0; i < self->bad_exposes->len; i++)
    if (!warn_malformed (self, "%: exposed module % has no key or no file",
                         g_array_index (self->bad_exposes, guint, i)))
      return FALSE;
  return TRUE;
}

/* @problem says why the text cannot be read, if that is the reason. */
static void
warn_unreachable (InlayResolver  *resolver,
                  const char     *listed,
                  const char     *url,
                  const GError   *problem,
                  GError        **error)
{
  InlayWord *name = inlay_words_get (resolver->words, listed != NULL ? listed : "a remote");
  InlayWord *address = inlay_words_get (resolver->words, url);

  if (problem != NULL)
    inlay_resolver_warn (resolver, "remote-entry", "%: %", address, inlay_words_get (resolver->words, problem->message),
                         NULL);
  if (resolver->options.strict_remote_entry)
    inlay_resolver_refuse (resolver, error, "remote-entry", "%: nothing usable is at %", name, address, NULL);
  else
    inlay_resolver_warn (resolver, "remote-entry", "%: nothing usable is at %", name, address, NULL);
}

static InlayEntry *
entry_new (const char *url,
           gboolean    host,
           guint       externals)
{
  InlayEntry *self = g_new0 (InlayEntry, 1);

  self->url = g_strdup (url);
  self->host = host;
  self->manifest = inlay_manifest_new ();
  self->externals = g_array_sized_new (FALSE, FALSE, sizeof (InlayExternal), externals);
  g_array_set_clear_func (self->externals, inlay_external_clear);
  return self;
}

static void
move_entry (Reading *self)
{
  if (self->url == NULL || strcmp (self->url->text, self->entry->url) == 0)
    return;
  inlay_resolver_warn (self->resolver, "entry-url", "% was fetched from % and moves itself to %", self->entry->name,
                       inlay_words_get (self->resolver->words, self->entry->url), self->url, NULL);
  g_free (self->entry->url);
  self->entry->url = g_strdup (self->url->text);
}

/* Reads what was fetched for one listed remote, %NULL if there was nothing; %NULL without an error
 * leaves it out. */
InlayEntry *
inlay_entry_read (InlayResolver    *resolver,
                  JsonNode         *remote,
                  InlayJsonTokens  *tokens,
                  const char       *host_name,
                  GError          **error)
{
  const char *listed = host_name != NULL ? host_name : inlay_json_get_string (remote, "name");
  const char *url = inlay_json_get_string (remote, "url");
  g_autoptr (GArray) bad_externals = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) bad_exposes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) problem = NULL;
  Reading self = { resolver, tokens, NULL, NULL, NULL, FALSE, bad_externals, bad_exposes, &problem };
  gboolean read;

  if (tokens == NULL)
    {
      warn_unreachable (resolver, listed, url, NULL, error);
      return NULL;
    }
  self.entry = entry_new (url, host_name != NULL, resolver->n_externals);
  read = read_file (&self);
  resolver->n_externals = self.entry->externals->len;
  self.error = error;
  if (!read)
    warn_unreachable (resolver, listed, url, problem, error);
  if (!read || !judge (&self, listed))
    {
      inlay_entry_free (self.entry);
      return NULL;
    }
  if (resolver->options.convert_flat)
    inlay_entry_convert_flat (resolver, self.entry);
  move_entry (&self);
  return self.entry;
}
