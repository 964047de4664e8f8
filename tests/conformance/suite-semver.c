/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* One case of one file, with what most files have in common already read. */
typedef struct
{
  Conformance      *report;
  const char       *folder;
  const char       *name;
  JsonObject       *object;
  InlaySemverFlags  flags;
} Case;

typedef void (*CaseFunc) (const Case *self);

static const char *
get (const Case *self,
     const char *member)
{
  return conformance_member (self->object, member);
}

static gboolean
expects_true (const Case *self)
{
  return json_object_get_boolean_member (self->object, "expected");
}

static InlayVersion *
version (const Case *self,
         const char *text)
{
  return inlay_version_parse (text, self->flags, NULL);
}

static InlayRange *
range (const Case *self,
       const char *member)
{
  return inlay_range_parse (get (self, member), self->flags, NULL);
}

static const char *
show (InlayVersion *self)
{
  return self != NULL ? inlay_version_to_string (self) : NULL;
}

static void
run_comparison (const Case *self)
{
  g_autoptr (InlayVersion) greater = version (self, get (self, "greater"));
  g_autoptr (InlayVersion) lesser = version (self, get (self, "lesser"));

  conformance_bool (self->report, self->name, TRUE,
                    greater != NULL && lesser != NULL &&
                    inlay_version_compare (greater, lesser) > 0 &&
                    inlay_version_compare (lesser, greater) < 0 &&
                    !inlay_version_equal (greater, lesser));
}

static void
run_equality (const Case *self)
{
  g_autoptr (InlayVersion) a = version (self, get (self, "a"));
  g_autoptr (InlayVersion) b = version (self, get (self, "b"));

  conformance_bool (self->report, self->name, TRUE,
                    a != NULL && b != NULL && inlay_version_equal (a, b) &&
                    inlay_version_equal (b, a));
}

/* Numeric identifiers are numbers in the fixture, text in the library. */
static char *
join_array (JsonObject *object,
            const char *member)
{
  JsonArray *array = json_object_get_array_member (object, member);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (i > 0)
        g_string_append_c (text, '.');
      if (json_node_get_value_type (item) == G_TYPE_STRING)
        g_string_append (text, json_node_get_string (item));
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (item));
    }

  return g_string_free (text, FALSE);
}

static void
run_valid_version (const Case *self)
{
  g_autoptr (InlayVersion) parsed = version (self, get (self, "version"));
  g_autofree char *prerelease = join_array (self->object, "prerelease");
  g_autofree char *build = join_array (self->object, "build");
  g_autofree char *expected = NULL;
  g_autofree char *actual = NULL;

  expected = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s",
                              get (self, "normalized"),
                              json_object_get_int_member (self->object, "major"),
                              json_object_get_int_member (self->object, "minor"),
                              json_object_get_int_member (self->object, "patch"),
                              prerelease, build);
  if (parsed != NULL)
    actual = g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s %s",
                              inlay_version_to_string (parsed),
                              inlay_version_get_major (parsed), inlay_version_get_minor (parsed),
                              inlay_version_get_patch (parsed),
                              inlay_version_get_prerelease (parsed),
                              inlay_version_get_build (parsed));
  conformance_string (self->report, self->name, expected, actual);
}

static void
run_invalid_version (const Case *self)
{
  g_autoptr (InlayVersion) parsed = version (self, get (self, "version"));

  conformance_string (self->report, self->name, NULL, show (parsed));
}

/* A version that is no text at all satisfies nothing. */
static void
run_satisfies (const Case *self)
{
  const char *text = get (self, "version");

  conformance_bool (self->report, self->name, expects_true (self),
                    text != NULL &&
                    inlay_semver_satisfies (text, get (self, "range"), self->flags));
}

static void
run_range_parse (const Case *self)
{
  g_autoptr (InlayRange) parsed = range (self, "range");

  conformance_string (self->report, self->name, get (self, "expected"),
                      parsed != NULL ? inlay_range_to_string (parsed) : NULL);
}

static void
run_intersects (const Case *self)
{
  g_autoptr (InlayRange) a = range (self, "a");
  g_autoptr (InlayRange) b = range (self, "b");
  gboolean there = a != NULL && b != NULL && inlay_range_intersects (a, b);
  gboolean back = a != NULL && b != NULL && inlay_range_intersects (b, a);

  conformance_bool (self->report, self->name, expects_true (self),
                    there == back ? there : !expects_true (self));
}

static void
run_outside (const Case *self,
             gboolean  (*is_outside) (const InlayRange *, const InlayVersion *))
{
  g_autoptr (InlayVersion) parsed_version = version (self, get (self, "version"));
  g_autoptr (InlayRange) parsed_range = range (self, "range");

  conformance_bool (self->report, self->name, expects_true (self),
                    parsed_version != NULL && parsed_range != NULL &&
                    is_outside (parsed_range, parsed_version));
}

static void
run_gtr (const Case *self)
{
  run_outside (self, inlay_range_is_below);
}

static void
run_ltr (const Case *self)
{
  run_outside (self, inlay_range_is_above);
}

static void
run_subset (const Case *self)
{
  g_autoptr (InlayRange) sub = range (self, "sub");
  g_autoptr (InlayRange) dom = range (self, "dom");

  conformance_bool (self->report, self->name, expects_true (self),
                    sub != NULL && dom != NULL && inlay_range_is_subset (sub, dom));
}

static void
run_min_version (const Case *self)
{
  g_autoptr (InlayRange) parsed = range (self, "range");
  g_autoptr (InlayVersion) min = parsed != NULL ? inlay_range_min_version (parsed) : NULL;

  conformance_string (self->report, self->name, get (self, "expected"), show (min));
}

static void
run_compare_build (const Case *self)
{
  g_autoptr (InlayVersion) a = version (self, get (self, "a"));
  g_autoptr (InlayVersion) b = version (self, get (self, "b"));
  gint64 expected = json_object_get_int_member (self->object, "expected");
  int order = a != NULL && b != NULL ? inlay_version_compare_build (a, b) : 2;
  g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, expected);
  g_autofree char *actual = g_strdup_printf ("%d", order);

  conformance_string (self->report, self->name, wanted, actual);
}

static void
run_clean (const Case *self)
{
  g_autofree char *actual = inlay_version_clean (get (self, "version"), self->flags);

  conformance_string (self->report, self->name, get (self, "expected"), actual);
}

static GPtrArray *
parse_versions (const Case *self,
                JsonArray  *texts)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);

  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    {
      InlayVersion *parsed = version (self, json_array_get_string_element (texts, i));

      if (parsed != NULL)
        g_ptr_array_add (versions, parsed);
    }

  return versions;
}

static GPtrArray *
load_versions (const Case *self)
{
  g_autofree char *file = g_strdup_printf ("versions/%s.json", get (self, "package"));
  g_autoptr (JsonNode) root = conformance_load (self->report, self->folder, file);

  return parse_versions (self, root != NULL ? json_node_get_array (root) : NULL);
}

static void
run_satisfying (const Case *self,
                GPtrArray  *versions,
                gboolean    max)
{
  g_autoptr (InlayRange) parsed = range (self, "range");
  InlayVersion *actual = NULL;

  if (parsed != NULL)
    actual = max ? inlay_range_max_satisfying (parsed, versions)
                 : inlay_range_min_satisfying (parsed, versions);
  conformance_string (self->report, self->name, get (self, "expected"), show (actual));
}

static void
run_satisfying_small (const Case *self)
{
  JsonArray *texts = json_object_get_array_member (self->object, "versions");
  g_autoptr (GPtrArray) versions = parse_versions (self, texts);

  run_satisfying (self, versions, strcmp (get (self, "op"), "max") == 0);
}

static void
run_max_satisfying (const Case *self)
{
  g_autoptr (GPtrArray) versions = load_versions (self);

  run_satisfying (self, versions, TRUE);
}

static void
run_min_satisfying (const Case *self)
{
  g_autoptr (GPtrArray) versions = load_versions (self);

  run_satisfying (self, versions, FALSE);
}

static void
run_simplify (const Case *self)
{
  g_autoptr (GPtrArray) versions = load_versions (self);
  g_autoptr (InlayRange) parsed = range (self, "range");
  g_autofree char *simplified = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *actual = NULL;
  guint count = 0;

  /* What is no range chooses nothing. */
  simplified = parsed != NULL ? inlay_range_simplify (parsed, versions) : g_strdup ("");
  for (guint i = 0; parsed != NULL && i < versions->len; i++)
    count += inlay_range_test (parsed, g_ptr_array_index (versions, i)) ? 1 : 0;

  if (get (self, "expected") != NULL)
    expected = g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", get (self, "expected"),
                                json_object_get_int_member (self->object, "count"));
  actual = g_strdup_printf ("%s (%u)", simplified, count);
  conformance_string (self->report, self->name, expected, actual);
}

static gint
compare_build (gconstpointer a,
               gconstpointer b)
{
  return inlay_version_compare_build (*(InlayVersion *const *) a, *(InlayVersion *const *) b);
}

static gint
compare_build_descending (gconstpointer a,
                          gconstpointer b)
{
  return compare_build (b, a);
}

/* The build metadata is part of the texts but not of what a version prints. */
static char *
join_versions (GPtrArray *versions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < versions->len; i++)
    {
      InlayVersion *item = g_ptr_array_index (versions, i);
      const char *build = inlay_version_get_build (item);

      g_string_append_printf (text, " %s%s%s", inlay_version_to_string (item),
                              *build != '\0' ? "+" : "", build);
    }

  return g_string_free (text, FALSE);
}

static char *
join_texts (JsonArray *texts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (texts); i++)
    g_string_append_printf (text, " %s", json_array_get_string_element (texts, i));

  return g_string_free (text, FALSE);
}

static void
run_sort (const Case *self)
{
  JsonArray *input = json_object_get_array_member (self->object, "input");
  g_autoptr (GPtrArray) versions = parse_versions (self, input);
  g_autoptr (GPtrArray) reverse = parse_versions (self, input);
  g_autofree char *up = join_texts (json_object_get_array_member (self->object, "ascending"));
  g_autofree char *down = join_texts (json_object_get_array_member (self->object, "descending"));
  g_autofree char *expected = g_strconcat (up, " /", down, NULL);
  g_autofree char *actual_up = NULL;
  g_autofree char *actual_down = NULL;
  g_autofree char *actual = NULL;

  g_ptr_array_sort (versions, compare_build);
  g_ptr_array_sort (reverse, compare_build_descending);
  actual_up = join_versions (versions);
  actual_down = join_versions (reverse);
  actual = g_strconcat (actual_up, " /", actual_down, NULL);
  conformance_string (self->report, self->name, expected, actual);
}

static const struct
{
  const char *file;
  CaseFunc    run;
} files[] = {
  { "clean.json", run_clean },
  { "comparator-intersection.json", run_intersects },
  { "compare-build.json", run_compare_build },
  { "comparisons.json", run_comparison },
  { "equality.json", run_equality },
  { "invalid-versions.json", run_invalid_version },
  { "min-version.json", run_min_version },
  { "range-exclude.json", run_satisfies },
  { "range-include.json", run_satisfies },
  { "range-intersection.json", run_intersects },
  { "range-parse.json", run_range_parse },
  { "satisfying-small.json", run_satisfying_small },
  { "sort.json", run_sort },
  { "subset.json", run_subset },
  { "valid-versions.json", run_valid_version },
  { "version-gt-range.json", run_gtr },
  { "version-lt-range.json", run_ltr },
  { "version-not-gt-range.json", run_gtr },
  { "version-not-lt-range.json", run_ltr },
  { "realistic/intersects.json", run_intersects },
  { "realistic/max-satisfying.json", run_max_satisfying },
  { "realistic/min-satisfying.json", run_min_satisfying },
  { "realistic/simplify.json", run_simplify },
  { "realistic/subset.json", run_subset },
};

static InlaySemverFlags
read_flags (JsonObject *object)
{
  InlaySemverFlags flags = INLAY_SEMVER_DEFAULT;

  if (json_object_get_boolean_member_with_default (object, "loose", FALSE))
    flags |= INLAY_SEMVER_LOOSE;
  if (json_object_get_boolean_member_with_default (object, "includePrerelease", FALSE))
    flags |= INLAY_SEMVER_PRERELEASE;

  return flags;
}

void
suite_semver (Conformance *report,
              const char  *folder)
{
  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autoptr (JsonNode) root = conformance_load (report, folder, files[f].file);
      JsonArray *cases = root != NULL ? json_node_get_array (root) : NULL;

      for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
        {
          JsonNode *node = json_array_get_element (cases, i);
          JsonObject *object = json_node_get_object (node);
          g_autofree char *text = conformance_print (node);
          g_autofree char *name = g_strdup_printf ("%s %s", files[f].file, text);
          Case self = { report, folder, name, object, read_flags (object) };

          files[f].run (&self);
        }
    }
}
