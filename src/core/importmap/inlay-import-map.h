/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

#include "importmap/inlay-url.h"

G_BEGIN_DECLS

typedef struct _InlayImportMap InlayImportMap;
typedef struct _InlayResolvedModules InlayResolvedModules;

/**
 * InlayImportMapWarningCode:
 * @INLAY_IMPORT_MAP_WARNING_MEMBER: a member that no import map has
 * @INLAY_IMPORT_MAP_WARNING_KEY: a key that is empty or no URL
 * @INLAY_IMPORT_MAP_WARNING_VALUE: a value that is not a string
 * @INLAY_IMPORT_MAP_WARNING_ADDRESS: an address that is no URL
 * @INLAY_IMPORT_MAP_WARNING_SLASH: a prefix whose address does not end with a slash
 *
 * Why a part of an import map is ignored.
 */
typedef enum
{
  INLAY_IMPORT_MAP_WARNING_MEMBER,
  INLAY_IMPORT_MAP_WARNING_KEY,
  INLAY_IMPORT_MAP_WARNING_VALUE,
  INLAY_IMPORT_MAP_WARNING_ADDRESS,
  INLAY_IMPORT_MAP_WARNING_SLASH,
} InlayImportMapWarningCode;

typedef struct
{
  InlayImportMapWarningCode  code;
  char                      *path; /* JSON Pointer */
  char                      *message;
} InlayImportMapWarning;

#define INLAY_TYPE_IMPORT_MAP (inlay_import_map_get_type ())

GType           inlay_import_map_get_type      (void);
InlayImportMap *inlay_import_map_new           (void);
InlayImportMap *inlay_import_map_parse         (const char            *text,
                                                gssize                 length,
                                                const InlayUrl        *base,
                                                GPtrArray            **warnings,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
InlayImportMap *inlay_import_map_new_from_json (JsonNode              *node,
                                                const InlayUrl        *base,
                                                GPtrArray            **warnings,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
InlayImportMap *inlay_import_map_new_checked   (JsonNode              *node,
                                                const InlayUrl        *base,
                                                GPtrArray            **warnings,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
InlayImportMap *inlay_import_map_merge         (const InlayImportMap  *self,
                                                const InlayImportMap  *later,
                                                InlayResolvedModules  *resolved);
InlayImportMap *inlay_import_map_ref           (InlayImportMap        *self);
void            inlay_import_map_unref         (InlayImportMap        *self);
InlayUrl       *inlay_import_map_resolve       (const InlayImportMap  *self,
                                                const char            *specifier,
                                                const InlayUrl        *importer,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
const char     *inlay_import_map_get_integrity (const InlayImportMap  *self,
                                                const InlayUrl        *url);
gboolean        inlay_import_map_equal         (const InlayImportMap  *a,
                                                const InlayImportMap  *b);
JsonNode       *inlay_import_map_to_json       (const InlayImportMap  *self,
                                                const InlayUrl        *relative_to);

/* What a document has resolved so far; a later map must not change it. */
InlayResolvedModules *inlay_resolved_modules_new  (void);
void                  inlay_resolved_modules_free (InlayResolvedModules  *self);
void                  inlay_resolved_modules_add  (InlayResolvedModules  *self,
                                                   const char            *specifier,
                                                   const InlayUrl        *importer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayImportMap, inlay_import_map_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayResolvedModules, inlay_resolved_modules_free)

G_END_DECLS
