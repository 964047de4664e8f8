/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-module-list.h"

#include "inlay-module-item.h"

struct _InlayModuleList
{
  GObject parent_instance;

  InlayLibrary *library;
  InlayCatalog *catalog;
  GListStore *items;
  GError *failure;              /* why the modules could not be read */

  InlayComposition *resolved;   /* the composition asked about last */
  InlayResolution *resolution;  /* of @resolved, NULL with @unresolved set */
  GError *unresolved;
};

G_DEFINE_FINAL_TYPE (InlayModuleList, inlay_module_list, G_TYPE_OBJECT)

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

static InlayCatalog *
create_catalog (GPtrArray  *modules,
                GError    **error)
{
  g_autoptr(InlayCatalogBuilder) builder = inlay_catalog_builder_new (NULL);

  for (guint i = 0; i < modules->len; i++)
    {
      if (!inlay_catalog_builder_add_module (builder, g_ptr_array_index (modules, i), error))
        return NULL;
    }

  return inlay_catalog_builder_end (g_steal_pointer (&builder));
}

static void
inlay_module_list_fill (InlayModuleList *self)
{
  const char * const *ids = inlay_catalog_get_module_ids (self->catalog);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (items, inlay_module_item_new (self->library,
                                                   inlay_catalog_get_newest (self->catalog, ids[i])));

  g_ptr_array_sort (items, compare_items);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

static void
inlay_module_list_forget (InlayModuleList *self)
{
  g_clear_pointer (&self->resolved, inlay_composition_unref);
  g_clear_pointer (&self->resolution, inlay_resolution_unref);
  g_clear_error (&self->unresolved);
}

static void
inlay_module_list_finalize (GObject *object)
{
  InlayModuleList *self = INLAY_MODULE_LIST (object);

  g_clear_object (&self->library);
  g_clear_object (&self->items);
  g_clear_pointer (&self->catalog, inlay_catalog_unref);
  g_clear_error (&self->failure);
  inlay_module_list_forget (self);

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
  self->catalog = inlay_catalog_new ();
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
  InlayCatalog *catalog;

  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), FALSE);

  inlay_module_list_forget (self);
  g_clear_error (&self->failure);
  modules = inlay_library_list_modules (self->library, &self->failure);
  catalog = modules ? create_catalog (modules, &self->failure) : NULL;
  if (catalog == NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }

  inlay_catalog_unref (self->catalog);
  self->catalog = catalog;
  inlay_module_list_fill (self);
  return TRUE;
}

InlayLibrary *
inlay_module_list_get_library (InlayModuleList *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);

  return self->library;
}

GListModel *
inlay_module_list_get_items (InlayModuleList *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

InlayCatalog *
inlay_module_list_get_catalog (InlayModuleList *self)
{
  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);

  return self->catalog;
}

/**
 * inlay_module_list_resolve:
 *
 * The answer is kept: whoever shows @composition asks, and it is found once.
 *
 * Returns: (transfer none) (nullable): what @composition runs on, or %NULL with @error set
 */
InlayResolution *
inlay_module_list_resolve (InlayModuleList   *self,
                           InlayComposition  *composition,
                           GError           **error)
{
  g_return_val_if_fail (INLAY_IS_MODULE_LIST (self), NULL);
  g_return_val_if_fail (composition != NULL, NULL);

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return NULL;
    }

  if (self->resolved != composition)
    {
      inlay_module_list_forget (self);
      self->resolved = inlay_composition_ref (composition);
      self->resolution = inlay_composition_resolver_run (inlay_composition_get_root (composition), self->catalog,
                                                         INLAY_RESOLVE_DEFAULT, &self->unresolved);
    }
  if (self->resolution == NULL)
    g_propagate_error (error, g_error_copy (self->unresolved));
  return self->resolution;
}
