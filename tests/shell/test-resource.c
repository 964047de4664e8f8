/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <gio/gio.h>

/* Programs that link shell_resource_dep hold the shell's files, byte by byte those of data/shell. */

#define PREFIX "/dev/inlay/shell"

static void
test_same_bytes (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = NULL;

  names = g_resources_enumerate_children (PREFIX, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char * const *)names, "shell.js"));
  g_assert_true (g_strv_contains ((const char * const *)names, "shell.css"));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (PREFIX, names[i], NULL);
      g_autofree char *file = g_test_build_filename (G_TEST_DIST, "data", "shell", names[i], NULL);
      g_autofree char *contents = NULL;
      g_autoptr(GBytes) bytes = NULL;
      gsize length;

      bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      g_assert_no_error (error);
      g_file_get_contents (file, &contents, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), contents, length);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shell/resource/same-bytes", test_same_bytes);
  return g_test_run ();
}
