/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-auth.h"

G_BEGIN_DECLS

/* Every address there is, as data. Routing, authorisation, limits, preconditions, the OpenAPI
 * document and the tests of all that are made from this one table; nothing is answered that has no
 * row in it. */
typedef struct _InlayRequest InlayRequest;
typedef struct _InlayRoute InlayRoute;

typedef void (*InlayHandler) (InlayRequest *request);

/**
 * InlayRouteScope:
 * @INLAY_SCOPE_REGISTRY: the registry as a whole: only tokens for every application
 * @INLAY_SCOPE_APP: the application
 * @INLAY_SCOPE_ENVIRONMENT: the environment in the path or, where it has none, the one that the
 *   use case is about
 * @INLAY_SCOPE_MODULE: the module in the path or in the body
 *
 * What a token must cover beside its role.
 */
typedef enum
{
  INLAY_SCOPE_REGISTRY = 1,
  INLAY_SCOPE_APP,
  INLAY_SCOPE_ENVIRONMENT,
  INLAY_SCOPE_MODULE,
} InlayRouteScope;

/**
 * InlayRouteCache:
 * @INLAY_CACHE_NONE: no-store
 * @INLAY_CACHE_ETAG: revalidated each time
 * @INLAY_CACHE_FOREVER: its address changes with its content
 * @INLAY_CACHE_PRIVATE: revalidated, and not for shared caches
 */
typedef enum
{
  INLAY_CACHE_NONE = 1,
  INLAY_CACHE_ETAG,
  INLAY_CACHE_FOREVER,
  INLAY_CACHE_PRIVATE,
} InlayRouteCache;

/**
 * InlayRouteFlags:
 * @INLAY_ROUTE_KEY: takes Idempotency-Key
 * @INLAY_ROUTE_STRICT: the body must fit its schema, unknown members are refused
 * @INLAY_ROUTE_BARE: the body may be left out
 * @INLAY_ROUTE_PAST: also for an application that was deleted; the handler has no snapshot then
 */
typedef enum
{
  INLAY_ROUTE_DEFAULT = 0,
  INLAY_ROUTE_KEY = 1 << 0,
  INLAY_ROUTE_STRICT = 1 << 1,
  INLAY_ROUTE_BARE = 1 << 2,
  INLAY_ROUTE_PAST = 1 << 3,
} InlayRouteFlags;

/**
 * InlayRoute:
 * @method: the method; GET answers HEAD, too
 * @path: segments; `{name}` stands for one, `{module}` for a module's id even when that has a slash,
 *   `{name*}` for all that follow; `~` is `/api/v1/apps/{app}`
 * @handler: answers, or queues a job that will
 * @role: what the caller must be
 * @scope: what its token must cover
 * @cache: what caches may do with the answer
 * @max_body: how large the body may be; 0: there is none
 * @body: (nullable): the schema of the body, a name in registry-api.json
 * @answer: (nullable): the schema of the answer
 * @errors: the statuses of refusals beside those every route has
 * @guards: (nullable): what If-Match is about: a path, `.` for its own, `~` for the application's
 *   generation
 * @flags: see #InlayRouteFlags
 * @summary: one line for people
 */
struct _InlayRoute
{
  const char      *method;
  const char      *path;
  InlayHandler     handler;
  InlayRole        role;
  InlayRouteScope  scope;
  InlayRouteCache  cache;
  gsize            max_body;
  const char      *body;
  const char      *answer;
  const char      *errors;
  const char      *guards;
  InlayRouteFlags  flags;
  const char      *summary;
};

#define INLAY_ROUTE_APP_PREFIX "/api/v1/apps/{app}"
#define INLAY_MAX_ARGUMENTS 4

/* What matched, with what stands for the names in braces, decoded. */
typedef struct
{
  const InlayRoute *route;
  const char *names[INLAY_MAX_ARGUMENTS];
  const char *values[INLAY_MAX_ARGUMENTS];
  guint n_arguments;
  guint methods;   /* without a route: a bit for each there is at that path */
} InlayRouteMatch;

const InlayRoute *inlay_routes_get_all          (guint                 *n_routes);
char             *inlay_route_dup_path          (const InlayRoute      *route);
/* FALSE: the path is not well formed. Without a route in @match it says which methods there are. */
gboolean          inlay_routes_match            (const char            *method,
                                                 const char            *path,
                                                 InlayRouteMatch       *match,
                                                 char                  *text);
char             *inlay_route_match_dup_methods (const InlayRouteMatch *match);

G_END_DECLS
