/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Who may do what. Tokens are known by their hash only. Those of the token file are put in place
 * anew when the operator asks for it, those kept in the database whenever they change. */
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

/* What a caller may do: a role for the applications, environments and modules whose names the
 * patterns match. Immutable and counted. */
typedef struct
{
  gatomicrefcount ref_count;
  char      *hash;         /* nullable: no token */
  char      *name;         /* nullable: nobody we know */
  InlayRole  role;
  char      *app;
  char      *environment;
  char      *module;
  gint64     expires;      /* 0: never */
} InlayGrant;

InlayGrant *inlay_grant_new          (const char    *hash,
                                      const char    *name,
                                      InlayRole      role,
                                      gint64         expires);
void        inlay_grant_limit        (InlayGrant    *self,
                                      const char    *app,
                                      const char    *environment,
                                      const char    *module);
InlayGrant *inlay_grant_ref          (InlayGrant    *self);
void        inlay_grant_unref        (InlayGrant    *self);
gboolean    inlay_grant_check        (InlayGrant    *self,
                                      const char    *kind,
                                      const char    *name,
                                      GError       **error);

InlayAuth  *inlay_auth_new           (void);
void        inlay_auth_free          (InlayAuth     *self);
void        inlay_auth_add           (InlayAuth     *self,
                                      InlayGrant    *grant);
void        inlay_auth_set_kept      (InlayAuth     *self,
                                      JsonNode      *rows);
gboolean    inlay_auth_load_file     (InlayAuth     *self,
                                      const char    *path,
                                      GError       **error);
gboolean    inlay_auth_reload_file   (InlayAuth     *self,
                                      const char    *path,
                                      GError       **error);
gboolean    inlay_auth_is_open       (InlayAuth     *self);
InlayGrant *inlay_auth_check         (InlayAuth     *self,
                                      const char    *header);
InlayGrant *inlay_auth_renew         (InlayAuth     *self,
                                      InlayGrant    *grant);
gboolean    inlay_role_includes      (InlayRole      role,
                                      InlayRole      needed);
gboolean    inlay_role_parse         (const char    *text,
                                      InlayRole     *role);
const char *inlay_role_to_string     (InlayRole      role);
char       *inlay_token_hash         (const char    *token);
char       *inlay_token_new          (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAuth, inlay_auth_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayGrant, inlay_grant_unref)

G_END_DECLS
