/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-document.h"

G_BEGIN_DECLS

/* What stands under a name. Freed with g_free(). */
typedef struct _SchemaNames SchemaNames;

SchemaNames *inlay_schema_names_new    (guint                n_names);
void         inlay_schema_names_add    (SchemaNames         *self,
                                        const char          *name,
                                        gpointer             value);
gpointer     inlay_schema_names_lookup (const SchemaNames   *self,
                                        const InlayJsonCell *name);

G_END_DECLS
