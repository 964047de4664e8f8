/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-store.h"

#include "inlay-registry-private.h"

typedef struct
{
  const InlayRegistryWrite *write;
  const char *hash;
  const char *name;
  const char *role;
  gint64 expires;
} AddToken;

static gboolean
add_token (InlayRegistryStore  *self,
           gpointer             data,
           GError             **error)
{
  AddToken *add = data;
  g_autofree char *id = inlay_registry_new_id (add->write->now);

  return inlay_registry_store_exec (self, error, "INSERT INTO tokens (id, app, hash, name, role, created_at, expires_at)"
                                    " VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0))", "sssssii", id, self->app, add->hash,
                                    add->name, add->role, add->write->now, add->expires) &&
         inlay_registry_store_touch (self, add->write, "token-created",
                                     inlay_json_new_object ("name", inlay_json_new_string (add->name),
                                                            "role", inlay_json_new_string (add->role), NULL),
                                     NULL, error);
}

/**
 * inlay_registry_store_add_token:
 * @self: a store
 * @write: who adds it, and when
 * @hash: the digest of the token; the token itself is never kept
 * @name: whose it is
 * @role: what it may do
 * @expires: when it ends, 0 for never
 * @error: return location
 *
 * Returns: whether it was added
 */
gboolean
inlay_registry_store_add_token (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                const char                *hash,
                                const char                *name,
                                const char                *role,
                                gint64                     expires,
                                GError                   **error)
{
  AddToken add = { write, hash, name, role, expires };

  return inlay_registry_store_run (self, add_token, &add, error);
}

/**
 * inlay_registry_store_list_tokens:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an array of {hash, name, role, expires}, without the revoked ones
 */
JsonNode *
inlay_registry_store_list_tokens (InlayRegistryStore  *self,
                                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT hash, name, role, coalesce(expires_at, 0) FROM tokens"
                                " WHERE app = ? AND revoked_at IS NULL", "s", self->app);

  return inlay_registry_rows (statement, "hash:s,name:s,role:s,expires:i", error);
}
