/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Copies, the rows they stand in and what a row offers. */

/* From here on a table finds what looking through a list would not soon enough. */
#define MANY 16

void
inlay_copy_free (gpointer data)
{
  InlayCopy *self = data;

  inlay_build_unref (self->build);
}

InlayCopy *
inlay_copy_new (InlayRecord         *record,
                const InlayEntry    *entry,
                const InlayExternal *external,
                InlayWord           *range)
{
  InlayCopy *self = inlay_record_take_copy (record);

  *self = (InlayCopy) { .remote = entry->name, .range = range, .strict = external->strict };
  self->build = inlay_build_ref (external->build);
  record->pooled |= external->build->pool != NULL;
  return self;
}

static gpointer
duplicate_copy (gconstpointer data,
                gpointer      user_data)
{
  InlayCopy *self = inlay_record_take_copy (user_data);

  *self = *(const InlayCopy *) data;
  inlay_build_ref (self->build);
  return self;
}

InlayRow *
inlay_row_new (InlayWord      *text,
               InlayRowAction  action)
{
  InlayRow *self = g_new0 (InlayRow, 1);

  self->text = text;
  self->action = action;
  self->cost = INLAY_COST_UNKNOWN;
  self->copies = g_ptr_array_new_with_free_func (inlay_copy_free);
  return self;
}

void
inlay_row_free (gpointer data)
{
  InlayRow *self = data;

  g_ptr_array_unref (self->copies);
  g_free (self);
}

/* @user_data is the record that the copy belongs to. */
gpointer
inlay_row_copy (gconstpointer data,
                gpointer      user_data)
{
  const InlayRow *from = data;
  InlayRow *self = g_memdup2 (from, sizeof *from);

  self->copies = g_ptr_array_copy (from->copies, duplicate_copy, user_data);
  return self;
}

InlayRow *
inlay_shared_package_new_row (InlaySharedPackage *self,
                              InlayWord          *text,
                              InlayRowAction      action)
{
  InlayRow *row = inlay_row_new (text, action);

  g_ptr_array_add (self->rows, row);
  if (self->index != NULL)
    inlay_row_index_add (self->index, row);
  return row;
}

static gint
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return inlay_version_compare (inlay_word_get_version ((*(InlayRow *const *) b)->text),
                                inlay_word_get_version ((*(InlayRow *const *) a)->text));
}

/* Descending precedence; equal precedence keeps its order. */
void
inlay_shared_package_sort (InlaySharedPackage *self)
{
  g_clear_pointer (&self->index, inlay_row_index_free);
  for (guint i = 1; i < self->rows->len; i++)
    if (compare_rows (&self->rows->pdata[i - 1], &self->rows->pdata[i]) > 0)
      {
        g_ptr_array_sort (self->rows, compare_rows);
        return;
      }
}

InlayRow *
inlay_shared_package_find (InlaySharedPackage *self,
                           InlayRowAction      action)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (inlay_shared_package_get (self, i)->action == action)
      return inlay_shared_package_get (self, i);
  return NULL;
}

/* The row of a version's text, among those that are scoped or those that are not. */
InlayRow *
inlay_shared_package_find_text (InlaySharedPackage *self,
                                const InlayWord    *text,
                                gboolean            scoped)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      InlayRow *row = inlay_shared_package_get (self, i);

      if (row->text == text && (row->action == INLAY_ROW_SCOPE) == scoped)
        return row;
    }
  return NULL;
}

/* The row a copy of @text joins: one that is not scoped first. */
InlayRow *
inlay_shared_package_find_merge (InlaySharedPackage *self,
                                 InlayWord          *text)
{
  if (self->index == NULL)
    self->index = inlay_row_index_new (self->rows);
  return inlay_row_index_find (self->index, text);
}

void
inlay_shared_package_drop_empty (InlaySharedPackage *self)
{
  guint kept = 0;

  g_clear_pointer (&self->index, inlay_row_index_free);
  for (guint i = 0; i < self->rows->len; i++)
    {
      InlayRow *row = inlay_shared_package_get (self, i);

      if (row->copies->len == 0)
        inlay_row_free (row);
      else
        self->rows->pdata[kept++] = row;
    }
  while (self->rows->len > kept)
    g_ptr_array_steal_index (self->rows, self->rows->len - 1);
}

/* Section 6. */
gboolean
inlay_copy_accepts (const InlayCopy *self,
                    const InlayRow  *row)
{
  return inlay_word_accepts (self->range, inlay_word_get_version (row->text));
}

gboolean
inlay_copy_objects (const InlayCopy *self,
                    const InlayRow  *row)
{
  return self->strict && !inlay_copy_accepts (self, row);
}

gboolean
inlay_row_accepts (const InlayRow *self,
                   const InlayRow *row)
{
  for (guint i = 0; i < self->copies->len; i++)
    if (!inlay_copy_accepts (inlay_row_get (self, i), row))
      return FALSE;
  return TRUE;
}

InlayOfferPoint *
inlay_offer_find (InlayOffer      *self,
                  const InlayWord *specifier)
{
  if (self->index != NULL)
    {
      gpointer at = g_hash_table_lookup (self->index, specifier);

      return at != NULL ? &g_array_index (self->points, InlayOfferPoint, GPOINTER_TO_UINT (at) - 1) : NULL;
    }
  for (guint i = 0; i < self->points->len; i++)
    if (g_array_index (self->points, InlayOfferPoint, i).specifier == specifier)
      return &g_array_index (self->points, InlayOfferPoint, i);
  return NULL;
}

static void
add_point (InlayOffer       *self,
           const InlayPoint *point,
           InlayCopy        *copy)
{
  InlayOfferPoint added = { point->specifier, point->file, copy };

  if (inlay_offer_find (self, point->specifier) != NULL)
    return;
  g_array_append_val (self->points, added);
  if (self->index != NULL)
    g_hash_table_insert (self->index, point->specifier, GUINT_TO_POINTER (self->points->len));
  else if (self->points->len > MANY)
    {
      self->index = g_hash_table_new (NULL, NULL);
      for (guint i = 0; i < self->points->len; i++)
        g_hash_table_insert (self->index, g_array_index (self->points, InlayOfferPoint, i).specifier,
                             GUINT_TO_POINTER (i + 1));
    }
}

/* The union of what the copies of a row have. A copy that uses another's files offers nothing. */
InlayOffer *
inlay_offer_new (const InlayRow *row,
                 gboolean        served_only)
{
  InlayOffer *self = g_new0 (InlayOffer, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (InlayOfferPoint));
  for (guint i = 0; row != NULL && i < row->copies->len; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      if (copy->served_by != NULL || (served_only && !copy->served))
        continue;
      for (guint k = 0; k < copy->build->n_points; k++)
        add_point (self, &copy->build->points[k], copy);
    }
  return self;
}

void
inlay_offer_free (InlayOffer *self)
{
  g_array_unref (self->points);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_free (self);
}

/* How many of a build's specifiers the offer lacks. */
guint
inlay_offer_count_gaps (InlayOffer       *self,
                        const InlayBuild *build)
{
  guint count = 0;

  for (guint i = 0; i < build->n_points; i++)
    count += inlay_offer_find (self, build->points[i].specifier) == NULL ? 1 : 0;
  return count;
}
