/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inlay-canvas.h"
#include "inlay-history-view.h"
#include "inlay-inspector.h"
#include "inlay-outline.h"
#include "inlay-palette.h"
#include "inlay-problems-view.h"

/**
 * Layout:
 * @LAYOUT_WIDE: three panes side by side
 * @LAYOUT_MEDIUM: the inspector slides over the canvas
 * @LAYOUT_NARROW: the left pane, too
 */
typedef enum
{
  LAYOUT_WIDE,
  LAYOUT_MEDIUM,
  LAYOUT_NARROW,
} Layout;

#define WIDE_WIDTH 1000
#define MEDIUM_WIDTH 720

struct _InlayEditor
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  GSettings *settings;
  GHashTable *groups;           /* name -> GSimpleActionGroup */
  InlayPalette *palette;
  Layout layout;
  guint layout_source;
  gboolean sized;               /* panes have their remembered widths */
  gboolean show_left;
  gboolean show_right;
  gboolean following_page;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkWidget *history_buttons;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *right_toggle;
  GtkButton *publish_button;
  GtkMenuButton *menu_button;
  AdwFlap *left_flap;
  AdwFlap *right_flap;
  AdwBin *left_flap_bin;
  AdwBin *right_flap_bin;
  GtkPaned *outer_paned;
  GtkPaned *inner_paned;
  AdwBin *left_bin;
  AdwBin *right_bin;
  GtkWidget *left_pane;
  AdwBin *right_pane;
  GtkStack *left_stack;
  AdwBin *canvas_bin;
  AdwBin *problems_bin;
  GtkDropDown *page_drop_down;
  GtkMenuButton *device_button;
  GtkMenuButton *zoom_button;
  GtkLabel *breadcrumb;
  GtkImage *problems_icon;
  GtkLabel *problems_label;
};

enum
{
  PROP_0,
  PROP_SHOW_LEFT,
  PROP_SHOW_RIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayEditor, inlay_editor, GTK_TYPE_WIDGET)

static gboolean
has_inspector (InlayEditor *self)
{
  return adw_bin_get_child (self->right_pane) != NULL;
}

static void
update_panes (InlayEditor *self)
{
  gboolean left_over = self->layout == LAYOUT_NARROW;
  gboolean right_over = self->layout != LAYOUT_WIDE;
  gboolean right = self->show_right && has_inspector (self);

  gtk_widget_set_visible (GTK_WIDGET (self->left_bin), !left_over && self->show_left);
  gtk_widget_set_visible (GTK_WIDGET (self->right_bin), !right_over && right);
  adw_flap_set_reveal_flap (self->left_flap, left_over && self->show_left);
  adw_flap_set_reveal_flap (self->right_flap, right_over && right);
}

static void
set_show_left (InlayEditor *self,
               gboolean     show)
{
  if (self->show_left == show)
    return;

  self->show_left = show;
  if (self->layout != LAYOUT_NARROW)
    g_settings_set_boolean (self->settings, "left-pane", show);
  update_panes (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_LEFT]);
}

static void
set_show_right (InlayEditor *self,
                gboolean     show)
{
  if (self->show_right == show)
    return;

  self->show_right = show;
  if (self->layout == LAYOUT_WIDE)
    g_settings_set_boolean (self->settings, "right-pane", show);
  update_panes (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_RIGHT]);
}

static void
move_pane (GtkWidget *pane,
           AdwBin    *from,
           AdwBin    *to)
{
  G_GNUC_UNUSED g_autoptr(GtkWidget) kept = g_object_ref (pane);

  if (adw_bin_get_child (to) == pane)
    return;
  adw_bin_set_child (from, NULL);
  adw_bin_set_child (to, pane);
}

static void
set_layout (InlayEditor *self,
            Layout       layout)
{
  gboolean left_over = layout == LAYOUT_NARROW;
  gboolean right_over = layout != LAYOUT_WIDE;

  self->layout = layout;
  move_pane (self->left_pane, left_over ? self->left_bin : self->left_flap_bin,
             left_over ? self->left_flap_bin : self->left_bin);
  move_pane (GTK_WIDGET (self->right_pane), right_over ? self->right_bin : self->right_flap_bin,
             right_over ? self->right_flap_bin : self->right_bin);
  gtk_widget_set_visible (self->history_buttons, layout != LAYOUT_NARROW);
  if (layout == LAYOUT_NARROW)
    gtk_button_set_icon_name (self->publish_button, "send-to-symbolic");
  else
    gtk_button_set_label (self->publish_button, _("_Publish…"));

  /* What slides over the canvas starts out of the way. */
  set_show_left (self, !left_over && g_settings_get_boolean (self->settings, "left-pane"));
  set_show_right (self, !right_over && g_settings_get_boolean (self->settings, "right-pane"));
  update_panes (self);
}

static void
restore_widths (InlayEditor *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->inner_paned));

  if (self->sized || self->layout != LAYOUT_WIDE || width <= 0)
    return;

  gtk_paned_set_position (self->inner_paned,
                          width - g_settings_get_int (self->settings, "right-pane-width"));
  self->sized = TRUE;
}

static gboolean
layout_cb (gpointer user_data)
{
  InlayEditor *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  Layout layout = LAYOUT_WIDE;

  self->layout_source = 0;
  if (width < MEDIUM_WIDTH)
    layout = LAYOUT_NARROW;
  else if (width < WIDE_WIDTH)
    layout = LAYOUT_MEDIUM;

  if (layout != self->layout)
    set_layout (self, layout);
  restore_widths (self);

  return G_SOURCE_REMOVE;
}

static void
remember_widths (InlayEditor *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->inner_paned));

  if (self->layout != LAYOUT_NARROW && self->show_left)
    g_settings_set_int (self->settings, "left-pane-width",
                        CLAMP (gtk_paned_get_position (self->outer_paned), 200, 2000));
  if (self->layout == LAYOUT_WIDE && self->sized && self->show_right && width > 0)
    g_settings_set_int (self->settings, "right-pane-width",
                        CLAMP (width - gtk_paned_get_position (self->inner_paned), 240, 2000));
}

static void
left_revealed_cb (InlayEditor *self)
{
  if (self->layout == LAYOUT_NARROW)
    set_show_left (self, adw_flap_get_reveal_flap (self->left_flap));
}

static void
right_revealed_cb (InlayEditor *self)
{
  if (self->layout != LAYOUT_WIDE && has_inspector (self))
    set_show_right (self, adw_flap_get_reveal_flap (self->right_flap));
}

static void
update_history_button (GtkWidget  *button,
                       const char *format,
                       const char *plain,
                       const char *name)
{
  g_autofree char *text = NULL;

  if (name != NULL)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      text = g_strdup_printf (format, name);
#pragma GCC diagnostic pop
    }
  gtk_widget_set_tooltip_text (button, text ? text : plain);
}

static void
update_breadcrumb (InlayEditor *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *primary = inlay_workspace_get_primary (self->workspace);
  const char *page = inlay_workspace_get_page (self->workspace);
  JsonNode *node = page ? inlay_composition_get_page (composition, page) : NULL;
  const char *title = node ? inlay_json_get_string (node, "title") : NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  InlayContainer container = { INLAY_CONTAINER_SLOT, primary, NULL };
  g_autofree char *text = NULL;

  while (container.id != NULL && container.kind == INLAY_CONTAINER_SLOT)
    {
      g_ptr_array_insert (names, 0, inlay_workspace_dup_title (self->workspace, container.id));
      if (!inlay_composition_find (composition, container.id, &container, NULL))
        break;
    }
  g_ptr_array_insert (names, 0, g_strdup (title ? title : page));
  g_ptr_array_add (names, NULL);

  text = g_strjoinv (" › ", (char **) names->pdata);
  gtk_label_set_text (self->breadcrumb, text);
}

static void
update_document (InlayEditor *self)
{
  InlayDocument *document = inlay_workspace_get_document (self->workspace);
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);

  adw_window_title_set_title (self->title, inlay_composition_get_name (composition));
  /* The journal is the save: what the document shows is on disk already. */
  adw_window_title_set_subtitle (self->title, _("Saved"));
  /* Translators: a tooltip; %s is the name of a change, such as “Move Cart to Sidebar” */
  update_history_button (self->undo_button, _("Undo “%s” (Ctrl+Z)"), _("Undo (Ctrl+Z)"),
                         inlay_document_get_undo_name (document));
  /* Translators: a tooltip; %s is the name of a change, such as “Move Cart to Sidebar” */
  update_history_button (self->redo_button, _("Redo “%s” (Ctrl+Shift+Z)"), _("Redo (Ctrl+Shift+Z)"),
                         inlay_document_get_redo_name (document));
  inlay_editor_update_document_actions (self, g_hash_table_lookup (self->groups, "document"));
  update_breadcrumb (self);
}

static void
update_selection (InlayEditor *self)
{
  inlay_editor_update_node_actions (self, g_hash_table_lookup (self->groups, "node"));
  update_breadcrumb (self);
}

static void
document_changed_cb (InlayEditor *self)
{
  update_document (self);
  update_selection (self);
}

static void
update_zoom (InlayEditor *self)
{
  double zoom = inlay_workspace_get_zoom (self->workspace);
  g_autofree char *text = NULL;

  if (zoom == 0)
    text = g_strdup (C_("zoom", "Fit"));
  else
    /* Translators: a zoom factor */
    text = g_strdup_printf (_("%d %%"), (int) (zoom * 100 + 0.5));
  gtk_menu_button_set_label (self->zoom_button, text);
}

static void
update_device (InlayEditor *self)
{
  guint width = inlay_workspace_get_device_width (self->workspace);
  const char *icon = "view-fullscreen-symbolic";

  if (width > 0 && width <= 480)
    icon = "phone-symbolic";
  else if (width > 0 && width <= 1024)
    icon = "tablet-symbolic";
  else if (width > 0)
    icon = "computer-symbolic";

  gtk_menu_button_set_icon_name (self->device_button, icon);
}

static void
update_problems (InlayEditor *self)
{
  GListModel *problems = inlay_workspace_get_problems (self->workspace);
  guint n = g_list_model_get_n_items (problems);
  g_autofree char *text = NULL;

  if (n == 0)
    text = g_strdup (_("No problems"));
  else
    text = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);

  gtk_label_set_text (self->problems_label, text);
  gtk_image_set_from_icon_name (self->problems_icon,
                                n > 0 ? "dialog-warning-symbolic" : "emblem-ok-symbolic");
  if (n > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->problems_icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->problems_icon), "warning");
}

static void
show_page (InlayEditor *self)
{
  GListModel *pages = inlay_document_get_pages (inlay_workspace_get_document (self->workspace));
  const char *page = inlay_workspace_get_page (self->workspace);

  self->following_page = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(InlayNode) node = g_list_model_get_item (pages, i);

      if (g_strcmp0 (inlay_node_get_id (node), page) == 0)
        gtk_drop_down_set_selected (self->page_drop_down, i);
    }
  self->following_page = FALSE;
  update_breadcrumb (self);
}

static void
page_chosen_cb (InlayEditor *self)
{
  InlayNode *node = gtk_drop_down_get_selected_item (self->page_drop_down);

  if (node != NULL && !self->following_page)
    inlay_workspace_set_page (self->workspace, inlay_node_get_id (node));
}

static void
inlay_editor_connect (InlayEditor *self)
{
  InlayDocument *document = inlay_workspace_get_document (self->workspace);
  GObject *workspace = G_OBJECT (self->workspace);
  GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, swapped);
  g_signal_connect_object (workspace, "notify::selection",
                           G_CALLBACK (update_selection), self, swapped);
  g_signal_connect_object (workspace, "notify::page", G_CALLBACK (show_page), self, swapped);
  g_signal_connect_object (workspace, "notify::zoom", G_CALLBACK (update_zoom), self, swapped);
  g_signal_connect_object (workspace, "notify::device-width",
                           G_CALLBACK (update_device), self, swapped);
  g_signal_connect_object (inlay_workspace_get_problems (self->workspace), "items-changed",
                           G_CALLBACK (update_problems), self, swapped);

  g_settings_bind (self->settings, "zoom", workspace, "zoom", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "device-width", workspace, "device-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "left-pane-tab", self->left_stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static void
inlay_editor_fill (InlayEditor *self)
{
  GListModel *pages = inlay_document_get_pages (inlay_workspace_get_document (self->workspace));
  GtkWidget *palette = inlay_palette_new (self->workspace);

  self->palette = INLAY_PALETTE (palette);
  gtk_stack_add_titled (self->left_stack, palette, "modules", _("Modules"));
  gtk_stack_add_titled (self->left_stack, inlay_outline_new (self->workspace),
                        "outline", _("Outline"));
  gtk_stack_add_titled (self->left_stack, inlay_history_view_new (self->workspace),
                        "history", _("History"));
  adw_bin_set_child (self->canvas_bin, inlay_canvas_new (self->workspace));
  adw_bin_set_child (self->right_pane, inlay_inspector_new (self->workspace));
  adw_bin_set_child (self->problems_bin, inlay_problems_view_new (self->workspace));
  gtk_drop_down_set_model (self->page_drop_down, pages);
  gtk_widget_set_visible (self->right_toggle, has_inspector (self));
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
  /* Panes cannot move while they are being allocated. */
  if (self->layout_source == 0)
    self->layout_source = g_idle_add_full (GTK_PRIORITY_RESIZE + 1, layout_cb, self, NULL);
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
      set_show_left (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_RIGHT:
      set_show_right (self, g_value_get_boolean (value));
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
                  GSettings      *settings)
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
  gtk_paned_set_position (self->outer_paned, g_settings_get_int (settings, "left-pane-width"));
  set_layout (self, LAYOUT_WIDE);
  g_signal_connect_object (self->left_flap, "notify::reveal-flap",
                           G_CALLBACK (left_revealed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->right_flap, "notify::reveal-flap",
                           G_CALLBACK (right_revealed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_drop_down, "notify::selected",
                           G_CALLBACK (page_chosen_cb), self, G_CONNECT_SWAPPED);

  document_changed_cb (self);
  update_zoom (self);
  update_device (self);
  update_problems (self);
  show_page (self);

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

static GtkWidget *
get_pane (InlayEditor *self,
          guint        index)
{
  switch (index)
    {
    case 0:
      return self->show_left ? self->left_pane : NULL;
    case 1:
      return GTK_WIDGET (self->canvas_bin);
    case 2:
    default:
      return self->show_right && has_inspector (self) ? GTK_WIDGET (self->right_pane) : NULL;
    }
}

void
inlay_editor_next_pane (InlayEditor *self,
                        gboolean     forward)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  guint at = forward ? 2 : 1;

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *pane = get_pane (self, i);

      if (focus != NULL && pane != NULL && (focus == pane || gtk_widget_is_ancestor (focus, pane)))
        at = i;
    }

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *pane;

      at = (at + (forward ? 1 : 2)) % 3;
      pane = get_pane (self, at);
      if (pane != NULL && gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
        return;
    }
}

void
inlay_editor_show_tab (InlayEditor *self,
                       const char  *tab)
{
  set_show_left (self, TRUE);
  gtk_stack_set_visible_child_name (self->left_stack, tab);
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

  remember_widths (self);
  /* Property actions hold the editor, which holds them. */
  window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_hash_table_iter_init (&iter, self->groups);
  while (window != NULL && g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    gtk_widget_insert_action_group (window, name, NULL);
  g_hash_table_remove_all (self->groups);
}
