/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

void
conformance_result (Conformance *self,
                    gboolean     ok,
                    const char  *name,
                    const char  *expected,
                    const char  *actual)
{
  if (ok)
    {
      self->passed++;
      return;
    }

  self->failed++;
  g_print ("FAIL %s\n  expected: %s\n  actual:   %s\n", name,
           expected != NULL ? expected : "(none)", actual != NULL ? actual : "(none)");
}

void
conformance_string (Conformance *self,
                    const char  *name,
                    const char  *expected,
                    const char  *actual)
{
  conformance_result (self, g_strcmp0 (expected, actual) == 0, name, expected, actual);
}

void
conformance_bool (Conformance *self,
                  const char  *name,
                  gboolean     expected,
                  gboolean     actual)
{
  conformance_string (self, name, expected ? "true" : "false", actual ? "true" : "false");
}

/* The cases are read by json-glib, not by the library under test. */
JsonNode *
conformance_load (Conformance *self,
                  const char  *folder,
                  const char  *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  if (!json_parser_load_from_file (parser, path, &error))
    {
      conformance_result (self, FALSE, path, "a readable file", error->message);
      return NULL;
    }

  root = json_parser_get_root (parser);
  return root != NULL ? json_node_ref (root) : NULL;
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full) (element-type utf8): the JSON files directly in @folder, sorted. */
GPtrArray *
conformance_list_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (files, g_strdup (name));
  g_ptr_array_sort (files, compare_names);

  return files;
}

const char *
conformance_member (JsonObject *object,
                    const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

char *
conformance_print (JsonNode *node)
{
  return node != NULL ? json_to_string (node, FALSE) : g_strdup ("(none)");
}
