/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <glib/gi18n.h>

#include "inlay-app-enums.h"

/* A page that stops this often in a row is not loaded again by itself. */
#define MAX_STOPS 2
#define WELL_SECONDS 20

static void
take_geometry (InlayCanvas *self,
               JsonNode    *message)
{
  InlayGeometry *geometry;

  /* Of a tree that is not shown any more. */
  if (inlay_json_get_int (message, "serial", -1) !=
      (gint64) inlay_preview_get_serial (self->preview))
    return;

  geometry = inlay_geometry_new_live (message, inlay_workspace_get_composition (self->workspace), NULL);
  if (geometry == NULL)
    return;

  g_clear_pointer (&self->live, inlay_geometry_unref);
  self->live = geometry;
  self->live_is_new = inlay_preview_is_current (self->preview);
  if (inlay_canvas_is_wireframe (self))
    return;

  inlay_canvas_update_geometry (self);
  inlay_canvas_refresh_pick (self);
  inlay_canvas_refresh_drag (self);
}

static void
take_status (InlayCanvas *self,
             JsonNode    *message)
{
  const char *instance = inlay_json_get_string (message, "instance");
  const char *status = inlay_json_get_string (message, "status");
  const char *error = inlay_json_get_string (message, "error");
  g_autoptr(GEnumClass) statuses = g_type_class_ref (INLAY_TYPE_STATUS);
  GEnumValue *value = status ? g_enum_get_value_by_nick (statuses, status) : NULL;

  if (instance == NULL || value == NULL)
    return;

  if (error != NULL && *error == '\0')
    error = NULL;
  inlay_workspace_set_status (self->workspace, instance, value->value, error);
  inlay_canvas_queue_thumbnail (self);
}

static void
take_page (InlayCanvas *self,
           JsonNode    *message)
{
  const char *page = inlay_json_get_string (message, "page");

  if (page != NULL && inlay_workspace_get_mode (self->workspace) == INLAY_CANVAS_INTERACT &&
      inlay_composition_get_page (inlay_workspace_get_composition (self->workspace), page) != NULL)
    inlay_workspace_set_page (self->workspace, page);
}

/* Shown while the page is used: what the modules tell each other. */
static void
take_event (InlayCanvas *self,
            JsonNode    *message)
{
  const char *instance = inlay_json_get_string (message, "instance");
  const char *event = inlay_json_get_string (message, "event");
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (instance == NULL || event == NULL ||
      inlay_workspace_get_mode (self->workspace) != INLAY_CANVAS_INTERACT ||
      inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace),
                                      instance) == NULL)
    return;

  title = inlay_workspace_dup_title (self->workspace, instance);
  /* Translators: a module on the page has sent an event: “Products: product:selected” */
  text = g_strdup_printf (_("%s: %s"), title, event);
  inlay_canvas_say (self, text);
}

static void
take_error (InlayCanvas *self,
            JsonNode    *message)
{
  const char *error = inlay_json_get_string (message, "error");
  /* Translators: %s is what the page said */
  g_autofree char *text = g_strdup_printf (_("The page could not follow: %s"), error ? error : "");

  inlay_workspace_message (self->workspace, text);
}

static void
message_cb (InlayCanvas *self,
            JsonNode    *message)
{
  static const struct
  {
    const char *type;
    void (*take) (InlayCanvas *self, JsonNode *message);
  } kinds[] = {
    { "geometry", take_geometry },
    { "status", take_status },
    { "navigate", take_page },
    { "event", take_event },
    { "error", take_error },
  };
  const char *type = inlay_json_get_string (message, "type");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (type, kinds[i].type) == 0)
        kinds[i].take (self, message);
    }
}

static void
well_cb (gpointer user_data)
{
  InlayCanvas *self = user_data;

  self->well_source = 0;
  self->n_stops = 0;
}

static void
inlay_canvas_show_banner (InlayCanvas *self,
                          const char  *text)
{
  if (text != NULL)
    gtk_label_set_text (self->banner_title, text);
  gtk_revealer_set_reveal_child (self->banner, text != NULL);
}

static void
inlay_canvas_page_stopped (InlayCanvas *self,
                           gboolean     crashed)
{
  g_clear_handle_id (&self->well_source, g_source_remove);
  inlay_canvas_forget_page (self);
  if (++self->n_stops < MAX_STOPS)
    {
      inlay_workspace_message (self->workspace,
                               crashed ? _("The page crashed and was loaded again")
                                       : _("The page stopped answering and was loaded again"));
      inlay_preview_reload (self->preview);
      return;
    }

  inlay_canvas_show_banner (self, crashed ? _("The page crashed. The document is safe.")
                                          : _("The page stopped answering. The document is safe."));
}

static void
state_changed_cb (InlayCanvas *self)
{
  InlayPreviewState state = inlay_preview_get_state (self->preview);
  g_autofree char *text = NULL;

  switch (state)
    {
    case INLAY_PREVIEW_LOADING:
      self->live_is_new = FALSE;
      inlay_workspace_clear_statuses (self->workspace);
      inlay_canvas_show_banner (self, NULL);
      break;

    case INLAY_PREVIEW_READY:
      g_clear_handle_id (&self->well_source, g_source_remove);
      self->well_source = g_timeout_add_once (WELL_SECONDS * 1000, well_cb, self);
      break;

    case INLAY_PREVIEW_HUNG:
    case INLAY_PREVIEW_CRASHED:
      inlay_canvas_page_stopped (self, state == INLAY_PREVIEW_CRASHED);
      break;

    case INLAY_PREVIEW_FAILED:
      /* Translators: %s is the reason */
      text = g_strdup_printf (_("There is no page to show: %s"),
                              inlay_preview_get_error (self->preview));
      inlay_canvas_forget_page (self);
      inlay_canvas_show_banner (self, text);
      break;

    case INLAY_PREVIEW_EMPTY:
    default:
      break;
    }

  inlay_canvas_layer_set_wireframe (self->layer, inlay_canvas_is_wireframe (self));
  gtk_widget_set_visible (GTK_WIDGET (self->layer),
                          inlay_workspace_get_mode (self->workspace) != INLAY_CANVAS_INTERACT ||
                          inlay_canvas_is_wireframe (self));
  inlay_canvas_update_geometry (self);
}

void
inlay_canvas_follow_page (InlayCanvas *self)
{
  g_signal_connect_object (self->preview, "message",
                           G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "state-changed",
                           G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
}

/* What a page that is gone has said does not hold any more. */
void
inlay_canvas_forget_page (InlayCanvas *self)
{
  g_clear_pointer (&self->live, inlay_geometry_unref);
  inlay_workspace_clear_statuses (self->workspace);
}
