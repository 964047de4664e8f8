/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-render.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <inlay-store.h>
#include <string.h>

#include "inlay-app-compat.h"
#include "inlay-preview.h"
#include "inlay-transfer.h"

#define DEFAULT_SIZE "1280x800"
#define MAX_LENGTH 8192
#define PATIENCE_SECONDS 60
/* From the last module being mounted to its pictures and fonts being painted. */
#define PAINT_MILLISECONDS 250

typedef struct
{
  GMainLoop *loop;
  GtkWidget *window;
  InlayPreview *preview;
  char *page;               /* that is shown */
  GHashTable *settled;      /* ids of the instances that are mounted, or failed for good */
  JsonNode *geometry;       /* as last reported: which instances are on the page */
  guint paint_source;
  guint late_source;
  GdkTexture *texture;
  GError *error;
} Render;

static void
render_end (Render *self,
            GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
  g_main_loop_quit (self->loop);
}

static void
snapshot_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Render *self = user_data;
  GError *error = NULL;

  self->texture = inlay_preview_snapshot_finish (INLAY_PREVIEW (object), result, &error);
  render_end (self, error);
}

static void
paint_cb (gpointer user_data)
{
  Render *self = user_data;

  self->paint_source = 0;
  inlay_preview_snapshot_async (self->preview, NULL, snapshot_cb, self);
}

static void
late_cb (gpointer user_data)
{
  Render *self = user_data;

  self->late_source = 0;
  render_end (self, g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                                 "the page was not ready within %d seconds", PATIENCE_SECONDS));
}

static gboolean
is_settled (Render *self)
{
  JsonObject *instances = inlay_json_get_object (self->geometry, "instances");
  JsonObjectIter iter;
  const char *id;

  if (instances == NULL || inlay_preview_get_state (self->preview) != INLAY_PREVIEW_READY ||
      (self->page != NULL && g_strcmp0 (self->page, inlay_json_get_string (self->geometry, "page")) != 0))
    return FALSE;

  json_object_iter_init (&iter, instances);
  while (json_object_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (self->settled, id))
        return FALSE;
    }

  return TRUE;
}

static void
take_status (Render   *self,
             JsonNode *message)
{
  static const char * const final[] = { "mounted", "failed", "missing", "timeout", NULL };
  const char *id = inlay_json_get_string (message, "instance");
  const char *status = inlay_json_get_string (message, "status");

  if (id == NULL || status == NULL)
    return;

  if (g_strv_contains (final, status))
    g_hash_table_add (self->settled, g_strdup (id));
  else
    g_hash_table_remove (self->settled, id);
}

static void
message_cb (Render   *self,
            JsonNode *message)
{
  const char *type = inlay_json_get_string (message, "type");

  if (g_strcmp0 (type, "status") == 0)
    {
      take_status (self, message);
    }
  else if (g_strcmp0 (type, "geometry") == 0)
    {
      g_clear_pointer (&self->geometry, json_node_unref);
      self->geometry = json_node_ref (message);
    }

  g_clear_handle_id (&self->paint_source, g_source_remove);
  if (self->geometry != NULL && is_settled (self))
    self->paint_source = g_timeout_add_once (PAINT_MILLISECONDS, paint_cb, self);
}

static void
state_cb (Render *self)
{
  switch (inlay_preview_get_state (self->preview))
    {
    case INLAY_PREVIEW_HUNG:
      render_end (self, g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "the page stopped answering"));
      break;

    case INLAY_PREVIEW_CRASHED:
      render_end (self, g_error_new (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "the page crashed"));
      break;

    case INLAY_PREVIEW_FAILED:
      render_end (self, g_error_new (INLAY_ERROR, INLAY_ERROR_UNRESOLVED, "there is no page: %s",
                                     inlay_preview_get_error (self->preview)));
      break;

    case INLAY_PREVIEW_EMPTY:
    case INLAY_PREVIEW_LOADING:
    case INLAY_PREVIEW_READY:
    default:
      break;
    }
}

/* A page paints only in a window that is there; this one is small, clear and without a frame. */
static void
render_open (Render          *self,
             InlayModuleList *modules,
             int              width,
             int              height)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->preview = inlay_preview_new (modules);
  inlay_preview_set_zoom (self->preview, 1 / inlay_app_get_text_scale (GTK_WIDGET (self->preview)));
  gtk_widget_set_size_request (GTK_WIDGET (self->preview), width, height);
  gtk_widget_set_halign (GTK_WIDGET (self->preview), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self->preview), GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->preview));
  self->window = g_object_new (GTK_TYPE_WINDOW,
                               "child", scroller,
                               "decorated", FALSE,
                               "opacity", 0.0,
                               "default-width", 1,
                               "default-height", 1,
                               NULL);
  g_signal_connect_swapped (self->preview, "message", G_CALLBACK (message_cb), self);
  g_signal_connect_swapped (self->preview, "state-changed", G_CALLBACK (state_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static GdkTexture *
render_run (InlayModuleList   *modules,
            InlayComposition  *composition,
            const char        *page,
            int                width,
            int                height,
            GError           **error)
{
  Render self = { .loop = g_main_loop_new (NULL, FALSE), .page = g_strdup (page) };

  self.settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  render_open (&self, modules, width, height);
  self.late_source = g_timeout_add_once (PATIENCE_SECONDS * 1000, late_cb, &self);
  inlay_preview_show (self.preview, composition, page);
  g_main_loop_run (self.loop);

  g_signal_handlers_disconnect_by_data (self.preview, &self);
  g_clear_handle_id (&self.paint_source, g_source_remove);
  g_clear_handle_id (&self.late_source, g_source_remove);
  gtk_window_destroy (GTK_WINDOW (self.window));
  g_main_loop_unref (self.loop);
  g_hash_table_unref (self.settled);
  g_clear_pointer (&self.geometry, json_node_unref);
  g_free (self.page);
  if (self.error != NULL)
    g_propagate_error (error, self.error);

  return self.texture;
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static InlayComposition *
load (const char  *path,
      GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GAsyncResult) result = NULL;

  inlay_import_file_async (file, NULL, imported_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return inlay_import_file_finish (result, error);
}

static InlayLibrary *
open_library (const char  *path,
              GError     **error)
{
  g_autoptr(InlayLibrary) library = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return inlay_library_open (path, error);

  library = inlay_library_open (NULL, error);
  if (library == NULL || !inlay_samples_install (library, error))
    return NULL;

  return g_steal_pointer (&library);
}

static gboolean
read_size (const char *text,
           int        *width,
           int        *height)
{
  const char *x = strchr (text, 'x');
  g_autofree char *first = x ? g_strndup (text, (gsize) (x - text)) : NULL;
  gint64 w, h;

  if (x == NULL || !g_ascii_string_to_signed (first, 10, 1, MAX_LENGTH, &w, NULL) ||
      !g_ascii_string_to_signed (x + 1, 10, 1, MAX_LENGTH, &h, NULL))
    return FALSE;

  *width = (int) w;
  *height = (int) h;
  return TRUE;
}

static gboolean
render_file (const char  *file,
             const char  *output,
             const char  *page,
             const char  *library_path,
             int          width,
             int          height,
             GError     **error)
{
  g_autoptr(InlayComposition) composition = load (file, error);
  g_autoptr(InlayLibrary) library = NULL;
  g_autoptr(InlayModuleList) modules = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GBytes) png = NULL;

  if (composition == NULL || (library = open_library (library_path, error)) == NULL)
    return FALSE;

  if (page != NULL && inlay_composition_get_page (composition, page) == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "%s has no page “%s”", file, page);
      return FALSE;
    }

  modules = inlay_module_list_new (library);
  if (!inlay_module_list_reload (modules, error))
    return FALSE;

  texture = render_run (modules, composition, page, width, height, error);
  if (texture == NULL)
    return FALSE;

  png = gdk_texture_save_to_png_bytes (texture);
  return g_file_set_contents (output, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), error);
}

int
inlay_render (const char *file,
              const char *output,
              const char *size,
              const char *page,
              const char *library_path)
{
  g_autoptr(GError) error = NULL;
  int width, height;

  g_return_val_if_fail (file != NULL, 2);

  if (output == NULL)
    {
      g_printerr ("inlay: %s\n", _("--render needs --output PNG"));
      return 2;
    }
  if (!read_size (size ? size : DEFAULT_SIZE, &width, &height))
    {
      g_printerr ("inlay: %s\n", _("--size is WIDTHxHEIGHT, each from 1 to 8192"));
      return 2;
    }
  if (!gtk_init_check ())
    {
      g_printerr ("inlay: %s\n", _("There is no display; xvfb-run provides one"));
      return 1;
    }

  adw_init ();
  if (!render_file (file, output, page, library_path, width, height, &error))
    {
      g_printerr ("inlay: %s\n", error->message);
      return 1;
    }

  return 0;
}
