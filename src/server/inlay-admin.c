/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-admin.h"

#include <inlay-store.h>
#include <string.h>

typedef gboolean (*Verb) (const InlayAdminOptions  *options,
                          GError                  **error);

static gboolean
need (const char  *verb,
      const char  *what,
      gboolean     is_there,
      GError     **error)
{
  if (!is_there)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "admin %s needs %s", verb, what);
  return is_there;
}

static gboolean
copy (const InlayAdminOptions  *options,
      GError                  **error)
{
  guint64 n_rows;

  if (!need ("copy", "--from ADDRESS and --to ADDRESS", options->from != NULL && options->to != NULL, error) ||
      !inlay_registry_copy (options->from, options->to, &n_rows, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT " rows copied and compared\n", n_rows);
  return TRUE;
}

static gboolean
compare (const InlayAdminOptions  *options,
         GError                  **error)
{
  guint64 n_rows;

  if (!need ("compare", "--from ADDRESS and --to ADDRESS", options->from != NULL && options->to != NULL, error) ||
      !inlay_registry_compare (options->from, options->to, &n_rows, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT " rows are the same\n", n_rows);
  return TRUE;
}

static gboolean
back_up (const InlayAdminOptions  *options,
         GError                  **error)
{
  return need ("backup", "--database ADDRESS and --to FILE", options->database != NULL && options->to != NULL, error) &&
         inlay_registry_back_up (options->database, options->to, error);
}

/**
 * inlay_admin_run:
 * @verb: copy, compare or backup
 * @options: what it is to be done with
 * @error: return location
 *
 * Returns: whether it was done
 */
gboolean
inlay_admin_run (const char               *verb,
                 const InlayAdminOptions  *options,
                 GError                  **error)
{
  static const struct
  {
    const char *name;
    Verb run;
  } verbs[] = {
    { "copy", copy },
    { "compare", compare },
    { "backup", back_up },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, verb) == 0)
      return verbs[i].run (options, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "admin %s is not something it does; see --help", verb);
  return FALSE;
}
