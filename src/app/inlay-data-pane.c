/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-data-pane.h"

#include "inlay-app-compat.h"
#include <adwaita.h>
#include <glib/gi18n.h>

struct _InlayDataPane
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  char *instance_id;
  GPtrArray *event_names;       /* beside the titles of the rows that choose */
  GPtrArray *target_instances;
  GPtrArray *target_props;

  GtkWidget *nothing;
  GtkWidget *wires_box;
  GtkListBox *wires;
  GtkWidget *add_box;
  AdwComboRow *event;
  GtkStringList *event_titles;
  AdwComboRow *target;
  GtkStringList *target_titles;
  GtkWidget *slots_box;
  GtkListBox *slots;
};

G_DEFINE_FINAL_TYPE (InlayDataPane, inlay_data_pane, GTK_TYPE_WIDGET)

static InlayModule *
lookup_module (InlayDataPane *self,
               const char    *instance_id)
{
  const char *module_id = inlay_composition_get_module (
    inlay_workspace_get_composition (self->workspace), instance_id);

  return module_id ? inlay_workspace_lookup_module (self->workspace, module_id) : NULL;
}

/* What people call an event or a prop; the name itself when the module does not say. */
static char *
dup_end_title (JsonNode   *ends,
               const char *name)
{
  JsonNode *end = ends ? inlay_json_get_member (ends, name) : NULL;
  const char *title = end != NULL && JSON_NODE_HOLDS_OBJECT (end)
                        ? inlay_json_get_string (end, "title") : NULL;

  return g_strdup (title ? title : name);
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static char *
dup_from (InlayDataPane *self,
          JsonNode      *from)
{
  const char *instance = inlay_json_get_string (from, "instance");
  const char *event = inlay_json_get_string (from, "event");
  InlayModule *module = instance ? lookup_module (self, instance) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *what = NULL;

  if (instance == NULL || event == NULL)
    return g_strdup ("?");

  title = inlay_workspace_dup_title (self->workspace, instance);
  what = dup_end_title (module ? inlay_module_get_events (module) : NULL, event);
  return g_strdup_printf ("%s · %s", title, what);
}

static char *
dup_to (InlayDataPane *self,
        JsonNode      *to)
{
  const char *instance = inlay_json_get_string (to, "instance");
  const char *prop = inlay_json_get_string (to, "prop");
  const char *state = inlay_json_get_string (to, "state");
  InlayModule *module = instance ? lookup_module (self, instance) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *what = NULL;

  if (state != NULL)
    /* Translators: %s is a place in the state that modules share */
    return g_strdup_printf (_("Shared state %s"), state);
  if (instance == NULL || prop == NULL)
    return g_strdup ("?");

  title = inlay_workspace_dup_title (self->workspace, instance);
  what = dup_end_title (module ? inlay_module_get_props (module) : NULL, prop);
  return g_strdup_printf ("%s · %s", title, what);
}

static void
remove_cb (GtkWidget     *button,
           InlayDataPane *self)
{
  GError *error = NULL;
  InlayTransaction *transaction =
    inlay_edit_set_member (inlay_workspace_get_composition (self->workspace), "wires",
                           g_object_get_data (G_OBJECT (button), "wire"), NULL, NULL, &error);

  inlay_workspace_apply (self->workspace, transaction, error);
}

static GtkWidget *
create_wire (InlayDataPane *self,
             const char    *id,
             JsonNode      *wire)
{
  g_autofree char *from = dup_from (self, inlay_json_get_member (wire, "from"));
  g_autofree char *to = dup_to (self, inlay_json_get_member (wire, "to"));
  /* Translators: where the data of a wire goes */
  g_autofree char *subtitle = g_strdup_printf (_("to %s"), to);
  GtkWidget *row = inlay_app_create_row (from, subtitle);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove Wire"));
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "wire", g_strdup (id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static gboolean
touches (JsonNode   *wire,
         const char *member,
         const char *instance_id)
{
  JsonNode *end = JSON_NODE_HOLDS_OBJECT (wire) ? inlay_json_get_member (wire, member) : NULL;

  return end != NULL && JSON_NODE_HOLDS_OBJECT (end) &&
         g_strcmp0 (inlay_json_get_string (end, "instance"), instance_id) == 0;
}

static guint
show_wires (InlayDataPane *self)
{
  JsonNode *root = inlay_composition_get_root (inlay_workspace_get_composition (self->workspace));
  JsonObject *wires = inlay_json_get_object (root, "wires");
  JsonObjectIter iter;
  const char *id;
  JsonNode *wire;
  guint n = 0;

  clear_list (self->wires);
  if (wires != NULL)
    {
      json_object_iter_init_ordered (&iter, wires);
      while (json_object_iter_next_ordered (&iter, &id, &wire))
        {
          if (!touches (wire, "from", self->instance_id) && !touches (wire, "to", self->instance_id))
            continue;
          gtk_list_box_append (self->wires, create_wire (self, id, wire));
          n++;
        }
    }
  gtk_widget_set_visible (self->wires_box, n > 0);

  return n;
}

static void
clear_strings (GtkStringList *strings)
{
  gtk_string_list_splice (strings, 0, g_list_model_get_n_items (G_LIST_MODEL (strings)), NULL);
}

static void
list_targets (InlayDataPane *self,
              const char    *instance_id)
{
  InlayModule *module = lookup_module (self, instance_id);
  g_autofree char *title = NULL;
  JsonObjectIter iter;
  const char *prop;

  if (module == NULL || g_str_equal (instance_id, self->instance_id))
    return;

  title = inlay_workspace_dup_title (self->workspace, instance_id);
  json_object_iter_init_ordered (&iter, json_node_get_object (inlay_module_get_props (module)));
  while (json_object_iter_next_ordered (&iter, &prop, NULL))
    {
      g_autofree char *what = dup_end_title (inlay_module_get_props (module), prop);
      g_autofree char *text = g_strdup_printf ("%s · %s", title, what);

      gtk_string_list_append (self->target_titles, text);
      g_ptr_array_add (self->target_instances, g_strdup (instance_id));
      g_ptr_array_add (self->target_props, g_strdup (prop));
    }
}

/* What this one may send, and who may take it. */
static gboolean
show_choices (InlayDataPane *self)
{
  InlayModule *module = lookup_module (self, self->instance_id);
  JsonNode *root = inlay_composition_get_root (inlay_workspace_get_composition (self->workspace));
  JsonObject *instances = inlay_json_get_object (root, "instances");
  JsonObjectIter iter;
  const char *name;

  clear_strings (self->event_titles);
  clear_strings (self->target_titles);
  g_ptr_array_set_size (self->event_names, 0);
  g_ptr_array_set_size (self->target_instances, 0);
  g_ptr_array_set_size (self->target_props, 0);
  if (module == NULL || instances == NULL)
    return FALSE;

  json_object_iter_init_ordered (&iter, json_node_get_object (inlay_module_get_events (module)));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autofree char *title = dup_end_title (inlay_module_get_events (module), name);

      gtk_string_list_append (self->event_titles, title);
      g_ptr_array_add (self->event_names, g_strdup (name));
    }
  json_object_iter_init_ordered (&iter, instances);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    list_targets (self, name);

  return self->event_names->len > 0 && self->target_props->len > 0;
}

static void
child_activated_cb (GtkWidget     *row,
                    InlayDataPane *self)
{
  inlay_workspace_select_one (self->workspace, g_object_get_data (G_OBJECT (row), "instance"));
}

static void
add_children (InlayDataPane *self,
              const char    *slot,
              InlayModule   *module)
{
  InlayContainer container = { INLAY_CONTAINER_SLOT, self->instance_id, slot };
  const char * const *items =
    inlay_composition_get_items (inlay_workspace_get_composition (self->workspace), &container);
  guint n = items ? g_strv_length ((char **) items) : 0;
  guint most = inlay_module_has_slot (module, slot) ? inlay_module_get_slot_max (module, slot) : 0;
  g_autofree char *count = NULL;

  if (most > 0 && most < G_MAXUINT)
    /* Translators: how many modules a slot has, and how many it may have */
    count = g_strdup_printf (_("%u of %u"), n, most);
  else
    count = g_strdup_printf (ngettext ("%u module", "%u modules", n), n);
  gtk_list_box_append (self->slots,
                       inlay_app_create_row (inlay_module_has_slot (module, slot)
                                             ? inlay_module_get_slot_title (module, slot) : slot, count));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = inlay_workspace_dup_title (self->workspace, items[i]);
      GtkWidget *row = inlay_app_create_row (title, "");

      g_object_set_data_full (G_OBJECT (row), "instance", g_strdup (items[i]), g_free);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("application-x-addon-symbolic"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (child_activated_cb), self, 0);
      gtk_list_box_append (self->slots, row);
    }
}

static gboolean
show_slots (InlayDataPane *self)
{
  InlayModule *module = lookup_module (self, self->instance_id);
  const char * const *names = module ? inlay_module_get_slots (module) : NULL;
  gboolean any = names != NULL && names[0] != NULL;

  clear_list (self->slots);
  for (guint i = 0; any && names[i] != NULL; i++)
    add_children (self, names[i], module);
  gtk_widget_set_visible (self->slots_box, any);

  return any;
}

static void
update (InlayDataPane *self)
{
  gboolean can_add;
  gboolean slots;
  guint n_wires;

  /* Rebuilt only while somebody can see it. */
  if (self->instance_id == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace),
                                      self->instance_id) == NULL)
    return;

  n_wires = show_wires (self);
  can_add = show_choices (self);
  slots = show_slots (self);
  gtk_widget_set_visible (self->add_box, can_add);
  gtk_widget_set_visible (self->nothing, n_wires == 0 && !can_add && !slots);
}

static void
add_cb (InlayDataPane *self)
{
  guint event = adw_combo_row_get_selected (self->event);
  guint target = adw_combo_row_get_selected (self->target);
  g_autoptr(JsonNode) wire = NULL;
  InlayTransaction *transaction;
  GError *error = NULL;

  if (event >= self->event_names->len || target >= self->target_props->len)
    return;

  wire = inlay_json_new_object (
    "from", inlay_json_new_object (
      "instance", inlay_json_new_string (self->instance_id),
      "event", inlay_json_new_string (g_ptr_array_index (self->event_names, event)), NULL),
    "to", inlay_json_new_object (
      "instance", inlay_json_new_string (g_ptr_array_index (self->target_instances, target)),
      "prop", inlay_json_new_string (g_ptr_array_index (self->target_props, target)), NULL),
    NULL);
  transaction = inlay_edit_set_member (inlay_workspace_get_composition (self->workspace), "wires",
                                       NULL, wire, _("Add Wire"), &error);
  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
inlay_data_pane_dispose (GObject *object)
{
  InlayDataPane *self = INLAY_DATA_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_DATA_PANE);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->instance_id, g_free);
  g_clear_pointer (&self->event_names, g_ptr_array_unref);
  g_clear_pointer (&self->target_instances, g_ptr_array_unref);
  g_clear_pointer (&self->target_props, g_ptr_array_unref);

  G_OBJECT_CLASS (inlay_data_pane_parent_class)->dispose (object);
}

static void
inlay_data_pane_class_init (InlayDataPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_data_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-data-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, nothing);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, wires_box);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, wires);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, add_box);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, event);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, event_titles);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, target);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, target_titles);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, slots_box);
  gtk_widget_class_bind_template_child (widget_class, InlayDataPane, slots);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
inlay_data_pane_init (InlayDataPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->event_names = g_ptr_array_new_with_free_func (g_free);
  self->target_instances = g_ptr_array_new_with_free_func (g_free);
  self->target_props = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_after (self, "map", G_CALLBACK (update), NULL);
}

GtkWidget *
inlay_data_pane_new (InlayWorkspace *workspace)
{
  InlayDataPane *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_DATA_PANE, NULL);
  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
inlay_data_pane_set_instance (InlayDataPane *self,
                              const char    *instance_id)
{
  g_return_if_fail (INLAY_IS_DATA_PANE (self));

  if (g_strcmp0 (self->instance_id, instance_id) == 0)
    return;

  g_free (self->instance_id);
  self->instance_id = g_strdup (instance_id);
  update (self);
}
