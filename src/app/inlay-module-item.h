/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gdk/gdk.h>
#include <inlay-store.h>

G_BEGIN_DECLS

#define INLAY_TYPE_MODULE_ITEM (inlay_module_item_get_type ())

/* A module as lists show it. Its pictures are read from the library when first asked for. */
G_DECLARE_FINAL_TYPE (InlayModuleItem, inlay_module_item, INLAY, MODULE_ITEM, GObject)

InlayModuleItem *inlay_module_item_new           (InlayLibrary    *library,
                                                  InlayModule     *module);
InlayModule     *inlay_module_item_get_module    (InlayModuleItem *self);
GdkPaintable    *inlay_module_item_get_icon      (InlayModuleItem *self);
GdkPaintable    *inlay_module_item_get_thumbnail (InlayModuleItem *self);
/* @needle: case-folded. */
gboolean         inlay_module_item_matches       (InlayModuleItem *self,
                                                  const char      *needle);
/* "Content": the category as people read it. */
const char      *inlay_module_item_get_category  (InlayModuleItem *self);

G_END_DECLS
