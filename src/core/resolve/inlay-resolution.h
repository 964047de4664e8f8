/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"

G_BEGIN_DECLS

/**
 * InlayChoiceReason:
 * @INLAY_CHOICE_NONE: nothing could be chosen; a problem says why
 * @INLAY_CHOICE_LOCKED: the composition's lock says so
 * @INLAY_CHOICE_EXACT: the requirement names one version
 * @INLAY_CHOICE_NEWEST: the newest version in range
 * @INLAY_CHOICE_ELECTED: the shared version that the fewest modules reject, the newest of those
 * @INLAY_CHOICE_LOWEST: no list of versions is known, so the lowest that the range names
 *
 * Why a version was chosen.
 */
typedef enum
{
  INLAY_CHOICE_NONE,
  INLAY_CHOICE_LOCKED,
  INLAY_CHOICE_EXACT,
  INLAY_CHOICE_NEWEST,
  INLAY_CHOICE_ELECTED,
  INLAY_CHOICE_LOWEST,
} InlayChoiceReason;

/**
 * InlayChoice:
 * @name: a module's id, or the name of a shared package
 * @user: for a package: the module that has this copy for itself, %NULL for the shared one
 * @version: (nullable): what was chosen
 * @range: what was asked for
 * @reason: why
 * @address: (nullable): where it is loaded from
 * @module: (nullable): for a module: its definition
 * @explanation: the reason as a sentence
 */
typedef struct
{
  char              *name;
  char              *user;
  char              *version;
  char              *range;
  InlayChoiceReason  reason;
  char              *address;
  InlayModule       *module;
  char              *explanation;
} InlayChoice;

/**
 * InlayWayOut:
 * @label: what it does, for people
 * @patch: the same as JSON Patch operations on the composition
 */
typedef struct
{
  char     *label;
  JsonNode *patch;
} InlayWayOut;

/**
 * InlayResolveProblem:
 * @is_conflict: whether it stands in the way of a release; else it is a warning
 * @kind: one of a fixed set of words, such as `no-version`
 * @name: the module or package it is about
 * @message: what is wrong
 * @ways: (element-type InlayWayOut): what can be done
 * @advice: (nullable): what to do where no change of the document or input can help
 */
typedef struct
{
  gboolean   is_conflict;
  char      *kind;
  char      *name;
  char      *message;
  GPtrArray *ways;
  char      *advice;
} InlayResolveProblem;

typedef struct _InlayResolution InlayResolution;

#define INLAY_TYPE_RESOLUTION (inlay_resolution_get_type ())

GType              inlay_resolution_get_type       (void);
InlayResolution   *inlay_resolution_ref            (InlayResolution    *self);
void               inlay_resolution_unref          (InlayResolution    *self);
GPtrArray         *inlay_resolution_get_choices    (InlayResolution    *self); /* InlayChoice */
const InlayChoice *inlay_resolution_get_choice     (InlayResolution    *self,
                                                    const char         *name);
GPtrArray         *inlay_resolution_get_problems   (InlayResolution    *self); /* InlayResolveProblem */
gboolean           inlay_resolution_has_conflicts  (InlayResolution    *self);
GPtrArray         *inlay_resolution_get_modules    (InlayResolution    *self); /* InlayModule */
JsonNode          *inlay_resolution_get_import_map (InlayResolution    *self);
char             **inlay_resolution_dup_lines      (InlayResolution    *self);
JsonNode          *inlay_resolution_to_lock        (InlayResolution    *self);
JsonNode          *inlay_resolution_to_json        (InlayResolution    *self);
const char        *inlay_choice_reason_to_string   (InlayChoiceReason   reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayResolution, inlay_resolution_unref)

G_END_DECLS
