/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct
{
  InlayFieldType type;
  const char *name;
  const char *title;
} types[] = {
  { INLAY_FIELD_TYPE_STRING, "string", N_("Text") },
  { INLAY_FIELD_TYPE_NUMBER, "number", N_("Number") },
  { INLAY_FIELD_TYPE_NUMBER, "integer", N_("Number") },
  { INLAY_FIELD_TYPE_BOOLEAN, "boolean", N_("Yes or No") },
  { INLAY_FIELD_TYPE_OBJECT, "object", N_("Group") },
  { INLAY_FIELD_TYPE_ARRAY, "array", N_("List") },
  { INLAY_FIELD_TYPE_NULL, "null", N_("Null") },
};

const char *
inlay_field_type_get_title (InlayFieldType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (types[i].type == type)
        return _(types[i].title);
    }

  return NULL;
}

InlayFieldType
inlay_field_type_of (JsonNode *value)
{
  switch (json_node_get_node_type (value))
    {
    case JSON_NODE_OBJECT:
      return INLAY_FIELD_TYPE_OBJECT;
    case JSON_NODE_ARRAY:
      return INLAY_FIELD_TYPE_ARRAY;
    case JSON_NODE_NULL:
      return INLAY_FIELD_TYPE_NULL;
    case JSON_NODE_VALUE:
    default:
      if (json_node_get_value_type (value) == G_TYPE_STRING)
        return INLAY_FIELD_TYPE_STRING;
      if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
        return INLAY_FIELD_TYPE_BOOLEAN;
      return INLAY_FIELD_TYPE_NUMBER;
    }
}

static guint
read_type_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (types[i].name, name) == 0)
        return types[i].type;
    }

  return 0;
}

static guint
read_types (JsonNode *node)
{
  guint mask = 0;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return read_type_name (json_node_get_string (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return INLAY_FIELD_TYPE_ANY;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        mask |= read_type_name (json_node_get_string (element));
    }

  return mask;
}

/* Keywords that speak of one type only tell what an untyped schema means. */
static guint
guess_types (InlaySchemaNote *note)
{
  static const struct
  {
    const char *keyword;
    InlayFieldType type;
  } hints[] = {
    { "properties", INLAY_FIELD_TYPE_OBJECT },
    { "required", INLAY_FIELD_TYPE_OBJECT },
    { "items", INLAY_FIELD_TYPE_ARRAY },
    { "prefixItems", INLAY_FIELD_TYPE_ARRAY },
    { "pattern", INLAY_FIELD_TYPE_STRING },
    { "maxLength", INLAY_FIELD_TYPE_STRING },
    { "format", INLAY_FIELD_TYPE_STRING },
    { "minimum", INLAY_FIELD_TYPE_NUMBER },
    { "maximum", INLAY_FIELD_TYPE_NUMBER },
    { "multipleOf", INLAY_FIELD_TYPE_NUMBER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      if (inlay_schema_note_get (note, hints[i].keyword) != NULL)
        return hints[i].type;
    }

  return INLAY_FIELD_TYPE_ANY;
}

static guint
get_types (InlaySchemaNote *note)
{
  guint mask = INLAY_FIELD_TYPE_ANY;
  gboolean typed = FALSE;

  for (guint i = 0; i < inlay_schema_note_get_n_schemas (note); i++)
    {
      JsonNode *schema = inlay_schema_note_get_schema (note, i);
      JsonNode *type = JSON_NODE_HOLDS_OBJECT (schema) ? inlay_json_get_member (schema, "type")
                                                       : NULL;

      if (type != NULL)
        {
          mask &= read_types (type);
          typed = TRUE;
        }
    }

  return typed ? mask : guess_types (note);
}

static void
option_free (InlayFieldOption *option)
{
  g_free (option->title);
  json_node_unref (option->value);
  g_free (option);
}

static void
add_option (GPtrArray  *options,
            JsonNode   *value,
            const char *title)
{
  InlayFieldOption *option = g_new0 (InlayFieldOption, 1);

  option->value = json_node_ref (value);
  if (title != NULL)
    option->title = g_strdup (title);
  else if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    option->title = g_strdup (json_node_get_string (value));
  else
    option->title = inlay_json_write (value, INLAY_JSON_DEFAULT);
  g_ptr_array_add (options, option);
}

/* oneOf of const and title is how a schema gives words to the values of an enum. */
static GPtrArray *
read_titled_options (const InlaySchemaChoice *choice)
{
  g_autoptr(GPtrArray) options = g_ptr_array_new_with_free_func ((GDestroyNotify) option_free);

  for (guint i = 0; i < choice->branches->len; i++)
    {
      JsonNode *branch = g_ptr_array_index (choice->branches, i);
      JsonNode *value = JSON_NODE_HOLDS_OBJECT (branch) ? inlay_json_get_member (branch, "const")
                                                        : NULL;

      if (value == NULL)
        return NULL;
      add_option (options, value, inlay_json_get_string (branch, "title"));
    }

  return g_steal_pointer (&options);
}

static GPtrArray *
read_enum (JsonNode *node)
{
  g_autoptr(GPtrArray) options = g_ptr_array_new_with_free_func ((GDestroyNotify) option_free);

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    add_option (options, json_array_get_element (json_node_get_array (node), i), NULL);

  return g_steal_pointer (&options);
}

static char *
dup_branch_title (JsonNode *branch,
                  guint     position)
{
  const char *title = JSON_NODE_HOLDS_OBJECT (branch) ? inlay_json_get_string (branch, "title")
                                                      : NULL;
  JsonObject *members;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (title != NULL)
    return g_strdup (title);

  members = JSON_NODE_HOLDS_OBJECT (branch) ? inlay_json_get_object (branch, "properties") : NULL;
  if (members != NULL)
    {
      json_object_iter_init_ordered (&iter, members);
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          const char *text = JSON_NODE_HOLDS_OBJECT (member)
                               ? inlay_json_get_string (member, "const") : NULL;

          if (text != NULL)
            return g_strdup (text);
        }
    }
  if (JSON_NODE_HOLDS_OBJECT (branch) && inlay_json_get_string (branch, "type") != NULL)
    {
      guint type = read_type_name (inlay_json_get_string (branch, "type"));

      if (type != 0)
        return g_strdup (inlay_field_type_get_title (type));
    }

  /* Translators: a way to fill in a setting that has no name; a number */
  return g_strdup_printf (_("Option %u"), position + 1);
}

static void
read_choices (InlayFieldShape *shape,
              InlaySchemaNote *note)
{
  for (guint i = 0; i < inlay_schema_note_get_n_choices (note); i++)
    {
      const InlaySchemaChoice *choice = inlay_schema_note_get_choice (note, i);

      if (shape->options == NULL && (shape->options = read_titled_options (choice)) != NULL)
        continue;
      if (shape->branches != NULL)
        continue;

      shape->branches = g_new0 (char *, choice->branches->len + 1);
      for (guint j = 0; j < choice->branches->len; j++)
        shape->branches[j] = dup_branch_title (g_ptr_array_index (choice->branches, j), j);
      shape->choice = i;
      shape->branch = choice->selected;
    }

  if (shape->options == NULL && inlay_schema_note_get (note, "enum") != NULL)
    shape->options = read_enum (inlay_schema_note_get (note, "enum"));
}

static gboolean
read_number (InlaySchemaNote *note,
             const char      *keyword,
             double          *number)
{
  JsonNode *node = inlay_schema_note_get (note, keyword);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      inlay_field_type_of (node) != INLAY_FIELD_TYPE_NUMBER)
    return FALSE;

  *number = json_node_get_double (node);
  return TRUE;
}

static guint
read_count (InlaySchemaNote *note,
            const char      *keyword)
{
  double number;

  if (!read_number (note, keyword, &number) || number < 0)
    return 0;

  return (guint) MIN (number, G_MAXUINT);
}

static gboolean
is_integer (InlaySchemaNote *note)
{
  for (guint i = 0; i < inlay_schema_note_get_n_schemas (note); i++)
    {
      JsonNode *schema = inlay_schema_note_get_schema (note, i);
      JsonNode *type = JSON_NODE_HOLDS_OBJECT (schema) ? inlay_json_get_member (schema, "type")
                                                       : NULL;
      g_autofree char *text = type ? inlay_json_write (type, INLAY_JSON_DEFAULT) : NULL;

      if (text != NULL && strstr (text, "\"integer\"") && !strstr (text, "\"number\""))
        return TRUE;
    }

  return FALSE;
}

static void
read_range (InlayFieldRange *range,
            InlaySchemaNote *note)
{
  double number;

  range->integer = is_integer (note);
  range->step = 0;
  read_number (note, "multipleOf", &range->step);
  if (range->step <= 0)
    range->step = range->integer ? 1 : 0;

  range->has_minimum = read_number (note, "minimum", &range->minimum);
  range->has_maximum = read_number (note, "maximum", &range->maximum);
  if (read_number (note, "exclusiveMinimum", &number) &&
      (!range->has_minimum || number >= range->minimum))
    {
      range->has_minimum = TRUE;
      range->minimum = range->step > 0 ? number + range->step : number;
    }
  if (read_number (note, "exclusiveMaximum", &number) &&
      (!range->has_maximum || number <= range->maximum))
    {
      range->has_maximum = TRUE;
      range->maximum = range->step > 0 ? number - range->step : number;
    }

  if (range->step <= 0)
    range->step = range->has_minimum && range->has_maximum && range->maximum - range->minimum <= 2
                    ? 0.1 : 1;
}

static void
read_hints (InlayFieldShape *shape,
            InlaySchemaNote *note)
{
  JsonNode *hints = inlay_schema_note_get (note, "x-inlay");

  if (hints == NULL || !JSON_NODE_HOLDS_OBJECT (hints))
    return;

  shape->group = inlay_json_get_string (hints, "group");
  shape->widget = inlay_json_get_string (hints, "widget");
  shape->order = inlay_json_get_double (hints, "order",
                                        (double) inlay_json_get_int (hints, "order", G_MAXINT));
}

static InlayFieldKind
get_text_kind (InlayFieldShape *shape,
               InlaySchemaNote *note)
{
  const char *widget = shape->widget ? shape->widget : shape->format;

  if (g_strcmp0 (widget, "multiline") == 0 || g_strcmp0 (widget, "textarea") == 0 ||
      g_strcmp0 (widget, "markdown") == 0 ||
      inlay_schema_note_get_string (note, "contentMediaType") != NULL)
    return INLAY_FIELD_MULTILINE;
  if (g_strcmp0 (widget, "color") == 0)
    return INLAY_FIELD_COLOR;
  if (g_strcmp0 (widget, "date") == 0 || g_strcmp0 (widget, "date-time") == 0)
    return INLAY_FIELD_DATE;

  return INLAY_FIELD_TEXT;
}

static InlayFieldKind
get_kind (InlayFieldShape *shape,
          InlaySchemaNote *note)
{
  if (g_strcmp0 (shape->widget, "json") == 0)
    return INLAY_FIELD_JSON;
  if (shape->options != NULL)
    return INLAY_FIELD_CHOICE;
  if (inlay_schema_note_get (note, "const") != NULL && shape->branches == NULL)
    return INLAY_FIELD_CONST;

  switch (shape->type)
    {
    case INLAY_FIELD_TYPE_STRING:
      return get_text_kind (shape, note);
    case INLAY_FIELD_TYPE_NUMBER:
      return INLAY_FIELD_NUMBER;
    case INLAY_FIELD_TYPE_BOOLEAN:
      return INLAY_FIELD_BOOLEAN;
    case INLAY_FIELD_TYPE_OBJECT:
      return INLAY_FIELD_OBJECT;
    case INLAY_FIELD_TYPE_ARRAY:
      return INLAY_FIELD_ARRAY;
    case INLAY_FIELD_TYPE_NULL:
    default:
      return INLAY_FIELD_NULL;
    }
}

/* The first type that a new value would have; null only when there is nothing else. */
static InlayFieldType
get_first_type (guint mask)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (mask & types[i].type)
        return types[i].type;
    }

  return INLAY_FIELD_TYPE_NULL;
}

static void
read_value_type (InlayFieldShape *shape,
                 JsonNode        *value)
{
  shape->type = value ? inlay_field_type_of (value) : 0;
  if (shape->type == 0 || shape->type == INLAY_FIELD_TYPE_NULL)
    shape->type = get_first_type (shape->types);
}

static gboolean
is_open (InlaySchemaNote *note)
{
  for (guint i = 0; i < inlay_schema_note_get_n_schemas (note); i++)
    {
      JsonNode *schema = inlay_schema_note_get_schema (note, i);
      JsonNode *more = JSON_NODE_HOLDS_OBJECT (schema)
                         ? inlay_json_get_member (schema, "additionalProperties") : NULL;

      if (more != NULL && JSON_NODE_HOLDS_VALUE (more))
        return json_node_get_boolean (more);
      if (more != NULL ||
          (JSON_NODE_HOLDS_OBJECT (schema) &&
           inlay_json_get_object (schema, "patternProperties") != NULL))
        return TRUE;
    }

  return inlay_schema_note_get_members (note)[0] == NULL;
}

/* "pageSize", "page-size" and "page_size" read as "Page size". */
static char *
dup_words (const char *token)
{
  GString *words = g_string_new (NULL);
  gunichar before = 0;

  for (const char *at = token; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gunichar next = g_utf8_get_char (g_utf8_next_char (at));

      if (words->len == 0)
        g_string_append_unichar (words, g_unichar_toupper (c));
      else if (c == '-' || c == '_')
        g_string_append_c (words, ' ');
      else if (g_unichar_isupper (c) && g_unichar_islower (before))
        {
          g_string_append_c (words, ' ');
          g_string_append_unichar (words, g_unichar_isupper (next) ? c : g_unichar_tolower (c));
        }
      else
        g_string_append_unichar (words, c);
      before = c;
    }

  return g_string_free (words, FALSE);
}

static void
derive_without_schema (InlayFieldShape *shape,
                       const char      *token)
{
  shape->kind = INLAY_FIELD_JSON;
  shape->types = INLAY_FIELD_TYPE_ANY;
  shape->title = dup_words (token);
  shape->order = G_MAXINT;
  shape->branch = -1;
}

void
inlay_field_shape_derive (InlayFieldShape *shape,
                          InlaySchemaNote *note,
                          const char      *token,
                          JsonNode        *value)
{
  const char *title;

  *shape = (InlayFieldShape) { .order = G_MAXINT, .branch = -1 };
  if (note == NULL)
    {
      derive_without_schema (shape, token);
      if (value != NULL)
        shape->type = inlay_field_type_of (value);
      return;
    }

  title = inlay_schema_note_get_string (note, "title");
  shape->title = title ? g_strdup (title) : dup_words (token);
  shape->description = inlay_schema_note_get_string (note, "description");
  shape->format = inlay_schema_note_get_string (note, "format");
  shape->max_length = read_count (note, "maxLength");
  shape->max_items = read_count (note, "maxItems");
  shape->min_items = read_count (note, "minItems");
  shape->types = get_types (note);
  read_hints (shape, note);
  read_choices (shape, note);
  read_range (&shape->range, note);
  read_value_type (shape, value);
  shape->kind = get_kind (shape, note);
  shape->open = shape->kind == INLAY_FIELD_OBJECT && is_open (note);

  /* A value of a type that is not asked for cannot be shown by the usual control; it is kept. */
  if (value != NULL && shape->kind != INLAY_FIELD_CHOICE && shape->kind != INLAY_FIELD_CONST &&
      inlay_field_type_of (value) != INLAY_FIELD_TYPE_NULL && !(shape->types & shape->type))
    shape->kind = INLAY_FIELD_JSON;
  /* Untyped and unset: anything goes. */
  if (value == NULL && shape->types == INLAY_FIELD_TYPE_ANY && shape->options == NULL &&
      shape->kind != INLAY_FIELD_CONST && shape->branches == NULL)
    shape->kind = INLAY_FIELD_JSON;
}

void
inlay_field_shape_clear (InlayFieldShape *shape)
{
  g_clear_pointer (&shape->options, g_ptr_array_unref);
  g_clear_pointer (&shape->branches, g_strfreev);
  g_clear_pointer (&shape->title, g_free);
}

static gboolean
options_equal (GPtrArray *a,
               GPtrArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      InlayFieldOption *left = g_ptr_array_index (a, i);
      InlayFieldOption *right = g_ptr_array_index (b, i);

      if (g_strcmp0 (left->title, right->title) != 0 || !json_node_equal (left->value, right->value))
        return FALSE;
    }

  return TRUE;
}

static gboolean
range_equal (const InlayFieldRange *a,
             const InlayFieldRange *b)
{
  return a->integer == b->integer && a->has_minimum == b->has_minimum &&
         a->has_maximum == b->has_maximum && a->minimum == b->minimum &&
         a->maximum == b->maximum && a->step == b->step;
}

/* Whether the same controls serve both: all but the value may differ. */
gboolean
inlay_field_shape_is_like (InlayFieldShape *shape,
                           InlayFieldShape *other)
{
  gboolean branches = (shape->branches == NULL) == (other->branches == NULL) &&
                      (shape->branches == NULL ||
                       g_strv_equal ((const char * const *) shape->branches,
                                     (const char * const *) other->branches));

  return shape->kind == other->kind &&
         shape->types == other->types &&
         shape->max_length == other->max_length &&
         shape->open == other->open &&
         g_strcmp0 (shape->title, other->title) == 0 &&
         g_strcmp0 (shape->description, other->description) == 0 &&
         g_strcmp0 (shape->widget, other->widget) == 0 &&
         g_strcmp0 (shape->format, other->format) == 0 &&
         range_equal (&shape->range, &other->range) &&
         branches && options_equal (shape->options, other->options);
}

/* What a value starts as when people ask for one; a default stays unwritten where it can. */
JsonNode *
inlay_field_type_new_value (InlayFieldType   type,
                            InlaySchemaNote *note)
{
  double minimum = 0;
  InlayFieldRange range = { 0 };

  switch (type)
    {
    case INLAY_FIELD_TYPE_STRING:
      return inlay_json_new_string ("");
    case INLAY_FIELD_TYPE_NUMBER:
      if (note != NULL)
        read_range (&range, note);
      if (range.has_minimum && range.minimum > 0)
        minimum = range.minimum;
      if (range.has_maximum && range.maximum < 0)
        minimum = range.maximum;
      if (minimum == (double) (gint64) minimum)
        return inlay_json_new_int ((gint64) minimum);
      return inlay_json_new_double (minimum);
    case INLAY_FIELD_TYPE_BOOLEAN:
      return inlay_json_new_boolean (FALSE);
    case INLAY_FIELD_TYPE_ARRAY:
      return inlay_json_new_array (NULL, NULL);
    case INLAY_FIELD_TYPE_NULL:
      return inlay_json_new_null ();
    case INLAY_FIELD_TYPE_OBJECT:
    default:
      return inlay_json_new_object (NULL, NULL);
    }
}
