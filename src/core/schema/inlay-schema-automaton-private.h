/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-pattern-tree-private.h"

G_BEGIN_DECLS

/* A pattern that needs no memory of what it matched, as a table over the bytes of UTF-8: one look-up
 * for each byte of the text, whatever the pattern. Freed with g_free(). */
typedef struct _SchemaAutomaton SchemaAutomaton;

/* Returns: (nullable): the automaton of @root without its part @skip (nullable), matched only from
 *   the start of the text for @at_start; NULL for what needs more than one (references, looking
 *   around), for properties of characters and for what would make it large */
SchemaAutomaton *inlay_schema_automaton_new   (const PatternNode     *root,
                                               const PatternNode     *skip,
                                               gboolean               at_start);
gboolean         inlay_schema_automaton_match (const SchemaAutomaton *self,
                                               const char            *text);

/* The pattern as a graph: what has to be read to get from the first node to a MATCH. */
typedef enum
{
  SCHEMA_NODE_JUMP,
  SCHEMA_NODE_SPLIT,
  SCHEMA_NODE_BYTE,
  SCHEMA_NODE_AT_START,
  SCHEMA_NODE_AT_END,
  SCHEMA_NODE_MATCH,
} SchemaNodeKind;

typedef struct
{
  guint8 kind;
  guint8 least, most; /* of BYTE */
  guint16 next;
  guint16 other; /* of SPLIT */
} SchemaNode;

#define SCHEMA_MAX_NODES 2000

GArray          *inlay_schema_automaton_graph (const PatternNode     *root,
                                               const PatternNode     *skip,
                                               gboolean               at_start,
                                               guint16               *start);

G_END_DECLS
