/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "inlay-error.h"

G_BEGIN_DECLS

typedef struct _InlayUrl InlayUrl;

#define INLAY_TYPE_URL (inlay_url_get_type ())

GType       inlay_url_get_type     (void);
InlayUrl   *inlay_url_parse        (const char      *text,
                                    const InlayUrl  *base,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
InlayUrl   *inlay_url_parse_full   (const char      *text,
                                    gssize           length,
                                    const InlayUrl  *base,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
InlayUrl   *inlay_url_ref          (InlayUrl        *self);
void        inlay_url_unref        (InlayUrl        *self);
const char *inlay_url_get_href     (const InlayUrl  *self);
const char *inlay_url_get_scheme   (const InlayUrl  *self);
const char *inlay_url_get_username (const InlayUrl  *self);
const char *inlay_url_get_password (const InlayUrl  *self);
const char *inlay_url_get_host     (const InlayUrl  *self);
int         inlay_url_get_port     (const InlayUrl  *self);
const char *inlay_url_get_path     (const InlayUrl  *self);
const char *inlay_url_get_query    (const InlayUrl  *self);
const char *inlay_url_get_fragment (const InlayUrl  *self);
gboolean    inlay_url_is_special   (const InlayUrl  *self);
char       *inlay_url_dup_origin   (const InlayUrl  *self);
gboolean    inlay_url_equal        (const InlayUrl  *a,
                                    const InlayUrl  *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayUrl, inlay_url_unref)

G_END_DECLS
