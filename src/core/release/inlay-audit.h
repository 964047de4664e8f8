/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

/* What was done to an application, and the hash of all that was done before it. */
typedef struct
{
  const char *previous;   /* the hash of the entry before; empty for the first */
  gint64      generation; /* from 1 on, without gaps */
  gint64      at;         /* microseconds */
  const char *actor;
  const char *action;
  const char *detail;     /* JSON */
  const char *hash;       /* nullable until it is known */
} InlayAuditEntry;

char     *inlay_audit_entry_hash    (const InlayAuditEntry  *self);
gboolean  inlay_audit_entry_follows (const InlayAuditEntry  *self,
                                     gint64                  generation,
                                     const char             *previous,
                                     GError                **error);
/* Goes on with rows as a registry lists them. */
gboolean  inlay_audit_check_rows    (JsonNode               *rows,
                                     gint64                 *generation,
                                     char                  **last,
                                     GError                **error);

G_END_DECLS
