/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

/**
 * inlay_server_set_upkeep:
 * @self: a server that does not listen yet
 * @database: the address of its registry
 * @folder: (nullable): where backups go
 * @keep: for how many days pages stay open when nobody says otherwise
 */
void
inlay_server_set_upkeep (InlayServer *self,
                         const char  *database,
                         const char  *folder,
                         guint        keep)
{
  self->keep = keep;
  if (folder != NULL)
    self->backup = inlay_backup_new (database, folder);
}

/**
 * inlay_server_get_backup:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what makes backups; %NULL: the operator named no folder
 */
InlayBackup *
inlay_server_get_backup (InlayServer *self)
{
  return self->backup;
}

guint
inlay_server_get_keep (InlayServer *self)
{
  return self->keep;
}
