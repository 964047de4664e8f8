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

/* For the worker: what it tells the one that looks after it. */
typedef enum
{
  INLAY_WORKER_LIVES = 'l',
  INLAY_WORKER_HAS_READ = 'r',
  INLAY_WORKER_HAS_NOT_READ = 'n',
} InlayWorkerSign;

guint    inlay_worker_live         (int      life);
void     inlay_worker_has_reloaded (int      life,
                                    gboolean is_read);

G_END_DECLS
