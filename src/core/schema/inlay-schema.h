/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-document.h"
#include "inlay-schema-bundle.h"
#include "inlay-schema-error.h"

G_BEGIN_DECLS

#define INLAY_TYPE_SCHEMA (inlay_schema_get_type ())

/* A compiled schema: immutable, counted, shareable between threads. */
typedef struct _InlaySchema InlaySchema;

/**
 * InlaySchemaDialect:
 * @INLAY_SCHEMA_DIALECT_2020_12: https://json-schema.org/draft/2020-12/schema
 * @INLAY_SCHEMA_DIALECT_07: http://json-schema.org/draft-07/schema
 *
 * What a schema without `$schema` is written in.
 */
typedef enum
{
  INLAY_SCHEMA_DIALECT_2020_12,
  INLAY_SCHEMA_DIALECT_07,
} InlaySchemaDialect;

/**
 * InlaySchemaFlags:
 * @INLAY_SCHEMA_DEFAULT: `format` only annotates
 * @INLAY_SCHEMA_ASSERT_FORMAT: a known `format` must hold
 */
typedef enum
{
  INLAY_SCHEMA_DEFAULT = 0,
  INLAY_SCHEMA_ASSERT_FORMAT = 1 << 0,
} InlaySchemaFlags;

GType        inlay_schema_get_type   (void);
InlaySchema *inlay_schema_compile    (JsonNode            *schema,
                                      InlaySchemaBundle   *bundle,
                                      InlaySchemaDialect   dialect,
                                      InlaySchemaFlags     flags,
                                      GError             **error);
InlaySchema *inlay_schema_get_meta   (InlaySchemaDialect   dialect);
InlaySchema *inlay_schema_ref        (InlaySchema         *self);
void         inlay_schema_unref      (InlaySchema         *self);
JsonNode    *inlay_schema_get_node   (InlaySchema         *self);

/* Validating. Lists hold InlaySchemaError; empty when valid. */
gboolean     inlay_schema_is_valid   (InlaySchema         *self,
                                      JsonNode            *instance);
gboolean     inlay_schema_accepts    (InlaySchema         *self,
                                      InlayJsonDocument   *document);
GPtrArray   *inlay_schema_validate   (InlaySchema         *self,
                                      JsonNode            *instance);
GPtrArray   *inlay_schema_revalidate (InlaySchema         *self,
                                      GPtrArray           *errors,
                                      JsonNode            *before,
                                      JsonNode            *after,
                                      const char          *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySchema, inlay_schema_unref)

G_END_DECLS
