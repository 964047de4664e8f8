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
