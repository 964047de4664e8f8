/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_OUTLINE_ROW (inlay_outline_row_get_type ())

/* One page, region, instance or slot of the outline. Rows are used for one node after the other. */
G_DECLARE_FINAL_TYPE (InlayOutlineRow, inlay_outline_row, INLAY, OUTLINE_ROW, GtkWidget)

GtkWidget *inlay_outline_row_new      (InlayWorkspace  *workspace);
InlayNode *inlay_outline_row_get_node (InlayOutlineRow *self);
void       inlay_outline_row_set_node (InlayOutlineRow *self,
                                       InlayNode       *node);
/* Whether a name can be typed now. */
gboolean   inlay_outline_row_rename   (InlayOutlineRow *self);

G_END_DECLS
