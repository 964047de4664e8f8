/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gdk/gdk.h>
#include <inlay-store.h>

G_BEGIN_DECLS

#define INLAY_TYPE_LIBRARY_ITEM (inlay_library_item_get_type ())

/* A document as the library page shows it. Construct-only: library, entry. Read-only: key, name,
 * subtitle, thumbnail (GdkPaintable or NULL). */
G_DECLARE_FINAL_TYPE (InlayLibraryItem, inlay_library_item, INLAY, LIBRARY_ITEM, GObject)

InlayLibraryItem *inlay_library_item_new          (InlayLibrary            *library,
                                                   const InlayLibraryEntry *entry);
const char       *inlay_library_item_get_key      (InlayLibraryItem        *self);
const char       *inlay_library_item_get_id       (InlayLibraryItem        *self);
const char       *inlay_library_item_get_name     (InlayLibraryItem        *self);
char             *inlay_library_item_dup_subtitle (InlayLibraryItem        *self);
GdkPaintable     *inlay_library_item_get_thumbnail (InlayLibraryItem       *self);

G_END_DECLS
