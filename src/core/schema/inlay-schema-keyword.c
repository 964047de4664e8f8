/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-compiler-private.h"

#include <math.h>

typedef enum
{
  DIALECT_2020_12 = 1 << INLAY_SCHEMA_DIALECT_2020_12,
  DIALECT_07 = 1 << INLAY_SCHEMA_DIALECT_07,
  DIALECT_ANY = DIALECT_2020_12 | DIALECT_07,
} Dialects;

/* The part of the rules that a keyword writes to. */
typedef enum
{
  PART_NONE,
  PART_NUMBER,
  PART_TEXT,
  PART_ARRAY,
  PART_OBJECT,
  PART_APPLY,
} Part;

typedef struct _Keyword Keyword;

struct _Keyword
{
  const char *name;
  Dialects dialects;
  SchemaVocabulary vocabulary;
  gboolean (*read) (SchemaPlace   *place,
                    const Keyword *keyword,
                    JsonNode      *value,
                    GError       **error);
  Part part;
  gsize offset; /* in the part */
};

static gpointer
get_target (SchemaPlace   *place,
            const Keyword *keyword)
{
  gpointer part = NULL;

  switch (keyword->part)
    {
    case PART_NUMBER:
      part = inlay_subschema_need_number (place->self);
      break;
    case PART_TEXT:
      part = inlay_subschema_need_text (place->self);
      break;
    case PART_ARRAY:
      part = inlay_subschema_need_array (place->self);
      break;
    case PART_OBJECT:
      part = inlay_subschema_need_object (place->self);
      break;
    case PART_APPLY:
      part = inlay_subschema_need_apply (place->self);
      break;
    case PART_NONE:
    default:
      g_assert_not_reached ();
    }
  return G_STRUCT_MEMBER_P (part, keyword->offset);
}

static const char *
get_text (JsonNode *value)
{
  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (value);
}

/* Reads the schema that stands under @tokens of @keyword. */
static Subschema *
read_child (SchemaPlace  *place,
            const char   *keyword,
            const char   *token,
            JsonNode     *value,
            GError      **error)
{
  g_autofree char *parent = inlay_json_path_append (place->self->pointer, keyword);
  g_autofree char *pointer = token != NULL ? inlay_json_path_append (parent, token)
                                           : g_steal_pointer (&parent);

  return inlay_schema_compiler_read (place->compiler, place->resource, place->resource->document,
                                     value, pointer, keyword, place->depth + 1, error);
}

static gboolean
read_schema (SchemaPlace   *place,
             const Keyword *keyword,
             JsonNode      *value,
             GError       **error)
{
  Subschema *child = read_child (place, keyword->name, NULL, value, error);
  Subschema **target = get_target (place, keyword);

  *target = child;
  return child != NULL;
}

static gboolean
read_list (SchemaPlace   *place,
           const Keyword *keyword,
           JsonNode      *value,
           GError       **error)
{
  SchemaList *list = get_target (place, keyword);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value) || json_array_get_length (json_node_get_array (value)) == 0)
    return inlay_schema_refuse (place, keyword->name, "must be a list of schemas", error);

  array = json_node_get_array (value);
  list->items = g_new0 (Subschema *, json_array_get_length (array));
  for (; list->n_items < json_array_get_length (array); list->n_items++)
    {
      g_autofree char *index = g_strdup_printf ("%u", list->n_items);
      JsonNode *element = json_array_get_element (array, list->n_items);

      list->items[list->n_items] = read_child (place, keyword->name, index, element, error);
      if (list->items[list->n_items] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Draft-07: a schema for each item, or a list for the first ones. */
static gboolean
read_items (SchemaPlace   *place,
            const Keyword *keyword,
            JsonNode      *value,
            GError       **error)
{
  static const Keyword prefix = {
    .name = "items", .part = PART_ARRAY, .offset = G_STRUCT_OFFSET (SchemaArrayRules, prefix)
  };

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return read_schema (place, keyword, value, error);
  if (json_array_get_length (json_node_get_array (value)) == 0)
    return TRUE;
  return read_list (place, &prefix, value, error);
}

/* Calls @func with each member that is a schema. */
static gboolean
read_map (SchemaPlace   *place,
          const Keyword *keyword,
          JsonNode      *value,
          gboolean     (*func) (SchemaPlace *, const char *, Subschema *, GError **),
          GError       **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return inlay_schema_refuse (place, keyword->name, "must be an object of schemas", error);

  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      Subschema *child = read_child (place, keyword->name, name, node, error);

      if (child == NULL || (func != NULL && !func (place, name, child, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_definitions (SchemaPlace   *place,
                  const Keyword *keyword,
                  JsonNode      *value,
                  GError       **error)
{
  return read_map (place, keyword, value, NULL, error);
}

static const char *
get_member_name (SchemaObjectRules *object,
                 const char        *name)
{
  gpointer key = NULL;

  inlay_schema_object_need_member (object, name);
  g_hash_table_lookup_extended (object->members, name, &key, NULL);
  return key;
}

static gboolean
add_property (SchemaPlace  *place,
              const char   *name,
              Subschema    *child,
              GError      **error)
{
  SchemaObjectRules *object = inlay_subschema_need_object (place->self);

  inlay_schema_object_need_member (object, name)->property = child;
  g_ptr_array_add (object->order, (gpointer) get_member_name (object, name));
  return TRUE;
}

static gboolean
read_properties (SchemaPlace   *place,
                 const Keyword *keyword,
                 JsonNode      *value,
                 GError       **error)
{
  return read_map (place, keyword, value, add_property, error);
}

/* Returns: (transfer none) (nullable): the pattern, compiled once for the whole schema */
static const SchemaPattern *
intern_pattern (SchemaPlace  *place,
                const char   *source,
                GError      **error)
{
  GHashTable *patterns = place->compiler->schema->patterns;
  SchemaPattern *pattern = g_hash_table_lookup (patterns, source);

  if (pattern == NULL && (pattern = inlay_schema_pattern_new (source, error)))
    g_hash_table_insert (patterns, (gpointer) inlay_schema_pattern_get_source (pattern), pattern);
  if (pattern == NULL)
    g_prefix_error (error, "%s: ", *place->self->pointer != '\0' ? place->self->pointer : "/");
  return pattern;
}

static gboolean
add_pattern_property (SchemaPlace  *place,
                      const char   *name,
                      Subschema    *child,
                      GError      **error)
{
  SchemaPatternRule rule = { intern_pattern (place, name, error), child };

  if (rule.pattern != NULL)
    g_array_append_val (inlay_subschema_need_object (place->self)->patterns, rule);
  return rule.pattern != NULL;
}

static gboolean
read_pattern_properties (SchemaPlace   *place,
                         const Keyword *keyword,
                         JsonNode      *value,
                         GError       **error)
{
  return read_map (place, keyword, value, add_pattern_property, error);
}

static gboolean
read_pattern (SchemaPlace   *place,
              const Keyword *keyword,
              JsonNode      *value,
              GError       **error)
{
  const char *source = get_text (value);
  const SchemaPattern **target = get_target (place, keyword);

  if (source == NULL)
    return inlay_schema_refuse (place, keyword->name, "must be a string", error);
  *target = intern_pattern (place, source, error);
  return *target != NULL;
}

static gboolean
read_format (SchemaPlace   *place,
             const Keyword *keyword,
             JsonNode      *value,
             GError       **error)
{
  const char *name = get_text (value);
  const SchemaFormat **target;

  if (name == NULL)
    return inlay_schema_refuse (place, keyword->name, "must be a string", error);
  if (!(place->compiler->schema->flags & INLAY_SCHEMA_ASSERT_FORMAT) &&
      !(place->resource->vocabularies & SCHEMA_VOCABULARY_FORMAT_ASSERTION))
    return TRUE;

  target = get_target (place, keyword);
  *target = inlay_schema_format_find (name);
  return TRUE;
}

/* Returns: whether @value is a finite number, which @number then is */
static gboolean
read_number (JsonNode     *value,
             SchemaNumber *number)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  number->is_integer = type == G_TYPE_INT64;
  number->integer = number->is_integer ? json_node_get_int (value) : 0;
  number->real = json_node_get_double (value);
  return isfinite (number->real);
}

static gboolean
read_limit (SchemaPlace   *place,
            const Keyword *keyword,
            JsonNode      *value,
            GError       **error)
{
  SchemaLimit *limit = get_target (place, keyword);

  if (!read_number (value, &limit->value))
    return inlay_schema_refuse (place, keyword->name, "must be a number", error);
  limit->node = value;
  return TRUE;
}

static gboolean
read_multiple (SchemaPlace   *place,
               const Keyword *keyword,
               JsonNode      *value,
               GError       **error)
{
  SchemaLimit *limit = get_target (place, keyword);

  if (!read_limit (place, keyword, value, error))
    return FALSE;
  if (limit->value.real <= 0)
    return inlay_schema_refuse (place, keyword->name, "must be above 0", error);
  return TRUE;
}

static gboolean
read_count (SchemaPlace   *place,
            const Keyword *keyword,
            JsonNode      *value,
            GError       **error)
{
  guint64 *count = get_target (place, keyword);
  SchemaNumber number;

  if (!read_number (value, &number) || number.real < 0 || (!number.is_integer && floor (number.real) != number.real))
    return inlay_schema_refuse (place, keyword->name, "must be a whole number from 0 up", error);
  if (number.is_integer)
    *count = (guint64) number.integer;
  else
    *count = number.real < 9e18 ? (guint64) number.real : G_MAXUINT64;
  return TRUE;
}

static gboolean
read_unique (SchemaPlace   *place,
             const Keyword *keyword,
             JsonNode      *value,
             GError       **error)
{
  gboolean *unique = get_target (place, keyword);

  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    return inlay_schema_refuse (place, keyword->name, "must be true or false", error);
  *unique = json_node_get_boolean (value);
  return TRUE;
}

static gboolean
check_names (SchemaPlace  *place,
             const char   *keyword,
             JsonNode     *value,
             GError      **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (get_text (json_array_get_element (array, i)) == NULL)
      array = NULL;
  if (array == NULL)
    return inlay_schema_refuse (place, keyword, "must be a list of names", error);
  return TRUE;
}

static gboolean
read_required (SchemaPlace   *place,
               const Keyword *keyword,
               JsonNode      *value,
               GError       **error)
{
  SchemaObjectRules *object = inlay_subschema_need_object (place->self);
  JsonArray *array;

  if (!check_names (place, keyword->name, value, error))
    return FALSE;

  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *name = json_array_get_string_element (array, i);
      SchemaMember *member = inlay_schema_object_need_member (object, name);

      if (!member->required)
        g_ptr_array_add (object->required, (gpointer) get_member_name (object, name));
      member->required = TRUE;
    }
  return TRUE;
}

static void
add_dependency (SchemaPlace *place,
                const char  *trigger,
                JsonNode    *names,
                Subschema   *schema)
{
  SchemaDependency dependency = { .trigger = g_strdup (trigger), .schema = schema };

  if (names != NULL)
    {
      JsonArray *array = json_node_get_array (names);
      guint n_names = json_array_get_length (array);

      dependency.required = g_new0 (char *, n_names + 1);
      for (guint i = 0; i < n_names; i++)
        dependency.required[i] = g_strdup (json_array_get_string_element (array, i));
    }
  g_array_append_val (inlay_subschema_need_object (place->self)->dependencies, dependency);
}

static gboolean
add_dependent_schema (SchemaPlace  *place,
                      const char   *name,
                      Subschema    *child,
                      GError      **error)
{
  add_dependency (place, name, NULL, child);
  return TRUE;
}

static gboolean
read_dependent_schemas (SchemaPlace   *place,
                        const Keyword *keyword,
                        JsonNode      *value,
                        GError       **error)
{
  return read_map (place, keyword, value, add_dependent_schema, error);
}

/* `dependencies`, whose members are lists of names or schemas, and `dependentRequired`, which
 * holds lists only. */
static gboolean
read_dependencies (SchemaPlace   *place,
                   const Keyword *keyword,
                   JsonNode      *value,
                   GError       **error)
{
  gboolean lists_only = keyword->vocabulary == SCHEMA_VOCABULARY_VALIDATION;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return inlay_schema_refuse (place, keyword->name, "must be an object", error);

  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      Subschema *child = NULL;

      if (lists_only || JSON_NODE_HOLDS_ARRAY (node))
        {
          if (!check_names (place, keyword->name, node, error))
            return FALSE;
          add_dependency (place, name, node, NULL);
          continue;
        }
      if (!(child = read_child (place, keyword->name, name, node, error)))
        return FALSE;
      add_dependency (place, name, NULL, child);
    }
  return TRUE;
}

static guint
find_type (const char *name)
{
  static const char * const names[] = {
    "null", "boolean", "integer", "number", "string", "array", "object"
  };

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return 1u << i;
  return 0;
}

static gboolean
read_type (SchemaPlace   *place,
           const Keyword *keyword,
           JsonNode      *value,
           GError       **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    {
      place->self->types = find_type (get_text (value));
      return place->self->types != 0 ||
             inlay_schema_refuse (place, keyword->name, "names an unknown type", error);
    }

  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      guint type = find_type (get_text (json_array_get_element (array, i)));

      if (type == 0)
        return inlay_schema_refuse (place, keyword->name, "names an unknown type", error);
      place->self->types |= type;
    }
  return place->self->types != 0 ||
         inlay_schema_refuse (place, keyword->name, "must name a type", error);
}

static gboolean
read_enum (SchemaPlace   *place,
           const Keyword *keyword,
           JsonNode      *value,
           GError       **error)
{
  InlayJsonDocument *values = JSON_NODE_HOLDS_ARRAY (value) ? inlay_json_document_new (value) : NULL;
  const InlayJsonCell *cell;
  SchemaEnum *choice;

  if (values == NULL)
    return inlay_schema_refuse (place, keyword->name, "must be a list of values", error);

  place->self->enumeration = choice = g_new0 (SchemaEnum, 1);
  choice->document = values;
  choice->values = inlay_json_document_get_root (values);
  choice->only_strings = TRUE;
  cell = choice->values;
  choice->names = inlay_schema_names_new (cell->length);
  cell++;
  for (guint i = cell[-1].length; i > 0; i--, cell = inlay_json_cell_next (cell))
    if (cell->types & INLAY_JSON_TYPE_STRING)
      inlay_schema_names_add (choice->names, cell, choice);
    else
      choice->only_strings = FALSE;
  return TRUE;
}

static gboolean
read_const (SchemaPlace   *place,
            const Keyword *keyword,
            JsonNode      *value,
            GError       **error)
{
  place->self->constant = inlay_json_document_new (value);
  if (place->self->constant == NULL)
    return inlay_schema_refuse (place, keyword->name, "is nested too deep", error);
  place->self->constant_value = inlay_json_document_get_root (place->self->constant);
  return TRUE;
}

static gboolean
read_ref (SchemaPlace   *place,
          const Keyword *keyword,
          JsonNode      *value,
          GError       **error)
{
  const char *reference = get_text (value);

  if (reference == NULL)
    return inlay_schema_refuse (place, keyword->name, "must be a string", error);
  inlay_schema_compiler_refer (place, reference, keyword->dialects == DIALECT_2020_12);
  return TRUE;
}

#define NUMBER(field) PART_NUMBER, G_STRUCT_OFFSET (SchemaNumberRules, field)
#define TEXT(field) PART_TEXT, G_STRUCT_OFFSET (SchemaTextRules, field)
#define ARRAY(field) PART_ARRAY, G_STRUCT_OFFSET (SchemaArrayRules, field)
#define OBJECT(field) PART_OBJECT, G_STRUCT_OFFSET (SchemaObjectRules, field)
#define APPLY(field) PART_APPLY, G_STRUCT_OFFSET (SchemaApply, field)
#define CORE SCHEMA_VOCABULARY_CORE
#define APPLICATOR SCHEMA_VOCABULARY_APPLICATOR
#define UNEVALUATED SCHEMA_VOCABULARY_UNEVALUATED
#define VALIDATION SCHEMA_VOCABULARY_VALIDATION
#define FORMAT SCHEMA_VOCABULARY_FORMAT

static const Keyword keywords[] = {
  { "$ref", DIALECT_ANY, CORE, read_ref },
  { "$dynamicRef", DIALECT_2020_12, CORE, read_ref },
  { "$defs", DIALECT_2020_12, CORE, read_definitions },
  { "definitions", DIALECT_ANY, CORE, read_definitions },

  { "allOf", DIALECT_ANY, APPLICATOR, read_list, APPLY (all_of) },
  { "anyOf", DIALECT_ANY, APPLICATOR, read_list, APPLY (any_of) },
  { "oneOf", DIALECT_ANY, APPLICATOR, read_list, APPLY (one_of) },
  { "not", DIALECT_ANY, APPLICATOR, read_schema, APPLY (not_schema) },
  { "if", DIALECT_ANY, APPLICATOR, read_schema, APPLY (if_schema) },
  { "then", DIALECT_ANY, APPLICATOR, read_schema, APPLY (then_schema) },
  { "else", DIALECT_ANY, APPLICATOR, read_schema, APPLY (else_schema) },
  { "dependencies", DIALECT_ANY, APPLICATOR, read_dependencies },
  { "dependentSchemas", DIALECT_2020_12, APPLICATOR, read_dependent_schemas },
  { "properties", DIALECT_ANY, APPLICATOR, read_properties },
  { "patternProperties", DIALECT_ANY, APPLICATOR, read_pattern_properties },
  { "additionalProperties", DIALECT_ANY, APPLICATOR, read_schema, OBJECT (additional) },
  { "propertyNames", DIALECT_ANY, APPLICATOR, read_schema, OBJECT (names) },
  { "prefixItems", DIALECT_2020_12, APPLICATOR, read_list, ARRAY (prefix) },
  { "items", DIALECT_2020_12, APPLICATOR, read_schema, ARRAY (items) },
  { "items", DIALECT_07, APPLICATOR, read_items, ARRAY (items) },
  { "additionalItems", DIALECT_07, APPLICATOR, read_schema, ARRAY (additional) },
  { "contains", DIALECT_ANY, APPLICATOR, read_schema, ARRAY (contains) },
  { "unevaluatedItems", DIALECT_2020_12, UNEVALUATED, read_schema, ARRAY (unevaluated) },
  { "unevaluatedProperties", DIALECT_2020_12, UNEVALUATED, read_schema, OBJECT (unevaluated) },

  { "type", DIALECT_ANY, VALIDATION, read_type },
  { "enum", DIALECT_ANY, VALIDATION, read_enum },
  { "const", DIALECT_ANY, VALIDATION, read_const },
  { "minimum", DIALECT_ANY, VALIDATION, read_limit, NUMBER (minimum) },
  { "maximum", DIALECT_ANY, VALIDATION, read_limit, NUMBER (maximum) },
  { "exclusiveMinimum", DIALECT_ANY, VALIDATION, read_limit, NUMBER (exclusive_minimum) },
  { "exclusiveMaximum", DIALECT_ANY, VALIDATION, read_limit, NUMBER (exclusive_maximum) },
  { "multipleOf", DIALECT_ANY, VALIDATION, read_multiple, NUMBER (multiple) },
  { "minLength", DIALECT_ANY, VALIDATION, read_count, TEXT (min_length) },
  { "maxLength", DIALECT_ANY, VALIDATION, read_count, TEXT (max_length) },
  { "pattern", DIALECT_ANY, VALIDATION, read_pattern, TEXT (pattern) },
  { "minItems", DIALECT_ANY, VALIDATION, read_count, ARRAY (min_items) },
  { "maxItems", DIALECT_ANY, VALIDATION, read_count, ARRAY (max_items) },
  { "uniqueItems", DIALECT_ANY, VALIDATION, read_unique, ARRAY (unique) },
  { "minContains", DIALECT_2020_12, VALIDATION, read_count, ARRAY (min_contains) },
  { "maxContains", DIALECT_2020_12, VALIDATION, read_count, ARRAY (max_contains) },
  { "minProperties", DIALECT_ANY, VALIDATION, read_count, OBJECT (min_properties) },
  { "maxProperties", DIALECT_ANY, VALIDATION, read_count, OBJECT (max_properties) },
  { "required", DIALECT_ANY, VALIDATION, read_required },
  { "dependentRequired", DIALECT_2020_12, VALIDATION, read_dependencies },

  { "format", DIALECT_ANY, FORMAT, read_format, TEXT (format) },
};

static const Keyword *
find_keyword (const SchemaPlace *place,
              const char        *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (*keywords[i].name == *name && g_str_equal (keywords[i].name, name) &&
        keywords[i].dialects & (1u << place->resource->dialect) &&
        keywords[i].vocabulary & place->resource->vocabularies)
      return &keywords[i];
  return NULL;
}

/* What a keyword means beside another one. */
static void
finish_array (SchemaPlace *place)
{
  SchemaArrayRules *array = place->self->array;

  if (array == NULL)
    return;
  if (array->prefix.n_items > 0 && place->resource->dialect == INLAY_SCHEMA_DIALECT_07)
    array->items = array->additional;
}

gboolean
inlay_schema_keywords_read (SchemaPlace  *place,
                            JsonObject   *object,
                            GError      **error)
{
  gboolean alone = place->resource->dialect == INLAY_SCHEMA_DIALECT_07 &&
                   json_object_has_member (object, "$ref");
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      const Keyword *keyword = find_keyword (place, name);

      /* Up to draft-07 nothing beside `$ref` counts, but what it refers to may stand there. */
      if (keyword == NULL || (alone && keyword->vocabulary != CORE))
        continue;
      if (!keyword->read (place, keyword, value, error))
        return FALSE;
    }
  finish_array (place);
  return TRUE;
}
