/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-canvas-private.h"

#include "inlay-node-menu.h"

static void
popup_at (InlayCanvas        *self,
          const GdkRectangle *place)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/**
 * inlay_canvas_popup_menu:
 * @instance_id: (nullable): what it is opened on; it is selected unless it is among what is
 * @x: the pointer, in px of the layer
 * @y: likewise
 *
 * Opens the menu of what is selected.
 */
void
inlay_canvas_popup_menu (InlayCanvas *self,
                         const char  *instance_id,
                         double       x,
                         double       y)
{
  double left = x, top = y;

  if (instance_id == NULL)
    inlay_workspace_select (self->workspace, NULL);
  else if (!inlay_workspace_is_selected (self->workspace, instance_id))
    inlay_workspace_select_one (self->workspace, instance_id);

  gtk_widget_translate_coordinates (GTK_WIDGET (self->layer), GTK_WIDGET (self), x, y, &left, &top);
  popup_at (self, &(GdkRectangle) { (int) left, (int) top, 1, 1 });
}

/* The same by a key: below the top of what has the focus, as far as that can be seen. */
void
inlay_canvas_popup_focus_menu (InlayCanvas *self)
{
  InlayCanvasHandle *handle = inlay_canvas_layer_get_focus (self->layer);
  graphene_rect_t bounds, room;

  if (handle == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (handle), GTK_WIDGET (self), &bounds))
    return;

  graphene_rect_init (&room, 0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) gtk_widget_get_height (GTK_WIDGET (self)));
  if (!graphene_rect_intersection (&bounds, &room, &bounds))
    bounds = room;
  popup_at (self, &(GdkRectangle) { (int) (bounds.origin.x + bounds.size.width / 2),
                                    (int) bounds.origin.y, 1, 1 });
}

void
inlay_canvas_add_menu (InlayCanvas *self)
{
  g_autoptr(GMenuModel) menu = inlay_node_menu_new ("node.rename");

  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_name (self->menu, "canvas-menu");
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}
