/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-token-create.h"

#include <inlay-store.h>
#include <string.h>

#include "inlay-auth.h"

static gboolean
append_token (const char  *path,
              const char  *line,
              GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);

  return stream != NULL && g_output_stream_write_all (G_OUTPUT_STREAM (stream), line, strlen (line), NULL, NULL, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

static const char *
or_all (const char *pattern)
{
  return pattern != NULL ? pattern : "*";
}

/**
 * inlay_token_create_run:
 * @options: what it is good for, and where it is kept
 * @error: return location
 *
 * Makes an access token. It is shown once; what is kept is its hash.
 *
 * Returns: whether it was made
 */
gboolean
inlay_token_create_run (const InlayTokenOptions  *options,
                        GError                  **error)
{
  g_autofree char *token = inlay_token_new ();
  g_autofree char *hash = inlay_token_hash (token);
  const char *name = options->name != NULL ? options->name : options->role;
  gint64 now = g_get_real_time ();
  gint64 expires = options->expires > 0 ? now + options->expires * G_TIME_SPAN_DAY : 0;
  InlayRole role;

  if (options->role == NULL || !inlay_role_parse (options->role, &role) || options->expires < 0 ||
      strpbrk (name, " \t\r\n") != NULL || (options->token_file == NULL && options->database == NULL))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                           "token create needs --role ROLE, a --name of one word if any, and --token-file FILE or --database ADDRESS");
      return FALSE;
    }
  if (options->token_file != NULL)
    {
      g_autofree char *until = expires > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, expires / G_USEC_PER_SEC) : g_strdup ("-");
      g_autofree char *line = g_strdup_printf ("%s %s %s %s %s %s %s\n", hash, options->role, name, until, or_all (options->app),
                                               or_all (options->environment), or_all (options->module));

      if (!append_token (options->token_file, line, error))
        return FALSE;
    }
  else
    {
      g_autoptr (InlayRegistryStore) store = inlay_registry_store_open (options->database, now, error);
      InlayRegistryWrite write = { "operator", now };
      InlayRegistryToken kept = { hash, name, options->role, options->app, options->environment, options->module, expires };
      g_autofree char *id = store != NULL ? inlay_registry_store_add_token (store, &write, &kept, error) : NULL;

      if (id == NULL)
        return FALSE;
    }
  g_print ("%s\n", token);
  return TRUE;
}
