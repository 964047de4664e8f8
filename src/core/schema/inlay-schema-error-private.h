/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-error.h"

G_BEGIN_DECLS

InlaySchemaError *inlay_schema_error_new_take (char       *path,
                                               const char *member,
                                               char       *schema_path,
                                               const char *keyword,
                                               char       *message);

G_END_DECLS
