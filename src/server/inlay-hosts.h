/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Which application is at which name of this host. Read by every request, without a lock. */
typedef struct _InlayHosts InlayHosts;

InlayHosts *inlay_hosts_new     (void);
void        inlay_hosts_free    (InlayHosts   *self);
/* @rows: an array of {name, app}. One thread at a time. */
void        inlay_hosts_set     (InlayHosts   *self,
                                 JsonNode     *rows);
/* NULL: the default application. */
char       *inlay_hosts_dup_app (InlayHosts   *self,
                                 const char   *header);
/* Whether only this machine has the name. */
gboolean    inlay_hosts_is_local (const char  *name);
/* Lower case, of letters, digits, dots and hyphens. NULL: it is none. */
char       *inlay_hosts_dup_name (const char  *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayHosts, inlay_hosts_free)

G_END_DECLS
