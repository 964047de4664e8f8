/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>

#include "inlay-json-view.h"

static void
show_json (GtkWidget        *widget,
           InlayFormControl *control)
{
  JsonNode *node = inlay_form_field_get_default (control->field);
  g_autofree char *text = node ? inlay_json_write (node, INLAY_JSON_DEFAULT) : NULL;
  /* Translators: %s is the value that holds while none is set */
  g_autofree char *ghost = text ? g_strdup_printf (_("Default: %s"), text) : NULL;

  inlay_json_view_set_ghost (INLAY_JSON_VIEW (widget), ghost);
  inlay_json_view_set_value (INLAY_JSON_VIEW (widget), inlay_form_field_get_value (control->field));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (control->main),
                              !inlay_form_field_is_read_only (control->field));
}

static void
edited_cb (GtkWidget *widget,
           JsonNode  *value)
{
  InlayFormControl *control = inlay_form_control_of (widget);

  if (value == NULL && inlay_form_field_is_item (control->field))
    return;

  inlay_form_field_set (control->field, value);
}

/* What no other control can show: nothing is a dead end. */
GtkWidget *
inlay_form_json_new (InlayFormField *field)
{
  GtkWidget *widget = inlay_json_view_new ();

  inlay_form_control_tie (widget, field, inlay_json_view_get_view (INLAY_JSON_VIEW (widget)),
                          show_json);
  g_signal_connect (widget, "edited", G_CALLBACK (edited_cb), NULL);
  inlay_form_control_show (widget);

  return widget;
}
