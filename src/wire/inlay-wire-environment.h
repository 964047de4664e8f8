/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* One module of an environment. */
typedef struct
{
  char     *module_id;
  char     *version;
  char     *npm_package;   /* nullable */
  char     *esm_url;
  JsonNode *config;        /* nullable; an object */
  JsonNode *dependencies;  /* nullable; an object */
  char     *health;        /* "healthy", "unhealthy" or "unknown" */
  char     *message;       /* nullable: why it is unhealthy */
  gboolean  critical;      /* without it the environment is not healthy */
} InlayDeployedModule;

/* A row of GET /api/environments; with @modules an environment of its own. Times are RFC 3339. */
typedef struct
{
  char      *id;
  char      *name;
  char      *status;       /* "active" or "standby" */
  char      *version;      /* nullable: nothing was deployed yet */
  char      *revision;     /* nullable */
  char      *composition;  /* nullable: id */
  char      *deployed_at;  /* nullable */
  char      *deployed_by;  /* nullable */
  guint      module_count;
  guint      traffic;      /* percentage of visitors */
  GPtrArray *modules;      /* nullable; of InlayDeployedModule */
} InlayEnvironment;

void              inlay_deployed_module_free     (InlayDeployedModule  *self);
void              inlay_environment_free         (InlayEnvironment     *self);
InlayEnvironment *inlay_environment_parse        (JsonNode             *node,
                                                  GError              **error);
JsonNode         *inlay_environment_build        (InlayEnvironment     *self);
GPtrArray        *inlay_environments_parse       (JsonNode             *node,
                                                  GError              **error);
JsonNode         *inlay_environments_build       (GPtrArray            *environments);

/* GET /api/health/:environment */
InlayVerdict     *inlay_health_parse             (JsonNode             *node,
                                                  GError              **error);
JsonNode         *inlay_health_build             (InlayVerdict         *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDeployedModule, inlay_deployed_module_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayEnvironment, inlay_environment_free)

G_END_DECLS
