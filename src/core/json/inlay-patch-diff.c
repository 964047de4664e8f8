/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"
#include "json/inlay-patch.h"

/* The table of the longest common subsequence stays below this many cells; past it an array is
 * replaced whole. */
#define MAX_CELLS (1000 * 1000)

static void diff_nodes (InlayPatchBuilder *patch,
                        const char        *path,
                        JsonNode          *from,
                        JsonNode          *to);

/* Elements are known by their place in the old array; ADDED ones have none. */
#define ADDED (-1)

/* How the new array comes from the old one. */
typedef struct
{
  JsonArray *from;
  JsonArray *to;
  guint      from_length;
  guint      to_length;
  int       *source;  /* per new element: the old one it was, or ADDED */
  gboolean  *moved;   /* per new element: it has to be moved into place */
  gboolean  *used;    /* per old element: a new one comes from it */
} Pairing;

static gboolean
pairing_is_same (Pairing *self,
                 guint    i,
                 guint    j)
{
  return inlay_json_identical (json_array_get_element (self->from, i),
                               json_array_get_element (self->to, j));
}

static void
pairing_link (Pairing  *self,
              guint     i,
              guint     j,
              gboolean  moved)
{
  self->source[j] = (int) i;
  self->moved[j] = moved;
  self->used[i] = TRUE;
}

/* Keeps the longest common subsequence of the stretch between a common start and end. */
static gboolean
pairing_keep_common (Pairing *self,
                     guint    start,
                     guint    from_end,
                     guint    to_end)
{
  guint rows = from_end - start;
  guint columns = to_end - start;
  guint width = columns + 1;
  g_autofree guint *lengths = NULL;
  guint i = 0, j = 0;

  if ((guint64) rows * columns > MAX_CELLS)
    return FALSE;

  lengths = g_new0 (guint, (gsize) (rows + 1) * width);
  for (guint r = rows; r-- > 0;)
    for (guint c = columns; c-- > 0;)
      lengths[r * width + c] = pairing_is_same (self, start + r, start + c)
                                 ? lengths[(r + 1) * width + c + 1] + 1
                                 : MAX (lengths[(r + 1) * width + c], lengths[r * width + c + 1]);

  while (i < rows && j < columns)
    {
      if (pairing_is_same (self, start + i, start + j))
        pairing_link (self, start + i++, start + j++, FALSE);
      else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])
        i++;
      else
        j++;
    }
  return TRUE;
}

static gboolean
pairing_find_kept (Pairing *self)
{
  guint start = 0;
  guint from_end = self->from_length;
  guint to_end = self->to_length;

  for (; start < MIN (from_end, to_end) && pairing_is_same (self, start, start); start++)
    pairing_link (self, start, start, FALSE);
  for (; from_end > start && to_end > start && pairing_is_same (self, from_end - 1, to_end - 1);
       from_end--, to_end--)
    pairing_link (self, from_end - 1, to_end - 1, FALSE);

  return pairing_keep_common (self, start, from_end, to_end);
}

static void
pairing_find_moved (Pairing *self)
{
  for (guint j = 0; j < self->to_length; j++)
    for (guint i = 0; self->source[j] == ADDED && i < self->from_length; i++)
      if (!self->used[i] && pairing_is_same (self, i, j))
        pairing_link (self, i, j, TRUE);
}

/* Between two kept neighbours, what went and what came in its place count as one element that
 * changed. */
static void
pairing_find_changed (Pairing *self)
{
  guint i = 0;

  for (guint j = 0; j < self->to_length; j++)
    {
      guint limit = self->from_length;

      if (self->source[j] != ADDED)
        {
          if (!self->moved[j])
            i = (guint) self->source[j] + 1;
          continue;
        }
      for (guint k = j + 1; k < self->to_length; k++)
        if (self->source[k] != ADDED && !self->moved[k])
          {
            limit = (guint) self->source[k];
            break;
          }
      while (i < limit && self->used[i])
        i++;
      if (i < limit)
        pairing_link (self, i++, j, FALSE);
    }
}

static char *
element_path (const char *path,
              guint       index)
{
  return g_strdup_printf ("%s/%u", path, index);
}

/* Removes from the back, so that indices stay true; leaves the old places in present order. */
static GArray *
emit_removals (Pairing           *self,
               InlayPatchBuilder *patch,
               const char        *path)
{
  GArray *present = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = self->from_length; i-- > 0;)
    if (!self->used[i])
      {
        g_autofree char *place = element_path (path, i);

        inlay_patch_builder_remove (patch, place);
      }
  for (int i = 0; i < (int) self->from_length; i++)
    if (self->used[i])
      g_array_append_val (present, i);
  return present;
}

static guint
find_present (GArray *present,
              int     source)
{
  guint index = 0;

  while (g_array_index (present, int, index) != source)
    index++;
  return index;
}

/* Puts every moved element right behind what stands before it in the new array. */
static void
emit_moves (Pairing           *self,
            InlayPatchBuilder *patch,
            const char        *path,
            GArray            *present)
{
  int previous = ADDED;

  for (guint j = 0; j < self->to_length; j++)
    {
      int source = self->source[j];

      if (source != ADDED && self->moved[j])
        {
          guint at = find_present (present, source);
          guint target;

          g_array_remove_index (present, at);
          target = previous == ADDED ? 0 : find_present (present, previous) + 1;
          g_array_insert_val (present, target, source);
          if (at != target)
            {
              g_autofree char *old_place = element_path (path, at);
              g_autofree char *new_place = element_path (path, target);

              inlay_patch_builder_move (patch, old_place, new_place);
            }
        }
      if (source != ADDED)
        previous = source;
    }
}

static void
emit_rest (Pairing           *self,
           InlayPatchBuilder *patch,
           const char        *path)
{
  for (guint j = 0; j < self->to_length; j++)
    {
      g_autofree char *place = element_path (path, j);
      JsonNode *element = json_array_get_element (self->to, j);

      if (self->source[j] == ADDED)
        inlay_patch_builder_add (patch, place, element);
      else
        diff_nodes (patch, place, json_array_get_element (self->from, (guint) self->source[j]),
                    element);
    }
}

static void
diff_arrays (InlayPatchBuilder *patch,
             const char        *path,
             JsonNode          *from,
             JsonNode          *to)
{
  Pairing self = { json_node_get_array (from), json_node_get_array (to) };
  g_autofree int *source = NULL;
  g_autofree gboolean *moved = NULL;
  g_autofree gboolean *used = NULL;
  g_autoptr(GArray) present = NULL;

  self.from_length = json_array_get_length (self.from);
  self.to_length = json_array_get_length (self.to);
  source = self.source = g_new (int, self.to_length);
  moved = self.moved = g_new0 (gboolean, self.to_length);
  used = self.used = g_new0 (gboolean, self.from_length);
  for (guint j = 0; j < self.to_length; j++)
    source[j] = ADDED;

  if (!pairing_find_kept (&self))
    {
      inlay_patch_builder_replace (patch, path, to);
      return;
    }
  pairing_find_moved (&self);
  pairing_find_changed (&self);

  present = emit_removals (&self, patch, path);
  emit_moves (&self, patch, path, present);
  emit_rest (&self, patch, path);
}

static void
emit_member_removals (InlayPatchBuilder *patch,
                      const char        *path,
                      JsonObject        *from,
                      JsonObject        *to)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!json_object_has_member (to, name))
      {
        g_autofree char *place = inlay_json_path_append (path, name);

        inlay_patch_builder_remove (patch, place);
      }
}

/* From the last to the first: what a new member stands in front of is there by then. */
static void
emit_member_additions (InlayPatchBuilder *patch,
                       const char        *path,
                       JsonObject        *from,
                       JsonObject        *to)
{
  g_autoptr(GList) names = json_object_get_members (to);

  for (GList *iter = g_list_last (names); iter != NULL; iter = iter->prev)
    if (!json_object_has_member (from, iter->data))
      {
        g_autofree char *place = inlay_json_path_append (path, iter->data);

        inlay_patch_builder_add_before (patch, place, json_object_get_member (to, iter->data),
                                        iter->next != NULL ? iter->next->data : NULL);
      }
}

static void
diff_objects (InlayPatchBuilder *patch,
              const char        *path,
              JsonObject        *from,
              JsonObject        *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  emit_member_removals (patch, path, from, to);

  json_object_iter_init_ordered (&iter, to);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      JsonNode *old = json_object_get_member (from, name);

      if (old != NULL && old != member)
        {
          g_autofree char *place = inlay_json_path_append (path, name);

          diff_nodes (patch, place, old, member);
        }
    }

  emit_member_additions (patch, path, from, to);
}

static void
diff_nodes (InlayPatchBuilder *patch,
            const char        *path,
            JsonNode          *from,
            JsonNode          *to)
{
  if (inlay_json_identical (from, to))
    return;

  if (JSON_NODE_HOLDS_OBJECT (from) && JSON_NODE_HOLDS_OBJECT (to))
    diff_objects (patch, path, json_node_get_object (from), json_node_get_object (to));
  else if (JSON_NODE_HOLDS_ARRAY (from) && JSON_NODE_HOLDS_ARRAY (to))
    diff_arrays (patch, path, from, to);
  else
    inlay_patch_builder_replace (patch, path, to);
}

/**
 * inlay_patch_diff:
 * @from: a tree
 * @to: another
 *
 * Makes the patch that leads from @from to a tree equal to @to: member by member in objects, by
 * insertion, removal and move in arrays. New members get their place among the others; the order
 * of members that both have is left alone.
 *
 * A document of RFC 6902, section 3.
 *
 * Returns: (transfer full): the patch, empty when nothing differs
 */
JsonNode *
inlay_patch_diff (JsonNode *from,
                  JsonNode *to)
{
  g_autoptr(InlayPatchBuilder) patch = NULL;

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);

  patch = inlay_patch_builder_new ();
  diff_nodes (patch, "", from, to);
  return inlay_patch_builder_end (patch);
}
