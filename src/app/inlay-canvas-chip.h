/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define INLAY_TYPE_CANVAS_CHIP (inlay_canvas_chip_get_type ())

/* The name and the tools of the selected instance, at its corner. */
G_DECLARE_FINAL_TYPE (InlayCanvasChip, inlay_canvas_chip, INLAY, CANVAS_CHIP, GtkWidget)

GtkWidget *inlay_canvas_chip_new       (void);
void       inlay_canvas_chip_set_title (InlayCanvasChip *self,
                                        const char      *title,
                                        gboolean         locked);
GtkWidget *inlay_canvas_chip_get_grip  (InlayCanvasChip *self);

G_END_DECLS
