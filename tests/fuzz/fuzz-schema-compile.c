/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(JsonNode) node =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, NULL);

  if (node == NULL)
    return 0;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(InlaySchema) schema =
        inlay_schema_compile (node, NULL, i == 0 ? INLAY_SCHEMA_DIALECT_2020_12 : INLAY_SCHEMA_DIALECT_07,
                              INLAY_SCHEMA_ASSERT_FORMAT, &error);

      FUZZ_REFUSED (schema, error);
      if (schema != NULL)
        inlay_schema_is_valid (schema, node);
    }
  return 0;
}
