/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

#define BASE "https://esm.sh"

static void
test_canonical (void)
{
  static const struct
  {
    const char *path;
    const char *expected; /* NULL: refused */
    gboolean    pinned;
  } cases[] = {
    { "/react@18.2.0", "/react@18.2.0", TRUE },
    { "/react", "/react", FALSE },
    { "/react@v18.2.0", "/react@v18.2.0", FALSE },
    { "/react@%3E%3D16%20%3C19", "/react@%3E=16%20%3C19", FALSE },
    { "/react@>=16 <19", "/react@%3E=16%20%3C19", FALSE },
    { "/*@a/b@1.0.0/c.js/", "/*@a/b@1.0.0/c", TRUE },
    { "/@a/b@1.0.0?external=*&external=x", "/*@a/b@1.0.0", TRUE },
    { "/react-dom@19.2.4&dev&target=ES2020/client", "/react-dom@19.2.4/client?target=es2020&dev", TRUE },
    { "/react-dom@19.2.4&dev/?dev=1&unknown=1&target=es2022", "/react-dom@19.2.4?target=es2022&dev", TRUE },
    { "/react?dev/jsx-runtime", "/react/jsx-runtime?dev", FALSE },
    { "/x@1.0.0?deps=b@2,%20a@1,", "/x@1.0.0?deps=a@1,b@2", TRUE },
    { "/x@1.0.0?path=/sub.mjs", "/x@1.0.0/sub", TRUE },
    { "/v135/x@1.0.0", "/x@1.0.0", TRUE },
    { "/v136/x@1.0.0", NULL, FALSE },
    { "/stable/x@1.0.0:12:3", "/x@1.0.0", TRUE },
    { "/gh/owner/repo@v1.0.0/mod.ts", "/gh/owner/repo@v1.0.0/mod.ts", TRUE },
    { "/gh/*owner/repo@0123abc", "/*gh/owner/repo@0123abc", TRUE },
    { "/jsr/@std/path@1.0.0", "/jsr/@std/path@1.0.0", TRUE },
    { "/jsr/*@std/path@1.0.0", NULL, FALSE },
    { "/jsr/path", NULL, FALSE },
    { "/pr/x@0123abc", "/pr/x@0123abc", TRUE },
    { "/pr/x", NULL, FALSE },
    { "/react@18.2.0/X-ZXJlYWN0/es2022/react.mjs?target=es2015", "/react@18.2.0/X-ZXJlYWN0/es2022/react.mjs", TRUE },
    { "/react-dom&dev/", NULL, FALSE },
    { "/x@1.0.0/.git", NULL, FALSE },
    { "/x@1.0.0/a.env", NULL, FALSE },
    { "/@a", NULL, FALSE },
    { "/%ff", NULL, FALSE },
    { "/a%20b", NULL, FALSE },
    { "/", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (BASE, cases[i].path, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (text, BASE, &error);
      g_autoptr (InlayCdnUrl) again = NULL;
      g_autofree char *written = NULL;

      g_test_message ("%s", text);
      if (cases[i].expected == NULL)
        {
          g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      written = inlay_cdn_url_to_string (url, BASE "/");
      g_assert_cmpstr (written + strlen (BASE), ==, cases[i].expected);
      g_assert_cmpint (inlay_cdn_url_is_pinned (url), ==, cases[i].pinned);
      again = inlay_cdn_url_parse (written, BASE, NULL);
      g_assert_true (inlay_cdn_url_equal (url, again));
    }
}

static void
test_other_server (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (inlay_cdn_url_parse ("https://esm.shop/react", BASE, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
}

static void
test_forms (void)
{
  g_autoptr (InlayCdnUrl) plain = inlay_cdn_url_new ("@a/dom", "19.2.4", "/client.js", NULL);
  g_autoptr (InlayCdnUrl) aimed = inlay_cdn_url_with_param (plain, "target", "es2020");
  g_autoptr (InlayCdnUrl) shared = inlay_cdn_url_with_param (aimed, "external", "scheduler, react");
  g_autoptr (InlayCdnUrl) scoped = inlay_cdn_url_with_param (aimed, "external", "@b/c");
  g_autoptr (InlayCdnUrl) all = inlay_cdn_url_all_external (shared);
  g_autoptr (InlayCdnUrl) ranged = inlay_cdn_url_with_version (aimed, "^19");
  g_autofree char *entry = inlay_cdn_url_to_string (shared, BASE);
  g_autofree char *prefix = inlay_cdn_url_to_prefix (shared, BASE, NULL);
  g_autofree char *scope = inlay_cdn_url_to_scope (all, BASE);
  g_autofree char *build = inlay_cdn_url_to_build (shared, "http://127.0.0.1:8787/", NULL);
  g_autofree char *starred = inlay_cdn_url_to_build (all, BASE, NULL);

  g_assert_cmpstr (entry, ==, BASE "/@a/dom@19.2.4/client?external=react,scheduler&target=es2020");
  g_assert_cmpstr (prefix, ==, BASE "/@a/dom@19.2.4&external=react,scheduler&target=es2020/");
  g_assert_cmpstr (scope, ==, BASE "/*@a/dom@19.2.4/");
  g_assert_cmpstr (build, ==, "http://127.0.0.1:8787/@a/dom@19.2.4/X-ZXJlYWN0LHNjaGVkdWxlcg/es2020/client.mjs");
  g_assert_cmpstr (starred, ==, BASE "/*@a/dom@19.2.4/es2020/client.mjs");
  g_assert_null (inlay_cdn_url_to_prefix (scoped, BASE, NULL));
  g_assert_null (inlay_cdn_url_to_build (ranged, BASE, NULL));
}

static void
test_invalid (void)
{
  static const char *packages[] = { "", "@a", "a/b", "a b", "../x", "@a/b/c", "a?b", ".x" };

  for (guint i = 0; i < G_N_ELEMENTS (packages); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_cdn_url_new (packages[i], "1.0.0", NULL, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
  g_assert_null (inlay_cdn_url_new ("a", "1/2", NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cdn/canonical", test_canonical);
  g_test_add_func ("/cdn/other-server", test_other_server);
  g_test_add_func ("/cdn/forms", test_forms);
  g_test_add_func ("/cdn/invalid", test_invalid);

  return g_test_run ();
}
