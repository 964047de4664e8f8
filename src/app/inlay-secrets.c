/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-secrets.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  APP_ID ".Registry", SECRET_SCHEMA_NONE,
  {
    { "registry", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, token, (GDestroyNotify) secret_password_free);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
inlay_secrets_load_async (const char          *registry,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (registry != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_secrets_load_async);
  secret_password_lookup (&schema, cancellable, loaded_cb, task, "registry", registry, NULL);
}

char *
inlay_secrets_load_finish (GAsyncResult  *result,
                           GError       **error)
{
  char *secret;
  char *token;

  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_secrets_load_async), NULL);

  secret = g_task_propagate_pointer (G_TASK (result), error);
  token = g_strdup (secret);
  secret_password_free (secret);

  return token;
}

void
inlay_secrets_store_async (const char          *registry,
                           const char          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autofree char *label = NULL;
  GTask *task;

  g_return_if_fail (registry != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_secrets_store_async);
  if (token == NULL || *token == '\0')
    {
      secret_password_clear (&schema, cancellable, cleared_cb, task, "registry", registry, NULL);
      return;
    }

  /* Translators: the name of an entry in the keyring; %s is an address */
  label = g_strdup_printf (_("Inlay token for %s"), registry);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, token, cancellable,
                         stored_cb, task, "registry", registry, NULL);
}

gboolean
inlay_secrets_store_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_secrets_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
