/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-peer.h"
#include "inlay-route.h"
#include "inlay-server.h"

G_BEGIN_DECLS

/* One request from its first byte to its last: what was asked, by whom, and the answer once there
 * is one. */
struct _InlayRequest
{
  InlayServer *server;
  struct MHD_Connection *connection;
  InlayRouteMatch match;
  const InlayRoute *route;
  const char *method;
  const char *path;       /* as it came, without scheme and host */
  const char *length;     /* nullable: what it says of its body */
  char *decoded;          /* what the values of @match point into */
  const char *app;        /* the application it is about */
  char *host_app;         /* nullable: the one whose host was asked */
  InlaySnapshot *snapshot;   /* of that, as it was when the headers had come; until it is answered */
  GString *body;
  InlayGrant *grant;
  const char *actor;      /* nullable: whose token it is */
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
/* What stands for @name in the route's path, decoded. */
const char    *inlay_request_get_argument  (InlayRequest           *self,
                                            const char             *name);
/* The address of the same thing on the older surface, by which snapshots keep their answers. */
char          *inlay_request_dup_key       (InlayRequest           *self);
char          *inlay_request_dup_key_of    (InlayRequest           *self,
                                            const char             *path);
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
/* Another thread answers later: it sets the answer, then wakes the connection; or it queues. */
void           inlay_request_rest          (InlayRequest           *self);
void           inlay_request_wake          (InlayRequest           *self);
void           inlay_request_queue         (InlayRequest           *self,
                                            InlayJobRun             run,
                                            gpointer                data,
                                            GDestroyNotify          free_data);

/* What snapshots do not hold, read from the database. */
void           inlay_request_answer_read   (InlayRequest           *self,
                                            InlayServerRead         read,
                                            gpointer                data);
/* @run gets an InlayUseCase with @request, by whoever asks; takes @parsed. */
void           inlay_request_queue_use_case (InlayRequest          *self,
                                            InlayJobRun             run,
                                            gpointer                parsed,
                                            GDestroyNotify          free_parsed);

/* A request value of wire's, read from a body. */
typedef gpointer (*InlayRequestParse) (JsonNode  *node,
                                       GError   **error);

void           inlay_request_queue_parsed  (InlayRequest           *self,
                                            InlayRequestParse       parse,
                                            GDestroyNotify          free_parsed,
                                            InlayJobRun             run);
void           inlay_request_queue_json    (InlayRequest           *self,
                                            InlayJobRun             run);

/* What must hold of every head, whatever is asked. */
gboolean       inlay_request_check_head    (InlayRequest           *self);
/* Finds the route, checks who asks, and whether the body may come. */
gboolean       inlay_request_admit         (InlayRequest           *request);
gboolean       inlay_request_may_look      (InlayRequest           *self);

G_END_DECLS
