/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#define WIDTH 640
#define HEIGHT 400
/* After the last change of anything on the page. */
#define QUIET_SECONDS 2

/* The top of @texture, WIDTH wide. */
static GBytes *
scale (GdkTexture *texture)
{
  double factor = (double) WIDTH / gdk_texture_get_width (texture);
  cairo_surface_t *source =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                gdk_texture_get_height (texture));
  cairo_surface_t *target = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (target);
  g_autoptr(GdkTexture) small = NULL;
  g_autoptr(GBytes) pixels = NULL;

  gdk_texture_download (texture, cairo_image_surface_get_data (source),
                        (gsize) cairo_image_surface_get_stride (source));
  cairo_surface_mark_dirty (source);
  cairo_scale (cr, factor, factor);
  cairo_set_source_surface (cr, source, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (target);

  pixels = g_bytes_new (cairo_image_surface_get_data (target),
                        (gsize) cairo_image_surface_get_stride (target) * HEIGHT);
  small = gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_DEFAULT, pixels,
                                  (gsize) cairo_image_surface_get_stride (target));
  cairo_surface_destroy (source);
  cairo_surface_destroy (target);

  return gdk_texture_save_to_png_bytes (small);
}

static void
snapshot_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(InlayCanvas) self = user_data;
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GBytes) png = NULL;
  g_autoptr(GError) error = NULL;

  texture = inlay_preview_snapshot_finish (INLAY_PREVIEW (object), result, &error);
  if (texture == NULL || self->workspace == NULL)
    return;

  png = scale (texture);
  if (!inlay_library_set_thumbnail (inlay_workspace_get_library (self->workspace),
                                    inlay_workspace_get_key (self->workspace), png, &error))
    g_warning ("thumbnail: %s", error->message);
}

static gboolean
is_first_page (InlayWorkspace *workspace)
{
  const char * const *pages = inlay_composition_get_pages (inlay_workspace_get_composition (workspace));

  return pages != NULL && pages[0] != NULL &&
         g_strcmp0 (pages[0], inlay_workspace_get_page (workspace)) == 0;
}

static void
quiet_cb (gpointer user_data)
{
  InlayCanvas *self = user_data;

  self->thumbnail_source = 0;
  if (inlay_workspace_get_key (self->workspace) != NULL && is_first_page (self->workspace) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)) && self->drag.payload == NULL &&
      inlay_preview_get_state (self->preview) == INLAY_PREVIEW_READY)
    inlay_preview_snapshot_async (self->preview, self->cancellable, snapshot_cb, g_object_ref (self));
}

/* A picture of the first page goes to the library, once the page has been quiet for a while. */
void
inlay_canvas_queue_thumbnail (InlayCanvas *self)
{
  g_clear_handle_id (&self->thumbnail_source, g_source_remove);
  self->thumbnail_source = g_timeout_add_once (QUIET_SECONDS * 1000, quiet_cb, self);
}
