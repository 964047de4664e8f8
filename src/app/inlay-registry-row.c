/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-registry-row.h"

#include <glib/gi18n.h>
#include <inlay-client.h>

#include "inlay-app-compat.h"

struct _InlayRegistryRow
{
  AdwExpanderRow parent_instance;

  char *name;
  char *address;
  GCancellable *cancellable;

  AdwEntryRow *name_row;
  AdwEntryRow *address_row;
  AdwPasswordEntryRow *token_row;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayRegistryRow, inlay_registry_row, ADW_TYPE_EXPANDER_ROW)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_address (const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "http") ||
          g_str_equal (g_uri_get_scheme (uri), "https"));
}

static void
show_texts (InlayRegistryRow *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 *self->name ? self->name : self->address);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), self->address);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayRegistryRow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (inlay_token_store_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  inlay_app_show_message (GTK_WIDGET (self), _("The keyring did not take the token"), error->message);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayRegistryRow) self = user_data;
  g_autofree char *token = inlay_token_lookup_finish (result, NULL);

  if (token != NULL && !g_cancellable_is_cancelled (self->cancellable))
    gtk_editable_set_text (GTK_EDITABLE (self->token_row), token);
}

static void
apply_cb (InlayRegistryRow *self)
{
  g_free (self->name);
  self->name = g_strdup (get_text (self->name_row));
  show_texts (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
address_changed_cb (InlayRegistryRow *self)
{
  if (is_address (get_text (self->address_row)))
    gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
}

static void
address_apply_cb (InlayRegistryRow *self)
{
  g_autofree char *old = NULL;

  if (!is_address (get_text (self->address_row)))
    {
      inlay_app_show_message (GTK_WIDGET (self), _("This is no address of a registry"),
                              _("It starts with https:// or http:// and names a host."));
      return;
    }

  /* The token was given for the old address: the new one never sees it unasked. */
  old = g_steal_pointer (&self->address);
  self->address = g_strdup (get_text (self->address_row));
  if (!g_str_equal (old, self->address))
    {
      inlay_token_store_async (old, NULL, NULL, stored_cb, g_object_ref (self));
      gtk_editable_set_text (GTK_EDITABLE (self->token_row), "");
    }
  show_texts (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
token_apply_cb (InlayRegistryRow *self)
{
  inlay_token_store_async (self->address, get_text (self->token_row), NULL,
                             stored_cb, g_object_ref (self));
}

static void
remove_cb (InlayRegistryRow *self)
{
  inlay_token_store_async (self->address, NULL, NULL, stored_cb, g_object_ref (self));
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
inlay_registry_row_dispose (GObject *object)
{
  InlayRegistryRow *self = INLAY_REGISTRY_ROW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_REGISTRY_ROW);

  G_OBJECT_CLASS (inlay_registry_row_parent_class)->dispose (object);
}

static void
inlay_registry_row_finalize (GObject *object)
{
  InlayRegistryRow *self = INLAY_REGISTRY_ROW (object);

  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self->address);

  G_OBJECT_CLASS (inlay_registry_row_parent_class)->finalize (object);
}

static void
inlay_registry_row_class_init (InlayRegistryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_registry_row_dispose;
  object_class->finalize = inlay_registry_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-registry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayRegistryRow, name_row);
  gtk_widget_class_bind_template_child (widget_class, InlayRegistryRow, address_row);
  gtk_widget_class_bind_template_child (widget_class, InlayRegistryRow, token_row);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, token_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
inlay_registry_row_init (InlayRegistryRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_registry_row_new (const char *name,
                        const char *address)
{
  InlayRegistryRow *self = g_object_new (INLAY_TYPE_REGISTRY_ROW, NULL);

  self->name = g_strdup (name);
  self->address = g_strdup (address);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  show_texts (self);
  inlay_token_lookup_async (address, self->cancellable, loaded_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}

const char *
inlay_registry_row_get_name (InlayRegistryRow *self)
{
  g_return_val_if_fail (INLAY_IS_REGISTRY_ROW (self), NULL);

  return self->name;
}

const char *
inlay_registry_row_get_address (InlayRegistryRow *self)
{
  g_return_val_if_fail (INLAY_IS_REGISTRY_ROW (self), NULL);

  return self->address;
}
