/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* Versions and ranges over the inputs of semver.mjs, with the same measures under the same names. */
#include "bench.h"

#include "inlay-core.h"

typedef struct
{
  GPtrArray *pair_ranges;   /* texts, side by side with @pair_versions */
  GPtrArray *pair_versions;
  GPtrArray *parsed_ranges;
  GPtrArray *parsed_versions;
  GPtrArray *react_texts;
  GPtrArray *react;         /* InlayVersion */
  GPtrArray *react_ranges;  /* texts */
} Bench;

static void
satisfies_pairs (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->pair_ranges->len; i++)
    bench_sink += inlay_semver_satisfies (g_ptr_array_index (self->pair_versions, i),
                                          g_ptr_array_index (self->pair_ranges, i),
                                          INLAY_SEMVER_DEFAULT);
}

static void
parse_ranges (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->pair_ranges->len; i++)
    {
      g_autoptr (InlayRange) range = inlay_range_parse (g_ptr_array_index (self->pair_ranges, i),
                                                        INLAY_SEMVER_DEFAULT, NULL);

      bench_sink += range != NULL;
    }
}

static void
test_pairs (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->parsed_ranges->len; i++)
    bench_sink += inlay_range_test (g_ptr_array_index (self->parsed_ranges, i),
                                    g_ptr_array_index (self->parsed_versions, i));
}

static void
parse_versions (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->react_texts->len; i++)
    {
      g_autoptr (InlayVersion) version = inlay_version_parse (g_ptr_array_index (self->react_texts, i),
                                                              INLAY_SEMVER_DEFAULT, NULL);

      bench_sink += version != NULL;
    }
}

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  return inlay_version_compare_build (*(InlayVersion *const *) a, *(InlayVersion *const *) b);
}

/* From texts, as the peer does it. */
static void
sort_texts (gpointer user_data)
{
  Bench *self = user_data;
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_full (self->react_texts->len,
                                                       (GDestroyNotify) inlay_version_unref);

  for (guint i = 0; i < self->react_texts->len; i++)
    g_ptr_array_add (sorted, inlay_version_parse (g_ptr_array_index (self->react_texts, i),
                                                  INLAY_SEMVER_DEFAULT, NULL));
  g_ptr_array_sort (sorted, compare_versions);
  bench_sink += sorted->len;
}

static InlayVersion *
find_max (GPtrArray  *versions,
          const char *range_text)
{
  g_autoptr (InlayRange) range = inlay_range_parse (range_text, INLAY_SEMVER_DEFAULT, NULL);

  return range != NULL ? inlay_range_max_satisfying (range, versions) : NULL;
}

static void
max_satisfying (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->react_ranges->len; i++)
    bench_sink += find_max (self->react, g_ptr_array_index (self->react_ranges, i)) != NULL;
}

static void
max_satisfying_18 (gpointer user_data)
{
  Bench *self = user_data;

  bench_sink += find_max (self->react, "^18.0.0") != NULL;
}

/* The list read anew for each question. */
static void
max_satisfying_texts (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->react_ranges->len; i++)
    {
      g_autoptr (GPtrArray) versions = g_ptr_array_new_full (self->react_texts->len,
                                                             (GDestroyNotify) inlay_version_unref);

      for (guint j = 0; j < self->react_texts->len; j++)
        g_ptr_array_add (versions, inlay_version_parse (g_ptr_array_index (self->react_texts, j),
                                                        INLAY_SEMVER_DEFAULT, NULL));
      bench_sink += find_max (versions, g_ptr_array_index (self->react_ranges, i)) != NULL;
    }
}

static void
load_pairs (Bench *self)
{
  g_autoptr (JsonNode) node = bench_load ("bench/data/semver-mixed.json");
  JsonArray *pairs = json_node_get_array (node);

  self->pair_ranges = g_ptr_array_new_with_free_func (g_free);
  self->pair_versions = g_ptr_array_new_with_free_func (g_free);
  self->parsed_ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_range_unref);
  self->parsed_versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  for (guint i = 0; i < json_array_get_length (pairs); i++)
    {
      JsonArray *pair = json_array_get_array_element (pairs, i);
      const char *range = json_array_get_string_element (pair, 0);
      const char *version = json_array_get_string_element (pair, 1);

      bench_check (inlay_semver_satisfies (version, range, INLAY_SEMVER_DEFAULT) ==
                   json_array_get_boolean_element (pair, 2), "%s in %s", version, range);
      g_ptr_array_add (self->pair_ranges, g_strdup (range));
      g_ptr_array_add (self->pair_versions, g_strdup (version));
      g_ptr_array_add (self->parsed_ranges, inlay_range_parse (range, INLAY_SEMVER_DEFAULT, NULL));
      g_ptr_array_add (self->parsed_versions,
                       inlay_version_parse (version, INLAY_SEMVER_DEFAULT, NULL));
    }
}

static void
load_react (Bench *self)
{
  g_autoptr (JsonNode) list = bench_load ("conformance/semver/versions/react.json");
  g_autoptr (JsonNode) node = bench_load ("bench/data/semver-react-ranges.json");
  JsonArray *versions = json_node_get_array (list);
  JsonArray *ranges = json_node_get_array (node);

  self->react_texts = g_ptr_array_new_with_free_func (g_free);
  self->react = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  self->react_ranges = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (versions); i++)
    {
      const char *text = json_array_get_string_element (versions, i);

      g_ptr_array_add (self->react_texts, g_strdup (text));
      g_ptr_array_add (self->react, inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL));
    }
  for (guint i = 0; i < json_array_get_length (ranges); i++)
    {
      JsonObject *row = json_array_get_object_element (ranges, i);
      const char *text = json_object_get_string_member (row, "range");
      const char *expected = json_object_get_string_member_with_default (row, "maxSatisfying", NULL);
      InlayVersion *found = find_max (self->react, text);

      bench_check (g_strcmp0 (expected, found != NULL ? inlay_version_to_string (found) : NULL) == 0,
                   "the highest react in %s", text);
      g_ptr_array_add (self->react_ranges, g_strdup (text));
    }
}

static void
bench_clear (Bench *self)
{
  g_ptr_array_unref (self->pair_ranges);
  g_ptr_array_unref (self->pair_versions);
  g_ptr_array_unref (self->parsed_ranges);
  g_ptr_array_unref (self->parsed_versions);
  g_ptr_array_unref (self->react_texts);
  g_ptr_array_unref (self->react);
  g_ptr_array_unref (self->react_ranges);
}

int
main (int    argc,
      char **argv)
{
  Bench self = { 0 };

  load_pairs (&self);
  load_react (&self);

  bench_report ("semver", "parse range + parse version + satisfies, distinct pairs", "pairs/s",
                bench_rate (satisfies_pairs, &self, self.pair_ranges->len));
  bench_report ("semver", "parse a range", "ranges/s",
                bench_rate (parse_ranges, &self, self.pair_ranges->len));
  bench_report ("semver", "test, range and version already parsed", "pairs/s",
                bench_rate (test_pairs, &self, self.parsed_ranges->len));
  bench_report ("semver", "parse a version (react)", "versions/s",
                bench_rate (parse_versions, &self, self.react_texts->len));
  bench_report ("semver", "sort react's versions", "sorts/s",
                bench_rate (sort_texts, &self, 1));
  bench_report ("semver", "maxSatisfying over react's versions, ranges in turn", "calls/s",
                bench_rate (max_satisfying, &self, self.react_ranges->len));
  bench_report ("semver", "maxSatisfying over react's versions, list read anew", "calls/s",
                bench_rate (max_satisfying_texts, &self, self.react_ranges->len));
  bench_report ("semver", "maxSatisfying over react's versions, ^18.0.0 only", "calls/s",
                bench_rate (max_satisfying_18, &self, 1));

  bench_clear (&self);
  return 0;
}
