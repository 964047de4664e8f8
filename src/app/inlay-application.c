/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include "inlay-application.h"

#include <errno.h>
#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-app-state.h"
#include "inlay-preferences.h"
#include "inlay-window.h"

#ifdef INLAY_TEST_HOOK
#include "inlay-test-hook.h"
#endif

struct _InlayApplication
{
  AdwApplication parent_instance;

  char *data_dir;
  int data_dir_errno;           /* why it cannot be made, 0 when it is there */
  GSettings *settings;
  InlayLibrary *library;
  InlayLocalRegistry *registry;
  InlayPublishOutbox *outbox;
};

G_DEFINE_FINAL_TYPE (InlayApplication, inlay_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *accels[3];
} Accel;

/* Keys that no text entry wants; single letters and the clipboard belong to the editor's panes. */
static const Accel accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "win.close", { "<Control>w" } },
  { "win.menu", { "F10" } },
  { "win.fullscreen", { "F11" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
  { "win.search", { "<Control>f" } },
  { "win.commands", { "<Control>k" } },
  { "library.new", { "<Control>n" } },
  { "library.import", { "<Control>o" } },
  { "document.undo", { "<Control>z" } },
  { "document.redo", { "<Control><Shift>z", "<Control>y" } },
  { "document.save", { "<Control>s" } },
  { "document.export", { "<Control><Shift>s" } },
  { "release.publish", { "<Control>Return" } },
  { "view.next-pane", { "F6" } },
  { "view.previous-pane", { "<Shift>F6" } },
  { "view.left-pane", { "F9" } },
  { "view.right-pane", { "<Shift>F9" } },
  { "view.problems", { "<Control><Shift>m" } },
  { "view.interact", { "<Control>i" } },
  { "view.reload", { "F5", "<Control>r" } },
  { "view.zoom-in", { "<Control>plus", "<Control>equal" } },
  { "view.zoom-out", { "<Control>minus" } },
  { "view.zoom-fit", { "<Control>0" } },
  { "view.device-width(uint32 0)", { "<Control>1" } },
  { "view.device-width(uint32 1280)", { "<Control>2" } },
  { "view.device-width(uint32 768)", { "<Control>3" } },
  { "view.device-width(uint32 375)", { "<Control>4" } },
};

static InlayWindow *
get_window (InlayApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (INLAY_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

static InlayWindow *
create_window (InlayApplication *self)
{
  InlayWindow *window = inlay_window_new (self);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  create_window (user_data);
}

static void
painted_cb (GdkFrameClock *clock,
            gpointer       user_data)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, user_data);
  gtk_widget_activate_action (user_data, "library.open-sample", NULL);
}

static void
open_sample_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  gboolean is_new = get_window (user_data) == NULL;
  InlayWindow *window;

  g_application_activate (user_data);
  window = get_window (user_data);
  /* The first frame of a new window does not wait for the sample. */
  if (window != NULL && is_new)
    g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                             G_CALLBACK (painted_cb), window, 0);
  else if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "library.open-sample", NULL);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (user_data);
  InlayPreferences *preferences = inlay_preferences_new (user_data);

  gtk_window_set_transient_for (GTK_WINDOW (preferences), parent);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  inlay_app_show_about (gtk_application_get_active_window (user_data));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  InlayWindow *window;

  /* Windows note their size and picture when they close. */
  while ((window = get_window (user_data)) != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  g_application_quit (user_data);
}

static const GActionEntry app_entries[] = {
  { .name = "new-window", .activate = new_window_cb },
  { .name = "open-sample", .activate = open_sample_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
};

static gboolean
to_color_scheme (GValue   *value,
                 GVariant *variant,
                 gpointer  user_data)
{
  const char *name = g_variant_get_string (variant, NULL);

  if (g_str_equal (name, "light"))
    g_value_set_enum (value, ADW_COLOR_SCHEME_FORCE_LIGHT);
  else if (g_str_equal (name, "dark"))
    g_value_set_enum (value, ADW_COLOR_SCHEME_FORCE_DARK);
  else
    g_value_set_enum (value, ADW_COLOR_SCHEME_DEFAULT);

  return TRUE;
}

static void
inlay_application_load_settings (InlayApplication *self)
{
  g_autoptr(GSettingsBackend) backend = NULL;

  /* Settings are a part of what the application keeps, so they move along. */
  if (g_getenv ("INLAY_DATA_DIR") != NULL)
    {
      g_autofree char *path = g_build_filename (self->data_dir, "settings.ini", NULL);

      backend = g_keyfile_settings_backend_new (path, "/dev/inlay/Inlay/", "inlay");
    }

  self->settings = backend ? g_settings_new_with_backend (APP_ID, backend)
                           : g_settings_new (APP_ID);
  g_settings_bind_with_mapping (self->settings, "color-scheme",
                                adw_style_manager_get_default (), "color-scheme",
                                G_SETTINGS_BIND_GET, to_color_scheme, NULL, NULL, NULL);
}

static gboolean
inlay_application_open_library (InlayApplication  *self,
                                GError           **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "library.db", NULL);

  if (self->data_dir_errno != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (self->data_dir_errno), "%s: %s",
                   self->data_dir, g_strerror (self->data_dir_errno));
      return FALSE;
    }

  self->library = inlay_library_open (path, error);
  return self->library != NULL && inlay_samples_install (self->library, error);
}

static void
inlay_application_refuse (InlayApplication *self,
                          const GError     *error)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, _("The library cannot be opened"),
                                              error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Quit"));
  gtk_application_add_window (GTK_APPLICATION (self), GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The registry of this computer runs whenever something was published to it: its pages are open in
 * somebody's browser. */
static void
inlay_application_start_outbox (InlayApplication *self)
{
  self->registry = inlay_local_registry_new (self->data_dir);
  self->outbox = inlay_publish_outbox_new (self->library, self->registry);
  if (inlay_local_registry_has_database (self->registry))
    inlay_local_registry_start_async (self->registry, NULL, NULL, NULL);
  inlay_publish_outbox_resume (self->outbox);
}

/* Whether there is a library; without one the user is told. */
static gboolean
inlay_application_ensure_library (InlayApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (self->library != NULL)
    return TRUE;
  if (inlay_application_open_library (self, &error))
    {
      inlay_application_start_outbox (self);
      return TRUE;
    }

  g_clear_object (&self->library);
  inlay_application_refuse (self, error);
  return FALSE;
}

static void
inlay_application_activate (GApplication *application)
{
  InlayApplication *self = INLAY_APPLICATION (application);
  InlayWindow *window;

  if (!inlay_application_ensure_library (self))
    return;

  window = get_window (self);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    create_window (self);
}

static void
inlay_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  InlayApplication *self = INLAY_APPLICATION (application);
  InlayWindow *window;

  if (!inlay_application_ensure_library (self))
    return;

  window = get_window (self);
  if (window == NULL)
    window = create_window (self);
  gtk_window_present (GTK_WINDOW (window));

  for (int i = 0; i < n_files; i++)
    inlay_window_import (window, files[i]);
}

#ifdef INLAY_TEST_HOOK
static char *
test_hook_cb (const char *verb,
              const char *argument,
              gpointer    user_data)
{
  return inlay_app_state_answer (get_window (user_data), verb, argument);
}
#endif

static void
inlay_application_startup (GApplication *application)
{
  InlayApplication *self = INLAY_APPLICATION (application);

  G_APPLICATION_CLASS (inlay_application_parent_class)->startup (application);

  /* Before the settings: where there is no folder they take themselves for read-only. */
  if (g_mkdir_with_parents (self->data_dir, 0700) != 0)
    self->data_dir_errno = errno;
  inlay_application_load_settings (self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char * const *) accels[i].accels);
  gtk_window_set_default_icon_name (APP_ID);
#ifdef INLAY_TEST_HOOK
  inlay_test_hook_start (test_hook_cb, self);
#endif
}

static void
inlay_application_shutdown (GApplication *application)
{
  InlayApplication *self = INLAY_APPLICATION (application);

  if (self->settings != NULL)
    g_settings_sync ();
  if (self->registry != NULL)
    inlay_local_registry_stop (self->registry);

  G_APPLICATION_CLASS (inlay_application_parent_class)->shutdown (application);
}

static void
inlay_application_finalize (GObject *object)
{
  InlayApplication *self = INLAY_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->outbox);
  g_clear_object (&self->registry);
  g_clear_object (&self->library);
  g_free (self->data_dir);

  G_OBJECT_CLASS (inlay_application_parent_class)->finalize (object);
}

static void
inlay_application_class_init (InlayApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = inlay_application_finalize;
  application_class->activate = inlay_application_activate;
  application_class->open = inlay_application_open;
  application_class->startup = inlay_application_startup;
  application_class->shutdown = inlay_application_shutdown;
}

static void
inlay_application_init (InlayApplication *self)
{
  const char *moved = g_getenv ("INLAY_DATA_DIR");

  self->data_dir = moved ? g_canonicalize_filename (moved, NULL)
                         : g_build_filename (g_get_user_data_dir (), "inlay", NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (self), app_entries,
                                   G_N_ELEMENTS (app_entries), self);
}

InlayApplication *
inlay_application_new (void)
{
  /* Another data directory is another user's application as far as being single goes. */
  GApplicationFlags flags = G_APPLICATION_HANDLES_OPEN;

  if (g_getenv ("INLAY_DATA_DIR") != NULL)
    flags |= G_APPLICATION_NON_UNIQUE;

  return g_object_new (INLAY_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", flags,
                       "resource-base-path", "/dev/inlay/Inlay",
                       NULL);
}

InlayApplication *
inlay_application_get (void)
{
  GApplication *application = g_application_get_default ();

  return INLAY_IS_APPLICATION (application) ? INLAY_APPLICATION (application) : NULL;
}

GSettings *
inlay_application_get_settings (InlayApplication *self)
{
  g_return_val_if_fail (INLAY_IS_APPLICATION (self), NULL);

  return self->settings;
}

const char *
inlay_application_get_data_dir (InlayApplication *self)
{
  g_return_val_if_fail (INLAY_IS_APPLICATION (self), NULL);

  return self->data_dir;
}

InlayLibrary *
inlay_application_get_library (InlayApplication *self)
{
  g_return_val_if_fail (INLAY_IS_APPLICATION (self), NULL);

  return self->library;
}

InlayPublishOutbox *
inlay_application_get_outbox (InlayApplication *self)
{
  g_return_val_if_fail (INLAY_IS_APPLICATION (self), NULL);

  return self->outbox;
}
