/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-cdn.h"

G_BEGIN_DECLS

struct _InlayCdnUrl
{
  gatomicrefcount  ref_count;
  InlayCdnSource   source;
  gboolean         all_external;
  char            *package;
  char            *version; /* as written; NULL is the latest */
  char            *subpath; /* without a leading slash; NULL for the package itself */
  char            *build;   /* of a build output: what stands behind the version */
  GHashTable      *params;  /* (element-type utf8 utf8), a value "" for a bare name */
};

InlayCdnUrl *inlay_cdn_url_alloc         (void);
gboolean     inlay_cdn_is_package        (InlayCdnSource  source,
                                          const char     *package);
gboolean     inlay_cdn_is_param          (const char     *name);
gboolean     inlay_cdn_is_target         (const char     *name);
gboolean     inlay_cdn_is_exact          (InlayCdnSource  source,
                                          const char     *version);
void         inlay_cdn_url_set_param     (InlayCdnUrl    *self,
                                          const char     *name,
                                          const char     *value);
void         inlay_cdn_append_escaped    (GString        *text,
                                          const char     *value,
                                          const char     *reserved);
void         inlay_cdn_url_append_params (const InlayCdnUrl *self,
                                          GString        *text,
                                          char            first,
                                          const char     *reserved);
void         inlay_cdn_url_set_subpath   (InlayCdnUrl    *self,
                                          const char     *subpath);

G_END_DECLS
