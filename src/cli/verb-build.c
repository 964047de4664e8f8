/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

#include <errno.h>

#define SHELL "/dev/inlay/shell/"

/* A place in the site, made with its folders. */
static gboolean
write_file (const char  *output,
            const char  *name,
            GBytes      *bytes,
            GError     **error)
{
  g_autofree char *path = g_build_filename (output, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  return inlay_cli_write (path, bytes, error);
}

static gboolean
write_shell (const char  *output,
             GError     **error)
{
  g_auto(GStrv) names = g_resources_enumerate_children (SHELL, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *resource = g_strconcat (SHELL, names[i], NULL);
      g_autofree char *name = g_build_filename ("shell", names[i], NULL);
      g_autoptr(GBytes) bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

      if (bytes == NULL || !write_file (output, name, bytes, error))
        return FALSE;
    }
  return names != NULL;
}

static gboolean
write_modules (InlayCliShelf    *shelf,
               InlayResolution  *resolution,
               const char       *output,
               GError          **error)
{
  GPtrArray *modules = inlay_resolution_get_modules (resolution);

  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      const char * const *names = inlay_module_get_files (module);

      for (guint j = 0; names != NULL && names[j] != NULL; j++)
        {
          g_autofree char *address = inlay_module_dup_file_address (module, names[j]);
          g_autoptr(GBytes) bytes = inlay_cli_shelf_get_file (module, names[j], shelf, error);

          if (bytes == NULL || !write_file (output, address + 1, bytes, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* The page under each page's own path, so that any static server answers for all of them. */
static gboolean
write_pages (InlayComposition  *composition,
             InlayRelease      *release,
             const char        *output,
             GError           **error)
{
  const char * const *pages = inlay_composition_get_pages (composition);
  g_autoptr(GBytes) html = inlay_page_write (release);

  if (!write_file (output, "index.html", html, error))
    return FALSE;
  for (guint i = 0; pages[i] != NULL; i++)
    {
      const char *path = inlay_json_get_string (inlay_composition_get_page (composition, pages[i]), "path");
      g_autofree char *plain = path != NULL ? g_uri_unescape_string (path, "/") : NULL;
      g_autofree char *name = NULL;

      if (plain == NULL || g_str_equal (plain, "/"))
        continue;
      if (g_strstr_len (plain, -1, "..") != NULL)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "page path %s leads out of the site", path);
          return FALSE;
        }
      name = g_build_filename (plain + 1, "index.html", NULL);
      if (!write_file (output, name, html, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_site (InlayCliShelf     *shelf,
            InlayComposition  *composition,
            InlayResolution   *resolution,
            InlayRelease      *release,
            const char        *output,
            gboolean           with_modules,
            GError           **error)
{
  g_autoptr(GBytes) map = inlay_json_write_bytes (inlay_release_get_import_map (release), INLAY_JSON_PRETTY);
  g_autoptr(JsonNode) json = inlay_release_to_json (release);
  g_autoptr(GBytes) manifest = inlay_json_write_bytes (json, INLAY_JSON_PRETTY);

  /* The pages last: a build that was cut off serves the old ones. */
  return write_shell (output, error) &&
         (!with_modules || write_modules (shelf, resolution, output, error)) &&
         write_file (output, "import-map.json", map, error) &&
         write_file (output, "release.json", manifest, error) &&
         write_pages (composition, release, output, error);
}

/**
 * inlay_verb_build:
 *
 * `inlayctl build FILE --output DIR`: the static site: page, import map, shell and modules.
 */
gboolean
inlay_verb_build (InlayCli  *cli,
                  int        argc,
                  char     **argv,
                  GError   **error)
{
  g_autofree char *output = NULL;
  g_autofree char *environment = NULL;
  gboolean without_modules = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where the site goes"), N_("FOLDER") },
    { "env", 0, 0, G_OPTION_ARG_STRING, &environment, N_("Whose overrides hold"), N_("NAME") },
    { "without-modules", 0, 0, G_OPTION_ARG_NONE, &without_modules, N_("Leave the modules’ files out"), NULL },
    { NULL }
  };
  g_autoptr(InlayComposition) composition = NULL;
  g_autoptr(InlayCliShelf) shelf = NULL;
  g_autoptr(InlayResolution) resolution = NULL;
  g_autoptr(InlayRelease) release = NULL;

  if (!inlay_cli_parse (cli, "FILE", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  if (output == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("--output FOLDER is missing"));
      return FALSE;
    }

  composition = inlay_cli_read_composition (argv[1], error);
  shelf = composition != NULL ? inlay_cli_shelf_new (cli, error) : NULL;
  resolution = shelf != NULL ? inlay_cli_shelf_resolve (shelf, composition, error) : NULL;
  if (resolution == NULL)
    return FALSE;
  release = inlay_release_new (inlay_composition_get_root (composition),
                               inlay_resolution_get_import_map (resolution),
                               inlay_resolution_get_modules (resolution), environment, error);
  if (release == NULL ||
      !write_site (shelf, composition, resolution, release, output, !without_modules, error))
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonNode) node =
        inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                               "revision", inlay_json_new_string (inlay_release_get_digest (release)),
                               "output", inlay_json_new_string (output),
                               NULL);

      inlay_cli_print_json (node);
    }
  else
    inlay_cli_print (_("%s is in %s"), inlay_release_get_digest (release), output);
  return TRUE;
}
