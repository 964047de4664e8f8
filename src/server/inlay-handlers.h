/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-wire.h>

#include "inlay-request.h"

G_BEGIN_DECLS

/* What the routes lead to: each parses, asks the snapshot or queues a use case, and answers. */

/* Pages and files. */
void inlay_handle_page             (InlayRequest *request);
void inlay_handle_preview          (InlayRequest *request);
void inlay_handle_shell            (InlayRequest *request);
void inlay_handle_module_file      (InlayRequest *request);

/* For those who run it. */
void inlay_handle_alive            (InlayRequest *request);
void inlay_handle_ready            (InlayRequest *request);
void inlay_handle_metrics          (InlayRequest *request);

/* Reading. */
void inlay_handle_snapshot         (InlayRequest *request);
void inlay_handle_deployments      (InlayRequest *request);
void inlay_handle_import_map       (InlayRequest *request);
void inlay_handle_validate         (InlayRequest *request);
void inlay_handle_events           (InlayRequest *request);

/* The registry as a whole. */
void inlay_handle_openapi          (InlayRequest *request);
void inlay_handle_apps             (InlayRequest *request);
void inlay_handle_add_app          (InlayRequest *request);
void inlay_handle_delete_app       (InlayRequest *request);
void inlay_handle_hosts            (InlayRequest *request);
void inlay_handle_put_hosts        (InlayRequest *request);
void inlay_handle_tokens           (InlayRequest *request);
void inlay_handle_add_token        (InlayRequest *request);
void inlay_handle_revoke_token     (InlayRequest *request);
void inlay_handle_backup           (InlayRequest *request);
void inlay_handle_collect          (InlayRequest *request);

/* Writing. */
void inlay_handle_deploy           (InlayRequest *request);
void inlay_handle_switch           (InlayRequest *request);
void inlay_handle_canary_start     (InlayRequest *request);
void inlay_handle_canary_increase  (InlayRequest *request);
void inlay_handle_rollback         (InlayRequest *request);
void inlay_handle_publish          (InlayRequest *request);
void inlay_handle_save             (InlayRequest *request);
void inlay_handle_report           (InlayRequest *request);
void inlay_handle_alert            (InlayRequest *request);

/* Rollouts, rules and what is decided by them. */
void inlay_handle_rollouts         (InlayRequest *request);
void inlay_handle_rollout          (InlayRequest *request);
void inlay_handle_start_rollout    (InlayRequest *request);
void inlay_handle_move_rollout     (InlayRequest *request);
void inlay_handle_put_rules        (InlayRequest *request);
void inlay_handle_experiments      (InlayRequest *request);
void inlay_handle_put_experiment   (InlayRequest *request);
void inlay_handle_remove_experiment (InlayRequest *request);
void inlay_handle_page_token       (InlayRequest *request);
void inlay_handle_decision         (InlayRequest *request);
void inlay_handle_explain          (InlayRequest *request);

/* What a tester asks for in the query of a page, or of a decision: "experiment:variant,…". The
 * cookie of that name holds it with percent escapes. */
#define INLAY_VARIANTS_PARAMETER "inlay-variants"

/* What a tester asks for, by query, header or cookie. FALSE: it is not well encoded. */
gboolean inlay_variants_dup        (InlayRequest *request,
                                    char        **wanted);

/* The name of the page that asks, when @token is one of ours and of @revision; else NULL. */
char *inlay_page_dup               (InlayRequest *request,
                                    const char   *revision,
                                    const char   *token);
/* The visitor's name in its cookie; NULL when it has none that is one of ours. */
char *inlay_visitor_dup            (InlayRequest *request);
/* What an application's sign-in says the visitor belongs to: names with commas between. */
char **inlay_groups_dup            (InlayRequest *request);

/* What changes what visitors get, on the full surface. */
void inlay_handle_add_environment    (InlayRequest *request);
void inlay_handle_change_environment (InlayRequest *request);
void inlay_handle_delete_environment (InlayRequest *request);
void inlay_handle_request_deployment (InlayRequest *request);
void inlay_handle_deployment         (InlayRequest *request);
void inlay_handle_proposals          (InlayRequest *request);
void inlay_handle_approve            (InlayRequest *request);
void inlay_handle_reject             (InlayRequest *request);
void inlay_handle_cancel             (InlayRequest *request);
void inlay_handle_switches           (InlayRequest *request);
void inlay_handle_cancel_switch      (InlayRequest *request);
void inlay_handle_patch_import_map   (InlayRequest *request);
void inlay_handle_patch_service      (InlayRequest *request);
void inlay_handle_delete_service     (InlayRequest *request);

/* Modules, compositions, revisions, audit, webhooks. */
void inlay_handle_modules            (InlayRequest *request);
void inlay_handle_mark_version       (InlayRequest *request);
void inlay_handle_yank               (InlayRequest *request);
void inlay_handle_delete_composition (InlayRequest *request);
void inlay_handle_history            (InlayRequest *request);
void inlay_handle_history_item       (InlayRequest *request);
void inlay_handle_revision           (InlayRequest *request);
void inlay_handle_current_map        (InlayRequest *request);
void inlay_handle_resolve            (InlayRequest *request);
void inlay_handle_audit              (InlayRequest *request);
void inlay_handle_verify_audit       (InlayRequest *request);
void inlay_handle_webhooks           (InlayRequest *request);
void inlay_handle_add_webhook        (InlayRequest *request);
void inlay_handle_change_webhook     (InlayRequest *request);
void inlay_handle_delete_webhook     (InlayRequest *request);
void inlay_handle_deliveries         (InlayRequest *request);
void inlay_handle_redeliver          (InlayRequest *request);

/* Works out what would be deployed before the use case is queued. */
void inlay_request_queue_deployment  (InlayRequest       *request,
                                      InlayDeployRequest *deploy,
                                      InlayJobRun         run);

G_END_DECLS
