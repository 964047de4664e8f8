/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"
#include "semver/inlay-range.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PACKUMENT (inlay_packument_get_type ())

/* What an npm registry says of a package: its versions, tags, and what each version needs. An
 * immutable, reference-counted value. */
typedef struct _InlayPackument InlayPackument;

GType           inlay_packument_get_type       (void);
InlayPackument *inlay_packument_new            (JsonNode          *node,
                                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
InlayPackument *inlay_packument_read           (GBytes            *bytes,
                                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;
InlayPackument *inlay_packument_ref            (InlayPackument    *self);
void            inlay_packument_unref          (InlayPackument    *self);

const char     *inlay_packument_get_name       (InlayPackument    *self);
GPtrArray      *inlay_packument_get_versions   (InlayPackument    *self); /* newest first */
const char     *inlay_packument_get_tag        (InlayPackument    *self,
                                                const char        *tag); /* nullable */
const char     *inlay_packument_get_deprecated (InlayPackument    *self,
                                                const char        *version); /* nullable */
JsonNode       *inlay_packument_get_peers      (InlayPackument    *self,
                                                const char        *version); /* nullable */
InlayVersion   *inlay_packument_find           (InlayPackument    *self,
                                                const char        *wanted,
                                                GError           **error);
JsonNode       *inlay_packument_to_package     (InlayPackument    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPackument, inlay_packument_unref)

G_END_DECLS
