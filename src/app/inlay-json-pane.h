/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_JSON_PANE (inlay_json_pane_get_type ())

/* The whole instance as text, both ways: the last text that is valid wins. */
G_DECLARE_FINAL_TYPE (InlayJsonPane, inlay_json_pane, INLAY, JSON_PANE, GtkWidget)

GtkWidget *inlay_json_pane_new          (InlayWorkspace *workspace);
void       inlay_json_pane_set_instance (InlayJsonPane  *self,
                                         const char     *instance_id);

G_END_DECLS
