/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

/* Who was told of which variant of an application's experiments and is not written down yet. Readers
 * add without a lock; the writer takes all of it. What was added lately is not added again; that a
 * visitor counts once is the store's doing, for all processes. */
typedef struct _InlayExposures InlayExposures;

InlayExposures *inlay_exposures_new      (void);
InlayExposures *inlay_exposures_ref      (InlayExposures      *self);
void            inlay_exposures_unref    (InlayExposures      *self);
void            inlay_exposures_add      (InlayExposures      *self,
                                          InlayDecision       *decision,
                                          const char          *unit);
gboolean        inlay_exposures_flush    (InlayExposures      *self,
                                          InlayRegistryStore  *store,
                                          const char          *key,
                                          gint64               now,
                                          GError             **error);
void            inlay_exposures_settle   (InlayExposures      *self,
                                          gboolean             written);

/* @unit: what names a visitor, kept only as a digest that @key makes */
gboolean        inlay_exposures_write    (InlayRegistryStore  *store,
                                          const char          *key,
                                          gint64               now,
                                          const char          *experiment,
                                          const char          *variant,
                                          const char          *unit,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayExposures, inlay_exposures_unref)

G_END_DECLS
