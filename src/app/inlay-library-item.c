/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-library-item.h"

#include <glib/gi18n.h>

#include "inlay-app-time.h"

struct _InlayLibraryItem
{
  GObject parent_instance;

  InlayLibrary *library;
  InlayLibraryEntry *entry;
  GdkPaintable *thumbnail;
  gboolean looked;
};

enum
{
  PROP_0,
  PROP_LIBRARY,
  PROP_ENTRY,
  PROP_KEY,
  PROP_NAME,
  PROP_SUBTITLE,
  PROP_THUMBNAIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayLibraryItem, inlay_library_item, G_TYPE_OBJECT)

static void
inlay_library_item_finalize (GObject *object)
{
  InlayLibraryItem *self = INLAY_LIBRARY_ITEM (object);

  g_clear_object (&self->library);
  g_clear_object (&self->thumbnail);
  g_clear_pointer (&self->entry, inlay_library_entry_free);

  G_OBJECT_CLASS (inlay_library_item_parent_class)->finalize (object);
}

static void
inlay_library_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  InlayLibraryItem *self = INLAY_LIBRARY_ITEM (object);

  switch (prop_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->entry->key);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->entry->name);
      break;
    case PROP_SUBTITLE:
      g_value_take_string (value, inlay_library_item_dup_subtitle (self));
      break;
    case PROP_THUMBNAIL:
      g_value_set_object (value, inlay_library_item_get_thumbnail (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_library_item_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  InlayLibraryItem *self = INLAY_LIBRARY_ITEM (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      self->library = g_value_dup_object (value);
      break;
    case PROP_ENTRY:
      self->entry = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_library_item_class_init (InlayLibraryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags fixed = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = inlay_library_item_finalize;
  object_class->get_property = inlay_library_item_get_property;
  object_class->set_property = inlay_library_item_set_property;

  properties[PROP_LIBRARY] = g_param_spec_object ("library", NULL, NULL, INLAY_TYPE_LIBRARY, fixed);
  properties[PROP_ENTRY] =
    g_param_spec_boxed ("entry", NULL, NULL, INLAY_TYPE_LIBRARY_ENTRY, fixed);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, derived);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, derived);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, derived);
  properties[PROP_THUMBNAIL] =
    g_param_spec_object ("thumbnail", NULL, NULL, GDK_TYPE_PAINTABLE, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inlay_library_item_init (InlayLibraryItem *self)
{
}

InlayLibraryItem *
inlay_library_item_new (InlayLibrary            *library,
                        const InlayLibraryEntry *entry)
{
  return g_object_new (INLAY_TYPE_LIBRARY_ITEM, "library", library, "entry", entry, NULL);
}

const char *
inlay_library_item_get_key (InlayLibraryItem *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_ITEM (self), NULL);

  return self->entry->key;
}

const char *
inlay_library_item_get_id (InlayLibraryItem *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_ITEM (self), NULL);

  return self->entry->id;
}

const char *
inlay_library_item_get_name (InlayLibraryItem *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_ITEM (self), NULL);

  return self->entry->name;
}

char *
inlay_library_item_dup_subtitle (InlayLibraryItem *self)
{
  g_autofree char *when = NULL;
  g_autofree char *pages = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY_ITEM (self), NULL);

  when = inlay_app_format_time (self->entry->modified, g_get_real_time ());
  pages = g_strdup_printf (ngettext ("%u page", "%u pages", self->entry->n_pages),
                           self->entry->n_pages);

  /* Translators: the line below a document's name: when it was changed, then “2 pages” */
  return g_strdup_printf (_("%s · %s"), when, pages);
}

GdkPaintable *
inlay_library_item_get_thumbnail (InlayLibraryItem *self)
{
  g_autoptr(GBytes) png = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY_ITEM (self), NULL);

  if (self->looked)
    return self->thumbnail;

  self->looked = TRUE;
  png = inlay_library_get_thumbnail (self->library, self->entry->key, NULL);
  if (png != NULL)
    self->thumbnail = GDK_PAINTABLE (gdk_texture_new_from_bytes (png, NULL));

  return self->thumbnail;
}
