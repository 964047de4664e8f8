/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/* One answer to GET, made once and sent to many: bytes, headers, strong entity tag. Immutable. */
typedef struct _InlayBody InlayBody;

/**
 * InlayBodyKind:
 * @INLAY_BODY_DATA: JSON that changes; every site may read it
 * @INLAY_BODY_MAP: the same, and better an old one than none
 * @INLAY_BODY_FILE: a file whose address changes with its content
 * @INLAY_BODY_SHELL: a file whose content may change
 * @INLAY_BODY_PAGE: a page; who gets which is decided anew each time
 */
typedef enum
{
  INLAY_BODY_DATA,
  INLAY_BODY_MAP,
  INLAY_BODY_FILE,
  INLAY_BODY_SHELL,
  INLAY_BODY_PAGE,
} InlayBodyKind;

InlayBody           *inlay_body_new        (InlayBodyKind          kind,
                                            const char            *type,
                                            GBytes                *bytes,
                                            const char            *csp);
InlayBody           *inlay_body_new_json   (JsonNode              *node);
InlayBody           *inlay_body_new_json_tagged (JsonNode         *node,
                                            const char            *etag);
const char          *inlay_body_get_etag   (InlayBody             *self);
InlayBody           *inlay_body_ref        (InlayBody             *self);
void                 inlay_body_unref      (InlayBody             *self);
struct MHD_Response *inlay_body_choose     (InlayBody             *self,
                                            const char            *if_none_match,
                                            guint                 *status);
GBytes              *inlay_body_get_bytes  (InlayBody             *self);

/* What every answer carries. */
void                 inlay_response_secure (struct MHD_Response   *response);
struct MHD_Response *inlay_response_new_bare (GBytes              *bytes);
struct MHD_Response *inlay_response_new    (GBytes                *bytes,
                                            const char            *type);
const char          *inlay_content_type    (const char            *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayBody, inlay_body_unref)

G_END_DECLS
