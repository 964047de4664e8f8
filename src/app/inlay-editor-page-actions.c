/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"

/* Pages come last: the new one is shown. */
static void
show_last_page (InlayWorkspace *workspace)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char * const *pages = inlay_composition_get_pages (composition);
  guint n = g_strv_length ((char **) pages);

  inlay_workspace_select (workspace, NULL);
  if (n > 0)
    inlay_workspace_set_page (workspace, pages[n - 1]);
}

static void
add_cb (GObject    *owner,
        const char *text,
        gpointer    user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_add_page (inlay_workspace_get_composition (workspace), text, NULL, &error);
  if (inlay_workspace_apply (workspace, transaction, error))
    show_last_page (workspace);
}

static void
add_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  inlay_app_ask_text (user_data, user_data, _("Add Page"), _("Title"), NULL, _("_Add"),
                      add_cb, NULL, NULL);
}

static void
set_title_cb (GObject    *owner,
              const char *text,
              gpointer    user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_set_page (inlay_workspace_get_composition (workspace), user_data,
                                     text, NULL, &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
set_path_cb (GObject    *owner,
             const char *text,
             gpointer    user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_set_page (inlay_workspace_get_composition (workspace), user_data,
                                     NULL, text, &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static const char *
get_page_string (InlayWorkspace *workspace,
                 const char     *member)
{
  const char *page = inlay_workspace_get_page (workspace);
  JsonNode *node;

  node = page ? inlay_composition_get_page (inlay_workspace_get_composition (workspace), page) : NULL;
  return node ? inlay_json_get_string (node, member) : NULL;
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);

  inlay_app_ask_text (user_data, user_data, _("Rename Page"), _("Title"),
                      get_page_string (workspace, "title"), _("_Rename"),
                      set_title_cb, g_strdup (inlay_workspace_get_page (workspace)), g_free);
}

static void
set_path_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);

  inlay_app_ask_text (user_data, user_data, _("Change Address"), _("Path, such as /about"),
                      get_page_string (workspace, "path"), _("_Change"),
                      set_path_cb, g_strdup (inlay_workspace_get_page (workspace)), g_free);
}

static void
remove_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  InlayTransaction *transaction;
  GError *error = NULL;

  if (inlay_workspace_get_page (workspace) == NULL)
    return;

  transaction = inlay_edit_remove_page (inlay_workspace_get_composition (workspace),
                                        inlay_workspace_get_page (workspace), &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
move_by (InlayEditor *self,
         int          step)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (self);
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char * const *pages = inlay_composition_get_pages (composition);
  const char *page = inlay_workspace_get_page (workspace);
  int n = (int) g_strv_length ((char **) pages);
  InlayTransaction *transaction;
  GError *error = NULL;

  for (int i = 0; i < n; i++)
    {
      if (g_strcmp0 (pages[i], page) != 0)
        continue;
      if (i + step < 0 || i + step >= n)
        return;

      transaction = inlay_edit_move_page (composition, page, i + step, &error);
      inlay_workspace_apply (workspace, transaction, error);
      return;
    }
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
show_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  inlay_workspace_set_page (inlay_editor_get_workspace (user_data),
                            g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { .name = "add", .activate = add_action },
  { .name = "rename", .activate = rename_action },
  { .name = "set-path", .activate = set_path_action },
  { .name = "remove", .activate = remove_action },
  { .name = "move-up", .activate = move_up_action },
  { .name = "move-down", .activate = move_down_action },
  { .name = "show", .activate = show_action, .parameter_type = "s" },
};

void
inlay_editor_add_page_actions (InlayEditor *self,
                               GActionMap  *group)
{
  g_action_map_add_action_entries (group, entries, G_N_ELEMENTS (entries), self);
}
