/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_MODULE (inlay_module_get_type ())

/* One version of a module as its module.json states it, checked. Immutable;
 * data/schemas/module.schema.json is the contract of the definition. */
typedef struct _InlayModule InlayModule;

#define INLAY_MODULE_FORMAT 1
#define INLAY_MODULE_COLUMNS 12

/**
 * InlayModuleSource:
 * @INLAY_MODULE_SOURCE_FILES: its own files, the entry is one of them
 * @INLAY_MODULE_SOURCE_URL: an address, the entry is it
 * @INLAY_MODULE_SOURCE_CDN: an npm package that a CDN serves
 */
typedef enum
{
  INLAY_MODULE_SOURCE_FILES,
  INLAY_MODULE_SOURCE_URL,
  INLAY_MODULE_SOURCE_CDN,
} InlayModuleSource;

typedef enum
{
  INLAY_ADAPTER_INLAY,
  INLAY_ADAPTER_SINGLE_SPA,
  INLAY_ADAPTER_ELEMENT,
} InlayAdapter;

typedef enum
{
  INLAY_ISOLATION_SHADOW,
  INLAY_ISOLATION_SCOPED,
  INLAY_ISOLATION_NONE,
  INLAY_ISOLATION_IFRAME, /* sandboxed: for what is not trusted */
} InlayIsolation;

GType               inlay_module_get_type          (void);
InlayModule        *inlay_module_new               (JsonNode          *definition,
                                                    GError           **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
InlayModule        *inlay_module_read              (GBytes            *bytes,
                                                    GError           **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
InlayModule        *inlay_module_ref               (InlayModule       *self);
void                inlay_module_unref             (InlayModule       *self);
JsonNode           *inlay_module_to_json           (InlayModule       *self);

/* Texts are owned by self; those marked so may be NULL. */
const char         *inlay_module_get_id            (InlayModule       *self);
const char         *inlay_module_get_version       (InlayModule       *self);
const char         *inlay_module_get_name          (InlayModule       *self); /* or the id */
const char         *inlay_module_get_description   (InlayModule       *self); /* nullable */
const char         *inlay_module_get_category      (InlayModule       *self); /* nullable */
const char * const *inlay_module_get_tags          (InlayModule       *self);
const char         *inlay_module_get_icon          (InlayModule       *self); /* nullable: a file */
const char         *inlay_module_get_thumbnail     (InlayModule       *self); /* nullable: a file */

InlayModuleSource   inlay_module_get_source        (InlayModule       *self);
const char         *inlay_module_get_entry         (InlayModule       *self); /* NULL from a CDN */
const char         *inlay_module_get_npm_package   (InlayModule       *self); /* nullable */
const char         *inlay_module_get_npm_subpath   (InlayModule       *self); /* nullable */
const char * const *inlay_module_get_files         (InlayModule       *self);
gboolean            inlay_module_has_file          (InlayModule       *self,
                                                    const char        *file);
JsonNode           *inlay_module_get_dependencies  (InlayModule       *self);
char               *inlay_module_dup_file_address  (InlayModule       *self,
                                                    const char        *file);
char               *inlay_module_dup_address       (InlayModule       *self);

InlayAdapter        inlay_module_get_adapter       (InlayModule       *self);
const char         *inlay_module_get_element       (InlayModule       *self); /* nullable */
InlayIsolation      inlay_module_get_isolation     (InlayModule       *self);
gboolean            inlay_module_is_critical       (InlayModule       *self);
JsonNode           *inlay_module_get_config_schema (InlayModule       *self); /* nullable */
guint               inlay_module_get_min_span      (InlayModule       *self);
guint               inlay_module_get_span          (InlayModule       *self);

/* Objects keyed by name; never NULL. */
JsonNode           *inlay_module_get_events        (InlayModule       *self);
JsonNode           *inlay_module_get_props         (InlayModule       *self);
gboolean            inlay_module_has_event         (InlayModule       *self,
                                                    const char        *event);
gboolean            inlay_module_has_prop          (InlayModule       *self,
                                                    const char        *prop);

const char * const *inlay_module_get_slots         (InlayModule       *self);
gboolean            inlay_module_has_slot          (InlayModule       *self,
                                                    const char        *slot);
const char         *inlay_module_get_slot_title    (InlayModule       *self,
                                                    const char        *slot);
guint               inlay_module_get_slot_max      (InlayModule       *self,
                                                    const char        *slot);
gboolean            inlay_module_slot_accepts      (InlayModule       *self,
                                                    const char        *slot,
                                                    InlayModule       *child,
                                                    guint              count,
                                                    char             **reason);

/* What may name a module and one of its files. */
gboolean            inlay_module_is_id             (const char        *text);
gboolean            inlay_module_is_file_name      (const char        *text);

const char         *inlay_adapter_to_string        (InlayAdapter       adapter);
const char         *inlay_isolation_to_string      (InlayIsolation     isolation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayModule, inlay_module_unref)

G_END_DECLS
