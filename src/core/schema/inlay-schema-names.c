/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-names-private.h"

/* Room for @n_names, which is not exceeded. */
SchemaNames *
inlay_schema_names_new (guint n_names)
{
  guint n_slots = 4;
  SchemaNames *self;

  while (n_slots < 2 * n_names)
    n_slots *= 2;
  self = g_malloc0 (sizeof (SchemaNames) + n_slots * sizeof (SchemaName));
  self->mask = n_slots - 1;
  return self;
}

/* The string @name, whose text must outlive the names, stands for @value.
 *
 * Returns: (transfer none): what has been added */
SchemaName *
inlay_schema_names_add (SchemaNames         *self,
                        const InlayJsonCell *name,
                        gpointer             value)
{
  guint i = name->hash & self->mask;

  while (self->slots[i].name != NULL)
    i = (i + 1) & self->mask;
  self->slots[i] = (SchemaName) { name->text, value, name->hash, name->length, 0, FALSE };
  return &self->slots[i];
}
