/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-writer.h"

#include "inlay-tenants.h"

#define MAX_GROUP 64
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

struct _InlayWriter
{
  InlayRegistryStore *store;
  InlaySnapshotPlace *place;
  InlayTenants *tenants;
  GAsyncQueue *queue;
  GThread *thread;
  InlayReported *reported;
  InlayMetrics *metrics; /* nullable */
  gint is_looking;       /* atomic: a look is queued */
  gint is_away;          /* atomic: the database failed when it was last used */
};

/* Queued to end the thread once everything before it is done, and to find what others did. */
static InlayJob stop_job;
static InlayJob look_job;

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

void
inlay_writer_set_notify (InlayWriter  *self,
                         void        (*notify) (gpointer data),
                         gpointer      data)
{
  inlay_tenants_set_notify (self->tenants, notify, data);
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
  return inlay_tenants_get_age (self->tenants);
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
  InlayTenant *tenant = inlay_tenants_get (self->tenants, job->app);
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

/* The names are the jobs'. */
static GHashTable *
list_apps (GPtrArray *jobs)
{
  GHashTable *apps = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < jobs->len; i++)
    g_hash_table_add (apps, ((InlayJob *) g_ptr_array_index (jobs, i))->app);
  return apps;
}

static void
run_group (InlayWriter *self,
           GPtrArray   *jobs)
{
  g_autoptr (GHashTable) apps = list_apps (jobs);
  g_autoptr (GError) error = NULL;

  if (!inlay_registry_store_begin (self->store, &error) || !inlay_tenants_catch_up (self->tenants, apps, &error))
    {
      inlay_registry_store_abandon (self->store);
      fail_all (jobs, error);
    }
  else
    {
      for (guint i = 0; i < jobs->len; i++)
        run_job (self, g_ptr_array_index (jobs, i));
      if (!inlay_tenants_mark (self->tenants, &error) || !inlay_registry_store_commit (self->store, &error))
        {
          inlay_registry_store_abandon (self->store);
          fail_all (jobs, error);
          inlay_tenants_forget (self->tenants);
        }
    }

  if (error == NULL && inlay_tenants_have_changed (self->tenants) && !inlay_tenants_publish (self->tenants, &error))
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
  if (!inlay_tenants_look (self->tenants, &error))
    {
      g_warning ("what other processes did is not seen: %s", error->message);
      inlay_tenants_forget (self->tenants);
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

  self->store = store;
  self->place = place;
  self->tenants = inlay_tenants_new (store, place, events, auth, hosts);
  self->reported = inlay_reported_new ();
  if (!inlay_tenants_look (self->tenants, error))
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
  inlay_tenants_free (self->tenants);
  g_clear_pointer (&self->store, inlay_registry_store_close);
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
