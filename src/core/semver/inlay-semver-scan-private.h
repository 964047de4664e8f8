/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-semver-key-private.h"

G_BEGIN_DECLS

/* One place of `1.x`: absent, a wildcard, or a number. */
typedef struct
{
  gboolean present;
  gboolean wild;
  gboolean too_big;
  gsize    digits;
  guint64  value;
} InlaySemverPart;

/* What stands in a text: pointers into it, nothing owned. */
typedef struct
{
  InlaySemverPart parts[3];
  const char     *prerelease;
  gsize           prerelease_length;
  const char     *build;
  gsize           build_length;
} InlaySemverScan;

gboolean inlay_semver_scan             (const char            **cursor,
                                        InlaySemverFlags        flags,
                                        InlaySemverScan        *scan);
gboolean inlay_semver_scan_is_full     (const InlaySemverScan  *scan);
gboolean inlay_semver_scan_version     (const char             *text,
                                        InlaySemverFlags        flags,
                                        InlaySemverScan        *scan);
gsize    inlay_semver_scan_build       (const char             *text);
gsize    inlay_semver_space_length     (const char             *text);
char    *inlay_semver_squeeze          (const char             *text);
char    *inlay_semver_squeeze_into     (const char             *text,
                                        char                   *to);

static inline InlaySemverKey
inlay_semver_scan_get_key (const InlaySemverScan *scan)
{
  return (InlaySemverKey) {
    { scan->parts[0].value, scan->parts[1].value, scan->parts[2].value },
    scan->prerelease != NULL ? scan->prerelease : "", scan->prerelease_length
  };
}

gboolean              inlay_version_scan    (const char            *text,
                                             InlaySemverFlags       flags,
                                             InlaySemverScan       *scan,
                                             GError               **error);

/* The version itself, as a key and from one. */
const InlaySemverKey *inlay_version_get_key (const InlayVersion   *self);
InlayVersion         *inlay_version_new_key (const InlaySemverKey *key);

G_END_DECLS
