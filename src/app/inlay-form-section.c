/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-section.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-form-rows.h"

struct _InlayFormSection
{
  GtkWidget parent_instance;

  GPtrArray *fields;
  InlayFormRows *rows;
  GtkListBox *list;
  GtkLabel *problems;
};

G_DEFINE_FINAL_TYPE (InlayFormSection, inlay_form_section, GTK_TYPE_WIDGET)

static void
update_problems (InlayFormSection *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->fields->len; i++)
    n += inlay_form_field_get_n_errors (g_ptr_array_index (self->fields, i));

  text = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);
  gtk_label_set_text (self->problems, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), n > 0);
}

static void
disconnect_fields (InlayFormSection *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->fields, i),
                                          update_problems, self);
  g_ptr_array_set_size (self->fields, 0);
}

static void
inlay_form_section_dispose (GObject *object)
{
  InlayFormSection *self = INLAY_FORM_SECTION (object);

  disconnect_fields (self);
  g_clear_pointer (&self->rows, inlay_form_rows_free);
  inlay_app_unparent_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (inlay_form_section_parent_class)->dispose (object);
}

static void
inlay_form_section_finalize (GObject *object)
{
  g_ptr_array_unref (INLAY_FORM_SECTION (object)->fields);

  G_OBJECT_CLASS (inlay_form_section_parent_class)->finalize (object);
}

static void
inlay_form_section_class_init (InlayFormSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_form_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = inlay_form_section_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
inlay_form_section_init (InlayFormSection *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  self->rows = inlay_form_rows_new (self->list, 0);
  self->problems = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->problems), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->problems), "error");
}

/**
 * inlay_form_section_new:
 * @title: (nullable): what stands above the rows
 */
GtkWidget *
inlay_form_section_new (const char *title)
{
  InlayFormSection *self = g_object_new (INLAY_TYPE_FORM_SECTION, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->problems));
  gtk_widget_set_visible (label, title != NULL);
  gtk_widget_set_parent (head, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  if (title != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      title, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      title, -1);
    }

  return GTK_WIDGET (self);
}

/**
 * inlay_form_section_show:
 * @fields: (element-type InlayFormField): all its rows, in order
 */
void
inlay_form_section_show (InlayFormSection *self,
                         GPtrArray        *fields)
{
  g_return_if_fail (INLAY_IS_FORM_SECTION (self));

  inlay_form_rows_sync (self->rows, 0, fields);
  disconnect_fields (self);
  for (guint i = 0; i < fields->len; i++)
    {
      g_ptr_array_add (self->fields, g_object_ref (g_ptr_array_index (fields, i)));
      g_signal_connect_swapped (g_ptr_array_index (fields, i), "changed",
                                G_CALLBACK (update_problems), self);
    }
  update_problems (self);
}

void
inlay_form_section_append (InlayFormSection *self,
                           GtkWidget        *row)
{
  g_return_if_fail (INLAY_IS_FORM_SECTION (self));

  gtk_list_box_append (self->list, row);
}

gboolean
inlay_form_section_filter (InlayFormSection *self,
                           const char       *needle,
                           gboolean          modified)
{
  g_return_val_if_fail (INLAY_IS_FORM_SECTION (self), FALSE);

  inlay_form_rows_filter (self->rows, needle, modified);
  return inlay_form_rows_get_n_visible (self->rows) > 0;
}
