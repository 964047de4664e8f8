/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-writer.h"

G_BEGIN_DECLS

/* Moves rollouts on: one look at each application, as a job of the writer. */
void inlay_engine_look (InlayWriter         *writer,
                        InlaySnapshotPlace  *place,
                        const char          *key,
                        gint64               epoch);

G_END_DECLS
