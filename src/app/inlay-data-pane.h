/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_DATA_PANE (inlay_data_pane_get_type ())

/* What goes to and from an instance: its wires, and what its slots hold. */
G_DECLARE_FINAL_TYPE (InlayDataPane, inlay_data_pane, INLAY, DATA_PANE, GtkWidget)

GtkWidget *inlay_data_pane_new          (InlayWorkspace *workspace);
void       inlay_data_pane_set_instance (InlayDataPane  *self,
                                         const char     *instance_id);

G_END_DECLS
