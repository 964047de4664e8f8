/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "schema/inlay-schema-automaton-private.h"
#include "schema/inlay-schema-pattern-private.h"

#include <string.h>

#define N_PATTERNS 2000
#define N_TEXTS 20

static const struct
{
  const char *pattern;
  const char *text;
  gboolean expected;
} cases[] = {
  { "", "", TRUE },
  { "^$", "", TRUE },
  { "^$", "a", FALSE },
  { "$^", "", TRUE },
  { "a|^b|c$", "xb", FALSE },
  { "a|^b|c$", "xc", TRUE },
  { "a|^b|c$", "cx", FALSE },
  { "(?:$|x)$", "aaa", TRUE },
  { "^(?:a|ab)(?:c|bcd)$", "abcd", TRUE },
  { "^[^a]$", "\xf0\x9f\x98\x80", TRUE },
  { "^.$", "\xe2\x80\xa8", FALSE },
  { "^.{2}$", "\xc3\xa9\xe6\x95\xb0", TRUE },
  { "^[\xc3\xa0-\xc3\xbf]+$", "\xc3\xa9\xc3\xa8", TRUE },
  { "^[\xc3\xa0-\xc3\xbf]+$", "\xc3\xa9\xc4\x80", FALSE },
  { "^[^\xe2\x82\xac-\xe6\x95\xb0]$", "\xe6\x95\xb0", FALSE },
  { "^[^\xe2\x82\xac-\xe6\x95\xb0]$", "\xe6\x95\xb1", TRUE },
  { "^\\s\\S\\w\\W\\d\\D$", "\xc2\xa0x_-7\xd9\xa3", TRUE },
  { "^a{0}$", "", TRUE },
  { "^(?:a{2,3}){2}$", "aaaaaaa", FALSE },
  { "^(?:a{2,3}){2}$", "aaaaa", TRUE },
  { "^(?<year>\\d{4})-\\u0041\\x42$", "2024-AB", TRUE },
  { "^x{$", "x{", TRUE },
  { "a[]|b", "a", FALSE },
  { "^[^]$", "\n", TRUE },
  { "^\\ud83d\\ude00\\cA$", "\xf0\x9f\x98\x80\x01", TRUE },
  { "^[\\w-.]+$", "a-.", TRUE },
  { "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", FALSE },
};

static SchemaAutomaton *
make_automaton (const char *pattern)
{
  g_autoptr (GError) error = NULL;
  SchemaAutomaton *automaton;
  PatternReader reader;
  PatternNode *root;

  inlay_pattern_reader_init (&reader, pattern, FALSE);
  root = inlay_pattern_reader_parse (&reader, &error);
  g_assert_no_error (error);
  automaton = inlay_schema_automaton_new (root, NULL, FALSE);
  inlay_pattern_reader_clear (&reader);
  return automaton;
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree SchemaAutomaton *automaton = make_automaton (cases[i].pattern);

      if (automaton == NULL)
        g_error ("%s is left to the engine", cases[i].pattern);
      if (inlay_schema_automaton_match (automaton, cases[i].text) != cases[i].expected)
        g_error ("%s on “%s”", cases[i].pattern, cases[i].text);
    }
}

/* What is not regular, or would be too large, is for the engine. */
static void
test_left_to_engine (void)
{
  static const char * const patterns[] = {
    "(a)\\1", "(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "\\bfoo", "\\Bfoo", "\\p{L}", "(?<n>a)\\k<n>",
    "[ab]*a[ab]{12}", "a{1000}", "(?:a{200}){200}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (make_automaton (patterns[i]) != NULL)
      g_error ("%s is not left to the engine", patterns[i]);
}

static void append_choice (GRand   *rand,
                           GString *pattern,
                           guint    depth);

static void
append_atom (GRand   *rand,
             GString *pattern,
             guint    depth)
{
  static const char * const atoms[] = {
    "a", "b", "c", "-", "\xc3\xa9", "\xe6\x95\xb0", ".", "\\d", "\\w", "\\S", "\\s", "[ab]", "[^a]", "[a-c\xc3\xa9]",
    "[^\\w-]", "[]", "[^]", "[\xc3\xa0-\xe6\x95\xb1]", "\\.", "\\u00e9", "^", "$",
  };

  if (depth < 3 && g_rand_int_range (rand, 0, 4) == 0)
    {
      g_string_append (pattern, g_rand_boolean (rand) ? "(?:" : "(");
      append_choice (rand, pattern, depth + 1);
      g_string_append_c (pattern, ')');
      return;
    }
  g_string_append (pattern, atoms[g_rand_int_range (rand, 0, G_N_ELEMENTS (atoms))]);
}

static void
append_choice (GRand   *rand,
               GString *pattern,
               guint    depth)
{
  static const char * const quantifiers[] = { "", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "{1,3}?" };

  for (int branches = g_rand_int_range (rand, 1, 3); branches > 0; branches--)
    {
      for (int pieces = g_rand_int_range (rand, 0, 4); pieces > 0; pieces--)
        {
          gsize start = pattern->len;

          append_atom (rand, pattern, depth);
          if (pattern->str[start] != '^' && pattern->str[start] != '$')
            g_string_append (pattern, quantifiers[g_rand_int_range (rand, 0, G_N_ELEMENTS (quantifiers))]);
        }
      if (branches > 1)
        g_string_append_c (pattern, '|');
    }
}

static void
append_text (GRand   *rand,
             GString *text)
{
  static const char * const characters[] = { "a", "b", "c", "-", "\xc3\xa9", "\xe6\x95\xb0", "7", " ", "\n", "." };

  for (int n = g_rand_int_range (rand, 0, 7); n > 0; n--)
    g_string_append (text, characters[g_rand_int_range (rand, 0, G_N_ELEMENTS (characters))]);
}

/* The automaton and the engine are of one mind about anything that both understand. */
static void
test_engine (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint n_compared = 0;

  for (guint i = 0; i < N_PATTERNS; i++)
    {
      g_autoptr (GString) pattern = g_string_new (NULL);
      g_autofree SchemaAutomaton *automaton = NULL;
      g_autofree char *translated = NULL;
      g_autoptr (GRegex) regex = NULL;

      append_choice (rand, pattern, 0);
      automaton = make_automaton (pattern->str);
      translated = inlay_schema_pattern_translate (pattern->str, NULL);
      g_assert_nonnull (translated);
      regex = g_regex_new (translated, G_REGEX_NEWLINE_LF, 0, NULL);
      for (guint j = 0; automaton != NULL && regex != NULL && j < N_TEXTS; j++)
        {
          g_autoptr (GString) text = g_string_new (NULL);
          g_autoptr (GError) error = NULL;
          gboolean expected;

          append_text (rand, text);
          expected = g_regex_match_full (regex, text->str, -1, 0, 0, NULL, &error);
          if (error != NULL)
            continue;
          n_compared++;
          if (inlay_schema_automaton_match (automaton, text->str) != expected)
            g_error ("%s on “%s”: the engine says %s", pattern->str, text->str, expected ? "yes" : "no");
        }
    }
  g_assert_cmpuint (n_compared, >, N_PATTERNS * N_TEXTS / 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/automaton/cases", test_cases);
  g_test_add_func ("/schema/automaton/left-to-engine", test_left_to_engine);
  g_test_add_func ("/schema/automaton/engine", test_engine);
  return g_test_run ();
}
