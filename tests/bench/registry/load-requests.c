/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER (256 * 1024)

typedef struct
{
  int fd;
  double sent;
  gsize missing;       /* bytes of the answer that are still to come; 0: its head is */
  gsize have;
  guint status;
  char head[8192];
} Client;

typedef struct
{
  const LoadOptions *options;
  Client *clients;
  GArray *latencies;
  char *fixed;         /* the request, when all are the same */
  gsize fixed_size;
  guint count;
  guint errors;
  guint64 bytes;
  char *buffer;
} Load;

static gboolean
ask (Load   *load,
     Client *client)
{
  g_autofree char *made = NULL;
  gsize size = load->fixed_size;
  const char *text = load->fixed;

  if (text == NULL)
    text = made = load_make_request (load->options, ++load->count, &size);
  client->sent = load_now ();
  client->have = 0;
  client->missing = 0;
  return send (client->fd, text, size, MSG_NOSIGNAL) == (gssize) size;
}

/* Where the body begins, once the head is there; 0: not yet. */
static gsize
read_head (Client *client)
{
  const char *end, *length;

  client->head[client->have] = '\0';
  if ((end = strstr (client->head, "\r\n\r\n")) == NULL)
    return 0;
  client->status = (guint) atoi (client->head + strlen ("HTTP/1.1 "));
  length = strcasestr (client->head, "\r\nContent-Length:");
  client->missing = length != NULL && length < end && client->status != 304
                    ? strtoul (length + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
  return (gsize) (end - client->head) + 4;
}

static void
finish (Load   *load,
        Client *client)
{
  guint32 latency = (guint32) ((load_now () - client->sent) * 1e6);

  g_array_append_val (load->latencies, latency);
  if (client->status >= 400 || client->status < 200)
    {
      if (load->errors++ == 0)
        g_printerr ("%.*s\n", 600, client->head);
    }
}

/* FALSE: the connection is of no use any more. */
static gboolean
take (Load   *load,
      Client *client)
{
  gssize n = recv (client->fd, load->buffer, BUFFER, MSG_DONTWAIT);
  gsize begin = 0, used;

  if (n <= 0)
    return n < 0 && errno == EAGAIN;
  load->bytes += (guint64) n;
  if (client->missing == 0)
    {
      used = MIN ((gsize) n, sizeof client->head - 1 - client->have);
      memcpy (client->head + client->have, load->buffer, used);
      client->have += used;
      if ((begin = read_head (client)) == 0)
        return client->have < sizeof client->head - 1;
      begin -= client->have - used;
    }
  if ((gsize) n - begin < client->missing)
    {
      client->missing -= (gsize) n - begin;
      return TRUE;
    }
  finish (load, client);
  return ask (load, client);
}

static gboolean
start (Load   *load,
       int     epoll,
       Client *client)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };

  return (client->fd = load_connect (load->options->port)) >= 0 && epoll_ctl (epoll, EPOLL_CTL_ADD, client->fd, &event) == 0 &&
         ask (load, client);
}

static int
run (Load *load,
     int   epoll)
{
  double begin = load_now ();
  struct epoll_event events[256];
  g_autofree char *more = NULL;

  while (load_now () - begin < load->options->seconds)
    {
      int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), 100);

      for (int i = 0; i < n; i++)
        if (!take (load, events[i].data.ptr))
          {
            load->errors++;
            close (((Client *) events[i].data.ptr)->fd);
            if (!start (load, epoll, events[i].data.ptr))
              return 1;
          }
    }
  more = g_strdup_printf (",\"bytes\":%" G_GUINT64_FORMAT, load->bytes);
  load_print ("requests", load->latencies, load_now () - begin, load->errors, more);
  return 0;
}

int
load_requests (const LoadOptions *options)
{
  Load load = { .options = options, .latencies = g_array_new (FALSE, FALSE, sizeof (guint32)), .buffer = g_malloc (BUFFER) };
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  int code = 0;

  load.clients = g_new0 (Client, options->connections);
  if (options->body == NULL || strchr (options->body, '$') == NULL)
    load.fixed = load_make_request (options, 0, &load.fixed_size);
  for (int i = 0; i < options->connections && code == 0; i++)
    if (!start (&load, epoll, &load.clients[i]))
      {
        g_printerr ("no connection %d: %s\n", i, g_strerror (errno));
        code = 1;
      }
  if (code == 0)
    code = run (&load, epoll);

  close (epoll);
  g_array_unref (load.latencies);
  g_free (load.clients);
  g_free (load.fixed);
  g_free (load.buffer);
  return code;
}
