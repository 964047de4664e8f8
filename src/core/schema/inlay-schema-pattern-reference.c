/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-tree-private.h"

/* Back references of ECMA-262 §22.2.2. There each turn of a repetition forgets what groups inside it
 * captured, a turn that matches nothing is taken back, and a group that took no part matches the
 * empty text; PCRE2 remembers, keeps, and fails. What is the same in both goes through, what can only
 * be empty is left out, and the rest is refused. */

static guint
add_widths (guint a,
            guint b)
{
  return a == PATTERN_UNBOUNDED || b == PATTERN_UNBOUNDED || a + b < a ? PATTERN_UNBOUNDED : a + b;
}

static guint
multiply_widths (guint a,
                 guint b)
{
  guint64 product = (guint64) a * b;

  if (a == 0 || b == 0)
    return 0;
  return a == PATTERN_UNBOUNDED || b == PATTERN_UNBOUNDED || product >= PATTERN_UNBOUNDED
           ? PATTERN_UNBOUNDED : (guint) product;
}

static void
measure_inner (PatternNode *node)
{
  node->narrow = node->kind == PATTERN_CHOICE ? PATTERN_UNBOUNDED : 0;
  node->wide = 0;
  for (PatternNode *child = node->first; child != NULL; child = child->next)
    {
      inlay_pattern_measure (child);
      if (node->kind == PATTERN_CHOICE)
        {
          node->narrow = MIN (node->narrow, child->narrow);
          node->wide = MAX (node->wide, child->wide);
        }
      else
        {
          node->narrow = add_widths (node->narrow, child->narrow);
          node->wide = add_widths (node->wide, child->wide);
        }
    }
}

/* Tells every node below how many code points it can match. */
void
inlay_pattern_measure (PatternNode *node)
{
  measure_inner (node);
  switch (node->kind)
    {
    case PATTERN_CHARACTER:
      node->narrow = node->wide = 1;
      break;
    case PATTERN_LOOK:
      node->narrow = node->wide = 0;
      break;
    case PATTERN_REPEAT:
      node->narrow = multiply_widths (node->narrow, node->least);
      node->wide = multiply_widths (node->wide, node->most);
      break;
    case PATTERN_REFERENCE:
      node->wide = PATTERN_UNBOUNDED;
      break;
    case PATTERN_EDGE:
    case PATTERN_SEQUENCE:
    case PATTERN_CHOICE:
    case PATTERN_GROUP:
    default:
      break;
    }
}

static gboolean
is_above (const PatternNode *above,
          const PatternNode *node)
{
  while (node != NULL && node != above)
    node = node->parent;
  return node != NULL;
}

static gboolean
is_choice (const PatternNode *node)
{
  return node->kind == PATTERN_CHOICE && node->first != node->last;
}

static gboolean
is_in_loop (const PatternNode *node)
{
  for (; node != NULL; node = node->parent)
    if (node->kind == PATTERN_REPEAT && node->most > 1)
      return TRUE;
  return FALSE;
}

/* What lies on the way up from a group to where the reference is on another branch. */
typedef struct
{
  gboolean empty;    /* the group cannot be set where the reference stands */
  gboolean optional; /* it may have been passed by */
  gboolean looked;   /* it is set without its text being taken */
  const char *reason;
} Way;

static void
climb_repeat (Way               *way,
              const PatternNode *repeat)
{
  gboolean again = repeat->most > 1;
  gboolean nullable = repeat->first->narrow == 0;

  if (repeat->most == 0)
    way->empty = TRUE;
  else if (nullable && (again || (way->looked && repeat->least == 0)))
    way->reason = "a reference to a group in a repetition that may match nothing";
  else if (again && way->optional)
    way->reason = "a reference to a group that the last turn of a repetition may leave out";
  if (repeat->least == 0)
    way->optional = TRUE;
}

static void
climb (Way               *way,
       const PatternNode *node)
{
  if (is_choice (node))
    way->optional = TRUE;
  else if (node->kind == PATTERN_REPEAT)
    climb_repeat (way, node);
  else if (node->kind == PATTERN_LOOK && node->negated)
    way->empty = TRUE;
  else if (node->kind == PATTERN_LOOK)
    {
      way->looked = TRUE;
      if (node->behind && node->first->narrow != node->first->wide)
        way->reason = "a reference to a group in a lookbehind of no fixed length";
    }
}

static gboolean
is_in_behind (const PatternNode *node)
{
  for (; node != NULL; node = node->parent)
    if (node->kind == PATTERN_LOOK && node->behind)
      return TRUE;
  return FALSE;
}

/* Says what the reference means, or why that cannot be said to PCRE2. */
static const char *
weigh (PatternNode *reference,
       PatternNode *group)
{
  PatternNode *above = group->parent;
  Way way = { 0 };

  if (is_above (group, reference) || group->wide == 0)
    return NULL;
  if (is_in_behind (reference))
    return "a reference inside a lookbehind";
  for (; !is_above (above, reference); above = above->parent)
    climb (&way, above);
  if (way.empty || is_choice (above) || group->at > reference->at)
    return NULL;
  if (way.reason == NULL && way.optional && is_in_loop (above))
    way.reason = "a reference to a group that the last turn of a repetition may leave out";
  if (way.reason == NULL)
    {
      group->needed = TRUE;
      reference->target = group;
    }
  return way.reason;
}

static PatternNode *
find_group (PatternReader     *self,
            const PatternNode *reference)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      PatternNode *group = g_ptr_array_index (self->groups, i);

      if (reference->name != NULL ? g_strcmp0 (group->name, reference->name) == 0
                                  : group->number == reference->number)
        return group;
    }
  return NULL;
}

static gboolean
check_names (PatternReader  *self,
             GError        **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->groups->len; i++)
    {
      PatternNode *group = g_ptr_array_index (self->groups, i);

      self->cursor = self->source + group->at;
      if (group->name != NULL && !g_hash_table_add (names, group->name))
        return inlay_pattern_reader_refuse (self, "a group name used twice", error);
    }
  return TRUE;
}

/* Leads references to their groups. */
gboolean
inlay_pattern_link (PatternReader  *self,
                    GError        **error)
{
  if (!check_names (self, error))
    return FALSE;
  for (guint i = 0; i < self->references->len; i++)
    {
      PatternNode *reference = g_ptr_array_index (self->references, i);
      PatternNode *group = find_group (self, reference);

      self->cursor = self->source + reference->at;
      if (group == NULL)
        return inlay_pattern_reader_refuse (self, "a reference to a group that is not there", error);
      if (self->unsupported == NULL)
        self->unsupported = weigh (reference, group);
    }
  return TRUE;
}
