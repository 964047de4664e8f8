/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Access tokens, kept as sha256 of what the caller holds. They are the registry's, not an
 * application's; making and revoking them is written to the audit of the store's application. */
typedef struct
{
  const char *hash;
  const char *name;
  const char *role;
  const char *app;          /* nullable: a pattern, as are the next two; %NULL is "*" */
  const char *environment;  /* nullable */
  const char *module;       /* nullable */
  gint64      expires;      /* 0: never */
} InlayRegistryToken;

char      *inlay_registry_store_add_token    (InlayRegistryStore        *self,
                                              const InlayRegistryWrite  *write,
                                              const InlayRegistryToken  *token,
                                              GError                   **error);
gboolean   inlay_registry_store_revoke_token (InlayRegistryStore        *self,
                                              const InlayRegistryWrite  *write,
                                              const char                *id,
                                              GError                   **error);
JsonNode  *inlay_registry_store_list_tokens  (InlayRegistryStore        *self,
                                              GError                   **error);

G_END_DECLS
