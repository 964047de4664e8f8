/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-format-private.h"
#include "inlay-schema-names-private.h"
#include "inlay-schema-number-private.h"
#include "inlay-schema-pattern-private.h"
#include "inlay-schema.h"
#include "json/inlay-json-document.h"

G_BEGIN_DECLS

/* Bounds on what a hostile schema or instance can make us do. A frame is one subschema applied
 * inside another; a step is one subschema applied to one value. */
#define SCHEMA_MAX_DEPTH 192
#define SCHEMA_MAX_SUBSCHEMAS 100000
#define SCHEMA_MAX_HEIGHT 256
#define SCHEMA_MAX_FRAMES 1024
#define SCHEMA_MAX_STEPS 20000000
#define SCHEMA_MAX_ERRORS 500
#define SCHEMA_MAX_DYNAMIC_NAMES 64

typedef struct _Subschema Subschema;

/* One file: the schema given, a schema of the bundle, or a meta-schema. */
typedef struct
{
  guint index;
  char *uri;
  JsonNode *node;
} SchemaDocument;

typedef enum
{
  SCHEMA_VOCABULARY_CORE = 1 << 0,
  SCHEMA_VOCABULARY_APPLICATOR = 1 << 1,
  SCHEMA_VOCABULARY_UNEVALUATED = 1 << 2,
  SCHEMA_VOCABULARY_VALIDATION = 1 << 3,
  SCHEMA_VOCABULARY_FORMAT = 1 << 4,
  SCHEMA_VOCABULARY_FORMAT_ASSERTION = 1 << 5,
} SchemaVocabulary;

/* What has an address of its own: a document, or a part of one with `$id`. */
typedef struct
{
  char *uri;
  SchemaDocument *document;
  char *pointer;
  InlaySchemaDialect dialect;
  SchemaVocabulary vocabularies;
  GHashTable *anchors;         /* name to Subschema */
  GHashTable *dynamic_anchors; /* name to Subschema */
  Subschema **dynamic;         /* the same by the numbers of names, where there are any */
} SchemaResource;

typedef struct
{
  Subschema **items;
  guint n_items;
} SchemaList;

typedef struct
{
  InlayJsonDocument *document;
  const InlayJsonCell *values; /* its root */
  SchemaNames *names;          /* its strings */
  gboolean only_strings;
} SchemaEnum;

typedef struct
{
  JsonNode *node; /* as written; NULL when not set */
  SchemaNumber value;
} SchemaLimit;

typedef struct
{
  SchemaLimit minimum, maximum, exclusive_minimum, exclusive_maximum, multiple;
} SchemaNumberRules;

/* Counts that are not set are 0 or the greatest. */
typedef struct
{
  guint64 min_length, max_length;
  guint64 min_bytes; /* as many are enough for @min_length, whatever they are */
  const SchemaPattern *pattern;
  const SchemaFormat *format;
} SchemaTextRules;

typedef struct
{
  guint64 min_items, max_items, min_contains, max_contains;
  gboolean unique;
  SchemaList prefix;
  Subschema *items;
  Subschema *additional; /* draft-07; becomes @items after a tuple */
  Subschema *contains;
  Subschema *unevaluated;
} SchemaArrayRules;

typedef struct
{
  Subschema *property;
  gboolean required;
} SchemaMember;

typedef struct
{
  const SchemaPattern *pattern;
  Subschema *schema;
} SchemaPatternRule;

typedef struct
{
  char *trigger;
  char **required;
  Subschema *schema;
} SchemaDependency;

typedef struct
{
  guint64 min_properties, max_properties;
  GHashTable *members; /* name to SchemaMember */
  InlayJsonDocument *member_names; /* of @members, in the order of @members_by_name */
  SchemaNames *members_by_name;    /* the same as @members, for finding */
  GPtrArray *order;    /* names of `properties`, borrowed from @members */
  GPtrArray *required; /* likewise */
  GArray *patterns;
  GArray *dependencies;
  Subschema *additional;
  Subschema *names;
  Subschema *unevaluated;
} SchemaObjectRules;

typedef struct
{
  Subschema *ref;
  Subschema *dynamic_ref;
  char *dynamic_name; /* set when the target may differ by scope */
  guint dynamic;      /* its number */
  SchemaList all_of, any_of, one_of;
  Subschema *not_schema, *if_schema, *then_schema, *else_schema;
} SchemaApply;

struct _Subschema
{
  enum { SUBSCHEMA_FALSE, SUBSCHEMA_TRUE, SUBSCHEMA_RULES } kind;
  guint types;         /* InlayJsonTypes; 0 when any is fine */
  guint plain;         /* those of which nothing more is asked */
  gboolean is_leaf;    /* asks nothing of members, items or other subschemas */
  gboolean asks_value; /* has an enum, const, or rules for numbers or text */
  const Subschema *stands_for; /* when it is nothing but a reference within its resource */
  const char *keyword; /* under which it stands; interned */
  char *pointer;
  SchemaResource *resource;
  JsonNode *node; /* borrowed from the document */
  InlayJsonDocument *constant;
  const InlayJsonCell *constant_value; /* its root */
  SchemaEnum *enumeration;
  SchemaNumberRules *number;
  SchemaTextRules *text;
  SchemaArrayRules *array;
  SchemaObjectRules *object;
  SchemaApply *apply;
  guint height; /* of the in-place part; 0 unknown */
  guint visiting : 1;
};

struct _InlaySchema
{
  gatomicrefcount ref_count;
  InlaySchemaFlags flags;
  Subschema *root;
  GPtrArray *documents;
  GPtrArray *resources;
  GPtrArray *subschemas;
  GHashTable *patterns; /* source to SchemaPattern */
};

JsonNode  *inlay_schema_meta_lookup         (const char         *uri);
char      *inlay_schema_uri_resolve         (const char         *base,
                                             const char         *reference);

void       inlay_subschema_free             (Subschema          *self);
void       inlay_schema_resource_free       (SchemaResource     *self);
void       inlay_schema_document_free       (SchemaDocument     *self);

/* Makes the part of the rules that is asked for, when it is not there yet. */
SchemaNumberRules *
           inlay_subschema_need_number      (Subschema          *self);
SchemaTextRules *
           inlay_subschema_need_text        (Subschema          *self);
SchemaArrayRules *
           inlay_subschema_need_array       (Subschema          *self);
SchemaObjectRules *
           inlay_subschema_need_object      (Subschema          *self);
SchemaApply *
           inlay_subschema_need_apply       (Subschema          *self);
SchemaMember *
           inlay_schema_object_need_member  (SchemaObjectRules  *self,
                                             const char         *name);

/* Returns: (transfer full): the pointer of @keyword, with the address of another document */
char      *inlay_subschema_dup_path         (const Subschema    *self,
                                             const char         *keyword);

/* Makes a subschema that does not change any more quick to evaluate; first all are sealed, then
 * all led on, then all indexed. */
void       inlay_subschema_seal             (Subschema          *self);
void       inlay_subschema_lead_on          (Subschema          *self);
void       inlay_subschema_index            (Subschema          *self);

/* Calls @func with each subschema that is applied in place, to the same value. Stops at FALSE. */
typedef gboolean (* SubschemaFunc)          (Subschema          *applied,
                                             gpointer            user_data);
gboolean   inlay_subschema_foreach_in_place (const Subschema    *self,
                                             SubschemaFunc       func,
                                             gpointer            user_data);

G_END_DECLS
