/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "importmap/inlay-url.h"
#include "resolve/inlay-catalog.h"

G_BEGIN_DECLS

/**
 * InlayLintSeverity:
 * @INLAY_LINT_HINT: could be better
 * @INLAY_LINT_WARNING: works today, and may not tomorrow or elsewhere
 * @INLAY_LINT_ERROR: does not work
 *
 * How much a problem matters.
 */
typedef enum
{
  INLAY_LINT_HINT,
  INLAY_LINT_WARNING,
  INLAY_LINT_ERROR,
} InlayLintSeverity;

/* One problem: what it is called, where it is, a sentence about it, and what to do. */
typedef struct
{
  const char        *code;
  InlayLintSeverity  severity;
  char              *path; /* JSON Pointer */
  char              *message;
  char              *remedy;
} InlayLintProblem;

/* Lists of InlayLintProblem, empty when there is nothing to say. */
GPtrArray  *inlay_lint_composition       (JsonNode           *composition,
                                          InlayCatalog       *catalog);
GPtrArray  *inlay_lint_change            (JsonNode           *before,
                                          JsonNode           *after,
                                          InlayCatalog       *catalog);
GPtrArray  *inlay_lint_slice             (JsonNode           *definition);
gboolean    inlay_lint_is_slice          (JsonNode           *node);
GPtrArray  *inlay_lint_import_map        (JsonNode           *map,
                                          const InlayUrl     *base);

const char *inlay_lint_severity_to_string (InlayLintSeverity  severity);
JsonNode   *inlay_lint_problem_to_json    (InlayLintProblem  *problem);

G_END_DECLS
