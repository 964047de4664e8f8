/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema-error-private.h"
#include "inlay-schema-private.h"

G_BEGIN_DECLS

/* All of these live on the stack of the evaluation: the fast path allocates nothing. */
typedef struct _SchemaStep SchemaStep;
typedef struct _SchemaScope SchemaScope;

/* From the root of the instance to a value, innermost first. */
struct _SchemaStep
{
  const SchemaStep *parent;
  const char *name; /* NULL for an index */
  guint index;
};

/* The resources entered on the way, innermost first: what `$dynamicRef` looks through. */
struct _SchemaScope
{
  const SchemaScope *parent;
  const SchemaResource *resource;
};

/* Which members or items have been evaluated, in the order of the document. */
typedef struct
{
  guint64 *words;
  guint n_words;
  guint64 few[2];
} SchemaMarks;

typedef struct
{
  GPtrArray *errors; /* NULL when only the answer counts */
  guint depth;
  guint steps;
  const char *exhausted; /* why the evaluation was given up */
} SchemaEval;

/* One subschema applied to one value. */
typedef struct
{
  SchemaEval *eval;
  const Subschema *self;
  const InlayJsonCell *value;
  const SchemaScope *scope;
  const SchemaStep *step;
  SchemaMarks *marks; /* NULL when nobody asks */
  gboolean only_marks; /* leave `unevaluated…` alone */
} SchemaFrame;

#define SCHEMA_FAIL(frame, keyword, member, ...) \
  ((frame)->eval->errors != NULL \
     ? inlay_schema_eval_fail ((frame), (keyword), (member), g_strdup_printf (__VA_ARGS__)) \
     : FALSE)

gboolean  inlay_schema_eval_holds          (SchemaEval          *eval,
                                            const Subschema     *self,
                                            const InlayJsonCell *value);
gboolean  inlay_schema_eval_fully          (SchemaEval          *eval,
                                            const Subschema     *self,
                                            const InlayJsonCell *value,
                                            const SchemaScope   *scope,
                                            const SchemaStep    *step,
                                            SchemaMarks         *marks);
gboolean  inlay_schema_eval_in_place       (SchemaFrame       *frame,
                                            const Subschema   *schema,
                                            SchemaMarks       *marks);
gboolean  inlay_schema_eval_quietly        (SchemaFrame       *frame,
                                            const Subschema   *schema,
                                            SchemaMarks       *marks);
gboolean  inlay_schema_eval_fail           (SchemaFrame       *frame,
                                            const char        *keyword,
                                            const char        *member,
                                            char              *message);
gboolean  inlay_schema_eval_give_up        (SchemaEval        *eval,
                                            const char        *reason);

/* Marks in @frame->marks what is evaluated before `unevaluated…` has its turn. */
void      inlay_schema_eval_mark           (SchemaFrame       *frame);

/* Returns: whether nothing is asked of @value but the type that it has. */
static inline gboolean
inlay_schema_is_plain (const Subschema     *self,
                       const InlayJsonCell *value)
{
  return (self->plain & value->types) != 0;
}

/* Returns: whether @value satisfies @self. When it does not, what it marked means nothing, unless
 *   errors are gathered: then it tells what not to complain about again. */
static inline gboolean
inlay_schema_eval (SchemaEval          *eval,
                   const Subschema     *self,
                   const InlayJsonCell *value,
                   const SchemaScope   *scope,
                   const SchemaStep    *step,
                   SchemaMarks         *marks)
{
  if (inlay_schema_is_plain (self, value))
    return TRUE;
  if (self->is_leaf && (self->types == 0 || self->types & value->types))
    {
      if (inlay_schema_eval_holds (eval, self, value))
        return TRUE;
      if (eval->errors == NULL)
        return FALSE;
    }
  return inlay_schema_eval_fully (eval, self, value, scope, step, marks);
}

/* Whether to go on after a check: to the end when errors are gathered. */
static inline gboolean
inlay_schema_eval_note (const SchemaFrame *frame,
                        gboolean          *valid,
                        gboolean           passed)
{
  *valid &= passed;
  return *valid || (frame->eval->errors != NULL && frame->eval->exhausted == NULL);
}

/* The checks by kind of value. */
gboolean  inlay_schema_eval_value          (SchemaFrame       *frame);
gboolean  inlay_schema_eval_array          (SchemaFrame       *frame);
gboolean  inlay_schema_eval_rest_of_array  (SchemaFrame       *frame);
gboolean  inlay_schema_eval_object         (SchemaFrame       *frame);
gboolean  inlay_schema_eval_rest_of_object (SchemaFrame       *frame);
gboolean  inlay_schema_eval_any_of         (SchemaFrame       *frame,
                                            const SchemaList  *list);
gboolean  inlay_schema_eval_one_of         (SchemaFrame       *frame,
                                            const SchemaList  *list);

/* The branch of @list that is least wrong, its errors and marks. */
guint     inlay_schema_eval_find_best      (SchemaFrame       *frame,
                                            const SchemaList  *list,
                                            GPtrArray        **errors,
                                            guint             *score);

/* What a `$dynamicRef` means in a scope. */
Subschema *
          inlay_schema_apply_get_dynamic   (const SchemaApply *self,
                                            const SchemaScope *scope);

char     *inlay_schema_step_dup_path       (const SchemaStep  *step);
void      inlay_schema_append_types        (GString           *words,
                                            guint              types);

void      inlay_schema_marks_init          (SchemaMarks         *self,
                                            const InlayJsonCell *value);
void      inlay_schema_marks_clear         (SchemaMarks       *self);
void      inlay_schema_marks_unite         (SchemaMarks       *self,
                                            const SchemaMarks *other);

static inline void
inlay_schema_marks_add (SchemaMarks *self,
                        guint        index)
{
  self->words[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
}

static inline gboolean
inlay_schema_marks_has (const SchemaMarks *self,
                        guint              index)
{
  return (self->words[index / 64] >> (index % 64)) & 1;
}

G_END_DECLS
