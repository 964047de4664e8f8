/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-private.h"

struct _InlayForm
{
  GObject parent_instance;

  InlaySchema *schema;
  JsonNode *value;              /* an empty object when there is none */
  GPtrArray *errors;
  InlayFormField *root;
  guint last_id;
  char *expected_path;
  GArray *expected;             /* of guint */
};

enum
{
  EDIT,
  SETTLED,
  ERRORS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayForm, inlay_form, G_TYPE_OBJECT)

static void
inlay_form_finalize (GObject *object)
{
  InlayForm *self = INLAY_FORM (object);

  g_clear_object (&self->root);
  g_clear_pointer (&self->errors, g_ptr_array_unref);
  g_clear_pointer (&self->value, json_node_unref);
  g_clear_pointer (&self->schema, inlay_schema_unref);
  g_clear_pointer (&self->expected, g_array_unref);
  g_free (self->expected_path);

  G_OBJECT_CLASS (inlay_form_parent_class)->finalize (object);
}

static void
inlay_form_class_init (InlayFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_form_finalize;

  signals[EDIT] = g_signal_new ("edit", INLAY_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_STRING,
                                JSON_TYPE_NODE | G_SIGNAL_TYPE_STATIC_SCOPE, G_TYPE_STRING);
  signals[SETTLED] = g_signal_new ("settled", INLAY_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[ERRORS_CHANGED] = g_signal_new ("errors-changed", INLAY_TYPE_FORM, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inlay_form_init (InlayForm *self)
{
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
}

static JsonNode *
ref_value (JsonNode *value)
{
  return value != NULL ? json_node_ref (value) : inlay_json_new_object (NULL, NULL);
}

/**
 * inlay_form_new:
 * @schema: (nullable): without one every member is shown as JSON
 * @value: (nullable): the value to begin with
 *
 * Returns: (transfer full): a form
 */
InlayForm *
inlay_form_new (InlaySchema *schema,
                JsonNode    *value)
{
  InlayForm *self = g_object_new (INLAY_TYPE_FORM, NULL);

  self->schema = schema ? inlay_schema_ref (schema) : NULL;
  self->value = ref_value (value);
  if (schema != NULL)
    {
      g_ptr_array_unref (self->errors);
      self->errors = inlay_schema_validate (schema, self->value);
    }
  self->root = inlay_form_field_new (self, NULL, "");
  inlay_form_field_update (self->root, self->value, TRUE);
  inlay_form_field_show_errors (self->root);

  return self;
}

/* The one member in which two objects differ, else NULL: trees share what did not change. */
static const char *
find_change (JsonNode *before,
             JsonNode *after)
{
  JsonObject *old = json_node_get_object (before);
  JsonObject *object = json_node_get_object (after);
  const char *found = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (json_object_get_size (old) != json_object_get_size (object))
    return NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      JsonNode *other = json_object_get_member (old, name);

      if (other == member)
        continue;
      if (other == NULL || found != NULL)
        return NULL;
      found = name;
    }

  return found;
}

static char *
dup_changed_path (JsonNode *before,
                  JsonNode *after)
{
  char *path = g_strdup ("");

  while (JSON_NODE_HOLDS_OBJECT (before) && JSON_NODE_HOLDS_OBJECT (after))
    {
      const char *name = find_change (before, after);
      char *longer;

      if (name == NULL)
        break;
      longer = inlay_json_path_append (path, name);
      g_free (path);
      path = longer;
      before = inlay_json_get_member (before, name);
      after = inlay_json_get_member (after, name);
    }

  return path;
}

static gboolean
errors_equal (GPtrArray *a,
              GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      if (!inlay_schema_error_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }

  return TRUE;
}

/**
 * inlay_form_update:
 * @value: (nullable): what there is now
 *
 * Follows the document: only fields on the way to what differs are touched.
 */
void
inlay_form_update (InlayForm *self,
                   JsonNode  *value)
{
  g_autoptr(JsonNode) before = NULL;
  g_autoptr(GPtrArray) old = NULL;

  g_return_if_fail (INLAY_IS_FORM (self));

  if (value == self->value)
    return;

  before = self->value;
  self->value = ref_value (value);
  old = g_ptr_array_ref (self->errors);
  if (self->schema != NULL)
    {
      g_autofree char *path = dup_changed_path (before, self->value);

      g_ptr_array_unref (self->errors);
      self->errors = inlay_schema_revalidate (self->schema, old, before, self->value, path);
    }

  inlay_form_field_update (self->root, self->value, FALSE);
  g_clear_pointer (&self->expected, g_array_unref);
  inlay_form_field_show_errors (self->root);
  if (!errors_equal (old, self->errors))
    g_signal_emit (self, signals[ERRORS_CHANGED], 0);
}

InlayFormField *
inlay_form_get_root (InlayForm *self)
{
  g_return_val_if_fail (INLAY_IS_FORM (self), NULL);

  return self->root;
}

JsonNode *
inlay_form_get_value (InlayForm *self)
{
  g_return_val_if_fail (INLAY_IS_FORM (self), NULL);

  return self->value;
}

GPtrArray *
inlay_form_get_errors (InlayForm *self)
{
  g_return_val_if_fail (INLAY_IS_FORM (self), NULL);

  return self->errors;
}

static InlayFormField *
find_child (InlayFormField *field,
            const char     *token)
{
  GListModel *children = inlay_form_field_get_children (field);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr(InlayFormField) child = g_list_model_get_item (children, i);

      if (g_str_equal (inlay_form_field_get_token (child), token))
        return child;
    }

  return NULL;
}

InlayFormField *
inlay_form_lookup (InlayForm  *self,
                   const char *path)
{
  InlayFormField *field;
  g_auto(GStrv) tokens = NULL;

  g_return_val_if_fail (INLAY_IS_FORM (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!(tokens = inlay_json_path_split (path, NULL)))
    return NULL;

  field = self->root;
  for (guint i = 0; tokens[i] != NULL; i++)
    {
      InlayFormField *child = find_child (field, tokens[i]);

      if (child == NULL)
        break;
      field = child;
    }

  return field;
}

InlaySchema *
inlay_form_get_schema (InlayForm *self)
{
  return self->schema;
}

guint
inlay_form_next_id (InlayForm *self)
{
  return ++self->last_id;
}

void
inlay_form_request (InlayForm  *self,
                    const char *path,
                    JsonNode   *value,
                    const char *name)
{
  g_signal_emit (self, signals[EDIT], 0, path, value, name);
  /* Refused, or brought about in another way: then it announces nothing. */
  g_clear_pointer (&self->expected, g_array_unref);
}

void
inlay_form_settle (InlayForm *self)
{
  g_signal_emit (self, signals[SETTLED], 0);
}

void
inlay_form_expect (InlayForm  *self,
                   const char *path,
                   GArray     *ids)
{
  g_free (self->expected_path);
  self->expected_path = g_strdup (path);
  g_clear_pointer (&self->expected, g_array_unref);
  self->expected = g_array_ref (ids);
}

GArray *
inlay_form_take_expected (InlayForm  *self,
                          const char *path)
{
  if (self->expected == NULL || g_strcmp0 (self->expected_path, path) != 0)
    return NULL;

  return g_steal_pointer (&self->expected);
}
