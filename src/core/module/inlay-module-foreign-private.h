/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "importmap/inlay-url.h"
#include "module/inlay-module-foreign.h"

G_BEGIN_DECLS

#define INLAY_FOREIGN_VERSION "0.0.0" /* where none is told */

/* What is being read: where it came from, and the definitions made of it. */
typedef struct
{
  const char  *address;     /* nullable */
  InlayUrl    *base;        /* nullable: @address parsed */
  GPtrArray   *definitions; /* of JsonNode */
  GError     **error;
} InlayForeign;

gboolean    inlay_foreign_read_package      (InlayForeign  *self,
                                             JsonNode      *node);
gboolean    inlay_foreign_read_import_map   (InlayForeign  *self,
                                             JsonNode      *node);
gboolean    inlay_foreign_read_remote_entry (InlayForeign  *self,
                                             JsonNode      *node);
gboolean    inlay_foreign_read_federation   (InlayForeign  *self,
                                             JsonNode      *node);
gboolean    inlay_foreign_read_elements     (InlayForeign  *self,
                                             JsonNode      *node);

char       *inlay_foreign_resolve           (InlayForeign  *self,
                                             const char    *file);
char       *inlay_foreign_version           (const char    *address);
char       *inlay_foreign_id                (const char    *scope,
                                             const char    *name);
JsonNode   *inlay_foreign_string            (const char    *string);
JsonNode   *inlay_foreign_ranges            (JsonNode      *shared,
                                             const char    *name_member);
gboolean    inlay_foreign_fail              (InlayForeign  *self,
                                             const char    *reason);

G_END_DECLS
