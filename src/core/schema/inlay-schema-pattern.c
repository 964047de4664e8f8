/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

#include "inlay-schema-automaton-private.h"

#include <string.h>

#include "inlay-error.h"

#define MAX_LENGTH 32768
#define MATCH_LIMITS "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=20000)(*LIMIT_HEAP=16384)"

/* Most patterns met in the wild only anchor a literal; those need no engine. */
typedef enum
{
  SHAPE_ENGINE,
  SHAPE_CONTAINS,
  SHAPE_PREFIX,
  SHAPE_SUFFIX,
  SHAPE_EQUAL,
} Shape;

struct _SchemaPattern
{
  char *source;
  Shape shape;
  char *literal;
  SchemaAutomaton *automaton; /* NULL when only the engine will do */
  SchemaAutomaton *refusal;   /* what must not match: `(?!…)` at the start */
  GRegex *regex;
};

static gboolean
read_literal (SchemaPattern *self)
{
  const char *start = self->source;
  gsize length = strlen (start);
  gboolean head = *start == '^';
  gboolean tail;

  if (head)
    {
      start++;
      length--;
    }
  tail = length > 0 && start[length - 1] == '$';
  if (tail)
    length--;
  if (strcspn (start, "\\^$.*+?()[]{}|/") < length)
    return FALSE;

  self->literal = g_strndup (start, length);
  if (head)
    self->shape = tail ? SHAPE_EQUAL : SHAPE_PREFIX;
  else
    self->shape = tail ? SHAPE_SUFFIX : SHAPE_CONTAINS;
  return TRUE;
}

/* Returns: the end of the part that starts at @text: `|` or `)` outside all groups, or the end of
 *   the pattern, which is a valid one */
static const char *
skip_part (const char *text)
{
  gboolean in_class = FALSE;
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '\\')
        text++;
      else if (in_class)
        in_class = *text != ']';
      else if (*text == '[')
        in_class = TRUE;
      else if (*text == '(')
        depth++;
      else if (depth == 0 && (*text == ')' || *text == '|'))
        break;
      else if (*text == ')')
        depth--;
    }
  return text;
}

/* `^(?!A)B` matches where `^B` does and `^A` does not: looking ahead is no more than that when it
 * can only be done at the start of the text. */
static void
make_automata (SchemaPattern *self)
{
  g_autofree char *refusal = NULL;
  g_autofree char *rest = NULL;
  const char *end;

  if (!g_str_has_prefix (self->source, "^(?!"))
    {
      self->automaton = inlay_schema_automaton_new (self->source);
      return;
    }

  for (end = skip_part (self->source + 4); *end == '|'; end = skip_part (end + 1))
    ;
  if (*end != ')' || strchr ("*+?{", end[1]) != NULL || *skip_part (end + 1) != '\0')
    return;
  refusal = g_strdup_printf ("^(?:%.*s)", (int) (end - self->source - 4), self->source + 4);
  rest = g_strconcat ("^", end + 1, NULL);
  if ((self->refusal = inlay_schema_automaton_new (refusal)))
    self->automaton = inlay_schema_automaton_new (rest);
}

/* Whether @source is a pattern is what translating it tells; most of them then need no engine. */
static gboolean
compile (SchemaPattern  *self,
         GError        **error)
{
  g_autofree char *translated = NULL;
  g_autofree char *limited = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!(translated = inlay_schema_pattern_translate (self->source, error)))
    return FALSE;
  make_automata (self);
  if (self->automaton != NULL)
    return TRUE;

  limited = g_strconcat (MATCH_LIMITS, translated, NULL);
  /* With other ends of lines a search would step over "\r\n" as if it were one. */
  if (!(self->regex = g_regex_new (limited, G_REGEX_NEWLINE_LF, 0, &local_error)))
    {
      /* The message begins with the whole of what was translated. */
      const char *reason = g_strrstr (local_error->message, ": ");

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the pattern “%s” is not supported: %s",
                   self->source, reason != NULL ? reason + 2 : local_error->message);
    }
  return self->regex != NULL;
}

/* Returns: (transfer full): the pattern, or NULL with an error */
SchemaPattern *
inlay_schema_pattern_new (const char  *source,
                          GError     **error)
{
  SchemaPattern *self;

  if (strlen (source) > MAX_LENGTH)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "a pattern is longer than %d bytes", MAX_LENGTH);
      return NULL;
    }

  self = g_new0 (SchemaPattern, 1);
  self->source = g_strdup (source);
  if (read_literal (self) || compile (self, error))
    return self;

  inlay_schema_pattern_free (self);
  return NULL;
}

void
inlay_schema_pattern_free (SchemaPattern *self)
{
  g_free (self->source);
  g_free (self->literal);
  g_free (self->automaton);
  g_free (self->refusal);
  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self);
}

const char *
inlay_schema_pattern_get_source (const SchemaPattern *self)
{
  return self->source;
}

/* Returns: whether @text holds a match, or that looking for one went past the limits */
SchemaMatch
inlay_schema_pattern_match (const SchemaPattern *self,
                            const char          *text)
{
  g_autoptr (GError) error = NULL;

  if (self->automaton != NULL)
    return inlay_schema_automaton_match (self->automaton, text) &&
           (self->refusal == NULL || !inlay_schema_automaton_match (self->refusal, text));
  switch (self->shape)
    {
    case SHAPE_CONTAINS:
      return strstr (text, self->literal) != NULL;
    case SHAPE_PREFIX:
      return g_str_has_prefix (text, self->literal);
    case SHAPE_SUFFIX:
      return g_str_has_suffix (text, self->literal);
    case SHAPE_EQUAL:
      return strcmp (text, self->literal) == 0;
    case SHAPE_ENGINE:
    default:
      if (g_regex_match_full (self->regex, text, -1, 0, 0, NULL, &error))
        return SCHEMA_MATCH_YES;
      return error != NULL ? SCHEMA_MATCH_LIMIT : SCHEMA_MATCH_NO;
    }
}
