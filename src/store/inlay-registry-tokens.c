/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-tokens.h"

#include "inlay-registry-private.h"

typedef struct
{
  const InlayRegistryWrite *write;
  const InlayRegistryToken *token;
  const char *id;
} WriteToken;

static const char *
or_all (const char *pattern)
{
  return pattern != NULL ? pattern : "*";
}

static gboolean
run_add (InlayRegistryStore  *self,
         gpointer             data,
         GError             **error)
{
  WriteToken *run = data;
  const InlayRegistryToken *token = run->token;

  return inlay_registry_store_exec (self, error, "INSERT INTO tokens (id, app, hash, name, role, apps, environments, modules,"
                                    " created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0))",
                                    "ssssssssisi", run->id, self->app, token->hash, token->name, token->role,
                                    or_all (token->app), or_all (token->environment), or_all (token->module), run->write->now,
                                    run->write->actor, token->expires) &&
         inlay_registry_store_touch (self, run->write, "token-created",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id),
                                                            "name", inlay_json_new_string (token->name),
                                                            "role", inlay_json_new_string (token->role), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_add_token:
 * @self: a store
 * @write: who adds it, and when
 * @token: what it allows; the token itself is never kept
 * @error: return location
 *
 * Returns: (transfer full): its id
 */
char *
inlay_registry_store_add_token (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                const InlayRegistryToken  *token,
                                GError                   **error)
{
  g_autofree char *id = inlay_registry_new_id (write->now);
  WriteToken run = { write, token, id };

  return inlay_registry_store_run (self, run_add, &run, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
run_revoke (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  WriteToken *run = data;

  if (!inlay_registry_store_exec (self, error, "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", "is",
                                  run->write->now, run->id))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no token %s", run->id);
      return FALSE;
    }
  return inlay_registry_store_touch (self, run->write, "token-revoked",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id), NULL), NULL, error);
}

/**
 * inlay_registry_store_revoke_token:
 * @self: a store
 * @write: who revokes it, and when
 * @id: of a token
 * @error: return location
 *
 * Returns: whether it was good until now
 */
gboolean
inlay_registry_store_revoke_token (InlayRegistryStore        *self,
                                   const InlayRegistryWrite  *write,
                                   const char                *id,
                                   GError                   **error)
{
  WriteToken run = { write, NULL, id };

  return inlay_registry_store_run (self, run_revoke, &run, error);
}

/**
 * inlay_registry_store_list_tokens:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an array of {id, hash, name, role, app, environment, module, createdAt,
 *   createdBy, expires, expiresAt, revoked}, with the revoked ones
 */
JsonNode *
inlay_registry_store_list_tokens (InlayRegistryStore  *self,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, hash, name, role, apps, environments, modules, created_at, created_by,"
                                " coalesce (expires_at, 0), expires_at, revoked_at FROM tokens ORDER BY created_at, id", "");

  return inlay_registry_rows (statement, "id:s,hash:s,name:s,role:s,app:s,environment:s,module:s,createdAt:t,createdBy:s,"
                              "expires:i,expiresAt:t,revokedAt:t", error);
}
