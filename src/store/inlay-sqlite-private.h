/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <sqlite3.h>

#include "inlay-sql-private.h"
#include "inlay-sqlite.h"

G_BEGIN_DECLS

typedef struct
{
  InlaySql parent;
  sqlite3 *db;
  GHashTable *idle;      /* SQL -> sqlite3_stmt, prepared and not on loan */
  gint64 data_version;   /* changes with each commit of another connection */
  int lock_fd;           /* of the file beside it that is locked; -1: none */
} InlaySqlite;

void inlay_sqlite_set_error (InlaySqlite  *self,
                             int           status,
                             GError      **error);

extern const InlayStatementEngine inlay_sqlite_statements;

G_END_DECLS
