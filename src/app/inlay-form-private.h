/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-form.h"

G_BEGIN_DECLS

/* What a schema and a value make of a place. Texts belong to the note, or to @owned. */
typedef struct
{
  InlayFieldKind kind;
  guint types;
  InlayFieldType type;          /* of the value, or the one it would have */
  InlayFieldRange range;
  guint max_length;
  guint max_items;
  guint min_items;
  GPtrArray *options;           /* of InlayFieldOption, or NULL */
  char **branches;              /* titles, or NULL */
  guint choice;                 /* of the note: the one the branches come from */
  int branch;
  char *title;
  const char *description;
  const char *group;
  const char *widget;
  const char *format;
  double order;
  gboolean open;                /* members beyond those the schema names may be added */
} InlayFieldShape;

struct _InlayFormField
{
  GObject parent_instance;

  InlayForm *form;              /* weak: fields never outlive it in use */
  InlayFormField *parent;       /* weak */
  char *path;
  char *token;
  guint id;
  guint depth;

  InlaySchemaNote *note;        /* NULL without a schema */
  JsonNode *value;
  InlayFieldShape shape;
  gboolean required;
  gboolean unused;
  gboolean additional;

  char *error;
  guint n_errors;
  GListStore *children;         /* NULL until asked for */
  GHashTable *memory;           /* branch or type -> JsonNode, what it last was */
};

void            inlay_field_shape_derive     (InlayFieldShape *shape,
                                              InlaySchemaNote *note,
                                              const char      *token,
                                              JsonNode        *value);
void            inlay_field_shape_clear      (InlayFieldShape *shape);
gboolean        inlay_field_shape_is_like    (InlayFieldShape *shape,
                                              InlayFieldShape *other);
InlayFieldType  inlay_field_type_of          (JsonNode        *value);
JsonNode       *inlay_field_type_new_value   (InlayFieldType   type,
                                              InlaySchemaNote *note);

InlayFormField *inlay_form_field_new         (InlayForm       *form,
                                              InlayFormField  *parent,
                                              const char      *token);
gboolean        inlay_form_field_update      (InlayFormField  *self,
                                              JsonNode        *value,
                                              gboolean         stale);
void            inlay_form_field_sync        (InlayFormField  *self,
                                              gboolean         stale);
void            inlay_form_field_show_errors (InlayFormField  *self);

InlaySchema    *inlay_form_get_schema        (InlayForm       *self);
guint           inlay_form_next_id           (InlayForm       *self);
void            inlay_form_request           (InlayForm       *self,
                                              const char      *path,
                                              JsonNode        *value,
                                              const char      *name);
void            inlay_form_settle            (InlayForm       *self);
/* The next update of the list at @path brings its items in this order; 0 for a new one. */
void            inlay_form_expect            (InlayForm       *self,
                                              const char      *path,
                                              GArray          *ids);
GArray         *inlay_form_take_expected     (InlayForm       *self,
                                              const char      *path);

G_END_DECLS
