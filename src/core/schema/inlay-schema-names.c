/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-names-private.h"

#include <string.h>

/* A table that never changes, so that its hash can be the cheapest that tells the names of one
 * schema apart: the length and the words at both ends. */

typedef struct
{
  const char *name; /* borrowed; NULL in a free slot */
  gpointer value;
  guint32 hash;
} Slot;

struct _SchemaNames
{
  guint mask;
  Slot slots[];
};

static inline guint32
hash_name (const char *name,
           gsize       length)
{
  guint64 first = 0, last = 0;

  if (length >= 8)
    {
      memcpy (&first, name, 8);
      memcpy (&last, name + length - 8, 8);
    }
  else
    memcpy (&first, name, length);
  first = (first ^ last * G_GUINT64_CONSTANT (0xff51afd7ed558ccd) ^ length) *
          G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint32) (first >> 32);
}

/* @table is text to anything; its keys must outlive the names. Returns: (nullable): NULL for none */
SchemaNames *
inlay_schema_names_new (GHashTable *table)
{
  guint n_slots = 4;
  SchemaNames *self;
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (table) == 0)
    return NULL;
  while (n_slots < 2 * g_hash_table_size (table))
    n_slots *= 2;
  self = g_malloc0 (sizeof (SchemaNames) + n_slots * sizeof (Slot));
  self->mask = n_slots - 1;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      guint32 hash = hash_name (name, strlen (name));
      guint i = hash & self->mask;

      while (self->slots[i].name != NULL)
        i = (i + 1) & self->mask;
      self->slots[i] = (Slot) { name, value, hash };
    }
  return self;
}

/* Returns: (nullable): what stands under @name */
gpointer
inlay_schema_names_lookup (const SchemaNames *self,
                           const char        *name)
{
  guint32 hash;

  if (self == NULL)
    return NULL;
  hash = hash_name (name, strlen (name));
  for (guint i = hash & self->mask; self->slots[i].name != NULL; i = (i + 1) & self->mask)
    if (self->slots[i].hash == hash && strcmp (self->slots[i].name, name) == 0)
      return self->slots[i].value;
  return NULL;
}
