/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-rows.h"

#include "inlay-form-nest.h"
#include "inlay-form-row.h"

struct _InlayFormRows
{
  GtkListBox *list;             /* the owner of this is in it, or around it */
  guint level;
  guint first;
  GPtrArray *fields;
  GHashTable *rows;             /* InlayFormField -> GtkWidget */
  char *needle;
  gboolean modified;
};

InlayFormRows *
inlay_form_rows_new (GtkListBox *list,
                     guint       level)
{
  InlayFormRows *self = g_new0 (InlayFormRows, 1);

  self->list = list;
  self->level = level;
  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);

  return self;
}

static void
reshaped_cb (InlayFormField *field,
             InlayFormRows  *self)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, field);
  GtkRoot *root = row ? gtk_widget_get_root (row) : NULL;
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, row);
  g_autoptr(GPtrArray) fields = self->fields ? g_ptr_array_ref (self->fields) : NULL;

  if (row == NULL || fields == NULL)
    return;

  g_object_ref (field);
  gtk_list_box_remove (self->list, row);
  g_signal_handlers_disconnect_by_func (field, reshaped_cb, self);
  g_hash_table_remove (self->rows, field);
  inlay_form_rows_sync (self, self->first, fields);
  if (focused)
    gtk_widget_child_focus (g_hash_table_lookup (self->rows, field), GTK_DIR_TAB_FORWARD);
  g_object_unref (field);
}

void
inlay_form_rows_free (InlayFormRows *self)
{
  GHashTableIter iter;
  gpointer field;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    g_signal_handlers_disconnect_by_func (field, reshaped_cb, self);

  g_hash_table_unref (self->rows);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self->needle);
  g_free (self);
}

static void
filter_row (InlayFormRows  *self,
            InlayFormField *field,
            GtkWidget      *row)
{
  gboolean searching = self->needle != NULL || self->modified;
  gboolean visible = inlay_form_field_matches (field, self->needle, self->modified);

  if (!searching && inlay_form_field_is_deprecated (field) &&
      inlay_form_field_get_value (field) == NULL)
    visible = FALSE;
  gtk_widget_set_visible (row, visible);
  if (INLAY_IS_FORM_NEST (row))
    inlay_form_nest_filter (INLAY_FORM_NEST (row), self->needle, self->modified);
}

static void
remove_gone (InlayFormRows *self,
             GPtrArray     *fields)
{
  GHashTableIter iter;
  gpointer field;
  GtkWidget *row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &field, (gpointer *) &row))
    {
      if (g_ptr_array_find (fields, field, NULL))
        continue;
      g_signal_handlers_disconnect_by_func (field, reshaped_cb, self);
      gtk_list_box_remove (self->list, row);
      g_hash_table_iter_remove (&iter);
    }
}

static GtkWidget *
ensure_row (InlayFormRows  *self,
            InlayFormField *field)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, field);

  if (row != NULL)
    return row;

  row = g_object_ref_sink (inlay_form_row_new (field, self->level));
  g_hash_table_insert (self->rows, g_object_ref (field), row);
  g_signal_connect (field, "reshaped", G_CALLBACK (reshaped_cb), self);
  filter_row (self, field, row);

  return row;
}

static void
place (InlayFormRows *self,
       GtkWidget     *row,
       int            at)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  g_autoptr(GtkWidget) kept = NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, row))
    kept = g_object_ref (focus);
  if (gtk_widget_get_parent (row) != NULL)
    gtk_list_box_remove (self->list, row);
  gtk_list_box_insert (self->list, row, at);
  if (kept != NULL)
    gtk_widget_grab_focus (kept);
}

void
inlay_form_rows_sync (InlayFormRows *self,
                      guint          first,
                      GPtrArray     *fields)
{
  g_autoptr(GPtrArray) copy = g_ptr_array_copy (fields, (GCopyFunc) (void *) g_object_ref, NULL);

  g_ptr_array_set_free_func (copy, g_object_unref);
  remove_gone (self, copy);
  for (guint i = 0; i < copy->len; i++)
    {
      GtkWidget *row = ensure_row (self, g_ptr_array_index (copy, i));
      int at = (int) (first + i);

      if (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, at)) != row)
        place (self, row, at);
    }

  self->first = first;
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  self->fields = g_steal_pointer (&copy);
}

void
inlay_form_rows_filter (InlayFormRows *self,
                        const char    *needle,
                        gboolean       modified)
{
  GHashTableIter iter;
  InlayFormField *field;
  GtkWidget *row;

  if (needle != self->needle)
    {
      g_free (self->needle);
      self->needle = g_strdup (needle);
    }
  self->modified = modified;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, (gpointer *) &field, (gpointer *) &row))
    filter_row (self, field, row);
}

guint
inlay_form_rows_get_n_visible (InlayFormRows *self)
{
  GHashTableIter iter;
  GtkWidget *row;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    n += gtk_widget_get_visible (row);

  return n;
}

GtkWidget *
inlay_form_rows_lookup (InlayFormRows  *self,
                        InlayFormField *field)
{
  return g_hash_table_lookup (self->rows, field);
}
