/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-import-index-private.h"

#include <string.h>

#define SEED G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

typedef struct
{
  const char *key; /* borrowed; NULL in a free slot */
  gpointer    value;
  guint32     hash;
  guint32     length;
} Slot;

struct _InlayImportIndex
{
  GDestroyNotify free_value;
  guint          mask;
  guint64        lengths; /* which lengths its keys have, modulo 64 */
  Slot           slots[];
};

static inline guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * SEED;
  return hash ^ hash >> 32;
}

static inline guint64
load (const char *bytes,
      gsize       length)
{
  guint64 word = 0;

  memcpy (&word, bytes, length);
  return word;
}

/* A segment of eight bytes and more ends with a word that overlaps the one before it. */
static inline guint64
hash_segment (guint64     hash,
              const char *bytes,
              gsize       length)
{
  const char *end = bytes + length;

  if (length >= 8)
    {
      for (; end - bytes > 8; bytes += 8)
        hash = mix (hash, load (bytes, 8));
      return mix (hash, load (end - 8, 8) + length);
    }
  if (length >= 4)
    return mix (hash, (load (bytes, 4) | load (end - 4, 4) << 32) + length);
  if (length > 0)
    return mix (hash, ((guint64) (guchar) *bytes | (guint64) (guchar) bytes[length / 2] << 8 |
                       (guint64) (guchar) end[-1] << 16) + length);
  return mix (hash, 0);
}

static void
add_prefix (InlayImportPrefixes *self,
            guint64              hash,
            gsize                length)
{
  if (self->n_items == self->n_allocated)
    {
      InlayImportPrefix *old = self->items == self->few ? NULL : self->items;

      self->n_allocated *= 2;
      self->items = g_renew (InlayImportPrefix, old, self->n_allocated);
      if (old == NULL)
        memcpy (self->items, self->few, sizeof self->few);
    }
  self->items[self->n_items++] = (InlayImportPrefix) { mix (hash, length), length };
}

/* Going back through the prefixes is the standard's order, most specific key first, without a walk
 * over all keys. @text stays the caller's. */
void
inlay_import_prefixes_init (InlayImportPrefixes *self,
                            const char          *text)
{
  const char *start = text;
  guint64 hash = SEED;

  self->text = text;
  self->items = self->few;
  self->n_items = 0;
  self->n_allocated = G_N_ELEMENTS (self->few);
  do
    {
      const char *end = strchrnul (start, '/');

      hash = hash_segment (hash, start, (gsize) (end - start));
      start = end + (*end == '/' ? 1 : 0);
      add_prefix (self, hash, (gsize) (start - text));
      if (end == start)
        return;
    }
  while (*start != '\0');
}

void
inlay_import_prefixes_clear (InlayImportPrefixes *self)
{
  if (self->items != self->few)
    g_free (self->items);
}

/* The keys stay those of @table, which must outlive the index; @free_value is for what
 * inlay_import_index_add() adds instead of its values. */
InlayImportIndex *
inlay_import_index_new (GHashTable     *table,
                        GDestroyNotify  free_value)
{
  guint n_slots = 4;
  InlayImportIndex *self;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  while (n_slots < 2 * g_hash_table_size (table))
    n_slots *= 2;
  self = g_malloc0 (sizeof (InlayImportIndex) + n_slots * sizeof (Slot));
  self->free_value = free_value;
  self->mask = n_slots - 1;

  g_hash_table_iter_init (&iter, table);
  while (free_value == NULL && g_hash_table_iter_next (&iter, &key, &value))
    inlay_import_index_add (self, key, value);
  return self;
}

void
inlay_import_index_add (InlayImportIndex *self,
                        const char       *key,
                        gpointer          value)
{
  InlayImportPrefixes prefixes;
  InlayImportPrefix whole;
  guint i;

  inlay_import_prefixes_init (&prefixes, key);
  whole = prefixes.items[prefixes.n_items - 1];
  inlay_import_prefixes_clear (&prefixes);

  for (i = (guint) whole.hash & self->mask; self->slots[i].key != NULL; i = (i + 1) & self->mask)
    ;
  self->lengths |= G_GUINT64_CONSTANT (1) << (whole.length % 64);
  self->slots[i] = (Slot) { key, value, (guint32) (whole.hash >> 32), (guint32) whole.length };
}

void
inlay_import_index_free (InlayImportIndex *self)
{
  for (guint i = 0; self->free_value != NULL && i <= self->mask; i++)
    if (self->slots[i].key != NULL)
      self->free_value (self->slots[i].value);
  g_free (self);
}

gboolean
inlay_import_index_find (const InlayImportIndex  *self,
                         const char              *text,
                         const InlayImportPrefix *prefix,
                         gpointer                *value)
{
  if ((self->lengths >> (prefix->length % 64) & 1) == 0)
    return FALSE;
  for (guint i = (guint) prefix->hash & self->mask; self->slots[i].key != NULL; i = (i + 1) & self->mask)
    {
      const Slot *slot = &self->slots[i];

      if (slot->hash == (guint32) (prefix->hash >> 32) && slot->length == (guint32) prefix->length &&
          memcmp (slot->key, text, prefix->length) == 0)
        {
          *value = slot->value;
          return TRUE;
        }
    }
  return FALSE;
}
