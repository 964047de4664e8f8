/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-registry-admin.h"

/* What the operator does with the whole registry. */

typedef struct
{
  char *name;
  guint64 size;
} Made;

static void
made_free (gpointer data)
{
  Made *made = data;

  g_free (made->name);
  g_free (made);
}

static JsonNode *
note_backup (InlayWork  *work,
             gpointer    use_case,
             GError    **error)
{
  InlayUseCase *self = use_case;
  Made *made = self->request;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_note_backup (work->store, &write, made->name, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "file", inlay_json_new_string (made->name),
                                "bytes", inlay_json_new_int ((gint64) made->size), NULL);
}

static void
refuse_backup (InlayRequest *request,
               const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_message ("the backup was ended: the registry stops");
      inlay_request_refuse (request, 503, "unavailable", "the backup was not made: the registry stops");
      return;
    }
  g_warning ("the backup was not made: %s", error->message);
  inlay_request_refuse (request, 503, "unavailable", "the backup was not made; the log tells why");
}

/* In the thread that makes backups. What only the operator has to know stays in the log. */
static void
backup_done (gpointer    data,
             const char *name,
             guint64     size,
             GError     *error)
{
  InlayRequest *request = data;
  Made *made;

  if (name == NULL)
    {
      refuse_backup (request, error);
      inlay_request_wake (request);
      return;
    }
  made = g_new0 (Made, 1);
  made->name = g_strdup (name);
  made->size = size;
  inlay_request_queue_use_case (request, note_backup, made, made_free);
}

void
inlay_handle_backup (InlayRequest *request)
{
  InlayBackup *backup = inlay_server_get_backup (request->server);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GError) error = NULL;

  if (request->body != NULL && request->body->len > 0 && !(body = inlay_request_read_json (request)))
    return;
  if (backup == NULL)
    {
      inlay_request_refuse (request, 501, "unsupported", "this registry was started without --backup-folder");
      return;
    }
  inlay_request_rest (request);
  if (inlay_backup_start (backup, backup_done, request, &error))
    return;
  if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_CONFLICT))
    inlay_request_refuse (request, 409, "conflict", "%s", error->message);
  else
    {
      g_warning ("the backup was not made: %s", error->message);
      inlay_request_refuse (request, 503, "unavailable", "the folder of backups cannot be used; the log tells why");
    }
  inlay_request_wake (request);
}

/* Whether what nobody needs is being let go of; by another process it may be, too, then one waits. */
static gint is_collecting;

/* Done part by part in a thread that waits for each, so that other writes come in between. */
typedef struct
{
  InlayCollect asked;   /* first, as the use case wants it */
  InlayRequest *request;
  InlayUseCase *use_case;
  GMutex lock;          /* guards the next two */
  GCond wake;
  gboolean is_under_way;
  GError *error;
} Collect;

static void
collect_free (gpointer data)
{
  Collect *self = data;

  inlay_use_case_free (self->use_case);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

static void
part_done (gpointer        user_data,
           InlayJobResult *result)
{
  Collect *self = user_data;

  g_mutex_lock (&self->lock);
  self->is_under_way = FALSE;
  self->error = g_steal_pointer (&result->error);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

static gboolean
do_part (Collect *self)
{
  InlayRequest *request = self->request;

  g_mutex_lock (&self->lock);
  self->is_under_way = TRUE;
  inlay_writer_queue (inlay_server_get_writer (request->server), request->app, inlay_registry_collect, self->use_case, NULL,
                      part_done, self);
  while (self->is_under_way)
    g_cond_wait (&self->wake, &self->lock);
  g_mutex_unlock (&self->lock);
  return self->error == NULL;
}

/* What was let go of by then stays so. */
static void
collect_slowly (gpointer      data,
                GCancellable *cancellable)
{
  Collect *self = data;
  InlayRequest *request = self->request;

  while (!self->asked.collected.is_done && !g_cancellable_is_cancelled (cancellable))
    if (!do_part (self))
      break;
  /* Before the answer, so that whoever gets it may ask again. */
  g_atomic_int_set (&is_collecting, FALSE);
  if (self->asked.collected.is_done)
    {
      inlay_request_queue_use_case (request, inlay_registry_collect, self, collect_free);
      return;
    }
  if (self->error != NULL)
    inlay_request_refuse_error (request, g_steal_pointer (&self->error));
  else
    inlay_request_refuse (request, 503, "unavailable", "the registry stops; what was not let go of yet is next time");
  collect_free (self);
  inlay_request_wake (request);
}

void
inlay_handle_collect (InlayRequest *request)
{
  g_autoptr (JsonNode) body = NULL;
  Collect *self;

  if (request->body != NULL && request->body->len > 0 && !(body = inlay_request_read_json (request)))
    return;
  if (!g_atomic_int_compare_and_exchange (&is_collecting, FALSE, TRUE))
    {
      inlay_request_refuse (request, 409, "conflict", "what nobody needs is being let go of");
      return;
    }
  self = g_new0 (Collect, 1);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->request = request;
  self->asked.keep = inlay_json_get_int (body, "keepDays", inlay_server_get_keep (request->server)) * G_TIME_SPAN_DAY;
  self->use_case = inlay_use_case_new (request->actor != NULL ? request->actor : "anyone", g_get_real_time (), self, NULL);
  inlay_request_rest (request);
  inlay_server_do_slowly (request->server, collect_slowly, self);
}
