/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-history-view.h"

#include <glib/gi18n.h>

struct _InlayHistoryView
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;

  GtkWidget *content;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (InlayHistoryView, inlay_history_view, GTK_TYPE_WIDGET)

static void
update_applied (GtkWidget        *row,
                GParamSpec       *pspec,
                InlayHistoryItem *item)
{
  if (inlay_history_item_get_applied (item))
    gtk_widget_remove_css_class (row, "dim-label");
  else
    gtk_widget_add_css_class (row, "dim-label");
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (INLAY_IS_HISTORY_ITEM (item))
    {
      g_object_bind_property (item, "name", label, "label", G_BINDING_SYNC_CREATE);
      g_object_bind_property (item, "name", label, "tooltip-text", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (item, "notify::applied",
                               G_CALLBACK (update_applied), label, G_CONNECT_SWAPPED);
      update_applied (label, NULL, item);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (item));
    }

  return label;
}

/* The state before the first step is a place to go to as well. */
static GListModel *
create_model (GListModel *history)
{
  const char *start[] = { _("Beginning"), NULL };
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(GtkStringList) first = gtk_string_list_new (start);

  g_list_store_append (parts, first);
  g_list_store_append (parts, history);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

static void
show_position (InlayHistoryView *self)
{
  InlayDocument *document = inlay_workspace_get_document (self->workspace);
  GtkListBoxRow *row;

  row = gtk_list_box_get_row_at_index (self->list, inlay_document_get_position (document));
  gtk_list_box_select_row (self->list, row);
}

static void
row_activated_cb (InlayHistoryView *self,
                  GtkListBoxRow    *row)
{
  g_autoptr(GError) error = NULL;

  if (!inlay_document_jump (inlay_workspace_get_document (self->workspace),
                            gtk_list_box_row_get_index (row), &error))
    inlay_workspace_message (self->workspace, error->message);
  show_position (self);
}

static void
inlay_history_view_dispose (GObject *object)
{
  InlayHistoryView *self = INLAY_HISTORY_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_HISTORY_VIEW);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_history_view_parent_class)->dispose (object);
}

static void
inlay_history_view_class_init (InlayHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_history_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayHistoryView, content);
  gtk_widget_class_bind_template_child (widget_class, InlayHistoryView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
inlay_history_view_init (InlayHistoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_history_view_new (InlayWorkspace *workspace)
{
  InlayHistoryView *self;
  InlayDocument *document;
  g_autoptr(GListModel) model = NULL;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_HISTORY_VIEW, NULL);
  self->workspace = g_object_ref (workspace);
  document = inlay_workspace_get_document (workspace);
  model = create_model (inlay_document_get_history (document));
  gtk_list_box_bind_model (self->list, model, create_row, NULL, NULL);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (show_position), self, G_CONNECT_SWAPPED);
  show_position (self);

  return GTK_WIDGET (self);
}
