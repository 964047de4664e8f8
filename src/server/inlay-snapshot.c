/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot.h"

#include <inlay-wire.h>

#include "inlay-assemble.h"

#define MAX_DEPLOYMENTS INLAY_MAX_DEPLOYMENTS

/* One composition as it would be served now, or why it cannot be. */
typedef struct
{
  InlaySite *site;
  InlayBody *import_map;
  char *problem;
} Composition;

/* A part and all its answers, made together and shared until a commit touches it. */
typedef struct
{
  gatomicrefcount ref_count;
  GHashTable *bodies;        /* path -> InlayBody */
  GHashTable *sites;         /* environment -> InlaySite */
  GHashTable *import_maps;   /* environment -> InlayBody */
  GHashTable *compositions;  /* id -> Composition */
  GHashTable *files;         /* path -> digest */
  GHashTable *deployments;   /* environment or "" -> JsonNode */
  GHashTable *history;       /* deployment -> JsonNode */
  GPtrArray *environments;   /* of InlayRegistryEnvironment */
  InlayTraffic *traffic;
  gint64 generation;
  gboolean has_canary;
} Part;

struct _InlaySnapshot
{
  gatomicrefcount ref_count;
  Part *control;
  Part *modules;
  Part *compositions;
  InlayShelf *shelf;
};

static void
site_free (gpointer data)
{
  InlaySite *site = data;

  inlay_body_unref (site->body);
  json_node_unref (site->document);
  g_free (site);
}

static void
composition_free (gpointer data)
{
  Composition *composition = data;

  g_clear_pointer (&composition->site, site_free);
  g_clear_pointer (&composition->import_map, inlay_body_unref);
  g_free (composition->problem);
  g_free (composition);
}

static Part *
part_new (void)
{
  Part *part = g_new0 (Part, 1);

  g_atomic_ref_count_init (&part->ref_count);
  part->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_body_unref);
  part->sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, site_free);
  part->import_maps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_body_unref);
  part->compositions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, composition_free);
  part->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  part->deployments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  part->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  return part;
}

static Part *
part_ref (Part *part)
{
  g_atomic_ref_count_inc (&part->ref_count);
  return part;
}

static void
part_unref (Part *part)
{
  if (!g_atomic_ref_count_dec (&part->ref_count))
    return;

  g_hash_table_unref (part->bodies);
  g_hash_table_unref (part->sites);
  g_hash_table_unref (part->import_maps);
  g_hash_table_unref (part->compositions);
  g_hash_table_unref (part->files);
  g_hash_table_unref (part->deployments);
  g_hash_table_unref (part->history);
  g_clear_pointer (&part->environments, g_ptr_array_unref);
  g_clear_pointer (&part->traffic, inlay_traffic_unref);
  g_free (part);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Part, part_unref)

static void
add_json (Part       *part,
          JsonNode   *node,
          const char *base,
          const char *name)
{
  g_hash_table_insert (part->bodies, name != NULL ? g_strconcat (base, "/", name, NULL) : g_strdup (base),
                       inlay_body_new_json (node));
}

static InlaySite *
site_new (InlayBody *body,
          JsonNode  *document)
{
  InlaySite *site = g_new0 (InlaySite, 1);

  site->body = body;
  site->document = json_node_ref (document);
  return site;
}

/* Control: environments, who is served which, and what happened. */

static guint
traffic_of (InlayRegistryRoute *route,
            const char         *environment)
{
  if (g_strcmp0 (environment, route->canary_env) == 0)
    return route->weight_bp / 100;
  return strcmp (environment, route->active_env) == 0 ? 100 - route->weight_bp / 100 : 0;
}

static InlayDeployedModule *
wire_module (InlayRegistryModule *module)
{
  InlayDeployedModule *wire = g_new0 (InlayDeployedModule, 1);

  wire->module_id = g_strdup (module->module_id);
  wire->version = g_strdup (module->version);
  wire->npm_package = g_strdup (module->npm_package);
  wire->esm_url = g_strdup (module->esm_url);
  wire->config = module->config != NULL ? json_node_ref (module->config) : NULL;
  wire->dependencies = module->dependencies != NULL ? json_node_ref (module->dependencies) : NULL;
  wire->health = g_strdup (module->health);
  wire->message = g_strdup (module->message);
  return wire;
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return time > 0 ? g_date_time_format_iso8601 (moment) : NULL;
}

static InlayEnvironment *
wire_environment (InlayRegistryEnvironment *environment,
                  InlayRegistryRoute       *route,
                  gboolean                  with_modules)
{
  InlayEnvironment *wire = g_new0 (InlayEnvironment, 1);

  wire->id = g_strdup (environment->name);
  wire->name = g_strdup (environment->name);
  wire->status = g_strdup (strcmp (environment->name, route->active_env) == 0 ? "active" : "standby");
  wire->version = g_strdup (environment->version);
  wire->revision = g_strdup (environment->revision);
  wire->composition = g_strdup (environment->composition);
  wire->deployed_at = format_time (environment->deployed_at);
  wire->deployed_by = g_strdup (environment->deployed_by);
  wire->module_count = environment->modules->len;
  wire->traffic = traffic_of (route, environment->name);
  if (with_modules)
    {
      wire->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_deployed_module_free);
      for (guint i = 0; i < environment->modules->len; i++)
        g_ptr_array_add (wire->modules, wire_module (g_ptr_array_index (environment->modules, i)));
    }
  return wire;
}

static InlayHealthState
state_of (InlayRegistryModule *module)
{
  if (strcmp (module->health, "healthy") == 0)
    return INLAY_HEALTH_HEALTHY;
  return strcmp (module->health, "unhealthy") == 0 ? INLAY_HEALTH_UNHEALTHY : INLAY_HEALTH_UNKNOWN;
}

static JsonNode *
judge (InlayRegistryEnvironment *environment)
{
  g_autofree InlayHealthSample *samples = g_new0 (InlayHealthSample, environment->modules->len);
  g_autoptr (InlayVerdict) verdict = NULL;

  for (guint i = 0; i < environment->modules->len; i++)
    {
      InlayRegistryModule *module = g_ptr_array_index (environment->modules, i);

      samples[i].id = module->module_id;
      samples[i].state = state_of (module);
    }
  verdict = inlay_health_evaluate (samples, environment->modules->len);
  return inlay_health_build (verdict);
}

static void
add_environment (Part                     *part,
                 InlayRegistryEnvironment *environment,
                 InlayRegistryRoute       *route)
{
  g_autoptr (InlayEnvironment) wire = wire_environment (environment, route, TRUE);
  gboolean active = strcmp (environment->name, route->active_env) == 0;

  add_json (part, inlay_environment_build (wire), INLAY_PATH_ENVIRONMENTS, environment->name);
  add_json (part, inlay_environment_build (wire), INLAY_PATH_ENVIRONMENTS, active ? "active" : "standby");
  add_json (part, judge (environment), INLAY_PATH_HEALTH, environment->name);
  if (active)
    add_json (part, judge (environment), INLAY_PATH_HEALTH, "active");
}

static gboolean
add_site (Part                      *part,
          InlayRegistryStore        *store,
          InlayRegistryEnvironment  *environment,
          GError                   **error)
{
  g_autoptr (JsonNode) manifest = NULL;
  g_autoptr (GBytes) page = NULL;
  JsonNode *map, *integrity;
  InlayBody *body;

  if (environment->revision == NULL)
    return TRUE;
  if (!(manifest = inlay_registry_store_get_manifest (store, environment->revision, error)) ||
      !(page = inlay_registry_store_get_page (store, environment->revision, error)))
    return FALSE;

  body = inlay_body_new (INLAY_BODY_PAGE, "text/html; charset=utf-8", page, inlay_json_get_string (manifest, "csp"));
  g_hash_table_insert (part->sites, g_strdup (environment->name),
                       site_new (body, inlay_json_get_member (manifest, "document")));

  map = inlay_json_get_member (manifest, "importMap");
  integrity = inlay_json_get_member (manifest, "integrity");
  g_hash_table_insert (part->import_maps, g_strdup (environment->name),
                       inlay_body_new_json (inlay_json_set (map, "/integrity", integrity, NULL)));
  return TRUE;
}

static JsonNode *
describe_traffic (InlayRegistryRoute *route)
{
  gboolean canary = route->canary_env != NULL;
  JsonNode *node =
    inlay_json_new_object ("active_environment", inlay_json_new_string (route->active_env),
                           "routing_strategy", inlay_json_new_string (canary ? "canary" : "simple"),
                           "canary_percentage", inlay_json_new_int (route->weight_bp / 100),
                           "canary_environment", canary ? inlay_json_new_string (route->canary_env) : inlay_json_new_null (),
                           "user_groups", inlay_json_take_array (json_array_new ()),
                           "feature_flags", inlay_json_take_object (json_object_new ()),
                           "enabled", inlay_json_new_boolean (TRUE),
                           "generation", inlay_json_new_int (route->generation), NULL);

  return node;
}

static JsonNode *
describe_rules (InlayRegistryRoute *route)
{
  JsonArray *rules = json_array_new ();

  if (route->canary_env != NULL)
    json_array_add_element (rules,
                            inlay_json_new_object ("rule_type", inlay_json_new_string ("percentage"),
                                                   "environment_name", inlay_json_new_string (route->canary_env),
                                                   "percentage", inlay_json_new_int (route->weight_bp / 100),
                                                   "user_groups", inlay_json_take_array (json_array_new ()),
                                                   "flag_name", inlay_json_new_null (),
                                                   "enabled", inlay_json_new_boolean (TRUE), NULL));
  return inlay_json_take_array (rules);
}

static InlayTraffic *
new_traffic (InlayRegistryRoute  *route,
             GPtrArray           *environments,
             GError             **error)
{
  JsonObject *revisions = json_object_new ();
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (environments, i);

      json_object_set_member (revisions, environment->name,
                              inlay_json_new_object ("revision", environment->revision != NULL
                                                     ? inlay_json_new_string (environment->revision) : inlay_json_new_null (), NULL));
    }
  json_object_set_string_member (object, "active", route->active_env);
  json_object_set_member (object, "environments", inlay_json_take_object (revisions));
  if (route->canary_env != NULL)
    json_object_set_member (object, "rollout",
                            inlay_json_new_object ("environment", inlay_json_new_string (route->canary_env),
                                                   "percentage", inlay_json_new_int (route->weight_bp / 100),
                                                   "salt", inlay_json_new_string (route->salt), NULL));
  node = inlay_json_take_object (object);
  return inlay_traffic_new (node, error);
}

/* From this snapshot, from the one before, or anew. */
static JsonNode *
find_deployment (Part                *part,
                 Part                *before,
                 InlayRegistryStore  *store,
                 JsonNode            *row,
                 GError             **error)
{
  const char *id = inlay_json_get_string (row, "id");
  JsonNode *found = g_hash_table_lookup (part->history, id);

  if (found == NULL && before != NULL)
    found = g_hash_table_lookup (before->history, id);
  if (found != NULL && strcmp (inlay_json_get_string (found, "status"), inlay_json_get_string (row, "status")) == 0)
    found = json_node_ref (found);
  else if (!(found = inlay_registry_store_get_deployment (store, id, error)))
    return NULL;
  g_hash_table_insert (part->history, g_strdup (id), json_node_ref (found));
  return found;
}

static gboolean
add_deployments (Part                *part,
                 Part                *before,
                 InlayRegistryStore  *store,
                 const char          *environment,
                 GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_history (store, environment, MAX_DEPLOYMENTS, error);
  g_autoptr (JsonArray) deployments = json_array_new ();

  for (guint i = 0; rows != NULL && i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonNode *deployment =
        find_deployment (part, before, store, json_array_get_element (json_node_get_array (rows), i), error);

      if (deployment == NULL)
        return FALSE;
      json_array_add_element (deployments, deployment);
    }
  if (rows == NULL)
    return FALSE;
  g_hash_table_insert (part->deployments, g_strdup (environment != NULL ? environment : ""),
                       inlay_json_take_array (g_steal_pointer (&deployments)));
  return TRUE;
}

static Part *
new_control (InlayRegistryStore  *store,
             Part                *before,
             GError             **error)
{
  g_autoptr (Part) part = part_new ();
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (store, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_environment_free);

  if (route == NULL || !(part->environments = inlay_registry_store_list_environments (store, error)))
    return NULL;

  part->generation = route->generation;
  part->has_canary = route->canary_env != NULL;
  for (guint i = 0; i < part->environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);

      add_environment (part, environment, route);
      g_ptr_array_add (rows, wire_environment (environment, route, FALSE));
      if (!add_site (part, store, environment, error) || !add_deployments (part, before, store, environment->name, error))
        return NULL;
    }
  add_json (part, inlay_environments_build (rows), INLAY_PATH_ENVIRONMENTS, NULL);
  add_json (part, describe_traffic (route), INLAY_PATH_TRAFFIC_CONFIG, NULL);
  add_json (part, describe_rules (route), INLAY_PATH_TRAFFIC_RULES, NULL);
  if (!add_deployments (part, before, store, NULL, error) || !(part->traffic = new_traffic (route, part->environments, error)))
    return NULL;
  return g_steal_pointer (&part);
}

/* Modules: the catalogue and the files. */

/* A copy of @node with one member more, which it takes. */
static JsonNode *
with_member (JsonNode   *node,
             const char *pointer,
             JsonNode   *taken)
{
  g_autoptr (JsonNode) value = taken;

  return inlay_json_set (node, pointer, value, NULL);
}

static JsonNode *
describe_version (InlayShelfItem *item)
{
  return with_member (item->row, "/esmUrl",
                      item->address != NULL ? inlay_json_new_string (item->address) : inlay_json_new_null ());
}

static void
add_files (Part           *part,
           InlayShelfItem *item)
{
  JsonArray *files = inlay_json_get_array (item->row, "files");

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonNode *file = json_array_get_element (files, i);
      g_autofree char *path = g_strdup_printf ("%s/%s@%s/%s", INLAY_PATH_MODULE_FILES, inlay_json_get_string (item->row, "moduleId"),
                                               inlay_json_get_string (item->row, "version"), inlay_json_get_string (file, "name"));

      g_hash_table_insert (part->files, g_steal_pointer (&path), g_strdup (inlay_json_get_string (file, "digest")));
    }
}

/* Newest first; the newest speaks for the module. */
static JsonNode *
describe_module (GPtrArray *items)
{
  JsonArray *versions = json_array_new ();
  g_autoptr (JsonNode) newest = describe_version (g_ptr_array_index (items, items->len - 1));

  for (guint i = items->len; i-- > 0;)
    json_array_add_element (versions, describe_version (g_ptr_array_index (items, i)));
  return with_member (newest, "/versions", inlay_json_take_array (versions));
}

static JsonNode *
summarize_module (GPtrArray *items)
{
  JsonArray *versions = json_array_new ();
  g_autoptr (JsonNode) newest = describe_version (g_ptr_array_index (items, items->len - 1));

  for (guint i = items->len; i-- > 0;)
    json_array_add_string_element (versions, inlay_json_get_string (((InlayShelfItem *) g_ptr_array_index (items, i))->row, "version"));
  return with_member (newest, "/versions", inlay_json_take_array (versions));
}

static Part *
new_modules (InlayShelf *shelf)
{
  Part *part = part_new ();
  JsonArray *all = json_array_new ();
  g_auto (GStrv) ids = inlay_shelf_list_ids (shelf);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      GPtrArray *items = inlay_shelf_lookup (shelf, ids[i]);

      json_array_add_element (all, summarize_module (items));
      add_json (part, describe_module (items), INLAY_PATH_MODULES, ids[i]);
      for (guint j = 0; j < items->len; j++)
        add_files (part, g_ptr_array_index (items, j));
    }
  add_json (part, inlay_json_take_array (all), INLAY_PATH_MODULES, NULL);
  return part;
}

/* Compositions: each as it is kept, and as it would be served if it were deployed now. */

static Composition *
assemble_composition (InlayShelf *shelf,
                      JsonNode   *document)
{
  Composition *composition = g_new0 (Composition, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayAssembly) assembly = inlay_assemble (shelf, document, NULL, NULL, &error);
  g_autoptr (GBytes) page = NULL;

  if (assembly == NULL)
    {
      composition->problem = g_strdup (error->message);
      return composition;
    }
  page = inlay_page_write (assembly->release);
  composition->site = site_new (inlay_body_new (INLAY_BODY_PAGE, "text/html; charset=utf-8", page,
                                                inlay_release_get_csp (assembly->release)),
                                inlay_release_get_document (assembly->release));
  composition->import_map = inlay_body_new_json (json_node_ref (inlay_release_get_import_map (assembly->release)));
  return composition;
}

static Part *
new_compositions (InlayRegistryStore  *store,
                  InlayShelf          *shelf,
                  GError             **error)
{
  g_autoptr (Part) part = part_new ();
  g_autoptr (GHashTable) documents = inlay_registry_store_list_compositions (store, error);
  g_autoptr (GList) ids = NULL;
  JsonArray *all = json_array_new ();

  if (documents == NULL)
    {
      json_array_unref (all);
      return NULL;
    }
  ids = g_list_sort (g_hash_table_get_keys (documents), (GCompareFunc) strcmp);
  for (GList *l = ids; l != NULL; l = l->next)
    {
      JsonNode *document = g_hash_table_lookup (documents, l->data);
      const char *name = inlay_json_get_string (document, "name");

      add_json (part, json_node_ref (document), INLAY_PATH_COMPOSITIONS, l->data);
      g_hash_table_insert (part->compositions, g_strdup (l->data), assemble_composition (shelf, document));
      json_array_add_element (all, inlay_json_new_object ("id", inlay_json_new_string (l->data),
                                                          "name", inlay_json_new_string (name != NULL ? name : l->data), NULL));
    }
  add_json (part, inlay_json_take_array (all), INLAY_PATH_COMPOSITIONS, NULL);
  return g_steal_pointer (&part);
}

/**
 * inlay_snapshot_new:
 * @store: the tables, after a commit
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
  if (changed & INLAY_PART_MODULES)
    {
      if (!(self->shelf = inlay_shelf_new (store, error)))
        return NULL;
      self->modules = new_modules (self->shelf);
    }
  else
    {
      self->shelf = inlay_shelf_ref (before->shelf);
      self->modules = part_ref (before->modules);
    }
  self->control = changed & INLAY_PART_CONTROL ? new_control (store, before != NULL ? before->control : NULL, error) : part_ref (before->control);
  if (self->control == NULL)
    return NULL;
  self->compositions = changed & (INLAY_PART_COMPOSITIONS | INLAY_PART_MODULES)
                       ? new_compositions (store, self->shelf, error) : part_ref (before->compositions);
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

  g_clear_pointer (&self->control, part_unref);
  g_clear_pointer (&self->modules, part_unref);
  g_clear_pointer (&self->compositions, part_unref);
  g_clear_pointer (&self->shelf, inlay_shelf_unref);
  g_free (self);
}

gint64
inlay_snapshot_get_generation (InlaySnapshot *self)
{
  return self->control->generation;
}

InlayTraffic *
inlay_snapshot_get_traffic (InlaySnapshot *self)
{
  return self->control->traffic;
}

gboolean
inlay_snapshot_has_canary (InlaySnapshot *self)
{
  return self->control->has_canary;
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
  InlayBody *body = g_hash_table_lookup (self->control->bodies, path);

  if (body == NULL)
    body = g_hash_table_lookup (self->modules->bodies, path);
  return body != NULL ? body : g_hash_table_lookup (self->compositions->bodies, path);
}

JsonNode *
inlay_snapshot_get_deployments (InlaySnapshot *self,
                                const char    *environment)
{
  return g_hash_table_lookup (self->control->deployments, environment != NULL ? environment : "");
}

InlaySite *
inlay_snapshot_get_environment_site (InlaySnapshot *self,
                                     const char    *environment)
{
  return g_hash_table_lookup (self->control->sites, environment);
}

static const char *
composition_of (InlaySnapshot *self,
                const char    *environment)
{
  InlaySite *site = inlay_snapshot_get_environment_site (self, environment);

  return site != NULL ? inlay_json_get_string (site->document, "id") : NULL;
}

InlaySite *
inlay_snapshot_get_composition_site (InlaySnapshot  *self,
                                     const char     *composition,
                                     const char    **problem)
{
  Composition *found = g_hash_table_lookup (self->compositions->compositions, composition);

  *problem = found != NULL ? found->problem : NULL;
  return found != NULL ? found->site : NULL;
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
  Composition *found = g_hash_table_lookup (self->compositions->compositions, composition);
  g_autoptr (InlayDecision) decision = NULL;

  *problem = NULL;
  if (environment == NULL)
    {
      decision = inlay_traffic_decide (self->control->traffic, NULL, NULL, NULL);
      environment = inlay_decision_get_environment (decision);
    }
  if (g_strcmp0 (composition_of (self, environment), composition) == 0)
    return g_hash_table_lookup (self->control->import_maps, environment);

  *problem = found != NULL ? found->problem : NULL;
  return found != NULL ? found->import_map : NULL;
}

const char *
inlay_snapshot_get_file_digest (InlaySnapshot *self,
                                const char    *path)
{
  return g_hash_table_lookup (self->modules->files, path);
}
