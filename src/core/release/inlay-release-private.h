/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "release/inlay-release.h"

G_BEGIN_DECLS

JsonNode *inlay_release_document     (JsonNode     *composition,
                                      const char   *environment,
                                      GError      **error);
JsonNode *inlay_release_facts        (JsonNode     *document,
                                      GPtrArray    *modules);
JsonNode *inlay_release_settle_map   (JsonNode     *import_map,
                                      GError      **error);
char     *inlay_csp_new              (JsonNode     *import_map,
                                      const char   *map_text);
JsonNode *inlay_page_data_build      (JsonNode     *document,
                                      JsonNode     *facts,
                                      const char   *revision);
char     *inlay_page_script_safe     (const char   *json);

G_END_DECLS
