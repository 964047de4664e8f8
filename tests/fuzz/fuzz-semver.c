/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

static void
check_version (const char       *text,
               InlaySemverFlags  flags)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayVersion) version = inlay_version_parse (text, flags, &error);
  g_autoptr(InlayVersion) again = NULL;
  g_autofree char *clean = inlay_version_clean (text, flags);

  g_assert (clean == NULL || clean[0] != '\0');
  FUZZ_REFUSED (version, error);
  if (version == NULL)
    return;
  again = inlay_version_parse (inlay_version_to_string (version), flags, NULL);
  g_assert (again != NULL && inlay_version_equal (version, again));
  g_assert_cmpint (inlay_version_compare (version, again), ==, 0);
}

/* Two versions, one a line. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(InlayVersion) a = NULL;
  g_autoptr(InlayVersion) b = NULL;

  fuzz_split (data, size, &first, &second);
  check_version (first, INLAY_SEMVER_DEFAULT);
  check_version (first, INLAY_SEMVER_LOOSE);
  a = inlay_version_parse (first, INLAY_SEMVER_LOOSE, NULL);
  b = inlay_version_parse (second, INLAY_SEMVER_LOOSE, NULL);
  if (a != NULL && b != NULL)
    {
      g_assert_cmpint (inlay_version_compare (a, b), ==, -inlay_version_compare (b, a));
      g_assert_cmpint (inlay_version_compare_build (a, b), ==, -inlay_version_compare_build (b, a));
    }
  return 0;
}
