/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-outbox.h"

#include <glib/gi18n.h>

#define KIND "publish"

struct _InlayPublishOutbox
{
  GObject parent_instance;

  InlayLibrary *library;
  InlayLocalRegistry *local;
  GHashTable *sending;          /* of gint64: ids on their way */
  GPtrArray *resumed;           /* of InlayOutboxItem: what is still to be sent again */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayPublishOutbox, inlay_publish_outbox, G_TYPE_OBJECT)

typedef struct
{
  gint64 id;
  guint tries;
  char *key;
  char *registry;
  JsonNode *plan;
  InlayClient *client;
  InlayPlanProgress progress;
  gpointer progress_data;
} Sending;

static void
sending_free (Sending *sending)
{
  g_free (sending->key);
  g_free (sending->registry);
  g_clear_pointer (&sending->plan, json_node_unref);
  g_clear_object (&sending->client);
  g_free (sending);
}

void
inlay_publish_log (InlayLibrary *library,
                   const char   *key,
                   const char   *registry,
                   const char   *what,
                   const char   *text,
                   const char   *deployment)
{
  gint64 now = g_get_real_time ();
  g_autoptr(JsonNode) event = NULL;
  g_autoptr(GError) error = NULL;

  event = inlay_json_new_object ("at", inlay_json_new_int (now),
                                 "registry", inlay_json_new_string (registry),
                                 "what", inlay_json_new_string (what),
                                 "text", inlay_json_new_string (text),
                                 "deployment", deployment ? inlay_json_new_string (deployment)
                                                          : inlay_json_new_null (),
                                 NULL);
  if (!inlay_library_log_publish (library, key, event, now, &error))
    g_warning ("the journal could not be written: %s", error->message);
}

static void
send_done (GTask    *task,
           JsonNode *answer)
{
  InlayPublishOutbox *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  const char *environment = inlay_json_get_string (answer, "environment");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  /* Translators: a version and the name of an environment, such as “blue” */
  text = g_strdup_printf (_("Published %s to %s"), inlay_json_get_string (sending->plan, "version"),
                          environment ? environment : "—");
  inlay_publish_log (self->library, sending->key, sending->registry, "publish", text,
                     inlay_json_get_string (answer, "deploymentId"));
  if (!inlay_library_outbox_done (self->library, sending->id, &error))
    g_debug ("the outbox could not be emptied: %s", error->message);

  g_hash_table_remove (self->sending, &sending->id);
  g_task_return_pointer (task, answer, (GDestroyNotify) json_node_unref);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (task);
}

static void
send_failed (GTask  *task,
             GError *error)
{
  InlayPublishOutbox *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr(GError) local = NULL;

  if (!inlay_library_outbox_failed (self->library, sending->id,
                                    cancelled ? _("Cancelled") : error->message, &local))
    g_debug ("the outbox could not be written: %s", local->message);
  if (!cancelled)
    {
      /* Translators: %s is the reason */
      g_autofree char *text = g_strdup_printf (_("Not published: %s"), error->message);

      inlay_publish_log (self->library, sending->key, sending->registry, "refused", text, NULL);
    }

  g_hash_table_remove (self->sending, &sending->id);
  g_task_return_error (task, error);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (task);
}

static void
plan_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  JsonNode *answer = inlay_client_run_plan_finish (INLAY_CLIENT (object), result, &error);

  if (answer != NULL)
    send_done (task, answer);
  else
    send_failed (task, error);
}

static void
progress_cb (guint       done,
             guint       total,
             const char *title,
             gpointer    user_data)
{
  Sending *sending = g_task_get_task_data (user_data);

  if (sending->progress != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (user_data)))
    sending->progress (done, total, title, sending->progress_data);
}

static void
run_plan (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  inlay_client_run_plan_async (sending->client, sending->plan, progress_cb, task,
                               g_task_get_cancellable (task), plan_cb, task);
}

static InlayEnvironment *
find_deployed (GPtrArray *environments,
               JsonNode  *plan)
{
  const char *digest = inlay_json_get_string (plan, "digest");
  const char *version = inlay_json_get_string (plan, "version");

  for (guint i = 0; environments != NULL && i < environments->len; i++)
    {
      InlayEnvironment *environment = g_ptr_array_index (environments, i);

      if (digest != NULL && g_strcmp0 (environment->revision, digest) == 0 &&
          g_strcmp0 (environment->version, version) == 0)
        return environment;
    }

  return NULL;
}

/* When only the answer was lost on the way, nothing is to be done twice. */
static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GPtrArray) environments = NULL;
  InlayEnvironment *deployed;
  GError *error = NULL;

  node = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (node != NULL)
    environments = inlay_environments_parse (node, &error);
  if (environments == NULL)
    {
      send_failed (task, error);
      return;
    }

  deployed = find_deployed (environments, sending->plan);
  if (deployed != NULL)
    send_done (task, inlay_json_new_object ("environment", inlay_json_new_string (deployed->name),
                                            "revision", inlay_json_new_string (deployed->revision),
                                            NULL));
  else
    run_plan (task);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  sending->client = inlay_publish_registry_connect_finish (INLAY_PUBLISH_REGISTRY (object), result,
                                                           &error);
  if (sending->client == NULL)
    send_failed (task, error);
  else if (sending->tries > 0)
    inlay_client_call_async (sending->client, "GET", INLAY_PATH_ENVIRONMENTS, NULL,
                             g_task_get_cancellable (task), looked_cb, task);
  else
    run_plan (task);
}

static void resume_next (InlayPublishOutbox *self);

static void
resumed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  InlayPublishOutbox *self = INLAY_PUBLISH_OUTBOX (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = inlay_publish_outbox_send_finish (self, result, &error);

  if (answer == NULL)
    g_debug ("still waiting: %s", error->message);
  resume_next (self);
}

static void
resume_next (InlayPublishOutbox *self)
{
  while (self->resumed != NULL && self->resumed->len > 0)
    {
      g_autoptr(InlayOutboxItem) item = g_ptr_array_steal_index (self->resumed, 0);
      g_autoptr(InlayPublishRegistry) registry = NULL;

      if (!g_str_equal (item->kind, KIND) || inlay_publish_outbox_is_sending (self, item->id))
        continue;

      registry = inlay_publish_registry_new (self->local, item->registry);
      inlay_publish_outbox_send_async (self, item, registry, NULL, NULL, NULL, resumed_cb, NULL);
      return;
    }
}

static void
inlay_publish_outbox_dispose (GObject *object)
{
  InlayPublishOutbox *self = INLAY_PUBLISH_OUTBOX (object);

  g_clear_pointer (&self->resumed, g_ptr_array_unref);
  g_clear_object (&self->library);
  g_clear_object (&self->local);

  G_OBJECT_CLASS (inlay_publish_outbox_parent_class)->dispose (object);
}

static void
inlay_publish_outbox_finalize (GObject *object)
{
  g_hash_table_unref (INLAY_PUBLISH_OUTBOX (object)->sending);

  G_OBJECT_CLASS (inlay_publish_outbox_parent_class)->finalize (object);
}

static void
inlay_publish_outbox_class_init (InlayPublishOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = inlay_publish_outbox_dispose;
  object_class->finalize = inlay_publish_outbox_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
inlay_publish_outbox_init (InlayPublishOutbox *self)
{
  self->sending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

InlayPublishOutbox *
inlay_publish_outbox_new (InlayLibrary       *library,
                          InlayLocalRegistry *local)
{
  InlayPublishOutbox *self;

  g_return_val_if_fail (INLAY_IS_LIBRARY (library), NULL);
  g_return_val_if_fail (INLAY_IS_LOCAL_REGISTRY (local), NULL);

  self = g_object_new (INLAY_TYPE_PUBLISH_OUTBOX, NULL);
  self->library = g_object_ref (library);
  self->local = g_object_ref (local);

  return self;
}

InlayLocalRegistry *
inlay_publish_outbox_get_local (InlayPublishOutbox *self)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (self), NULL);

  return self->local;
}

InlayOutboxItem *
inlay_publish_outbox_find (InlayPublishOutbox *self,
                           const char         *key,
                           const char         *registry)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (self), NULL);

  items = inlay_library_outbox_list (self->library, &error);
  if (items == NULL)
    {
      g_warning ("the outbox could not be read: %s", error->message);
      return NULL;
    }

  for (guint i = 0; i < items->len; i++)
    {
      InlayOutboxItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->kind, KIND) && g_strcmp0 (item->key, key) == 0 &&
          g_strcmp0 (item->registry, registry) == 0)
        return g_ptr_array_steal_index (items, i);
    }

  return NULL;
}

gboolean
inlay_publish_outbox_is_sending (InlayPublishOutbox *self,
                                 gint64              id)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (self), FALSE);

  return g_hash_table_contains (self->sending, &id);
}

InlayOutboxItem *
inlay_publish_outbox_add (InlayPublishOutbox  *self,
                          const char          *key,
                          const char          *registry,
                          JsonNode            *plan,
                          GError             **error)
{
  g_autoptr(InlayOutboxItem) item = NULL;
  gint64 id;

  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (self), NULL);

  id = inlay_library_outbox_add (self->library, registry, key, KIND, plan, g_get_real_time (), error);
  if (id == 0)
    return NULL;

  /* The list is the oldest first: what comes before is overtaken. */
  while ((item = inlay_publish_outbox_find (self, key, registry)) != NULL && item->id != id)
    {
      if (!inlay_library_outbox_done (self->library, item->id, error))
        return NULL;
      g_clear_pointer (&item, inlay_outbox_item_free);
    }
  g_signal_emit (self, signals[CHANGED], 0);

  return g_steal_pointer (&item);
}

gboolean
inlay_publish_outbox_discard (InlayPublishOutbox  *self,
                              gint64               id,
                              GError             **error)
{
  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (self), FALSE);

  if (!inlay_library_outbox_done (self->library, id, error))
    return FALSE;

  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

void
inlay_publish_outbox_send_async (InlayPublishOutbox   *self,
                                 InlayOutboxItem      *item,
                                 InlayPublishRegistry *registry,
                                 InlayPlanProgress     progress,
                                 gpointer              progress_data,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  GTask *task;
  Sending *sending;

  g_return_if_fail (INLAY_IS_PUBLISH_OUTBOX (self));
  g_return_if_fail (item != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_publish_outbox_send_async);
  /* What the registry took is taken, whatever was pressed meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  sending = g_new0 (Sending, 1);
  sending->id = item->id;
  sending->tries = item->tries;
  sending->key = g_strdup (item->key);
  sending->registry = g_strdup (item->registry);
  sending->plan = json_node_ref (item->payload);
  sending->progress = progress;
  sending->progress_data = progress_data;
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);

  g_hash_table_add (self->sending, g_memdup2 (&item->id, sizeof item->id));
  g_signal_emit (self, signals[CHANGED], 0);
  inlay_publish_registry_connect_async (registry, cancellable, connected_cb, task);
}

JsonNode *
inlay_publish_outbox_send_finish (InlayPublishOutbox  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
inlay_publish_outbox_resume (InlayPublishOutbox *self)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (INLAY_IS_PUBLISH_OUTBOX (self));

  g_clear_pointer (&self->resumed, g_ptr_array_unref);
  self->resumed = inlay_library_outbox_list (self->library, &error);
  if (self->resumed == NULL)
    g_warning ("the outbox could not be read: %s", error->message);
  resume_next (self);
}
