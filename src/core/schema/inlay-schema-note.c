/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-note-private.h"

G_DEFINE_BOXED_TYPE (InlaySchemaNote, inlay_schema_note, inlay_schema_note_ref,
                     inlay_schema_note_unref)

static void
free_choice (InlaySchemaChoice *self)
{
  g_free ((char *) self->schema_path);
  g_ptr_array_unref (self->branches);
  g_free (self->holding);
  g_free (self);
}

static void
free_condition (InlaySchemaCondition *self)
{
  g_free ((char *) self->schema_path);
  g_free (self);
}

/* Returns: (transfer full): a note for inlay_schema_annotate() to fill */
InlaySchemaNote *
inlay_schema_note_new (InlaySchema *schema)
{
  InlaySchemaNote *self = g_new0 (InlaySchemaNote, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->schema = inlay_schema_ref (schema);
  self->applied = g_ptr_array_new ();
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) free_choice);
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) free_condition);
  self->members = g_ptr_array_new ();
  self->required = g_hash_table_new (g_str_hash, g_str_equal);
  self->evaluated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

InlaySchemaNote *
inlay_schema_note_ref (InlaySchemaNote *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_schema_note_unref (InlaySchemaNote *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->applied);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->conditions);
  g_ptr_array_unref (self->members);
  g_hash_table_unref (self->required);
  g_hash_table_unref (self->evaluated);
  inlay_schema_unref (self->schema);
  g_free (self);
}

/**
 * inlay_schema_note_get_n_schemas:
 *
 * Returns: how many subschemas apply; `true` does not count, `false` does
 */
guint
inlay_schema_note_get_n_schemas (InlaySchemaNote *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->applied->len;
}

/**
 * inlay_schema_note_get_schema:
 *
 * Returns: (transfer none): the subschema as written, an object or `false`
 */
JsonNode *
inlay_schema_note_get_schema (InlaySchemaNote *self,
                              guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->applied->len, NULL);

  return ((Subschema *) g_ptr_array_index (self->applied, position))->node;
}

/**
 * inlay_schema_note_get_schema_path:
 *
 * Returns: where the subschema stands, as in inlay_schema_error_get_schema_path()
 */
const char *
inlay_schema_note_get_schema_path (InlaySchemaNote *self,
                                   guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->paths->len, NULL);

  return g_ptr_array_index (self->paths, position);
}

/**
 * inlay_schema_note_get:
 * @keyword: any member of a schema, known or not
 *
 * Returns: (transfer none) (nullable): its value in the nearest subschema that has it
 */
JsonNode *
inlay_schema_note_get (InlaySchemaNote *self,
                       const char      *keyword)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (keyword != NULL, NULL);

  for (guint i = 0; i < self->applied->len; i++)
    {
      const Subschema *schema = g_ptr_array_index (self->applied, i);
      JsonNode *value = schema->kind == SUBSCHEMA_RULES
                          ? inlay_json_get_member (schema->node, keyword) : NULL;

      if (value != NULL)
        return value;
    }
  return NULL;
}

/**
 * inlay_schema_note_get_string:
 *
 * Returns: (nullable): the value of @keyword, when it is a string
 */
const char *
inlay_schema_note_get_string (InlaySchemaNote *self,
                              const char      *keyword)
{
  JsonNode *value = inlay_schema_note_get (self, keyword);

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value) ||
      json_node_get_value_type (value) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (value);
}

/**
 * inlay_schema_note_get_flag:
 * @keyword: "deprecated", "readOnly", "writeOnly" or the like
 *
 * Returns: whether any subschema sets @keyword to true
 */
gboolean
inlay_schema_note_get_flag (InlaySchemaNote *self,
                            const char      *keyword)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (keyword != NULL, FALSE);

  for (guint i = 0; i < self->applied->len; i++)
    {
      const Subschema *schema = g_ptr_array_index (self->applied, i);

      if (schema->kind == SUBSCHEMA_RULES &&
          inlay_json_get_boolean (schema->node, keyword, FALSE))
        return TRUE;
    }
  return FALSE;
}

/**
 * inlay_schema_note_get_members:
 *
 * Returns: (transfer none) (array zero-terminated=1): the names in `properties` of the subschemas
 *   that apply, then other required ones; what a value may hold besides is not among them
 */
const char * const *
inlay_schema_note_get_members (InlaySchemaNote *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->members->pdata;
}

/**
 * inlay_schema_note_requires:
 *
 * Returns: whether @member must be there, given what else is
 */
gboolean
inlay_schema_note_requires (InlaySchemaNote *self,
                            const char      *member)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);

  return g_hash_table_contains (self->required, member);
}

/**
 * inlay_schema_note_is_evaluated:
 * @token: a member name or an index
 *
 * Returns: whether some subschema looked at that member or item of the value; one that none looked
 *   at is unknown to the schema
 */
gboolean
inlay_schema_note_is_evaluated (InlaySchemaNote *self,
                                const char      *token)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (token != NULL, FALSE);

  return g_hash_table_contains (self->evaluated, token);
}

/**
 * inlay_schema_note_get_n_choices:
 *
 * Returns: how many `anyOf` and `oneOf` apply
 */
guint
inlay_schema_note_get_n_choices (InlaySchemaNote *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->choices->len;
}

/**
 * inlay_schema_note_get_choice:
 *
 * Returns: (transfer none): a choice, outer ones first
 */
const InlaySchemaChoice *
inlay_schema_note_get_choice (InlaySchemaNote *self,
                              guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->choices->len, NULL);

  return g_ptr_array_index (self->choices, position);
}

/**
 * inlay_schema_note_get_n_conditions:
 *
 * Returns: how many `if` apply; none do to an absent value
 */
guint
inlay_schema_note_get_n_conditions (InlaySchemaNote *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->conditions->len;
}

/**
 * inlay_schema_note_get_condition:
 *
 * Returns: (transfer none): a condition, outer ones first
 */
const InlaySchemaCondition *
inlay_schema_note_get_condition (InlaySchemaNote *self,
                                 guint            position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->conditions->len, NULL);

  return g_ptr_array_index (self->conditions, position);
}
