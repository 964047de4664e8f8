/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define PORT "registry-port"
#define TOKEN_BYTES 32
#define MAX_LINE 256

static gboolean
fail_errno (const char  *path,
            GError     **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

guint
inlay_registry_place_read_port (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, PORT, NULL);
  g_autofree char *text = NULL;
  guint64 port = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strstrip (text), 10, 1024, G_MAXUINT16, &port, NULL))
    return 0;

  return (guint) port;
}

void
inlay_registry_place_keep_port (const char *folder,
                                const char *address)
{
  g_autofree char *path = g_build_filename (folder, PORT, NULL);
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (uri == NULL)
    return;

  text = g_strdup_printf ("%d\n", g_uri_get_port (uri));
  if (!g_file_set_contents (path, text, -1, &error))
    g_debug ("the port is not remembered: %s", error->message);
}

static char *
create_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  GString *text = g_string_new ("inlay_");

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    g_error ("the system has no randomness");
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);

  return g_string_free (text, FALSE);
}

char *
inlay_registry_place_create_token (char **line)
{
  g_autofree char *token = create_token ();
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  *line = g_strdup_printf ("sha256-%s admin %s\n", hash, g_get_user_name ());
  return g_steal_pointer (&token);
}

/* Nothing but system calls: it runs between fork and exec, too. */
static gboolean
write_line (const char *path,
            int         flags,
            const char *line)
{
  gsize length = strlen (line);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  gboolean written = fd >= 0 && write (fd, line, length) == (gssize) length;

  if (fd >= 0)
    close (fd);
  return written;
}

gboolean
inlay_registry_place_add_token (const char  *folder,
                                const char  *line,
                                GError     **error)
{
  g_autofree char *path = g_build_filename (folder, INLAY_REGISTRY_TOKENS, NULL);

  return write_line (path, O_APPEND, line) || fail_errno (path, error);
}

int
inlay_registry_place_open_lock (const char  *folder,
                                GError     **error)
{
  g_autofree char *path = g_build_filename (folder, INLAY_REGISTRY_LOCK, NULL);
  int lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock < 0)
    fail_errno (path, error);
  return lock;
}

/* The lock belongs to this opening of the file, which outlives exec and is nobody else's. */
gboolean
inlay_registry_place_take_lock (const char *path)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int lock = open (path, O_RDWR | O_CREAT, 0600);

  /* What the file says is of whoever had the lock before. */
  return lock >= 0 && fcntl (lock, F_OFD_SETLK, &whole) == 0 && ftruncate (lock, 0) == 0;
}

gboolean
inlay_registry_place_set_token (const char *path,
                                const char *line)
{
  return write_line (path, O_TRUNC, line);
}

gboolean
inlay_registry_place_is_taken (int lock)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (lock, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}

void
inlay_registry_place_tell_address (int         lock,
                                   const char *process,
                                   const char *address)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", process, address);
  gsize length = strlen (line);

  if (pwrite (lock, line, length, 0) != (gssize) length)
    g_debug ("the address is not told: %s", g_strerror (errno));
}

char *
inlay_registry_place_dup_address (int   lock,
                                  GPid *process)
{
  char text[MAX_LINE + 1];
  gssize length = pread (lock, text, MAX_LINE, 0);
  char *end = length > 0 ? memchr (text, '\n', (gsize) length) : NULL;
  guint64 number;
  char *space;

  if (end == NULL)
    return NULL;
  *end = '\0';
  space = strchr (text, ' ');
  if (space == NULL)
    return NULL;
  *space = '\0';
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &number, NULL))
    return NULL;

  *process = (GPid) number;
  return g_strdup (space + 1);
}
