/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-composition.h"
#include "composition/inlay-transaction.h"

G_BEGIN_DECLS

/* Every change of a composition is built here: each function looks at the tree as it is and returns
 * the transaction that does the named thing, or an error when it cannot be done. New ids come from
 * the module's name and what is taken ("hero", "hero-2"), so that building is repeatable. */

#define INLAY_EDIT_END G_MAXUINT

InlayTransaction *inlay_edit_insert         (InlayComposition     *composition,
                                             const char           *module_id,
                                             const char           *range,
                                             const char           *title,
                                             JsonNode             *config,
                                             const InlayContainer *container,
                                             guint                 index,
                                             JsonNode             *area,
                                             GError              **error);
InlayTransaction *inlay_edit_move           (InlayComposition     *composition,
                                             const char           *instance_id,
                                             const InlayContainer *container,
                                             guint                 index,
                                             JsonNode             *area,
                                             GError              **error);
InlayTransaction *inlay_edit_remove         (InlayComposition     *composition,
                                             const char * const   *instance_ids,
                                             GError              **error);
InlayTransaction *inlay_edit_duplicate      (InlayComposition     *composition,
                                             const char           *instance_id,
                                             GError              **error);
/* A subtree as JSON for the clipboard, and the way back under new ids. */
JsonNode         *inlay_edit_copy           (InlayComposition     *composition,
                                             const char * const   *instance_ids);
InlayTransaction *inlay_edit_paste          (InlayComposition     *composition,
                                             JsonNode             *fragment,
                                             const InlayContainer *container,
                                             guint                 index,
                                             GError              **error);
InlayTransaction *inlay_edit_rename         (InlayComposition     *composition,
                                             const char           *instance_id,
                                             const char           *name,
                                             GError              **error);
InlayTransaction *inlay_edit_set_locked     (InlayComposition     *composition,
                                             const char           *instance_id,
                                             gboolean              locked,
                                             GError              **error);
/* @pointer is relative to the instance's config; @value NULL unsets it. */
InlayTransaction *inlay_edit_set_config     (InlayComposition     *composition,
                                             const char           *instance_id,
                                             const char           *pointer,
                                             JsonNode             *value,
                                             GError              **error);
/* @breakpoint is "base" or a width; @area NULL goes back to what is inherited. */
InlayTransaction *inlay_edit_set_area       (InlayComposition     *composition,
                                             const char           *instance_id,
                                             const char           *breakpoint,
                                             JsonNode             *area,
                                             GError              **error);
InlayTransaction *inlay_edit_set_layout     (InlayComposition     *composition,
                                             const char           *region_id,
                                             const char           *breakpoint,
                                             JsonNode             *layout,
                                             GError              **error);
InlayTransaction *inlay_edit_add_page       (InlayComposition     *composition,
                                             const char           *title,
                                             const char           *path,
                                             GError              **error);
InlayTransaction *inlay_edit_set_page       (InlayComposition     *composition,
                                             const char           *page_id,
                                             const char           *title,
                                             const char           *path,
                                             GError              **error);
InlayTransaction *inlay_edit_move_page      (InlayComposition     *composition,
                                             const char           *page_id,
                                             guint                 index,
                                             GError              **error);
InlayTransaction *inlay_edit_remove_page    (InlayComposition     *composition,
                                             const char           *page_id,
                                             GError              **error);
InlayTransaction *inlay_edit_add_region     (InlayComposition     *composition,
                                             const char           *page_id,
                                             const char           *region_id,
                                             guint                 index,
                                             GError              **error);
InlayTransaction *inlay_edit_remove_region  (InlayComposition     *composition,
                                             const char           *page_id,
                                             const char           *region_id,
                                             GError              **error);
/* Members of /routes, /wires, /modules, /shared, /experiments; @value NULL removes. @id NULL makes one. */
InlayTransaction *inlay_edit_set_member     (InlayComposition     *composition,
                                             const char           *collection,
                                             const char           *id,
                                             JsonNode             *value,
                                             const char           *name,
                                             GError              **error);
/* Any other part, by JSON pointer: state, context, cdn, name, lock. */
InlayTransaction *inlay_edit_set            (InlayComposition     *composition,
                                             const char           *pointer,
                                             JsonNode             *value,
                                             const char           *name,
                                             GError              **error);
/* The whole document, as after editing its JSON text or importing; only what differs is changed. */
InlayTransaction *inlay_edit_replace        (InlayComposition     *composition,
                                             JsonNode             *root,
                                             const char           *name,
                                             GError              **error);

G_END_DECLS
