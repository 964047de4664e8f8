/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-names-private.h"

#include <string.h>

typedef struct
{
  const char *name; /* borrowed; NULL in a free slot */
  gpointer value;
  guint32 hash;
  guint32 length;
} Slot;

struct _SchemaNames
{
  guint mask;
  Slot slots[];
};

/* Room for @n_names, which is not exceeded. */
SchemaNames *
inlay_schema_names_new (guint n_names)
{
  guint n_slots = 4;
  SchemaNames *self;

  while (n_slots < 2 * n_names)
    n_slots *= 2;
  self = g_malloc0 (sizeof (SchemaNames) + n_slots * sizeof (Slot));
  self->mask = n_slots - 1;
  return self;
}

/* @name, which must outlive the names, stands for @value, not NULL. */
void
inlay_schema_names_add (SchemaNames *self,
                        const char  *name,
                        gpointer     value)
{
  gsize length = strlen (name);
  guint32 hash = inlay_json_hash_text (name, length);
  guint i = hash & self->mask;

  while (self->slots[i].name != NULL)
    i = (i + 1) & self->mask;
  self->slots[i] = (Slot) { name, value, hash, (guint32) length };
}

/* Returns: (nullable): what stands under the string @name */
gpointer
inlay_schema_names_lookup (const SchemaNames   *self,
                           const InlayJsonCell *name)
{
  for (guint i = name->hash & self->mask; self->slots[i].name != NULL; i = (i + 1) & self->mask)
    if (self->slots[i].hash == name->hash && self->slots[i].length == name->length &&
        memcmp (self->slots[i].name, name->text, name->length) == 0)
      return self->slots[i].value;
  return NULL;
}
