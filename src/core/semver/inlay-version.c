/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-version.h"

#include <string.h>

#include "semver/inlay-semver-scan-private.h"

/**
 * InlayVersion:
 *
 * A version as Semantic Versioning 2.0.0 defines it and node-semver 7 reads it. An immutable,
 * reference-counted value that may be shared between threads.
 */

struct _InlayVersion
{
  gatomicrefcount  ref_count;
  InlaySemverKey   key;   /* its prerelease is the end of @text */
  const char      *build; /* behind @text */
  char             text[];
};

G_DEFINE_BOXED_TYPE (InlayVersion, inlay_version, inlay_version_ref, inlay_version_unref)

static InlayVersion *
version_new (const InlaySemverKey *key,
             const char           *build,
             gsize                 build_length)
{
  InlayVersion *self = g_malloc (sizeof (InlayVersion) + inlay_semver_key_max_length (key) +
                                 build_length + 1);
  char *prerelease;
  char *end = inlay_semver_key_write (key, self->text, &prerelease);

  g_atomic_ref_count_init (&self->ref_count);
  self->key = *key;
  self->key.prerelease = prerelease;
  self->key.length = (gsize) (end - prerelease);
  self->build = memcpy (end + 1, build, build_length);
  end[1 + build_length] = '\0';
  return self;
}

InlayVersion *
inlay_version_new_key (const InlaySemverKey *key)
{
  return version_new (key, "", 0);
}

const InlaySemverKey *
inlay_version_get_key (const InlayVersion *self)
{
  return &self->key;
}

/* Reads @text without making anything of it. */
gboolean
inlay_version_scan (const char        *text,
                    InlaySemverFlags   flags,
                    InlaySemverScan   *scan,
                    GError           **error)
{
  /* What is no UTF-8 cannot be counted in characters without reading past its end. */
  if (strlen (text) > INLAY_VERSION_MAX_LENGTH &&
      (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > INLAY_VERSION_MAX_LENGTH))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "version is longer than %d characters", INLAY_VERSION_MAX_LENGTH);
      return FALSE;
    }
  if (!inlay_semver_scan_version (text, flags, scan))
    {
      g_autofree char *shown = error != NULL ? g_utf8_make_valid (text, -1) : NULL;

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version", shown);
      return FALSE;
    }
  return TRUE;
}

/**
 * inlay_version_parse:
 * @text: a version
 * @flags: %INLAY_SEMVER_LOOSE widens what is read; %INLAY_SEMVER_PRERELEASE has no meaning here
 * @error: return location for an error
 *
 * Reads a version, as node-semver's `new SemVer()`: Semantic Versioning 2.0.0 with a leading `v`
 * and white space around it allowed.
 *
 * Returns: (transfer full): the version, or %NULL with %INLAY_ERROR_INVALID or, past 256
 *   characters, %INLAY_ERROR_LIMIT
 */
InlayVersion *
inlay_version_parse (const char        *text,
                     InlaySemverFlags   flags,
                     GError           **error)
{
  InlaySemverScan scan;
  InlaySemverKey key;

  g_return_val_if_fail (text != NULL, NULL);

  if (!inlay_version_scan (text, flags, &scan, error))
    return NULL;
  key = inlay_semver_scan_get_key (&scan);
  return version_new (&key, scan.build != NULL ? scan.build : "", scan.build_length);
}

InlayVersion *
inlay_version_ref (InlayVersion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_version_unref (InlayVersion *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * inlay_version_get_major:
 *
 * Returns: the major number (Semantic Versioning 2.0.0, item 2); at most 2⁵³ − 1
 */
guint64
inlay_version_get_major (const InlayVersion *self)
{
  return self->key.parts[0];
}

/**
 * inlay_version_get_minor:
 *
 * Returns: the minor number (Semantic Versioning 2.0.0, item 2); at most 2⁵³ − 1
 */
guint64
inlay_version_get_minor (const InlayVersion *self)
{
  return self->key.parts[1];
}

/**
 * inlay_version_get_patch:
 *
 * Returns: the patch number (Semantic Versioning 2.0.0, item 2); at most 2⁵³ − 1
 */
guint64
inlay_version_get_patch (const InlayVersion *self)
{
  return self->key.parts[2];
}

/**
 * inlay_version_get_prerelease:
 * @self: a version
 *
 * Semantic Versioning 2.0.0, section 9.
 *
 * Returns: (transfer none): the prerelease identifiers joined by dots, empty when there are none
 */
const char *
inlay_version_get_prerelease (const InlayVersion *self)
{
  return self->key.prerelease;
}

/**
 * inlay_version_get_build:
 * @self: a version
 *
 * Semantic Versioning 2.0.0, section 10.
 *
 * Returns: (transfer none): the build metadata without its `+`, empty when there is none
 */
const char *
inlay_version_get_build (const InlayVersion *self)
{
  return self->build;
}

/**
 * inlay_version_is_prerelease:
 *
 * Returns: %TRUE with identifiers after a hyphen (Semantic Versioning 2.0.0, item 9)
 */
gboolean
inlay_version_is_prerelease (const InlayVersion *self)
{
  return self->key.length > 0;
}

/**
 * inlay_version_compare:
 * @a: a version
 * @b: another version
 *
 * Orders by precedence (Semantic Versioning 2.0.0, section 11); build metadata does not count.
 *
 * Returns: less than, equal to or greater than 0
 */
int
inlay_version_compare (const InlayVersion *a,
                       const InlayVersion *b)
{
  return inlay_semver_key_compare (&a->key, &b->key);
}

/**
 * inlay_version_compare_build:
 * @a: a version
 * @b: another version
 *
 * Orders by precedence and, where that leaves a tie, by build metadata: a total order for sorting.
 *
 * As `compareBuild` of node-semver 7: section 11 of Semantic Versioning 2.0.0, then build
 * metadata, which it does not order.
 *
 * Returns: less than, equal to or greater than 0
 */
int
inlay_version_compare_build (const InlayVersion *a,
                             const InlayVersion *b)
{
  int order = inlay_version_compare (a, b);

  if (order != 0)
    return order;
  return inlay_semver_identifiers_compare (a->build, strlen (a->build), b->build, strlen (b->build));
}

/**
 * inlay_version_equal:
 * @a: a version
 * @b: another version
 *
 * Semantic Versioning 2.0.0, section 11.
 *
 * Returns: whether both have the same precedence; build metadata does not count
 */
gboolean
inlay_version_equal (const InlayVersion *a,
                     const InlayVersion *b)
{
  return inlay_version_compare (a, b) == 0;
}

/**
 * inlay_version_to_string:
 * @self: a version
 *
 * Semantic Versioning 2.0.0, section 2.
 *
 * Returns: (transfer none): the normalised text, without build metadata
 */
const char *
inlay_version_to_string (const InlayVersion *self)
{
  return self->text;
}

/**
 * inlay_version_clean:
 * @text: what somebody wrote as a version
 * @flags: how to read it
 *
 * Strips white space and leading `=` and `v`.
 *
 * As `clean` of node-semver 7.
 *
 * Returns: (transfer full) (nullable): the normalised version, %NULL when it is none
 */
char *
inlay_version_clean (const char       *text,
                     InlaySemverFlags  flags)
{
  g_autofree char *squeezed = inlay_semver_squeeze (text);
  g_autoptr (InlayVersion) version = NULL;

  version = inlay_version_parse (squeezed + strspn (squeezed, "=v"), flags, NULL);
  return version != NULL ? g_strdup (version->text) : NULL;
}
