/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ASK "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define MAX_WAIT 30

/* Opens event streams, makes something happen, and sees when each of them hears of it. */

static guint
receive (int         epoll,
         const char *word,
         guint       wanted,
         double      begin,
         GArray     *latencies)
{
  struct epoll_event events[512];
  guint heard = 0;
  char buffer[8192];

  while (heard < wanted && load_now () - begin < MAX_WAIT)
    {
      int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), 200);

      for (int i = 0; i < n; i++)
        {
          gssize size = recv (events[i].data.fd, buffer, sizeof buffer - 1, MSG_DONTWAIT);
          guint32 latency = (guint32) ((load_now () - begin) * 1e6);

          if (size == 0 || (size < 0 && errno != EAGAIN))
            {
              epoll_ctl (epoll, EPOLL_CTL_DEL, events[i].data.fd, NULL);
              continue;
            }
          if (size < 0)
            continue;
          buffer[size] = '\0';
          if (strstr (buffer, word) == NULL)
            continue;
          heard++;
          if (latencies != NULL)
            g_array_append_val (latencies, latency);
        }
    }
  return heard;
}

static gboolean
open_streams (const LoadOptions *options,
              int                epoll,
              int               *fds)
{
  for (int i = 0; i < options->connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN };

      if ((fds[i] = load_connect (options->port)) < 0 || send (fds[i], ASK, strlen (ASK), MSG_NOSIGNAL) != (gssize) strlen (ASK))
        {
          g_printerr ("no stream %d: %s\n", i, g_strerror (errno));
          return FALSE;
        }
      event.data.fd = fds[i];
      epoll_ctl (epoll, EPOLL_CTL_ADD, fds[i], &event);
    }
  return receive (epoll, ": connected", (guint) options->connections, load_now (), NULL) == (guint) options->connections;
}

/* Somebody may want to look at the server between: “ready” is said, and a line waited for. */
static void
wait_for_line (void)
{
  char line[16];

  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    g_debug ("nobody waits");
}

int
load_streams (const LoadOptions *options)
{
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  g_autofree int *fds = g_new0 (int, options->connections);
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint missed = 0;
  double begin;
  int writer;

  if (!open_streams (options, epoll, fds))
    return 1;
  wait_for_line ();
  begin = load_now ();
  if ((writer = load_connect (options->port)) < 0)
    return 1;
  for (int i = 0; i < options->rounds; i++)
    {
      gsize size;
      g_autofree char *request = load_make_request (options, (guint) i, &size);
      char answer[8192];
      double sent = load_now ();

      if (send (writer, request, size, MSG_NOSIGNAL) != (gssize) size)
        return 1;
      missed += (guint) options->connections - receive (epoll, "\nevent: ", (guint) options->connections, sent, latencies);
      if (recv (writer, answer, sizeof answer, 0) <= 0)
        return 1;
      g_usleep (200000);
    }
  load_print ("streams", latencies, load_now () - begin, missed, NULL);
  for (int i = 0; i < options->connections; i++)
    close (fds[i]);
  close (writer);
  close (epoll);
  return 0;
}
