/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-admin.h"

#include <string.h>

#include "inlay-backup.h"
#include "inlay-long.h"

/* What is in the making is not yet a backup. */
#define UNFINISHED ".unfinished"

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

/* What a verb is to do, and how far it came. */
typedef struct
{
  const InlayAdminOptions *options;
  guint64 n_rows;
  InlayRegistryCollected collected;
} Task;

static gboolean
do_copy (gpointer         data,
         InlayProgress   *progress,
         GCancellable    *cancellable,
         GError         **error)
{
  Task *task = data;

  return inlay_registry_copy (task->options->from, task->options->to, progress, cancellable, &task->n_rows, error);
}

static gboolean
copy (const InlayAdminOptions  *options,
      GError                  **error)
{
  Task task = { .options = options };

  if (!need ("copy", "--from ADDRESS and --to ADDRESS", options->from != NULL && options->to != NULL, error) ||
      !inlay_long_run ("admin copy", "rows copied and compared", do_copy, &task, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT " rows copied and compared\n", task.n_rows);
  return TRUE;
}

static gboolean
do_compare (gpointer         data,
            InlayProgress   *progress,
            GCancellable    *cancellable,
            GError         **error)
{
  Task *task = data;

  return inlay_registry_compare (task->options->from, task->options->to, progress, cancellable, &task->n_rows, error);
}

static gboolean
compare (const InlayAdminOptions  *options,
         GError                  **error)
{
  Task task = { .options = options };

  if (!need ("compare", "--from ADDRESS and --to ADDRESS", options->from != NULL && options->to != NULL, error) ||
      !inlay_long_run ("admin compare", "rows compared", do_compare, &task, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT " rows are the same\n", task.n_rows);
  return TRUE;
}

static gboolean
do_back_up (gpointer         data,
            InlayProgress   *progress,
            GCancellable    *cancellable,
            GError         **error)
{
  const InlayAdminOptions *options = ((Task *) data)->options;
  g_autofree char *unfinished = g_strconcat (options->to, UNFINISHED, NULL);
  guint64 size;

  return inlay_backup_write (options->database, unfinished, options->to, progress, cancellable, &size, error);
}

static gboolean
back_up (const InlayAdminOptions  *options,
         GError                  **error)
{
  Task task = { .options = options };

  return need ("backup", "--database ADDRESS and --to FILE", options->database != NULL && options->to != NULL, error) &&
         inlay_long_run ("admin backup", "parts written and compared", do_back_up, &task, error);
}

/* Part by part, so that a registry that runs meanwhile is not held up. */
static gboolean
do_collect (gpointer         data,
            InlayProgress   *progress,
            GCancellable    *cancellable,
            GError         **error)
{
  Task *task = data;
  InlayRegistryCollected *collected = &task->collected;
  InlayRegistryWrite write = { "operator", g_get_real_time () };
  g_autoptr (InlayRegistryStore) store = inlay_registry_store_open (task->options->database, write.now, error);

  while (store != NULL && !collected->is_done && !g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      if (!inlay_registry_store_collect (store, &write, task->options->keep * G_TIME_SPAN_DAY, INLAY_REGISTRY_COLLECT_AT_ONCE,
                                         collected, error))
        return FALSE;
      __atomic_store_n (&progress->done, (guint64) collected->n_revisions + collected->n_files + collected->n_notes, __ATOMIC_RELAXED);
    }
  return collected->is_done;
}

static gboolean
collect (const InlayAdminOptions  *options,
         GError                  **error)
{
  Task task = { .options = options };
  InlayRegistryCollected *collected = &task.collected;
  gboolean done =
    need ("gc", "--database ADDRESS and, if any, --keep DAYS from 0 on", options->database != NULL && options->keep >= 0, error) &&
    inlay_long_run ("admin gc", "let go of", do_collect, &task, error);

  if (done || collected->n_revisions + collected->n_files + collected->n_notes > 0)
    g_print ("%u revisions, %u files and %u notes were let go of\n", collected->n_revisions, collected->n_files, collected->n_notes);
  return done;
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
