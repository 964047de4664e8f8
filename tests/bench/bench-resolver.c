/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* Portfolios of remotes, made as orchestrator.mjs makes them, with the measures of its table, in two
 * forms. From the texts of the entry files to the text of the import map is what a page load does; the
 * peer is given parsed objects and hands out an object, so reading and writing JSON is in our time and
 * not in its. "From trees" is parsed trees to a tree on our side, too. `bench-resolver peak` prints what
 * one cold resolution of the largest takes in memory, in a process of its own; `bench-resolver cold
 * RUNS REMOTES EXTERNALS VERSIONS` is for a profiler (0 versions: each remote has its own). */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inlay-core.h"

#define SEED 1
#define OWN_VERSIONS 0

/* The same numbers as the script's, bit by bit. */
static double
draw (guint32 *state)
{
  guint32 t;

  *state += 0x6d2b79f5;
  t = (*state ^ (*state >> 15)) * (*state | 1);
  t ^= t + (t ^ (t >> 7)) * (t | 61);
  return (double) (t ^ (t >> 14)) / 4294967296.0;
}

static guint
draw_below (guint32 *state,
            guint    limit)
{
  return (guint) floor (draw (state) * limit);
}

/* The versions of one package, spread over three majors. */
static GPtrArray *
draw_versions (guint32 *state,
               guint    count)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint major = 1 + draw_below (state, 20);

  while (versions->len < count)
    {
      guint a = major + draw_below (state, 3);
      guint b = draw_below (state, count > 40 ? 40 : 6);
      guint c = draw_below (state, count > 40 ? 60 : 10);
      g_autofree char *version = g_strdup_printf ("%u.%u.%u", a, b, c);

      if (!g_hash_table_contains (seen, version))
        {
          g_ptr_array_add (versions, g_strdup (version));
          g_hash_table_add (seen, g_ptr_array_index (versions, versions->len - 1));
        }
    }
  return versions;
}

static char *
draw_range (guint32    *state,
            const char *version)
{
  g_auto (GStrv) parts = g_strsplit (version, ".", 3);
  double x = draw (state);

  if (x < 0.5)
    return g_strdup_printf ("^%s.0.0", parts[0]);
  if (x < 0.75)
    return g_strdup_printf ("~%s.%s.0", parts[0], parts[1]);
  if (x < 0.9)
    return g_strdup_printf ("^%s", version);
  return g_strdup_printf (">=%s", version);
}

static JsonNode *
make_external (guint32    *state,
               guint       number,
               const char *version)
{
  g_autofree char *package = g_strdup_printf ("@scope%u/package-%u", number % 7, number);
  g_autofree char *file = g_strdup_printf ("package-%u.%s.js", number, version);
  g_autofree char *range = draw_range (state, version);

  return inlay_json_new_object ("packageName", inlay_json_new_string (package),
                                "outFileName", inlay_json_new_string (file),
                                "version", inlay_json_new_string (version),
                                "requiredVersion", inlay_json_new_string (range),
                                "singleton", inlay_json_new_boolean (TRUE),
                                "strictVersion", inlay_json_new_boolean (draw (state) < 0.5), NULL);
}

/* Remotes drawn one after the other, so that a caller need not hold them all. */
typedef struct
{
  guint32    state;
  guint      externals;
  guint      next;
  gboolean   own; /* each remote has versions of its own */
  GPtrArray *versions; /* of each package, a list */
} Portfolio;

static void
portfolio_init (Portfolio *self,
                guint      remotes,
                guint      externals,
                guint      versions)
{
  self->state = SEED;
  self->externals = externals;
  self->next = 0;
  self->own = versions == OWN_VERSIONS;
  self->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < externals; i++)
    g_ptr_array_add (self->versions, draw_versions (&self->state, self->own ? remotes : versions));
}

static JsonNode *
portfolio_next (Portfolio *self)
{
  g_autofree char *name = g_strdup_printf ("remote-%u", self->next);
  JsonArray *shared = json_array_new ();

  for (guint k = 0; k < self->externals; k++)
    {
      GPtrArray *versions = g_ptr_array_index (self->versions, k);
      guint at = self->own ? self->next : draw_below (&self->state, versions->len);

      json_array_add_element (shared, make_external (&self->state, k, g_ptr_array_index (versions, at)));
    }
  self->next++;
  return inlay_json_new_object ("name", inlay_json_new_string (name),
                                "exposes", inlay_json_new_array (inlay_json_new_object (
                                  "key", inlay_json_new_string ("./Main"),
                                  "outFileName", inlay_json_new_string ("main.js"), NULL), NULL),
                                "shared", inlay_json_take_array (shared), NULL);
}

static JsonNode *
make_listed (guint     number,
             JsonNode *entry)
{
  g_autofree char *name = g_strdup_printf ("remote-%u", number);
  g_autofree char *url = g_strdup_printf ("https://%s.example.com/remoteEntry.json", name);

  return inlay_json_new_object ("name", inlay_json_new_string (name), "url", inlay_json_new_string (url),
                                "remoteEntry", entry, NULL);
}

static JsonNode *
make_input (JsonArray *remotes)
{
  JsonNode *profile = inlay_json_new_object ("election", inlay_json_new_string ("peer"), NULL);

  return inlay_json_new_object ("profile", profile, "remotes", inlay_json_take_array (json_array_ref (remotes)), NULL);
}

/* One portfolio and one remote more. */
typedef struct
{
  JsonNode   *input;  /* the list, without the files */
  JsonNode   *grown;  /* with the one more */
  JsonNode   *parsed; /* the list, with the files as trees */
  JsonNode   *extra;  /* the one more, with its file */
  GHashTable *texts;  /* (element-type utf8 GBytes): the files, by the remote's name */
  guint       remotes;
  guint       externals;
} Bench;

static void
bench_init (Bench *self,
            guint  remotes,
            guint  externals,
            guint  versions)
{
  g_autoptr (JsonArray) listed = json_array_new ();
  g_autoptr (JsonArray) more = json_array_new ();
  g_autoptr (JsonArray) parsed = json_array_new ();
  Portfolio portfolio;

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  portfolio_init (&portfolio, remotes + 1, externals, versions);
  for (guint i = 0; i <= remotes; i++)
    {
      g_autoptr (JsonNode) entry = portfolio_next (&portfolio);
      JsonNode *remote = make_listed (i, json_node_ref (entry));

      g_hash_table_insert (self->texts, g_strdup_printf ("remote-%u", i),
                           inlay_json_write_bytes (entry, INLAY_JSON_DEFAULT));
      json_array_add_element (more, make_listed (i, NULL));
      if (i == remotes)
        {
          self->extra = remote;
          continue;
        }
      json_array_add_element (listed, make_listed (i, NULL));
      json_array_add_element (parsed, remote);
    }
  self->input = make_input (listed);
  self->grown = make_input (more);
  self->parsed = make_input (parsed);
  self->remotes = remotes;
  self->externals = externals;
  g_ptr_array_unref (portfolio.versions);
}

static void
bench_clear (Bench *self)
{
  json_node_unref (self->input);
  json_node_unref (self->grown);
  json_node_unref (self->parsed);
  json_node_unref (self->extra);
  g_hash_table_unref (self->texts);
}

static const char *
find_file (JsonNode   *map,
           guint       remote,
           const char *specifier)
{
  g_autofree char *directory = g_strdup_printf ("https://remote-%u.example.com/", remote);
  const char *own = inlay_json_get_string (inlay_json_get_member (inlay_json_get_member (map, "scopes"), directory),
                                           specifier);

  return own != NULL ? own : inlay_json_get_string (inlay_json_get_member (map, "imports"), specifier);
}

/* Each remote finds its module and all it lists, and where it is strict a version it accepts. */
static void
check_map (const Bench *self,
           JsonNode    *map)
{
  for (guint i = 0; i < self->remotes; i++)
    {
      g_autofree char *path = g_strdup_printf ("/remotes/%u/remoteEntry/shared", i);
      g_autofree char *module = g_strdup_printf ("remote-%u/./Main", i);
      JsonArray *shared = json_node_get_array (inlay_json_get (self->parsed, path));

      bench_check (find_file (map, i, module) != NULL, "%s is not mapped", module);
      for (guint k = 0; k < self->externals; k++)
        {
          JsonNode *external = json_array_get_element (shared, k);
          const char *name = inlay_json_get_string (external, "packageName");
          const char *url = find_file (map, i, name);
          const char *file = url != NULL ? strstr (url, "/package-") : NULL;
          const char *version = file != NULL ? strchr (file, '.') + 1 : NULL;
          g_autofree char *text = version != NULL ? g_strndup (version, strlen (version) - 3) : g_strdup ("");

          bench_check (!inlay_json_get_boolean (external, "strictVersion", FALSE) ||
                       inlay_semver_satisfies (text, inlay_json_get_string (external, "requiredVersion"),
                                               INLAY_SEMVER_DEFAULT) ||
                       strcmp (text, inlay_json_get_string (external, "version")) == 0,
                       "remote %u gets %s in %s", i, name, text);
        }
    }
}

static double
processor_time (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

/* What a page load gets from the network. */
static GBytes *
load_text (const char  *name,
           const char  *address,
           gpointer     user_data,
           GError     **error)
{
  const Bench *self = user_data;

  return g_bytes_ref (g_hash_table_lookup (self->texts, name));
}

static double
time_start (const Bench   *self,
            InlayResolver *resolver,
            JsonNode      *input,
            GBytes       **map,
            double        *processor)
{
  gint64 before = g_get_monotonic_time ();
  double used = processor_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = inlay_resolver_start_loading (resolver, input, load_text, (gpointer) self, &error);
  double took = (double) (g_get_monotonic_time () - before) / 1000.0;

  if (processor != NULL)
    *processor = processor_time () - used;

  bench_check (made != NULL, "%s", error != NULL ? error->message : "");
  if (map != NULL)
    *map = g_steal_pointer (&made);
  return took;
}

static double
time_trees (const Bench  *self,
            JsonNode    **map)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  gint64 before = g_get_monotonic_time ();
  double took;

  *map = inlay_resolver_start (resolver, self->parsed, NULL);
  took = (double) (g_get_monotonic_time () - before) / 1000.0;
  bench_check (*map != NULL, "no map from trees");
  return took;
}

/* The measures of one round: cold, the same again, one remote more, and one loaded later. */
typedef enum
{
  COLD,
  PROCESSOR,
  RELOAD,
  JOIN,
  LATE,
  TREES,
  N_MEASURES,
} Measure;

/* Both forms give one map, in which everyone finds what is right. */
static void
check_round (const Bench *self,
             GBytes      *map,
             JsonNode    *from_trees)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) read = inlay_json_read (map, &error);

  bench_check (read != NULL, "%s", error != NULL ? error->message : "");
  bench_check (inlay_json_equal (read, from_trees), "texts and trees give different maps");
  check_map (self, read);
}

static void
run_round (const Bench *self,
           double      *took,
           gboolean     check)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (InlayResolver) other = inlay_resolver_new ();
  g_autoptr (GBytes) map = NULL;
  g_autoptr (JsonNode) from_trees = NULL;
  g_autoptr (JsonNode) later = NULL;
  gint64 before;

  took[COLD] = time_start (self, resolver, self->input, &map, &took[PROCESSOR]);
  took[TREES] = time_trees (self, &from_trees);
  if (check)
    check_round (self, map, from_trees);
  took[RELOAD] = time_start (self, resolver, self->input, NULL, NULL);
  before = g_get_monotonic_time ();
  bench_check (inlay_resolver_add_remote (resolver, self->extra, &later, NULL) && later != NULL, "no later remote");
  took[LATE] = (double) (g_get_monotonic_time () - before) / 1000.0;
  time_start (self, other, self->input, NULL, NULL);
  took[JOIN] = time_start (self, other, self->grown, NULL, NULL);
}

/* Returns what growth is told by: processor time, as for the peer, since others' work does not count. */
static BenchSpread
run_bench (const char *name,
           guint       remotes,
           guint       externals,
           guint       versions,
           guint       rounds)
{
  static const char *const measures[] = { "cold", "processor time", "reload", "one joins", "one loaded later",
                                        "from trees, cold" };
  g_autofree double *values = g_new (double, N_MEASURES * rounds);
  double took[N_MEASURES];
  BenchSpread spread, processor = { 0 };
  Bench bench = { 0 };

  bench_init (&bench, remotes, externals, versions);
  for (guint i = 0; i < rounds; i++)
    {
      run_round (&bench, took, i == 0);
      for (guint m = 0; m < N_MEASURES; m++)
        values[m * rounds + i] = took[m];
    }
  for (guint m = 0; m < N_MEASURES; m++)
    {
      g_autofree char *measure = g_strdup_printf ("%s, %s", name, measures[m]);

      spread = bench_spread (values + m * rounds, rounds);
      bench_report ("resolver", measure, "ms", spread);
      if (m == PROCESSOR)
        processor = spread;
    }
  bench_clear (&bench);
  return processor;
}

/* What a page load does: one entry file at a time is there. */
static GBytes *
load_next (const char  *name,
           const char  *address,
           gpointer     user_data,
           GError     **error)
{
  g_autoptr (JsonNode) entry = portfolio_next (user_data);

  return inlay_json_write_bytes (entry, INLAY_JSON_DEFAULT);
}

static int
print_peak (guint remotes,
            guint externals,
            guint versions)
{
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (JsonArray) listed = json_array_new ();
  g_autoptr (JsonNode) input = NULL;
  g_autoptr (GBytes) map = NULL;
  g_autoptr (GError) error = NULL;
  Portfolio portfolio;

  for (guint i = 0; i < remotes; i++)
    json_array_add_element (listed, make_listed (i, NULL));
  input = make_input (listed);
  portfolio_init (&portfolio, remotes, externals, versions);
  map = inlay_resolver_start_loading (resolver, input, load_next, &portfolio, &error);
  bench_check (map != NULL, "%s", error != NULL ? error->message : "");
  g_ptr_array_unref (portfolio.versions);
  g_print ("%.2f\n", bench_peak_mib ());
  return 0;
}

/* For a profiler. */
static int
repeat_cold (guint remotes,
             guint externals,
             guint versions,
             guint runs)
{
  g_autofree double *took = g_new (double, MAX (runs, 1));
  Bench bench = { 0 };

  bench_init (&bench, remotes, externals, versions);
  for (guint i = 0; i < runs; i++)
    {
      g_autoptr (InlayResolver) resolver = inlay_resolver_new ();

      took[i] = time_start (&bench, resolver, bench.input, NULL, NULL);
    }
  if (runs > 0)
    bench_report ("resolver", "cold, again and again", "ms", bench_spread (took, runs));
  bench_clear (&bench);
  return 0;
}

static guint
read_number (const char *text)
{
  return (guint) MIN (g_ascii_strtoull (text, NULL, 10), 10000);
}

int
main (int    argc,
      char **argv)
{
  static const guint growth[] = { 250, 500, 1000, 2000 };
  double last = 0;

  if (argc == 2 && strcmp (argv[1], "peak") == 0)
    return print_peak (1000, 50, 8);
  if (argc == 6 && strcmp (argv[1], "cold") == 0)
    return repeat_cold (read_number (argv[3]), read_number (argv[4]), read_number (argv[5]), read_number (argv[2]));

  run_bench ("100 x 50, 8 versions", 100, 50, 8, 31);
  run_bench ("1000 x 50, 8 versions", 1000, 50, 8, 11);
  run_bench ("1000 x 50, 40 versions", 1000, 50, 40, 11);
  for (guint i = 0; i < G_N_ELEMENTS (growth); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u x 20, each its own version", growth[i]);
      BenchSpread spent = run_bench (name, growth[i], 20, OWN_VERSIONS, 7);

      if (last > 0)
        g_print ("%u remotes cost %.2f times the processor time of %u (goal: at most 2.3)\n", growth[i],
                 spent.median / last, growth[i - 1]);
      last = spent.median;
    }
  bench_report ("resolver", "1000 x 50, 8 versions, peak of a process", "MiB", bench_fresh (argv[0], "peak", 3));
  return 0;
}
