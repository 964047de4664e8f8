/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workers.h"

#include <errno.h>
#include <inlay-core.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* One that ended so soon after its start would do so again. */
#define SHORT_LIFE G_USEC_PER_SEC

typedef struct
{
  pid_t pid;       /* 0: not running */
  int ready;       /* where it tells that it answers; -1: it did */
  gint64 started;
} Worker;

typedef struct
{
  Worker *workers;
  guint n_workers;
  sigset_t watched;
  sigset_t before;   /* what a worker gets back */
  gboolean stopping;
  gboolean has_failed;
} Crew;

static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };

/* In the new process all is as before the first one began to look after others. */
static void
become_worker (Crew *crew,
               pid_t parent)
{
  for (guint i = 0; i < crew->n_workers; i++)
    if (crew->workers[i].ready >= 0)
      close (crew->workers[i].ready);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    raise (SIGTERM);
  sigprocmask (SIG_SETMASK, &crew->before, NULL);
  g_unsetenv ("NOTIFY_SOCKET");
}

/* Returns 0 in the new process, with @ready set; -1 when there is none. */
static pid_t
start_worker (Crew   *crew,
              Worker *worker,
              int    *ready)
{
  pid_t parent = getpid ();
  int fds[2];
  pid_t pid;

  if (pipe (fds) != 0)
    return -1;
  if ((pid = fork ()) == 0)
    {
      close (fds[0]);
      become_worker (crew, parent);
      *ready = fds[1];
      return 0;
    }
  close (fds[1]);
  worker->started = g_get_monotonic_time ();
  worker->pid = MAX (pid, 0);
  worker->ready = fds[0];
  if (pid < 0)
    {
      close (fds[0]);
      worker->ready = -1;
    }
  return pid;
}

static void
signal_all (Crew *crew,
            int   number)
{
  for (guint i = 0; i < crew->n_workers; i++)
    if (crew->workers[i].pid > 0)
      kill (crew->workers[i].pid, number);
}

static void
stop_all (Crew *crew)
{
  crew->stopping = TRUE;
  signal_all (crew, SIGTERM);
}

/* Returns FALSE when the worker ended before it answered. */
static gboolean
wait_ready (Worker *worker)
{
  char byte;
  ssize_t n;

  do
    n = read (worker->ready, &byte, 1);
  while (n < 0 && errno == EINTR);
  close (worker->ready);
  worker->ready = -1;
  return n == 1;
}

/* One that is told to stop before it is ready to be told ends at once. */
static gboolean
ended_well (int status)
{
  return WIFSIGNALED (status) ? WTERMSIG (status) == SIGTERM : WEXITSTATUS (status) == 0;
}

/* Notes who ended. */
static void
reap (Crew *crew)
{
  int status;
  pid_t pid;

  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    for (guint i = 0; i < crew->n_workers; i++)
      if (crew->workers[i].pid == pid)
        {
          crew->workers[i].pid = 0;
          crew->has_failed |= crew->stopping && !ended_well (status);
          if (!crew->stopping)
            g_warning ("worker %u ended by itself (%s %d) and is started again", i, WIFSIGNALED (status) ? "signal" : "status",
                       WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
        }
}

static guint
count_running (Crew *crew)
{
  guint n = 0;

  for (guint i = 0; i < crew->n_workers; i++)
    n += crew->workers[i].pid > 0;
  return n;
}

/* When the next worker may be started again; 0: none is to be. */
static gint64
next_start (Crew *crew)
{
  gint64 next = 0;

  for (guint i = 0; i < crew->n_workers && !crew->stopping; i++)
    if (crew->workers[i].pid == 0)
      next = next == 0 ? crew->workers[i].started + SHORT_LIFE : MIN (next, crew->workers[i].started + SHORT_LIFE);
  return next;
}

static void
wait_for_signal (Crew *crew)
{
  gint64 next = next_start (crew);
  gint64 left = CLAMP (next - g_get_monotonic_time (), 0, SHORT_LIFE);
  struct timespec timeout = { left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000 };
  int number = sigtimedwait (&crew->watched, NULL, next != 0 ? &timeout : NULL);

  if (number == SIGTERM || number == SIGINT)
    stop_all (crew);
  else if (number == SIGHUP)
    signal_all (crew, SIGHUP);
  reap (crew);
}

/* Starts again who is due. Returns TRUE in the new process. */
static gboolean
replace_workers (Crew *crew,
                 int  *ready)
{
  for (guint i = 0; i < crew->n_workers && !crew->stopping; i++)
    {
      Worker *worker = &crew->workers[i];

      if (worker->pid != 0 || g_get_monotonic_time () < worker->started + SHORT_LIFE)
        continue;
      if (worker->ready >= 0)
        close (worker->ready);
      worker->ready = -1;
      if (start_worker (crew, worker, ready) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns TRUE in a new process; in the first one when all have ended. */
static gboolean
look_after (Crew *crew,
            int  *ready)
{
  while (!crew->stopping || count_running (crew) > 0)
    {
      wait_for_signal (crew);
      if (replace_workers (crew, ready))
        return TRUE;
    }
  return FALSE;
}

static void
crew_clear (Crew *crew)
{
  for (guint i = 0; i < crew->n_workers; i++)
    if (crew->workers[i].ready >= 0)
      close (crew->workers[i].ready);
  g_free (crew->workers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crew, crew_clear)

static void
crew_init (Crew  *crew,
           guint  n_workers)
{
  crew->workers = g_new0 (Worker, n_workers);
  crew->n_workers = n_workers;
  for (guint i = 0; i < n_workers; i++)
    crew->workers[i].ready = -1;
  sigemptyset (&crew->watched);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaddset (&crew->watched, signals[i]);
  sigprocmask (SIG_BLOCK, &crew->watched, &crew->before);
}

/* Returns TRUE in a new process, with @ready set. */
static gboolean
start_all (Crew *crew,
           int  *ready)
{
  for (guint i = 0; i < crew->n_workers; i++)
    {
      pid_t pid = start_worker (crew, &crew->workers[i], ready);

      if (pid == 0)
        return TRUE;
      crew->has_failed |= pid < 0;
    }
  for (guint i = 0; i < crew->n_workers; i++)
    crew->has_failed |= crew->workers[i].ready < 0 || !wait_ready (&crew->workers[i]);
  return FALSE;
}

/**
 * inlay_workers_run:
 * @n_workers: how many processes, at least 1
 * @work: what each does; called in the new processes
 * @announce: called in this one once all of them answer
 * @data: for both
 * @error: return location
 *
 * Starts processes, starts one that ends by itself again, hands SIGHUP on to all, and ends them at
 * SIGTERM or SIGINT. They end with this process, too. To be called while it has one thread.
 *
 * Returns: in each process, whether all went well in it
 */
gboolean
inlay_workers_run (guint             n_workers,
                   InlayWorkerFunc   work,
                   void            (*announce) (gpointer data),
                   gpointer          data,
                   GError          **error)
{
  g_auto (Crew) crew = { 0 };
  int ready;

  crew_init (&crew, n_workers);
  if (start_all (&crew, &ready))
    return work (data, ready, error);

  if (crew.has_failed)
    stop_all (&crew);
  else
    announce (data);
  if (look_after (&crew, &ready))
    return work (data, ready, error);

  sigprocmask (SIG_SETMASK, &crew.before, NULL);
  if (crew.has_failed)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "a worker could not be started or did not end well");
  return !crew.has_failed;
}
