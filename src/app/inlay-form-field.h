/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>
#include <inlay-core.h>

G_BEGIN_DECLS

/**
 * InlayFieldKind:
 * @INLAY_FIELD_JSON: anything that no other kind can show
 * @INLAY_FIELD_CONST: one value, and no other
 *
 * How a value is edited.
 */
typedef enum
{
  INLAY_FIELD_TEXT,
  INLAY_FIELD_MULTILINE,
  INLAY_FIELD_NUMBER,
  INLAY_FIELD_BOOLEAN,
  INLAY_FIELD_CHOICE,
  INLAY_FIELD_COLOR,
  INLAY_FIELD_DATE,
  INLAY_FIELD_OBJECT,
  INLAY_FIELD_ARRAY,
  INLAY_FIELD_CONST,
  INLAY_FIELD_NULL,
  INLAY_FIELD_JSON,
} InlayFieldKind;

/**
 * InlayFieldState:
 * @INLAY_FIELD_STATE_UNSET: there is no value; a default is only shown
 * @INLAY_FIELD_STATE_NULL: the value is null
 * @INLAY_FIELD_STATE_EMPTY: the value is the empty text
 * @INLAY_FIELD_STATE_SET: there is another value
 */
typedef enum
{
  INLAY_FIELD_STATE_UNSET,
  INLAY_FIELD_STATE_NULL,
  INLAY_FIELD_STATE_EMPTY,
  INLAY_FIELD_STATE_SET,
} InlayFieldState;

typedef enum
{
  INLAY_FIELD_TYPE_STRING = 1 << 0,
  INLAY_FIELD_TYPE_NUMBER = 1 << 1,
  INLAY_FIELD_TYPE_BOOLEAN = 1 << 2,
  INLAY_FIELD_TYPE_OBJECT = 1 << 3,
  INLAY_FIELD_TYPE_ARRAY = 1 << 4,
  INLAY_FIELD_TYPE_NULL = 1 << 5,
} InlayFieldType;

#define INLAY_FIELD_TYPE_ANY 0x3f

/* What a number may be. */
typedef struct
{
  gboolean integer;
  gboolean has_minimum;
  gboolean has_maximum;
  double minimum;
  double maximum;
  double step;
} InlayFieldRange;

/* One of the values a choice offers. */
typedef struct
{
  char *title;
  JsonNode *value;
} InlayFieldOption;

const char             *inlay_field_type_get_title        (InlayFieldType  type);

#define INLAY_TYPE_FORM_FIELD (inlay_form_field_get_type ())

/* One place of a form: what its schema says there and the value that is there. It lives as long as
 * its member, or the item of the list, does; its path changes when the item moves.
 *
 * Signals: "changed" when the value, an error or a text changed; "reshaped" before that when it must
 * be edited in another way; "focus-wanted". */
G_DECLARE_FINAL_TYPE (InlayFormField, inlay_form_field, INLAY, FORM_FIELD, GObject)

const char             *inlay_form_field_get_path         (InlayFormField *self);
const char             *inlay_form_field_get_token        (InlayFormField *self);
InlayFormField         *inlay_form_field_get_parent       (InlayFormField *self);
guint                   inlay_form_field_get_id           (InlayFormField *self);
guint                   inlay_form_field_get_depth        (InlayFormField *self);

InlayFieldKind          inlay_form_field_get_kind         (InlayFormField *self);
InlayFieldState         inlay_form_field_get_state        (InlayFormField *self);
JsonNode               *inlay_form_field_get_value        (InlayFormField *self);
JsonNode               *inlay_form_field_get_default      (InlayFormField *self);
JsonNode               *inlay_form_field_get_const        (InlayFormField *self);
InlaySchemaNote        *inlay_form_field_get_note         (InlayFormField *self);

const char             *inlay_form_field_get_title        (InlayFormField *self);
const char             *inlay_form_field_get_description  (InlayFormField *self);
const char             *inlay_form_field_get_group        (InlayFormField *self);
const char             *inlay_form_field_get_widget       (InlayFormField *self);
const char             *inlay_form_field_get_format       (InlayFormField *self);
guint                   inlay_form_field_get_max_length   (InlayFormField *self);
const InlayFieldRange  *inlay_form_field_get_range        (InlayFormField *self);
GPtrArray              *inlay_form_field_get_options      (InlayFormField *self);
char                   *inlay_form_field_dup_summary      (InlayFormField *self);
char                   *inlay_form_field_dup_text         (InlayFormField *self,
                                                           JsonNode       *value);

gboolean                inlay_form_field_is_required      (InlayFormField *self);
gboolean                inlay_form_field_is_read_only     (InlayFormField *self);
gboolean                inlay_form_field_is_deprecated    (InlayFormField *self);
/* Nothing in the schema as it applies now knows of it. */
gboolean                inlay_form_field_is_unused        (InlayFormField *self);
/* A member that has its name from the value, not from the schema. */
gboolean                inlay_form_field_is_additional    (InlayFormField *self);
gboolean                inlay_form_field_is_item          (InlayFormField *self);
gboolean                inlay_form_field_can_reset        (InlayFormField *self);
gboolean                inlay_form_field_can_add          (InlayFormField *self);
gboolean                inlay_form_field_can_remove_item  (InlayFormField *self);

/* Branches of oneOf or anyOf, and the types a value may have. */
const char * const     *inlay_form_field_get_branches     (InlayFormField *self);
int                     inlay_form_field_get_branch       (InlayFormField *self);
guint                   inlay_form_field_get_types        (InlayFormField *self);
InlayFieldType          inlay_form_field_get_value_type   (InlayFormField *self);

/* Words; NULL when nothing is wrong here. @n_errors counts what is below, too. */
const char             *inlay_form_field_get_error        (InlayFormField *self);
guint                   inlay_form_field_get_n_errors     (InlayFormField *self);

/* InlayFormField: members in the form's order, or items. Made when first asked for. */
GListModel             *inlay_form_field_get_children     (InlayFormField *self);
/* @needle: case-folded, or NULL for any; @modified: only what has a value. */
gboolean                inlay_form_field_matches          (InlayFormField *self,
                                                           const char     *needle,
                                                           gboolean        modified);

/* Typing came to an end: what follows is a step of its own. */
void                    inlay_form_field_settle           (InlayFormField *self);
/* Asks whoever shows the field to focus it. */
void                    inlay_form_field_want_focus       (InlayFormField *self);

/* What people do. Each asks for one edit of the form; nothing changes before the value comes back. */
void                    inlay_form_field_set              (InlayFormField *self,
                                                           JsonNode       *value);
void                    inlay_form_field_reset            (InlayFormField *self);
void                    inlay_form_field_choose_branch    (InlayFormField *self,
                                                           int             branch);
void                    inlay_form_field_choose_type      (InlayFormField *self,
                                                           InlayFieldType  type);
void                    inlay_form_field_add_item         (InlayFormField *self);
void                    inlay_form_field_insert_values    (InlayFormField *self,
                                                           guint           position,
                                                           JsonNode       *values);
void                    inlay_form_field_duplicate        (InlayFormField *self);
void                    inlay_form_field_remove           (InlayFormField *self);
void                    inlay_form_field_move             (InlayFormField *self,
                                                           guint           position);
void                    inlay_form_field_add_member       (InlayFormField *self,
                                                           const char     *name);
void                    inlay_form_field_rename           (InlayFormField *self,
                                                           const char     *name);

G_END_DECLS
