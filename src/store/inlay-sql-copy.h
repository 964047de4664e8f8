/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-progress.h"
#include "inlay-sql.h"

G_BEGIN_DECLS

/* A whole database, whatever is in it, from one engine to another. Both have the same schema. */
gboolean inlay_sql_copy    (InlaySql          *from,
                            InlaySql          *to,
                            InlayProgress     *progress,
                            GCancellable      *cancellable,
                            guint64           *n_rows,
                            GError           **error);
gboolean inlay_sql_compare (InlaySql          *one,
                            InlaySql          *other,
                            InlayProgress     *progress,
                            GCancellable      *cancellable,
                            guint64           *n_rows,
                            GError           **error);

G_END_DECLS
