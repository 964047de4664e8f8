/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include <inlay-core.h>

G_BEGIN_DECLS

/**
 * InlayCanvasHandleKind:
 * @INLAY_CANVAS_REGION: a region; `id` is its own
 * @INLAY_CANVAS_INSTANCE: an instance; `id` is its own
 * @INLAY_CANVAS_SLOT: a slot; `id` is its instance's
 */
typedef enum
{
  INLAY_CANVAS_REGION,
  INLAY_CANVAS_INSTANCE,
  INLAY_CANVAS_SLOT,
} InlayCanvasHandleKind;

#define INLAY_TYPE_CANVAS_HANDLE (inlay_canvas_handle_get_type ())

/* What stands for an instance, a slot or a region on the canvas: it takes the focus, has a name and
 * a state for assistive technology, and draws outlines. Pointers go through it to the layer. */
G_DECLARE_FINAL_TYPE (InlayCanvasHandle, inlay_canvas_handle, INLAY, CANVAS_HANDLE, GtkWidget)

InlayCanvasHandle     *inlay_canvas_handle_new         (InlayCanvasHandleKind  kind,
                                                        const char            *id,
                                                        const char            *slot);
InlayCanvasHandleKind  inlay_canvas_handle_get_kind    (InlayCanvasHandle     *self);
const char            *inlay_canvas_handle_get_id      (InlayCanvasHandle     *self);
const char            *inlay_canvas_handle_get_slot    (InlayCanvasHandle     *self);
gboolean               inlay_canvas_handle_is          (InlayCanvasHandle     *self,
                                                        const InlayContainer  *container);
/* @title is seen in the wireframe, @name is what a screen reader says. */
void                   inlay_canvas_handle_describe    (InlayCanvasHandle     *self,
                                                        const char            *title,
                                                        const char            *name);
void                   inlay_canvas_handle_set_hint    (InlayCanvasHandle     *self,
                                                        const char            *hint);
void                   inlay_canvas_handle_set_selected (InlayCanvasHandle    *self,
                                                        gboolean               selected);
void                   inlay_canvas_handle_set_rect    (InlayCanvasHandle     *self,
                                                        const InlayRect       *rect);
/* In CSS px of the viewport. */
const InlayRect       *inlay_canvas_handle_get_rect    (InlayCanvasHandle     *self);

G_END_DECLS
