/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

#include <sys/stat.h>

#define OUR_SCHEMAS "https://inlay.dev/schema/"
#define MODULE_SCHEMA OUR_SCHEMAS "module/"

/* Where an import map stands is not known; relative addresses need some place all the same. */
#define MAP_BASE "https://page.invalid/"

typedef struct
{
  InlayCli         *cli;
  InlayCliShelf    *shelf;   /* NULL until a composition needs it */
  InlayComposition *against; /* nullable */
  JsonArray        *found;
  gboolean          in_folder; /* the file was found, not named */
  gboolean          walked;
  InlayLintSeverity worst;
  guint             count;
  guint             checked;
} Lint;

static void
report_problem (Lint             *self,
                const char       *file,
                InlayLintProblem *problem)
{
  self->count++;
  self->worst = MAX (self->worst, problem->severity);
  if (self->cli->json)
    {
      g_autoptr(JsonNode) plain = inlay_lint_problem_to_json (problem);
      g_autoptr(JsonNode) name = inlay_json_new_string (file);

      json_array_add_element (self->found, inlay_json_set (plain, "/file", name, NULL));
      return;
    }
  inlay_cli_print ("%s: %s%s%s: %s [%s]", file, problem->path, *problem->path != '\0' ? ": " : "",
                   inlay_lint_severity_to_string (problem->severity), problem->message, problem->code);
  inlay_cli_print ("    %s", problem->remedy);
}

static void
report (Lint       *self,
        const char *file,
        GPtrArray  *problems)
{
  self->checked++;
  for (guint i = 0; i < problems->len; i++)
    report_problem (self, file, g_ptr_array_index (problems, i));
}

static gboolean
need_shelf (Lint    *self,
            GError **error)
{
  if (self->shelf == NULL)
    self->shelf = inlay_cli_shelf_new (self->cli, error);
  return self->shelf != NULL;
}

static gboolean
lint_composition (Lint        *self,
                  const char  *file,
                  GBytes      *bytes,
                  GError     **error)
{
  g_autoptr(InlayComposition) composition = inlay_composition_read (bytes, error);
  g_autoptr(GPtrArray) problems = NULL;
  JsonNode *root;

  if (composition == NULL || !need_shelf (self, error))
    return FALSE;

  root = inlay_composition_get_root (composition);
  if (self->against != NULL)
    problems = inlay_lint_change (inlay_composition_get_root (self->against), root,
                                  inlay_cli_shelf_get_catalog (self->shelf));
  else
    problems = inlay_lint_composition (root, inlay_cli_shelf_get_catalog (self->shelf));
  report (self, file, problems);
  return TRUE;
}

static gboolean
is_import_map (JsonNode *node)
{
  return inlay_json_get_member (node, "id") == NULL && inlay_json_get_member (node, "format") == NULL &&
         (inlay_json_get_member (node, "imports") != NULL || inlay_json_get_member (node, "scopes") != NULL);
}

/* What is found in a folder may be anything. */
static gboolean
is_ours (JsonNode *node)
{
  const char *schema = inlay_json_get_string (node, "$schema");

  if (schema != NULL && g_str_has_prefix (schema, OUR_SCHEMAS))
    return TRUE;
  return inlay_json_get_string (node, "id") != NULL &&
         (inlay_json_get_object (node, "pages") != NULL || inlay_json_get_object (node, "instances") != NULL ||
          inlay_json_get_array (node, "modules") != NULL);
}

static gboolean
is_module (JsonNode *node)
{
  const char *schema = inlay_json_get_string (node, "$schema");

  return schema != NULL && g_str_has_prefix (schema, MODULE_SCHEMA);
}

static gboolean
lint_bytes (Lint        *self,
            const char  *file,
            GBytes      *bytes,
            GError     **error)
{
  g_autoptr(JsonNode) node = inlay_json_read (bytes, error);
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(InlayUrl) base = NULL;

  if (node == NULL)
    return FALSE;

  if (is_import_map (node))
    {
      base = inlay_url_parse (MAP_BASE, NULL, NULL);
      problems = inlay_lint_import_map (node, base);
    }
  else if (inlay_lint_is_slice (node))
    problems = inlay_lint_slice (node);
  else if (self->in_folder && !is_ours (node))
    return TRUE;
  else if (is_module (node))
    {
      /* No slice all the same: the reader tells what is missing. */
      g_autoptr(InlayModule) module = inlay_module_read (bytes, error);

      return module != NULL;
    }
  else
    return lint_composition (self, file, bytes, error);

  report (self, file, problems);
  return TRUE;
}

static gboolean
lint_file (Lint        *self,
           const char  *file,
           GError     **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (file, error);
  g_autoptr(GError) reason = NULL;
  InlayLintProblem problem = { "unreadable", INLAY_LINT_ERROR, (char *) "", NULL,
                               (char *) "Mend the file, or give it another name if it is no JSON." };

  if (bytes == NULL)
    return FALSE;
  if (lint_bytes (self, file, bytes, &reason))
    return TRUE;

  if (!self->in_folder)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&reason), "%s: ", file);
      return FALSE;
    }
  problem.message = reason->message;
  self->checked++;
  report_problem (self, file, &problem);
  return TRUE;
}

/* JSON with comments, and lists that look like a package's description. */
static gboolean
is_left_out (const char *name)
{
  static const char * const others[] = { "tsconfig*.json", "jsconfig*.json", "package-lock.json",
                                         "npm-shrinkwrap.json" };

  if (*name == '.' || g_str_equal (name, "node_modules"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_pattern_match_simple (others[i], name))
      return TRUE;
  return FALSE;
}

/* Links are not followed: what they lead to is below the folder anyway, or not asked about. */
static gboolean
list_folder (const char  *folder,
             GPtrArray   *folders,
             GPtrArray   *files,
             GError     **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat info;

      if (is_left_out (name) || lstat (path, &info) != 0)
        continue;
      if (S_ISDIR (info.st_mode))
        g_ptr_array_add (folders, g_steal_pointer (&path));
      else if (S_ISREG (info.st_mode) && info.st_size <= INLAY_JSON_MAX_SIZE &&
               g_str_has_suffix (name, ".json"))
        g_ptr_array_add (files, g_steal_pointer (&path));
    }
  return TRUE;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
lint_folder (Lint        *self,
             const char  *folder,
             GError     **error)
{
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  guint before = self->checked;

  g_ptr_array_add (folders, g_strdup (folder));
  for (guint i = 0; i < folders->len; i++)
    if (!list_folder (g_ptr_array_index (folders, i), folders, files, error))
      return FALSE;

  /* What modules there are to choose from is no matter of one file. */
  if (!need_shelf (self, error))
    return FALSE;

  g_ptr_array_sort (files, compare_paths);
  self->in_folder = self->walked = TRUE;
  for (guint i = 0; i < files->len; i++)
    if (!lint_file (self, g_ptr_array_index (files, i), error))
      return FALSE;
  self->in_folder = FALSE;

  if (self->checked > before)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
               _("%s holds no composition, import map or description of a module"), folder);
  return FALSE;
}

static gboolean
lint_all (Lint        *self,
          char       **paths,
          GError     **error)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      gboolean is_folder = g_file_test (paths[i], G_FILE_TEST_IS_DIR);

      if (is_folder && self->against != NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _("--against takes one composition, and %s is a folder"), paths[i]);
          return FALSE;
        }
      if (!(is_folder ? lint_folder (self, paths[i], error) : lint_file (self, paths[i], error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end (Lint      *self,
     gboolean   strict,
     GError   **error)
{
  gboolean sound = self->count == 0 || self->worst < (strict ? INLAY_LINT_WARNING : INLAY_LINT_ERROR);

  if (self->cli->json)
    {
      g_autoptr(JsonNode) answer =
        inlay_json_new_object ("sound", inlay_json_new_boolean (sound),
                               "checked", inlay_json_new_int (self->checked),
                               "problems", inlay_json_take_array (json_array_ref (self->found)), NULL);

      inlay_cli_answer (self->cli, answer);
    }
  else if (self->count == 0)
    inlay_cli_print (_("Nothing to say"));
  if (self->walked)
    inlay_cli_say (ngettext ("%u file checked", "%u files checked", self->checked), self->checked);
  if (!sound)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 ngettext ("%u problem", "%u problems", self->count), self->count);
  return sound;
}

/**
 * inlay_verb_lint:
 *
 * `inlayctl lint FILE|FOLDER… [--against FILE] [--strict]`: the check list for compositions, what
 * describes a module, and import maps; of a folder, for all of them that stand below it.
 */
gboolean
inlay_verb_lint (InlayCli  *cli,
                 int        argc,
                 char     **argv,
                 GError   **error)
{
  g_autofree char *against = NULL;
  gboolean strict = FALSE;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &against, N_("Tell what a change of this composition brings"),
      N_("FILE") },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &strict, N_("Refuse warnings, too"), NULL },
    { NULL }
  };
  g_autoptr(JsonArray) found = json_array_new ();
  g_autoptr(InlayComposition) old = NULL;
  Lint lint = { .cli = cli, .found = found };
  gboolean sound;

  if (!inlay_cli_parse (cli, _("FILE|FOLDER…"), entries, &argc, &argv, 1, G_MAXINT, error))
    return FALSE;
  if (against != NULL && !(old = inlay_cli_read_composition (against, error)))
    return FALSE;

  lint.against = old;
  sound = lint_all (&lint, argv + 1, error) && end (&lint, strict, error);
  g_clear_pointer (&lint.shelf, inlay_cli_shelf_free);
  return sound;
}
