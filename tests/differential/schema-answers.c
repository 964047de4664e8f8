/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* Answers about schemas, for tests that ask others the same. A line in is {"schema", "documents",
 * "dialect", "formats", "bundle"}; a line out is {"valid": "101…"}, a "!" where the flag and the list
 * of errors differ, or {"error": …} where the schema is not taken. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "inlay-core.h"

static InlaySchema *
compile (JsonNode  *question,
         GError   **error)
{
  g_autoptr (InlaySchemaBundle) bundle = inlay_schema_bundle_new ();
  JsonObject *others = inlay_json_get_object (question, "bundle");
  gboolean formats = inlay_json_get_boolean (question, "formats", FALSE);
  const char *dialect = inlay_json_get_string (question, "dialect");
  JsonObjectIter iter;
  const char *uri;
  JsonNode *node;

  if (others != NULL)
    {
      json_object_iter_init (&iter, others);
      while (json_object_iter_next (&iter, &uri, &node))
        inlay_schema_bundle_add (bundle, uri, node);
    }
  return inlay_schema_compile (inlay_json_get_member (question, "schema"), bundle,
                               g_strcmp0 (dialect, "draft-07") == 0
                                 ? INLAY_SCHEMA_DIALECT_07 : INLAY_SCHEMA_DIALECT_2020_12,
                               formats ? INLAY_SCHEMA_ASSERT_FORMAT : INLAY_SCHEMA_DEFAULT, error);
}

static char
ask (InlaySchema *schema,
     JsonNode    *document)
{
  g_autoptr (GPtrArray) errors = inlay_schema_validate (schema, document);
  gboolean valid = inlay_schema_is_valid (schema, document);

  if (valid != (errors->len == 0))
    return '!';
  return valid ? '1' : '0';
}

static char *
answer (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) question = inlay_json_read_full (line, strlen (line), 128, INLAY_JSON_ROUND,
                                                        &error);
  g_autoptr (InlaySchema) schema = question != NULL ? compile (question, &error) : NULL;
  g_autoptr (GString) valid = g_string_new (NULL);
  JsonArray *documents;

  if (schema == NULL)
    {
      g_string_append (valid, "{\"error\":");
      inlay_json_append_string (valid, error->message, INLAY_JSON_DEFAULT);
      g_string_append_c (valid, '}');
      return g_strdup (valid->str);
    }
  documents = inlay_json_get_array (question, "documents");
  for (guint i = 0; i < json_array_get_length (documents); i++)
    g_string_append_c (valid, ask (schema, json_array_get_element (documents, i)));
  return g_strdup_printf ("{\"valid\":\"%s\"}", valid->str);
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  while ((length = getline (&line, &size, stdin)) > 0)
    {
      g_autofree char *said = NULL;

      if (line[length - 1] == '\n')
        line[length - 1] = '\0';
      said = answer (line);
      puts (said);
    }
  return 0;
}
