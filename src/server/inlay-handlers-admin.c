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
      g_warning ("the backup was not made: %s", error->message);
      inlay_request_refuse (request, 503, "unavailable", "the backup was not made; the log tells why");
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

typedef struct
{
  gint64 keep;        /* first, as the use case wants it */
  gboolean is_done;
} Collect;

/* Once: when it was carried out, so that whoever is answered may ask again, or when it never is. */
static void
collect_end (Collect *collect)
{
  if (!collect->is_done)
    g_atomic_int_set (&is_collecting, FALSE);
  collect->is_done = TRUE;
}

static void
collect_free (gpointer data)
{
  collect_end (data);
  g_free (data);
}

static JsonNode *
collect (InlayWork  *work,
         gpointer    use_case,
         GError    **error)
{
  JsonNode *answer = inlay_registry_collect (work, use_case, error);

  collect_end (((InlayUseCase *) use_case)->request);
  return answer;
}

void
inlay_handle_collect (InlayRequest *request)
{
  g_autoptr (JsonNode) body = NULL;
  Collect *asked;

  if (request->body != NULL && request->body->len > 0 && !(body = inlay_request_read_json (request)))
    return;
  if (!g_atomic_int_compare_and_exchange (&is_collecting, FALSE, TRUE))
    {
      inlay_request_refuse (request, 409, "conflict", "what nobody needs is being let go of");
      return;
    }
  asked = g_new0 (Collect, 1);
  asked->keep = inlay_json_get_int (body, "keepDays", inlay_server_get_keep (request->server)) * G_TIME_SPAN_DAY;
  inlay_request_queue_use_case (request, collect, asked, collect_free);
}
