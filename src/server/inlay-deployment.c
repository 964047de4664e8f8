/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deploying.h"

/**
 * inlay_deployment_new:
 * @request: (transfer full): what is asked for
 *
 * Returns: (transfer full): that, with nothing worked out yet
 */
InlayDeployment *
inlay_deployment_new (InlayDeployRequest *request)
{
  InlayDeployment *self = g_new0 (InlayDeployment, 1);

  self->request = request;
  return self;
}

void
inlay_deployment_free (InlayDeployment *self)
{
  inlay_deploy_request_free (self->request);
  g_clear_pointer (&self->shelf, inlay_shelf_unref);
  g_clear_pointer (&self->document, json_node_unref);
  g_clear_pointer (&self->assembly, inlay_assembly_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

static InlayAssembly *
settle (InlayShelf  *shelf,
        JsonNode    *document,
        GPtrArray   *modules,
        GError     **error)
{
  g_autoptr (InlayComposition) composition = NULL;

  if (document == NULL)
    return inlay_assemble_modules (shelf, modules, error);
  composition = inlay_composition_new (document, error);
  return composition != NULL ? inlay_assemble (shelf, inlay_composition_get_root (composition), error) : NULL;
}

/**
 * inlay_deployment_is_known:
 * @self: a deployment
 * @snapshot: its application
 *
 * Returns: whether there is nothing to work out
 */
gboolean
inlay_deployment_is_known (InlayDeployment *self,
                           InlaySnapshot   *snapshot)
{
  InlayShelf *shelf = inlay_snapshot_get_shelf (snapshot);

  if (self->request->modules == NULL)
    return self->request->revision != NULL;
  if ((self->assembly = inlay_assembly_find (shelf, NULL, self->request->modules)) == NULL)
    return FALSE;
  self->shelf = inlay_shelf_ref (shelf);
  return TRUE;
}

/* Given whole, or kept here. */
static JsonNode *
find_document (InlayDeployment  *self,
               InlaySnapshot    *snapshot,
               GError          **error)
{
  JsonNode *kept = self->request->composition;

  if (kept == NULL)
    kept = inlay_snapshot_get_composition (snapshot, self->request->composition_id);
  return kept != NULL ? inlay_composition_upgrade (kept, error) : NULL;
}

/**
 * inlay_deployment_prepare:
 * @self: a deployment of which something is to be worked out
 * @snapshot: its application
 *
 * Works out what @self would be if nothing changed before it is carried out. May take long.
 */
void
inlay_deployment_prepare (InlayDeployment *self,
                          InlaySnapshot   *snapshot)
{
  if (self->request->modules == NULL && !(self->document = find_document (self, snapshot, NULL)))
    return;
  self->shelf = inlay_shelf_ref (inlay_snapshot_get_shelf (snapshot));
  if ((self->assembly = settle (self->shelf, self->document, self->request->modules, &self->problem)) == NULL)
    return;
  inlay_assembly_get_page (self->assembly);
  inlay_assembly_get_manifest (self->assembly);
}

/* As find_document(), of what is kept by now. */
static JsonNode *
read_document (InlayWork           *work,
               InlayDeployRequest  *request,
               GError             **error)
{
  g_autoptr (JsonNode) document = request->composition == NULL
    ? inlay_registry_store_get_composition (work->store, request->composition_id, error) : json_node_ref (request->composition);

  return document != NULL ? inlay_composition_upgrade (document, error) : NULL;
}

/* What was deployed before is deployed as it was. */
static InlayAssembly *
reuse (InlayWork   *work,
       const char  *revision,
       GError     **error)
{
  g_autoptr (JsonNode) manifest = inlay_registry_store_get_manifest (work->store, revision, error);
  g_autoptr (InlayRelease) release = manifest != NULL ? inlay_release_from_json (manifest, error) : NULL;
  g_autoptr (GPtrArray) modules = release != NULL ? inlay_registry_store_list_revision_modules (work->store, revision, error) : NULL;

  return modules != NULL ? inlay_assembly_new (g_steal_pointer (&release), g_steal_pointer (&modules)) : NULL;
}

/* Nothing that matters to it changed since. */
static gboolean
is_prepared (InlayDeployment *self,
             InlayShelf      *shelf,
             JsonNode        *document)
{
  return self->shelf == shelf && (document == NULL || (self->document != NULL && inlay_json_identical (document, self->document)));
}

/**
 * inlay_deployment_assemble:
 * @work: the world
 * @deployment: what is to be deployed
 * @error: return location
 *
 * Returns: (transfer full): all of it, settled
 */
InlayAssembly *
inlay_deployment_assemble (InlayWork        *work,
                           InlayDeployment  *deployment,
                           GError          **error)
{
  InlayDeployRequest *request = deployment->request;
  InlayShelf *shelf = inlay_work_get_shelf (work, error);
  g_autoptr (JsonNode) document = NULL;

  if (shelf == NULL)
    return NULL;
  if (request->revision != NULL)
    return reuse (work, request->revision, error);
  if (request->modules == NULL && !(document = read_document (work, request, error)))
    return NULL;
  if (!is_prepared (deployment, shelf, document))
    return settle (shelf, document, request->modules, error);
  if (deployment->assembly != NULL)
    return inlay_assembly_ref (deployment->assembly);
  g_propagate_error (error, g_error_copy (deployment->problem));
  return NULL;
}
