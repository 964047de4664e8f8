/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Making, changing and taking away environments. */
typedef struct
{
  const char *name;
  const char *kind;        /* "slot", "preview" or "branch"; NULL in a change */
  const char *branch;      /* nullable */
  gint64      expires_at;  /* 0: never; -1 in a change: as it is */
  int         frozen;      /* 0 or 1; -1 in a change: as it is */
  int         approval;    /* the same */
} InlayRegistryPlace;

gboolean  inlay_registry_store_add_environment     (InlayRegistryStore         *self,
                                                    const InlayRegistryWrite   *write,
                                                    const InlayRegistryPlace   *place,
                                                    GError                    **error);
gboolean  inlay_registry_store_change_environment  (InlayRegistryStore         *self,
                                                    const InlayRegistryWrite   *write,
                                                    const InlayRegistryPlace   *place,
                                                    GError                    **error);
gboolean  inlay_registry_store_delete_environment  (InlayRegistryStore         *self,
                                                    const InlayRegistryWrite   *write,
                                                    const char                 *name,
                                                    GError                    **error);
gboolean  inlay_registry_store_has_environment     (InlayRegistryStore         *self,
                                                    const char                 *name,
                                                    GError                    **error);
/* Those whose time is over; not set: none. */
char    **inlay_registry_store_list_expired        (InlayRegistryStore         *self,
                                                    gint64                      now,
                                                    GError                    **error);
/* A secret of the registry, made when it is asked for first. */
char     *inlay_registry_store_get_secret          (InlayRegistryStore         *self,
                                                    const char                 *name,
                                                    const char                 *fresh,
                                                    GError                    **error);

G_END_DECLS
