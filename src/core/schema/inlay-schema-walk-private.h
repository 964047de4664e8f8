/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-eval-private.h"

G_BEGIN_DECLS

/* A subschema that applies to the value a walk stands at, and how it was come to. */
typedef struct
{
  const Subschema *schema;
  const SchemaScope *scope;
  guint depth;
  guint nesting; /* how far below what the walk came to it is applied in place */
} SchemaApplied;

/* A way down an instance along one path; owns the scopes entered. */
typedef struct
{
  GPtrArray *scopes;
} SchemaWalk;

typedef void (* SchemaChildFunc) (const Subschema *child,
                                  gpointer         user_data);

void               inlay_schema_walk_init         (SchemaWalk        *self);
void               inlay_schema_walk_clear        (SchemaWalk        *self);
const SchemaScope *inlay_schema_walk_enter        (SchemaWalk        *self,
                                                   const SchemaScope *scope,
                                                   const Subschema   *schema);

/* Returns: whether a pattern was too costly to compare with; then the answer is not complete */
gboolean           inlay_subschema_foreach_member (const Subschema   *self,
                                                   const char        *name,
                                                   SchemaChildFunc    func,
                                                   gpointer           user_data);
void               inlay_subschema_foreach_item   (const Subschema   *self,
                                                   guint              index,
                                                   SchemaChildFunc    func,
                                                   gpointer           user_data);

/* Returns: (transfer none) (nullable): the member or item of @value */
JsonNode          *inlay_schema_get_child         (JsonNode          *value,
                                                   const char        *token);
gboolean           inlay_schema_parse_index       (const char        *token,
                                                   guint             *index);

G_END_DECLS
