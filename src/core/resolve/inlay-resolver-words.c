/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-words-private.h"

#include <string.h>

typedef struct
{
  InlayWord *word; /* nullable */
  guint      hash;
} Slot;

/* An open table: a portfolio names the same few thousand texts hundreds of thousands of times, and
 * finding them is what a resolution mostly does. */
struct _InlayWords
{
  Slot *slots;
  guint size; /* a power of two */
  guint used;
  guint marks;
  GPtrArray *blocks; /* where the words are */
  char *room;        /* nullable: what is left of the last */
  gsize left;
};

#define FIRST_SIZE 1024

/* A portfolio in which everybody is on a version of their own has a hundred thousand words. */
#define BLOCK_SIZE (16 * 1024)

InlayWords *
inlay_words_new (void)
{
  InlayWords *self = g_new0 (InlayWords, 1);

  self->size = FIRST_SIZE;
  self->slots = g_new0 (Slot, self->size);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
inlay_words_free (InlayWords *self)
{
  for (guint i = 0; i < self->size; i++)
    if (self->slots[i].word != NULL)
      {
        InlayWord *word = self->slots[i].word;

        g_clear_pointer (&word->version, inlay_version_unref);
        g_clear_pointer (&word->range, inlay_range_unref);
        g_clear_pointer (&word->build, inlay_build_unref);
      }
  g_ptr_array_unref (self->blocks);
  g_free (self->slots);
  g_free (self);
}

static inline guint64
take_bytes (const char *text,
            gsize       length)
{
  guint64 all = 0;
  guint32 first, last;

  if (length >= sizeof all)
    memcpy (&all, text, sizeof all);
  else if (length >= sizeof first)
    {
      memcpy (&first, text, sizeof first);
      memcpy (&last, text + length - sizeof last, sizeof last);
      all = (guint64) first << 32 | last;
    }
  else if (length > 0)
    all = (guint64) (guchar) text[0] << 16 | (guint64) (guchar) text[length / 2] << 8 | (guchar) text[length - 1];
  return all;
}

/* Eight bytes at a time; the last may overlap those before. */
static inline guint
hash_bytes (const char *text,
            gsize       length)
{
  guint64 hash = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ length;
  const char *end = text + length;

  for (; end - text > 8; text += 8)
    {
      hash = (hash ^ take_bytes (text, 8)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
      hash ^= hash >> 32;
    }
  hash = (hash ^ take_bytes (length >= 8 ? end - 8 : text, length)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return (guint) (hash ^ (hash >> 32));
}

static void
grow (InlayWords *self)
{
  Slot *old = self->slots;
  guint old_size = self->size;

  self->size *= 4;
  self->slots = g_new0 (Slot, self->size);
  for (guint i = 0; i < old_size; i++)
    if (old[i].word != NULL)
      {
        guint at = old[i].hash & (self->size - 1);

        while (self->slots[at].word != NULL)
          at = (at + 1) & (self->size - 1);
        self->slots[at] = old[i];
      }
  g_free (old);
}

static InlayWord *
make_word (InlayWords *self,
           const char *text,
           gsize       length)
{
  const gsize needed = (sizeof (InlayWord) + length + 1 + G_ALIGNOF (InlayWord) - 1) & ~(G_ALIGNOF (InlayWord) - 1);
  InlayWord *word;

  if (needed > self->left)
    {
      self->left = MAX (needed, BLOCK_SIZE);
      self->room = g_malloc (self->left);
      g_ptr_array_add (self->blocks, self->room);
    }
  word = (InlayWord *) (gpointer) self->room;
  self->room += needed;
  self->left -= needed;
  memset (word, 0, sizeof *word);
  memcpy (word->text, text, length);
  word->text[length] = '\0';
  word->length = (guint) length;
  return word;
}

static InlayWord *
find_or_add (InlayWords *self,
             const char *text,
             gsize       length,
             guint       hash)
{
  guint at = hash & (self->size - 1);
  InlayWord *word;

  for (; (word = self->slots[at].word) != NULL; at = (at + 1) & (self->size - 1))
    if (self->slots[at].hash == hash && word->length == length && memcmp (word->text, text, length) == 0)
      return word;

  word = make_word (self, text, length);
  self->slots[at].word = word;
  self->slots[at].hash = hash;
  if (++self->used > self->size / 2)
    grow (self);
  return word;
}

/* The one word of these bytes, which hold no zero. */
InlayWord *
inlay_words_get_length (InlayWords *self,
                        const char *text,
                        gsize       length)
{
  return find_or_add (self, text, length, hash_bytes (text, length));
}

/* The words of a portfolio do not fit a cache: those that are wanted together are fetched together. */
void
inlay_words_get_all (InlayWords *self,
                     InlayWish  *wishes,
                     guint       n_wishes)
{
  for (guint i = 0; i < n_wishes; i++)
    {
      wishes[i].hash = hash_bytes (wishes[i].text, wishes[i].length);
      __builtin_prefetch (&self->slots[wishes[i].hash & (self->size - 1)]);
    }
  for (guint i = 0; i < n_wishes; i++)
    if (self->slots[wishes[i].hash & (self->size - 1)].word != NULL)
      __builtin_prefetch (&self->slots[wishes[i].hash & (self->size - 1)].word->length);
  for (guint i = 0; i < n_wishes; i++)
    *wishes[i].word = find_or_add (self, wishes[i].text, wishes[i].length, wishes[i].hash);
}

InlayWord *
inlay_words_get (InlayWords *self,
                 const char *text)
{
  return inlay_words_get_length (self, text, strlen (text));
}

/* A number no word carries as its mark yet. */
guint
inlay_words_mark (InlayWords *self)
{
  if (++self->marks == 0)
    {
      for (guint i = 0; i < self->size; i++)
        if (self->slots[i].word != NULL)
          self->slots[i].word->mark = 0;
      self->marks = 1;
    }
  return self->marks;
}

/* Returns: (nullable): section 13 of the specification; %NULL for what is no version. */
const InlayVersion *
inlay_word_get_version (InlayWord *self)
{
  if (!self->has_version)
    {
      self->version = inlay_version_parse (self->text, INLAY_SEMVER_DEFAULT, NULL);
      self->has_version = TRUE;
    }
  return self->version;
}

/* Returns: (nullable): %NULL for what is no range, so that nothing satisfies it. */
const InlayRange *
inlay_word_get_range (InlayWord *self)
{
  if (!self->has_range)
    {
      self->range = inlay_range_parse (self->text, INLAY_SEMVER_DEFAULT, NULL);
      self->has_range = TRUE;
    }
  return self->range;
}

gboolean
inlay_word_ask (InlayWord          *self,
                const InlayVersion *version)
{
  const InlayRange *range = inlay_word_get_range (self);

  self->asked = version;
  self->answer = range != NULL && inlay_range_test (range, version);
  return self->answer;
}

static guint
rank_of (char c)
{
  static const char marks[] = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
  const char *at = c != '\0' ? strchr (marks, c) : NULL;

  if (at != NULL)
    return 1 + (guint) (at - marks);
  return c != '\0' ? 64 + (guchar) g_ascii_tolower (c) : 0;
}

/* Names in the order people list them: marks, digits, letters; capitals only break a tie. */
int
inlay_word_compare (const InlayWord *a,
                    const InlayWord *b)
{
  const char *p = a->text, *q = b->text;

  while (*p != '\0' && rank_of (*p) == rank_of (*q))
    p++, q++;
  if (rank_of (*p) != rank_of (*q))
    return rank_of (*p) < rank_of (*q) ? -1 : 1;
  return -strcmp (a->text, b->text);
}

InlayBuild *
inlay_build_new (const InlayPoint *points,
                 guint             n_points,
                 InlayWord *const *bundles,
                 guint             n_bundles,
                 InlayWord        *pool)
{
  gsize files = n_points * sizeof *points;
  InlayBuild *self = g_malloc (sizeof *self + files + n_bundles * sizeof *bundles);

  self->ref_count = 1;
  self->n_points = n_points;
  self->n_bundles = n_bundles;
  self->bundles = (InlayWord **) (self->points + n_points);
  self->pool = pool;
  memcpy (self->points, points, files);
  if (n_bundles > 0)
    memcpy (self->bundles, bundles, n_bundles * sizeof *bundles);
  return self;
}

/* A build of one file: remotes on one version of a package share it. */
InlayBuild *
inlay_build_get_flat (InlayWord *specifier,
                      InlayWord *file,
                      InlayWord *bundle,
                      InlayWord *pool)
{
  InlayPoint point = { specifier, file };
  InlayBuild *known = file->build;
  guint n_bundles = bundle != NULL ? 1 : 0;

  if (known == NULL || known->points[0].specifier != specifier || known->n_bundles != n_bundles || known->pool != pool ||
      (bundle != NULL && known->bundles[0] != bundle))
    {
      g_clear_pointer (&file->build, inlay_build_unref);
      known = file->build = inlay_build_new (&point, 1, &bundle, n_bundles, pool);
    }
  return inlay_build_ref (known);
}

InlayBuild *
inlay_build_ref (InlayBuild *self)
{
  self->ref_count++;
  return self;
}

void
inlay_build_unref (InlayBuild *self)
{
  if (--self->ref_count == 0)
    g_free (self);
}
