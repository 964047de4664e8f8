/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The addresses of the registry, from its origin's root. */
#define INLAY_PATH_ENVIRONMENTS "/api/environments"
#define INLAY_PATH_ENVIRONMENT_ACTIVE "/api/environments/active"
#define INLAY_PATH_DEPLOY "/api/deploy"
#define INLAY_PATH_SWITCH "/api/switch"
#define INLAY_PATH_CANARY_START "/api/canary/start"
#define INLAY_PATH_CANARY_INCREASE "/api/canary/increase"
#define INLAY_PATH_ROLLBACK "/api/rollback"
#define INLAY_PATH_HEALTH "/api/health"
#define INLAY_PATH_DEPLOYMENTS "/api/deployments"
#define INLAY_PATH_TRAFFIC_CONFIG "/api/traffic-config"
#define INLAY_PATH_TRAFFIC_RULES "/api/traffic-rules"
#define INLAY_PATH_APPS "/api/v1/apps"
#define INLAY_PATH_RULES "/api/rules"
#define INLAY_PATH_TRAFFIC "/api/traffic"
#define INLAY_PATH_IMPORT_MAPS "/api/import-maps"
#define INLAY_PATH_IMPORT_MAPS_VALIDATE "/api/import-maps/validate"
#define INLAY_PATH_MODULES "/api/modules"
#define INLAY_PATH_COMPOSITIONS "/api/compositions"
#define INLAY_PATH_MODULE_HEALTH "/api/module-health"
#define INLAY_PATH_ALERTS_ROLLBACK "/api/alerts/rollback"
#define INLAY_PATH_EVENTS "/api/events"
#define INLAY_PATH_HEALTHZ "/healthz"
#define INLAY_PATH_READYZ "/readyz"
#define INLAY_PATH_SHELL "/shell"
#define INLAY_PATH_MODULE_FILES "/modules"
#define INLAY_PATH_PREVIEW "/preview"

/* Content types and limits both sides keep. */
#define INLAY_TYPE_JSON "application/json"
#define INLAY_WIRE_TYPE_PROBLEM "application/problem+json"
#define INLAY_MAX_BODY (1024 * 1024)
#define INLAY_MAX_MODULE_BODY (16 * 1024 * 1024)
#define INLAY_MAX_DEPLOY_MODULES 500
#define INLAY_MAX_MODULE_FILES 200
#define INLAY_MAX_HEALTH_REPORTS 50
#define INLAY_MAX_DEPLOYMENTS 100

/* Names of server-sent events. */
#define INLAY_EVENT_SWITCH "environment-switch"
#define INLAY_EVENT_SWITCHED "environment-switched"
#define INLAY_EVENT_DEPLOYED "deployment-completed"
#define INLAY_EVENT_CANARY_STARTED "canary-started"
#define INLAY_EVENT_CANARY_INCREASED "canary-increased"
#define INLAY_EVENT_ROLLED_BACK "rollback-completed"
