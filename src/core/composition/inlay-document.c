/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-document.h"

#include <string.h>

#include "composition/inlay-composition-private.h"
#include "composition/inlay-document-models.h"
#include "composition/inlay-history-item-private.h"
#include "json/inlay-patch.h"

struct _InlayDocument
{
  GObject parent_instance;

  InlayComposition *composition;
  GArray *steps;               /* of InlayStep, owned */
  guint position;
  gboolean sealed;             /* the next transaction is a step of its own */
  gboolean busy;               /* the journal or a list's handler is being asked */

  InlayDocumentModels *models;
  GListStore *history;

  InlayJournalFunc journal;
  gpointer journal_data;
  GDestroyNotify journal_destroy;
};

enum
{
  PROP_0,
  PROP_COMPOSITION,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  PROP_POSITION,
  PROP_N_STEPS,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayDocument, inlay_document, G_TYPE_OBJECT)

static InlayStep *
get_step (InlayDocument *self,
          guint          index)
{
  return &g_array_index (self->steps, InlayStep, index);
}

static const char *
get_step_name (InlayDocument *self,
               guint          index)
{
  return index < self->steps->len
    ? inlay_transaction_get_name (get_step (self, index)->transaction) : NULL;
}

static void
inlay_document_dispose (GObject *object)
{
  InlayDocument *self = INLAY_DOCUMENT (object);

  inlay_document_set_journal (self, NULL, NULL, NULL);

  G_OBJECT_CLASS (inlay_document_parent_class)->dispose (object);
}

static void
inlay_document_finalize (GObject *object)
{
  InlayDocument *self = INLAY_DOCUMENT (object);

  inlay_composition_unref (self->composition);
  g_array_unref (self->steps);
  inlay_document_models_free (self->models);
  g_object_unref (self->history);

  G_OBJECT_CLASS (inlay_document_parent_class)->finalize (object);
}

static void
inlay_document_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  InlayDocument *self = INLAY_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_COMPOSITION:
      g_value_set_boxed (value, inlay_document_get_composition (self));
      break;

    case PROP_CAN_UNDO:
      g_value_set_boolean (value, inlay_document_can_undo (self));
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, inlay_document_can_redo (self));
      break;

    case PROP_UNDO_NAME:
      g_value_set_string (value, inlay_document_get_undo_name (self));
      break;

    case PROP_REDO_NAME:
      g_value_set_string (value, inlay_document_get_redo_name (self));
      break;

    case PROP_POSITION:
      g_value_set_uint (value, inlay_document_get_position (self));
      break;

    case PROP_N_STEPS:
      g_value_set_uint (value, self->steps->len);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_document_class_init (InlayDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = inlay_document_dispose;
  object_class->finalize = inlay_document_finalize;
  object_class->get_property = inlay_document_get_property;

  properties[PROP_COMPOSITION] =
    g_param_spec_boxed ("composition", NULL, NULL, INLAY_TYPE_COMPOSITION, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_NAME] = g_param_spec_string ("undo-name", NULL, NULL, NULL, flags);
  properties[PROP_REDO_NAME] = g_param_spec_string ("redo-name", NULL, NULL, NULL, flags);
  properties[PROP_POSITION] =
    g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * InlayDocument::changed:
   * @self: a document
   * @patch: the patch that leads from the old tree to the new one
   *
   * The tree changed, and all properties and lists show it.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, JSON_TYPE_NODE);
}

static void
inlay_document_init (InlayDocument *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (InlayStep));
  g_array_set_clear_func (self->steps, (GDestroyNotify) inlay_step_clear);
  self->models = inlay_document_models_new ();
  self->history = g_list_store_new (INLAY_TYPE_HISTORY_ITEM);
}

/**
 * inlay_document_new:
 * @composition: what it shows at first
 *
 * Returns: (transfer full): a document without history
 */
InlayDocument *
inlay_document_new (InlayComposition *composition)
{
  return inlay_document_new_with_history (composition, NULL, 0, 0);
}

/**
 * inlay_document_new_with_history:
 * @composition: what it shows
 * @steps: (array length=n_steps): the whole history, oldest first
 * @n_steps: how many
 * @position: how many of them are applied in @composition
 *
 * Returns: (transfer full): the document as it was left
 */
InlayDocument *
inlay_document_new_with_history (InlayComposition *composition,
                                 const InlayStep  *steps,
                                 guint             n_steps,
                                 guint             position)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  InlayDocument *self;

  g_return_val_if_fail (composition != NULL, NULL);
  g_return_val_if_fail (position <= n_steps, NULL);

  self = g_object_new (INLAY_TYPE_DOCUMENT, NULL);
  self->composition = inlay_composition_ref (composition);
  self->position = position;
  self->sealed = TRUE;

  for (guint i = 0; i < n_steps; i++)
    {
      InlayStep step = { inlay_transaction_ref (steps[i].transaction),
                         json_node_ref (steps[i].inverse) };

      g_array_append_val (self->steps, step);
      g_ptr_array_add (items, inlay_history_item_new (get_step_name (self, i), i < position));
    }

  g_list_store_splice (self->history, 0, 0, items->pdata, items->len);
  inlay_document_models_update (self->models, NULL, composition);
  return self;
}

/**
 * inlay_document_set_journal:
 * @self: a document
 * @func: (nullable): asked before each change takes effect
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who makes changes durable.
 */
void
inlay_document_set_journal (InlayDocument    *self,
                            InlayJournalFunc  func,
                            gpointer          user_data,
                            GDestroyNotify    destroy)
{
  GDestroyNotify old_destroy;
  gpointer old_data;

  g_return_if_fail (INLAY_IS_DOCUMENT (self));

  old_destroy = self->journal_destroy;
  old_data = self->journal_data;
  self->journal = func;
  self->journal_data = user_data;
  self->journal_destroy = destroy;

  if (old_destroy != NULL)
    old_destroy (old_data);
}

/**
 * inlay_document_get_composition:
 * @self: a document
 *
 * Returns: (transfer none): what it shows now
 */
InlayComposition *
inlay_document_get_composition (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), NULL);

  return self->composition;
}

static gboolean
merges (InlayDocument    *self,
        InlayTransaction *transaction)
{
  const char *key = inlay_transaction_get_merge_key (transaction);

  return key != NULL && !self->sealed && self->position > 0 &&
         self->position == self->steps->len &&
         g_strcmp0 (key, inlay_transaction_get_merge_key (
                           get_step (self, self->position - 1)->transaction)) == 0;
}

static gboolean
write_journal (InlayDocument            *self,
               const InlayJournalEntry  *entry,
               GError                  **error)
{
  gboolean written;

  if (self->journal == NULL)
    return TRUE;

  self->busy = TRUE;
  written = self->journal (entry, self->journal_data, error);
  self->busy = FALSE;
  return written;
}

/* The history list: what is applied up to @position. */
static void
show_position (InlayDocument *self,
               guint          from,
               guint          to)
{
  for (guint i = MIN (from, to); i < MAX (from, to); i++)
    {
      g_autoptr (InlayHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->history), i);

      inlay_history_item_set_applied (item, i < to);
    }
}

static void
show_step (InlayDocument *self,
           gboolean       replaces)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  guint last = self->position - 1;
  const char *name = get_step_name (self, last);

  if (replaces)
    {
      g_autoptr (InlayHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->history),
                                                                 last);

      inlay_history_item_set_name (item, name);
    }
  else
    {
      gpointer item = inlay_history_item_new (name, TRUE);

      g_list_store_splice (self->history, last, n_items - last, &item, 1);
      g_object_unref (item);
    }
}

/* What the properties said before a change. */
typedef struct
{
  gboolean  can_undo;
  gboolean  can_redo;
  char     *undo_name;
  char     *redo_name;
  guint     position;
  guint     n_steps;
} State;

static void
state_clear (State *state)
{
  g_free (state->undo_name);
  g_free (state->redo_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)

static void
state_read (InlayDocument *self,
            State         *state)
{
  state->can_undo = inlay_document_can_undo (self);
  state->can_redo = inlay_document_can_redo (self);
  state->undo_name = g_strdup (inlay_document_get_undo_name (self));
  state->redo_name = g_strdup (inlay_document_get_redo_name (self));
  state->position = self->position;
  state->n_steps = self->steps->len;
}

static void
notify_changes (InlayDocument *self,
                const State   *old)
{
  GObject *object = G_OBJECT (self);

  g_object_notify_by_pspec (object, properties[PROP_COMPOSITION]);
  if (old->can_undo != inlay_document_can_undo (self))
    g_object_notify_by_pspec (object, properties[PROP_CAN_UNDO]);
  if (old->can_redo != inlay_document_can_redo (self))
    g_object_notify_by_pspec (object, properties[PROP_CAN_REDO]);
  if (g_strcmp0 (old->undo_name, inlay_document_get_undo_name (self)) != 0)
    g_object_notify_by_pspec (object, properties[PROP_UNDO_NAME]);
  if (g_strcmp0 (old->redo_name, inlay_document_get_redo_name (self)) != 0)
    g_object_notify_by_pspec (object, properties[PROP_REDO_NAME]);
  if (old->position != self->position)
    g_object_notify_by_pspec (object, properties[PROP_POSITION]);
  if (old->n_steps != self->steps->len)
    g_object_notify_by_pspec (object, properties[PROP_N_STEPS]);
}

/* The state is new already; now everyone may see it, the lists first. */
static void
show (InlayDocument    *self,
      InlayComposition *old,
      const State      *old_state,
      JsonNode         *patch)
{
  g_object_ref (self);
  inlay_document_models_update (self->models, old, self->composition);
  self->busy = FALSE;
  notify_changes (self, old_state);
  g_signal_emit (self, signals[CHANGED], 0, patch);
  g_object_unref (self);
}

static gboolean
refuse_when_busy (InlayDocument  *self,
                  GError        **error)
{
  if (!self->busy)
    return FALSE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT,
               "the document is in the middle of another change");
  return TRUE;
}

static void
take_step (InlayDocument    *self,
           InlayComposition *composition,
           const InlayStep  *step,
           gboolean          replaces,
           JsonNode         *patch)
{
  g_autoptr (InlayComposition) old = self->composition;
  g_auto (State) old_state = { 0 };

  state_read (self, &old_state);
  self->busy = TRUE;
  self->composition = inlay_composition_ref (composition);
  self->position = replaces ? self->position : self->position + 1;
  g_array_set_size (self->steps, self->position - 1);
  g_array_append_val (self->steps, *step);
  self->sealed = FALSE;

  show_step (self, replaces);
  show (self, old, &old_state, patch);
}

/**
 * inlay_document_apply:
 * @self: a document
 * @transaction: a change of what it shows now
 * @error: return location of an error
 *
 * Changes the tree: the transaction is applied, the result checked against the contract, journalled,
 * and shown. Steps that were undone are cut off. A transaction with an empty patch changes nothing
 * and is no step. When anything goes wrong nothing has changed.
 *
 * Returns: whether the document shows the change
 */
gboolean
inlay_document_apply (InlayDocument     *self,
                      InlayTransaction  *transaction,
                      GError           **error)
{
  g_autoptr (InlayComposition) composition = NULL;
  g_autoptr (InlayTransaction) guard = NULL;
  g_autoptr (JsonNode) inverse = NULL;
  g_autoptr (JsonNode) root = NULL;
  InlayStep step = { NULL, NULL };
  InlayJournalEntry entry = { NULL };
  JsonNode *patch;

  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (transaction != NULL, FALSE);

  guard = inlay_transaction_ref (transaction);
  patch = inlay_transaction_get_patch (transaction);
  if (refuse_when_busy (self, error) ||
      !(root = inlay_patch_apply (inlay_composition_get_root (self->composition), patch, &inverse,
                                  error)))
    return FALSE;
  if (root == inlay_composition_get_root (self->composition))
    return TRUE;
  if (!(composition = inlay_composition_update (self->composition, root, error)))
    return FALSE;

  entry.replaces = merges (self, transaction);
  if (entry.replaces)
    {
      inlay_step_merge (get_step (self, self->position - 1), transaction, inverse, &step);
    }
  else
    {
      step.transaction = inlay_transaction_ref (transaction);
      step.inverse = json_node_ref (inverse);
    }

  entry.transaction = step.transaction;
  entry.inverse = step.inverse;
  entry.position = entry.replaces ? self->position : self->position + 1;
  entry.composition = composition;
  if (!write_journal (self, &entry, error))
    {
      inlay_step_clear (&step);
      return FALSE;
    }

  take_step (self, composition, &step, entry.replaces, patch);
  return TRUE;
}

/* All patches on the way from one position to another, and the tree at its end. */
static JsonNode *
walk (InlayDocument  *self,
      guint           position,
      JsonNode      **patch,
      GError        **error)
{
  g_autoptr (JsonNode) root = json_node_ref (inlay_composition_get_root (self->composition));
  g_autoptr (JsonArray) joined = json_array_new ();
  guint at = self->position;

  while (at != position)
    {
      JsonNode *next = at > position
        ? get_step (self, at - 1)->inverse
        : inlay_transaction_get_patch (get_step (self, at)->transaction);
      JsonNode *changed = inlay_patch_apply (root, next, NULL, error);

      if (changed == NULL)
        return NULL;

      json_node_unref (root);
      root = changed;
      inlay_patch_append_to (next, joined);
      at = at > position ? at - 1 : at + 1;
    }

  *patch = inlay_json_take_array (g_steal_pointer (&joined));
  return g_steal_pointer (&root);
}

/**
 * inlay_document_jump:
 * @self: a document
 * @position: how many steps of the history are to be applied
 * @error: return location of an error
 *
 * Undoes or redoes as many steps as it takes.
 *
 * Returns: whether the document shows that state
 */
gboolean
inlay_document_jump (InlayDocument  *self,
                     guint           position,
                     GError        **error)
{
  g_autoptr (InlayComposition) composition = NULL;
  g_autoptr (InlayComposition) old = NULL;
  g_autoptr (JsonNode) patch = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_auto (State) old_state = { 0 };
  InlayJournalEntry entry = { .position = position };

  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);

  if (refuse_when_busy (self, error))
    return FALSE;

  if (position > self->steps->len)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the history has only %u steps",
                   self->steps->len);
      return FALSE;
    }

  if (position == self->position)
    return TRUE;

  if (!(root = walk (self, position, &patch, error)) ||
      !(composition = inlay_composition_update (self->composition, root, error)))
    return FALSE;

  entry.composition = composition;
  if (!write_journal (self, &entry, error))
    return FALSE;

  state_read (self, &old_state);
  old = g_steal_pointer (&self->composition);
  self->busy = TRUE;
  self->composition = inlay_composition_ref (composition);
  self->position = position;
  self->sealed = TRUE;

  show_position (self, old_state.position, position);
  show (self, old, &old_state, patch);
  return TRUE;
}

/**
 * inlay_document_undo:
 * @self: a document
 * @error: return location of an error
 *
 * Takes the last applied step back.
 *
 * Returns: whether the document shows the state before it
 */
gboolean
inlay_document_undo (InlayDocument  *self,
                     GError        **error)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);

  if (self->position == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is nothing to undo");
      return FALSE;
    }

  return inlay_document_jump (self, self->position - 1, error);
}

/**
 * inlay_document_redo:
 * @self: a document
 * @error: return location of an error
 *
 * Applies the last undone step again.
 *
 * Returns: whether the document shows the state after it
 */
gboolean
inlay_document_redo (InlayDocument  *self,
                     GError        **error)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);

  if (self->position == self->steps->len)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is nothing to redo");
      return FALSE;
    }

  return inlay_document_jump (self, self->position + 1, error);
}

/**
 * inlay_document_seal:
 * @self: a document
 *
 * Ends merging: the next transaction is a step of its own.
 */
void
inlay_document_seal (InlayDocument *self)
{
  g_return_if_fail (INLAY_IS_DOCUMENT (self));

  self->sealed = TRUE;
}

/**
 * inlay_document_can_undo:
 *
 * Returns: %TRUE when a transaction stands before the present position of the history
 */
gboolean
inlay_document_can_undo (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);

  return self->position > 0;
}

/**
 * inlay_document_can_redo:
 *
 * Returns: %TRUE when an undone transaction stands after the present position of the history
 */
gboolean
inlay_document_can_redo (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), FALSE);

  return self->position < self->steps->len;
}

/**
 * inlay_document_get_undo_name:
 * @self: a document
 *
 * Returns: (nullable): the name of the step that undo takes back
 */
const char *
inlay_document_get_undo_name (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), NULL);

  return self->position > 0 ? get_step_name (self, self->position - 1) : NULL;
}

/**
 * inlay_document_get_redo_name:
 * @self: a document
 *
 * Returns: (nullable): the name of the step that redo brings back
 */
const char *
inlay_document_get_redo_name (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), NULL);

  return get_step_name (self, self->position);
}

/**
 * inlay_document_get_position:
 * @self: a document
 *
 * Returns: how many steps of the history are applied
 */
guint
inlay_document_get_position (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), 0);

  return self->position;
}

/**
 * inlay_document_get_pages:
 * @self: a document
 *
 * Returns: (transfer none): the pages as #InlayNode, in their order
 */
GListModel *
inlay_document_get_pages (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), NULL);

  return inlay_document_models_get_pages (self->models);
}

/**
 * inlay_document_get_history:
 * @self: a document
 *
 * Returns: (transfer none): the steps as #InlayHistoryItem, oldest first
 */
GListModel *
inlay_document_get_history (InlayDocument *self)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (self), NULL);

  return G_LIST_MODEL (self->history);
}
