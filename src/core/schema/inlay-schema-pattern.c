/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

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

static GRegex *
compile (const char  *source,
         GError     **error)
{
  g_autofree char *translated = NULL;
  g_autofree char *limited = NULL;
  g_autoptr (GError) local_error = NULL;
  GRegex *regex;

  if (!(translated = inlay_schema_pattern_translate (source, error)))
    return NULL;

  limited = g_strconcat (MATCH_LIMITS, translated, NULL);
  /* With other ends of lines a search would step over "\r\n" as if it were one. */
  if (!(regex = g_regex_new (limited, G_REGEX_NEWLINE_LF, 0, &local_error)))
    {
      /* The message begins with the whole of what was translated. */
      const char *reason = g_strrstr (local_error->message, ": ");

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the pattern “%s” is not supported: %s",
                   source, reason != NULL ? reason + 2 : local_error->message);
    }
  return regex;
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
  if (read_literal (self) || (self->regex = compile (source, error)))
    return self;

  inlay_schema_pattern_free (self);
  return NULL;
}

void
inlay_schema_pattern_free (SchemaPattern *self)
{
  g_free (self->source);
  g_free (self->literal);
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
