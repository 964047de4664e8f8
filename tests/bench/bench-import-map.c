/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* Import-map resolution over the inputs of import-map.mjs. A process of its own tells the memory:
 * `bench-import-map --memory SIZE`. */
#include "bench.h"

#include "inlay-core.h"

#include <string.h>

#define BASE "https://app.example/index.html"

typedef struct
{
  JsonNode *node;
  InlayUrl *base;
  InlayImportMap *map;
  GPtrArray *specifiers; /* texts */
  GPtrArray *importers;  /* texts */
  GPtrArray *expected;   /* texts, or NULL when it fails */
} Bench;

static void
resolve_all (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->specifiers->len; i++)
    {
      g_autoptr (InlayUrl) importer = inlay_url_parse (g_ptr_array_index (self->importers, i), NULL, NULL);
      g_autoptr (InlayUrl) url = inlay_import_map_resolve (self->map, g_ptr_array_index (self->specifiers, i),
                                                           importer, NULL);

      bench_sink += url != NULL;
    }
}

static void
make_map (gpointer user_data)
{
  Bench *self = user_data;

  g_clear_pointer (&self->map, inlay_import_map_unref);
  self->map = inlay_import_map_new_from_json (self->node, self->base, NULL, NULL);
}

static void
bench_load_map (Bench      *self,
                const char *size)
{
  g_autofree char *map_name = g_strdup_printf ("bench/data/import-map-%s.json", size);
  g_autofree char *text = bench_load_text (map_name);

  self->node = inlay_json_read_full (text, strlen (text), INLAY_JSON_MAX_DEPTH,
                                     INLAY_JSON_ROUND | INLAY_JSON_LAST_WINS, NULL);
  bench_check (self->node != NULL, "%s is not read", map_name);
  self->base = inlay_url_parse (BASE, NULL, NULL);
  make_map (self);
  bench_check (self->map != NULL, "%s is no map", map_name);
}

static void
bench_load_queries (Bench      *self,
                    const char *size)
{
  g_autofree char *name = g_strdup_printf ("bench/data/import-map-%s-queries.json", size);
  g_autoptr (JsonNode) node = bench_load (name);
  JsonArray *rows = json_node_get_array (node);

  self->specifiers = g_ptr_array_new_with_free_func (g_free);
  self->importers = g_ptr_array_new_with_free_func (g_free);
  self->expected = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);

      g_ptr_array_add (self->specifiers, g_strdup (json_array_get_string_element (row, 0)));
      g_ptr_array_add (self->importers, g_strdup (json_array_get_string_element (row, 1)));
      g_ptr_array_add (self->expected,
                       json_array_get_null_element (row, 2) ? NULL
                       : g_strdup (json_array_get_string_element (row, 2)));
    }
}

static void
bench_check_answers (Bench *self)
{
  for (guint i = 0; i < self->specifiers->len; i++)
    {
      const char *specifier = g_ptr_array_index (self->specifiers, i);
      const char *from = g_ptr_array_index (self->importers, i);
      g_autoptr (InlayUrl) importer = inlay_url_parse (from, NULL, NULL);
      g_autoptr (InlayUrl) url = inlay_import_map_resolve (self->map, specifier, importer, NULL);

      bench_check (g_strcmp0 (url != NULL ? inlay_url_get_href (url) : NULL,
                              g_ptr_array_index (self->expected, i)) == 0,
                   "%s from %s is %s", specifier, from, url != NULL ? inlay_url_get_href (url) : "nothing");
    }
}

static void
bench_clear (Bench *self)
{
  json_node_unref (self->node);
  inlay_url_unref (self->base);
  inlay_import_map_unref (self->map);
  g_ptr_array_unref (self->specifiers);
  g_ptr_array_unref (self->importers);
  g_ptr_array_unref (self->expected);
}

static void
run (const char *program,
     const char *size)
{
  Bench self = { 0 };
  g_autofree char *ready = g_strdup_printf ("%s rules: object to ready map", size);
  g_autofree char *steady = NULL;
  g_autofree char *memory = g_strdup_printf ("%s rules: memory", size);
  g_autofree char *arguments = g_strdup_printf ("--memory %s", size);

  bench_load_map (&self, size);
  bench_load_queries (&self, size);
  bench_check_answers (&self);
  steady = g_strdup_printf ("%s rules: steady [%u/%u answers right]", size,
                            self.specifiers->len, self.specifiers->len);

  bench_report ("import map", ready, "ms", bench_time (make_map, &self, 15));
  bench_report ("import map", steady, "resolutions/s",
                bench_rate (resolve_all, &self, self.specifiers->len));
  bench_report ("import map", memory, "MiB", bench_fresh (program, arguments, 5));
  bench_clear (&self);
}

static void
print_memory (const char *size)
{
  Bench self = { 0 };

  bench_load_map (&self, size);
  bench_load_queries (&self, size);
  resolve_all (&self);
  g_print ("%f\n", bench_peak_mib ());
  bench_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--memory"))
    {
      print_memory (argv[2]);
      return 0;
    }

  run (argv[0], "100");
  run (argv[0], "10000");
  return 0;
}
