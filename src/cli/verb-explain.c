/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

typedef struct
{
  char *app;
  char *user;
  char **groups;
  char *override;
  char *at;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->app);
  g_free (options->user);
  g_strfreev (options->groups);
  g_free (options->override);
  g_free (options->at);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static JsonNode *
build_question (Options *options)
{
  return inlay_json_new_object (
    "unit", options->user != NULL ? inlay_json_new_string (options->user) : NULL,
    "groups", options->groups != NULL ? inlay_json_new_strv ((const char * const *) options->groups) : NULL,
    "headers", options->override != NULL
               ? inlay_json_new_object ("Inlay-Override", inlay_json_new_string (options->override), NULL) : NULL,
    "at", options->at != NULL ? inlay_json_new_string (options->at) : NULL, NULL);
}

static void
print_explanation (JsonNode *explanation)
{
  JsonNode *decision = inlay_json_get_member (explanation, "decision");
  JsonArray *steps = inlay_json_get_array (explanation, "steps");
  const char *revision = inlay_json_get_string (decision, "revision");

  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    {
      JsonNode *step = json_array_get_element (steps, i);

      inlay_cli_print ("%-10s %-9s %s", inlay_json_get_string (step, "step"), inlay_json_get_string (step, "verdict"),
                       inlay_json_get_string (step, "why"));
    }
  inlay_cli_print (_("%s, revision %s, at generation %lld"), inlay_json_get_string (decision, "environment"),
                   revision != NULL ? revision : "–", (long long) inlay_json_get_int (explanation, "generation", 0));
}

/**
 * inlay_verb_explain:
 *
 * `inlayctl explain --user U [--at T]`: what a visitor gets and what each step said, now or then.
 */
gboolean
inlay_verb_explain (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "app", 0, 0, G_OPTION_ARG_STRING, &options.app, N_("The application, “default” unless given"), "APP" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, N_("Who asks"), "USER" },
    { "group", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.groups, N_("A group the visitor is in; may be repeated"), "GROUP" },
    { "override", 0, 0, G_OPTION_ARG_STRING, &options.override, N_("The environment or revision asked for"), "NAME" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_("A time in the past, as in 2027-01-31T06:00:00Z"), "TIME" },
    { NULL }
  };
  g_autoptr (InlayClient) client = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) question = NULL;
  g_autoptr (JsonNode) explanation = NULL;

  if (!inlay_cli_parse (cli, NULL, entries, &argc, &argv, 0, 0, error) || !(client = inlay_cli_connect (cli, error)))
    return FALSE;
  path = inlay_wire_app_path (options.app, "/explain");
  question = build_question (&options);
  if (!(explanation = inlay_client_call (client, "POST", path, question, NULL, error)))
    return FALSE;
  if (cli->json)
    inlay_cli_answer (cli, explanation);
  else
    print_explanation (explanation);
  return TRUE;
}
