/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-version.h"

G_BEGIN_DECLS

/* Longer ranges are refused: none that anybody writes comes near. */
#define INLAY_RANGE_MAX_LENGTH (16 * 1024)

typedef struct _InlayRange InlayRange;

#define INLAY_TYPE_RANGE (inlay_range_get_type ())

GType         inlay_range_get_type       (void);
InlayRange   *inlay_range_parse          (const char          *text,
                                          InlaySemverFlags     flags,
                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;
InlayRange   *inlay_range_ref            (InlayRange          *self);
void          inlay_range_unref          (InlayRange          *self);
gboolean      inlay_range_test           (const InlayRange    *self,
                                          const InlayVersion  *version);
gboolean      inlay_range_is_any         (const InlayRange    *self);
gboolean      inlay_range_equal          (const InlayRange    *a,
                                          const InlayRange    *b);
const char   *inlay_range_to_string      (const InlayRange    *self);
const char   *inlay_range_get_text       (const InlayRange    *self);
gboolean      inlay_semver_satisfies     (const char          *version,
                                          const char          *range,
                                          InlaySemverFlags     flags);

/* Questions about the set of versions a range allows. */
InlayVersion *inlay_range_min_version    (const InlayRange    *self);
gboolean      inlay_range_intersects     (const InlayRange    *a,
                                          const InlayRange    *b);
gboolean      inlay_range_is_subset      (const InlayRange    *self,
                                          const InlayRange    *of);
gboolean      inlay_range_is_below       (const InlayRange    *self,
                                          const InlayVersion  *version);
gboolean      inlay_range_is_above       (const InlayRange    *self,
                                          const InlayVersion  *version);

/* Questions about a list: (element-type InlayVersion). */
InlayVersion *inlay_range_max_satisfying (const InlayRange    *self,
                                          GPtrArray           *versions);
InlayVersion *inlay_range_min_satisfying (const InlayRange    *self,
                                          GPtrArray           *versions);
char         *inlay_range_simplify       (const InlayRange    *self,
                                          GPtrArray           *versions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRange, inlay_range_unref)

G_END_DECLS
