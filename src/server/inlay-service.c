/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-service.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <inlay-core.h>
#include <string.h>
#include <unistd.h>

/* sd_listen_fds(3), sd_notify(3): two environment variables and a datagram. */
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
 * @state: lines such as “READY=1”
 *
 * Nobody may be listening; then nothing happens.
 */
void
inlay_service_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  g_autoptr (GSocketAddress) address = path != NULL ? notify_address (path) : NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  if (address != NULL && socket != NULL)
    g_socket_send_to (socket, address, state, strlen (state), NULL, NULL);
}
