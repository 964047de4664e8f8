/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-client.h"

G_BEGIN_DECLS

/* What publishing takes, step by step, as one JSON value that an outbox can keep:
 * { "title", "steps": [ { "title", "method", "path", "body" } ] }. Every step may be repeated: a
 * module version that is there already with the same bytes is taken as done. */

/* (transfer full) (nullable): a module's file, or NULL with an error */
typedef GBytes *(*InlayFileLookup) (InlayModule  *module,
                                    const char   *file,
                                    gpointer      user_data,
                                    GError      **error);

/* @done of @total steps are through; @title is the one that runs now. */
typedef void    (*InlayPlanProgress) (guint       done,
                                      guint       total,
                                      const char *title,
                                      gpointer    user_data);

JsonNode *inlay_publish_plan_new        (InlayComposition     *composition,
                                         GPtrArray            *modules,
                                         const char           *app,
                                         InlayFileLookup       lookup,
                                         gpointer              user_data,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *inlay_publish_plan_add_deploy (JsonNode             *plan,
                                         const char           *composition_id,
                                         const char           *version,
                                         const char           *environment,
                                         const char           *notes);
JsonNode *inlay_publish_module_body     (InlayModule          *module,
                                         InlayFileLookup       lookup,
                                         gpointer              user_data,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void      inlay_client_run_plan_async   (InlayClient          *self,
                                         JsonNode             *plan,
                                         InlayPlanProgress     progress,
                                         gpointer              progress_data,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* The answer of the last step. */
JsonNode *inlay_client_run_plan_finish  (InlayClient          *self,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *inlay_client_run_plan         (InlayClient          *self,
                                         JsonNode             *plan,
                                         InlayPlanProgress     progress,
                                         gpointer              progress_data,
                                         GCancellable         *cancellable,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
