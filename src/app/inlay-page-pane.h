/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PAGE_PANE (inlay_page_pane_get_type ())

/* The page that is shown and the document, for when no module is selected. */
G_DECLARE_FINAL_TYPE (InlayPagePane, inlay_page_pane, INLAY, PAGE_PANE, GtkWidget)

GtkWidget *inlay_page_pane_new (InlayWorkspace *workspace);

G_END_DECLS
