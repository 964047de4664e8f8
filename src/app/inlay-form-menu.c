/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-menu.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"

static InlayFormField *
get_field (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), "inlay-form-field");
}

static guint
get_index (InlayFormField *field)
{
  return (guint) g_ascii_strtoull (inlay_form_field_get_token (field), NULL, 10);
}

static guint
get_n_items (InlayFormField *field)
{
  InlayFormField *parent = inlay_form_field_get_parent (field);

  return parent ? g_list_model_get_n_items (inlay_form_field_get_children (parent)) : 0;
}

static void
move (InlayFormField *field,
      int             by)
{
  int to = (int) get_index (field) + by;

  if (to < 0 || to >= (int) get_n_items (field))
    return;

  g_object_ref (field);
  inlay_form_field_move (field, (guint) to);
  inlay_form_field_want_focus (field);
  g_object_unref (field);
}

static void
up_cb (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       row)
{
  move (get_field (row), -1);
}

static void
down_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       row)
{
  move (get_field (row), 1);
}

static void
duplicate_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       row)
{
  inlay_form_field_duplicate (get_field (row));
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       row)
{
  inlay_form_field_remove (get_field (row));
}

static void
renamed_cb (GObject    *row,
            const char *text,
            gpointer    user_data)
{
  inlay_form_field_rename (get_field (row), text);
}

static void
rename_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       row)
{
  inlay_app_ask_text (row, row, _("Rename Entry"), _("Name"),
                      inlay_form_field_get_token (get_field (row)), _("Rename"),
                      renamed_cb, NULL, NULL);
}

static void
type_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       row)
{
  inlay_form_field_choose_type (get_field (row), g_variant_get_uint32 (parameter));
}

static void
update_actions (GtkWidget *row)
{
  InlayFormField *field = get_field (row);
  InlayFormField *parent = inlay_form_field_get_parent (field);
  GActionMap *map = g_object_get_data (G_OBJECT (row), "inlay-form-actions");
  JsonNode *value = inlay_form_field_get_value (field);
  gboolean item = inlay_form_field_is_item (field);
  gboolean locked = parent != NULL && inlay_form_field_is_read_only (parent);
  const struct
  {
    const char *name;
    gboolean enabled;
  } states[] = {
    { "up", item && !locked && get_index (field) > 0 },
    { "down", item && !locked && get_index (field) + 1 < get_n_items (field) },
    { "duplicate", item && parent != NULL && inlay_form_field_can_add (parent) },
    { "remove", !locked && (item ? parent != NULL && inlay_form_field_can_remove_item (parent)
                                 : value != NULL) },
    { "rename", !locked && inlay_form_field_is_additional (field) && value != NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GAction *action = g_action_map_lookup_action (map, states[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), states[i].enabled);
    }
}

static GMenu *
create_type_menu (guint types)
{
  GMenu *menu = g_menu_new ();

  for (guint type = INLAY_FIELD_TYPE_STRING; type <= INLAY_FIELD_TYPE_NULL; type <<= 1)
    {
      g_autofree char *action = g_strdup_printf ("field.type(uint32 %u)", type);

      if (types & type)
        g_menu_append (menu, inlay_field_type_get_title (type), action);
    }

  return menu;
}

static GMenu *
create_menu (InlayFormField *field)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) places = g_menu_new ();
  g_autoptr(GMenu) rest = g_menu_new ();
  guint types = inlay_form_field_get_types (field);

  if (inlay_form_field_is_item (field))
    {
      g_menu_append (places, _("Move _Up"), "field.up");
      g_menu_append (places, _("Move _Down"), "field.down");
      g_menu_append (places, _("D_uplicate"), "field.duplicate");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
    }
  /* More than one bit: there is a type to choose. */
  if ((types & (types - 1)) != 0 && inlay_form_field_get_options (field) == NULL &&
      inlay_form_field_get_branches (field) == NULL)
    {
      g_autoptr(GMenu) kinds = create_type_menu (types);

      g_menu_append_section (menu, _("Kind of Value"), G_MENU_MODEL (kinds));
    }
  if (inlay_form_field_is_additional (field))
    g_menu_append (rest, _("Re_name…"), "field.rename");
  if (inlay_form_field_is_additional (field) || inlay_form_field_is_item (field))
    g_menu_append (rest, _("_Remove"), "field.remove");
  if (g_menu_model_get_n_items (G_MENU_MODEL (rest)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));

  return menu;
}

static void
add_actions (GtkWidget *row)
{
  static const GActionEntry entries[] = {
    { .name = "up", .activate = up_cb },
    { .name = "down", .activate = down_cb },
    { .name = "duplicate", .activate = duplicate_cb },
    { .name = "remove", .activate = remove_cb },
    { .name = "rename", .activate = rename_cb },
    { .name = "type", .activate = type_cb, .parameter_type = "u" },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), row);
  gtk_widget_insert_action_group (row, "field", G_ACTION_GROUP (group));
  g_object_set_data_full (G_OBJECT (row), "inlay-form-actions", group, g_object_unref);
}

static void
add_keys (GtkWidget *row)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const struct
  {
    guint keyval;
    const char *action;
  } keys[] = {
    { GDK_KEY_Up, "field.up" },
    { GDK_KEY_Down, "field.down" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].keyval, GDK_ALT_MASK),
                        gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (row, controller);
}

GtkWidget *
inlay_form_menu_new (InlayFormField *field,
                     GtkWidget      *row)
{
  g_autoptr(GMenu) menu = create_menu (field);
  g_autofree char *name = NULL;
  GtkWidget *button;

  g_object_set_data_full (G_OBJECT (row), "inlay-form-field", g_object_ref (field), g_object_unref);
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    return NULL;

  add_actions (row);
  if (inlay_form_field_is_item (field))
    add_keys (row);
  g_signal_connect_object (field, "changed", G_CALLBACK (update_actions), row, G_CONNECT_SWAPPED);
  if (inlay_form_field_get_parent (field) != NULL)
    g_signal_connect_object (inlay_form_field_get_parent (field), "changed",
                             G_CALLBACK (update_actions), row, G_CONNECT_SWAPPED);
  update_actions (row);

  button = gtk_menu_button_new ();
  name = g_strconcat ("menu:", inlay_form_field_get_path (field), NULL);
  gtk_widget_set_name (button, name);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("More"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-button");

  return button;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkWidget     *row)
{
  g_autoptr(GdkPaintable) icon = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, icon, 16, 16);
  return gdk_content_provider_new_typed (INLAY_TYPE_FORM_FIELD, get_field (row));
}

static InlayFormField *
get_dropped (GtkDropTarget *target,
             InlayFormField *field)
{
  const GValue *value = gtk_drop_target_get_value (target);
  InlayFormField *dropped = value ? g_value_get_object (value) : NULL;

  /* Items move within their list; what comes from another is another kind of thing. */
  if (dropped == NULL || dropped == field ||
      inlay_form_field_get_parent (dropped) != inlay_form_field_get_parent (field))
    return NULL;

  return dropped;
}

static GdkDragAction
motion_cb (GtkDropTarget *target,
           double         x,
           double         y,
           GtkWidget     *row)
{
  return get_dropped (target, get_field (row)) != NULL ? GDK_ACTION_MOVE : 0;
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         GtkWidget     *row)
{
  InlayFormField *dropped = get_dropped (target, get_field (row));

  if (dropped == NULL)
    return FALSE;

  inlay_form_field_move (dropped, get_index (get_field (row)));
  return TRUE;
}

GtkWidget *
inlay_form_handle_new (InlayFormField *field,
                       GtkWidget      *row)
{
  GtkWidget *handle;
  GtkDragSource *source;
  GtkDropTarget *target;

  if (!inlay_form_field_is_item (field))
    return NULL;

  handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  gtk_widget_add_css_class (handle, "form-handle");
  gtk_widget_set_cursor_from_name (handle, "grab");
  gtk_widget_set_tooltip_text (handle, _("Drag to Reorder (Alt+Up, Alt+Down)"));

  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), row, 0);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));

  target = gtk_drop_target_new (INLAY_TYPE_FORM_FIELD, GDK_ACTION_MOVE);
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), row, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), row, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));

  return handle;
}
