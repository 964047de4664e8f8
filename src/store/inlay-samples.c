/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-samples.h"

#include "inlay-library-private.h"

#include <string.h>

#define SAMPLES "/dev/inlay/samples/"
#define TEMPLATES SAMPLES "templates/"
#define MODULES SAMPLES "modules/"

static GBytes *
look_up (const char  *folder,
         const char  *name,
         GError     **error)
{
  g_autofree char *path = g_strconcat (folder, name, NULL);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

static InlayComposition *
load_composition (const char  *folder,
                  const char  *name,
                  GError     **error)
{
  g_autoptr(GBytes) bytes = look_up (folder, name, error);

  return bytes ? inlay_composition_read (bytes, error) : NULL;
}

static int
compare_templates (gconstpointer a,
                   gconstpointer b)
{
  const InlayTemplate *first = *(InlayTemplate * const *) a;
  const InlayTemplate *second = *(InlayTemplate * const *) b;
  gboolean first_blank = g_str_equal (first->name, "blank");
  gboolean second_blank = g_str_equal (second->name, "blank");

  if (first_blank != second_blank)
    return first_blank ? -1 : 1;

  return g_utf8_collate (first->title, second->title);
}

void
inlay_template_free (InlayTemplate *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self);
}

static InlayTemplate *
read_template (const char *file)
{
  g_autoptr(GBytes) bytes = look_up (TEMPLATES, file, NULL);
  g_autoptr(JsonNode) root = bytes ? inlay_json_read (bytes, NULL) : NULL;
  InlayTemplate *template;

  if (root == NULL || !g_str_has_suffix (file, ".json"))
    return NULL;

  template = g_new0 (InlayTemplate, 1);
  template->name = g_strndup (file, strlen (file) - strlen (".json"));
  template->title = g_strdup (inlay_json_get_string (root, "name"));
  template->description = g_strdup (inlay_json_get_string (root, "description"));
  if (template->title == NULL)
    template->title = g_strdup (template->name);

  return template;
}

/**
 * inlay_samples_list_templates:
 *
 * Returns: (transfer full) (element-type InlayTemplate): the blank one first, then by title
 */
GPtrArray *
inlay_samples_list_templates (void)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_template_free);
  g_auto(GStrv) files = g_resources_enumerate_children (TEMPLATES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      InlayTemplate *template = read_template (files[i]);

      if (template != NULL)
        g_ptr_array_add (templates, template);
    }
  g_ptr_array_sort (templates, compare_templates);

  return templates;
}

/**
 * inlay_samples_load_template:
 * @name: the template, as listed by inlay_samples_list_templates()
 *
 * Returns: (transfer full): a composition to start from, or %NULL with @error set
 */
InlayComposition *
inlay_samples_load_template (const char  *name,
                             GError     **error)
{
  g_autofree char *file = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  file = g_strconcat (name, ".json", NULL);
  return load_composition (TEMPLATES, file, error);
}

/**
 * inlay_samples_load_sample:
 *
 * Returns: (transfer full): the sample "Storefront", or %NULL with @error set
 */
InlayComposition *
inlay_samples_load_sample (GError **error)
{
  return load_composition (SAMPLES, "storefront.json", error);
}

static GHashTable *
load_files (const char  *folder,
            GError     **error)
{
  g_autoptr(GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) g_bytes_unref);
  g_auto(GStrv) names = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (names == NULL)
    return NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      GBytes *bytes = look_up (folder, names[i], error);

      if (bytes == NULL)
        return NULL;
      g_hash_table_insert (files, g_strdup (names[i]), bytes);
    }

  return g_steal_pointer (&files);
}

/* The transaction begins with the first module that is missing: mostly none is. */
static gboolean
install_module (InlayLibrary   *library,
                const char     *folder,
                InlaySqlGuard **guard,
                GError        **error)
{
  g_autofree char *path = g_strconcat (MODULES, folder, NULL);
  g_autoptr(GBytes) bytes = look_up (path, "module.json", error);
  g_autoptr(InlayModule) module = bytes ? inlay_module_read (bytes, error) : NULL;
  g_autoptr(GHashTable) files = NULL;
  gboolean is_there = FALSE;

  if (module == NULL || !inlay_library_find_module (library, module, &is_there, error))
    return FALSE;
  if (is_there)
    return TRUE;

  files = load_files (path, error);
  if (files != NULL && *guard == NULL)
    *guard = inlay_sql_begin (inlay_library_get_sqlite (library), error);
  return *guard != NULL && inlay_library_put_module (library, module, files, error);
}

/**
 * inlay_samples_install:
 *
 * Puts the modules that come with the program into @library, except those it has.
 *
 * Returns: %FALSE with @error set when one could not be kept
 */
gboolean
inlay_samples_install (InlayLibrary  *library,
                       GError       **error)
{
  g_auto(GStrv) folders = NULL;
  g_autoptr(InlaySqlGuard) guard = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (library), FALSE);

  folders = g_resources_enumerate_children (MODULES, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      if (!install_module (library, folders[i], &guard, error))
        return FALSE;
    }

  return folders != NULL && (guard == NULL || inlay_sql_commit (g_steal_pointer (&guard), error));
}
