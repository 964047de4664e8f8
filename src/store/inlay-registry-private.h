/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"
#include "inlay-sql.h"

G_BEGIN_DECLS

#define INLAY_REGISTRY_MIGRATIONS "migrations-registry"
#define INLAY_REGISTRY_CHANNEL "inlay_control"
#define INLAY_REGISTRY_APPLICATION_ID 0x496e5267 /* "InRg" */

struct _InlayRegistryStore
{
  InlaySql *sql;
  InlaySqlGuard *group;    /* the commit that use cases share; NULL: each has its own */
  char *app;               /* whose rows are meant */
  char *changed;           /* nullable: of which application what decisions are made from may be another by now */
  gint64 changed_at;
};

/* A step inside a use case's transaction. */
typedef gboolean (*InlayRegistryUseCase) (InlayRegistryStore  *self,
                                          gpointer             data,
                                          GError             **error);

gboolean        inlay_registry_store_run    (InlayRegistryStore         *self,
                                             InlayRegistryUseCase        use_case,
                                             gpointer                    data,
                                             GError                    **error);
/* @types: a letter for each parameter: s text, i gint64, b GBytes, j JSON, d double. */
InlayStatement *inlay_registry_store_query  (InlayRegistryStore         *self,
                                             const char                 *sql,
                                             const char                 *types,
                                             ...);
gboolean        inlay_registry_store_exec   (InlayRegistryStore         *self,
                                             GError                    **error,
                                             const char                 *sql,
                                             const char                 *types,
                                             ...);
guint           inlay_registry_store_get_n_changed (InlayRegistryStore  *self);
/* For INSERT … RETURNING: 0 when it went wrong. */
gint64          inlay_registry_store_insert (InlayRegistryStore         *self,
                                             GError                    **error,
                                             const char                 *sql,
                                             const char                 *types,
                                             ...);
/* A new application: blue is active, green stands by; @data is the time. */
gboolean        inlay_registry_store_seed   (InlayRegistryStore         *self,
                                             gpointer                    data,
                                             GError                    **error);
/* Of the deleted application @app, or of all (""), in the transaction under way. */
gboolean        inlay_registry_clear_remains (InlayRegistryStore        *self,
                                             const char                 *app,
                                             gint64                      at_once,
                                             guint                      *n_cleared,
                                             GError                    **error);
/* generation + 1, change log and audit; takes @payload. */
gboolean        inlay_registry_store_touch  (InlayRegistryStore         *self,
                                             const InlayRegistryWrite   *write,
                                             const char                 *kind,
                                             JsonNode                   *payload,
                                             gint64                     *generation,
                                             GError                    **error);
/* What decisions are made from, if it changed: at the end of the group, which is all that is ever served. */
gboolean        inlay_registry_note_traffic (InlayRegistryStore         *self,
                                             gint64                      now,
                                             GError                    **error);
gboolean        inlay_registry_log_traffic  (InlayRegistryStore         *self,
                                             GError                    **error);
/* @columns: "name:type,…"; types s text, i whole number, j JSON, t time. */
JsonNode       *inlay_registry_row          (InlayStatement             *statement,
                                             const char                 *columns);
JsonNode       *inlay_registry_rows         (InlayStatement             *statement,
                                             const char                 *columns,
                                             GError                    **error);
char           *inlay_registry_dup_text     (InlayStatement             *statement,
                                             int                         column);
JsonNode       *inlay_registry_read_json    (InlayStatement             *statement,
                                             int                         column);
char           *inlay_registry_time         (gint64                      time);
char           *inlay_registry_new_id       (gint64                      now);
GPtrArray      *inlay_registry_list_deployed (InlayRegistryStore        *self,
                                             const char                 *deployment,
                                             GError                    **error);

G_END_DECLS
