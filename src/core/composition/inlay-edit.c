/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-edit-private.h"

#include <string.h>

static JsonNode *
make_instance (const char *module_id,
               JsonNode   *config,
               JsonNode   *area)
{
  return inlay_json_new_object ("module", inlay_json_new_string (module_id),
                                "config", config != NULL ? json_node_ref (config)
                                                         : inlay_json_new_object (NULL, NULL),
                                "area", area != NULL ? json_node_ref (area) : NULL,
                                NULL);
}

static void
put_module (InlayEdit  *edit,
            const char *module_id,
            const char *range)
{
  g_autofree char *path = inlay_json_path ("modules", module_id, NULL);
  g_autoptr (JsonNode) value = inlay_json_new_string (range != NULL ? range : "*");

  if (inlay_json_get (edit->root, path) == NULL)
    inlay_edit_put (edit, path, value);
}

/**
 * inlay_edit_insert:
 * @composition: a composition
 * @module_id: the module
 * @range: (nullable): the versions that may be used, when the composition does not know the module
 *   yet; %NULL for any
 * @title: (nullable): what people call the module
 * @config: (nullable): its settings
 * @container: where it goes
 * @index: its place there, %INLAY_EDIT_END for the end
 * @area: (nullable): its member "area": cells by breakpoint
 * @error: return location of an error
 *
 * Adds an instance of a module.
 *
 * Returns: (transfer full): the transaction, whose subject is the new instance
 */
InlayTransaction *
inlay_edit_insert (InlayComposition      *composition,
                   const char            *module_id,
                   const char            *range,
                   const char            *title,
                   JsonNode              *config,
                   const InlayContainer  *container,
                   guint                  index,
                   JsonNode              *area,
                   GError               **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (JsonNode) instance = NULL;
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (composition != NULL && module_id != NULL && container != NULL, NULL);

  if (!inlay_edit_require_place (composition, container, error))
    return NULL;

  edit = inlay_edit_begin (composition);
  id = inlay_id_from_name (module_id, "module", NULL,
                           inlay_json_get_object (edit->root, "instances"));
  path = inlay_json_path ("instances", id, NULL);
  instance = make_instance (module_id, config, area);

  put_module (edit, module_id, range);
  inlay_edit_put (edit, path, instance);
  inlay_edit_put_items (edit, container, index, (const char *[]) { id, NULL });

  what = title != NULL && *title != '\0' ? g_strdup (title) : inlay_name_from_module (module_id);
  where = inlay_composition_dup_container_title (composition, container);
  name = g_strdup_printf ("Add %s to %s", what, where);
  return inlay_edit_end (edit, name, id, NULL, error);
}

static gboolean
require_outside (InlayComposition      *composition,
                 const char            *instance_id,
                 const InlayContainer  *container,
                 GError               **error)
{
  g_autofree char *title = NULL;

  if (container->kind != INLAY_CONTAINER_SLOT ||
      !inlay_composition_is_inside (composition, container->id, instance_id))
    return TRUE;

  title = inlay_composition_dup_title (composition, instance_id);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s cannot be moved into itself", title);
  return FALSE;
}

static gboolean
is_same_container (const InlayContainer *a,
                   const InlayContainer *b)
{
  return a->kind == b->kind && strcmp (a->id, b->id) == 0 && g_strcmp0 (a->slot, b->slot) == 0;
}

static void
move_item (InlayEdit            *edit,
           const char           *instance_id,
           const InlayContainer *container,
           guint                 index)
{
  const char * const *items = inlay_composition_get_items (edit->composition, container);
  guint length = items != NULL ? g_strv_length ((char **) items) : 0;
  g_autofree char *to = inlay_edit_dup_list_path (container);
  g_autofree char *from = NULL;
  g_autofree char *source = NULL;
  g_autofree char *target = NULL;
  InlayContainer old;
  guint old_index;
  gboolean same;

  inlay_composition_find (edit->composition, instance_id, &old, &old_index);
  if (old.kind == INLAY_CONTAINER_NONE)
    {
      inlay_edit_put_items (edit, container, index, (const char *[]) { instance_id, NULL });
      return;
    }

  same = is_same_container (&old, container);
  index = MIN (index, same ? length - 1 : length);
  if (same && index == old_index)
    return;

  inlay_edit_ensure_list (edit, container);
  from = inlay_edit_dup_list_path (&old);
  source = g_strdup_printf ("%s/%u", from, old_index);
  target = g_strdup_printf ("%s/%u", to, index);
  inlay_patch_builder_move (edit->patch, source, target);
}

/**
 * inlay_edit_move:
 * @composition: a composition
 * @instance_id: the instance
 * @container: where it goes, may be where it is
 * @index: its place there afterwards, that is counted without itself; %INLAY_EDIT_END for the end
 * @area: (nullable): its new member "area"; %NULL keeps what it has
 * @error: return location of an error
 *
 * Moves an instance with all that stands in it. Where nothing moves the patch is empty.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_move (InlayComposition      *composition,
                 const char            *instance_id,
                 const InlayContainer  *container,
                 guint                  index,
                 JsonNode              *area,
                 GError               **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  g_autofree char *name = NULL;
  g_autofree char *area_path = NULL;

  g_return_val_if_fail (composition != NULL && instance_id != NULL && container != NULL, NULL);

  if (!inlay_edit_require_free (composition, instance_id, error) ||
      !inlay_edit_require_place (composition, container, error) ||
      !require_outside (composition, instance_id, container, error))
    return NULL;

  edit = inlay_edit_begin (composition);
  move_item (edit, instance_id, container, index);
  if (area != NULL)
    {
      area_path = inlay_json_path ("instances", instance_id, "area", NULL);
      inlay_edit_put (edit, area_path, area);
    }

  what = inlay_composition_dup_title (composition, instance_id);
  where = inlay_composition_dup_container_title (composition, container);
  name = g_strdup_printf ("Move %s to %s", what, where);
  return inlay_edit_end (edit, name, instance_id, NULL, error);
}

/**
 * inlay_edit_remove:
 * @composition: a composition
 * @instance_ids: (array zero-terminated=1): instances
 * @error: return location of an error
 *
 * Removes instances with all that stands in them, the wires from and to them and what environments
 * say about them. Nothing of it may be locked.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_remove (InlayComposition    *composition,
                   const char * const  *instance_ids,
                   GError             **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  guint n_ids;

  g_return_val_if_fail (composition != NULL && instance_ids != NULL, NULL);

  n_ids = g_strv_length ((char **) instance_ids);
  for (guint i = 0; i < n_ids; i++)
    if (inlay_edit_require_instance (composition, instance_ids[i], error) == NULL)
      return NULL;

  edit = inlay_edit_begin (composition);
  if (!inlay_edit_drop_subtrees (edit, instance_ids, error))
    return NULL;

  if (n_ids == 1)
    {
      title = inlay_composition_dup_title (composition, instance_ids[0]);
      name = g_strdup_printf ("Remove %s", title);
    }
  else
    {
      name = g_strdup_printf ("Remove %u modules", n_ids);
    }

  return inlay_edit_end (edit, name, NULL, NULL, error);
}

/**
 * inlay_edit_rename:
 * @composition: a composition
 * @instance_id: an instance
 * @name: (nullable): what people are to call it; %NULL or "" goes back to its module's name
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_rename (InlayComposition  *composition,
                   const char        *instance_id,
                   const char        *name,
                   GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (composition != NULL && instance_id != NULL, NULL);

  if (inlay_edit_require_instance (composition, instance_id, error) == NULL)
    return NULL;

  edit = inlay_edit_begin (composition);
  path = inlay_json_path ("instances", instance_id, "name", NULL);
  title = inlay_composition_dup_title (composition, instance_id);
  if (name != NULL && *name != '\0')
    {
      value = inlay_json_new_string (name);
      text = g_strdup_printf ("Rename %s to %s", title, name);
    }
  else
    {
      text = g_strdup_printf ("Clear name of %s", title);
    }

  inlay_edit_put_or_drop (edit, path, value);
  return inlay_edit_end (edit, text, instance_id, NULL, error);
}

/**
 * inlay_edit_set_locked:
 * @composition: a composition
 * @instance_id: an instance
 * @locked: whether it is to stay as and where it is
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_locked (InlayComposition  *composition,
                       const char        *instance_id,
                       gboolean           locked,
                       GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  JsonNode *instance;

  g_return_val_if_fail (composition != NULL && instance_id != NULL, NULL);

  if (!(instance = inlay_edit_require_instance (composition, instance_id, error)))
    return NULL;

  edit = inlay_edit_begin (composition);
  path = inlay_json_path ("instances", instance_id, "locked", NULL);
  value = inlay_json_new_boolean (locked);
  if (locked != inlay_json_get_boolean (instance, "locked", FALSE))
    inlay_edit_put (edit, path, value);

  title = inlay_composition_dup_title (composition, instance_id);
  name = g_strdup_printf (locked ? "Lock %s" : "Unlock %s", title);
  return inlay_edit_end (edit, name, instance_id, NULL, error);
}
