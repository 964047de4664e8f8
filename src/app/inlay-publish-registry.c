/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-registry.h"

#define LOCAL_SECONDS 2
#define REMOTE_SECONDS 5
#define DEPLOYMENTS_PATH INLAY_PATH_DEPLOYMENTS "?limit=20"

struct _InlayPublishRegistry
{
  GObject parent_instance;

  InlayLocalRegistry *local;
  char *address;              /* "" for the local one */
  char *token;                /* nullable: given for this session */
  InlayClient *client;        /* NULL until connected */
  GCancellable *looking;      /* of the look under way, else NULL */
  guint timer;
  gboolean watched;

  gboolean known;
  GError *error;              /* of the last look */
  GPtrArray *environments;    /* of InlayEnvironment, with modules */
  JsonNode *deployments;
  JsonNode *page;
  char *page_revision;        /* of @page */
  guint canary;
  gint64 generation;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayPublishRegistry, inlay_publish_registry, G_TYPE_OBJECT)

/* One look, step by step. */
typedef struct
{
  InlayClient *client;
  GPtrArray *rows;            /* of InlayEnvironment, as listed */
  GPtrArray *environments;    /* of InlayEnvironment, with modules */
  gint64 generation;
  guint canary;
} Look;

static void
look_free (Look *look)
{
  g_clear_object (&look->client);
  g_clear_pointer (&look->rows, g_ptr_array_unref);
  g_clear_pointer (&look->environments, g_ptr_array_unref);
  g_free (look);
}

/* Connecting. */

static void
return_client (GTask      *task,
               const char *base,
               const char *token)
{
  InlayPublishRegistry *self = g_task_get_source_object (task);
  GError *error = NULL;
  InlayClient *client = inlay_client_new (base, token, &error);

  if (client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_set_object (&self->client, client);
  g_task_return_pointer (task, client, g_object_unref);
}

static void
token_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  InlayPublishRegistry *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *token = inlay_token_lookup_finish (result, &error);

  /* Without a keyring what is public can still be seen; the registry says when that is too little. */
  if (error != NULL)
    g_debug ("%s", error->message);
  if (!g_task_return_error_if_cancelled (task))
    return_client (task, self->address, token);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  InlayLocalRegistry *local = INLAY_LOCAL_REGISTRY (object);
  GError *error = NULL;

  if (!inlay_local_registry_start_finish (local, result, &error))
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    return_client (task, inlay_local_registry_get_address (local),
                   inlay_local_registry_get_token (local));
}

void
inlay_publish_registry_connect_async (InlayPublishRegistry *self,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (INLAY_IS_PUBLISH_REGISTRY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_publish_registry_connect_async);
  if (self->client != NULL)
    {
      g_task_return_pointer (task, g_object_ref (self->client), g_object_unref);
    }
  else if (inlay_publish_registry_is_local (self))
    {
      inlay_local_registry_start_async (self->local, cancellable, started_cb,
                                        g_steal_pointer (&task));
    }
  else if (self->token != NULL)
    {
      return_client (task, self->address, self->token);
    }
  else
    {
      inlay_token_lookup_async (self->address, cancellable, token_cb, g_steal_pointer (&task));
    }
}

InlayClient *
inlay_publish_registry_connect_finish (InlayPublishRegistry  *self,
                                       GAsyncResult          *result,
                                       GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Looking. */

static gboolean
look_again_cb (gpointer user_data)
{
  InlayPublishRegistry *self = user_data;

  self->timer = 0;
  inlay_publish_registry_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
look_end (GTask  *task,
          GError *error)
{
  InlayPublishRegistry *self = g_task_get_source_object (task);
  guint seconds = inlay_publish_registry_is_local (self) ? LOCAL_SECONDS : REMOTE_SECONDS;
  gboolean stale = g_task_get_cancellable (task) != self->looking;

  /* A newer look is under way, or nobody watches any more. */
  if (!stale)
    {
      g_clear_object (&self->looking);
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
      if (self->watched)
        self->timer = g_timeout_add_seconds (seconds, look_again_cb, self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  g_clear_error (&error);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
look_done (GTask *task)
{
  InlayPublishRegistry *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  self->known = TRUE;
  self->generation = look->generation;
  self->canary = look->canary;
  g_clear_pointer (&self->environments, g_ptr_array_unref);
  self->environments = g_steal_pointer (&look->environments);
  look_end (task, NULL);
}

static void
page_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  InlayPublishRegistry *self = g_task_get_source_object (task);
  g_autoptr(JsonNode) page = NULL;
  GError *error = NULL;

  page = inlay_client_get_page_finish (INLAY_CLIENT (object), result, &error);
  if (page == NULL && !g_error_matches (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
    {
      g_clear_pointer (&self->page_revision, g_free);
      look_end (task, error);
      return;
    }

  g_clear_error (&error);
  g_clear_pointer (&self->page, json_node_unref);
  self->page = g_steal_pointer (&page);
  look_done (task);
}

static InlayEnvironment *
find_environment (GPtrArray *environments,
                  gboolean   active)
{
  for (guint i = 0; environments != NULL && i < environments->len; i++)
    {
      InlayEnvironment *environment = g_ptr_array_index (environments, i);

      if (g_str_equal (environment->status, "active") == active)
        return environment;
    }

  return NULL;
}

static void
look_page (GTask *task)
{
  InlayPublishRegistry *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  InlayEnvironment *active = find_environment (look->environments, TRUE);
  const char *revision = active ? active->revision : NULL;

  if (self->known && g_strcmp0 (self->page_revision, revision) == 0)
    {
      look_done (task);
      return;
    }

  g_free (self->page_revision);
  self->page_revision = g_strdup (revision);
  g_clear_pointer (&self->page, json_node_unref);
  if (revision == NULL)
    look_done (task);
  else
    inlay_client_get_page_async (look->client, active->name, g_task_get_cancellable (task),
                                 page_cb, task);
}

static void
deployments_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  InlayPublishRegistry *self = g_task_get_source_object (task);
  GError *error = NULL;
  JsonNode *rows = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);

  if (rows == NULL)
    {
      look_end (task, error);
      return;
    }

  g_clear_pointer (&self->deployments, json_node_unref);
  self->deployments = rows;
  look_page (task);
}

static void
traffic_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  InlayPublishRegistry *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  g_autoptr(JsonNode) traffic = NULL;
  GError *error = NULL;

  traffic = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (traffic == NULL)
    {
      look_end (task, error);
      return;
    }

  look->generation = inlay_json_get_int (traffic, "generation", -1);
  if (inlay_json_get_string (traffic, "canary_environment") != NULL)
    look->canary = (guint) CLAMP (inlay_json_get_int (traffic, "canary_percentage", 0), 0, 100);
  /* Every deployment moves the generation; without one the history is what it was. */
  if (self->known && self->deployments != NULL && look->generation >= 0 &&
      look->generation == self->generation)
    look_page (task);
  else
    inlay_client_call_async (look->client, "GET", DEPLOYMENTS_PATH, NULL,
                             g_task_get_cancellable (task), deployments_cb, task);
}

static void look_next_environment (GTask *task);

static void
environment_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr(JsonNode) node = NULL;
  InlayEnvironment *environment = NULL;
  GError *error = NULL;

  node = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (node != NULL)
    environment = inlay_environment_parse (node, &error);
  if (environment == NULL)
    {
      look_end (task, error);
      return;
    }

  g_ptr_array_add (look->environments, environment);
  look_next_environment (task);
}

static void
look_next_environment (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  InlayEnvironment *row;
  g_autofree char *path = NULL;

  if (look->environments->len == look->rows->len)
    {
      inlay_client_call_async (look->client, "GET", INLAY_PATH_TRAFFIC_CONFIG, NULL,
                               g_task_get_cancellable (task), traffic_cb, task);
      return;
    }

  row = g_ptr_array_index (look->rows, look->environments->len);
  path = inlay_wire_path (INLAY_PATH_ENVIRONMENTS, row->name);
  inlay_client_call_async (look->client, "GET", path, NULL, g_task_get_cancellable (task),
                           environment_cb, task);
}

static void
environments_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr(JsonNode) node = NULL;
  GError *error = NULL;

  node = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (node != NULL)
    look->rows = inlay_environments_parse (node, &error);
  if (look->rows == NULL)
    {
      look_end (task, error);
      return;
    }

  look->environments = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_environment_free);
  look_next_environment (task);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  look->client = inlay_publish_registry_connect_finish (INLAY_PUBLISH_REGISTRY (object), result,
                                                        &error);
  if (look->client == NULL)
    look_end (task, error);
  else
    inlay_client_call_async (look->client, "GET", INLAY_PATH_ENVIRONMENTS, NULL,
                             g_task_get_cancellable (task), environments_cb, task);
}

static void
stop_looking (InlayPublishRegistry *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* Another process may answer there now, with another token. */
static void
local_changed_cb (InlayPublishRegistry *self)
{
  if (!inlay_publish_registry_is_local (self))
    return;

  g_clear_object (&self->client);
  if (self->watched && inlay_local_registry_get_address (self->local) != NULL &&
      self->looking == NULL)
    inlay_publish_registry_refresh (self);
}

static void
inlay_publish_registry_dispose (GObject *object)
{
  InlayPublishRegistry *self = INLAY_PUBLISH_REGISTRY (object);

  self->watched = FALSE;
  stop_looking (self);
  g_clear_object (&self->client);
  g_clear_object (&self->local);

  G_OBJECT_CLASS (inlay_publish_registry_parent_class)->dispose (object);
}

static void
inlay_publish_registry_finalize (GObject *object)
{
  InlayPublishRegistry *self = INLAY_PUBLISH_REGISTRY (object);

  g_clear_pointer (&self->environments, g_ptr_array_unref);
  g_clear_pointer (&self->deployments, json_node_unref);
  g_clear_pointer (&self->page, json_node_unref);
  g_clear_error (&self->error);
  g_free (self->page_revision);
  g_free (self->address);
  g_free (self->token);

  G_OBJECT_CLASS (inlay_publish_registry_parent_class)->finalize (object);
}

static void
inlay_publish_registry_class_init (InlayPublishRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = inlay_publish_registry_dispose;
  object_class->finalize = inlay_publish_registry_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inlay_publish_registry_init (InlayPublishRegistry *self)
{
  self->generation = -1;
}

InlayPublishRegistry *
inlay_publish_registry_new (InlayLocalRegistry *local,
                            const char         *address)
{
  InlayPublishRegistry *self;

  g_return_val_if_fail (INLAY_IS_LOCAL_REGISTRY (local), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (INLAY_TYPE_PUBLISH_REGISTRY, NULL);
  self->local = g_object_ref (local);
  self->address = g_strdup (address);
  g_signal_connect_object (local, "changed",
                           G_CALLBACK (local_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
inlay_publish_registry_is_local (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), FALSE);

  return *self->address == '\0';
}

const char *
inlay_publish_registry_get_address (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->address;
}

const char *
inlay_publish_registry_get_base (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->client ? inlay_client_get_base (self->client) : NULL;
}

void
inlay_publish_registry_set_token (InlayPublishRegistry *self,
                                  const char           *token)
{
  g_return_if_fail (INLAY_IS_PUBLISH_REGISTRY (self));

  g_free (self->token);
  self->token = g_strdup (token);
  g_clear_object (&self->client);
}

void
inlay_publish_registry_watch (InlayPublishRegistry *self)
{
  g_return_if_fail (INLAY_IS_PUBLISH_REGISTRY (self));

  if (self->watched)
    return;

  self->watched = TRUE;
  inlay_publish_registry_refresh (self);
}

void
inlay_publish_registry_unwatch (InlayPublishRegistry *self)
{
  g_return_if_fail (INLAY_IS_PUBLISH_REGISTRY (self));

  self->watched = FALSE;
  stop_looking (self);
}

void
inlay_publish_registry_refresh (InlayPublishRegistry *self)
{
  GTask *task;

  g_return_if_fail (INLAY_IS_PUBLISH_REGISTRY (self));

  stop_looking (self);
  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, NULL, NULL);
  g_task_set_source_tag (task, inlay_publish_registry_refresh);
  g_task_set_task_data (task, g_new0 (Look, 1), (GDestroyNotify) look_free);
  inlay_publish_registry_connect_async (self, self->looking, connected_cb, task);
}

gboolean
inlay_publish_registry_is_known (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), FALSE);

  return self->known;
}

const GError *
inlay_publish_registry_get_error (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->error;
}

GPtrArray *
inlay_publish_registry_get_environments (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->environments;
}

InlayEnvironment *
inlay_publish_registry_get_active (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return find_environment (self->environments, TRUE);
}

InlayEnvironment *
inlay_publish_registry_get_standby (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return find_environment (self->environments, FALSE);
}

JsonNode *
inlay_publish_registry_get_page (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->page;
}

JsonArray *
inlay_publish_registry_get_deployments (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), NULL);

  return self->deployments && JSON_NODE_HOLDS_ARRAY (self->deployments)
         ? json_node_get_array (self->deployments) : NULL;
}

guint
inlay_publish_registry_get_canary (InlayPublishRegistry *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_REGISTRY (self), 0);

  return self->canary;
}

InlayVerdict *
inlay_publish_judge (InlayEnvironment *environment)
{
  guint n = environment->modules ? environment->modules->len : 0;
  g_autofree InlayHealthSample *samples = g_new0 (InlayHealthSample, n + 1);

  for (guint i = 0; i < n; i++)
    {
      InlayDeployedModule *module = g_ptr_array_index (environment->modules, i);

      samples[i].id = module->module_id;
      samples[i].critical = module->critical;
      if (g_str_equal (module->health, "healthy"))
        samples[i].state = INLAY_HEALTH_HEALTHY;
      else if (g_str_equal (module->health, "unhealthy"))
        samples[i].state = INLAY_HEALTH_UNHEALTHY;
    }

  return inlay_health_evaluate (samples, n);
}
