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
                       const InlaySemverKey  *key)
{
  int order;

  if (self->any)
    return TRUE;

  order = inlay_semver_key_compare (key, &self->key);
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
  return self->op == INLAY_COMPARATOR_LT && !self->any &&
         self->key.length == 1 && *self->key.prerelease == '0' &&
         inlay_semver_key_same_triple (&self->key, &INLAY_SEMVER_KEY_ZERO);
}

void
inlay_comparator_append (const InlayComparator *self,
                         GString               *text)
{
  static const char *signs[] = { "", "<", "<=", ">", ">=" };

  if (self->any)
    return;
  g_string_append (text, signs[self->op]);
  inlay_semver_key_append (&self->key, text);
}

/* A prerelease must be asked for: by a comparator that names one of the same triple. */
gboolean
inlay_comparators_test (const InlayComparators *self,
                        const InlaySemverKey   *key,
                        InlaySemverFlags        flags)
{
  for (guint i = 0; i < self->len; i++)
    if (!inlay_comparator_test (&self->items[i], key))
      return FALSE;

  if (key->length == 0 || (flags & INLAY_SEMVER_PRERELEASE))
    return TRUE;

  for (guint i = 0; i < self->len; i++)
    if (!self->items[i].any && self->items[i].key.length > 0 &&
        inlay_semver_key_same_triple (&self->items[i].key, key))
      return TRUE;

  return FALSE;
}

gboolean
inlay_range_test_key (const InlayRange     *self,
                      const InlaySemverKey *key)
{
  for (guint i = 0; i < self->n_sets; i++)
    if (inlay_comparators_test (&self->sets[i], key, self->flags))
      return TRUE;

  return FALSE;
}

static char *
format_sets (const InlayRange *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_sets; i++)
    {
      if (i > 0)
        g_string_append (text, "||");
      for (guint k = 0; k < self->sets[i].len; k++)
        {
          if (k > 0)
            g_string_append_c (text, ' ');
          inlay_comparator_append (&self->sets[i].items[k], text);
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
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (length > INLAY_RANGE_MAX_LENGTH)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                   "version range is longer than %d bytes", INLAY_RANGE_MAX_LENGTH);
      return NULL;
    }

  return inlay_range_new_parsed (text, length, flags, error);
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

  g_slist_free_full (self->more, g_free);
  g_free (self->storage);
  g_free (self->text);
  g_free (self);
}

/**
 * inlay_range_test:
 * @self: a range
 * @version: a version
 *
 * As `Range.test` of node-semver 7.
 *
 * Returns: whether @version satisfies @self
 */
gboolean
inlay_range_test (const InlayRange   *self,
                  const InlayVersion *version)
{
  return inlay_range_test_key (self, inlay_version_get_key (version));
}

/**
 * inlay_range_is_any:
 *
 * Returns: %TRUE for a range without a condition: "*", "x" or empty, as node-semver reads them
 */
gboolean
inlay_range_is_any (const InlayRange *self)
{
  return self->n_sets == 1 && self->sets[0].len == 1 && self->sets[0].items[0].any;
}

/**
 * inlay_range_equal:
 *
 * Returns: %TRUE when both are written alike once normalised and were read by the same rules; two
 *   ranges may accept the same versions and still differ
 */
gboolean
inlay_range_equal (const InlayRange *a,
                   const InlayRange *b)
{
  return a->flags == b->flags && strcmp (inlay_range_to_string (a), inlay_range_to_string (b)) == 0;
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
  InlayRange *cache = (InlayRange *) self;
  char *text = g_atomic_pointer_get (&cache->text);

  if (text != NULL)
    return text;
  text = format_sets (self);
  if (g_atomic_pointer_compare_and_exchange (&cache->text, NULL, text))
    return text;
  g_free (text);
  return g_atomic_pointer_get (&cache->text);
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
 * As `satisfies` of node-semver 7.
 *
 * Returns: whether both can be read and the version satisfies the range
 */
gboolean
inlay_semver_satisfies (const char       *version,
                        const char       *range,
                        InlaySemverFlags  flags)
{
  InlaySemverScan scan;
  InlaySemverKey key;
  g_autoptr (InlayRange) parsed = NULL;

  if (!inlay_version_scan (version, flags, &scan, NULL) ||
      !(parsed = inlay_range_parse (range, flags, NULL)))
    return FALSE;
  key = inlay_semver_scan_get_key (&scan);
  return inlay_range_test_key (parsed, &key);
}
