/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define INLAY_TYPE_REGISTRY_ROW (inlay_registry_row_get_type ())

/* A registry in the preferences. Signals: "changed" after its name, address or token was applied,
 * "removed" when it is to go. */
G_DECLARE_FINAL_TYPE (InlayRegistryRow, inlay_registry_row, INLAY, REGISTRY_ROW, AdwExpanderRow)

GtkWidget  *inlay_registry_row_new         (const char       *name,
                                            const char       *address);
const char *inlay_registry_row_get_name    (InlayRegistryRow *self);
const char *inlay_registry_row_get_address (InlayRegistryRow *self);

G_END_DECLS
