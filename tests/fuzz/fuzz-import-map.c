/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

/* Written and read once, a map stays as it is. The first time an entry may go: by the standard a key
 * that gets its final slash from the URL parser only may have an address without. */
static void
check_map (InlayImportMap *map,
           InlayUrl       *base)
{
  const char *specifiers[] = { "a", "a/b", "./a", "/a", "https://a.example/x/y.js", "" };
  g_autoptr(JsonNode) json = inlay_import_map_to_json (map, NULL);
  g_autoptr(InlayImportMap) first = inlay_import_map_new_from_json (json, base, NULL, NULL);
  g_autoptr(JsonNode) json_again = first != NULL ? inlay_import_map_to_json (first, NULL) : NULL;
  g_autoptr(InlayImportMap) second = NULL;
  g_autoptr(InlayImportMap) merged = NULL;

  g_assert (first != NULL);
  second = inlay_import_map_new_from_json (json_again, base, NULL, NULL);
  g_assert (second != NULL && inlay_import_map_equal (first, second));
  merged = inlay_import_map_merge (map, map, NULL);
  g_assert (inlay_import_map_equal (map, merged));
  for (guint i = 0; i < G_N_ELEMENTS (specifiers); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(InlayUrl) url = inlay_import_map_resolve (map, specifiers[i], base, &error);

      FUZZ_REFUSED (url, error);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(InlayUrl) base = inlay_url_parse ("https://a.example/x/y.html", NULL, NULL);
  g_autoptr(GPtrArray) warnings = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayImportMap) map =
    inlay_import_map_parse ((const char *) data, (gssize) size, base, &warnings, &error);

  FUZZ_REFUSED (map, error);
  if (map != NULL)
    check_map (map, base);
  return 0;
}
