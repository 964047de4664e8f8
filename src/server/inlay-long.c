/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-long.h"

#include <glib-unix.h>
#include <unistd.h>

#define EXIT_INTERRUPTED 130

/* In seconds: at a terminal a line is written over, elsewhere lines add up. */
#define FIRST 1
#define AT_TERMINAL 1
#define ELSEWHERE 10

typedef struct
{
  const char *what;
  const char *unit;
  InlayLongWork work;
  gpointer data;
  InlayProgress progress;
  GCancellable *cancellable;
  GError **error;
  gboolean done;
  GMainLoop *loop;
  gboolean is_terminal;
  gboolean has_line;       /* a line that is written over */
  guint seconds;
} Long;

static gboolean
end_cb (gpointer data)
{
  g_main_loop_quit (((Long *) data)->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
work_thread (gpointer data)
{
  Long *self = data;

  self->done = self->work (self->data, &self->progress, self->cancellable, self->error);
  g_idle_add (end_cb, self);
  return NULL;
}

static gboolean
tell_cb (gpointer data)
{
  Long *self = data;
  guint64 done = __atomic_load_n (&self->progress.done, __ATOMIC_RELAXED);
  guint64 total = __atomic_load_n (&self->progress.total, __ATOMIC_RELAXED);
  g_autofree char *of = total > 0 ? g_strdup_printf (" of %" G_GUINT64_FORMAT, total) : g_strdup ("");

  self->seconds++;
  if (self->seconds > FIRST && self->seconds % (self->is_terminal ? AT_TERMINAL : ELSEWHERE) != 0)
    return G_SOURCE_CONTINUE;
  g_printerr ("%s%s: %" G_GUINT64_FORMAT "%s %s%s", self->is_terminal ? "\r" : "", self->what, done, of, self->unit,
              self->is_terminal ? "\033[K" : "\n");
  self->has_line = self->is_terminal;
  return G_SOURCE_CONTINUE;
}

/* Whoever asks twice does not want to wait for what is left to be cleared away. */
static gboolean
cancel_cb (gpointer data)
{
  Long *self = data;

  if (g_cancellable_is_cancelled (self->cancellable))
    _exit (EXIT_INTERRUPTED);
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

/**
 * inlay_long_run:
 * @what: what is done, for the one who waits
 * @unit: what is counted
 * @work: does it, in another thread
 * @data: for @work
 * @error: return location; %G_IO_ERROR_CANCELLED after SIGINT or SIGTERM
 *
 * Tells on standard error how far it is, once it takes longer than a second. The first SIGINT cancels
 * it, the second ends the process.
 *
 * Returns: what @work returns
 */
gboolean
inlay_long_run (const char     *what,
                const char     *unit,
                InlayLongWork   work,
                gpointer        data,
                GError        **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) reason = NULL;
  Long self = { .what = what, .unit = unit, .work = work, .data = data, .cancellable = cancellable, .error = &reason, .loop = loop,
                .is_terminal = isatty (STDERR_FILENO) };
  guint sources[] = {
    g_timeout_add_seconds (1, tell_cb, &self),
    g_unix_signal_add (SIGINT, cancel_cb, &self),
    g_unix_signal_add (SIGTERM, cancel_cb, &self),
  };
  GThread *thread = g_thread_new ("long", work_thread, &self);

  g_main_loop_run (loop);
  g_thread_join (thread);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  if (self.has_line)
    g_printerr ("\r\033[K");
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: cancelled", what);
  else if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return self.done;
}
