/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-preview-site.h"

#include <string.h>

#define SHELL "/dev/inlay/shell/"

struct _InlayPreviewSite
{
  GObject parent_instance;

  InlayModuleList *modules;
  InlayComposition *composition;
  InlayResolution *resolution;   /* of @composition */
  GBytes *page;                  /* of @composition, NULL until it is asked for */
  InlayComposition *told;        /* what the page that is shown has, NULL: nobody knows */
};

G_DEFINE_FINAL_TYPE (InlayPreviewSite, inlay_preview_site, G_TYPE_OBJECT)

static const struct
{
  const char *suffix;
  const char *type;
} types[] = {
  { ".js", "text/javascript" },
  { ".mjs", "text/javascript" },
  { ".css", "text/css" },
  { ".json", "application/json" },
  { ".map", "application/json" },
  { ".html", "text/html" },
  { ".txt", "text/plain" },
  { ".svg", "image/svg+xml" },
  { ".png", "image/png" },
  { ".jpg", "image/jpeg" },
  { ".jpeg", "image/jpeg" },
  { ".gif", "image/gif" },
  { ".webp", "image/webp" },
  { ".avif", "image/avif" },
  { ".woff", "font/woff" },
  { ".woff2", "font/woff2" },
  { ".wasm", "application/wasm" },
};

static const char *
get_type (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_has_suffix (path, types[i].suffix))
        return types[i].type;
    }

  return "application/octet-stream";
}

/* `/a` covers `/a/b`, not `/ab`. */
static gboolean
is_prefix (const char *prefix,
           const char *path)
{
  gsize length = strlen (prefix);

  while (length > 0 && prefix[length - 1] == '/')
    length--;

  return strncmp (prefix, path, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Whether a page or a route of the application stands at @path. */
static gboolean
is_covered (InlayPreviewSite *self,
            const char       *path)
{
  static const struct { const char *collection, *member; } kinds[] = {
    { "pages", "path" },
    { "routes", "prefix" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonObject *collection =
        inlay_json_get_object (inlay_composition_get_root (self->composition), kinds[i].collection);
      JsonObjectIter iter;
      JsonNode *value;

      if (collection == NULL)
        continue;
      json_object_iter_init (&iter, collection);
      while (json_object_iter_next (&iter, NULL, &value))
        {
          const char *prefix = inlay_json_get_string (value, kinds[i].member);

          if (prefix != NULL && is_prefix (prefix, path))
            return TRUE;
        }
    }

  return FALSE;
}

static GBytes *
get_page (InlayPreviewSite  *self,
          GError           **error)
{
  g_autoptr(InlayRelease) release = NULL;

  if (self->page == NULL)
    {
      release = inlay_release_new (inlay_composition_get_root (self->composition),
                                   inlay_resolution_get_import_map (self->resolution),
                                   inlay_resolution_get_modules (self->resolution),
                                   NULL, error);
      if (release == NULL)
        return NULL;
      self->page = inlay_page_write (release);
    }

  if (self->told == NULL)
    self->told = inlay_composition_ref (self->composition);
  return g_bytes_ref (self->page);
}

/* @path: `ID@VERSION/FILE`, where the id may be `@SCOPE/NAME`. */
static GBytes *
get_module_file (InlayPreviewSite  *self,
                 const char        *path,
                 GError           **error)
{
  const char *slash = strchr (path, '/');
  const char *at = *path != '\0' ? strchr (path + 1, '@') : NULL;
  g_autofree char *id = NULL;
  g_autofree char *version = NULL;

  if (slash != NULL && at != NULL && slash < at)
    slash = strchr (at, '/');
  if (slash == NULL || at == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "“%s” names no module's file", path);
      return NULL;
    }

  id = g_strndup (path, at - path);
  version = g_strndup (at + 1, slash - at - 1);
  return inlay_library_get_module_file (inlay_module_list_get_library (self->modules), id, version, slash + 1, error);
}

static gboolean
is_same_site (InlayResolution *before,
              InlayResolution *after)
{
  return inlay_json_identical (inlay_resolution_get_import_map (before),
                               inlay_resolution_get_import_map (after));
}

static void
inlay_preview_site_dispose (GObject *object)
{
  InlayPreviewSite *self = INLAY_PREVIEW_SITE (object);

  g_clear_object (&self->modules);
  g_clear_pointer (&self->composition, inlay_composition_unref);
  g_clear_pointer (&self->resolution, inlay_resolution_unref);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->told, inlay_composition_unref);

  G_OBJECT_CLASS (inlay_preview_site_parent_class)->dispose (object);
}

static void
inlay_preview_site_class_init (InlayPreviewSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inlay_preview_site_dispose;
}

static void
inlay_preview_site_init (InlayPreviewSite *self)
{
}

InlayPreviewSite *
inlay_preview_site_new (InlayModuleList *modules)
{
  InlayPreviewSite *self;

  g_return_val_if_fail (INLAY_IS_MODULE_LIST (modules), NULL);

  self = g_object_new (INLAY_TYPE_PREVIEW_SITE, NULL);
  self->modules = g_object_ref (modules);

  return self;
}

gboolean
inlay_preview_site_follow (InlayPreviewSite  *self,
                           InlayComposition  *composition,
                           gboolean          *is_same,
                           GError           **error)
{
  InlayResolution *resolution;

  g_return_val_if_fail (INLAY_IS_PREVIEW_SITE (self), FALSE);
  g_return_val_if_fail (composition != NULL, FALSE);

  resolution = inlay_module_list_resolve (self->modules, composition, error);
  if (resolution == NULL)
    return FALSE;

  inlay_resolution_ref (resolution);
  *is_same = self->resolution != NULL && is_same_site (self->resolution, resolution);
  g_clear_pointer (&self->resolution, inlay_resolution_unref);
  self->resolution = resolution;
  g_clear_pointer (&self->composition, inlay_composition_unref);
  self->composition = inlay_composition_ref (composition);
  g_clear_pointer (&self->page, g_bytes_unref);

  return TRUE;
}

InlayComposition *
inlay_preview_site_get_composition (InlayPreviewSite *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW_SITE (self), NULL);

  return self->composition;
}

JsonNode *
inlay_preview_site_tell (InlayPreviewSite *self)
{
  JsonNode *data;

  g_return_val_if_fail (INLAY_IS_PREVIEW_SITE (self), NULL);
  g_return_val_if_fail (self->composition != NULL, NULL);

  data = inlay_page_data (inlay_composition_get_root (self->composition),
                          inlay_resolution_get_modules (self->resolution),
                          self->told ? inlay_composition_get_root (self->told) : NULL);
  inlay_preview_site_forget (self);
  self->told = inlay_composition_ref (self->composition);
  return data;
}

void
inlay_preview_site_forget (InlayPreviewSite *self)
{
  g_return_if_fail (INLAY_IS_PREVIEW_SITE (self));

  g_clear_pointer (&self->told, inlay_composition_unref);
}

GBytes *
inlay_preview_site_get_file (InlayPreviewSite  *self,
                             const char        *path,
                             const char       **type,
                             GError           **error)
{
  g_autofree char *plain = NULL;

  g_return_val_if_fail (INLAY_IS_PREVIEW_SITE (self), NULL);
  g_return_val_if_fail (path != NULL && type != NULL, NULL);

  plain = g_uri_unescape_string (path, NULL);
  if (plain != NULL && self->composition != NULL)
    {
      *type = get_type (plain);
      if (g_str_has_prefix (plain, "/shell/"))
        {
          g_autofree char *name = g_strconcat (SHELL, plain + strlen ("/shell/"), NULL);

          return g_resources_lookup_data (name, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
        }
      if (g_str_has_prefix (plain, "/modules/"))
        return get_module_file (self, plain + strlen ("/modules/"), error);
      if (!is_prefix ("/api", plain) && !is_prefix ("/preview", plain) && is_covered (self, plain))
        {
          *type = "text/html";
          return get_page (self, error);
        }
    }

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "nothing stands at “%s”", path);
  return NULL;
}
