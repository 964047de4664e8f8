/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often somebody may ask: a bucket of tokens for each key, filled at a steady rate. The memory is
 * bounded; when there are more keys than buckets, the fullest, which say least, are forgotten. Shared
 * with processes that are forked later: they count together. */
typedef struct _InlayThrottle InlayThrottle;

#define INLAY_THROTTLE_BURST 5   /* seconds whose share may be used at once */

InlayThrottle *inlay_throttle_new      (void);
void           inlay_throttle_free     (InlayThrottle  *self);
void           inlay_throttle_set_rate (InlayThrottle  *self,
                                        guint           per_second);
gboolean       inlay_throttle_take     (InlayThrottle  *self,
                                        guint64         key,
                                        gint64          now,
                                        guint          *retry_after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayThrottle, inlay_throttle_free)

G_END_DECLS
