/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <gio/gio.h>
#include <inlay-client.h>
#include <string.h>

#define TOKEN "inlay_do-not-write-me-down"

/* What the server does with one request after the other; the last one stays. */
typedef struct
{
  const char *path;
  const char *answers[4];
  guint n_requests;
  int code;                 /* of INLAY_ERROR, or -1: it goes through */
  const char *message;      /* part of it */
} Case;

#define OK "200 OK\n{\"success\":true,\"environment\":\"green\"}"
#define CUT_ANSWER "200 OK\n#cut"
#define CUT_REQUEST "#cut"

static const Case cases[] = {
  { "through", { OK }, 3, -1, NULL },
  { "401", { "401 No\n{\"code\":\"denied\",\"detail\":\"POST /api/modules needs a token\"}" }, 1,
    INLAY_ERROR_DENIED, "needs a token" },
  { "403", { OK, "403 No\n{\"code\":\"denied\",\"detail\":\"the token of anna does not allow it\"}" }, 2,
    INLAY_ERROR_DENIED, "composition shop: the token of anna" },
  { "409", { OK, OK, "409 No\n{\"code\":\"conflict\",\"detail\":\"a rollout runs on green\"}" }, 3,
    INLAY_ERROR_CONFLICT, "a rollout runs" },
  { "500-without-words", { "500 Oops\n<html>sorry</html>" }, 1, INLAY_ERROR_UNAVAILABLE, "500" },
  /* Only what may be done twice is tried again: the PUT, not the POST. */
  { "503-then-fine", { OK, "503 Busy\n{}", OK }, 4, -1, NULL },
  { "503-on-post", { "503 Busy\n{\"detail\":\"the database is away\"}", OK }, 1,
    INLAY_ERROR_UNAVAILABLE, "the database is away" },
  { "cut-answer", { CUT_ANSWER }, 1, INLAY_ERROR_UNAVAILABLE, "the answer was cut off" },
  { "cut-request", { CUT_REQUEST }, 1, INLAY_ERROR_UNAVAILABLE, "cannot be reached" },
  { "cut-then-fine", { OK, CUT_REQUEST, OK }, 4, -1, NULL },
};

typedef struct
{
  const Case *test;
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  guint16 port;
  guint n_requests;         /* read after the thread ended */
  guint n_authorized;
} Server;

/* Reads one request; returns FALSE when there is none. */
static gboolean
read_request (Server           *server,
              GDataInputStream *input,
              gboolean          cut)
{
  gsize length = 0;
  g_autofree char *first = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  g_autofree char *body = NULL;

  if (first == NULL)
    return FALSE;

  server->n_requests++;
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL || *g_strchomp (line) == '\0')
        break;
      if (g_ascii_strncasecmp (line, "Content-Length: ", 16) == 0)
        length = g_ascii_strtoull (line + 16, NULL, 10);
      server->n_authorized += g_str_equal (line, "Authorization: Bearer " TOKEN);
    }
  if (cut)
    return TRUE;

  body = g_malloc (length + 1);
  return g_input_stream_read_all (G_INPUT_STREAM (input), body, length, NULL, NULL, NULL);
}

static void
write_answer (GIOStream  *connection,
              const char *answer)
{
  GOutputStream *output = g_io_stream_get_output_stream (connection);
  const char *body = strchr (answer, '\n') + 1;
  gboolean cut = g_str_equal (body, "#cut");
  g_autofree char *status = g_strndup (answer, body - 1 - answer);

  g_output_stream_printf (output, NULL, NULL, NULL,
                          "HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
                          "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                          status, cut ? 1000 : strlen (body), cut ? "{\"success\":" : body);
}

static gpointer
serve (gpointer data)
{
  Server *server = data;
  guint n = 0;

  for (;;)
    {
      g_autoptr(GSocketConnection) connection =
        g_socket_listener_accept (server->listener, NULL, server->stop, NULL);
      g_autoptr(GDataInputStream) input = NULL;
      const char *answer = server->test->answers[n];

      if (connection == NULL)
        return NULL;

      input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
      g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
      if (read_request (server, input, g_str_equal (answer, CUT_REQUEST)))
        {
          if (!g_str_equal (answer, CUT_REQUEST))
            write_answer (G_IO_STREAM (connection), answer);
          if (n + 1 < G_N_ELEMENTS (server->test->answers) && server->test->answers[n + 1] != NULL)
            n++;
        }
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
}

static void
server_start (Server     *server,
              const Case *test)
{
  g_autoptr(GError) error = NULL;

  *server = (Server) { .test = test, .listener = g_socket_listener_new (), .stop = g_cancellable_new () };
  server->port = g_socket_listener_add_any_inet_port (server->listener, NULL, &error);
  g_assert_no_error (error);
  server->thread = g_thread_new ("server", serve, server);
}

static void
server_stop (Server *server)
{
  g_cancellable_cancel (server->stop);
  g_thread_join (server->thread);
  g_socket_listener_close (server->listener);
  g_object_unref (server->listener);
  g_object_unref (server->stop);
}

static JsonNode *
new_plan (void)
{
  g_autoptr(JsonNode) plan = NULL;
  g_autoptr(GError) error = NULL;

  plan = inlay_json_read_text ("{\"title\":\"Shop\",\"steps\":["
                               "{\"title\":\"cart@1.0.0\",\"method\":\"POST\",\"path\":\"/api/modules\","
                               "\"body\":{\"moduleId\":\"cart\"}},"
                               "{\"title\":\"composition shop\",\"method\":\"PUT\","
                               "\"path\":\"/api/compositions/shop\",\"body\":{\"id\":\"shop\"}}]}",
                               -1, &error);
  g_assert_no_error (error);
  return inlay_publish_plan_add_deploy (plan, "shop", "1.0.0", NULL, "first");
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GString *written;

/* Everything that is logged, at any level. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  g_autofree char *text = g_log_writer_format_fields (level, fields, n_fields, FALSE);

  g_string_append (written, text);
  return G_LOG_WRITER_HANDLED;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  Server server;
  g_autofree char *base = NULL;
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) plan = new_plan ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(GError) error = NULL;

  server_start (&server, test);
  base = g_strdup_printf ("http://127.0.0.1:%u", server.port);
  client = inlay_client_new (base, TOKEN, &error);
  g_assert_no_error (error);

  inlay_client_run_plan_async (client, plan, NULL, NULL, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = inlay_client_run_plan_finish (client, result, &error);
  g_clear_object (&result);
  g_clear_object (&client);
  server_stop (&server);

  if (test->code < 0)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (inlay_json_get_string (answer, "environment"), ==, "green");
    }
  else
    {
      g_assert_null (answer);
      g_assert_error (error, INLAY_ERROR, test->code);
      if (strstr (error->message, test->message) == NULL)
        g_error ("“%s” does not say “%s”", error->message, test->message);
      g_assert_null (strstr (error->message, TOKEN));
    }
  g_assert_cmpuint (server.n_requests, ==, test->n_requests);
  g_assert_cmpuint (server.n_authorized, ==, server.n_requests);
  g_assert_null (strstr (written->str, TOKEN));
}

/* A cancelled run ends at once and says so, whatever the server does. */
static void
test_cancelled (void)
{
  static const Case silent = { "silent", { CUT_REQUEST }, 0, 0, NULL };
  Server server;
  g_autofree char *base = NULL;
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) plan = new_plan ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(GError) error = NULL;

  server_start (&server, &silent);
  base = g_strdup_printf ("http://127.0.0.1:%u", server.port);
  client = inlay_client_new (base, TOKEN, &error);
  inlay_client_run_plan_async (client, plan, NULL, NULL, cancellable, done_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = inlay_client_run_plan_finish (client, result, &error);
  server_stop (&server);

  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  written = g_string_new (NULL);
  g_log_set_writer_func (write_log, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/plan/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/plan/cancelled", test_cancelled);

  return g_test_run ();
}
