/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

/* What was read is written and read back the same, in every style. */
static void
check_writers (JsonNode *node)
{
  const InlayJsonFlags styles[] = { INLAY_JSON_DEFAULT, INLAY_JSON_PRETTY, INLAY_JSON_SCRIPT_SAFE };
  g_autofree char *canonical = inlay_json_write_canonical (node);
  g_autofree char *digest = inlay_json_digest (node);

  g_assert (inlay_digest_is_valid (digest));
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *text = inlay_json_write (node, styles[i]);
      g_autoptr(JsonNode) again = inlay_json_read_text (text, -1, NULL);
      g_autofree char *canonical_again = NULL;

      g_assert (again != NULL && inlay_json_identical (node, again));
      canonical_again = inlay_json_write_canonical (again);
      g_assert_cmpstr (canonical, ==, canonical_again);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, &error);
  g_autoptr(JsonNode) lenient =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH,
                          INLAY_JSON_ROUND | INLAY_JSON_LAST_WINS, NULL);

  FUZZ_REFUSED (node, error);
  g_assert (node == NULL || lenient != NULL);
  if (node != NULL)
    check_writers (node);
  return 0;
}
