/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request-log.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <inlay-core.h>
#include <string.h>
#include <unistd.h>

#define MAX_PATH 512

struct _InlayRequestLog
{
  gint fd;   /* -1: off */
};

InlayRequestLog *
inlay_request_log_new (void)
{
  InlayRequestLog *self = g_new0 (InlayRequestLog, 1);

  self->fd = -1;
  return self;
}

void
inlay_request_log_free (InlayRequestLog *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/* The number stays the same, so that whoever writes just now writes to one of the two. */
static void
take_descriptor (InlayRequestLog *self,
                 int              fd)
{
  if (g_atomic_int_get (&self->fd) < 0)
    g_atomic_int_set (&self->fd, fd);
  else
    {
      dup3 (fd, self->fd, O_CLOEXEC);
      close (fd);
    }
}

/**
 * inlay_request_log_open:
 * @self: a log
 * @path: (nullable): a file that is added to; “-” is standard error; %NULL: nothing is written
 * @error: return location
 *
 * May be called again while requests are answered: with the same file after it was moved away.
 *
 * Returns: whether it can be written to
 */
gboolean
inlay_request_log_open (InlayRequestLog  *self,
                        const char       *path,
                        GError          **error)
{
  const char *real = path == NULL ? "/dev/null" : path;
  int fd;

  if (path == NULL && !inlay_request_log_is_on (self))
    return TRUE;
  fd = strcmp (real, "-") == 0 ? fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
                               : open (real, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", real, g_strerror (code));
      return FALSE;
    }
  take_descriptor (self, fd);
  return TRUE;
}

gboolean
inlay_request_log_is_on (InlayRequestLog *self)
{
  return g_atomic_int_get (&self->fd) >= 0;
}

static void
append_member (GString    *text,
               const char *name,
               const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_printf (text, ",\"%s\":", name);
  inlay_json_append_string (text, valid, INLAY_JSON_DEFAULT);
}

/**
 * inlay_request_log_write:
 * @self: a log that is on
 * @line: what to say
 *
 * In one write, so that lines of several threads and processes do not mix.
 */
void
inlay_request_log_write (InlayRequestLog        *self,
                         const InlayRequestLine *line)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *peer = inlay_peer_to_string (line->peer);
  g_autofree char *path = g_strndup (line->path, MAX_PATH);
  g_autoptr (GString) text = g_string_sized_new (256);
  gssize n;

  g_string_append_printf (text, "{\"time\":\"%s.%03dZ\"", time, g_date_time_get_microsecond (now) / 1000);
  append_member (text, "address", peer);
  if (line->actor != NULL)
    append_member (text, "actor", line->actor);
  append_member (text, "method", line->method);
  append_member (text, "path", path);
  if (line->route != NULL)
    append_member (text, "route", line->route);
  g_string_append_printf (text, ",\"status\":%u,\"us\":%" G_GINT64_FORMAT "}\n", line->status, line->microseconds);
  n = write (g_atomic_int_get (&self->fd), text->str, text->len);
  if (n < 0)
    g_debug ("the request log cannot be written to: %s", g_strerror (errno));
}
