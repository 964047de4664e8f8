/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-auth.h"

#include <inlay-core.h>
#include <string.h>

static const char * const role_names[] = {
  "public", "viewer", "publisher", "deployer", "approver", "auditor", "admin",
};

/**
 * inlay_grant_new:
 * @hash: (nullable): the digest of a token
 * @name: (nullable): whose it is
 * @role: what it allows
 * @expires: when it ends, 0 for never
 *
 * Returns: (transfer full): that role everywhere
 */
InlayGrant *
inlay_grant_new (const char *hash,
                 const char *name,
                 InlayRole   role,
                 gint64      expires)
{
  InlayGrant *self = g_new0 (InlayGrant, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->hash = g_strdup (hash);
  self->name = g_strdup (name);
  self->role = role;
  self->app = g_strdup ("*");
  self->environment = g_strdup ("*");
  self->module = g_strdup ("*");
  self->expires = expires;
  return self;
}

/**
 * inlay_grant_limit:
 * @self: a grant nobody else has yet
 * @app: (nullable): a pattern with `*` and `?`, and so are the next two; %NULL leaves it as it is
 * @environment: (nullable): environments
 * @module: (nullable): modules
 */
void
inlay_grant_limit (InlayGrant *self,
                   const char *app,
                   const char *environment,
                   const char *module)
{
  char **places[] = { &self->app, &self->environment, &self->module };
  const char *patterns[] = { app, environment, module };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (patterns[i] != NULL)
      {
        g_free (*places[i]);
        *places[i] = g_strdup (patterns[i]);
      }
}

InlayGrant *
inlay_grant_ref (InlayGrant *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_grant_unref (InlayGrant *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->hash);
  g_free (self->name);
  g_free (self->app);
  g_free (self->environment);
  g_free (self->module);
  g_free (self);
}

/**
 * inlay_grant_check:
 * @self: what a caller may do
 * @kind: "application", "environment" or "module"
 * @name: which
 * @error: return location; %INLAY_ERROR_DENIED
 *
 * Returns: whether it is one the grant is for
 */
gboolean
inlay_grant_check (InlayGrant  *self,
                   const char  *kind,
                   const char  *name,
                   GError     **error)
{
  const char *pattern = strcmp (kind, "application") == 0 ? self->app
                        : strcmp (kind, "environment") == 0 ? self->environment : self->module;

  if (strcmp (pattern, "*") == 0 || g_pattern_match_simple (pattern, name))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "the token of %s is not for the %s %s", self->name, kind, name);
  return FALSE;
}

gboolean
inlay_role_parse (const char *text,
                  InlayRole  *role)
{
  for (guint i = INLAY_ROLE_VIEWER; i < G_N_ELEMENTS (role_names); i++)
    if (strcmp (text, role_names[i]) == 0)
      {
        *role = (InlayRole) i;
        return TRUE;
      }
  return FALSE;
}

const char *
inlay_role_to_string (InlayRole role)
{
  return role_names[role];
}

/* Deployers publish, too; approvers and auditors only read beside their one thing. */
gboolean
inlay_role_includes (InlayRole role,
                     InlayRole needed)
{
  return needed == INLAY_ROLE_PUBLIC || role == INLAY_ROLE_ADMIN || role == needed ||
         (role != INLAY_ROLE_PUBLIC && needed == INLAY_ROLE_VIEWER) ||
         (role == INLAY_ROLE_DEPLOYER && needed == INLAY_ROLE_PUBLISHER);
}
