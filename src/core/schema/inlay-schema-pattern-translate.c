/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

#include <stdlib.h>
#include <string.h>

#include "inlay-error.h"

/* Sets of code points as the inside of a PCRE2 class. PCRE2's own \d, \w and \s follow Unicode. */
#define DIGIT "0-9"
#define NOT_DIGIT "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}"
#define WORD "0-9A-Z_a-z"
#define NOT_WORD "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}"
#define SPACE "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}" \
              "\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NOT_SPACE "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}" \
                  "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}" \
                  "\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"
#define BOUNDARY "(?:(?<=[" WORD "])(?![" WORD "])|(?<![" WORD "])(?=[" WORD "]))"
#define NOT_BOUNDARY "(?:(?<=[" WORD "])(?=[" WORD "])|(?<![" WORD "])(?![" WORD "]))"

typedef struct
{
  const char *source;
  const char *cursor;
  GString *out;
  GPtrArray *names; /* of groups, in order; "" when a group has none */
  guint n_open;
  gboolean can_repeat;
} Translator;

static gboolean
refuse (Translator  *self,
        const char  *reason,
        GError     **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "the pattern “%s” is not a regular expression: %s at byte %u",
               self->source, reason, (guint) (self->cursor - self->source));
  return FALSE;
}

static void
put_code_point (Translator *self,
                gunichar    c)
{
  if (c < 0x80 && g_ascii_isalnum ((char) c))
    g_string_append_c (self->out, (char) c);
  else
    g_string_append_printf (self->out, "\\x{%x}", c);
}

static int
read_hex (const char *text,
          guint       n_digits)
{
  int value = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (text[i]);
    }
  return value;
}

/* \uHHHH, a pair of them that makes one character, or \u{H…}; the cursor stands behind the u. */
static gboolean
read_unicode_escape (Translator  *self,
                     gunichar    *c,
                     GError     **error)
{
  int high, low;

  if (*self->cursor == '{')
    {
      char *end;
      guint64 value = 0;

      if (g_ascii_isxdigit (self->cursor[1]))
        value = g_ascii_strtoull (self->cursor + 1, &end, 16);
      if (!g_ascii_isxdigit (self->cursor[1]) || *end != '}' || value > 0x10ffff)
        return refuse (self, "a bad \\u{…}", error);
      self->cursor = end + 1;
      *c = (gunichar) value;
      return TRUE;
    }

  if ((high = read_hex (self->cursor, 4)) < 0)
    return refuse (self, "a bad \\u", error);
  self->cursor += 4;
  *c = (gunichar) high;
  if ((high & 0xfc00) == 0xd800 && self->cursor[0] == '\\' && self->cursor[1] == 'u' &&
      ((low = read_hex (self->cursor + 2, 4)) & ~0x3ff) == 0xdc00)
    {
      self->cursor += 6;
      *c = 0x10000 + (((gunichar) high & 0x3ff) << 10) + ((gunichar) low & 0x3ff);
    }
  return TRUE;
}

/* An escape for one character; the cursor stands on what follows the backslash. */
static gboolean
read_character_escape (Translator  *self,
                       gunichar    *c,
                       GError     **error)
{
  static const char letters[] = "tnvfr";
  static const char controls[] = "\t\n\v\f\r";
  const char escape = *self->cursor;
  const char *known;
  int value;

  if (escape == '\0')
    return refuse (self, "a lone backslash", error);

  if ((known = strchr (letters, escape)))
    *c = (gunichar) controls[known - letters];
  else if (escape == 'c' && g_ascii_isalpha (self->cursor[1]))
    *c = (gunichar) (*++self->cursor % 32);
  else if (escape == '0' && !g_ascii_isdigit (self->cursor[1]))
    *c = 0;
  else if (escape == 'x' && (value = read_hex (self->cursor + 1, 2)) >= 0)
    {
      *c = (gunichar) value;
      self->cursor += 2;
    }
  else if (escape == 'u')
    {
      self->cursor++;
      return read_unicode_escape (self, c, error);
    }
  else if (g_ascii_ispunct (escape))
    *c = (gunichar) escape;
  else
    return refuse (self, "an unknown escape", error);

  self->cursor++;
  return TRUE;
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

/* \p{…} and \P{…}; the cursor stands on the letter. */
static gboolean
put_property (Translator  *self,
              GError     **error)
{
  g_autofree char *property = NULL;
  const char kind = *self->cursor;
  const char *end;

  if (self->cursor[1] != '{' || (end = strchr (self->cursor, '}')) == NULL ||
      !(property = inlay_schema_pattern_property (self->cursor + 2,
                                                  (gsize) (end - self->cursor) - 2)))
    return refuse (self, "an unknown Unicode property", error);

  g_string_append_printf (self->out, "\\%c{%s}", kind, property);
  self->cursor = end + 1;
  return TRUE;
}

/* One member of a class. @single tells whether it is one character, which may start a range. */
static gboolean
read_class_atom (Translator  *self,
                 gunichar    *c,
                 gboolean    *single,
                 GError     **error)
{
  const char *set;

  *single = FALSE;
  if (*self->cursor != '\\')
    {
      *single = TRUE;
      *c = g_utf8_get_char (self->cursor);
      self->cursor = g_utf8_next_char (self->cursor);
      return TRUE;
    }

  self->cursor++;
  if (*self->cursor == 'p' || *self->cursor == 'P')
    return put_property (self, error);
  if ((set = find_set (*self->cursor)))
    {
      g_string_append (self->out, set);
      self->cursor++;
      return TRUE;
    }

  *single = TRUE;
  if (*self->cursor == 'b')
    {
      *c = '\b';
      self->cursor++;
      return TRUE;
    }
  return read_character_escape (self, c, error);
}

static gboolean
put_class_range (Translator  *self,
                 GError     **error)
{
  gunichar from = 0, to = 0;
  gboolean single;

  if (!read_class_atom (self, &from, &single, error))
    return FALSE;
  if (single)
    put_code_point (self, from);
  if (*self->cursor != '-' || self->cursor[1] == ']' || self->cursor[1] == '\0')
    return TRUE;

  if (!single)
    return refuse (self, "a range that starts with a set", error);
  self->cursor++;
  g_string_append_c (self->out, '-');
  if (!read_class_atom (self, &to, &single, error))
    return FALSE;
  if (!single)
    return refuse (self, "a range that ends with a set", error);
  if (to < from)
    return refuse (self, "a range that runs backwards", error);
  put_code_point (self, to);
  return TRUE;
}

static gboolean
put_class (Translator  *self,
           GError     **error)
{
  gboolean negated;

  self->cursor++;
  if ((negated = *self->cursor == '^'))
    self->cursor++;
  if (*self->cursor == ']')
    {
      self->cursor++;
      g_string_append (self->out, negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
      return TRUE;
    }

  g_string_append (self->out, negated ? "[^" : "[");
  while (*self->cursor != ']')
    {
      if (*self->cursor == '\0')
        return refuse (self, "a class without its end", error);
      if (!put_class_range (self, error))
        return FALSE;
    }
  self->cursor++;
  g_string_append_c (self->out, ']');
  return TRUE;
}

/* A group that took no part matches nothing in ECMA-262, where PCRE2 would fail. */
static void
put_back_reference (Translator *self,
                    guint       group)
{
  g_string_append_printf (self->out, "(?(%u)\\g{%u})", group, group);
}

static gboolean
put_numbered_reference (Translator  *self,
                        GError     **error)
{
  char *end;
  guint64 group = g_ascii_strtoull (self->cursor, &end, 10);

  if (group > self->names->len)
    return refuse (self, "a reference to a group that is not there", error);
  self->cursor = end;
  put_back_reference (self, (guint) group);
  return TRUE;
}

static gboolean
put_named_reference (Translator  *self,
                     GError     **error)
{
  const char *end = self->cursor[1] == '<' ? strchr (self->cursor, '>') : NULL;
  g_autofree char *name = NULL;
  guint group;

  if (end != NULL)
    name = g_strndup (self->cursor + 2, (gsize) (end - self->cursor) - 2);
  if (name == NULL || *name == '\0' ||
      !g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &group))
    return refuse (self, "a reference to a group that is not there", error);
  self->cursor = end + 1;
  put_back_reference (self, group + 1);
  return TRUE;
}

static gboolean
put_escape (Translator  *self,
            GError     **error)
{
  const char *set;
  gunichar c;

  self->cursor++;
  if (*self->cursor == 'p' || *self->cursor == 'P')
    return put_property (self, error);
  if (*self->cursor == 'k')
    return put_named_reference (self, error);
  if (*self->cursor >= '1' && *self->cursor <= '9')
    return put_numbered_reference (self, error);
  if (*self->cursor == 'b' || *self->cursor == 'B')
    {
      g_string_append (self->out, *self->cursor == 'b' ? BOUNDARY : NOT_BOUNDARY);
      self->cursor++;
      return TRUE;
    }
  if ((set = find_set (*self->cursor)))
    {
      g_string_append_printf (self->out, "[%s]", set);
      self->cursor++;
      return TRUE;
    }

  if (!read_character_escape (self, &c, error))
    return FALSE;
  put_code_point (self, c);
  return TRUE;
}

/* `{n}`, `{n,}` or `{n,m}`. Returns: its length, or 0 when the brace is only a brace. */
static gsize
measure_braces (const char *text,
                gboolean   *backwards)
{
  char *end, *last;
  guint64 least, most;

  if (!g_ascii_isdigit (text[1]))
    return 0;
  least = most = g_ascii_strtoull (text + 1, &end, 10);
  if (*end == ',')
    {
      last = end + 1;
      most = g_ascii_isdigit (*last) ? g_ascii_strtoull (last, &end, 10) : G_MAXUINT64;
      if (most == G_MAXUINT64)
        end = last;
    }
  *backwards = most < least;
  return *end == '}' ? (gsize) (end - text) + 1 : 0;
}

static gboolean
put_quantifier (Translator  *self,
                gsize        length,
                GError     **error)
{
  if (!self->can_repeat)
    return refuse (self, "nothing to repeat", error);

  g_string_append_len (self->out, self->cursor, (gssize) length);
  self->cursor += length;
  if (*self->cursor == '?')
    g_string_append_c (self->out, *self->cursor++);
  self->can_repeat = FALSE;
  return TRUE;
}

static gboolean
put_group_start (Translator  *self,
                 GError     **error)
{
  static const char * const plain[] = { "(?:", "(?=", "(?!", "(?<=", "(?<!" };

  self->n_open++;
  self->can_repeat = FALSE;
  if (self->cursor[1] != '?')
    {
      g_string_append_c (self->out, *self->cursor++);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_str_has_prefix (self->cursor, plain[i]))
      {
        g_string_append (self->out, plain[i]);
        self->cursor += strlen (plain[i]);
        return TRUE;
      }

  if (self->cursor[2] != '<')
    return refuse (self, "an unknown kind of group", error);
  g_string_append_c (self->out, '(');
  self->cursor = strchr (self->cursor, '>') + 1;
  return TRUE;
}

static gboolean
put_term (Translator  *self,
          GError     **error)
{
  gboolean backwards = FALSE;
  gsize length;

  switch (*self->cursor)
    {
    case '(':
      return put_group_start (self, error);
    case ')':
      if (self->n_open-- == 0)
        return refuse (self, "a parenthesis that closes nothing", error);
      break;
    case '^':
    case '|':
      g_string_append_c (self->out, *self->cursor++);
      self->can_repeat = FALSE;
      return TRUE;
    case '$':
      g_string_append (self->out, "\\z");
      self->cursor++;
      self->can_repeat = FALSE;
      return TRUE;
    case '*':
    case '+':
    case '?':
      return put_quantifier (self, 1, error);
    case '{':
      if ((length = measure_braces (self->cursor, &backwards)) > 0)
        return backwards ? refuse (self, "a count that runs backwards", error)
                         : put_quantifier (self, length, error);
      break;
    default:
      break;
    }

  self->can_repeat = TRUE;
  switch (*self->cursor)
    {
    case ')':
      g_string_append_c (self->out, *self->cursor++);
      return TRUE;
    case '.':
      g_string_append (self->out, "[^\\x{a}\\x{d}\\x{2028}\\x{2029}]");
      self->cursor++;
      return TRUE;
    case '[':
      return put_class (self, error);
    case '\\':
      return put_escape (self, error);
    default:
      put_code_point (self, g_utf8_get_char (self->cursor));
      self->cursor = g_utf8_next_char (self->cursor);
      return TRUE;
    }
}

static gboolean
collect_name (Translator  *self,
              GError     **error)
{
  const char *start = self->cursor + 3;
  const char *end = strchr (start, '>');
  g_autofree char *name = NULL;

  if (end == NULL || end == start)
    return refuse (self, "a group without a name", error);
  name = g_strndup (start, (gsize) (end - start));
  if (g_ascii_isdigit (*name) || strpbrk (name, "()[]{}<?*+|^.\\ -") != NULL)
    return refuse (self, "a bad group name", error);
  if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL))
    return refuse (self, "a group name used twice", error);
  g_ptr_array_add (self->names, g_steal_pointer (&name));
  return TRUE;
}

/* References may point ahead, so the groups are counted first. */
static gboolean
collect_groups (Translator  *self,
                GError     **error)
{
  gboolean in_class = FALSE;

  for (; *self->cursor != '\0'; self->cursor++)
    {
      if (*self->cursor == '\\' && self->cursor[1] != '\0')
        self->cursor++;
      else if (*self->cursor == '[')
        in_class = TRUE;
      else if (*self->cursor == ']')
        in_class = FALSE;
      else if (*self->cursor == '(' && !in_class)
        {
          if (self->cursor[1] != '?')
            g_ptr_array_add (self->names, g_strdup (""));
          else if (self->cursor[2] == '<' && self->cursor[3] != '=' && self->cursor[3] != '!' &&
                   !collect_name (self, error))
            return FALSE;
        }
    }
  self->cursor = self->source;
  return TRUE;
}

char *
inlay_schema_pattern_translate (const char  *source,
                                GError     **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);
  Translator self = { .source = source, .cursor = source, .out = out, .names = names };

  if (!collect_groups (&self, error))
    return NULL;
  while (*self.cursor != '\0')
    if (!put_term (&self, error))
      return NULL;
  if (self.n_open > 0)
    {
      refuse (&self, "a parenthesis without its end", error);
      return NULL;
    }
  return g_strdup (out->str);
}
