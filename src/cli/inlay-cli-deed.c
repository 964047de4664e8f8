/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <stdio.h>
#include <unistd.h>

#define MAX_ANSWER 16
#define HELP_WIDTH 24

/* From "NAME [VERSION]" or "HOST…". */
static gboolean
fits (const InlayDeed *deed,
      guint            n_operands)
{
  g_auto(GStrv) words = g_strsplit (deed->operands != NULL ? deed->operands : "", " ", -1);
  guint least = 0, most = 0;

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      least += *words[i] != '[';
      most = g_str_has_suffix (words[i], "…") || g_str_has_suffix (words[i], "…]") ? G_MAXUINT : most + 1;
    }
  return n_operands >= least && n_operands <= most;
}

static gboolean
is_named (const InlayDeed *deed,
          const char      *word)
{
  return deed->name == NULL || g_strcmp0 (deed->name, word) == 0;
}

/* How the rows are called, for who named none of them. */
static char *
list_names (const InlayDeed *deeds)
{
  GString *names = g_string_new (NULL);

  for (const InlayDeed *deed = deeds; deed->summary != NULL; deed++)
    if (deed->name != NULL && (deed == deeds || g_strcmp0 (deed->name, deed[-1].name) != 0))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", deed->name);
  return inlay_string_steal (names);
}

/* The first row that the words and options fit; a verb alone is its first row. */
static gboolean
choose (InlayOrder       *order,
        const InlayDeed  *deeds,
        GError          **error)
{
  gboolean known = FALSE;
  const char *word = order->n_operands > 0 ? order->operands[0] : deeds->name;
  g_autofree char *names = NULL;

  for (const InlayDeed *deed = deeds; deed->summary != NULL; deed++)
    {
      guint used = deed->name != NULL && order->n_operands > 0 ? 1 : 0;

      if (!is_named (deed, word))
        continue;
      known = TRUE;
      order->deed = deed;
      if (!fits (deed, order->n_operands - used) || (deed->when != NULL && !inlay_order_has (order, deed->when)))
        continue;
      order->operands += used;
      order->n_operands -= used;
      return TRUE;
    }
  if (known)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("“inlayctl %s%s%s” takes %s"), order->cli->verb,
                 order->deed->name != NULL ? " " : "", order->deed->name != NULL ? order->deed->name : "",
                 order->deed->operands != NULL ? order->deed->operands : _("no argument"));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("%s does not know “%s”; it knows %s"), order->cli->verb, word,
                 names = list_names (deeds));
  return FALSE;
}

static char *
describe (const InlayDeed *deeds)
{
  GString *text = g_string_new (NULL);

  for (const InlayDeed *deed = deeds; deed->summary != NULL; deed++)
    {
      g_autofree char *words = g_strdup_printf ("%s%s%s%s%s", deed->name != NULL ? deed->name : "",
                                                deed->name != NULL && deed->operands != NULL ? " " : "",
                                                deed->operands != NULL ? deed->operands : "",
                                                deed->when != NULL ? " --" : "", deed->when != NULL ? deed->when : "");

      g_string_append_printf (text, "%s  %s%*s %s", text->len > 0 ? "\n" : "", g_strchug (words),
                              (int) MAX (0, HELP_WIDTH - g_utf8_strlen (words, -1)), "", _(deed->summary));
    }
  return inlay_string_steal (text);
}

/**
 * inlay_order_operand:
 *
 * Returns: (nullable): the operand of that @number, from 1
 */
const char *
inlay_order_operand (InlayOrder *order,
                     guint       number)
{
  return number <= order->n_operands ? order->operands[number - 1] : NULL;
}

/**
 * inlay_order_connect:
 *
 * Opens the registry that was named, unless that was done.
 */
gboolean
inlay_order_connect (InlayOrder  *order,
                     GError     **error)
{
  if (order->client == NULL)
    order->client = inlay_cli_connect (order->cli, error);
  return order->client != NULL;
}

static void
append_query (InlayOrder *order,
              GString    *path,
              const char *queries)
{
  g_auto(GStrv) parts = g_strsplit (queries, "&", -1);
  char separator = '?';

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=');
      g_autofree char *escaped = NULL;
      const char *text;

      *value++ = '\0';
      text = *value == '$' ? inlay_order_operand (order, (guint) (value[1] - '0'))
             : !inlay_order_has (order, value + 2) ? NULL
             : inlay_order_text (order, value + 2) != NULL ? inlay_order_text (order, value + 2) : "true";
      if (text == NULL)
        continue;
      escaped = g_uri_escape_string (text, NULL, FALSE);
      g_string_append_printf (path, "%c%s=%s", separator, parts[i], escaped);
      separator = '&';
    }
}

/**
 * inlay_order_path:
 * @template: as #InlayDeed has it
 *
 * Returns: (transfer full): the path with all that was named in it
 */
char *
inlay_order_path (InlayOrder *order,
                  const char *template)
{
  GString *path = g_string_new (NULL);
  const char *at = template;

  if (*at == '~')
    {
      g_autofree char *app = inlay_wire_app_path (inlay_order_text (order, "app"), "");

      g_string_append (path, app);
      at++;
    }
  for (; *at != '\0' && *at != '?'; at++)
    {
      const char *operand = *at == '{' ? inlay_order_operand (order, (guint) (at[1] - '0')) : NULL;

      if (*at != '{')
        g_string_append_c (path, *at);
      else
        {
          g_autofree char *escaped = g_uri_escape_string (operand != NULL ? operand : "", "@/+", FALSE);

          g_string_append (path, escaped);
          at += 2;
        }
    }
  if (*at == '?')
    append_query (order, path, at + 1);
  return inlay_string_steal (path);
}

/**
 * inlay_order_get:
 * @template: a path as #InlayDeed has it
 *
 * Returns: (transfer full): what is there; inlay_client_get_etag() tells its ETag
 */
JsonNode *
inlay_order_get (InlayOrder  *order,
                 const char  *template,
                 GError     **error)
{
  g_autofree char *path = NULL;

  if (!inlay_order_connect (order, error))
    return NULL;
  path = inlay_order_path (order, template);
  return inlay_client_call (order->client, "GET", path, NULL, NULL, error);
}

/* "g12" for 12, an ETag with its quotes however it was copied. */
static char *
read_expectation (const char *text)
{
  guint64 generation;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &generation, NULL))
    return g_strdup_printf ("\"g%" G_GUINT64_FORMAT "\"", generation);
  return g_str_equal (text, "*") || strchr (text, '"') != NULL ? g_strdup (text) : g_strdup_printf ("\"%s\"", text);
}

/**
 * inlay_order_bind:
 *
 * What is sent from now on is refused when something changed, as the deed and --expect say.
 */
gboolean
inlay_order_bind (InlayOrder  *order,
                  GError     **error)
{
  const InlayDeed *deed = order->deed;
  const char *expected = deed->bind != INLAY_BIND_NOTHING ? inlay_order_text (order, "expect") : NULL;
  g_autofree char *tag = expected != NULL ? read_expectation (expected) : NULL;
  g_autoptr(JsonNode) state = NULL;

  if (order->bound)
    return TRUE;
  if (!inlay_order_connect (order, error))
    return FALSE;
  inlay_client_set_repeatable (order->client, deed->keyed);
  if (tag == NULL && deed->bind == INLAY_BIND_ANY)
    tag = g_strdup ("*");
  else if (tag == NULL && deed->bind != INLAY_BIND_NOTHING)
    {
      if (!(state = inlay_order_get (order, deed->bind == INLAY_BIND_OWN ? deed->about : "~", error)))
        return FALSE;
      if (deed->bind == INLAY_BIND_OWN)
        tag = g_strdup (inlay_client_get_etag (order->client));
      if (tag == NULL)
        tag = g_strdup_printf ("\"g%" G_GINT64_FORMAT "\"", inlay_json_get_int (state, "generation", 0));
    }
  inlay_client_set_if_match (order->client, tag);
  return order->bound = TRUE;
}

/**
 * inlay_order_confirm:
 *
 * Asks whoever sits at the terminal; a script knows what it does.
 */
gboolean
inlay_order_confirm (InlayOrder  *order,
                     GError     **error)
{
  const char *about = inlay_order_operand (order, 1);
  char answer[MAX_ANSWER];
  g_autoptr(GString) question = NULL;

  if (order->deed->ask == NULL || inlay_order_has (order, "yes") || !isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    return TRUE;
  question = g_string_new (_(order->deed->ask));
  g_string_replace (question, "%s", about != NULL ? about : "", 1);
  inlay_cli_say (_("%s [y/N]"), question->str);
  if (fgets (answer, sizeof answer, stdin) != NULL && (g_ascii_tolower (answer[0]) == 'y' || g_ascii_tolower (answer[0]) == *_("yes")))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("nothing was done; --yes does it without asking"));
  return FALSE;
}

/**
 * inlay_order_send:
 * @body: (nullable): what to send
 *
 * Returns: (transfer full): the answer to the deed's request
 */
JsonNode *
inlay_order_send (InlayOrder  *order,
                  JsonNode    *body,
                  GError     **error)
{
  g_autofree char *path = inlay_order_path (order, order->deed->path);

  return inlay_client_call (order->client, order->deed->method, path, body, NULL, error);
}

/**
 * inlay_order_save:
 *
 * Writes what is at the deed's path to a file or standard output, as it is.
 */
gboolean
inlay_order_save (InlayOrder  *order,
                  GError     **error)
{
  const char *output = inlay_order_text (order, "output");
  g_autofree char *path = inlay_order_path (order, order->deed->path);
  g_autoptr(GBytes) bytes = inlay_order_connect (order, error) ? inlay_client_fetch (order->client, path, NULL, error) : NULL;

  return bytes != NULL && inlay_cli_write (output != NULL ? output : "-", bytes, error);
}

/**
 * inlay_order_show:
 * @answer: what the registry said
 *
 * As JSON with --json, else as the deed has it for people.
 */
void
inlay_order_show (InlayOrder *order,
                  JsonNode   *answer)
{
  const InlayDeed *deed = order->deed;

  if (order->cli->json)
    inlay_cli_answer (order->cli, answer);
  else if (deed->print != NULL)
    deed->print (order, answer);
  else if (deed->columns != NULL)
    inlay_order_print_rows (order, answer, deed->columns);
  else if (g_str_equal (deed->method, "GET"))
    inlay_cli_print_json (answer);
  else
    inlay_cli_report (order->cli, answer);
}

/**
 * inlay_order_finish:
 * @body: (nullable): what to send
 *
 * Binds, asks, sends and shows the answer.
 */
gboolean
inlay_order_finish (InlayOrder  *order,
                    JsonNode    *body,
                    GError     **error)
{
  g_autoptr(JsonNode) answer = NULL;

  if (!inlay_order_bind (order, error) || !inlay_order_confirm (order, error) || !(answer = inlay_order_send (order, body, error)))
    return FALSE;
  inlay_order_show (order, answer);
  return TRUE;
}

static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) body = NULL;
  GError *reason = NULL;

  if (order->deed->run != NULL)
    return order->deed->run (order, error);
  body = inlay_order_build_body (order, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, reason);
      return FALSE;
    }
  return inlay_order_finish (order, body, error);
}

gboolean
inlay_deeds_run (const InlayDeed  *deeds,
                 InlayCli         *cli,
                 int               argc,
                 char            **argv,
                 GError          **error)
{
  InlayOrder order = { .cli = cli, .options = inlay_order_options_new () };
  gboolean alone = deeds[1].summary == NULL && deeds->name == NULL;
  g_autofree char *summary = alone ? g_strdup (_(deeds->summary)) : describe (deeds);
  gboolean done;

  cli->summary = summary;
  done = inlay_cli_parse (cli, alone ? deeds->operands : _("[ACTION] [ARGUMENT…]"), inlay_order_options_list (order.options, deeds),
                          &argc, &argv, 0, G_MAXUINT, error);
  order.operands = argv + 1;
  order.n_operands = (guint) argc - 1;
  done = done && choose (&order, deeds, error) && inlay_order_options_check (&order, error) && run (&order, error);
  cli->summary = NULL;
  g_clear_object (&order.client);
  inlay_order_options_free (order.options);
  return done;
}
