/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-peer.h"
#include "inlay-server.h"

G_BEGIN_DECLS

/* One request from its first byte to its last: what was asked, and the answer once there is one. */
typedef struct _InlayRequest InlayRequest;
typedef struct _InlayRoute InlayRoute;

typedef void (*InlayHandler) (InlayRequest *request);

/**
 * InlayRoute:
 * @method: the method
 * @pattern: the path; `:` stands for one segment, `*` for all that follow
 * @role: what the caller must be
 * @max_body: how large the body may be; 0: there is none
 * @handler: answers, or queues a job that will
 */
struct _InlayRoute
{
  const char   *method;
  const char   *pattern;
  InlayRole     role;
  gsize         max_body;
  InlayHandler  handler;
};

struct _InlayRequest
{
  InlayServer *server;
  struct MHD_Connection *connection;
  const InlayRoute *route;
  char *method;
  char *path;             /* as it came */
  char *argument;         /* nullable: what stands for `:` or `*`, decoded */
  GString *body;
  InlayRole role;
  const char *actor;
  InlayPeer peer;
  gint64 started;         /* monotonic */
  guint status;
  struct MHD_Response *response;
  gboolean queued;        /* a job has it and the connection is suspended */
  gboolean is_stream;     /* the answer has no end */
};

InlayRequest  *inlay_request_new           (InlayServer            *server,
                                            struct MHD_Connection  *connection,
                                            const char             *method,
                                            const char             *path);
void           inlay_request_free          (InlayRequest           *self);
const char    *inlay_request_get_header    (InlayRequest           *self,
                                            const char             *name);
gboolean       inlay_request_dup_query     (InlayRequest           *self,
                                            const char             *name,
                                            char                  **value);
char          *inlay_request_dup_cookie    (InlayRequest           *self,
                                            const char             *name);
JsonNode      *inlay_request_read_json     (InlayRequest           *self);

/* Answering; once for each request. */
void           inlay_request_answer        (InlayRequest           *self,
                                            guint                   status,
                                            struct MHD_Response    *response);
void           inlay_request_answer_body   (InlayRequest           *self,
                                            InlayBody              *body);
void           inlay_request_answer_json   (InlayRequest           *self,
                                            guint                   status,
                                            JsonNode               *node);
void           inlay_request_refuse        (InlayRequest           *self,
                                            guint                   status,
                                            const char             *code,
                                            const char             *format,
                                            ...) G_GNUC_PRINTF (4, 5);
void           inlay_request_refuse_error  (InlayRequest           *self,
                                            GError                 *error);
void           inlay_request_queue         (InlayRequest           *self,
                                            InlayJobRun             run,
                                            gpointer                data,
                                            GDestroyNotify          free_data);

/* Finds the route, checks who asks, and whether the body may come. */
gboolean       inlay_routes_find           (InlayRequest           *request);
const InlayRoute *inlay_routes_get_all     (guint                  *n_routes);

G_END_DECLS
