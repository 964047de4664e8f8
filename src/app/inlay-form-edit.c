/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-private.h"

#include <glib/gi18n.h>

#define TYPE_MEMORY 0x10000

/* A schema of a branch as written, past references into the same document. */
static JsonNode *
resolve (InlayForm *form,
         JsonNode  *schema)
{
  JsonNode *root = inlay_schema_get_node (inlay_form_get_schema (form));

  for (guint i = 0; i < 16 && schema != NULL && JSON_NODE_HOLDS_OBJECT (schema); i++)
    {
      const char *ref = inlay_json_get_string (schema, "$ref");

      if (ref == NULL || ref[0] != '#' || (ref[1] != '/' && ref[1] != '\0'))
        break;
      schema = inlay_json_get (root, ref + 1);
    }

  return schema;
}

static JsonObject *
get_members (InlayForm *form,
             JsonNode  *schema)
{
  schema = resolve (form, schema);

  return schema != NULL && JSON_NODE_HOLDS_OBJECT (schema)
           ? inlay_json_get_object (schema, "properties") : NULL;
}

static gboolean
names (JsonObject *members,
       const char *name)
{
  return members != NULL && json_object_has_member (members, name);
}

static JsonNode *
get_member_const (InlayForm  *form,
                  JsonObject *members,
                  const char *name)
{
  JsonNode *schema = resolve (form, json_object_get_member (members, name));

  return schema != NULL && JSON_NODE_HOLDS_OBJECT (schema)
           ? inlay_json_get_member (schema, "const") : NULL;
}

/* The object as the branch with @to has it: what only @from knows goes, constants come. */
static JsonNode *
convert_object (InlayForm  *form,
                JsonNode   *value,
                JsonObject *from,
                JsonObject *to)
{
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (value != NULL && JSON_NODE_HOLDS_OBJECT (value))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (value));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          if (names (to, name) || !names (from, name))
            json_object_set_member (object, name, json_node_ref (member));
        }
    }

  if (to != NULL)
    {
      json_object_iter_init_ordered (&iter, to);
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        {
          JsonNode *constant = get_member_const (form, to, name);

          if (constant != NULL)
            json_object_set_member (object, name, json_node_ref (constant));
        }
    }

  return inlay_json_take_object (object);
}

/* What was there when the branch was left, with what the branches share as it is now. */
static JsonNode *
recall (JsonNode   *memory,
        JsonNode   *value,
        JsonObject *from,
        JsonObject *to)
{
  g_autoptr(JsonNode) result = json_node_ref (memory);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (memory) || value == NULL || !JSON_NODE_HOLDS_OBJECT (value))
    return g_steal_pointer (&result);

  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *path = inlay_json_path (name, NULL);
      JsonNode *old = inlay_json_get_member (memory, name);
      JsonNode *changed;

      if (names (from, name) || names (to, name) ||
          (old != NULL && inlay_json_identical (old, member)))
        continue;
      changed = inlay_json_set (result, path, member, NULL);
      if (changed != NULL)
        {
          json_node_unref (result);
          result = changed;
        }
    }

  return g_steal_pointer (&result);
}

static JsonNode *
new_branch_value (InlayForm       *form,
                  InlaySchemaNote *note,
                  JsonNode        *schema,
                  JsonNode        *value,
                  JsonObject      *from)
{
  const char *name;
  JsonNode *constant;

  schema = resolve (form, schema);
  if (schema == NULL || !JSON_NODE_HOLDS_OBJECT (schema))
    return inlay_json_new_null ();
  if ((constant = inlay_json_get_member (schema, "const")) != NULL)
    return json_node_ref (constant);

  name = inlay_json_get_string (schema, "type");
  if (g_strcmp0 (name, "string") == 0)
    return inlay_field_type_new_value (INLAY_FIELD_TYPE_STRING, NULL);
  if (g_strcmp0 (name, "number") == 0 || g_strcmp0 (name, "integer") == 0)
    return inlay_field_type_new_value (INLAY_FIELD_TYPE_NUMBER, NULL);
  if (g_strcmp0 (name, "boolean") == 0)
    return inlay_field_type_new_value (INLAY_FIELD_TYPE_BOOLEAN, NULL);
  if (g_strcmp0 (name, "array") == 0)
    return inlay_field_type_new_value (INLAY_FIELD_TYPE_ARRAY, NULL);
  if (g_strcmp0 (name, "null") == 0)
    return inlay_json_new_null ();

  return convert_object (form, value, from, inlay_json_get_object (schema, "properties"));
}

/* What a new item or member starts as. */
static JsonNode *
new_value_at (InlayForm  *form,
              const char *path)
{
  g_autoptr(InlaySchemaNote) note = NULL;
  InlayFieldShape shape;
  JsonNode *value;

  if (inlay_form_get_schema (form) == NULL)
    return inlay_json_new_string ("");

  note = inlay_schema_annotate (inlay_form_get_schema (form), inlay_form_get_value (form), path);
  inlay_field_shape_derive (&shape, note, "", NULL);
  if (shape.options != NULL && shape.options->len > 0)
    value = json_node_ref (((InlayFieldOption *) g_ptr_array_index (shape.options, 0))->value);
  else if (shape.kind == INLAY_FIELD_CONST)
    value = json_node_ref (inlay_schema_note_get (note, "const"));
  else if (shape.branches != NULL)
    value = new_branch_value (form, note, g_ptr_array_index (
                                inlay_schema_note_get_choice (note, shape.choice)->branches, 0),
                              NULL, NULL);
  else
    value = inlay_field_type_new_value (shape.type, note);
  inlay_field_shape_clear (&shape);

  return value;
}

static void
request (InlayFormField *self,
         JsonNode       *value,
         const char     *name)
{
  InlayFormField *parent = self->parent;

  /* Held by a view a moment longer than the form has it. */
  if (self->form == NULL || (parent == NULL && *self->path != '\0'))
    return;

  /* A null group has no members: it becomes one. */
  if (value != NULL && parent != NULL && parent->value != NULL &&
      parent->shape.kind == INLAY_FIELD_OBJECT && !JSON_NODE_HOLDS_OBJECT (parent->value))
    {
      g_autoptr(JsonNode) object = inlay_json_new_object (self->token, json_node_ref (value), NULL);

      request (parent, object, name);
      return;
    }

  inlay_form_request (self->form, self->path, value, name);
}

/**
 * inlay_form_field_set:
 * @value: (nullable): the new value; %NULL unsets it
 */
void
inlay_form_field_set (InlayFormField *self,
                      JsonNode       *value)
{
  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (value == self->value ||
      (value != NULL && self->value != NULL && inlay_json_identical (value, self->value)))
    return;

  request (self, value, NULL);
}

void
inlay_form_field_reset (InlayFormField *self)
{
  g_autofree char *name = NULL;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (self->value == NULL)
    return;

  /* Translators: name of a change; %s is a setting */
  name = g_strdup_printf (_("Reset %s"), self->shape.title);
  request (self, NULL, name);
}

static void
remember (InlayFormField *self,
          guint           key)
{
  g_hash_table_replace (self->memory, GUINT_TO_POINTER (key),
                        self->value ? json_node_ref (self->value) : NULL);
}

void
inlay_form_field_choose_branch (InlayFormField *self,
                                int             branch)
{
  const InlaySchemaChoice *choice;
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *name = NULL;
  JsonObject *from = NULL;
  JsonObject *to;
  JsonNode *memory;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));
  g_return_if_fail (self->shape.branches != NULL && branch >= 0);

  choice = inlay_schema_note_get_choice (self->note, self->shape.choice);
  if (branch == self->shape.branch || (guint) branch >= choice->branches->len)
    return;

  to = get_members (self->form, g_ptr_array_index (choice->branches, (guint) branch));
  if (self->shape.branch >= 0)
    {
      from = get_members (self->form,
                          g_ptr_array_index (choice->branches, (guint) self->shape.branch));
      remember (self, (guint) self->shape.branch);
    }

  memory = g_hash_table_lookup (self->memory, GUINT_TO_POINTER ((guint) branch));
  value = memory ? recall (memory, self->value, from, to)
                 : new_branch_value (self->form, self->note,
                                     g_ptr_array_index (choice->branches, (guint) branch),
                                     self->value, from);
  /* Translators: name of a change; a setting and one of the ways to fill it in */
  name = g_strdup_printf (_("Change %s to %s"), self->shape.title, self->shape.branches[branch]);
  request (self, value, name);
}

void
inlay_form_field_choose_type (InlayFormField *self,
                              InlayFieldType  type)
{
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *name = NULL;
  JsonNode *memory;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (self->value != NULL)
    {
      if (inlay_field_type_of (self->value) == type)
        return;
      remember (self, TYPE_MEMORY | inlay_field_type_of (self->value));
    }

  memory = g_hash_table_lookup (self->memory, GUINT_TO_POINTER (TYPE_MEMORY | type));
  value = memory ? json_node_ref (memory) : inlay_field_type_new_value (type, self->note);
  /* Translators: name of a change; a setting and a kind of value, such as Text */
  name = g_strdup_printf (_("Change %s to %s"), self->shape.title,
                          inlay_field_type_get_title (type));
  request (self, value, name);
}

static JsonArray *
get_array (InlayFormField *self)
{
  return self->value != NULL && JSON_NODE_HOLDS_ARRAY (self->value)
           ? json_node_get_array (self->value) : NULL;
}

/* The list with another order of its items: @order holds old indices, -1 for the next of @added. */
static void
rearrange (InlayFormField *self,
           GArray         *order,
           JsonArray      *added,
           const char     *name)
{
  JsonArray *old = get_array (self);
  JsonArray *array = json_array_sized_new (order->len);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(JsonNode) value = NULL;
  GListModel *children = inlay_form_field_get_children (self);
  guint n_added = 0;

  for (guint i = 0; i < order->len; i++)
    {
      int index = g_array_index (order, int, i);
      JsonNode *item = index >= 0 ? json_array_get_element (old, (guint) index)
                                  : json_array_get_element (added, n_added++);
      guint id = 0;

      if (index >= 0)
        {
          g_autoptr(InlayFormField) child = g_list_model_get_item (children, (guint) index);

          id = child->id;
        }
      json_array_add_element (array, json_node_ref (item));
      g_array_append_val (ids, id);
    }

  value = inlay_json_take_array (array);
  inlay_form_expect (self->form, self->path, ids);
  request (self, value, name);
}

static GArray *
new_order (InlayFormField *self)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (int));
  JsonArray *array = get_array (self);
  int n = array ? (int) json_array_get_length (array) : 0;

  for (int i = 0; i < n; i++)
    g_array_append_val (order, i);

  return order;
}

/* What people call one item of the list. */
static const char *
get_item_title (InlayFormField *self)
{
  JsonNode *items = self->note ? inlay_schema_note_get (self->note, "items") : NULL;
  JsonNode *schema = items ? resolve (self->form, items) : NULL;
  const char *title = schema != NULL && JSON_NODE_HOLDS_OBJECT (schema)
                        ? inlay_json_get_string (schema, "title") : NULL;

  return title ? title : _("Item");
}

/**
 * inlay_form_field_insert_values:
 * @position: where the first goes
 * @values: an array
 *
 * Puts more items into the list in one step.
 */
void
inlay_form_field_insert_values (InlayFormField *self,
                                guint           position,
                                JsonNode       *values)
{
  g_autoptr(GArray) order = NULL;
  g_autofree char *name = NULL;
  const int added = -1;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));
  g_return_if_fail (self->shape.kind == INLAY_FIELD_ARRAY);
  g_return_if_fail (JSON_NODE_HOLDS_ARRAY (values));

  order = new_order (self);
  position = MIN (position, order->len);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (values)); i++)
    g_array_insert_val (order, position, added);

  /* Translators: name of a change; what a list has, and the list */
  name = g_strdup_printf (_("Add %s to %s"), get_item_title (self), self->shape.title);
  rearrange (self, order, json_node_get_array (values), name);
}

/**
 * inlay_form_field_add_item:
 *
 * Adds an item at the end of the list, or nothing when the list is full.
 */
void
inlay_form_field_add_item (InlayFormField *self)
{
  g_autoptr(JsonNode) values = NULL;
  g_autofree char *token = NULL;
  g_autofree char *path = NULL;
  JsonArray *array;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (self->shape.kind != INLAY_FIELD_ARRAY || !inlay_form_field_can_add (self))
    return;

  array = get_array (self);
  token = g_strdup_printf ("%u", array ? json_array_get_length (array) : 0);
  path = inlay_json_path_append (self->path, token);
  values = inlay_json_new_array (new_value_at (self->form, path), NULL);
  inlay_form_field_insert_values (self, G_MAXUINT, values);
}

static int
get_index (InlayFormField *self)
{
  return (int) g_ascii_strtoll (self->token, NULL, 10);
}

void
inlay_form_field_duplicate (InlayFormField *self)
{
  g_autoptr(JsonNode) values = NULL;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (!inlay_form_field_is_item (self) || !inlay_form_field_can_add (self->parent))
    return;

  values = inlay_json_new_array (json_node_ref (self->value), NULL);
  inlay_form_field_insert_values (self->parent, (guint) get_index (self) + 1, values);
}

/**
 * inlay_form_field_remove:
 *
 * Takes the item out of its list, or the member out of its group.
 */
void
inlay_form_field_remove (InlayFormField *self)
{
  g_autofree char *name = NULL;
  g_autoptr(GArray) order = NULL;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (!inlay_form_field_is_item (self))
    {
      /* Translators: name of a change; %s is a setting */
      name = g_strdup_printf (_("Remove %s"), self->shape.title);
      if (self->value != NULL && self->parent != NULL)
        request (self, NULL, name);
      return;
    }
  if (!inlay_form_field_can_remove_item (self->parent))
    return;

  order = new_order (self->parent);
  g_array_remove_index (order, (guint) get_index (self));
  /* Translators: name of a change; what a list has, and the list */
  name = g_strdup_printf (_("Remove %s from %s"), get_item_title (self->parent),
                          self->parent->shape.title);
  rearrange (self->parent, order, NULL, name);
}

/**
 * inlay_form_field_move:
 * @position: where the item is to be in its list
 */
void
inlay_form_field_move (InlayFormField *self,
                       guint           position)
{
  g_autoptr(GArray) order = NULL;
  g_autofree char *name = NULL;
  int index;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));
  g_return_if_fail (inlay_form_field_is_item (self));

  index = get_index (self);
  order = new_order (self->parent);
  if (position >= order->len || position == (guint) index)
    return;

  g_array_remove_index (order, (guint) index);
  g_array_insert_val (order, position, index);
  /* Translators: name of a change; what a list has, and the list */
  name = g_strdup_printf (_("Move %s in %s"), get_item_title (self->parent),
                          self->parent->shape.title);
  rearrange (self->parent, order, NULL, name);
}

/**
 * inlay_form_field_add_member:
 * @name: a name that the group does not have yet
 */
void
inlay_form_field_add_member (InlayFormField *self,
                             const char     *name)
{
  g_autoptr(JsonNode) value = NULL;
  g_autoptr(JsonNode) object = NULL;
  g_autofree char *path = NULL;
  g_autofree char *place = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));
  g_return_if_fail (name != NULL);

  if (self->shape.kind != INLAY_FIELD_OBJECT ||
      (self->value != NULL && JSON_NODE_HOLDS_OBJECT (self->value) &&
       inlay_json_get_member (self->value, name) != NULL))
    return;

  path = inlay_json_path_append (self->path, name);
  place = inlay_json_path (name, NULL);
  value = new_value_at (self->form, path);
  if (self->value != NULL && JSON_NODE_HOLDS_OBJECT (self->value))
    object = inlay_json_set (self->value, place, value, NULL);
  else
    object = inlay_json_new_object (name, json_node_ref (value), NULL);
  /* Translators: name of a change; a new member and the group it goes to */
  words = g_strdup_printf (_("Add %s to %s"), name, self->shape.title);
  request (self, object, words);
}

/**
 * inlay_form_field_rename:
 * @name: another name for the member, in its place
 */
void
inlay_form_field_rename (InlayFormField *self,
                         const char     *name)
{
  JsonObject *object;
  JsonObjectIter iter;
  const char *member_name;
  JsonNode *member;
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (INLAY_IS_FORM_FIELD (self));
  g_return_if_fail (name != NULL);

  if (!self->additional || self->parent->value == NULL || g_str_equal (self->token, name) ||
      inlay_json_get_member (self->parent->value, name) != NULL)
    return;

  object = json_object_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (self->parent->value));
  while (json_object_iter_next_ordered (&iter, &member_name, &member))
    json_object_set_member (object, g_str_equal (member_name, self->token) ? name : member_name,
                            json_node_ref (member));
  value = inlay_json_take_object (object);
  /* Translators: name of a change; old and new name of a member */
  words = g_strdup_printf (_("Rename %s to %s"), self->token, name);
  request (self->parent, value, words);
}
