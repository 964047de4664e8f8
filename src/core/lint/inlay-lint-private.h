/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "lint/inlay-lint.h"

G_BEGIN_DECLS

/* Where problems go; @prefix is put before their paths. */
typedef struct
{
  GPtrArray  *problems;
  const char *prefix;
} InlayLint;

GPtrArray *inlay_lint_problems_new  (void);
void       inlay_lint_add           (InlayLint          *self,
                                     const char         *code,
                                     InlayLintSeverity   severity,
                                     const char         *path,
                                     const char         *remedy,
                                     const char         *format,
                                     ...) G_GNUC_PRINTF (6, 7);

/* Whether @text names one version, or is a range that lets all be. */
gboolean   inlay_lint_is_exact      (const char         *text);
gboolean   inlay_lint_is_any        (const char         *text);

/* What keeps state that a page may hold only once, as far as it is known by name. */
gboolean   inlay_lint_is_runtime    (const char         *package);

/* An address of a CDN that is not pinned, or that carries its dependencies with it. */
void       inlay_lint_address       (InlayLint          *self,
                                     const char         *path,
                                     const char         *address,
                                     const char         *cdn_base);
void       inlay_lint_map_into      (InlayLint          *self,
                                     JsonNode           *map,
                                     const InlayUrl     *base);

G_END_DECLS
