/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "inlay-error.h"

G_BEGIN_DECLS

#define INLAY_CDN_DEFAULT_BASE "https://esm.sh"
#define INLAY_CDN_DEFAULT_TARGET "es2022"

/**
 * InlayCdnSource:
 * @INLAY_CDN_NPM: a package of the npm registry
 * @INLAY_CDN_GITHUB: a GitHub repository, `OWNER/REPO`
 * @INLAY_CDN_JSR: a JSR package, `@SCOPE/NAME`
 * @INLAY_CDN_PREVIEW: a pkg.pr.new preview
 * @INLAY_CDN_SERVER: something of the server's own, in no package: a shim for a Node module, a script,
 *   a text it compiled; the sub-path says which
 *
 * Where the CDN takes a module from.
 */
typedef enum
{
  INLAY_CDN_NPM,
  INLAY_CDN_GITHUB,
  INLAY_CDN_JSR,
  INLAY_CDN_PREVIEW,
  INLAY_CDN_SERVER,
} InlayCdnSource;

typedef struct _InlayCdnUrl InlayCdnUrl;

#define INLAY_TYPE_CDN_URL (inlay_cdn_url_get_type ())

GType           inlay_cdn_url_get_type        (void);
InlayCdnUrl    *inlay_cdn_url_new             (const char         *package,
                                               const char         *version,
                                               const char         *subpath,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;
InlayCdnUrl    *inlay_cdn_url_parse           (const char         *text,
                                               const char         *base,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;
InlayCdnUrl    *inlay_cdn_url_with_param      (const InlayCdnUrl  *self,
                                               const char         *name,
                                               const char         *value);
InlayCdnUrl    *inlay_cdn_url_with_subpath    (const InlayCdnUrl  *self,
                                               const char         *subpath);
InlayCdnUrl    *inlay_cdn_url_with_version    (const InlayCdnUrl  *self,
                                               const char         *version);
InlayCdnUrl    *inlay_cdn_url_all_external    (const InlayCdnUrl  *self);
InlayCdnUrl    *inlay_cdn_url_ref             (InlayCdnUrl        *self);
void            inlay_cdn_url_unref           (InlayCdnUrl        *self);

InlayCdnSource  inlay_cdn_url_get_source      (const InlayCdnUrl  *self);
const char     *inlay_cdn_url_get_package     (const InlayCdnUrl  *self);
const char     *inlay_cdn_url_get_version     (const InlayCdnUrl  *self);
const char     *inlay_cdn_url_get_subpath     (const InlayCdnUrl  *self);
gboolean        inlay_cdn_url_has_param       (const InlayCdnUrl  *self,
                                               const char         *name);
const char     *inlay_cdn_url_get_param       (const InlayCdnUrl  *self,
                                               const char         *name);
gboolean        inlay_cdn_url_is_all_external (const InlayCdnUrl  *self);
gboolean        inlay_cdn_url_is_pinned       (const InlayCdnUrl  *self);
gboolean        inlay_cdn_url_is_build        (const InlayCdnUrl  *self);
gboolean        inlay_cdn_url_equal           (const InlayCdnUrl  *a,
                                               const InlayCdnUrl  *b);

/* Writing; @base may end with a slash or not. */
char           *inlay_cdn_url_to_string       (const InlayCdnUrl  *self,
                                               const char         *base);
char           *inlay_cdn_url_to_prefix       (const InlayCdnUrl  *self,
                                               const char         *base,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;
char           *inlay_cdn_url_to_scope        (const InlayCdnUrl  *self,
                                               const char         *base);
char           *inlay_cdn_url_to_build        (const InlayCdnUrl  *self,
                                               const char         *base,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayCdnUrl, inlay_cdn_url_unref)

G_END_DECLS
