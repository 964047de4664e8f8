/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>

#include "inlay-canvas.h"
#include "inlay-history-view.h"
#include "inlay-inspector.h"
#include "inlay-outline.h"
#include "inlay-problems-view.h"
#include "inlay-session.h"

enum
{
  PROP_0,
  PROP_SHOW_LEFT,
  PROP_SHOW_RIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayEditor, inlay_editor, GTK_TYPE_WIDGET)

static void
inlay_editor_connect (InlayEditor *self)
{
  g_signal_connect_object (self->workspace, "edit-setting",
                           G_CALLBACK (inlay_editor_edit_setting), self, G_CONNECT_SWAPPED);
  g_settings_bind (self->settings, "zoom", self->workspace, "zoom", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "device-width", self->workspace, "device-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "left-pane-tab", self->left_stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static void
inlay_editor_fill (InlayEditor *self)
{
  GtkWidget *palette;

  /* First of all, so that the page is on its way while the rest is made, and follows an edit while
   * the rest does. */
  adw_bin_set_child (self->canvas_bin, inlay_canvas_new (self->workspace));
  palette = inlay_palette_new (self->workspace);
  self->palette = INLAY_PALETTE (palette);
  gtk_stack_add_titled (self->left_stack, palette, "modules", _("Modules"));
  gtk_stack_add_titled (self->left_stack, inlay_outline_new (self->workspace),
                        "outline", _("Outline"));
  gtk_stack_add_titled (self->left_stack, inlay_history_view_new (self->workspace),
                        "history", _("History"));
  adw_bin_set_child (self->right_pane, inlay_inspector_new (self->workspace));
  adw_bin_set_child (self->problems_bin, inlay_problems_view_new (self->workspace));
}

static GSimpleActionGroup *
add_group (InlayEditor *self,
           const char  *name)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_hash_table_insert (self->groups, (char *) name, group);
  return group;
}

static void
inlay_editor_add_actions (InlayEditor *self)
{
  GSimpleActionGroup *view = add_group (self, "view");
  GSimpleActionGroup *document = add_group (self, "document");
  g_autoptr(GPropertyAction) left = NULL;
  g_autoptr(GPropertyAction) right = NULL;

  left = g_property_action_new ("left-pane", self, "show-left");
  right = g_property_action_new ("right-pane", self, "show-right");
  g_action_map_add_action (G_ACTION_MAP (view), G_ACTION (left));
  g_action_map_add_action (G_ACTION_MAP (view), G_ACTION (right));
  inlay_editor_add_view_actions (self, G_ACTION_MAP (view));
  inlay_editor_add_document_actions (self, G_ACTION_MAP (document));
  inlay_editor_add_node_actions (self, G_ACTION_MAP (add_group (self, "node")));
  inlay_editor_add_page_actions (self, G_ACTION_MAP (add_group (self, "page")));
}

static void
inlay_editor_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  gtk_widget_measure (INLAY_EDITOR (widget)->content, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
inlay_editor_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  InlayEditor *self = INLAY_EDITOR (widget);

  gtk_widget_allocate (self->content, width, height, baseline, NULL);
  inlay_editor_queue_layout (self);
}

static void
inlay_editor_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  InlayEditor *self = INLAY_EDITOR (object);

  switch (prop_id)
    {
    case PROP_SHOW_LEFT:
      g_value_set_boolean (value, self->show_left);
      break;
    case PROP_SHOW_RIGHT:
      g_value_set_boolean (value, self->show_right);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_editor_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  InlayEditor *self = INLAY_EDITOR (object);

  switch (prop_id)
    {
    case PROP_SHOW_LEFT:
      inlay_editor_set_show_left (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_RIGHT:
      inlay_editor_set_show_right (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_editor_dispose (GObject *object)
{
  InlayEditor *self = INLAY_EDITOR (object);

  g_clear_handle_id (&self->layout_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_EDITOR);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (inlay_editor_parent_class)->dispose (object);
}

static void
inlay_editor_bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/inlay/Inlay/ui/inlay-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, content);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, title);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, history_buttons);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, undo_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, redo_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, right_toggle);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, publish_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, menu_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, left_flap);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, right_flap);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, left_flap_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, right_flap_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, outer_paned);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, inner_paned);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, left_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, right_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, left_pane);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, right_pane);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, left_stack);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, canvas_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, problems_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, page_drop_down);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, device_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, breadcrumb);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, problems_icon);
  gtk_widget_class_bind_template_child (widget_class, InlayEditor, problems_label);
}

/* Bubbling from the panes: where text is typed these keys never come. */
static void
inlay_editor_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Delete, 0, "node.remove" },
    { GDK_KEY_F2, 0, "node.rename" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "node.duplicate" },
    { GDK_KEY_x, GDK_CONTROL_MASK, "node.cut" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "node.copy" },
    { GDK_KEY_v, GDK_CONTROL_MASK, "node.paste" },
    { GDK_KEY_v, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "node.paste-settings" },
    { GDK_KEY_l, 0, "node.lock" },
    { GDK_KEY_Up, GDK_ALT_MASK, "node.move-up" },
    { GDK_KEY_Down, GDK_ALT_MASK, "node.move-down" },
    { GDK_KEY_i, 0, "view.modules" },
    { GDK_KEY_w, 0, "view.wireframe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].keyval, keys[i].modifiers,
                                         keys[i].action, NULL);
}

static void
inlay_editor_class_init (InlayEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = inlay_editor_dispose;
  object_class->get_property = inlay_editor_get_property;
  object_class->set_property = inlay_editor_set_property;
  widget_class->measure = inlay_editor_measure;
  widget_class->size_allocate = inlay_editor_size_allocate;

  properties[PROP_SHOW_LEFT] = g_param_spec_boolean ("show-left", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_RIGHT] = g_param_spec_boolean ("show-right", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  inlay_editor_bind_template (widget_class);
  inlay_editor_add_keys (widget_class);
}

static void
inlay_editor_init (InlayEditor *self)
{
  g_type_ensure (INLAY_TYPE_NODE);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

InlayEditor *
inlay_editor_new (InlayWorkspace *workspace,
                  GSettings      *settings,
                  int             width)
{
  InlayEditor *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (INLAY_TYPE_EDITOR, NULL);
  self->workspace = g_object_ref (workspace);
  self->settings = g_object_ref (settings);

  inlay_editor_add_actions (self);
  inlay_editor_fill (self);
  inlay_editor_connect (self);
  inlay_editor_add_panes (self, width);
  inlay_editor_add_bar (self);

  return self;
}

InlayWorkspace *
inlay_editor_get_workspace (InlayEditor *self)
{
  g_return_val_if_fail (INLAY_IS_EDITOR (self), NULL);

  return self->workspace;
}

InlayCanvas *
inlay_editor_get_canvas (InlayEditor *self)
{
  g_return_val_if_fail (INLAY_IS_EDITOR (self), NULL);

  return INLAY_CANVAS (adw_bin_get_child (self->canvas_bin));
}

GSettings *
inlay_editor_get_settings (InlayEditor *self)
{
  g_return_val_if_fail (INLAY_IS_EDITOR (self), NULL);

  return self->settings;
}

void
inlay_editor_export_actions (InlayEditor *self,
                             GtkWidget   *window)
{
  GHashTableIter iter;
  const char *name;
  GActionGroup *group;

  g_return_if_fail (INLAY_IS_EDITOR (self));

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &group))
    gtk_widget_insert_action_group (window, name, group);
}

gboolean
inlay_editor_is_enabled (InlayEditor *self,
                         const char  *action)
{
  g_auto(GStrv) words = NULL;
  GActionGroup *group;

  g_return_val_if_fail (INLAY_IS_EDITOR (self), FALSE);
  g_return_val_if_fail (action != NULL, FALSE);

  words = g_strsplit (action, ".", 2);
  group = g_hash_table_lookup (self->groups, words[0]);

  return group == NULL || words[1] == NULL || g_action_group_get_action_enabled (group, words[1]);
}

void
inlay_editor_focus (InlayEditor *self)
{
  g_return_if_fail (INLAY_IS_EDITOR (self));

  if (!gtk_widget_child_focus (GTK_WIDGET (self->canvas_bin), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (self->left_pane, GTK_DIR_TAB_FORWARD);
}

void
inlay_editor_search (InlayEditor *self)
{
  g_return_if_fail (INLAY_IS_EDITOR (self));

  inlay_editor_show_tab (self, "modules");
  inlay_palette_search (self->palette);
}

void
inlay_editor_open_menu (InlayEditor *self)
{
  g_return_if_fail (INLAY_IS_EDITOR (self));

  gtk_menu_button_popup (self->menu_button);
}

void
inlay_editor_close (InlayEditor *self)
{
  GtkWidget *window;
  GHashTableIter iter;
  const char *name;

  g_return_if_fail (INLAY_IS_EDITOR (self));

  inlay_editor_remember_widths (self);
  inlay_session_close (self->settings, self->workspace);
  /* Property actions hold the editor, which holds them. */
  window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_hash_table_iter_init (&iter, self->groups);
  while (window != NULL && g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    gtk_widget_insert_action_group (window, name, NULL);
  g_hash_table_remove_all (self->groups);
}
