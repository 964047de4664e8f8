/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-compiler-private.h"

#include <string.h>

#define VOCABULARY_PREFIX "https://json-schema.org/draft/2020-12/vocab/"
#define MAX_META_DEPTH 8

/* Draft-06 is draft-07 without conditions and a few annotations. */
static const struct
{
  const char *uri;
  InlaySchemaDialect dialect;
} dialects[] = {
  { "https://json-schema.org/draft/2020-12/schema", INLAY_SCHEMA_DIALECT_2020_12 },
  { "http://json-schema.org/draft-07/schema", INLAY_SCHEMA_DIALECT_07 },
  { "https://json-schema.org/draft-07/schema", INLAY_SCHEMA_DIALECT_07 },
  { "http://json-schema.org/draft-06/schema", INLAY_SCHEMA_DIALECT_07 },
};

static const struct
{
  const char *name;
  SchemaVocabulary vocabulary;
} vocabularies[] = {
  { "core", SCHEMA_VOCABULARY_CORE },
  { "applicator", SCHEMA_VOCABULARY_APPLICATOR },
  { "unevaluated", SCHEMA_VOCABULARY_UNEVALUATED },
  { "validation", SCHEMA_VOCABULARY_VALIDATION },
  { "format-annotation", SCHEMA_VOCABULARY_FORMAT },
  { "format-assertion", SCHEMA_VOCABULARY_FORMAT | SCHEMA_VOCABULARY_FORMAT_ASSERTION },
  { "meta-data", 0 },
  { "content", 0 },
};

SchemaVocabulary
inlay_schema_dialect_defaults (InlaySchemaDialect dialect)
{
  return SCHEMA_VOCABULARY_CORE | SCHEMA_VOCABULARY_APPLICATOR | SCHEMA_VOCABULARY_UNEVALUATED |
         SCHEMA_VOCABULARY_VALIDATION | SCHEMA_VOCABULARY_FORMAT;
}

static gboolean
read_vocabulary (const char        *uri,
                 gboolean           needed,
                 SchemaVocabulary  *known,
                 GError           **error)
{
  const char *name = uri;

  if (g_str_has_prefix (uri, VOCABULARY_PREFIX))
    name += strlen (VOCABULARY_PREFIX);
  for (guint i = 0; name != uri && i < G_N_ELEMENTS (vocabularies); i++)
    if (g_str_equal (vocabularies[i].name, name))
      {
        *known |= vocabularies[i].vocabulary;
        return TRUE;
      }

  if (needed)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 "the vocabulary %s that the schema needs is not known", uri);
  return !needed;
}

static gboolean
read_vocabularies (JsonObject        *object,
                   SchemaVocabulary  *known,
                   GError           **error)
{
  JsonObjectIter iter;
  const char *uri;
  JsonNode *node;

  *known = SCHEMA_VOCABULARY_CORE;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &uri, &node))
    {
      gboolean needed = JSON_NODE_HOLDS_VALUE (node) &&
                        json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
                        json_node_get_boolean (node);

      if (!read_vocabulary (uri, needed, known, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_known (const char         *uri,
            InlaySchemaDialect *dialect)
{
  gsize length = strcspn (uri, "#");

  if (uri[length] != '\0' && uri[length + 1] != '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (strlen (dialects[i].uri) == length && strncmp (dialects[i].uri, uri, length) == 0)
      {
        *dialect = dialects[i].dialect;
        return TRUE;
      }
  return FALSE;
}

/* A meta-schema that is not one of the known ones names its vocabularies and has a meta-schema
 * itself, until a known one is reached. */
gboolean
inlay_schema_dialect_read (SchemaCompiler      *compiler,
                           const char          *uri,
                           InlaySchemaDialect  *dialect,
                           SchemaVocabulary    *known,
                           GError             **error)
{
  const char *asked = uri;
  JsonNode *meta;

  *known = 0;
  for (guint depth = 0; depth < MAX_META_DEPTH && uri != NULL; depth++)
    {
      JsonObject *object;

      if (find_known (uri, dialect))
        {
          if (*known == 0)
            *known = inlay_schema_dialect_defaults (*dialect);
          return TRUE;
        }
      if (!(meta = inlay_schema_compiler_find_node (compiler, uri)) ||
          !JSON_NODE_HOLDS_OBJECT (meta))
        break;
      if (*known == 0 && (object = inlay_json_get_object (meta, "$vocabulary")) &&
          !read_vocabularies (object, known, error))
        return FALSE;
      uri = inlay_json_get_string (meta, "$schema");
    }

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "$schema names %s, which is not a known dialect", asked);
  return FALSE;
}
