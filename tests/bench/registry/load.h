/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

/* The load client of the benchmarks: one thread, epoll, connections kept alive. Each mode prints one
 * line of JSON. */
typedef struct
{
  int port;
  int connections;
  double seconds;
  int rounds;        /* events to wait for */
  char *method;
  char *path;
  char *header;      /* nullable: a whole line */
  char *body;        /* nullable; $N is a count, $M goes from 1 to 10, $E is blue or green */
} LoadOptions;

int     load_requests      (const LoadOptions *options);
int     load_streams       (const LoadOptions *options);
int     load_slow          (const LoadOptions *options);

/* Shared by the modes. */
int     load_connect       (int                port);
char   *load_make_request  (const LoadOptions *options,
                            guint              count,
                            gsize             *size);
void    load_print         (const char        *mode,
                            GArray            *latencies,
                            double             seconds,
                            guint              errors,
                            const char        *more);
double  load_now           (void);
