/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-nest.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inlay-form-controls.h"
#include "inlay-form-menu.h"
#include "inlay-form-rows.h"

#define PORTION 50

struct _InlayFormNest
{
  AdwExpanderRow parent_instance;

  InlayFormField *field;
  guint level;
  guint limit;
  char *needle;
  gboolean modified;

  InlayFormRows *rows;          /* NULL until first opened */
  GListModel *children;
  GtkWidget *branch_row;
  GtkWidget *more_row;
  GtkWidget *reset;
};

G_DEFINE_FINAL_TYPE (InlayFormNest, inlay_form_nest, ADW_TYPE_EXPANDER_ROW)

static char *
dup_title (InlayFormField *field)
{
  g_autofree char *summary = NULL;

  if (!inlay_form_field_is_item (field))
    return g_strdup (inlay_form_field_get_title (field));

  summary = inlay_form_field_dup_summary (field);
  if (summary != NULL && *summary != '\0')
    return g_steal_pointer (&summary);

  /* Translators: a card without words of its own; what the list has, and a number */
  return g_strdup_printf (_("%s %d"), inlay_form_field_get_note (field) &&
                            inlay_schema_note_get_string (inlay_form_field_get_note (field), "title")
                            ? inlay_form_field_get_title (field) : _("Item"),
                          (int) g_ascii_strtoll (inlay_form_field_get_token (field), NULL, 10) + 1);
}

static char *
dup_subtitle (InlayFormField *field)
{
  guint n_errors = inlay_form_field_get_n_errors (field);
  const char *description = inlay_form_field_get_description (field);

  if (inlay_form_field_get_error (field) != NULL)
    return g_strdup (inlay_form_field_get_error (field));
  if (n_errors > 0)
    return g_strdup_printf (ngettext ("%u problem", "%u problems", n_errors), n_errors);
  if (inlay_form_field_is_unused (field))
    return g_strdup (_("Unused as things are set now"));
  if (inlay_form_field_get_state (field) == INLAY_FIELD_STATE_NULL)
    return g_strdup (_("Null"));
  if (inlay_form_field_get_value (field) == NULL)
    return g_strdup (description ? description : _("Not set"));
  if (inlay_form_field_is_item (field))
    return NULL;

  return inlay_form_field_dup_summary (field);
}

static void
show_texts (AdwPreferencesRow *row,
            InlayFormField    *field)
{
  g_autofree char *title = dup_title (field);
  g_autofree char *subtitle = dup_subtitle (field);

  adw_preferences_row_set_title (row, title);
  if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle ? subtitle : "");
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");

  if (inlay_form_field_get_n_errors (field) > 0)
    gtk_widget_add_css_class (GTK_WIDGET (row), "form-invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "form-invalid");
}

static void
changed_cb (InlayFormNest *self)
{
  show_texts (ADW_PREFERENCES_ROW (self), self->field);
  if (self->reset != NULL)
    gtk_widget_set_visible (self->reset, inlay_form_field_can_reset (self->field));
}

static GPtrArray *
list_shown (InlayFormNest *self)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (self->children);

  for (guint i = 0; i < MIN (n, self->limit); i++)
    g_ptr_array_add (fields, g_list_model_get_item (self->children, i));

  return fields;
}

static void
sync_rows (InlayFormNest *self)
{
  g_autoptr(GPtrArray) fields = list_shown (self);
  guint n = g_list_model_get_n_items (self->children);
  g_autofree char *more = g_strdup_printf (ngettext ("Show %u More", "Show %u More", n - fields->len),
                                           n - fields->len);

  inlay_form_rows_sync (self->rows, self->branch_row ? 1 : 0, fields);
  gtk_button_set_label (GTK_BUTTON (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self->more_row))),
                        more);
  gtk_widget_set_visible (self->more_row, n > fields->len);
}

static void
more_cb (InlayFormNest *self)
{
  self->limit += PORTION;
  sync_rows (self);
}

static GtkWidget *
create_more_row (InlayFormNest *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *button = gtk_button_new_with_label ("");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-add");
  g_signal_connect_object (button, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static GtkWidget *
create_branch_row (InlayFormField *field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = inlay_form_branch_new (field);

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Kind"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);

  return row;
}

/* The rows inside, at the first look. */
static void
fill (InlayFormNest *self)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);

  if (self->rows != NULL)
    return;

  if (inlay_form_field_get_branches (self->field) != NULL)
    {
      self->branch_row = create_branch_row (self->field);
      adw_expander_row_add_row (row, self->branch_row);
    }
  self->more_row = create_more_row (self);
  adw_expander_row_add_row (row, self->more_row);
  adw_expander_row_add_row (row, inlay_form_tail_new (self->field));

  self->rows = inlay_form_rows_new (GTK_LIST_BOX (gtk_widget_get_parent (self->more_row)),
                                    self->level + 1);
  self->children = g_object_ref (inlay_form_field_get_children (self->field));
  g_signal_connect_object (self->children, "items-changed", G_CALLBACK (sync_rows), self,
                           G_CONNECT_SWAPPED);
  sync_rows (self);
  inlay_form_rows_filter (self->rows, self->needle, self->modified);
}

static void
expanded_cb (InlayFormNest *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    fill (self);
}

static void
reset_cb (InlayFormNest *self)
{
  inlay_form_field_reset (self->field);
}

static void
focus_wanted_cb (InlayFormNest *self)
{
  inlay_form_nest_open (self);
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
inlay_form_nest_dispose (GObject *object)
{
  InlayFormNest *self = INLAY_FORM_NEST (object);

  if (self->children != NULL)
    g_signal_handlers_disconnect_by_func (self->children, sync_rows, self);
  g_clear_object (&self->children);
  g_clear_pointer (&self->rows, inlay_form_rows_free);
  g_clear_object (&self->field);
  g_clear_pointer (&self->needle, g_free);

  G_OBJECT_CLASS (inlay_form_nest_parent_class)->dispose (object);
}

static void
inlay_form_nest_class_init (InlayFormNestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inlay_form_nest_dispose;
}

static void
inlay_form_nest_init (InlayFormNest *self)
{
  self->limit = PORTION;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-nest");
}

static void
add_widgets (InlayFormNest *self)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);
  GtkWidget *handle = inlay_form_handle_new (self->field, GTK_WIDGET (self));
  GtkWidget *menu = inlay_form_menu_new (self->field, GTK_WIDGET (self));

  if (handle != NULL)
    adw_expander_row_add_prefix (row, handle);
  if (menu != NULL)
    adw_expander_row_add_action (row, menu);
  if (!inlay_form_field_is_item (self->field))
    {
      g_autofree char *name = g_strconcat ("reset:", inlay_form_field_get_path (self->field), NULL);
      /* Translators: a tooltip; %s is a setting */
      g_autofree char *tooltip = g_strdup_printf (_("Reset %s"),
                                                  inlay_form_field_get_title (self->field));

      self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
      gtk_widget_set_name (self->reset, name);
      gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (self->reset, tooltip);
      gtk_widget_add_css_class (self->reset, "flat");
      gtk_widget_add_css_class (self->reset, "form-button");
      g_signal_connect_object (self->reset, "clicked", G_CALLBACK (reset_cb), self,
                               G_CONNECT_SWAPPED);
      adw_expander_row_add_action (row, self->reset);
    }
}

GtkWidget *
inlay_form_nest_new (InlayFormField *field,
                     guint           level)
{
  InlayFormNest *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (INLAY_IS_FORM_FIELD (field), NULL);

  self = g_object_new (INLAY_TYPE_FORM_NEST, NULL);
  name = g_strconcat ("field:", inlay_form_field_get_path (field), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), name);
  self->field = g_object_ref (field);
  self->level = level;
  add_widgets (self);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
  g_signal_connect_object (field, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "focus-wanted", G_CALLBACK (focus_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);

  return GTK_WIDGET (self);
}

void
inlay_form_nest_open (InlayFormNest *self)
{
  g_return_if_fail (INLAY_IS_FORM_NEST (self));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
}

void
inlay_form_nest_filter (InlayFormNest *self,
                        const char    *needle,
                        gboolean       modified)
{
  g_return_if_fail (INLAY_IS_FORM_NEST (self));

  /* What is found by its own name is shown whole. */
  if (needle != NULL)
    {
      g_autofree char *title = g_utf8_casefold (inlay_form_field_get_title (self->field), -1);

      if (strstr (title, needle) != NULL)
        needle = NULL;
      else if (inlay_form_field_matches (self->field, needle, modified))
        inlay_form_nest_open (self);
    }

  if (needle != self->needle)
    {
      g_free (self->needle);
      self->needle = g_strdup (needle);
    }
  self->modified = modified;
  if (self->rows != NULL)
    inlay_form_rows_filter (self->rows, self->needle, modified);
}

static void
link_activated_cb (GtkWidget      *row,
                   InlayFormField *field)
{
  gtk_widget_activate_action (row, "form.open", "s", inlay_form_field_get_path (field));
}

static void
link_changed_cb (InlayFormField    *field,
                 AdwPreferencesRow *row)
{
  show_texts (row, field);
}

GtkWidget *
inlay_form_link_new (InlayFormField *field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *handle = inlay_form_handle_new (field, row);
  GtkWidget *menu = inlay_form_menu_new (field, row);
  g_autofree char *name = g_strconcat ("field:", inlay_form_field_get_path (field), NULL);

  gtk_widget_set_name (row, name);
  gtk_widget_add_css_class (row, "form-link");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (handle != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), handle);
  if (menu != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), menu);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (link_activated_cb), field, 0);
  g_signal_connect_object (field, "changed", G_CALLBACK (link_changed_cb), row, 0);
  show_texts (ADW_PREFERENCES_ROW (row), field);

  return row;
}
