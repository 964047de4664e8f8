/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-sql.h"

G_BEGIN_DECLS

/* A connection to a PostgreSQL server. Transactions take turns by an advisory lock, so that writers
 * never wait for each other in a ring; a session that falls silent inside one is ended by the server. */
InlaySql *inlay_postgres_open      (const char  *address,
                                    GError     **error);

G_END_DECLS
