/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-library-card.h"

#include <glib/gi18n.h>

struct _InlayLibraryCard
{
  GtkFlowBoxChild parent_instance;

  InlayLibraryItem *item;

  GtkPicture *picture;
  GtkImage *placeholder;
  GtkLabel *name_label;
  GtkLabel *subtitle_label;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (InlayLibraryCard, inlay_library_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             const char *key)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", key);
  g_menu_append_item (menu, item);
}

static GMenuModel *
create_menu (const char *key)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) first = g_menu_new ();
  g_autoptr(GMenu) second = g_menu_new ();

  append_item (first, _("_Open"), "library.open", key);
  append_item (first, _("_Rename…"), "library.rename", key);
  append_item (first, _("_Duplicate"), "library.duplicate", key);
  append_item (first, _("_Export…"), "library.export", key);
  append_item (second, _("De_lete"), "library.remove", key);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
secondary_click_cb (InlayLibraryCard *self)
{
  gtk_menu_button_popup (self->menu_button);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  gtk_menu_button_popup (INLAY_LIBRARY_CARD (widget)->menu_button);
  return TRUE;
}

static gboolean
item_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  InlayLibraryCard *self = INLAY_LIBRARY_CARD (widget);

  return gtk_widget_activate_action (widget, g_variant_get_string (arguments, NULL), "s",
                                     inlay_library_item_get_key (self->item));
}

static void
inlay_library_card_set_item (InlayLibraryCard *self,
                             InlayLibraryItem *item)
{
  const char *key = inlay_library_item_get_key (item);
  GdkPaintable *thumbnail = inlay_library_item_get_thumbnail (item);
  g_autofree char *subtitle = inlay_library_item_dup_subtitle (item);
  g_autofree char *name = g_strconcat ("document:", inlay_library_item_get_name (item), NULL);
  g_autoptr(GMenuModel) menu = create_menu (key);

  self->item = g_object_ref (item);
  gtk_widget_set_name (GTK_WIDGET (self), name);
  gtk_picture_set_paintable (self->picture, thumbnail);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), thumbnail == NULL);
  gtk_label_set_text (self->name_label, inlay_library_item_get_name (item));
  gtk_label_set_text (self->subtitle_label, subtitle);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, inlay_library_item_get_name (item),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle,
                                  -1);
}

static void
inlay_library_card_dispose (GObject *object)
{
  InlayLibraryCard *self = INLAY_LIBRARY_CARD (object);

  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_LIBRARY_CARD);

  G_OBJECT_CLASS (inlay_library_card_parent_class)->dispose (object);
}

static void
inlay_library_card_class_init (InlayLibraryCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_library_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-library-card.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryCard, picture);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryCard, placeholder);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryCard, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryCard, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, secondary_click_cb);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, item_key_cb, "s", "library.rename");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, item_key_cb, "s", "library.remove");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, item_key_cb, "s",
                                "library.duplicate");
}

static void
inlay_library_card_init (InlayLibraryCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_library_card_new (InlayLibraryItem *item)
{
  InlayLibraryCard *self = g_object_new (INLAY_TYPE_LIBRARY_CARD, NULL);

  inlay_library_card_set_item (self, item);
  return GTK_WIDGET (self);
}

InlayLibraryItem *
inlay_library_card_get_item (InlayLibraryCard *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_CARD (self), NULL);

  return self->item;
}
