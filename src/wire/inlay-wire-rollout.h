/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* POST /api/switch */
typedef struct
{
  char   *target;
  char   *expect_active;  /* nullable: what must be active until then */
  gint64  at;             /* 0: now */
} InlaySwitchRequest;

typedef struct
{
  char   *previous;
  char   *current;
  gint64  generation;
  char   *message;
} InlaySwitchReply;

/* POST /api/canary/start (with @target) and /api/canary/increase (without). */
typedef struct
{
  char *target;      /* nullable */
  guint percentage;
} InlayCanaryRequest;

/* POST /api/rollback */
typedef struct
{
  char *reason;
  char *to;      /* nullable: an environment or revision further back */
} InlayRollbackRequest;

typedef struct
{
  char   *rolled_back_to;
  char   *revision;    /* nullable: the environment is empty */
  gint64  generation;
  char   *message;
} InlayRollbackReply;

/* POST ~/rollouts */
typedef struct
{
  char      *environment; /* nullable: where the revision stands by */
  char      *revision;    /* nullable: what stands by there; one of the two is there */
  char      *salt;        /* nullable: a new one */
  InlayPlan *plan;
} InlayRolloutRequest;

#define INLAY_MAX_SALT 128
#define INLAY_CANARY_DEFAULT_PERCENTAGE 10

void                  inlay_switch_request_free    (InlaySwitchRequest    *self);
InlaySwitchRequest   *inlay_switch_request_parse   (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_switch_request_build   (InlaySwitchRequest    *self);
void                  inlay_switch_reply_free      (InlaySwitchReply      *self);
InlaySwitchReply     *inlay_switch_reply_parse     (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_switch_reply_build     (InlaySwitchReply      *self);

void                  inlay_canary_request_free    (InlayCanaryRequest    *self);
InlayCanaryRequest   *inlay_canary_start_parse     (JsonNode              *node,
                                                    GError               **error);
InlayCanaryRequest   *inlay_canary_increase_parse  (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_canary_request_build   (InlayCanaryRequest    *self);

void                  inlay_rollback_request_free  (InlayRollbackRequest  *self);
InlayRollbackRequest *inlay_rollback_request_parse (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_rollback_request_build (InlayRollbackRequest  *self);
void                  inlay_rollback_reply_free    (InlayRollbackReply    *self);
InlayRollbackReply   *inlay_rollback_reply_parse   (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_rollback_reply_build   (InlayRollbackReply    *self);

void                  inlay_rollout_request_free   (InlayRolloutRequest   *self);
InlayRolloutRequest  *inlay_rollout_request_parse  (JsonNode              *node,
                                                    GError               **error);
JsonNode             *inlay_rollout_request_build  (InlayRolloutRequest   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySwitchRequest, inlay_switch_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySwitchReply, inlay_switch_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayCanaryRequest, inlay_canary_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRollbackRequest, inlay_rollback_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRollbackReply, inlay_rollback_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRolloutRequest, inlay_rollout_request_free)

G_END_DECLS
