/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-canvas-layer.h"
#include "inlay-canvas.h"
#include "inlay-place.h"
#include "inlay-preview.h"

G_BEGIN_DECLS

/* What is dragged over the canvas, from the first motion to the end. */
typedef struct
{
  InlayDragPayload *payload;     /* NULL: nothing is */
  double x, y;                   /* px of the layer */
  guint scroll_tick;
} InlayCanvasDrag;

/* An instance picked up by key M. */
typedef struct
{
  char *instance;                /* NULL: nothing is */
  GPtrArray *targets;            /* InlayDrop */
  guint index;
} InlayCanvasPick;

struct _InlayCanvas
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  InlayPreview *preview;

  GtkWidget *frame;              /* a box around page and layer, for its look */
  InlayCanvasLayer *layer;
  GtkRevealer *banner;
  GtkLabel *banner_title;
  GtkLabel *status;
  GtkWidget *menu;               /* of what is selected */

  InlayGeometry *live;           /* as the page last reported it, NULL without a page */
  gboolean live_is_new;          /* whether that was after the last change */
  InlayGeometry *solved;         /* for the wireframe, NULL while it is not shown */
  double solved_width;
  double zoom;                   /* in effect */
  double pan;                    /* px that a frame wider than the canvas is moved left by */
  double offset;                 /* CSS px that the wireframe is scrolled down by */
  graphene_rect_t place;         /* of the frame */

  guint n_stops;                 /* hangs and crashes since the page was last well */
  guint well_source;
  guint thumbnail_source;
  GCancellable *cancellable;

  InlayCanvasDrag drag;
  InlayCanvasPick pick;
};

/* inlay-canvas.c */
gboolean           inlay_canvas_is_wireframe        (InlayCanvas            *self);
InlayGeometry     *inlay_canvas_get_geometry        (InlayCanvas            *self);
void               inlay_canvas_update_geometry     (InlayCanvas            *self);
/* By CSS px. */
void               inlay_canvas_scroll              (InlayCanvas            *self,
                                                     double                  dx,
                                                     double                  dy);
/* @text: (nullable): said at the foot of the canvas and to screen readers. */
void               inlay_canvas_say                 (InlayCanvas            *self,
                                                     const char             *text);

/* inlay-canvas-page.c: what the page reports. */
void               inlay_canvas_follow_page         (InlayCanvas            *self);
void               inlay_canvas_forget_page         (InlayCanvas            *self);

/* inlay-canvas-pointer.c */
void               inlay_canvas_add_pointer         (InlayCanvas            *self);

/* inlay-canvas-menu.c */
void               inlay_canvas_add_menu            (InlayCanvas            *self);
void               inlay_canvas_popup_menu          (InlayCanvas            *self,
                                                     const char             *instance_id,
                                                     double                  x,
                                                     double                  y);
void               inlay_canvas_popup_focus_menu    (InlayCanvas            *self);

/* inlay-canvas-drop.c */
void               inlay_canvas_add_drop            (InlayCanvas            *self);
/* Things stand elsewhere: what is shown is what happens. */
void               inlay_canvas_refresh_drag        (InlayCanvas            *self);
void               inlay_canvas_end_drag            (InlayCanvas            *self);

/* inlay-canvas-keys.c */
void               inlay_canvas_add_keys            (InlayCanvas            *self);

/* inlay-canvas-pick.c */
void               inlay_canvas_pick_up             (InlayCanvas            *self);
gboolean           inlay_canvas_pick_key            (InlayCanvas            *self,
                                                     guint                   key);
void               inlay_canvas_refresh_pick        (InlayCanvas            *self);
void               inlay_canvas_put_back            (InlayCanvas            *self);

/* inlay-canvas-thumbnail.c */
void               inlay_canvas_queue_thumbnail     (InlayCanvas            *self);

G_END_DECLS
