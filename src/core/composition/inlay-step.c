/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-step.h"

#include "json/inlay-patch.h"

static JsonNode *
join_patches (JsonNode *first,
              JsonNode *second)
{
  JsonArray *joined = json_array_new ();

  inlay_patch_append_to (first, joined);
  inlay_patch_append_to (second, joined);
  return inlay_json_take_array (joined);
}

/* Typing sets one place again and again: then the last value is all there is to say, and the way
 * back stays that of the first. Returns NULL when it is not so. */
static JsonNode *
fold_last_value (JsonNode *first,
                 JsonNode *second)
{
  JsonArray *before = json_node_get_array (first);
  JsonArray *after = json_node_get_array (second);
  guint length = json_array_get_length (before);
  g_autofree char *last = NULL;
  JsonNode *old;
  JsonNode *new;
  const char *old_op;

  if (length == 0 || json_array_get_length (after) != 1)
    return NULL;

  old = json_array_get_element (before, length - 1);
  new = json_array_get_element (after, 0);
  old_op = inlay_json_get_string (old, "op");
  if (g_strcmp0 (inlay_json_get_string (new, "op"), "replace") != 0 ||
      (g_strcmp0 (old_op, "replace") != 0 && g_strcmp0 (old_op, "add") != 0) ||
      g_strcmp0 (inlay_json_get_string (old, "path"), inlay_json_get_string (new, "path")) != 0)
    return NULL;

  last = g_strdup_printf ("/%u/value", length - 1);
  return inlay_json_set (first, last, inlay_json_get_member (new, "value"), NULL);
}

/**
 * inlay_step_merge:
 * @first: the step before
 * @transaction: what was done right after it
 * @inverse: the patch back from there
 * @merged: (out): both as one step, to be cleared
 *
 * Its name, its merge key and what it is about are those of @transaction.
 */
void
inlay_step_merge (const InlayStep  *first,
                  InlayTransaction *transaction,
                  JsonNode         *inverse,
                  InlayStep        *merged)
{
  JsonNode *first_patch = inlay_transaction_get_patch (first->transaction);
  JsonNode *second_patch = inlay_transaction_get_patch (transaction);
  g_autoptr (JsonNode) patch = fold_last_value (first_patch, second_patch);

  if (patch != NULL)
    {
      merged->inverse = json_node_ref (first->inverse);
    }
  else
    {
      patch = join_patches (first_patch, second_patch);
      merged->inverse = join_patches (inverse, first->inverse);
    }

  merged->transaction = inlay_transaction_new (inlay_transaction_get_name (transaction), patch);
  inlay_transaction_set_merge_key (merged->transaction,
                                   inlay_transaction_get_merge_key (transaction));
  inlay_transaction_set_subject (merged->transaction,
                                 inlay_transaction_get_subject (transaction));
}

/**
 * inlay_step_clear:
 * @self: a step
 *
 * Lets go of what it holds.
 */
void
inlay_step_clear (InlayStep *self)
{
  g_clear_pointer (&self->transaction, inlay_transaction_unref);
  g_clear_pointer (&self->inverse, json_node_unref);
}
