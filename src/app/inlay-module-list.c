/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-module-list.h"

#include "inlay-module-item.h"

struct _InlayModuleList
{
  GObject parent_instance;

  InlayLibrary *library;
  GHashTable *modules;        /* id -> GPtrArray of InlayModule, newest first */
  GListStore *items;
};

G_DEFINE_FINAL_TYPE (InlayModuleList, inlay_module_list, G_TYPE_OBJECT)

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  InlayModule *first = *(InlayModule * const *) a;
  InlayModule *second = *(InlayModule * const *) b;
  g_autoptr(InlayVersion) older = NULL;
  g_autoptr(InlayVersion) newer = NULL;

  newer = inlay_version_parse (inlay_module_get_version (first), INLAY_SEMVER_DEFAULT, NULL);
  older = inlay_version_parse (inlay_module_get_version (second), INLAY_SEMVER_DEFAULT, NULL);
  if (newer == NULL || older == NULL)
    return (newer == NULL) - (older == NULL);

  return inlay_version_compare (older, newer);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  InlayModuleItem *first = *(InlayModuleItem * const *) a;
  InlayModuleItem *second = *(InlayModuleItem * const *) b;
  int order = g_utf8_collate (inlay_module_item_get_category (first),
                              inlay_module_item_get_category (second));

  if (order != 0)
    return order;

  return g_utf8_collate (inlay_module_get_name (inlay_module_item_get_module (first)),
                         inlay_module_get_name (inlay_module_item_get_module (second)));
}

static void
inlay_module_list_index (InlayModuleList *self,
                         GPtrArray       *modules)
{
  g_hash_table_remove_all (self->modules);
  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      GPtrArray *versions = g_hash_table_lookup (self->modules, inlay_module_get_id (module));

      if (versions == NULL)
        {
          versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
          g_hash_table_insert (self->modules, g_strdup (inlay_module_get_id (module)), versions);
        }
      g_ptr_array_add (versions, inlay_module_ref (module));
    }
}

static void
inlay_module_list_fill (InlayModuleList *self)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  GPtrArray *versions;

  g_hash_table_iter_init (&iter, self->modules);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &versions))
    {
      g_ptr_array_sort (versions, compare_versions);
      g_ptr_array_add (items, inlay_module_item_new (self->library,
                                                     g_ptr_array_index (versions, 0)));
    }

  g_ptr_array_sort (items, compare_items);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

static void
inlay_module_list_finalize (GObject *object)
{
  InlayModuleList *self = INLAY_MODULE_LIST (object);

  g_clear_object (&self->library);
  g_clear_object (&self->items);
  g_hash_table_unref (self->modules);

  G_OBJECT_CLASS (inlay_module_list_parent_class)->finalize (object);
}

static void
inlay_module_list_class_init (InlayModuleListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_module_list_finalize;
}

static void
inlay_module_list_init (InlayModuleList *self)
{
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         g_free, (GDestroyNotify) g_ptr_array_unref);
  self->items = g_list_store_new (INLAY_TYPE_MODULE_ITEM);
}

InlayModuleList *
inlay_module_list_new (InlayLibrary *library)
{
  InlayModuleList *self;

  g_return_val_if_fail (INLAY_IS_LIBRARY (library), NULL);

  self = g_object_new (INLAY_TYPE_MODULE_LIST, NULL);
  self->library = g_object_ref (library);

  return self;
}

gboolean
inlay_module_list_reload (InlayModuleList  *self,
                          GError          **error)
{
  g_autoptr(GPtrArray) modules = NULL;

  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), FALSE);

  modules = inlay_library_list_modules (self->library, error);
  if (modules == NULL)
    return FALSE;

  inlay_module_list_index (self, modules);
  inlay_module_list_fill (self);
  return TRUE;
}

GListModel *
inlay_module_list_get_items (InlayModuleList *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * inlay_module_list_lookup:
 * @range: (nullable): an npm range, %NULL for any
 *
 * Returns: (transfer none) (nullable): the newest version in @range that the library holds
 */
InlayModule *
inlay_module_list_lookup (InlayModuleList *self,
                          const char      *module_id,
                          const char      *range)
{
  GPtrArray *versions;

  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);
  g_return_val_if_fail (module_id != NULL, NULL);

  versions = g_hash_table_lookup (self->modules, module_id);
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      InlayModule *module = g_ptr_array_index (versions, i);

      if (range == NULL ||
          inlay_semver_satisfies (inlay_module_get_version (module), range, INLAY_SEMVER_DEFAULT))
        return module;
    }

  return NULL;
}
