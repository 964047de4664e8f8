/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

/* An address is written in its one form: parsing that changes nothing (URL Standard, section 4.5). */
static void
check_url (InlayUrl *url)
{
  g_autoptr(InlayUrl) again = inlay_url_parse (inlay_url_get_href (url), NULL, NULL);
  g_autofree char *origin = inlay_url_dup_origin (url);

  g_assert (again != NULL && origin != NULL);
  g_assert_cmpstr (inlay_url_get_href (url), ==, inlay_url_get_href (again));
  g_assert (inlay_url_equal (url, again));
  g_assert (g_utf8_validate (inlay_url_get_href (url), -1, NULL));
}

/* The address; below it, when there is a second line, the base. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = NULL;
  g_autofree char *base_text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayUrl) base = NULL;
  g_autoptr(InlayUrl) url = NULL;
  g_autoptr(InlayUrl) whole = NULL;

  fuzz_split (data, size, &text, &base_text);
  base = inlay_url_parse (base_text, NULL, NULL);
  url = inlay_url_parse (text, base, &error);
  FUZZ_REFUSED (url, error);
  if (url != NULL)
    check_url (url);

  whole = inlay_url_parse_full ((const char *) data, (gssize) size, base, NULL);
  if (whole != NULL)
    check_url (whole);
  return 0;
}
