/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>

#include "inlay-form-row.h"

#define CONTROL "inlay-form-control"

typedef struct
{
  InlayFormControl control;
  InlayFormControlFunc func;
} Tied;

static void
tied_free (gpointer data)
{
  Tied *tied = data;

  g_clear_object (&tied->control.field);
  g_free (tied);
}

InlayFormControl *
inlay_form_control_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), CONTROL);
}

void
inlay_form_control_show (GtkWidget *widget)
{
  Tied *tied = g_object_get_data (G_OBJECT (widget), CONTROL);

  tied->control.updating = TRUE;
  tied->func (widget, &tied->control);
  tied->control.updating = FALSE;
}

InlayFormControl *
inlay_form_control_tie (GtkWidget            *widget,
                        InlayFormField       *field,
                        GtkWidget            *main,
                        InlayFormControlFunc  func)
{
  Tied *tied = g_new0 (Tied, 1);
  g_autofree char *name = g_strconcat ("field:", inlay_form_field_get_path (field), NULL);

  tied->control.field = g_object_ref (field);
  tied->control.main = main;
  tied->func = func;
  g_object_set_data_full (G_OBJECT (widget), CONTROL, tied, tied_free);

  gtk_widget_set_name (main, name);
  /* It is the text in an entry that has the focus. */
  if (GTK_IS_EDITABLE (main) && gtk_editable_get_delegate (GTK_EDITABLE (main)) != NULL)
    gtk_widget_set_name (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (main))), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (main),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, inlay_form_field_get_title (field),
                                  -1);
  if (inlay_form_field_get_description (field) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (main), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    inlay_form_field_get_description (field), -1);
  g_signal_connect_object (field, "changed", G_CALLBACK (inlay_form_control_show), widget,
                           G_CONNECT_SWAPPED);

  return &tied->control;
}

void
inlay_form_control_complain (GtkWidget  *widget,
                             const char *text)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, INLAY_TYPE_FORM_ROW);

  if (row != NULL)
    inlay_form_row_set_complaint (INLAY_FORM_ROW (row), text);
}

gboolean
inlay_form_control_is_inline (InlayFormField *field)
{
  const InlayFieldRange *range = inlay_form_field_get_range (field);

  switch (inlay_form_field_get_kind (field))
    {
    case INLAY_FIELD_BOOLEAN:
    case INLAY_FIELD_CONST:
    case INLAY_FIELD_NULL:
      return TRUE;
    case INLAY_FIELD_NUMBER:
      return !(range->has_minimum && range->has_maximum &&
               g_strcmp0 (inlay_form_field_get_widget (field), "slider") == 0);
    case INLAY_FIELD_TEXT:
    case INLAY_FIELD_MULTILINE:
    case INLAY_FIELD_CHOICE:
    case INLAY_FIELD_COLOR:
    case INLAY_FIELD_DATE:
    case INLAY_FIELD_OBJECT:
    case INLAY_FIELD_ARRAY:
    case INLAY_FIELD_JSON:
    default:
      return FALSE;
    }
}

GtkWidget *
inlay_form_control_new (InlayFormField *field)
{
  switch (inlay_form_field_get_kind (field))
    {
    case INLAY_FIELD_TEXT:
      return inlay_form_text_new (field);
    case INLAY_FIELD_MULTILINE:
      return inlay_form_multiline_new (field);
    case INLAY_FIELD_NUMBER:
      return inlay_form_number_new (field);
    case INLAY_FIELD_BOOLEAN:
      return inlay_form_switch_new (field);
    case INLAY_FIELD_CHOICE:
      return inlay_form_choice_new (field);
    case INLAY_FIELD_COLOR:
      return inlay_form_color_new (field);
    case INLAY_FIELD_DATE:
      return inlay_form_date_new (field);
    case INLAY_FIELD_CONST:
    case INLAY_FIELD_NULL:
      return inlay_form_const_new (field);
    case INLAY_FIELD_OBJECT:
    case INLAY_FIELD_ARRAY:
    case INLAY_FIELD_JSON:
    default:
      return inlay_form_json_new (field);
    }
}
