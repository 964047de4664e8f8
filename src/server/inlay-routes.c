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
#define PAST INLAY_ROUTE_PAST

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
  { "POST", "/api/alerts/rollback", inlay_handle_alert, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Alert", "Accepted", "422", NULL, KEY, "Report an error rate" },
  { "GET", "/api/page-token", inlay_handle_page_token, PUBLIC, APP, NONE, 0,
    NULL, "PageToken", "422", NULL, 0, "What one load of a page of ?revision= reports with" },
  { "GET", "/api/decision", inlay_handle_decision, PUBLIC, APP, NONE, 0,
    NULL, "Decision", "422", NULL, 0, "What a visitor gets, and the variants of its modules; with ?preview= only those asked for" },
  { "GET", "/api/events", inlay_handle_events, PUBLIC, APP, NONE, 0,
    NULL, NULL, "410", NULL, 0, "What happens, as server-sent events" },

  /* Applications. */
  { "GET", "/api/v1/apps", inlay_handle_apps, VIEWER, REGISTRY, NONE, 0,
    NULL, "Apps", "", NULL, 0, "The applications" },
  { "POST", "/api/v1/apps", inlay_handle_add_app, ADMIN, REGISTRY, NONE, BODY,
    "App", "App", "409 422", NULL, KEY | STRICT, "Add an application" },
  { "GET", "~", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "AppState", "", NULL, 0, "One application; its ETag is the generation that control writes may be bound to" },
  { "DELETE", "~", inlay_handle_delete_app, ADMIN, REGISTRY, NONE, 0,
    NULL, "Done", "404 409 412 422 428", "~", 0, "Delete it with all it has; ?force=true when visitors get it; the audit stays" },
  { "GET", "~/hosts", inlay_handle_hosts, VIEWER, APP, NONE, 0,
    NULL, "Hosts", "", NULL, 0, "At which names its pages are" },
  { "PUT", "~/hosts", inlay_handle_put_hosts, ADMIN, REGISTRY, NONE, BODY,
    "Hosts", "Hosts", "409 412 422 428", "~", STRICT, "At which names they are from now on" },

  /* Upkeep. */
  { "POST", "/api/v1/admin/backup", inlay_handle_backup, ADMIN, REGISTRY, NONE, BODY,
    "Backup", "BackedUp", "409 422 501 503", NULL, STRICT | BARE, "Copy the registry to a new file in the operator's folder" },
  { "POST", "/api/v1/admin/gc", inlay_handle_collect, ADMIN, REGISTRY, NONE, BODY,
    "Collect", "Collected", "409 422", NULL, STRICT | BARE, "Let go of pages that nobody can have open any more, and of old notes" },

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
  { "POST", "~/environments", inlay_handle_add_environment, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "NewEnvironment", "EnvironmentDone", "409 412 422 428", "~", KEY | STRICT, "Add a slot, a preview with its signed link, or a branch" },
  { "GET", "~/environments/{env}", inlay_handle_snapshot, VIEWER, ENVIRONMENT, ETAG, 0,
    NULL, "Environment", "404", NULL, 0, "One environment with its modules" },
  { "PATCH", "~/environments/{env}", inlay_handle_change_environment, ADMIN, ENVIRONMENT, NONE, BODY,
    "EnvironmentChange", "EnvironmentDone", "404 412 422 428", ".", STRICT, "Freeze it, ask for approval, give it time" },
  { "DELETE", "~/environments/{env}", inlay_handle_delete_environment, ADMIN, ENVIRONMENT, NONE, 0,
    NULL, "EnvironmentDone", "404 409 412 428", ".", 0, "Take it away" },
  { "PATCH", "~/environments/{env}/import-map", inlay_handle_patch_import_map, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "ImportMapPatch", "ImportMapPatched", "404 409 412 422 428", "~/environments/{env}", STRICT, "Change addresses: a new revision" },
  { "PATCH", "~/services", inlay_handle_patch_service, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "ServicePatch", "ImportMapPatched", "404 409 412 422 428", "~", STRICT, "The same for one name" },
  { "DELETE", "~/services/{module}", inlay_handle_delete_service, DEPLOYER, ENVIRONMENT, NONE, 0,
    NULL, "ImportMapPatched", "404 409 412 422 428", "~", 0, "Take a name out of the import map" },
  { "PATCH", "~/import-map.json", inlay_handle_patch_import_map, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "ImportMapPatch", "ImportMapPatched", "404 409 412 422 428", "~", STRICT, "The same for the environment in the query, or the standby" },
  { "PATCH", "/services", inlay_handle_patch_service, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "ServicePatch", "ImportMapPatched", "404 409 412 422", "~", STRICT, "As import-map-deployer" },
  { "DELETE", "/services/{module}", inlay_handle_delete_service, DEPLOYER, ENVIRONMENT, NONE, 0,
    NULL, "ImportMapPatched", "404 409 412 422", "~", 0, "As import-map-deployer" },
  { "PATCH", "/import-map.json", inlay_handle_patch_import_map, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "ImportMapPatch", "ImportMapPatched", "404 409 412 422", "~", STRICT, "As import-map-deployer" },
  { "GET", "~/import-map.json", inlay_handle_current_map, PUBLIC, APP, ETAG, 0,
    NULL, "ImportMap", "404", NULL, 0, "What an environment serves now" },
  { "GET", "~/revisions/{digest}/{part}", inlay_handle_revision, PUBLIC, APP, FOREVER, 0,
    NULL, NULL, "404 410", NULL, 0, "A part of a revision: import-map.json, manifest, csp, index.html" },
  { "GET", "~/deployments", inlay_handle_deployments, VIEWER, APP, ETAG, 0,
    NULL, "Deployments", "404 422", NULL, 0, "The history, newest first" },
  { "POST", "~/deployments", inlay_handle_request_deployment, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "NewDeployment", "DeploymentAnswer", "404 409 410 412 422 428", "~", KEY | STRICT, "Deploy, or say what a deployment would do" },
  { "GET", "~/deployments/proposed", inlay_handle_proposals, VIEWER, APP, NONE, 0,
    NULL, "Deployments", "", NULL, 0, "Deployments that wait or waited for a second person" },
  { "GET", "~/deployments/{id}", inlay_handle_deployment, VIEWER, APP, ETAG, 0,
    NULL, "Deployment", "404", NULL, 0, "One deployment" },
  { "POST", "~/deployments/{id}/approve", inlay_handle_approve, APPROVER, ENVIRONMENT, NONE, BODY,
    "Judgement", "DeploymentAnswer", "403 404 409 412 422 428", "~", KEY | STRICT | BARE, "Let it happen; not by who proposed it" },
  { "POST", "~/deployments/{id}/reject", inlay_handle_reject, APPROVER, ENVIRONMENT, NONE, BODY,
    "Judgement", "Done", "404 409 412 422 428", "~", KEY | STRICT | BARE, "Do not let it happen" },
  { "POST", "~/deployments/{id}/cancel", inlay_handle_cancel, APPROVER, ENVIRONMENT, NONE, BODY,
    "Judgement", "Done", "404 409 412 422 428", "~", KEY | STRICT | BARE, "Take it back" },
  { "POST", "~/switch", inlay_handle_switch, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Switch", "Switched", "404 409 412 422 428", "~", KEY | STRICT, "Make an environment the active one, now or at a time" },
  { "GET", "~/switches", inlay_handle_switches, VIEWER, APP, NONE, 0,
    NULL, "Switches", "", NULL, 0, "Switches that wait or waited for their time" },
  { "DELETE", "~/switches/{id}", inlay_handle_cancel_switch, DEPLOYER, APP, NONE, 0,
    NULL, "Done", "404 412 428", "~", 0, "Take a switch back that waits" },
  { "POST", "~/rollback", inlay_handle_rollback, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Rollback", "RolledBack", "409 422", NULL, KEY | STRICT | BARE, "Return to the last good revision, or further" },
  { "GET", "~/health", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "HealthOfAll", "", NULL, 0, "How all environments are" },
  { "GET", "~/health/{env}", inlay_handle_snapshot, VIEWER, ENVIRONMENT, ETAG, 0,
    NULL, "Health", "404", NULL, 0, "How an environment is" },
  { "POST", "~/module-health", inlay_handle_report, PUBLIC, APP, NONE, BODY,
    "HealthReports", "Accepted", "404 422 429", NULL, 0, "Report how modules are doing" },
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
  { "POST", "~/canary/start", inlay_handle_canary_start, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "NewCanary", "Canary", "404 409 412 422 428", "~", KEY | STRICT, "A rollout of steps that wait: show an environment to some visitors" },
  { "POST", "~/canary/increase", inlay_handle_canary_increase, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "CanaryIncrease", "Canary", "409 412 422 428", "~", KEY | STRICT, "Show it to more of them" },
  { "GET", "~/rules", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Rules", "", NULL, 0, "The rules, flags, and what is done about a bad revision" },
  { "PUT", "~/rules", inlay_handle_put_rules, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Rules", "Changed", "412 422 428", ".", KEY | STRICT, "Write them anew" },
  { "GET", "~/traffic", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Traffic", "", NULL, 0, "All that a decision is made from, for those who decide themselves" },
  { "GET", "~/experiments", inlay_handle_experiments, VIEWER, APP, NONE, 0,
    NULL, "Experiments", "", NULL, 0, "The experiments by id, with how often each variant was handed out" },
  { "PUT", "~/experiments/{experiment}", inlay_handle_put_experiment, DEPLOYER, ENVIRONMENT, NONE, BODY,
    "Experiment", "Changed", "412 422 428", "~", KEY | STRICT, "Write an experiment" },
  { "DELETE", "~/experiments/{experiment}", inlay_handle_remove_experiment, DEPLOYER, ENVIRONMENT, NONE, 0,
    NULL, "Changed", "404 412 428", "~", KEY, "Take an experiment away" },
  { "GET", "~/decision", inlay_handle_decision, PUBLIC, APP, NONE, 0,
    NULL, "Decision", "422", NULL, 0, "What a visitor gets: ?unit= or the cookie, ?groups=, ?inlay-variants=; viewers may override" },
  { "POST", "~/explain", inlay_handle_explain, VIEWER, APP, NONE, BODY,
    "Question", "Explanation", "404 422", NULL, STRICT, "What each step says to a visitor, now or at a time" },

  /* Modules and compositions. */
  { "GET", "~/modules", inlay_handle_modules, VIEWER, APP, ETAG, 0,
    NULL, "Modules", "", NULL, 0, "The published modules, or those that have the words of ?q" },
  { "POST", "~/modules", inlay_handle_publish, PUBLISHER, MODULE, NONE, INLAY_MAX_MODULE_BODY,
    "Publish", "Published", "409 412 413 422 428", "~", KEY | STRICT, "Publish a version of a module" },
  { "GET", "~/modules/{module}", inlay_handle_snapshot, VIEWER, MODULE, ETAG, 0,
    NULL, "Module", "404", NULL, 0, "One module with its versions" },
  { "PATCH", "~/modules/{module}/versions/{version}", inlay_handle_mark_version, PUBLISHER, MODULE, NONE, BODY,
    "VersionChange", "Done", "404 412 422 428", "~/modules/{module}", STRICT, "Deprecate a version" },
  { "DELETE", "~/modules/{module}/versions/{version}", inlay_handle_yank, ADMIN, MODULE, NONE, 0,
    NULL, "Done", "404 409 412 428", "~/modules/{module}", 0, "Yank a version that no environment holds" },
  { "GET", "~/compositions", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Compositions", "", NULL, 0, "The compositions" },
  { "POST", "~/compositions", inlay_handle_save, DEPLOYER, APP, NONE, BODY,
    "Composition", "Saved", "412 422 428", "~", KEY, "Save a composition" },
  { "GET", "~/compositions/{composition}", inlay_handle_snapshot, VIEWER, APP, ETAG, 0,
    NULL, "Composition", "404", NULL, 0, "One composition" },
  { "PUT", "~/compositions/{composition}", inlay_handle_save, DEPLOYER, APP, NONE, BODY,
    "Composition", "Saved", "412 422 428", ".", KEY, "Save a composition" },
  { "DELETE", "~/compositions/{composition}", inlay_handle_delete_composition, DEPLOYER, APP, NONE, 0,
    NULL, "Done", "404 412 428", ".", 0, "Delete a composition; its history stays" },
  { "GET", "~/compositions/{composition}/history", inlay_handle_history, VIEWER, APP, ETAG, 0,
    NULL, "History", "404", NULL, 0, "Its revisions, newest first" },
  { "GET", "~/compositions/{composition}/history/{number}", inlay_handle_history_item, VIEWER, APP, ETAG, 0,
    NULL, "Composition", "404", NULL, 0, "The document as it was" },
  { "POST", "~/import-maps/validate", inlay_handle_validate, VIEWER, APP, NONE, BODY,
    "Requirements", "Validated", "422", NULL, STRICT, "Whether versions go together" },
  { "POST", "~/resolve", inlay_handle_resolve, VIEWER, APP, NONE, BODY,
    "Resolve", "Resolved", "404 422", NULL, STRICT, "What would be chosen, and what is different from an environment" },

  /* Who did what, and who is told. */
  { "GET", "~/audit", inlay_handle_audit, AUDITOR, APP, NONE, 0,
    NULL, "Audit", "404 422", NULL, PAST, "The audit after ?since, each entry with the hash of the one before" },
  { "GET", "~/audit/verify", inlay_handle_verify_audit, AUDITOR, APP, NONE, 0,
    NULL, "AuditVerdict", "404", NULL, PAST, "Whether the chain is whole" },
  { "GET", "~/webhooks", inlay_handle_webhooks, ADMIN, APP, NONE, 0,
    NULL, "Webhooks", "", NULL, 0, "Who is told" },
  { "POST", "~/webhooks", inlay_handle_add_webhook, ADMIN, APP, NONE, BODY,
    "NewWebhook", "NewWebhookAnswer", "409 412 422 428", "~", STRICT, "Tell somebody; the secret is shown this once" },
  { "PATCH", "~/webhooks/{id}", inlay_handle_change_webhook, ADMIN, APP, NONE, BODY,
    "WebhookChange", "Done", "404 412 422 428", "~", STRICT, "Tell somebody else, or something else" },
  { "DELETE", "~/webhooks/{id}", inlay_handle_delete_webhook, ADMIN, APP, NONE, 0,
    NULL, "Done", "404 412 428", "~", 0, "Tell them no more" },
  { "GET", "~/webhooks/{id}/deliveries", inlay_handle_deliveries, ADMIN, APP, NONE, 0,
    NULL, "Deliveries", "", NULL, 0, "What they were told lately, and how that went" },
  { "POST", "~/webhooks/{id}/deliveries/{delivery}/redeliver", inlay_handle_redeliver, ADMIN, APP, NONE, BODY,
    NULL, "Done", "404", NULL, BARE, "Tell them again" },
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
