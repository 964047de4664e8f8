/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-inspector.h"

#define WIDE_WIDTH 1000
#define MEDIUM_WIDTH 720

static void
update_panes (InlayEditor *self)
{
  gboolean left_over = self->layout == INLAY_EDITOR_NARROW;
  gboolean right_over = self->layout != INLAY_EDITOR_WIDE;

  gtk_widget_set_visible (GTK_WIDGET (self->left_bin), !left_over && self->show_left);
  gtk_widget_set_visible (GTK_WIDGET (self->right_bin), !right_over && self->show_right);
  adw_flap_set_reveal_flap (self->left_flap, left_over && self->show_left);
  adw_flap_set_reveal_flap (self->right_flap, right_over && self->show_right);
}

void
inlay_editor_set_show_left (InlayEditor *self,
                            gboolean     show)
{
  if (self->show_left == show)
    return;

  self->show_left = show;
  if (self->layout != INLAY_EDITOR_NARROW)
    g_settings_set_boolean (self->settings, "left-pane", show);
  update_panes (self);
  g_object_notify (G_OBJECT (self), "show-left");
}

void
inlay_editor_set_show_right (InlayEditor *self,
                             gboolean     show)
{
  if (self->show_right == show)
    return;

  self->show_right = show;
  if (self->layout == INLAY_EDITOR_WIDE)
    g_settings_set_boolean (self->settings, "right-pane", show);
  update_panes (self);
  g_object_notify (G_OBJECT (self), "show-right");
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
set_layout (InlayEditor       *self,
            InlayEditorLayout  layout)
{
  gboolean left_over = layout == INLAY_EDITOR_NARROW;
  gboolean right_over = layout != INLAY_EDITOR_WIDE;

  self->layout = layout;
  move_pane (self->left_pane, left_over ? self->left_bin : self->left_flap_bin,
             left_over ? self->left_flap_bin : self->left_bin);
  move_pane (GTK_WIDGET (self->right_pane), right_over ? self->right_bin : self->right_flap_bin,
             right_over ? self->right_flap_bin : self->right_bin);
  gtk_widget_set_visible (self->history_buttons, layout != INLAY_EDITOR_NARROW);
  if (layout == INLAY_EDITOR_NARROW)
    gtk_button_set_icon_name (self->publish_button, "send-to-symbolic");
  else
    gtk_button_set_label (self->publish_button, _("_Publish…"));

  /* What slides over the canvas starts out of the way. */
  inlay_editor_set_show_left (self, !left_over && g_settings_get_boolean (self->settings, "left-pane"));
  inlay_editor_set_show_right (self, !right_over && g_settings_get_boolean (self->settings, "right-pane"));
  update_panes (self);
}

static void
restore_widths (InlayEditor *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->inner_paned));

  if (self->sized || self->layout != INLAY_EDITOR_WIDE || width <= 0)
    return;

  gtk_paned_set_position (self->inner_paned,
                          width - g_settings_get_int (self->settings, "right-pane-width"));
  self->sized = TRUE;
}

/* Larger text needs more room for the same. */
static InlayEditorLayout
pick_layout (InlayEditor *self,
             int          width)
{
  double room = width / MAX (inlay_app_get_text_scale (GTK_WIDGET (self)), 1);

  if (room < MEDIUM_WIDTH)
    return INLAY_EDITOR_NARROW;

  return room < WIDE_WIDTH ? INLAY_EDITOR_MEDIUM : INLAY_EDITOR_WIDE;
}

static gboolean
layout_cb (gpointer user_data)
{
  InlayEditor *self = user_data;
  InlayEditorLayout layout = pick_layout (self, gtk_widget_get_width (GTK_WIDGET (self)));

  self->layout_source = 0;
  if (layout != self->layout)
    set_layout (self, layout);
  restore_widths (self);

  return G_SOURCE_REMOVE;
}

void
inlay_editor_remember_widths (InlayEditor *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->inner_paned));

  if (self->layout != INLAY_EDITOR_NARROW && self->show_left)
    g_settings_set_int (self->settings, "left-pane-width",
                        CLAMP (gtk_paned_get_position (self->outer_paned), 200, 2000));
  if (self->layout == INLAY_EDITOR_WIDE && self->sized && self->show_right && width > 0)
    g_settings_set_int (self->settings, "right-pane-width",
                        CLAMP (width - gtk_paned_get_position (self->inner_paned), 240, 2000));
}

/* Panes cannot move while they are being allocated. */
void
inlay_editor_queue_layout (InlayEditor *self)
{
  if (self->layout_source == 0)
    self->layout_source = g_idle_add_full (GTK_PRIORITY_RESIZE + 1, layout_cb, self, NULL);
}

static void
left_revealed_cb (InlayEditor *self)
{
  if (self->layout == INLAY_EDITOR_NARROW)
    inlay_editor_set_show_left (self, adw_flap_get_reveal_flap (self->left_flap));
}

static void
right_revealed_cb (InlayEditor *self)
{
  if (self->layout != INLAY_EDITOR_WIDE)
    inlay_editor_set_show_right (self, adw_flap_get_reveal_flap (self->right_flap));
}

void
inlay_editor_add_panes (InlayEditor *self,
                        int          width)
{
  gtk_paned_set_position (self->outer_paned, g_settings_get_int (self->settings, "left-pane-width"));
  set_layout (self, pick_layout (self, width));
  g_signal_connect_object (self->left_flap, "notify::reveal-flap",
                           G_CALLBACK (left_revealed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->right_flap, "notify::reveal-flap",
                           G_CALLBACK (right_revealed_cb), self, G_CONNECT_SWAPPED);
}

void
inlay_editor_edit_setting (InlayEditor  *self,
                           InlayProblem *problem,
                           gboolean      insist)
{
  GtkWidget *inspector = adw_bin_get_child (self->right_pane);

  if (insist)
    inlay_editor_set_show_right (self, TRUE);
  if (self->show_right)
    inlay_inspector_focus (INLAY_INSPECTOR (inspector), inlay_problem_get_path (problem));
  else
    inlay_workspace_message (self->workspace, inlay_problem_get_message (problem));
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
      return self->show_right ? GTK_WIDGET (self->right_pane) : NULL;
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
  inlay_editor_set_show_left (self, TRUE);
  gtk_stack_set_visible_child_name (self->left_stack, tab);
}
