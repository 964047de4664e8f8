/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SchemaNames SchemaNames;

SchemaNames *inlay_schema_names_new    (GHashTable        *table);
gpointer     inlay_schema_names_lookup (const SchemaNames *self,
                                        const char        *name);

G_END_DECLS
