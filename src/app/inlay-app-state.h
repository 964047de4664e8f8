/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-window.h"

G_BEGIN_DECLS

/* What the test hook asks the application; (transfer full), one line. @window may be NULL.
 *
 *   state                        JSON: view, key, page, selection, mode, digest, position, undo, problems …
 *   activate ACTION [PARAMETER]  "ok", or "refused"; PARAMETER is a GVariant as text
 *   release                      "REVISION DIGEST": of what publishing would serve, and of its page
 *   import PATH                  "ok": the file is being imported */
char *inlay_app_state_answer (InlayWindow *window,
                              const char  *verb,
                              const char  *argument);

G_END_DECLS
