/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-draft.h"
#include "json/inlay-patch.h"

#include <string.h>

/* A patch being applied. The inverse is built back to front: the last operation is undone first. */
typedef struct
{
  InlayJsonDraft draft;
  GPtrArray     *inverse; /* of JsonNode arrays, one per operation that changed something; or NULL */
} Apply;

static void
apply_take_inverse (Apply             *self,
                    InlayPatchBuilder *builder)
{
  JsonNode *operations = inlay_patch_builder_end (builder);

  if (self->inverse != NULL)
    g_ptr_array_add (self->inverse, operations);
  else
    json_node_unref (operations);
}

static gboolean
fail_invalid (GError     **error,
              const char  *reason)
{
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, reason);
  return FALSE;
}

/* The path as it must be said once the array has the element: "-" names a place only before. */
static char *
settled_path (const char            *path,
              const InlayJsonChange *change)
{
  const char *slash = strrchr (path, '/');

  if (change->index < 0 || slash == NULL)
    return g_strdup (path);
  return g_strdup_printf ("%.*s/%" G_GINT64_FORMAT, (int) (slash - path), path, change->index);
}

static void
undo_put (InlayPatchBuilder     *undo,
          const char            *path,
          const InlayJsonChange *change)
{
  g_autofree char *settled = settled_path (path, change);

  if (change->old != NULL)
    inlay_patch_builder_replace (undo, settled, change->old);
  else
    inlay_patch_builder_remove (undo, settled);
}

static gboolean
apply_put (Apply                *self,
           InlayJsonChangeKind   kind,
           const char           *path,
           JsonNode             *value,
           const char           *before,
           GError              **error)
{
  g_auto(InlayJsonChange) change = { kind, value, before };
  g_autoptr(InlayPatchBuilder) undo = inlay_patch_builder_new ();

  if (!inlay_json_draft_change (&self->draft, path, &change, error))
    return FALSE;

  undo_put (undo, path, &change);
  apply_take_inverse (self, undo);
  return TRUE;
}

static gboolean
apply_remove (Apply       *self,
              const char  *path,
              GError     **error)
{
  g_auto(InlayJsonChange) change = { INLAY_JSON_CHANGE_REMOVE };
  g_autoptr(InlayPatchBuilder) undo = inlay_patch_builder_new ();

  if (!inlay_json_draft_change (&self->draft, path, &change, error))
    return FALSE;

  inlay_patch_builder_add_before (undo, path, change.old, change.next);
  apply_take_inverse (self, undo);
  return TRUE;
}

static gboolean
is_inside (const char *path,
           const char *parent)
{
  gsize length = strlen (parent);

  return strncmp (path, parent, length) == 0 && path[length] == '/';
}

/* A move is a removal and an addition; its inverse is a move back where that says it all. It does
 * not where something was replaced, nor where the way back would seem to lead into the moved value:
 * from /0/a to /0 inserts, and what /0 was is /1 then. */
static gboolean
apply_move (Apply       *self,
            const char  *from,
            const char  *path,
            const char  *before,
            GError     **error)
{
  g_auto(InlayJsonChange) taken = { INLAY_JSON_CHANGE_REMOVE };
  g_auto(InlayJsonChange) put = { INLAY_JSON_CHANGE_ADD, NULL, before };
  g_autoptr(InlayPatchBuilder) undo = inlay_patch_builder_new ();
  g_autofree char *settled = NULL;

  if (is_inside (path, from))
    return fail_invalid (error, "a value cannot be moved into itself");
  if (strcmp (from, path) == 0 && inlay_json_get (inlay_json_draft_get_root (&self->draft), from) != NULL)
    return TRUE;

  if (!inlay_json_draft_change (&self->draft, from, &taken, error))
    return FALSE;
  put.value = taken.old;
  if (!inlay_json_draft_change (&self->draft, path, &put, error))
    return FALSE;

  settled = settled_path (path, &put);
  if (put.old == NULL && !is_inside (from, settled))
    {
      inlay_patch_builder_move_before (undo, settled, from, taken.next);
    }
  else
    {
      undo_put (undo, path, &put);
      inlay_patch_builder_add_before (undo, from, taken.old, taken.next);
    }
  apply_take_inverse (self, undo);
  return TRUE;
}

static gboolean
apply_copy (Apply       *self,
            const char  *from,
            const char  *path,
            const char  *before,
            GError     **error)
{
  JsonNode *value = inlay_json_get (inlay_json_draft_get_root (&self->draft), from);

  if (value == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "%s is not there", from);
      return FALSE;
    }
  return apply_put (self, INLAY_JSON_CHANGE_ADD, path, value, before, error);
}

static gboolean
apply_test (Apply       *self,
            const char  *path,
            JsonNode    *value,
            GError     **error)
{
  JsonNode *found = inlay_json_get (inlay_json_draft_get_root (&self->draft), path);

  if (found != NULL && inlay_json_equal (found, value))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT,
               found != NULL ? "%s is not what it was expected to be" : "%s is not there", path);
  return FALSE;
}

static gboolean
check_operation (JsonNode    *operation,
                 const char  *name,
                 gboolean     needs_from,
                 gboolean     needs_value,
                 GError     **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (operation))
    return fail_invalid (error, "it is not an object");
  if (name == NULL)
    return fail_invalid (error, "it has no “op”");
  if (inlay_json_get_string (operation, "path") == NULL)
    return fail_invalid (error, "it has no “path”");
  if (needs_from && inlay_json_get_string (operation, "from") == NULL)
    return fail_invalid (error, "it has no “from”");
  if (needs_value && inlay_json_get_member (operation, "value") == NULL)
    return fail_invalid (error, "it has no “value”");
  return TRUE;
}

static gboolean
apply_operation (Apply     *self,
                 JsonNode  *operation,
                 GError   **error)
{
  const char *name = inlay_json_get_string (operation, "op");
  const char *from = inlay_json_get_string (operation, "from");
  const char *path = inlay_json_get_string (operation, "path");
  const char *before = inlay_json_get_string (operation, "before");
  JsonNode *value = inlay_json_get_member (operation, "value");
  gboolean is_move = g_strcmp0 (name, "move") == 0;
  gboolean is_copy = g_strcmp0 (name, "copy") == 0;
  gboolean is_remove = g_strcmp0 (name, "remove") == 0;
  gboolean has_from = is_move || is_copy;

  if (!check_operation (operation, name, has_from, !has_from && !is_remove, error))
    return FALSE;

  if (is_move)
    return apply_move (self, from, path, before, error);
  if (is_copy)
    return apply_copy (self, from, path, before, error);
  if (is_remove)
    return apply_remove (self, path, error);
  if (strcmp (name, "add") == 0)
    return apply_put (self, INLAY_JSON_CHANGE_ADD, path, value, before, error);
  if (strcmp (name, "replace") == 0)
    return apply_put (self, INLAY_JSON_CHANGE_REPLACE, path, value, NULL, error);
  if (strcmp (name, "test") == 0)
    return apply_test (self, path, value, error);
  return fail_invalid (error, "its “op” is none of add, remove, replace, move, copy, test");
}

static JsonNode *
join_inverse (GPtrArray *undos)
{
  JsonArray *joined = json_array_new ();

  for (guint i = undos->len; i > 0; i--)
    inlay_patch_append_to (g_ptr_array_index (undos, i - 1), joined);
  return inlay_json_take_array (joined);
}

/* What the message calls the operation: its number, name and place. */
static char *
describe_operation (JsonNode *operation,
                    guint     index)
{
  const char *name = inlay_json_get_string (operation, "op");
  const char *path = inlay_json_get_string (operation, "path");

  if (name == NULL || path == NULL)
    return g_strdup_printf ("operation %u", index + 1);
  return g_strdup_printf ("operation %u (%s %s)", index + 1, name, path);
}

static gboolean
apply_all (Apply      *self,
           JsonArray  *operations,
           GError    **error)
{
  for (guint i = 0; i < json_array_get_length (operations); i++)
    {
      JsonNode *operation = json_array_get_element (operations, i);

      if (!apply_operation (self, operation, error))
        {
          g_autofree char *description = describe_operation (operation, i);

          g_prefix_error (error, "%s: ", description);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * inlay_patch_apply:
 * @root: a tree
 * @patch: an array of operations (RFC 6902)
 * @inverse: (out) (optional) (transfer full): the patch that leads back, byte for byte
 * @error: return location for an error
 *
 * Applies all of @patch or nothing. An "add", "copy" or "move" may carry "before": the name of
 * the member that a new one stands in front of; a name that is not there is ignored.
 *
 * Errors: %INLAY_ERROR_CONFLICT for a "test" that does not hold, %INLAY_ERROR_NOT_FOUND for a
 * place that is not there, %INLAY_ERROR_LIMIT for a tree that would get too deep,
 * %INLAY_ERROR_INVALID for a malformed patch.
 *
 * Returns: (transfer full): the sealed new tree, which shares what did not change with @root
 */
JsonNode *
inlay_patch_apply (JsonNode   *root,
                   JsonNode   *patch,
                   JsonNode  **inverse,
                   GError    **error)
{
  g_autoptr(GPtrArray) undos = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autoptr(JsonNode) result = NULL;
  Apply self = { .inverse = inverse != NULL ? undos : NULL };

  g_return_val_if_fail (root != NULL, NULL);
  g_return_val_if_fail (patch != NULL, NULL);

  if (!JSON_NODE_HOLDS_ARRAY (patch))
    {
      fail_invalid (error, "a patch is an array of operations");
      return NULL;
    }

  json_node_seal (root);
  inlay_json_draft_init (&self.draft, root);
  if (apply_all (&self, json_node_get_array (patch), error))
    result = json_node_ref (inlay_json_draft_get_root (&self.draft));
  inlay_json_draft_clear (&self.draft);
  if (result == NULL)
    return NULL;

  json_node_seal (result);
  if (inverse != NULL)
    *inverse = join_inverse (undos);
  return g_steal_pointer (&result);
}

/**
 * inlay_patch_append_to:
 * @patch: an array of operations
 * @operations: more of them, which are done before
 *
 * Adds the operations of @patch to @operations.
 */
void
inlay_patch_append_to (JsonNode  *patch,
                       JsonArray *operations)
{
  JsonArray *added = json_node_get_array (patch);

  for (guint i = 0; i < json_array_get_length (added); i++)
    json_array_add_element (operations, json_node_ref (json_array_get_element (added, i)));
}
