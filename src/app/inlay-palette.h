/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PALETTE (inlay_palette_get_type ())

/* The modules that can be placed: by category, searchable; drag one, or Enter inserts it. */
G_DECLARE_FINAL_TYPE (InlayPalette, inlay_palette, INLAY, PALETTE, GtkWidget)

GtkWidget *inlay_palette_new    (InlayWorkspace *workspace);
void       inlay_palette_search (InlayPalette   *self);

G_END_DECLS
