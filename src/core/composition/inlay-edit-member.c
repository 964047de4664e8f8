/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-edit-private.h"

#include <string.h>

/* What people call the thing at a pointer: its last step that is no number. */
static char *
dup_pointer_title (const char  *pointer,
                   const char  *root_title,
                   GError     **error)
{
  g_auto (GStrv) tokens = inlay_json_path_split (pointer, error);

  if (tokens == NULL)
    return NULL;

  for (guint i = g_strv_length (tokens); i > 0; i--)
    if (*tokens[i - 1] != '\0' && *tokens[i - 1] != '-' && !g_ascii_isdigit (*tokens[i - 1]))
      return inlay_name_from_id (tokens[i - 1]);

  return g_strdup (root_title);
}

/* A value in a list is replaced; one past its end is added. */
static gboolean
is_set (JsonNode   *root,
        const char *pointer)
{
  return inlay_json_get (root, pointer) != NULL;
}

/**
 * inlay_edit_set_config:
 * @composition: a composition
 * @instance_id: an instance
 * @pointer: the place in its settings (RFC 6901); missing parents are made
 * @value: (nullable): the new value; %NULL unsets it
 * @error: return location of an error
 *
 * Changes a setting. Changes in a row of the same setting become one step of the history.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_config (InlayComposition  *composition,
                       const char        *instance_id,
                       const char        *pointer,
                       JsonNode          *value,
                       GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *setting = NULL;
  g_autofree char *title = NULL;
  g_autofree char *config = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *merge_key = NULL;

  g_return_val_if_fail (composition != NULL && instance_id != NULL && pointer != NULL, NULL);

  if (inlay_edit_require_unlocked (composition, instance_id, error) == NULL ||
      !(setting = dup_pointer_title (pointer, "Settings", error)))
    return NULL;

  edit = inlay_edit_begin (composition);
  config = inlay_json_path ("instances", instance_id, "config", NULL);
  path = g_strconcat (config, pointer, NULL);
  inlay_edit_put_or_drop (edit, path, value);

  title = inlay_composition_dup_title (composition, instance_id);
  name = g_strdup_printf (value != NULL ? "Set %s of %s" : "Reset %s of %s", setting, title);
  if (value != NULL && (is_set (edit->root, path) || !g_str_has_suffix (path, "/-")))
    merge_key = g_strconcat ("config:", instance_id, ":", pointer, NULL);
  return inlay_edit_end (edit, name, instance_id, merge_key, error);
}

static char *
dup_layout_name (const char *title,
                 const char *breakpoint)
{
  if (strcmp (breakpoint, "base") == 0)
    return g_strdup_printf ("Lay out %s", title);

  return g_strdup_printf ("Lay out %s from %s px", title, breakpoint);
}

/**
 * inlay_edit_set_area:
 * @composition: a composition
 * @instance_id: an instance
 * @breakpoint: "base" or a width in CSS px
 * @area: (nullable): the cell from there on: column, span, row, rowSpan; %NULL for what is inherited
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_area (InlayComposition  *composition,
                     const char        *instance_id,
                     const char        *breakpoint,
                     JsonNode          *area,
                     GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *merge_key = NULL;

  g_return_val_if_fail (composition != NULL && instance_id != NULL && breakpoint != NULL, NULL);

  if (inlay_edit_require_unlocked (composition, instance_id, error) == NULL)
    return NULL;

  edit = inlay_edit_begin (composition);
  path = inlay_json_path ("instances", instance_id, "area", breakpoint, NULL);
  inlay_edit_put_or_drop (edit, path, area);

  title = inlay_composition_dup_title (composition, instance_id);
  name = dup_layout_name (title, breakpoint);
  merge_key = g_strconcat ("area:", instance_id, ":", breakpoint, NULL);
  return inlay_edit_end (edit, name, instance_id, merge_key, error);
}

/**
 * inlay_edit_set_layout:
 * @composition: a composition
 * @region_id: a region
 * @breakpoint: "base" or a width in CSS px
 * @layout: (nullable): the grid from there on: columns, gap, rowHeight; %NULL for what is inherited
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_layout (InlayComposition  *composition,
                       const char        *region_id,
                       const char        *breakpoint,
                       JsonNode          *layout,
                       GError           **error)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *path = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autofree char *merge_key = NULL;

  g_return_val_if_fail (composition != NULL && region_id != NULL && breakpoint != NULL, NULL);

  if (!inlay_edit_require_place (composition, &container, error))
    return NULL;

  edit = inlay_edit_begin (composition);
  path = inlay_json_path ("regions", region_id, "layout", breakpoint, NULL);
  inlay_edit_put_or_drop (edit, path, layout);

  title = inlay_composition_dup_container_title (composition, &container);
  name = dup_layout_name (title, breakpoint);
  merge_key = g_strconcat ("layout:", region_id, ":", breakpoint, NULL);
  return inlay_edit_end (edit, name, NULL, merge_key, error);
}

static const char *
get_singular (const char *collection)
{
  const struct { const char *collection; const char *singular; } names[] = {
    { "routes", "route" },
    { "wires", "wire" },
    { "modules", "module" },
    { "shared", "dependency" },
    { "experiments", "experiment" },
    { "environments", "environment" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].collection, collection) == 0)
      return names[i].singular;

  return NULL;
}

/**
 * inlay_edit_set_member:
 * @composition: a composition
 * @collection: "routes", "wires", "modules", "shared", "experiments" or "environments"
 * @id: (nullable): which of it; %NULL makes a new id
 * @value: (nullable): the new value; %NULL removes it
 * @name: (nullable): the name of the transaction
 * @error: return location of an error
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set_member (InlayComposition  *composition,
                       const char        *collection,
                       const char        *id,
                       JsonNode          *value,
                       const char        *name,
                       GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *new_id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *made_name = NULL;
  const char *singular;
  const char *verb;

  g_return_val_if_fail (composition != NULL && collection != NULL, NULL);

  if (!(singular = get_singular (collection)))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "“%s” is no collection of a composition", collection);
      return NULL;
    }

  edit = inlay_edit_begin (composition);
  if (id == NULL)
    id = new_id = inlay_id_from_name (singular, "member", NULL,
                                      inlay_json_get_object (edit->root, collection));

  path = inlay_json_path (collection, id, NULL);
  verb = value == NULL ? "Remove" : is_set (edit->root, path) ? "Change" : "Add";
  made_name = g_strdup_printf ("%s %s %s", verb, singular, id);

  inlay_edit_put_or_drop (edit, path, value);
  return inlay_edit_end (edit, name != NULL ? name : made_name, NULL, NULL, error);
}

/**
 * inlay_edit_set:
 * @composition: a composition
 * @pointer: a place in the tree (RFC 6901); missing parents are made
 * @value: (nullable): the new value; %NULL removes it
 * @name: (nullable): the name of the transaction
 * @error: return location of an error
 *
 * Changes a part that has no function of its own: state, context, cdn, name, lock.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_set (InlayComposition  *composition,
                const char        *pointer,
                JsonNode          *value,
                const char        *name,
                GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autofree char *title = NULL;
  g_autofree char *made_name = NULL;
  g_autofree char *merge_key = NULL;

  g_return_val_if_fail (composition != NULL && pointer != NULL, NULL);

  if (!(title = dup_pointer_title (pointer, "Composition", error)))
    return NULL;

  if (*pointer == '\0')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "the whole composition is not one of its parts");
      return NULL;
    }

  edit = inlay_edit_begin (composition);
  inlay_edit_put_or_drop (edit, pointer, value);

  made_name = g_strdup_printf (value != NULL ? "Set %s" : "Remove %s", title);
  if (value != NULL && !g_str_has_suffix (pointer, "/-"))
    merge_key = g_strconcat ("set:", pointer, NULL);
  return inlay_edit_end (edit, name != NULL ? name : made_name, NULL, merge_key, error);
}

/**
 * inlay_edit_replace:
 * @composition: a composition
 * @root: the tree it is to have, byte for byte
 * @name: (nullable): the name of the transaction
 * @error: return location of an error naming what is wrong with @root
 *
 * Makes the composition what its edited text or an imported file says; only what differs is in the
 * patch.
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_edit_replace (InlayComposition  *composition,
                    JsonNode          *root,
                    const char        *name,
                    GError           **error)
{
  g_autoptr (InlayEdit) edit = NULL;
  g_autoptr (InlayComposition) wanted = NULL;
  g_autoptr (JsonNode) patch = NULL;
  g_autoptr (JsonNode) result = NULL;
  JsonNode *old;

  g_return_val_if_fail (composition != NULL && root != NULL, NULL);

  if (!(wanted = inlay_composition_new (root, error)))
    return NULL;

  old = inlay_composition_get_root (composition);
  patch = inlay_patch_diff (old, root);
  result = inlay_patch_apply (old, patch, NULL, NULL);
  if (result != NULL && inlay_json_identical (result, root))
    return inlay_transaction_new (name != NULL ? name : "Edit text", patch);

  /* Members in another order: no patch of single members says that. */
  edit = inlay_edit_begin (composition);
  inlay_patch_builder_replace (edit->patch, "", root);
  return inlay_edit_end (edit, name != NULL ? name : "Edit text", NULL, NULL, error);
}
