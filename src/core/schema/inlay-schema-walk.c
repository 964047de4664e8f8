/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-walk-private.h"

#include "json/inlay-json-private.h"

void
inlay_schema_walk_init (SchemaWalk *self)
{
  self->scopes = g_ptr_array_new_with_free_func (g_free);
}

void
inlay_schema_walk_clear (SchemaWalk *self)
{
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
}

/* Returns: (transfer none): the scope inside @schema */
const SchemaScope *
inlay_schema_walk_enter (SchemaWalk        *self,
                         const SchemaScope *scope,
                         const Subschema   *schema)
{
  SchemaScope *inner;

  if (scope != NULL && scope->resource == schema->resource)
    return scope;

  inner = g_new0 (SchemaScope, 1);
  inner->parent = scope;
  inner->resource = schema->resource;
  g_ptr_array_add (self->scopes, inner);
  return inner;
}

gboolean
inlay_subschema_foreach_member (const Subschema *self,
                                const char      *name,
                                SchemaChildFunc  func,
                                gpointer         user_data)
{
  const SchemaObjectRules *rules = self->object;
  SchemaMember *member;
  gboolean known = FALSE;
  gboolean given_up = FALSE;

  if (rules == NULL)
    return FALSE;

  member = g_hash_table_lookup (rules->members, name);
  if (member != NULL && member->property != NULL)
    {
      known = TRUE;
      func (member->property, user_data);
    }
  for (guint i = 0; i < rules->patterns->len; i++)
    {
      SchemaPatternRule *rule = &g_array_index (rules->patterns, SchemaPatternRule, i);
      SchemaMatch match = inlay_schema_pattern_match (rule->pattern, name);

      given_up |= match == SCHEMA_MATCH_LIMIT;
      if (match != SCHEMA_MATCH_YES)
        continue;
      known = TRUE;
      func (rule->schema, user_data);
    }
  if (!known && rules->additional != NULL)
    func (rules->additional, user_data);
  return given_up;
}

void
inlay_subschema_foreach_item (const Subschema *self,
                              guint            index,
                              SchemaChildFunc  func,
                              gpointer         user_data)
{
  const SchemaArrayRules *rules = self->array;

  if (rules == NULL)
    return;
  if (index < rules->prefix.n_items)
    func (rules->prefix.items[index], user_data);
  else if (rules->items != NULL)
    func (rules->items, user_data);
}

gboolean
inlay_schema_parse_index (const char *token,
                          guint      *index)
{
  return inlay_json_parse_index (token, G_MAXINT, index);
}

JsonNode *
inlay_schema_get_child (JsonNode   *value,
                        const char *token)
{
  guint index;

  if (value != NULL && JSON_NODE_HOLDS_OBJECT (value))
    return json_object_get_member (json_node_get_object (value), token);
  if (value != NULL && JSON_NODE_HOLDS_ARRAY (value) && inlay_schema_parse_index (token, &index) &&
      index < json_array_get_length (json_node_get_array (value)))
    return json_array_get_element (json_node_get_array (value), index);
  return NULL;
}
