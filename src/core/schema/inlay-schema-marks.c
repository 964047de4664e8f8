/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

#include <string.h>

/* Makes room for the members or items of @value. */
void
inlay_schema_marks_init (SchemaMarks         *self,
                         const InlayJsonCell *value)
{
  gboolean holds_others = (value->types & (INLAY_JSON_TYPE_ARRAY | INLAY_JSON_TYPE_OBJECT)) != 0;

  self->n_words = (holds_others ? value->length : 0) / 64 + 1;
  self->words = self->few;
  if (self->n_words > G_N_ELEMENTS (self->few))
    self->words = g_new (guint64, self->n_words);
  memset (self->words, 0, self->n_words * sizeof *self->words);
}

void
inlay_schema_marks_clear (SchemaMarks *self)
{
  if (self->words != self->few)
    g_free (self->words);
  self->words = self->few;
}

void
inlay_schema_marks_unite (SchemaMarks       *self,
                          const SchemaMarks *other)
{
  for (guint i = 0; i < self->n_words; i++)
    self->words[i] |= other->words[i];
}
