/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an operator may set beside the database: the file of settings, how much is logged, limits. */

/* Options of the file that --config names, before those given by hand, which win. */
char     **inlay_settings_expand        (char        **argv,
                                         GError      **error);
gboolean   inlay_settings_set_log_level (const char   *level,
                                         GError      **error);
/* "READS:WRITES" */
gboolean   inlay_settings_parse_rate    (const char   *text,
                                         guint        *reads,
                                         guint        *writes,
                                         GError      **error);

G_END_DECLS
