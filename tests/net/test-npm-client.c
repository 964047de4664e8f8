/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <inlay-core.h>
#include <libsoup/soup.h>
#include <string.h>

#include "inlay-npm-client.h"

#define GOOD "{\"name\":\"%s\",\"versions\":{\"1.0.0\":{}}}"

typedef struct
{
  SoupServer *server;
  char *base;
  InlayNpmClient *client;
  guint n_asked;
  guint n_busy;        /* how many answers ask to come back */
  char *if_none_match; /* of the last question */
} Fixture;

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *type,
        const char        *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_well (SoupServerMessage *message,
             const char        *name)
{
  g_autofree char *body = g_strdup_printf (GOOD, name);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "ETag", "\"7\"");
  answer (message, 200, "application/json", body);
}

static void
answer_busily (Fixture           *self,
               SoupServerMessage *message,
               guint              status,
               const char        *after)
{
  if (self->n_busy-- > 0)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", after);
      answer (message, status, "text/plain", "later");
    }
  else
    answer_well (message, "busy");
}

/* 64 MiB that are a few on the way. */
static void
answer_bomb (SoupServerMessage *message)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *blanks = g_strnfill (1024 * 1024, ' ');
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 64; i++)
    g_assert_true (g_output_stream_write_all (stream, blanks, 1024 * 1024, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 1024 * 1024);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Encoding", "gzip");
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes));
}

static void
answer_cut (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  static const char text[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"name\":";

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *self = user_data;
  const char *name = path + 1;

  self->n_asked++;
  g_free (self->if_none_match);
  self->if_none_match = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                               "If-None-Match"));

  if (g_str_equal (name, "kept") && g_strcmp0 (self->if_none_match, "\"7\"") == 0)
    soup_server_message_set_status (message, 304, NULL);
  else if (g_str_equal (name, "good") || g_str_equal (name, "kept") || g_str_equal (name, "@scope/kit"))
    answer_well (message, name);
  else if (g_str_equal (name, "silent"))
    soup_server_message_pause (message);
  else if (g_str_equal (name, "moved"))
    soup_server_message_set_redirect (message, 301, "/elsewhere/moved");
  else if (g_str_equal (name, "elsewhere/moved"))
    answer_well (message, "moved");
  else if (g_str_equal (name, "circle"))
    soup_server_message_set_redirect (message, 302, "/circle");
  else if (g_str_equal (name, "inside"))
    soup_server_message_set_redirect (message, 302, "file:///etc/hostname");
  else if (g_str_equal (name, "page"))
    answer (message, 200, "text/html", "<!doctype html><title>Log in</title>");
  else if (g_str_equal (name, "plain"))
    answer (message, 200, "text/plain", "{\"name\":\"plain\",\"versions\":{}}");
  else if (g_str_equal (name, "broken"))
    answer (message, 200, "application/json", "{\"name\":\"broken\",");
  else if (g_str_equal (name, "empty"))
    answer (message, 200, "application/json", "");
  else if (g_str_equal (name, "cut"))
    answer_cut (message);
  else if (g_str_equal (name, "bomb"))
    answer_bomb (message);
  else if (g_str_equal (name, "secret"))
    answer (message, 401, "application/json", "{}");
  else if (g_str_equal (name, "unasked"))
    soup_server_message_set_status (message, 304, NULL);
  else if (g_str_equal (name, "busy"))
    answer_busily (self, message, 429, "1");
  else if (g_str_equal (name, "overloaded"))
    answer_busily (self, message, 503, "20");
  else if (g_str_equal (name, "down"))
    answer (message, 500, "text/plain", "");
  else
    answer (message, 404, "application/json", "{\"error\":\"Not found\"}");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, serve_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (self->server);
  self->base = g_uri_to_string (uris->data);
  self->client = inlay_npm_client_new (self->base, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  inlay_npm_client_free (self->client);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_free (self->if_none_match);
  g_free (self->base);
}

static void
fetch_well (Fixture    *self,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayPackument) packument = inlay_npm_client_fetch (self->client, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (inlay_packument_get_name (packument), ==, name);
}

static void
fetch_badly (Fixture    *self,
             const char *name,
             gint        code,
             const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayPackument) packument = inlay_npm_client_fetch (self->client, name, NULL, &error);

  g_assert_null (packument);
  g_assert_error (error, INLAY_ERROR, code);
  if (strstr (error->message, words) == NULL)
    g_error ("%s: %s", name, error->message);
}

static void
test_kept (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (InlayPackument) first = NULL;
  g_autoptr (InlayPackument) second = NULL;
  g_autoptr (GError) error = NULL;

  first = inlay_npm_client_fetch (self->client, "kept", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (self->if_none_match);
  second = inlay_npm_client_fetch (self->client, "kept", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (self->if_none_match, ==, "\"7\"");
  g_assert_cmpuint (self->n_asked, ==, 2);
  g_assert_true (first == second);

  /* One that changed is read anew; one that was never read cannot be unchanged. */
  fetch_well (self, "good");
  fetch_well (self, "good");
  g_assert_cmpstr (self->if_none_match, ==, "\"7\"");
  fetch_badly (self, "unasked", INLAY_ERROR_UNAVAILABLE, "304");
}

static void
test_answers (Fixture       *self,
              gconstpointer  data)
{
  fetch_well (self, "@scope/kit");
  fetch_well (self, "plain");
  fetch_badly (self, "gone", INLAY_ERROR_NOT_FOUND, "no package gone");
  fetch_badly (self, "secret", INLAY_ERROR_DENIED, "secret");
  fetch_badly (self, "down", INLAY_ERROR_UNAVAILABLE, "500");
  fetch_badly (self, "page", INLAY_ERROR_INVALID, "text/html instead of JSON");
  fetch_badly (self, "broken", INLAY_ERROR_INVALID, "broken");
  fetch_badly (self, "empty", INLAY_ERROR_INVALID, "empty");
  fetch_badly (self, "cut", INLAY_ERROR_UNAVAILABLE, "cannot be reached");
  fetch_badly (self, "bomb", INLAY_ERROR_LIMIT, "larger than 32 MiB");
  fetch_badly (self, "../gone", INLAY_ERROR_INVALID, "name of a package");
}

static void
test_redirects (Fixture       *self,
                gconstpointer  data)
{
  fetch_well (self, "moved");
  fetch_badly (self, "circle", INLAY_ERROR_UNAVAILABLE, "cannot be reached");
  fetch_badly (self, "inside", INLAY_ERROR_UNAVAILABLE, "");
}

static void
test_retry_after (Fixture       *self,
                  gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  self->n_busy = 1;
  fetch_well (self, "busy");
  g_assert_cmpuint (self->n_asked, ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);

  /* No time for it: told at once. */
  inlay_npm_client_set_deadline (self->client, 10000);
  start = g_get_monotonic_time ();
  self->n_busy = 9;
  fetch_badly (self, "overloaded", INLAY_ERROR_UNAVAILABLE, "wait 20 s");
  g_assert_cmpuint (self->n_asked, ==, 3);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);

  /* Not for ever. */
  fetch_badly (self, "busy", INLAY_ERROR_UNAVAILABLE, "429");
  g_assert_cmpuint (self->n_asked, ==, 6);
}

static void
test_deadline (Fixture       *self,
               gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  inlay_npm_client_set_deadline (self->client, 200);
  fetch_badly (self, "silent", INLAY_ERROR_UNAVAILABLE, "took too long");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 200 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  static const char * const names[] = { "silent", "busy" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      self->n_busy = 9;
      g_timeout_add (50, cancel_cb, cancellable);
      g_assert_null (inlay_npm_client_fetch (self->client, names[i], cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);

      self->n_asked = 0;
      g_assert_null (inlay_npm_client_fetch (self->client, "good", cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (self->n_asked, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  /* The proxies of this machine are not asked about. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/npm-client/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/npm-client/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/npm-client/redirects", Fixture, NULL, set_up, test_redirects, tear_down);
  g_test_add ("/npm-client/retry-after", Fixture, NULL, set_up, test_retry_after, tear_down);
  g_test_add ("/npm-client/deadline", Fixture, NULL, set_up, test_deadline, tear_down);
  g_test_add ("/npm-client/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return g_test_run ();
}
