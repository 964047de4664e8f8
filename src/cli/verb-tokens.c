/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

#define PATH_TOKENS "/api/v1/tokens"

typedef struct
{
  char *role;
  char *app;
  char *environment;
  char *module;
  int   days;
} Limits;

static void
limits_clear (Limits *limits)
{
  g_free (limits->role);
  g_free (limits->app);
  g_free (limits->environment);
  g_free (limits->module);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Limits, limits_clear)

static JsonNode *
optional (const char *text)
{
  return text != NULL ? inlay_json_new_string (text) : NULL;
}

/* Shown this once; nobody can be asked for it again. */
static gboolean
create (InlayCli     *cli,
        InlayClient  *client,
        const char   *name,
        Limits       *limits,
        GError      **error)
{
  g_autoptr(JsonNode) body =
    inlay_json_new_object ("name", inlay_json_new_string (name),
                           "role", inlay_json_new_string (limits->role != NULL ? limits->role : "viewer"),
                           "app", optional (limits->app), "environment", optional (limits->environment),
                           "module", optional (limits->module),
                           "expiresIn", limits->days > 0 ? inlay_json_new_int ((gint64) limits->days * 86400) : NULL, NULL);
  g_autoptr(JsonNode) answer = inlay_client_call (client, "POST", PATH_TOKENS, body, NULL, error);

  if (answer == NULL)
    return FALSE;
  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print ("%s", inlay_json_get_string (answer, "token"));
  return TRUE;
}

static void
print_token (JsonNode *row)
{
  const char *until = inlay_json_get_string (row, "expiresAt");
  gboolean revoked = inlay_json_get_string (row, "revokedAt") != NULL;

  inlay_cli_print ("%s %-9s %-16s %s/%s/%s  %s", inlay_json_get_string (row, "id"), inlay_json_get_string (row, "role"),
                   inlay_json_get_string (row, "name"), inlay_json_get_string (row, "app"),
                   inlay_json_get_string (row, "environment"), inlay_json_get_string (row, "module"),
                   revoked ? _("revoked") : until != NULL ? until : "");
}

/**
 * inlay_verb_tokens:
 *
 * `inlayctl tokens [create NAME | revoke ID]`: the access tokens a registry keeps.
 */
gboolean
inlay_verb_tokens (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_auto(Limits) limits = { 0 };
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &limits.role, N_("What it allows"), "ROLE" },
    { "app", 0, 0, G_OPTION_ARG_STRING, &limits.app, N_("For which applications"), "PATTERN" },
    { "env", 0, 0, G_OPTION_ARG_STRING, &limits.environment, N_("For which environments"), "PATTERN" },
    { "module", 0, 0, G_OPTION_ARG_STRING, &limits.module, N_("For which modules"), "PATTERN" },
    { "days", 0, 0, G_OPTION_ARG_INT, &limits.days, N_("For how many days"), "DAYS" },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *path = NULL;

  if (!inlay_cli_parse (cli, N_("[create NAME | revoke ID]"), entries, &argc, &argv, 0, 2, error) ||
      (client = inlay_cli_connect (cli, error)) == NULL)
    return FALSE;
  if (argc == 1)
    return inlay_cli_list (cli, client, PATH_TOKENS, print_token, error);
  if (argc == 3 && g_str_equal (argv[1], "create"))
    return create (cli, client, argv[2], &limits, error);
  if (argc != 3 || !g_str_equal (argv[1], "revoke"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("tokens can be listed, created or revoked, not “%s”"), argv[1]);
      return FALSE;
    }
  path = inlay_wire_path (PATH_TOKENS, argv[2]);
  if ((answer = inlay_client_call (client, "DELETE", path, NULL, NULL, error)) == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
