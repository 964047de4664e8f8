/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One connection to one SQLite file (WAL, synchronous=FULL, foreign keys on). Not for two threads
 * at a time: each opens its own. */
typedef struct _InlaySqlite InlaySqlite;

/* A prepared statement on loan from its connection, which keeps it prepared for the next use. What
 * goes wrong while preparing or binding is reported by the step or run that follows. */
typedef struct _InlayStatement InlayStatement;

/* A write transaction under way; freeing it before the commit rolls it back. */
typedef struct _InlaySqliteGuard InlaySqliteGuard;

InlaySqlite      *inlay_sqlite_open          (const char       *path,
                                              GError          **error);
void              inlay_sqlite_close         (InlaySqlite      *self);
const char       *inlay_sqlite_get_path      (InlaySqlite      *self);
gboolean          inlay_sqlite_migrate       (InlaySqlite      *self,
                                              const char       *migrations,
                                              guint32           application_id,
                                              GError          **error);
gboolean          inlay_sqlite_exec          (InlaySqlite      *self,
                                              const char       *sql,
                                              GError          **error);
gint64            inlay_sqlite_get_last_id   (InlaySqlite      *self);
guint             inlay_sqlite_get_n_changed (InlaySqlite      *self);

InlaySqliteGuard *inlay_sqlite_begin         (InlaySqlite      *self,
                                              GError          **error);
gboolean          inlay_sqlite_commit        (InlaySqliteGuard *guard,
                                              GError          **error);
void              inlay_sqlite_guard_free    (InlaySqliteGuard *guard);

InlayStatement   *inlay_sqlite_prepare       (InlaySqlite      *self,
                                              const char       *sql);
void              inlay_statement_free       (InlayStatement   *self);
void              inlay_statement_bind_int   (InlayStatement   *self,
                                              int               index,
                                              gint64            value);
void              inlay_statement_bind_double (InlayStatement  *self,
                                              int               index,
                                              double            value);
void              inlay_statement_bind_text  (InlayStatement   *self,
                                              int               index,
                                              const char       *value);
void              inlay_statement_bind_bytes (InlayStatement   *self,
                                              int               index,
                                              GBytes           *value);
gboolean          inlay_statement_step       (InlayStatement   *self,
                                              GError          **error);
gboolean          inlay_statement_has_failed (InlayStatement   *self);
gboolean          inlay_statement_run        (InlayStatement   *self,
                                              GError          **error);
void              inlay_statement_reset      (InlayStatement   *self);
gboolean          inlay_statement_is_null    (InlayStatement   *self,
                                              int               column);
gint64            inlay_statement_get_int    (InlayStatement   *self,
                                              int               column);
double            inlay_statement_get_double (InlayStatement   *self,
                                              int               column);
const char       *inlay_statement_get_text   (InlayStatement   *self,
                                              int               column);
GBytes           *inlay_statement_get_bytes  (InlayStatement   *self,
                                              int               column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySqlite, inlay_sqlite_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySqliteGuard, inlay_sqlite_guard_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayStatement, inlay_statement_free)

G_END_DECLS
