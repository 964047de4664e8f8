/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-sql.h"

G_BEGIN_DECLS

/* What a database consists of, by what it says itself. */
typedef struct
{
  char *name;
  char type;         /* i, d, s or b, as they are bound */
  guint key;         /* its place in the primary key, from 1; 0: in none */
  gboolean is_made;  /* by the database, when it is left out */
} InlaySqlColumn;

typedef struct
{
  char *name;
  GPtrArray *columns;
  GPtrArray *keys;       /* of InlaySqlColumn, in the order of the primary key */
} InlaySqlTable;

GPtrArray *inlay_sql_list_tables (InlaySql   *sql,
                                  GError    **error);
char      *inlay_sql_join        (GPtrArray  *columns,
                                  const char *mark);

G_END_DECLS
