/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-canvas-chip.h"

#include "inlay-app-compat.h"
#include "inlay-node-menu.h"

struct _InlayCanvasChip
{
  GtkWidget parent_instance;

  GtkWidget *grip;
  GtkWidget *lock;
  GtkLabel *title;
  GtkMenuButton *more;
};

G_DEFINE_FINAL_TYPE (InlayCanvasChip, inlay_canvas_chip, GTK_TYPE_WIDGET)

static void
inlay_canvas_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), INLAY_TYPE_CANVAS_CHIP);
  inlay_app_unparent_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (inlay_canvas_chip_parent_class)->dispose (object);
}

static void
inlay_canvas_chip_class_init (InlayCanvasChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_canvas_chip_dispose;

  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-canvas-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayCanvasChip, grip);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvasChip, lock);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvasChip, title);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvasChip, more);
}

static void
inlay_canvas_chip_init (InlayCanvasChip *self)
{
  g_autoptr(GMenuModel) menu = inlay_node_menu_new ("node.rename");

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->more, menu);
}

GtkWidget *
inlay_canvas_chip_new (void)
{
  return g_object_new (INLAY_TYPE_CANVAS_CHIP, NULL);
}

void
inlay_canvas_chip_set_title (InlayCanvasChip *self,
                             const char      *title,
                             gboolean         locked)
{
  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (self->lock, locked);
}

GtkWidget *
inlay_canvas_chip_get_grip (InlayCanvasChip *self)
{
  return self->grip;
}
