/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* How fields follow the value of the form. */

static void
set_place (InlayFormField *self,
           const char     *token)
{
  if (self->token != token)
    {
      g_free (self->token);
      self->token = g_strdup (token);
    }
  g_free (self->path);
  self->path = self->parent ? inlay_json_path_append (self->parent->path, self->token)
                            : g_strdup ("");
}

InlayFormField *
inlay_form_field_new (InlayForm      *form,
                      InlayFormField *parent,
                      const char     *token)
{
  InlayFormField *self = g_object_new (INLAY_TYPE_FORM_FIELD, NULL);

  g_set_weak_pointer (&self->form, form);
  g_set_weak_pointer (&self->parent, parent);
  self->id = inlay_form_next_id (form);
  self->depth = parent ? parent->depth + 1 : 0;
  set_place (self, token);

  return self;
}

static gboolean
notes_alike (InlaySchemaNote *a,
             InlaySchemaNote *b)
{
  guint n;

  if (a == NULL || b == NULL)
    return a == b;
  if ((n = inlay_schema_note_get_n_schemas (a)) != inlay_schema_note_get_n_schemas (b))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (inlay_schema_note_get_schema (a, i) != inlay_schema_note_get_schema (b, i))
        return FALSE;
    }

  return TRUE;
}

/* A member the schema says nothing of, or forbids as it stands now. */
static gboolean
find_unused (InlayFormField *self)
{
  if (self->parent == NULL || self->value == NULL || self->parent->note == NULL ||
      inlay_form_field_is_item (self))
    return FALSE;
  if (g_strv_contains (inlay_schema_note_get_members (self->parent->note), self->token))
    return FALSE;
  if (!inlay_schema_note_is_evaluated (self->parent->note, self->token))
    return TRUE;

  for (guint i = 0; i < inlay_schema_note_get_n_schemas (self->note); i++)
    {
      if (!JSON_NODE_HOLDS_OBJECT (inlay_schema_note_get_schema (self->note, i)))
        return TRUE;
    }

  return FALSE;
}

static void
read_place (InlayFormField *self)
{
  InlaySchemaNote *outer = self->parent ? self->parent->note : NULL;

  self->required = outer != NULL && !inlay_form_field_is_item (self) &&
                   inlay_schema_note_requires (outer, self->token);
  self->additional = self->parent != NULL && !inlay_form_field_is_item (self) &&
                     (outer == NULL ||
                      !g_strv_contains (inlay_schema_note_get_members (outer), self->token));
  self->unused = find_unused (self);
}

/* Takes over what the form's value has at this place; @stale when what the schema says may differ
 * though the value does not. Returns: whether anything changed. */
gboolean
inlay_form_field_update (InlayFormField *self,
                         JsonNode       *value,
                         gboolean        stale)
{
  InlayFieldShape shape;
  InlayFieldShape before;
  InlaySchemaNote *note = NULL;
  InlaySchemaNote *old;
  gboolean alike;
  gboolean same_schemas;

  if (!stale && self->value == value)
    return FALSE;

  if (value != NULL)
    json_node_ref (value);
  g_clear_pointer (&self->value, json_node_unref);
  self->value = value;

  if (inlay_form_get_schema (self->form) != NULL)
    note = inlay_schema_annotate (inlay_form_get_schema (self->form),
                                  inlay_form_get_value (self->form), self->path);
  inlay_field_shape_derive (&shape, note, self->token, value);

  old = self->note;
  before = self->shape;
  alike = inlay_field_shape_is_like (&before, &shape);
  same_schemas = notes_alike (old, note);
  self->note = note;
  self->shape = shape;
  read_place (self);
  inlay_field_shape_clear (&before);
  g_clear_pointer (&old, inlay_schema_note_unref);

  if (!alike)
    g_clear_object (&self->children);
  else if (self->children != NULL)
    inlay_form_field_sync (self, stale || !same_schemas);

  if (!alike)
    g_signal_emit_by_name (self, "reshaped");
  g_signal_emit_by_name (self, "changed");

  return TRUE;
}

static GPtrArray *
list_members (InlayFormField *self)
{
  GPtrArray *names = g_ptr_array_new ();
  const char * const *members = NULL;
  JsonObjectIter iter;
  const char *name;

  if (self->note != NULL)
    members = inlay_schema_note_get_members (self->note);
  for (guint i = 0; members != NULL && members[i] != NULL; i++)
    g_ptr_array_add (names, (char *) members[i]);

  if (self->value == NULL || !JSON_NODE_HOLDS_OBJECT (self->value))
    return names;
  json_object_iter_init_ordered (&iter, json_node_get_object (self->value));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      if (members == NULL || !g_strv_contains (members, name))
        g_ptr_array_add (names, (char *) name);
    }

  return names;
}

static InlayFormField *
take_child (GHashTable *old,
            const char *token)
{
  InlayFormField *child = g_hash_table_lookup (old, token);

  if (child == NULL)
    return NULL;

  g_object_ref (child);
  g_hash_table_remove (old, token);
  return child;
}

static int
compare_order (gconstpointer a,
               gconstpointer b)
{
  const InlayFormField *left = *(const InlayFormField **) a;
  const InlayFormField *right = *(const InlayFormField **) b;

  return (left->shape.order > right->shape.order) - (left->shape.order < right->shape.order);
}

/* qsort is not stable: ties keep the schema's order by sorting runs of insertion. */
static void
sort_members (GPtrArray *fields)
{
  for (guint i = 1; i < fields->len; i++)
    {
      InlayFormField *field = g_ptr_array_index (fields, i);
      guint at = i;

      while (at > 0 && compare_order (&fields->pdata[at - 1], &field) > 0)
        {
          fields->pdata[at] = fields->pdata[at - 1];
          at--;
        }
      fields->pdata[at] = field;
    }
}

static GPtrArray *
sync_members (InlayFormField *self,
              gboolean        stale)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr(GPtrArray) names = list_members (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->children)); i++)
    {
      InlayFormField *child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      g_hash_table_insert (old, child->token, child);
    }

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      InlayFormField *child = take_child (old, name);
      gboolean fresh = child == NULL;
      JsonNode *value = self->value && JSON_NODE_HOLDS_OBJECT (self->value)
                          ? inlay_json_get_member (self->value, name) : NULL;

      if (fresh)
        child = inlay_form_field_new (self->form, self, name);
      else
        set_place (child, child->token);
      inlay_form_field_update (child, value, fresh || stale);
      g_ptr_array_add (fields, child);
    }
  sort_members (fields);

  return fields;
}

/* The old item that goes on as the one with this value: the very same node, else an equal one. */
static int
find_item (GPtrArray *old,
           JsonNode  *value,
           gboolean   exact)
{
  for (guint i = 0; i < old->len; i++)
    {
      InlayFormField *child = g_ptr_array_index (old, i);

      if (child != NULL &&
          (child->value == value || (!exact && inlay_json_identical (child->value, value))))
        return (int) i;
    }

  return -1;
}

static int
find_id (GPtrArray *old,
         guint      id)
{
  for (guint i = 0; i < old->len; i++)
    {
      InlayFormField *child = g_ptr_array_index (old, i);

      if (child != NULL && child->id == id)
        return (int) i;
    }

  return -1;
}

static void
claim (GPtrArray *fields,
       guint      at,
       GPtrArray *old,
       int        found)
{
  if (found < 0)
    return;

  fields->pdata[at] = g_steal_pointer (&old->pdata[found]);
}

/* Who goes on as whom: as announced, then where nothing changed, then who merely moved, then who
 * still stands in the same place. */
static GPtrArray *
match_items (InlayFormField *self,
             JsonArray      *array)
{
  g_autoptr(GArray) expected = inlay_form_take_expected (self->form, self->path);
  g_autoptr(GPtrArray) old = g_ptr_array_new ();
  guint length = json_array_get_length (array);
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->children));

  g_ptr_array_set_size (fields, (int) length);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (old, g_list_model_get_item (G_LIST_MODEL (self->children), i));

  if (expected != NULL && expected->len == length)
    {
      for (guint i = 0; i < length; i++)
        claim (fields, i, old, find_id (old, g_array_index (expected, guint, i)));
    }
  else
    {
      for (guint i = 0; i < MIN (length, old->len); i++)
        {
          InlayFormField *child = g_ptr_array_index (old, i);

          if (child->value == json_array_get_element (array, i))
            claim (fields, i, old, (int) i);
        }
      for (guint pass = 0; pass < 2 && length != n; pass++)
        for (guint i = 0; i < length; i++)
          if (fields->pdata[i] == NULL)
            claim (fields, i, old, find_item (old, json_array_get_element (array, i), pass == 0));
      for (guint i = 0; i < length && length == n; i++)
        if (fields->pdata[i] == NULL)
          claim (fields, i, old, find_item (old, json_array_get_element (array, i), TRUE));
      for (guint i = 0; i < MIN (length, old->len); i++)
        if (fields->pdata[i] == NULL && old->pdata[i] != NULL)
          claim (fields, i, old, (int) i);
    }

  for (guint i = 0; i < old->len; i++)
    g_clear_object ((GObject **) &old->pdata[i]);

  return fields;
}

static GPtrArray *
sync_items (InlayFormField *self,
            gboolean        stale)
{
  JsonArray *array = json_node_get_array (self->value);
  GPtrArray *fields = match_items (self, array);

  for (guint i = 0; i < fields->len; i++)
    {
      InlayFormField *child = g_ptr_array_index (fields, i);
      g_autofree char *token = g_strdup_printf ("%u", i);
      gboolean moved = child == NULL || g_strcmp0 (child->token, token) != 0;

      if (child == NULL)
        fields->pdata[i] = child = inlay_form_field_new (self->form, self, token);
      else
        set_place (child, token);
      inlay_form_field_update (child, json_array_get_element (array, i), moved || stale);
    }

  return fields;
}

/* Says the smallest run that differs; what is the same object stays in place. */
static void
splice (GListStore *store,
        GPtrArray  *fields)
{
  GListModel *model = G_LIST_MODEL (store);
  guint n = g_list_model_get_n_items (model);
  guint head = 0;
  guint tail = 0;

  while (head < MIN (n, fields->len))
    {
      g_autoptr(InlayFormField) item = g_list_model_get_item (model, head);

      if (item != g_ptr_array_index (fields, head))
        break;
      head++;
    }
  while (tail < MIN (n, fields->len) - head)
    {
      g_autoptr(InlayFormField) item = g_list_model_get_item (model, n - tail - 1);

      if (item != g_ptr_array_index (fields, fields->len - tail - 1))
        break;
      tail++;
    }

  if (head + tail < MAX (n, fields->len))
    g_list_store_splice (store, head, n - head - tail,
                         fields->pdata + head, fields->len - head - tail);
}

/* Brings the children in line with the value; @stale when what the schema says of them may differ. */
void
inlay_form_field_sync (InlayFormField *self,
                       gboolean        stale)
{
  g_autoptr(GPtrArray) fields = NULL;

  if (self->shape.kind == INLAY_FIELD_OBJECT)
    fields = sync_members (self, stale);
  else if (self->shape.kind == INLAY_FIELD_ARRAY && self->value != NULL &&
           JSON_NODE_HOLDS_ARRAY (self->value))
    fields = sync_items (self, stale);
  else
    fields = g_ptr_array_new_with_free_func (g_object_unref);

  splice (self->children, fields);
}

static gboolean
is_below (const char *path,
          const char *prefix)
{
  gsize length = strlen (prefix);

  return strncmp (path, prefix, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* Words for what is wrong here; leaves without children speak for all that is below them. */
static char *
dup_error (InlayFormField *self,
           GPtrArray      *errors,
           guint          *n_errors)
{
  gboolean nested = self->shape.kind == INLAY_FIELD_OBJECT ||
                    self->shape.kind == INLAY_FIELD_ARRAY;
  char *text = NULL;

  *n_errors = 0;
  for (guint i = 0; i < errors->len; i++)
    {
      InlaySchemaError *error = g_ptr_array_index (errors, i);
      const char *member = inlay_schema_error_get_member (error);
      const char *path = inlay_schema_error_get_path (error);
      g_autofree char *place = member ? inlay_json_path_append (path, member) : NULL;

      if (!is_below (place ? place : path, self->path))
        continue;

      (*n_errors)++;
      if (text != NULL || (nested && strcmp (place ? place : path, self->path) != 0))
        continue;
      if (member != NULL && strcmp (inlay_schema_error_get_keyword (error), "required") == 0)
        text = g_strdup (_("Needed, and not set"));
      else
        text = g_strdup (inlay_schema_error_get_message (error));
    }

  return text;
}

void
inlay_form_field_show_errors (InlayFormField *self)
{
  guint n_errors;
  char *error = dup_error (self, inlay_form_get_errors (self->form), &n_errors);
  gboolean changed = g_strcmp0 (error, self->error) != 0 || n_errors != self->n_errors;

  g_free (self->error);
  self->error = error;
  self->n_errors = n_errors;
  for (guint i = 0; self->children != NULL &&
                    i < g_list_model_get_n_items (G_LIST_MODEL (self->children)); i++)
    {
      g_autoptr(InlayFormField) child = g_list_model_get_item (G_LIST_MODEL (self->children), i);

      inlay_form_field_show_errors (child);
    }

  if (changed)
    g_signal_emit_by_name (self, "changed");
}
