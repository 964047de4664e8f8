/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-composition-private.h"

#include <string.h>

#define DEFAULT_CDN_BASE "https://esm.sh"

struct _InlayComposition
{
  gatomicrefcount ref_count;
  JsonNode *root;
  InlayIndex *index; /* points into root */
};

G_DEFINE_BOXED_TYPE (InlayComposition, inlay_composition,
                     inlay_composition_ref, inlay_composition_unref)

static InlayComposition *
composition_new (JsonNode  *root,
                 JsonNode  *checked,
                 GError   **error)
{
  InlayComposition *self;
  InlayIndex *index;

  json_node_seal (root);
  if (!inlay_composition_check (root, checked, error) ||
      !(index = inlay_index_new (root, error)))
    return NULL;

  self = g_new0 (InlayComposition, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->root = json_node_ref (root);
  self->index = index;
  return self;
}

/**
 * inlay_composition_new:
 * @root: a tree; it is sealed
 * @error: return location of an error naming the place
 *
 * Checks a tree against the contract: shape and types of every known member, ids, the limits, and
 * that every id refers to something. Unknown members are kept. An instance that no list names is
 * allowed: it is in the list of the container of kind %INLAY_CONTAINER_NONE.
 *
 * Returns: (transfer full): the composition, or %NULL with %INLAY_ERROR_INVALID or
 *   %INLAY_ERROR_LIMIT
 */
InlayComposition *
inlay_composition_new (JsonNode  *root,
                       GError   **error)
{
  g_return_val_if_fail (root != NULL, NULL);

  return composition_new (root, NULL, error);
}

/**
 * inlay_composition_update:
 * @self: a composition
 * @root: another tree, made from that of @self by sharing what stays the same
 * @error: return location of an error naming the place
 *
 * As inlay_composition_new(), looking only at what differs.
 *
 * Returns: (transfer full): the new composition
 */
InlayComposition *
inlay_composition_update (InlayComposition  *self,
                          JsonNode          *root,
                          GError           **error)
{
  return composition_new (root, self->root, error);
}

/* An upgrade may put a tree that is as deep as can be read into another. */
static gboolean
is_readable (JsonNode  *root,
             GError   **error)
{
  g_autoptr (GBytes) bytes = inlay_json_write_bytes (root, INLAY_JSON_DEFAULT);
  g_autoptr (JsonNode) again = inlay_json_read (bytes, error);

  return again != NULL;
}

/**
 * inlay_composition_read:
 * @bytes: JSON text of at most 16 MiB: a composition, or one of the forms that
 *   inlay_composition_upgrade() knows
 * @error: return location of an error
 *
 * Returns: (transfer full): the composition
 */
InlayComposition *
inlay_composition_read (GBytes  *bytes,
                        GError **error)
{
  g_autoptr (JsonNode) read = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (g_bytes_get_size (bytes) > INLAY_JSON_MAX_SIZE)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "the composition is larger than %d MiB", INLAY_JSON_MAX_SIZE / (1024 * 1024));
      return NULL;
    }

  if (!(read = inlay_json_read (bytes, error)) ||
      !(root = inlay_composition_upgrade (read, error)))
    return NULL;
  if (root != read && !is_readable (root, error))
    return NULL;

  return inlay_composition_new (root, error);
}

InlayComposition *
inlay_composition_ref (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_composition_unref (InlayComposition *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  inlay_index_free (self->index);
  json_node_unref (self->root);
  g_free (self);
}

/**
 * inlay_composition_get_root:
 * @self: a composition
 *
 * Returns: the sealed tree
 */
JsonNode *
inlay_composition_get_root (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/**
 * inlay_composition_write:
 * @self: a composition
 *
 * Returns: (transfer full): the text of its file: indented, keys in their own order
 */
GBytes *
inlay_composition_write (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_write_bytes (self->root, INLAY_JSON_PRETTY);
}

/**
 * inlay_composition_dup_digest:
 * @self: a composition
 *
 * Returns: (transfer full): the digest of its canonical text (RFC 8785)
 */
char *
inlay_composition_dup_digest (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_digest (self->root);
}

/**
 * inlay_composition_get_id:
 *
 * Returns: (transfer none) (nullable): what names the composition in a registry and in addresses
 */
const char *
inlay_composition_get_id (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->root, "id");
}

/**
 * inlay_composition_get_name:
 * @self: a composition
 *
 * Returns: what people call it: its name, or its id when it has none
 */
const char *
inlay_composition_get_name (InlayComposition *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = inlay_json_get_string (self->root, "name");
  return name != NULL && *name != '\0' ? name : inlay_composition_get_id (self);
}

/**
 * inlay_composition_get_cdn_base:
 * @self: a composition
 *
 * Returns: where modules of npm are loaded from, "https://esm.sh" when it does not say
 */
const char *
inlay_composition_get_cdn_base (InlayComposition *self)
{
  const char *base;

  g_return_val_if_fail (self != NULL, NULL);

  base = inlay_json_get_string (inlay_json_get_member (self->root, "cdn"), "base");
  return base != NULL ? base : DEFAULT_CDN_BASE;
}

/**
 * inlay_composition_get_page:
 *
 * Returns: (transfer none) (nullable): the definition of a page, an object of the one tree; %NULL when
 *   there is no page of that id
 */
JsonNode *
inlay_composition_get_page (InlayComposition *self,
                            const char       *page_id)
{
  const InlayListed *page;

  g_return_val_if_fail (self != NULL && page_id != NULL, NULL);

  page = inlay_index_get_page (self->index, page_id);
  return page != NULL ? page->node : NULL;
}

/**
 * inlay_composition_get_region:
 *
 * Returns: (transfer none) (nullable): the definition of a region, an object of the one tree; %NULL when
 *   there is no region of that id
 */
JsonNode *
inlay_composition_get_region (InlayComposition *self,
                              const char       *region_id)
{
  const InlayListed *region;

  g_return_val_if_fail (self != NULL && region_id != NULL, NULL);

  region = inlay_index_get_region (self->index, region_id);
  return region != NULL ? region->node : NULL;
}

/**
 * inlay_composition_get_instance:
 *
 * Returns: (transfer none) (nullable): the definition of a instance, an object of the one tree; %NULL when
 *   there is no instance of that id
 */
JsonNode *
inlay_composition_get_instance (InlayComposition *self,
                                const char       *instance_id)
{
  const InlayPlace *place;

  g_return_val_if_fail (self != NULL && instance_id != NULL, NULL);

  place = inlay_index_get_place (self->index, instance_id);
  return place != NULL ? place->node : NULL;
}

/**
 * inlay_composition_get_pages:
 * @self: a composition
 *
 * Returns: (array zero-terminated=1): the ids of the pages in their order
 */
const char * const *
inlay_composition_get_pages (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_index_get_list (self->index, self->index->page_order);
}

/**
 * inlay_composition_get_regions:
 * @self: a composition
 * @page_id: a page
 *
 * Returns: (array zero-terminated=1) (nullable): the ids of the page's regions in their order
 */
const char * const *
inlay_composition_get_regions (InlayComposition *self,
                               const char       *page_id)
{
  const InlayListed *page;

  g_return_val_if_fail (self != NULL && page_id != NULL, NULL);

  page = inlay_index_get_page (self->index, page_id);
  return page != NULL ? inlay_index_get_list (self->index, page->list) : NULL;
}

/**
 * inlay_composition_get_items:
 * @self: a composition
 * @container: a region or slot; kind %INLAY_CONTAINER_NONE for the instances that no list names
 *
 * Returns: (array zero-terminated=1) (nullable): the ids of the instances there in their order
 */
const char * const *
inlay_composition_get_items (InlayComposition     *self,
                             const InlayContainer *container)
{
  const InlayListed *region;
  const InlayPlace *place;

  g_return_val_if_fail (self != NULL && container != NULL, NULL);

  switch (container->kind)
    {
    case INLAY_CONTAINER_REGION:
      region = inlay_index_get_region (self->index, container->id);
      return region != NULL ? inlay_index_get_list (self->index, region->list) : NULL;

    case INLAY_CONTAINER_SLOT:
      place = inlay_index_get_place (self->index, container->id);
      for (guint i = 0; place != NULL && i < place->n_slots; i++)
        {
          const InlaySlotEntry *slot = &g_array_index (self->index->slots, InlaySlotEntry,
                                                       place->first_slot + i);

          if (strcmp (slot->name, container->slot) == 0)
            return inlay_index_get_list (self->index, slot->list);
        }
      return NULL;

    case INLAY_CONTAINER_NONE:
    default:
      return inlay_index_get_list (self->index, self->index->unplaced);
    }
}

/**
 * inlay_composition_get_slots:
 * @self: a composition
 * @instance_id: an instance
 *
 * Returns: (array zero-terminated=1) (nullable): the names of the slots the tree has for it
 */
const char * const *
inlay_composition_get_slots (InlayComposition *self,
                             const char       *instance_id)
{
  const InlayPlace *place;

  g_return_val_if_fail (self != NULL && instance_id != NULL, NULL);

  place = inlay_index_get_place (self->index, instance_id);
  return place != NULL ? inlay_index_get_list (self->index, place->slot_names) : NULL;
}

/**
 * inlay_composition_get_module:
 * @self: a composition
 * @instance_id: an instance
 *
 * Returns: (nullable): the id of its module
 */
const char *
inlay_composition_get_module (InlayComposition *self,
                              const char       *instance_id)
{
  JsonNode *instance = inlay_composition_get_instance (self, instance_id);

  return instance != NULL ? inlay_json_get_string (instance, "module") : NULL;
}

/**
 * inlay_composition_find:
 * @self: a composition
 * @instance_id: an instance
 * @container: (out) (optional): where it stands; the strings live as long as @self
 * @index: (out) (optional): its place there
 *
 * Returns: whether there is such an instance
 */
gboolean
inlay_composition_find (InlayComposition *self,
                        const char       *instance_id,
                        InlayContainer   *container,
                        guint            *index)
{
  const InlayPlace *place;

  g_return_val_if_fail (self != NULL && instance_id != NULL, FALSE);

  place = inlay_index_get_place (self->index, instance_id);
  if (place == NULL)
    return FALSE;

  if (container != NULL)
    *container = place->container;
  if (index != NULL)
    *index = place->index;
  return TRUE;
}

/**
 * inlay_composition_is_inside:
 * @self: a composition
 * @instance_id: an instance
 * @ancestor_id: another
 *
 * Returns: whether @instance_id is @ancestor_id or stands in a slot of it, however deep
 */
gboolean
inlay_composition_is_inside (InlayComposition *self,
                             const char       *instance_id,
                             const char       *ancestor_id)
{
  const InlayPlace *place;

  g_return_val_if_fail (self != NULL && instance_id != NULL && ancestor_id != NULL, FALSE);

  place = inlay_index_get_place (self->index, instance_id);
  while (place != NULL)
    {
      if (strcmp (place->id, ancestor_id) == 0)
        return TRUE;
      if (place->container.kind != INLAY_CONTAINER_SLOT)
        return FALSE;
      place = inlay_index_get_place (self->index, place->container.id);
    }

  return FALSE;
}

/**
 * inlay_composition_get_n_instances:
 *
 * Returns: how many instances all pages and routes hold, those inside of slots counted, too
 */
guint
inlay_composition_get_n_instances (InlayComposition *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->index->n_places;
}

/**
 * inlay_composition_dup_title:
 * @self: a composition
 * @instance_id: an instance
 *
 * Returns: (transfer full): what people call it: its name, or its module's in readable form, or the
 *   id when there is no such instance
 */
char *
inlay_composition_dup_title (InlayComposition *self,
                             const char       *instance_id)
{
  JsonNode *instance = inlay_composition_get_instance (self, instance_id);
  const char *name;

  if (instance == NULL)
    return g_strdup (instance_id);

  name = inlay_json_get_string (instance, "name");
  if (name != NULL && *name != '\0')
    return g_strdup (name);

  return inlay_name_from_module (inlay_json_get_string (instance, "module"));
}

/**
 * inlay_composition_dup_container_title:
 * @self: a composition
 * @container: a region or slot
 *
 * Returns: (transfer full): what people call it: "Main", "Toolbar of Product grid"
 */
char *
inlay_composition_dup_container_title (InlayComposition     *self,
                                       const InlayContainer *container)
{
  g_autofree char *owner = NULL;
  g_autofree char *slot = NULL;
  JsonNode *region;
  const char *name;

  g_return_val_if_fail (self != NULL && container != NULL, NULL);

  switch (container->kind)
    {
    case INLAY_CONTAINER_REGION:
      region = inlay_composition_get_region (self, container->id);
      name = region != NULL ? inlay_json_get_string (region, "name") : NULL;
      return name != NULL && *name != '\0' ? g_strdup (name) : inlay_name_from_id (container->id);

    case INLAY_CONTAINER_SLOT:
      owner = inlay_composition_dup_title (self, container->id);
      slot = inlay_name_from_id (container->slot);
      return g_strdup_printf ("%s of %s", slot, owner);

    case INLAY_CONTAINER_NONE:
    default:
      return g_strdup ("Unplaced");
    }
}
