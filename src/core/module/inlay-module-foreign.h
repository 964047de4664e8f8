/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"

G_BEGIN_DECLS

/**
 * InlayModuleForm:
 * @INLAY_MODULE_FORM_UNKNOWN: none of these
 * @INLAY_MODULE_FORM_DEFINITION: module.json
 * @INLAY_MODULE_FORM_PACKAGE: package.json with a `microfrontend` member
 * @INLAY_MODULE_FORM_IMPORT_MAP: an import map
 * @INLAY_MODULE_FORM_REMOTE_ENTRY: remoteEntry.json of Native Federation
 * @INLAY_MODULE_FORM_FEDERATION: mf-manifest.json of Module Federation 2
 * @INLAY_MODULE_FORM_ELEMENTS: custom-elements.json, the Custom Elements Manifest
 *
 * What modules can be described in.
 */
typedef enum
{
  INLAY_MODULE_FORM_UNKNOWN,
  INLAY_MODULE_FORM_DEFINITION,
  INLAY_MODULE_FORM_PACKAGE,
  INLAY_MODULE_FORM_IMPORT_MAP,
  INLAY_MODULE_FORM_REMOTE_ENTRY,
  INLAY_MODULE_FORM_FEDERATION,
  INLAY_MODULE_FORM_ELEMENTS,
} InlayModuleForm;

InlayModuleForm  inlay_module_guess_form   (JsonNode     *node);
GPtrArray       *inlay_module_read_foreign (JsonNode     *node,
                                            const char   *address,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
