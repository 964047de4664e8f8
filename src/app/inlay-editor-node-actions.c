/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inlay-app-compat.h"
#include "inlay-place.h"

static void
insert_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  g_autoptr(InlayDragPayload) payload = NULL;

  payload = inlay_drag_payload_new_module (g_variant_get_string (parameter, NULL), NULL);
  inlay_place_insert (inlay_editor_get_workspace (user_data), payload);
}

static void
remove_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_remove (inlay_workspace_get_composition (workspace),
                                   inlay_workspace_get_selection (workspace), &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
duplicate_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_duplicate (inlay_workspace_get_composition (workspace),
                                      inlay_workspace_get_primary (workspace), &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
rename_cb (GObject    *owner,
           const char *text,
           gpointer    user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_rename (inlay_workspace_get_composition (workspace),
                                   user_data, text, &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  const char *primary = inlay_workspace_get_primary (workspace);
  g_autofree char *title = inlay_workspace_dup_title (workspace, primary);

  inlay_app_ask_text (user_data, user_data, _("Rename"), _("Name"), title, _("_Rename"),
                      rename_cb, g_strdup (primary), g_free);
}

static gboolean
is_locked (InlayWorkspace *workspace,
           const char     *instance_id)
{
  JsonNode *instance;

  instance = inlay_composition_get_instance (inlay_workspace_get_composition (workspace),
                                             instance_id);
  return instance != NULL && inlay_json_get_boolean (instance, "locked", FALSE);
}

static void
lock_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  const char *primary = inlay_workspace_get_primary (workspace);
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_set_locked (inlay_workspace_get_composition (workspace), primary,
                                       !is_locked (workspace, primary), &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  g_autoptr(JsonNode) fragment = NULL;
  g_autofree char *text = NULL;

  fragment = inlay_edit_copy (inlay_workspace_get_composition (workspace),
                              inlay_workspace_get_selection (workspace));
  text = inlay_json_write (fragment, INLAY_JSON_PRETTY);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (user_data), text);
}

static void
cut_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  copy_action (action, NULL, user_data);
  remove_action (action, NULL, user_data);
}

static JsonNode *
read_clipboard (GObject       *clipboard,
                GAsyncResult  *result,
                GError       **error)
{
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, error);

  return text ? inlay_json_read_text (text, strlen (text), error) : NULL;
}

static void
pasted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayWorkspace) workspace = user_data;
  g_autoptr(JsonNode) fragment = read_clipboard (object, result, NULL);
  g_autoptr(InlayDragPayload) payload = NULL;

  if (fragment == NULL)
    {
      inlay_workspace_message (workspace, _("The clipboard holds nothing that can be placed here"));
      return;
    }

  payload = inlay_drag_payload_new_fragment (fragment);
  inlay_place_insert (workspace, payload);
}

static void
paste_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (user_data), NULL, pasted_cb,
                                 g_object_ref (inlay_editor_get_workspace (user_data)));
}

/* The settings of the first copied instance. */
static JsonNode *
get_settings (JsonNode *fragment)
{
  JsonArray *items = inlay_json_get_array (fragment, "items");
  JsonNode *instances = inlay_json_get_member (fragment, "instances");
  JsonNode *first = NULL;

  if (items != NULL && json_array_get_length (items) > 0 && instances != NULL)
    first = json_array_get_element (items, 0);
  if (first == NULL || json_node_get_value_type (first) != G_TYPE_STRING)
    return NULL;

  first = inlay_json_get_member (instances, json_node_get_string (first));
  return first ? inlay_json_get_member (first, "config") : NULL;
}

static void
settings_pasted_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(InlayWorkspace) workspace = user_data;
  g_autoptr(JsonNode) fragment = read_clipboard (object, result, NULL);
  JsonNode *settings = fragment ? get_settings (fragment) : NULL;
  const char *primary = inlay_workspace_get_primary (workspace);
  InlayTransaction *transaction;
  GError *error = NULL;

  if (settings == NULL || primary == NULL)
    {
      inlay_workspace_message (workspace, _("The clipboard holds no settings"));
      return;
    }

  transaction = inlay_edit_set_config (inlay_workspace_get_composition (workspace), primary, "",
                                       settings, &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
paste_settings_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (user_data), NULL, settings_pasted_cb,
                                 g_object_ref (inlay_editor_get_workspace (user_data)));
}

static void
move_by (InlayEditor *self,
         int          step)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *primary = inlay_workspace_get_primary (workspace);
  InlayTransaction *transaction;
  InlayContainer container;
  GError *error = NULL;
  guint index, n;

  if (primary == NULL || !inlay_composition_find (composition, primary, &container, &index))
    return;

  n = g_strv_length ((char **) inlay_composition_get_items (composition, &container));
  if ((step < 0 && index == 0) || (step > 0 && index + 1 >= n))
    return;

  transaction = inlay_edit_move (composition, primary, &container, index + step, NULL, &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
move_up_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  move_by (user_data, -1);
}

static void
move_down_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  move_by (user_data, 1);
}

static void
select_parent_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  inlay_workspace_select_parent (inlay_editor_get_workspace (user_data));
  inlay_canvas_follow_selection (inlay_editor_get_canvas (user_data));
}

static void
select_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  const char *id = g_variant_get_string (parameter, NULL);

  if (inlay_composition_get_instance (inlay_workspace_get_composition (workspace), id) == NULL)
    return;

  inlay_workspace_select_one (workspace, id);
  inlay_workspace_reveal (workspace, id);
}

static void
retry_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  inlay_workspace_retry (inlay_editor_get_workspace (user_data),
                         g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { .name = "insert", .activate = insert_action, .parameter_type = "s" },
  { .name = "retry", .activate = retry_action, .parameter_type = "s" },
  { .name = "select", .activate = select_action, .parameter_type = "s" },
  { .name = "paste", .activate = paste_action },
  { .name = "remove", .activate = remove_action },
  { .name = "duplicate", .activate = duplicate_action },
  { .name = "rename", .activate = rename_action },
  { .name = "lock", .activate = lock_action, .state = "false" },
  { .name = "cut", .activate = cut_action },
  { .name = "copy", .activate = copy_action },
  { .name = "paste-settings", .activate = paste_settings_action },
  { .name = "move-up", .activate = move_up_action },
  { .name = "move-down", .activate = move_down_action },
  { .name = "select-parent", .activate = select_parent_action },
};

void
inlay_editor_add_node_actions (InlayEditor *self,
                               GActionMap  *group)
{
  g_action_map_add_action_entries (group, entries, G_N_ELEMENTS (entries), self);
}

void
inlay_editor_update_node_actions (InlayEditor *self,
                                  GActionMap  *group)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  const char *primary = inlay_workspace_get_primary (workspace);
  gboolean selected = primary != NULL;

  /* Those with a parameter, and pasting, need no selection. */
  for (guint i = 4; i < G_N_ELEMENTS (entries); i++)
    {
      GAction *action = g_action_map_lookup_action (group, entries[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), selected);
    }
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (group, "lock")),
                             g_variant_new_boolean (selected && is_locked (workspace, primary)));
}
