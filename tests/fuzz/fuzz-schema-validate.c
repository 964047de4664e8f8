/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

/* Both ways of asking say the same, and so does asking again after a change. */
static void
check_instance (InlaySchema *schema,
                JsonNode    *instance,
                JsonNode    *later)
{
  g_autoptr(GPtrArray) errors = inlay_schema_validate (schema, instance);
  g_autoptr(GPtrArray) after = NULL;

  g_assert (inlay_schema_is_valid (schema, instance) == (errors->len == 0));
  for (guint i = 0; i < errors->len; i++)
    g_assert (inlay_schema_error_get_message (g_ptr_array_index (errors, i))[0] != '\0');
  if (later == NULL)
    return;
  after = inlay_schema_revalidate (schema, errors, instance, later, "");
  g_assert (inlay_schema_is_valid (schema, later) == (after->len == 0));
}

/* { "schema", "instance", "later"? } */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(JsonNode) node =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, NULL);
  JsonNode *definition = node != NULL ? inlay_json_get (node, "/schema") : NULL;
  JsonNode *instance = node != NULL ? inlay_json_get (node, "/instance") : NULL;
  g_autoptr(InlaySchema) schema = NULL;

  if (definition == NULL || instance == NULL)
    return 0;
  schema = inlay_schema_compile (definition, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                 INLAY_SCHEMA_ASSERT_FORMAT, NULL);
  if (schema != NULL)
    check_instance (schema, instance, inlay_json_get (node, "/later"));
  return 0;
}
