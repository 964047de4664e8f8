/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-version.h"

G_BEGIN_DECLS

/* JavaScript's largest exact integer; node-semver refuses parts above it. */
#define INLAY_SEMVER_MAX_PART G_GUINT64_CONSTANT (9007199254740991)

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
gsize    inlay_semver_scan_build       (const char             *text);
gsize    inlay_semver_space_length     (const char             *text);
char    *inlay_semver_squeeze          (const char             *text);

InlayVersion *inlay_version_new_scanned (const InlaySemverScan *scan);
InlayVersion *inlay_version_new_parts   (guint64                major,
                                         guint64                minor,
                                         guint64                patch,
                                         const char            *prerelease);
gboolean      inlay_version_same_triple (const InlayVersion    *a,
                                         const InlayVersion    *b);

G_END_DECLS
