/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-form-field.h"

G_BEGIN_DECLS

#define INLAY_TYPE_FORM (inlay_form_get_type ())

/* A form: fields from a schema and a value. It holds no truth of its own: an intention leaves it as
 * "edit" (const char *path, JsonNode *value or NULL to unset, const char *name or NULL); whoever
 * applies it gives the new value back by inlay_form_update(). A name tells of a change of structure,
 * which is a step of its own. "settled" says that typing
 * came to an end; "errors-changed" follows an update. */
G_DECLARE_FINAL_TYPE (InlayForm, inlay_form, INLAY, FORM, GObject)

InlayForm      *inlay_form_new          (InlaySchema *schema,
                                         JsonNode    *value);
void            inlay_form_update       (InlayForm   *self,
                                         JsonNode    *value);
InlayFormField *inlay_form_get_root     (InlayForm   *self);
JsonNode       *inlay_form_get_value    (InlayForm   *self);
/* (nullable): the nearest field on the way to @path; exact when its path is @path. */
InlayFormField *inlay_form_lookup       (InlayForm   *self,
                                         const char  *path);
/* (element-type InlaySchemaError) */
GPtrArray      *inlay_form_get_errors   (InlayForm   *self);

G_END_DECLS
