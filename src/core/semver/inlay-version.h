/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "inlay-error.h"

G_BEGIN_DECLS

/* The longest text node-semver reads as one version. */
#define INLAY_VERSION_MAX_LENGTH 256

/**
 * InlaySemverFlags:
 * @INLAY_SEMVER_DEFAULT: strict reading; prereleases match only when the range names one
 * @INLAY_SEMVER_LOOSE: read what npm holds but the standard forbids: `=v1.02.3beta`
 * @INLAY_SEMVER_PRERELEASE: a range matches prereleases like any other version
 *
 * How versions and ranges are read, in node-semver's two options.
 */
typedef enum
{
  INLAY_SEMVER_DEFAULT = 0,
  INLAY_SEMVER_LOOSE = 1 << 0,
  INLAY_SEMVER_PRERELEASE = 1 << 1,
} InlaySemverFlags;

typedef struct _InlayVersion InlayVersion;

#define INLAY_TYPE_VERSION (inlay_version_get_type ())

GType         inlay_version_get_type       (void);
InlayVersion *inlay_version_parse          (const char         *text,
                                            InlaySemverFlags    flags,
                                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;
InlayVersion *inlay_version_ref            (InlayVersion       *self);
void          inlay_version_unref          (InlayVersion       *self);
guint64       inlay_version_get_major      (const InlayVersion *self);
guint64       inlay_version_get_minor      (const InlayVersion *self);
guint64       inlay_version_get_patch      (const InlayVersion *self);
const char   *inlay_version_get_prerelease (const InlayVersion *self);
const char   *inlay_version_get_build      (const InlayVersion *self);
gboolean      inlay_version_is_prerelease  (const InlayVersion *self);
int           inlay_version_compare        (const InlayVersion *a,
                                            const InlayVersion *b);
int           inlay_version_compare_build  (const InlayVersion *a,
                                            const InlayVersion *b);
gboolean      inlay_version_equal          (const InlayVersion *a,
                                            const InlayVersion *b);
const char   *inlay_version_to_string      (const InlayVersion *self);
char         *inlay_version_clean          (const char         *text,
                                            InlaySemverFlags    flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayVersion, inlay_version_unref)

G_END_DECLS
