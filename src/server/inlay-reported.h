/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which page said what of which module lately, so that nobody is heard twice. For one thread. It
 * forgets the oldest once it holds many. */
typedef struct _InlayReported InlayReported;

InlayReported *inlay_reported_new  (void);
void           inlay_reported_free (InlayReported  *self);
/* Whether it is said for the first time. */
gboolean       inlay_reported_add  (InlayReported  *self,
                                    const char     *page,
                                    const char     *module_id,
                                    gboolean        healthy);

G_END_DECLS
