/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-document.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* borrowed; NULL in a free slot */
  gpointer value;
  guint32 hash;
  guint32 length;
  guint32 plain;    /* what the caller wants at hand without looking at @value */
  gboolean required;
} SchemaName;

/* What stands under a name. Freed with g_free(). */
typedef struct
{
  guint mask;
  SchemaName slots[];
} SchemaNames;

SchemaNames *inlay_schema_names_new (guint                n_names);
SchemaName  *inlay_schema_names_add (SchemaNames         *self,
                                     const InlayJsonCell *name,
                                     gpointer             value);

/* Returns: (nullable): what was added for the string @name */
static inline const SchemaName *
inlay_schema_names_lookup (const SchemaNames   *self,
                           const InlayJsonCell *name)
{
  for (guint i = name->hash & self->mask; self->slots[i].name != NULL; i = (i + 1) & self->mask)
    if (self->slots[i].hash == name->hash && self->slots[i].length == name->length &&
        inlay_json_text_equal (self->slots[i].name, name->text, name->length))
      return &self->slots[i];
  return NULL;
}

G_END_DECLS
