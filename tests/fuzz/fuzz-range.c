/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

static void
check_range (InlayRange *range)
{
  g_autoptr(InlayRange) again = inlay_range_parse (inlay_range_to_string (range), INLAY_SEMVER_DEFAULT, NULL);
  g_autoptr(InlayVersion) lowest = inlay_range_min_version (range);

  g_assert (again != NULL);
  g_assert_cmpstr (inlay_range_to_string (again), ==, inlay_range_to_string (range));
  g_assert (lowest == NULL || inlay_range_test (range, lowest));
}

static void
check_list (InlayRange *range)
{
  const char *texts[] = { "0.0.0", "0.2.3-rc.1", "1.0.0-alpha", "1.0.0", "1.2.3", "2.0.0-0", "10.20.30" };
  g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  InlayVersion *most;
  InlayVersion *least;
  g_autofree char *simple = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      InlayVersion *version = inlay_version_parse (texts[i], INLAY_SEMVER_DEFAULT, NULL);

      g_assert (version != NULL);
      g_ptr_array_add (versions, version);
      inlay_range_is_below (range, version);
      inlay_range_is_above (range, version);
    }
  most = inlay_range_max_satisfying (range, versions);
  least = inlay_range_min_satisfying (range, versions);
  g_assert ((most == NULL) == (least == NULL));
  simple = inlay_range_simplify (range, versions);
}

/* Two ranges, one a line. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayRange) a = NULL;
  g_autoptr(InlayRange) b = NULL;
  g_autoptr(InlayRange) loose = NULL;

  fuzz_split (data, size, &first, &second);
  a = inlay_range_parse (first, INLAY_SEMVER_DEFAULT, &error);
  b = inlay_range_parse (second, INLAY_SEMVER_DEFAULT, NULL);
  loose = inlay_range_parse (first, INLAY_SEMVER_LOOSE | INLAY_SEMVER_PRERELEASE, NULL);
  FUZZ_REFUSED (a, error);
  if (a != NULL)
    {
      check_range (a);
      check_list (a);
    }
  if (a != NULL && b != NULL)
    {
      g_autoptr(InlayRange) wide_a = inlay_range_parse (first, INLAY_SEMVER_PRERELEASE, NULL);
      g_autoptr(InlayRange) wide_b = inlay_range_parse (second, INLAY_SEMVER_PRERELEASE, NULL);

      /* Without prereleases npm's answer depends on the order: `*` beside `1.0.0-0`. */
      g_assert (wide_a == NULL || wide_b == NULL ||
                inlay_range_intersects (wide_a, wide_b) == inlay_range_intersects (wide_b, wide_a));
      inlay_range_intersects (a, b);
      inlay_range_is_subset (a, b);
    }
  return 0;
}
