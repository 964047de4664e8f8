/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot.h"

#include "inlay-snapshot-private.h"

struct _InlaySnapshot
{
  gatomicrefcount ref_count;
  char *app;
  InlayPart *control;
  InlayPart *modules;
  InlayPart *compositions;
  InlayShelf *shelf;
};

/**
 * inlay_snapshot_new:
 * @store: the tables of one application, after a commit
 * @before: (nullable): the snapshot before
 * @changed: what the commit touched
 * @error: return location
 *
 * Serialises and hashes what changed, once.
 *
 * Returns: (transfer full): the snapshot
 */
InlaySnapshot *
inlay_snapshot_new (InlayRegistryStore  *store,
                    InlaySnapshot       *before,
                    InlayParts           changed,
                    GError             **error)
{
  g_autoptr (InlaySnapshot) self = g_new0 (InlaySnapshot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->app = g_strdup (inlay_registry_store_get_app (store));
  if (changed & INLAY_PART_MODULES)
    {
      if (!(self->shelf = inlay_shelf_new (store, before != NULL ? before->shelf : NULL, error)))
        return NULL;
      self->modules = inlay_part_new_modules (self->shelf);
    }
  else
    {
      self->shelf = inlay_shelf_ref (before->shelf);
      self->modules = inlay_part_ref (before->modules);
    }
  self->control = changed & INLAY_PART_CONTROL
                  ? inlay_part_new_control (store, self->shelf, before != NULL ? before->control : NULL, error)
                  : inlay_part_ref (before->control);
  if (self->control == NULL)
    return NULL;
  self->compositions = changed & (INLAY_PART_COMPOSITIONS | INLAY_PART_MODULES)
                       ? inlay_part_new_compositions (store, self->shelf, before != NULL ? before->compositions : NULL, error)
                       : inlay_part_ref (before->compositions);
  return self->compositions != NULL ? g_steal_pointer (&self) : NULL;
}

InlaySnapshot *
inlay_snapshot_ref (InlaySnapshot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_snapshot_unref (InlaySnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->control, inlay_part_unref);
  g_clear_pointer (&self->modules, inlay_part_unref);
  g_clear_pointer (&self->compositions, inlay_part_unref);
  g_clear_pointer (&self->shelf, inlay_shelf_unref);
  g_free (self->app);
  g_free (self);
}

const char *
inlay_snapshot_get_app (InlaySnapshot *self)
{
  return self->app;
}

gint64
inlay_snapshot_get_generation (InlaySnapshot *self)
{
  return self->control->route->generation;
}

InlayTraffic *
inlay_snapshot_get_traffic (InlaySnapshot *self)
{
  return self->control->traffic;
}

/**
 * inlay_snapshot_get_exposures:
 * @self: a snapshot
 *
 * Returns: (transfer none): who was told of which variant
 */
InlayExposures *
inlay_snapshot_get_exposures (InlaySnapshot *self)
{
  return self->control->exposures;
}

/**
 * inlay_snapshot_get_rollout:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): the id of the live rollout
 */
const char *
inlay_snapshot_get_rollout (InlaySnapshot *self)
{
  return self->control->rollout;
}

gboolean
inlay_snapshot_needs_visitor (InlaySnapshot *self)
{
  return self->control->needs_visitor;
}

GPtrArray *
inlay_snapshot_get_environments (InlaySnapshot *self)
{
  return self->control->environments;
}

InlayShelf *
inlay_snapshot_get_shelf (InlaySnapshot *self)
{
  return self->shelf;
}

InlayBody *
inlay_snapshot_lookup (InlaySnapshot *self,
                       const char    *path)
{
  InlayBody *body = inlay_part_lookup (self->control, path);

  if (body == NULL)
    body = inlay_part_lookup (self->modules, path);
  return body != NULL ? body : inlay_part_lookup (self->compositions, path);
}

/**
 * inlay_snapshot_write_deployments:
 * @self: a snapshot
 * @environment: (nullable): only those to it
 * @limit: how many at most
 *
 * Returns: (transfer full) (nullable): an array of the newest, as JSON; %NULL: there is no such
 *   environment
 */
GBytes *
inlay_snapshot_write_deployments (InlaySnapshot *self,
                                  const char    *environment,
                                  guint          limit)
{
  GPtrArray *all = g_hash_table_lookup (self->control->deployments, environment != NULL ? environment : "");
  GString *text;

  if (all == NULL)
    return NULL;
  text = g_string_new ("[");
  for (guint i = 0; i < MIN (limit, all->len); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append (text, ((InlayPartDeployment *) g_ptr_array_index (all, i))->text);
    }
  g_string_append_c (text, ']');
  return g_string_free_to_bytes (text);
}

InlaySite *
inlay_snapshot_get_environment_site (InlaySnapshot *self,
                                     const char    *environment)
{
  return g_hash_table_lookup (self->control->sites, environment);
}

static InlaySite *
find_environment_site (InlaySnapshot *self,
                       const char    *environment)
{
  return inlay_snapshot_get_environment_site (self, environment != NULL ? environment
                                                    : inlay_decision_get_environment (self->control->usual));
}

InlaySite *
inlay_snapshot_get_composition_site (InlaySnapshot  *self,
                                     const char     *composition,
                                     const char    **problem)
{
  InlayPartComposition *found = g_hash_table_lookup (self->compositions->compositions, composition);

  *problem = NULL;
  return found != NULL ? inlay_part_composition_assemble (found, self->shelf, problem) : NULL;
}

/**
 * inlay_snapshot_get_import_map:
 * @self: a snapshot
 * @composition: a composition
 * @environment: (nullable): an environment that exists; %NULL for the active one
 * @problem: (out) (nullable): why there is none though the composition is known
 *
 * What the environment serves when it serves @composition, else what @composition would be now.
 *
 * Returns: (transfer none) (nullable): its import map
 */
InlayBody *
inlay_snapshot_get_import_map (InlaySnapshot  *self,
                               const char     *composition,
                               const char     *environment,
                               const char    **problem)
{
  InlaySite *site = find_environment_site (self, environment);

  *problem = NULL;
  if (site == NULL || g_strcmp0 (site->id, composition) != 0)
    site = inlay_snapshot_get_composition_site (self, composition, problem);
  return site != NULL ? site->import_map : NULL;
}

const char *
inlay_snapshot_get_file_digest (InlaySnapshot *self,
                                const char    *path)
{
  return inlay_shelf_find_file (self->shelf, path);
}

/**
 * inlay_snapshot_get_environment_map:
 * @self: a snapshot
 * @environment: (nullable): an environment; %NULL for the active one
 *
 * Returns: (transfer none) (nullable): the import map it serves
 */
InlayBody *
inlay_snapshot_get_environment_map (InlaySnapshot *self,
                                    const char    *environment)
{
  InlaySite *site = find_environment_site (self, environment);

  return site != NULL ? site->import_map : NULL;
}

/**
 * inlay_snapshot_get_composition:
 * @self: a snapshot
 * @id: of a composition
 *
 * Returns: (transfer none) (nullable): the document as it is kept
 */
JsonNode *
inlay_snapshot_get_composition (InlaySnapshot *self,
                                const char    *id)
{
  InlayPartComposition *found = g_hash_table_lookup (self->compositions->compositions, id);

  return found != NULL ? found->document : NULL;
}

JsonNode *
inlay_snapshot_get_modules (InlaySnapshot *self)
{
  return inlay_part_get_list (self->modules);
}
