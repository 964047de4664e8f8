/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-token-store.h"

#include <inlay-core.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "dev.inlay.Inlay.Registry", SECRET_SCHEMA_NONE,
  {
    { "registry", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

/* One registry has one key, however its address is written. */
static char *
dup_key (const char *registry)
{
  g_autoptr(InlayUrl) url = inlay_url_parse (registry, NULL, NULL);
  char *key = url != NULL ? g_strdup (inlay_url_get_href (url)) : g_strdup (registry);

  while (g_str_has_suffix (key, "/"))
    key[strlen (key) - 1] = '\0';
  return key;
}

/* libsecret warns on standard error where there is no bus to ask on: a server, a container. */
static gboolean
keyring_is_there (GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(GDBusConnection) bus = NULL;

  if (g_getenv ("SECRET_BACKEND") != NULL)
    return TRUE;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, error);
  return bus != NULL;
}

static gboolean
explain (GError **error)
{
  if (error != NULL && *error != NULL)
    g_prefix_error (error, "the keyring cannot be used; INLAY_TOKEN works without it: ");
  return FALSE;
}

/**
 * inlay_token_lookup:
 * @registry: the registry's address
 *
 * Waits for the keyring, which may ask the user to unlock it.
 *
 * Returns: (transfer full) (nullable): the token; %NULL without an error when there is none
 */
char *
inlay_token_lookup (const char    *registry,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autofree char *key = dup_key (registry);
  char *secret = keyring_is_there (cancellable, error)
                   ? secret_password_lookup_sync (&schema, cancellable, error, "registry", key, NULL)
                   : NULL;
  char *token = g_strdup (secret);

  secret_password_free (secret);
  if (token == NULL)
    explain (error);
  return token;
}

/**
 * inlay_token_store:
 *
 * Keeps @token for @registry in place of an older one.
 */
gboolean
inlay_token_store (const char    *registry,
                   const char    *token,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *key = dup_key (registry);
  g_autofree char *label = g_strdup_printf ("Inlay token for %s", key);

  return (keyring_is_there (cancellable, error) &&
          secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, token, cancellable,
                                      error, "registry", key, NULL)) ||
         explain (error);
}

/**
 * inlay_token_forget:
 *
 * Takes the token for @registry out of the keyring; that there is none is no error.
 */
gboolean
inlay_token_forget (const char    *registry,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autofree char *key = dup_key (registry);
  g_autoptr(GError) local = NULL;

  if (keyring_is_there (cancellable, &local))
    secret_password_clear_sync (&schema, cancellable, &local, "registry", key, NULL);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return explain (error);
}

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

/**
 * inlay_token_lookup_async:
 *
 * As inlay_token_lookup(), without waiting.
 */
void
inlay_token_lookup_async (const char          *registry,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (registry != NULL);

  run (inlay_token_lookup_async, load_thread, registry, NULL, cancellable, callback, user_data);
}

/**
 * inlay_token_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the token; %NULL without an error when there is none
 */
char *
inlay_token_lookup_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_token_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * inlay_token_store_async:
 * @token: (nullable): the token; %NULL or empty forgets the one that is kept
 *
 * As inlay_token_store() and inlay_token_forget(), without waiting.
 */
void
inlay_token_store_async (const char          *registry,
                           const char          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (registry != NULL);

  run (inlay_token_store_async, store_thread, registry, token,
       cancellable, callback, user_data);
}

/**
 * inlay_token_store_finish:
 *
 * Returns: %TRUE when the keyring did as it was told
 */
gboolean
inlay_token_store_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_token_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
