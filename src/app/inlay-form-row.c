/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-row.h"

#include <glib/gi18n.h>

#include "inlay-form-controls.h"
#include "inlay-form-menu.h"
#include "inlay-form-nest.h"

#define COUNTER_FROM 0.7

struct _InlayFormRow
{
  AdwPreferencesRow parent_instance;

  InlayFormField *field;
  char *complaint;

  GtkLabel *title;
  GtkLabel *state;
  GtkWidget *reset;
  GtkWidget *error_box;
  GtkLabel *error;
  GtkWidget *unused_box;
  GtkWidget *control;
};

G_DEFINE_FINAL_TYPE (InlayFormRow, inlay_form_row, ADW_TYPE_PREFERENCES_ROW)

static char *
dup_counter (InlayFormField *field)
{
  guint most = inlay_form_field_get_max_length (field);
  JsonNode *value = inlay_form_field_get_value (field);
  glong length;

  if (most == 0 || value == NULL || !JSON_NODE_HOLDS_VALUE (value) ||
      json_node_get_value_type (value) != G_TYPE_STRING)
    return NULL;

  length = g_utf8_strlen (json_node_get_string (value), -1);
  if ((double) length < most * COUNTER_FROM)
    return NULL;

  return g_strdup_printf ("%ld/%u", length, most);
}

/* Unset, null and "" are three things, and each can be told from the others. */
static char *
dup_state (InlayFormField *field)
{
  switch (inlay_form_field_get_state (field))
    {
    case INLAY_FIELD_STATE_NULL:
      return g_strdup (_("Null"));
    case INLAY_FIELD_STATE_EMPTY:
      return g_strdup (_("Empty Text"));
    case INLAY_FIELD_STATE_UNSET:
      return inlay_form_field_is_required (field) ? g_strdup (_("Required")) : NULL;
    case INLAY_FIELD_STATE_SET:
    default:
      return dup_counter (field);
    }
}

static void
update_error (InlayFormRow *self)
{
  const char *text = self->complaint ? self->complaint : inlay_form_field_get_error (self->field);

  gtk_label_set_text (self->error, text ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               text ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "form-invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "form-invalid");
}

static void
changed_cb (InlayFormRow *self)
{
  gboolean can_reset = inlay_form_field_can_reset (self->field);
  g_autofree char *state = dup_state (self->field);

  if (self->state != NULL)
    {
      gtk_label_set_text (self->state, state ? state : "");
      gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
    }
  if (self->reset != NULL)
    {
      /* It keeps its place: controls do not jump when a value comes. */
      gtk_widget_set_opacity (self->reset, can_reset ? 1 : 0);
      gtk_widget_set_sensitive (self->reset, can_reset);
    }
  gtk_widget_set_visible (self->unused_box, inlay_form_field_is_unused (self->field));
  update_error (self);
}

static void
reset_cb (InlayFormRow *self)
{
  inlay_form_field_reset (self->field);
  if (self->control != NULL)
    gtk_widget_child_focus (self->control, GTK_DIR_TAB_FORWARD);
}

static void
remove_cb (InlayFormRow *self)
{
  inlay_form_field_remove (self->field);
}

static void
leave_cb (InlayFormRow *self)
{
  inlay_form_field_settle (self->field);
}

static void
control_mapped_cb (GtkWidget *control)
{
  g_signal_handlers_disconnect_by_func (control, control_mapped_cb, NULL);
  gtk_widget_child_focus (control, GTK_DIR_TAB_FORWARD);
}

/* A row of a group that opens just now cannot take the focus before it is shown. */
static void
focus_wanted_cb (InlayFormRow *self)
{
  if (self->control == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->control, control_mapped_cb, NULL);
  if (gtk_widget_get_mapped (self->control))
    gtk_widget_child_focus (self->control, GTK_DIR_TAB_FORWARD);
  else
    g_signal_connect_after (self->control, "map", G_CALLBACK (control_mapped_cb), NULL);
}

static void
inlay_form_row_dispose (GObject *object)
{
  InlayFormRow *self = INLAY_FORM_ROW (object);

  g_clear_object (&self->field);
  g_clear_pointer (&self->complaint, g_free);

  G_OBJECT_CLASS (inlay_form_row_parent_class)->dispose (object);
}

static void
inlay_form_row_class_init (InlayFormRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inlay_form_row_dispose;
}

static void
inlay_form_row_init (InlayFormRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-row");
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static GtkWidget *
create_caption (const char *text,
                const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
create_titles (InlayFormRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *description = inlay_form_field_get_description (self->field);

  self->title = GTK_LABEL (gtk_label_new (inlay_form_field_get_title (self->field)));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "form-title");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  if (description != NULL)
    gtk_box_append (GTK_BOX (box), create_caption (description, "dim-label"));
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  return box;
}

static GtkWidget *
create_reset (InlayFormRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  g_autofree char *name = g_strconcat ("reset:", inlay_form_field_get_path (self->field), NULL);
  /* Translators: a tooltip; %s is a setting */
  g_autofree char *tooltip = g_strdup_printf (_("Reset %s"),
                                              inlay_form_field_get_title (self->field));

  gtk_widget_set_name (button, name);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-button");
  g_signal_connect_object (button, "clicked", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
create_notes (InlayFormRow *self,
              GtkWidget    *box)
{
  GtkWidget *remove = gtk_button_new_with_label (_("Remove"));

  self->error_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->error = GTK_LABEL (create_caption (NULL, "form-error-text"));
  gtk_widget_add_css_class (self->error_box, "error");
  gtk_box_append (GTK_BOX (self->error_box),
                  gtk_image_new_from_icon_name ("dialog-error-symbolic"));
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), self->error_box);

  self->unused_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->unused_box),
                  create_caption (_("Unused as things are set now"), "dim-label"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "form-small");
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->unused_box), remove);
  gtk_box_append (GTK_BOX (box), self->unused_box);
}

static GtkWidget *
create_state (InlayFormRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->state = GTK_LABEL (label);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);

  return label;
}

static void
append (GtkWidget *box,
        GtkWidget *child)
{
  if (child != NULL)
    gtk_box_append (GTK_BOX (box), child);
}

static void
inlay_form_row_fill (InlayFormRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean item = inlay_form_field_is_item (self->field);
  gboolean beside = inlay_form_control_is_inline (self->field);
  GtkWidget *menu = inlay_form_menu_new (self->field, GTK_WIDGET (self));

  gtk_widget_add_css_class (box, "form-box");
  append (head, inlay_form_handle_new (self->field, GTK_WIDGET (self)));
  self->control = inlay_form_control_new (self->field);
  if (!item)
    {
      append (head, create_titles (self));
      append (head, create_state (self));
    }
  if (beside || item)
    append (head, self->control);
  if (item)
    gtk_widget_set_hexpand (self->control, TRUE);
  else
    append (head, self->reset = create_reset (self));
  append (head, menu);
  append (box, head);

  if (inlay_form_field_get_branches (self->field) != NULL)
    append (box, inlay_form_branch_new (self->field));
  if (!beside && !item)
    append (box, self->control);
  create_notes (self, box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static InlayFormRow *
create (InlayFormField *field)
{
  InlayFormRow *self = g_object_new (INLAY_TYPE_FORM_ROW, NULL);

  self->field = g_object_ref (field);
  inlay_form_row_fill (self);
  g_signal_connect_object (field, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "focus-wanted", G_CALLBACK (focus_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);

  return self;
}

/**
 * inlay_form_row_new:
 * @level: how many rows open around it; past two a group is a page of its own
 */
GtkWidget *
inlay_form_row_new (InlayFormField *field,
                    guint           level)
{
  InlayFieldKind kind = inlay_form_field_get_kind (field);

  g_return_val_if_fail (INLAY_IS_FORM_FIELD (field), NULL);

  if (kind != INLAY_FIELD_OBJECT && kind != INLAY_FIELD_ARRAY)
    return GTK_WIDGET (create (field));
  if (level >= INLAY_FORM_MAX_LEVEL)
    return inlay_form_link_new (field);

  return inlay_form_nest_new (field, level);
}

InlayFormField *
inlay_form_row_get_field (InlayFormRow *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_ROW (self), NULL);

  return self->field;
}

void
inlay_form_row_set_complaint (InlayFormRow *self,
                              const char   *text)
{
  g_return_if_fail (INLAY_IS_FORM_ROW (self));

  if (g_strcmp0 (self->complaint, text) == 0)
    return;

  g_free (self->complaint);
  self->complaint = g_strdup (text);
  if (self->error != NULL)
    update_error (self);
}
