/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-sql.h"

G_BEGIN_DECLS

/* What an engine does. The functions of inlay-sql.h check their callers and come here. */
typedef struct
{
  InlayStatement *(*prepare)        (InlaySql        *self,
                                     const char      *sql);
  void            (*free)           (InlayStatement  *self);
  void            (*bind_int)       (InlayStatement  *self,
                                     int              index,
                                     gint64           value);
  void            (*bind_double)    (InlayStatement  *self,
                                     int              index,
                                     double           value);
  void            (*bind_text)      (InlayStatement  *self,
                                     int              index,
                                     const char      *value);
  void            (*bind_bytes)     (InlayStatement  *self,
                                     int              index,
                                     GBytes          *value);
  gboolean        (*step)           (InlayStatement  *self,
                                     GError         **error);
  gboolean        (*has_failed)     (InlayStatement  *self);
  void            (*reset)          (InlayStatement  *self);
  gboolean        (*is_null)        (InlayStatement  *self,
                                     int              column);
  gint64          (*get_int)        (InlayStatement  *self,
                                     int              column);
  double          (*get_double)     (InlayStatement  *self,
                                     int              column);
  const char     *(*get_text)       (InlayStatement  *self,
                                     int              column);
  GBytes         *(*get_bytes)      (InlayStatement  *self,
                                     int              column);
} InlayStatementEngine;

typedef struct
{
  gboolean          is_server;
  const char       *list_tables;   /* our own, in the order they were made in */
  /* Of the table of that name: name, type, place in the primary key from 1, whether the database makes it. */
  const char       *list_columns;
  void            (*close)          (InlaySql        *self);
  gboolean        (*exec)           (InlaySql        *self,
                                     const char      *sql,
                                     GError         **error);
  gboolean        (*begin)          (InlaySql        *self,
                                     GError         **error);
  gboolean        (*begin_reading)  (InlaySql        *self,
                                     GError         **error);
  gboolean        (*commit)         (InlaySql        *self,
                                     GError         **error);
  void            (*roll_back)      (InlaySql        *self);
  gboolean        (*is_writing)     (InlaySql        *self);
  void            (*notify)         (InlaySql        *self,
                                     const char      *channel);
  gboolean        (*listen)         (InlaySql        *self,
                                     const char      *channel,
                                     GError         **error);
  gboolean        (*wait)           (InlaySql        *self,
                                     int              timeout_ms,
                                     GCancellable    *cancellable,
                                     gboolean        *changed,
                                     GError         **error);
  gboolean        (*hold)           (InlaySql        *self,
                                     gboolean        *held,
                                     gboolean        *is_new,
                                     GError         **error);
  gboolean        (*is_gone)        (InlaySql        *self);
  gboolean        (*reconnect)      (InlaySql        *self,
                                     GError         **error);
  /* The schema: its number and the oldest it can be used as; both 0 for an empty database. Sets the
   * error for a database that is another program's. */
  gboolean        (*read_version)   (InlaySql        *self,
                                     guint32          application_id,
                                     guint           *version,
                                     guint           *oldest,
                                     GError         **error);
  gboolean        (*write_version)  (InlaySql        *self,
                                     guint32          application_id,
                                     guint            version,
                                     guint            oldest,
                                     GError         **error);
  /* (transfer full): a migration in the engine's own words. */
  char           *(*translate)      (const char      *sql);

  const InlayStatementEngine *statements;
} InlaySqlEngine;

/* What an engine's own struct begins with. */
struct _InlaySql
{
  const InlaySqlEngine *engine;
  char *name;          /* what errors call it: never with a password */
  guint n_changed;
  guint n_saved;       /* savepoints of the transaction that are under way */
  gboolean has_spare;  /* and one that is over, but was not released yet */
};

struct _InlayStatement
{
  InlaySql *sql;
};

/* The names for a migration's types, and what follows a table. */
typedef struct
{
  const char *word;
  const char *other;
} InlaySqlWord;

char *inlay_sql_number_parameters (const char          *sql,
                                   guint               *n_parameters);
char *inlay_sql_replace_words     (const char          *sql,
                                   const InlaySqlWord  *words,
                                   const char          *after_table);

G_END_DECLS
