/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-writer.h"

G_BEGIN_DECLS

/* Looks at what other processes do on the same registry: tells the writer when they wrote, knows
 * whether this process leads, and since when the database is away. */
typedef struct _InlayWatch InlayWatch;

InlayWatch *inlay_watch_new      (InlayRegistryStore  *store,
                                  InlayWriter         *writer);
gint64      inlay_watch_get_epoch (InlayWatch         *self);
guint       inlay_watch_get_stale (InlayWatch         *self);
void        inlay_watch_stop     (InlayWatch          *self);

G_END_DECLS
