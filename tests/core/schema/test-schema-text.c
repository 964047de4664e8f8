/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"
#include "idna/inlay-idna-private.h"
#include "schema/inlay-schema-format-private.h"
#include "schema/inlay-schema-pattern-private.h"

/* Where ECMA-262 and PCRE2 part ways. */
static const struct
{
  const char *pattern;
  const char *text;
  SchemaMatch expected;
} matches[] = {
  { "abc", "xabcx", SCHEMA_MATCH_YES },
  { "^abc", "xabc", SCHEMA_MATCH_NO },
  { "abc$", "xabc", SCHEMA_MATCH_YES },
  { "abc$", "abcx", SCHEMA_MATCH_NO },
  { "^abc$", "abc", SCHEMA_MATCH_YES },
  { "^abc$", "abc\n", SCHEMA_MATCH_NO },
  { "^a+$", "aaa\n", SCHEMA_MATCH_NO },
  { "", "anything", SCHEMA_MATCH_YES },
  { "^$", "", SCHEMA_MATCH_YES },
  { "^$", "x", SCHEMA_MATCH_NO },
  { "^\\d$", "5", SCHEMA_MATCH_YES },
  { "^\\d$", "\xdf\x80", SCHEMA_MATCH_NO }, /* NKO DIGIT ZERO */
  { "^\\D$", "\xdf\x80", SCHEMA_MATCH_YES },
  { "^[\\D]$", "\xdf\x80", SCHEMA_MATCH_YES },
  { "^[^\\d]$", "5", SCHEMA_MATCH_NO },
  { "^\\w$", "\xc3\xa9", SCHEMA_MATCH_NO },
  { "^\\W$", "\xc3\xa9", SCHEMA_MATCH_YES },
  { "^[\\W]$", "_", SCHEMA_MATCH_NO },
  { "^\\s$", "\xc2\xa0", SCHEMA_MATCH_YES },
  { "^\\s$", "\xef\xbb\xbf", SCHEMA_MATCH_YES },
  { "^\\s$", "\v", SCHEMA_MATCH_YES },
  { "^\\s$", "\xc2\x85", SCHEMA_MATCH_NO },
  { "^\\S$", "\xe2\x80\xa9", SCHEMA_MATCH_NO },
  { "^[^\\S]$", "\xe3\x80\x80", SCHEMA_MATCH_YES },
  { "^\\v$", "\n", SCHEMA_MATCH_NO },
  { "^.$", "\xe2\x80\xa8", SCHEMA_MATCH_NO },
  { "^.$", "\xf0\x9f\x90\xb2", SCHEMA_MATCH_YES },
  { "^[^]$", "\n", SCHEMA_MATCH_YES },
  { "[]", "a", SCHEMA_MATCH_NO },
  { "^[[:alpha:]]$", ":]", SCHEMA_MATCH_YES },
  { "^[a&&b]$", "&", SCHEMA_MATCH_YES },
  { "^\\cC$", "\003", SCHEMA_MATCH_YES },
  { "^\\x41\\u0042\\u{43}$", "ABC", SCHEMA_MATCH_YES },
  { "^\\uD83D\\uDC32$", "\xf0\x9f\x90\xb2", SCHEMA_MATCH_YES },
  { "^[\\u{1F432}-\\u{1F433}]$", "\xf0\x9f\x90\xb2", SCHEMA_MATCH_YES },
  { "^\\p{Letter}+$", "\xc3\xa9", SCHEMA_MATCH_YES },
  { "^\\p{Lu}\\P{Lu}$", "Aa", SCHEMA_MATCH_YES },
  { "^\\p{Script=Greek}$", "\xcf\x80", SCHEMA_MATCH_YES },
  { "^\\p{sc=Greek}$", "p", SCHEMA_MATCH_NO },
  { "^\\p{gc=Decimal_Number}$", "\xdf\x80", SCHEMA_MATCH_YES },
  { "^[\\p{L}\\d]+$", "\xc3\xa9" "5", SCHEMA_MATCH_YES },
  { "^\\p{ASCII}$", "\xc3\xa9", SCHEMA_MATCH_NO },
  { "(?<=a)b", "ab", SCHEMA_MATCH_YES },
  { "(?<!a)b", "ab", SCHEMA_MATCH_NO },
  { "^(?=.*\\d)(?!.*x).+$", "a1", SCHEMA_MATCH_YES },
  { "^(?:(a)|b)\\1$", "b", SCHEMA_MATCH_YES },
  { "^(a)\\1$", "aa", SCHEMA_MATCH_YES },
  { "^(?<x>a|b)\\k<x>$", "ab", SCHEMA_MATCH_NO },
  { "\\bfoo\\b", "a foo!", SCHEMA_MATCH_YES },
  { "\\bfoo\\b", "afoo", SCHEMA_MATCH_NO },
  { "^\\bfoo", "foo\xc3\xa9", SCHEMA_MATCH_YES },
  { "foo\\b", "foo\xc3\xa9", SCHEMA_MATCH_YES },
  { "o\\B", "foo", SCHEMA_MATCH_YES },
  { "^a{,2}$", "a{,2}", SCHEMA_MATCH_YES },
  { "^a{2,3}?$", "aaa", SCHEMA_MATCH_YES },
  { "^x{$", "x{", SCHEMA_MATCH_YES },
  { "^a#b c$", "a#b c", SCHEMA_MATCH_YES },
  { "^[a\\-z]$", "-", SCHEMA_MATCH_YES },
  { "^[a-]$", "-", SCHEMA_MATCH_YES },
  { "^\\/\\.$", "/.", SCHEMA_MATCH_YES },
  { "^[\\w-.]+$", "a-.", SCHEMA_MATCH_YES },
  { "^[\\ud800-\\udfff]*$", "", SCHEMA_MATCH_YES },
  { "[\\ud7ff-\\udfff]", "\xed\x9f\xbf", SCHEMA_MATCH_YES },
  { "[\\ud800-\\ue000]", "\xed\x9f\xbf", SCHEMA_MATCH_NO },
  { "^[^\\ud83d]$", "\xf0\x9f\x90\xb2", SCHEMA_MATCH_YES },
  { "\\ud83d", "\xf0\x9f\x90\xb2", SCHEMA_MATCH_NO },
  { "(?=a)b*a(?!d)", "ac", SCHEMA_MATCH_YES },
  { "\\P{Z}\\p{P}", "\r\n}", SCHEMA_MATCH_YES },
  { "^\\p{Assigned}\\P{Assigned}$", "a\xf4\x8f\xbf\xbf", SCHEMA_MATCH_YES },
  { "^(?<\\u0061\\u{e9}>x)\\k<a\xc3\xa9>$", "xx", SCHEMA_MATCH_YES },
  /* References forget and stay empty as there. */
  { "^(?:(a)|b|c\\1)+$", "ac", SCHEMA_MATCH_YES },
  { "^(?:(a)|b|c\\1)+$", "aca", SCHEMA_MATCH_YES },
  { "^(?:(a)b\\1|c)+$", "abacaba", SCHEMA_MATCH_YES },
  { "^(?:(a)b\\1|c)+$", "abc", SCHEMA_MATCH_NO },
  { "^(?:\\1(a))+$", "aa", SCHEMA_MATCH_YES },
  { "^(a\\1)+$", "aa", SCHEMA_MATCH_YES },
  { "^(?!(a)b)\\1c", "c", SCHEMA_MATCH_YES },
  { "^(?=(a|ab))\\1b$", "ab", SCHEMA_MATCH_YES },
  /* Lookbehinds of many lengths. */
  { "(?<=a+)b", "aab", SCHEMA_MATCH_YES },
  { "(?<=\\s*)b", "b", SCHEMA_MATCH_YES },
  { "(?<!\\d+)b", "1b", SCHEMA_MATCH_NO },
  { "(?<=a.*)b", "axxb", SCHEMA_MATCH_YES },
  { "(?<=^a.*)b", "xaxb", SCHEMA_MATCH_NO },
  { "^x?(?<=ab{0,2}|x)c", "abbc", SCHEMA_MATCH_NO },
  { "c?(?<=ab{0,2}|x)d", "cabbd", SCHEMA_MATCH_YES },
  { "c(?<!^.?c)", "bc", SCHEMA_MATCH_NO },
  { "c(?<!^.?c)", "bbc", SCHEMA_MATCH_YES },
  { "x(?<=a(?:b|cd){1,3}x)", "abcdbx", SCHEMA_MATCH_YES },
  { "x(?<=a(?:b|cd){1,3}x)", "abbbbx", SCHEMA_MATCH_NO },
  { "x(?<=a[^a]{1,200}x)", "abbbbx", SCHEMA_MATCH_YES },
  { "(?<=(.))\\1", "abb", SCHEMA_MATCH_YES },
  { "(?<=(.))\\1", "aba", SCHEMA_MATCH_NO },
  { "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", SCHEMA_MATCH_NO },
  { "^(a+)+\\b$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-", SCHEMA_MATCH_LIMIT },
  { "^(?!a)..$", "ba", SCHEMA_MATCH_YES },
  { "^(?!a)..$", "ab", SCHEMA_MATCH_NO },
  { "^(?!a|b$)b?.$", "b", SCHEMA_MATCH_NO },
  { "^(?!a)b|ac", "ac", SCHEMA_MATCH_YES },
  { "^(?![)])(?!b).", "a", SCHEMA_MATCH_YES },
  { "^(?![)])(?!b).", ")", SCHEMA_MATCH_NO },
};

static void
test_matches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      g_autoptr (GError) error = NULL;
      SchemaPattern *pattern = inlay_schema_pattern_new (matches[i].pattern, &error);

      if (pattern == NULL)
        g_error ("%s", error->message);
      if (inlay_schema_pattern_match (pattern, matches[i].text) != matches[i].expected)
        g_error ("%s on “%s”", matches[i].pattern, matches[i].text);
      inlay_schema_pattern_free (pattern);
    }
}

static void
test_bad_patterns (void)
{
  static const char * const patterns[] = {
    "(", ")", "a)", "(a", "[", "[a", "a**", "a{2}{3}", "*", "+a", "(*ACCEPT)", "a++", "\\", "\\a", "\\Z",
    "\\A", "\\h", "\\K", "\\Qa\\E", "\\u12", "\\u{110000}", "\\u{}", "\\x1", "\\c1", "\\p{Nope=1}", "\\pL",
    "\\p{}", "\\p{^L}", "(?#x)", "(?>a)", "(?R)", "(?|a)", "(?P<x>a)", "(?<>a)", "(?<1>a)", "(?<a>x)(?<a>y)",
    "(?i)a", "\\1", "(a)\\2", "\\k<x>", "\\k", "[b-a]", "a{3,2}", "|*", "(?:+)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GError) error = NULL;

      if (inlay_schema_pattern_new (patterns[i], &error) != NULL)
        g_error ("%s is taken", patterns[i]);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      if (inlay_schema_pattern_is_valid (patterns[i]))
        g_error ("%s is called right", patterns[i]);
    }
}

/* Right, but beyond what PCRE2 can be told exactly: refused with the reason. */
static void
test_unsupported_patterns (void)
{
  static const struct
  {
    const char *pattern;
    const char *reason;
  } cases[] = {
    { "x(?<=a.*x)", "a lookbehind without a largest length" },
    { "a(?<!^.*a)", "a lookbehind without a largest length" },
    { "x(?<=a.{1,300}x)", "too many different lengths" },
    { "x(?<=(?:a|bb){1,100}c(?:a|bb){1,100}x)", "too many different lengths" },
    { "(a)b(?<=\\1b)", "a reference inside a lookbehind" },
    { "(?<=(a+)(b))\\1", "a reference to a group in a lookbehind of no fixed length" },
    { "^(?:(a)|b)*\\1$", "the last turn of a repetition may leave out" },
    { "^(?:(?:(a)|b)\\1)*$", "the last turn of a repetition may leave out" },
    { "^(a?)*\\1$", "a repetition that may match nothing" },
    { "(?:(?=(a)))?b\\1", "a repetition that may match nothing" },
    { "a{70000}", "is not supported" },
    { "\\p{CWKCF}", "is not supported" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_schema_pattern_new (cases[i].pattern, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      if (strstr (error->message, cases[i].reason) == NULL)
        g_error ("%s: %s", cases[i].pattern, error->message);
      g_assert_cmpint (inlay_schema_pattern_is_valid (cases[i].pattern), ==,
                       strstr (cases[i].pattern, "70000") == NULL);
    }
}

/* Patterns too large to compile are refused, not a hang or a crash. */
static void
test_huge_patterns (void)
{
  g_autofree char *deep = g_strnfill (30000, '(');
  g_autofree char *closed = g_strnfill (10000, '(');
  g_autofree char *ends = g_strnfill (10000, ')');
  g_autofree char *balanced = g_strconcat (closed, ends, NULL);
  g_autofree char *longest = g_strnfill (100000, 'a');
  const char * const patterns[] = { deep, balanced, longest, "(((a{1,9999}){1,9999}){1,9999}){1,9999}" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_schema_pattern_new (patterns[i], &error));
      g_assert_nonnull (error);
    }
}

/* The formats that the public suite leaves out here, and edges of the others. */
static const struct
{
  const char *format;
  const char *text;
  gboolean valid;
} texts[] = {
  { "duration", "P4DT12H30M5S", TRUE }, { "duration", "P1Y2M3D", TRUE }, { "duration", "PT0S", TRUE },
  { "duration", "P2W", TRUE }, { "duration", "P", FALSE }, { "duration", "PT", FALSE },
  { "duration", "P1", FALSE }, { "duration", "P1D2H", FALSE }, { "duration", "P2D1Y", FALSE },
  { "duration", "P1Y2W", FALSE }, { "duration", "PT1D", FALSE }, { "duration", "P1DT", FALSE },
  { "duration", "P1D\n", FALSE }, { "duration", "1D", FALSE }, { "duration", "P-1D", FALSE },
  { "date", "2024-02-29", TRUE }, { "date", "2023-02-29", FALSE }, { "date", "1900-02-29", FALSE },
  { "date", "2000-02-29", TRUE }, { "date", "2024-04-31", FALSE }, { "date", "2024-4-1", FALSE },
  { "iri", "http://\xc6\x92\xc3\xb8\xc3\xb8.\xc3\x9f\xc3\xa5r/?\xe2\x88\x82=x#\xcf\x80", TRUE },
  { "iri", "//x", FALSE }, { "iri", "http://a b", FALSE }, { "iri", "http://2001:db8::1", FALSE },
  { "iri-reference", "#\xc6\x92", TRUE }, { "iri-reference", "a\\b", FALSE },
  { "uri", "http://[v1.a:b]/", TRUE }, { "uri", "http://[::1]:80/", TRUE }, { "uri", "http://a:b", FALSE },
  { "uri", "http://[::1", FALSE }, { "uri", "http://[::1]x", FALSE }, { "uri-reference", "", TRUE },
  { "uri-reference", "a:b@c", TRUE }, { "uri-reference", "1a:b", FALSE },
  { "uri-template", "http://x/{term:1}/{?a*,b.c}", TRUE }, { "uri-template", "x/{a", FALSE },
  { "uri-template", "x}", FALSE }, { "uri-template", "{}", FALSE }, { "uri-template", "{a:10000}", FALSE },
  { "uri-template", "{+path}/here", TRUE }, { "uri-template", "%zz", FALSE }, { "uri-template", "plain", TRUE },
  { "json-pointer", "/a/~0~1", TRUE }, { "json-pointer", "a", FALSE }, { "json-pointer", "/~", FALSE },
  { "relative-json-pointer", "0#", TRUE }, { "relative-json-pointer", "1/a", TRUE },
  { "relative-json-pointer", "0", TRUE }, { "relative-json-pointer", "0-1#", TRUE },
  { "relative-json-pointer", "01", FALSE }, { "relative-json-pointer", "-1/a", FALSE },
  { "relative-json-pointer", "0##", FALSE }, { "relative-json-pointer", "/a", FALSE },
  { "relative-json-pointer", "", FALSE },
  { "idn-email", "\xec\x8b\xa4\xeb\xa1\x80@\xec\x8b\xa4\xeb\xa1\x80.\xed\x85\x8c\xec\x8a\xa4\xed\x8a\xb8", TRUE },
  { "idn-email", "2962", FALSE }, { "email", "\xc3\xa9@example.com", FALSE }, { "email", "\"a\\", FALSE },
  { "idn-hostname", "\xec\x8b\xa4\xeb\xa1\x80.\xed\x85\x8c\xec\x8a\xa4\xed\x8a\xb8", TRUE },
  { "idn-hostname", "\xe3\x80\xae\xec\x8b\xa4", FALSE }, { "idn-hostname", "a\xe3\x80\x82" "b", TRUE },
  { "idn-hostname", "\xe3\x80\x82", FALSE }, { "idn-hostname", "ab--cd", FALSE },
  { "idn-hostname", "Stra\xc3\x9f" "e", FALSE }, { "idn-hostname", "stra\xc3\x9f" "e", TRUE },
  { "idn-hostname", "l\xc2\xb7l", TRUE }, { "idn-hostname", "a\xc2\xb7l", FALSE },
  { "idn-hostname", "e\xcc\x81", FALSE }, { "hostname", "xn--ihqwcrb4cv8a8dqg056pqjye", TRUE },
  { "hostname", "xn--", FALSE }, { "hostname", "xn--abc-", FALSE }, { "hostname", "xn--99999999999", FALSE },
  { "ipv6", "::", TRUE }, { "ipv6", "1::", TRUE }, { "ipv6", "1:2:3:4:5:6:7::", TRUE },
  { "ipv6", "1:2:3:4:5:6:7:8::", FALSE }, { "ipv6", ":1", FALSE }, { "ipv6", "1:", FALSE },
  { "ipv6", "::ffff:1.2.3.4", TRUE }, { "ipv6", "1.2.3.4", FALSE }, { "ipv6", "::1%eth0", FALSE },
  { "ipv6", ":::", FALSE }, { "ipv6", "1::2::3", FALSE }, { "ipv6", "1:2:3:4:5:6:1.2.3.4", TRUE },
};

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const SchemaFormat *format = inlay_schema_format_find (texts[i].format);

      g_assert_nonnull (format);
      if (format->check (texts[i].text) != texts[i].valid)
        g_error ("%s: %s", texts[i].format, texts[i].text);
    }
  g_assert_null (inlay_schema_format_find ("nothing"));
}

/* Samples of RFC 3492, section 7.1, there and back. */
static void
test_punycode (void)
{
  static const char * const cases[][2] = {
    { "egbpdaj6bu4bxfgehfvwxn", "\xd9\x84\xd9\x8a\xd9\x87\xd9\x85\xd8\xa7\xd8\xa8\xd8\xaa\xd9\x83\xd9\x84"
                                "\xd9\x85\xd9\x88\xd8\xb4\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\x9f" },
    { "ihqwcrb4cv8a8dqg056pqjye", "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d"
                                  "\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87" },
    { "bcher-kva", "b\xc3\xbc" "cher" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = 0;
      g_autofree gunichar *characters = inlay_punycode_decode (cases[i][0], &length);
      g_autofree char *text = g_ucs4_to_utf8 (characters, (glong) length, NULL, NULL, NULL);
      g_autofree char *encoded = inlay_punycode_encode (characters, length);

      g_assert_cmpstr (text, ==, cases[i][1]);
      g_assert_cmpstr (encoded, ==, cases[i][0]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/pattern/matches", test_matches);
  g_test_add_func ("/schema/pattern/bad", test_bad_patterns);
  g_test_add_func ("/schema/pattern/unsupported", test_unsupported_patterns);
  g_test_add_func ("/schema/pattern/huge", test_huge_patterns);
  g_test_add_func ("/schema/format/texts", test_formats);
  g_test_add_func ("/schema/format/punycode", test_punycode);
  return g_test_run ();
}
