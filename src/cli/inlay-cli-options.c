/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#define DAY 86400
#define MAX_SECONDS (10 * 366 * (gint64) DAY)

typedef enum
{
  KIND_TEXT,
  KIND_LIST,
  KIND_FLAG,
  KIND_NUMBER,
  KIND_DAYS,
  KIND_DURATION,
  KIND_SWITCH,
} Kind;

typedef struct
{
  const char *name;
  Kind        kind;
  const char *help;
  const char *argument;
} Option;

static const Option options[] = {
  { "active", KIND_SWITCH, N_("Whether they are told at all"), N_("yes|no") },
  { "all", KIND_FLAG, N_("All there are, however many"), NULL },
  { "app", KIND_TEXT, N_("Which application, “default” unless given"), N_("APP") },
  { "approval", KIND_SWITCH, N_("Whether a second person must agree"), N_("yes|no") },
  { "at", KIND_TEXT, N_("A time, as in 2027-01-31T06:00:00Z"), N_("TIME") },
  { "branch", KIND_TEXT, N_("The branch it is for"), N_("TEXT") },
  { "cancel", KIND_FLAG, N_("Take it back"), NULL },
  { "count", KIND_NUMBER, N_("End after so many"), "N" },
  { "days", KIND_DAYS, N_("For how many days"), N_("DAYS") },
  { "dry-run", KIND_FLAG, N_("Only tell what would happen"), NULL },
  { "env", KIND_TEXT, N_("Which environment"), N_("NAME") },
  { "error", KIND_TEXT, N_("What went wrong"), N_("TEXT") },
  { "event", KIND_LIST, N_("Only this kind of event; may be repeated"), N_("KIND") },
  { "exit-code", KIND_FLAG, N_("Exit with 5 when it is not healthy"), NULL },
  { "expect", KIND_TEXT, N_("Refuse when it is not this ETag or generation"), N_("TAG") },
  { "expect-active", KIND_TEXT, N_("Refuse when another environment is active"), N_("NAME") },
  { "force", KIND_FLAG, N_("Also while visitors get it"), NULL },
  { "from", KIND_TEXT, N_("The registry that is there"), N_("ADDRESS") },
  { "frozen", KIND_SWITCH, N_("Whether nothing may be deployed there"), N_("yes|no") },
  { "group", KIND_LIST, N_("A group the visitor is in; may be repeated"), N_("GROUP") },
  { "keep-days", KIND_NUMBER, N_("What is younger stays"), N_("DAYS") },
  { "kind", KIND_TEXT, N_("slot, preview or branch"), N_("KIND") },
  { "last", KIND_TEXT, N_("The hash the chain must come to"), N_("HASH") },
  { "limit", KIND_NUMBER, N_("How many at most"), "N" },
  { "module", KIND_TEXT, N_("Which module"), N_("MODULE") },
  { "no-analysis", KIND_FLAG, N_("Go on whatever the loads say"), NULL },
  { "notes", KIND_TEXT, N_("What people should know of it"), N_("TEXT") },
  { "output", KIND_TEXT, N_("Where to instead of standard output"), N_("FILE") },
  { "override", KIND_TEXT, N_("The environment or revision asked for"), N_("NAME") },
  { "percentage", KIND_NUMBER, N_("How many visitors of a hundred"), "N" },
  { "reason", KIND_TEXT, N_("Why, for the record"), N_("TEXT") },
  { "reject", KIND_FLAG, N_("Do not let it happen"), NULL },
  { "revision", KIND_TEXT, N_("The revision, wherever it stands by"), N_("DIGEST") },
  { "role", KIND_TEXT, N_("What it allows; viewer unless given"), N_("ROLE") },
  { "salt", KIND_TEXT, N_("What visitors are spread by"), N_("TEXT") },
  { "since", KIND_NUMBER, N_("Only what came after this generation"), "N" },
  { "steps", KIND_TEXT, N_("What share for how long, as in 10:30m,50:2h,100:wait"), N_("STEPS") },
  { "strategy", KIND_TEXT, N_("What follows at once: standby, canary or direct"), N_("NAME") },
  { "to", KIND_TEXT, N_("Where to"), N_("ADDRESS|NAME") },
  { "ttl", KIND_DURATION, N_("How long it stays, as in 12h or 7d, or never"), N_("TIME") },
  { "url", KIND_TEXT, N_("The address"), "URL" },
  { "user", KIND_TEXT, N_("Who asks"), N_("USER") },
  { "variant", KIND_LIST, N_("NAME=PERCENT or NAME=PERCENT:SETTINGS in JSON; may be repeated"), N_("VARIANT") },
  { "version", KIND_TEXT, N_("What people call this deployment"), N_("VERSION") },
  { "yes", KIND_FLAG, N_("Do not ask"), NULL },
};

/* What stands behind each option; of the three only the one that goes with its kind is used. */
typedef struct
{
  char     *text[G_N_ELEMENTS (options)];
  char    **list[G_N_ELEMENTS (options)];
  gboolean  flag[G_N_ELEMENTS (options)];
  GOptionEntry entries[G_N_ELEMENTS (options) + 1];
} Given;

gpointer
inlay_order_options_new (void)
{
  return g_new0 (Given, 1);
}

void
inlay_order_options_free (gpointer data)
{
  Given *given = data;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_free (given->text[i]);
      g_strfreev (given->list[i]);
    }
  g_free (given);
}

static gboolean
mentions (const char *text,
          const char *option)
{
  gsize length = strlen (option);

  for (const char *at = text; at != NULL && (at = strstr (at, "--")) != NULL; at += 2)
    if (strncmp (at + 2, option, length) == 0 && !g_ascii_isalnum (at[2 + length]) && at[2 + length] != '-')
      return TRUE;
  return FALSE;
}

/**
 * inlay_deed_takes:
 *
 * Returns: whether @option means something to @deed; that follows from the rest of the row
 */
gboolean
inlay_deed_takes (const InlayDeed *deed,
                  const char      *option)
{
  if (g_str_equal (option, "expect"))
    return deed->bind != INLAY_BIND_NOTHING;
  if (g_str_equal (option, "yes"))
    return deed->ask != NULL;
  if (g_str_equal (option, "app") && deed->path != NULL && deed->path[0] == '~')
    return TRUE;
  return g_strcmp0 (deed->when, option) == 0 || mentions (deed->path, option) || mentions (deed->body, option) ||
         mentions (deed->also, option);
}

static gboolean
any_takes (const InlayDeed *deeds,
           const char      *option)
{
  for (const InlayDeed *deed = deeds; deed->summary != NULL; deed++)
    if (inlay_deed_takes (deed, option))
      return TRUE;
  return FALSE;
}

/**
 * inlay_order_options_list:
 *
 * Returns: (transfer none): the options of the rows of @deeds, for GOption, filling @data
 */
GOptionEntry *
inlay_order_options_list (gpointer         data,
                          const InlayDeed *deeds)
{
  Given *given = data;
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const Option *option = &options[i];
      gpointer place = option->kind == KIND_FLAG ? (gpointer) &given->flag[i]
                       : option->kind == KIND_LIST ? (gpointer) &given->list[i] : (gpointer) &given->text[i];

      if (!any_takes (deeds, option->name))
        continue;
      given->entries[n++] = (GOptionEntry) {
        option->name, g_str_equal (option->name, "output") ? 'o' : 0, 0,
        option->kind == KIND_FLAG ? G_OPTION_ARG_NONE
        : option->kind == KIND_LIST ? G_OPTION_ARG_STRING_ARRAY : G_OPTION_ARG_STRING,
        place, option->help, option->argument };
    }
  given->entries[n] = (GOptionEntry) { NULL };
  return given->entries;
}

static gsize
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_str_equal (options[i].name, name))
      return i;
  g_error ("there is no option --%s", name);
}

gboolean
inlay_order_has (InlayOrder *order,
                 const char *option)
{
  Given *given = order->options;
  gsize i = find (option);

  return given->text[i] != NULL || given->list[i] != NULL || given->flag[i];
}

/**
 * inlay_order_text:
 *
 * Returns: (nullable): what was given behind @option
 */
const char *
inlay_order_text (InlayOrder *order,
                  const char *option)
{
  return ((Given *) order->options)->text[find (option)];
}

/**
 * inlay_order_list:
 *
 * Returns: (nullable): all that was given behind an @option that may be repeated
 */
const char * const *
inlay_order_list (InlayOrder *order,
                  const char *option)
{
  return (const char * const *) ((Given *) order->options)->list[find (option)];
}

/**
 * inlay_cli_read_duration:
 * @text: “90”, “90s”, “15m”, “2h” or “1d”
 * @seconds: (out): how long that is; ten years at most
 *
 * Returns: whether @text is a time
 */
gboolean
inlay_cli_read_duration (const char *text,
                         gint64     *seconds)
{
  static const struct { char unit; gint64 seconds; } units[] = { { '\0', 1 }, { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', DAY } };
  char *end;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (end != text && g_ascii_isdigit (*text) && *end == units[i].unit && (*end == '\0' || end[1] == '\0'))
      {
        *seconds = MIN ((gint64) MIN (number, (guint64) MAX_SECONDS) * units[i].seconds, MAX_SECONDS);
        return TRUE;
      }
  return FALSE;
}

static JsonNode *
read_value (const Option *option,
            const char   *text)
{
  guint64 number;
  gint64 seconds;

  switch (option->kind)
    {
    case KIND_NUMBER:
    case KIND_DAYS:
      return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL)
             ? inlay_json_new_int ((gint64) number * (option->kind == KIND_DAYS ? DAY : 1)) : NULL;
    case KIND_DURATION:
      if (g_str_equal (text, "never"))
        return inlay_json_new_null ();
      return inlay_cli_read_duration (text, &seconds) ? inlay_json_new_int (seconds) : NULL;
    case KIND_SWITCH:
      return g_str_equal (text, "yes") || g_str_equal (text, "no") ? inlay_json_new_boolean (g_str_equal (text, "yes")) : NULL;
    case KIND_TEXT:
    case KIND_LIST:
    case KIND_FLAG:
    default:
      return inlay_json_new_string (text);
    }
}

/**
 * inlay_order_value:
 *
 * Returns: (transfer full) (nullable): what was given behind @option as the registry wants it
 */
JsonNode *
inlay_order_value (InlayOrder *order,
                   const char *option)
{
  Given *given = order->options;
  gsize i = find (option);

  if (options[i].kind == KIND_FLAG)
    return given->flag[i] ? inlay_json_new_boolean (TRUE) : NULL;
  if (options[i].kind == KIND_LIST)
    return given->list[i] != NULL ? inlay_json_new_strv ((const char * const *) given->list[i]) : NULL;
  return given->text[i] != NULL ? read_value (&options[i], given->text[i]) : NULL;
}

/**
 * inlay_order_options_check:
 *
 * Returns: whether all options that were given mean something here, and are what they must be
 */
gboolean
inlay_order_options_check (InlayOrder  *order,
                           GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr(JsonNode) value = NULL;

      if (!inlay_order_has (order, options[i].name))
        continue;
      if (!inlay_deed_takes (order->deed, options[i].name))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("--%s means nothing to “%s”"), options[i].name,
                       order->deed->name != NULL ? order->deed->name : order->cli->verb);
          return FALSE;
        }
      if ((value = inlay_order_value (order, options[i].name)) == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--%s takes %s, not “%s”"), options[i].name,
                       options[i].kind == KIND_SWITCH ? _("yes or no")
                       : options[i].kind == KIND_DURATION ? _("a time as in 90s, 15m, 2h or 7d, or never") : _("a whole number from 0 on"),
                       inlay_order_text (order, options[i].name));
          return FALSE;
        }
    }
  return TRUE;
}
