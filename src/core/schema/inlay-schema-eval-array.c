/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

#define FEW_ITEMS 12

/* As inlay_json_equal() has it: 1 and 1.0 are the same, and the order of members is nothing. */
static guint
hash_node (gconstpointer data)
{
  JsonNode *node = (JsonNode *) data;
  SchemaNumber number;
  guint hash = 0;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        hash = hash * 31 + hash_node (json_array_get_element (array, i)) + 1;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &value))
        hash += g_str_hash (name) * 33 ^ hash_node (value);
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    hash = 7;
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    hash = g_str_hash (json_node_get_string (node));
  else if (inlay_schema_number_read (&number, node))
    hash = g_double_hash (&number.real);
  else
    hash = json_node_get_boolean (node) ? 11 : 13;
  return hash;
}

static gboolean
equal_nodes (gconstpointer a,
             gconstpointer b)
{
  return inlay_json_equal ((JsonNode *) a, (JsonNode *) b);
}

static gboolean
fail_unique (SchemaFrame *frame,
             guint        first,
             guint        second)
{
  return SCHEMA_FAIL (frame, "uniqueItems", NULL,
                      "must not repeat anything: %u and %u are the same", first + 1, second + 1);
}

static gboolean
eval_unique (SchemaFrame *frame,
             JsonArray   *array)
{
  g_autoptr (GHashTable) seen = NULL;
  guint length = json_array_get_length (array);

  if (length <= FEW_ITEMS)
    {
      for (guint i = 1; i < length; i++)
        for (guint j = 0; j < i; j++)
          if (inlay_json_equal (json_array_get_element (array, i),
                                json_array_get_element (array, j)))
            return fail_unique (frame, j, i);
      return TRUE;
    }

  seen = g_hash_table_new (hash_node, equal_nodes);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      gpointer first;

      if (g_hash_table_lookup_extended (seen, item, NULL, &first))
        return fail_unique (frame, GPOINTER_TO_UINT (first), i);
      g_hash_table_insert (seen, item, GUINT_TO_POINTER (i));
    }
  return TRUE;
}

static gboolean
eval_item (SchemaFrame     *frame,
           const Subschema *schema,
           JsonArray       *array,
           guint            index)
{
  SchemaStep step = { frame->step, NULL, index };

  return inlay_schema_eval (frame->eval, schema, json_array_get_element (array, index),
                            frame->scope, &step, NULL);
}

static gboolean
matches_quietly (SchemaFrame     *frame,
                 const Subschema *schema,
                 JsonArray       *array,
                 guint            index)
{
  GPtrArray *errors = frame->eval->errors;
  gboolean valid;

  frame->eval->errors = NULL;
  valid = eval_item (frame, schema, array, index);
  frame->eval->errors = errors;
  return valid;
}

static gboolean
eval_contains (SchemaFrame            *frame,
               const SchemaArrayRules *rules,
               JsonArray              *array)
{
  guint64 n_matches = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (!matches_quietly (frame, rules->contains, array, i))
        continue;
      n_matches++;
      if (frame->marks != NULL)
        inlay_schema_marks_add (frame->marks, i);
      else if (n_matches >= rules->min_contains && rules->max_contains == G_MAXUINT64)
        return TRUE;
    }

  if (n_matches < rules->min_contains)
    return SCHEMA_FAIL (frame, rules->min_contains == 1 ? "contains" : "minContains", NULL,
                        "must have at least %" G_GUINT64_FORMAT " fitting entr%s and has %"
                        G_GUINT64_FORMAT, rules->min_contains,
                        rules->min_contains == 1 ? "y" : "ies", n_matches);
  if (n_matches > rules->max_contains)
    return SCHEMA_FAIL (frame, "maxContains", NULL,
                        "must have at most %" G_GUINT64_FORMAT " fitting entr%s and has %"
                        G_GUINT64_FORMAT, rules->max_contains,
                        rules->max_contains == 1 ? "y" : "ies", n_matches);
  return TRUE;
}

static gboolean
eval_items (SchemaFrame            *frame,
            const SchemaArrayRules *rules,
            JsonArray              *array)
{
  guint length = json_array_get_length (array);
  gboolean valid = TRUE;

  for (guint i = 0; i < length; i++)
    {
      const Subschema *schema = i < rules->prefix.n_items ? rules->prefix.items[i] : rules->items;

      if (schema == NULL)
        break;
      if (frame->marks != NULL)
        inlay_schema_marks_add (frame->marks, i);
      if (!inlay_schema_eval_note (frame, &valid, eval_item (frame, schema, array, i)))
        return FALSE;
    }
  return valid;
}

static gboolean
eval_count (SchemaFrame            *frame,
            const SchemaArrayRules *rules,
            guint                   length)
{
  if (length < rules->min_items)
    return SCHEMA_FAIL (frame, "minItems", NULL,
                        "must have at least %" G_GUINT64_FORMAT " entr%s",
                        rules->min_items, rules->min_items == 1 ? "y" : "ies");
  if (length > rules->max_items)
    return SCHEMA_FAIL (frame, "maxItems", NULL,
                        "must have at most %" G_GUINT64_FORMAT " entr%s",
                        rules->max_items, rules->max_items == 1 ? "y" : "ies");
  return TRUE;
}

gboolean
inlay_schema_eval_array (SchemaFrame *frame)
{
  const SchemaArrayRules *rules = frame->self->array;
  JsonArray *array = json_node_get_array (frame->value);
  gboolean valid = TRUE;

  if (!inlay_schema_eval_note (frame, &valid,
                               eval_count (frame, rules, json_array_get_length (array))))
    return FALSE;
  if ((rules->prefix.n_items > 0 || rules->items != NULL) &&
      !inlay_schema_eval_note (frame, &valid, eval_items (frame, rules, array)))
    return FALSE;
  if (rules->contains != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_contains (frame, rules, array)))
    return FALSE;
  if (rules->unique)
    inlay_schema_eval_note (frame, &valid, eval_unique (frame, array));
  return valid;
}

/* `unevaluatedItems`, after everything else. */
gboolean
inlay_schema_eval_rest_of_array (SchemaFrame *frame)
{
  const Subschema *schema = frame->self->array->unevaluated;
  JsonArray *array = json_node_get_array (frame->value);
  gboolean valid = TRUE;

  if (schema == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (inlay_schema_marks_has (frame->marks, i))
        continue;
      inlay_schema_marks_add (frame->marks, i);
      if (!inlay_schema_eval_note (frame, &valid, eval_item (frame, schema, array, i)))
        return FALSE;
    }
  return valid;
}
