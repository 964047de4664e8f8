/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* JSON Schema over the inputs of json-schema.mjs, formats asserted as there. The first compilation
 * is that of a fresh process: `bench-schema --cold NAME`. */
#include "bench.h"

#include "inlay-core.h"

#include <string.h>

#define META "conformance/json-schema/metaschemas/draft2020-12/"

static const struct
{
  const char *name;
  const char *schema;
  const char *instances; /* rows of [verdict, instance]; NULL: the schema itself, which fits */
  InlaySchemaDialect dialect;
  const char *edited; /* a text in each instance */
} suites[] = {
  { "widget", "bench/data/schema-widget.json", "bench/data/schema-widget-instances.json",
    INLAY_SCHEMA_DIALECT_2020_12, "/title" },
  { "package.json", "bench/data/schema-package.json", "bench/data/schema-package-instances.json",
    INLAY_SCHEMA_DIALECT_07, "/description" },
  { "meta-schema on itself", META "schema.json", NULL, INLAY_SCHEMA_DIALECT_2020_12, "/title" },
};

typedef struct
{
  JsonNode *node;
  InlaySchemaDialect dialect;
  InlaySchemaBundle *bundle;
  InlaySchema *schema;
  GPtrArray *instances;
  GPtrArray *documents; /* the same, laid out */
  GPtrArray *errors;    /* of each, as arrays */
  GPtrArray *edited;    /* each with another text at @path */
  const char *path;
  GArray *verdicts;
} Bench;

static JsonNode *
load (const char *name)
{
  g_autofree char *text = bench_load_text (name);
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_full (text, strlen (text), INLAY_JSON_MAX_DEPTH, INLAY_JSON_ROUND, &error);

  bench_check (node != NULL, "%s: %s", name, error != NULL ? error->message : "");
  return node;
}

static void
compile (gpointer user_data)
{
  Bench *self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->schema, inlay_schema_unref);
  self->schema = inlay_schema_compile (self->node, self->bundle, self->dialect,
                                       INLAY_SCHEMA_ASSERT_FORMAT, &error);
  bench_check (self->schema != NULL, "%s", error != NULL ? error->message : "");
}

static void
validate (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->instances->len; i++)
    bench_sink += inlay_schema_accepts (self->schema, g_ptr_array_index (self->documents, i));
}

static void
lay_out_and_validate (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->instances->len; i++)
    bench_sink += inlay_schema_is_valid (self->schema, g_ptr_array_index (self->instances, i));
}

static void
validate_all_errors (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->instances->len; i++)
    {
      g_autoptr (GPtrArray) errors = inlay_schema_validate (self->schema,
                                                            g_ptr_array_index (self->instances, i));

      bench_sink += errors->len;
    }
}

static void
validate_after_edit (gpointer user_data)
{
  Bench *self = user_data;

  for (guint i = 0; i < self->instances->len; i++)
    {
      g_autoptr (GPtrArray) errors = inlay_schema_revalidate (self->schema, g_ptr_array_index (self->errors, i),
                                                              g_ptr_array_index (self->instances, i),
                                                              g_ptr_array_index (self->edited, i), self->path);

      bench_sink += errors->len;
    }
}

static void
edit_instances (Bench *self)
{
  g_autoptr (JsonNode) text = inlay_json_new_string ("Another text");

  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->edited = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  for (guint i = 0; i < self->instances->len; i++)
    {
      JsonNode *instance = g_ptr_array_index (self->instances, i);

      g_ptr_array_add (self->errors, inlay_schema_validate (self->schema, instance));
      g_ptr_array_add (self->edited, inlay_json_set (instance, self->path, text, NULL));
    }
}

static void
load_instances (Bench      *self,
                const char *name)
{
  gboolean valid = TRUE;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *rows;

  self->instances = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->verdicts = g_array_new (FALSE, FALSE, sizeof (gboolean));
  if (name == NULL)
    {
      g_ptr_array_add (self->instances, json_node_ref (self->node));
      g_array_append_val (self->verdicts, valid);
      return;
    }

  node = load (name);
  rows = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);

      valid = json_array_get_boolean_element (row, 0);
      g_array_append_val (self->verdicts, valid);
      g_ptr_array_add (self->instances, json_node_ref (json_array_get_element (row, 1)));
    }
}

static void
check_verdicts (Bench      *self,
                const char *name)
{
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_json_document_unref);
  for (guint i = 0; i < self->instances->len; i++)
    g_ptr_array_add (self->documents, inlay_json_document_new (g_ptr_array_index (self->instances, i)));
  for (guint i = 0; i < self->instances->len; i++)
    bench_check (inlay_schema_is_valid (self->schema, g_ptr_array_index (self->instances, i)) ==
                 g_array_index (self->verdicts, gboolean, i), "verdict on instance %u of %s", i, name);
}

static void
bench_init (Bench *self,
            guint  index)
{
  self->node = load (suites[index].schema);
  self->dialect = suites[index].dialect;
  self->bundle = inlay_schema_bundle_new ();
}

static void
bench_clear (Bench *self)
{
  json_node_unref (self->node);
  inlay_schema_bundle_unref (self->bundle);
  g_clear_pointer (&self->schema, inlay_schema_unref);
  g_clear_pointer (&self->instances, g_ptr_array_unref);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->errors, g_ptr_array_unref);
  g_clear_pointer (&self->edited, g_ptr_array_unref);
  g_clear_pointer (&self->verdicts, g_array_unref);
}

static void
run (const char *program,
     guint       index)
{
  const char *name = suites[index].name;
  g_autofree char *arguments = g_strdup_printf ("--cold %u", index);
  Bench self = { 0 };

  bench_init (&self, index);
  compile (&self);
  load_instances (&self, suites[index].instances);
  check_verdicts (&self, name);
  self.path = suites[index].edited;
  edit_instances (&self);

  bench_report (name, "compile, first in a process", "ms", bench_fresh (program, arguments, 7));
  bench_report (name, "compile, warmed up", "ms", bench_time (compile, &self, 40));
  bench_report (name, "validate", "documents/s", bench_rate (validate, &self, self.instances->len));
  bench_report (name, "lay out and validate", "documents/s",
                bench_rate (lay_out_and_validate, &self, self.instances->len));
  bench_report (name, "all errors of each", "documents/s",
                bench_rate (validate_all_errors, &self, self.instances->len));
  bench_report (name, "all errors of each, again after an edit", "documents/s",
                bench_rate (validate_after_edit, &self, self.instances->len));
  bench_clear (&self);
}

static void
print_cold (guint index)
{
  Bench self = { 0 };

  bench_init (&self, index);
  g_print ("%f\n", bench_time (compile, &self, 1).median);
  bench_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--cold"))
    {
      print_cold (MIN ((guint) g_ascii_strtoull (argv[2], NULL, 10), G_N_ELEMENTS (suites) - 1));
      return 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    run (argv[0], i);
  return 0;
}
