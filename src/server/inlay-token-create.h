/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The options of “token create”; NULL where there is none. */
typedef struct
{
  const char *database;
  const char *token_file;
  const char *role;
  const char *name;
  const char *app;
  const char *environment;
  const char *module;
  int expires;   /* days; 0: never */
} InlayTokenOptions;

gboolean inlay_token_create_run (const InlayTokenOptions  *options,
                                 GError                  **error);

G_END_DECLS
