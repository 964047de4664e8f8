/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

/* Control: environments, who is served which, and what happened. Read from the tables; what the commit
 * left as it was is taken from the part before. */

static InlaySite *
find_site (InlayPart  *part,
           const char *revision)
{
  GHashTableIter iter;
  gpointer site;

  g_hash_table_iter_init (&iter, part->sites);
  while (g_hash_table_iter_next (&iter, NULL, &site))
    if (strcmp (((InlaySite *) site)->revision, revision) == 0)
      return inlay_site_ref (site);
  return NULL;
}

static InlaySite *
load_site (InlayRegistryStore  *store,
           const char          *revision,
           GError             **error)
{
  g_autoptr (JsonNode) manifest = inlay_registry_store_get_manifest (store, revision, error);
  g_autoptr (GBytes) page = manifest != NULL ? inlay_registry_store_get_page (store, revision, error) : NULL;

  return page != NULL ? inlay_site_new (page, inlay_json_get_string (manifest, "csp"),
                                        inlay_assemble_map (inlay_json_get_member (manifest, "importMap"),
                                                            inlay_json_get_member (manifest, "integrity")),
                                        inlay_json_get_member (manifest, "document"), revision) : NULL;
}

/* A revision never changes: served before, just assembled, or read from the tables, it is the same. */
static gboolean
add_site (InlayPart                 *part,
          InlayPart                 *before,
          InlayShelf                *shelf,
          InlayRegistryStore        *store,
          InlayRegistryEnvironment  *environment,
          GError                   **error)
{
  const char *revision = environment->revision;
  g_autoptr (InlayAssembly) assembly = NULL;
  InlaySite *site;

  if (revision == NULL)
    return TRUE;
  if ((site = find_site (part, revision)) == NULL && before != NULL)
    site = find_site (before, revision);
  if (site == NULL && (assembly = inlay_assembly_recall (shelf, revision)) != NULL)
    site = inlay_site_new_of (assembly, revision);
  if (site == NULL && (site = load_site (store, revision, error)) == NULL)
    return FALSE;
  g_hash_table_insert (part->sites, g_strdup (environment->name), site);
  return TRUE;
}

/* What decisions are made from. */
static gboolean
add_traffic (InlayPart           *part,
             InlayPart           *before,
             InlayRegistryStore  *store,
             GError             **error)
{
  g_autoptr (JsonNode) node = inlay_registry_store_get_traffic (store, error);

  if (node == NULL || !(part->rules = inlay_registry_store_get_rules (store, error)) ||
      !(part->traffic = inlay_traffic_new (node, error)))
    return FALSE;
  part->usual = inlay_traffic_decide (part->traffic, NULL, NULL, NULL);
  part->exposures = before != NULL ? inlay_exposures_ref (before->exposures) : inlay_exposures_new ();
  part->needs_visitor = part->route->canary_env != NULL || inlay_json_get_string (part->rules, "strategy") != NULL ||
                        json_array_get_length (inlay_json_get_array (part->rules, "rules")) > 0 ||
                        json_object_get_size (inlay_json_get_object (node, "experiments")) > 0;
  return inlay_registry_store_find_rollout (store, &part->rollout, error);
}

/* Of a deployment only its status ever changes. */
static InlayPartDeployment *
find_kept (InlayPart  *part,
           const char *id,
           const char *status)
{
  InlayPartDeployment *found = part != NULL ? g_hash_table_lookup (part->history, id) : NULL;

  return found != NULL && strcmp (found->status, status) == 0 ? found : NULL;
}

static InlayPartDeployment *
read_deployment (InlayRegistryStore  *store,
                 const char          *id,
                 const char          *status,
                 GError             **error)
{
  char *text = inlay_registry_store_write_deployment (store, id, error);
  InlayPartDeployment *self;

  if (text == NULL)
    return NULL;
  self = g_new0 (InlayPartDeployment, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->status = g_strdup (status);
  self->text = text;
  return self;
}

static InlayPartDeployment *
deployment_ref (InlayPartDeployment *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

typedef struct
{
  InlayPart *part;
  InlayPart *before;
  GPtrArray *found;
} History;

/* From this part, from the one before, or anew. */
static gboolean
add_deployment (InlayRegistryStore  *store,
                const char          *id,
                const char          *status,
                gpointer             data,
                GError             **error)
{
  History *history = data;
  InlayPartDeployment *found = find_kept (history->part, id, status);
  gboolean is_new = found == NULL;

  if (is_new && (found = find_kept (history->before, id, status)) != NULL)
    deployment_ref (found);
  else if (is_new && !(found = read_deployment (store, id, status, error)))
    return FALSE;
  if (is_new)
    g_hash_table_replace (history->part->history, found->id, found);
  g_ptr_array_add (history->found, deployment_ref (found));
  return TRUE;
}

static gboolean
add_deployments (InlayPart           *part,
                 InlayPart           *before,
                 InlayRegistryStore  *store,
                 const char          *environment,
                 GError             **error)
{
  History history = { part, before, g_ptr_array_new_full (INLAY_MAX_DEPLOYMENTS, (GDestroyNotify) inlay_part_deployment_unref) };

  g_hash_table_insert (part->deployments, g_strdup (environment != NULL ? environment : ""), history.found);
  return inlay_registry_store_visit_history (store, environment, INLAY_MAX_DEPLOYMENTS, add_deployment, &history, error);
}

InlayPart *
inlay_part_new_control (InlayRegistryStore  *store,
                        InlayShelf          *shelf,
                        InlayPart           *before,
                        GError             **error)
{
  g_autoptr (InlayPart) part = inlay_part_new ();

  part->app = g_strdup (inlay_registry_store_get_app (store));
  if (!(part->route = inlay_registry_store_get_route (store, error)) ||
      !(part->environments = inlay_registry_store_list_environments (store, error)))
    return NULL;
  for (guint i = 0; i < part->environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);

      if (!add_site (part, before, shelf, store, environment, error) ||
          !add_deployments (part, before, store, environment->name, error))
        return NULL;
    }
  if (!add_deployments (part, before, store, NULL, error) || !add_traffic (part, before, store, error))
    return NULL;
  inlay_part_add_answers (part);
  return g_steal_pointer (&part);
}
