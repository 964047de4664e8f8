/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* POST /api/modules: a version of a module, with its files or the address they are at. */
typedef struct
{
  char       *module_id;
  char       *version;
  char       *npm_package;       /* nullable */
  char       *entry_point;       /* nullable: an address, or one of @files */
  JsonNode   *dependencies;      /* nullable; an object of ranges */
  JsonNode   *peer_dependencies; /* nullable; an object of ranges */
  JsonNode   *definition;        /* nullable: module.json */
  GHashTable *files;             /* nullable; name -> GBytes */
} InlayPublishRequest;

void                 inlay_publish_request_free  (InlayPublishRequest  *self);
InlayPublishRequest *inlay_publish_request_new   (JsonNode             *definition,
                                                  GHashTable           *files);
InlayPublishRequest *inlay_publish_request_parse (JsonNode             *node,
                                                  GError              **error);
JsonNode            *inlay_publish_request_build (InlayPublishRequest  *self);
char                *inlay_publish_request_dup_digest (InlayPublishRequest *self);

/* POST /api/module-health: one report, or up to 50 in `reports`. */
typedef struct
{
  char     *environment;  /* nullable: the active one */
  char     *module_id;
  gboolean  healthy;
  char     *message;      /* nullable */
  char     *revision;     /* nullable: what the page is of */
} InlayHealthReport;

void                 inlay_health_report_free    (InlayHealthReport    *self);
GPtrArray           *inlay_health_reports_parse  (JsonNode             *node,
                                                  GError              **error);
JsonNode            *inlay_health_reports_build  (GPtrArray            *reports);
/* Beside the reports: the variant of each experiment that the page mounted. @exposures: (out) (nullable) */
gboolean             inlay_exposures_parse       (JsonNode             *node,
                                                  JsonNode            **exposures,
                                                  GError              **error);
/* And what it was given to report with. @token: (out) (nullable) */
gboolean             inlay_page_token_parse      (JsonNode             *node,
                                                  char                **token,
                                                  GError              **error);

/* POST /api/alerts/rollback */
typedef struct
{
  char   *module_id;
  double  error_rate;
} InlayAlert;

void                 inlay_alert_free            (InlayAlert           *self);
InlayAlert          *inlay_alert_parse           (JsonNode             *node,
                                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPublishRequest, inlay_publish_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayHealthReport, inlay_health_report_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAlert, inlay_alert_free)

G_END_DECLS
