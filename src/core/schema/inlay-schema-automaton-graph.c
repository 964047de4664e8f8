/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-automaton-private.h"

#include <string.h>

/* Thompson's construction (Communications of the ACM 11, 1968) over the regular part of a pattern. */

#define MAX_REPEAT 256
#define MAX_CHARACTER 0x10ffff

typedef struct
{
  gunichar least, most;
} Range;

/* A part of the graph: what ends it is a JUMP that is still to be led on. */
typedef struct
{
  guint16 start, end;
} Part;

typedef struct
{
  GArray *nodes;
  const PatternNode *skip; /* counts as nothing */
  gboolean refused;
} Builder;

static guint16
add_node (Builder        *self,
          SchemaNodeKind  kind,
          guint16         next,
          guint16         other)
{
  SchemaNode node = { (guint8) kind, 0, 0, next, other };

  if (self->nodes->len >= SCHEMA_MAX_NODES)
    {
      self->refused = TRUE;
      return 0;
    }
  g_array_append_val (self->nodes, node);
  return (guint16) (self->nodes->len - 1);
}

static SchemaNode *
get_node (Builder *self,
          guint16  index)
{
  return &g_array_index (self->nodes, SchemaNode, index);
}

static Part
add_empty (Builder *self)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  return (Part) { end, end };
}

static Part
add_byte (Builder *self,
          guint8  least,
          guint8  most)
{
  Part part = { add_node (self, SCHEMA_NODE_BYTE, 0, 0), add_node (self, SCHEMA_NODE_JUMP, 0, 0) };

  get_node (self, part.start)->least = least;
  get_node (self, part.start)->most = most;
  get_node (self, part.start)->next = part.end;
  return part;
}

static Part
chain (Builder *self,
       Part    first,
       Part    second)
{
  get_node (self, first.end)->next = second.start;
  return (Part) { first.start, second.end };
}

static Part
choose (Builder *self,
        Part    first,
        Part    second)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  get_node (self, first.end)->next = end;
  get_node (self, second.end)->next = end;
  return (Part) { add_node (self, SCHEMA_NODE_SPLIT, first.start, second.start), end };
}

/* Any number of times, none included. */
static Part
make_loop (Builder *self,
           Part    part)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);
  guint16 split = add_node (self, SCHEMA_NODE_SPLIT, part.start, end);

  get_node (self, part.end)->next = split;
  return (Part) { split, end };
}

static gboolean
ends_alike (gunichar least,
            gunichar most,
            gunichar mask)
{
  return (least & ~mask) == (most & ~mask);
}

/* The characters of a range as sequences of ranges of bytes; RFC 3629, section 3. */
static Part
add_characters (Builder  *self,
                gunichar  least,
                gunichar  most)
{
  static const gunichar lasts[] = { 0x7f, 0x7ff, 0xffff };
  char low[6], high[6];
  Part part;
  int length;

  for (guint i = 0; i < G_N_ELEMENTS (lasts); i++)
    if (least <= lasts[i] && most > lasts[i])
      return choose (self, add_characters (self, least, lasts[i]), add_characters (self, lasts[i] + 1, most));
  for (guint i = 1; i < 4 && most > 0x7f; i++)
    {
      gunichar mask = (1u << (6 * i)) - 1;

      if (ends_alike (least, most, mask))
        continue;
      if (least & mask)
        return choose (self, add_characters (self, least, least | mask),
                       add_characters (self, (least | mask) + 1, most));
      if ((most & mask) != mask)
        return choose (self, add_characters (self, least, (most & ~mask) - 1),
                       add_characters (self, most & ~mask, most));
    }

  length = g_unichar_to_utf8 (least, low);
  g_unichar_to_utf8 (most, high);
  part = add_byte (self, (guint8) low[0], (guint8) high[0]);
  for (int i = 1; i < length; i++)
    part = chain (self, part, add_byte (self, (guint8) low[i], (guint8) high[i]));
  return part;
}

static void
add_range (GArray   *ranges,
           gunichar  least,
           gunichar  most)
{
  Range range = { least, most };

  g_array_append_val (ranges, range);
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const Range *one = a, *other = b;

  return one->least < other->least ? -1 : one->least > other->least;
}

/* Puts the ranges in order, none touching another. */
static void
unite_ranges (GArray *ranges)
{
  guint n_kept = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      Range *last = n_kept > 0 ? &g_array_index (ranges, Range, n_kept - 1) : NULL;
      Range range = g_array_index (ranges, Range, i);

      if (last != NULL && range.least <= last->most + 1)
        last->most = MAX (last->most, range.most);
      else
        g_array_index (ranges, Range, n_kept++) = range;
    }
  g_array_set_size (ranges, n_kept);
}

/* Appends what is not in @ranges, which are united. */
static void
add_rest (GArray       *target,
          const GArray *ranges)
{
  gunichar from = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if (range->least > from)
        add_range (target, from, range->least - 1);
      from = range->most + 1;
    }
  if (from <= MAX_CHARACTER)
    add_range (target, from, MAX_CHARACTER);
}

static Part
add_ranges (Builder *self,
            GArray *ranges)
{
  Part part = { 0, 0 };

  unite_ranges (ranges);
  if (ranges->len == 0)
    part = add_byte (self, 1, 0);
  for (guint i = 0; i < ranges->len && !self->refused; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);
      Part characters = add_characters (self, range->least, range->most);

      part = i == 0 ? characters : choose (self, part, characters);
    }
  return part;
}

/* One character of a set as it is printed: itself or its number in hexadecimal digits. */
static gboolean
read_character (const char **at,
                gunichar    *character)
{
  char *end;

  if (g_ascii_isalnum (**at) || **at == '_')
    {
      *character = (gunichar) **at;
      (*at)++;
      return TRUE;
    }
  if (!g_str_has_prefix (*at, "\\x{"))
    return FALSE;
  *character = (gunichar) g_ascii_strtoull (*at + 3, &end, 16);
  *at = end + 1;
  return TRUE;
}

/* Reads characters and ranges up to the end of a class or of the text. */
static gboolean
read_ranges (const char *at,
             GArray     *ranges)
{
  while (*at != '\0' && *at != ']')
    {
      gunichar first, last;

      if (!read_character (&at, &first))
        return FALSE;
      last = first;
      if (*at == '-')
        {
          at++;
          if (!read_character (&at, &last))
            return FALSE;
        }
      add_range (ranges, first, last);
    }
  return TRUE;
}

/* @text is PCRE2's, as the reader of patterns prints sets; those by property are not told here. */
static Part
add_set (Builder    *self,
         const char *text)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Range));
  gboolean is_class = *text == '[';
  gboolean negated = is_class && text[1] == '^';

  if (!read_ranges (text + is_class + negated, ranges))
    self->refused = TRUE;
  if (!negated)
    return add_ranges (self, ranges);
  unite_ranges (ranges);
  add_rest (rest, ranges);
  return add_ranges (self, rest);
}

static Part add_part (Builder           *self,
                      const PatternNode *node);

static Part
add_sequence (Builder           *self,
              const PatternNode *node)
{
  Part part = add_empty (self);

  for (const PatternNode *child = node->first; child != NULL && !self->refused; child = child->next)
    part = chain (self, part, add_part (self, child));
  return part;
}

static Part
add_choice (Builder           *self,
            const PatternNode *node)
{
  Part part = add_part (self, node->first);

  for (const PatternNode *child = node->first->next; child != NULL && !self->refused; child = child->next)
    part = choose (self, part, add_part (self, child));
  return part;
}

/* What is at most so often there: one inside the other, so that few nodes can be come to at once. */
static Part
add_up_to (Builder           *self,
           const PatternNode *node,
           guint              count)
{
  Part part = add_empty (self);

  for (; count > 0 && !self->refused; count--)
    part = choose (self, chain (self, add_part (self, node), part), add_empty (self));
  return part;
}

/* Whether it takes much or little is all the same to whether there is a match. */
static Part
add_repeat (Builder           *self,
            const PatternNode *node)
{
  Part part = add_empty (self);

  if (node->least > MAX_REPEAT || (node->most != PATTERN_UNBOUNDED && node->most > MAX_REPEAT))
    self->refused = TRUE;
  for (guint i = 0; i < node->least && !self->refused; i++)
    part = chain (self, part, add_part (self, node->first));
  if (self->refused)
    return part;
  if (node->most == PATTERN_UNBOUNDED)
    return chain (self, part, make_loop (self, add_part (self, node->first)));
  return chain (self, part, add_up_to (self, node->first, node->most - node->least));
}

static Part
add_edge (Builder    *self,
          const char *text)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  if (!g_str_equal (text, "^") && !g_str_equal (text, "\\z"))
    self->refused = TRUE;
  return (Part) { add_node (self, *text == '^' ? SCHEMA_NODE_AT_START : SCHEMA_NODE_AT_END, end, 0), end };
}

static Part
add_part (Builder           *self,
          const PatternNode *node)
{
  if (node == self->skip)
    return add_empty (self);
  switch (node->kind)
    {
    case PATTERN_CHARACTER:
      return add_set (self, node->text);
    case PATTERN_EDGE:
      return add_edge (self, node->text);
    case PATTERN_CHOICE:
      return add_choice (self, node);
    case PATTERN_REPEAT:
      return add_repeat (self, node);
    case PATTERN_SEQUENCE:
    case PATTERN_GROUP:
      return add_sequence (self, node);
    case PATTERN_LOOK:
    case PATTERN_REFERENCE:
    default:
      self->refused = TRUE;
      return add_empty (self);
    }
}

/* Returns: (transfer full) (nullable) (element-type SchemaNode): the graph of @root without @skip,
 *   matched only from the start of the text for @at_start; @start is where it begins */
GArray *
inlay_schema_automaton_graph (const PatternNode *root,
                              const PatternNode *skip,
                              gboolean           at_start,
                              guint16           *start)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (SchemaNode));
  Builder self = { nodes, skip, FALSE };
  Part part = at_start ? add_edge (&self, "^") : add_empty (&self);
  guint16 match;

  part = chain (&self, part, add_sequence (&self, root));
  match = add_node (&self, SCHEMA_NODE_MATCH, 0, 0);
  if (self.refused)
    return NULL;
  get_node (&self, part.end)->next = match;
  *start = part.start;
  return g_steal_pointer (&nodes);
}
