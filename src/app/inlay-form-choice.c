/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-controls.h"

#include <glib/gi18n.h>

#define MAX_TOGGLES 4
#define MAX_TOGGLE_CHARS 30
#define SEARCH_FROM 12

static int
find_option (InlayFormField *field,
             JsonNode       *value)
{
  GPtrArray *options = inlay_form_field_get_options (field);

  for (guint i = 0; value != NULL && i < options->len; i++)
    {
      InlayFieldOption *option = g_ptr_array_index (options, i);

      if (inlay_json_equal (option->value, value))
        return (int) i;
    }

  return -1;
}

static void
show_switch (GtkWidget        *widget,
             InlayFormControl *control)
{
  JsonNode *value = inlay_form_field_get_value (control->field);
  JsonNode *shown = value ? value : inlay_form_field_get_default (control->field);
  gboolean active = shown != NULL && JSON_NODE_HOLDS_VALUE (shown) && json_node_get_boolean (shown);

  gtk_switch_set_active (GTK_SWITCH (widget), active);
  gtk_switch_set_state (GTK_SWITCH (widget), active);
  gtk_widget_set_sensitive (widget, !inlay_form_field_is_read_only (control->field));
  if (value == NULL)
    gtk_widget_add_css_class (widget, "form-unset");
  else
    gtk_widget_remove_css_class (widget, "form-unset");
}

static gboolean
state_set_cb (GtkWidget *widget,
              gboolean   state)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  g_autoptr(JsonNode) value = NULL;

  if (control->updating)
    return GDK_EVENT_PROPAGATE;

  value = inlay_json_new_boolean (state);
  inlay_form_field_set (control->field, value);
  inlay_form_field_settle (control->field);
  /* Refused: show what is. */
  inlay_form_control_show (widget);

  return GDK_EVENT_STOP;
}

GtkWidget *
inlay_form_switch_new (InlayFormField *field)
{
  GtkWidget *widget = gtk_switch_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  /* Of GTK 4.8 it knows Return only. */
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                                                          g_object_ref (gtk_activate_action_get ())));
  gtk_widget_add_controller (widget, keys);
  inlay_form_control_tie (widget, field, widget, show_switch);
  g_signal_connect (widget, "state-set", G_CALLBACK (state_set_cb), NULL);
  inlay_form_control_show (widget);

  return widget;
}

static void
show_toggles (GtkWidget        *widget,
              InlayFormControl *control)
{
  int chosen = find_option (control->field, inlay_form_field_get_value (control->field));
  int ghost = -1;
  int at = 0;

  if (inlay_form_field_get_state (control->field) == INLAY_FIELD_STATE_UNSET)
    ghost = find_option (control->field, inlay_form_field_get_default (control->field));

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child), at++)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), at == chosen);
      if (at == ghost)
        gtk_widget_add_css_class (child, "form-default");
      else
        gtk_widget_remove_css_class (child, "form-default");
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      at == ghost ? _("Default") : "", -1);
    }
  gtk_widget_set_sensitive (widget, !inlay_form_field_is_read_only (control->field));
}

static void
toggled_cb (GtkToggleButton *button,
            GtkWidget       *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  GPtrArray *options = inlay_form_field_get_options (control->field);
  guint at = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "option"));

  if (control->updating)
    return;

  /* A click on the chosen one leaves it chosen. */
  if (at < options->len)
    inlay_form_field_set (control->field,
                          ((InlayFieldOption *) g_ptr_array_index (options, at))->value);
  inlay_form_field_settle (control->field);
  inlay_form_control_show (widget);
}

static GtkWidget *
create_toggles (InlayFormField *field)
{
  GPtrArray *options = inlay_form_field_get_options (field);
  GtkWidget *widget = g_object_new (GTK_TYPE_BOX,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_widget_add_css_class (widget, "linked");
  for (guint i = 0; i < options->len; i++)
    {
      InlayFieldOption *option = g_ptr_array_index (options, i);
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *label = gtk_label_new (option->title);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_add_css_class (button, "form-toggle");
      gtk_widget_set_hexpand (button, TRUE);
      gtk_widget_set_tooltip_text (button, option->title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      option->title, -1);
      g_object_set_data (G_OBJECT (button), "option", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), widget, 0);
      gtk_box_append (GTK_BOX (widget), button);
    }
  inlay_form_control_tie (widget, field, widget, show_toggles);
  inlay_form_control_show (widget);

  return widget;
}

static char *
dup_unset_title (InlayFormField *field)
{
  JsonNode *node = inlay_form_field_get_default (field);
  g_autofree char *text = node ? inlay_form_field_dup_text (field, node) : NULL;

  if (text == NULL)
    return g_strdup (_("Not Set"));

  /* Translators: nothing is chosen, so that the value %s holds */
  return g_strdup_printf (_("Default (%s)"), text);
}

/* Items: not set, the options, and a value that is none of them. */
static GtkStringList *
create_strings (InlayFormField *field)
{
  GPtrArray *options = inlay_form_field_get_options (field);
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autofree char *unset = dup_unset_title (field);

  gtk_string_list_append (strings, unset);
  for (guint i = 0; i < options->len; i++)
    gtk_string_list_append (strings, ((InlayFieldOption *) g_ptr_array_index (options, i))->title);

  return strings;
}

static void
show_combo (GtkWidget        *widget,
            InlayFormControl *control)
{
  GtkDropDown *combo = GTK_DROP_DOWN (widget);
  GtkStringList *strings = GTK_STRING_LIST (gtk_drop_down_get_model (combo));
  GPtrArray *options = inlay_form_field_get_options (control->field);
  JsonNode *value = inlay_form_field_get_value (control->field);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (strings));
  int chosen = find_option (control->field, value);

  if (value != NULL && chosen < 0)
    {
      g_autofree char *text = inlay_form_field_dup_text (control->field, value);
      /* Translators: a value that the list does not offer */
      g_autofree char *title = g_strdup_printf (_("%s (not offered)"), text);
      const char *titles[] = { title, NULL };

      gtk_string_list_splice (strings, options->len + 1, n - options->len - 1, titles);
      gtk_drop_down_set_selected (combo, options->len + 1);
    }
  else
    {
      gtk_drop_down_set_selected (combo, (guint) (chosen + 1));
      if (n > options->len + 1)
        gtk_string_list_splice (strings, options->len + 1, n - options->len - 1, NULL);
    }

  if (value == NULL)
    gtk_widget_add_css_class (widget, "form-unset");
  else
    gtk_widget_remove_css_class (widget, "form-unset");
  gtk_widget_set_sensitive (widget, !inlay_form_field_is_read_only (control->field));
}

static void
combo_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  GPtrArray *options = inlay_form_field_get_options (control->field);
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));

  if (control->updating || at == GTK_INVALID_LIST_POSITION || at > options->len)
    return;

  if (at > 0)
    inlay_form_field_set (control->field,
                          ((InlayFieldOption *) g_ptr_array_index (options, at - 1))->value);
  else if (!inlay_form_field_is_item (control->field))
    inlay_form_field_reset (control->field);
  inlay_form_field_settle (control->field);
  inlay_form_control_show (widget);
}

static GtkWidget *
create_combo (InlayFormField *field)
{
  GtkStringList *strings = create_strings (field);
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *widget = gtk_drop_down_new (G_LIST_MODEL (strings), expression);

  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (widget),
                                   inlay_form_field_get_options (field)->len > SEARCH_FROM);
  inlay_form_control_tie (widget, field, widget, show_combo);
  g_signal_connect (widget, "notify::selected", G_CALLBACK (combo_cb), NULL);
  inlay_form_control_show (widget);

  return widget;
}

GtkWidget *
inlay_form_choice_new (InlayFormField *field)
{
  GPtrArray *options = inlay_form_field_get_options (field);
  const char *hint = inlay_form_field_get_widget (field);
  JsonNode *value = inlay_form_field_get_value (field);
  glong chars = 0;

  for (guint i = 0; i < options->len; i++)
    chars += g_utf8_strlen (((InlayFieldOption *) g_ptr_array_index (options, i))->title, -1);

  /* A value that no toggle stands for is shown by the list only. */
  if (options->len <= MAX_TOGGLES && g_strcmp0 (hint, "combo") != 0 &&
      (chars <= MAX_TOGGLE_CHARS || g_strcmp0 (hint, "toggles") == 0) &&
      (value == NULL || find_option (field, value) >= 0))
    return create_toggles (field);

  return create_combo (field);
}

static void
show_branch (GtkWidget        *widget,
             InlayFormControl *control)
{
  int branch = inlay_form_field_get_branch (control->field);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget),
                              branch >= 0 ? (guint) branch : GTK_INVALID_LIST_POSITION);
}

static void
branch_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));

  if (control->updating || at == GTK_INVALID_LIST_POSITION)
    return;

  inlay_form_field_choose_branch (control->field, (int) at);
}

/* Which of the ways to fill in a value. */
GtkWidget *
inlay_form_branch_new (InlayFormField *field)
{
  GtkStringList *strings = gtk_string_list_new (inlay_form_field_get_branches (field));
  GtkWidget *widget = gtk_drop_down_new (G_LIST_MODEL (strings), NULL);
  g_autofree char *name = g_strconcat ("branch:", inlay_form_field_get_path (field), NULL);

  inlay_form_control_tie (widget, field, widget, show_branch);
  gtk_widget_set_name (widget, name);
  g_signal_connect (widget, "notify::selected", G_CALLBACK (branch_cb), NULL);
  inlay_form_control_show (widget);

  return widget;
}

static void
show_const (GtkWidget        *widget,
            InlayFormControl *control)
{
  JsonNode *node = inlay_form_field_get_const (control->field);
  g_autofree char *text = node ? inlay_form_field_dup_text (control->field, node)
                               : g_strdup ("null");

  gtk_label_set_text (GTK_LABEL (control->main), text);
  gtk_widget_set_visible (control->other,
                          inlay_form_field_get_value (control->field) == NULL ||
                          (node != NULL && !inlay_json_equal (
                             node, inlay_form_field_get_value (control->field))));
}

static void
set_const_cb (GtkWidget *widget)
{
  InlayFormControl *control = inlay_form_control_of (widget);
  JsonNode *node = inlay_form_field_get_const (control->field);
  g_autoptr(JsonNode) value = node ? json_node_ref (node) : inlay_json_new_null ();

  inlay_form_field_set (control->field, value);
  inlay_form_field_settle (control->field);
}

/* The one value there is, and a button while it is not set. */
GtkWidget *
inlay_form_const_new (InlayFormField *field)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  InlayFormControl *control = inlay_form_control_tie (widget, field, label, show_const);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "dim-label");
  control->other = gtk_button_new_with_label (_("Set"));
  gtk_widget_add_css_class (control->other, "flat");
  g_signal_connect_object (control->other, "clicked", G_CALLBACK (set_const_cb), widget,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (widget), label);
  gtk_box_append (GTK_BOX (widget), control->other);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  inlay_form_control_show (widget);

  return widget;
}
