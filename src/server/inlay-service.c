/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-service.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <inlay-core.h>
#include <string.h>
#include <unistd.h>

/* sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3): environment variables and a datagram. */
#define FIRST_DESCRIPTOR 3

/**
 * inlay_service_take_socket:
 * @error: return location
 *
 * Returns: (transfer full): the socket that whoever started this process listens on for it
 */
GSocket *
inlay_service_take_socket (GError **error)
{
  const char *count = g_getenv ("LISTEN_FDS");
  const char *pid = g_getenv ("LISTEN_PID");
  g_autoptr (GSocket) socket = NULL;

  if (g_strcmp0 (count, "1") != 0 || pid == NULL || g_ascii_strtoll (pid, NULL, 10) != getpid ())
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                           "--listen socket needs exactly one socket from whoever starts the registry (LISTEN_FDS)");
      return NULL;
    }
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_PID");
  fcntl (FIRST_DESCRIPTOR, F_SETFD, FD_CLOEXEC);
  if (!(socket = g_socket_new_from_fd (FIRST_DESCRIPTOR, error)))
    return NULL;
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    return g_steal_pointer (&socket);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the socket is not one of TCP");
  return NULL;
}

static GSocketAddress *
notify_address (const char *path)
{
  if (*path == '@')
    return g_unix_socket_address_new_with_type (path + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  return g_unix_socket_address_new (path);
}

/**
 * inlay_service_notify:
 * @format: printf() format of lines such as “READY=1” and “STATUS=…”
 * @...: its values
 *
 * Nobody may be listening; then nothing happens.
 */
void
inlay_service_notify (const char *format,
                      ...)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  g_autoptr (GSocketAddress) address = path != NULL ? notify_address (path) : NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *state = NULL;
  va_list values;

  if (address == NULL || !(socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL)))
    return;
  va_start (values, format);
  state = g_strdup_vprintf (format, values);
  va_end (values);
  g_socket_send_to (socket, address, state, strlen (state), NULL, NULL);
}

/**
 * inlay_service_notify_reloading:
 *
 * Says that settings are read again, until “READY=1” is said. The time lets systemd tell the answer to
 * its own signal from an earlier one.
 */
void
inlay_service_notify_reloading (void)
{
  inlay_service_notify ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT "\nSTATUS=reading settings again", g_get_monotonic_time ());
}

/**
 * inlay_service_get_watchdog_period:
 *
 * Returns: how often “WATCHDOG=1” is to be said, in microseconds; 0 when nobody waits for it
 */
gint64
inlay_service_get_watchdog_period (void)
{
  const char *period = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");
  guint64 value = 0;

  if (period == NULL || (pid != NULL && g_ascii_strtoll (pid, NULL, 10) != getpid ()) ||
      !g_ascii_string_to_unsigned (period, 10, 2, G_MAXINT64, &value, NULL))
    return 0;
  return (gint64) value / 2;
}

/**
 * inlay_service_forget:
 *
 * A process that was forked from the one that is looked after has nothing to say to anybody.
 */
void
inlay_service_forget (void)
{
  g_unsetenv ("NOTIFY_SOCKET");
  g_unsetenv ("WATCHDOG_USEC");
  g_unsetenv ("WATCHDOG_PID");
}
