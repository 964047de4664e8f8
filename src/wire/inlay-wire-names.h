/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* What may name a thing in a request or a path; modules and their files: inlay_module_is_id() and
 * inlay_module_is_file_name(). */
gboolean inlay_wire_is_version     (const char *text);
gboolean inlay_wire_is_environment (const char *text);
gboolean inlay_wire_is_composition (const char *text);
gboolean inlay_wire_is_url         (const char *text);

/* Addresses made of names; the caller frees. */
char    *inlay_wire_path           (const char *base,
                                    const char *name);
char    *inlay_wire_app_path       (const char *app,
                                    const char *rest);
char    *inlay_wire_module_file    (const char *module_id,
                                    const char *version,
                                    const char *file);

G_END_DECLS
