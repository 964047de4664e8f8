/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"
#include "semver/inlay-range.h"

G_BEGIN_DECLS

typedef struct _InlayCatalog InlayCatalog;
typedef struct _InlayCatalogBuilder InlayCatalogBuilder;

#define INLAY_TYPE_CATALOG (inlay_catalog_get_type ())

GType                inlay_catalog_get_type                 (void);
InlayCatalog        *inlay_catalog_new                      (void);
InlayCatalog        *inlay_catalog_new_from_json            (JsonNode             *node,
                                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
InlayCatalog        *inlay_catalog_ref                      (InlayCatalog         *self);
void                 inlay_catalog_unref                    (InlayCatalog         *self);
JsonNode            *inlay_catalog_to_json                  (InlayCatalog         *self);

/* Modules. Lists are newest first (element-type InlayModule) and owned by self. */
const char * const  *inlay_catalog_get_module_ids           (InlayCatalog         *self);
GPtrArray           *inlay_catalog_get_modules              (InlayCatalog         *self,
                                                             const char           *id);
InlayModule         *inlay_catalog_get_module               (InlayCatalog         *self,
                                                             const char           *id,
                                                             const char           *version);
InlayModule         *inlay_catalog_get_newest               (InlayCatalog         *self,
                                                             const char           *id);
InlayModule         *inlay_catalog_find_module              (InlayCatalog         *self,
                                                             const char           *id,
                                                             const InlayRange     *range);
GPtrArray           *inlay_catalog_search                   (InlayCatalog         *self,
                                                             const char           *text,
                                                             const char           *category);

/* npm packages. Lists are newest first (element-type InlayVersion) and owned by self. */
GPtrArray           *inlay_catalog_get_package_versions     (InlayCatalog         *self,
                                                             const char           *name);
JsonNode            *inlay_catalog_get_package              (InlayCatalog         *self,
                                                             const char           *name);
JsonNode            *inlay_catalog_get_package_version      (InlayCatalog         *self,
                                                             const char           *name,
                                                             const char           *version);
const char          *inlay_catalog_get_integrity            (InlayCatalog         *self,
                                                             const char           *address);

/* Building. */
InlayCatalogBuilder *inlay_catalog_builder_new              (InlayCatalog         *from);
void                 inlay_catalog_builder_free             (InlayCatalogBuilder  *self);
void                 inlay_catalog_builder_remove           (InlayCatalogBuilder  *self,
                                                             const char           *id);
gboolean             inlay_catalog_builder_add_module       (InlayCatalogBuilder  *self,
                                                             InlayModule          *module,
                                                             GError              **error);
gboolean             inlay_catalog_builder_add_package      (InlayCatalogBuilder  *self,
                                                             JsonNode             *package,
                                                             GError              **error);
void                 inlay_catalog_builder_add_integrity    (InlayCatalogBuilder  *self,
                                                             const char           *address,
                                                             const char           *integrity);
InlayCatalog        *inlay_catalog_builder_end              (InlayCatalogBuilder  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayCatalog, inlay_catalog_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayCatalogBuilder, inlay_catalog_builder_free)

G_END_DECLS
