/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-json-pane.h"

#include <glib/gi18n.h>

#include "inlay-json-view.h"

struct _InlayJsonPane
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  char *instance_id;
  GtkWidget *view;              /* NULL until the pane is shown first: editors are dear */
};

G_DEFINE_FINAL_TYPE (InlayJsonPane, inlay_json_pane, GTK_TYPE_WIDGET)

static void
update (InlayJsonPane *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  JsonNode *instance = self->instance_id
                         ? inlay_composition_get_instance (composition, self->instance_id) : NULL;

  if (instance == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  inlay_json_view_set_value (INLAY_JSON_VIEW (self->view), instance);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (inlay_json_view_get_view (INLAY_JSON_VIEW (self->view))),
                              !inlay_json_get_boolean (instance, "locked", FALSE));
}

/* What can be read but breaks the contract of the document is told in place, as bad syntax is. */
static void
edited_cb (InlayJsonPane *self,
           JsonNode      *value)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autoptr(InlayTransaction) transaction = NULL;
  g_autoptr(GError) error = NULL;

  if (self->instance_id == NULL)
    return;
  if (value == NULL)
    {
      inlay_json_view_complain (INLAY_JSON_VIEW (self->view), _("There is no text"));
      return;
    }
  if (inlay_json_identical (value, inlay_composition_get_instance (composition, self->instance_id)))
    return;

  path = inlay_json_path ("instances", self->instance_id, NULL);
  title = inlay_workspace_dup_title (self->workspace, self->instance_id);
  /* Translators: name of a change; %s is a module on the page */
  name = g_strdup_printf (_("Edit JSON of %s"), title);
  transaction = inlay_edit_set (composition, path, value, name, &error);
  if (transaction == NULL)
    inlay_json_view_complain (INLAY_JSON_VIEW (self->view), error->message);
  else
    inlay_workspace_apply (self->workspace, g_steal_pointer (&transaction), NULL);
}

static void
leave_cb (InlayJsonPane *self)
{
  inlay_document_seal (inlay_workspace_get_document (self->workspace));
}

static void
inlay_json_pane_dispose (GObject *object)
{
  InlayJsonPane *self = INLAY_JSON_PANE (object);

  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->instance_id, g_free);

  G_OBJECT_CLASS (inlay_json_pane_parent_class)->dispose (object);
}

static void
inlay_json_pane_create_view (InlayJsonPane *self)
{
  GtkWidget *text;

  self->view = inlay_json_view_new ();
  inlay_json_view_set_fill (INLAY_JSON_VIEW (self->view));
  gtk_widget_add_css_class (self->view, "json-pane");
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  text = inlay_json_view_get_view (INLAY_JSON_VIEW (self->view));
  gtk_widget_set_name (text, "instance-json");
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The module on the page as JSON"), -1);
  g_signal_connect_object (self->view, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

static void
inlay_json_pane_map (GtkWidget *widget)
{
  InlayJsonPane *self = INLAY_JSON_PANE (widget);

  if (self->view == NULL)
    inlay_json_pane_create_view (self);

  GTK_WIDGET_CLASS (inlay_json_pane_parent_class)->map (widget);

  update (self);
}

static void
inlay_json_pane_class_init (InlayJsonPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inlay_json_pane_dispose;
  GTK_WIDGET_CLASS (klass)->map = inlay_json_pane_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
inlay_json_pane_init (InlayJsonPane *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
inlay_json_pane_new (InlayWorkspace *workspace)
{
  InlayJsonPane *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_JSON_PANE, NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
inlay_json_pane_set_instance (InlayJsonPane *self,
                              const char    *instance_id)
{
  g_return_if_fail (INLAY_IS_JSON_PANE (self));

  if (g_strcmp0 (self->instance_id, instance_id) == 0)
    return;

  g_free (self->instance_id);
  self->instance_id = g_strdup (instance_id);
  update (self);
}
