/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>

/* A function or a table of deeds. */
typedef struct
{
  const char      *name;
  InlayVerbFunc    run;
  const InlayDeed *deeds;
  const char      *summary;
} Verb;

/* A row without a name begins a group. */
static const Verb verbs[] = {
  { NULL, NULL, NULL, N_("Compose") },
  { "validate", inlay_verb_validate, NULL, N_("Check a composition or a module definition") },
  { "lint", inlay_verb_lint, NULL, N_("Go through the check list for compositions, modules and import maps") },
  { "resolve", inlay_verb_resolve, NULL, N_("Choose versions and write the import map") },
  { "build", inlay_verb_build, NULL, N_("Write a static site") },
  { "diff", inlay_verb_diff, NULL, N_("Tell two compositions apart") },
  { "edit", inlay_verb_edit, NULL, N_("Change a composition by one transaction") },
  { "import", inlay_verb_import, NULL, N_("Put a composition into the library") },
  { "export", inlay_verb_export, NULL, N_("Write a composition of the library to a file") },

  { NULL, NULL, NULL, N_("Ship") },
  { "login", inlay_verb_login, NULL, N_("Keep a registry’s token in the keyring") },
  { "publish", NULL, inlay_deeds_publish, N_("Send a composition and its modules to a registry") },
  { "deploy", NULL, inlay_deeds_deploy, N_("Deploy a composition to the standby environment") },
  { "approve", NULL, inlay_deeds_approve, N_("Let a deployment happen that waits for a second person") },
  { "switch", NULL, inlay_deeds_switch, N_("Make an environment the active one") },
  { "canary", NULL, inlay_deeds_canary, N_("Show an environment to some of the visitors") },
  { "rollout", NULL, inlay_deeds_rollout, N_("Show a revision to more and more visitors, by a plan") },
  { "rollback", NULL, inlay_deeds_rollback, N_("Go back to the last good revision") },

  { NULL, NULL, NULL, N_("See") },
  { "status", NULL, inlay_deeds_status, N_("Show what a registry serves") },
  { "health", NULL, inlay_deeds_health, N_("Show how the environments are") },
  { "events", NULL, inlay_deeds_events, N_("Follow what happens") },
  { "explain", NULL, inlay_deeds_explain, N_("Tell what a visitor gets, and why") },
  { "deployments", NULL, inlay_deeds_deployments, N_("Show the history") },
  { "audit", NULL, inlay_deeds_audit, N_("Tell who did what, and check that nobody changed that") },

  { NULL, NULL, NULL, N_("Keep") },
  { "environments", NULL, inlay_deeds_environments, N_("Make previews and branches, freeze, take away") },
  { "switches", NULL, inlay_deeds_switches, N_("List and cancel switches that wait for their time") },
  { "rules", NULL, inlay_deeds_rules, N_("Read and write who gets what") },
  { "experiments", NULL, inlay_deeds_experiments, N_("Show variants of a module and count who saw them") },
  { "modules", NULL, inlay_deeds_modules, N_("Publish, search, deprecate and yank modules") },
  { "compositions", NULL, inlay_deeds_compositions, N_("Read, write and delete published compositions") },
  { "revisions", NULL, inlay_deeds_revisions, N_("Read what was deployed") },

  { NULL, NULL, NULL, N_("Run a registry") },
  { "apps", NULL, inlay_deeds_apps, N_("Make, list and delete applications") },
  { "hosts", NULL, inlay_deeds_hosts, N_("Say at which names an application is") },
  { "tokens", NULL, inlay_deeds_tokens, N_("Make, list and revoke the tokens of a registry") },
  { "webhooks", NULL, inlay_deeds_webhooks, N_("Say who is told what happens") },
  { "admin", NULL, inlay_deeds_admin, N_("Back up, tidy up, copy, look after a registry") },
};

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n", _("Usage: inlayctl VERB [OPTION…] [ARGUMENT…]"));
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (verbs[i].name == NULL)
      fprintf (stream, "\n%s\n", _(verbs[i].summary));
    else
      fprintf (stream, "  %-13s %s\n", verbs[i].name, _(verbs[i].summary));
  fprintf (stream, "\n%s\n%s\n%s\n",
           _("“inlayctl VERB --help” tells what a verb takes."),
           _("INLAY_REGISTRY names the registry, INLAY_TOKEN is the token for it; INLAY_NPM names an npm registry."),
           _("Exit status: 0 done, 1 refused, 2 misused, 3 not allowed, 4 conflict, 5 unhealthy, 6 network."));
}

static const Verb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_strcmp0 (verbs[i].name, name) == 0)
        return &verbs[i];
    }
  return NULL;
}

/* The way out, where it is the same for all verbs of a registry. */
static void
say_way_out (const GError *error)
{
  if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED))
    inlay_cli_say ("%s", _("“inlayctl login” keeps another token in the keyring, INLAY_TOKEN gives one"));
  else if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_STALE))
    inlay_cli_say ("%s", _("Look at it again and repeat the command, or leave --expect out"));
}

static InlayExit
fail (InlayCli *cli,
      GError   *error)
{
  InlayExit code = inlay_cli_exit_code (error);

  if (cli->json && !cli->answered)
    {
      g_autoptr(JsonNode) node =
        inlay_json_new_object ("success", inlay_json_new_boolean (FALSE),
                               "error", inlay_json_new_string (error->message),
                               "exit", inlay_json_new_int (code),
                               NULL);

      inlay_cli_print_json (node);
    }
  inlay_cli_say ("inlayctl %s: %s", cli->verb, error->message);
  return code;
}

/* Options that make no sense are forgotten as a whole, this one counts all the same. */
static gboolean
wants_json (int    argc,
            char **argv)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      if (g_str_equal (argv[i], "--json"))
        return TRUE;
    }
  return FALSE;
}

/* What did not get out was not done: a full disk, say. */
static InlayExit
flush (InlayExit code)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return code;
  inlay_cli_say ("inlayctl: standard output: %s", g_strerror (errno));
  return code == INLAY_EXIT_DONE ? INLAY_EXIT_REFUSED : code;
}

static InlayExit
run_verb (const Verb  *verb,
          int          argc,
          char       **argv)
{
  InlayCli cli = { .verb = verb->name, .registry = g_strdup (g_getenv ("INLAY_REGISTRY")),
                   .npm = g_strdup (g_getenv ("INLAY_NPM")) };
  g_autoptr(GError) error = NULL;
  gboolean json = wants_json (argc, argv);
  InlayExit code = INLAY_EXIT_DONE;
  g_autofree char *name = g_strconcat ("inlayctl ", verb->name, NULL);

  g_set_prgname (name);
  if (verb->run != NULL ? !verb->run (&cli, argc, argv, &error) : !inlay_deeds_run (verb->deeds, &cli, argc, argv, &error))
    {
      cli.json = json;
      code = fail (&cli, error);
      if (verb->deeds != NULL)
        say_way_out (error);
    }
  code = flush (code);

  g_free (cli.registry);
  g_free (cli.catalog);
  g_free (cli.npm);
  g_strfreev (cli.folders);
  return code;
}

int
main (int    argc,
      char **argv)
{
  const Verb *verb;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc < 2)
    {
      print_usage (stderr);
      return INLAY_EXIT_MISUSED;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_usage (stdout);
      return INLAY_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      inlay_cli_print ("inlayctl %s", PACKAGE_VERSION);
      return INLAY_EXIT_DONE;
    }

  verb = find_verb (argv[1]);
  if (verb == NULL)
    {
      inlay_cli_say (_("inlayctl: “%s” is not a verb; “inlayctl --help” lists them"), argv[1]);
      return INLAY_EXIT_MISUSED;
    }
  return run_verb (verb, argc - 1, argv + 1);
}
