/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Serves until it is told to stop; lives at @life once it answers. */
typedef gboolean (*InlayWorkerFunc) (gpointer   data,
                                     int        life,
                                     GError   **error);

gboolean inlay_workers_run (guint             n_workers,
                            InlayWorkerFunc   work,
                            void            (*announce) (gpointer data),
                            gpointer          data,
                            GError          **error);

/* For the worker. */
guint    inlay_worker_live (int               life);

G_END_DECLS
