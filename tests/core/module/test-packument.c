/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

static InlayPackument *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return inlay_packument_read (bytes, error);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayPackument) packument =
    read_text ("{\"name\":\"a\",\"name\":\"b\",\"unknown\":[1],\"dist-tags\":{\"latest\":\"1.0.0\",\"gone\":\"7.0.0\"},"
               "\"versions\":{\"1.0.0\":{\"deprecated\":\"\",\"dist\":{\"n\":12345678901234567890123}},"
               "\"1.10.0\":{\"deprecated\":true},\"1.9.0\":{\"deprecated\":false,\"peerDependencies\":{\"c\":\"^1\"},"
               "\"dependencies\":{\"d\":\"*\"}},\"x\":{}}}", &error);
  g_autoptr (JsonNode) package = NULL;
  GPtrArray *versions;

  g_assert_no_error (error);
  g_assert_cmpstr (inlay_packument_get_name (packument), ==, "b");
  versions = inlay_packument_get_versions (packument);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpstr (inlay_version_to_string (versions->pdata[0]), ==, "1.10.0");
  g_assert_cmpstr (inlay_version_to_string (versions->pdata[2]), ==, "1.0.0");
  g_assert_cmpstr (inlay_packument_get_tag (packument, "latest"), ==, "1.0.0");
  g_assert_null (inlay_packument_get_tag (packument, "gone"));
  g_assert_null (inlay_packument_get_deprecated (packument, "1.0.0"));
  g_assert_null (inlay_packument_get_deprecated (packument, "1.9.0"));
  g_assert_nonnull (inlay_packument_get_deprecated (packument, "1.10.0"));
  g_assert_null (inlay_packument_get_peers (packument, "1.0.0"));
  g_assert_cmpstr (inlay_json_get_string (inlay_packument_get_peers (packument, "1.9.0"), "c"), ==, "^1");

  package = inlay_packument_to_package (packument);
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (package, "/versions/1.9.0/dependencies"), "d"), ==, "*");
  g_assert_null (inlay_json_get (package, "/versions/1.0.0/dist"));
}

static void
test_find (void)
{
  static const char *const cases[][2] = {
    { "", "1.0.0" }, { "*", "1.0.0" }, { "latest", "1.0.0" }, { "^1", "1.0.0" }, { ">1.0.0", "1.9.0" },
    { "~1.10", "1.10.0" }, { "1.9.0", "1.9.0" }, { "^2", NULL }, { "nonsense", NULL },
  };
  g_autoptr (InlayPackument) packument =
    read_text ("{\"name\":\"a\",\"dist-tags\":{\"latest\":\"1.0.0\"},"
               "\"versions\":{\"1.0.0\":{},\"1.9.0\":{},\"1.10.0\":{\"deprecated\":\"no\"}}}", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      InlayVersion *found = inlay_packument_find (packument, cases[i][0], &error);

      g_assert_cmpstr (found != NULL ? inlay_version_to_string (found) : NULL, ==, cases[i][1]);
      g_assert_true ((found == NULL) == g_error_matches (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND));
    }
}

static void
test_bad (void)
{
  static const char *const texts[] = {
    "", "[]", "null", "{}", "{\"name\":1}", "{\"name\":\"\"}", "{\"name\":\"a\"}", "{\"name\":\"a\",\"versions\":[]}",
    "{\"name\":\"a\",\"versions\":{\"1.0.0\":1}}", "{\"name\":\"a\",\"versions\":{},\"dist-tags\":[]}",
    "{\"name\":\"a\",\"versions\":{},\"dist-tags\":{\"latest\":1}}",
    "{\"name\":\"a\",\"versions\":{\"1.0.0\":{\"dependencies\":[]}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (texts[i], &error));
      g_assert_true (error != NULL && error->domain == INLAY_ERROR);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packument/read", test_read);
  g_test_add_func ("/packument/find", test_find);
  g_test_add_func ("/packument/bad", test_bad);
  return g_test_run ();
}
