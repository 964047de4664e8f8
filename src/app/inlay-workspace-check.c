/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workspace-private.h"

typedef struct
{
  InlayStatus status;
  char *error;
} Status;

static void
status_free (Status *status)
{
  g_free (status->error);
  g_free (status);
}

GHashTable *
inlay_workspace_create_statuses (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) status_free);
}

/* The first thing the placed instance is not well without. */
static void
inlay_workspace_ask (InlayWorkspace *self,
                     GPtrArray      *problems)
{
  g_autofree char *asking = g_steal_pointer (&self->asking);

  for (guint i = 0; asking != NULL && i < problems->len; i++)
    {
      InlayProblem *problem = g_ptr_array_index (problems, i);

      if (g_strcmp0 (inlay_problem_get_instance (problem), asking) == 0 &&
          inlay_problem_get_path (problem) != NULL)
        {
          inlay_workspace_edit_setting (self, problem, FALSE);
          return;
        }
    }
}

static gboolean
check_cb (gpointer user_data)
{
  InlayWorkspace *self = user_data;
  g_autoptr(GPtrArray) problems = NULL;

  self->check_source = 0;
  problems = inlay_checker_run (self->checker, self);
  inlay_problem_list_set (self->problems, problems);
  inlay_workspace_ask (self, problems);

  return G_SOURCE_REMOVE;
}

/* After painting: an edit is shown before it is judged. */
void
inlay_workspace_queue_check (InlayWorkspace *self)
{
  if (self->check_source == 0)
    self->check_source = g_idle_add_full (G_PRIORITY_LOW, check_cb, self, NULL);
}

void
inlay_workspace_ask_missing (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  g_free (self->asking);
  self->asking = g_strdup (inlay_workspace_get_primary (self));
  inlay_workspace_queue_check (self);
}

void
inlay_workspace_edit_setting (InlayWorkspace *self,
                              InlayProblem   *problem,
                              gboolean        insist)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (INLAY_IS_PROBLEM (problem));

  g_signal_emit_by_name (self, "edit-setting", problem, insist);
}

void
inlay_workspace_prune_statuses (InlayWorkspace *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self);
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->statuses);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      if (inlay_composition_get_instance (composition, id) == NULL)
        g_hash_table_iter_remove (&iter);
    }
}

InlayStatus
inlay_workspace_get_status (InlayWorkspace *self,
                            const char     *instance_id)
{
  Status *status;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), INLAY_STATUS_UNKNOWN);

  status = g_hash_table_lookup (self->statuses, instance_id);
  return status ? status->status : INLAY_STATUS_UNKNOWN;
}

const char *
inlay_workspace_get_status_error (InlayWorkspace *self,
                                  const char     *instance_id)
{
  Status *status;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  status = g_hash_table_lookup (self->statuses, instance_id);
  return status ? status->error : NULL;
}

/**
 * inlay_workspace_set_status:
 * @error: (nullable): what the module said
 *
 * The canvas tells how @instance_id fares; ids the document does not have are ignored, for a page
 * can claim anything.
 */
void
inlay_workspace_set_status (InlayWorkspace *self,
                            const char     *instance_id,
                            InlayStatus     status,
                            const char     *error)
{
  Status *entry;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  if (inlay_composition_get_instance (inlay_workspace_get_composition (self), instance_id) == NULL)
    return;

  entry = g_hash_table_lookup (self->statuses, instance_id);
  if (entry != NULL && entry->status == status && g_strcmp0 (entry->error, error) == 0)
    return;

  entry = g_new0 (Status, 1);
  entry->status = status;
  entry->error = g_strdup (error);
  g_hash_table_replace (self->statuses, g_strdup (instance_id), entry);
  inlay_workspace_queue_check (self);
  g_signal_emit_by_name (self, "status-changed", instance_id);
}

void
inlay_workspace_clear_statuses (InlayWorkspace *self)
{
  g_autofree char **ids = NULL;
  g_autoptr(GHashTable) old = NULL;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  old = g_steal_pointer (&self->statuses);
  self->statuses = inlay_workspace_create_statuses ();

  ids = (char **) g_hash_table_get_keys_as_array (old, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    g_signal_emit_by_name (self, "status-changed", ids[i]);
}

GListModel *
inlay_workspace_get_problems (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->problems);
}
