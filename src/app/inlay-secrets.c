/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-secrets.h"

#include <inlay-token-store.h>

typedef struct
{
  char *registry;
  char *token;
} Secret;

static void
secret_free (Secret *secret)
{
  g_free (secret->registry);
  g_free (secret->token);
  g_free (secret);
}

/* The keyring may wait for a password: never on the main loop. */
static void
run (gpointer             tag,
     GTaskThreadFunc      func,
     const char          *registry,
     const char          *token,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Secret *secret = g_new0 (Secret, 1);

  secret->registry = g_strdup (registry);
  secret->token = g_strdup (token);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, secret, (GDestroyNotify) secret_free);
  g_task_run_in_thread (task, func);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Secret *secret = task_data;
  GError *error = NULL;
  char *token = inlay_token_lookup (secret->registry, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, token, g_free);
}

static void
store_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Secret *secret = task_data;
  GError *error = NULL;
  gboolean done;

  if (secret->token != NULL && *secret->token != '\0')
    done = inlay_token_store (secret->registry, secret->token, cancellable, &error);
  else
    done = inlay_token_forget (secret->registry, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, done);
}

void
inlay_secrets_load_async (const char          *registry,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (registry != NULL);

  run (inlay_secrets_load_async, load_thread, registry, NULL, cancellable, callback, user_data);
}

char *
inlay_secrets_load_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_secrets_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
inlay_secrets_store_async (const char          *registry,
                           const char          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (registry != NULL);

  run (inlay_secrets_store_async, store_thread, registry, token,
       cancellable, callback, user_data);
}

gboolean
inlay_secrets_store_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_secrets_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
