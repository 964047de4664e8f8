/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-bundle.h"

#include <string.h>

struct _InlaySchemaBundle
{
  gatomicrefcount ref_count;
  GHashTable *schemas;
};

G_DEFINE_BOXED_TYPE (InlaySchemaBundle, inlay_schema_bundle,
                     inlay_schema_bundle_ref, inlay_schema_bundle_unref)

static char *
without_fragment (const char *uri)
{
  return g_strndup (uri, strcspn (uri, "#"));
}

/**
 * inlay_schema_bundle_new:
 *
 * JSON Schema 2020-12 core, section 9.1.2 (loading a referenced schema).
 *
 * Returns: (transfer full): a bundle without schemas
 */
InlaySchemaBundle *
inlay_schema_bundle_new (void)
{
  InlaySchemaBundle *self = g_new0 (InlaySchemaBundle, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) json_node_unref);
  return self;
}

InlaySchemaBundle *
inlay_schema_bundle_ref (InlaySchemaBundle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_schema_bundle_unref (InlaySchemaBundle *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->schemas);
  g_free (self);
}

/**
 * inlay_schema_bundle_add:
 * @uri: an absolute address; a fragment is ignored
 * @schema: (transfer none): a sealed tree
 *
 * Makes @schema reachable at @uri, in place of what was there. A bundle is filled before the first
 * schema is compiled with it and then left alone.
 *
 * JSON Schema 2020-12 core, section 9.1.2.
 */
void
inlay_schema_bundle_add (InlaySchemaBundle *self,
                         const char        *uri,
                         JsonNode          *schema)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (uri != NULL);
  g_return_if_fail (schema != NULL);

  g_hash_table_replace (self->schemas, without_fragment (uri), json_node_ref (schema));
}

/**
 * inlay_schema_bundle_lookup:
 * @uri: an absolute address; a fragment is ignored
 *
 * JSON Schema 2020-12 core, section 9.1.2.
 *
 * Returns: (transfer none) (nullable): the schema at @uri
 */
JsonNode *
inlay_schema_bundle_lookup (InlaySchemaBundle *self,
                            const char        *uri)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  key = without_fragment (uri);
  return g_hash_table_lookup (self->schemas, key);
}
