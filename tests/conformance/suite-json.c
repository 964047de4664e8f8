/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* Where the reader is stricter than RFC 8259 on purpose. */
static gboolean
is_refused_on_purpose (const char *file)
{
  return g_str_has_prefix (file, "y_object_duplicated_key") || strcmp (file, "y_string_null_escape.json") == 0 ||
         strcmp (file, "y_object_escaped_null_in_key.json") == 0;
}

/* `y_` must be read, `n_` refused, `i_` may go either way; what is read is written and read again. */
static void
run_file (Conformance *report,
          const char  *folder,
          const char  *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *written = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) again = NULL;
  gsize length = 0;

  if (!g_str_has_prefix (file, "y_") && !g_str_has_prefix (file, "n_") && !g_str_has_prefix (file, "i_"))
    return;
  if (!g_file_get_contents (path, &text, &length, NULL))
    {
      conformance_result (report, FALSE, file, "a readable file", NULL);
      return;
    }

  node = inlay_json_read_text (text, (gssize) length, NULL);
  if (node != NULL)
    {
      written = inlay_json_write (node, INLAY_JSON_DEFAULT);
      again = inlay_json_read_text (written, -1, NULL);
    }
  if (*file == 'n' || is_refused_on_purpose (file))
    conformance_string (report, file, "refused", node != NULL ? "read" : "refused");
  else if (*file == 'y' || node != NULL)
    conformance_string (report, file, "read, the same again",
                        node == NULL ? "refused"
                        : again != NULL && inlay_json_identical (node, again) ? "read, the same again"
                                                                              : "read, another again");
  else
    conformance_result (report, TRUE, file, NULL, NULL);
}

void
suite_json (Conformance *report,
            const char  *folder)
{
  g_autofree char *inner = g_build_filename (folder, "test_parsing", NULL);
  const char *place = g_file_test (inner, G_FILE_TEST_IS_DIR) ? inner : folder;
  g_autoptr (GPtrArray) files = conformance_list_files (place);

  for (guint i = 0; i < files->len; i++)
    run_file (report, place, g_ptr_array_index (files, i));
}
