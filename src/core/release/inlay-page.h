/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "release/inlay-release.h"

G_BEGIN_DECLS

/* The page of a release: the same bytes for every path of the application, wherever served. */
GBytes   *inlay_page_write        (InlayRelease  *release);

/* What the shell works from. For live updates from a composition that is still edited, where
 * @modules are those that are known (element-type InlayModule); with @before (nullable) the instances
 * that changed since. */
JsonNode *inlay_page_data         (JsonNode      *composition,
                                   GPtrArray     *modules,
                                   JsonNode      *before);
JsonNode *inlay_page_data_release (InlayRelease  *release);
/* The data that stands in a page. */
JsonNode *inlay_page_read_data    (GBytes        *page,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
