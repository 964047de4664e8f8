/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <inlay-core.h>
#include <string.h>

#include "inlay-probe.h"

#define JS "Content-Type: text/javascript\r\n"
#define OPEN "Access-Control-Allow-Origin: *\r\n"
#define OK "HTTP/1.1 200 OK\r\n"

static void
test_public (void)
{
  static const struct
  {
    const char *address;
    gboolean is_public;
  } cases[] = {
    { "93.184.216.34", TRUE }, { "1.1.1.1", TRUE }, { "100.63.255.255", TRUE }, { "100.128.0.0", TRUE }, { "172.15.0.1", TRUE },
    { "172.32.0.1", TRUE }, { "192.167.1.1", TRUE }, { "198.17.255.255", TRUE }, { "198.20.0.0", TRUE }, { "168.63.129.17", TRUE },
    { "127.0.0.1", FALSE }, { "127.255.255.254", FALSE }, { "0.0.0.0", FALSE }, { "0.1.2.3", FALSE }, { "10.0.0.1", FALSE },
    { "172.16.0.1", FALSE }, { "172.31.255.255", FALSE }, { "192.168.1.1", FALSE }, { "169.254.169.254", FALSE },
    { "100.64.0.1", FALSE }, { "100.100.100.200", FALSE }, { "100.127.255.255", FALSE }, { "192.0.0.192", FALSE },
    { "168.63.129.16", FALSE }, { "192.0.2.1", FALSE }, { "198.18.0.1", FALSE }, { "198.19.255.255", FALSE }, { "198.51.100.7", FALSE },
    { "203.0.113.9", FALSE }, { "224.0.0.1", FALSE }, { "240.0.0.1", FALSE }, { "255.255.255.255", FALSE },
    { "2606:4700:4700::1111", TRUE }, { "2a00:1450:4001::1", TRUE }, { "2002:0101:0101::1", TRUE }, { "64:ff9b::101:101", TRUE },
    { "::1", FALSE }, { "::", FALSE }, { "fe80::1", FALSE }, { "fec0::1", FALSE }, { "fc00::1", FALSE }, { "fd00:ec2::254", FALSE },
    { "ff02::1", FALSE }, { "2001:db8::1", FALSE }, { "2001::1", FALSE }, { "100::1", FALSE }, { "::ffff:127.0.0.1", FALSE },
    { "::ffff:169.254.169.254", FALSE }, { "::ffff:1.1.1.1", TRUE }, { "::127.0.0.1", FALSE }, { "::10.0.0.1", FALSE },
    { "64:ff9b::7f00:1", FALSE }, { "64:ff9b::a9fe:a9fe", FALSE }, { "64:ff9b:1::1", FALSE }, { "2002:7f00:1::", FALSE },
    { "2002:a9fe:a9fe::1", FALSE }, { "3fff::1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_assert_nonnull (address);
      if (inlay_outside_is_public (address) != cases[i].is_public)
        g_error ("%s", cases[i].address);
    }
}

static void
test_parse (void)
{
  static const char * const good[] = { "http://a.example/x", "HTTPS://a.example", "https://[2606:4700::1]:8443/x?y#z" };
  static const char * const bad[] = {
    "", "x", "/x", "file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:text/javascript,1", "http://", "http:///x",
    "http://user:secret@a.example/", "http://a.example/\r\nX: y", "http://a.example/a b", "http://a.example\n/", "//a.example/",
    "gopher://127.0.0.1:6379/", "http://a.example:99999/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GUri) uri = inlay_outside_parse (good[i], NULL);

      g_assert_nonnull (uri);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      if (inlay_outside_parse (bad[i], &error) != NULL)
        g_error ("%s", bad[i]);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

/* A server that says the same to everyone: to HEAD, and to GET. */
typedef struct
{
  GSocketService *service;
  guint16 port;
  const char *head;
  const char *get;
  GMutex lock;
  GString *asked;
  guint count;
} Site;

static gboolean
answer_cb (GThreadedSocketService *service,
           GSocketConnection      *connection,
           GObject                *source,
           gpointer                data)
{
  Site *site = data;
  char buffer[2048];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer - 1, NULL, NULL);
  g_autofree char *port = g_strdup_printf ("%u", site->port);
  g_autoptr (GString) answer = NULL;

  if (n <= 0)
    return TRUE;
  buffer[n] = '\0';
  answer = g_string_new (g_str_has_prefix (buffer, "HEAD") ? site->head : site->get);
  g_string_replace (answer, "$PORT", port, 0);
  g_string_append (answer, "\r\n");
  g_mutex_lock (&site->lock);
  g_string_assign (site->asked, buffer);
  site->count++;
  g_mutex_unlock (&site->lock);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer->str, answer->len, NULL, NULL, NULL);
  return TRUE;
}

static gpointer
loop_thread (gpointer loop)
{
  g_main_loop_run (loop);
  return NULL;
}

static void
site_start (Site *site)
{
  site->service = g_threaded_socket_service_new (4);
  site->asked = g_string_new (NULL);
  g_mutex_init (&site->lock);
  site->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (site->service), NULL, NULL);
  g_assert_cmpuint (site->port, >, 0);
  g_signal_connect (site->service, "run", G_CALLBACK (answer_cb), site);
  g_socket_service_start (site->service);
}

static void
site_stop (Site *site)
{
  g_socket_service_stop (site->service);
  g_socket_listener_close (G_SOCKET_LISTENER (site->service));
  g_object_unref (site->service);
  g_string_free (site->asked, TRUE);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *head;
    const char *get;
    const char *path;
    const char *origin;
    const char *problem;   /* NULL: healthy */
  } cases[] = {
    { OK JS OPEN, NULL, "/a.js", NULL, NULL },
    { "HTTP/1.1 200 OK\r\nCONTENT-TYPE:  Text/JavaScript ; charset=utf-8\r\naccess-control-allow-origin: *\r\n", NULL, "/a.js", NULL, NULL },
    { OK "Content-Type: application/ecmascript\r\n" OPEN, NULL, "/", NULL, NULL },
    { OK "Content-Type: text/html\r\n" OPEN, NULL, "/a.js", NULL, "text/html" },
    { OK "Content-Type: text/javascript-not\r\n" OPEN, NULL, "/a.js", NULL, "text/javascript-not" },
    { OK OPEN, NULL, "/a.js", NULL, "nothing" },
    { OK "Content-Type: application/json\r\n" OPEN, NULL, "/a.js", NULL, "application/json" },
    { OK "Content-Type: application/json\r\n" OPEN, NULL, "/a.json", NULL, NULL },
    { OK JS, NULL, "/a.js", NULL, "CORS" },
    { OK JS "Access-Control-Allow-Origin: https://shop.example\r\n", NULL, "/a.js", "https://shop.example", NULL },
    { OK JS "Access-Control-Allow-Origin: https://other.example\r\n", NULL, "/a.js", "https://shop.example", "CORS" },
    { OK JS OPEN, NULL, "/a.js", "https://shop.example", NULL },
    { "HTTP/1.1 404 Not Found\r\n", "HTTP/1.1 404 Not Found\r\n", "/a.js", NULL, "404" },
    { "HTTP/1.1 500 Oh\r\n", "HTTP/1.1 500 Oh\r\n", "/a.js", NULL, "500" },
    { "HTTP/1.1 405 No\r\n", "HTTP/1.1 206 Part\r\n" JS OPEN, "/a.js", NULL, NULL },
    { "HTTP/1.1 501 No\r\n", OK JS OPEN, "/a.js", NULL, NULL },
    { "HTTP/1.1 403 No\r\n", "HTTP/1.1 403 No\r\n", "/a.js", NULL, "403" },
    { "HTTP/1.1 204 None\r\n", NULL, "/a.js", NULL, "nothing" },
    { "HTTP/1.1 304 Same\r\n", NULL, "/a.js", NULL, "304" },
    { "nonsense\r\n", NULL, "/a.js", NULL, "HTTP" },
    { "HTTP/1.1 302 There\r\nLocation: http://127.0.0.1:$PORT/again\r\n", NULL, "/a.js", NULL, "leads on more than" },
    { "HTTP/1.1 302 There\r\nLocation: /again\r\n", NULL, "/a.js", NULL, "leads on more than" },
    { "HTTP/1.1 302 There\r\nLocation: file:///etc/passwd\r\n", NULL, "/a.js", NULL, "leads to file" },
    { "HTTP/1.1 302 There\r\nLocation: http://10.0.0.1/\r\n", NULL, "/a.js", NULL, "inside this network" },
    { "HTTP/1.1 302 There\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n", NULL, "/a.js", NULL, "inside this network" },
  };
  InlayOutsidePolicy policy = { .loopback = TRUE };
  Site site = { NULL };

  site_start (&site);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", site.port, cases[i].path);
      g_autoptr (GError) error = NULL;
      gboolean good;

      site.head = cases[i].head;
      site.get = cases[i].get != NULL ? cases[i].get : "HTTP/1.1 500 Not asked\r\n";
      good = inlay_probe_run (url, cases[i].origin, &policy, NULL, &error);
      if (good != (cases[i].problem == NULL) || (error != NULL && strstr (error->message, cases[i].problem) == NULL))
        g_error ("%u: %s", i, error != NULL ? error->message : "healthy");
    }
  site_stop (&site);
}

static void
test_request (void)
{
  InlayOutsidePolicy policy = { .loopback = TRUE };
  Site site = { .head = "HTTP/1.1 405 No\r\n", .get = OK JS OPEN };
  g_autofree char *url = NULL;
  g_autofree char *host = NULL;

  site_start (&site);
  url = g_strdup_printf ("http://127.0.0.1:%u/a%%20b.js?v=1#part", site.port);
  host = g_strdup_printf ("\r\nHost: 127.0.0.1:%u\r\n", site.port);
  g_assert_true (inlay_probe_run (url, "https://shop.example", &policy, NULL, NULL));
  g_assert_true (g_str_has_prefix (site.asked->str, "GET /a%20b.js?v=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (site.asked->str, host));
  g_assert_nonnull (strstr (site.asked->str, "\r\nRange: bytes=0-0\r\n"));
  g_assert_nonnull (strstr (site.asked->str, "\r\nOrigin: https://shop.example\r\n"));
  g_assert_cmpuint (site.count, ==, 2);
  site_stop (&site);
}

/* What is not allowed is not even connected to. */
static void
test_refused (void)
{
  static const char * const hosts[] = { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "0x7f.1", "2130706433", "127.1" };
  char *allowed[] = { (char *) "localhost", NULL };
  InlayOutsidePolicy policy = { .loopback = FALSE };
  Site site = { .head = OK JS OPEN, .get = OK JS OPEN };

  site_start (&site);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%u/a.js", hosts[i], site.port);
      g_autoptr (GError) error = NULL;

      g_assert_false (inlay_probe_run (url, NULL, &policy, NULL, &error));
      if (!g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED) && error->domain != G_RESOLVER_ERROR &&
          !g_error_matches (error, INLAY_ERROR, INLAY_ERROR_INVALID))
        g_error ("%s: %s", hosts[i], error->message);
    }
  g_assert_cmpuint (site.count, ==, 0);

  policy.hosts = allowed;
  {
    g_autofree char *url = g_strdup_printf ("http://LocalHost:%u/a.js", site.port);
    g_autofree char *other = g_strdup_printf ("http://127.0.0.1:%u/a.js", site.port);
    g_autoptr (GError) error = NULL;

    g_assert_true (inlay_probe_run (url, NULL, &policy, NULL, NULL));
    g_assert_false (inlay_probe_run (other, NULL, &policy, NULL, &error));
    g_assert_error (error, INLAY_ERROR, INLAY_ERROR_DENIED);
  }
  site_stop (&site);
}

/* Says of every name what the next line of @answers says. */
typedef struct
{
  GResolver parent;
  const char * const *answers;
  guint asked;
} Liar;

typedef GResolverClass LiarClass;

static GType liar_get_type (void);

G_DEFINE_TYPE (Liar, liar, G_TYPE_RESOLVER)

static GList *
answer (GResolver     *resolver,
        const char    *name G_GNUC_UNUSED,
        GCancellable  *cancellable G_GNUC_UNUSED,
        GError       **error G_GNUC_UNUSED)
{
  Liar *self = (Liar *) resolver;
  g_auto (GStrv) texts = g_strsplit (self->answers[self->asked], " ", -1);
  GList *addresses = NULL;

  self->asked++;
  for (guint i = 0; texts[i] != NULL; i++)
    addresses = g_list_append (addresses, g_inet_address_new_from_string (texts[i]));
  return addresses;
}

static void
liar_class_init (LiarClass *class)
{
  class->lookup_by_name = answer;
}

static void
liar_init (Liar *self G_GNUC_UNUSED)
{
}

/* Of a name's addresses only those that may be asked are; and it is asked once what they are, so that it
 * cannot answer with others in between. */
static void
test_liar (void)
{
  static const struct
  {
    const char *addresses;
    const char *allowed;
  } cases[] = {
    { "93.184.216.34", "93.184.216.34" }, { "10.0.0.1 93.184.216.34 ::1", "93.184.216.34" },
    { "127.0.0.1", "" }, { "fe80::1 169.254.169.254 0.0.0.0 ::ffff:10.0.0.1", "" },
    { "fd00::1 2606:4700:4700::1111 192.168.0.1 1.1.1.1", "2606:4700:4700::1111 1.1.1.1" },
  };
  static const char * const turning[] = { "127.0.0.1", "10.0.0.1", "10.0.0.1", NULL };
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = g_object_new (liar_get_type (), NULL);
  g_autoptr (GUri) uri = inlay_outside_parse ("http://liar.example/a.js", NULL);
  Liar *liar = (Liar *) resolver;
  InlayOutsidePolicy policy = { .loopback = FALSE };

  g_resolver_set_default (resolver);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) found = g_string_new (NULL);
      GList *addresses;

      liar->answers = &cases[i].addresses;
      liar->asked = 0;
      addresses = inlay_outside_resolve (uri, &policy, NULL, NULL);
      for (GList *l = addresses; l != NULL; l = l->next)
        {
          g_autofree char *text = g_inet_address_to_string (l->data);

          g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", text);
        }
      g_list_free_full (addresses, g_object_unref);
      g_assert_cmpstr (found->str, ==, cases[i].allowed);
    }
  {
    Site site = { .head = OK JS OPEN };
    g_autofree char *url = NULL;

    site_start (&site);
    url = g_strdup_printf ("http://liar.example:%u/a.js", site.port);
    policy.loopback = TRUE;
    liar->answers = turning;
    liar->asked = 0;
    g_assert_true (inlay_probe_run (url, NULL, &policy, NULL, NULL));
    g_assert_cmpuint (liar->asked, ==, 1);
    g_assert_false (inlay_probe_run (url, NULL, &policy, NULL, NULL));
    g_assert_cmpuint (liar->asked, ==, 2);
    g_assert_cmpuint (site.count, ==, 1);
    site_stop (&site);
  }
  g_resolver_set_default (before);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  InlayOutsidePolicy policy = { .loopback = TRUE };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (inlay_probe_run ("http://127.0.0.1:9/", NULL, &policy, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GThread *thread;
  int code;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/public", test_public);
  g_test_add_func ("/probe/parse", test_parse);
  g_test_add_func ("/probe/answers", test_answers);
  g_test_add_func ("/probe/request", test_request);
  g_test_add_func ("/probe/refused", test_refused);
  g_test_add_func ("/probe/liar", test_liar);
  g_test_add_func ("/probe/cancel", test_cancel);
  thread = g_thread_new ("accept", loop_thread, loop);
  code = g_test_run ();
  g_main_loop_quit (loop);
  g_thread_join (thread);
  return code;
}
