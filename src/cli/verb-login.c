/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define MAX_TOKEN 4096

/* A token typed at a terminal is not shown. */
static char *
read_token (GError **error)
{
  struct termios old, silent;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &old) == 0;
  char line[MAX_TOKEN];
  char *got;

  if (terminal)
    {
      fprintf (stderr, "%s", _("Token: "));
      silent = old;
      silent.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
    }
  got = fgets (line, sizeof line, stdin);
  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &old);
      fputc ('\n', stderr);
    }

  if (got != NULL && strlen (line) == sizeof line - 1)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, _("the token is longer than %d characters"),
                   MAX_TOKEN - 2);
      return NULL;
    }
  if (got == NULL || *g_strstrip (line) == '\0')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("no token came on standard input"));
      return NULL;
    }
  return g_strdup (line);
}

static void
report (InlayCli *cli,
        gboolean  forgotten)
{
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      inlay_cli_say (forgotten ? _("The token for %s is out of the keyring")
                               : _("The token for %s is in the keyring"), cli->registry);
      return;
    }
  node = inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                                "registry", inlay_json_new_string (cli->registry),
                                NULL);
  inlay_cli_answer (cli, node);
}

/**
 * inlay_verb_login:
 *
 * `inlayctl login [--registry URL] [--forget]`: asks for a token, tries the registry and keeps the
 * token in the keyring, where the application looks, too.
 */
gboolean
inlay_verb_login (InlayCli  *cli,
                  int        argc,
                  char     **argv,
                  GError   **error)
{
  gboolean forget = FALSE;
  const GOptionEntry entries[] = {
    { "forget", 0, 0, G_OPTION_ARG_NONE, &forget, N_("Take the token out of the keyring"), NULL },
    { NULL }
  };
  g_autofree char *token = NULL;
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) answer = NULL;

  if (!inlay_cli_parse (cli, NULL, entries, &argc, &argv, 0, 0, error))
    return FALSE;
  if (cli->registry == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("no registry is named: use --registry or INLAY_REGISTRY"));
      return FALSE;
    }
  if (forget)
    {
      if (!inlay_token_forget (cli->registry, NULL, error))
        return FALSE;
      report (cli, TRUE);
      return TRUE;
    }

  token = read_token (error);
  client = token != NULL ? inlay_client_new (cli->registry, token, error) : NULL;
  answer = client != NULL ? inlay_client_call (client, "GET", INLAY_PATH_ENVIRONMENTS, NULL, NULL, error) : NULL;
  if (answer == NULL || !inlay_token_store (cli->registry, token, NULL, error))
    return FALSE;

  report (cli, FALSE);
  return TRUE;
}
