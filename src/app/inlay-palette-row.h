/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-module-item.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PALETTE_ROW (inlay_palette_row_get_type ())

/* A module to drag onto the page. */
G_DECLARE_FINAL_TYPE (InlayPaletteRow, inlay_palette_row, INLAY, PALETTE_ROW, GtkListBoxRow)

GtkWidget       *inlay_palette_row_new      (InlayModuleItem *item);
InlayModuleItem *inlay_palette_row_get_item (InlayPaletteRow *self);

G_END_DECLS
