/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* The registry's tables, on SQLite or PostgreSQL. One connection: not for two threads at a time. Each writing
 * function is one use case and one transaction: it checks, writes, counts the generation up, and
 * appends to the change log and to the audit, or changes nothing. Between inlay_registry_store_begin()
 * and _commit() use cases share one commit, each in a savepoint of its own. */
typedef struct _InlayRegistryStore InlayRegistryStore;

#define INLAY_REGISTRY_APP "default"

/* Who writes, and when; the store reads no clock. */
typedef struct
{
  const char *actor;
  gint64      now;    /* microseconds UTC */
} InlayRegistryWrite;

typedef struct
{
  char   *active_env;
  char   *active_rev;     /* nullable: nothing was switched to yet */
  char   *previous_env;   /* nullable */
  char   *previous_rev;   /* nullable */
  char   *canary_env;     /* nullable: no rollout runs */
  char   *canary_rev;     /* nullable */
  guint   weight_bp;
  char   *salt;
  gint64  generation;
} InlayRegistryRoute;

typedef struct
{
  char     *module_id;
  char     *version;
  char     *npm_package;   /* nullable */
  char     *esm_url;
  JsonNode *config;        /* nullable */
  JsonNode *dependencies;  /* nullable */
  char     *health;
  char     *message;       /* nullable */
  gboolean  critical;      /* without it the environment is not healthy */
  gboolean  is_held;       /* served from here: known to be there without a probe */
} InlayRegistryModule;

typedef struct
{
  char      *name;
  char      *kind;         /* "slot", "preview" or "branch" */
  gboolean   frozen;
  gboolean   approval;     /* deployments wait for a second person */
  char      *branch;       /* nullable */
  gint64     expires_at;   /* 0: never */
  char      *deployment;   /* nullable: nothing was deployed yet; then so are the five after */
  char      *revision;
  char      *composition;
  char      *version;
  char      *deployed_by;
  gint64     deployed_at;
  GPtrArray *modules;      /* of InlayRegistryModule */
} InlayRegistryEnvironment;

/* A line of the change log, as the event it is told as. */
typedef struct
{
  gint64    generation;
  char     *kind;
  JsonNode *payload;
} InlayRegistryChange;

InlayRegistryStore *inlay_registry_store_open           (const char                *address,
                                                         gint64                     now,
                                                         GError                   **error);
void                inlay_registry_store_close          (InlayRegistryStore        *self);

/* Which application is meant; INLAY_REGISTRY_APP at first. */
void                inlay_registry_store_set_app        (InlayRegistryStore        *self,
                                                         const char                *app);
const char         *inlay_registry_store_get_app        (InlayRegistryStore        *self);

/* Several use cases, one commit. */
gboolean            inlay_registry_store_begin          (InlayRegistryStore        *self,
                                                         GError                   **error);
gboolean            inlay_registry_store_begin_reading  (InlayRegistryStore        *self,
                                                         GError                   **error);
gboolean            inlay_registry_store_commit         (InlayRegistryStore        *self,
                                                         GError                   **error);
void                inlay_registry_store_abandon        (InlayRegistryStore        *self);

/* Within such a group: all that @steps does, or nothing of it. */
typedef gboolean  (*InlayRegistrySteps)                 (InlayRegistryStore        *self,
                                                         gpointer                   data,
                                                         GError                   **error);
gboolean            inlay_registry_store_together       (InlayRegistryStore        *self,
                                                         InlayRegistrySteps         steps,
                                                         gpointer                   data,
                                                         GError                   **error);

/* Reading. */
InlayRegistryRoute *inlay_registry_store_get_route      (InlayRegistryStore        *self,
                                                         GError                   **error);
GPtrArray          *inlay_registry_store_list_environments (InlayRegistryStore     *self,
                                                         GError                   **error);
InlayRegistryEnvironment *inlay_registry_find_environment (GPtrArray               *environments,
                                                         const char                *name);
GPtrArray          *inlay_registry_store_list_changes   (InlayRegistryStore        *self,
                                                         gint64                     after,
                                                         guint                      limit,
                                                         GError                   **error);
void                inlay_registry_route_free           (InlayRegistryRoute        *self);
void                inlay_registry_module_free          (InlayRegistryModule       *self);
void                inlay_registry_environment_free     (InlayRegistryEnvironment  *self);
void                inlay_registry_change_free          (InlayRegistryChange       *self);

/* Applications; the one added is the one the store is set to. */
gboolean            inlay_registry_store_add_app        (InlayRegistryStore        *self,
                                                         const InlayRegistryWrite  *write,
                                                         GError                   **error);
gboolean            inlay_registry_store_delete_app     (InlayRegistryStore        *self,
                                                         const InlayRegistryWrite  *write,
                                                         gboolean                   force,
                                                         GError                   **error);
gboolean            inlay_registry_store_has_app        (InlayRegistryStore        *self,
                                                         GError                   **error);
gboolean            inlay_registry_store_check_known    (InlayRegistryStore        *self,
                                                         GError                   **error);
char              **inlay_registry_store_list_apps      (InlayRegistryStore        *self,
                                                         GError                   **error);

JsonNode           *inlay_registry_store_list_audit     (InlayRegistryStore        *self,
                                                         gint64                     since,
                                                         guint                      limit,
                                                         GError                   **error);
char               *inlay_registry_store_check_audit    (InlayRegistryStore        *self,
                                                         GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryStore, inlay_registry_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryRoute, inlay_registry_route_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryModule, inlay_registry_module_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryEnvironment, inlay_registry_environment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryChange, inlay_registry_change_free)

G_END_DECLS
