/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-automaton-private.h"

#include <string.h>

/* Thompson's construction (Communications of the ACM 11, 1968) over the regular part of ECMA-262,
 * section 22.2. What is not understood here is not refused but left to the engine. */

#define MAX_DEPTH 50
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
  const char *at;
  GArray *nodes;
  guint depth;
  gboolean refused;
} Parser;

static guint16
add_node (Parser         *self,
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
get_node (Parser  *self,
          guint16  index)
{
  return &g_array_index (self->nodes, SchemaNode, index);
}

static Part
add_empty (Parser *self)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  return (Part) { end, end };
}

static Part
add_byte (Parser *self,
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
add_edge (Parser         *self,
          SchemaNodeKind  kind)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  return (Part) { add_node (self, kind, end, 0), end };
}

static Part
chain (Parser *self,
       Part    first,
       Part    second)
{
  get_node (self, first.end)->next = second.start;
  return (Part) { first.start, second.end };
}

static Part
choose (Parser *self,
        Part    first,
        Part    second)
{
  guint16 end = add_node (self, SCHEMA_NODE_JUMP, 0, 0);

  get_node (self, first.end)->next = end;
  get_node (self, second.end)->next = end;
  return (Part) { add_node (self, SCHEMA_NODE_SPLIT, first.start, second.start), end };
}

static Part
make_optional (Parser *self,
               Part    part)
{
  return choose (self, part, add_empty (self));
}

/* Any number of times, none included. */
static Part
make_loop (Parser *self,
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
add_characters (Parser   *self,
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
add_ranges (Parser *self,
            GArray *ranges)
{
  Part part = { 0, 0 };

  unite_ranges (ranges);
  if (ranges->len == 0)
    self->refused = TRUE;
  for (guint i = 0; i < ranges->len && !self->refused; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);
      Part characters = add_characters (self, range->least, range->most);

      part = i == 0 ? characters : choose (self, part, characters);
    }
  return part;
}

/* ECMA-262, section 22.2.2.9: \d, \s and \w know ASCII; \s WhiteSpace and LineTerminator. */
static gboolean
add_named_set (GArray *ranges,
               char    name)
{
  static const Range digits[] = { { '0', '9' } };
  static const Range words[] = { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } };
  static const Range spaces[] = {
    { '\t', '\r' }, { ' ', ' ' }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a },
    { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 }, { 0xfeff, 0xfeff },
  };
  g_autoptr (GArray) set = g_array_new (FALSE, FALSE, sizeof (Range));

  if (name == 'd' || name == 'D')
    g_array_append_vals (set, digits, G_N_ELEMENTS (digits));
  else if (name == 'w' || name == 'W')
    g_array_append_vals (set, words, G_N_ELEMENTS (words));
  else if (name == 's' || name == 'S')
    g_array_append_vals (set, spaces, G_N_ELEMENTS (spaces));
  else
    return FALSE;

  if (g_ascii_isupper (name))
    add_rest (ranges, set);
  else
    g_array_append_vals (ranges, set->data, set->len);
  return TRUE;
}

static gboolean
read_hex (Parser   *self,
          guint     n_digits,
          gunichar *character)
{
  *character = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (self->at[i]))
        return FALSE;
      *character = *character * 16 + (gunichar) g_ascii_xdigit_value (self->at[i]);
    }
  self->at += n_digits;
  return TRUE;
}

/* One character that is escaped, after the backslash. */
static gboolean
read_escape (Parser   *self,
             gunichar *character)
{
  static const char letters[] = "tnrfv", controls[] = "\t\n\r\f\v";
  const char *letter = *self->at != '\0' ? strchr (letters, *self->at) : NULL;

  if (letter != NULL)
    *character = (gunichar) controls[letter - letters];
  else if (*self->at != '\0' && strchr ("^$\\.*+?()[]{}|/-", *self->at))
    *character = (gunichar) *self->at;
  else if (*self->at == 'x' || *self->at == 'u')
    {
      guint n_digits = *self->at++ == 'x' ? 2 : 4;

      return read_hex (self, n_digits, character) && (*character < 0xd800 || *character > 0xdfff) &&
             *character != 0;
    }
  else
    return FALSE;
  self->at++;
  return TRUE;
}

/* One character of a class, or a named set of them: then @character is left alone. */
static gboolean
read_class_atom (Parser   *self,
                 GArray   *ranges,
                 gunichar *character,
                 gboolean *is_set)
{
  *is_set = FALSE;
  if (*self->at == '\0' || *self->at == '[')
    return FALSE;
  if (*self->at != '\\')
    {
      *character = g_utf8_get_char (self->at);
      self->at = g_utf8_next_char (self->at);
      return TRUE;
    }

  self->at++;
  *is_set = add_named_set (ranges, *self->at);
  if (*is_set)
    self->at++;
  return *is_set || read_escape (self, character);
}

static gboolean
read_class_items (Parser *self,
                  GArray *ranges)
{
  while (*self->at != ']')
    {
      gboolean first_is_set, last_is_set = FALSE;
      gunichar first = 0, last;

      if (!read_class_atom (self, ranges, &first, &first_is_set))
        return FALSE;
      last = first;
      if (*self->at == '-' && self->at[1] != ']')
        {
          self->at++;
          if (!read_class_atom (self, ranges, &last, &last_is_set) || first_is_set || last_is_set || last < first)
            return FALSE;
        }
      if (!first_is_set)
        add_range (ranges, first, last);
    }
  self->at++;
  return TRUE;
}

static Part
parse_class (Parser *self)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Range));
  gboolean negated = *self->at == '^';

  if (negated)
    self->at++;
  if (!read_class_items (self, ranges))
    self->refused = TRUE;
  if (!negated)
    return add_ranges (self, ranges);
  unite_ranges (ranges);
  add_rest (rest, ranges);
  return add_ranges (self, rest);
}

/* A dot is anything but the end of a line. */
static Part
add_any (Parser *self)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Range));

  add_range (ends, '\n', '\n');
  add_range (ends, '\r', '\r');
  add_range (ends, 0x2028, 0x2029);
  add_rest (rest, ends);
  return add_ranges (self, rest);
}

static Part
parse_escaped (Parser *self)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  gunichar character;

  if (add_named_set (ranges, *self->at))
    {
      self->at++;
      return add_ranges (self, ranges);
    }
  if (read_escape (self, &character))
    return add_characters (self, character, character);
  self->refused = TRUE;
  return (Part) { 0, 0 };
}

static Part parse_choice (Parser *self);

static Part
parse_group (Parser *self)
{
  Part part = { 0, 0 };

  if (*self->at == '?')
    {
      const char *name_end = self->at[1] == '<' && self->at[2] != '=' && self->at[2] != '!' ? strchr (self->at, '>') : NULL;

      if (name_end != NULL)
        self->at = name_end + 1;
      else if (self->at[1] == ':')
        self->at += 2;
      else
        self->refused = TRUE;
    }
  if (self->refused || self->depth++ >= MAX_DEPTH)
    {
      self->refused = TRUE;
      return part;
    }
  part = parse_choice (self);
  self->depth--;
  if (*self->at == ')')
    self->at++;
  else
    self->refused = TRUE;
  return part;
}

static Part
parse_atom (Parser *self)
{
  const char *at = self->at;

  self->at++;
  switch (*at)
    {
    case '^':
      return add_edge (self, SCHEMA_NODE_AT_START);
    case '$':
      return add_edge (self, SCHEMA_NODE_AT_END);
    case '.':
      return add_any (self);
    case '[':
      return parse_class (self);
    case '(':
      return parse_group (self);
    case '\\':
      return parse_escaped (self);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      self->refused = TRUE;
      return (Part) { 0, 0 };
    default:
      self->at = g_utf8_next_char (at);
      return add_characters (self, g_utf8_get_char (at), g_utf8_get_char (at));
    }
}

static gboolean
read_count (Parser *self,
            guint  *count)
{
  gsize n_digits = strspn (self->at, "0123456789");

  if (n_digits == 0 || n_digits > 3)
    return FALSE;
  *count = (guint) g_ascii_strtoull (self->at, NULL, 10);
  self->at += n_digits;
  return *count <= MAX_REPEAT;
}

/* Reads what follows an atom: how many times at least and at most; G_MAXUINT for any number. */
static gboolean
read_quantifier (Parser *self,
                 guint  *least,
                 guint  *most)
{
  char sign = *self->at;

  *least = sign == '+' ? 1 : 0;
  *most = sign == '?' ? 1 : G_MAXUINT;
  if (sign != '*' && sign != '+' && sign != '?' && sign != '{')
    {
      *least = *most = 1;
      return TRUE;
    }
  self->at++;
  if (sign == '{')
    {
      if (!read_count (self, least))
        return FALSE;
      *most = *least;
      if (*self->at == ',' && *++self->at == '}')
        *most = G_MAXUINT;
      else if (self->at[-1] == ',' && !read_count (self, most))
        return FALSE;
      if (*self->at++ != '}' || *most < *least)
        return FALSE;
    }
  /* Whether it takes much or little is all the same to whether there is a match. */
  if (*self->at == '?')
    self->at++;
  return TRUE;
}

/* The atom at @start once more. */
static Part
parse_again (Parser     *self,
             const char *start)
{
  self->at = start;
  return parse_atom (self);
}

/* The atom at most so often: one inside the other, so that few nodes can be come to at once. */
static Part
parse_up_to (Parser     *self,
             const char *start,
             guint       count)
{
  Part part = add_empty (self);

  for (; count > 0 && !self->refused; count--)
    part = make_optional (self, chain (self, parse_again (self, start), part));
  return part;
}

static Part
parse_piece (Parser *self)
{
  const char *start = self->at, *end;
  Part atom = parse_atom (self), part;
  guint least, most;

  if (self->refused || !read_quantifier (self, &least, &most))
    {
      self->refused = TRUE;
      return atom;
    }
  if (least == 1 && most == 1)
    return atom;

  end = self->at;
  part = add_empty (self);
  for (guint i = 0; i < least && !self->refused; i++)
    part = chain (self, part, parse_again (self, start));
  if (most == G_MAXUINT && !self->refused)
    part = chain (self, part, make_loop (self, parse_again (self, start)));
  if (most != G_MAXUINT && !self->refused)
    part = chain (self, part, parse_up_to (self, start, most - least));
  self->at = end;
  return part;
}

static Part
parse_sequence (Parser *self)
{
  Part part = add_empty (self);

  while (*self->at != '\0' && *self->at != '|' && *self->at != ')' && !self->refused)
    part = chain (self, part, parse_piece (self));
  return part;
}

static Part
parse_choice (Parser *self)
{
  Part part = parse_sequence (self);

  while (*self->at == '|' && !self->refused)
    {
      self->at++;
      part = choose (self, part, parse_sequence (self));
    }
  return part;
}

GArray *
inlay_schema_automaton_parse (const char *pattern,
                              guint16    *start)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (SchemaNode));
  Parser self = { pattern, nodes, 0, FALSE };
  Part part = parse_choice (&self);
  guint16 match = add_node (&self, SCHEMA_NODE_MATCH, 0, 0);

  if (self.refused || *self.at != '\0')
    return NULL;
  get_node (&self, part.end)->next = match;
  *start = part.start;
  return g_steal_pointer (&nodes);
}
