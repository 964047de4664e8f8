/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-writer.h"

#define MAX_GROUP 64
#define REMEMBERED_CHANGES 256
#define DATABASE_AWAY "the database cannot be written to now"

struct _InlayJob
{
  char *app;
  InlayJobRun run;
  gpointer data;
  GDestroyNotify free_data;
  InlayJobDone done;
  gpointer user_data;
  InlayJobResult result;
};

/* What the writer knows of one application. */
typedef struct
{
  char *app;
  InlayShelf *shelf;     /* nullable */
  gint64 told;           /* the last generation that was told as an event */
  InlayParts changed;    /* by the group under way */
  gboolean is_behind;    /* a snapshot could not be made; the next one is made whole */
  InlayRegistryMarks marks;  /* how far the snapshot is */
} Tenant;

struct _InlayWriter
{
  InlayRegistryStore *store;
  InlaySnapshotPlace *place;
  InlayEvents *events;
  InlayAuth *auth;
  InlayHosts *hosts;
  GAsyncQueue *queue;
  GThread *thread;
  InlayReported *reported;
  GHashTable *tenants;   /* application -> Tenant */
  void (*notify) (gpointer data);
  gpointer notify_data;
  GMutex notify_lock;    /* guards the two before */
  InlayMetrics *metrics; /* nullable */
  gint is_looking;       /* atomic: a look is queued */
  gint is_away;          /* atomic: the database failed when it was last used */
  gint64 published;      /* atomic, monotonic */
};

/* Queued to end the thread once everything before it is done, and to find what others did. */
static InlayJob stop_job;
static InlayJob look_job;

static void
tenant_free (gpointer data)
{
  Tenant *tenant = data;

  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  g_free (tenant->app);
  g_free (tenant);
}

static Tenant *
get_tenant (InlayWriter *self,
            const char  *app)
{
  Tenant *tenant = g_hash_table_lookup (self->tenants, app);

  if (tenant == NULL)
    {
      tenant = g_new0 (Tenant, 1);
      tenant->app = g_strdup (app);
      g_hash_table_insert (self->tenants, tenant->app, tenant);
    }
  return tenant;
}

static void
result_clear (InlayJobResult *result)
{
  g_clear_pointer (&result->answer, json_node_unref);
  g_clear_error (&result->error);
  g_clear_pointer (&result->location, g_free);
  g_clear_pointer (&result->etag, g_free);
}

static void
finish (InlayJob *job)
{
  if (job->done != NULL)
    job->done (job->user_data, &job->result);
  result_clear (&job->result);
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job->app);
  g_free (job);
}

/* What the database says of itself is for the operator; the caller may try again. */
static void
hide_database_error (GError **error)
{
  if (*error == NULL || (*error)->domain == INLAY_ERROR)
    return;
  g_warning ("%s", (*error)->message);
  g_clear_error (error);
  *error = g_error_new_literal (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, DATABASE_AWAY);
}

static void
fail_all (GPtrArray    *jobs,
          const GError *error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      InlayJob *job = g_ptr_array_index (jobs, i);

      result_clear (&job->result);
      job->result.error = g_error_new_literal (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, DATABASE_AWAY);
    }
  g_warning ("%s", error->message);
}

static void
tell (InlayWriter *self,
      Tenant      *tenant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
    inlay_registry_store_list_changes (self->store, tenant->told, REMEMBERED_CHANGES, &error);

  if (changes == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  for (guint i = 0; i < changes->len; i++)
    {
      InlayRegistryChange *change = g_ptr_array_index (changes, i);

      inlay_events_add (self->events, tenant->app, change);
      tenant->told = tenant->marks.generation = change->generation;
    }
}

/* What the door must know before it knows which application is meant. */
static gboolean
update_door (InlayWriter  *self,
             GError      **error)
{
  g_autoptr (JsonNode) tokens = inlay_registry_store_list_tokens (self->store, error);
  g_autoptr (JsonNode) hosts = tokens != NULL ? inlay_registry_store_list_all_hosts (self->store, error) : NULL;

  if (hosts == NULL)
    return FALSE;
  inlay_auth_set_kept (self->auth, tokens);
  inlay_hosts_set (self->hosts, hosts);
  inlay_events_review (self->events);
  return TRUE;
}

/* What was deleted is not there for readers; who listens to it hears no more. */
static gboolean
withdraw (InlayWriter *self,
          Tenant      *tenant)
{
  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  tenant->is_behind = FALSE;
  inlay_snapshot_place_set (self->place, tenant->app, NULL);
  inlay_events_end (self->events, tenant->app);
  return TRUE;
}

/* Puts what @tenant is now in place of what it was. */
static gboolean
publish (InlayWriter  *self,
         Tenant       *tenant,
         GError      **error)
{
  g_autoptr (InlaySnapshot) before = inlay_snapshot_place_get (self->place, tenant->app);
  InlayParts changed = before == NULL || tenant->is_behind ? INLAY_PART_ALL : tenant->changed;
  InlaySnapshot *snapshot;
  g_autoptr (GError) unknown = NULL;

  tenant->changed = 0;
  tenant->is_behind = TRUE;
  inlay_registry_store_set_app (self->store, tenant->app);
  if ((changed & INLAY_PART_DOOR) && !update_door (self, error))
    return FALSE;
  if (!inlay_registry_store_has_app (self->store, &unknown) && unknown == NULL)
    return withdraw (self, tenant);
  if (unknown != NULL)
    {
      /* The database is away: what is known goes on being served. */
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  if (!(snapshot = inlay_snapshot_new (self->store, before, changed, error)))
    return FALSE;
  tenant->is_behind = FALSE;
  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  tenant->shelf = inlay_shelf_ref (inlay_snapshot_get_shelf (snapshot));
  inlay_snapshot_place_set (self->place, tenant->app, snapshot);
  __atomic_store_n (&self->published, g_get_monotonic_time (), __ATOMIC_RELAXED);
  tell (self, tenant);
  return TRUE;
}

static gboolean
publish_changed (InlayWriter  *self,
                 GError      **error)
{
  GHashTableIter iter;
  gpointer tenant;
  gboolean done = TRUE, any = FALSE;

  g_hash_table_iter_init (&iter, self->tenants);
  while (done && g_hash_table_iter_next (&iter, NULL, &tenant))
    if (((Tenant *) tenant)->changed != 0)
      {
        any = TRUE;
        done = publish (self, tenant, error);
      }
  g_mutex_lock (&self->notify_lock);
  if (any && self->notify != NULL)
    self->notify (self->notify_data);
  g_mutex_unlock (&self->notify_lock);
  return done;
}

/* What of @tenant others changed since it was published. What does not say what it changed may have
 * changed anything. */
static InlayParts
compare_marks (Tenant                   *tenant,
               const InlayRegistryMarks *marks)
{
  InlayParts changed = 0;

  for (guint i = 0; i < INLAY_REGISTRY_MAX_PARTS; i++)
    if (marks->parts[i] != tenant->marks.parts[i])
      changed |= 1u << i;
  return changed == 0 && marks->generation != tenant->marks.generation ? INLAY_PART_ALL : changed;
}

/* What others deleted. */
static void
find_gone (InlayWriter *self,
           GHashTable  *all)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Tenant *tenant = value;
      g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, tenant->app);

      if (snapshot != NULL && !g_hash_table_contains (all, tenant->app))
        tenant->changed = INLAY_PART_ALL;
    }
}

static gboolean
is_about (gconstpointer job,
          gconstpointer app)
{
  return strcmp (((const InlayJob *) job)->app, app) == 0;
}

/* Publishes what other processes did; with @jobs only to the applications they are about: whoever waits
 * for this writer need not wait for the rest. */
static gboolean
catch_up_with (InlayWriter  *self,
               GPtrArray    *jobs,
               GError      **error)
{
  g_autoptr (GHashTable) all = inlay_registry_store_list_marks (self->store, error);
  GHashTableIter iter;
  gpointer app, marks;

  if (all == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &app, &marks))
    {
      Tenant *tenant = get_tenant (self, app);
      g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, app);

      if (jobs != NULL && !g_ptr_array_find_with_equal_func (jobs, app, is_about, NULL))
        continue;
      tenant->changed |= snapshot != NULL ? compare_marks (tenant, marks) : INLAY_PART_ALL;
      tenant->marks = *(InlayRegistryMarks *) marks;
    }
  find_gone (self, all);
  return publish_changed (self, error);
}

static gboolean
catch_up (InlayWriter  *self,
          GError      **error)
{
  return catch_up_with (self, NULL, error);
}

/* As of one moment, whatever others do meanwhile. */
static gboolean
publish_moment (InlayWriter  *self,
                gboolean    (*what) (InlayWriter *self, GError **error),
                GError      **error)
{
  gboolean done = inlay_registry_store_begin_reading (self->store, error) && what (self, error);

  inlay_registry_store_abandon (self->store);
  return done;
}

/* Tells other processes what the group changed; all of them have caught up with this one's marks. */
static gboolean
mark_changed (InlayWriter  *self,
              GError      **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Tenant *tenant = value;

      inlay_registry_store_set_app (self->store, tenant->app);
      if (!inlay_registry_store_mark (self->store, tenant->changed, error))
        return FALSE;
      for (guint i = 0; i < INLAY_REGISTRY_MAX_PARTS; i++)
        tenant->marks.parts[i] += (tenant->changed >> i) & 1;
    }
  return TRUE;
}

void
inlay_writer_set_notify (InlayWriter  *self,
                         void        (*notify) (gpointer data),
                         gpointer      data)
{
  g_mutex_lock (&self->notify_lock);
  self->notify = notify;
  self->notify_data = data;
  g_mutex_unlock (&self->notify_lock);
}

void
inlay_writer_set_metrics (InlayWriter  *self,
                          InlayMetrics *metrics)
{
  self->metrics = metrics;
}

gboolean
inlay_writer_is_away (InlayWriter *self)
{
  return g_atomic_int_get (&self->is_away);
}

guint
inlay_writer_get_n_waiting (InlayWriter *self)
{
  return (guint) MAX (0, g_async_queue_length (self->queue));
}

gint64
inlay_writer_get_age (InlayWriter *self)
{
  return g_get_monotonic_time () - __atomic_load_n (&self->published, __ATOMIC_RELAXED);
}

/**
 * inlay_work_get_shelf:
 * @work: the world
 * @error: return location
 *
 * Returns: (transfer none): what is published, with what the jobs before in this group published
 */
InlayShelf *
inlay_work_get_shelf (InlayWork  *work,
                      GError    **error)
{
  if (work->shelf == NULL)
    work->shelf = inlay_shelf_new (work->store, work->snapshot != NULL ? inlay_snapshot_get_shelf (work->snapshot) : NULL, error);
  return work->shelf;
}

static void
run_job (InlayWriter *self,
         InlayJob    *job)
{
  Tenant *tenant = get_tenant (self, job->app);
  g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, job->app);
  InlayWork work = { .store = self->store, .snapshot = snapshot, .shelf = g_steal_pointer (&tenant->shelf), .status = 200,
                     .reported = self->reported, .earlier = tenant->is_behind ? INLAY_PART_ALL : tenant->changed };

  inlay_registry_store_set_app (self->store, job->app);
  job->result.answer = job->run (&work, job->data, &job->result.error);
  hide_database_error (&job->result.error);
  job->result.status = work.status;
  job->result.location = work.location;
  job->result.etag = work.etag;
  tenant->changed |= work.changed;
  if (work.changed & INLAY_PART_MODULES)
    g_clear_pointer (&work.shelf, inlay_shelf_unref);
  tenant->shelf = g_steal_pointer (&work.shelf);
}

/* Nothing of the group came to be. */
static void
forget_group (InlayWriter *self)
{
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    {
      g_clear_pointer (&((Tenant *) tenant)->shelf, inlay_shelf_unref);
      ((Tenant *) tenant)->changed = 0;
      ((Tenant *) tenant)->marks.generation = -1;
    }
}

static gboolean
has_changed (InlayWriter *self)
{
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    if (((Tenant *) tenant)->changed != 0)
      return TRUE;
  return FALSE;
}

static void
count (InlayWriter *self,
       GPtrArray   *jobs)
{
  if (self->metrics == NULL)
    return;
  inlay_metrics_count_group (self->metrics, jobs->len);
  for (guint i = 0; i < jobs->len; i++)
    {
      InlayJob *job = g_ptr_array_index (jobs, i);

      inlay_metrics_add (self->metrics, job->result.error == NULL ? INLAY_METRIC_WRITES : INLAY_METRIC_WRITES_FAILED, 1);
    }
}

static void
run_group (InlayWriter *self,
           GPtrArray   *jobs)
{
  g_autoptr (GError) error = NULL;

  if (!inlay_registry_store_begin (self->store, &error) || !catch_up_with (self, jobs, &error))
    {
      inlay_registry_store_abandon (self->store);
      fail_all (jobs, error);
    }
  else
    {
      for (guint i = 0; i < jobs->len; i++)
        run_job (self, g_ptr_array_index (jobs, i));
      if (!mark_changed (self, &error) || !inlay_registry_store_commit (self->store, &error))
        {
          inlay_registry_store_abandon (self->store);
          fail_all (jobs, error);
          forget_group (self);
        }
    }

  if (error == NULL && has_changed (self) && !publish_moment (self, publish_changed, &error))
    g_warning ("readers do not see the last change: %s", error->message);
  g_atomic_int_set (&self->is_away, error != NULL);
  count (self, jobs);
  for (guint i = 0; i < jobs->len; i++)
    finish (g_ptr_array_index (jobs, i));
}

static void
look (InlayWriter *self)
{
  g_autoptr (GError) error = NULL;

  g_atomic_int_set (&self->is_looking, FALSE);
  if (!publish_moment (self, catch_up, &error))
    {
      g_warning ("what other processes did is not seen: %s", error->message);
      forget_group (self);
    }
  g_atomic_int_set (&self->is_away, error != NULL);
}

static gpointer
writer_thread (gpointer data)
{
  InlayWriter *self = data;
  gboolean running = TRUE;

  while (running)
    {
      g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
      InlayJob *job = g_async_queue_pop (self->queue);
      gboolean has_look = FALSE;

      for (; job != NULL; job = jobs->len < MAX_GROUP ? g_async_queue_try_pop (self->queue) : NULL)
        {
          if (job == &stop_job)
            {
              running = FALSE;
              break;
            }
          if (job == &look_job)
            has_look = TRUE;
          else
            g_ptr_array_add (jobs, job);
        }
      if (jobs->len > 0)
        run_group (self, jobs);
      if (has_look)
        look (self);
    }
  return NULL;
}

/**
 * inlay_writer_new:
 * @store: (transfer full): the tables, the writer's from now on
 * @place: where snapshots go
 * @events: who is told
 * @auth: gets the tokens that are kept in @store
 * @hosts: gets the hosts that are
 * @error: return location
 *
 * Makes the first snapshots and starts the thread.
 *
 * Returns: (transfer full): the writer
 */
InlayWriter *
inlay_writer_new (InlayRegistryStore  *store,
                  InlaySnapshotPlace  *place,
                  InlayEvents         *events,
                  InlayAuth           *auth,
                  InlayHosts          *hosts,
                  GError             **error)
{
  InlayWriter *self = g_new0 (InlayWriter, 1);

  g_mutex_init (&self->notify_lock);
  self->store = store;
  self->place = place;
  self->events = events;
  self->auth = auth;
  self->hosts = hosts;
  self->reported = inlay_reported_new ();
  self->tenants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tenant_free);
  if (!publish_moment (self, catch_up, error))
    {
      inlay_writer_free (self);
      return NULL;
    }

  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("writer", writer_thread, self);
  return self;
}

/**
 * inlay_writer_look:
 * @self: a writer
 *
 * Other processes may have written: makes new snapshots of what they changed.
 */
void
inlay_writer_look (InlayWriter *self)
{
  if (g_atomic_int_compare_and_exchange (&self->is_looking, FALSE, TRUE))
    g_async_queue_push (self->queue, &look_job);
}

/**
 * inlay_writer_stop:
 * @self: a writer
 *
 * Finishes what is queued and ends the thread.
 */
void
inlay_writer_stop (InlayWriter *self)
{
  if (self->thread == NULL)
    return;
  g_async_queue_push (self->queue, &stop_job);
  g_clear_pointer (&self->thread, g_thread_join);
}

void
inlay_writer_free (InlayWriter *self)
{
  inlay_writer_stop (self);
  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->reported, inlay_reported_free);
  g_hash_table_unref (self->tenants);
  g_clear_pointer (&self->store, inlay_registry_store_close);
  g_mutex_clear (&self->notify_lock);
  g_free (self);
}

/**
 * inlay_writer_queue:
 * @self: a writer
 * @app: the application it is about
 * @run: the use case
 * @data: (transfer full): for @run
 * @free_data: (nullable): frees @data
 * @done: (nullable): is told the outcome
 * @user_data: for @done
 */
void
inlay_writer_queue (InlayWriter    *self,
                    const char     *app,
                    InlayJobRun     run,
                    gpointer        data,
                    GDestroyNotify  free_data,
                    InlayJobDone    done,
                    gpointer        user_data)
{
  InlayJob *job = g_new0 (InlayJob, 1);

  job->app = g_strdup (app);
  job->run = run;
  job->data = data;
  job->free_data = free_data;
  job->done = done;
  job->user_data = user_data;
  g_async_queue_push (self->queue, job);
}
