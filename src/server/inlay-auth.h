/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who may do what. Tokens are known by their hash only; a store of tokens is filled before the door
 * opens and never changes. */
typedef struct _InlayAuth InlayAuth;

/**
 * InlayRole:
 * @INLAY_ROLE_PUBLIC: anyone
 * @INLAY_ROLE_VIEWER: may read what is not public
 * @INLAY_ROLE_PUBLISHER: may publish modules
 * @INLAY_ROLE_DEPLOYER: may save compositions, deploy, switch, roll back
 * @INLAY_ROLE_APPROVER: may approve deployments
 * @INLAY_ROLE_AUDITOR: may read the audit
 * @INLAY_ROLE_ADMIN: may do everything
 */
typedef enum
{
  INLAY_ROLE_PUBLIC,
  INLAY_ROLE_VIEWER,
  INLAY_ROLE_PUBLISHER,
  INLAY_ROLE_DEPLOYER,
  INLAY_ROLE_APPROVER,
  INLAY_ROLE_AUDITOR,
  INLAY_ROLE_ADMIN,
} InlayRole;

InlayAuth *inlay_auth_new        (void);
void       inlay_auth_free       (InlayAuth    *self);
void       inlay_auth_add        (InlayAuth    *self,
                                  const char   *hash,
                                  const char   *name,
                                  InlayRole     role,
                                  gint64        expires);
gboolean   inlay_auth_load_file  (InlayAuth    *self,
                                  const char   *path,
                                  GError      **error);
gboolean   inlay_auth_is_open    (InlayAuth    *self);
gboolean   inlay_auth_check      (InlayAuth    *self,
                                  const char   *header,
                                  gint64        now,
                                  InlayRole    *role,
                                  const char  **name);
gboolean   inlay_role_includes   (InlayRole     role,
                                  InlayRole     needed);
gboolean   inlay_role_parse      (const char   *text,
                                  InlayRole    *role);
char      *inlay_token_hash      (const char   *token);
char      *inlay_token_new       (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAuth, inlay_auth_free)

G_END_DECLS
