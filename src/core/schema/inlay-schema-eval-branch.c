/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

#include <string.h>

/* How far a branch is from fitting. One that is about another kind of value altogether says
 * nothing helpful; a wrong constant one step down is a discriminator of another branch. */
#define SCORE_ALIEN 100000
#define SCORE_OTHER_BRANCH 1000
#define SCORE_MISSING 10

static gboolean
is_identity (const char *keyword)
{
  return g_str_equal (keyword, "const") || g_str_equal (keyword, "enum");
}

static guint
score_error (InlaySchemaError *error,
             const char       *path)
{
  const char *keyword = inlay_schema_error_get_keyword (error);
  const char *below = inlay_schema_error_get_path (error) + strlen (path);

  if (*below == '\0' && (is_identity (keyword) || g_str_equal (keyword, "type") ||
                         g_str_has_suffix (keyword, "Of")))
    return SCORE_ALIEN;
  if (*below == '/' && strchr (below + 1, '/') == NULL && is_identity (keyword))
    return SCORE_OTHER_BRANCH;
  return g_str_equal (keyword, "required") ? SCORE_MISSING : 1;
}

static guint
score_errors (GPtrArray  *errors,
              const char *path)
{
  guint score = 0;

  for (guint i = 0; i < errors->len; i++)
    score += score_error (g_ptr_array_index (errors, i), path);
  return score;
}

static GPtrArray *
gather (SchemaFrame     *frame,
        const Subschema *schema)
{
  GPtrArray *errors = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  GPtrArray *outer = frame->eval->errors;

  frame->eval->errors = errors;
  inlay_schema_eval_in_place (frame, schema, NULL);
  frame->eval->errors = outer;
  return errors;
}

/* Returns: the position in @list of the branch that is least wrong; @errors (transfer full) is
 *   what is wrong with it */
guint
inlay_schema_eval_find_best (SchemaFrame       *frame,
                             const SchemaList  *list,
                             GPtrArray        **errors,
                             guint             *score)
{
  g_autofree char *path = inlay_schema_step_dup_path (frame->step);
  guint best = 0;

  *errors = NULL;
  *score = G_MAXUINT;
  for (guint i = 0; i < list->n_items; i++)
    {
      g_autoptr (GPtrArray) found = gather (frame, list->items[i]);
      guint found_score = list->items[i]->kind == SUBSCHEMA_FALSE ? SCORE_ALIEN
                                                                   : score_errors (found, path);

      if (found_score >= *score)
        continue;
      g_clear_pointer (errors, g_ptr_array_unref);
      *errors = g_steal_pointer (&found);
      *score = found_score;
      best = i;
    }
  return best;
}

static gboolean
fail_types (SchemaFrame      *frame,
            const char       *keyword,
            const SchemaList *list)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint types = 0;

  for (guint i = 0; i < list->n_items; i++)
    {
      if (list->items[i]->types == 0)
        return SCHEMA_FAIL (frame, keyword, NULL, "must be of one of the allowed forms");
      types |= list->items[i]->types;
    }
  if (types & frame->value->types)
    return SCHEMA_FAIL (frame, keyword, NULL, "must be of one of the allowed forms");
  inlay_schema_append_types (words, types);
  return SCHEMA_FAIL (frame, keyword, NULL, "must be %s", words->str);
}

/* Complains in the words of the branch that was meant, if one can be made out. */
static gboolean
fail_branches (SchemaFrame      *frame,
               const char       *keyword,
               const SchemaList *list)
{
  g_autoptr (GPtrArray) reasons = NULL;
  guint score, best;

  if (frame->eval->errors == NULL || frame->eval->exhausted != NULL)
    return FALSE;

  best = inlay_schema_eval_find_best (frame, list, &reasons, &score);
  if (score >= SCORE_ALIEN || score == 0)
    return fail_types (frame, keyword, list);

  /* Once more, for what it marks and to add its errors to the others. */
  return inlay_schema_eval_in_place (frame, list->items[best], frame->marks);
}

/* Returns: whether the branch holds; only then do its marks count. */
static gboolean
try_branch (SchemaFrame     *frame,
            const Subschema *schema)
{
  SchemaMarks marks;
  gboolean holds;

  if (frame->marks == NULL)
    return inlay_schema_eval_quietly (frame, schema, NULL);

  inlay_schema_marks_init (&marks, frame->value);
  holds = inlay_schema_eval_quietly (frame, schema, &marks);
  if (holds)
    inlay_schema_marks_unite (frame->marks, &marks);
  inlay_schema_marks_clear (&marks);
  return holds;
}

gboolean
inlay_schema_eval_any_of (SchemaFrame      *frame,
                          const SchemaList *list)
{
  gboolean any = FALSE;

  for (guint i = 0; i < list->n_items && !(any && frame->marks == NULL); i++)
    any |= try_branch (frame, list->items[i]);
  return any || fail_branches (frame, "anyOf", list);
}

static char *
name_branch (const Subschema *schema,
             guint            position)
{
  const char *title = schema->kind == SUBSCHEMA_RULES
                        ? inlay_json_get_string (schema->node, "title") : NULL;

  return title != NULL ? g_strdup_printf ("“%s”", title) : g_strdup_printf ("%u", position + 1);
}

gboolean
inlay_schema_eval_one_of (SchemaFrame      *frame,
                          const SchemaList *list)
{
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  guint first = G_MAXUINT;

  for (guint i = 0; i < list->n_items; i++)
    {
      if (!try_branch (frame, list->items[i]))
        continue;
      if (first == G_MAXUINT)
        {
          first = i;
          continue;
        }
      if (frame->eval->errors == NULL)
        return FALSE;
      one = name_branch (list->items[first], first);
      other = name_branch (list->items[i], i);
      return SCHEMA_FAIL (frame, "oneOf", NULL,
                          "must be of only one of the forms that exclude each other, not of %s "
                          "and %s", one, other);
    }
  return first != G_MAXUINT || fail_branches (frame, "oneOf", list);
}
