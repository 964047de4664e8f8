/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>

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

void
inlay_editor_add_bar (InlayEditor *self)
{
  InlayDocument *document = inlay_workspace_get_document (self->workspace);
  GListModel *problems = inlay_workspace_get_problems (self->workspace);
  GObject *workspace = G_OBJECT (self->workspace);
  GConnectFlags swapped = G_CONNECT_SWAPPED;

  gtk_drop_down_set_model (self->page_drop_down, inlay_document_get_pages (document));
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed_cb), self, swapped);
  g_signal_connect_object (workspace, "notify::selection",
                           G_CALLBACK (update_selection), self, swapped);
  g_signal_connect_object (workspace, "notify::page", G_CALLBACK (show_page), self, swapped);
  g_signal_connect_object (workspace, "notify::zoom", G_CALLBACK (update_zoom), self, swapped);
  g_signal_connect_object (workspace, "notify::device-width",
                           G_CALLBACK (update_device), self, swapped);
  g_signal_connect_object (problems, "items-changed", G_CALLBACK (update_problems), self, swapped);
  g_signal_connect_object (self->page_drop_down, "notify::selected",
                           G_CALLBACK (page_chosen_cb), self, swapped);

  document_changed_cb (self);
  update_zoom (self);
  update_device (self);
  update_problems (self);
  show_page (self);
}
