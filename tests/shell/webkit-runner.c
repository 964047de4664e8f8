/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <webkit/webkit.h>

/* Loads a page and prints what it leaves in its data-result: `webkit-runner URL`. */

#define PATIENCE_SECONDS 60
#define POLL_MILLISECONDS 50

typedef struct
{
  GMainLoop     *loop;
  WebKitWebView *view;
  int            status;
} Runner;

static void
on_evaluated (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Runner *runner = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JSCValue) value = NULL;
  g_autofree char *text = NULL;

  value = webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (object), result, &error);
  if (value == NULL || !jsc_value_is_string (value))
    return;
  text = jsc_value_to_string (value);
  g_print ("%s\n", text);
  runner->status = 0;
  g_main_loop_quit (runner->loop);
}

static gboolean
on_poll (gpointer user_data)
{
  Runner *runner = user_data;

  webkit_web_view_evaluate_javascript (runner->view, "document.documentElement.dataset.result", -1,
                                       NULL, NULL, NULL, on_evaluated, runner);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_late (gpointer user_data)
{
  Runner *runner = user_data;

  g_printerr ("no result after %d seconds\n", PATIENCE_SECONDS);
  g_main_loop_quit (runner->loop);
  return G_SOURCE_REMOVE;
}

/* window.open() of the page; it lives as long as the program. */
static GtkWidget *
on_create (WebKitWebView          *view,
           WebKitNavigationAction *action,
           gpointer                user_data)
{
  GtkWidget *other = g_object_new (WEBKIT_TYPE_WEB_VIEW, "related-view", view, NULL);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), other);
  gtk_window_present (GTK_WINDOW (window));
  return other;
}

static WebKitWebView *
create_view (void)
{
  WebKitNetworkSession *session = webkit_network_session_new_ephemeral ();
  WebKitSettings *settings = webkit_settings_new ();
  WebKitWebView *view;

  webkit_settings_set_hardware_acceleration_policy (settings,
                                                    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  webkit_settings_set_javascript_can_open_windows_automatically (settings, TRUE);
  webkit_settings_set_enable_write_console_messages_to_stdout (settings, TRUE);
  view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                       "network-session", session,
                       "settings", settings,
                       NULL);
  g_signal_connect (view, "create", G_CALLBACK (on_create), NULL);
  g_object_unref (session);
  g_object_unref (settings);
  return view;
}

int
main (int   argc,
      char *argv[])
{
  Runner runner = { .status = 1 };
  GtkWidget *window;

  if (argc != 2)
    {
      g_printerr ("usage: webkit-runner URL\n");
      return 2;
    }
  gtk_init ();
  runner.loop = g_main_loop_new (NULL, FALSE);
  runner.view = create_view ();
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 860);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (runner.view));
  gtk_window_present (GTK_WINDOW (window));
  webkit_web_view_load_uri (runner.view, argv[1]);
  g_timeout_add (POLL_MILLISECONDS, on_poll, &runner);
  g_timeout_add_seconds (PATIENCE_SECONDS, on_late, &runner);
  g_main_loop_run (runner.loop);
  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (runner.loop);
  return runner.status;
}
