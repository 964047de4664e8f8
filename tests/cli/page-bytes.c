/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <inlay-store.h>

#include <stdio.h>

/* page-bytes FILE: the page as the application's preview makes it: the sample modules of its library
 * as catalog, the resolver, the release, the page writer. The page goes to standard output, the
 * release's digest to standard error. */

static InlayCatalog *
load_catalog (GError **error)
{
  g_autoptr(InlayLibrary) library = inlay_library_open (NULL, error);
  g_autoptr(InlayCatalogBuilder) builder = inlay_catalog_builder_new (NULL);
  g_autoptr(GPtrArray) modules = NULL;

  if (library == NULL || !inlay_samples_install (library, error))
    return NULL;
  modules = inlay_library_list_modules (library, error);
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    {
      if (!inlay_catalog_builder_add_module (builder, g_ptr_array_index (modules, i), error))
        return NULL;
    }
  return modules != NULL ? inlay_catalog_builder_end (g_steal_pointer (&builder)) : NULL;
}

static InlayRelease *
load_release (const char  *path,
              GError     **error)
{
  g_autoptr(InlayCatalog) catalog = load_catalog (error);
  g_autoptr(InlayComposition) composition = NULL;
  g_autoptr(InlayResolution) resolution = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (catalog == NULL || !g_file_get_contents (path, &text, &size, error))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  composition = inlay_composition_read (bytes, error);
  resolution = composition != NULL
                 ? inlay_composition_resolver_run (inlay_composition_get_root (composition), catalog,
                                                   INLAY_RESOLVE_DEFAULT, error)
                 : NULL;
  return resolution != NULL
           ? inlay_release_new (inlay_composition_get_root (composition),
                                inlay_resolution_get_import_map (resolution),
                                inlay_resolution_get_modules (resolution), NULL, error)
           : NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayRelease) release = argc == 2 ? load_release (argv[1], &error) : NULL;
  g_autoptr(GBytes) page = NULL;
  gsize size;
  const void *data;

  if (release == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "page-bytes FILE");
      return 1;
    }
  page = inlay_page_write (release);
  data = g_bytes_get_data (page, &size);
  fprintf (stderr, "%s\n", inlay_release_get_digest (release));
  return fwrite (data, 1, size, stdout) == size ? 0 : 1;
}
