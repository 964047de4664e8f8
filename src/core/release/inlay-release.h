/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"

G_BEGIN_DECLS

#define INLAY_TYPE_RELEASE (inlay_release_get_type ())

/* One revision of an application, ready to be served: the composition as it is in one environment,
 * the import map, the facts the shell needs about modules, the content security policy. Named by
 * the digest of all that. Immutable. */
typedef struct _InlayRelease InlayRelease;

GType         inlay_release_get_type        (void);
/* @modules: (element-type InlayModule) (nullable); @environment: (nullable): whose overrides hold.
 * The import map is an object with imports, scopes and integrity. */
InlayRelease *inlay_release_new             (JsonNode      *composition,
                                             JsonNode      *import_map,
                                             GPtrArray     *modules,
                                             const char    *environment,
                                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;
InlayRelease *inlay_release_with_map        (InlayRelease  *self,
                                             JsonNode      *import_map,
                                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;
InlayRelease *inlay_release_from_json       (JsonNode      *json,
                                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *inlay_release_to_json         (InlayRelease  *self);
InlayRelease *inlay_release_ref             (InlayRelease  *self);
void          inlay_release_unref           (InlayRelease  *self);
gboolean      inlay_release_equal           (InlayRelease  *a,
                                             InlayRelease  *b);

const char   *inlay_release_get_digest      (InlayRelease  *self);
const char   *inlay_release_get_id          (InlayRelease  *self);
const char   *inlay_release_get_name        (InlayRelease  *self);
JsonNode     *inlay_release_get_document    (InlayRelease  *self);
JsonNode     *inlay_release_get_import_map  (InlayRelease  *self);
JsonNode     *inlay_release_get_modules     (InlayRelease  *self);
const char   *inlay_release_get_csp         (InlayRelease  *self);
const char   *inlay_release_get_map_text    (InlayRelease  *self);
const char   *inlay_release_get_address     (InlayRelease  *self,
                                             const char    *module_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRelease, inlay_release_unref)

G_END_DECLS
