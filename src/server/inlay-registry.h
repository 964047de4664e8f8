/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-writer.h"

G_BEGIN_DECLS

/* The use cases. Each is one job of the writer: a request that was checked, and who makes it. */
typedef struct
{
  char           *actor;
  gint64          now;
  gpointer        request;
  GDestroyNotify  free_request;
  char           *name;      /* nullable: of what the path names last */
  char           *parent;    /* nullable: of what it names before that */
  InlayGrant     *grant;     /* nullable: the registry's own doing */
} InlayUseCase;

/* What a page says of its modules. */
typedef struct
{
  GPtrArray *reports;   /* of InlayHealthReport */
  JsonNode  *exposures; /* nullable: the variants that it mounted, by experiment */
  char      *page;      /* nullable: the name of the page; NULL: it shows no token of ours */
  char      *revision;  /* nullable: what it shows */
  char      *visitor;   /* nullable: nobody who counts */
  char     **groups;    /* nullable */
  char      *key;       /* the registry's secret */
} InlayHealthBatch;

void          inlay_health_batch_free   (InlayHealthBatch *self);

InlayUseCase *inlay_use_case_new        (const char      *actor,
                                         gint64           now,
                                         gpointer         request,
                                         GDestroyNotify   free_request);
void          inlay_use_case_free       (InlayUseCase    *self);

/* For what only the body, or the route as it is, says to be meant. */
gboolean      inlay_use_case_check_environment (InlayUseCase *self,
                                         const char      *environment,
                                         GError         **error);
/* Whether it may change what visitors get. */
gboolean      inlay_use_case_check_visitors (InlayUseCase  *self,
                                         InlayWork       *work,
                                         GError         **error);

JsonNode     *inlay_registry_deploy     (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_switch     (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_canary     (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_increase   (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_start_rollout (InlayWork    *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_move_rollout (InlayWork     *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_put_rules  (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_put_experiment (InlayWork   *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_rollback   (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_publish    (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_save       (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_report     (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);
JsonNode     *inlay_registry_alert      (InlayWork       *work,
                                         gpointer         use_case,
                                         GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayUseCase, inlay_use_case_free)

G_END_DECLS
