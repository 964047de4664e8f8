/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range-private.h"

#include <string.h>

#include "semver/inlay-semver-scan-private.h"

/* Reading goes in node-semver's order, since npm's users see the corners of it: blanks behind
 * operators go first, then each word turns into comparators. */

typedef struct
{
  InlaySemverFlags  flags;
  GArray           *set;
  GHashTable       *seen;
  gboolean          bad;
} Builder;

static void
comparator_clear (gpointer data)
{
  g_clear_pointer (&((InlayComparator *) data)->version, inlay_version_unref);
}

static const char *
skip_prefix (const char *text)
{
  return text + strspn (text, "v= ");
}

static const char *
read_operator (const char        *text,
               InlayComparatorOp *op)
{
  char sign = *text == '<' || *text == '>' ? *text++ : '\0';
  gboolean equals = *text == '=';

  if (sign == '<')
    *op = equals ? INLAY_COMPARATOR_LE : INLAY_COMPARATOR_LT;
  else if (sign == '>')
    *op = equals ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_GT;
  else
    *op = INLAY_COMPARATOR_EQ;

  return text + (equals ? 1 : 0);
}

static void
builder_add (Builder           *self,
             InlayComparatorOp  op,
             InlayVersion      *version)
{
  InlayComparator comparator = { op, version };
  char *key = inlay_comparator_to_string (&comparator);

  if (g_hash_table_add (self->seen, key))
    g_array_append_val (self->set, comparator);
  else
    comparator_clear (&comparator);
}

static void
builder_emit (Builder           *self,
              InlayComparatorOp  op,
              guint64            major,
              guint64            minor,
              guint64            patch,
              const char        *prerelease)
{
  gboolean lowest = (self->flags & INLAY_SEMVER_PRERELEASE) ? strcmp (prerelease, "0") == 0
                                                            : *prerelease == '\0';

  if (MAX (MAX (major, minor), patch) > INLAY_SEMVER_MAX_PART)
    self->bad = TRUE;
  else if (op == INLAY_COMPARATOR_GE && major + minor + patch == 0 && lowest)
    builder_add (self, INLAY_COMPARATOR_EQ, NULL);
  else
    builder_add (self, op, inlay_version_new_parts (major, minor, patch, prerelease));
}

static gboolean
is_wild (const InlaySemverPart *part)
{
  return !part->present || part->wild;
}

/* From the version as written up to, and without, the one at which @fixed parts have moved on. */
static void
builder_emit_span (Builder               *self,
                   const InlaySemverScan *scan,
                   guint                  fixed)
{
  guint64 low[3] = { 0 };
  guint64 high[3] = { 0 };
  gboolean partial = is_wild (&scan->parts[1]) || is_wild (&scan->parts[2]);
  g_autofree char *prerelease = NULL;

  for (guint i = 0; i < 3 && !is_wild (&scan->parts[i]); i++)
    low[i] = scan->parts[i].value;
  for (guint i = 0; i < fixed; i++)
    high[i] = low[i] + (i == fixed - 1 ? 1 : 0);
  if (!partial)
    prerelease = g_strndup (scan->prerelease, scan->prerelease_length);
  else if (self->flags & INLAY_SEMVER_PRERELEASE)
    prerelease = g_strdup ("0");

  builder_emit (self, INLAY_COMPARATOR_GE, low[0], low[1], low[2], prerelease ? prerelease : "");
  builder_emit (self, INLAY_COMPARATOR_LT, high[0], high[1], high[2], "0");
}

/* `^`: up to the next change of the first part that is not zero. */
static void
builder_emit_caret (Builder               *self,
                    const InlaySemverScan *scan)
{
  const InlaySemverPart *parts = scan->parts;

  if (is_wild (&parts[0]))
    builder_add (self, INLAY_COMPARATOR_EQ, NULL);
  else if (is_wild (&parts[1]) || parts[0].value > 0)
    builder_emit_span (self, scan, 1);
  else if (is_wild (&parts[2]) || parts[1].value > 0)
    builder_emit_span (self, scan, 2);
  else
    builder_emit_span (self, scan, 3);
}

static void
builder_emit_tilde (Builder               *self,
                    const InlaySemverScan *scan)
{
  if (is_wild (&scan->parts[0]))
    builder_add (self, INLAY_COMPARATOR_EQ, NULL);
  else
    builder_emit_span (self, scan, is_wild (&scan->parts[1]) ? 1 : 2);
}

/* `>1.x` and the like: the operator moves to the edge of what the wildcard covers. */
static void
builder_emit_bound (Builder               *self,
                    InlayComparatorOp      op,
                    const InlaySemverScan *scan)
{
  gboolean whole_major = is_wild (&scan->parts[1]);
  gboolean past = op == INLAY_COMPARATOR_GT || op == INLAY_COMPARATOR_LE;
  gboolean lower = op == INLAY_COMPARATOR_GT || op == INLAY_COMPARATOR_GE;
  guint64 major = scan->parts[0].value;
  guint64 minor = whole_major ? 0 : scan->parts[1].value;
  gboolean bare = lower && !(self->flags & INLAY_SEMVER_PRERELEASE);

  if (past && whole_major)
    major++;
  else if (past)
    minor++;
  builder_emit (self, lower ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_LT, major, minor, 0,
                bare ? "" : "0");
}

static void
builder_emit_wildcard (Builder               *self,
                       InlayComparatorOp      op,
                       const InlaySemverScan *scan)
{
  if (is_wild (&scan->parts[0]))
    {
      if (op == INLAY_COMPARATOR_LT || op == INLAY_COMPARATOR_GT)
        builder_emit (self, INLAY_COMPARATOR_LT, 0, 0, 0, "0");
      else
        builder_add (self, INLAY_COMPARATOR_EQ, NULL);
    }
  else if (op != INLAY_COMPARATOR_EQ)
    builder_emit_bound (self, op, scan);
  else
    builder_emit_span (self, scan, is_wild (&scan->parts[1]) ? 1 : 2);
}

static gboolean
scan_partial (const char       *text,
              InlaySemverFlags  flags,
              InlaySemverScan  *scan)
{
  text = skip_prefix (text);
  return inlay_semver_scan (&text, flags, scan) && *text == '\0';
}

/* A number after a wildcard means nothing: `1.x.5`. */
static gboolean
is_ordered (const InlaySemverScan *scan)
{
  const InlaySemverPart *parts = scan->parts;

  return !(is_wild (&parts[0]) && !is_wild (&parts[1])) &&
         !(is_wild (&parts[1]) && !is_wild (&parts[2]));
}

static gboolean
scan_comparator (const char         *word,
                 InlaySemverFlags    flags,
                 InlayComparatorOp  *op,
                 InlaySemverScan    *scan)
{
  const char *text = read_operator (word, op);

  if (flags & INLAY_SEMVER_LOOSE)
    text = skip_prefix (text);
  else if (*text == 'v')
    text++;

  return inlay_semver_scan (&text, flags, scan) && *text == '\0' && scan->parts[2].present &&
         !is_wild (&scan->parts[0]) && !is_wild (&scan->parts[1]) && !is_wild (&scan->parts[2]);
}

/* A whole version with its operator; loosely, words that are none are left out. */
static gboolean
builder_add_comparator (Builder    *self,
                        const char *word)
{
  gboolean prereleases = (self->flags & INLAY_SEMVER_PRERELEASE) != 0;
  InlayComparatorOp op;
  InlaySemverScan scan;

  if (*word == '\0' || strcmp (word, prereleases ? ">=0.0.0-0" : ">=0.0.0") == 0)
    builder_add (self, INLAY_COMPARATOR_EQ, NULL);
  else if (!scan_comparator (word, self->flags, &op, &scan))
    return (self->flags & INLAY_SEMVER_LOOSE) != 0;
  else if (!inlay_semver_scan_is_full (&scan))
    self->bad = TRUE;
  else
    builder_add (self, op, inlay_version_new_scanned (&scan));

  return TRUE;
}

/* The first `*` with its operator stands for nothing: `1.2.3*` is 1.2.3. */
static char *
without_star (const char *word)
{
  const char *star = strchr (word, '*');
  const char *start = star;

  if (star == NULL)
    return g_strdup (word);
  if (start > word && start[-1] == '=')
    start--;
  if (start > word && (start[-1] == '<' || start[-1] == '>'))
    start--;
  return g_strdup_printf ("%.*s%s", (int) (start - word), word, star + 1);
}

static gboolean
builder_add_word (Builder    *self,
                  const char *word)
{
  g_autofree char *plain = NULL;
  InlayComparatorOp op;
  InlaySemverScan scan;

  if (*word == '^' && scan_partial (word + 1, self->flags, &scan))
    builder_emit_caret (self, &scan);
  else if (*word == '~' && scan_partial (word + (word[1] == '>' ? 2 : 1), self->flags, &scan))
    builder_emit_tilde (self, &scan);
  else if (scan_partial (read_operator (word, &op), self->flags, &scan) && is_ordered (&scan) &&
           is_wild (&scan.parts[2]))
    builder_emit_wildcard (self, op, &scan);
  else
    {
      plain = without_star (word);
      return builder_add_comparator (self, plain);
    }

  return TRUE;
}

static char *
strip_builds (const char *text)
{
  GString *stripped = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      gsize length = inlay_semver_scan_build (text);

      if (length == 0)
        g_string_append_c (stripped, *text++);
      text += length;
    }
  return g_string_free (stripped, FALSE);
}

static void
append_hyphen_low (GString               *words,
                   const InlaySemverScan *scan,
                   const char            *text,
                   gsize                  length,
                   gboolean               prereleases)
{
  const InlaySemverPart *parts = scan->parts;
  const char *suffix = prereleases ? "-0" : "";

  if (is_wild (&parts[0]))
    return;
  if (is_wild (&parts[1]) || is_wild (&parts[2]))
    g_string_append_printf (words, ">=%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".0%s",
                            parts[0].value, is_wild (&parts[1]) ? 0 : parts[1].value, suffix);
  else
    g_string_append_printf (words, ">=%.*s%s", (int) length, text,
                            scan->prerelease != NULL ? "" : suffix);
}

static void
append_hyphen_high (GString               *words,
                    const InlaySemverScan *scan,
                    const char            *text,
                    gsize                  length,
                    gboolean               prereleases)
{
  const InlaySemverPart *parts = scan->parts;

  if (is_wild (&parts[0]))
    return;
  if (words->len > 0)
    g_string_append_c (words, ' ');
  if (is_wild (&parts[1]))
    g_string_append_printf (words, "<%" G_GUINT64_FORMAT ".0.0-0", parts[0].value + 1);
  else if (is_wild (&parts[2]))
    g_string_append_printf (words, "<%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".0-0",
                            parts[0].value, parts[1].value + 1);
  else if (scan->prerelease != NULL || prereleases)
    g_string_append_printf (words, "%s%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT "-%.*s",
                            scan->prerelease != NULL ? "<=" : "<", parts[0].value, parts[1].value,
                            parts[2].value + (scan->prerelease != NULL ? 0 : 1),
                            scan->prerelease != NULL ? (int) scan->prerelease_length : 1,
                            scan->prerelease != NULL ? scan->prerelease : "0");
  else
    g_string_append_printf (words, "<=%.*s", (int) length, text);
}

/* `1.2 - 3.4` becomes `>=1.2.0 <3.5.0-0`; anything else stays as it is. */
static char *
replace_hyphen (const char       *text,
                InlaySemverFlags  flags)
{
  gboolean prereleases = (flags & INLAY_SEMVER_PRERELEASE) != 0;
  const char *low = text + (*text == ' ' ? 1 : 0);
  const char *low_end = skip_prefix (low);
  const char *high;
  const char *end;
  InlaySemverScan low_scan;
  InlaySemverScan high_scan;
  GString *words;

  if (!inlay_semver_scan (&low_end, flags, &low_scan) || !g_str_has_prefix (low_end, " - "))
    return g_strdup (text);
  high = low_end + strlen (" - ");
  end = skip_prefix (high);
  if (!inlay_semver_scan (&end, flags, &high_scan) || end[*end == ' ' ? 1 : 0] != '\0')
    return g_strdup (text);

  words = g_string_new (NULL);
  append_hyphen_low (words, &low_scan, low, (gsize) (low_end - low), prereleases);
  append_hyphen_high (words, &high_scan, high, (gsize) (end - high), prereleases);
  return g_string_free (words, FALSE);
}

/* How much of @text an operator in front would be pulled to; 0 when nothing starts here. */
static gsize
measure_operand (const char *text)
{
  const char *end = text;
  InlaySemverScan scan;

  if (inlay_semver_scan (&end, INLAY_SEMVER_LOOSE, &scan) && scan.parts[2].present &&
      scan.parts[0].digits > 0 && scan.parts[1].digits > 0 && scan.parts[2].digits > 0)
    return (gsize) (end - text);

  end = text;
  if (inlay_semver_scan (&end, INLAY_SEMVER_DEFAULT, &scan))
    return (gsize) (end - text);
  return *text == '0' ? 1 : 0;
}

/* `> 1` becomes `>1`, `~ 1` and `~> 1` become `~1`, `^ 1` becomes `^1`. */
static char *
join_operators (const char *text)
{
  GString *joined = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      const char *sign = text + (*text == ' ' ? 1 : 0);
      InlayComparatorOp op;
      const char *after = read_operator (sign, &op);
      const char *prefix = after + (*after == ' ' ? 1 : 0);
      const char *operand = skip_prefix (prefix);
      gsize length = measure_operand (operand);

      if (length == 0)
        {
          g_string_append_c (joined, *text++);
          continue;
        }
      g_string_append_len (joined, text, after - text);
      /* Without an operator the blank before the version separates two words. */
      if (after == sign && sign == text && prefix != after)
        g_string_append_c (joined, ' ');
      g_string_append_len (joined, prefix, operand + length - prefix);
      text = operand + length;
    }

  return g_string_free (joined, FALSE);
}

static char *
join_signs (const char *text)
{
  GString *joined = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      char sign = *text;
      const char *after = text + 1;

      g_string_append_c (joined, sign);
      if (sign == '~' && *after == '>' && after[1] == ' ')
        after++;
      if ((sign == '~' || sign == '^') && *after == ' ')
        while (*after == ' ')
          after++;
      text = after;
    }

  return g_string_free (joined, FALSE);
}

/* `*` beside other conditions says nothing; a condition nothing meets says all. */
static void
builder_reduce (Builder *self)
{
  for (guint i = 0; i < self->set->len; i++)
    if (inlay_comparator_is_nothing (inlay_comparators_get (self->set, i)))
      {
        g_array_remove_range (self->set, i + 1, self->set->len - i - 1);
        if (i > 0)
          g_array_remove_range (self->set, 0, i);
        return;
      }

  for (guint i = 0; i < self->set->len && self->set->len > 1; i++)
    if (inlay_comparators_get (self->set, i)->version == NULL)
      {
        g_array_remove_index (self->set, i);
        return;
      }
}

static GArray *
parse_set (const char        *text,
           InlaySemverFlags   flags,
           GError           **error)
{
  g_autofree char *stripped = strip_builds (text);
  g_autofree char *spelled = replace_hyphen (stripped, flags);
  g_autofree char *operators = join_operators (spelled);
  g_autofree char *joined = join_signs (operators);
  g_auto (GStrv) words = g_strsplit (*joined != '\0' ? joined : " ", " ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) set = g_array_new (FALSE, FALSE, sizeof (InlayComparator));
  Builder builder = { flags, set, seen, FALSE };

  g_array_set_clear_func (set, comparator_clear);
  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > INLAY_VERSION_MAX_LENGTH ||
        !builder_add_word (&builder, words[i]) || builder.bad)
      {
        g_autofree char *shown = g_utf8_make_valid (words[i], -1);

        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version range", shown);
        return NULL;
      }

  builder_reduce (&builder);
  return g_steal_pointer (&set);
}

static gboolean
set_is_any (const GArray *set)
{
  return set->len == 1 && inlay_comparators_get (set, 0)->version == NULL;
}

/* Alternatives that allow nothing go, unless all do; one that allows all makes the rest moot. */
static GPtrArray *
reduce_sets (GPtrArray *sets)
{
  GPtrArray *reduced = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  const GArray *any = NULL;

  for (guint i = 0; i < sets->len; i++)
    {
      GArray *set = g_ptr_array_index (sets, i);

      if (!inlay_comparator_is_nothing (inlay_comparators_get (set, 0)))
        g_ptr_array_add (reduced, g_array_ref (set));
      if (any == NULL && set_is_any (set))
        any = set;
    }
  if (reduced->len == 0)
    g_ptr_array_add (reduced, g_array_ref (g_ptr_array_index (sets, 0)));
  if (any != NULL)
    {
      g_ptr_array_set_size (reduced, 0);
      g_ptr_array_add (reduced, g_array_ref ((GArray *) any));
    }

  return reduced;
}

GPtrArray *
inlay_range_parse_sets (const char        *squeezed,
                        InlaySemverFlags   flags,
                        GError           **error)
{
  g_auto (GStrv) texts = g_strsplit (*squeezed != '\0' ? squeezed : " ", "||", -1);
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      GArray *set = parse_set (g_strstrip (texts[i]), flags, error);

      if (set == NULL)
        return NULL;
      if (set->len > 0)
        g_ptr_array_add (sets, set);
      else
        g_array_unref (set);
    }

  if (sets->len == 0)
    {
      g_autofree char *shown = g_utf8_make_valid (squeezed, -1);

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version range", shown);
      return NULL;
    }

  return reduce_sets (sets);
}
