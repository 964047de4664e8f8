/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

/* @name is that of the member, in front of its value. */
static gboolean
eval_member (SchemaFrame         *frame,
             const Subschema     *schema,
             const InlayJsonCell *name)
{
  SchemaStep step = { frame->step, name->text, 0 };

  return inlay_schema_eval (frame->eval, schema, name + 1, frame->scope, &step, NULL);
}

static gboolean
eval_name (SchemaFrame         *frame,
           const Subschema     *schema,
           const InlayJsonCell *name)
{
  g_autoptr (GPtrArray) reasons = NULL;
  GPtrArray *errors = frame->eval->errors;
  const char *reason = "is not allowed";
  gboolean valid;

  if (errors == NULL)
    return inlay_schema_eval (frame->eval, schema, name, frame->scope, frame->step, NULL);

  reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  frame->eval->errors = reasons;
  valid = inlay_schema_eval (frame->eval, schema, name, frame->scope, frame->step, NULL);
  frame->eval->errors = errors;
  if (valid)
    return TRUE;
  if (reasons->len > 0 && schema->kind != SUBSCHEMA_FALSE)
    reason = inlay_schema_error_get_message (g_ptr_array_index (reasons, 0));
  return SCHEMA_FAIL (frame, "propertyNames", name->text, "the name “%s” %s", name->text, reason);
}

/* What the patterns say of a member. @known tells whether one of them matched. */
static gboolean
eval_patterns (SchemaFrame         *frame,
               GArray              *patterns,
               const InlayJsonCell *name,
               gboolean            *known)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < patterns->len; i++)
    {
      const SchemaPatternRule *rule = &g_array_index (patterns, SchemaPatternRule, i);
      SchemaMatch match = inlay_schema_pattern_match (rule->pattern, name->text);

      if (match == SCHEMA_MATCH_LIMIT)
        return inlay_schema_eval_give_up (frame->eval, "takes too long to compare with a pattern");
      if (match == SCHEMA_MATCH_NO)
        continue;
      *known = TRUE;
      if (!inlay_schema_eval_note (frame, &valid, eval_member (frame, rule->schema, name)))
        return FALSE;
    }
  return valid;
}

static gboolean
eval_one (SchemaFrame             *frame,
          const SchemaObjectRules *rules,
          const SchemaName        *member,
          const InlayJsonCell     *name,
          guint                    index)
{
  gboolean known = member != NULL && member->value != NULL;
  gboolean valid = TRUE;

  if (rules->names != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_name (frame, rules->names, name)))
    return FALSE;
  if (known &&
      !inlay_schema_eval_note (frame, &valid, eval_member (frame, member->value, name)))
    return FALSE;
  if (rules->patterns->len > 0 &&
      !inlay_schema_eval_note (frame, &valid,
                               eval_patterns (frame, rules->patterns, name, &known)))
    return FALSE;
  if (!known && rules->additional != NULL)
    {
      known = TRUE;
      inlay_schema_eval_note (frame, &valid, eval_member (frame, rules->additional, name));
    }
  if (known && frame->marks != NULL)
    inlay_schema_marks_add (frame->marks, index);
  return valid;
}

static gboolean
fail_required (SchemaFrame             *frame,
               const SchemaObjectRules *rules)
{
  if (frame->eval->errors == NULL)
    return FALSE;
  for (guint i = 0; i < rules->required->len; i++)
    {
      const char *name = g_ptr_array_index (rules->required, i);

      if (inlay_json_cell_get (frame->value, name) == NULL)
        SCHEMA_FAIL (frame, "required", name, "must have “%s”", name);
    }
  return FALSE;
}

/* As eval_one(), where no patterns ask and no names are asked of. */
static inline gboolean
eval_simple (SchemaFrame             *frame,
             const SchemaObjectRules *rules,
             const SchemaName        *member,
             const InlayJsonCell     *name,
             guint                    index)
{
  const Subschema *schema = member != NULL && member->value != NULL ? member->value : rules->additional;

  if (schema == NULL)
    return TRUE;
  if (frame->marks != NULL)
    inlay_schema_marks_add (frame->marks, index);
  return (member != NULL && member->plain & name[1].types) || eval_member (frame, schema, name);
}

/* One walk over the members; the required ones are counted on the way. */
static gboolean
eval_members (SchemaFrame             *frame,
              const SchemaObjectRules *rules)
{
  const InlayJsonCell *name = frame->value + 1;
  gboolean simple = rules->names == NULL && rules->patterns->len == 0;
  guint n_required = 0;
  gboolean valid = TRUE;

  for (guint i = 0; i < frame->value->length; i++, name = inlay_json_cell_next (name + 1))
    {
      const SchemaName *member = inlay_schema_names_lookup (rules->members_by_name, name);

      n_required += member != NULL && member->required;
      if (!inlay_schema_eval_note (frame, &valid,
                                   simple ? eval_simple (frame, rules, member, name, i)
                                          : eval_one (frame, rules, member, name, i)))
        return FALSE;
    }

  if (n_required < rules->required->len)
    valid = fail_required (frame, rules);
  return valid;
}

static gboolean
eval_dependency (SchemaFrame            *frame,
                 const SchemaDependency *dependency)
{
  gboolean valid = TRUE;

  if (inlay_json_cell_get (frame->value, dependency->trigger) == NULL)
    return TRUE;
  if (dependency->schema != NULL)
    return inlay_schema_eval_in_place (frame, dependency->schema, frame->marks);

  for (char **name = dependency->required; *name != NULL; name++)
    if (inlay_json_cell_get (frame->value, *name) == NULL)
      {
        valid = SCHEMA_FAIL (frame, "dependentRequired", *name, "must have “%s” beside “%s”",
                             *name, dependency->trigger);
        if (frame->eval->errors == NULL)
          break;
      }
  return valid;
}

static gboolean
eval_count (SchemaFrame             *frame,
            const SchemaObjectRules *rules,
            guint                    size)
{
  if (size < rules->min_properties)
    return SCHEMA_FAIL (frame, "minProperties", NULL,
                        "must have at least %" G_GUINT64_FORMAT " member%s",
                        rules->min_properties, rules->min_properties == 1 ? "" : "s");
  if (size > rules->max_properties)
    return SCHEMA_FAIL (frame, "maxProperties", NULL,
                        "must have at most %" G_GUINT64_FORMAT " member%s",
                        rules->max_properties, rules->max_properties == 1 ? "" : "s");
  return TRUE;
}

gboolean
inlay_schema_eval_object (SchemaFrame *frame)
{
  const SchemaObjectRules *rules = frame->self->object;
  gboolean valid = TRUE;

  if (!inlay_schema_eval_note (frame, &valid,
                               eval_count (frame, rules, frame->value->length)))
    return FALSE;
  if (!inlay_schema_eval_note (frame, &valid, eval_members (frame, rules)))
    return FALSE;
  for (guint i = 0; i < rules->dependencies->len; i++)
    {
      SchemaDependency *dependency = &g_array_index (rules->dependencies, SchemaDependency, i);

      if (!inlay_schema_eval_note (frame, &valid, eval_dependency (frame, dependency)))
        return FALSE;
    }
  return valid;
}

/* `unevaluatedProperties`, after everything else. */
gboolean
inlay_schema_eval_rest_of_object (SchemaFrame *frame)
{
  const Subschema *schema = frame->self->object->unevaluated;
  const InlayJsonCell *name = frame->value + 1;
  gboolean valid = TRUE;

  if (schema == NULL)
    return TRUE;
  for (guint i = 0; i < frame->value->length; i++, name = inlay_json_cell_next (name + 1))
    {
      if (inlay_schema_marks_has (frame->marks, i))
        continue;
      inlay_schema_marks_add (frame->marks, i);
      if (!inlay_schema_eval_note (frame, &valid, eval_member (frame, schema, name)))
        return FALSE;
    }
  return valid;
}
