/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_OUTLINE (inlay_outline_get_type ())

/* The document as a tree: pages, regions, instances, slots. Its selection is the workspace's. */
G_DECLARE_FINAL_TYPE (InlayOutline, inlay_outline, INLAY, OUTLINE, GtkWidget)

GtkWidget *inlay_outline_new    (InlayWorkspace *workspace);
/* Lets the selected row's name be typed over; FALSE when there is none to. */
gboolean   inlay_outline_rename (InlayOutline   *self);

G_END_DECLS
