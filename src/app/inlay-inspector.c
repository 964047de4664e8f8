/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-inspector.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inlay-data-pane.h"
#include "inlay-json-pane.h"
#include "inlay-layout-pane.h"
#include "inlay-module-item.h"
#include "inlay-node-menu.h"
#include "inlay-page-pane.h"
#include "inlay-settings-pane.h"

struct _InlayInspector
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  InlayModule *module;          /* whose icon and versions are shown */
  gboolean updating;

  InlaySettingsPane *settings;
  InlayLayoutPane *layout;
  InlayDataPane *data;
  InlayJsonPane *json;

  GtkStack *stack;
  GtkStack *tabs;
  AdwBin *page_bin;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkDropDown *version;
  GtkMenuButton *menu_button;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayInspector, inlay_inspector, GTK_TYPE_WIDGET)

static void
show_icon (InlayInspector *self)
{
  g_autoptr(InlayModuleItem) item = NULL;
  GdkPaintable *icon = NULL;

  if (self->module != NULL)
    {
      item = inlay_module_item_new (inlay_workspace_get_library (self->workspace), self->module);
      icon = inlay_module_item_get_icon (item);
    }

  if (icon != NULL)
    gtk_image_set_from_paintable (self->icon, icon);
  else
    gtk_image_set_from_icon_name (self->icon, self->module ? "application-x-addon-symbolic"
                                                           : "dialog-question-symbolic");
}

static const char *
get_range (InlayInspector *self,
           const char     *module_id)
{
  JsonNode *ranges =
    inlay_json_get_member (inlay_composition_get_root (
                             inlay_workspace_get_composition (self->workspace)), "modules");

  return ranges ? inlay_json_get_string (ranges, module_id) : NULL;
}

/* Choices: what stands in the document, then each version the library holds. */
static void
show_versions (InlayInspector *self,
               const char     *module_id)
{
  GPtrArray *versions = inlay_catalog_get_modules (inlay_workspace_get_catalog (self->workspace),
                                                   module_id);
  const char *range = get_range (self, module_id);
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (strings, range ? range : _("Newest"));
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      const char *version = inlay_module_get_version (g_ptr_array_index (versions, i));
      g_autofree char *compatible = g_strdup_printf ("^%s", version);

      if (g_strcmp0 (range, compatible) != 0)
        gtk_string_list_append (strings, compatible);
      if (g_strcmp0 (range, version) != 0)
        gtk_string_list_append (strings, version);
    }

  self->updating = TRUE;
  gtk_drop_down_set_model (self->version, G_LIST_MODEL (strings));
  gtk_drop_down_set_selected (self->version, selected);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->version), versions != NULL);
}

static void
version_cb (InlayInspector *self)
{
  const char *primary = inlay_workspace_get_primary (self->workspace);
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->version);
  const char *module_id = primary ? inlay_composition_get_module (composition, primary) : NULL;
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *name = NULL;
  InlayTransaction *transaction;
  GError *error = NULL;

  if (self->updating || chosen == NULL || module_id == NULL ||
      gtk_drop_down_get_selected (self->version) == 0)
    return;

  value = inlay_json_new_string (gtk_string_object_get_string (chosen));
  /* Translators: name of a change; a module's id and a range of versions */
  name = g_strdup_printf (_("Use %s %s"), module_id, gtk_string_object_get_string (chosen));
  transaction = inlay_edit_set_member (composition, "modules", module_id, value, name, &error);
  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
show_instance (InlayInspector *self,
               const char     *instance_id)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *module_id = inlay_composition_get_module (composition, instance_id);
  InlayModule *module = module_id ? inlay_workspace_lookup_module (self->workspace, module_id)
                                  : NULL;
  g_autofree char *title = inlay_workspace_dup_title (self->workspace, instance_id);
  guint n_selected = g_strv_length ((char **) inlay_workspace_get_selection (self->workspace));
  g_autofree char *subtitle = NULL;

  if (n_selected > 1)
    /* Translators: of %u selected modules these are the settings of the last one, %s */
    subtitle = g_strdup_printf (_("%u selected · %s"), n_selected,
                                module ? inlay_module_get_name (module) : module_id);
  else if (module != NULL)
    subtitle = g_strdup_printf ("%s %s", inlay_module_get_name (module),
                                inlay_module_get_version (module));
  else
    /* Translators: %s is the id of a module */
    subtitle = g_strdup_printf (_("%s · not available"), module_id ? module_id : "?");

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle),
                               module ? inlay_module_get_description (module) : NULL);
  if (module == NULL || module != self->module)
    {
      g_clear_pointer (&self->module, inlay_module_unref);
      self->module = module ? inlay_module_ref (module) : NULL;
      show_icon (self);
    }
  show_versions (self, module_id ? module_id : "");
}

static void
update (InlayInspector *self)
{
  const char *primary = inlay_workspace_get_primary (self->workspace);

  if (primary != NULL &&
      inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace),
                                      primary) == NULL)
    primary = NULL;

  if (primary != NULL)
    show_instance (self, primary);
  inlay_settings_pane_set_instance (self->settings, primary);
  inlay_layout_pane_set_instance (self->layout, primary);
  inlay_data_pane_set_instance (self->data, primary);
  inlay_json_pane_set_instance (self->json, primary);
  gtk_stack_set_visible_child_name (self->stack, primary ? "instance" : "page");
}

/* The window's single keys are for where no setting is in focus: here Delete removes no module. */
static gboolean
key_cb (InlayInspector  *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_ALT_MASK);

  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace)
    return GDK_EVENT_STOP;
  if (modifiers == 0)
    return gdk_keyval_to_unicode (keyval) >= ' ';
  if (modifiers == GDK_ALT_MASK)
    return keyval == GDK_KEY_Up || keyval == GDK_KEY_Down;
  if (modifiers == GDK_CONTROL_MASK)
    return keyval == GDK_KEY_x || keyval == GDK_KEY_c || keyval == GDK_KEY_v ||
           keyval == GDK_KEY_d;

  return GDK_EVENT_PROPAGATE;
}

static void
inlay_inspector_constructed (GObject *object)
{
  InlayInspector *self = INLAY_INSPECTOR (object);
  GtkWidget *settings;

  G_OBJECT_CLASS (inlay_inspector_parent_class)->constructed (object);

  settings = inlay_settings_pane_new (self->workspace);
  self->settings = INLAY_SETTINGS_PANE (settings);
  gtk_stack_add_titled (self->tabs, settings, "settings", _("Settings"));
  self->layout = INLAY_LAYOUT_PANE (inlay_layout_pane_new (self->workspace));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->layout), "layout", _("Layout"));
  self->data = INLAY_DATA_PANE (inlay_data_pane_new (self->workspace));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->data), "data", _("Data"));
  self->json = INLAY_JSON_PANE (inlay_json_pane_new (self->workspace));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->json), "json", _("JSON"));
  adw_bin_set_child (self->page_bin, inlay_page_pane_new (self->workspace));

  g_signal_connect_object (inlay_workspace_get_document (self->workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::selection",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->version, "notify::selected",
                           G_CALLBACK (version_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
inlay_inspector_dispose (GObject *object)
{
  InlayInspector *self = INLAY_INSPECTOR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_INSPECTOR);
  g_clear_pointer (&self->module, inlay_module_unref);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_inspector_parent_class)->dispose (object);
}

static void
inlay_inspector_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, INLAY_INSPECTOR (object)->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_inspector_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      INLAY_INSPECTOR (object)->workspace = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_inspector_class_init (InlayInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inlay_inspector_constructed;
  object_class->dispose = inlay_inspector_dispose;
  object_class->get_property = inlay_inspector_get_property;
  object_class->set_property = inlay_inspector_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, INLAY_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, tabs);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, page_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, icon);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, title);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, subtitle);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, version);
  gtk_widget_class_bind_template_child (widget_class, InlayInspector, menu_button);
}

static void
inlay_inspector_init (InlayInspector *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr(GMenuModel) menu = inlay_node_menu_new ("node.rename");

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
inlay_inspector_new (InlayWorkspace *workspace)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  return g_object_new (INLAY_TYPE_INSPECTOR, "workspace", workspace, NULL);
}

void
inlay_inspector_focus (InlayInspector *self,
                       const char     *path)
{
  g_return_if_fail (INLAY_IS_INSPECTOR (self));

  gtk_stack_set_visible_child_name (self->tabs, "settings");
  inlay_settings_pane_focus (self->settings, path);
}
