/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* The JSON Schema Test Suite: a folder with tests/DIALECT/…json and remotes/, or any folder below
 * tests. Cases under optional/format are run with `format` asserted. */
#include "conformance.h"

#include <string.h>

#define REMOTE_ADDRESS "http://localhost:1234/"
#define MAX_DEPTH 64

typedef void (* FileFunc) (const char *path,
                           const char *below,
                           gpointer    user_data);

typedef struct
{
  Conformance *report;
  InlaySchemaBundle *remotes;
} Run;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
walk (const char *folder,
      const char *below,
      FileFunc    func,
      gpointer    user_data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *inner = g_strconcat (below, *below != '\0' ? "/" : "",
                                            g_ptr_array_index (names, i), NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        walk (path, inner, func, user_data);
      else if (g_str_has_suffix (path, ".json"))
        func (path, inner, user_data);
    }
}

/* The reader refuses U+0000, which no text of ours may hold; another character that no format
 * allows takes its place. */
static JsonNode *
load (const char  *path,
      GError     **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *whole = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  parts = g_strsplit (text, "\\u0000", -1);
  whole = g_strjoinv ("\\u0001", parts);
  return inlay_json_read_full (whole, strlen (whole), MAX_DEPTH, INLAY_JSON_ROUND, error);
}

static void
add_remote (const char *path,
            const char *below,
            gpointer    user_data)
{
  Run *run = user_data;
  g_autofree char *uri = g_strconcat (REMOTE_ADDRESS, below, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = load (path, &error);

  if (node != NULL)
    inlay_schema_bundle_add (run->remotes, uri, node);
  else
    conformance_result (run->report, FALSE, path, "a readable file", error->message);
}

static void
run_group (Run                *run,
           const char         *file,
           JsonNode           *group,
           InlaySchemaDialect  dialect,
           InlaySchemaFlags    flags)
{
  JsonArray *tests = inlay_json_get_array (group, "tests");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlaySchema) schema = NULL;

  schema = inlay_schema_compile (inlay_json_get_member (group, "schema"), run->remotes, dialect,
                                 flags, &error);
  for (guint i = 0; i < json_array_get_length (tests); i++)
    {
      JsonNode *test = json_array_get_element (tests, i);
      gboolean expected = inlay_json_get_boolean (test, "valid", FALSE);
      JsonNode *data = inlay_json_get_member (test, "data");
      g_autofree char *name = g_strdup_printf ("%s: %s: %s", file,
                                               inlay_json_get_string (group, "description"),
                                               inlay_json_get_string (test, "description"));
      g_autoptr (GPtrArray) errors = NULL;
      gboolean valid;

      if (schema == NULL)
        {
          conformance_result (run->report, FALSE, name, "a schema", error->message);
          continue;
        }
      valid = inlay_schema_is_valid (schema, data);
      errors = inlay_schema_validate (schema, data);
      if (valid != (errors->len == 0))
        conformance_result (run->report, FALSE, name, "one answer", "the list of errors differs");
      else
        conformance_bool (run->report, name, expected, valid);
    }
}

static void
run_file (const char *path,
          const char *below,
          gpointer    user_data)
{
  Run *run = user_data;
  InlaySchemaDialect dialect = INLAY_SCHEMA_DIALECT_2020_12;
  InlaySchemaFlags flags = INLAY_SCHEMA_DEFAULT;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = load (path, &error);
  JsonArray *groups;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    {
      conformance_result (run->report, FALSE, path, "an array of groups",
                          error != NULL ? error->message : NULL);
      return;
    }

  if (strstr (path, "/draft7/"))
    dialect = INLAY_SCHEMA_DIALECT_07;
  if (strstr (path, "/optional/format/"))
    flags = INLAY_SCHEMA_ASSERT_FORMAT;
  groups = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (groups); i++)
    run_group (run, below, json_array_get_element (groups, i), dialect, flags);
}

/* The remotes stand beside the tests, or where the shared data is. */
static char *
find_remotes (const char *folder)
{
  const char *shared = g_getenv ("INLAY_SHARED");
  g_autofree char *around = g_strdup (folder);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *remotes = g_build_filename (around, "remotes", NULL);
      g_autofree char *up = g_path_get_dirname (around);

      if (g_file_test (remotes, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&remotes);
      g_free (around);
      around = g_steal_pointer (&up);
    }
  return shared != NULL
           ? g_build_filename (shared, "conformance", "json-schema", "remotes", NULL) : NULL;
}

void
suite_json_schema (Conformance *report,
                   const char  *folder)
{
  g_autoptr (InlaySchemaBundle) bundle = inlay_schema_bundle_new ();
  g_autofree char *tests = g_build_filename (folder, "tests", NULL);
  g_autofree char *remotes = find_remotes (folder);
  Run run = { report, bundle };

  if (remotes != NULL)
    walk (remotes, "", add_remote, &run);
  walk (g_file_test (tests, G_FILE_TEST_IS_DIR) ? tests : folder, "", run_file, &run);
}
