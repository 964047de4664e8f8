/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-workspace.h"

G_BEGIN_DECLS

/* Finds what is wrong with a document. Remembers what it found for a config that did not change, so
 * that checking after an edit costs one instance. */
typedef struct _InlayChecker InlayChecker;

InlayChecker *inlay_checker_new  (void);
void          inlay_checker_free (InlayChecker   *self);
/* (element-type InlayProblem): errors first, each severity in document order. */
GPtrArray    *inlay_checker_run  (InlayChecker   *self,
                                  InlayWorkspace *workspace);

/* (transfer none) (nullable): compiled once; NULL without one, or when it does not compile. */
InlaySchema  *inlay_checker_get_schema (InlayChecker *self,
                                        InlayModule  *module);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayChecker, inlay_checker_free)

G_END_DECLS
