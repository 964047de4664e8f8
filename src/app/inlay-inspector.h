/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_INSPECTOR (inlay_inspector_get_type ())

/* What is selected, and how it is set: the instance with its settings, layout, data and JSON, or the
 * page and the document when nothing is. Property: workspace (construct-only). */
G_DECLARE_FINAL_TYPE (InlayInspector, inlay_inspector, INLAY, INSPECTOR, GtkWidget)

GtkWidget *inlay_inspector_new   (InlayWorkspace *workspace);
/* The setting at @path of the primary instance; NULL for the first. */
void       inlay_inspector_focus (InlayInspector *self,
                                  const char     *path);

G_END_DECLS
