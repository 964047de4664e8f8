/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-catalog.h"
#include "resolve/inlay-resolution.h"

G_BEGIN_DECLS

/**
 * InlayResolveFlags:
 * @INLAY_RESOLVE_DEFAULT: keep what the composition's lock names while it still fits
 * @INLAY_RESOLVE_UPDATE: choose anew, as if there were no lock
 */
typedef enum
{
  INLAY_RESOLVE_DEFAULT = 0,
  INLAY_RESOLVE_UPDATE = 1 << 0,
} InlayResolveFlags;

InlayResolution *inlay_composition_resolver_run (JsonNode           *composition,
                                                 InlayCatalog       *catalog,
                                                 InlayResolveFlags   flags,
                                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
