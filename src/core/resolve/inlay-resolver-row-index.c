/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

/* The rows of a package by their text, while copies are merged: of a text's rows the one that a copy
 * joins. Looked into for every copy, so it holds what it compares itself. */

typedef struct
{
  const InlayWord *text; /* nullable */
  InlayRow        *row;
} Slot;

struct _InlayRowIndex
{
  Slot *slots;
  guint size; /* a power of two */
  guint used;
};

#define FIRST_SIZE 32

static Slot *
find_slot (InlayRowIndex   *self,
           const InlayWord *text)
{
  guint64 hash = (guint64) (gsize) text * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint at = (guint) (hash >> 40) & (self->size - 1);

  while (self->slots[at].text != NULL && self->slots[at].text != text)
    at = (at + 1) & (self->size - 1);
  return &self->slots[at];
}

InlayRow *
inlay_row_index_find (InlayRowIndex   *self,
                      const InlayWord *text)
{
  return find_slot (self, text)->row;
}

static void
grow (InlayRowIndex *self)
{
  Slot *old = self->slots;
  guint old_size = self->size;

  self->size *= 2;
  self->slots = g_new0 (Slot, self->size);
  for (guint i = 0; i < old_size; i++)
    if (old[i].text != NULL)
      *find_slot (self, old[i].text) = old[i];
  g_free (old);
}

/* Of rows with one text the first counts, but one that is not scoped before one that is. */
void
inlay_row_index_add (InlayRowIndex *self,
                     InlayRow      *row)
{
  Slot *slot = find_slot (self, row->text);

  if (slot->text != NULL)
    {
      if (slot->row->action == INLAY_ROW_SCOPE && row->action != INLAY_ROW_SCOPE)
        slot->row = row;
      return;
    }
  slot->text = row->text;
  slot->row = row;
  if (++self->used > self->size / 2)
    grow (self);
}

InlayRowIndex *
inlay_row_index_new (const GPtrArray *rows)
{
  InlayRowIndex *self = g_new0 (InlayRowIndex, 1);

  self->size = FIRST_SIZE;
  self->slots = g_new0 (Slot, self->size);
  for (guint i = 0; i < rows->len; i++)
    inlay_row_index_add (self, g_ptr_array_index (rows, i));
  return self;
}

void
inlay_row_index_free (InlayRowIndex *self)
{
  g_free (self->slots);
  g_free (self);
}
