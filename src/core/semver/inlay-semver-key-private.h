/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-version.h"

G_BEGIN_DECLS

/* JavaScript's largest exact integer; node-semver refuses parts above it. */
#define INLAY_SEMVER_MAX_PART G_GUINT64_CONSTANT (9007199254740991)

/* What decides precedence. The prerelease is text of somebody else's, its identifiers joined by
 * dots and not ended by NUL: nothing is allocated to compare. */
typedef struct
{
  guint64     parts[3];
  const char *prerelease;
  gsize       length; /* of @prerelease; 0 when there is none */
} InlaySemverKey;

#define INLAY_SEMVER_KEY_ZERO   ((InlaySemverKey) { { 0, 0, 0 }, "", 0 })
#define INLAY_SEMVER_KEY_LOWEST ((InlaySemverKey) { { 0, 0, 0 }, "0", 1 })

static inline gboolean
inlay_semver_key_same_triple (const InlaySemverKey *a,
                              const InlaySemverKey *b)
{
  return a->parts[0] == b->parts[0] && a->parts[1] == b->parts[1] && a->parts[2] == b->parts[2];
}

int      inlay_semver_identifiers_compare (const char           *a,
                                           gsize                 a_length,
                                           const char           *b,
                                           gsize                 b_length);
int      inlay_semver_key_compare         (const InlaySemverKey *a,
                                           const InlaySemverKey *b);
gsize    inlay_semver_key_max_length      (const InlaySemverKey *self);
char    *inlay_semver_key_write           (const InlaySemverKey *self,
                                           char                 *to,
                                           char                **prerelease);
void     inlay_semver_key_append          (const InlaySemverKey *self,
                                           GString              *text);

G_END_DECLS
