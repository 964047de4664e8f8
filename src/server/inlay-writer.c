/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-writer.h"

#define MAX_GROUP 64
#define REMEMBERED_CHANGES 256
#define DATABASE_AWAY "the database cannot be written to now"

struct _InlayJob
{
  InlayJobRun run;
  gpointer data;
  GDestroyNotify free_data;
  InlayJobDone done;
  gpointer user_data;
  guint status;
  JsonNode *answer;
  GError *error;
};

struct _InlayWriter
{
  InlayRegistryStore *store;
  InlaySnapshotPlace *place;
  InlayEvents *events;
  GAsyncQueue *queue;
  GThread *thread;
  InlayShelf *shelf;
  gint64 told;           /* the last generation that was told as an event */
  void (*notify) (gpointer data);
  gpointer notify_data;
  GMutex notify_lock;    /* guards the two before */
  InlayMetrics *metrics; /* nullable */
  gint is_away;          /* atomic: the database failed when it was last used */
  gint64 published;      /* atomic, monotonic */
  gboolean is_behind;    /* a snapshot could not be made; the next one is made whole */
};

/* Queued to end the thread once everything before it is done. */
static InlayJob stop_job;

static void
job_free (InlayJob *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
finish (InlayJob *job)
{
  job->done (job->user_data, job->status, g_steal_pointer (&job->answer), g_steal_pointer (&job->error));
  job_free (job);
}

/* What the database says of itself is for the operator; the caller may try again. */
static void
hide_database_error (InlayJob *job)
{
  if (job->error == NULL || job->error->domain == INLAY_ERROR)
    return;
  g_warning ("%s", job->error->message);
  g_clear_error (&job->error);
  job->error = g_error_new_literal (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, DATABASE_AWAY);
}

static void
fail_all (GPtrArray    *jobs,
          const GError *error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      InlayJob *job = g_ptr_array_index (jobs, i);

      g_clear_pointer (&job->answer, json_node_unref);
      g_clear_error (&job->error);
      job->error = g_error_new_literal (INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, DATABASE_AWAY);
    }
  g_warning ("%s", error->message);
}

static void
tell (InlayWriter *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
    inlay_registry_store_list_changes (self->store, self->told, REMEMBERED_CHANGES, &error);

  if (changes == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  for (guint i = 0; i < changes->len; i++)
    {
      InlayRegistryChange *change = g_ptr_array_index (changes, i);

      inlay_events_add (self->events, change);
      self->told = change->generation;
    }
}

static gboolean
publish (InlayWriter  *self,
         InlayParts    changed,
         GError      **error)
{
  g_autoptr (InlaySnapshot) before = inlay_snapshot_place_get (self->place);
  InlaySnapshot *snapshot = inlay_snapshot_new (self->store, before, self->is_behind ? INLAY_PART_ALL : changed, error);

  self->is_behind = snapshot == NULL;
  if (snapshot == NULL)
    return FALSE;
  g_clear_pointer (&self->shelf, inlay_shelf_unref);
  self->shelf = inlay_shelf_ref (inlay_snapshot_get_shelf (snapshot));
  inlay_snapshot_place_set (self->place, snapshot);
  __atomic_store_n (&self->published, g_get_monotonic_time (), __ATOMIC_RELAXED);
  tell (self);
  g_mutex_lock (&self->notify_lock);
  if (self->notify != NULL)
    self->notify (self->notify_data);
  g_mutex_unlock (&self->notify_lock);
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
    work->shelf = inlay_shelf_new (work->store, error);
  return work->shelf;
}

static void
run_job (InlayWriter *self,
         InlayJob    *job,
         InlayParts  *changed)
{
  InlayWork work = { self->store, g_steal_pointer (&self->shelf), 0, 200 };

  job->answer = job->run (&work, job->data, &job->error);
  hide_database_error (job);
  job->status = work.status;
  *changed |= work.changed;
  if (work.changed & INLAY_PART_MODULES)
    g_clear_pointer (&work.shelf, inlay_shelf_unref);
  self->shelf = g_steal_pointer (&work.shelf);
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

      inlay_metrics_add (self->metrics, job->error == NULL ? INLAY_METRIC_WRITES : INLAY_METRIC_WRITES_FAILED, 1);
    }
}

static void
run_group (InlayWriter *self,
           GPtrArray   *jobs)
{
  g_autoptr (GError) error = NULL;
  InlayParts changed = 0;

  if (!inlay_registry_store_begin (self->store, &error))
    fail_all (jobs, error);
  else
    {
      for (guint i = 0; i < jobs->len; i++)
        run_job (self, g_ptr_array_index (jobs, i), &changed);
      if (!inlay_registry_store_commit (self->store, &error))
        {
          fail_all (jobs, error);
          g_clear_pointer (&self->shelf, inlay_shelf_unref);
          changed = 0;
        }
    }

  if (changed != 0 && error == NULL && !publish (self, changed, &error))
    g_warning ("readers do not see the last change: %s", error->message);
  g_atomic_int_set (&self->is_away, error != NULL);
  count (self, jobs);
  for (guint i = 0; i < jobs->len; i++)
    finish (g_ptr_array_index (jobs, i));
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

      for (; job != NULL; job = jobs->len < MAX_GROUP ? g_async_queue_try_pop (self->queue) : NULL)
        {
          if (job == &stop_job)
            {
              running = FALSE;
              break;
            }
          g_ptr_array_add (jobs, job);
        }
      if (jobs->len > 0)
        run_group (self, jobs);
    }
  return NULL;
}

/**
 * inlay_writer_new:
 * @store: (transfer full): the tables, the writer's from now on
 * @place: where snapshots go
 * @events: who is told
 * @error: return location
 *
 * Makes the first snapshot and starts the thread.
 *
 * Returns: (transfer full): the writer
 */
InlayWriter *
inlay_writer_new (InlayRegistryStore  *store,
                  InlaySnapshotPlace  *place,
                  InlayEvents         *events,
                  GError             **error)
{
  InlayWriter *self = g_new0 (InlayWriter, 1);
  InlaySnapshot *snapshot = inlay_snapshot_new (store, NULL, INLAY_PART_ALL, error);

  g_mutex_init (&self->notify_lock);
  self->store = store;
  self->place = place;
  self->events = events;
  if (snapshot == NULL)
    {
      inlay_writer_free (self);
      return NULL;
    }

  self->shelf = inlay_shelf_ref (inlay_snapshot_get_shelf (snapshot));
  inlay_snapshot_place_set (place, snapshot);
  self->published = g_get_monotonic_time ();
  self->queue = g_async_queue_new ();
  tell (self);
  self->thread = g_thread_new ("writer", writer_thread, self);
  return self;
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
  g_clear_pointer (&self->shelf, inlay_shelf_unref);
  g_clear_pointer (&self->store, inlay_registry_store_close);
  g_mutex_clear (&self->notify_lock);
  g_free (self);
}

/**
 * inlay_writer_queue:
 * @self: a writer
 * @run: the use case
 * @data: (transfer full): for @run
 * @free_data: (nullable): frees @data
 * @done: is told the outcome
 * @user_data: for @done
 */
void
inlay_writer_queue (InlayWriter    *self,
                    InlayJobRun     run,
                    gpointer        data,
                    GDestroyNotify  free_data,
                    InlayJobDone    done,
                    gpointer        user_data)
{
  InlayJob *job = g_new0 (InlayJob, 1);

  job->run = run;
  job->data = data;
  job->free_data = free_data;
  job->done = done;
  job->user_data = user_data;
  g_async_queue_push (self->queue, job);
}
