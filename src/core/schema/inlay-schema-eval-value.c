/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-eval-private.h"

#define MAX_CHOICES_NAMED 8

/* Appends "text, a number or null". */
void
inlay_schema_append_types (GString *words,
                           guint    types)
{
  static const char * const names[] = {
    "null", "true or false", "a whole number", "a number", "text", "a list", "an object"
  };
  const char *chosen[G_N_ELEMENTS (names)];
  guint n_chosen = 0;

  if (types & INLAY_JSON_TYPE_NUMBER)
    types &= ~(guint) INLAY_JSON_TYPE_INTEGER;
  for (guint i = G_N_ELEMENTS (names); i-- > 0;)
    if (types & (1u << i))
      chosen[n_chosen++] = names[i];

  for (guint i = 0; i < n_chosen; i++)
    {
      if (i > 0)
        g_string_append (words, i + 1 == n_chosen ? " or " : ", ");
      g_string_append (words, chosen[i]);
    }
}

static char *
describe_choices (const SchemaEnum *enumeration)
{
  JsonArray *array = json_node_get_array (enumeration->node);
  guint n_choices = json_array_get_length (array);
  GString *words = g_string_new (n_choices > 1 ? "one of " : NULL);

  if (n_choices == 0)
    g_string_append (words, "absent");
  for (guint i = 0; i < n_choices && i < MAX_CHOICES_NAMED; i++)
    {
      if (i > 0)
        g_string_append (words, i + 1 == n_choices ? " or " : ", ");
      inlay_json_append (words, json_array_get_element (array, i), INLAY_JSON_DEFAULT);
    }
  if (n_choices > MAX_CHOICES_NAMED)
    g_string_append_printf (words, " or %u more", n_choices - MAX_CHOICES_NAMED);
  return g_string_free (words, FALSE);
}

static gboolean
is_choice (const SchemaEnum    *enumeration,
           const InlayJsonCell *value)
{
  const InlayJsonCell *choice = inlay_json_document_get_root (enumeration->values) + 1;

  if (value->types & INLAY_JSON_TYPE_STRING)
    return inlay_schema_names_lookup (enumeration->names, value) != NULL;
  if (enumeration->only_strings)
    return FALSE;
  for (guint i = choice[-1].length; i > 0; i--, choice = inlay_json_cell_next (choice))
    if (inlay_json_cell_equal (choice, value))
      return TRUE;
  return FALSE;
}

static gboolean
eval_enum (SchemaFrame      *frame,
           const SchemaEnum *enumeration)
{
  g_autofree char *choices = NULL;

  if (is_choice (enumeration, frame->value))
    return TRUE;
  if (frame->eval->errors == NULL)
    return FALSE;
  choices = describe_choices (enumeration);
  return SCHEMA_FAIL (frame, "enum", NULL, "must be %s", choices);
}

static gboolean
eval_const (SchemaFrame       *frame,
            InlayJsonDocument *constant)
{
  g_autofree char *text = NULL;

  if (inlay_json_cell_equal (inlay_json_document_get_root (constant), frame->value))
    return TRUE;
  if (frame->eval->errors == NULL)
    return FALSE;

  text = inlay_json_write (inlay_json_document_get_tree (constant), INLAY_JSON_DEFAULT);
  return SCHEMA_FAIL (frame, "const", NULL, "must be %s", text);
}

static gboolean
fail_limit (SchemaFrame       *frame,
            const char        *keyword,
            const char        *phrase,
            const SchemaLimit *limit)
{
  g_autofree char *text = NULL;

  if (frame->eval->errors == NULL)
    return FALSE;
  text = inlay_json_write (limit->node, INLAY_JSON_DEFAULT);
  return SCHEMA_FAIL (frame, keyword, NULL, "must be %s %s", phrase, text);
}

static gboolean
eval_number (SchemaFrame             *frame,
             const SchemaNumberRules *rules,
             SchemaNumber             number)
{
  gboolean valid = TRUE;

  if (rules->minimum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->minimum.value) < 0)
    valid = fail_limit (frame, "minimum", "at least", &rules->minimum);
  if (rules->maximum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->maximum.value) > 0)
    valid = fail_limit (frame, "maximum", "at most", &rules->maximum);
  if (rules->exclusive_minimum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->exclusive_minimum.value) <= 0)
    valid = fail_limit (frame, "exclusiveMinimum", "more than", &rules->exclusive_minimum);
  if (rules->exclusive_maximum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->exclusive_maximum.value) >= 0)
    valid = fail_limit (frame, "exclusiveMaximum", "less than", &rules->exclusive_maximum);
  if (rules->multiple.node != NULL &&
      !inlay_schema_number_is_multiple (&number, &rules->multiple.value))
    valid = fail_limit (frame, "multipleOf", "a multiple of", &rules->multiple);
  return valid;
}

/* Lengths count characters, not bytes. */
static gboolean
eval_length (SchemaFrame           *frame,
             const SchemaTextRules *rules)
{
  guint64 length = frame->value->length;

  /* A character takes up to four bytes. */
  if (length >= 4 * MIN (rules->min_length, G_MAXUINT32) && length <= rules->max_length)
    return TRUE;
  if (rules->min_length == 1 && length > 0 && length <= rules->max_length)
    return TRUE;

  length = (guint64) g_utf8_strlen (frame->value->text, (gssize) length);
  if (length < rules->min_length)
    return rules->min_length == 1
             ? SCHEMA_FAIL (frame, "minLength", NULL, "must not be empty")
             : SCHEMA_FAIL (frame, "minLength", NULL,
                            "must be at least %" G_GUINT64_FORMAT " characters long",
                            rules->min_length);
  if (length > rules->max_length)
    return SCHEMA_FAIL (frame, "maxLength", NULL,
                        "must be at most %" G_GUINT64_FORMAT " character%s long",
                        rules->max_length, rules->max_length == 1 ? "" : "s");
  return TRUE;
}

static gboolean
eval_pattern (SchemaFrame         *frame,
              const SchemaPattern *pattern)
{
  switch (inlay_schema_pattern_match (pattern, frame->value->text))
    {
    case SCHEMA_MATCH_YES:
      return TRUE;
    case SCHEMA_MATCH_LIMIT:
      return inlay_schema_eval_give_up (frame->eval, "takes too long to compare with a pattern");
    case SCHEMA_MATCH_NO:
    default:
      return SCHEMA_FAIL (frame, "pattern", NULL, "must match the pattern %s",
                          inlay_schema_pattern_get_source (pattern));
    }
}

static gboolean
eval_text (SchemaFrame           *frame,
           const SchemaTextRules *rules)
{
  gboolean valid = TRUE;

  if (!inlay_schema_eval_note (frame, &valid, eval_length (frame, rules)))
    return FALSE;
  if (rules->pattern != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_pattern (frame, rules->pattern)))
    return FALSE;
  if (rules->format != NULL && !rules->format->check (frame->value->text))
    valid = SCHEMA_FAIL (frame, "format", NULL, "must be %s", rules->format->phrase);
  return valid;
}

/* `enum`, `const` and what is asked of numbers and strings. */
gboolean
inlay_schema_eval_value (SchemaFrame *frame)
{
  const Subschema *self = frame->self;
  gboolean valid = TRUE;

  if (self->enumeration != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_enum (frame, self->enumeration)))
    return FALSE;
  if (self->constant != NULL &&
      !inlay_schema_eval_note (frame, &valid, eval_const (frame, self->constant)))
    return FALSE;
  if (self->text != NULL && (frame->value->types & INLAY_JSON_TYPE_STRING))
    return eval_text (frame, self->text) && valid;
  if (self->number != NULL && (frame->value->types & INLAY_JSON_TYPE_NUMBER))
    return eval_number (frame, self->number, inlay_schema_number_read (frame->value)) && valid;
  return valid;
}
