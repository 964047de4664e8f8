/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

typedef struct
{
  char *app;
  char *environment;
  char *version;
  char *notes;
  char *strategy;
  gboolean dry_run;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->app);
  g_free (options->environment);
  g_free (options->version);
  g_free (options->notes);
  g_free (options->strategy);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
print_change (JsonNode *change)
{
  const char *kind = inlay_json_get_string (change, "change");
  const char *id = inlay_json_get_string (change, "moduleId");
  const char *version = inlay_json_get_string (change, "version");
  const char *before = inlay_json_get_string (change, "before");

  if (g_strcmp0 (kind, "added") == 0)
    inlay_cli_print ("  + %s %s", id, version);
  else if (g_strcmp0 (kind, "removed") == 0)
    inlay_cli_print ("  - %s %s", id, before);
  else
    inlay_cli_print ("  ~ %s %s → %s", id, before, version);
}

/* What would happen, for people. */
static void
print_plan (JsonNode *plan)
{
  JsonArray *changes = inlay_json_get_array (plan, "changes");
  const char *refusal = inlay_json_get_string (plan, "refusal");

  inlay_cli_print (_("%s would get %s (%s)"), inlay_json_get_string (plan, "environment"),
                   inlay_json_get_string (plan, "version"), inlay_json_get_string (plan, "revision"));
  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    print_change (json_array_get_element (changes, i));
  if (inlay_json_get_boolean (plan, "unchanged", FALSE))
    inlay_cli_print (_("  nothing would be different"));
  if (inlay_json_get_boolean (plan, "needsApproval", FALSE))
    inlay_cli_print (_("  a second person would have to agree"));
  if (refusal != NULL)
    inlay_cli_print (_("  now it would be refused: %s"), refusal);
}

/* A plan is an answer even when what it tells is that it would be refused. */
static void
show (InlayCli *cli,
      JsonNode *answer)
{
  if (!cli->json && inlay_json_get_boolean (answer, "dryRun", FALSE))
    print_plan (answer);
  else if (!cli->json && g_strcmp0 (inlay_json_get_string (answer, "status"), "pending") == 0)
    inlay_cli_print (_("%s waits for a second person: inlayctl approve %s"), inlay_json_get_string (answer, "environment"),
                     inlay_json_get_string (answer, "deploymentId"));
  else
    inlay_cli_report (cli, answer);
}

static gboolean
deploy (InlayCli    *cli,
        Options     *options,
        const char  *composition,
        GError     **error)
{
  g_autofree char *path = inlay_wire_app_path (options->app, "/deployments");
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  InlayDeployRequest request = { 0 };

  if (options->strategy != NULL && !inlay_deploy_strategy_from_string (options->strategy, &request.strategy))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--strategy is standby, canary or direct, not “%s”"),
                   options->strategy);
      return FALSE;
    }
  if ((client = inlay_cli_connect (cli, error)) == NULL)
    return FALSE;
  request.composition_id = (char *) composition;
  request.version = options->version;
  request.environment = options->environment;
  request.notes = options->notes;
  request.dry_run = options->dry_run;
  body = inlay_deploy_request_build (&request);
  inlay_client_set_if_match (client, "*");
  answer = inlay_client_call (client, "POST", path, body, NULL, error);
  if (answer == NULL)
    return FALSE;
  show (cli, answer);
  return TRUE;
}

/**
 * inlay_verb_deploy:
 *
 * `inlayctl deploy ID [--env NAME] [--version V] [--notes T] [--strategy S] [--dry-run]`: puts a
 * published composition on an environment, the standby when none is named. Without a version the
 * minute is one.
 */
gboolean
inlay_verb_deploy (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "app", 0, 0, G_OPTION_ARG_STRING, &options.app, N_("The application, “default” unless given"), "APP" },
    { "env", 0, 0, G_OPTION_ARG_STRING, &options.environment, N_("Where to instead of the standby"), N_("NAME") },
    { "version", 0, 0, G_OPTION_ARG_STRING, &options.version, N_("What people call this deployment"), N_("VERSION") },
    { "notes", 0, 0, G_OPTION_ARG_STRING, &options.notes, N_("What people should know of it"), N_("TEXT") },
    { "strategy", 0, 0, G_OPTION_ARG_STRING, &options.strategy, N_("What follows at once: standby, canary or direct"), N_("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_("Only tell what would happen"), NULL },
    { NULL }
  };

  if (!inlay_cli_parse (cli, "ID", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  if (options.version == NULL)
    {
      g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

      options.version = g_date_time_format (now, "%Y.%m.%d-%H%M");
    }
  return deploy (cli, &options, argv[1], error);
}
