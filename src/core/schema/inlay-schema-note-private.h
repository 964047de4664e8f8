/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-note.h"
#include "inlay-schema-private.h"

G_BEGIN_DECLS

struct _InlaySchemaNote
{
  gatomicrefcount ref_count;
  InlaySchema *schema; /* owns the subschemas */
  GPtrArray *applied;  /* of Subschema, borrowed */
  GPtrArray *paths;    /* of @applied */
  GPtrArray *choices;
  GPtrArray *conditions;
  GPtrArray *members; /* NULL-terminated */
  GHashTable *required;
  GHashTable *evaluated;
};

InlaySchemaNote *inlay_schema_note_new (InlaySchema *schema);

G_END_DECLS
