/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-composition-private.h"
#include "composition/inlay-edit.h"
#include "json/inlay-patch.h"

G_BEGIN_DECLS

/* A transaction being built. Paths are those of the tree as it was, but for lists, where each
 * operation sees what the ones before it did. */
typedef struct
{
  InlayComposition  *composition;
  JsonNode          *root;
  InlayPatchBuilder *patch;
  GHashTable        *made;    /* paths of objects and lists this transaction makes */
} InlayEdit;

InlayEdit        *inlay_edit_begin            (InlayComposition      *composition);
void              inlay_edit_free             (InlayEdit             *self);
InlayTransaction *inlay_edit_end              (InlayEdit             *self,
                                               const char            *name,
                                               const char            *subject,
                                               const char            *merge_key,
                                               GError               **error);
void              inlay_edit_put              (InlayEdit             *self,
                                               const char            *pointer,
                                               JsonNode              *value);
void              inlay_edit_put_or_drop      (InlayEdit             *self,
                                               const char            *pointer,
                                               JsonNode              *value);
void              inlay_edit_drop             (InlayEdit             *self,
                                               const char            *pointer);
void              inlay_edit_put_items        (InlayEdit             *self,
                                               const InlayContainer  *container,
                                               guint                  index,
                                               const char * const    *ids);
char             *inlay_edit_dup_list_path    (const InlayContainer  *container);
void              inlay_edit_ensure_list      (InlayEdit             *self,
                                               const InlayContainer  *container);
gboolean          inlay_edit_drop_subtrees    (InlayEdit             *self,
                                               const char * const    *instance_ids,
                                               GError               **error);

JsonNode         *inlay_edit_require_instance (InlayComposition      *composition,
                                               const char            *instance_id,
                                               GError               **error);
JsonNode         *inlay_edit_require_unlocked (InlayComposition      *composition,
                                               const char            *instance_id,
                                               GError               **error);
gboolean          inlay_edit_require_place    (InlayComposition      *composition,
                                               const InlayContainer  *container,
                                               GError               **error);
gboolean          inlay_edit_require_free     (InlayComposition      *composition,
                                               const char            *instance_id,
                                               GError               **error);
GPtrArray        *inlay_edit_collect          (InlayComposition      *composition,
                                               const char * const    *instance_ids,
                                               GPtrArray            **tops);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayEdit, inlay_edit_free)

G_END_DECLS
