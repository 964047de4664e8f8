/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

static void
check_apply (JsonNode *document,
             JsonNode *patch)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) inverse = NULL;
  g_autofree char *before = inlay_json_write (document, INLAY_JSON_DEFAULT);
  g_autoptr(JsonNode) after = inlay_patch_apply (document, patch, &inverse, &error);
  g_autofree char *unchanged = inlay_json_write (document, INLAY_JSON_DEFAULT);
  g_autoptr(JsonNode) back = NULL;

  FUZZ_REFUSED (after, error);
  g_assert_cmpstr (before, ==, unchanged);
  if (after == NULL)
    return;
  back = inlay_patch_apply (after, inverse, NULL, NULL);
  g_assert (back != NULL && inlay_json_identical (document, back));
}

static void
check_diff (JsonNode *from,
            JsonNode *to)
{
  g_autoptr(JsonNode) patch = inlay_patch_diff (from, to);
  g_autoptr(JsonNode) reached = inlay_patch_apply (from, patch, NULL, NULL);
  g_autoptr(JsonNode) merged = inlay_patch_merge (from, to);

  g_assert (reached != NULL && inlay_json_equal (reached, to));
  g_assert (merged != NULL);
}

/* { "document", "patch", "other"?, "third"? } */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(JsonNode) node =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, NULL);
  JsonNode *document = node != NULL ? inlay_json_get (node, "/document") : NULL;
  JsonNode *patch = node != NULL ? inlay_json_get (node, "/patch") : NULL;
  JsonNode *other = node != NULL ? inlay_json_get (node, "/other") : NULL;
  JsonNode *third = node != NULL ? inlay_json_get (node, "/third") : NULL;

  if (document != NULL && patch != NULL)
    check_apply (document, patch);
  if (document != NULL && other != NULL)
    check_diff (document, other);
  if (document != NULL && other != NULL && third != NULL)
    {
      g_autoptr(GPtrArray) conflicts = NULL;
      g_autoptr(JsonNode) merged = inlay_patch_merge3 (document, other, third, &conflicts);

      g_assert (merged != NULL);
    }
  return 0;
}
