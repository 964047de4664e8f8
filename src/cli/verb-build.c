/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

#include <errno.h>

#define SHELL "/dev/inlay/shell/"

static gboolean
holds_already (const char *path,
               GBytes     *bytes)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr(GBytes) old = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return old != NULL && g_bytes_equal (old, bytes);
}

/* A place in the site, made with its folders. What is the same keeps its time: a copy to a server
 * has less to do, and so has the disk. */
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
  return holds_already (path, bytes) || inlay_cli_write (path, bytes, error);
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

/* What a page's path must not begin with: the site keeps its own things there. */
static const char * const taken[] = { "shell", "modules", "index.html", "import-map.json", "release.json" };

/* Returns: (transfer full) (nullable): the folder of the page, "" for the first one */
static char *
dup_page_folder (const char  *path,
                 GError     **error)
{
  g_autofree char *plain = g_uri_unescape_string (path, "/");
  g_auto(GStrv) steps = plain != NULL ? g_strsplit (plain, "/", -1) : NULL;
  gboolean sound = steps != NULL && g_utf8_validate (plain, -1, NULL);

  /* Before the first slash there is nothing. */
  for (guint i = 1; sound && steps[i] != NULL; i++)
    sound = !g_str_equal (steps[i], ".") && !g_str_equal (steps[i], "..") && strchr (steps[i], '\\') == NULL;
  if (!sound)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "page path %s leads out of the site", path);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      if (steps[1] != NULL && g_str_equal (steps[1], taken[i]))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                       "page path %s is where the site keeps its %s", path, taken[i]);
          return NULL;
        }
    }
  return g_strjoinv (G_DIR_SEPARATOR_S, steps + 1);
}

/* The page under each page's own path, so that any static server answers for all of them. */
static GStrv
list_pages (InlayComposition  *composition,
            GError           **error)
{
  const char * const *pages = inlay_composition_get_pages (composition);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; pages[i] != NULL; i++)
    {
      const char *path = inlay_json_get_string (inlay_composition_get_page (composition, pages[i]), "path");
      g_autofree char *folder = path != NULL ? dup_page_folder (path, error) : g_strdup ("");
      g_autofree char *name = NULL;

      if (folder == NULL)
        return NULL;
      if (*folder == '\0')
        continue;
      name = g_build_filename (folder, "index.html", NULL);
      g_strv_builder_add (names, name);
    }
  g_strv_builder_add (names, "index.html");
  return g_strv_builder_end (names);
}

static gboolean
write_pages (GStrv          names,
             InlayRelease  *release,
             const char    *output,
             GError       **error)
{
  g_autoptr(GBytes) html = inlay_page_write (release);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!write_file (output, names[i], html, error))
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
  g_auto(GStrv) pages = list_pages (composition, error);

  /* The pages last, the first of them at the very end: a build that was cut off serves the old one. */
  return pages != NULL && write_shell (output, error) &&
         (!with_modules || write_modules (shelf, resolution, output, error)) &&
         write_file (output, "import-map.json", map, error) &&
         write_file (output, "release.json", manifest, error) &&
         write_pages (pages, release, output, error);
}

/* A name that is mistyped would build what holds everywhere, unnoticed. */
static gboolean
check_environment (InlayComposition  *composition,
                   const char        *environment,
                   GError           **error)
{
  JsonNode *all = inlay_json_get_member (inlay_composition_get_root (composition), "environments");

  if (environment == NULL || (all != NULL && inlay_json_get_member (all, environment) != NULL))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the composition says nothing of an environment %s",
               environment);
  return FALSE;
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
  shelf = composition != NULL && check_environment (composition, environment, error)
            ? inlay_cli_shelf_new (cli, error) : NULL;
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

      inlay_cli_answer (cli, node);
    }
  else
    inlay_cli_print (_("%s is in %s"), inlay_release_get_digest (release), output);
  return TRUE;
}
