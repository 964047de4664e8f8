/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

/* Something that may take long, for a person who waits at a terminal. */
typedef gboolean (*InlayLongWork) (gpointer         data,
                                   InlayProgress   *progress,
                                   GCancellable    *cancellable,
                                   GError         **error);

gboolean inlay_long_run (const char     *what,
                         const char     *unit,
                         InlayLongWork   work,
                         gpointer        data,
                         GError        **error);

G_END_DECLS
