/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-walk-private.h"

#include <string.h>

typedef struct
{
  SchemaWalk walk;
  GArray *applied; /* of SchemaApplied: all that applies where the walk stands */
  GArray *next;
  const SchemaApplied *parent;
  JsonNode *value;
  guint types; /* of @value */
  gboolean local;
} Descent;

/* Whether what @schema says of a container never depends on more of a member than its presence. */
static gboolean
is_local (const Subschema *schema)
{
  const SchemaApply *apply = schema->apply;

  if (schema->constant != NULL || schema->enumeration != NULL)
    return FALSE;
  if (apply != NULL &&
      (apply->dynamic_ref != NULL || apply->any_of.n_items > 0 || apply->one_of.n_items > 0 ||
       apply->not_schema != NULL || apply->if_schema != NULL))
    return FALSE;
  if (schema->array != NULL &&
      (schema->array->unique || schema->array->contains != NULL ||
       schema->array->unevaluated != NULL))
    return FALSE;
  if (schema->object == NULL)
    return TRUE;

  for (guint i = 0; i < schema->object->dependencies->len; i++)
    if (g_array_index (schema->object->dependencies, SchemaDependency, i).schema != NULL)
      return FALSE;
  return TRUE;
}

/* Adds @schema and what it applies in place. Where the type is wrong it looks no further, and
 * neither does this. */
static void
gather (Descent           *self,
        const Subschema   *schema,
        const SchemaScope *scope,
        guint              depth,
        guint              nesting)
{
  SchemaApplied applied = { schema, inlay_schema_walk_enter (&self->walk, scope, schema), depth, nesting };
  const SchemaApply *apply = schema->apply;

  if (schema->kind != SUBSCHEMA_RULES ||
      (schema->types != 0 && !(schema->types & self->types)))
    return;
  if (!is_local (schema) || self->next->len >= SCHEMA_MAX_ERRORS)
    {
      self->local = FALSE;
      return;
    }

  g_array_append_val (self->next, applied);
  if (apply == NULL)
    return;
  if (apply->ref != NULL)
    gather (self, apply->ref, applied.scope, depth + 1, nesting + 1);
  for (guint i = 0; i < apply->all_of.n_items; i++)
    gather (self, apply->all_of.items[i], applied.scope, depth + 1, nesting + 1);
}

/* Replaces what applies by what else it applies in place. Returns: whether all of it is local. */
static gboolean
expand (Descent *self)
{
  self->local = TRUE;
  g_array_set_size (self->next, 0);
  for (guint i = 0; i < self->applied->len && self->local; i++)
    {
      SchemaApplied *applied = &g_array_index (self->applied, SchemaApplied, i);

      gather (self, applied->schema, applied->scope, applied->depth, 0);
    }
  return self->local;
}

static void
add_child (const Subschema *child,
           gpointer         user_data)
{
  Descent *self = user_data;
  SchemaApplied applied = { child, self->parent->scope, self->parent->depth + 1, 0 };

  g_array_append_val (self->applied, applied);
}

/* Whether the subschema at @position, or one that it applies in place, speaks for the member: these
 * follow it. Where all of them are local that is a matter of names. */
static gboolean
is_spoken_for (Descent        *self,
               const gboolean *spoken,
               guint           position)
{
  const SchemaApplied *applied = &g_array_index (self->next, SchemaApplied, position);

  if (spoken[position])
    return TRUE;
  for (guint i = position + 1; i < self->next->len; i++)
    {
      const SchemaApplied *inner = &g_array_index (self->next, SchemaApplied, i);

      if (inner->nesting <= applied->nesting)
        break;
      if (spoken[i] || (inner->schema->object != NULL && inner->schema->object->unevaluated != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
descend_to_member (Descent    *self,
                   const char *name)
{
  g_autofree gboolean *spoken = g_new0 (gboolean, self->next->len);

  for (guint i = 0; i < self->next->len; i++)
    {
      guint n_before = self->applied->len;

      self->parent = &g_array_index (self->next, SchemaApplied, i);
      if (inlay_subschema_foreach_member (self->parent->schema, name, add_child, self))
        return FALSE;
      spoken[i] = self->applied->len > n_before;
    }
  for (guint i = 0; i < self->next->len; i++)
    {
      self->parent = &g_array_index (self->next, SchemaApplied, i);
      if (self->parent->schema->object != NULL && self->parent->schema->object->unevaluated != NULL &&
          !is_spoken_for (self, spoken, i))
        add_child (self->parent->schema->object->unevaluated, self);
    }
  return TRUE;
}

/* Goes to the member or item @token. Returns: whether that could be done. */
static gboolean
descend (Descent    *self,
         const char *token)
{
  guint index = 0;

  g_array_set_size (self->applied, 0);
  if (JSON_NODE_HOLDS_OBJECT (self->value))
    return descend_to_member (self, token);
  for (guint i = 0; i < self->next->len && inlay_schema_parse_index (token, &index); i++)
    {
      self->parent = &g_array_index (self->next, SchemaApplied, i);
      inlay_subschema_foreach_item (self->parent->schema, index, add_child, self);
    }
  return TRUE;
}

static gboolean
is_at_or_below (const char *path,
                const char *top)
{
  gsize length = strlen (top);

  return strncmp (path, top, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* Puts what is wrong at or below @step now in the place of what was wrong there before. */
static GPtrArray *
exchange (Descent          *self,
          GPtrArray        *errors,
          JsonNode         *value,
          const SchemaStep *step)
{
  g_autoptr (GPtrArray) fresh = NULL;
  g_autofree char *path = inlay_schema_step_dup_path (step);
  g_autoptr (InlayJsonDocument) document = inlay_json_document_new (value);
  GPtrArray *result;
  SchemaEval eval = { 0 };
  guint position = G_MAXUINT;

  if (document == NULL)
    return NULL;
  fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  eval.errors = fresh;
  for (guint i = 0; i < self->applied->len; i++)
    {
      SchemaApplied *applied = &g_array_index (self->applied, SchemaApplied, i);

      eval.depth = applied->depth;
      inlay_schema_eval (&eval, applied->schema, inlay_json_document_get_root (document), applied->scope,
                         step, NULL);
    }
  if (eval.exhausted != NULL)
    return NULL;

  result = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  for (guint i = 0; i < errors->len; i++)
    {
      InlaySchemaError *error = g_ptr_array_index (errors, i);

      if (!is_at_or_below (inlay_schema_error_get_path (error), path))
        g_ptr_array_add (result, inlay_schema_error_ref (error));
      else if (position == G_MAXUINT)
        position = result->len;
    }
  position = MIN (position, result->len);
  for (guint i = 0; i < fresh->len; i++)
    g_ptr_array_insert (result, (int) (position + i),
                        inlay_schema_error_ref (g_ptr_array_index (fresh, i)));
  return result;
}

/* A list that was cut short, or an evaluation that was given up, is no ground to build on. */
static gboolean
is_complete (GPtrArray *errors)
{
  if (errors->len >= SCHEMA_MAX_ERRORS)
    return FALSE;
  for (guint i = 0; i < errors->len; i++)
    if (*inlay_schema_error_get_keyword (g_ptr_array_index (errors, i)) == '\0')
      return FALSE;
  return TRUE;
}

/* An item that came or went moves the ones behind it. */
static gboolean
are_alike (JsonNode *a,
           JsonNode *b)
{
  if (JSON_NODE_HOLDS_ARRAY (a) && JSON_NODE_HOLDS_ARRAY (b))
    return json_array_get_length (json_node_get_array (a)) ==
           json_array_get_length (json_node_get_array (b));
  return JSON_NODE_HOLDS_OBJECT (a) && JSON_NODE_HOLDS_OBJECT (b);
}

/* Walks down for as long as only the member on the way can make a difference. */
static GPtrArray *
revalidate_part (Descent    *self,
                 GPtrArray  *errors,
                 JsonNode   *before,
                 JsonNode   *after,
                 char      **tokens)
{
  g_autofree SchemaStep *steps = g_new0 (SchemaStep, g_strv_length (tokens) + 1);
  const SchemaStep *step = NULL;

  for (guint i = 0; tokens[i] != NULL && are_alike (before, after); i++)
    {
      JsonNode *old_child = inlay_schema_get_child (before, tokens[i]);
      JsonNode *new_child = inlay_schema_get_child (after, tokens[i]);

      self->value = after;
      self->types = JSON_NODE_HOLDS_OBJECT (after) ? INLAY_JSON_TYPE_OBJECT : INLAY_JSON_TYPE_ARRAY;
      if (old_child == NULL || new_child == NULL || !expand (self))
        break;
      if (!descend (self, tokens[i]))
        return NULL;
      steps[i].parent = step;
      if (JSON_NODE_HOLDS_OBJECT (after))
        steps[i].name = tokens[i];
      else
        inlay_schema_parse_index (tokens[i], &steps[i].index);
      step = &steps[i];
      before = old_child;
      after = new_child;
    }
  return step != NULL ? exchange (self, errors, after, step) : NULL;
}

/**
 * inlay_schema_revalidate:
 * @errors: (element-type InlaySchemaError): what inlay_schema_validate() or this function said of
 *   @before
 * @before: the instance as it was
 * @after: the instance as it is
 * @path: a JSON Pointer at or below which all changes lie; it may name a member or item that came
 *   or went
 *
 * Checks no more of @after than the change can have made a difference to: the part below @path as
 * long as the schemas on the way look at each member by itself, and more where they do not.
 *
 * Returns: (transfer full) (element-type InlaySchemaError): the errors that inlay_schema_validate()
 *   finds in @after, perhaps in another order
 */
GPtrArray *
inlay_schema_revalidate (InlaySchema *self,
                         GPtrArray   *errors,
                         JsonNode    *before,
                         JsonNode    *after,
                         const char  *path)
{
  SchemaApplied root = { NULL, NULL, 0, 0 };
  g_auto (GStrv) tokens = NULL;
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (SchemaApplied));
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (SchemaApplied));
  Descent descent = { .applied = applied, .next = next };
  GPtrArray *result = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (errors != NULL, NULL);
  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  root.schema = self->root;
  g_array_append_val (applied, root);
  inlay_schema_walk_init (&descent.walk);
  if (is_complete (errors) && (tokens = inlay_json_path_split (path, NULL)))
    result = revalidate_part (&descent, errors, before, after, tokens);
  inlay_schema_walk_clear (&descent.walk);
  if (result != NULL && result->len < SCHEMA_MAX_ERRORS)
    return result;

  g_clear_pointer (&result, g_ptr_array_unref);
  return inlay_schema_validate (self, after);
}
