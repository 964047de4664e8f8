/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

#define INLAY_TYPE_MODULE_LIST (inlay_module_list_get_type ())

/* The modules of the library, as they were read last: a catalog to choose from, what a composition
 * runs on by it, and the newest of each as a GListModel of InlayModuleItem, by category and name. */
G_DECLARE_FINAL_TYPE (InlayModuleList, inlay_module_list, INLAY, MODULE_LIST, GObject)

InlayModuleList *inlay_module_list_new         (InlayLibrary      *library);
gboolean         inlay_module_list_reload      (InlayModuleList   *self,
                                                GError           **error);
InlayLibrary    *inlay_module_list_get_library (InlayModuleList   *self);
GListModel      *inlay_module_list_get_items   (InlayModuleList   *self);
InlayCatalog    *inlay_module_list_get_catalog (InlayModuleList   *self);
InlayResolution *inlay_module_list_resolve     (InlayModuleList   *self,
                                                InlayComposition  *composition,
                                                GError           **error);

G_END_DECLS
