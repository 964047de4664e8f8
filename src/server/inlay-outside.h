/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Talking to addresses that somebody else chose, without becoming their way into this network. */

/* Which addresses inside this machine or network may be asked. */
typedef struct
{
  gboolean   loopback;   /* whoever may deploy can reach it anyway */
  char     **hosts;      /* nullable: allowed by name, in lower case */
} InlayOutsidePolicy;

gboolean   inlay_outside_is_public (GInetAddress              *address);
GUri      *inlay_outside_parse     (const char                *url,
                                    GError                   **error);
/* Blocking. */
GList     *inlay_outside_resolve   (GUri                      *uri,
                                    const InlayOutsidePolicy  *policy,
                                    GCancellable              *cancellable,
                                    GError                   **error);
GIOStream *inlay_outside_open      (GUri                      *uri,
                                    const InlayOutsidePolicy  *policy,
                                    guint                      timeout,
                                    GCancellable              *cancellable,
                                    GError                   **error);
/* What the Host header says. */
char      *inlay_outside_dup_host  (GUri                      *uri);

G_END_DECLS
