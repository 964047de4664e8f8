/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-editor-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-transfer.h"

static void
undo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  inlay_workspace_undo (inlay_editor_get_workspace (user_data));
}

static void
redo_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  inlay_workspace_redo (inlay_editor_get_workspace (user_data));
}

static void
save_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  /* Every change was saved when it was made; who presses the key wants to hear that. */
  inlay_workspace_message (inlay_editor_get_workspace (user_data), _("All changes are saved"));
}

static void
rename_cb (GObject    *owner,
           const char *text,
           gpointer    user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));
  g_autoptr(JsonNode) value = inlay_json_new_string (text);
  GError *error = NULL;
  InlayTransaction *transaction;

  transaction = inlay_edit_set (inlay_workspace_get_composition (workspace), "/name", value,
                                "Rename Document", &error);
  inlay_workspace_apply (workspace, transaction, error);
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);

  inlay_app_ask_text (user_data, user_data, _("Rename Document"), _("Name"),
                      inlay_composition_get_name (inlay_workspace_get_composition (workspace)),
                      _("_Rename"), rename_cb, NULL, NULL);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(InlayWorkspace) workspace = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (object));
  g_autofree char *text = NULL;

  if (inlay_export_file_finish (result, &error))
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Exported to “%s”"), name);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: %s is the reason */
    text = g_strdup_printf (_("The document was not exported: %s"), error->message);

  if (text != NULL)
    inlay_workspace_message (workspace, text);
}

static void
export_cb (GObject  *owner,
           GFile    *file,
           gpointer  user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (INLAY_EDITOR (owner));

  inlay_export_file_async (inlay_workspace_get_composition (workspace), file, NULL,
                           exported_cb, g_object_ref (workspace));
}

static void
export_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  g_autofree char *name = g_strconcat (inlay_composition_get_id (composition), ".inlay.json", NULL);

  inlay_app_save_file (user_data, user_data, _("Export Composition"), name,
                       export_cb, NULL, NULL);
}

/* Takes the first way out that the resolver offers; undo takes it back. */
static void
solve_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  InlayWorkspace *workspace = inlay_editor_get_workspace (user_data);
  InlayResolution *resolution = inlay_workspace_get_resolution (workspace);
  GPtrArray *problems = resolution ? inlay_resolution_get_problems (resolution) : NULL;
  guint index = g_variant_get_uint32 (parameter);
  InlayResolveProblem *problem;
  InlayWayOut *way;

  if (problems == NULL || index >= problems->len)
    return;

  problem = g_ptr_array_index (problems, index);
  if (problem->ways == NULL || problem->ways->len == 0)
    return;

  way = g_ptr_array_index (problem->ways, 0);
  inlay_workspace_apply (workspace, inlay_transaction_new (way->label, way->patch), NULL);
}

static const GActionEntry entries[] = {
  { .name = "solve", .activate = solve_action, .parameter_type = "u" },
  { .name = "undo", .activate = undo_action },
  { .name = "redo", .activate = redo_action },
  { .name = "save", .activate = save_action },
  { .name = "rename", .activate = rename_action },
  { .name = "export", .activate = export_action },
};

void
inlay_editor_add_document_actions (InlayEditor *self,
                                   GActionMap  *group)
{
  g_action_map_add_action_entries (group, entries, G_N_ELEMENTS (entries), self);
}

void
inlay_editor_update_document_actions (InlayEditor *self,
                                      GActionMap  *group)
{
  InlayDocument *document = inlay_workspace_get_document (inlay_editor_get_workspace (self));
  GAction *undo = g_action_map_lookup_action (group, "undo");
  GAction *redo = g_action_map_lookup_action (group, "redo");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (undo), inlay_document_can_undo (document));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (redo), inlay_document_can_redo (document));
}
