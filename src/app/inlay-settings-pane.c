/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-settings-pane.h"

#include "inlay-app-compat.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "inlay-form-view.h"

#define MODIFIED "@modified"

struct _InlaySettingsPane
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  char *instance_id;
  InlaySchema *schema;          /* the form's */
  InlayForm *form;
  InlayFormView *view;          /* in form_bin */

  GtkWidget *search_box;
  GtkEditable *search_entry;
  GtkToggleButton *modified_button;
  GtkLabel *hint;
  AdwBin *form_bin;
};

G_DEFINE_FINAL_TYPE (InlaySettingsPane, inlay_settings_pane, GTK_TYPE_WIDGET)

static void
filter_cb (InlaySettingsPane *self)
{
  gboolean modified = gtk_toggle_button_get_active (self->modified_button);
  g_autofree char *needle = g_utf8_casefold (gtk_editable_get_text (self->search_entry), -1);
  char *mark = strstr (needle, MODIFIED);

  if (mark != NULL)
    {
      memset (mark, ' ', strlen (MODIFIED));
      modified = TRUE;
    }
  g_strstrip (needle);
  if (self->view != NULL)
    inlay_form_view_filter (self->view, *needle ? needle : NULL, modified);
}

static void
stop_search_cb (InlaySettingsPane *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

/* The step has the name the form gives; the edit is the document's own. */
static InlayTransaction *
rename_transaction (InlaySettingsPane *self,
                    InlayTransaction  *transaction,
                    const char        *name)
{
  g_autoptr(InlayTransaction) old = transaction;
  g_autofree char *title = inlay_workspace_dup_title (self->workspace, self->instance_id);
  /* Translators: name of a change; what was done, and the module it was done to */
  g_autofree char *full = g_strdup_printf (_("%s of %s"), name, title);
  InlayTransaction *result;

  if (old == NULL)
    return NULL;

  result = inlay_transaction_new (full, inlay_transaction_get_patch (old));
  inlay_transaction_set_subject (result, inlay_transaction_get_subject (old));
  return result;
}

static void
edit_cb (InlaySettingsPane *self,
         const char        *path,
         JsonNode          *value,
         const char        *name)
{
  InlayDocument *document = inlay_workspace_get_document (self->workspace);
  InlayTransaction *transaction;
  GError *error = NULL;

  transaction = inlay_edit_set_config (inlay_workspace_get_composition (self->workspace),
                                       self->instance_id, path, value, &error);
  if (name != NULL)
    {
      inlay_document_seal (document);
      transaction = rename_transaction (self, transaction, name);
    }
  inlay_workspace_apply (self->workspace, transaction, error);
  if (name != NULL)
    inlay_document_seal (document);
}

static void
settled_cb (InlaySettingsPane *self)
{
  inlay_document_seal (inlay_workspace_get_document (self->workspace));
}

static JsonNode *
get_instance (InlaySettingsPane *self)
{
  return self->instance_id
           ? inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace),
                                             self->instance_id) : NULL;
}

static InlayModule *
get_module (InlaySettingsPane *self,
            JsonNode          *instance)
{
  const char *module_id = instance ? inlay_json_get_string (instance, "module") : NULL;

  return module_id ? inlay_workspace_lookup_module (self->workspace, module_id) : NULL;
}

static void
clear_form (InlaySettingsPane *self)
{
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  adw_bin_set_child (self->form_bin, NULL);
  self->view = NULL;
  g_clear_object (&self->form);
  g_clear_pointer (&self->schema, inlay_schema_unref);
}

static void
update_hint (InlaySettingsPane *self,
             JsonNode          *instance,
             InlayModule       *module)
{
  const char *text = NULL;

  if (instance != NULL && inlay_json_get_boolean (instance, "locked", FALSE))
    text = _("Locked: unlock it to change its settings.");
  else if (instance != NULL && module == NULL)
    text = _("The module is not in the library. Its settings are kept as they are, and can be "
             "edited as JSON.");
  else if (instance != NULL && self->schema == NULL)
    text = _("The module does not say what it can be set to. Its settings are JSON.");

  gtk_label_set_text (self->hint, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
  gtk_widget_set_visible (self->search_box, self->schema != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_bin),
                            instance == NULL ||
                            !inlay_json_get_boolean (instance, "locked", FALSE));
}

static void
create_form (InlaySettingsPane *self,
             JsonNode          *instance,
             InlaySchema       *schema)
{
  clear_form (self);
  self->schema = schema ? inlay_schema_ref (schema) : NULL;
  self->form = inlay_form_new (schema, inlay_json_get_member (instance, "config"));
  g_signal_connect_object (self->form, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "settled", G_CALLBACK (settled_cb), self,
                           G_CONNECT_SWAPPED);
  self->view = INLAY_FORM_VIEW (inlay_form_view_new (self->form));
  adw_bin_set_child (self->form_bin, GTK_WIDGET (self->view));
  filter_cb (self);
}

/* Follows the document: the form stays unless it is another instance's or another schema's. */
static void
update (InlaySettingsPane *self)
{
  JsonNode *instance = get_instance (self);
  InlayModule *module = get_module (self, instance);
  InlaySchema *schema = module ? inlay_workspace_get_schema (self->workspace, module) : NULL;

  if (instance == NULL)
    {
      clear_form (self);
      return;
    }

  if (self->form == NULL || schema != self->schema)
    create_form (self, instance, schema);
  else
    inlay_form_update (self->form, inlay_json_get_member (instance, "config"));
  update_hint (self, instance, module);
}

static void
inlay_settings_pane_dispose (GObject *object)
{
  InlaySettingsPane *self = INLAY_SETTINGS_PANE (object);

  if (self->form_bin != NULL)
    clear_form (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_SETTINGS_PANE);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->instance_id, g_free);

  G_OBJECT_CLASS (inlay_settings_pane_parent_class)->dispose (object);
}

static void
inlay_settings_pane_class_init (InlaySettingsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_settings_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-settings-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, InlaySettingsPane, search_box);
  gtk_widget_class_bind_template_child (widget_class, InlaySettingsPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, InlaySettingsPane, modified_button);
  gtk_widget_class_bind_template_child (widget_class, InlaySettingsPane, hint);
  gtk_widget_class_bind_template_child (widget_class, InlaySettingsPane, form_bin);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
inlay_settings_pane_init (InlaySettingsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_settings_pane_new (InlayWorkspace *workspace)
{
  InlaySettingsPane *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_SETTINGS_PANE, NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
inlay_settings_pane_set_instance (InlaySettingsPane *self,
                                  const char        *instance_id)
{
  g_return_if_fail (INLAY_IS_SETTINGS_PANE (self));

  if (g_strcmp0 (self->instance_id, instance_id) == 0)
    return;

  clear_form (self);
  g_free (self->instance_id);
  self->instance_id = g_strdup (instance_id);
  update (self);
}

/**
 * inlay_settings_pane_focus:
 * @path: (nullable): a place in the settings; %NULL for the first
 */
void
inlay_settings_pane_focus (InlaySettingsPane *self,
                           const char        *path)
{
  g_return_if_fail (INLAY_IS_SETTINGS_PANE (self));

  if (self->view == NULL)
    return;

  if (path != NULL)
    inlay_form_view_focus (self->view, path);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

void
inlay_settings_pane_search (InlaySettingsPane *self)
{
  g_return_if_fail (INLAY_IS_SETTINGS_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
