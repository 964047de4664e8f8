/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_SETTINGS_PANE (inlay_settings_pane_get_type ())

/* The settings of one instance as a form, with a search. */
G_DECLARE_FINAL_TYPE (InlaySettingsPane, inlay_settings_pane, INLAY, SETTINGS_PANE, GtkWidget)

GtkWidget *inlay_settings_pane_new          (InlayWorkspace    *workspace);
/* @instance_id: NULL for none. */
void       inlay_settings_pane_set_instance (InlaySettingsPane *self,
                                             const char        *instance_id);
void       inlay_settings_pane_focus        (InlaySettingsPane *self,
                                             const char        *path);
void       inlay_settings_pane_search       (InlaySettingsPane *self);

G_END_DECLS
