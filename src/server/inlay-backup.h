/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

/* Copies of the registry in the one folder that the operator named, one at a time however many
 * processes there are. Made by a thread of its own: requests and writes go on. */
typedef struct _InlayBackup InlayBackup;

/* Called in that thread; @name is the new file in the folder, or @error says why there is none. */
typedef void (*InlayBackupDone) (gpointer      data,
                                 const char   *name,
                                 guint64       size,
                                 GError       *error);

InlayBackup *inlay_backup_new   (const char       *database,
                                 const char       *folder);
gboolean     inlay_backup_start (InlayBackup      *self,
                                 InlayBackupDone   done,
                                 gpointer          data,
                                 GError          **error);
void         inlay_backup_free  (InlayBackup      *self);

/* One file, here and now. */
gboolean     inlay_backup_write (const char       *database,
                                 const char       *unfinished,
                                 const char       *path,
                                 InlayProgress    *progress,
                                 GCancellable     *cancellable,
                                 guint64          *size,
                                 GError          **error);

G_END_DECLS
