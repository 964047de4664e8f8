/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a page asks for to report with: of which revision it is, and that it is not too long ago. Each
 * load of a page has its own, with a name of its own, so that it counts once however often it reports,
 * and pages beside it in the same browser count, too. */

#define INLAY_PAGE_TOKEN_LIFE (24 * 3600) /* seconds */

char *inlay_page_token_new   (const char  *key,
                              gint64       now,
                              const char  *app,
                              const char  *revision);
/* Returns the page's name, or NULL. */
char *inlay_page_token_check (const char  *key,
                              gint64       now,
                              const char  *app,
                              const char  *revision,
                              const char  *token);
char *inlay_page_token_key   (void);

G_END_DECLS
