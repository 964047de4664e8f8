/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-private.h"

#include <gio/gio.h>

#include "schema-meta-resources.h"

#define RESOURCE_PREFIX "/dev/inlay/schemas/meta/"

static const struct
{
  const char *uri;
  const char *file;
} files[] = {
  { "https://json-schema.org/draft/2020-12/schema", "draft2020-12/schema.json" },
  { "https://json-schema.org/draft/2020-12/meta/core", "draft2020-12/meta/core.json" },
  { "https://json-schema.org/draft/2020-12/meta/applicator", "draft2020-12/meta/applicator.json" },
  { "https://json-schema.org/draft/2020-12/meta/unevaluated",
    "draft2020-12/meta/unevaluated.json" },
  { "https://json-schema.org/draft/2020-12/meta/validation", "draft2020-12/meta/validation.json" },
  { "https://json-schema.org/draft/2020-12/meta/meta-data", "draft2020-12/meta/meta-data.json" },
  { "https://json-schema.org/draft/2020-12/meta/format-annotation",
    "draft2020-12/meta/format-annotation.json" },
  { "https://json-schema.org/draft/2020-12/meta/format-assertion",
    "draft2020-12/meta/format-assertion.json" },
  { "https://json-schema.org/draft/2020-12/meta/content", "draft2020-12/meta/content.json" },
  { "http://json-schema.org/draft-07/schema", "draft7/schema.json" },
};

static JsonNode *
read_file (const char *file)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonNode *node = NULL;

  bytes = g_resource_lookup_data (schema_meta_get_resource (), path, 0, &error);
  if (bytes != NULL)
    node = inlay_json_read (bytes, &error);
  if (node == NULL)
    g_error ("%s is built in but cannot be read: %s", path, error->message);
  return node;
}

/* Returns: (transfer none) (nullable): the standard's own schema at @uri */
JsonNode *
inlay_schema_meta_lookup (const char *uri)
{
  static JsonNode *nodes[G_N_ELEMENTS (files)];

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (g_str_equal (files[i].uri, uri))
      {
        if (g_once_init_enter (&nodes[i]))
          g_once_init_leave (&nodes[i], read_file (files[i].file));
        return nodes[i];
      }
  return NULL;
}

/**
 * inlay_schema_get_meta:
 *
 * JSON Schema 2020-12 core, section 8.1.
 *
 * Returns: (transfer none): the schema that schemas of @dialect must satisfy
 */
InlaySchema *
inlay_schema_get_meta (InlaySchemaDialect dialect)
{
  static InlaySchema *metas[2];
  const char *uri = dialect == INLAY_SCHEMA_DIALECT_07 ? "http://json-schema.org/draft-07/schema"
                                                       : files[0].uri;

  if (g_once_init_enter (&metas[dialect]))
    {
      g_autoptr (GError) error = NULL;
      InlaySchema *meta = inlay_schema_compile (inlay_schema_meta_lookup (uri), NULL, dialect,
                                                INLAY_SCHEMA_DEFAULT, &error);

      if (meta == NULL)
        g_error ("%s is built in but is not valid: %s", uri, error->message);
      g_once_init_leave (&metas[dialect], meta);
    }
  return metas[dialect];
}
