/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_HISTORY_VIEW (inlay_history_view_get_type ())

/* The named steps of the document, the oldest first; activating one goes there. */
G_DECLARE_FINAL_TYPE (InlayHistoryView, inlay_history_view, INLAY, HISTORY_VIEW, GtkWidget)

GtkWidget *inlay_history_view_new (InlayWorkspace *workspace);

G_END_DECLS
