/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-palette.h"

#include "inlay-module-item.h"
#include "inlay-palette-row.h"

struct _InlayPalette
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  GtkFilterListModel *matches;
  GtkCustomFilter *filter;
  char *needle;                /* case-folded, NULL: everything */

  GtkWidget *content;
  GtkSearchEntry *search_entry;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (InlayPalette, inlay_palette, GTK_TYPE_WIDGET)

static gboolean
item_matches (gpointer item,
              gpointer user_data)
{
  InlayPalette *self = user_data;

  return self->needle == NULL || inlay_module_item_matches (item, self->needle);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return inlay_palette_row_new (item);
}

static const char *
get_category (GtkListBoxRow *row)
{
  return inlay_module_item_get_category (inlay_palette_row_get_item (INLAY_PALETTE_ROW (row)));
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const char *category = get_category (row);
  GtkWidget *label;

  if (before != NULL && g_str_equal (get_category (before), category))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (category);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "list-header");
  gtk_list_box_row_set_header (row, label);
}

static void
insert_row (InlayPalette  *self,
            GtkListBoxRow *row)
{
  InlayModule *module;

  if (row == NULL)
    return;

  module = inlay_module_item_get_module (inlay_palette_row_get_item (INLAY_PALETTE_ROW (row)));
  gtk_widget_activate_action (GTK_WIDGET (self), "node.insert", "s", inlay_module_get_id (module));
}

static void
row_activated_cb (InlayPalette  *self,
                  GtkListBoxRow *row)
{
  insert_row (self, row);
}

static void
search_changed_cb (InlayPalette *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  g_clear_pointer (&self->needle, g_free);
  if (*g_strstrip (text) != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_list_box_invalidate_headers (self->list);
}

static void
search_activate_cb (InlayPalette *self)
{
  if (self->needle != NULL)
    insert_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
stop_search_cb (InlayPalette *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
inlay_palette_dispose (GObject *object)
{
  InlayPalette *self = INLAY_PALETTE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PALETTE);
  g_clear_object (&self->matches);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->needle, g_free);

  G_OBJECT_CLASS (inlay_palette_parent_class)->dispose (object);
}

static void
inlay_palette_class_init (InlayPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_palette_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/dev/inlay/Inlay/ui/inlay-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPalette, content);
  gtk_widget_class_bind_template_child (widget_class, InlayPalette, search_entry);
  gtk_widget_class_bind_template_child (widget_class, InlayPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
inlay_palette_init (InlayPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list));
}

GtkWidget *
inlay_palette_new (InlayWorkspace *workspace)
{
  InlayPalette *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_PALETTE, NULL);
  self->workspace = g_object_ref (workspace);
  self->filter = gtk_custom_filter_new (item_matches, self, NULL);
  self->matches = gtk_filter_list_model_new (g_object_ref (inlay_workspace_get_modules (workspace)),
                                             GTK_FILTER (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->matches), create_row, NULL, NULL);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);

  return GTK_WIDGET (self);
}

void
inlay_palette_search (InlayPalette *self)
{
  g_return_if_fail (INLAY_IS_PALETTE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
