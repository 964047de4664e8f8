/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How far something long is: written by the thread that does it, read by any, both atomically. */
typedef struct
{
  guint64 done;
  guint64 total;    /* 0: not known */
} InlayProgress;

G_END_DECLS
