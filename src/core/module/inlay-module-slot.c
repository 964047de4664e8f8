/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-private.h"

#include <string.h>

/**
 * inlay_module_get_slots:
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of its slots in their order
 */
const char * const *
inlay_module_get_slots (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->slot_names;
}

/**
 * inlay_module_has_slot:
 *
 * Returns: %TRUE when it has a place for other modules of that name
 */
gboolean
inlay_module_has_slot (InlayModule *self,
                       const char  *slot)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return inlay_json_get_member (self->slots, slot) != NULL;
}

/**
 * inlay_module_get_slot_title:
 * @self: a module
 * @slot: the name of one of its slots
 *
 * Returns: how people call the slot; its name when nothing better is known
 */
const char *
inlay_module_get_slot_title (InlayModule *self,
                             const char  *slot)
{
  const char *title;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (slot != NULL, NULL);

  title = inlay_json_get_string (inlay_json_get_member (self->slots, slot), "title");
  return title != NULL && *title != '\0' ? title : slot;
}

/**
 * inlay_module_get_slot_max:
 * @self: a module
 * @slot: the name of one of its slots
 *
 * Returns: how many instances the slot takes, 0 for any number
 */
guint
inlay_module_get_slot_max (InlayModule *self,
                           const char  *slot)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (slot != NULL, 0);

  return (guint) inlay_json_get_int (inlay_json_get_member (self->slots, slot), "max", 0);
}

static gboolean
pattern_matches (const char  *pattern,
                 InlayModule *child)
{
  if (g_str_has_prefix (pattern, "category:"))
    return g_strcmp0 (pattern + strlen ("category:"), inlay_module_get_category (child)) == 0;
  return g_pattern_match_simple (pattern, inlay_module_get_id (child));
}

static gboolean
slot_lists (JsonNode    *slot,
            InlayModule *child)
{
  JsonArray *patterns = inlay_json_get_array (slot, "accepts");

  if (patterns == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (patterns); i++)
    if (pattern_matches (json_array_get_string_element (patterns, i), child))
      return TRUE;
  return FALSE;
}

/**
 * inlay_module_slot_accepts:
 * @self: a module
 * @slot: the name of a slot
 * @child: (nullable): what would be put there; %NULL for a module nothing is known of
 * @count: how many instances are there already
 * @reason: (out) (optional) (transfer full): why not
 *
 * A module nothing is known of goes only where everything goes.
 *
 * Returns: whether the slot takes one more instance, of @child
 */
gboolean
inlay_module_slot_accepts (InlayModule  *self,
                           const char   *slot,
                           InlayModule  *child,
                           guint         count,
                           char        **reason)
{
  JsonNode *node;
  g_autofree char *refusal = NULL;
  const char *name, *title;
  guint max;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (slot != NULL, FALSE);

  name = inlay_module_get_name (self);
  title = inlay_module_get_slot_title (self, slot);
  max = inlay_module_get_slot_max (self, slot);
  if ((node = inlay_json_get_member (self->slots, slot)) == NULL)
    refusal = g_strdup_printf ("%s has no slot “%s”", name, slot);
  else if (max > 0 && count >= max)
    refusal = g_strdup_printf ("%s of %s is full, it takes %u", title, name, max);
  else if (child == NULL && inlay_json_get_array (node, "accepts") != NULL)
    refusal = g_strdup_printf ("%s of %s does not take unknown modules", title, name);
  else if (child != NULL && !slot_lists (node, child))
    refusal = g_strdup_printf ("%s of %s does not take %s", title, name,
                               inlay_module_get_name (child));

  if (refusal == NULL)
    return TRUE;
  if (reason != NULL)
    *reason = g_steal_pointer (&refusal);
  return FALSE;
}
