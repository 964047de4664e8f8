/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-schema.h"

G_BEGIN_DECLS

#define INLAY_TYPE_SCHEMA_NOTE (inlay_schema_note_get_type ())

/* What a schema says about one place of an instance, present or not: immutable and counted.
 *
 * A note gathers the subschemas that apply there: those reached through `properties`, `items` and
 * their kin, and from each, in place, `$ref`, `allOf`, the `then` or `else` that the value calls
 * for, the active `dependentSchemas`, and of `anyOf` and `oneOf` the branch that holds (or fits
 * best). They apply whether the value is valid yet or not, for a form is drawn from them. The
 * condition of an `if` and what stands under `not` do not. */
typedef struct _InlaySchemaNote InlaySchemaNote;

/**
 * InlaySchemaChoice:
 * @keyword: `anyOf` or `oneOf`
 * @schema_path: where the keyword stands
 * @branches: (element-type JsonNode): the branch schemas as written
 * @selected: the branch the value is in, the best fit when none holds, -1 without a value
 * @n_holding: how many branches hold (for `anyOf` at least one, for `oneOf` exactly one is valid)
 * @holding: for each branch whether it holds
 */
typedef struct
{
  const char *keyword;
  const char *schema_path;
  GPtrArray *branches;
  int selected;
  guint n_holding;
  gboolean *holding;
} InlaySchemaChoice;

/**
 * InlaySchemaCondition:
 * @schema_path: where the `if` stands
 * @holds: whether the value satisfies it, so that `then` applies and not `else`
 */
typedef struct
{
  const char *schema_path;
  gboolean holds;
} InlaySchemaCondition;

InlaySchemaNote *inlay_schema_annotate              (InlaySchema      *self,
                                                     JsonNode         *instance,
                                                     const char       *path);
GType            inlay_schema_note_get_type         (void);
InlaySchemaNote *inlay_schema_note_ref              (InlaySchemaNote  *self);
void             inlay_schema_note_unref            (InlaySchemaNote  *self);

/* The subschemas that apply, the nearest first, and where they stand. */
guint            inlay_schema_note_get_n_schemas    (InlaySchemaNote  *self);
JsonNode        *inlay_schema_note_get_schema       (InlaySchemaNote  *self,
                                                     guint             position);
const char      *inlay_schema_note_get_schema_path  (InlaySchemaNote  *self,
                                                     guint             position);

/* A keyword's value in the nearest subschema that has it: "title", "default", "x-inlay", … */
JsonNode        *inlay_schema_note_get              (InlaySchemaNote  *self,
                                                     const char       *keyword);
const char      *inlay_schema_note_get_string       (InlaySchemaNote  *self,
                                                     const char       *keyword);
gboolean         inlay_schema_note_get_flag         (InlaySchemaNote  *self,
                                                     const char       *keyword);

/* For objects: members that the subschemas name, in their order, and what they ask of them. */
const char * const *
                 inlay_schema_note_get_members      (InlaySchemaNote  *self);
gboolean         inlay_schema_note_requires         (InlaySchemaNote  *self,
                                                     const char       *member);
gboolean         inlay_schema_note_is_evaluated     (InlaySchemaNote  *self,
                                                     const char       *token);

/* Where the schema branches. */
guint            inlay_schema_note_get_n_choices    (InlaySchemaNote  *self);
const InlaySchemaChoice *
                 inlay_schema_note_get_choice       (InlaySchemaNote  *self,
                                                     guint             position);
guint            inlay_schema_note_get_n_conditions (InlaySchemaNote  *self);
const InlaySchemaCondition *
                 inlay_schema_note_get_condition    (InlaySchemaNote  *self,
                                                     guint             position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySchemaNote, inlay_schema_note_unref)

G_END_DECLS
