/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Health of what is deployed. Reports and probes are no control writes: they have no generation. */
typedef enum
{
  INLAY_REGISTRY_ANYONE,   /* counts; many must agree before anything follows */
  INLAY_REGISTRY_TRUSTED,  /* said by someone who may deploy: believed at once */
} InlayRegistryTrust;

gboolean  inlay_registry_store_report_health (InlayRegistryStore         *self,
                                              gint64                      now,
                                              InlayRegistryTrust          trust,
                                              const char                 *environment,
                                              const char                 *module_id,
                                              gboolean                    healthy,
                                              const char                 *message,
                                              gboolean                   *changed,
                                              GError                    **error);
gboolean  inlay_registry_store_report_probe  (InlayRegistryStore         *self,
                                              gint64                      now,
                                              const char                 *deployment,
                                              const char                 *module_id,
                                              gboolean                    reached,
                                              const char                 *message,
                                              gboolean                   *changed,
                                              GError                    **error);
gboolean  inlay_registry_store_record_alert  (InlayRegistryStore         *self,
                                              const InlayRegistryWrite   *write,
                                              const char                 *module_id,
                                              double                      error_rate,
                                              GError                    **error);

G_END_DECLS
