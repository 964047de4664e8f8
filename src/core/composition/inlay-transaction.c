/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-transaction.h"

#include "inlay-compat.h"

struct _InlayTransaction
{
  gatomicrefcount ref_count;
  char *name;
  JsonNode *patch;
  char *merge_key;
  char *subject;
};

G_DEFINE_BOXED_TYPE (InlayTransaction, inlay_transaction,
                     inlay_transaction_ref, inlay_transaction_unref)

/**
 * inlay_transaction_new:
 * @name: what people read in the history: "Move Cart to Sidebar"
 * @patch: an array of operations (RFC 6902); it is sealed
 *
 * Returns: (transfer full): the transaction
 */
InlayTransaction *
inlay_transaction_new (const char *name,
                       JsonNode   *patch)
{
  InlayTransaction *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (patch != NULL, NULL);

  json_node_seal (patch);
  self = g_new0 (InlayTransaction, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->patch = json_node_ref (patch);
  return self;
}

InlayTransaction *
inlay_transaction_ref (InlayTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_transaction_unref (InlayTransaction *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  json_node_unref (self->patch);
  g_free (self->merge_key);
  g_free (self->subject);
  g_free (self);
}

/**
 * inlay_transaction_get_name:
 *
 * Returns: (transfer none): what the history calls it, in words for people
 */
const char *
inlay_transaction_get_name (InlayTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * inlay_transaction_get_patch:
 *
 * Returns: (transfer none): its operations, an array as in RFC 6902
 */
JsonNode *
inlay_transaction_get_patch (InlayTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->patch;
}

/**
 * inlay_transaction_set_merge_key:
 * @merge_key: (nullable): transactions that follow each other under one key become one step of the
 *   history; %NULL keeps every one apart
 *
 * So typing a word is one undo, not one for each letter.
 */
void
inlay_transaction_set_merge_key (InlayTransaction *self,
                                 const char       *merge_key)
{
  g_return_if_fail (self != NULL);

  inlay_set_str (&self->merge_key, merge_key);
}

/**
 * inlay_transaction_get_merge_key:
 * @self: a transaction
 *
 * Returns: (nullable): what transactions in a row share that become one step of the history
 */
const char *
inlay_transaction_get_merge_key (InlayTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->merge_key;
}

/**
 * inlay_transaction_set_subject:
 * @instance_id: (nullable): what to select when the transaction is applied, undone or redone
 */
void
inlay_transaction_set_subject (InlayTransaction *self,
                               const char       *instance_id)
{
  g_return_if_fail (self != NULL);

  inlay_set_str (&self->subject, instance_id);
}

/**
 * inlay_transaction_get_subject:
 * @self: a transaction
 *
 * Returns: (nullable): the instance to select once it is applied
 */
const char *
inlay_transaction_get_subject (InlayTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subject;
}
