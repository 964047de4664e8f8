/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-auth.h"
#include "inlay-events.h"
#include "inlay-hosts.h"
#include "inlay-snapshot.h"

G_BEGIN_DECLS

/* How what is written comes to be seen: the writer's view of all applications. Of its thread only, but for
 * what says otherwise. */
typedef struct _InlayTenants InlayTenants;

/* One application. */
typedef struct
{
  char *app;
  InlayShelf *shelf;     /* nullable */
  gint64 told;           /* the last generation that was told as an event */
  InlayParts changed;    /* by the group under way */
  gboolean is_behind;    /* a snapshot could not be made; the next one is made whole */
  InlayRegistryMarks marks;  /* how far the snapshot is */
} InlayTenant;

InlayTenants *inlay_tenants_new          (InlayRegistryStore  *store,
                                          InlaySnapshotPlace  *place,
                                          InlayEvents         *events,
                                          InlayAuth           *auth,
                                          InlayHosts          *hosts);
void          inlay_tenants_free         (InlayTenants        *self);
InlayTenant  *inlay_tenants_get          (InlayTenants        *self,
                                          const char          *app);
gboolean      inlay_tenants_have_changed (InlayTenants        *self);
gboolean      inlay_tenants_publish      (InlayTenants        *self,
                                          GError             **error);
gboolean      inlay_tenants_catch_up     (InlayTenants        *self,
                                          GHashTable          *wanted,
                                          GError             **error);
gboolean      inlay_tenants_look         (InlayTenants        *self,
                                          GError             **error);
gboolean      inlay_tenants_mark         (InlayTenants        *self,
                                          GError             **error);
void          inlay_tenants_forget       (InlayTenants        *self);
/* Any thread. */
void          inlay_tenants_set_notify   (InlayTenants        *self,
                                          void               (*notify) (gpointer data),
                                          gpointer             data);
gint64        inlay_tenants_get_age      (InlayTenants        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayTenants, inlay_tenants_free)

G_END_DECLS
