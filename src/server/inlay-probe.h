/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks an address whether a browser would get a module there. Blocking. */

/* Which addresses inside this machine or network may be asked. */
typedef struct
{
  gboolean   loopback;   /* whoever may deploy can reach it anyway */
  char     **hosts;      /* nullable: allowed by name */
} InlayProbePolicy;

gboolean inlay_probe_run        (const char              *url,
                                 const InlayProbePolicy  *policy,
                                 GCancellable            *cancellable,
                                 GError                 **error);
gboolean inlay_probe_is_outside (GInetAddress            *address);

G_END_DECLS
