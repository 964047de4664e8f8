/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-palette-row.h"

#include "inlay-drag.h"

struct _InlayPaletteRow
{
  GtkListBoxRow parent_instance;

  InlayModuleItem *item;

  GtkDragSource *drag_source;
  GtkPicture *thumbnail;
  GtkLabel *name_label;
  GtkLabel *description_label;
};

G_DEFINE_FINAL_TYPE (InlayPaletteRow, inlay_palette_row, GTK_TYPE_LIST_BOX_ROW)

static GdkContentProvider *
prepare_cb (GtkDragSource   *source,
            double           x,
            double           y,
            InlayPaletteRow *self)
{
  InlayModule *module = inlay_module_item_get_module (self->item);
  g_autoptr(InlayDragPayload) payload = NULL;

  payload = inlay_drag_payload_new_module (inlay_module_get_id (module),
                                           inlay_module_get_version (module));
  return inlay_drag_payload_new_content (payload);
}

static void
drag_begin_cb (GtkDragSource   *source,
               GdkDrag         *drag,
               InlayPaletteRow *self)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self->thumbnail));
  g_autoptr(GdkPaintable) picture = gdk_paintable_get_current_image (paintable);

  gtk_drag_source_set_icon (source, picture, 8, 8);
}

static void
inlay_palette_row_set_item (InlayPaletteRow *self,
                            InlayModuleItem *item)
{
  InlayModule *module = inlay_module_item_get_module (item);
  const char *description = inlay_module_get_description (module);
  GdkPaintable *picture = inlay_module_item_get_thumbnail (item);
  g_autofree char *name = g_strconcat ("palette:", inlay_module_get_id (module), NULL);

  self->item = g_object_ref (item);
  gtk_widget_set_name (GTK_WIDGET (self), name);
  gtk_picture_set_paintable (self->thumbnail,
                             picture ? picture : inlay_module_item_get_icon (item));
  gtk_label_set_text (self->name_label, inlay_module_get_name (module));
  gtk_label_set_text (self->description_label, description ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description_label), description != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, inlay_module_get_name (module),
                                  -1);
}

static void
inlay_palette_row_dispose (GObject *object)
{
  InlayPaletteRow *self = INLAY_PALETTE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PALETTE_ROW);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (inlay_palette_row_parent_class)->dispose (object);
}

static void
inlay_palette_row_class_init (InlayPaletteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_palette_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-palette-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPaletteRow, drag_source);
  gtk_widget_class_bind_template_child (widget_class, InlayPaletteRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, InlayPaletteRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPaletteRow, description_label);
  gtk_widget_class_bind_template_callback (widget_class, prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
}

static void
inlay_palette_row_init (InlayPaletteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  inlay_drag_watch (self->drag_source);
}

GtkWidget *
inlay_palette_row_new (InlayModuleItem *item)
{
  InlayPaletteRow *self = g_object_new (INLAY_TYPE_PALETTE_ROW, NULL);

  inlay_palette_row_set_item (self, item);
  return GTK_WIDGET (self);
}

InlayModuleItem *
inlay_palette_row_get_item (InlayPaletteRow *self)
{
  g_return_val_if_fail (INLAY_IS_PALETTE_ROW (self), NULL);

  return self->item;
}
