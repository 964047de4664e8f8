/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Names of hosts at which an application's pages are. A name belongs to one application. */

gboolean   inlay_registry_store_put_hosts      (InlayRegistryStore        *self,
                                                const InlayRegistryWrite  *write,
                                                const char * const        *names,
                                                GError                   **error);
/* Names, sorted. */
JsonNode  *inlay_registry_store_list_hosts     (InlayRegistryStore        *self,
                                                GError                   **error);
/* [{name, app}] of all applications. */
JsonNode  *inlay_registry_store_list_all_hosts (InlayRegistryStore        *self,
                                                GError                   **error);

G_END_DECLS
