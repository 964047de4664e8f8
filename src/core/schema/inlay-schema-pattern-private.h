/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An ECMA-262 regular expression (the u dialect), unanchored as JSON Schema wants it. */
typedef struct _SchemaPattern SchemaPattern;

typedef enum
{
  SCHEMA_MATCH_NO,
  SCHEMA_MATCH_YES,
  SCHEMA_MATCH_LIMIT, /* gave up */
} SchemaMatch;

SchemaPattern *inlay_schema_pattern_new        (const char          *source,
                                                GError             **error);
void           inlay_schema_pattern_free       (SchemaPattern       *self);
SchemaMatch    inlay_schema_pattern_match      (const SchemaPattern *self,
                                                const char          *text);
const char    *inlay_schema_pattern_get_source (const SchemaPattern *self);

/* Returns: (transfer full): @source as PCRE2 reads it */
char          *inlay_schema_pattern_translate  (const char          *source,
                                                GError             **error);

/* Whether ECMA-262 takes @source with its u flag. */
gboolean       inlay_schema_pattern_is_valid   (const char          *source);

/* A Unicode property as PCRE2 names it, or NULL. */
char          *inlay_schema_pattern_property   (const char          *name,
                                                gsize                length);

G_END_DECLS
