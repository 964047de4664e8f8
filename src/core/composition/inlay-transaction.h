/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_TRANSACTION (inlay_transaction_get_type ())

/* A named change of a composition: what people read and the RFC 6902 operations. Immutable but for
 * the two hints, which are set before it is applied. */
typedef struct _InlayTransaction InlayTransaction;

GType             inlay_transaction_get_type      (void);
InlayTransaction *inlay_transaction_new           (const char       *name,
                                                   JsonNode         *patch);
InlayTransaction *inlay_transaction_ref           (InlayTransaction *self);
void              inlay_transaction_unref         (InlayTransaction *self);
const char       *inlay_transaction_get_name      (InlayTransaction *self);
JsonNode         *inlay_transaction_get_patch     (InlayTransaction *self);

/* Transactions in a row with one merge key become one step of the history (typing in an entry). */
void              inlay_transaction_set_merge_key (InlayTransaction *self,
                                                   const char       *merge_key);
const char       *inlay_transaction_get_merge_key (InlayTransaction *self);

/* The instance to select once it is applied. */
void              inlay_transaction_set_subject   (InlayTransaction *self,
                                                   const char       *instance_id);
const char       *inlay_transaction_get_subject   (InlayTransaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayTransaction, inlay_transaction_unref)

G_END_DECLS
