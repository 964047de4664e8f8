/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* What is in the making is not yet a backup, and nobody else's to read: it holds secrets. */
#define UNFINISHED ".unfinished"
#define NAME_FORMAT "registry-%Y%m%dT%H%M%S"
#define FOLDER_MODE 0700
#define FILE_MODE 0600

struct _InlayBackup
{
  char *database;
  char *folder;
  GThreadPool *pool;
  GCancellable *cancellable;
  gint is_running;   /* atomic: in this process */
};

typedef struct
{
  int lock;          /* held while it runs; other processes see it, too */
  InlayBackupDone done;
  gpointer data;
} Run;

static void
set_error (GError     **error,
           const char  *path)
{
  int number = errno;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s: %s", path, g_strerror (number));
}

static char *
dup_name (gint64 now)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *start = g_date_time_format (moment, NAME_FORMAT);

  return g_strdup_printf ("%s.%06dZ.db", start, (int) (now % G_USEC_PER_SEC));
}

/* Opens what is to become @path for this process alone; what one that was killed left there goes. The
 * file may have got its name since it was opened. */
static int
open_unfinished (const char  *unfinished,
                 const char  *path,
                 GError     **error)
{
  int fd = open (unfinished, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
  GStatBuf mine, there;

  if (fd < 0)
    {
      set_error (error, unfinished);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &mine) == 0 && g_stat (unfinished, &there) == 0 && mine.st_ino == there.st_ino)
    {
      if (!g_file_test (path, G_FILE_TEST_EXISTS) && fchmod (fd, FILE_MODE) == 0 && ftruncate (fd, 0) == 0)
        return fd;
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is there already", path);
      g_unlink (unfinished);
    }
  else
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is being made", path);
  close (fd);
  return -1;
}

/* The new name is on the disk, too, when this returns. */
static gboolean
put_in_place (const char  *unfinished,
              const char  *path,
              guint64     *size,
              GError     **error)
{
  g_autofree char *name = g_path_get_dirname (path);
  int folder = open (name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  GStatBuf facts;
  gboolean done = folder >= 0 && g_stat (unfinished, &facts) == 0 && g_rename (unfinished, path) == 0 && fsync (folder) == 0;

  if (done)
    *size = (guint64) facts.st_size;
  else
    {
      set_error (error, path);
      g_unlink (unfinished);
    }
  if (folder >= 0)
    close (folder);
  return done;
}

/**
 * inlay_backup_write:
 * @database: the address of a registry
 * @unfinished: the file while it is in the making, beside @path or in a folder there
 * @path: the file that is not there yet
 * @progress: (nullable): told how far it is
 * @cancellable: (nullable): ends it early
 * @size: (out): how many bytes it has
 * @error: return location; %INLAY_ERROR_CONFLICT: it is there, or in the making
 *
 * Returns: whether @path is there, whole and on the disk; if not, nothing is left of it
 */
gboolean
inlay_backup_write (const char     *database,
                    const char     *unfinished,
                    const char     *path,
                    InlayProgress  *progress,
                    GCancellable   *cancellable,
                    guint64        *size,
                    GError        **error)
{
  int fd = open_unfinished (unfinished, path, error);
  gboolean done;

  if (fd < 0)
    return FALSE;
  done = inlay_registry_back_up (database, unfinished, progress, cancellable, error) && put_in_place (unfinished, path, size, error);
  close (fd);
  return done;
}

static char *
make (InlayBackup  *self,
      guint64      *size,
      GError      **error)
{
  g_autofree char *workshop = g_build_filename (self->folder, UNFINISHED, NULL);
  g_autofree char *unfinished = g_build_filename (workshop, "registry.db", NULL);
  g_autofree char *name = dup_name (g_get_real_time ());
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  gboolean done;

  if (g_mkdir (workshop, FOLDER_MODE) != 0 && errno != EEXIST)
    {
      set_error (error, workshop);
      return NULL;
    }
  done = inlay_backup_write (self->database, unfinished, path, NULL, self->cancellable, size, error);
  g_rmdir (workshop);
  return done ? g_steal_pointer (&name) : NULL;
}

static void
run_backup (gpointer data,
            gpointer user_data)
{
  Run *run = data;
  InlayBackup *self = user_data;
  g_autoptr (GError) error = NULL;
  guint64 size = 0;
  g_autofree char *name = make (self, &size, &error);

  close (run->lock);
  g_atomic_int_set (&self->is_running, FALSE);
  run->done (run->data, name, size, error);
  g_free (run);
}

/**
 * inlay_backup_new:
 * @database: the address of the registry
 * @folder: where backups go
 *
 * Returns: (transfer full): what makes them
 */
InlayBackup *
inlay_backup_new (const char *database,
                  const char *folder)
{
  InlayBackup *self = g_new0 (InlayBackup, 1);

  self->database = g_strdup (database);
  self->folder = g_strdup (folder);
  self->cancellable = g_cancellable_new ();
  self->pool = g_thread_pool_new (run_backup, self, 1, FALSE, NULL);
  return self;
}

/**
 * inlay_backup_start:
 * @self: what makes backups
 * @done: is told the outcome, later and in another thread
 * @data: for @done
 * @error: return location; %INLAY_ERROR_CONFLICT: one is being made
 *
 * Returns: whether @done will be called
 */
gboolean
inlay_backup_start (InlayBackup      *self,
                    InlayBackupDone   done,
                    gpointer          data,
                    GError          **error)
{
  Run *run;
  int fd;

  if (!g_atomic_int_compare_and_exchange (&self->is_running, FALSE, TRUE))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "a backup is being made");
      return FALSE;
    }
  fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (fd >= 0 && errno == EWOULDBLOCK)
        g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "a backup is being made");
      else
        set_error (error, self->folder);
      if (fd >= 0)
        close (fd);
      g_atomic_int_set (&self->is_running, FALSE);
      return FALSE;
    }
  run = g_new0 (Run, 1);
  run->lock = fd;
  run->done = done;
  run->data = data;
  g_thread_pool_push (self->pool, run, NULL);
  return TRUE;
}

/**
 * inlay_backup_free:
 * @self: (transfer full): what makes backups
 *
 * Ends one that is being made; nothing is left of it.
 */
void
inlay_backup_free (InlayBackup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_object_unref (self->cancellable);
  g_free (self->database);
  g_free (self->folder);
  g_free (self);
}
