/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-join.h"

#include <inlay-client.h>
#include <inlay-core.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "inlay-registry-place.h"

#define STEP_MILLISECONDS 100
#define CALL_SECONDS 5
/* What only those may see who are let in. */
#define ASKED "/api/v1/tokens"

typedef struct
{
  char *folder;
  int lock;
  gint64 until;
  GPid holder;              /* of the lock, or -1 */
  int process;              /* its descriptor, or -1 */
  char *address;
  char *token;              /* once @holder was told of it */
} Join;

static void join_step (GTask *task);

static void
join_forget (Join *join)
{
  if (join->process >= 0)
    close (join->process);
  join->process = -1;
  join->holder = -1;
  g_clear_pointer (&join->address, g_free);
  g_clear_pointer (&join->token, g_free);
}

static void
join_free (Join *join)
{
  join_forget (join);
  g_free (join->folder);
  g_free (join);
}

static void
step_cb (gpointer user_data)
{
  join_step (user_data);
}

static void
called_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);

  if (answer != NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  g_debug ("the registry of another application: %s", error->message);
  g_timeout_add_once (STEP_MILLISECONDS, step_cb, task);
}

/* A descriptor of the process, and not of one that has its number by now. */
static gboolean
join_find (Join *join)
{
  GPid process = 0, again = 0;
  g_autofree char *address = inlay_registry_place_dup_address (join->lock, &process);
  g_autofree char *still = NULL;

  if (address != NULL && process == join->holder)
    return TRUE;

  join_forget (join);
  if (address == NULL || (join->process = pidfd_open (process, 0)) < 0)
    return FALSE;

  join->holder = process;
  join->address = g_steal_pointer (&address);
  still = inlay_registry_place_dup_address (join->lock, &again);
  return still != NULL && again == process && inlay_registry_place_is_taken (join->lock);
}

/* Returns: whether it was asked to let us in */
static gboolean
join_enter (Join    *join,
            GError **error)
{
  g_autofree char *line = NULL;

  if (!join_find (join))
    return FALSE;
  if (join->token != NULL)
    return TRUE;

  join->token = inlay_registry_place_create_token (&line);
  return inlay_registry_place_add_token (join->folder, line, error) &&
         pidfd_send_signal (join->process, SIGHUP, NULL, 0) == 0;
}

static void
join_step (GTask *task)
{
  Join *join = g_task_get_task_data (task);
  g_autoptr(InlayClient) client = NULL;
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      if (!inlay_registry_place_is_taken (join->lock))
        g_set_error (&error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "no registry runs for %s", join->folder);
      else if (g_get_monotonic_time () > join->until)
        g_set_error (&error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                     "the one that another application started for %s lets nobody else in", join->folder);
      else if (join_enter (join, &error))
        client = inlay_client_new (join->address, join->token, &error);
    }

  if (error != NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (client != NULL)
    {
      inlay_client_set_deadline (client, CALL_SECONDS);
      inlay_client_call_async (client, "GET", ASKED, NULL, g_task_get_cancellable (task), called_cb, task);
    }
  else
    {
      g_timeout_add_once (STEP_MILLISECONDS, step_cb, task);
    }
}

void
inlay_registry_join_async (const char          *folder,
                           int                  lock,
                           guint                seconds,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Join *join = g_new0 (Join, 1);

  g_task_set_source_tag (task, inlay_registry_join_async);
  join->folder = g_strdup (folder);
  join->lock = lock;
  join->until = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  join->holder = -1;
  join->process = -1;
  g_task_set_task_data (task, join, (GDestroyNotify) join_free);
  join_step (task);
}

gboolean
inlay_registry_join_finish (GAsyncResult  *result,
                            char         **address,
                            char         **token,
                            int           *process,
                            GError       **error)
{
  Join *join;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  join = g_task_get_task_data (G_TASK (result));
  *address = g_steal_pointer (&join->address);
  *token = g_steal_pointer (&join->token);
  *process = join->process;
  join->process = -1;
  return TRUE;
}
