/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-chores.h"

#include "inlay-registry-environments.h"

#define PERIOD G_USEC_PER_SEC
#define PARALLEL 4
#define AT_ONCE 32

struct _InlayChores
{
  gatomicrefcount ref_count; /* jobs that wait hold it, too */
  InlayServer *server;
  InlayOutsidePolicy policy;
  GCancellable *cancellable;
  GThreadPool *pool;
  GThread *thread;
  GMutex lock;               /* guards the pool's end */
  GCond wake;
};

static void
chores_unref (gpointer data)
{
  InlayChores *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->policy.hosts);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

/* What became of a delivery. */
typedef struct
{
  char *id;
  guint answered;
  char *failure;
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_free (outcome->id);
  g_free (outcome->failure);
  g_free (outcome);
}

static JsonNode *
finish (InlayWork  *work,
        gpointer    data,
        GError    **error)
{
  Outcome *outcome = data;

  if (!inlay_registry_store_finish_delivery (work->store, g_get_real_time (), outcome->id, outcome->answered, outcome->failure, error))
    return NULL;
  return inlay_json_new_null ();
}

static void
run_delivery (gpointer data,
              gpointer user_data)
{
  g_autoptr (InlayRegistryDelivery) delivery = data;
  InlayChores *self = user_data;
  g_autoptr (GError) error = NULL;
  Outcome *outcome;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  outcome = g_new0 (Outcome, 1);
  outcome->id = g_strdup (delivery->id);
  outcome->answered = inlay_webhook_send (delivery, g_get_real_time (), &self->policy, self->cancellable, &error);
  outcome->failure = error != NULL ? g_strdup (error->message) : NULL;
  inlay_writer_queue (inlay_server_get_writer (self->server), INLAY_REGISTRY_APP, finish, outcome, outcome_free, NULL, NULL);
}

/* Lent and handed to the threads in one go, unless it is time to stop. */
static JsonNode *
take (InlayWork  *work,
      gpointer    data,
      GError    **error)
{
  InlayChores *self = data;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) taken = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return inlay_json_new_null ();
  if (!(taken = inlay_registry_store_take_deliveries (work->store, g_get_real_time (), AT_ONCE, error)))
    return NULL;
  g_ptr_array_set_free_func (taken, NULL);
  for (guint i = 0; i < taken->len; i++)
    g_thread_pool_push (self->pool, g_ptr_array_index (taken, i), NULL);
  return inlay_json_new_null ();
}

static JsonNode *
read_due (InlayRegistryStore  *store,
          gpointer             now,
          GError             **error)
{
  return inlay_registry_store_list_due (store, *(gint64 *) now, error);
}

/* Queues what is due; the store says for which applications. */
static void
look (InlayChores *self)
{
  InlayWriter *writer = inlay_server_get_writer (self->server);
  gint64 now = g_get_real_time ();
  g_autoptr (JsonNode) due = inlay_server_read (self->server, INLAY_REGISTRY_APP, read_due, &now, NULL);
  gboolean has_deliveries = FALSE;

  for (guint i = 0; due != NULL && i < json_array_get_length (json_node_get_array (due)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (due), i);

      if (g_strcmp0 (inlay_json_get_string (row, "kind"), "delivery") == 0)
        has_deliveries = TRUE;
      else
        inlay_writer_queue (writer, inlay_json_get_string (row, "app"), inlay_registry_tidy, g_memdup2 (&now, sizeof now), g_free, NULL,
                            NULL);
    }
  if (has_deliveries && g_thread_pool_unprocessed (self->pool) == 0)
    {
      g_atomic_ref_count_inc (&self->ref_count);
      inlay_writer_queue (writer, INLAY_REGISTRY_APP, take, self, chores_unref, NULL, NULL);
    }
}

static gpointer
chores_thread (gpointer data)
{
  InlayChores *self = data;

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_mutex_unlock (&self->lock);
      look (self);
      inlay_server_forget (self->server);
      g_mutex_lock (&self->lock);
      if (!g_cancellable_is_cancelled (self->cancellable))
        g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + PERIOD);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * inlay_chores_new:
 * @server: a server whose writer runs
 * @loopback: whether addresses of this machine may be told
 *
 * Addresses inside the network are told only when INLAY_PROBE_HOSTS allows them.
 *
 * Returns: (transfer full): the chores, being done
 */
InlayChores *
inlay_chores_new (InlayServer *server,
                  gboolean     loopback)
{
  InlayChores *self = g_new0 (InlayChores, 1);
  const char *hosts = g_getenv ("INLAY_PROBE_HOSTS");
  g_autofree char *lower = g_ascii_strdown (hosts != NULL ? hosts : "", -1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->server = server;
  self->policy.loopback = loopback;
  self->policy.hosts = g_strsplit (lower, ",", -1);
  self->cancellable = g_cancellable_new ();
  self->pool = g_thread_pool_new_full (run_delivery, self, (GDestroyNotify) inlay_registry_delivery_free, PARALLEL, FALSE, NULL);
  self->thread = g_thread_new ("chores", chores_thread, self);
  return self;
}

/**
 * inlay_chores_stop:
 * @self: (transfer full): the chores; the server's writer still runs
 *
 * What is not sent yet is sent when the registry runs again.
 */
void
inlay_chores_stop (InlayChores *self)
{
  g_mutex_lock (&self->lock);
  g_cancellable_cancel (self->cancellable);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  chores_unref (self);
}
