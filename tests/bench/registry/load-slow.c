/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "load.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BEGINNING "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
#define PIECE "X-A: b\r\n"
#define PAUSE 1.0

/* Holds connections that never finish their headers: each says a little every second, and comes back
 * when it is sent away. */
int
load_slow (const LoadOptions *options)
{
  g_autofree int *fds = g_new (int, options->connections);
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (guint32));
  double begin = load_now ();
  guint again = 0;
  g_autofree char *more = NULL;

  for (int i = 0; i < options->connections; i++)
    fds[i] = -1;
  for (gboolean is_first = TRUE; load_now () - begin < options->seconds; is_first = FALSE)
    {
      double round = load_now ();

      for (int i = 0; i < options->connections; i++)
        {
          char answer[512];

          if (fds[i] >= 0 && recv (fds[i], answer, sizeof answer, MSG_DONTWAIT) >= 0)
            {
              close (fds[i]);
              fds[i] = -1;
              again++;
            }
          if (fds[i] < 0 && (fds[i] = load_connect (options->port)) >= 0)
            send (fds[i], BEGINNING, strlen (BEGINNING), MSG_NOSIGNAL | MSG_DONTWAIT);
          else if (fds[i] >= 0)
            send (fds[i], PIECE, strlen (PIECE), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
      if (is_first)
        {
          printf ("ready\n");
          fflush (stdout);
        }
      if (load_now () - round < PAUSE)
        g_usleep ((gulong) ((PAUSE - (load_now () - round)) * 1e6));
    }
  more = g_strdup_printf (",\"again\":%u", again);
  load_print ("slow", nothing, load_now () - begin, 0, more);
  for (int i = 0; i < options->connections; i++)
    if (fds[i] >= 0)
      close (fds[i]);
  return 0;
}
