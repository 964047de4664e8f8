/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-test-hook.h"

#include <gdk/x11/gdkx.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

/* A test looks into the running application through a unix socket, one line a question, one line an
 * answer; pointer and keys come from the X server. Compiled in by -Dtest_hook=true only.
 *
 *   where NAME        "XID x y width height" of the first mapped widget of that name, or "none"
 *   wherelabel TEXT   the same for a label that reads TEXT
 *   text NAME            what the first mapped label or entry of that name reads, on one line
 *   enabled NAME         "1" when the first mapped widget of that name can be used, else "0"
 *   dropactive NAME   "1" when a drop target of that widget takes the running drag, else "0"
 *   focus             the name of the focused widget
 *   active            the title of the window that keys go to
 *   direction WAY     "ok" after everything reads from "rtl" or "ltr"
 *   scale FACTOR      "ok" after text is so much larger than normal
 *   idle              "ok" once the main loop had nothing to do and a frame was painted
 *
 * Any other verb is the application's. */

typedef struct
{
  GSocketConnection *connection;
  GDataInputStream *input;
} Client;

static InlayTestHookFunc hook_func;
static gpointer hook_data;

static void client_read (Client *client);

static void
client_free (Client *client)
{
  g_object_unref (client->input);
  g_object_unref (client->connection);
  g_free (client);
}

static gboolean
matches (GtkWidget  *widget,
         const char *text,
         gboolean    label)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (label)
    return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  return g_str_equal (gtk_widget_get_name (widget), text);
}

static GtkWidget *
find_below (GtkWidget  *top,
            const char *text,
            gboolean    label)
{
  g_autoptr(GPtrArray) stack = g_ptr_array_new ();

  g_ptr_array_add (stack, top);
  while (stack->len > 0)
    {
      GtkWidget *widget = g_ptr_array_steal_index (stack, stack->len - 1);

      if (matches (widget, text, label))
        return widget;
      for (GtkWidget *child = gtk_widget_get_last_child (widget);
           child != NULL;
           child = gtk_widget_get_prev_sibling (child))
        g_ptr_array_add (stack, child);
    }

  return NULL;
}

static GtkWidget *
find_widget (const char *text,
             gboolean    label)
{
  GListModel *windows = gtk_window_get_toplevels ();

  /* The newest window is the first: a dialog hides what has the same name below it. */
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *found = find_below (window, text, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static char *
describe_place (GtkWidget *widget)
{
  GtkNative *native = widget ? gtk_widget_get_native (widget) : NULL;
  graphene_rect_t bounds;
  GdkSurface *surface;
  double x, y;

  if (native == NULL || !gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds))
    return g_strdup ("none");

  gtk_native_get_surface_transform (native, &x, &y);
  x += bounds.origin.x;
  y += bounds.origin.y;

  surface = gtk_native_get_surface (native);
  while (GDK_IS_POPUP (surface))
    {
      x += gdk_popup_get_position_x (GDK_POPUP (surface));
      y += gdk_popup_get_position_y (GDK_POPUP (surface));
      surface = gdk_popup_get_parent (GDK_POPUP (surface));
    }

  return g_strdup_printf ("%lu %.0f %.0f %.0f %.0f",
                          GDK_IS_X11_SURFACE (surface) ? gdk_x11_surface_get_xid (surface) : 0UL,
                          x, y, bounds.size.width, bounds.size.height);
}

static char *
describe_text (GtkWidget *widget)
{
  const char *text = "none";

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_EDITABLE (widget))
    text = gtk_editable_get_text (GTK_EDITABLE (widget));

  return g_strdelimit (g_strdup (text), "\n", ' ');
}

static char *
describe_enabled (GtkWidget *widget)
{
  return g_strdup (widget != NULL && gtk_widget_is_sensitive (widget) ? "1" : "0");
}

static char *
describe_drop (GtkWidget *widget)
{
  gboolean active = widget != NULL &&
                    (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_DROP_ACTIVE) != 0;

  return g_strdup (active ? "1" : "0");
}

static char *
describe_focus (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      GtkWidget *focus = gtk_window_get_focus (window);

      if (gtk_window_is_active (window) && focus != NULL)
        return g_strdup (gtk_widget_get_name (focus));
    }

  return g_strdup ("none");
}

static char *
set_direction (const char *way)
{
  gtk_widget_set_default_direction (g_str_equal (way, "rtl") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  return g_strdup ("ok");
}

static char *
set_scale (const char *factor)
{
  g_object_set (gtk_settings_get_default (),
                "gtk-xft-dpi", (int) (96 * 1024 * g_ascii_strtod (factor, NULL)), NULL);
  return g_strdup ("ok");
}

static char *
describe_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);
      const char *title = gtk_window_get_title (window);

      if (gtk_window_is_active (window))
        return g_strdup (title ? title : "untitled");
    }

  return g_strdup ("none");
}

static void
client_reply (Client     *client,
              const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (client->connection)),
                             line, strlen (line), NULL, NULL, NULL);
  client_read (client);
}

static gboolean
painted_cb (GtkWidget     *widget,
            GdkFrameClock *clock,
            gpointer       user_data)
{
  client_reply (user_data, "ok");
  return G_SOURCE_REMOVE;
}

static gboolean
idle_cb (gpointer user_data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (window))
        {
          gtk_widget_add_tick_callback (window, painted_cb, user_data, NULL);
          return G_SOURCE_REMOVE;
        }
    }

  client_reply (user_data, "ok");
  return G_SOURCE_REMOVE;
}

static void
client_answer (Client     *client,
               const char *verb,
               const char *argument)
{
  g_autofree char *reply = NULL;

  if (g_str_equal (verb, "idle"))
    {
      g_idle_add_full (G_PRIORITY_LOW, idle_cb, client, NULL);
      return;
    }

  if (g_str_equal (verb, "where"))
    reply = describe_place (find_widget (argument, FALSE));
  else if (g_str_equal (verb, "wherelabel"))
    reply = describe_place (find_widget (argument, TRUE));
  else if (g_str_equal (verb, "text"))
    reply = describe_text (find_widget (argument, FALSE));
  else if (g_str_equal (verb, "enabled"))
    reply = describe_enabled (find_widget (argument, FALSE));
  else if (g_str_equal (verb, "dropactive"))
    reply = describe_drop (find_widget (argument, FALSE));
  else if (g_str_equal (verb, "focus"))
    reply = describe_focus ();
  else if (g_str_equal (verb, "active"))
    reply = describe_active ();
  else if (g_str_equal (verb, "direction"))
    reply = set_direction (argument);
  else if (g_str_equal (verb, "scale"))
    reply = set_scale (argument);
  else
    reply = hook_func (verb, argument, hook_data);

  client_reply (client, reply);
}

static void
line_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Client *client = user_data;
  g_autofree char *line = NULL;
  g_auto(GStrv) words = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (client->input, result, NULL, NULL);
  if (line == NULL)
    {
      client_free (client);
      return;
    }

  words = g_strsplit (line, " ", 2);
  client_answer (client, words[0] ? words[0] : "", words[0] && words[1] ? words[1] : "");
}

static void
client_read (Client *client)
{
  g_data_input_stream_read_line_async (client->input, G_PRIORITY_DEFAULT, NULL, line_cb, client);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  Client *client = g_new0 (Client, 1);

  client->connection = g_object_ref (connection);
  client->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  client_read (client);

  return TRUE;
}

void
inlay_test_hook_start (InlayTestHookFunc func,
                       gpointer          user_data)
{
  const char *path = g_getenv ("INLAY_TEST_SOCKET");
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;
  GSocketService *service;

  if (path == NULL)
    return;

  hook_func = func;
  hook_data = user_data;
  g_unlink (path);
  address = g_unix_socket_address_new (path);
  /* Lives as long as the process. */
  service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error))
    {
      g_warning ("%s: %s", path, error->message);
      g_object_unref (service);
      return;
    }

  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), NULL);
  g_socket_service_start (service);
}
