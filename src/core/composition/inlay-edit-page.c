/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-edit-private.h"

#include <string.h>

#define DEFAULT_COLUMNS 12
#define DEFAULT_GAP 16

static JsonNode *
make_region (const char *name)
{
  JsonNode *grid = inlay_json_new_object ("columns", inlay_json_new_int (DEFAULT_COLUMNS),
                                          "gap", inlay_json_new_int (DEFAULT_GAP), NULL);

  return inlay_json_new_object ("name", name != NULL ? inlay_json_new_string (name) : NULL,
                                "layout", inlay_json_new_object ("base", grid, NULL),
                                "items", inlay_json_new_array (NULL, NULL), NULL);
}

static JsonNode *
require_page (InlayComposition  *composition,
              const char        *page_id,
              GError           **error)
{
  JsonNode *page = inlay_composition_get_page (composition, page_id);

  if (page == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the page “%s” is not there", page_id);

  return page;
}

static char *
dup_page_title (InlayComposition *composition,
                const char       *page_id)
{
  JsonNode *page = inlay_composition_get_page (composition, page_id);
  const char *title = inlay_json_get_string (page, "title");

  return title != NULL && *title != '\0' ? g_strdup (title) : inlay_name_from_id (page_id);
}

static gboolean
require_free_path (InlayComposition  *composition,
                   const char        *path,
                   const char        *except,
                   GError           **error)
{
  JsonObject *pages = inlay_json_get_object (inlay_composition_get_root (composition), "pages");
  JsonObjectIter iter;
  const char *id;
  JsonNode *page;

  if (pages == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, pages);
  while (json_object_iter_next_ordered (&iter, &id, &page))
    if (g_strcmp0 (id, except) != 0 && strcmp (inlay_json_get_string (page, "path"), path) == 0)
      {
        g_autofree char *title = dup_page_title (composition, id);

        g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is the path of the page %s",
                     path, title);
        return FALSE;
      }

  return TRUE;
}

/**
 * inlay_edit_add_page:
 * @composition: a composition
 * @title: what people call the page
 * @path: (nullable): its path; %NULL makes one of the title
 * @error: return location of an error
 *
 * Adds a page with one empty region, last in order.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_add_page (InlayComposition  *composition,
                     const char        *title,
                     const char        *path,
                     GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (JsonNode) page = NULL;
  g_autoptr (JsonNode) region = make_region ("Main");
  g_autoptr (JsonNode) id_node = NULL;
  g_autofree char *id = NULL;
  g_autofree char *region_stem = NULL;
  g_autofree char *region_id = NULL;
  g_autofree char *made_path = NULL;
  g_autofree char *page_pointer = NULL;
  g_autofree char *region_pointer = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (composition != NULL && title != NULL, NULL);

  edit = inlay_edit_begin (composition);
  id = inlay_id_from_name (title, "page", NULL, inlay_json_get_object (edit->root, "pages"));
  region_stem = g_strconcat (id, "-main", NULL);
  region_id = inlay_id_from_name (region_stem, "main", NULL,
                                  inlay_json_get_object (edit->root, "regions"));
  if (path == NULL)
    path = made_path = g_strconcat ("/", id, NULL);
  if (!require_free_path (composition, path, NULL, error))
    return NULL;

  page = inlay_json_new_object ("path", inlay_json_new_string (path),
                                "title", inlay_json_new_string (title),
                                "regions", inlay_json_new_array (
                                  inlay_json_new_string (region_id), NULL),
                                NULL);
  id_node = inlay_json_new_string (id);
  page_pointer = inlay_json_path ("pages", id, NULL);
  region_pointer = inlay_json_path ("regions", region_id, NULL);
  inlay_edit_put (edit, region_pointer, region);
  inlay_edit_put (edit, page_pointer, page);
  inlay_edit_put (edit, "/pageOrder/-", id_node);

  name = g_strdup_printf ("Add page %s", title);
  return inlay_edit_end (edit, name, NULL, NULL, error);
}

/**
 * inlay_edit_set_page:
 * @composition: a composition
 * @page_id: a page
 * @title: (nullable): its new title
 * @path: (nullable): its new path
 * @error: return location of an error
 *
 * Changes what is given and keeps the other.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_page (InlayComposition  *composition,
                     const char        *page_id,
                     const char        *title,
                     const char        *path,
                     GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *old_title = NULL;
  g_autofree char *title_pointer = NULL;
  g_autofree char *path_pointer = NULL;
  g_autofree char *name = NULL;
  g_autofree char *merge_key = NULL;

  g_return_val_if_fail (composition != NULL && page_id != NULL, NULL);

  if (require_page (composition, page_id, error) == NULL ||
      (path != NULL && !require_free_path (composition, path, page_id, error)))
    return NULL;

  edit = inlay_edit_begin (composition);
  title_pointer = inlay_json_path ("pages", page_id, "title", NULL);
  path_pointer = inlay_json_path ("pages", page_id, "path", NULL);
  if (title != NULL)
    {
      g_autoptr (JsonNode) value = inlay_json_new_string (title);

      inlay_edit_put (edit, title_pointer, value);
    }
  if (path != NULL)
    {
      g_autoptr (JsonNode) value = inlay_json_new_string (path);

      inlay_edit_put (edit, path_pointer, value);
    }

  old_title = dup_page_title (composition, page_id);
  name = title != NULL && strcmp (title, old_title) != 0
    ? g_strdup_printf ("Rename page %s to %s", old_title, title)
    : g_strdup_printf ("Set path of page %s", old_title);
  merge_key = g_strdup_printf ("page:%s:%s:%s", page_id, title != NULL ? "title" : "",
                               path != NULL ? "path" : "");
  return inlay_edit_end (edit, name, NULL, merge_key, error);
}

static gboolean
find_in_list (const char * const *list,
              const char         *id,
              guint              *index)
{
  for (guint i = 0; list[i] != NULL; i++)
    if (strcmp (list[i], id) == 0)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * inlay_edit_move_page:
 * @composition: a composition
 * @page_id: a page
 * @index: its place afterwards; %INLAY_EDIT_END for the end
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_move_page (InlayComposition  *composition,
                      const char        *page_id,
                      guint              index,
                      GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const char * const *order;
  guint old_index;

  g_return_val_if_fail (composition != NULL && page_id != NULL, NULL);

  if (require_page (composition, page_id, error) == NULL)
    return NULL;

  edit = inlay_edit_begin (composition);
  order = inlay_composition_get_pages (composition);
  if (find_in_list (order, page_id, &old_index))
    {
      index = MIN (index, g_strv_length ((char **) order) - 1);
      from = g_strdup_printf ("/pageOrder/%u", old_index);
      to = g_strdup_printf ("/pageOrder/%u", index);
      if (index != old_index)
        inlay_patch_builder_move (edit->patch, from, to);
    }
  else
    {
      g_autoptr (JsonNode) value = inlay_json_new_string (page_id);

      inlay_edit_put (edit, "/pageOrder/-", value);
    }

  title = dup_page_title (composition, page_id);
  name = g_strdup_printf ("Move page %s", title);
  return inlay_edit_end (edit, name, NULL, NULL, error);
}

/* Removes a region and what stands in it, unless a page but @except shows it. */
static gboolean
drop_region (InlayEdit   *edit,
             const char  *region_id,
             const char  *except,
             GPtrArray   *instances)
{
  JsonObject *pages = inlay_json_get_object (edit->root, "pages");
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  const char * const *items = inlay_composition_get_items (edit->composition, &container);
  JsonObjectIter iter;
  const char *page_id;
  guint index;

  json_object_iter_init_ordered (&iter, pages);
  while (json_object_iter_next_ordered (&iter, &page_id, NULL))
    if (strcmp (page_id, except) != 0 &&
        find_in_list (inlay_composition_get_regions (edit->composition, page_id), region_id,
                      &index))
      return FALSE;

  for (guint i = 0; items[i] != NULL; i++)
    g_ptr_array_add (instances, (gpointer) items[i]);
  return TRUE;
}

/* Instances first: their paths are those of the tree as it was. */
static gboolean
drop_regions (InlayEdit           *edit,
              const char * const  *region_ids,
              const char          *page_id,
              GError             **error)
{
  g_autoptr (GPtrArray) instances = g_ptr_array_new ();
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();

  for (guint i = 0; region_ids[i] != NULL; i++)
    if (drop_region (edit, region_ids[i], page_id, instances))
      g_ptr_array_add (gone, (gpointer) region_ids[i]);

  g_ptr_array_add (instances, NULL);
  if (!inlay_edit_drop_subtrees (edit, (const char * const *) instances->pdata, error))
    return FALSE;

  for (guint i = 0; i < gone->len; i++)
    {
      g_autofree char *path = inlay_json_path ("regions", g_ptr_array_index (gone, i), NULL);

      inlay_edit_drop (edit, path);
    }

  return TRUE;
}

static void
drop_page_of_routes (InlayEdit  *edit,
                     const char *page_id)
{
  JsonObject *routes = inlay_json_get_object (edit->root, "routes");
  JsonObjectIter iter;
  const char *id;
  JsonNode *route;

  if (routes == NULL)
    return;

  json_object_iter_init_ordered (&iter, routes);
  while (json_object_iter_next_ordered (&iter, &id, &route))
    if (g_strcmp0 (inlay_json_get_string (route, "page"), page_id) == 0)
      {
        g_autofree char *path = inlay_json_path ("routes", id, "page", NULL);

        inlay_edit_drop (edit, path);
      }
}

/**
 * inlay_edit_remove_page:
 * @composition: a composition
 * @page_id: a page, not the last one
 * @error: return location of an error
 *
 * Removes a page, the regions that no other page shows and what stands in them.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_remove_page (InlayComposition  *composition,
                        const char        *page_id,
                        GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *order = NULL;
  guint index;

  g_return_val_if_fail (composition != NULL && page_id != NULL, NULL);

  if (require_page (composition, page_id, error) == NULL)
    return NULL;

  edit = inlay_edit_begin (composition);
  title = dup_page_title (composition, page_id);
  if (json_object_get_size (inlay_json_get_object (edit->root, "pages")) == 1)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is the only page", title);
      return NULL;
    }

  if (!drop_regions (edit, inlay_composition_get_regions (composition, page_id), page_id, error))
    return NULL;

  drop_page_of_routes (edit, page_id);
  if (find_in_list (inlay_composition_get_pages (composition), page_id, &index))
    {
      order = g_strdup_printf ("/pageOrder/%u", index);
      inlay_edit_drop (edit, order);
    }
  path = inlay_json_path ("pages", page_id, NULL);
  inlay_edit_drop (edit, path);

  name = g_strdup_printf ("Remove page %s", title);
  return inlay_edit_end (edit, name, NULL, NULL, error);
}

/**
 * inlay_edit_add_region:
 * @composition: a composition
 * @page_id: a page
 * @region_id: (nullable): a region that another page shows, to show it here, too; an id that is not
 *   taken, to make it; or %NULL to make one
 * @index: its place on the page; %INLAY_EDIT_END for the end
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_add_region (InlayComposition  *composition,
                       const char        *page_id,
                       const char        *region_id,
                       guint              index,
                       GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (JsonNode) region = make_region (NULL);
  g_autoptr (JsonNode) id_node = NULL;
  g_autofree char *made_id = NULL;
  g_autofree char *region_path = NULL;
  g_autofree char *item_path = NULL;
  g_autofree char *page_title = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  InlayContainer container = { INLAY_CONTAINER_REGION };
  const char * const *regions;

  g_return_val_if_fail (composition != NULL && page_id != NULL, NULL);

  if (require_page (composition, page_id, error) == NULL)
    return NULL;

  edit = inlay_edit_begin (composition);
  regions = inlay_composition_get_regions (composition, page_id);
  if (region_id == NULL)
    region_id = made_id = inlay_id_from_name ("region", "region", NULL,
                                              inlay_json_get_object (edit->root, "regions"));

  region_path = inlay_json_path ("regions", region_id, NULL);
  if (inlay_composition_get_region (composition, region_id) == NULL)
    inlay_edit_put (edit, region_path, region);

  id_node = inlay_json_new_string (region_id);
  if (index < g_strv_length ((char **) regions))
    {
      item_path = g_strdup_printf ("/pages/%s/regions/%u", page_id, index);
      inlay_patch_builder_add (edit->patch, item_path, id_node);
    }
  else
    {
      item_path = g_strdup_printf ("/pages/%s/regions/-", page_id);
      inlay_edit_put (edit, item_path, id_node);
    }

  container.id = region_id;
  title = inlay_composition_dup_container_title (composition, &container);
  page_title = dup_page_title (composition, page_id);
  name = g_strdup_printf ("Add %s to %s", title, page_title);
  return inlay_edit_end (edit, name, NULL, NULL, error);
}

/**
 * inlay_edit_remove_region:
 * @composition: a composition
 * @page_id: a page
 * @region_id: a region of it
 * @error: return location of an error
 *
 * Takes a region off a page; when no other page shows it, it goes with all that stands in it.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_remove_region (InlayComposition  *composition,
                          const char        *page_id,
                          const char        *region_id,
                          GError           **error)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *path = NULL;
  g_autofree char *page_title = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  guint index;

  g_return_val_if_fail (composition != NULL && page_id != NULL && region_id != NULL, NULL);

  if (require_page (composition, page_id, error) == NULL)
    return NULL;

  page_title = dup_page_title (composition, page_id);
  if (!find_in_list (inlay_composition_get_regions (composition, page_id), region_id, &index))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "%s has no region “%s”", page_title,
                   region_id);
      return NULL;
    }

  edit = inlay_edit_begin (composition);
  path = g_strdup_printf ("/pages/%s/regions/%u", page_id, index);
  inlay_edit_drop (edit, path);
  if (!drop_regions (edit, (const char *[]) { region_id, NULL }, page_id, error))
    return NULL;

  title = inlay_composition_dup_container_title (composition, &container);
  name = g_strdup_printf ("Remove %s from %s", title, page_title);
  return inlay_edit_end (edit, name, NULL, NULL, error);
}
