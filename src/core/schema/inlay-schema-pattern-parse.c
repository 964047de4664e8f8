/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-tree-private.h"

#include <string.h>

#include "inlay-error.h"

/* ECMA-262 2024 §22.2.1, Disjunction to Atom, into a tree. A reader that is not strict takes what
 * the u flag refuses where it can mean only one thing (annex B.1.2: lone braces and brackets, escaped
 * signs, sets at the ends of a range, repeated lookaheads). */

#define MAX_DEPTH 200
#define MAX_COUNT 65535

#define WORD "0-9A-Z_a-z"
#define BOUNDARY "(?:(?<=[" WORD "])(?![" WORD "])|(?<![" WORD "])(?=[" WORD "]))"
#define NOT_BOUNDARY "(?:(?<=[" WORD "])(?=[" WORD "])|(?<![" WORD "])(?![" WORD "]))"
#define NO_LINE_END "[^\\x{a}\\x{d}\\x{2028}\\x{2029}]"

static void
free_node (PatternNode *node)
{
  g_free (node->text);
  g_free (node->name);
  g_free (node);
}

void
inlay_pattern_reader_init (PatternReader *self,
                           const char    *source,
                           gboolean       strict)
{
  *self = (PatternReader) { .source = source, .cursor = source, .strict = strict };
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_node);
  self->groups = g_ptr_array_new ();
  self->references = g_ptr_array_new ();
}

void
inlay_pattern_reader_clear (PatternReader *self)
{
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->references);
}

gboolean
inlay_pattern_reader_refuse (PatternReader  *self,
                             const char     *reason,
                             GError        **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "the pattern “%s” is not a regular expression: %s at byte %u",
               self->source, reason, (guint) (self->cursor - self->source));
  return FALSE;
}

PatternNode *
inlay_pattern_reader_add (PatternReader *self,
                          PatternKind    kind,
                          PatternNode   *parent)
{
  PatternNode *node = g_new0 (PatternNode, 1);

  node->kind = kind;
  node->at = (guint) (self->cursor - self->source);
  node->parent = parent;
  if (parent != NULL && parent->last != NULL)
    parent->last->next = node;
  else if (parent != NULL)
    parent->first = node;
  if (parent != NULL)
    parent->last = node;
  g_ptr_array_add (self->nodes, node);
  return node;
}

static void
add_text (PatternReader *self,
          PatternKind    kind,
          PatternNode   *parent,
          char          *text)
{
  inlay_pattern_reader_add (self, kind, parent)->text = text;
}

static gboolean
read_reference (PatternReader  *self,
                PatternNode    *parent,
                GError        **error)
{
  PatternNode *node = inlay_pattern_reader_add (self, PATTERN_REFERENCE, parent);

  g_ptr_array_add (self->references, node);
  if (*self->cursor == 'k')
    {
      if (self->cursor[1] != '<')
        return inlay_pattern_reader_refuse (self, "a reference to a group that is not there", error);
      self->cursor += 2;
      return (node->name = inlay_pattern_read_name (self, error)) != NULL;
    }
  for (; g_ascii_isdigit (*self->cursor) && node->number < MAX_COUNT; self->cursor++)
    node->number = node->number * 10 + (guint) g_ascii_digit_value (*self->cursor);
  return TRUE;
}

/* The cursor stands on the backslash. */
static gboolean
read_escape (PatternReader  *self,
             PatternNode    *parent,
             GError        **error)
{
  const char escape = *++self->cursor;
  gboolean is_set;
  char *set;
  gunichar c;

  if (escape == 'b' || escape == 'B')
    {
      self->cursor++;
      add_text (self, PATTERN_EDGE, parent, g_strdup (escape == 'b' ? BOUNDARY : NOT_BOUNDARY));
      return TRUE;
    }
  if (escape == 'k' || (escape >= '1' && escape <= '9'))
    return read_reference (self, parent, error);

  if ((set = inlay_pattern_read_set (self, &is_set, error)))
    {
      add_text (self, PATTERN_CHARACTER, parent, g_strdup_printf ("[%s]", set));
      g_free (set);
      return TRUE;
    }
  if (is_set || !inlay_pattern_read_character (self, &c, error))
    return FALSE;
  add_text (self, PATTERN_CHARACTER, parent, inlay_pattern_print_one (c));
  return TRUE;
}

/* `{n}`, `{n,}` or `{n,m}`. Returns: its length, or 0 when the brace is only a brace. */
static gsize
measure_braces (const char *text,
                guint64    *least,
                guint64    *most)
{
  char *end;

  if (!g_ascii_isdigit (text[1]))
    return 0;
  *least = *most = g_ascii_strtoull (text + 1, &end, 10);
  if (*end == ',')
    {
      *most = G_MAXUINT64;
      if (g_ascii_isdigit (*++end))
        *most = g_ascii_strtoull (end, &end, 10);
    }
  return *end == '}' ? (gsize) (end - text) + 1 : 0;
}

/* Puts a repetition in the place of the last node of @parent. */
static PatternNode *
wrap_last (PatternReader *self,
           PatternNode   *parent,
           PatternNode   *before)
{
  PatternNode *inner = parent->last;
  PatternNode *repeat = inlay_pattern_reader_add (self, PATTERN_REPEAT, NULL);

  repeat->parent = parent;
  repeat->first = repeat->last = inner;
  inner->parent = repeat;
  parent->last = repeat;
  if (before != NULL)
    before->next = repeat;
  else
    parent->first = repeat;
  return repeat;
}

static gboolean
can_repeat (PatternReader     *self,
            const PatternNode *node)
{
  if (node->kind == PATTERN_LOOK)
    return !self->strict && !node->behind;
  return node->kind != PATTERN_EDGE;
}

/* What may follow an atom. */
static gboolean
read_quantifier (PatternReader  *self,
                 PatternNode    *parent,
                 PatternNode    *before,
                 GError        **error)
{
  guint64 least = *self->cursor == '+', most = *self->cursor == '?' ? 1 : G_MAXUINT64;
  gsize length = *self->cursor == '{' ? measure_braces (self->cursor, &least, &most) : 1;
  PatternNode *repeat;

  if (*self->cursor == '\0' || strchr ("*+?{", *self->cursor) == NULL || length == 0)
    return TRUE;
  if (!can_repeat (self, parent->last))
    return inlay_pattern_reader_refuse (self, "nothing to repeat", error);
  if (most < least)
    return inlay_pattern_reader_refuse (self, "a count that runs backwards", error);
  if (least > MAX_COUNT || (most > MAX_COUNT && most != G_MAXUINT64))
    return inlay_pattern_reader_refuse (self, "a count above 65535, which is not supported,", error);

  self->cursor += length;
  repeat = wrap_last (self, parent, before);
  repeat->least = (guint) least;
  repeat->most = most == G_MAXUINT64 ? PATTERN_UNBOUNDED : (guint) most;
  if ((repeat->lazy = *self->cursor == '?'))
    self->cursor++;
  return TRUE;
}

static gboolean read_choice (PatternReader  *self,
                             PatternNode    *parent,
                             GError        **error);

/* Reads past `(` and what follows it up to the inside. Returns: (nullable): what it groups into */
static PatternNode *
read_group_start (PatternReader  *self,
                  PatternNode    *parent,
                  GError        **error)
{
  static const char * const looks[] = { "(?=", "(?!", "(?<=", "(?<!" };
  PatternNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_has_prefix (self->cursor, looks[i]))
      {
        node = inlay_pattern_reader_add (self, PATTERN_LOOK, parent);
        node->behind = i >= 2;
        node->negated = i % 2 == 1;
        self->cursor += strlen (looks[i]);
        return node;
      }

  if (g_str_has_prefix (self->cursor, "(?:"))
    {
      self->cursor += 3;
      return inlay_pattern_reader_add (self, PATTERN_SEQUENCE, parent);
    }
  if (self->cursor[1] == '?' && self->cursor[2] != '<')
    {
      inlay_pattern_reader_refuse (self, "an unknown kind of group", error);
      return NULL;
    }

  node = inlay_pattern_reader_add (self, PATTERN_GROUP, parent);
  g_ptr_array_add (self->groups, node);
  node->number = self->groups->len;
  self->cursor++;
  if (*self->cursor != '?')
    return node;
  self->cursor += 2;
  return (node->name = inlay_pattern_read_name (self, error)) != NULL ? node : NULL;
}

static gboolean
read_group (PatternReader  *self,
            PatternNode    *parent,
            GError        **error)
{
  PatternNode *node;

  if (++self->depth > MAX_DEPTH)
    return inlay_pattern_reader_refuse (self, "groups nested more than 200 deep", error);
  if (!(node = read_group_start (self, parent, error)) || !read_choice (self, node, error))
    return FALSE;
  if (*self->cursor != ')')
    return inlay_pattern_reader_refuse (self, "a parenthesis without its end", error);
  self->cursor++;
  self->depth--;
  return TRUE;
}

static gboolean
read_literal (PatternReader  *self,
              PatternNode    *parent,
              GError        **error)
{
  guint64 least, most;

  if (strchr ("*+?", *self->cursor) != NULL ||
      (*self->cursor == '{' && measure_braces (self->cursor, &least, &most) > 0))
    return inlay_pattern_reader_refuse (self, "nothing to repeat", error);
  if (self->strict && strchr ("{}]", *self->cursor) != NULL)
    return inlay_pattern_reader_refuse (self, "a brace or bracket without its other", error);

  add_text (self, PATTERN_CHARACTER, parent,
            inlay_pattern_print_one (g_utf8_get_char (self->cursor)));
  self->cursor = g_utf8_next_char (self->cursor);
  return TRUE;
}

static gboolean
read_atom (PatternReader  *self,
           PatternNode    *parent,
           GError        **error)
{
  char *text;

  switch (*self->cursor)
    {
    case '(':
      return read_group (self, parent, error);
    case '[':
      if ((text = inlay_pattern_read_class (self, error)))
        add_text (self, PATTERN_CHARACTER, parent, text);
      return text != NULL;
    case '\\':
      return read_escape (self, parent, error);
    case '^':
    case '$':
      add_text (self, PATTERN_EDGE, parent, g_strdup (*self->cursor == '^' ? "^" : "\\z"));
      break;
    case '.':
      add_text (self, PATTERN_CHARACTER, parent, g_strdup (NO_LINE_END));
      break;
    default:
      return read_literal (self, parent, error);
    }
  self->cursor++;
  return TRUE;
}

/* Alternatives up to a `)` or the end, each a sequence below one choice. */
static gboolean
read_choice (PatternReader  *self,
             PatternNode    *parent,
             GError        **error)
{
  PatternNode *choice = inlay_pattern_reader_add (self, PATTERN_CHOICE, parent);
  PatternNode *sequence = inlay_pattern_reader_add (self, PATTERN_SEQUENCE, choice);

  while (*self->cursor != '\0' && *self->cursor != ')')
    {
      PatternNode *before = sequence->last;

      if (*self->cursor == '|')
        {
          self->cursor++;
          sequence = inlay_pattern_reader_add (self, PATTERN_SEQUENCE, choice);
        }
      else if (!read_atom (self, sequence, error) ||
               !read_quantifier (self, sequence, before, error))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (nullable): the whole, owned by @self */
PatternNode *
inlay_pattern_reader_parse (PatternReader  *self,
                            GError        **error)
{
  PatternNode *root = inlay_pattern_reader_add (self, PATTERN_SEQUENCE, NULL);

  if (!read_choice (self, root, error))
    return NULL;
  if (*self->cursor != '\0')
    {
      inlay_pattern_reader_refuse (self, "a parenthesis that closes nothing", error);
      return NULL;
    }
  inlay_pattern_measure (root);
  return inlay_pattern_link (self, error) ? root : NULL;
}
