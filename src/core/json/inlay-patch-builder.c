/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-patch.h"

struct _InlayPatchBuilder
{
  JsonArray *operations;
};

/**
 * inlay_patch_builder_new:
 *
 * Returns: (transfer full): a builder without operations
 */
InlayPatchBuilder *
inlay_patch_builder_new (void)
{
  InlayPatchBuilder *self = g_new0 (InlayPatchBuilder, 1);

  self->operations = json_array_new ();
  return self;
}

/**
 * inlay_patch_builder_free:
 * @self: (transfer full): a builder
 */
void
inlay_patch_builder_free (InlayPatchBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->operations, json_array_unref);
  g_free (self);
}

static void
append (InlayPatchBuilder *self,
        const char        *operation,
        const char        *from,
        const char        *path,
        JsonNode          *value,
        const char        *before)
{
  json_array_add_element (
    self->operations,
    inlay_json_new_object ("op", inlay_json_new_string (operation),
                           "from", from != NULL ? inlay_json_new_string (from) : NULL,
                           "path", inlay_json_new_string (path),
                           "before", before != NULL ? inlay_json_new_string (before) : NULL,
                           "value", value != NULL ? json_node_ref (value) : NULL,
                           NULL));
}

/**
 * inlay_patch_builder_add:
 * @self: a builder
 * @path: where
 * @value: what; it is sealed
 *
 * RFC 6902, section 4.1.
 */
void
inlay_patch_builder_add (InlayPatchBuilder *self,
                         const char        *path,
                         JsonNode          *value)
{
  inlay_patch_builder_add_before (self, path, value, NULL);
}

/**
 * inlay_patch_builder_add_before:
 * @self: a builder
 * @path: where
 * @value: what; it is sealed
 * @before: (nullable): the member of the same object that a new one stands in front of
 *
 * RFC 6902, section 4.1; `before` is ours, and what does not know it may ignore it by section 4.
 */
void
inlay_patch_builder_add_before (InlayPatchBuilder *self,
                                const char        *path,
                                JsonNode          *value,
                                const char        *before)
{
  g_return_if_fail (self != NULL && path != NULL && value != NULL);

  append (self, "add", NULL, path, value, before);
}

/**
 * inlay_patch_builder_replace:
 * @self: a builder
 * @path: where
 * @value: what; it is sealed
 *
 * RFC 6902, section 4.3.
 */
void
inlay_patch_builder_replace (InlayPatchBuilder *self,
                             const char        *path,
                             JsonNode          *value)
{
  g_return_if_fail (self != NULL && path != NULL && value != NULL);

  append (self, "replace", NULL, path, value, NULL);
}

/**
 * inlay_patch_builder_remove:
 * @self: a builder
 * @path: where
 *
 * RFC 6902, section 4.2.
 */
void
inlay_patch_builder_remove (InlayPatchBuilder *self,
                            const char        *path)
{
  g_return_if_fail (self != NULL && path != NULL);

  append (self, "remove", NULL, path, NULL, NULL);
}

/**
 * inlay_patch_builder_move:
 * @self: a builder
 * @from: where it is
 * @path: where it will be, seen after it was taken away
 *
 * RFC 6902, section 4.4.
 */
void
inlay_patch_builder_move (InlayPatchBuilder *self,
                          const char        *from,
                          const char        *path)
{
  inlay_patch_builder_move_before (self, from, path, NULL);
}

/**
 * inlay_patch_builder_move_before:
 * @self: a builder
 * @from: where it is
 * @path: where it will be, seen after it was taken away
 * @before: (nullable): the member of the same object that a new one stands in front of
 *
 * RFC 6902, section 4.4; `before` as in inlay_patch_builder_add_before().
 */
void
inlay_patch_builder_move_before (InlayPatchBuilder *self,
                                 const char        *from,
                                 const char        *path,
                                 const char        *before)
{
  g_return_if_fail (self != NULL && from != NULL && path != NULL);

  append (self, "move", from, path, NULL, before);
}

/**
 * inlay_patch_builder_test:
 * @self: a builder
 * @path: where
 * @value: what must be there; it is sealed
 *
 * RFC 6902, section 4.6.
 */
void
inlay_patch_builder_test (InlayPatchBuilder *self,
                          const char        *path,
                          JsonNode          *value)
{
  g_return_if_fail (self != NULL && path != NULL && value != NULL);

  append (self, "test", NULL, path, value, NULL);
}

/**
 * inlay_patch_builder_end:
 * @self: a builder; it is empty again afterwards
 *
 * A document of RFC 6902, section 3.
 *
 * Returns: (transfer full): the sealed patch
 */
JsonNode *
inlay_patch_builder_end (InlayPatchBuilder *self)
{
  JsonArray *operations;

  g_return_val_if_fail (self != NULL, NULL);

  operations = g_steal_pointer (&self->operations);
  self->operations = json_array_new ();
  return inlay_json_take_array (operations);
}
