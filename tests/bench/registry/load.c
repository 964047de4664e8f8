/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

double
load_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

int
load_connect (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    {
      if (fd >= 0)
        close (fd);
      return -1;
    }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

char *
load_make_request (const LoadOptions *options,
                   guint              count,
                   gsize             *size)
{
  g_autoptr (GString) body = g_string_new (options->body);
  g_autofree char *n = g_strdup_printf ("%u", count);
  g_autofree char *m = g_strdup_printf ("%u", count % 10 + 1);
  char *text;

  g_string_replace (body, "$N", n, 0);
  g_string_replace (body, "$M", m, 0);
  g_string_replace (body, "$E", count % 2 == 0 ? "green" : "blue", 0);
  text = options->body != NULL
         ? g_strdup_printf ("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%sContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\n\r\n%s", options->method, options->path, options->header != NULL ? options->header : "",
                            options->header != NULL ? "\r\n" : "", body->len, body->str)
         : g_strdup_printf ("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s\r\n", options->method, options->path,
                            options->header != NULL ? options->header : "", options->header != NULL ? "\r\n" : "");
  *size = strlen (text);
  return text;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const guint32 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static guint32
at (GArray *sorted,
    double  part)
{
  return sorted->len > 0 ? g_array_index (sorted, guint32, (guint) (part * (sorted->len - 1))) : 0;
}

/* @latencies: guint32, microseconds; sorted here. */
void
load_print (const char *mode,
            GArray     *latencies,
            double      seconds,
            guint       errors,
            const char *more)
{
  g_array_sort (latencies, compare);
  printf ("{\"mode\":\"%s\",\"count\":%u,\"errors\":%u,\"seconds\":%.3f,\"rate\":%.1f,\"p50\":%u,\"p99\":%u,\"max\":%u%s}\n", mode,
          latencies->len, errors, seconds, latencies->len / seconds, at (latencies, 0.5), at (latencies, 0.99), at (latencies, 1),
          more != NULL ? more : "");
}

int
main (int   argc,
      char *argv[])
{
  LoadOptions options = { .connections = 32, .seconds = 5, .rounds = 10, .method = (char *) "GET", .path = (char *) "/" };
  GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "Of the server, on loopback", "PORT" },
    { "connections", 0, 0, G_OPTION_ARG_INT, &options.connections, "How many", "N" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, "How long", "N" },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &options.rounds, "How many events", "N" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &options.method, "Method", "METHOD" },
    { "path", 0, 0, G_OPTION_ARG_STRING, &options.path, "Path", "PATH" },
    { "header", 0, 0, G_OPTION_ARG_STRING, &options.header, "A header", "NAME: VALUE" },
    { "body", 0, 0, G_OPTION_ARG_STRING, &options.body, "Body; $N counts, $M goes from 1 to 10, $E is blue or green", "TEXT" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("requests|streams|slow");
  struct rlimit limit;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc != 2 || options.port == 0)
    {
      g_printerr ("%s", g_option_context_get_help (context, TRUE, NULL));
      return 2;
    }
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  if (strcmp (argv[1], "requests") == 0)
    return load_requests (&options);
  if (strcmp (argv[1], "streams") == 0)
    return load_streams (&options);
  return load_slow (&options);
}
