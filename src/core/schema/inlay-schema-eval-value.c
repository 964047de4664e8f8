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
  JsonArray *array = json_node_get_array (inlay_json_document_get_tree (enumeration->document));
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
  const InlayJsonCell *choice = enumeration->values + 1;

  if (value->types & INLAY_JSON_TYPE_STRING)
    return inlay_schema_names_lookup (enumeration->names, value) != NULL;
  if (enumeration->only_strings)
    return FALSE;
  for (guint i = enumeration->values->length; i > 0; i--, choice = inlay_json_cell_next (choice))
    if (inlay_json_cell_equal (choice, value))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_range (const SchemaNumberRules *rules,
             const SchemaNumber      *number)
{
  return (rules->minimum.node == NULL || inlay_schema_number_compare (number, &rules->minimum.value) >= 0) &&
         (rules->maximum.node == NULL || inlay_schema_number_compare (number, &rules->maximum.value) <= 0) &&
         (rules->exclusive_minimum.node == NULL ||
          inlay_schema_number_compare (number, &rules->exclusive_minimum.value) > 0) &&
         (rules->exclusive_maximum.node == NULL ||
          inlay_schema_number_compare (number, &rules->exclusive_maximum.value) < 0);
}

static gboolean
is_multiple (const SchemaNumberRules *rules,
             const SchemaNumber      *number)
{
  return rules->multiple.node == NULL || inlay_schema_number_is_multiple (number, &rules->multiple.value);
}

/* Lengths count characters, which take one to four bytes, so that few need counting.
 *
 * Returns: below 0 when @value is too short, above 0 when it is too long */
static int
compare_to_length (const SchemaTextRules *rules,
                   const InlayJsonCell   *value)
{
  guint64 length = value->length;

  if (length >= rules->min_bytes && length <= rules->max_length)
    return 0;
  length = (guint64) g_utf8_strlen (value->text, (gssize) length);
  return length < rules->min_length ? -1 : length > rules->max_length;
}

static gboolean
matches (SchemaEval            *eval,
         const SchemaTextRules *rules,
         const InlayJsonCell   *value)
{
  SchemaMatch match = rules->pattern != NULL ? inlay_schema_pattern_match (rules->pattern, value->text)
                                             : SCHEMA_MATCH_YES;

  if (match == SCHEMA_MATCH_LIMIT)
    return inlay_schema_eval_give_up (eval, "takes too long to compare with a pattern");
  return match == SCHEMA_MATCH_YES;
}

static gboolean
is_of_format (const SchemaTextRules *rules,
              const InlayJsonCell   *value)
{
  return rules->format == NULL || rules->format->check (value->text);
}

/* Returns: whether `enum`, `const` and what is asked of numbers and strings hold of @value */
gboolean
inlay_schema_eval_holds (SchemaEval          *eval,
                         const Subschema     *self,
                         const InlayJsonCell *value)
{
  if (self->enumeration != NULL && !is_choice (self->enumeration, value))
    return FALSE;
  if (self->constant != NULL && !inlay_json_cell_equal (self->constant_value, value))
    return FALSE;
  if (self->text != NULL && value->types & INLAY_JSON_TYPE_STRING)
    return compare_to_length (self->text, value) == 0 && matches (eval, self->text, value) &&
           is_of_format (self->text, value);
  if (self->number != NULL && value->types & INLAY_JSON_TYPE_NUMBER)
    {
      SchemaNumber number = inlay_schema_number_read (value);

      return is_in_range (self->number, &number) && is_multiple (self->number, &number);
    }
  return TRUE;
}

static void
report_enum (SchemaFrame      *frame,
             const SchemaEnum *enumeration)
{
  g_autofree char *choices = describe_choices (enumeration);

  SCHEMA_FAIL (frame, "enum", NULL, "must be %s", choices);
}

static void
report_const (SchemaFrame *frame)
{
  g_autofree char *text = inlay_json_write (inlay_json_document_get_tree (frame->self->constant), INLAY_JSON_DEFAULT);

  SCHEMA_FAIL (frame, "const", NULL, "must be %s", text);
}

static void
report_limit (SchemaFrame       *frame,
              const char        *keyword,
              const char        *phrase,
              const SchemaLimit *limit)
{
  g_autofree char *text = inlay_json_write (limit->node, INLAY_JSON_DEFAULT);

  SCHEMA_FAIL (frame, keyword, NULL, "must be %s %s", phrase, text);
}

static void
report_number (SchemaFrame             *frame,
               const SchemaNumberRules *rules)
{
  const SchemaNumber number = inlay_schema_number_read (frame->value);

  if (rules->minimum.node != NULL && inlay_schema_number_compare (&number, &rules->minimum.value) < 0)
    report_limit (frame, "minimum", "at least", &rules->minimum);
  if (rules->maximum.node != NULL && inlay_schema_number_compare (&number, &rules->maximum.value) > 0)
    report_limit (frame, "maximum", "at most", &rules->maximum);
  if (rules->exclusive_minimum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->exclusive_minimum.value) <= 0)
    report_limit (frame, "exclusiveMinimum", "more than", &rules->exclusive_minimum);
  if (rules->exclusive_maximum.node != NULL &&
      inlay_schema_number_compare (&number, &rules->exclusive_maximum.value) >= 0)
    report_limit (frame, "exclusiveMaximum", "less than", &rules->exclusive_maximum);
  if (!is_multiple (rules, &number))
    report_limit (frame, "multipleOf", "a multiple of", &rules->multiple);
}

static void
report_length (SchemaFrame           *frame,
               const SchemaTextRules *rules)
{
  int compared = compare_to_length (rules, frame->value);

  if (compared < 0 && rules->min_length == 1)
    SCHEMA_FAIL (frame, "minLength", NULL, "must not be empty");
  else if (compared < 0)
    SCHEMA_FAIL (frame, "minLength", NULL, "must be at least %" G_GUINT64_FORMAT " characters long", rules->min_length);
  else if (compared > 0)
    SCHEMA_FAIL (frame, "maxLength", NULL, "must be at most %" G_GUINT64_FORMAT " character%s long",
                 rules->max_length, rules->max_length == 1 ? "" : "s");
}

static void
report_text (SchemaFrame           *frame,
             const SchemaTextRules *rules)
{
  report_length (frame, rules);
  if (!matches (frame->eval, rules, frame->value))
    SCHEMA_FAIL (frame, "pattern", NULL, "must match the pattern %s", inlay_schema_pattern_get_source (rules->pattern));
  if (!is_of_format (rules, frame->value))
    SCHEMA_FAIL (frame, "format", NULL, "must be %s", rules->format->phrase);
}

/* As inlay_schema_eval_holds(), with a word on each thing that does not hold. */
gboolean
inlay_schema_eval_value (SchemaFrame *frame)
{
  const Subschema *self = frame->self;

  if (inlay_schema_eval_holds (frame->eval, self, frame->value))
    return TRUE;
  if (frame->eval->errors == NULL || frame->eval->exhausted != NULL)
    return FALSE;

  if (self->enumeration != NULL && !is_choice (self->enumeration, frame->value))
    report_enum (frame, self->enumeration);
  if (self->constant != NULL && !inlay_json_cell_equal (self->constant_value, frame->value))
    report_const (frame);
  if (self->text != NULL && frame->value->types & INLAY_JSON_TYPE_STRING)
    report_text (frame, self->text);
  if (self->number != NULL && frame->value->types & INLAY_JSON_TYPE_NUMBER)
    report_number (frame, self->number);
  return FALSE;
}
