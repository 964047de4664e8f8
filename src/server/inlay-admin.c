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

static gboolean
collect (const InlayAdminOptions  *options,
         GError                  **error)
{
  gint64 now = g_get_real_time ();
  InlayRegistryWrite write = { "operator", now };
  g_autoptr (InlayRegistryStore) store = NULL;
  InlayRegistryCollected collected;

  if (!need ("gc", "--database ADDRESS and, if any, --keep DAYS from 0 on", options->database != NULL && options->keep >= 0, error) ||
      !(store = inlay_registry_store_open (options->database, now, error)) ||
      !inlay_registry_store_collect (store, &write, options->keep * G_TIME_SPAN_DAY, &collected, error))
    return FALSE;
  g_print ("%u revisions, %u files and %u notes were let go of\n", collected.n_revisions, collected.n_files, collected.n_notes);
  return TRUE;
}

/**
 * inlay_admin_run:
 * @verb: copy, compare, backup or gc
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
    { "gc", collect },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, verb) == 0)
      return verbs[i].run (options, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "admin %s is not something it does; see --help", verb);
  return FALSE;
}
