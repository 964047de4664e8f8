/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 2 of the specification: one external of an entry file, straight from its tokens. */

/* The members as they stand in the file. */
typedef struct
{
  InlayWord *package;
  InlayWord *file;
  InlayWord *version;
  InlayWord *range;
  InlayWord *scope;
  InlayWord *old_scope;
  InlayWord *bundle;
  InlayWord *pool;
  GArray    *entries; /* nullable (element-type InlayPoint) */
  gboolean   singleton;
  gboolean   strict;
  gboolean   malformed;
  guint      n_wishes;
  InlayWish  wishes[8]; /* one for each of the words */
} Raw;

void
inlay_external_clear (gpointer data)
{
  InlayExternal *self = data;

  g_clear_pointer (&self->build, inlay_build_unref);
}

/* Where the text of a member goes, by the first letter, as this is asked of every member of every
 * external. */
static InlayWord **
find_text (Raw                  *self,
           const InlayJsonToken *name)
{
  switch (name->length > 0 ? *name->text : '\0')
    {
    case 'p':
      return inlay_json_token_is (name, "packageName") ? &self->package : inlay_json_token_is (name, "pool") ? &self->pool : NULL;
    case 'o':
      return inlay_json_token_is (name, "outFileName") ? &self->file : NULL;
    case 'v':
      return inlay_json_token_is (name, "version") ? &self->version : NULL;
    case 'r':
      return inlay_json_token_is (name, "requiredVersion") ? &self->range : NULL;
    case 'b':
      return inlay_json_token_is (name, "bundle") ? &self->bundle : NULL;
    case 's':
      return inlay_json_token_is (name, "shareScope") ? &self->scope : inlay_json_token_is (name, "sharedScope") ? &self->old_scope : NULL;
    default:
      return NULL;
    }
}

static gboolean *
find_switch (Raw                  *self,
             const InlayJsonToken *name)
{
  return inlay_json_token_is (name, "singleton") ? &self->singleton : inlay_json_token_is (name, "strictVersion") ? &self->strict : NULL;
}

/* A text, absent, or something that does not belong there; a range may be false besides. */
static void
take_text (Raw                  *self,
           InlayWords           *words,
           InlayWord           **text,
           const InlayJsonToken *value)
{
  if (value->kind == INLAY_JSON_KIND_STRING && value->lasts && self->n_wishes < G_N_ELEMENTS (self->wishes))
    self->wishes[self->n_wishes++] = (InlayWish) { value->text, value->length, text, 0 };
  else if (value->kind == INLAY_JSON_KIND_STRING)
    *text = inlay_words_get_length (words, value->text, value->length);
  else if (value->kind != INLAY_JSON_KIND_NULL && (value->kind != INLAY_JSON_KIND_FALSE || text != &self->range))
    self->malformed = TRUE;
}

static gboolean
read_entries (Raw                   *self,
              InlayWords            *words,
              InlayJsonTokens       *tokens,
              const InlayJsonToken  *value,
              GError               **error)
{
  if (value->kind != INLAY_JSON_KIND_OBJECT)
    {
      self->malformed |= value->kind != INLAY_JSON_KIND_NULL;
      return inlay_json_tokens_skip (tokens, error);
    }
  self->entries = g_array_new (FALSE, FALSE, sizeof (InlayPoint));
  while ((value = inlay_json_tokens_next (tokens, error))->kind == INLAY_JSON_KIND_NAME)
    {
      InlayPoint point = { inlay_words_get_length (words, value->text, value->length), NULL };

      value = inlay_json_tokens_next (tokens, error);
      if (value->kind == INLAY_JSON_KIND_STRING)
        {
          point.file = inlay_words_get_length (words, value->text, value->length);
          g_array_append_val (self->entries, point);
          continue;
        }
      self->malformed = TRUE;
      if (!inlay_json_tokens_skip (tokens, error))
        return FALSE;
    }
  return value->kind == INLAY_JSON_KIND_END_OBJECT;
}

static gboolean
read_member (Raw                   *self,
             InlayWords            *words,
             InlayJsonTokens       *tokens,
             const InlayJsonToken  *name,
             GError               **error)
{
  InlayWord **text = find_text (self, name);
  gboolean *flag = text == NULL ? find_switch (self, name) : NULL;
  gboolean entries = text == NULL && flag == NULL && inlay_json_token_is (name, "entries");
  const InlayJsonToken *value = inlay_json_tokens_next (tokens, error);

  if (value->kind == INLAY_JSON_KIND_ERROR)
    return FALSE;
  if (entries)
    return read_entries (self, words, tokens, value, error);
  if (text != NULL)
    take_text (self, words, text, value);
  else if (flag != NULL)
    *flag = value->kind == INLAY_JSON_KIND_TRUE;
  return (value->kind != INLAY_JSON_KIND_OBJECT && value->kind != INLAY_JSON_KIND_ARRAY) ||
         inlay_json_tokens_skip (tokens, error);
}

static InlayWord *
without_blanks (InlayWords *words,
                InlayWord  *label)
{
  g_autofree char *stripped = label != NULL ? g_strstrip (g_strdup (label->text)) : NULL;

  return stripped != NULL && *stripped != '\0' ? inlay_words_get (words, stripped) : NULL;
}

static InlayWord *
unless_empty (InlayWord *word)
{
  return word != NULL && word->length > 0 ? word : NULL;
}

/* Returns: (nullable): %NULL when there is no file. */
static InlayBuild *
make_build (const Raw  *self,
            InlayWords *words)
{
  InlayWord *bundle = unless_empty (self->bundle);
  InlayWord *pool = without_blanks (words, self->pool);

  if (self->entries == NULL)
    return self->file != NULL ? inlay_build_get_flat (self->package, self->file, bundle, pool) : NULL;
  if (self->entries->len == 0)
    return NULL;
  return inlay_build_new (&g_array_index (self->entries, InlayPoint, 0), self->entries->len, &bundle,
                          bundle != NULL ? 1 : 0, pool);
}

static void
take (InlayExternal *external,
      const Raw     *raw,
      InlayWords    *words)
{
  InlayWord *scope = unless_empty (raw->scope != NULL ? raw->scope : raw->old_scope);

  external->package = raw->package;
  external->build = make_build (raw, words);
  external->version = raw->version;
  external->range = unless_empty (raw->range);
  external->scope = scope != NULL ? scope : inlay_words_get (words, INLAY_RESOLVER_GLOBAL);
  external->singleton = raw->singleton;
  external->strict = raw->strict;
  external->flat = raw->entries == NULL;
}

/* Reads the element of a list that comes next and has begun already; the external has no build when
 * it has no name, no file or a member of another type. %FALSE when the text is refused. */
gboolean
inlay_external_read (InlayResolver    *resolver,
                     InlayJsonTokens  *tokens,
                     InlayExternal    *external,
                     GError          **error)
{
  InlayWords *words = resolver->words;
  Raw raw;
  const InlayJsonToken *token;
  gboolean ok = TRUE;

  memset (&raw, 0, G_STRUCT_OFFSET (Raw, wishes));
  while (ok && (token = inlay_json_tokens_next (tokens, error))->kind != INLAY_JSON_KIND_END_OBJECT)
    ok = token->kind == INLAY_JSON_KIND_NAME && read_member (&raw, words, tokens, token, error);
  if (ok)
    inlay_words_get_all (words, raw.wishes, raw.n_wishes);
  if (ok && raw.package != NULL && !raw.malformed)
    take (external, &raw, words);
  g_clear_pointer (&raw.entries, g_array_unref);
  return ok;
}
