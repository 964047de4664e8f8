/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* An entry between two buttons rather than a spin button: it can be empty, shows the default as a
 * ghost, and keeps a number as it is spelled. */

static JsonNode *
read_number (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autoptr(JsonNode) node = NULL;

  /* A decimal comma is what half of the world types. */
  if (strchr (trimmed, '.') == NULL)
    g_strdelimit (trimmed, ",", '.');
  node = inlay_json_read_text (trimmed, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) == G_TYPE_STRING ||
      json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return NULL;

  return g_steal_pointer (&node);
}

static char *
dup_number (JsonNode *value)
{
  return value != NULL && JSON_NODE_HOLDS_VALUE (value)
           ? inlay_json_write (value, INLAY_JSON_DEFAULT) : g_strdup ("");
}

static gboolean
shows (GtkEditable *editable,
       JsonNode    *value)
{
  g_autoptr(JsonNode) shown = read_number (gtk_editable_get_text (editable));

  return shown != NULL && value != NULL && inlay_json_equal (shown, value);
}

static double
get_number (InlayFormField *field)
{
  const InlayFieldRange *range = inlay_form_field_get_range (field);
  JsonNode *node = inlay_form_field_get_value (field);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    node = inlay_form_field_get_default (field);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      (json_node_get_value_type (node) == G_TYPE_INT64 ||
       json_node_get_value_type (node) == G_TYPE_DOUBLE))
    return json_node_get_double (node);

  return range->has_minimum ? range->minimum : 0;
}

static JsonNode *
new_number (double number)
{
  if (number == rint (number) && fabs (number) < 9e15)
    return inlay_json_new_int ((gint64) number);

  /* Steps of a tenth must not add up to 0.30000000000000004. */
  return inlay_json_new_double (rint (number * 1e9) / 1e9);
}

static void
set_number (InlayFormField *field,
            double          number)
{
  const InlayFieldRange *range = inlay_form_field_get_range (field);
  g_autoptr(JsonNode) value = NULL;

  if (range->has_minimum)
    number = MAX (number, range->minimum);
  if (range->has_maximum)
    number = MIN (number, range->maximum);

  value = new_number (number);
  inlay_form_field_set (field, value);
}

static void
show_number (GtkWidget        *widget,
             InlayFormControl *control)
{
  JsonNode *value = inlay_form_field_get_value (control->field);
  JsonNode *ghost = inlay_form_field_get_default (control->field);
  g_autofree char *text = dup_number (value);
  g_autofree char *ghost_text = NULL;

  if (inlay_form_field_get_state (control->field) == INLAY_FIELD_STATE_NULL)
    ghost_text = g_strdup ("null");
  else
    ghost_text = dup_number (ghost);

  gtk_entry_set_placeholder_text (GTK_ENTRY (control->main), ghost_text);
  if (!shows (GTK_EDITABLE (control->main), value))
    gtk_editable_set_text (GTK_EDITABLE (control->main), text);
  if (control->other != NULL)
    gtk_range_set_value (GTK_RANGE (control->other), get_number (control->field));
  gtk_widget_set_sensitive (widget, !inlay_form_field_is_read_only (control->field));
  inlay_form_control_complain (widget, NULL);
}

/* Typing over a selection empties the entry for a moment: only what stays empty is unset. */
static gboolean
unset_cb (gpointer user_data)
{
  GtkWidget *widget = user_data;
  InlayFormControl *control = inlay_form_control_of (widget);

  if (*gtk_editable_get_text (GTK_EDITABLE (control->main)) == '\0' &&
      inlay_form_field_get_state (control->field) == INLAY_FIELD_STATE_SET &&
      !inlay_form_field_is_item (control->field))
    inlay_form_field_set (control->field, NULL);

  return G_SOURCE_REMOVE;
}

static void
number_changed_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (control->main));
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *complaint = NULL;

  if (control->updating)
    return;

  if (*text == '\0')
    {
      g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unset_cb, g_object_ref (widget), g_object_unref);
      inlay_form_control_complain (widget, NULL);
      return;
    }

  if ((value = read_number (text)) != NULL)
    {
      inlay_form_control_complain (widget, NULL);
      inlay_form_field_set (control->field, value);
      return;
    }

  /* Translators: %s is what was typed */
  complaint = g_strdup_printf (_("“%s” is not a number"), text);
  inlay_form_control_complain (widget, complaint);
}

static void
number_activate_cb (GtkWidget *widget)
{
  inlay_form_field_settle (inlay_form_control_of (widget)->field);
}

static void
step (GtkWidget *widget,
      double     times)
{
  InlayFormField *field = inlay_form_control_of (widget)->field;
  const InlayFieldRange *range = inlay_form_field_get_range (field);

  if (inlay_form_field_is_read_only (field))
    return;

  set_number (field, get_number (field) + times * range->step);
}

static void
less_cb (GtkWidget *widget)
{
  step (widget, -1);
}

static void
more_cb (GtkWidget *widget)
{
  step (widget, 1);
}

static gboolean
key_cb (GtkWidget       *widget,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (widget, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (widget, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      step (widget, 10);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      step (widget, -10);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add_step_button (GtkWidget  *widget,
                 const char *icon,
                 const char *tooltip,
                 GCallback   callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  /* The arrow keys do the same in the entry: fewer stops for Tab. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_signal_connect_object (button, "clicked", callback, widget, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (widget), button);
}

static GtkWidget *
create_entry (GtkWidget      *widget,
              InlayFormField *field)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  const InlayFieldRange *range = inlay_form_field_get_range (field);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 5);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), range->integer ? GTK_INPUT_PURPOSE_DIGITS
                                                                 : GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_add_css_class (entry, "numeric");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), widget, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, keys);

  return entry;
}

static gboolean
change_value_cb (GtkWidget     *widget,
                 GtkScrollType  scroll,
                 double         number)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  const InlayFieldRange *range = inlay_form_field_get_range (control->field);

  number = range->minimum + rint ((number - range->minimum) / range->step) * range->step;
  set_number (control->field, number);

  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (GtkEventController *controller)
{
  GtkWidget *scale = gtk_event_controller_get_widget (controller);

  /* The wheel scrolls the form unless one turned to this very control. */
  return !gtk_widget_has_focus (scale);
}

static GtkWidget *
create_scale (GtkWidget      *widget,
              InlayFormField *field)
{
  const InlayFieldRange *range = inlay_form_field_get_range (field);
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, range->minimum,
                                               range->maximum, range->step);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), NULL);
  gtk_widget_add_controller (scale, scroll);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  inlay_form_field_get_title (field), -1);
  g_signal_connect_object (scale, "change-value", G_CALLBACK (change_value_cb), widget,
                           G_CONNECT_SWAPPED);

  return scale;
}

GtkWidget *
inlay_form_number_new (InlayFormField *field)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gboolean slider = !inlay_form_control_is_inline (field);
  GtkWidget *entry = create_entry (widget, field);
  InlayFormControl *control;

  control = inlay_form_control_tie (widget, field, entry, show_number);
  if (slider)
    {
      control->other = create_scale (widget, field);
      gtk_box_set_spacing (GTK_BOX (widget), 6);
      gtk_box_append (GTK_BOX (widget), control->other);
      gtk_box_append (GTK_BOX (widget), entry);
    }
  else
    {
      gtk_widget_add_css_class (widget, "linked");
      gtk_box_append (GTK_BOX (widget), entry);
      add_step_button (widget, "list-remove-symbolic", _("Less"), G_CALLBACK (less_cb));
      add_step_button (widget, "list-add-symbolic", _("More"), G_CALLBACK (more_cb));
      gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
    }

  g_signal_connect_object (entry, "changed", G_CALLBACK (number_changed_cb), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (number_activate_cb), widget,
                           G_CONNECT_SWAPPED);
  inlay_form_control_show (widget);

  return widget;
}
