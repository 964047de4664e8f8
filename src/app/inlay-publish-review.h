/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-client.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

/* What would be published of a document as it is now. Immutable. */
typedef struct _InlayPublishReview InlayPublishReview;

InlayPublishReview *inlay_publish_review_new            (InlayWorkspace      *workspace);
void                inlay_publish_review_free           (InlayPublishReview  *self);
/* (nullable): NULL when there is none; then inlay_publish_review_get_problem() says why. */
InlayRelease       *inlay_publish_review_get_release    (InlayPublishReview  *self);
const char         *inlay_publish_review_get_problem    (InlayPublishReview  *self);
InlayResolution    *inlay_publish_review_get_resolution (InlayPublishReview  *self);
/* See inlay_page_data_release(). */
JsonNode           *inlay_publish_review_get_data       (InlayPublishReview  *self);
/* id -> InlayModule: those of the release, for names. */
GHashTable         *inlay_publish_review_get_modules    (InlayPublishReview  *self);
/* (transfer full): everything it takes, for the outbox; with "version" and "digest". */
JsonNode           *inlay_publish_review_make_plan      (InlayPublishReview  *self,
                                                         const char          *version,
                                                         const char          *notes,
                                                         GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPublishReview, inlay_publish_review_free)

G_END_DECLS
