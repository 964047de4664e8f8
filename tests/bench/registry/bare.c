/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

/* What the library itself can do: one response, the same to everyone, with the headers the registry
 * sends, too. */

typedef struct
{
  const char *name;
  const char *value;
} Header;

static const Header headers[] = {
  { "Content-Type", "application/json" },
  { "X-Content-Type-Options", "nosniff" },
  { "Referrer-Policy", "same-origin" },
  { "X-Frame-Options", "SAMEORIGIN" },
  { "ETag", "\"0123456789012345678901234567890123456789012\"" },
  { "Cache-Control", "public, max-age=0, must-revalidate" },
  { "Access-Control-Allow-Origin", "*" },
  { "Access-Control-Expose-Headers", "ETag" },
  { "Cross-Origin-Resource-Policy", "cross-origin" },
  { "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox" },
};

static enum MHD_Result
answer (void                   *response,
        struct MHD_Connection  *connection,
        const char             *url,
        const char             *method,
        const char             *version,
        const char             *upload_data,
        size_t                 *upload_data_size,
        void                  **context)
{
  if (*context == NULL)
    {
      *context = response;
      return MHD_YES;
    }
  return MHD_queue_response (connection, MHD_HTTP_OK, response);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *content = NULL;
  gsize size;
  struct MHD_Response *response;
  struct MHD_Daemon *daemon;

  if (argc != 4 || !g_file_get_contents (argv[1], &content, &size, NULL))
    {
      g_printerr ("bare FILE PORT THREADS\n");
      return 2;
    }
  response = MHD_create_response_from_buffer (size, content, MHD_RESPMEM_PERSISTENT);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    MHD_add_response_header (response, headers[i].name, headers[i].value);
  daemon = MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, (guint16) atoi (argv[2]), NULL, NULL, answer, response,
                             MHD_OPTION_THREAD_POOL_SIZE, (unsigned int) atoi (argv[3]), MHD_OPTION_CONNECTION_LIMIT, 4096,
                             MHD_OPTION_CONNECTION_TIMEOUT, 30, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) 12 * 1024, MHD_OPTION_END);
  if (daemon == NULL)
    return 1;
  printf ("ready\n");
  fflush (stdout);
  getchar ();
  MHD_stop_daemon (daemon);
  MHD_destroy_response (response);
  return 0;
}
