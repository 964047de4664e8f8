/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>
#include <string.h>

/* A text field with something to pick its text by: the text stays the truth. */

static GtkWidget *
get_entry (GtkWidget *text)
{
  return inlay_form_control_of (text)->main;
}

static const char *
get_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* GdkRGBA knows #rgb, #rrggbb and their forms with alpha. */
static void
show_color (InlayFormField *field,
            GtkWidget      *button)
{
  const char *text = get_string (inlay_form_field_get_value (field));
  GdkRGBA color = { 0.5f, 0.5f, 0.5f, 1 };

  if (text == NULL)
    text = get_string (inlay_form_field_get_default (field));
  if (text == NULL || !gdk_rgba_parse (&color, text))
    color = (GdkRGBA) { 0.5f, 0.5f, 0.5f, 1 };
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (button), &color);
  gtk_widget_set_sensitive (button, !inlay_form_field_is_read_only (field));
}

static guint
to_byte (float part)
{
  return (guint) (CLAMP (part, 0, 1) * 255 + 0.5f);
}

static void
color_set_cb (GtkWidget      *button,
              InlayFormField *field)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) value = NULL;
  GdkRGBA color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (button), &color);
  text = g_strdup_printf ("#%02x%02x%02x", to_byte (color.red), to_byte (color.green),
                          to_byte (color.blue));
  if (to_byte (color.alpha) < 255)
    {
      g_autofree char *opaque = g_steal_pointer (&text);

      text = g_strdup_printf ("%s%02x", opaque, to_byte (color.alpha));
    }

  value = inlay_json_new_string (text);
  inlay_form_field_set (field, value);
  inlay_form_field_settle (field);
}

GtkWidget *
inlay_form_color_new (InlayFormField *field)
{
  GtkWidget *widget = inlay_form_text_new (field);
  GtkWidget *button = gtk_color_button_new ();

  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (button), TRUE);
  gtk_color_button_set_title (GTK_COLOR_BUTTON (button), inlay_form_field_get_title (field));
  gtk_widget_set_tooltip_text (button, _("Pick a Color"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pick a color"), -1);
  g_signal_connect_object (button, "color-set", G_CALLBACK (color_set_cb), field, 0);
  g_signal_connect_object (field, "changed", G_CALLBACK (show_color), button, 0);
  gtk_box_append (GTK_BOX (widget), button);
  show_color (field, button);

  return widget;
}

static void
day_selected_cb (GtkCalendar *calendar,
                 GtkWidget   *widget)
{
  InlayFormField *field = inlay_form_control_of (widget)->field;
  const char *before = get_string (inlay_form_field_get_value (field));
  const char *time = before ? strchr (before, 'T') : NULL;
  g_autoptr(GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) value = NULL;

  /* Hour and zone are kept; a new one is explicit about both. */
  if (g_strcmp0 (inlay_form_field_get_format (field), "date-time") == 0)
    text = g_strconcat (day, time ? time : "T00:00:00Z", NULL);
  else
    text = g_steal_pointer (&day);

  value = inlay_json_new_string (text);
  inlay_form_field_set (field, value);
  inlay_form_field_settle (field);
}

/* The calendar opens at the day that is set. */
static void
calendar_shown_cb (GtkPopover *popover,
                   GtkWidget  *widget)
{
  InlayFormField *field = inlay_form_control_of (widget)->field;
  const char *text = get_string (inlay_form_field_get_value (field));
  GtkWidget *calendar = gtk_popover_get_child (popover);
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;
  g_autofree char *full = NULL;

  if (text == NULL || strlen (text) < 10)
    return;

  full = g_strdup_printf ("%.10sT12:00:00Z", text);
  if ((date = g_date_time_new_from_iso8601 (full, zone)) == NULL)
    return;

  g_signal_handlers_block_by_func (calendar, day_selected_cb, widget);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), date);
  g_signal_handlers_unblock_by_func (calendar, day_selected_cb, widget);
}

GtkWidget *
inlay_form_date_new (InlayFormField *field)
{
  GtkWidget *widget = inlay_form_text_new (field);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_selected_cb), widget, 0);
  g_signal_connect_object (popover, "show", G_CALLBACK (calendar_shown_cb), widget, 0);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (button, _("Calendar"));
  gtk_widget_set_sensitive (button, !inlay_form_field_is_read_only (field));
  gtk_box_append (GTK_BOX (widget), button);
  if (gtk_entry_get_placeholder_text (GTK_ENTRY (get_entry (widget))) == NULL ||
      *gtk_entry_get_placeholder_text (GTK_ENTRY (get_entry (widget))) == '\0')
    gtk_widget_set_tooltip_text (get_entry (widget), _("Year-month-day"));

  return widget;
}
