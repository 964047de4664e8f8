/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define INLAY_TYPE_SCHEMA_ERROR (inlay_schema_error_get_type ())

/* One reason why an instance is not valid: immutable and counted. */
typedef struct _InlaySchemaError InlaySchemaError;

GType             inlay_schema_error_get_type        (void);
InlaySchemaError *inlay_schema_error_ref             (InlaySchemaError *self);
void              inlay_schema_error_unref           (InlaySchemaError *self);
gboolean          inlay_schema_error_equal           (InlaySchemaError *self,
                                                      InlaySchemaError *other);
const char       *inlay_schema_error_get_path        (InlaySchemaError *self);
const char       *inlay_schema_error_get_member      (InlaySchemaError *self);
const char       *inlay_schema_error_get_schema_path (InlaySchemaError *self);
const char       *inlay_schema_error_get_keyword     (InlaySchemaError *self);
const char       *inlay_schema_error_get_message     (InlaySchemaError *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySchemaError, inlay_schema_error_unref)

G_END_DECLS
