/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range-parse-private.h"

/* Reading goes in node-semver's order, since npm's users see the corners of it: blanks behind
 * operators go first, then each word turns into comparators. The comparators point into the text,
 * which the range keeps. */

#define FEW 16
#define MANY 64

typedef struct
{
  guint start;
  guint len;
} Span;

typedef struct
{
  InlaySemverFlags  flags;
  InlayComparator  *items; /* @few, or allocated */
  guint             n_items;
  guint             n_allocated;
  guint             set;   /* where the alternative being read starts */
  GHashTable       *seen;  /* its comparators as texts, once there are many */
  GArray           *sets;  /* Span: the alternatives read so far */
  GSList           *more;
  gboolean          bad;
  gboolean          empty; /* the word came down to nothing */
  InlayComparator  *few;   /* of the caller, FEW */
} Builder;

static const InlayComparator any = { INLAY_COMPARATOR_EQ, TRUE, { { 0, 0, 0 }, "", 0 } };

#define KEY(major, minor, patch, word) \
  ((InlaySemverKey) { { (major), (minor), (patch) }, (word), strlen (word) })

static gboolean
same_text (const InlaySemverKey *a,
           const InlaySemverKey *b)
{
  return inlay_semver_key_compare (a, b) == 0 && a->length == b->length &&
         memcmp (a->prerelease, b->prerelease, a->length) == 0;
}

static char *
comparator_to_string (const InlayComparator *self)
{
  GString *text = g_string_new (NULL);

  inlay_comparator_append (self, text);
  return g_string_free (text, FALSE);
}

/* A comparator that is there already says nothing new. */
static gboolean
builder_has (Builder               *self,
             const InlayComparator *comparator)
{
  if (self->n_items - self->set >= MANY)
    {
      if (self->seen == NULL)
        {
          self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          for (guint i = self->set; i < self->n_items; i++)
            g_hash_table_add (self->seen, comparator_to_string (&self->items[i]));
        }
      return !g_hash_table_add (self->seen, comparator_to_string (comparator));
    }

  for (guint i = self->set; i < self->n_items; i++)
    {
      const InlayComparator *item = &self->items[i];

      if (item->any == comparator->any &&
          (item->any || (item->op == comparator->op && same_text (&item->key, &comparator->key))))
        return TRUE;
    }
  return FALSE;
}

static void
builder_add (Builder               *self,
             const InlayComparator *comparator)
{
  if (builder_has (self, comparator))
    return;
  if (self->n_items == self->n_allocated)
    {
      InlayComparator *old = self->items == self->few ? NULL : self->items;

      self->n_allocated *= 2;
      self->items = g_renew (InlayComparator, old, self->n_allocated);
      if (old == NULL)
        memcpy (self->items, self->few, FEW * sizeof *self->few);
    }
  self->items[self->n_items++] = *comparator;
}

/* node-semver leaves `>=0.0.0` out by its text, so that loosely `>=00` stays. */
static gboolean
is_padded (const InlaySemverScan *scan)
{
  for (guint i = 0; i < 3; i++)
    if (scan->parts[i].digits > 1 && scan->parts[i].value == 0)
      return TRUE;
  return FALSE;
}

static void
builder_emit (Builder           *self,
              InlayComparatorOp  op,
              InlaySemverKey     key,
              gboolean           padded)
{
  gboolean zero = key.length == 1 && *key.prerelease == '0';
  gboolean lowest = (self->flags & INLAY_SEMVER_PRERELEASE) ? zero : key.length == 0;

  if (MAX (MAX (key.parts[0], key.parts[1]), key.parts[2]) > INLAY_SEMVER_MAX_PART)
    self->bad = TRUE;
  else if (op == INLAY_COMPARATOR_GE && key.parts[0] + key.parts[1] + key.parts[2] == 0 && lowest && !padded)
    builder_add (self, &any);
  else
    builder_add (self, &(InlayComparator) { op, FALSE, key });
}

/* From the version as written up to, and without, the one at which @fixed parts have moved on. */
static void
builder_emit_span (Builder               *self,
                   const InlaySemverScan *scan,
                   guint                  fixed)
{
  guint64 high[3] = { 0 };
  InlaySemverKey low = { { 0 }, "", 0 };

  for (guint i = 0; i < 3 && !inlay_semver_part_is_wild (&scan->parts[i]); i++)
    low.parts[i] = scan->parts[i].value;
  for (guint i = 0; i < fixed; i++)
    high[i] = low.parts[i] + (i == fixed - 1 ? 1 : 0);
  if (inlay_semver_part_is_wild (&scan->parts[1]) || inlay_semver_part_is_wild (&scan->parts[2]))
    {
      low.length = self->flags & INLAY_SEMVER_PRERELEASE ? 1 : 0;
      low.prerelease = low.length > 0 ? "0" : "";
    }
  else if (scan->prerelease != NULL)
    {
      low.length = scan->prerelease_length;
      low.prerelease = scan->prerelease;
    }

  builder_emit (self, INLAY_COMPARATOR_GE, low, is_padded (scan));
  builder_emit (self, INLAY_COMPARATOR_LT, KEY (high[0], high[1], high[2], "0"), FALSE);
}

/* `^`: up to the next change of the first part that is not zero. */
static void
builder_emit_caret (Builder               *self,
                    const InlaySemverScan *scan)
{
  const InlaySemverPart *parts = scan->parts;

  if (inlay_semver_part_is_wild (&parts[0]))
    self->empty = TRUE;
  else if (inlay_semver_part_is_wild (&parts[1]) || !inlay_semver_part_is_zero (&parts[0]))
    builder_emit_span (self, scan, 1);
  else if (inlay_semver_part_is_wild (&parts[2]) || !inlay_semver_part_is_zero (&parts[1]))
    builder_emit_span (self, scan, 2);
  else
    builder_emit_span (self, scan, 3);
}

static void
builder_emit_tilde (Builder               *self,
                    const InlaySemverScan *scan)
{
  if (inlay_semver_part_is_wild (&scan->parts[0]))
    self->empty = TRUE;
  else
    builder_emit_span (self, scan, inlay_semver_part_is_wild (&scan->parts[1]) ? 1 : 2);
}

/* `>1.x` and the like: the operator moves to the edge of what the wildcard covers. */
static void
builder_emit_bound (Builder               *self,
                    InlayComparatorOp      op,
                    const InlaySemverScan *scan)
{
  gboolean whole_major = inlay_semver_part_is_wild (&scan->parts[1]);
  gboolean past = op == INLAY_COMPARATOR_GT || op == INLAY_COMPARATOR_LE;
  gboolean lower = op == INLAY_COMPARATOR_GT || op == INLAY_COMPARATOR_GE;
  guint64 major = scan->parts[0].value;
  guint64 minor = whole_major ? 0 : scan->parts[1].value;
  gboolean bare = lower && !(self->flags & INLAY_SEMVER_PRERELEASE);

  if (past && whole_major)
    major++;
  else if (past)
    minor++;
  builder_emit (self, lower ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_LT,
                KEY (major, minor, 0, bare ? "" : "0"),
                is_padded (scan));
}

static void
builder_emit_wildcard (Builder               *self,
                       InlayComparatorOp      op,
                       const InlaySemverScan *scan)
{
  if (inlay_semver_part_is_wild (&scan->parts[0]))
    {
      if (op == INLAY_COMPARATOR_LT || op == INLAY_COMPARATOR_GT)
        builder_emit (self, INLAY_COMPARATOR_LT, INLAY_SEMVER_KEY_LOWEST, FALSE);
      else
        self->empty = TRUE;
    }
  else if (op != INLAY_COMPARATOR_EQ)
    builder_emit_bound (self, op, scan);
  else
    builder_emit_span (self, scan, inlay_semver_part_is_wild (&scan->parts[1]) ? 1 : 2);
}

static gboolean
scan_partial (const char       *text,
              InlaySemverFlags  flags,
              InlaySemverScan  *scan)
{
  text = inlay_range_skip_prefix (text);
  return inlay_semver_scan (&text, flags, scan) && *text == '\0';
}

/* A number after a wildcard means nothing: `1.x.5`. */
static gboolean
is_ordered (const InlaySemverScan *scan)
{
  const InlaySemverPart *parts = scan->parts;

  return !(inlay_semver_part_is_wild (&parts[0]) && !inlay_semver_part_is_wild (&parts[1])) &&
         !(inlay_semver_part_is_wild (&parts[1]) && !inlay_semver_part_is_wild (&parts[2]));
}

static gboolean
scan_comparator (const char         *word,
                 InlaySemverFlags    flags,
                 InlayComparatorOp  *op,
                 InlaySemverScan    *scan)
{
  const char *text = inlay_range_read_operator (word, op);

  if (flags & INLAY_SEMVER_LOOSE)
    text = inlay_range_skip_prefix (text);
  else if (*text == 'v')
    text++;

  return inlay_semver_scan (&text, flags, scan) && *text == '\0' && scan->parts[2].present &&
         !inlay_semver_part_is_wild (&scan->parts[0]) && !inlay_semver_part_is_wild (&scan->parts[1]) && !inlay_semver_part_is_wild (&scan->parts[2]);
}

/* A whole version with its operator; loosely, words that are none are left out. */
static gboolean
builder_add_comparator (Builder    *self,
                        const char *word)
{
  gboolean prereleases = (self->flags & INLAY_SEMVER_PRERELEASE) != 0;
  InlayComparatorOp op;
  InlaySemverScan scan;

  if (*word == '\0')
    self->empty = TRUE;
  else if (strcmp (word, prereleases ? ">=0.0.0-0" : ">=0.0.0") == 0)
    builder_add (self, &any);
  else if (!scan_comparator (word, self->flags, &op, &scan))
    return (self->flags & INLAY_SEMVER_LOOSE) != 0;
  else if (!inlay_semver_scan_is_full (&scan))
    self->bad = TRUE;
  else
    builder_add (self, &(InlayComparator) { op, FALSE, inlay_semver_scan_get_key (&scan) });

  return TRUE;
}

/* The first `*` with its operator stands for nothing: `1.2.3*` is 1.2.3. */
static const char *
builder_without_star (Builder    *self,
                      const char *word)
{
  const char *star = strchr (word, '*');
  const char *start = star;
  char *plain;

  if (star == NULL)
    return word;
  if (start > word && start[-1] == '=')
    start--;
  if (start > word && (start[-1] == '<' || start[-1] == '>'))
    start--;
  plain = g_strdup_printf ("%.*s%s", (int) (start - word), word, star + 1);
  self->more = g_slist_prepend (self->more, plain);
  return plain;
}

static gboolean
builder_add_word (Builder    *self,
                  const char *word)
{
  InlayComparatorOp op;
  InlaySemverScan scan;

  if (*word == '^' && scan_partial (word + 1, self->flags, &scan))
    builder_emit_caret (self, &scan);
  else if (*word == '~' && scan_partial (word + (word[1] == '>' ? 2 : 1), self->flags, &scan))
    builder_emit_tilde (self, &scan);
  else if (scan_partial (inlay_range_read_operator (word, &op), self->flags, &scan) && is_ordered (&scan) &&
           inlay_semver_part_is_wild (&scan.parts[2]))
    builder_emit_wildcard (self, op, &scan);
  else
    return builder_add_comparator (self, builder_without_star (self, word));

  return TRUE;
}

/* `*` beside other conditions says nothing; a condition nothing meets says all. */
static void
builder_reduce (Builder *self)
{
  InlayComparator *set = self->items + self->set;
  guint n = self->n_items - self->set;

  for (guint i = 0; i < n; i++)
    if (inlay_comparator_is_nothing (&set[i]))
      {
        set[0] = set[i];
        self->n_items = self->set + 1;
        return;
      }

  for (guint i = 0; i < n && n > 1; i++)
    if (set[i].any)
      {
        memmove (&set[i], &set[i + 1], (n - i - 1) * sizeof *set);
        self->n_items--;
        return;
      }
}

static void
set_invalid (const char  *text,
             GError     **error)
{
  g_autofree char *shown = error != NULL ? g_utf8_make_valid (text, -1) : NULL;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version range", shown);
}

static gboolean
builder_add_words (Builder  *self,
                   char     *words,
                   GError  **error)
{
  gboolean first = TRUE;
  gboolean pending = FALSE;

  /* As in node-semver a word without a condition counts only before or behind all others. */
  while (words != NULL)
    {
      char *end = strchrnul (words, ' ');
      char *next = *end != '\0' ? end + 1 : NULL;

      *end = '\0';
      self->empty = FALSE;
      if (end - words > INLAY_VERSION_MAX_LENGTH || !builder_add_word (self, words) || self->bad)
        {
          set_invalid (words, error);
          return FALSE;
        }
      if (self->empty && first)
        builder_add (self, &any);
      first = first && self->empty;
      pending = self->empty;
      words = next;
    }

  if (pending)
    builder_add (self, &any);
  return TRUE;
}

/* Reads one alternative; @text is cut into its words. */
static gboolean
builder_add_set (Builder  *self,
                 char     *text,
                 GError  **error)
{
  char *respelled = inlay_range_respell (text, self->flags);

  if (respelled != NULL)
    self->more = g_slist_prepend (self->more, respelled);
  self->set = self->n_items;
  g_clear_pointer (&self->seen, g_hash_table_unref);
  if (!builder_add_words (self, respelled != NULL ? respelled : text, error))
    return FALSE;

  builder_reduce (self);
  return TRUE;
}

static gboolean
builder_add_sets (Builder  *self,
                  char     *text,
                  char     *end,
                  GError  **error)
{
  while (text != NULL)
    {
      char *bars = strstr (text, "||");
      char *set_end = bars != NULL ? bars : end;
      Span set;

      while (set_end > text && set_end[-1] == ' ')
        set_end--;
      *set_end = '\0';
      while (*text == ' ')
        text++;
      if (!builder_add_set (self, text, error))
        return FALSE;
      set = (Span) { self->set, self->n_items - self->set };
      if (set.len > 0)
        g_array_append_val (self->sets, set);
      text = bars != NULL ? bars + 2 : NULL;
    }
  return TRUE;
}

/* Alternatives that allow nothing go, unless all do; one that allows all makes the rest moot. */
static void
builder_reduce_sets (Builder *self)
{
  Span *sets = (gpointer) self->sets->data;
  guint n_left = 0;

  for (guint i = 0; i < self->sets->len; i++)
    if (sets[i].len == 1 && self->items[sets[i].start].any)
      {
        sets[0] = sets[i];
        g_array_set_size (self->sets, 1);
        return;
      }

  for (guint i = 0; i < self->sets->len; i++)
    if (!inlay_comparator_is_nothing (&self->items[sets[i].start]))
      sets[n_left++] = sets[i];
  g_array_set_size (self->sets, MAX (n_left, 1));
}

static InlayRange *
builder_end (Builder    *self,
             const char *text,
             gsize       length,
             char       *storage)
{
  gsize sets_size = self->sets->len * sizeof (InlayComparators);
  gsize items_size = self->n_items * sizeof (InlayComparator);
  InlayRange *range = g_malloc (sizeof (InlayRange) + sets_size + items_size);
  InlayComparator *items = (gpointer) ((char *) (range + 1) + sets_size);

  g_atomic_ref_count_init (&range->ref_count);
  range->flags = self->flags;
  range->n_sets = self->sets->len;
  range->sets = (InlayComparators *) (range + 1);
  memcpy (items, self->items, items_size);
  for (guint i = 0; i < range->n_sets; i++)
    {
      Span span = g_array_index (self->sets, Span, i);

      range->sets[i] = (InlayComparators) { items + span.start, span.len };
    }
  range->storage = storage;
  range->source = memcpy (storage + length + 1, text, length + 1);
  range->more = g_steal_pointer (&self->more);
  range->text = NULL;
  return range;
}

InlayRange *
inlay_range_new_parsed (const char        *text,
                        gsize              length,
                        InlaySemverFlags   flags,
                        GError           **error)
{
  g_autofree char *storage = g_malloc (2 * (length + 1));
  g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (Span));
  InlayComparator few[FEW];
  Builder builder = { .flags = flags, .few = few, .items = few, .n_allocated = FEW, .sets = sets };
  InlayRange *range = NULL;

  if (builder_add_sets (&builder, storage, inlay_semver_squeeze_into (text, storage), error))
    {
      if (sets->len == 0)
        set_invalid (text, error);
      else
        {
          builder_reduce_sets (&builder);
          range = builder_end (&builder, text, length, g_steal_pointer (&storage));
        }
    }

  g_clear_pointer (&builder.seen, g_hash_table_unref);
  g_slist_free_full (builder.more, g_free);
  if (builder.items != few)
    g_free (builder.items);
  return range;
}
