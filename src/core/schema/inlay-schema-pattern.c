/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

#include "inlay-schema-automaton-private.h"

#include <string.h>

#include "inlay-error.h"

#define MAX_LENGTH 32768
/* What PCRE2 (10.42) notes about the last character of a match is wrong behind a lookahead that
 * begins it: `(?=a)b*a` would not match "ac". */
#define NO_SHORT_CUTS "(*NO_START_OPT)"
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

/* `^(?!A)B` matches where `^B` does and `^A` does not: looking ahead is no more than that when it
 * can only be done at the start of the text.
 *
 * Returns: (nullable): the part `(?!A)` of such a pattern */
static const PatternNode *
find_refusal (const PatternNode *root)
{
  const PatternNode *choice = root->first;
  const PatternNode *edge = choice->first->first;

  if (choice->first->next != NULL || edge == NULL || edge->kind != PATTERN_EDGE || !g_str_equal (edge->text, "^") ||
      edge->next == NULL || edge->next->kind != PATTERN_LOOK || edge->next->behind || !edge->next->negated)
    return NULL;
  return edge->next;
}

/* Returns: whether automata do all of the pattern */
static gboolean
make_automata (SchemaPattern     *self,
               const PatternNode *root)
{
  const PatternNode *refusal = find_refusal (root);

  if (refusal != NULL && !(self->refusal = inlay_schema_automaton_new (refusal, NULL, TRUE)))
    return FALSE;
  self->automaton = inlay_schema_automaton_new (root, refusal, FALSE);
  return self->automaton != NULL;
}

static gboolean
make_engine (SchemaPattern  *self,
             GError        **error)
{
  g_autofree char *translated = NULL;
  g_autofree char *limited = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!(translated = inlay_schema_pattern_translate (self->source, error)))
    return FALSE;

  limited = g_strconcat (strstr (translated, "(?=") != NULL ? NO_SHORT_CUTS MATCH_LIMITS : MATCH_LIMITS,
                         translated, NULL);
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

static gboolean
compile (SchemaPattern  *self,
         GError        **error)
{
  PatternReader reader;
  PatternNode *root;
  gboolean ok;

  inlay_pattern_reader_init (&reader, self->source, FALSE);
  root = inlay_pattern_reader_parse (&reader, error);
  ok = root != NULL && (make_automata (self, root) || make_engine (self, error));
  inlay_pattern_reader_clear (&reader);
  return ok;
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
