/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* Fields a nested test takes over from the ones around it. */
typedef struct
{
  Conformance *report;
  const char  *name;
  JsonNode    *map;
  const char  *map_base;
  const char  *base;
  JsonNode    *results;
  JsonNode    *parsed;
  JsonNode    *integrity;
} Test;

/* The state of one document in a merge scenario. */
typedef struct
{
  const Test           *test;
  InlayImportMap       *map;
  InlayResolvedModules *resolved;
  GString              *problems;
} Document;

static JsonNode *
inherit (JsonObject *object,
         const char *member,
         JsonNode   *outer)
{
  return json_object_has_member (object, member) ? json_object_get_member (object, member) : outer;
}

static const char *
inherit_text (JsonObject *object,
              const char *member,
              const char *outer)
{
  const char *text = conformance_member (object, member);

  return text != NULL ? text : outer;
}

static InlayImportMap *
parse_map (JsonNode   *node,
           const char *base_text)
{
  g_autoptr (InlayUrl) base = inlay_url_parse (base_text, NULL, NULL);
  gboolean is_text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node) != NULL;
  g_autofree char *text = is_text ? json_node_dup_string (node) : json_to_string (node, FALSE);

  return inlay_import_map_parse (text, -1, base, NULL, NULL);
}

/* A dump always has all three members. */
static JsonNode *
complete (JsonNode *map)
{
  static const char *members[] = { "imports", "scopes", "integrity" };
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *node = json_object_get_member (json_node_get_object (map), members[i]);

      json_object_set_member (object, members[i], node != NULL ? json_node_ref (node)
                                                               : inlay_json_new_object (NULL, NULL));
    }
  return inlay_json_take_object (object);
}

/* Whether the map dumps as expected; where integrity is not asked for it does not count. */
static gboolean
dumps_as (InlayImportMap *map,
          JsonNode       *expected,
          char          **actual_text)
{
  g_autoptr (JsonNode) written = inlay_import_map_to_json (map, NULL);
  g_autoptr (JsonNode) actual = complete (written);
  g_autoptr (JsonNode) wanted = complete (expected);

  *actual_text = json_to_string (actual, FALSE);
  if (!json_object_has_member (json_node_get_object (expected), "integrity"))
    return inlay_json_equal (inlay_json_get (actual, "/imports"), inlay_json_get (wanted, "/imports")) &&
           inlay_json_equal (inlay_json_get (actual, "/scopes"), inlay_json_get (wanted, "/scopes"));
  return inlay_json_equal (actual, wanted);
}

static void
check_parsed (const Test     *self,
              InlayImportMap *map)
{
  g_autofree char *name = g_strconcat (self->name, ", parsed", NULL);
  g_autofree char *expected = conformance_print (self->parsed);
  g_autofree char *actual = NULL;
  gboolean ok;

  if (map == NULL || JSON_NODE_HOLDS_NULL (self->parsed))
    {
      conformance_string (self->report, name,
                          JSON_NODE_HOLDS_NULL (self->parsed) ? NULL : expected,
                          map != NULL ? "a map" : NULL);
      return;
    }
  ok = dumps_as (map, self->parsed, &actual);
  conformance_result (self->report, ok, name, expected, actual);
}

static void
check_results (const Test     *self,
               InlayImportMap *map)
{
  g_autoptr (InlayUrl) base = inlay_url_parse (self->base, NULL, NULL);
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *expected;

  json_object_iter_init (&iter, json_node_get_object (self->results));
  while (json_object_iter_next (&iter, &specifier, &expected))
    {
      g_autofree char *name = g_strdup_printf ("%s, %s", self->name, specifier);
      g_autoptr (InlayUrl) url = NULL;

      if (map != NULL)
        url = inlay_import_map_resolve (map, specifier, base, NULL);
      conformance_string (self->report, name,
                          JSON_NODE_HOLDS_NULL (expected) ? NULL : json_node_get_string (expected),
                          url != NULL ? inlay_url_get_href (url) : NULL);
    }
}

static const char *
find_integrity (InlayImportMap *map,
                const char     *text)
{
  g_autoptr (InlayUrl) url = inlay_url_parse (text, NULL, NULL);
  const char *integrity = inlay_import_map_get_integrity (map, url);

  return integrity != NULL ? integrity : "";
}

static void
check_integrity (const Test     *self,
                 InlayImportMap *map)
{
  JsonObjectIter iter;
  const char *url;
  JsonNode *expected;

  json_object_iter_init (&iter, json_node_get_object (self->integrity));
  while (json_object_iter_next (&iter, &url, &expected))
    {
      g_autofree char *name = g_strdup_printf ("%s, integrity of %s", self->name, url);

      conformance_string (self->report, name, json_node_get_string (expected),
                          map != NULL ? find_integrity (map, url) : NULL);
    }
}

static void
run_leaf (const Test *self)
{
  g_autoptr (InlayImportMap) map = parse_map (self->map, self->map_base);

  if (self->parsed != NULL)
    check_parsed (self, map);
  if (self->results != NULL)
    check_results (self, map);
  if (self->integrity != NULL)
    check_integrity (self, map);
}

static void
add_problem (Document   *self,
             JsonObject *step,
             const char *actual)
{
  g_autofree char *expected = conformance_print (json_object_get_member (step, "expected"));

  g_string_append_printf (self->problems, "%s%s: expected %s, got %s",
                          self->problems->len > 0 ? "; " : "", conformance_member (step, "op"),
                          expected, actual != NULL ? actual : "nothing");
}

static void
run_register (Document   *self,
              JsonObject *step)
{
  const char *base = inherit_text (step, "importMapBaseURL", self->test->map_base);
  g_autoptr (InlayImportMap) map = parse_map (json_object_get_member (step, "importMap"), base);
  InlayImportMap *merged;

  if ((map != NULL) != (strcmp (conformance_member (step, "expected"), "ok") == 0))
    add_problem (self, step, map != NULL ? "ok" : "error");
  if (map == NULL)
    return;
  merged = inlay_import_map_merge (self->map, map, self->resolved);
  inlay_import_map_unref (self->map);
  self->map = merged;
}

static void
run_resolve (Document   *self,
             JsonObject *step)
{
  const char *specifier = conformance_member (step, "specifier");
  g_autoptr (InlayUrl) base = NULL;
  g_autoptr (InlayUrl) url = NULL;
  const char *actual;

  base = inlay_url_parse (inherit_text (step, "baseURL", self->test->base), NULL, NULL);
  url = inlay_import_map_resolve (self->map, specifier, base, NULL);
  actual = url != NULL ? inlay_url_get_href (url) : NULL;
  if (url != NULL)
    inlay_resolved_modules_add (self->resolved, specifier, base);
  if (g_strcmp0 (actual, conformance_member (step, "expected")) != 0)
    add_problem (self, step, actual);
}

static void
run_step (Document   *self,
          JsonObject *step)
{
  const char *op = conformance_member (step, "op");
  g_autofree char *actual = NULL;

  if (strcmp (op, "register") == 0)
    run_register (self, step);
  else if (strcmp (op, "resolve") == 0)
    run_resolve (self, step);
  else if (strcmp (op, "integrity") == 0)
    {
      const char *found = find_integrity (self->map, conformance_member (step, "url"));

      if (strcmp (found, conformance_member (step, "expected")) != 0)
        add_problem (self, step, found);
    }
  else if (strcmp (op, "dump") != 0)
    add_problem (self, step, "an operation this program does not know");
  else if (!dumps_as (self->map, json_object_get_member (step, "expected"), &actual))
    add_problem (self, step, actual);
}

static void
run_scenario (const Test *self,
              JsonArray  *steps)
{
  g_autoptr (InlayResolvedModules) resolved = inlay_resolved_modules_new ();
  g_autoptr (GString) problems = g_string_new (NULL);
  Document document = { self, inlay_import_map_new (), resolved, problems };

  for (guint i = 0; i < json_array_get_length (steps); i++)
    run_step (&document, json_array_get_object_element (steps, i));
  conformance_result (self->report, problems->len == 0, self->name, "every step", problems->str);
  inlay_import_map_unref (document.map);
}

static void
run_test (const Test *outer,
          const char *name,
          JsonObject *object)
{
  g_autofree char *path = g_strdup_printf ("%s / %s", outer->name, name);
  Test self = {
    outer->report,
    path,
    inherit (object, "importMap", outer->map),
    inherit_text (object, "importMapBaseURL", outer->map_base),
    inherit_text (object, "baseURL", outer->base),
    inherit (object, "expectedResults", outer->results),
    inherit (object, "expectedParsedImportMap", outer->parsed),
    inherit (object, "expectedIntegrity", outer->integrity),
  };
  JsonObjectIter iter;
  JsonNode *test;

  if (json_object_has_member (object, "steps"))
    {
      run_scenario (&self, json_object_get_array_member (object, "steps"));
      return;
    }
  if (!json_object_has_member (object, "tests"))
    {
      run_leaf (&self);
      return;
    }
  json_object_iter_init (&iter, json_object_get_object_member (object, "tests"));
  while (json_object_iter_next (&iter, &name, &test))
    run_test (&self, name, json_node_get_object (test));
}

/* Scenarios on which the standard and the browsers disagree are not counted. */
void
suite_import_maps (Conformance *report,
                   const char  *folder)
{
  static const char *parts[] = { ".", "wpt", "extra", "merge" };

  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    {
      g_autofree char *part = g_build_filename (folder, parts[p], NULL);
      g_autoptr (GPtrArray) files = conformance_list_files (part);

      for (guint i = 0; i < files->len; i++)
        {
          g_autoptr (JsonNode) root = conformance_load (report, part, g_ptr_array_index (files, i));
          Test outer = { report, parts[p], NULL };

          if (root != NULL)
            run_test (&outer, g_ptr_array_index (files, i), json_node_get_object (root));
        }
    }
}
