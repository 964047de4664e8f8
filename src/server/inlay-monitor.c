/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-monitor.h"

#include <inlay-core.h>

#define PERIOD (30 * G_USEC_PER_SEC)
#define PARALLEL 8
#define MAX_WAITING 1024
#define TRIES 3
#define BETWEEN_TRIES (2 * G_USEC_PER_SEC)

struct _InlayMonitor
{
  InlaySnapshotPlace *place;
  InlayWriter *writer;
  InlayMetrics *metrics;
  InlayOutsidePolicy policy;
  GThread *thread;
  GThreadPool *pool;
  GCancellable *cancellable;
  GMutex lock;
  GCond wake;
  gboolean has_news;
  GHashTable *under_way;    /* "deployment module" */
};

/* One address to ask; afterwards what it said. */
typedef struct
{
  InlayMonitor *monitor;
  char *key;
  char *app;
  char *deployment;
  char *module_id;
  char *url;
  gboolean reached;
  char *message;
} Probe;

static void
probe_free (Probe *probe)
{
  g_free (probe->key);
  g_free (probe->app);
  g_free (probe->deployment);
  g_free (probe->module_id);
  g_free (probe->url);
  g_free (probe->message);
  g_free (probe);
}

static JsonNode *
report (InlayWork  *work,
        gpointer    data,
        GError    **error)
{
  Probe *probe = data;
  gboolean changed = FALSE;

  if (inlay_registry_store_report_probe (work->store, g_get_real_time (), probe->deployment, probe->module_id, probe->reached,
                                         probe->message, &changed, error) && changed)
    work->changed |= INLAY_PART_CONTROL;
  return NULL;
}

/* Waits, unless the monitor is about to end. */
static gboolean
wait_between (InlayMonitor *self)
{
  gint64 until = g_get_monotonic_time () + BETWEEN_TRIES;

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (self->cancellable) && g_get_monotonic_time () < until)
    g_cond_wait_until (&self->wake, &self->lock, until);
  g_mutex_unlock (&self->lock);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* Deployments may come and go faster than addresses answer. */
static gboolean
is_current (InlayMonitor *self,
            Probe        *probe)
{
  g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, probe->app);
  GPtrArray *environments = snapshot != NULL ? inlay_snapshot_get_environments (snapshot) : NULL;

  for (guint i = 0; environments != NULL && i < environments->len; i++)
    if (g_strcmp0 (((InlayRegistryEnvironment *) g_ptr_array_index (environments, i))->deployment, probe->deployment) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_wanted (InlayMonitor *self,
           Probe        *probe)
{
  return !g_cancellable_is_cancelled (self->cancellable) && is_current (self, probe);
}

static void
count_probe (InlayMonitor *self,
             const GError *error)
{
  InlayMetric metric = error == NULL ? INLAY_METRIC_PROBES_REACHED
                       : g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED) ? INLAY_METRIC_PROBES_DENIED
                       : INLAY_METRIC_PROBES_FAILED;

  inlay_metrics_add (self->metrics, metric, 1);
}

static void
run_probe (gpointer data,
           gpointer user_data)
{
  Probe *probe = data;
  InlayMonitor *self = user_data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TRIES && !probe->reached && is_wanted (self, probe); i++)
    {
      g_clear_error (&error);
      probe->reached = inlay_probe_run (probe->url, NULL, &self->policy, self->cancellable, &error);
      count_probe (self, error);
      if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED) ||
          (!probe->reached && i + 1 < TRIES && !wait_between (self)))
        break;
    }

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->under_way, probe->key);
  g_mutex_unlock (&self->lock);
  if (!is_wanted (self, probe))
    {
      probe_free (probe);
      return;
    }
  probe->message = error != NULL ? g_strdup (error->message) : NULL;
  inlay_writer_queue (self->writer, probe->app, report, probe, (GDestroyNotify) probe_free, NULL, NULL);
}

static void
add_probe (InlayMonitor             *self,
           const char               *app,
           InlayRegistryEnvironment *environment,
           InlayRegistryModule      *module)
{
  g_autofree char *key = g_strconcat (environment->deployment, " ", module->module_id, NULL);
  Probe *probe;

  if (g_thread_pool_unprocessed (self->pool) >= MAX_WAITING || !g_hash_table_add (self->under_way, g_strdup (key)))
    return;
  probe = g_new0 (Probe, 1);
  probe->monitor = self;
  probe->app = g_strdup (app);
  probe->key = g_steal_pointer (&key);
  probe->deployment = g_strdup (environment->deployment);
  probe->module_id = g_strdup (module->module_id);
  probe->url = g_strdup (module->esm_url);
  g_thread_pool_push (self->pool, probe, NULL);
}

/* With the lock held. */
static void
probe_app (InlayMonitor  *self,
           InlaySnapshot *snapshot,
           gboolean       only_unknown)
{
  GPtrArray *environments = inlay_snapshot_get_environments (snapshot);

  for (guint i = 0; i < environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (environments, i);

      for (guint j = 0; j < environment->modules->len; j++)
        {
          InlayRegistryModule *module = g_ptr_array_index (environment->modules, j);

          if (!module->is_held && g_str_has_prefix (module->esm_url, "http") &&
              (!only_unknown || strcmp (module->health, "unknown") == 0))
            add_probe (self, inlay_snapshot_get_app (snapshot), environment, module);
        }
    }
}

static void
probe_environments (InlayMonitor *self,
                    gboolean      only_unknown)
{
  g_autoptr (GPtrArray) snapshots = inlay_snapshot_place_list (self->place);

  for (guint i = 0; i < snapshots->len; i++)
    probe_app (self, g_ptr_array_index (snapshots, i), only_unknown);
}

static gpointer
monitor_thread (gpointer data)
{
  InlayMonitor *self = data;
  gint64 next = 0;

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      gboolean is_due = g_get_monotonic_time () >= next;

      if (is_due || self->has_news)
        probe_environments (self, !is_due);
      if (is_due)
        next = g_get_monotonic_time () + PERIOD;
      self->has_news = FALSE;
      g_cond_wait_until (&self->wake, &self->lock, next);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * inlay_monitor_new:
 * @place: where the newest snapshot is
 * @writer: takes what was found
 * @metrics: counts it
 * @loopback: whether addresses of this machine may be asked
 *
 * Addresses inside the network are asked only when INLAY_PROBE_HOSTS, a list of host names with
 * commas between, allows them.
 *
 * Returns: (transfer full): the monitor, at work
 */
InlayMonitor *
inlay_monitor_new (InlaySnapshotPlace *place,
                   InlayWriter        *writer,
                   InlayMetrics       *metrics,
                   gboolean            loopback)
{
  InlayMonitor *self = g_new0 (InlayMonitor, 1);
  const char *hosts = g_getenv ("INLAY_PROBE_HOSTS");

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->place = place;
  self->writer = writer;
  self->metrics = metrics;
  self->policy.loopback = loopback;
  self->policy.hosts = hosts != NULL ? g_strsplit (hosts, ",", -1) : NULL;
  self->cancellable = g_cancellable_new ();
  self->under_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pool = g_thread_pool_new (run_probe, self, PARALLEL, FALSE, NULL);
  self->thread = g_thread_new ("monitor", monitor_thread, self);
  return self;
}

/**
 * inlay_monitor_wake:
 * @self: a monitor
 *
 * Something new may be deployed.
 */
void
inlay_monitor_wake (InlayMonitor *self)
{
  g_mutex_lock (&self->lock);
  self->has_news = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
}

/**
 * inlay_monitor_stop:
 * @self: (transfer full): a monitor; its writer still runs
 */
void
inlay_monitor_stop (InlayMonitor *self)
{
  g_cancellable_cancel (self->cancellable);
  inlay_monitor_wake (self);
  g_thread_join (self->thread);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->under_way);
  g_strfreev (self->policy.hosts);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
