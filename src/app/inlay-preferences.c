/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-preferences.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-registry-row.h"

struct _InlayPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  GPtrArray *rows;              /* of InlayRegistryRow; the group keeps them */

  AdwComboRow *style_row;
  AdwEntryRow *cdn_row;
  AdwPreferencesGroup *registries_group;
};

G_DEFINE_FINAL_TYPE (InlayPreferences, inlay_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
save_registries (InlayPreferences *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < self->rows->len; i++)
    {
      InlayRegistryRow *row = g_ptr_array_index (self->rows, i);

      g_variant_builder_add (&builder, "(ss)", inlay_registry_row_get_name (row),
                             inlay_registry_row_get_address (row));
    }
  g_settings_set_value (self->settings, "registries", g_variant_builder_end (&builder));
}

static void
removed_cb (InlayPreferences *self,
            InlayRegistryRow *row)
{
  g_ptr_array_remove (self->rows, row);
  adw_preferences_group_remove (self->registries_group, GTK_WIDGET (row));
  save_registries (self);
}

static void
changed_cb (InlayPreferences *self,
            InlayRegistryRow *row)
{
  save_registries (self);
}

static InlayRegistryRow *
add_registry (InlayPreferences *self,
              const char       *name,
              const char       *address)
{
  GtkWidget *row = inlay_registry_row_new (name, address);

  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->registries_group, row);

  return INLAY_REGISTRY_ROW (row);
}

static void
add_cb (InlayPreferences *self)
{
  InlayRegistryRow *row = add_registry (self, _("New Registry"), "https://registry.example");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  save_registries (self);
}

static void
cdn_apply_cb (InlayPreferences *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->cdn_row));
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && g_str_has_prefix (text, "http"))
    {
      g_settings_set_string (self->settings, "cdn-base", text);
      return;
    }

  inlay_app_show_message (GTK_WIDGET (self), _("This is no address of a CDN"),
                          _("It starts with https:// or http:// and names a host."));
}

static gboolean
to_index (GValue   *value,
          GVariant *variant,
          gpointer  user_data)
{
  const char *name = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, g_str_equal (name, "dark") ? 2 : g_str_equal (name, "light") ? 1 : 0);
  return TRUE;
}

static GVariant *
from_index (const GValue       *value,
            const GVariantType *type,
            gpointer            user_data)
{
  static const char * const names[] = { "system", "light", "dark" };
  guint index = g_value_get_uint (value);

  return g_variant_new_string (names[MIN (index, 2)]);
}

static void
load_registries (InlayPreferences *self)
{
  g_autoptr(GVariant) registries = g_settings_get_value (self->settings, "registries");
  GVariantIter iter;
  const char *name;
  const char *address;

  g_variant_iter_init (&iter, registries);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &address))
    add_registry (self, name, address);
}

static void
inlay_preferences_dispose (GObject *object)
{
  InlayPreferences *self = INLAY_PREFERENCES (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PREFERENCES);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (inlay_preferences_parent_class)->dispose (object);
}

static void
inlay_preferences_class_init (InlayPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPreferences, style_row);
  gtk_widget_class_bind_template_child (widget_class, InlayPreferences, cdn_row);
  gtk_widget_class_bind_template_child (widget_class, InlayPreferences, registries_group);
  gtk_widget_class_bind_template_callback (widget_class, cdn_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
inlay_preferences_init (InlayPreferences *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

InlayPreferences *
inlay_preferences_new (InlayApplication *application)
{
  InlayPreferences *self;
  g_autofree char *cdn = NULL;

  g_return_val_if_fail (INLAY_IS_APPLICATION (application), NULL);

  self = g_object_new (INLAY_TYPE_PREFERENCES, NULL);
  self->settings = g_object_ref (inlay_application_get_settings (application));
  cdn = g_settings_get_string (self->settings, "cdn-base");
  gtk_editable_set_text (GTK_EDITABLE (self->cdn_row), cdn);
  g_settings_bind_with_mapping (self->settings, "color-scheme", self->style_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, to_index, from_index, NULL, NULL);
  load_registries (self);

  return self;
}
