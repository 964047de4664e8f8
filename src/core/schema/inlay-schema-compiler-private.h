/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-private.h"

G_BEGIN_DECLS

/* What lives only while a schema is compiled. */
typedef struct
{
  InlaySchema *schema;
  InlaySchemaBundle *bundle;
  InlaySchemaDialect dialect;
  GHashTable *by_uri;   /* address to SchemaResource */
  GHashTable *by_place; /* "document pointer" to Subschema */
  GArray *references;   /* of SchemaReference; grows while it is worked off */
} SchemaCompiler;

typedef struct
{
  Subschema *from;
  char *uri;
  gboolean dynamic;
} SchemaReference;

/* Where the compiler stands. */
typedef struct
{
  SchemaCompiler *compiler;
  SchemaResource *resource;
  Subschema *self;
  guint depth;
} SchemaPlace;

Subschema *inlay_schema_compiler_read      (SchemaCompiler      *self,
                                            SchemaResource      *resource,
                                            SchemaDocument      *document,
                                            JsonNode            *node,
                                            const char          *pointer,
                                            const char          *keyword,
                                            guint                depth,
                                            GError             **error);
void       inlay_schema_compiler_refer     (SchemaPlace         *place,
                                            const char          *reference,
                                            gboolean             dynamic);
gboolean   inlay_schema_compiler_link      (SchemaCompiler      *self,
                                            GError             **error);
Subschema *inlay_schema_compiler_load      (SchemaCompiler      *self,
                                            const char          *uri,
                                            JsonNode            *node,
                                            GError             **error);
JsonNode  *inlay_schema_compiler_find_node (SchemaCompiler      *self,
                                            const char          *uri);
gboolean   inlay_schema_check_loops        (InlaySchema         *schema,
                                            GError             **error);

/* Reads all keywords of the object at @place into its subschema. */
gboolean   inlay_schema_keywords_read      (SchemaPlace         *place,
                                            JsonObject          *object,
                                            GError             **error);

/* What `$schema` says of a resource. */
gboolean   inlay_schema_dialect_read       (SchemaCompiler      *compiler,
                                            const char          *uri,
                                            InlaySchemaDialect  *dialect,
                                            SchemaVocabulary    *vocabularies,
                                            GError             **error);
SchemaVocabulary
           inlay_schema_dialect_defaults   (InlaySchemaDialect   dialect);

/* Sets the error "@keyword at @pointer @reason". Returns: FALSE */
gboolean   inlay_schema_refuse             (const SchemaPlace   *place,
                                            const char          *keyword,
                                            const char          *reason,
                                            GError             **error);

G_END_DECLS
