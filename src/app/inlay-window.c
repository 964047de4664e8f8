/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-window.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-command-palette.h"
#include "inlay-editor.h"
#include "inlay-library-page.h"
#include "inlay-publish-page.h"
#include "inlay-session.h"

struct _InlayWindow
{
  AdwApplicationWindow parent_instance;

  InlayLibraryPage *library_page;
  InlayEditor *editor;            /* of the open document, else NULL */
  InlayPublishPage *publish_page; /* of the open document, once it was asked for */

  AdwToastOverlay *toasts;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (InlayWindow, inlay_window, ADW_TYPE_APPLICATION_WINDOW)

static InlayApplication *
get_application (InlayWindow *self)
{
  return INLAY_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

static void
inlay_window_update_title (InlayWindow *self)
{
  InlayWorkspace *workspace = inlay_window_get_workspace (self);

  if (workspace != NULL)
    {
      InlayComposition *composition = inlay_workspace_get_composition (workspace);
      /* Translators: the title of a window; %s is the name of the document */
      g_autofree char *title = g_strdup_printf (_("%s – Inlay"),
                                                inlay_composition_get_name (composition));

      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  else
    {
      gtk_window_set_title (GTK_WINDOW (self), "Inlay");
    }
}

static void
inlay_window_close_document (InlayWindow *self)
{
  if (self->editor == NULL)
    return;

  inlay_editor_close (self->editor);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->library_page));
  if (self->publish_page != NULL)
    gtk_stack_remove (self->stack, GTK_WIDGET (self->publish_page));
  self->publish_page = NULL;
  gtk_stack_remove (self->stack, GTK_WIDGET (self->editor));
  self->editor = NULL;
  inlay_window_update_title (self);
}

/* Also before it is shown. */
static int
get_width (InlayWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, NULL);

  return width;
}

static void
message_cb (InlayWindow *self,
            const char  *text)
{
  inlay_window_toast (self, text);
}

static void
open_cb (InlayWindow *self,
         const char  *key)
{
  inlay_window_open (self, key);
}

static void
library_toast_cb (InlayWindow *self,
                  AdwToast    *toast)
{
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
show_library_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  inlay_window_show_library (INLAY_WINDOW (widget));
}

static void
show_editor_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  inlay_window_show_editor (INLAY_WINDOW (widget));
}

static void
show_publish_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  inlay_window_show_publish (INLAY_WINDOW (widget));
}

static void
close_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
fullscreen_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  InlayWindow *self = INLAY_WINDOW (widget);

  if (self->editor != NULL)
    inlay_editor_open_menu (self->editor);
  else
    inlay_library_page_open_menu (self->library_page);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  InlayWindow *self = INLAY_WINDOW (widget);

  if (self->editor != NULL)
    inlay_editor_search (self->editor);
  else
    inlay_library_page_search (self->library_page);
}

static void
commands_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  InlayWindow *self = INLAY_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (inlay_command_palette_new (GTK_WINDOW (self), self->editor)));
}

static void
inlay_window_load_state (InlayWindow *self)
{
  GSettings *settings = inlay_application_get_settings (get_application (self));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
inlay_window_save_state (InlayWindow *self)
{
  GSettings *settings = inlay_application_get_settings (get_application (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
inlay_window_unrealize (GtkWidget *widget)
{
  InlayWindow *self = INLAY_WINDOW (widget);

  if (gtk_window_get_application (GTK_WINDOW (self)) != NULL)
    inlay_window_save_state (self);

  GTK_WIDGET_CLASS (inlay_window_parent_class)->unrealize (widget);
}

static void
inlay_window_dispose (GObject *object)
{
  InlayWindow *self = INLAY_WINDOW (object);

  if (self->editor != NULL)
    inlay_editor_close (self->editor);
  self->editor = NULL;
  self->publish_page = NULL;
  self->library_page = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_WINDOW);

  G_OBJECT_CLASS (inlay_window_parent_class)->dispose (object);
}

static void
inlay_window_class_init (InlayWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_window_dispose;
  widget_class->unrealize = inlay_window_unrealize;

  gtk_widget_class_set_template_from_resource (widget_class, "/dev/inlay/Inlay/ui/inlay-window.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, InlayWindow, stack);

  gtk_widget_class_install_action (widget_class, "win.show-library", NULL, show_library_action);
  gtk_widget_class_install_action (widget_class, "win.show-editor", NULL, show_editor_action);
  gtk_widget_class_install_action (widget_class, "release.publish", NULL, show_publish_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "win.fullscreen", NULL, fullscreen_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.commands", NULL, commands_action);
}

static void
inlay_window_init (InlayWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

InlayWindow *
inlay_window_new (InlayApplication *application)
{
  InlayWindow *self;

  g_return_val_if_fail (INLAY_IS_APPLICATION (application), NULL);

  self = g_object_new (INLAY_TYPE_WINDOW, "application", application, NULL);
  self->library_page = inlay_library_page_new (inlay_application_get_library (application),
                                               inlay_application_get_settings (application));
  g_signal_connect_object (self->library_page, "open",
                           G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->library_page, "toast",
                           G_CALLBACK (library_toast_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->library_page), "library");
  gtk_widget_insert_action_group (GTK_WIDGET (self), "library",
                                  inlay_library_page_get_actions (self->library_page));
  inlay_window_load_state (self);

  return self;
}

InlayWorkspace *
inlay_window_get_workspace (InlayWindow *self)
{
  g_return_val_if_fail (INLAY_IS_WINDOW (self), NULL);

  return self->editor ? inlay_editor_get_workspace (self->editor) : NULL;
}

InlayCanvas *
inlay_window_get_canvas (InlayWindow *self)
{
  g_return_val_if_fail (INLAY_IS_WINDOW (self), NULL);

  return self->editor ? inlay_editor_get_canvas (self->editor) : NULL;
}

const char *
inlay_window_get_view (InlayWindow *self)
{
  g_return_val_if_fail (INLAY_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * inlay_window_open:
 * @key: of a document in the library
 *
 * Opens it in place of the one that is open; what goes wrong is told and changes nothing.
 */
void
inlay_window_open (InlayWindow *self,
                   const char  *key)
{
  InlayApplication *application;
  InlayLibrary *library;
  g_autoptr(InlayDocument) document = NULL;
  g_autoptr(InlayWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (INLAY_IS_WINDOW (self));
  g_return_if_fail (key != NULL);

  application = get_application (self);
  library = inlay_application_get_library (application);
  document = inlay_library_load (library, key, g_get_real_time (), &error);
  if (document == NULL)
    {
      inlay_app_show_message (GTK_WIDGET (self), _("The document cannot be opened"), error->message);
      return;
    }

  inlay_window_close_document (self);
  workspace = inlay_workspace_new (library, key, document);
  g_signal_connect_object (workspace, "message",
                           G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (inlay_window_update_title), self, G_CONNECT_SWAPPED);

  inlay_session_open (inlay_application_get_settings (application), workspace);
  self->editor = inlay_editor_new (workspace, inlay_application_get_settings (application),
                                   get_width (self));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->editor), "editor");
  inlay_editor_export_actions (self->editor, GTK_WIDGET (self));
  inlay_window_update_title (self);
  /* Fading would draw both pages while WebKit wants to be served. */
  gtk_stack_set_visible_child_full (self->stack, "editor", GTK_STACK_TRANSITION_TYPE_NONE);
  inlay_editor_focus (self->editor);
}

void
inlay_window_show_library (InlayWindow *self)
{
  g_return_if_fail (INLAY_IS_WINDOW (self));

  inlay_window_close_document (self);
  inlay_library_page_reload (self->library_page);
}

void
inlay_window_show_editor (InlayWindow *self)
{
  g_return_if_fail (INLAY_IS_WINDOW (self));

  if (self->editor == NULL)
    return;

  gtk_stack_set_visible_child_name (self->stack, "editor");
  inlay_editor_focus (self->editor);
}

/**
 * inlay_window_show_publish:
 *
 * Shows what publishing the open document would do; without one nothing happens.
 */
void
inlay_window_show_publish (InlayWindow *self)
{
  InlayApplication *application;

  g_return_if_fail (INLAY_IS_WINDOW (self));

  if (self->editor == NULL)
    return;

  if (self->publish_page == NULL)
    {
      application = get_application (self);
      self->publish_page = inlay_publish_page_new (inlay_window_get_workspace (self),
                                                   inlay_application_get_settings (application),
                                                   inlay_application_get_outbox (application));
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->publish_page), "publish");
    }
  gtk_stack_set_visible_child_name (self->stack, "publish");
  inlay_publish_page_focus (self->publish_page);
}

void
inlay_window_import (InlayWindow *self,
                     GFile       *file)
{
  g_return_if_fail (INLAY_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  inlay_library_page_import (self->library_page, file);
}

void
inlay_window_toast (InlayWindow *self,
                    const char  *text)
{
  AdwToast *toast;
  g_autofree char *escaped = NULL;

  g_return_if_fail (INLAY_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  /* Toasts read Pango markup. */
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, 5);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
