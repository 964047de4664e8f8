/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-module-item.h"

#include <glib/gi18n.h>
#include <string.h>

#define PICTURE_WIDTH 128

struct _InlayModuleItem
{
  GObject parent_instance;

  InlayLibrary *library;
  InlayModule *module;
  GdkPaintable *icon;
  GdkPaintable *thumbnail;
  char *haystack;             /* case-folded words, made when first searched */
};

G_DEFINE_FINAL_TYPE (InlayModuleItem, inlay_module_item, G_TYPE_OBJECT)

static const struct
{
  const char *category;
  const char *title;
} categories[] = {
  { "commerce", N_("Commerce") },
  { "content", N_("Content") },
  { "data", N_("Data") },
  { "form", N_("Forms") },
  { "layout", N_("Layout") },
  { "media", N_("Media") },
  { "navigation", N_("Navigation") },
};

/* Not larger than a row shows it, on fine screens, too: pictures of all modules stay in memory. */
static GdkPaintable *
load_picture (InlayModuleItem *self,
              const char      *file)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GdkPixbuf) pixbuf = NULL;

  if (file == NULL)
    return NULL;

  bytes = inlay_library_get_module_file (self->library,
                                         inlay_module_get_id (self->module),
                                         inlay_module_get_version (self->module),
                                         file, NULL);
  if (bytes == NULL)
    return NULL;

  stream = g_memory_input_stream_new_from_bytes (bytes);
  pixbuf = gdk_pixbuf_new_from_stream_at_scale (stream, PICTURE_WIDTH, -1, TRUE, NULL, NULL);
  return pixbuf ? GDK_PAINTABLE (gdk_texture_new_for_pixbuf (pixbuf)) : NULL;
}

static const char *
get_haystack (InlayModuleItem *self)
{
  const char *description = inlay_module_get_description (self->module);
  g_autofree char *tags = NULL;
  g_autofree char *words = NULL;

  if (self->haystack != NULL)
    return self->haystack;

  tags = g_strjoinv (" ", (char **) inlay_module_get_tags (self->module));
  words = g_strjoin (" ", inlay_module_get_name (self->module), inlay_module_get_id (self->module),
                     description ? description : "", tags, NULL);
  self->haystack = g_utf8_casefold (words, -1);

  return self->haystack;
}

static void
inlay_module_item_finalize (GObject *object)
{
  InlayModuleItem *self = INLAY_MODULE_ITEM (object);

  g_clear_object (&self->library);
  g_clear_object (&self->icon);
  g_clear_object (&self->thumbnail);
  g_clear_pointer (&self->module, inlay_module_unref);
  g_free (self->haystack);

  G_OBJECT_CLASS (inlay_module_item_parent_class)->finalize (object);
}

static void
inlay_module_item_class_init (InlayModuleItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_module_item_finalize;
}

static void
inlay_module_item_init (InlayModuleItem *self)
{
}

InlayModuleItem *
inlay_module_item_new (InlayLibrary *library,
                       InlayModule  *module)
{
  InlayModuleItem *self;

  g_return_val_if_fail (module != NULL, NULL);

  self = g_object_new (INLAY_TYPE_MODULE_ITEM, NULL);
  self->library = g_object_ref (library);
  self->module = inlay_module_ref (module);

  return self;
}

InlayModule *
inlay_module_item_get_module (InlayModuleItem *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_ITEM (self), NULL);

  return self->module;
}

GdkPaintable *
inlay_module_item_get_icon (InlayModuleItem *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_ITEM (self), NULL);

  if (self->icon == NULL)
    self->icon = load_picture (self, inlay_module_get_icon (self->module));

  return self->icon;
}

GdkPaintable *
inlay_module_item_get_thumbnail (InlayModuleItem *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_ITEM (self), NULL);

  if (self->thumbnail == NULL)
    self->thumbnail = load_picture (self, inlay_module_get_thumbnail (self->module));

  return self->thumbnail;
}

gboolean
inlay_module_item_matches (InlayModuleItem *self,
                           const char      *needle)
{
  g_return_val_if_fail (INLAY_IS_MODULE_ITEM (self), FALSE);
  g_return_val_if_fail (needle != NULL, FALSE);

  return strstr (get_haystack (self), needle) != NULL;
}

const char *
inlay_module_item_get_category (InlayModuleItem *self)
{
  const char *category;

  g_return_val_if_fail (INLAY_IS_MODULE_ITEM (self), NULL);

  category = inlay_module_get_category (self->module);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      if (g_strcmp0 (category, categories[i].category) == 0)
        return _(categories[i].title);
    }

  return category && *category ? category : _("Other");
}
