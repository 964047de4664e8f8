/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inlay-app-compat.h"

/* What stands in an empty control: the default that holds then, else an example. */
static char *
dup_ghost (InlayFormField *field)
{
  JsonNode *node = inlay_form_field_get_default (field);
  InlaySchemaNote *note = inlay_form_field_get_note (field);
  JsonNode *examples;
  g_autofree char *example = NULL;

  if (inlay_form_field_get_state (field) == INLAY_FIELD_STATE_EMPTY)
    return g_strdup ("");
  if (inlay_form_field_get_state (field) == INLAY_FIELD_STATE_NULL)
    return g_strdup ("null");
  if (node != NULL)
    return inlay_form_field_dup_text (field, node);

  examples = note ? inlay_schema_note_get (note, "examples") : NULL;
  if (examples == NULL || !JSON_NODE_HOLDS_ARRAY (examples) ||
      json_array_get_length (json_node_get_array (examples)) == 0)
    return g_strdup ("");

  example = inlay_form_field_dup_text (field,
                                       json_array_get_element (json_node_get_array (examples), 0));
  /* Translators: in an empty entry; %s is an example of what to type */
  return g_strdup_printf (_("Such as %s"), example);
}

static const char *
get_text (InlayFormField *field)
{
  JsonNode *value = inlay_form_field_get_value (field);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) &&
         json_node_get_value_type (value) == G_TYPE_STRING ? json_node_get_string (value) : "";
}

static void
set_text (InlayFormField *field,
          const char     *text)
{
  g_autoptr(JsonNode) value = NULL;

  /* Emptying what was never set, or was null, sets nothing. */
  if (*text == '\0' && inlay_form_field_get_state (field) != INLAY_FIELD_STATE_SET)
    return;

  value = inlay_json_new_string (text);
  inlay_form_field_set (field, value);
}

static void
update_open_button (InlayFormControl *control)
{
  const char *text = get_text (control->field);

  if (control->other != NULL)
    gtk_widget_set_sensitive (control->other, g_str_has_prefix (text, "https://") ||
                                              g_str_has_prefix (text, "http://"));
}

static void
show_text (GtkWidget        *widget,
           InlayFormControl *control)
{
  g_autofree char *ghost = dup_ghost (control->field);
  const char *text = get_text (control->field);
  GtkEditable *editable = GTK_EDITABLE (control->main);

  gtk_entry_set_placeholder_text (GTK_ENTRY (control->main), ghost);
  if (strcmp (gtk_editable_get_text (editable), text) != 0)
    gtk_editable_set_text (editable, text);
  gtk_widget_set_sensitive (widget, !inlay_form_field_is_read_only (control->field));
  update_open_button (control);
}

static void
text_changed_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);

  if (!control->updating)
    set_text (control->field, gtk_editable_get_text (GTK_EDITABLE (control->main)));
}

static void
text_activate_cb (GtkWidget *widget)
{
  inlay_form_field_settle (inlay_form_control_of (widget)->field);
}

static void
open_cb (GtkWidget *widget)
{
  inlay_app_show_uri (widget, get_text (inlay_form_control_of (widget)->field));
}

static GtkInputPurpose
get_purpose (const char *format)
{
  if (g_strcmp0 (format, "email") == 0 || g_strcmp0 (format, "idn-email") == 0)
    return GTK_INPUT_PURPOSE_EMAIL;
  if (g_strcmp0 (format, "uri") == 0 || g_strcmp0 (format, "uri-reference") == 0)
    return GTK_INPUT_PURPOSE_URL;

  return GTK_INPUT_PURPOSE_FREE_FORM;
}

static void
example_cb (GtkWidget *button,
            GtkWidget *entry)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), gtk_button_get_label (GTK_BUTTON (button)));
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER)));
}

/* The schema's examples, to choose from. */
static GtkWidget *
create_examples (InlayFormField *field,
                 GtkWidget      *entry)
{
  InlaySchemaNote *note = inlay_form_field_get_note (field);
  JsonNode *examples = note ? inlay_schema_note_get (note, "examples") : NULL;
  GtkWidget *button;
  GtkWidget *box;
  GtkWidget *popover;

  if (examples == NULL || !JSON_NODE_HOLDS_ARRAY (examples) ||
      json_array_get_length (json_node_get_array (examples)) < 2)
    return NULL;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  for (guint i = 0; i < MIN (json_array_get_length (json_node_get_array (examples)), 20); i++)
    {
      g_autofree char *text =
        inlay_form_field_dup_text (field,
                                   json_array_get_element (json_node_get_array (examples), i));
      GtkWidget *choice = gtk_button_new_with_label (text);

      gtk_widget_add_css_class (choice, "flat");
      g_signal_connect_object (choice, "clicked", G_CALLBACK (example_cb), entry, 0);
      gtk_box_append (GTK_BOX (box), choice);
    }

  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Examples"));

  return button;
}

static GtkWidget *
create_open_button (GtkWidget *widget)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("web-browser-symbolic");

  gtk_widget_set_tooltip_text (button, _("Open in Browser"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_cb), widget, G_CONNECT_SWAPPED);

  return button;
}

/* One line of text. */
GtkWidget *
inlay_form_text_new (InlayFormField *field)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *entry = gtk_entry_new ();
  const char *format = inlay_form_field_get_format (field);
  InlayFormControl *control;
  GtkWidget *examples = create_examples (field, entry);

  gtk_widget_add_css_class (widget, "linked");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), get_purpose (format));
  gtk_box_append (GTK_BOX (widget), entry);
  if (examples != NULL)
    gtk_box_append (GTK_BOX (widget), examples);

  control = inlay_form_control_tie (widget, field, entry, show_text);
  if (g_strcmp0 (format, "uri") == 0 || g_strcmp0 (format, "uri-reference") == 0)
    {
      control->other = create_open_button (widget);
      gtk_box_append (GTK_BOX (widget), control->other);
    }
  if (inlay_form_field_get_note (field) != NULL &&
      (g_strcmp0 (format, "password") == 0 ||
       inlay_schema_note_get_flag (inlay_form_field_get_note (field), "writeOnly")))
    gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);

  g_signal_connect_object (entry, "changed", G_CALLBACK (text_changed_cb), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (text_activate_cb), widget,
                           G_CONNECT_SWAPPED);
  inlay_form_control_show (widget);

  return widget;
}

static void
show_multiline (GtkWidget        *widget,
                InlayFormControl *control)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (control->main));
  g_autofree char *ghost = dup_ghost (control->field);
  const char *text = get_text (control->field);
  GtkTextIter start, end;
  g_autofree char *shown = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strcmp (shown, text) != 0)
    gtk_text_buffer_set_text (buffer, text, -1);
  gtk_label_set_text (GTK_LABEL (control->other), ghost);
  gtk_widget_set_visible (control->other, *text == '\0');
  gtk_text_view_set_editable (GTK_TEXT_VIEW (control->main),
                              !inlay_form_field_is_read_only (control->field));
}

static void
multiline_changed_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (control->main));
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (control->updating)
    return;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  set_text (control->field, text);
}

static GtkWidget *
create_ghost_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_add_css_class (label, "form-ghost");

  return label;
}

/* Text of many lines: grows with what is typed. */
GtkWidget *
inlay_form_multiline_new (InlayFormField *field)
{
  GtkWidget *widget = gtk_overlay_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  InlayFormControl *control;

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 64);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_add_css_class (scrolled, "form-text");
  gtk_overlay_set_child (GTK_OVERLAY (widget), scrolled);

  control = inlay_form_control_tie (widget, field, view, show_multiline);
  control->other = create_ghost_label ();
  gtk_overlay_add_overlay (GTK_OVERLAY (widget), control->other);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                           G_CALLBACK (multiline_changed_cb), widget, G_CONNECT_SWAPPED);
  inlay_form_control_show (widget);

  return widget;
}
