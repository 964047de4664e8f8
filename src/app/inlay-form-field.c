/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-private.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  CHANGED,
  RESHAPED,
  FOCUS_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayFormField, inlay_form_field, G_TYPE_OBJECT)

#define MAX_SEARCH_DEPTH 4
#define MAX_SEARCH_ITEMS 200

static void
node_free (gpointer node)
{
  if (node != NULL)
    json_node_unref (node);
}

static void
inlay_form_field_finalize (GObject *object)
{
  InlayFormField *self = INLAY_FORM_FIELD (object);

  g_clear_weak_pointer (&self->form);
  g_clear_weak_pointer (&self->parent);
  inlay_field_shape_clear (&self->shape);
  g_clear_pointer (&self->note, inlay_schema_note_unref);
  g_clear_pointer (&self->value, json_node_unref);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  g_clear_object (&self->children);
  g_free (self->path);
  g_free (self->token);
  g_free (self->error);

  G_OBJECT_CLASS (inlay_form_field_parent_class)->finalize (object);
}

static void
inlay_form_field_class_init (InlayFormFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_form_field_finalize;

  signals[CHANGED] = g_signal_new ("changed", INLAY_TYPE_FORM_FIELD, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESHAPED] = g_signal_new ("reshaped", INLAY_TYPE_FORM_FIELD, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOCUS_WANTED] = g_signal_new ("focus-wanted", INLAY_TYPE_FORM_FIELD, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inlay_form_field_init (InlayFormField *self)
{
  self->memory = g_hash_table_new_full (NULL, NULL, NULL, node_free);
  self->shape.branch = -1;
}

GListModel *
inlay_form_field_get_children (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  if (self->children == NULL)
    {
      self->children = g_list_store_new (INLAY_TYPE_FORM_FIELD);
      inlay_form_field_sync (self, TRUE);
      inlay_form_field_show_errors (self);
    }

  return G_LIST_MODEL (self->children);
}

void
inlay_form_field_settle (InlayFormField *self)
{
  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  if (self->form != NULL)
    inlay_form_settle (self->form);
}

void
inlay_form_field_want_focus (InlayFormField *self)
{
  g_return_if_fail (INLAY_IS_FORM_FIELD (self));

  g_signal_emit (self, signals[FOCUS_WANTED], 0);
}

static gboolean
text_matches (const char *text,
              const char *needle)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, needle) != NULL;
}

gboolean
inlay_form_field_matches (InlayFormField *self,
                          const char     *needle,
                          gboolean        modified)
{
  gboolean nested = self->shape.kind == INLAY_FIELD_OBJECT ||
                    self->shape.kind == INLAY_FIELD_ARRAY;
  GListModel *children;

  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  if (modified && self->value == NULL)
    return FALSE;
  if (needle == NULL || text_matches (self->shape.title, needle) ||
      text_matches (self->token, needle) || text_matches (self->shape.description, needle))
    return TRUE;
  if (!nested)
    {
      g_autofree char *text = self->value ? inlay_form_field_dup_text (self, self->value) : NULL;

      return text_matches (text, needle);
    }
  if (self->depth >= MAX_SEARCH_DEPTH || (self->value == NULL && self->depth > 1))
    return FALSE;

  children = inlay_form_field_get_children (self);
  for (guint i = 0; i < MIN (g_list_model_get_n_items (children), MAX_SEARCH_ITEMS); i++)
    {
      g_autoptr(InlayFormField) child = g_list_model_get_item (children, i);

      if (inlay_form_field_matches (child, needle, modified))
        return TRUE;
    }

  return FALSE;
}

static const char *
get_option_title (InlayFormField *self,
                  JsonNode       *value)
{
  for (guint i = 0; self->shape.options != NULL && i < self->shape.options->len; i++)
    {
      InlayFieldOption *option = g_ptr_array_index (self->shape.options, i);

      if (inlay_json_equal (option->value, value))
        return option->title;
    }

  return NULL;
}

/**
 * inlay_form_field_dup_text:
 * @value: a value as this field would have it
 *
 * Returns: (transfer full): @value for people: the words of a choice, text without quotes
 */
char *
inlay_form_field_dup_text (InlayFormField *self,
                           JsonNode       *value)
{
  const char *title;

  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if ((title = get_option_title (self, value)) != NULL)
    return g_strdup (title);

  switch (inlay_field_type_of (value))
    {
    case INLAY_FIELD_TYPE_STRING:
      return g_strdup (json_node_get_string (value));
    case INLAY_FIELD_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (value) ? _("On") : _("Off"));
    case INLAY_FIELD_TYPE_NUMBER:
    case INLAY_FIELD_TYPE_OBJECT:
    case INLAY_FIELD_TYPE_ARRAY:
    case INLAY_FIELD_TYPE_NULL:
    default:
      return inlay_json_write (value, INLAY_JSON_DEFAULT);
    }
}

static char *
dup_object_summary (JsonObject *object)
{
  static const char * const names[] = { "title", "label", "name", "heading", "text", "quote" };
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      member = json_object_get_member (object, names[i]);
      if (member != NULL && JSON_NODE_HOLDS_VALUE (member) &&
          json_node_get_value_type (member) == G_TYPE_STRING && *json_node_get_string (member))
        return g_strdup (json_node_get_string (member));
    }

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING &&
          *json_node_get_string (member))
        return g_strdup (json_node_get_string (member));
      if (JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) != G_TYPE_STRING)
        return inlay_json_write (member, INLAY_JSON_DEFAULT);
    }

  return NULL;
}

/**
 * inlay_form_field_dup_summary:
 *
 * Returns: (transfer full) (nullable): the value in a few words, for the head of a card
 */
char *
inlay_form_field_dup_summary (InlayFormField *self)
{
  guint n;

  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  if (self->value == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (self->value))
    return dup_object_summary (json_node_get_object (self->value));
  if (!JSON_NODE_HOLDS_ARRAY (self->value))
    return inlay_form_field_dup_text (self, self->value);

  n = json_array_get_length (json_node_get_array (self->value));
  if (n == 0)
    return g_strdup (_("Empty"));
  return g_strdup_printf (ngettext ("%u item", "%u items", n), n);
}

InlayFieldState
inlay_form_field_get_state (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), INLAY_FIELD_STATE_UNSET);

  if (self->value == NULL)
    return INLAY_FIELD_STATE_UNSET;
  if (JSON_NODE_HOLDS_NULL (self->value))
    return INLAY_FIELD_STATE_NULL;
  if (JSON_NODE_HOLDS_VALUE (self->value) &&
      json_node_get_value_type (self->value) == G_TYPE_STRING &&
      *json_node_get_string (self->value) == '\0')
    return INLAY_FIELD_STATE_EMPTY;

  return INLAY_FIELD_STATE_SET;
}

gboolean
inlay_form_field_is_item (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->parent != NULL && self->parent->shape.kind == INLAY_FIELD_ARRAY;
}

gboolean
inlay_form_field_can_reset (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  /* To what, when there must be a value and the schema names none? */
  if (self->required && inlay_form_field_get_default (self) == NULL)
    return FALSE;

  return self->value != NULL && self->parent != NULL && !inlay_form_field_is_item (self) &&
         !inlay_form_field_is_read_only (self);
}

gboolean
inlay_form_field_can_add (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  if (inlay_form_field_is_read_only (self))
    return FALSE;
  if (self->shape.kind == INLAY_FIELD_OBJECT)
    return self->shape.open;
  if (self->shape.kind != INLAY_FIELD_ARRAY)
    return FALSE;

  return self->value == NULL || !JSON_NODE_HOLDS_ARRAY (self->value) ||
         self->note == NULL || inlay_schema_note_get (self->note, "maxItems") == NULL ||
         json_array_get_length (json_node_get_array (self->value)) < self->shape.max_items;
}

/* Whether the list may lose one of its items. */
gboolean
inlay_form_field_can_remove_item (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->value != NULL && JSON_NODE_HOLDS_ARRAY (self->value) &&
         json_array_get_length (json_node_get_array (self->value)) > self->shape.min_items;
}

const char *
inlay_form_field_get_path (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->path;
}

const char *
inlay_form_field_get_token (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->token;
}

InlayFormField *
inlay_form_field_get_parent (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->parent;
}

/* Tells the items of a list apart, wherever they move. */
guint
inlay_form_field_get_id (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), 0);

  return self->id;
}

guint
inlay_form_field_get_depth (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), 0);

  return self->depth;
}

InlayFieldKind
inlay_form_field_get_kind (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), INLAY_FIELD_JSON);

  return self->shape.kind;
}

JsonNode *
inlay_form_field_get_value (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->value;
}

/* (nullable): only ever shown, never written. */
JsonNode *
inlay_form_field_get_default (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->note ? inlay_schema_note_get (self->note, "default") : NULL;
}

JsonNode *
inlay_form_field_get_const (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->note ? inlay_schema_note_get (self->note, "const") : NULL;
}

InlaySchemaNote *
inlay_form_field_get_note (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->note;
}

const char *
inlay_form_field_get_title (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.title;
}

const char *
inlay_form_field_get_description (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.description;
}

const char *
inlay_form_field_get_group (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.group;
}

const char *
inlay_form_field_get_widget (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.widget;
}

const char *
inlay_form_field_get_format (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.format;
}

guint
inlay_form_field_get_max_length (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), 0);

  return self->shape.max_length;
}

const InlayFieldRange *
inlay_form_field_get_range (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return &self->shape.range;
}

GPtrArray *
inlay_form_field_get_options (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->shape.options;
}

gboolean
inlay_form_field_is_required (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->required;
}

gboolean
inlay_form_field_is_read_only (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->note != NULL && inlay_schema_note_get_flag (self->note, "readOnly");
}

gboolean
inlay_form_field_is_deprecated (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->note != NULL && inlay_schema_note_get_flag (self->note, "deprecated");
}

gboolean
inlay_form_field_is_unused (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->unused;
}

gboolean
inlay_form_field_is_additional (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), FALSE);

  return self->additional;
}

const char * const *
inlay_form_field_get_branches (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return (const char * const *) self->shape.branches;
}

int
inlay_form_field_get_branch (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), -1);

  return self->shape.branch;
}

guint
inlay_form_field_get_types (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), 0);

  return self->shape.types;
}

InlayFieldType
inlay_form_field_get_value_type (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), INLAY_FIELD_TYPE_NULL);

  return self->shape.type;
}

const char *
inlay_form_field_get_error (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), NULL);

  return self->error;
}

guint
inlay_form_field_get_n_errors (InlayFormField *self)
{
  g_return_val_if_fail (INLAY_IS_FORM_FIELD (self), 0);

  return self->n_errors;
}
