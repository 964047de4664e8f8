/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * InlayProblemSeverity:
 * @INLAY_PROBLEM_INFO: worth knowing
 * @INLAY_PROBLEM_WARNING: it can be published, but something is off
 * @INLAY_PROBLEM_ERROR: it must be solved before publishing
 */
typedef enum
{
  INLAY_PROBLEM_INFO,
  INLAY_PROBLEM_WARNING,
  INLAY_PROBLEM_ERROR,
} InlayProblemSeverity;

#define INLAY_TYPE_PROBLEM (inlay_problem_get_type ())

/* One thing that is wrong with the document, for lists. Immutable; all properties are construct-only:
 * severity, instance (id or NULL: the whole document), path (JSON pointer into the instance's config
 * or NULL), message (for people), action (a detailed action name that solves it, or NULL). */
G_DECLARE_FINAL_TYPE (InlayProblem, inlay_problem, INLAY, PROBLEM, GObject)

InlayProblem         *inlay_problem_new          (InlayProblemSeverity  severity,
                                                  const char           *instance,
                                                  const char           *path,
                                                  const char           *message,
                                                  const char           *action);
InlayProblemSeverity  inlay_problem_get_severity (InlayProblem         *self);
const char           *inlay_problem_get_instance (InlayProblem         *self);
const char           *inlay_problem_get_path     (InlayProblem         *self);
const char           *inlay_problem_get_message  (InlayProblem         *self);
const char           *inlay_problem_get_action   (InlayProblem         *self);
gboolean              inlay_problem_equal        (InlayProblem         *self,
                                                  InlayProblem         *other);

/* Makes @list, of problems, hold @problems: only what differs is replaced. */
void                  inlay_problem_list_set     (GListStore           *list,
                                                  GPtrArray            *problems);

G_END_DECLS
