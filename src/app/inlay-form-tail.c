/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-nest.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"

static InlayFormField *
get_field (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "inlay-form-field");
}

static void
named_cb (GObject    *row,
          const char *text,
          gpointer    user_data)
{
  inlay_form_field_add_member (get_field (GTK_WIDGET (row)), text);
}

static void
focus_last (InlayFormField *field)
{
  GListModel *children = inlay_form_field_get_children (field);
  guint n = g_list_model_get_n_items (children);
  g_autoptr(InlayFormField) last = n > 0 ? g_list_model_get_item (children, n - 1) : NULL;

  if (last != NULL)
    inlay_form_field_want_focus (last);
}

static void
add_cb (GtkWidget *row)
{
  InlayFormField *field = get_field (row);

  if (inlay_form_field_get_kind (field) == INLAY_FIELD_ARRAY)
    {
      inlay_form_field_add_item (field);
      focus_last (field);
      return;
    }

  inlay_app_ask_text (row, G_OBJECT (row), _("Add Entry"), _("Name"), "", _("Add"),
                      named_cb, NULL, NULL);
}

static char *
dup_title (InlayFormField *field)
{
  InlaySchemaNote *note = inlay_form_field_get_note (field);
  JsonNode *items = note ? inlay_schema_note_get (note, "items") : NULL;
  const char *title = items != NULL && JSON_NODE_HOLDS_OBJECT (items)
                        ? inlay_json_get_string (items, "title") : NULL;

  if (inlay_form_field_get_kind (field) == INLAY_FIELD_OBJECT)
    return g_strdup (_("Add Entry…"));
  if (title == NULL)
    return g_strdup (_("Add Item"));

  /* Translators: a button; %s is what a list has, such as “Link” */
  return g_strdup_printf (_("Add %s"), title);
}

static void
changed_cb (GtkWidget *row)
{
  InlayFormField *field = get_field (row);
  gboolean can_add = inlay_form_field_can_add (field);
  gboolean array = inlay_form_field_get_kind (field) == INLAY_FIELD_ARRAY;
  GtkWidget *button = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

  gtk_widget_set_visible (row, can_add || array);
  gtk_widget_set_sensitive (button, can_add);
  gtk_widget_set_tooltip_text (button, can_add ? NULL : _("The list is full"));
}

GtkWidget *
inlay_form_tail_new (InlayFormField *field)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();
  g_autofree char *title = dup_title (field);
  g_autofree char *name = g_strconcat ("add:", inlay_form_field_get_path (field), NULL);

  g_object_set_data_full (G_OBJECT (row), "inlay-form-field", g_object_ref (field), g_object_unref);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), title);
  gtk_widget_set_halign (content, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-add");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (add_cb), row, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_object (field, "changed", G_CALLBACK (changed_cb), row, G_CONNECT_SWAPPED);
  changed_cb (row);

  return row;
}
