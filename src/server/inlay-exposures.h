/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

/* How often the variants of an application's experiments were seen since that was last written
 * down. Which variants there are is fixed; the numbers are counted without a lock and move on to the
 * object that follows when the experiments change. */
typedef struct _InlayExposures InlayExposures;

/* @before: (nullable) */
InlayExposures *inlay_exposures_new   (InlayTraffic        *traffic,
                                       InlayExposures      *before);
InlayExposures *inlay_exposures_ref   (InlayExposures      *self);
void            inlay_exposures_unref (InlayExposures      *self);
void            inlay_exposures_count (InlayExposures      *self,
                                       InlayDecision       *decision,
                                       gboolean             with_modules);
void            inlay_exposures_count_variant (InlayExposures *self,
                                       const char          *experiment,
                                       const char          *variant);
gboolean        inlay_exposures_flush (InlayExposures      *self,
                                       InlayRegistryStore  *store,
                                       gint64               now,
                                       GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayExposures, inlay_exposures_unref)

G_END_DECLS
