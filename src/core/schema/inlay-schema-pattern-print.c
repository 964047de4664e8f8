/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"
#include "inlay-schema-pattern-tree-private.h"

#include "inlay-error.h"

static gboolean
print_children (PatternNode  *node,
                const char   *between,
                GString      *out,
                guint        *n_groups,
                const char      **reason)
{
  for (PatternNode *child = node->first; child != NULL; child = child->next)
    {
      if (child != node->first)
        g_string_append (out, between);
      if (!inlay_pattern_print (child, out, n_groups, reason))
        return FALSE;
    }
  return TRUE;
}

static gboolean
print_bracketed (PatternNode  *node,
                 const char   *start,
                 const char   *between,
                 GString      *out,
                 guint        *n_groups,
                 const char      **reason)
{
  g_string_append (out, start);
  if (!print_children (node, between, out, n_groups, reason))
    return FALSE;
  g_string_append_c (out, ')');
  return TRUE;
}

static gboolean
print_repeat (PatternNode  *node,
              GString      *out,
              guint        *n_groups,
              const char      **reason)
{
  gboolean plain = node->first->kind == PATTERN_CHARACTER || node->first->kind == PATTERN_GROUP;

  /* What matches no text is there or not; how often does not matter. */
  if (node->wide == 0)
    return node->least == 0 || inlay_pattern_print (node->first, out, n_groups, reason);

  if (plain ? !inlay_pattern_print (node->first, out, n_groups, reason)
            : !print_bracketed (node, "(?:", "", out, n_groups, reason))
    return FALSE;
  if (node->most == PATTERN_UNBOUNDED)
    g_string_append_printf (out, "{%u,}", node->least);
  else
    g_string_append_printf (out, "{%u,%u}", node->least, node->most);
  if (node->lazy)
    g_string_append_c (out, '?');
  return TRUE;
}

gboolean
inlay_pattern_print (PatternNode  *node,
                     GString      *out,
                     guint        *n_groups,
                     const char      **reason)
{
  switch (node->kind)
    {
    case PATTERN_GROUP:
      if (node->needed)
        node->printed = ++*n_groups;
      return print_bracketed (node, node->needed ? "(" : "(?:", "", out, n_groups, reason);
    case PATTERN_SEQUENCE:
      return print_children (node, "", out, n_groups, reason);
    case PATTERN_CHOICE:
      if (node->first == node->last)
        return print_children (node, "", out, n_groups, reason);
      return print_bracketed (node, "(?:", "|", out, n_groups, reason);
    case PATTERN_LOOK:
      if (node->behind)
        return inlay_pattern_print_behind (node, out, n_groups, reason);
      return print_bracketed (node, node->negated ? "(?!" : "(?=", "", out, n_groups, reason);
    case PATTERN_REPEAT:
      return print_repeat (node, out, n_groups, reason);
    case PATTERN_REFERENCE:
      if (node->target != NULL)
        g_string_append_printf (out, "(?(%u)\\g{%u})", node->target->printed, node->target->printed);
      return TRUE;
    case PATTERN_CHARACTER:
    case PATTERN_EDGE:
    default:
      g_string_append (out, node->text);
      return TRUE;
    }
}

char *
inlay_schema_pattern_translate (const char  *source,
                                GError     **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *reason = NULL;
  PatternReader reader;
  PatternNode *root;
  guint n_groups = 0;

  inlay_pattern_reader_init (&reader, source, FALSE);
  if ((root = inlay_pattern_reader_parse (&reader, error)) &&
      (reason = reader.unsupported) == NULL)
    {
      inlay_pattern_lead (root);
      inlay_pattern_measure (root);
      inlay_pattern_print (root, out, &n_groups, &reason);
    }
  inlay_pattern_reader_clear (&reader);
  if (reason != NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 "the pattern “%s” is not supported: %s", source, reason);
  return root != NULL && reason == NULL ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Returns: whether ECMA-262 takes @source with the u flag, were it supported here or not */
gboolean
inlay_schema_pattern_is_valid (const char *source)
{
  PatternReader reader;
  gboolean ok;

  inlay_pattern_reader_init (&reader, source, TRUE);
  ok = inlay_pattern_reader_parse (&reader, NULL) != NULL;
  inlay_pattern_reader_clear (&reader);
  return ok;
}
