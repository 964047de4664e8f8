/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

#include <math.h>

typedef struct
{
  char *app;
  char *steps;
  char *revision;
  char *salt;
  gboolean no_analysis;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->app);
  g_free (options->steps);
  g_free (options->revision);
  g_free (options->salt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
misuse (GError     **error,
        const char  *step)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is not a step: PERCENT, PERCENT:TIME as in 10:30m, or PERCENT:wait"), step);
  return FALSE;
}

/* "90", "90s", "15m", "2h" or "1d", in seconds. */
static gboolean
read_duration (const char *text,
               gint64     *seconds)
{
  static const struct { char unit; gint64 seconds; } units[] = { { '\0', 1 }, { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
  char *end;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (end != text && g_ascii_isdigit (*text) && *end == units[i].unit && (*end == '\0' || end[1] == '\0'))
      {
        *seconds = (gint64) MIN (number, INLAY_PLAN_MAX_PAUSE + 1u) * units[i].seconds;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_step (const char  *text,
           gboolean     analysis,
           JsonArray   *steps,
           GError     **error)
{
  char *rest;
  double percentage = g_ascii_strtod (text, &rest);
  JsonObject *step;
  gint64 seconds = INLAY_PLAN_HOLD;
  gboolean waits = g_str_equal (rest, ":wait");

  if (rest == text || !isfinite (percentage) || percentage < 0 || percentage > 100 ||
      (*rest != '\0' && !waits && (*rest != ':' || !read_duration (rest + 1, &seconds))))
    return misuse (error, text);

  step = json_object_new ();
  json_object_set_int_member (step, "weight", (gint64) floor (percentage * 100 + 0.5));
  if (waits)
    json_object_set_boolean_member (step, "pause", TRUE);
  else
    json_object_set_int_member (step, "pause", seconds);
  json_object_set_boolean_member (step, "analysis", analysis);
  json_array_add_object_element (steps, step);
  return TRUE;
}

static InlayPlan *
read_plan (Options  *options,
           GError  **error)
{
  g_auto (GStrv) texts = g_strsplit (options->steps != NULL ? options->steps : "10,25,50", ",", -1);
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) steps = inlay_json_new_null ();
  gboolean good = TRUE;

  for (guint i = 0; good && texts[i] != NULL; i++)
    good = read_step (g_strstrip (texts[i]), !options->no_analysis, array, error);
  json_node_unref (steps);
  steps = inlay_json_take_array (array);
  return good ? inlay_plan_new (steps, error) : NULL;
}

static void
print_module (JsonNode *module)
{
  inlay_cli_print (_("  %s: %lld of %lld loads failed, before it %lld of %lld"),
                   inlay_json_get_string (module, "moduleId"), (long long) inlay_json_get_int (module, "failures", 0),
                   (long long) inlay_json_get_int (module, "loads", 0),
                   (long long) inlay_json_get_int (module, "stableFailures", 0),
                   (long long) inlay_json_get_int (module, "stableLoads", 0));
}

static void
print_rollout (InlayCli *cli,
               JsonNode *rollout)
{
  JsonArray *modules = inlay_json_get_array (rollout, "modules");
  JsonArray *steps = inlay_json_get_array (rollout, "steps");

  if (cli->json)
    {
      inlay_cli_answer (cli, rollout);
      return;
    }
  inlay_cli_print (_("%s on %s: %s (%s), step %lld of %u, %g %% of the visitors"),
                   inlay_json_get_string (rollout, "id"), inlay_json_get_string (rollout, "environment"),
                   inlay_json_get_string (rollout, "status"), inlay_json_get_string (rollout, "cause"),
                   (long long) inlay_json_get_int (rollout, "step", 0), steps != NULL ? json_array_get_length (steps) : 0,
                   (double) inlay_json_get_int (rollout, "weight", 0) / 100);
  for (guint i = 0; modules != NULL && i < json_array_get_length (modules); i++)
    print_module (json_array_get_element (modules, i));
}

/* The given rollout or the live one; it is looked up before the generation is, so that a change in
 * between is noticed. */
static char *
find_rollout (InlayClient  *client,
              const char   *app,
              const char   *id,
              GError      **error)
{
  g_autofree char *path = inlay_wire_app_path (app, "/rollouts");
  g_autoptr (JsonNode) rollouts = id == NULL ? inlay_client_call (client, "GET", path, NULL, NULL, error) : NULL;
  JsonArray *array = rollouts != NULL && JSON_NODE_HOLDS_ARRAY (rollouts) ? json_node_get_array (rollouts) : NULL;

  if (id != NULL)
    return g_strdup (id);
  if (rollouts == NULL)
    return NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *rollout = json_array_get_element (array, i);
      const char *found = inlay_json_get_string (rollout, "id");

      if (found != NULL && inlay_json_get_string (rollout, "endedAt") == NULL)
        return g_strdup (found);
    }
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, _("no rollout runs"));
  return NULL;
}

/* What follows is refused when something else changed since. */
static gboolean
bind_to_generation (InlayClient  *client,
                    const char   *app,
                    GError      **error)
{
  g_autofree char *path = inlay_wire_app_path (app, "");
  g_autoptr (JsonNode) state = inlay_client_call (client, "GET", path, NULL, NULL, error);
  g_autofree char *tag = NULL;

  if (state == NULL)
    return FALSE;
  tag = g_strdup_printf ("\"g%" G_GINT64_FORMAT "\"", inlay_json_get_int (state, "generation", 0));
  inlay_client_set_if_match (client, tag);
  return TRUE;
}

static gboolean
start (InlayCli    *cli,
       Options     *options,
       const char  *environment,
       GError     **error)
{
  g_autoptr (InlayPlan) plan = read_plan (options, error);
  InlayRolloutRequest request = { (char *) environment, options->revision, options->salt, plan };
  g_autoptr (InlayClient) client = plan != NULL ? inlay_cli_connect (cli, error) : NULL;
  g_autofree char *path = inlay_wire_app_path (options->app, "/rollouts");
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) rollout = NULL;

  if (client == NULL || !bind_to_generation (client, options->app, error))
    return FALSE;
  body = inlay_rollout_request_build (&request);
  if (!(rollout = inlay_client_call (client, "POST", path, body, NULL, error)))
    return FALSE;
  print_rollout (cli, rollout);
  return TRUE;
}

static gboolean
move (InlayCli    *cli,
      Options     *options,
      const char  *verb,
      const char  *id,
      GError     **error)
{
  gboolean looks = g_str_equal (verb, "status");
  g_autoptr (InlayClient) client = inlay_cli_connect (cli, error);
  g_autofree char *found = client != NULL ? find_rollout (client, options->app, id, error) : NULL;
  g_autofree char *rest = g_strdup_printf ("/rollouts/%s%s%s", found, looks ? "" : "/", looks ? "" : verb);
  g_autofree char *path = inlay_wire_app_path (options->app, rest);
  g_autoptr (JsonNode) rollout = NULL;

  if (found == NULL || (!looks && !bind_to_generation (client, options->app, error)) ||
      !(rollout = inlay_client_call (client, looks ? "GET" : "POST", path, NULL, NULL, error)))
    return FALSE;
  print_rollout (cli, rollout);
  return TRUE;
}

/**
 * inlay_verb_rollout:
 *
 * `inlayctl rollout start|status|advance|pause|resume|abort|promote`: shows a revision to more and
 * more visitors, by a plan.
 */
gboolean
inlay_verb_rollout (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "app", 0, 0, G_OPTION_ARG_STRING, &options.app, N_("The application, “default” unless given"), "APP" },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &options.steps, N_("What share for how long, as in 10:30m,50:2h,100:wait"), "STEPS" },
    { "revision", 0, 0, G_OPTION_ARG_STRING, &options.revision, N_("The revision, wherever it stands by"), "DIGEST" },
    { "salt", 0, 0, G_OPTION_ARG_STRING, &options.salt, N_("What visitors are spread by"), "TEXT" },
    { "no-analysis", 0, 0, G_OPTION_ARG_NONE, &options.no_analysis, N_("Go on whatever the loads say"), NULL },
    { NULL }
  };
  InlayRolloutVerb verb;
  const char *operand;

  if (!inlay_cli_parse (cli, N_("start|status|advance|pause|resume|abort|promote [ENVIRONMENT|ROLLOUT]"), entries, &argc, &argv,
                        1, 2, error))
    return FALSE;
  operand = argc > 2 ? argv[2] : NULL;
  if (g_str_equal (argv[1], "start") && (operand != NULL || options.revision != NULL))
    return start (cli, &options, operand, error);
  if (g_str_equal (argv[1], "status") || inlay_rollout_verb_from_string (argv[1], &verb))
    return move (cli, &options, argv[1], operand, error);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, g_str_equal (argv[1], "start")
               ? _("start takes an environment or --revision") : _("“%s” is nothing to do with a rollout"), argv[1]);
  return FALSE;
}
