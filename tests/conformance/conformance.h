/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

#include "inlay-core.h"

G_BEGIN_DECLS

/* Counts the cases of one run and lists those that fail. */
typedef struct
{
  guint passed;
  guint failed;
} Conformance;

/* One suite: runs every case it finds below a folder in that suite's format. */
typedef void (*ConformanceSuite) (Conformance *self,
                                  const char  *folder);

void suite_import_maps (Conformance *self,
                        const char  *folder);
void suite_json        (Conformance *self,
                        const char  *folder);
void suite_json_schema (Conformance *self,
                        const char  *folder);
void suite_resolver    (Conformance *self,
                        const char  *folder);
void suite_semver      (Conformance *self,
                        const char  *folder);
void suite_url         (Conformance *self,
                        const char  *folder);

/* Results: text is compared, and %NULL means that there is no answer. */
void conformance_result (Conformance *self,
                         gboolean     ok,
                         const char  *name,
                         const char  *expected,
                         const char  *actual);
void conformance_string (Conformance *self,
                         const char  *name,
                         const char  *expected,
                         const char  *actual);
void conformance_bool   (Conformance *self,
                         const char  *name,
                         gboolean     expected,
                         gboolean     actual);

/* Files: an absent one is %NULL, an unreadable one counts as a failure, too. */
JsonNode  *conformance_load       (Conformance *self,
                                   const char  *folder,
                                   const char  *file);
GPtrArray *conformance_list_files (const char  *folder);

/* Members: %NULL where absent or JSON null. */
const char *conformance_member (JsonObject *object,
                                const char *name);
char       *conformance_print  (JsonNode   *node);

G_END_DECLS
