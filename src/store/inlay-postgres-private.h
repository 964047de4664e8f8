/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <libpq-fe.h>

#include "inlay-postgres.h"
#include "inlay-sql-private.h"

G_BEGIN_DECLS

typedef struct
{
  InlaySql parent;
  PGconn *connection;
  GHashTable *texts;       /* SQL -> what the server is sent */
  GHashTable *prepared;    /* what the server is sent and its types -> the name it has there */
  GHashTable *channels;    /* to be notified with the commit */
  gboolean in_transaction; /* begun and not ended, on this connection or the one that was lost */
  gboolean holds;          /* the lock that lasts as long as the connection */
  gint64 next_try;         /* no reconnecting before */
  gint64 back_off;
} InlayPostgres;

gboolean        inlay_postgres_check       (InlayPostgres   *self,
                                            PGresult        *result,
                                            GError         **error);
gboolean        inlay_postgres_ensure      (InlayPostgres   *self,
                                            GError         **error);
/* Whether what just went wrong would go right on a new connection, which is there. */
gboolean        inlay_postgres_may_retry   (InlayPostgres   *self);

extern const InlayStatementEngine inlay_postgres_statements;

typedef PGresult InlayPostgresResult;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPostgresResult, PQclear)

G_END_DECLS
