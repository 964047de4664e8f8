/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_CANVAS (inlay_canvas_get_type ())

/* The page of the open document, live below, with a handle for everything on it above. Modules are
 * dropped, moved, selected here by pointer and by keys. Where there is no page to show, boxes stand
 * in for it, so that work goes on. Construct-only property: workspace. Action: canvas.pick-up. */
G_DECLARE_FINAL_TYPE (InlayCanvas, inlay_canvas, INLAY, CANVAS, GtkWidget)

GtkWidget *inlay_canvas_new              (InlayWorkspace *workspace);
/* The zoom factor that is in effect, also where the workspace says "fit". */
double     inlay_canvas_get_zoom         (InlayCanvas    *self);
/* The keys work on what is selected from then on, when they worked on the canvas at all. */
void       inlay_canvas_follow_selection (InlayCanvas    *self);
#ifdef INLAY_TEST_HOOK
/* Verbs of the test hook, NULL for any other: "eval SCRIPT" in the page's own world, "status INSTANCE",
 * "config INSTANCE POINTER JSON", "latency" in microseconds from an edit to the page having followed, "page": its state, whether it has told where everything
 * stands since the last change, and the zoom. */
char      *inlay_canvas_answer     (InlayCanvas    *self,
                                    const char     *verb,
                                    const char     *argument);
#endif

G_END_DECLS
