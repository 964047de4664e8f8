/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* Answers about schemas, for tests that ask others the same. A line in is {"schema", "documents",
 * "dialect", "formats", "bundle", "edits": [{"before", "after", "path"}]}; a line out is
 * {"valid": "101…"}, a "!" where the flag and the list of errors differ, {"edits": …} where what is
 * said after an edit is not what is said of the whole, or {"error": …} where the schema is not taken. */
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

static int
compare_errors (gconstpointer a,
                gconstpointer b)
{
  InlaySchemaError *first = *(InlaySchemaError * const *) a;
  InlaySchemaError *second = *(InlaySchemaError * const *) b;
  int order = strcmp (inlay_schema_error_get_path (first), inlay_schema_error_get_path (second));

  if (order == 0)
    order = strcmp (inlay_schema_error_get_schema_path (first), inlay_schema_error_get_schema_path (second));
  return order != 0 ? order : strcmp (inlay_schema_error_get_message (first), inlay_schema_error_get_message (second));
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  g_ptr_array_sort (a, compare_errors);
  g_ptr_array_sort (b, compare_errors);
  for (guint i = 0; i < a->len; i++)
    if (compare_errors (&g_ptr_array_index (a, i), &g_ptr_array_index (b, i)) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_edit_sound (InlaySchema *schema,
               JsonNode    *edit)
{
  JsonNode *before = inlay_json_get_member (edit, "before");
  JsonNode *after = inlay_json_get_member (edit, "after");
  g_autoptr (GPtrArray) known = inlay_schema_validate (schema, before);
  g_autoptr (GPtrArray) whole = inlay_schema_validate (schema, after);
  g_autoptr (GPtrArray) again = inlay_schema_revalidate (schema, known, before, after,
                                                         inlay_json_get_string (edit, "path"));

  return is_same (whole, again);
}

static char *
answer (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) question = inlay_json_read_full (line, strlen (line), 128, INLAY_JSON_ROUND,
                                                        &error);
  g_autoptr (InlaySchema) schema = question != NULL ? compile (question, &error) : NULL;
  g_autoptr (GString) valid = g_string_new (NULL);
  JsonArray *documents, *edits;

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
  edits = inlay_json_get_array (question, "edits");
  for (guint i = 0; edits != NULL && i < json_array_get_length (edits); i++)
    if (!is_edit_sound (schema, json_array_get_element (edits, i)))
      return g_strdup_printf ("{\"valid\":\"%s\",\"edits\":%u}", valid->str, i);
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
