/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

char *
inlay_schema_step_dup_path (const SchemaStep *step)
{
  g_autofree char *parent = NULL;
  char index[16];

  if (step == NULL)
    return g_strdup ("");

  parent = inlay_schema_step_dup_path (step->parent);
  g_snprintf (index, sizeof index, "%u", step->index);
  return inlay_json_path_append (parent, step->name != NULL ? step->name : index);
}

/* Ends the whole evaluation: what was not checked does not count as valid. */
gboolean
inlay_schema_eval_give_up (SchemaEval *eval,
                           const char *reason)
{
  if (eval->exhausted == NULL)
    eval->exhausted = reason;
  eval->steps = SCHEMA_MAX_STEPS;
  return FALSE;
}

static void
add_error (GPtrArray        *errors,
           InlaySchemaError *error)
{
  for (guint i = 0; i < errors->len; i++)
    if (inlay_schema_error_equal (g_ptr_array_index (errors, i), error))
      {
        inlay_schema_error_unref (error);
        return;
      }
  g_ptr_array_add (errors, error);
}

/* Takes @message. Returns: FALSE */
gboolean
inlay_schema_eval_fail (SchemaFrame *frame,
                        const char  *keyword,
                        const char  *member,
                        char        *message)
{
  const Subschema *self = frame->self;

  if (frame->eval->errors->len >= SCHEMA_MAX_ERRORS)
    {
      g_free (message);
      return FALSE;
    }

  add_error (frame->eval->errors,
             inlay_schema_error_new_take (inlay_schema_step_dup_path (frame->step), member,
                                          inlay_subschema_dup_path (self, keyword),
                                          keyword != NULL ? keyword : self->keyword, message));
  return FALSE;
}

gboolean
inlay_schema_eval_in_place (SchemaFrame     *frame,
                            const Subschema *schema,
                            SchemaMarks     *marks)
{
  return inlay_schema_eval (frame->eval, schema, frame->value, frame->scope, frame->step, marks);
}

/* Asks whether @schema holds, without a trace in the list of errors. */
gboolean
inlay_schema_eval_quietly (SchemaFrame     *frame,
                           const Subschema *schema,
                           SchemaMarks     *marks)
{
  GPtrArray *errors = frame->eval->errors;
  gboolean valid;

  frame->eval->errors = NULL;
  valid = inlay_schema_eval_in_place (frame, schema, marks);
  frame->eval->errors = errors;
  return valid;
}

/* Returns: the outermost namesake of the first target, as section 8.2.3.2 of the core
 *   specification wants it */
Subschema *
inlay_schema_apply_get_dynamic (const SchemaApply *self,
                                const SchemaScope *scope)
{
  Subschema *target = self->dynamic_ref;

  if (self->dynamic_name == NULL)
    return target;

  for (; scope != NULL; scope = scope->parent)
    if (scope->resource->dynamic[self->dynamic] != NULL)
      target = scope->resource->dynamic[self->dynamic];
  return target;
}

static gboolean
eval_all_of (SchemaFrame      *frame,
             const SchemaList *list)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < list->n_items; i++)
    if (!inlay_schema_eval_note (frame, &valid,
                                 inlay_schema_eval_in_place (frame, list->items[i], frame->marks)))
      return FALSE;
  return valid;
}

static gboolean
eval_not (SchemaFrame     *frame,
          const Subschema *schema)
{
  if (!inlay_schema_eval_quietly (frame, schema, NULL))
    return TRUE;
  return SCHEMA_FAIL (frame, "not", NULL, "must not be of this form");
}

/* What the condition evaluated counts only when it holds. */
static gboolean
eval_condition (SchemaFrame       *frame,
                const SchemaApply *apply)
{
  const Subschema *consequence;
  SchemaMarks marks;
  gboolean holds;

  if (frame->marks == NULL)
    holds = inlay_schema_eval_quietly (frame, apply->if_schema, NULL);
  else
    {
      inlay_schema_marks_init (&marks, frame->value);
      holds = inlay_schema_eval_quietly (frame, apply->if_schema, &marks);
      if (holds)
        inlay_schema_marks_unite (frame->marks, &marks);
      inlay_schema_marks_clear (&marks);
    }

  consequence = holds ? apply->then_schema : apply->else_schema;
  return consequence == NULL || inlay_schema_eval_in_place (frame, consequence, frame->marks);
}

static gboolean
eval_apply (SchemaFrame       *frame,
            const SchemaApply *apply)
{
  gboolean valid = TRUE;

  if (apply->ref != NULL &&
      !inlay_schema_eval_note (frame, &valid,
                               inlay_schema_eval_in_place (frame, apply->ref, frame->marks)))
    return FALSE;
  if (apply->dynamic_ref != NULL)
    {
      Subschema *target = inlay_schema_apply_get_dynamic (apply, frame->scope);

      if (!inlay_schema_eval_note (frame, &valid,
                                   inlay_schema_eval_in_place (frame, target, frame->marks)))
        return FALSE;
    }
  if (apply->all_of.n_items > 0 &&
      !inlay_schema_eval_note (frame, &valid, eval_all_of (frame, &apply->all_of)))
    return FALSE;
  if (apply->any_of.n_items > 0 &&
      !inlay_schema_eval_note (frame, &valid, inlay_schema_eval_any_of (frame, &apply->any_of)))
    return FALSE;
  if (apply->one_of.n_items > 0 &&
      !inlay_schema_eval_note (frame, &valid, inlay_schema_eval_one_of (frame, &apply->one_of)))
    return FALSE;
  if (apply->not_schema != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_not (frame, apply->not_schema)))
    return FALSE;
  if (apply->if_schema != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_condition (frame, apply)))
    return FALSE;
  return valid;
}

/* A value of the wrong type has that one thing wrong. */
static gboolean
fail_type (SchemaFrame *frame)
{
  g_autoptr (GString) words = NULL;

  if (frame->eval->errors == NULL)
    return FALSE;
  words = g_string_new (NULL);
  inlay_schema_append_types (words, frame->self->types);
  return SCHEMA_FAIL (frame, "type", NULL, "must be %s", words->str);
}

/* All but the type. */
static gboolean
eval_rules (SchemaFrame *frame)
{
  const Subschema *self = frame->self;
  gboolean valid = TRUE;

  if (self->asks_value && !inlay_schema_eval_note (frame, &valid, inlay_schema_eval_value (frame)))
    return FALSE;
  if (self->apply != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_apply (frame, self->apply)))
    return FALSE;

  if (self->object != NULL && frame->value->types & INLAY_JSON_TYPE_OBJECT)
    return inlay_schema_eval_note (frame, &valid, inlay_schema_eval_object (frame)) &&
           (frame->only_marks ||
            inlay_schema_eval_note (frame, &valid, inlay_schema_eval_rest_of_object (frame))) &&
           valid;
  if (self->array != NULL && frame->value->types & INLAY_JSON_TYPE_ARRAY)
    return inlay_schema_eval_note (frame, &valid, inlay_schema_eval_array (frame)) &&
           (frame->only_marks ||
            inlay_schema_eval_note (frame, &valid, inlay_schema_eval_rest_of_array (frame))) &&
           valid;
  return valid;
}

/* `unevaluated…` sees what was evaluated in its own subschema, not what happens around it. */
static gboolean
eval_with_own_marks (SchemaFrame *frame)
{
  SchemaMarks *outer = frame->marks;
  SchemaMarks own;
  gboolean valid;

  inlay_schema_marks_init (&own, frame->value);
  frame->marks = &own;
  valid = eval_rules (frame);
  if (outer != NULL)
    inlay_schema_marks_unite (outer, &own);
  inlay_schema_marks_clear (&own);
  return valid;
}

void
inlay_schema_eval_mark (SchemaFrame *frame)
{
  const Subschema *self = frame->self;

  frame->only_marks = TRUE;
  if (self->types == 0 || self->types & frame->value->types)
    eval_rules (frame);
}

static gboolean
needs_own_marks (const SchemaFrame *frame)
{
  const Subschema *self = frame->self;

  if (frame->value->types & INLAY_JSON_TYPE_OBJECT)
    return self->object != NULL && self->object->unevaluated != NULL;
  return (frame->value->types & INLAY_JSON_TYPE_ARRAY) && self->array != NULL && self->array->unevaluated != NULL;
}

static gboolean
eval_nested (SchemaFrame *frame)
{
  SchemaScope inner = { frame->scope, frame->self->resource };
  gboolean valid;

  if (frame->eval->depth >= SCHEMA_MAX_FRAMES)
    return inlay_schema_eval_give_up (frame->eval, "is nested too deep to check against its schema");
  if (frame->scope == NULL || frame->scope->resource != frame->self->resource)
    frame->scope = &inner;
  frame->eval->depth++;
  valid = needs_own_marks (frame) ? eval_with_own_marks (frame) : eval_rules (frame);
  frame->eval->depth--;
  return valid;
}

/* Returns: whether @value satisfies @self, of which more is asked than its type. */
gboolean
inlay_schema_eval_fully (SchemaEval          *eval,
                         const Subschema     *self,
                         const InlayJsonCell *value,
                         const SchemaScope   *scope,
                         const SchemaStep    *step,
                         SchemaMarks         *marks)
{
  SchemaFrame frame = { eval, self->stands_for != NULL ? self->stands_for : self, value, scope, step, marks, FALSE };

  self = frame.self;
  if (eval->steps++ >= SCHEMA_MAX_STEPS)
    return inlay_schema_eval_give_up (eval, "takes too many steps to check against its schema");
  if (self->kind == SUBSCHEMA_FALSE)
    return SCHEMA_FAIL (&frame, NULL, NULL, "is not allowed here");
  if (self->types != 0 && !(self->types & value->types))
    return fail_type (&frame);
  return self->is_leaf ? inlay_schema_eval_value (&frame) : eval_nested (&frame);
}
