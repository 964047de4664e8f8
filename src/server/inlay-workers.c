/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workers.h"

#include "inlay-service.h"

#include <errno.h>
#include <inlay-core.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* One that ended so soon after its start would do so again. */
#define SHORT_LIFE G_USEC_PER_SEC

/* How often this process listens to signs of life. Silence is counted in
 * rounds of listening, so that nobody is silent while this process itself, or the machine, rested. */
#define LISTEN_PERIOD (2 * G_USEC_PER_SEC)
#define MAX_SILENCE 5

typedef struct
{
  pid_t pid;       /* 0: not running */
  int life;        /* where it tells that it is there; -1: it has no more to tell */
  gboolean is_up;  /* it told once */
  gboolean reloads; /* it has yet to say that it read its settings again */
  guint silent;    /* rounds since it told */
  gint64 started;
} Worker;

typedef struct
{
  Worker *workers;
  guint n_workers;
  guint n_told;   /* how many workers are up, as was said last */
  gint64 next_round;
  gint64 watchdog;   /* how often to say that this process lives; 0: nobody waits for it */
  gint64 next_sign;
  gboolean reload_asked; /* and not begun yet */
  gboolean reloading;
  gboolean not_read;     /* by one of them */
  int signals;           /* signalfd(2) */
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
    if (crew->workers[i].life >= 0)
      close (crew->workers[i].life);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    raise (SIGTERM);
  close (crew->signals);
  sigprocmask (SIG_SETMASK, &crew->before, NULL);
  inlay_service_forget ();
}

/* Returns 0 in the new process, with @life set; -1 when there is none. */
static pid_t
start_worker (Crew   *crew,
              Worker *worker,
              int    *life)
{
  pid_t parent = getpid ();
  int fds[2];
  pid_t pid;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0)
    return -1;
  if ((pid = fork ()) == 0)
    {
      close (fds[0]);
      become_worker (crew, parent);
      *life = fds[1];
      return 0;
    }
  close (fds[1]);
  *worker = (Worker) { .pid = MAX (pid, 0), .life = fds[0], .started = g_get_monotonic_time () };
  if (pid < 0)
    {
      close (fds[0]);
      worker->life = -1;
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
  if (!crew->stopping)
    inlay_service_notify ("STOPPING=1\nSTATUS=answering what was asked before");
  crew->stopping = TRUE;
  signal_all (crew, SIGTERM);
}

static void
forget_life (Worker *worker)
{
  if (worker->life >= 0)
    close (worker->life);
  worker->life = -1;
}

/* Before it is up a signal would be its end. */
static void
ask_to_reload (Worker *worker)
{
  if (worker->reloads && worker->is_up && worker->pid > 0)
    kill (worker->pid, SIGHUP);
}

/* Returns FALSE when it has nothing to tell for now. */
static gboolean
hear (Crew   *crew,
      Worker *worker)
{
  char signs[64];
  ssize_t n = read (worker->life, signs, sizeof signs);

  if (n == 0)
    forget_life (worker);
  for (ssize_t i = 0; i < n; i++)
    {
      worker->reloads &= signs[i] == INLAY_WORKER_LIVES;
      crew->not_read |= signs[i] == INLAY_WORKER_HAS_NOT_READ;
    }
  if (n > 0 && !worker->is_up)
    {
      worker->is_up = TRUE;
      ask_to_reload (worker);
    }
  return n >= 0;
}

/* Returns FALSE when the worker ended before it answered. */
static gboolean
wait_ready (Crew   *crew,
            Worker *worker)
{
  struct pollfd life = { .fd = worker->life, .events = POLLIN };

  while (worker->life >= 0 && !hear (crew, worker))
    poll (&life, 1, -1);
  return worker->is_up;
}

/* A worker that stands still keeps what connects to it waiting, and what it leads undone. Those that
 * are about to stop say no more. */
static void
listen_to_all (Crew *crew)
{
  gint64 now = g_get_monotonic_time ();

  if (now < crew->next_round)
    return;
  crew->next_round = now + LISTEN_PERIOD;
  for (guint i = 0; i < crew->n_workers; i++)
    {
      Worker *worker = &crew->workers[i];

      if (worker->life < 0 || worker->pid == 0)
        continue;
      worker->silent = hear (crew, worker) || !worker->is_up ? 0 : worker->silent + 1;
      if (worker->silent < MAX_SILENCE)
        continue;
      g_warning ("worker %u has been silent for %d s and is ended", i, (int) (MAX_SILENCE * LISTEN_PERIOD / G_USEC_PER_SEC));
      worker->silent = 0;
      kill (worker->pid, SIGKILL);
    }
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
          crew->workers[i].is_up = FALSE;
          crew->workers[i].reloads = FALSE;
          crew->has_failed |= crew->stopping && !ended_well (status);
          if (!crew->stopping || !ended_well (status))
            g_warning ("worker %u ended by itself (%s %d)%s", i, WIFSIGNALED (status) ? "signal" : "status",
                       WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status),
                       crew->stopping ? "" : " and is started again");
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

/* When there is something to do again: to listen, or to start one. */
static gint64
next_time (Crew *crew)
{
  gint64 next = crew->next_round;

  if (crew->watchdog > 0)
    next = MIN (next, crew->next_sign);
  for (guint i = 0; i < crew->n_workers && !crew->stopping; i++)
    if (crew->workers[i].pid == 0)
      next = MIN (next, crew->workers[i].started + SHORT_LIFE);
  return next;
}

static void
take_signals (Crew *crew)
{
  struct signalfd_siginfo info;

  while (read (crew->signals, &info, sizeof info) == sizeof info)
    if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
      stop_all (crew);
    else if (info.ssi_signo == SIGHUP)
      crew->reload_asked = TRUE;
  reap (crew);
}

/* Until there is something to do: for a signal, for a time, for the answer to a reload. Signs of life
 * can wait till they are asked for. */
static void
wait_for_something (Crew *crew)
{
  g_autofree struct pollfd *polled = g_new (struct pollfd, crew->n_workers + 1);
  gint64 left = CLAMP (next_time (crew) - g_get_monotonic_time (), 0, LISTEN_PERIOD);
  nfds_t n = 1;

  polled[0] = (struct pollfd) { .fd = crew->signals, .events = POLLIN };
  for (guint i = 0; i < crew->n_workers; i++)
    if (crew->workers[i].reloads && crew->workers[i].life >= 0)
      polled[n++] = (struct pollfd) { .fd = crew->workers[i].life, .events = POLLIN };
  poll (polled, n, (int) ((left + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND));
  take_signals (crew);
  for (guint i = 0; i < crew->n_workers; i++)
    if (crew->workers[i].reloads && crew->workers[i].life >= 0)
      hear (crew, &crew->workers[i]);
}

/* One that is not up yet perhaps read its settings before they changed, so it is asked, too. */
static void
begin_reload (Crew *crew)
{
  crew->reload_asked = FALSE;
  crew->reloading = TRUE;
  crew->not_read = FALSE;
  inlay_service_notify_reloading ();
  for (guint i = 0; i < crew->n_workers; i++)
    {
      crew->workers[i].reloads = crew->workers[i].pid > 0;
      ask_to_reload (&crew->workers[i]);
    }
}

static guint
count_up (Crew *crew)
{
  guint n = 0;

  for (guint i = 0; i < crew->n_workers; i++)
    n += crew->workers[i].is_up;
  return n;
}

/* Answers are not mixed up: a second reload begins when the first has ended. */
static void
go_on_reloading (Crew *crew)
{
  gboolean waits = FALSE;

  for (guint i = 0; i < crew->n_workers; i++)
    waits |= crew->workers[i].reloads;
  if (crew->stopping || waits)
    return;
  if (crew->reloading)
    {
      crew->reloading = FALSE;
      crew->n_told = count_up (crew);
      inlay_service_notify ("READY=1\nSTATUS=%u of %u workers answer, settings were %sread again", crew->n_told, crew->n_workers,
                            crew->not_read ? "not " : "");
    }
  if (crew->reload_asked)
    begin_reload (crew);
}

/* Says that this process lives, and how many of the others do where that changed. */
static void
tell_service (Crew *crew)
{
  gint64 now = g_get_monotonic_time ();
  guint n_up = count_up (crew);

  if (crew->watchdog > 0 && now >= crew->next_sign)
    {
      inlay_service_notify ("WATCHDOG=1");
      crew->next_sign = now + crew->watchdog;
    }
  if (n_up == crew->n_told || crew->stopping)
    return;
  crew->n_told = n_up;
  inlay_service_notify ("STATUS=%u of %u workers answer", n_up, crew->n_workers);
}

/* Starts again who is due. Returns TRUE in the new process. */
static gboolean
replace_workers (Crew *crew,
                 int  *life)
{
  for (guint i = 0; i < crew->n_workers && !crew->stopping; i++)
    {
      Worker *worker = &crew->workers[i];

      if (worker->pid != 0 || g_get_monotonic_time () < worker->started + SHORT_LIFE)
        continue;
      forget_life (worker);
      if (start_worker (crew, worker, life) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns TRUE in a new process; in the first one when all have ended. */
static gboolean
look_after (Crew *crew,
            int  *life)
{
  while (!crew->stopping || count_running (crew) > 0)
    {
      wait_for_something (crew);
      listen_to_all (crew);
      go_on_reloading (crew);
      tell_service (crew);
      if (replace_workers (crew, life))
        return TRUE;
    }
  return FALSE;
}

static void
crew_clear (Crew *crew)
{
  for (guint i = 0; i < crew->n_workers; i++)
    forget_life (&crew->workers[i]);
  close (crew->signals);
  g_free (crew->workers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crew, crew_clear)

static gboolean
crew_init (Crew    *crew,
           guint    n_workers,
           GError **error)
{
  crew->workers = g_new0 (Worker, n_workers);
  crew->n_workers = n_workers;
  for (guint i = 0; i < n_workers; i++)
    crew->workers[i].life = -1;
  sigemptyset (&crew->watched);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaddset (&crew->watched, signals[i]);
  if ((crew->signals = signalfd (-1, &crew->watched, SFD_NONBLOCK | SFD_CLOEXEC)) < 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "signals cannot be waited for: %s", g_strerror (errno));
      return FALSE;
    }
  sigprocmask (SIG_BLOCK, &crew->watched, &crew->before);
  crew->watchdog = inlay_service_get_watchdog_period ();
  return TRUE;
}

/* Returns TRUE in a new process, with @life set. */
static gboolean
start_all (Crew *crew,
           int  *life)
{
  for (guint i = 0; i < crew->n_workers; i++)
    {
      pid_t pid = start_worker (crew, &crew->workers[i], life);

      if (pid == 0)
        return TRUE;
      crew->has_failed |= pid < 0;
    }
  for (guint i = 0; i < crew->n_workers; i++)
    crew->has_failed |= !wait_ready (crew, &crew->workers[i]);
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
 * Starts processes, starts one that ends by itself again, ends one that is silent for ten seconds,
 * hands SIGHUP on to all and tells whoever started this
 * when they have answered, and ends them at SIGTERM or SIGINT. They end with this process, too. To be
 * called while it has one thread. A worker gives signs of life from inlay_worker_live() on.
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
  int life;

  if (!crew_init (&crew, n_workers, error))
    return FALSE;
  if (start_all (&crew, &life))
    return work (data, life, error);

  if (crew.has_failed)
    stop_all (&crew);
  else
    announce (data);
  if (look_after (&crew, &life))
    return work (data, life, error);

  sigprocmask (SIG_SETMASK, &crew.before, NULL);
  if (crew.has_failed)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "a worker could not be started or did not end well");
  return !crew.has_failed;
}
