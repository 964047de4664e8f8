/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-document.h"

G_BEGIN_DECLS

/* A JSON number without loss: an integer of 64 bits or else a double. */
typedef struct
{
  gboolean is_integer;
  gint64 integer;
  double real;
} SchemaNumber;

SchemaNumber inlay_schema_number_read        (const InlayJsonCell *cell);
int          inlay_schema_number_compare     (const SchemaNumber  *a,
                                              const SchemaNumber  *b);
gboolean     inlay_schema_number_is_multiple (const SchemaNumber  *self,
                                              const SchemaNumber  *divisor);

G_END_DECLS
