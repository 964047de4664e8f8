/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-problem.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PROBLEM_ROW (inlay_problem_row_get_type ())

G_DECLARE_FINAL_TYPE (InlayProblemRow, inlay_problem_row, INLAY, PROBLEM_ROW, GtkListBoxRow)

GtkWidget    *inlay_problem_row_new         (InlayProblem    *problem);
InlayProblem *inlay_problem_row_get_problem (InlayProblemRow *self);

G_END_DECLS
