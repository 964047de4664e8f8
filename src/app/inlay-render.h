/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `inlay --render FILE --output PNG --size WxH [--page ID]`: what a page of a composition looks like,
 * as a picture, without a window to be seen. Modules come from the library at @library_path, or with
 * Inlay when there is none. Returns the exit code: 0 done, 1 refused, 2 misused. */
int inlay_render (const char *file,
                  const char *output,
                  const char *size,
                  const char *page,
                  const char *library_path);

G_END_DECLS
