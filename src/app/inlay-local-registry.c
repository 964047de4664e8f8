/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-local-registry.h"

#include <glib-unix.h>
#include <inlay-core.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "inlay-registry-join.h"
#include "inlay-registry-place.h"

#define PROGRAM "inlay-registry"
#define LISTENING "listening on "
/* How what was to be the registry ends when somebody else has the lock. */
#define LOCKED 75
#define UNWRITTEN "its tokens cannot be written\n"
#define START_SECONDS 15
#define MAX_RESTARTS 3
#define CALM_TIME (60 * G_TIME_SPAN_SECOND)

struct _InlayLocalRegistry
{
  GObject parent_instance;

  char *data_dir;
  char *token;              /* of this run */
  char *address;            /* while it answers */
  char *last_words;         /* the last line it wrote to stderr */
  int lock;                 /* the file whose lock the registry has, or -1 */
  GSubprocess *process;     /* a child, */
  int other;                /* or what another application started: readable at its end, or -1 */
  guint other_watch;
  GCancellable *joining;    /* the other one */
  GCancellable *reading;    /* of what the process writes */
  GPtrArray *waiting;       /* of GTask */
  guint timeout;
  guint port;               /* asked for; 0: any */
  guint restarts;
  gint64 started;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayLocalRegistry, inlay_local_registry, G_TYPE_OBJECT)

static void inlay_local_registry_begin (InlayLocalRegistry *self);

/* The program of the environment, beside this one, of the build folder, or the installed one. */
static char *
find_program (void)
{
  static const char * const places[] = { PROGRAM, "../server/" PROGRAM };
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self_path ? g_path_get_dirname (self_path) : NULL;
  const char *named = g_getenv ("INLAY_REGISTRY_PROGRAM");

  if (named != NULL && *named != '\0')
    return g_strdup (named);

  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }

  return g_build_filename (BINDIR, PROGRAM, NULL);
}

static void
finish_waiting (InlayLocalRegistry *self,
                const GError       *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
drop_process (InlayLocalRegistry *self)
{
  gboolean answered = self->address != NULL;

  g_cancellable_cancel (self->joining);
  g_clear_object (&self->joining);
  g_clear_handle_id (&self->other_watch, g_source_remove);
  if (self->other >= 0)
    close (self->other);
  self->other = -1;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->process);
  g_clear_pointer (&self->address, g_free);
  if (answered)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (InlayLocalRegistry *self,
      const char         *reason)
{
  g_autoptr(GError) error = NULL;

  error = g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                       "the registry on this computer did not start: %s", reason);
  finish_waiting (self, error);
}

static gboolean
timeout_cb (gpointer user_data)
{
  InlayLocalRegistry *self = user_data;

  self->timeout = 0;
  g_subprocess_force_exit (self->process);
  drop_process (self);
  fail (self, "it gave no sign of life in time");
  return G_SOURCE_REMOVE;
}

static gboolean
may_restart (InlayLocalRegistry *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->started > CALM_TIME)
    self->restarts = 0;

  return self->restarts++ < MAX_RESTARTS;
}

static void
exited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayLocalRegistry) self = user_data;
  gboolean answered = self->address != NULL;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  if (self->process != G_SUBPROCESS (object))
    return;

  drop_process (self);
  if (answered)
    {
      if (may_restart (self))
        inlay_local_registry_begin (self);
    }
  else if (g_subprocess_get_if_exited (G_SUBPROCESS (object)) &&
           g_subprocess_get_exit_status (G_SUBPROCESS (object)) == LOCKED)
    {
      inlay_local_registry_begin (self);
    }
  else if (self->port != 0)
    {
      /* Somebody else has the port by now. */
      self->port = 0;
      inlay_local_registry_begin (self);
    }
  else
    {
      fail (self, self->last_words ? self->last_words : "it ended at once");
    }
}

static void
take_address (InlayLocalRegistry *self,
              char               *address)
{
  self->address = address;
  g_signal_emit (self, signals[CHANGED], 0);
  finish_waiting (self, NULL);
}

static void
take_line (InlayLocalRegistry *self,
           const char         *line)
{
  g_autofree char *address = NULL;

  if (self->address != NULL || !g_str_has_prefix (line, LISTENING))
    return;

  address = g_strdup (line + strlen (LISTENING));
  while (g_str_has_suffix (address, "/"))
    address[strlen (address) - 1] = '\0';
  g_clear_handle_id (&self->timeout, g_source_remove);
  inlay_registry_place_keep_port (self->data_dir, address);
  inlay_registry_place_tell_address (self->lock, g_subprocess_get_identifier (self->process), address);
  take_address (self, g_steal_pointer (&address));
}

typedef struct
{
  GWeakRef owner;
  GDataInputStream *stream;
  GCancellable *cancellable;
  gboolean is_error;
} Reader;

static void
reader_free (Reader *reader)
{
  g_weak_ref_clear (&reader->owner);
  g_object_unref (reader->stream);
  g_object_unref (reader->cancellable);
  g_free (reader);
}

static void
line_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Reader *reader = user_data;
  g_autoptr(InlayLocalRegistry) self = g_weak_ref_get (&reader->owner);
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object), result, NULL, NULL);
  if (line == NULL || self == NULL)
    {
      reader_free (reader);
      return;
    }

  if (reader->is_error)
    inlay_set_str (&self->last_words, g_strstrip (line));
  else
    take_line (self, line);
  g_data_input_stream_read_line_async (reader->stream, G_PRIORITY_DEFAULT, reader->cancellable,
                                       line_cb, reader);
}

/* Pipes are read to their end: a child that fills one would wait for ever. */
static void
read_lines (InlayLocalRegistry *self,
            GInputStream       *stream,
            gboolean            is_error)
{
  Reader *reader = g_new0 (Reader, 1);

  g_weak_ref_init (&reader->owner, self);
  reader->stream = g_data_input_stream_new (stream);
  reader->cancellable = g_object_ref (self->reading);
  reader->is_error = is_error;
  g_data_input_stream_read_line_async (reader->stream, G_PRIORITY_DEFAULT, reader->cancellable,
                                       line_cb, reader);
}

typedef struct
{
  const char *lock;
  const char *tokens;
  const char *line;
  pid_t parent;
} Birth;

/* In the child, between fork and exec: there is one for the folder, and it must not outlive an
 * application that was killed. */
static void
child_setup (gpointer user_data)
{
  const Birth *birth = user_data;

  if (!inlay_registry_place_take_lock (birth->lock))
    _exit (LOCKED);
  if (!inlay_registry_place_set_token (birth->tokens, birth->line))
    _exit (write (STDERR_FILENO, UNWRITTEN, strlen (UNWRITTEN)) > 0);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != birth->parent)
    _exit (1);
}

static GSubprocess *
spawn (InlayLocalRegistry  *self,
       GError             **error)
{
  g_autofree char *program = find_program ();
  g_autofree char *path = g_build_filename (self->data_dir, INLAY_REGISTRY_DATABASE, NULL);
  g_autofree char *database = g_strconcat ("sqlite:", path, NULL);
  g_autofree char *lock = g_build_filename (self->data_dir, INLAY_REGISTRY_LOCK, NULL);
  g_autofree char *tokens = g_build_filename (self->data_dir, INLAY_REGISTRY_TOKENS, NULL);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autofree char *line = NULL;
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  Birth birth = { .lock = lock, .tokens = tokens, .parent = getpid () };

  g_free (self->token);
  self->token = inlay_registry_place_create_token (&line);
  birth.line = line;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, child_setup, &birth, NULL);
  return g_subprocess_launcher_spawn (launcher, error, program, "--database", database,
                                      "--listen", listen, "--token-file", tokens, NULL);
}

static void
inlay_local_registry_spawn (InlayLocalRegistry *self)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->last_words, g_free);
  self->process = spawn (self, &error);
  if (self->process == NULL)
    {
      fail (self, error->message);
      return;
    }

  self->started = g_get_monotonic_time ();
  self->reading = g_cancellable_new ();
  self->timeout = g_timeout_add_seconds (START_SECONDS, timeout_cb, self);
  read_lines (self, g_subprocess_get_stdout_pipe (self->process), FALSE);
  read_lines (self, g_subprocess_get_stderr_pipe (self->process), TRUE);
  g_subprocess_wait_async (self->process, NULL, exited_cb, g_object_ref (self));
}

/* What another application started ends with that: then it is our turn. */
static gboolean
other_ended_cb (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  InlayLocalRegistry *self = user_data;

  self->other_watch = 0;
  drop_process (self);
  if (may_restart (self))
    inlay_local_registry_begin (self);
  return G_SOURCE_REMOVE;
}

static void
joined_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayLocalRegistry) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *token = NULL;
  int other = -1;
  gboolean joined = inlay_registry_join_finish (result, &address, &token, &other, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->joining);
  if (joined)
    {
      inlay_set_str (&self->token, token);
      self->started = g_get_monotonic_time ();
      self->other = other;
      self->other_watch = g_unix_fd_add (other, G_IO_IN, other_ended_cb, self);
      take_address (self, g_steal_pointer (&address));
    }
  else if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
    {
      inlay_local_registry_spawn (self);
    }
  else
    {
      fail (self, error->message);
    }
}

static void
inlay_local_registry_begin (InlayLocalRegistry *self)
{
  g_autoptr(GError) error = NULL;

  if (self->lock < 0)
    self->lock = inlay_registry_place_open_lock (self->data_dir, &error);
  if (self->lock < 0)
    {
      fail (self, error->message);
      return;
    }

  self->joining = g_cancellable_new ();
  inlay_registry_join_async (self->data_dir, self->lock, START_SECONDS, self->joining,
                             joined_cb, g_object_ref (self));
}

static void
inlay_local_registry_dispose (GObject *object)
{
  inlay_local_registry_stop (INLAY_LOCAL_REGISTRY (object));

  G_OBJECT_CLASS (inlay_local_registry_parent_class)->dispose (object);
}

static void
inlay_local_registry_finalize (GObject *object)
{
  InlayLocalRegistry *self = INLAY_LOCAL_REGISTRY (object);

  if (self->lock >= 0)
    close (self->lock);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->data_dir);
  g_free (self->token);
  g_free (self->last_words);

  G_OBJECT_CLASS (inlay_local_registry_parent_class)->finalize (object);
}

static void
inlay_local_registry_class_init (InlayLocalRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = inlay_local_registry_dispose;
  object_class->finalize = inlay_local_registry_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inlay_local_registry_init (InlayLocalRegistry *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->lock = -1;
  self->other = -1;
}

InlayLocalRegistry *
inlay_local_registry_new (const char *data_dir)
{
  InlayLocalRegistry *self;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (INLAY_TYPE_LOCAL_REGISTRY, NULL);
  self->data_dir = g_strdup (data_dir);

  return self;
}

gboolean
inlay_local_registry_has_database (InlayLocalRegistry *self)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (INLAY_IS_LOCAL_REGISTRY (self), FALSE);

  path = g_build_filename (self->data_dir, INLAY_REGISTRY_DATABASE, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

void
inlay_local_registry_start_async (InlayLocalRegistry  *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (INLAY_IS_LOCAL_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_local_registry_start_async);
  if (self->address != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->process == NULL && self->joining == NULL)
    {
      self->port = inlay_registry_place_read_port (self->data_dir);
      self->restarts = 0;
      inlay_local_registry_begin (self);
    }
}

gboolean
inlay_local_registry_start_finish (InlayLocalRegistry  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * inlay_local_registry_stop:
 *
 * Asks it to end; it finishes what it was answering. One that another application started is left
 * alone.
 */
void
inlay_local_registry_stop (InlayLocalRegistry *self)
{
  g_return_if_fail (INLAY_IS_LOCAL_REGISTRY (self));

  if (self->process == NULL && self->joining == NULL && self->other < 0)
    return;

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  drop_process (self);
  fail (self, "it was stopped");
}

const char *
inlay_local_registry_get_address (InlayLocalRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_LOCAL_REGISTRY (self), NULL);

  return self->address;
}

const char *
inlay_local_registry_get_token (InlayLocalRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_LOCAL_REGISTRY (self), NULL);

  return self->token;
}
