/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the command line names for “inlay-registry admin VERB”. */
typedef struct
{
  const char *database;
  const char *from;
  const char *to;
  gint64 keep;            /* days */
} InlayAdminOptions;

gboolean inlay_admin_run (const char               *verb,
                          const InlayAdminOptions  *options,
                          GError                  **error);

G_END_DECLS
