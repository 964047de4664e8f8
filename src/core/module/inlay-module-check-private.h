/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"

G_BEGIN_DECLS

extern const char * const inlay_adapter_names[];
extern const char * const inlay_isolation_names[];

gboolean inlay_module_is_address (const char  *text);
gboolean inlay_module_check      (JsonNode    *definition,
                                  GError     **error);

G_END_DECLS
