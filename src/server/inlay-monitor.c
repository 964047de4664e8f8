/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-monitor.h"

#include <inlay-core.h>

#include "inlay-engine.h"

#define PERIOD (30 * G_USEC_PER_SEC)
#define PARALLEL 64
#define MAX_WAITING 1024
#define TRIES INLAY_VERDICT_PROBES
#define BETWEEN_TRIES (2 * G_USEC_PER_SEC)
#define TRY_SECONDS 5
#define SETTLING (G_USEC_PER_SEC / 5)
#define LEAD_PERIOD (G_USEC_PER_SEC / 4)

struct _InlayMonitor
{
  InlaySnapshotPlace *place;
  InlayWriter *writer;
  InlayWatch *watch;
  InlayMetrics *metrics;
  char *origin;             /* nullable */
  char *key;
  InlayOutsidePolicy policy;
  GThread *thread;
  GThreadPool *pool;
  GCancellable *cancellable;
  GMutex lock;
  GCond wake;
  GCond over;               /* the monitor is about to end; news are of no use to who waits for that */
  gint64 news;              /* when to look at what is new; 0: nothing is */
  gint64 epoch;             /* 0: another process looks after the modules */
  GHashTable *under_way;    /* "deployment module" -> Probe */
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
  gint64 epoch;             /* in which it was asked */
  gboolean reached;
  char *message;
  GCancellable *cancellable;   /* nullable: it is not asking just now; guarded by the monitor's lock */
  gint64 deadline;             /* of that */
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

  /* What was found while another began to lead is its own to find. */
  if (inlay_registry_store_check_epoch (work->store, probe->epoch, error) &&
      inlay_registry_store_report_probe (work->store, g_get_real_time (), probe->deployment, probe->module_id, probe->reached,
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
    g_cond_wait_until (&self->over, &self->lock, until);
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

/* FALSE: the monitor is about to end. */
static gboolean
begin_try (InlayMonitor *self,
           Probe        *probe,
           GCancellable *cancellable)
{
  gboolean is_running;

  g_mutex_lock (&self->lock);
  is_running = !g_cancellable_is_cancelled (self->cancellable);
  probe->cancellable = is_running ? cancellable : NULL;
  probe->deadline = g_get_monotonic_time () + TRY_SECONDS * G_USEC_PER_SEC;
  g_mutex_unlock (&self->lock);
  return is_running;
}

static void
end_try (InlayMonitor *self,
         Probe        *probe)
{
  g_mutex_lock (&self->lock);
  probe->cancellable = NULL;
  g_mutex_unlock (&self->lock);
}

static gboolean
try_once (InlayMonitor  *self,
          Probe         *probe,
          GError       **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (!begin_try (self, probe, cancellable))
    return FALSE;
  probe->reached = inlay_probe_run (probe->url, self->origin, &self->policy, cancellable, error);
  end_try (self, probe);
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (error);
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s does not answer within %u seconds", probe->url, TRY_SECONDS);
    }
  count_probe (self, *error);
  return probe->reached;
}

static void
run_probe (gpointer data,
           gpointer user_data)
{
  Probe *probe = data;
  InlayMonitor *self = user_data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TRIES && is_wanted (self, probe); i++)
    {
      g_clear_error (&error);
      if (try_once (self, probe, &error) || g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED) ||
          (i + 1 < TRIES && !wait_between (self)))
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

  if (g_thread_pool_unprocessed (self->pool) >= MAX_WAITING || g_hash_table_contains (self->under_way, key))
    return;
  probe = g_new0 (Probe, 1);
  probe->monitor = self;
  probe->epoch = self->epoch;
  probe->app = g_strdup (app);
  probe->key = g_steal_pointer (&key);
  probe->deployment = g_strdup (environment->deployment);
  probe->module_id = g_strdup (module->module_id);
  probe->url = g_strdup (module->esm_url);
  g_hash_table_insert (self->under_way, probe->key, probe);
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

/* With the lock held. A server may drip, a resolver may hang: what bounds each step does not bound
 * the whole. */
static void
cancel_late (InlayMonitor *self,
             gint64        now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->under_way);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Probe *probe = value;

      if (probe->cancellable != NULL && (probe->deadline <= now || g_cancellable_is_cancelled (self->cancellable)))
        g_cancellable_cancel (probe->cancellable);
    }
}

static gint64
next_look (InlayMonitor *self,
           gint64        next)
{
  if (self->news != 0)
    next = MIN (next, self->news);
  if (g_hash_table_size (self->under_way) > 0)
    next = MIN (next, g_get_monotonic_time () + G_USEC_PER_SEC / 2);
  return next;
}

static gpointer
monitor_thread (gpointer data)
{
  InlayMonitor *self = data;
  gint64 next = 0;
  gint64 counted = g_get_monotonic_time () + PERIOD; /* while another process leads */

  g_mutex_lock (&self->lock);
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      gint64 now = g_get_monotonic_time ();

      if ((self->epoch = inlay_watch_get_epoch (self->watch)) == 0)
        {
          cancel_late (self, now);
          if (now >= counted)
            {
              inlay_engine_look (self->writer, self->place, self->key, 0);
              counted = now + PERIOD;
            }
          g_cond_wait_until (&self->wake, &self->lock, now + LEAD_PERIOD);
          continue;
        }
      if (now >= next || (self->news != 0 && now >= self->news))
        {
          probe_environments (self, now < next);
          self->news = 0;
        }
      if (now >= next)
        {
          inlay_engine_look (self->writer, self->place, self->key, self->epoch);
          next = now + PERIOD;
        }
      cancel_late (self, now);
      g_cond_wait_until (&self->wake, &self->lock, next_look (self, next));
    }
  cancel_late (self, 0);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * inlay_monitor_new:
 * @place: where the newest snapshot is
 * @writer: takes what was found
 * @watch: knows whether this process is the one to look
 * @metrics: counts it
 * @origin: (nullable): where the pages are
 * @key: the registry's secret
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
                   InlayWatch         *watch,
                   InlayMetrics       *metrics,
                   const char         *origin,
                   const char         *key,
                   gboolean            loopback)
{
  InlayMonitor *self = g_new0 (InlayMonitor, 1);
  const char *hosts = g_getenv ("INLAY_PROBE_HOSTS");
  g_autofree char *lower = g_ascii_strdown (hosts != NULL ? hosts : "", -1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->over);
  self->place = place;
  self->writer = writer;
  self->watch = watch;
  self->metrics = metrics;
  self->origin = g_strdup (origin);
  self->key = g_strdup (key);
  self->policy.loopback = loopback;
  self->policy.hosts = g_strsplit (lower, ",", -1);
  self->cancellable = g_cancellable_new ();
  self->under_way = g_hash_table_new (g_str_hash, g_str_equal);
  self->pool = g_thread_pool_new (run_probe, self, PARALLEL, FALSE, NULL);
  self->thread = g_thread_new ("monitor", monitor_thread, self);
  return self;
}

/**
 * inlay_monitor_wake:
 * @self: a monitor
 *
 * Something new may be deployed. Who deploys often is waited for a moment.
 */
void
inlay_monitor_wake (InlayMonitor *self)
{
  g_mutex_lock (&self->lock);
  if (self->news == 0)
    self->news = g_get_monotonic_time () + SETTLING;
  g_cond_signal (&self->wake);
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
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->over);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->under_way);
  g_strfreev (self->policy.hosts);
  g_free (self->origin);
  g_free (self->key);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->over);
  g_free (self);
}
