/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* The least that shows a page in a window: what start and memory are held against. */
#include <adwaita.h>
#include <webkit/webkit.h>

#define PAGE \
  "<!doctype html><meta charset=utf-8><body style='background:#fff;font:16px sans-serif'>" \
  "<h1>Bare</h1><p>A page without anything in it.</p><div style='height:400px;background:#246'></div>"

static void
activate_cb (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  WebKitSettings *settings = webkit_settings_new ();
  WebKitNetworkSession *session = webkit_network_session_new_ephemeral ();
  GtkWidget *view;

  /* As the application sets it. */
  webkit_settings_set_hardware_acceleration_policy (settings,
                                                    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                       "network-session", session, "settings", settings, "vexpand", TRUE, NULL);
  webkit_web_view_load_html (WEBKIT_WEB_VIEW (view), PAGE, NULL);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), view);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  g_object_unref (session);
  g_object_unref (settings);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application =
    adw_application_new ("dev.inlay.Bare", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
