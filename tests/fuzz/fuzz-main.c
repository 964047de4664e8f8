/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

#include <stdio.h>

static guint
run_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree guint8 *exact = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, &error))
    g_error ("%s", error->message);

  /* Without the NUL that g_file_get_contents() adds, so that reading past the end shows. */
  exact = g_memdup2 (text, size);
  LLVMFuzzerTestOneInput (exact, size);
  return 1;
}

static guint
run_path (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  if (dir == NULL)
    return run_file (path);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      n += run_path (inner);
    }
  return n;
}

/* fuzz-TARGET FILE|FOLDER…: the inputs that were found, as an ordinary test. */
int
main (int    argc,
      char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += run_path (argv[i]);
  printf ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}
