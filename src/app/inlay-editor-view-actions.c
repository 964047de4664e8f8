/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <adwaita.h>
#include <math.h>

#define ZOOM_STEP 1.25

static void
zoom_by (InlayEditor *self,
         double       factor)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  double zoom = inlay_workspace_get_zoom (workspace);

  /* From "fit", whose factor only the canvas knows, the first step leads to the round number. */
  inlay_workspace_set_zoom (workspace, zoom == 0 ? 1 : CLAMP (zoom * factor, 0.25, 4));
}

static void
zoom_in_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  zoom_by (user_data, ZOOM_STEP);
}

static void
zoom_out_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  zoom_by (user_data, 1 / ZOOM_STEP);
}

static void
zoom_fit_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  inlay_workspace_set_zoom (inlay_editor_get_workspace (user_data), 0);
}

static void
toggle_mode (InlayEditor     *self,
             InlayCanvasMode  mode)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  gboolean on = inlay_workspace_get_mode (workspace) == mode;

  inlay_workspace_set_mode (workspace, on ? INLAY_CANVAS_DESIGN : mode);
}

static void
interact_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  toggle_mode (user_data, INLAY_CANVAS_INTERACT);
}

static void
wireframe_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  toggle_mode (user_data, INLAY_CANVAS_WIREFRAME);
}

static void
reload_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  inlay_workspace_reload (inlay_editor_get_workspace (user_data));
}

static void
next_pane_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  inlay_editor_next_pane (user_data, TRUE);
}

static void
previous_pane_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  inlay_editor_next_pane (user_data, FALSE);
}

static void
modules_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  inlay_editor_search (user_data);
}

static void
outline_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  inlay_editor_show_tab (user_data, "outline");
}

static void
history_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  inlay_editor_show_tab (user_data, "history");
}

static const GActionEntry entries[] = {
  { .name = "zoom-in", .activate = zoom_in_action },
  { .name = "zoom-out", .activate = zoom_out_action },
  { .name = "zoom-fit", .activate = zoom_fit_action },
  { .name = "interact", .activate = interact_action },
  { .name = "wireframe", .activate = wireframe_action },
  { .name = "reload", .activate = reload_action },
  { .name = "next-pane", .activate = next_pane_action },
  { .name = "previous-pane", .activate = previous_pane_action },
  { .name = "modules", .activate = modules_action },
  { .name = "outline", .activate = outline_action },
  { .name = "history", .activate = history_action },
};

void
inlay_editor_add_view_actions (InlayEditor *self,
                               GActionMap  *group)
{
  static const char * const names[] = { "mode", "device-width", "zoom" };
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  g_autoptr(GAction) problems = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GPropertyAction) action = g_property_action_new (names[i], workspace, names[i]);

      g_action_map_add_action (group, G_ACTION (action));
    }

  problems = g_settings_create_action (inlay_editor_get_settings (self), "problems");
  g_action_map_add_action (group, problems);
  g_action_map_add_action_entries (group, entries, G_N_ELEMENTS (entries), self);
}
