/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

#include "composition/inlay-composition.h"
#include "composition/inlay-history-item.h"
#include "composition/inlay-step.h"

G_BEGIN_DECLS

#define INLAY_TYPE_DOCUMENT (inlay_document_get_type ())

/* A composition that changes: the one door. Properties: composition (boxed), can-undo, can-redo,
 * undo-name, redo-name (nullable strings), position and n-steps (uint).
 * Signals: "changed" (JsonNode *patch that leads from the old tree to the new one) after every
 * apply, undo, redo and jump, when all properties and models already show the new state. */
G_DECLARE_FINAL_TYPE (InlayDocument, inlay_document, INLAY, DOCUMENT, GObject)

/**
 * InlayJournalEntry:
 * @transaction: (nullable): what was applied, or %NULL when only the position moved
 * @inverse: (nullable): the patch back
 * @replaces: whether it takes the place of the last step (merged typing)
 * @position: how many steps are applied after this; steps past it are cut off by an apply
 * @composition: the tree after it
 */
typedef struct
{
  InlayTransaction *transaction;
  JsonNode         *inverse;
  gboolean          replaces;
  guint             position;
  InlayComposition *composition;
} InlayJournalEntry;

/* Called before a change takes effect: it must make the entry durable, or return FALSE with an
 * error, which refuses the change. */
typedef gboolean (*InlayJournalFunc) (const InlayJournalEntry  *entry,
                                      gpointer                  user_data,
                                      GError                  **error);

InlayDocument    *inlay_document_new             (InlayComposition  *composition);
/* @steps: the whole history, oldest first; @position of them are applied in @composition. */
InlayDocument    *inlay_document_new_with_history (InlayComposition *composition,
                                                  const InlayStep   *steps,
                                                  guint              n_steps,
                                                  guint              position);
void              inlay_document_set_journal     (InlayDocument     *self,
                                                  InlayJournalFunc   func,
                                                  gpointer           user_data,
                                                  GDestroyNotify     destroy);
InlayComposition *inlay_document_get_composition (InlayDocument     *self);
gboolean          inlay_document_apply           (InlayDocument     *self,
                                                  InlayTransaction  *transaction,
                                                  GError           **error);
gboolean          inlay_document_undo            (InlayDocument     *self,
                                                  GError           **error);
gboolean          inlay_document_redo            (InlayDocument     *self,
                                                  GError           **error);
gboolean          inlay_document_jump            (InlayDocument     *self,
                                                  guint              position,
                                                  GError           **error);
/* Ends merging: the next transaction is a step of its own whatever its merge key. */
void              inlay_document_seal            (InlayDocument     *self);
gboolean          inlay_document_can_undo        (InlayDocument     *self);
gboolean          inlay_document_can_redo        (InlayDocument     *self);
const char       *inlay_document_get_undo_name   (InlayDocument     *self);
const char       *inlay_document_get_redo_name   (InlayDocument     *self);
guint             inlay_document_get_position    (InlayDocument     *self);

/* Live lists: InlayNode for the pages, InlayHistoryItem for the history. A node lives as long as its
 * id; lists say the smallest true change. */
GListModel       *inlay_document_get_pages       (InlayDocument     *self);
GListModel       *inlay_document_get_history     (InlayDocument     *self);

G_END_DECLS
