/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

/* A patch is a JsonNode holding an array of RFC 6902 operations. One extension: an `add`, `copy`
 * or `move` into an object may carry "before": KEY, which puts a new member in front of KEY, so
 * that an inverse restores key order too; readers that do not know it ignore it, as the RFC
 * asks. */

JsonNode *inlay_patch_apply      (JsonNode    *root,
                                  JsonNode    *patch,
                                  JsonNode   **inverse,
                                  GError     **error);
void      inlay_patch_append_to  (JsonNode    *patch,
                                  JsonArray   *operations);
JsonNode *inlay_patch_diff       (JsonNode    *from,
                                  JsonNode    *to);
JsonNode *inlay_patch_merge      (JsonNode    *target,
                                  JsonNode    *merge_patch);
JsonNode *inlay_patch_merge3     (JsonNode    *base,
                                  JsonNode    *ours,
                                  JsonNode    *theirs,
                                  GPtrArray  **conflicts);

/* Building a patch operation by operation; values are not taken, the builder holds its own
 * reference. */
typedef struct _InlayPatchBuilder InlayPatchBuilder;

InlayPatchBuilder *inlay_patch_builder_new     (void);
void               inlay_patch_builder_free    (InlayPatchBuilder *self);
void               inlay_patch_builder_add     (InlayPatchBuilder *self,
                                                const char        *path,
                                                JsonNode          *value);
void               inlay_patch_builder_add_before
                                               (InlayPatchBuilder *self,
                                                const char        *path,
                                                JsonNode          *value,
                                                const char        *before);
void               inlay_patch_builder_replace (InlayPatchBuilder *self,
                                                const char        *path,
                                                JsonNode          *value);
void               inlay_patch_builder_remove  (InlayPatchBuilder *self,
                                                const char        *path);
void               inlay_patch_builder_move    (InlayPatchBuilder *self,
                                                const char        *from,
                                                const char        *path);
void               inlay_patch_builder_move_before
                                               (InlayPatchBuilder *self,
                                                const char        *from,
                                                const char        *path,
                                                const char        *before);
void               inlay_patch_builder_test    (InlayPatchBuilder *self,
                                                const char        *path,
                                                JsonNode          *value);
JsonNode          *inlay_patch_builder_end     (InlayPatchBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPatchBuilder, inlay_patch_builder_free)

G_END_DECLS
