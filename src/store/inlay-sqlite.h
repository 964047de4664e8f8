/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-progress.h"
#include "inlay-sql.h"

G_BEGIN_DECLS

/* What only SQLite has: one file (WAL, synchronous=FULL, foreign keys on). */
InlaySql *inlay_sqlite_open        (const char        *path,
                                    GError           **error);
gint64    inlay_sqlite_get_last_id (InlaySql          *self);
gboolean  inlay_sqlite_back_up     (InlaySql          *self,
                                    const char        *path,
                                    InlayProgress     *progress,
                                    GCancellable      *cancellable,
                                    GError           **error);

G_END_DECLS
