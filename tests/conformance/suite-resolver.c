/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* The cases do not name the election; the folder does. */
static JsonNode *
with_election (JsonNode   *input,
               const char *election)
{
  g_autoptr (JsonNode) value = inlay_json_new_string (election);
  G_GNUC_UNUSED g_autoptr (JsonNode) profile = NULL;
  g_autoptr (JsonNode) base = json_node_ref (input);

  if (inlay_json_get (base, "/profile") == NULL)
    {
      g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
      JsonNode *extended = inlay_json_set (base, "/profile", empty, NULL);

      json_node_unref (base);
      base = extended;
    }
  return inlay_json_set (base, "/profile/election", value, NULL);
}

static void
compare (GString    *problems,
         const char *what,
         JsonNode   *expected,
         JsonNode   *actual)
{
  g_autofree char *expected_text = NULL;
  g_autofree char *actual_text = NULL;

  if (expected == NULL || (actual != NULL && inlay_json_equal (expected, actual)))
    return;
  expected_text = conformance_print (expected);
  actual_text = conformance_print (actual);
  g_string_append_printf (problems, "%s: expected %s, got %s; ", what, expected_text, actual_text);
}

static void
compare_error (GString       *problems,
               const char    *what,
               JsonObject    *expect,
               InlayResolver *resolver,
               GError        *error)
{
  const char *kind = conformance_member (expect, "errorKind");

  if (error == NULL)
    g_string_append_printf (problems, "%s: expected the error %s; ", what, kind);
  else if (g_strcmp0 (kind, inlay_resolver_get_error_kind (resolver)) != 0)
    g_string_append_printf (problems, "%s: expected the error %s, got %s; ", what, kind,
                            inlay_resolver_get_error_kind (resolver));
}

static void
compare_warnings (GString       *problems,
                  JsonObject    *expect,
                  InlayResolver *resolver)
{
  JsonArray *warnings = json_object_has_member (expect, "warnings")
                          ? json_object_get_array_member (expect, "warnings") : NULL;
  GPtrArray *given = inlay_resolver_get_warnings (resolver);

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    {
      const char *kind = json_array_get_string_element (warnings, i);
      gboolean found = FALSE;

      for (guint k = 0; k < given->len; k++)
        found = found || strcmp (((InlayResolverWarning *) g_ptr_array_index (given, k))->kind, kind) == 0;
      if (!found)
        g_string_append_printf (problems, "no warning %s; ", kind);
    }
}

static void
run_dynamic (GString       *problems,
             InlayResolver *resolver,
             JsonArray     *remotes,
             JsonArray     *expected)
{
  for (guint i = 0; i < json_array_get_length (remotes); i++)
    {
      g_autofree char *what = g_strdup_printf ("later remote %u", i + 1);
      g_autoptr (JsonNode) map = NULL;
      g_autoptr (GError) error = NULL;
      JsonObject *expect;

      inlay_resolver_add_remote (resolver, json_array_get_element (remotes, i), &map, &error);
      if (expected == NULL)
        continue;
      expect = json_array_get_object_element (expected, i);
      if (json_object_has_member (expect, "error"))
        compare_error (problems, what, expect, resolver, error);
      else if (error != NULL)
        g_string_append_printf (problems, "%s: %s; ", what, error->message);
      else if (json_object_has_member (expect, "skipped"))
        g_string_append (problems, map != NULL ? "a later remote is not skipped; " : "");
      else
        compare (problems, what, json_object_get_member (expect, "importMap"), map);
    }
}

static void
run_before (InlayResolver *resolver,
            JsonNode      *input,
            const char    *election)
{
  JsonArray *before = inlay_json_get_array (input, "before");

  for (guint i = 0; before != NULL && i < json_array_get_length (before); i++)
    {
      g_autoptr (JsonNode) earlier = with_election (json_array_get_element (before, i), election);
      g_autoptr (JsonNode) map = inlay_resolver_start (resolver, earlier, NULL);
      g_autoptr (GString) ignored = g_string_new (NULL);
      JsonArray *dynamic = inlay_json_get_array (earlier, "dynamic");

      if (map != NULL && dynamic != NULL)
        run_dynamic (ignored, resolver, dynamic, NULL);
    }
}

static void
run_case (Conformance *report,
          const char  *name,
          JsonNode    *root,
          const char  *election)
{
  JsonObject *expect = inlay_json_get_object (root, "expect");
  g_autoptr (JsonNode) input = with_election (inlay_json_get_member (root, "input"), election);
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) map = NULL;

  run_before (resolver, input, election);
  map = inlay_resolver_start (resolver, input, &error);
  compare_warnings (problems, expect, resolver);
  if (json_object_has_member (expect, "error"))
    compare_error (problems, "start", expect, resolver, error);
  else if (map == NULL)
    g_string_append (problems, error->message);
  else
    {
      compare (problems, "map", json_object_get_member (expect, "importMap"), map);
      if (json_object_has_member (expect, "dynamic"))
        run_dynamic (problems, resolver, inlay_json_get_array (input, "dynamic"),
                     json_object_get_array_member (expect, "dynamic"));
    }
  conformance_result (report, problems->len == 0, name, "as the peer", problems->str);
}

static void
run_folder (Conformance *report,
            const char  *folder,
            const char  *election)
{
  g_autoptr (GPtrArray) files = conformance_list_files (folder);

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (JsonNode) root = conformance_load (report, folder, g_ptr_array_index (files, i));

      if (root != NULL)
        run_case (report, g_ptr_array_index (files, i), root, election);
    }
}

/* What the peer does wrong is not counted. */
void
suite_resolver (Conformance *report,
                const char  *folder)
{
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *documented = g_build_filename (folder, "documented", NULL);

  run_folder (report, folder, strcmp (name, "documented") == 0 ? "documented" : "peer");
  run_folder (report, documented, "documented");
}
