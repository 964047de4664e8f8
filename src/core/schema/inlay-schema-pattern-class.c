/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"
#include "inlay-schema-pattern-tree-private.h"

#include <string.h>

/* ECMA-262 CharacterClass and CharacterClassEscape. Sets of code points stand here as the inside of
 * a PCRE2 class: its own \d, \w and \s follow Unicode. */
#define DIGIT "0-9"
#define NOT_DIGIT "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"
#define WORD "0-9A-Z_a-z"
#define NOT_WORD "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"
#define SPACE "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}" \
              "\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NOT_SPACE "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}" \
                  "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}" \
                  "\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"
#define ANYTHING "[\\x{0}-\\x{10ffff}]"
#define NOTHING "[^\\x{0}-\\x{10ffff}]"

#define IS_SURROGATE(c) ((c) >= 0xd800 && (c) <= 0xdfff)

typedef struct
{
  gboolean single; /* one character, which may be an end of a range */
  gunichar c;
  char *set;
} Atom;

char *
inlay_pattern_print_one (gunichar c)
{
  /* No text that was read holds half a pair. */
  if (IS_SURROGATE (c))
    return g_strdup (NOTHING);
  if (c < 0x80 && g_ascii_isalnum ((char) c))
    return g_strdup_printf ("%c", (char) c);
  return g_strdup_printf ("\\x{%x}", c);
}

static const char *
find_set (char escape)
{
  switch (escape)
    {
    case 'd':
      return DIGIT;
    case 'D':
      return NOT_DIGIT;
    case 'w':
      return WORD;
    case 'W':
      return NOT_WORD;
    case 's':
      return SPACE;
    case 'S':
      return NOT_SPACE;
    default:
      return NULL;
    }
}

static char *
read_property (PatternReader  *self,
               GError        **error)
{
  g_autofree char *property = NULL;
  const char kind = *self->cursor;
  const char *end;

  if (self->cursor[1] != '{' || (end = strchr (self->cursor, '}')) == NULL ||
      !(property = inlay_schema_pattern_property (self->cursor + 2,
                                                  (gsize) (end - self->cursor) - 2)))
    {
      inlay_pattern_reader_refuse (self, "an unknown Unicode property", error);
      return NULL;
    }
  self->cursor = end + 1;
  return g_strdup_printf ("\\%c{%s}", kind, property);
}

/* \d and the like, \p{…}; the cursor stands on the letter. Returns: (nullable): the inside of a
 * class; without @error: when it is none of these */
char *
inlay_pattern_read_set (PatternReader  *self,
                        gboolean       *is_set,
                        GError        **error)
{
  const char *set = find_set (*self->cursor);

  *is_set = set != NULL || *self->cursor == 'p' || *self->cursor == 'P';
  if (set == NULL)
    return *is_set ? read_property (self, error) : NULL;
  self->cursor++;
  return g_strdup (set);
}

static gboolean
read_atom (PatternReader  *self,
           Atom           *atom,
           GError        **error)
{
  gboolean is_set;

  atom->single = TRUE;
  if (*self->cursor != '\\')
    {
      atom->c = g_utf8_get_char (self->cursor);
      self->cursor = g_utf8_next_char (self->cursor);
      return TRUE;
    }

  self->cursor++;
  atom->set = inlay_pattern_read_set (self, &is_set, error);
  atom->single = !is_set;
  if (is_set)
    return atom->set != NULL;
  if (*self->cursor != 'b' && *self->cursor != '-')
    return inlay_pattern_read_character (self, &atom->c, error);
  atom->c = *self->cursor++ == 'b' ? '\b' : '-';
  return TRUE;
}

/* PCRE2 knows no halves of pairs; those that a range begins or ends with are left out. */
static void
put_range (GString  *out,
           gunichar  from,
           gunichar  to)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  from = IS_SURROGATE (from) ? 0xe000 : from;
  to = IS_SURROGATE (to) ? 0xd7ff : to;
  if (from > to)
    return;
  first = inlay_pattern_print_one (from);
  last = inlay_pattern_print_one (to);
  if (from == to)
    g_string_append (out, first);
  else
    g_string_append_printf (out, "%s-%s", first, last);
}

static void
put_atom (GString    *out,
          const Atom *atom)
{
  if (atom->single)
    put_range (out, atom->c, atom->c);
  else
    g_string_append (out, atom->set);
}

static gboolean
put_range_of_atoms (PatternReader  *self,
                    GString        *out,
                    const Atom     *from,
                    const Atom     *to,
                    GError        **error)
{
  if (from->single && to->single)
    {
      if (to->c < from->c)
        return inlay_pattern_reader_refuse (self, "a range that runs backwards", error);
      put_range (out, from->c, to->c);
      return TRUE;
    }

  if (self->strict)
    return inlay_pattern_reader_refuse (self, "a range from or to a set", error);
  put_atom (out, from);
  put_range (out, '-', '-');
  put_atom (out, to);
  return TRUE;
}

static gboolean
read_member (PatternReader  *self,
             GString        *out,
             GError        **error)
{
  Atom from = { 0 }, to = { 0 };
  gboolean ok = read_atom (self, &from, error);

  if (ok && *self->cursor == '-' && self->cursor[1] != ']' && self->cursor[1] != '\0')
    {
      self->cursor++;
      ok = read_atom (self, &to, error) && put_range_of_atoms (self, out, &from, &to, error);
    }
  else if (ok)
    put_atom (out, &from);
  g_free (from.set);
  g_free (to.set);
  return ok;
}

/* The cursor stands on the `[`. Returns: (transfer full): a PCRE2 class */
char *
inlay_pattern_read_class (PatternReader  *self,
                          GError        **error)
{
  g_autoptr (GString) inside = g_string_new (NULL);
  gboolean negated;

  self->cursor++;
  if ((negated = *self->cursor == '^'))
    self->cursor++;
  while (*self->cursor != ']')
    {
      if (*self->cursor == '\0')
        {
          inlay_pattern_reader_refuse (self, "a class without its end", error);
          return NULL;
        }
      if (!read_member (self, inside, error))
        return NULL;
    }
  self->cursor++;
  if (inside->len == 0)
    return g_strdup (negated ? ANYTHING : NOTHING);
  return g_strdup_printf ("[%s%s]", negated ? "^" : "", inside->str);
}
