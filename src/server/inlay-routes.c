/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-route.h"

#include <inlay-wire.h>

#include "inlay-handlers.h"

#define PUBLIC INLAY_ROLE_PUBLIC
#define VIEWER INLAY_ROLE_VIEWER
#define PUBLISHER INLAY_ROLE_PUBLISHER
#define DEPLOYER INLAY_ROLE_DEPLOYER
#define APPROVER INLAY_ROLE_APPROVER
#define AUDITOR INLAY_ROLE_AUDITOR
#define ADMIN INLAY_ROLE_ADMIN
#define REGISTRY INLAY_SCOPE_REGISTRY
#define APP INLAY_SCOPE_APP
#define ENVIRONMENT INLAY_SCOPE_ENVIRONMENT
#define MODULE INLAY_SCOPE_MODULE
#define NONE INLAY_CACHE_NONE
#define ETAG INLAY_CACHE_ETAG
#define FOREVER INLAY_CACHE_FOREVER
#define PRIVATE INLAY_CACHE_PRIVATE
#define BODY INLAY_MAX_BODY
#define BARE INLAY_ROUTE_BARE
#define STRICT INLAY_ROUTE_STRICT
#define KEY INLAY_ROUTE_KEY

/* Method, path, handler, role, scope, cache, largest body; schemas of body and answer, refusals,
 * what If-Match is about, flags, summary. */
static const InlayRoute routes[] = {
  /* Pages and files. */
  { "GET", "/", inlay_handle_page, PUBLIC, APP, PRIVATE, 0,
    NULL, NULL, "404 422", NULL, 0, "The page of the application, or of one composition" },
  { "GET", "/{path*}", inlay_handle_page, PUBLIC, APP, PRIVATE, 0,
    NULL, NULL, "404 422", NULL, 0, "A page of the application by its path" },
  { "GET", "/preview/{env}", inlay_handle_preview, PUBLIC, ENVIRONMENT, PRIVATE, 0,
    NULL, NULL, "403 404", NULL, 0, "The page of one environment" },
  { "GET", "/preview/{env}/{path*}", inlay_handle_preview, PUBLIC, ENVIRONMENT, PRIVATE, 0,
    NULL, NULL, "403 404", NULL, 0, "A page of one environment by its path" },
  { "GET", "/shell/{path*}", inlay_handle_shell, PUBLIC, REGISTRY, ETAG, 0,
    NULL, NULL, "404", NULL, 0, "A file of the shell" },
  { "GET", "/modules/{path*}", inlay_handle_module_file, PUBLIC, APP, FOREVER, 0,
    NULL, NULL, "404", NULL, 0, "A file of a published module" },

  /* The process. */
  { "GET", "/healthz", inlay_handle_alive, PUBLIC, REGISTRY, NONE, 0,
    NULL, "Status", "", NULL, 0, "Whether the process answers" },
  { "GET", "/readyz", inlay_handle_ready, PUBLIC, REGISTRY, NONE, 0,
    NULL, "Status", "503", NULL, 0, "Whether it can serve" },
  { "GET", "/metrics", inlay_handle_metrics, PUBLIC, REGISTRY, NONE, 0,
    NULL, NULL, "", NULL, 0, "Counters, for Prometheus" },
  { "GET", "/api/v1/openapi.json", inlay_handle_openapi, PUBLIC, REGISTRY, ETAG, 0,
    NULL, NULL, "", NULL, 0, "This description" },

  /* The older surface: the default application. */
  { "GET", "/api/environments", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "EnvironmentRows", "", NULL, 0, "The environments, by name" },
  { "POST", "/api/environments/switch", inlay_handle_switch, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldSwitch", "Switched", "404 409 412 422", "~", KEY, "Make an environment the active one" },
  { "POST", "/api/environments/rollback", inlay_handle_rollback, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldRollback", "RolledBack", "409 422", NULL, KEY | BARE, "Return to the last good revision" },
  { "GET", "/api/environments/{env}", inlay_handle_snapshot, PUBLIC, ENVIRONMENT, ETAG, 0,
    NULL, "Environment", "404", NULL, 0, "One environment with its modules" },
  { "GET", "/api/health/{env}", inlay_handle_snapshot, PUBLIC, ENVIRONMENT, ETAG, 0,
    NULL, "Health", "404", NULL, 0, "How an environment is" },
  { "POST", "/api/deploy", inlay_handle_deploy, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldDeploy", "Deployed", "404 409 412 422", "~", KEY, "Deploy to the standby" },
  { "POST", "/api/switch", inlay_handle_switch, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldSwitch", "Switched", "404 409 412 422", "~", KEY, "Make an environment the active one" },
  { "POST", "/api/canary/start", inlay_handle_canary_start, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldCanary", "Canary", "404 409 412 422", "~", KEY, "Show an environment to some visitors" },
  { "POST", "/api/canary/increase", inlay_handle_canary_increase, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldIncrease", "Canary", "409 412 422", "~", KEY, "Show it to more of them" },
  { "POST", "/api/rollback", inlay_handle_rollback, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldRollback", "RolledBack", "409 422", NULL, KEY | BARE, "Return to the last good revision" },
  { "GET", "/api/deployments", inlay_handle_deployments, PUBLIC, APP, ETAG, 0,
    NULL, "Deployments", "404 422", NULL, 0, "The history, newest first" },
  { "GET", "/api/traffic-config", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "TrafficConfig", "", NULL, 0, "Where visitors go" },
  { "GET", "/api/traffic-rules", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "TrafficRules", "", NULL, 0, "The rules that decide it, in order" },
  { "POST", "/api/import-maps/validate", inlay_handle_validate, PUBLIC, APP, NONE, BODY,
    "Requirements", "Validated", "422", NULL, 0, "Whether versions go together" },
  { "GET", "/api/import-maps/{composition}", inlay_handle_import_map, PUBLIC, APP, ETAG, 0,
    NULL, "ImportMap", "404 422", NULL, 0, "The import map of a composition" },
  { "GET", "/api/modules", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "Modules", "", NULL, 0, "The published modules" },
  { "POST", "/api/modules", inlay_handle_publish, PUBLISHER, MODULE, NONE, INLAY_MAX_MODULE_BODY,
    "Publish", "Published", "409 412 422", "~", KEY, "Publish a version of a module" },
  { "GET", "/api/modules/{module}", inlay_handle_snapshot, PUBLIC, MODULE, ETAG, 0,
    NULL, "Module", "404", NULL, 0, "One module with its versions" },
  { "GET", "/api/compositions", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "Compositions", "", NULL, 0, "The compositions" },
  { "POST", "/api/compositions", inlay_handle_save, DEPLOYER, APP, NONE, BODY,
    "Composition", "Saved", "412 422", "~", KEY, "Save a composition" },
  { "GET", "/api/compositions/{composition}", inlay_handle_snapshot, PUBLIC, APP, ETAG, 0,
    NULL, "Composition", "404", NULL, 0, "One composition" },
  { "PUT", "/api/compositions/{composition}", inlay_handle_save, DEPLOYER, APP, NONE, BODY,
    "Composition", "Saved", "412 422", ".", KEY, "Save a composition" },
  { "POST", "/api/module-health", inlay_handle_report, PUBLIC, APP, NONE, BODY,
    "HealthReports", "Accepted", "404 422 429", NULL, 0, "Report how modules are doing" },
  { "POST", "/api/alerts/rollback", inlay_handle_alert, DEPLOYER, APP, NONE, BODY,
    "Alert", "Accepted", "422", NULL, KEY, "Report an error rate" },
  { "GET", "/api/events", inlay_handle_events, PUBLIC, APP, NONE, 0,
    NULL, NULL, "", NULL, 0, "What happens, as server-sent events" },

  /* Applications. */
  { "GET", "/api/v1/apps", inlay_handle_apps, VIEWER, REGISTRY, NONE, 0,
    NULL, "Apps", "", NULL, 0, "The applications" },
  { "POST", "/api/v1/apps", inlay_handle_add_app, ADMIN, REGISTRY, NONE, BODY,
    "App", "App", "409 422", NULL, KEY | STRICT, "Add an application" },
  { "GET", "~", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "AppState", "", NULL, 0, "One application; its ETag is the generation that control writes may be bound to" },

  /* Tokens. */
  { "GET", "/api/v1/tokens", inlay_handle_tokens, ADMIN, REGISTRY, NONE, 0,
    NULL, "Tokens", "", NULL, 0, "The tokens that are kept, without what is secret" },
  { "POST", "/api/v1/tokens", inlay_handle_add_token, ADMIN, REGISTRY, NONE, BODY,
    "NewToken", "NewTokenAnswer", "422", NULL, STRICT, "Make a token; it is shown this once" },
  { "DELETE", "/api/v1/tokens/{id}", inlay_handle_revoke_token, ADMIN, REGISTRY, NONE, 0,
    NULL, "Done", "404", NULL, 0, "Revoke a token" },

  /* Environments, what is in them, and who gets them. */
  { "GET", "~/environments", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "EnvironmentRows", "", NULL, 0, "The environments, by name" },
  { "GET", "~/environments/{env}", inlay_handle_snapshot, VIEWER, ENVIRONMENT, ETAG, 0,
    NULL, "Environment", "404", NULL, 0, "One environment with its modules" },
  { "GET", "~/health/{env}", inlay_handle_snapshot, VIEWER, ENVIRONMENT, ETAG, 0,
    NULL, "Health", "404", NULL, 0, "How an environment is" },
  { "POST", "~/module-health", inlay_handle_report, PUBLIC, APP, NONE, BODY,
    "HealthReports", "Accepted", "404 422 429", NULL, 0, "Report how modules are doing" },
  { "POST", "~/rollback", inlay_handle_rollback, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "OldRollback", "RolledBack", "409 422", NULL, KEY | STRICT | BARE, "Return to the last good revision" },
  { "GET", "~/events", inlay_handle_events, PUBLIC, APP, NONE, 0,
    NULL, NULL, "410", NULL, 0, "What happens, as server-sent events" },

  /* Rollouts, and who gets what. */
  { "GET", "~/rollouts", inlay_handle_rollouts, VIEWER, APP, NONE, 0,
    NULL, "Rollouts", "", NULL, 0, "The rollouts, newest first" },
  { "POST", "~/rollouts", inlay_handle_start_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "NewRollout", "Rollout", "404 409 412 422 428", "~", KEY | STRICT, "Show a revision to more and more visitors, step by step" },
  { "GET", "~/rollouts/{rollout}", inlay_handle_rollout, VIEWER, APP, NONE, 0,
    NULL, "Rollout", "404", NULL, 0, "One rollout, with what both cohorts saw of each module" },
  { "POST", "~/rollouts/{rollout}/advance", inlay_handle_move_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Nothing", "Rollout", "404 409 412 428", "~", KEY | BARE, "Go on to the next step" },
  { "POST", "~/rollouts/{rollout}/pause", inlay_handle_move_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Nothing", "Rollout", "404 409 412 428", "~", KEY | BARE, "Stay at this step until it is resumed" },
  { "POST", "~/rollouts/{rollout}/resume", inlay_handle_move_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Nothing", "Rollout", "404 409 412 428", "~", KEY | BARE, "Go on after a pause" },
  { "POST", "~/rollouts/{rollout}/promote", inlay_handle_move_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Nothing", "Rollout", "404 409 412 428", "~", KEY | BARE, "Make its revision the active one" },
  { "POST", "~/rollouts/{rollout}/abort", inlay_handle_move_rollout, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Nothing", "Rollout", "404 409", NULL, KEY | BARE, "Everybody gets the active revision again" },
  { "GET", "~/rules", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Rules", "", NULL, 0, "The rules, flags, and what is done about a bad revision" },
  { "PUT", "~/rules", inlay_handle_put_rules, DEPLOYER, APP, NONE, BODY,
    "Rules", "Changed", "412 422 428", ".", KEY | STRICT, "Write them anew" },
  { "GET", "~/traffic", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Traffic", "", NULL, 0, "All that a decision is made from, for those who decide themselves" },
  { "GET", "~/experiments", inlay_handle_experiments, VIEWER, APP, NONE, 0,
    NULL, "Experiments", "", NULL, 0, "The experiments by id, with how often each variant was handed out" },
  { "PUT", "~/experiments/{experiment}", inlay_handle_put_experiment, DEPLOYER, APP, NONE, BODY,
    "Experiment", "Changed", "412 422 428", "~", KEY | STRICT, "Write an experiment" },
  { "DELETE", "~/experiments/{experiment}", inlay_handle_remove_experiment, DEPLOYER, APP, NONE, 0,
    NULL, "Changed", "404 412 428", "~", KEY, "Take an experiment away" },
  { "GET", "~/decision", inlay_handle_decision, PUBLIC, APP, NONE, 0,
    NULL, "Decision", "422", NULL, 0, "What a visitor gets: ?unit= or the cookie, ?groups=; viewers may override" },
  { "POST", "~/explain", inlay_handle_explain, VIEWER, APP, NONE, BODY,
    "Question", "Explanation", "404 422", NULL, STRICT, "What each step says to a visitor, now or at a time" },

  /* Modules and compositions. */
  { "GET", "~/modules", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Modules", "", NULL, 0, "The published modules" },
  { "GET", "~/modules/{module}", inlay_handle_snapshot, VIEWER, MODULE, ETAG, 0,
    NULL, "Module", "404", NULL, 0, "One module with its versions" },
  { "GET", "~/compositions", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Compositions", "", NULL, 0, "The compositions" },
  { "GET", "~/compositions/{composition}", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Composition", "404", NULL, 0, "One composition" },
  { "POST", "~/import-maps/validate", inlay_handle_validate, VIEWER, APP, NONE, BODY,
    "Requirements", "Validated", "422", NULL, STRICT, "Whether versions go together" },
};

/**
 * inlay_routes_get_all:
 * @n_routes: (out): how many there are
 *
 * Returns: the table
 */
const InlayRoute *
inlay_routes_get_all (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
