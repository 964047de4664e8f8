/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-tree-private.h"

#include <string.h>

/* ECMA-262 looks behind for texts of any length, PCRE2 (before 10.43) only for alternatives each of
 * one fixed length. As a pattern here is only asked whether it matches:
 *  - a repetition at the left edge needs no more turns than its least: the rest is to the left;
 *  - a lookbehind at the left edge of the whole is what is matched first;
 *  - what is bounded becomes one alternative for each length. */

#define MAX_WIDTH 255
#define MAX_SIZE 16384
#define TOO_FAR "a lookbehind over too many different lengths"

/* One printed alternative for each length it can have, or NULL. */
typedef struct
{
  GString *by_width[MAX_WIDTH + 1];
  gsize size;
} Lengths;

static gboolean
unsupported (const char **reason,
             const char  *why)
{
  *reason = why;
  return FALSE;
}

static void
clear_lengths (Lengths *self)
{
  for (guint i = 0; i <= MAX_WIDTH; i++)
    if (self->by_width[i] != NULL)
      g_string_free (self->by_width[i], TRUE);
  memset (self, 0, sizeof *self);
}

static gboolean
add_length (Lengths     *self,
            guint        width,
            const char  *text,
            const char  *more,
            const char     **reason)
{
  GString *known;

  self->size += strlen (text) + strlen (more);
  if (width > MAX_WIDTH || self->size > MAX_SIZE)
    return unsupported (reason, TOO_FAR);

  known = self->by_width[width];
  if (known == NULL)
    self->by_width[width] = known = g_string_new (NULL);
  else
    g_string_append_c (known, '|');
  g_string_append (known, text);
  g_string_append (known, more);
  return TRUE;
}

static char *
bracket (const char *text)
{
  return strchr (text, '|') != NULL ? g_strdup_printf ("(?:%s)", text) : g_strdup (text);
}

static gboolean
join_lengths (const Lengths  *a,
              const Lengths  *b,
              Lengths        *both,
              const char        **reason)
{
  for (guint i = 0; i <= MAX_WIDTH; i++)
    for (guint j = 0; a->by_width[i] != NULL && j <= MAX_WIDTH; j++)
      if (b->by_width[j] != NULL)
        {
          g_autofree char *first = bracket (a->by_width[i]->str);
          g_autofree char *second = bracket (b->by_width[j]->str);

          if (!add_length (both, i + j, first, second, reason))
            return FALSE;
        }
  return TRUE;
}

static gboolean
add_lengths (Lengths        *self,
             const Lengths  *more,
             const char        **reason)
{
  for (guint i = 0; i <= MAX_WIDTH; i++)
    if (more->by_width[i] != NULL && !add_length (self, i, more->by_width[i]->str, "", reason))
      return FALSE;
  return TRUE;
}

static gboolean expand (PatternNode  *node,
                        Lengths      *lengths,
                        guint        *n_groups,
                        const char      **reason);

static gboolean
expand_sequence (PatternNode  *node,
                 Lengths      *lengths,
                 guint        *n_groups,
                 const char      **reason)
{
  gboolean ok = add_length (lengths, 0, "", "", reason);

  for (PatternNode *child = node->first; ok && child != NULL; child = child->next)
    {
      g_autofree Lengths *more = g_new0 (Lengths, 1);
      g_autofree Lengths *both = g_new0 (Lengths, 1);

      ok = expand (child, more, n_groups, reason) && join_lengths (lengths, more, both, reason);
      clear_lengths (lengths);
      clear_lengths (more);
      *lengths = *both;
    }
  return ok;
}

static gboolean
expand_choice (PatternNode  *node,
               Lengths      *lengths,
               guint        *n_groups,
               const char      **reason)
{
  gboolean ok = TRUE;

  for (PatternNode *child = node->first; ok && child != NULL; child = child->next)
    {
      g_autofree Lengths *more = g_new0 (Lengths, 1);

      ok = expand (child, more, n_groups, reason) && add_lengths (lengths, more, reason);
      clear_lengths (more);
    }
  return ok;
}

static gboolean
expand_turns (PatternNode    *node,
              const Lengths  *turn,
              Lengths        *lengths,
              const char        **reason)
{
  g_autofree Lengths *turns = g_new0 (Lengths, 1);
  gboolean ok = add_length (turns, 0, "", "", reason);

  for (guint i = 0; ok && i <= node->most; i++)
    {
      g_autofree Lengths *next = g_new0 (Lengths, 1);

      ok = (i < node->least || add_lengths (lengths, turns, reason)) &&
           (i == node->most || join_lengths (turns, turn, next, reason));
      clear_lengths (turns);
      *turns = *next;
    }
  clear_lengths (turns);
  return ok;
}

static gboolean
count_turns (PatternNode  *node,
             const char   *turn,
             Lengths      *lengths,
             const char  **reason)
{
  /* PCRE2 writes a group down as often as it counts, a character once. */
  gboolean plain = node->first->kind == PATTERN_CHARACTER;
  g_autofree char *bracketed = plain ? g_strdup (turn) : g_strdup_printf ("(?:%s)", turn);

  for (guint i = node->least; i <= node->most; i++)
    {
      char count[16];

      g_snprintf (count, sizeof count, "{%u}", i);
      if (!add_length (lengths, i * node->first->wide, bracketed, count, reason))
        return FALSE;
    }
  return TRUE;
}

static gboolean
expand_repeat (PatternNode  *node,
               Lengths      *lengths,
               guint        *n_groups,
               const char      **reason)
{
  g_autofree Lengths *turn = g_new0 (Lengths, 1);
  gboolean ok = expand (node->first, turn, n_groups, reason);

  if (ok && node->first->narrow == node->first->wide)
    ok = count_turns (node, turn->by_width[node->first->wide]->str, lengths, reason);
  else
    ok = ok && expand_turns (node, turn, lengths, reason);
  clear_lengths (turn);
  return ok;
}

static gboolean
expand (PatternNode  *node,
        Lengths      *lengths,
        guint        *n_groups,
        const char      **reason)
{
  g_autoptr (GString) text = NULL;

  if (node->narrow == node->wide)
    {
      text = g_string_new (NULL);
      return inlay_pattern_print (node, text, n_groups, reason) &&
             add_length (lengths, node->narrow, text->str, "", reason);
    }
  if (node->wide > MAX_WIDTH)
    return unsupported (reason, node->wide == PATTERN_UNBOUNDED
                                  ? "a lookbehind without a largest length" : TOO_FAR);

  if (node->kind == PATTERN_CHOICE)
    return expand_choice (node, lengths, n_groups, reason);
  if (node->kind == PATTERN_REPEAT)
    return expand_repeat (node, lengths, n_groups, reason);
  return expand_sequence (node, lengths, n_groups, reason);
}

/* Whether a reference looks at a group in here. */
gboolean
inlay_pattern_is_capturing (PatternNode *node)
{
  if (node->needed)
    return TRUE;
  for (PatternNode *child = node->first; child != NULL; child = child->next)
    if (inlay_pattern_is_capturing (child))
      return TRUE;
  return FALSE;
}

static void
trim_left (PatternNode *node)
{
  switch (node->kind)
    {
    case PATTERN_CHOICE:
      for (PatternNode *child = node->first; child != NULL; child = child->next)
        trim_left (child);
      break;
    case PATTERN_SEQUENCE:
    case PATTERN_GROUP:
      for (PatternNode *child = node->first; child != NULL; child = child->next)
        {
          trim_left (child);
          if (child->kind != PATTERN_REPEAT || child->most > 0)
            break;
        }
      break;
    case PATTERN_REPEAT:
      node->most = node->least;
      if (node->most == 1)
        trim_left (node->first);
      break;
    case PATTERN_CHARACTER:
    case PATTERN_EDGE:
    case PATTERN_LOOK:
    case PATTERN_REFERENCE:
    default:
      break;
    }
}

gboolean
inlay_pattern_print_behind (PatternNode  *look,
                            GString      *out,
                            guint        *n_groups,
                            const char      **reason)
{
  PatternNode *inside = look->first;
  g_autofree Lengths *lengths = g_new0 (Lengths, 1);
  gboolean ok;
  char lead = '=';

  if (inside->narrow != inside->wide)
    {
      trim_left (inside);
      inlay_pattern_measure (inside);
    }
  if (inside->narrow == inside->wide)
    {
      g_string_append_printf (out, "(?<%c", look->negated ? '!' : '=');
      ok = inlay_pattern_print (inside, out, n_groups, reason);
      g_string_append_c (out, ')');
      return ok;
    }

  ok = expand (inside, lengths, n_groups, reason);
  for (guint i = 0; ok && i <= MAX_WIDTH; i++)
    if (lengths->by_width[i] != NULL)
      {
        g_string_append_printf (out, lead == '=' ? "(?<%c(?:%s)" : "%c(?:%s)",
                                lead == '=' && look->negated ? '!' : lead,
                                lengths->by_width[i]->str);
        lead = '|';
      }
  g_string_append_c (out, ')');
  clear_lengths (lengths);
  return ok;
}

/* Makes lookbehinds at the left edge of @node, the edge of the whole, a part of what is matched. */
void
inlay_pattern_lead (PatternNode *node)
{
  if (node->kind == PATTERN_LOOK)
    {
      if (!node->behind || node->negated || node->first->narrow == node->first->wide ||
          inlay_pattern_is_capturing (node))
        return;
      node->kind = PATTERN_SEQUENCE;
    }
  if (node->kind == PATTERN_CHOICE)
    for (PatternNode *child = node->first; child != NULL; child = child->next)
      inlay_pattern_lead (child);
  else if ((node->kind == PATTERN_SEQUENCE || (node->kind == PATTERN_GROUP && !node->needed)) &&
           node->first != NULL)
    inlay_pattern_lead (node->first);
}
