/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-outside.h"

G_BEGIN_DECLS

/* Asks an address whether a browser would get a module there. Blocking. */
gboolean inlay_probe_run (const char                *url,
                          const char                *origin,
                          const InlayOutsidePolicy  *policy,
                          GCancellable              *cancellable,
                          GError                   **error);

G_END_DECLS
