/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-settings.h"

#include <inlay-core.h>
#include <string.h>

#define CONFIG_OPTION "--config"
#define CONFIG_GROUP "registry"
#define DEFAULT_LEVEL G_LOG_LEVEL_MESSAGE

static const struct
{
  const char *name;
  GLogLevelFlags level;
} levels[] = {
  { "error", G_LOG_LEVEL_CRITICAL },
  { "warning", G_LOG_LEVEL_WARNING },
  { "message", DEFAULT_LEVEL },
  { "info", G_LOG_LEVEL_INFO },
  { "debug", G_LOG_LEVEL_DEBUG },
};

static gint least_level = DEFAULT_LEVEL;

/* The less a message matters the higher is its level. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  if ((gint) (level & G_LOG_LEVEL_MASK) > g_atomic_int_get (&least_level))
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald (2) && g_log_writer_journald (level, fields, n_fields, data) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_standard_streams (level, fields, n_fields, data);
}

/**
 * inlay_settings_set_log_level:
 * @level: (nullable): its name; %NULL: messages and what is worse
 * @error: return location
 *
 * Returns: whether there is such a level
 */
gboolean
inlay_settings_set_log_level (const char  *level,
                              GError     **error)
{
  static gsize once;
  guint i = 0;

  while (level != NULL && i < G_N_ELEMENTS (levels) && strcmp (levels[i].name, level) != 0)
    i++;
  if (i == G_N_ELEMENTS (levels))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--log-level %s is not error, warning, message, info or debug", level);
      return FALSE;
    }
  g_atomic_int_set (&least_level, level != NULL ? (gint) levels[i].level : DEFAULT_LEVEL);
  if (g_once_init_enter (&once))
    {
      g_log_set_writer_func (write_log, NULL, NULL);
      g_once_init_leave (&once, 1);
    }
  return TRUE;
}

gboolean
inlay_settings_parse_rate (const char  *text,
                           guint       *reads,
                           guint       *writes,
                           GError     **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  guint64 values[2] = { 0, 0 };

  if (g_strv_length (parts) != 2 || !g_ascii_string_to_unsigned (parts[0], 10, 0, 1000000, &values[0], NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, 1000000, &values[1], NULL))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--rate-limit %s is not READS:WRITES", text);
      return FALSE;
    }
  *reads = (guint) values[0];
  *writes = (guint) values[1];
  return TRUE;
}

static char *
find_config (char **argv)
{
  for (guint i = 1; argv[i] != NULL && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], CONFIG_OPTION) == 0)
      return argv[i + 1];
    else if (g_str_has_prefix (argv[i], CONFIG_OPTION "="))
      return argv[i] + strlen (CONFIG_OPTION "=");
  return NULL;
}

static gboolean
append_settings (GPtrArray   *arguments,
                 const char  *path,
                 GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) ||
      !(keys = g_key_file_get_keys (file, CONFIG_GROUP, NULL, error)))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, CONFIG_GROUP, keys[i], error);

      if (value == NULL)
        return FALSE;
      g_ptr_array_add (arguments, g_strdup_printf ("--%s=%s", keys[i], value));
    }
  return TRUE;
}

/**
 * inlay_settings_expand:
 * @argv: the arguments
 * @error: return location
 *
 * Returns: (transfer full): them, with what the file of settings says before them
 */
char **
inlay_settings_expand (char   **argv,
                       GError **error)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *path = find_config (argv);

  g_ptr_array_add (arguments, g_strdup (argv[0]));
  if (path != NULL && !append_settings (arguments, path, error))
    return NULL;
  for (guint i = 1; argv[i] != NULL; i++)
    g_ptr_array_add (arguments, g_strdup (argv[i]));
  g_ptr_array_add (arguments, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}
