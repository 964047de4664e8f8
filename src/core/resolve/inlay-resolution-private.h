/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-resolution.h"

G_BEGIN_DECLS

struct _InlayResolution
{
  gatomicrefcount  ref_count;
  GPtrArray       *choices;
  GPtrArray       *problems;
  GPtrArray       *modules;
  JsonNode        *import_map;
};

InlayResolution     *inlay_resolution_alloc       (void);
InlayChoice         *inlay_resolution_add_choice  (InlayResolution      *self,
                                                   const char           *name,
                                                   const char           *user,
                                                   const char           *range);
void                 inlay_choice_take            (InlayChoice          *self,
                                                   const char           *version,
                                                   InlayChoiceReason     reason,
                                                   char                 *explanation);
InlayResolveProblem *inlay_resolve_problem_new            (gboolean              is_conflict,
                                                           const char           *kind,
                                                           const char           *name,
                                                           char                 *message);
void                 inlay_resolve_problem_free           (gpointer              data);
JsonNode            *inlay_resolve_problem_to_json        (const InlayResolveProblem *self);
InlayResolveProblem *inlay_resolution_add_problem (InlayResolution      *self,
                                                   gboolean              is_conflict,
                                                   const char           *kind,
                                                   const char           *name,
                                                   char                 *message);
void                 inlay_resolve_problem_add_way        (InlayResolveProblem  *self,
                                                           char                 *label,
                                                           JsonNode             *patch);
void                 inlay_resolve_problem_add_set        (InlayResolveProblem  *self,
                                                           char                 *label,
                                                           JsonNode             *composition,
                                                           const char           *pointer,
                                                           JsonNode             *value);

G_END_DECLS
