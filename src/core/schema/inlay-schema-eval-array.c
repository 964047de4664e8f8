/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

#define FEW_ITEMS 12

static gboolean
fail_unique (SchemaFrame *frame,
             guint        first,
             guint        second)
{
  return SCHEMA_FAIL (frame, "uniqueItems", NULL,
                      "must not repeat anything: %u and %u are the same", first + 1, second + 1);
}

static gboolean
eval_unique_of_few (SchemaFrame *frame)
{
  const InlayJsonCell *items[FEW_ITEMS], *item = frame->value + 1;

  for (guint i = 0; i < frame->value->length; i++, item = inlay_json_cell_next (item))
    {
      items[i] = item;
      for (guint j = 0; j < i; j++)
        if (inlay_json_cell_equal (items[j], item))
          return fail_unique (frame, j, i);
    }
  return TRUE;
}

static guint
hash_cell (gconstpointer cell)
{
  return ((const InlayJsonCell *) cell)->hash;
}

static gboolean
equal_cells (gconstpointer a,
             gconstpointer b)
{
  return inlay_json_cell_equal (a, b);
}

static gboolean
eval_unique (SchemaFrame *frame)
{
  g_autoptr (GHashTable) seen = NULL;
  const InlayJsonCell *item = frame->value + 1;

  if (frame->value->length <= FEW_ITEMS)
    return eval_unique_of_few (frame);

  seen = g_hash_table_new (hash_cell, equal_cells);
  for (guint i = 0; i < frame->value->length; i++, item = inlay_json_cell_next (item))
    {
      gpointer first;

      if (g_hash_table_lookup_extended (seen, item, NULL, &first))
        return fail_unique (frame, GPOINTER_TO_UINT (first), i);
      g_hash_table_insert (seen, (gpointer) item, GUINT_TO_POINTER (i));
    }
  return TRUE;
}

static gboolean
eval_item (SchemaFrame         *frame,
           const Subschema     *schema,
           const InlayJsonCell *item,
           guint                index)
{
  SchemaStep step = { frame->step, NULL, index };

  return inlay_schema_eval (frame->eval, schema, item, frame->scope, &step, NULL);
}

static gboolean
matches_quietly (SchemaFrame         *frame,
                 const Subschema     *schema,
                 const InlayJsonCell *item,
                 guint                index)
{
  GPtrArray *errors = frame->eval->errors;
  gboolean valid;

  frame->eval->errors = NULL;
  valid = eval_item (frame, schema, item, index);
  frame->eval->errors = errors;
  return valid;
}

static gboolean
eval_contains (SchemaFrame            *frame,
               const SchemaArrayRules *rules)
{
  const InlayJsonCell *item = frame->value + 1;
  guint64 n_matches = 0;

  for (guint i = 0; i < frame->value->length; i++, item = inlay_json_cell_next (item))
    {
      if (!matches_quietly (frame, rules->contains, item, i))
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
            const SchemaArrayRules *rules)
{
  const InlayJsonCell *item = frame->value + 1;
  gboolean valid = TRUE;

  for (guint i = 0; i < frame->value->length; i++, item = inlay_json_cell_next (item))
    {
      const Subschema *schema = i < rules->prefix.n_items ? rules->prefix.items[i] : rules->items;

      if (schema == NULL)
        break;
      if (frame->marks != NULL)
        inlay_schema_marks_add (frame->marks, i);
      if (!inlay_schema_is_plain (schema, item) &&
          !inlay_schema_eval_note (frame, &valid, eval_item (frame, schema, item, i)))
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
  gboolean valid = TRUE;

  if (!inlay_schema_eval_note (frame, &valid,
                               eval_count (frame, rules, frame->value->length)))
    return FALSE;
  if ((rules->prefix.n_items > 0 || rules->items != NULL) &&
      !inlay_schema_eval_note (frame, &valid, eval_items (frame, rules)))
    return FALSE;
  if (rules->contains != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_contains (frame, rules)))
    return FALSE;
  if (rules->unique)
    inlay_schema_eval_note (frame, &valid, eval_unique (frame));
  return valid;
}

/* `unevaluatedItems`, after everything else. */
gboolean
inlay_schema_eval_rest_of_array (SchemaFrame *frame)
{
  const Subschema *schema = frame->self->array->unevaluated;
  const InlayJsonCell *item = frame->value + 1;
  gboolean valid = TRUE;

  if (schema == NULL)
    return TRUE;
  for (guint i = 0; i < frame->value->length; i++, item = inlay_json_cell_next (item))
    {
      if (inlay_schema_marks_has (frame->marks, i))
        continue;
      inlay_schema_marks_add (frame->marks, i);
      if (!inlay_schema_eval_note (frame, &valid, eval_item (frame, schema, item, i)))
        return FALSE;
    }
  return valid;
}
