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

typedef struct
{
  const char *text;
  gboolean    numeric;
  double      number;
} Identifier;

typedef struct
{
  Identifier *items;
  guint       count;
  char       *dotted;
  char       *split;
} Identifiers;

struct _InlayVersion
{
  gatomicrefcount ref_count;
  guint64         parts[3];
  Identifiers     prerelease;
  Identifiers     build;
  char           *text;
};

G_DEFINE_BOXED_TYPE (InlayVersion, inlay_version, inlay_version_ref, inlay_version_unref)

static void
identifier_init (Identifier *self,
                 const char *text)
{
  self->text = text;
  self->numeric = *text != '\0' && strspn (text, "0123456789") == strlen (text);
  self->number = self->numeric ? g_ascii_strtod (text, NULL) : 0;
}

/* Numeric prerelease identifiers are numbers, so `01` read loosely is 1; those past the exact
 * range, and all build identifiers, stay as written. */
static void
append_identifier (GString    *dotted,
                   const char *identifier,
                   gboolean    numbers)
{
  Identifier item;

  identifier_init (&item, identifier);
  if (dotted->len > 0)
    g_string_append_c (dotted, '.');
  if (numbers && item.numeric && item.number < (double) INLAY_SEMVER_MAX_PART)
    g_string_append_printf (dotted, "%" G_GUINT64_FORMAT, (guint64) item.number);
  else
    g_string_append (dotted, identifier);
}

static void
identifiers_init (Identifiers *self,
                  const char  *text,
                  gsize        length,
                  gboolean     numbers)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) tokens = g_strsplit (copy, ".", -1);
  GString *dotted = g_string_sized_new (length);
  char *p;

  self->count = g_strv_length (tokens);
  for (guint i = 0; i < self->count; i++)
    append_identifier (dotted, tokens[i], numbers);
  self->dotted = g_string_free (dotted, FALSE);

  if (self->count == 0)
    return;
  self->split = p = g_strdup (self->dotted);
  self->items = g_new0 (Identifier, self->count);
  for (guint i = 0; i < self->count; i++)
    {
      char *end = strchrnul (p, '.');

      *end = '\0';
      identifier_init (&self->items[i], p);
      p = end + 1;
    }
}

static void
identifiers_clear (Identifiers *self)
{
  g_free (self->items);
  g_free (self->dotted);
  g_free (self->split);
}

static int
identifier_compare (const Identifier *a,
                    const Identifier *b)
{
  if (a->numeric && b->numeric)
    return (a->number > b->number) - (a->number < b->number);
  if (a->numeric != b->numeric)
    return a->numeric ? -1 : 1;

  return CLAMP (strcmp (a->text, b->text), -1, 1);
}

static int
identifiers_compare (const Identifiers *a,
                     const Identifiers *b)
{
  for (guint i = 0; i < MIN (a->count, b->count); i++)
    {
      int order = identifier_compare (&a->items[i], &b->items[i]);

      if (order != 0)
        return order;
    }

  return (a->count > b->count) - (a->count < b->count);
}

static InlayVersion *
version_new (const guint64  parts[3],
             const char    *prerelease,
             gsize          prerelease_length,
             const char    *build,
             gsize          build_length)
{
  InlayVersion *self = g_new0 (InlayVersion, 1);

  g_atomic_ref_count_init (&self->ref_count);
  memcpy (self->parts, parts, sizeof self->parts);
  identifiers_init (&self->prerelease, prerelease, prerelease_length, TRUE);
  identifiers_init (&self->build, build, build_length, FALSE);
  self->text = g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT "%s%s",
                                parts[0], parts[1], parts[2],
                                self->prerelease.count > 0 ? "-" : "", self->prerelease.dotted);
  return self;
}

InlayVersion *
inlay_version_new_scanned (const InlaySemverScan *scan)
{
  guint64 parts[3] = { scan->parts[0].value, scan->parts[1].value, scan->parts[2].value };

  return version_new (parts,
                      scan->prerelease != NULL ? scan->prerelease : "", scan->prerelease_length,
                      scan->build != NULL ? scan->build : "", scan->build_length);
}

InlayVersion *
inlay_version_new_parts (guint64     major,
                         guint64     minor,
                         guint64     patch,
                         const char *prerelease)
{
  guint64 parts[3] = { major, minor, patch };

  return version_new (parts, prerelease, strlen (prerelease), "", 0);
}

gboolean
inlay_version_same_triple (const InlayVersion *a,
                           const InlayVersion *b)
{
  return memcmp (a->parts, b->parts, sizeof a->parts) == 0;
}

static gboolean
scan_whole_version (const char       *text,
                    InlaySemverFlags  flags,
                    InlaySemverScan  *scan)
{
  gsize space;

  if (flags & INLAY_SEMVER_LOOSE)
    while (*text == 'v' || *text == '=' || inlay_semver_space_length (text) > 0)
      text += MAX (inlay_semver_space_length (text), 1);
  else
    {
      while ((space = inlay_semver_space_length (text)) > 0)
        text += space;
      text += *text == 'v' ? 1 : 0;
    }

  if (!inlay_semver_scan (&text, flags, scan) || !inlay_semver_scan_is_full (scan))
    return FALSE;
  while ((space = inlay_semver_space_length (text)) > 0)
    text += space;
  return *text == '\0';
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

  g_return_val_if_fail (text != NULL, NULL);

  /* What is no UTF-8 cannot be counted in characters without reading past its end. */
  if (strlen (text) > INLAY_VERSION_MAX_LENGTH &&
      (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > INLAY_VERSION_MAX_LENGTH))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "version is longer than %d characters", INLAY_VERSION_MAX_LENGTH);
      return NULL;
    }
  if (!scan_whole_version (text, flags, &scan))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version", shown);
      return NULL;
    }

  return inlay_version_new_scanned (&scan);
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

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  identifiers_clear (&self->prerelease);
  identifiers_clear (&self->build);
  g_free (self->text);
  g_free (self);
}

guint64
inlay_version_get_major (const InlayVersion *self)
{
  return self->parts[0];
}

guint64
inlay_version_get_minor (const InlayVersion *self)
{
  return self->parts[1];
}

guint64
inlay_version_get_patch (const InlayVersion *self)
{
  return self->parts[2];
}

/**
 * inlay_version_get_prerelease:
 * @self: a version
 *
 * Returns: (transfer none): the prerelease identifiers joined by dots, empty when there are none
 */
const char *
inlay_version_get_prerelease (const InlayVersion *self)
{
  return self->prerelease.dotted;
}

/**
 * inlay_version_get_build:
 * @self: a version
 *
 * Returns: (transfer none): the build metadata without its `+`, empty when there is none
 */
const char *
inlay_version_get_build (const InlayVersion *self)
{
  return self->build.dotted;
}

gboolean
inlay_version_is_prerelease (const InlayVersion *self)
{
  return self->prerelease.count > 0;
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
  for (guint i = 0; i < 3; i++)
    if (a->parts[i] != b->parts[i])
      return a->parts[i] < b->parts[i] ? -1 : 1;

  if ((a->prerelease.count == 0) != (b->prerelease.count == 0))
    return a->prerelease.count == 0 ? 1 : -1;

  return identifiers_compare (&a->prerelease, &b->prerelease);
}

/**
 * inlay_version_compare_build:
 * @a: a version
 * @b: another version
 *
 * Orders by precedence and, where that leaves a tie, by build metadata: a total order for sorting.
 *
 * Returns: less than, equal to or greater than 0
 */
int
inlay_version_compare_build (const InlayVersion *a,
                             const InlayVersion *b)
{
  int order = inlay_version_compare (a, b);

  return order != 0 ? order : identifiers_compare (&a->build, &b->build);
}

/**
 * inlay_version_equal:
 * @a: a version
 * @b: another version
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
