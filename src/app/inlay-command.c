/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "inlay-module-item.h"

struct _InlayCommand
{
  GObject parent_instance;

  char *title;
  const char *kind;
  char *words;          /* both, case-folded */
  const char *action;
  GVariant *target;     /* NULL without */
};

G_DEFINE_FINAL_TYPE (InlayCommand, inlay_command, G_TYPE_OBJECT)

typedef struct
{
  const char *title;
  const char *action;
} Entry;

/* Of a window without a document, too. */
static const Entry general[] = {
  { N_("New Document"), "library.new" },
  { N_("Open the Sample"), "library.open-sample" },
  { N_("Import…"), "library.import" },
  { N_("New Window"), "app.new-window" },
  { N_("Fullscreen"), "win.fullscreen" },
  { N_("Preferences"), "app.preferences" },
  { N_("Keyboard Shortcuts"), "win.show-help-overlay" },
  { N_("About Inlay"), "app.about" },
  { N_("Quit"), "app.quit" },
};

static const Entry of_document[] = {
  { N_("Undo"), "document.undo" },
  { N_("Redo"), "document.redo" },
  { N_("Publish…"), "release.publish" },
  { N_("Rename Document…"), "document.rename" },
  { N_("Export…"), "document.export" },
  { N_("All Documents"), "win.show-library" },
  { N_("Add Page…"), "page.add" },
  { N_("Rename Page…"), "page.rename" },
  { N_("Change Address of Page…"), "page.set-path" },
  { N_("Remove Page"), "page.remove" },
  { N_("Rename Module…"), "node.rename" },
  { N_("Duplicate"), "node.duplicate" },
  { N_("Lock or Unlock"), "node.lock" },
  { N_("Move Up"), "node.move-up" },
  { N_("Move Down"), "node.move-down" },
  { N_("Select Parent"), "node.select-parent" },
  { N_("Cut"), "node.cut" },
  { N_("Copy"), "node.copy" },
  { N_("Paste"), "node.paste" },
  { N_("Remove"), "node.remove" },
  { N_("Show Modules"), "view.modules" },
  { N_("Show Outline"), "view.outline" },
  { N_("Show History"), "view.history" },
  { N_("Show Problems"), "view.problems" },
  { N_("Show or Hide Inspector"), "view.right-pane" },
  { N_("Wireframe"), "view.wireframe" },
  { N_("Use the Page"), "view.interact" },
  { N_("Reload Preview"), "view.reload" },
  { N_("Zoom In"), "view.zoom-in" },
  { N_("Zoom Out"), "view.zoom-out" },
  { N_("Zoom to Fit"), "view.zoom-fit" },
};

static void
inlay_command_finalize (GObject *object)
{
  InlayCommand *self = INLAY_COMMAND (object);

  g_free (self->title);
  g_free (self->words);
  g_clear_pointer (&self->target, g_variant_unref);

  G_OBJECT_CLASS (inlay_command_parent_class)->finalize (object);
}

static void
inlay_command_class_init (InlayCommandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_command_finalize;
}

static void
inlay_command_init (InlayCommand *self)
{
}

static void
append (GListStore *commands,
        const char *title,
        const char *kind,
        const char *action,
        const char *target)
{
  g_autoptr(InlayCommand) self = g_object_new (INLAY_TYPE_COMMAND, NULL);
  g_autofree char *words = g_strconcat (title, " ", kind, NULL);

  self->title = g_strdup (title);
  self->kind = kind;
  self->words = g_utf8_casefold (words, -1);
  self->action = action;
  if (target != NULL)
    self->target = g_variant_ref_sink (g_variant_new_string (target));
  g_list_store_append (commands, self);
}

static void
append_entries (GListStore  *commands,
                const Entry *entries,
                guint        n_entries,
                InlayEditor *editor)
{
  for (guint i = 0; i < n_entries; i++)
    {
      if (editor == NULL || inlay_editor_is_enabled (editor, entries[i].action))
        append (commands, _(entries[i].title), "", entries[i].action, NULL);
    }
}

static void
append_document (GListStore     *commands,
                 InlayWorkspace *workspace)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  GListModel *pages = inlay_document_get_pages (inlay_workspace_get_document (workspace));
  GListModel *modules = inlay_workspace_get_modules (workspace);
  JsonObject *instances = inlay_json_get_object (inlay_composition_get_root (composition), "instances");
  JsonObjectIter iter;
  const char *id;
  JsonNode *instance;

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr(InlayNode) page = g_list_model_get_item (pages, i);

      append (commands, inlay_node_get_name (page), _("Page"), "page.show", inlay_node_get_id (page));
    }

  if (instances != NULL)
    {
      json_object_iter_init_ordered (&iter, instances);
      while (json_object_iter_next_ordered (&iter, &id, &instance))
        {
          g_autofree char *title = inlay_workspace_dup_title (workspace, id);

          append (commands, title, _("Select"), "node.select", id);
        }
    }

  for (guint i = 0; modules != NULL && i < g_list_model_get_n_items (modules); i++)
    {
      g_autoptr(InlayModuleItem) item = g_list_model_get_item (modules, i);
      InlayModule *module = inlay_module_item_get_module (item);

      append (commands, inlay_module_get_name (module), _("Add Module"), "node.insert",
              inlay_module_get_id (module));
    }
}

GListModel *
inlay_command_list (InlayEditor *editor)
{
  GListStore *commands = g_list_store_new (INLAY_TYPE_COMMAND);

  if (editor != NULL)
    {
      append_entries (commands, of_document, G_N_ELEMENTS (of_document), editor);
      append_document (commands, inlay_editor_get_workspace (editor));
    }
  append_entries (commands, general, G_N_ELEMENTS (general), NULL);

  return G_LIST_MODEL (commands);
}

const char *
inlay_command_get_title (InlayCommand *self)
{
  g_return_val_if_fail (INLAY_IS_COMMAND (self), NULL);

  return self->title;
}

const char *
inlay_command_get_kind (InlayCommand *self)
{
  g_return_val_if_fail (INLAY_IS_COMMAND (self), NULL);

  return self->kind;
}

gboolean
inlay_command_matches (InlayCommand  *self,
                       char         **words)
{
  g_return_val_if_fail (INLAY_IS_COMMAND (self), FALSE);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      if (strstr (self->words, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

void
inlay_command_run (InlayCommand *self,
                   GtkWidget    *widget)
{
  g_return_if_fail (INLAY_IS_COMMAND (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_activate_action_variant (widget, self->action, self->target);
}
