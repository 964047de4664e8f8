/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_SCHEMA_BUNDLE (inlay_schema_bundle_get_type ())

/* Schemas by address that a `$ref` may reach. Nothing is ever fetched: what is neither here nor a
 * meta-schema of the two dialects is not found. */
typedef struct _InlaySchemaBundle InlaySchemaBundle;

GType              inlay_schema_bundle_get_type (void);
InlaySchemaBundle *inlay_schema_bundle_new      (void);
InlaySchemaBundle *inlay_schema_bundle_ref      (InlaySchemaBundle *self);
void               inlay_schema_bundle_unref    (InlaySchemaBundle *self);
void               inlay_schema_bundle_add      (InlaySchemaBundle *self,
                                                 const char        *uri,
                                                 JsonNode          *schema);
JsonNode          *inlay_schema_bundle_lookup   (InlaySchemaBundle *self,
                                                 const char        *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySchemaBundle, inlay_schema_bundle_unref)

G_END_DECLS
