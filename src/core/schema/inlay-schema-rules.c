/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-private.h"

void
inlay_schema_document_free (SchemaDocument *self)
{
  g_free (self->uri);
  json_node_unref (self->node);
  g_free (self);
}

void
inlay_schema_resource_free (SchemaResource *self)
{
  g_free (self->uri);
  g_free (self->pointer);
  g_hash_table_unref (self->anchors);
  g_hash_table_unref (self->dynamic_anchors);
  g_free (self->dynamic);
  g_free (self);
}

static void
clear_dependency (gpointer data)
{
  SchemaDependency *dependency = data;

  g_free (dependency->trigger);
  g_strfreev (dependency->required);
}

SchemaNumberRules *
inlay_subschema_need_number (Subschema *self)
{
  if (self->number == NULL)
    self->number = g_new0 (SchemaNumberRules, 1);
  return self->number;
}

SchemaTextRules *
inlay_subschema_need_text (Subschema *self)
{
  if (self->text == NULL)
    {
      self->text = g_new0 (SchemaTextRules, 1);
      self->text->max_length = G_MAXUINT64;
    }
  return self->text;
}

SchemaArrayRules *
inlay_subschema_need_array (Subschema *self)
{
  if (self->array == NULL)
    {
      self->array = g_new0 (SchemaArrayRules, 1);
      self->array->max_items = G_MAXUINT64;
      self->array->min_contains = 1;
      self->array->max_contains = G_MAXUINT64;
    }
  return self->array;
}

SchemaObjectRules *
inlay_subschema_need_object (Subschema *self)
{
  SchemaObjectRules *object;

  if (self->object != NULL)
    return self->object;

  self->object = object = g_new0 (SchemaObjectRules, 1);
  object->max_properties = G_MAXUINT64;
  object->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  object->order = g_ptr_array_new ();
  object->required = g_ptr_array_new ();
  object->patterns = g_array_new (FALSE, FALSE, sizeof (SchemaPatternRule));
  object->dependencies = g_array_new (FALSE, TRUE, sizeof (SchemaDependency));
  g_array_set_clear_func (object->dependencies, clear_dependency);
  return object;
}

SchemaApply *
inlay_subschema_need_apply (Subschema *self)
{
  if (self->apply == NULL)
    self->apply = g_new0 (SchemaApply, 1);
  return self->apply;
}

SchemaMember *
inlay_schema_object_need_member (SchemaObjectRules *self,
                                 const char        *name)
{
  SchemaMember *member = g_hash_table_lookup (self->members, name);

  if (member == NULL)
    {
      member = g_new0 (SchemaMember, 1);
      g_hash_table_insert (self->members, g_strdup (name), member);
    }
  return member;
}

static void
free_object (SchemaObjectRules *self)
{
  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->required);
  g_array_unref (self->patterns);
  g_array_unref (self->dependencies);
  g_free (self->members_by_name);
  g_clear_pointer (&self->member_names, inlay_json_document_unref);
  g_hash_table_unref (self->members);
  g_free (self);
}

static void
free_array (SchemaArrayRules *self)
{
  g_free (self->prefix.items);
  g_free (self);
}

static void
free_apply (SchemaApply *self)
{
  g_free (self->all_of.items);
  g_free (self->any_of.items);
  g_free (self->one_of.items);
  g_free (self->dynamic_name);
  g_free (self);
}

static void
free_enum (SchemaEnum *self)
{
  g_free (self->names);
  inlay_json_document_unref (self->document);
  g_free (self);
}

void
inlay_subschema_free (Subschema *self)
{
  g_clear_pointer (&self->enumeration, free_enum);
  g_clear_pointer (&self->constant, inlay_json_document_unref);
  g_clear_pointer (&self->array, free_array);
  g_clear_pointer (&self->object, free_object);
  g_clear_pointer (&self->apply, free_apply);
  g_free (self->number);
  g_free (self->text);
  g_free (self->pointer);
  g_free (self);
}

static void
index_members (SchemaObjectRules *self)
{
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (self->members, NULL);
  g_autoptr (JsonNode) node = inlay_json_new_strv (names);
  const InlayJsonCell *name;

  self->member_names = inlay_json_document_new (node);
  self->members_by_name = inlay_schema_names_new (g_hash_table_size (self->members));
  name = inlay_json_document_get_root (self->member_names) + 1;
  for (guint i = 0; names[i] != NULL; i++)
    {
      SchemaMember *member = g_hash_table_lookup (self->members, names[i]);
      SchemaName *added = inlay_schema_names_add (self->members_by_name, &name[i], member->property);

      added->plain = member->property != NULL ? member->property->plain : 0;
      added->required = member->required;
    }
}

void
inlay_subschema_seal (Subschema *self)
{
  const guint all = INLAY_JSON_TYPE_NULL | INLAY_JSON_TYPE_BOOLEAN | INLAY_JSON_TYPE_INTEGER | INLAY_JSON_TYPE_NUMBER |
                    INLAY_JSON_TYPE_STRING | INLAY_JSON_TYPE_ARRAY | INLAY_JSON_TYPE_OBJECT;

  if (self->text != NULL)
    self->text->min_bytes = self->text->min_length <= 1 ? self->text->min_length
                                                        : MIN (self->text->min_length, G_MAXUINT32) * 4;
  self->asks_value = self->enumeration != NULL || self->constant != NULL || self->text != NULL || self->number != NULL;
  self->is_leaf = self->kind == SUBSCHEMA_RULES && self->object == NULL && self->array == NULL && self->apply == NULL;
  if (self->kind == SUBSCHEMA_FALSE || self->enumeration != NULL || self->constant != NULL || self->apply != NULL)
    return;
  self->plain = self->types != 0 ? self->types : all;
  if (self->text != NULL)
    self->plain &= ~(guint) INLAY_JSON_TYPE_STRING;
  if (self->number != NULL)
    self->plain &= ~(guint) (INLAY_JSON_TYPE_INTEGER | INLAY_JSON_TYPE_NUMBER);
  if (self->array != NULL)
    self->plain &= ~(guint) INLAY_JSON_TYPE_ARRAY;
  if (self->object != NULL)
    self->plain &= ~(guint) INLAY_JSON_TYPE_OBJECT;
}

static gboolean
is_only_reference (const Subschema *self)
{
  const SchemaApply *apply = self->apply;

  return self->types == 0 && !self->asks_value && self->object == NULL && self->array == NULL && apply != NULL &&
         apply->ref != NULL && apply->ref->resource == self->resource && apply->dynamic_ref == NULL &&
         apply->all_of.n_items == 0 && apply->any_of.n_items == 0 && apply->one_of.n_items == 0 &&
         apply->not_schema == NULL && apply->if_schema == NULL;
}

/* References do not go in circles: that has been checked. */
void
inlay_subschema_lead_on (Subschema *self)
{
  const Subschema *target = self;

  while (is_only_reference (target))
    target = target->apply->ref;
  if (target == self)
    return;
  self->stands_for = target;
  self->plain = target->plain;
}

void
inlay_subschema_index (Subschema *self)
{
  if (self->object != NULL)
    index_members (self->object);
}

char *
inlay_subschema_dup_path (const Subschema *self,
                          const char      *keyword)
{
  const SchemaDocument *document = self->resource->document;
  g_autofree char *path = keyword != NULL ? inlay_json_path_append (self->pointer, keyword)
                                          : g_strdup (self->pointer);

  if (document->index == 0)
    return g_steal_pointer (&path);
  return g_strconcat (document->uri, "#", path, NULL);
}

static gboolean
foreach_in_list (const SchemaList *list,
                 SubschemaFunc     func,
                 gpointer          user_data)
{
  for (guint i = 0; i < list->n_items; i++)
    if (!func (list->items[i], user_data))
      return FALSE;
  return TRUE;
}

static gboolean
foreach_dependency (const SchemaObjectRules *object,
                    SubschemaFunc            func,
                    gpointer                 user_data)
{
  for (guint i = 0; i < object->dependencies->len; i++)
    {
      SchemaDependency *dependency = &g_array_index (object->dependencies, SchemaDependency, i);

      if (dependency->schema != NULL && !func (dependency->schema, user_data))
        return FALSE;
    }
  return TRUE;
}

/* The target of a reference that depends on the scope is left out: nobody knows it yet. */
gboolean
inlay_subschema_foreach_in_place (const Subschema *self,
                                  SubschemaFunc    func,
                                  gpointer         user_data)
{
  const SchemaApply *apply = self->apply;

  if (self->object != NULL && !foreach_dependency (self->object, func, user_data))
    return FALSE;
  if (apply == NULL)
    return TRUE;

  return (apply->ref == NULL || func (apply->ref, user_data)) &&
         (apply->dynamic_ref == NULL || apply->dynamic_name != NULL ||
          func (apply->dynamic_ref, user_data)) &&
         foreach_in_list (&apply->all_of, func, user_data) &&
         foreach_in_list (&apply->any_of, func, user_data) &&
         foreach_in_list (&apply->one_of, func, user_data) &&
         (apply->not_schema == NULL || func (apply->not_schema, user_data)) &&
         (apply->if_schema == NULL || func (apply->if_schema, user_data)) &&
         (apply->then_schema == NULL || func (apply->then_schema, user_data)) &&
         (apply->else_schema == NULL || func (apply->else_schema, user_data));
}
