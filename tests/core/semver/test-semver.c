/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#define LOOSE INLAY_SEMVER_LOOSE
#define PRE INLAY_SEMVER_PRERELEASE

static void
test_version_parse (void)
{
  static const struct
  {
    const char       *text;
    InlaySemverFlags  flags;
    const char       *expected;
  } cases[] = {
    { "1.2.3", 0, "1.2.3" },
    { " v1.2.3-a.1+b.01 ", 0, "1.2.3-a.1" },
    { "\xc2\xa0" "1.2.3\xe3\x80\x80", 0, "1.2.3" },
    { "9007199254740991.0.0", 0, "9007199254740991.0.0" },
    { "9007199254740992.0.0", 0, NULL },
    { "99999999999999999999999999.0.0", 0, NULL },
    { "1.2", 0, NULL },
    { "1.2.x", 0, NULL },
    { "1.2.3-", 0, NULL },
    { "1.2.3-01", 0, NULL },
    { "1.2.3+", 0, NULL },
    { "1.2.3-a..b", 0, NULL },
    { "=1.2.3", 0, NULL },
    { "", 0, NULL },
    { "1.2.3\xff", 0, NULL },
    { "=v 1.02.3beta", LOOSE, "1.2.3-beta" },
    { "1.2.34.5", LOOSE, "1.2.3-4.5" },
    { "1.2.3-01", LOOSE, "1.2.3-1" },
    { "1.2.3-.4", LOOSE, "1.2.3--.4" },
    { "1.2.3.4", LOOSE, NULL },
    { "3.1.19007199254740992.1", LOOSE, "3.1.1900719925474099-2.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayVersion) version = inlay_version_parse (cases[i].text, cases[i].flags, &error);

      g_test_message ("%s", shown);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
          g_assert_null (version);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (inlay_version_to_string (version), ==, cases[i].expected);
    }
}

static void
test_version_limit (void)
{
  g_autofree char *zeros = g_strnfill (INLAY_VERSION_MAX_LENGTH, '1');
  g_autofree char *text = g_strconcat (zeros, ".0.0", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (inlay_version_parse (text, 0, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

static void
test_version_order (void)
{
  /* Semantic Versioning 2.0.0, section 11, and build metadata behind it. */
  static const char *ascending[] = {
    "0.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
    "1.0.0-beta", "1.0.0", "1.0.0+1", "1.0.0+1.0", "1.0.0+a", "1.0.1", "1.1.0", "2.0.0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ascending); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ascending); k++)
      {
        g_autoptr (InlayVersion) a = inlay_version_parse (ascending[i], 0, NULL);
        g_autoptr (InlayVersion) b = inlay_version_parse (ascending[k], 0, NULL);
        int order = inlay_version_compare_build (a, b);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > k) - (i < k));
        g_assert_cmpint (inlay_version_equal (a, b), ==, inlay_version_compare (a, b) == 0);
      }
}

static void
test_range_parse (void)
{
  static const struct
  {
    const char       *text;
    InlaySemverFlags  flags;
    const char       *expected;
  } cases[] = {
    { "", 0, "*" },
    { "||", 0, "*" },
    { "^1.2.3", 0, ">=1.2.3 <2.0.0-0" },
    { "^0.0", 0, "<0.1.0-0" },
    { "~> 1.2", 0, ">=1.2.0 <1.3.0-0" },
    { "~1.2", PRE, ">=1.2.0-0 <1.3.0-0" },
    { "1.2 - 3", 0, ">=1.2.0 <4.0.0-0" },
    { "1.0.0 - 2.0.0", PRE, ">=1.0.0-0 <2.0.1-0" },
    { ">1 || <x", 0, ">=2.0.0" },
    { "<x", 0, "<0.0.0-0" },
    { ">= 1.0.0  <  2", 0, ">=1.0.0 <2.0.0-0" },
    { "1.2.3 1.2.3", 0, "1.2.3" },
    { "1.2.3+build - 2+b", 0, ">=1.2.3 <3.0.0-0" },
    { "1.2.3beta", LOOSE, "1.2.3-beta" },
    { "latest || 1", LOOSE, ">=1.0.0 <2.0.0-0" },
    { "latest", LOOSE, NULL },
    { ">=00 =2.3", LOOSE | PRE, ">=0.0.0-0 >=2.3.0-0 <2.4.0-0" },
    { "^00.3.2", LOOSE, ">=0.3.2 <1.0.0-0" },
    { "0.00 - 0.0.2", LOOSE | PRE, ">=0.0.0-0 <0.0.3-0" },
    { "latest * next", LOOSE, NULL },
    { "* latest", LOOSE, "*" },
    { "latest ~*", LOOSE, "*" },
    { ">=0.0.0 <1.0.0 >=0.0.0 2", 0, "<1.0.0 >=2.0.0 <3.0.0-0" },
    { "1.2.3beta", 0, NULL },
    { "1.x.5", 0, NULL },
    { "workspace:*", 0, NULL },
    { "^9007199254740991.0.0", 0, NULL },
    { ">>1", 0, NULL },
    { "\xff", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayRange) range = inlay_range_parse (cases[i].text, cases[i].flags, &error);

      g_test_message ("%s", shown);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
          g_assert_null (range);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (inlay_range_to_string (range), ==, cases[i].expected);
      g_assert_cmpstr (inlay_range_get_text (range), ==, cases[i].text);
    }
}

static void
test_range_limit (void)
{
  g_autofree char *text = g_strnfill (INLAY_RANGE_MAX_LENGTH + 1, '1');
  g_autoptr (GError) error = NULL;

  g_assert_null (inlay_range_parse (text, 0, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

static void
test_range_test (void)
{
  static const struct
  {
    const char       *version;
    const char       *range;
    InlaySemverFlags  flags;
    gboolean          expected;
  } cases[] = {
    { "1.2.3", "^1.2", 0, TRUE },
    { "2.0.0", "^1.2", 0, FALSE },
    { "1.2.3-b", "^1.2", 0, FALSE },
    { "1.2.3-b", "^1.2", PRE, TRUE },
    { "1.2.3-b", "^1.2.3-a", 0, TRUE },
    { "1.2.4-b", "^1.2.3-a", 0, FALSE },
    { "2.0.0-0", "^1.2.3-a", PRE, FALSE },
    { "3.1.4", "1 || 3", 0, TRUE },
    { "1.2.3", "nonsense", 0, FALSE },
    { "nonsense", "*", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s in %s", cases[i].version, cases[i].range);
      g_assert_cmpint (inlay_semver_satisfies (cases[i].version, cases[i].range, cases[i].flags),
                       ==, cases[i].expected);
    }
}

static void
test_range_relations (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean    intersects;
    gboolean    subset;
  } cases[] = {
    { "^1.2.0", "1.x", TRUE, TRUE },
    { "1.x", "^1.2.0", TRUE, FALSE },
    { "^1", "^2", FALSE, FALSE },
    { "<=1.0.0", ">=1.0.0", TRUE, FALSE },
    { ">2 <1", "5", FALSE, TRUE },
    { "*", "*", TRUE, TRUE },
    { "^1 || ^2", ">=1", TRUE, TRUE },
    { ">=1.2.3-pre", "^1", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlayRange) a = inlay_range_parse (cases[i].a, 0, NULL);
      g_autoptr (InlayRange) b = inlay_range_parse (cases[i].b, 0, NULL);

      g_test_message ("%s and %s", cases[i].a, cases[i].b);
      g_assert_cmpint (inlay_range_intersects (a, b), ==, cases[i].intersects);
      g_assert_cmpint (inlay_range_intersects (b, a), ==, cases[i].intersects);
      g_assert_cmpint (inlay_range_is_subset (a, b), ==, cases[i].subset);
    }
}

static void
test_range_list (void)
{
  static const char *texts[] = { "1.0.0", "2.1.0", "1.5.0", "2.0.0", "2.2.0-rc.1" };
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  g_autoptr (InlayRange) range = inlay_range_parse (">=1.5.0 <2.0.0 || >=2.0.0 <2.1.0", 0, NULL);
  g_autoptr (InlayRange) none = inlay_range_parse ("^7", 0, NULL);
  g_autoptr (InlayVersion) min = inlay_range_min_version (range);
  g_autofree char *simple = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (versions, inlay_version_parse (texts[i], 0, NULL));

  simple = inlay_range_simplify (range, versions);
  g_assert_cmpstr (simple, ==, "1.5.0 - 2.0.0");
  g_assert_cmpstr (inlay_version_to_string (min), ==, "1.5.0");
  g_assert_cmpstr (inlay_version_to_string (inlay_range_max_satisfying (range, versions)), ==, "2.0.0");
  g_assert_cmpstr (inlay_version_to_string (inlay_range_min_satisfying (range, versions)), ==, "1.5.0");
  g_assert_null (inlay_range_max_satisfying (none, versions));
  g_assert_true (inlay_range_is_below (range, g_ptr_array_index (versions, 1)));
  g_assert_false (inlay_range_is_above (range, g_ptr_array_index (versions, 1)));
  g_assert_true (inlay_range_is_above (range, g_ptr_array_index (versions, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/version/parse", test_version_parse);
  g_test_add_func ("/version/limit", test_version_limit);
  g_test_add_func ("/version/order", test_version_order);
  g_test_add_func ("/range/parse", test_range_parse);
  g_test_add_func ("/range/limit", test_range_limit);
  g_test_add_func ("/range/test", test_range_test);
  g_test_add_func ("/range/relations", test_range_relations);
  g_test_add_func ("/range/list", test_range_list);

  return g_test_run ();
}
