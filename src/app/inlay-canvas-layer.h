/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-canvas-handle.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_CANVAS_LAYER (inlay_canvas_layer_get_type ())

/* What lies over the page: one handle for each region, instance and slot, the tools of the selected
 * instance, and where a drop would go. It knows rectangles, never the page. */
G_DECLARE_FINAL_TYPE (InlayCanvasLayer, inlay_canvas_layer, INLAY, CANVAS_LAYER, GtkWidget)

void               inlay_canvas_layer_set_workspace (InlayCanvasLayer  *self,
                                                     InlayWorkspace    *workspace);
/* @geometry: (nullable); @offset: CSS px that the content is scrolled down by. */
void               inlay_canvas_layer_set_geometry  (InlayCanvasLayer  *self,
                                                     InlayGeometry     *geometry,
                                                     double             zoom,
                                                     double             offset);
void               inlay_canvas_layer_set_wireframe (InlayCanvasLayer  *self,
                                                     gboolean           wireframe);
void               inlay_canvas_layer_set_hover     (InlayCanvasLayer  *self,
                                                     const char        *instance_id);
/* (nullable): what a drop would do; %NULL when nothing is dragged. */
void               inlay_canvas_layer_set_drop      (InlayCanvasLayer  *self,
                                                     InlayDrop         *drop);
/* The names and the selection, from the workspace. */
void               inlay_canvas_layer_update        (InlayCanvasLayer  *self);
/* From pixels of the layer to CSS px of the geometry. */
void               inlay_canvas_layer_to_page       (InlayCanvasLayer  *self,
                                                     double             x,
                                                     double             y,
                                                     double            *page_x,
                                                     double            *page_y);
InlayCanvasHandle *inlay_canvas_layer_lookup        (InlayCanvasLayer  *self,
                                                     const char        *instance_id);
/* (nullable): the handle that has the focus, or had it last. */
InlayCanvasHandle *inlay_canvas_layer_get_focus     (InlayCanvasLayer  *self);
/* (element-type InlayCanvasHandle): in reading order, owned by self. */
GPtrArray         *inlay_canvas_layer_get_handles   (InlayCanvasLayer  *self);
/* The selected instance's tools; dragging its grip is up to whoever adds a drag source to it. */
GtkWidget         *inlay_canvas_layer_get_grip      (InlayCanvasLayer  *self);

G_END_DECLS
