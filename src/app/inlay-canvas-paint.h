/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a drop would do, in the colours of the running style. */
void inlay_canvas_paint_container (GtkSnapshot         *snapshot,
                                   GtkWidget           *widget,
                                   const GtkAllocation *box,
                                   gboolean             allowed);
/* A line between neighbours, or the ghost of a span. */
void inlay_canvas_paint_indicator (GtkSnapshot         *snapshot,
                                   GtkWidget           *widget,
                                   const GtkAllocation *box);

G_END_DECLS
