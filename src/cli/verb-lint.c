/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

/* Where an import map stands is not known; relative addresses need some place all the same. */
#define MAP_BASE "https://page.invalid/"

typedef struct
{
  InlayCli         *cli;
  InlayCliShelf    *shelf;   /* NULL until a composition needs it */
  InlayComposition *against; /* nullable */
  JsonArray        *found;
  InlayLintSeverity worst;
  guint             count;
} Lint;

static void
report (Lint       *self,
        const char *file,
        GPtrArray  *problems)
{
  for (guint i = 0; i < problems->len; i++)
    {
      InlayLintProblem *problem = g_ptr_array_index (problems, i);

      self->count++;
      self->worst = MAX (self->worst, problem->severity);
      if (self->cli->json)
        {
          g_autoptr(JsonNode) plain = inlay_lint_problem_to_json (problem);
          g_autoptr(JsonNode) name = inlay_json_new_string (file);

          json_array_add_element (self->found, inlay_json_set (plain, "/file", name, NULL));
        }
      else
        {
          inlay_cli_print ("%s: %s: %s: %s [%s]", file, problem->path,
                           inlay_lint_severity_to_string (problem->severity), problem->message, problem->code);
          inlay_cli_print ("    %s", problem->remedy);
        }
    }
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

  if (composition == NULL)
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  if (self->shelf == NULL && !(self->shelf = inlay_cli_shelf_new (self->cli, error)))
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

static gboolean
lint_file (Lint        *self,
           const char  *file,
           GError     **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (file, error);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(InlayUrl) base = NULL;

  if (bytes == NULL)
    return FALSE;
  node = inlay_json_read (bytes, error);
  if (node == NULL)
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }

  if (is_import_map (node))
    {
      base = inlay_url_parse (MAP_BASE, NULL, NULL);
      problems = inlay_lint_import_map (node, base);
    }
  else if (inlay_lint_is_slice (node))
    problems = inlay_lint_slice (node);
  else
    return lint_composition (self, file, bytes, error);

  report (self, file, problems);
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
                               "problems", inlay_json_take_array (json_array_ref (self->found)), NULL);

      inlay_cli_answer (self->cli, answer);
    }
  else if (self->count == 0)
    inlay_cli_print (_("Nothing to say"));
  if (!sound)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 ngettext ("%u problem", "%u problems", self->count), self->count);
  return sound;
}

/**
 * inlay_verb_lint:
 *
 * `inlayctl lint FILE… [--against FILE] [--strict]`: the check list for compositions, what describes
 * a module, and import maps.
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
  gboolean sound = TRUE;

  if (!inlay_cli_parse (cli, _("FILE…"), entries, &argc, &argv, 1, G_MAXINT, error))
    return FALSE;
  if (against != NULL && !(old = inlay_cli_read_composition (against, error)))
    return FALSE;

  lint.against = old;
  for (int i = 1; i < argc && sound; i++)
    sound = lint_file (&lint, argv[i], error);
  sound = sound && end (&lint, strict, error);
  g_clear_pointer (&lint.shelf, inlay_cli_shelf_free);
  return sound;
}
