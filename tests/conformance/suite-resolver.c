/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* How a folder's cases are judged. */
typedef struct
{
  const char *election;
  const char *answer;        /* the member that says what is to come out */
  gboolean    drop_unlisted; /* on request only, as hosts with several pages want the contrary */
} Judging;

static const Judging as_peer = { "peer", "expect", FALSE };
static const Judging as_documented = { "documented", "expect", FALSE };
static const Judging as_wanted = { "peer", "wanted", TRUE };

/* The cases do not name the election; the folder does. */
static JsonNode *
with_profile (JsonNode      *input,
              const Judging *judging)
{
  g_autoptr (JsonNode) election = inlay_json_new_string (judging->election);
  g_autoptr (JsonNode) drop = inlay_json_new_boolean (judging->drop_unlisted);
  g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
  g_autoptr (JsonNode) base = inlay_json_get (input, "/profile") == NULL ? inlay_json_set (input, "/profile", empty, NULL)
                                                                         : json_node_ref (input);
  g_autoptr (JsonNode) elected = inlay_json_set (base, "/profile/election", election, NULL);

  return inlay_json_set (elected, "/profile/dropUnlistedRemotes", drop, NULL);
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
            const Judging *judging)
{
  JsonArray *before = inlay_json_get_array (input, "before");

  for (guint i = 0; before != NULL && i < json_array_get_length (before); i++)
    {
      g_autoptr (JsonNode) earlier = with_profile (json_array_get_element (before, i), judging);
      g_autoptr (JsonNode) map = inlay_resolver_start (resolver, earlier, NULL);
      g_autoptr (GString) ignored = g_string_new (NULL);
      JsonArray *dynamic = inlay_json_get_array (earlier, "dynamic");

      if (map != NULL && dynamic != NULL)
        run_dynamic (ignored, resolver, dynamic, NULL);
    }
}

static void
run_case (Conformance   *report,
          const char    *file,
          JsonNode      *root,
          const Judging *judging)
{
  const char *name = inlay_json_get_string (root, "name");
  JsonObject *expect = inlay_json_get_object (root, judging->answer);
  JsonNode *plain = inlay_json_get_member (root, "input");
  g_autoptr (InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) input = NULL;
  g_autoptr (JsonNode) map = NULL;

  if (expect == NULL || plain == NULL)
    {
      conformance_result (report, FALSE, file, "a case of the resolver", "something else");
      return;
    }
  input = with_profile (plain, judging);
  run_before (resolver, input, judging);
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
  conformance_result (report, problems->len == 0, name != NULL ? name : file, judging->answer, problems->str);
}

static void
run_file (Conformance   *report,
          const char    *folder,
          const char    *file,
          const Judging *judging)
{
  g_autoptr (JsonNode) root = conformance_load (report, folder, file);
  JsonArray *cases = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (root != NULL && cases == NULL)
    run_case (report, file, root, judging);
  for (guint i = 0; cases != NULL && i < json_array_get_length (cases); i++)
    run_case (report, file, json_array_get_element (cases, i), judging);
}

/* What a folder's name says of its cases holds for the folders in it, too. */
static void
run_folder (Conformance   *report,
            const char    *folder,
            const Judging *judging)
{
  g_autofree char *name = g_path_get_basename (folder);
  g_autoptr (GPtrArray) files = conformance_list_files (folder);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  if (strcmp (name, "documented") == 0)
    judging = &as_documented;
  else if (strcmp (name, "known-defects") == 0)
    judging = &as_wanted;
  for (guint i = 0; i < files->len; i++)
    run_file (report, folder, g_ptr_array_index (files, i), judging);
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, entry, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        run_folder (report, path, judging);
    }
}

/* `documented` holds what the documented election gives, `known-defects` what is wanted where the
 * peer is wrong; all else is as the peer has it. */
void
suite_resolver (Conformance *report,
                const char  *folder)
{
  run_folder (report, folder, &as_peer);
}
