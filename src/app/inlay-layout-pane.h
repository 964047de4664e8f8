/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_LAYOUT_PANE (inlay_layout_pane_get_type ())

/* Where the instance stands in its region, per breakpoint, and the grid of that region. */
G_DECLARE_FINAL_TYPE (InlayLayoutPane, inlay_layout_pane, INLAY, LAYOUT_PANE, GtkWidget)

GtkWidget *inlay_layout_pane_new          (InlayWorkspace  *workspace);
void       inlay_layout_pane_set_instance (InlayLayoutPane *self,
                                           const char      *instance_id);

G_END_DECLS
