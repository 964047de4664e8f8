/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range.h"

#include <string.h>

#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

/**
 * InlayRange:
 *
 * A version range as node-semver 7 reads it, compiled once. An immutable, reference-counted value
 * that may be shared between threads; asking it never allocates.
 */

G_DEFINE_BOXED_TYPE (InlayRange, inlay_range, inlay_range_ref, inlay_range_unref)

gboolean
inlay_comparator_test (const InlayComparator *self,
                       const InlayVersion    *version)
{
  int order;

  if (self->version == NULL)
    return TRUE;

  order = inlay_version_compare (version, self->version);
  switch (self->op)
    {
    case INLAY_COMPARATOR_EQ: return order == 0;
    case INLAY_COMPARATOR_LT: return order < 0;
    case INLAY_COMPARATOR_LE: return order <= 0;
    case INLAY_COMPARATOR_GT: return order > 0;
    case INLAY_COMPARATOR_GE: return order >= 0;
    default: g_return_val_if_reached (FALSE);
    }
}

/* `<0.0.0-0`: below the lowest version there is. */
gboolean
inlay_comparator_is_nothing (const InlayComparator *self)
{
  return self->op == INLAY_COMPARATOR_LT && self->version != NULL &&
         strcmp (inlay_version_to_string (self->version), "0.0.0-0") == 0;
}

char *
inlay_comparator_to_string (const InlayComparator *self)
{
  static const char *signs[] = { "", "<", "<=", ">", ">=" };

  if (self->version == NULL)
    return g_strdup ("");
  return g_strconcat (signs[self->op], inlay_version_to_string (self->version), NULL);
}

/* A prerelease must be asked for: by a comparator that names one of the same triple. */
gboolean
inlay_comparators_test (const InlayComparator *items,
                        guint                  count,
                        const InlayVersion    *version,
                        InlaySemverFlags       flags)
{
  for (guint i = 0; i < count; i++)
    if (!inlay_comparator_test (&items[i], version))
      return FALSE;

  if (!inlay_version_is_prerelease (version) || (flags & INLAY_SEMVER_PRERELEASE))
    return TRUE;

  for (guint i = 0; i < count; i++)
    if (items[i].version != NULL && inlay_version_is_prerelease (items[i].version) &&
        inlay_version_same_triple (items[i].version, version))
      return TRUE;

  return FALSE;
}

static char *
format_sets (GPtrArray *sets)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sets->len; i++)
    {
      const GArray *set = g_ptr_array_index (sets, i);

      if (i > 0)
        g_string_append (text, "||");
      for (guint k = 0; k < set->len; k++)
        {
          g_autofree char *word = inlay_comparator_to_string (inlay_comparators_get (set, k));

          if (k > 0)
            g_string_append_c (text, ' ');
          g_string_append (text, word);
        }
    }
  if (text->len == 0)
    g_string_append_c (text, '*');

  return g_string_free (text, FALSE);
}

/**
 * inlay_range_parse:
 * @text: a range, such as `^1.2.3` or `>=2 <4 || 5.x`
 * @flags: how to read it and what it matches
 * @error: return location for an error
 *
 * Reads a range, as node-semver's `new Range()`.
 *
 * Returns: (transfer full): the range, or %NULL with %INLAY_ERROR_INVALID or, past
 *   %INLAY_RANGE_MAX_LENGTH bytes, %INLAY_ERROR_LIMIT
 */
InlayRange *
inlay_range_parse (const char        *text,
                   InlaySemverFlags   flags,
                   GError           **error)
{
  g_autofree char *squeezed = NULL;
  GPtrArray *sets;
  InlayRange *self;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > INLAY_RANGE_MAX_LENGTH)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "version range is longer than %d bytes", INLAY_RANGE_MAX_LENGTH);
      return NULL;
    }

  squeezed = inlay_semver_squeeze (text);
  sets = inlay_range_parse_sets (squeezed, flags, error);
  if (sets == NULL)
    return NULL;

  self = g_new0 (InlayRange, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->flags = flags;
  self->sets = sets;
  self->source = g_strdup (text);
  self->text = format_sets (sets);
  return self;
}

InlayRange *
inlay_range_ref (InlayRange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_range_unref (InlayRange *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->sets);
  g_free (self->source);
  g_free (self->text);
  g_free (self);
}

/**
 * inlay_range_test:
 * @self: a range
 * @version: a version
 *
 * Returns: whether @version satisfies @self
 */
gboolean
inlay_range_test (const InlayRange   *self,
                  const InlayVersion *version)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      const GArray *set = g_ptr_array_index (self->sets, i);

      if (inlay_comparators_test (inlay_comparators_get (set, 0), set->len, version, self->flags))
        return TRUE;
    }

  return FALSE;
}

gboolean
inlay_range_is_any (const InlayRange *self)
{
  return strcmp (self->text, "*") == 0;
}

gboolean
inlay_range_equal (const InlayRange *a,
                   const InlayRange *b)
{
  return a->flags == b->flags && strcmp (a->text, b->text) == 0;
}

/**
 * inlay_range_to_string:
 * @self: a range
 *
 * Returns: (transfer none): the canonical text, node-semver's `validRange()`; `*` for any version
 */
const char *
inlay_range_to_string (const InlayRange *self)
{
  return self->text;
}

/**
 * inlay_range_get_text:
 * @self: a range
 *
 * Returns: (transfer none): the text as it was written
 */
const char *
inlay_range_get_text (const InlayRange *self)
{
  return self->source;
}

/**
 * inlay_semver_satisfies:
 * @version: a version's text
 * @range: a range's text
 * @flags: how to read both
 *
 * Returns: whether both can be read and the version satisfies the range
 */
gboolean
inlay_semver_satisfies (const char       *version,
                        const char       *range,
                        InlaySemverFlags  flags)
{
  g_autoptr (InlayVersion) parsed_version = inlay_version_parse (version, flags, NULL);
  g_autoptr (InlayRange) parsed_range = inlay_range_parse (range, flags, NULL);

  return parsed_version != NULL && parsed_range != NULL &&
         inlay_range_test (parsed_range, parsed_version);
}
