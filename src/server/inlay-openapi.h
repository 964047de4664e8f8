/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-route.h"

#include <inlay-core.h>

G_BEGIN_DECLS

/* The routes, described for programs (OpenAPI 3.1), and the schemas their bodies must fit. */
JsonNode *inlay_openapi_new         (void);
gboolean  inlay_openapi_check_body  (const InlayRoute  *route,
                                     JsonNode          *body,
                                     GError           **error);

G_END_DECLS
