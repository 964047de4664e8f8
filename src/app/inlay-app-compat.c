/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-app-compat.h"

#include <glib/gi18n.h>

/* What one open dialog will call. */
typedef struct
{
  GWeakRef owner;
  GCallback func;
  GtkWidget *entry;
  gpointer data;
  GDestroyNotify destroy;
} Request;

static Request *
request_new (GObject        *owner,
             GCallback       func,
             gpointer        data,
             GDestroyNotify  destroy)
{
  Request *request = g_new0 (Request, 1);

  g_weak_ref_init (&request->owner, owner);
  request->func = func;
  request->data = data;
  request->destroy = destroy;

  return request;
}

static void
request_free (Request *request)
{
  if (request->destroy != NULL)
    request->destroy (request->data);
  g_clear_object (&request->entry);
  g_weak_ref_clear (&request->owner);
  g_free (request);
}

static void
request_closure_free (gpointer  data,
                      GClosure *closure)
{
  request_free (data);
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = widget ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
open_files_cb (GtkNativeDialog *dialog,
               int              response,
               Request         *request)
{
  g_autoptr(GObject) owner = g_weak_ref_get (&request->owner);

  if (response == GTK_RESPONSE_ACCEPT && owner != NULL)
    {
      g_autoptr(GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      ((InlayFilesFunc) request->func) (owner, files, request->data);
    }
  g_object_unref (dialog);
}

static void
one_file_cb (GtkNativeDialog *dialog,
             int              response,
             Request         *request)
{
  g_autoptr(GObject) owner = g_weak_ref_get (&request->owner);

  if (response == GTK_RESPONSE_ACCEPT && owner != NULL)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL)
        ((InlayFileFunc) request->func) (owner, file, request->data);
    }
  g_object_unref (dialog);
}

static GtkFileChooserNative *
create_chooser (GtkWidget            *parent,
                const char           *title,
                GtkFileChooserAction  action,
                GListModel           *filters)
{
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (title, get_window (parent), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  for (guint i = 0; filters != NULL && i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr(GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }

  return chooser;
}

static void
show_chooser (GtkFileChooserNative *chooser,
              GCallback             response_cb,
              Request              *request)
{
  /* The chooser is released by its answer. */
  g_signal_connect_data (chooser, "response", response_cb,
                         request, request_closure_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GtkWidget *
create_message (GtkWidget  *parent,
                const char *heading,
                const char *body)
{
  return adw_message_dialog_new (get_window (parent), heading, body);
}

static void
confirm_cb (AdwMessageDialog *dialog,
            const char       *response,
            Request          *request)
{
  g_autoptr(GObject) owner = g_weak_ref_get (&request->owner);
  GCallback func;

  if (owner == NULL || !g_str_equal (response, "accept"))
    return;

  /* Return in an entry can be taken twice while the dialog goes away. */
  func = g_steal_pointer (&request->func);
  if (func == NULL)
    return;

  if (request->entry != NULL)
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (request->entry)));

      ((InlayTextFunc) func) (owner, g_strstrip (text), request->data);
    }
  else
    {
      ((InlayConfirmFunc) func) (owner, request->data);
    }
}

static void
show_confirm (GtkWidget  *dialog,
              const char *accept,
              gboolean    destructive,
              Request    *request)
{
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "accept", accept, NULL);
  adw_message_dialog_set_close_response (message, "cancel");
  adw_message_dialog_set_default_response (message, destructive ? "cancel" : "accept");
  adw_message_dialog_set_response_appearance (message, "accept",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (confirm_cb),
                         request, request_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
text_changed_cb (GtkEditable      *entry,
                 AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (entry));

  adw_message_dialog_set_response_enabled (dialog, "accept", *g_strstrip (text) != '\0');
}

void
inlay_app_open_files (GtkWidget      *parent,
                      GObject        *owner,
                      const char     *title,
                      GListModel     *filters,
                      InlayFilesFunc  func,
                      gpointer        data,
                      GDestroyNotify  destroy)
{
  GtkFileChooserNative *chooser;

  chooser = create_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, filters);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  show_chooser (chooser, G_CALLBACK (open_files_cb),
                request_new (owner, G_CALLBACK (func), data, destroy));
}

void
inlay_app_open_file (GtkWidget      *parent,
                     GObject        *owner,
                     const char     *title,
                     GListModel     *filters,
                     InlayFileFunc   func,
                     gpointer        data,
                     GDestroyNotify  destroy)
{
  GtkFileChooserNative *chooser;

  chooser = create_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, filters);
  show_chooser (chooser, G_CALLBACK (one_file_cb),
                request_new (owner, G_CALLBACK (func), data, destroy));
}

void
inlay_app_save_file (GtkWidget      *parent,
                     GObject        *owner,
                     const char     *title,
                     const char     *name,
                     InlayFileFunc   func,
                     gpointer        data,
                     GDestroyNotify  destroy)
{
  GtkFileChooserNative *chooser;

  chooser = create_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  show_chooser (chooser, G_CALLBACK (one_file_cb),
                request_new (owner, G_CALLBACK (func), data, destroy));
}

void
inlay_app_show_message (GtkWidget  *parent,
                        const char *heading,
                        const char *body)
{
  GtkWidget *dialog = create_message (parent, heading, body);

  gtk_widget_set_name (dialog, "message");
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
inlay_app_confirm (GtkWidget        *parent,
                   GObject          *owner,
                   const char       *heading,
                   const char       *body,
                   const char       *accept,
                   gboolean          destructive,
                   InlayConfirmFunc  func,
                   gpointer          data,
                   GDestroyNotify    destroy)
{
  GtkWidget *dialog = create_message (parent, heading, body);

  gtk_widget_set_name (dialog, "confirm");
  show_confirm (dialog, accept, destructive,
                request_new (owner, G_CALLBACK (func), data, destroy));
}

static void
ask (GtkWidget  *parent,
     const char *heading,
     const char *label,
     GtkWidget  *entry,
     const char *accept,
     Request    *request)
{
  GtkWidget *dialog = create_message (parent, heading, NULL);
  GtkWidget *group = adw_preferences_group_new ();

  gtk_widget_set_name (dialog, "ask");
  gtk_widget_set_name (entry, "ask-entry");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), label);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), group);
  g_signal_connect_object (entry, "changed", G_CALLBACK (text_changed_cb), dialog, 0);

  request->entry = g_object_ref_sink (entry);
  show_confirm (dialog, accept, FALSE, request);
  text_changed_cb (GTK_EDITABLE (entry), ADW_MESSAGE_DIALOG (dialog));
  gtk_widget_grab_focus (entry);
}

void
inlay_app_ask_text (GtkWidget      *parent,
                    GObject        *owner,
                    const char     *heading,
                    const char     *label,
                    const char     *text,
                    const char     *accept,
                    InlayTextFunc   func,
                    gpointer        data,
                    GDestroyNotify  destroy)
{
  GtkWidget *entry = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text ? text : "");
  ask (parent, heading, label, entry, accept, request_new (owner, G_CALLBACK (func), data, destroy));
}

void
inlay_app_ask_secret (GtkWidget      *parent,
                      GObject        *owner,
                      const char     *heading,
                      const char     *label,
                      const char     *accept,
                      InlayTextFunc   func,
                      gpointer        data,
                      GDestroyNotify  destroy)
{
  ask (parent, heading, label, adw_password_entry_row_new (), accept,
       request_new (owner, G_CALLBACK (func), data, destroy));
}

void
inlay_app_show_about (GtkWindow *parent)
{
  static const char *developers[] = { "The Inlay developers", NULL };

  adw_show_about_window (parent,
                         "application-name", "Inlay",
                         "application-icon", APP_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The Inlay developers"),
                         "developers", developers,
                         "comments", _("Compose web applications from modules, see them run, publish them."),
                         "website", "https://inlay.dev",
                         "copyright", "© 2026 The Inlay developers",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line; shown in the about window */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
show_uri_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) parent = user_data;
  g_autoptr(GError) error = NULL;

  if (gtk_show_uri_full_finish (object ? GTK_WINDOW (object) : NULL, result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  inlay_app_show_message (parent, _("The address could not be opened"), error->message);
}

void
inlay_app_show_uri (GtkWidget  *parent,
                    const char *uri)
{
#ifdef INLAY_TEST_HOOK
  /* A test reads what a browser would be given. */
  const char *browser = g_getenv ("INLAY_TEST_BROWSER");

  if (browser != NULL)
    {
      g_file_set_contents (browser, uri, -1, NULL);
      return;
    }
#endif
  gtk_show_uri_full (get_window (parent), uri, GDK_CURRENT_TIME, NULL,
                     show_uri_cb, g_object_ref (parent));
}

void
inlay_app_unparent_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

GtkWidget *
inlay_app_create_row (const char *title,
                      const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

double
inlay_app_get_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  /* In 1024ths; negative where nobody said. */
  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? dpi / (96 * 1024.0) : 1;
}
