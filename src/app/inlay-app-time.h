/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "5 minutes ago", "Yesterday", "3 March 2026": @time as people say it at @now, both in
 * microseconds UTC. */
char *inlay_app_format_time (gint64 time,
                             gint64 now);

G_END_DECLS
