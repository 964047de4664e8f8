/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-library-item.h"

G_BEGIN_DECLS

#define INLAY_TYPE_LIBRARY_CARD (inlay_library_card_get_type ())

/* A document in the grid of the library page. */
G_DECLARE_FINAL_TYPE (InlayLibraryCard, inlay_library_card, INLAY, LIBRARY_CARD, GtkFlowBoxChild)

GtkWidget        *inlay_library_card_new      (InlayLibraryItem *item);
InlayLibraryItem *inlay_library_card_get_item (InlayLibraryCard *self);

G_END_DECLS
