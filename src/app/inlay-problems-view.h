/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PROBLEMS_VIEW (inlay_problems_view_get_type ())

/* What is wrong with the document; activating a problem selects its instance. */
G_DECLARE_FINAL_TYPE (InlayProblemsView, inlay_problems_view, INLAY, PROBLEMS_VIEW, GtkWidget)

GtkWidget *inlay_problems_view_new (InlayWorkspace *workspace);

G_END_DECLS
