/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-record-form.h"

#include "inlay-app-compat.h"
#include "inlay-form-view.h"

struct _InlayRecordForm
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  JsonNode *schema;
  JsonNode *record;
  InlayForm *form;
};

enum
{
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayRecordForm, inlay_record_form, GTK_TYPE_WIDGET)

static void
clear (InlayRecordForm *self)
{
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->form);
  g_clear_pointer (&self->schema, json_node_unref);
}

static void
edit_cb (InlayRecordForm *self,
         const char      *path,
         JsonNode        *value,
         const char      *name)
{
  g_autoptr(JsonNode) record = NULL;

  if (*path == '\0')
    record = value ? json_node_ref (value) : inlay_json_new_object (NULL, NULL);
  else if (value != NULL)
    record = inlay_json_set (self->record, path, value, NULL);
  else
    record = inlay_json_remove (self->record, path, NULL);

  if (record != NULL)
    g_signal_emit (self, signals[EDIT], 0, path, record);
  if (name != NULL)
    inlay_document_seal (inlay_workspace_get_document (self->workspace));
}

static void
settled_cb (InlayRecordForm *self)
{
  inlay_document_seal (inlay_workspace_get_document (self->workspace));
}

static void
inlay_record_form_dispose (GObject *object)
{
  InlayRecordForm *self = INLAY_RECORD_FORM (object);

  clear (self);
  g_clear_pointer (&self->record, json_node_unref);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_record_form_parent_class)->dispose (object);
}

static void
inlay_record_form_class_init (InlayRecordFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inlay_record_form_dispose;

  signals[EDIT] = g_signal_new ("edit", INLAY_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                JSON_TYPE_NODE | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
inlay_record_form_init (InlayRecordForm *self)
{
}

GtkWidget *
inlay_record_form_new (InlayWorkspace *workspace)
{
  InlayRecordForm *self = g_object_new (INLAY_TYPE_RECORD_FORM, NULL);

  self->workspace = g_object_ref (workspace);

  return GTK_WIDGET (self);
}

/**
 * inlay_record_form_show:
 * @schema: (nullable): the schema of the record, ours; %NULL shows nothing
 * @record: (nullable): the record
 *
 * The rows stay as long as the schema says the same.
 */
void
inlay_record_form_show (InlayRecordForm *self,
                        JsonNode        *schema,
                        JsonNode        *record)
{
  g_autoptr(InlaySchema) compiled = NULL;
  GtkWidget *view;

  g_return_if_fail (INLAY_IS_RECORD_FORM (self));

  gtk_widget_set_visible (GTK_WIDGET (self), schema != NULL);
  g_clear_pointer (&self->record, json_node_unref);
  self->record = record ? json_node_ref (record) : inlay_json_new_object (NULL, NULL);
  if (schema == NULL)
    {
      clear (self);
      return;
    }
  if (self->schema != NULL && inlay_json_identical (self->schema, schema))
    {
      inlay_form_update (self->form, self->record);
      return;
    }

  clear (self);
  self->schema = json_node_ref (schema);
  compiled = inlay_schema_compile (schema, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                   INLAY_SCHEMA_ASSERT_FORMAT, NULL);
  self->form = inlay_form_new (compiled, self->record);
  g_signal_connect_object (self->form, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "settled", G_CALLBACK (settled_cb), self,
                           G_CONNECT_SWAPPED);
  view = inlay_form_view_new (self->form);
  gtk_widget_set_parent (view, GTK_WIDGET (self));
}
