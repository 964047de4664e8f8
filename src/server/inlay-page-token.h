/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a page is given to report with: that it was served from here, of which revision, and not too
 * long ago. Each has a name of its own, so that a page counts once however often it reports. */

#define INLAY_PAGE_TOKEN_LIFE (24 * 3600) /* seconds */

char *inlay_page_token_new   (const char  *key,
                              gint64       now,
                              const char  *revision);
/* Returns the page's name, or NULL. */
char *inlay_page_token_check (const char  *key,
                              gint64       now,
                              const char  *revision,
                              const char  *token);
char *inlay_page_token_key   (void);

G_END_DECLS
