/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

#define BASE "https://esm.sh"
#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"

/* Every form of address that the server takes, and what it asks for. */
typedef struct
{
  const char     *address;
  InlayCdnSource  source;
  const char     *package;
  const char     *version;
  const char     *subpath;
  const char     *written; /* canonical */
  gboolean        pinned;
} Form;

static const Form forms[] = {
  /* npm entries */
  { "/react", INLAY_CDN_NPM, "react", NULL, NULL, "/react", FALSE },
  { "/react@18.2.0", INLAY_CDN_NPM, "react", "18.2.0", NULL, "/react@18.2.0", TRUE },
  { "/react@18.2.0/", INLAY_CDN_NPM, "react", "18.2.0", NULL, "/react@18.2.0", TRUE },
  { "/react@18.2.0/jsx-runtime", INLAY_CDN_NPM, "react", "18.2.0", "jsx-runtime", "/react@18.2.0/jsx-runtime", TRUE },
  { "/@lit/reactive-element@2.0.4/css-tag.js", INLAY_CDN_NPM, "@lit/reactive-element", "2.0.4", "css-tag",
    "/@lit/reactive-element@2.0.4/css-tag", TRUE },
  { "/node@18.0.0", INLAY_CDN_NPM, "node", "18.0.0", NULL, "/node@18.0.0", TRUE },
  { "/tsx@4.7.0", INLAY_CDN_NPM, "tsx", "4.7.0", NULL, "/tsx@4.7.0", TRUE },
  { "/run@1.0.0/x", INLAY_CDN_NPM, "run", "1.0.0", "x", "/run@1.0.0/x", TRUE },
  { "/three@0.160.0/a+b$c!d", INLAY_CDN_NPM, "three", "0.160.0", "a+b$c!d", "/three@0.160.0/a+b$c!d", TRUE },
  /* versions */
  { "/x@1.2.3-rc.1", INLAY_CDN_NPM, "x", "1.2.3-rc.1", NULL, "/x@1.2.3-rc.1", TRUE },
  { "/x@1.2.3+build", INLAY_CDN_NPM, "x", "1.2.3+build", NULL, "/x@1.2.3+build", TRUE },
  { "/x@v1.2.3", INLAY_CDN_NPM, "x", "v1.2.3", NULL, "/x@v1.2.3", FALSE },
  { "/x@=1.2.3", INLAY_CDN_NPM, "x", "=1.2.3", NULL, "/x@=1.2.3", FALSE },
  { "/x@latest", INLAY_CDN_NPM, "x", "latest", NULL, "/x@latest", FALSE },
  { "/x@next", INLAY_CDN_NPM, "x", "next", NULL, "/x@next", FALSE },
  { "/x@*", INLAY_CDN_NPM, "x", "*", NULL, "/x@*", FALSE },
  { "/x@18", INLAY_CDN_NPM, "x", "18", NULL, "/x@18", FALSE },
  { "/x@1.2", INLAY_CDN_NPM, "x", "1.2", NULL, "/x@1.2", FALSE },
  { "/x@^18", INLAY_CDN_NPM, "x", "^18", NULL, "/x@%5E18", FALSE },
  { "/x@~1.2.3", INLAY_CDN_NPM, "x", "~1.2.3", NULL, "/x@~1.2.3", FALSE },
  { "/x@1%7C%7C2", INLAY_CDN_NPM, "x", "1||2", NULL, "/x@1%7C%7C2", FALSE },
  { "/x@2026-01-02", INLAY_CDN_NPM, "x", "2026-01-02", NULL, "/x@2026-01-02", FALSE },
  /* all external */
  { "/*x@1.0.0", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/*x@1.0.0", TRUE },
  { "/*@a/b@1.0.0/c", INLAY_CDN_NPM, "@a/b", "1.0.0", "c", "/*@a/b@1.0.0/c", TRUE },
  { "/x@1.0.0?external=*", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/*x@1.0.0", TRUE },
  { "/*x@1.0.0?external=a&meta", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/*x@1.0.0?meta", TRUE },
  /* the query, and in the path */
  { "/x@1.0.0&dev&target=es2020/sub", INLAY_CDN_NPM, "x", "1.0.0", "sub", "/x@1.0.0/sub?target=es2020&dev", TRUE },
  { "/x@1.0.0&external=@a/", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?external=@a", TRUE },
  { "/x@1.0.0?deps=@a/b@1,a@2&alias=c:d/e", INLAY_CDN_NPM, "x", "1.0.0", NULL,
    "/x@1.0.0?deps=@a/b@1,a@2&alias=c:d/e", TRUE },
  { "/x@1.0.0?external=node:fs,@a", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?external=@a,node:fs", TRUE },
  { "/x@1.0.0?bundle", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?bundle", TRUE },
  { "/x@1.0.0?standalone", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?standalone", TRUE },
  { "/x@1.0.0?bundle=false", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?bundle=false", TRUE },
  { "/x@1.0.0?no-bundle&no-dts&no-check", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?no-bundle&no-dts&no-check", TRUE },
  { "/x@1.0.0?exports=b,a&conditions=z,y", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?exports=a,b&conditions=y,z", TRUE },
  { "/x@1.0.0?keep-names&ignore-annotations&external-require", INLAY_CDN_NPM, "x", "1.0.0", NULL,
    "/x@1.0.0?keep-names&ignore-annotations&external-require", TRUE },
  { "/x@1.0.0?target=DENO", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?target=deno", TRUE },
  { "/x@1.0.0?css", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?css", TRUE },
  { "/x@1.0.0?worker&inject=a&name=b", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0?worker&inject=a&name=b", TRUE },
  { "/x@1.0.0?path=/sub", INLAY_CDN_NPM, "x", "1.0.0", "sub", "/x@1.0.0/sub", TRUE },
  { "/react@18.2.0?dev/jsx-dev-runtime", INLAY_CDN_NPM, "react", "18.2.0", "jsx-dev-runtime",
    "/react@18.2.0/jsx-dev-runtime?dev", TRUE },
  { "/x@1.0.0?pin=v100&cache=1", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0", TRUE },
  /* files as they are, declarations */
  { "/x@1.0.0/package.json", INLAY_CDN_NPM, "x", "1.0.0", "package.json", "/x@1.0.0/package.json", TRUE },
  { "/x@1.0.0/dist/style.css?module", INLAY_CDN_NPM, "x", "1.0.0", "dist/style.css", "/x@1.0.0/dist/style.css?module", TRUE },
  { "/x@1.0.0/index.d.ts", INLAY_CDN_NPM, "x", "1.0.0", "index.d.ts", "/x@1.0.0/index.d.ts", TRUE },
  { "/x@1.0.0/src/index.ts?dts", INLAY_CDN_NPM, "x", "1.0.0", "src/index.ts", "/x@1.0.0/src/index.ts?dts", TRUE },
  { "/x@1.0.0/src/index.ts?raw", INLAY_CDN_NPM, "x", "1.0.0", "src/index.ts", "/x@1.0.0/src/index.ts?raw", TRUE },
  /* GitHub, JSR, previews */
  { "/gh/owner/repo", INLAY_CDN_GITHUB, "owner/repo", NULL, NULL, "/gh/owner/repo", FALSE },
  { "/gh/owner/repo@v1.0.0/mod.ts", INLAY_CDN_GITHUB, "owner/repo", "v1.0.0", "mod.ts", "/gh/owner/repo@v1.0.0/mod.ts", TRUE },
  { "/gh/owner/repo@0123abc", INLAY_CDN_GITHUB, "owner/repo", "0123abc", NULL, "/gh/owner/repo@0123abc", TRUE },
  { "/gh/owner/repo@main", INLAY_CDN_GITHUB, "owner/repo", "main", NULL, "/gh/owner/repo@main", FALSE },
  { "/gh/owner/repo@semver:^1", INLAY_CDN_GITHUB, "owner/repo", "semver:^1", NULL, "/gh/owner/repo@semver:%5E1", FALSE },
  { "/github.com/owner/repo@0123abc", INLAY_CDN_GITHUB, "owner/repo", "0123abc", NULL, "/gh/owner/repo@0123abc", TRUE },
  { "/gh/*owner/repo@0123abc/x", INLAY_CDN_GITHUB, "owner/repo", "0123abc", "x", "/*gh/owner/repo@0123abc/x", TRUE },
  { "/*gh/owner/repo@0123abc", INLAY_CDN_GITHUB, "owner/repo", "0123abc", NULL, "/*gh/owner/repo@0123abc", TRUE },
  { "/jsr/@std/path", INLAY_CDN_JSR, "@std/path", NULL, NULL, "/jsr/@std/path", FALSE },
  { "/jsr.io/@std/path@1.0.0/posix", INLAY_CDN_JSR, "@std/path", "1.0.0", "posix", "/jsr/@std/path@1.0.0/posix", TRUE },
  { "/*jsr/@std/path@1.0.0", INLAY_CDN_JSR, "@std/path", "1.0.0", NULL, "/*jsr/@std/path@1.0.0", TRUE },
  { "/pr/x@0123abc/sub", INLAY_CDN_PREVIEW, "x", "0123abc", "sub", "/pr/x@0123abc/sub", TRUE },
  { "/pkg.pr.new/@a/b@main", INLAY_CDN_PREVIEW, "@a/b", "main", NULL, "/pr/@a/b@main", FALSE },
  { "/pr/x@1234", INLAY_CDN_PREVIEW, "x", "1234", NULL, "/pr/x@1234", FALSE },
  /* legacy builds, suffixes */
  { "/v135/x@1.0.0", INLAY_CDN_NPM, "x", "1.0.0", NULL, "/x@1.0.0", TRUE },
  { "/stable/x@1.0.0/sub", INLAY_CDN_NPM, "x", "1.0.0", "sub", "/x@1.0.0/sub", TRUE },
  { "/x@1.0.0/a.js:12", INLAY_CDN_NPM, "x", "1.0.0", "a", "/x@1.0.0/a", TRUE },
  { "/x@1.0.0/a.js:12:3", INLAY_CDN_NPM, "x", "1.0.0", "a", "/x@1.0.0/a", TRUE },
  /* the server's own */
  { "/node/process.mjs", INLAY_CDN_SERVER, NULL, NULL, "node/process.mjs", "/node/process.mjs", FALSE },
  { "/node/fs/promises.mjs", INLAY_CDN_SERVER, NULL, NULL, "node/fs/promises.mjs", "/node/fs/promises.mjs", FALSE },
  { "/tsx", INLAY_CDN_SERVER, NULL, NULL, "tsx", "/tsx", FALSE },
  { "/run", INLAY_CDN_SERVER, NULL, NULL, "run", "/run", FALSE },
  { "/install", INLAY_CDN_SERVER, NULL, NULL, "install", "/install", FALSE },
  { "/status.json", INLAY_CDN_SERVER, NULL, NULL, "status.json", "/status.json", FALSE },
  { "/error.js?type=resolve", INLAY_CDN_SERVER, NULL, NULL, "error.js", "/error.js", FALSE },
  { "/+" SHA1 ".mjs", INLAY_CDN_SERVER, NULL, NULL, "+" SHA1 ".mjs", "/+" SHA1 ".mjs", TRUE },
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const Form *form = &forms[i];
      g_autofree char *text = g_strconcat (BASE, form->address, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (text, BASE "/", &error);
      g_autofree char *written = NULL;
      g_autoptr (InlayCdnUrl) again = NULL;

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_cmpint (inlay_cdn_url_get_source (url), ==, form->source);
      g_assert_cmpstr (inlay_cdn_url_get_package (url), ==, form->package);
      g_assert_cmpstr (inlay_cdn_url_get_version (url), ==, form->version);
      g_assert_cmpstr (inlay_cdn_url_get_subpath (url), ==, form->subpath);
      g_assert_cmpint (inlay_cdn_url_is_pinned (url), ==, form->pinned);
      g_assert_false (inlay_cdn_url_is_build (url));
      written = inlay_cdn_url_to_string (url, BASE);
      g_assert_cmpstr (written + strlen (BASE), ==, form->written);
      again = inlay_cdn_url_parse (written, BASE, NULL);
      g_assert_true (inlay_cdn_url_equal (url, again));
    }
}

/* A build is there of an exact version only, and is written as it was. */
static void
test_builds (void)
{
  static const struct
  {
    const char *address;
    gboolean    build;
  } cases[] = {
    { "/x@1.0.0/es2022/x.mjs", TRUE },
    { "/*x@1.0.0/es2022/x.mjs", TRUE },
    { "/x@1.0.0/X-ZXJlYWN0/deno/x.development.mjs", TRUE },
    { "/x@1.0.0/es2020/x.bundle.mjs", TRUE },
    { "/x@1.0.0/es2020/x.nobundle.mjs", TRUE },
    { "/x@1.0.0/es2022/x.css", TRUE },
    { "/x@1.0.0/es2022/x.mjs.map", TRUE },
    { "/x@1.0.0/es2022/__x.mjs", TRUE },
    { "/@a/b@1.0.0/node/sub/path.mjs", TRUE },
    { "/gh/a/b@v1.0.0/esnext/b.mjs", TRUE },
    { "/pr/x@0123abc/es2022/x.mjs", TRUE },
    { "/x@^1/es2022/x.mjs", FALSE },
    { "/x/es2022/x.mjs", FALSE },
    { "/x@1.0.0/es1999/x.mjs", FALSE },
    { "/x@1.0.0/es2022", FALSE },
    { "/x@1.0.0/X-ZXJlYWN0/x.mjs", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (BASE, cases[i].address, NULL);
      g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (text, BASE, NULL);
      g_autofree char *written = NULL;

      g_test_message ("%s", text);
      g_assert_nonnull (url);
      g_assert_cmpint (inlay_cdn_url_is_build (url), ==, cases[i].build);
      written = inlay_cdn_url_to_string (url, BASE);
      if (cases[i].build)
        g_assert_cmpstr (written, ==, text);
    }
}

static void
test_refusals (void)
{
  static const char *const addresses[] = {
    "/", "/*", "/@a", "/a%20b", "/%ff", "/%zz", "/x&dev/", "/x@1.0.0/.git", "/x@1.0.0/a/./b.env", "/x@1.0.0/a.php",
    "/jsr/*@a/b@1.0.0", "/jsr/path", "/jsr/path@1.0.0", "/pr/x", "/gh/owner", "/v136/x", "/v999/react@18.2.0",
    "/x@1.0.0?pin=v136", "/x@1.0.0&pin=v200/sub", "/x@1.0.0?deps=%ff", "/pkg.pr.new/@a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *text = g_strconcat (BASE, addresses[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (text, BASE, &error);

      g_test_message ("%s", text);
      g_assert_null (url);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

/* What is the server's own is in no package and has no build; a name like it is a package's. */
static void
test_own (void)
{
  g_autoptr (InlayCdnUrl) own = inlay_cdn_url_parse (BASE "/node/buffer.mjs", BASE, NULL);
  g_autoptr (InlayCdnUrl) package = inlay_cdn_url_parse (BASE "/node/buffer", BASE, NULL);
  g_autofree char *scope = inlay_cdn_url_to_scope (own, BASE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (inlay_cdn_url_get_source (package), ==, INLAY_CDN_NPM);
  g_assert_cmpstr (inlay_cdn_url_get_package (package), ==, "node");
  g_assert_cmpstr (scope, ==, BASE "/");
  g_assert_null (inlay_cdn_url_to_build (own, BASE, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "/node/buffer.mjs is the server's own, not a package");
  g_clear_error (&error);
  g_assert_null (inlay_cdn_url_to_prefix (own, BASE, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
}

/* The same server under `raw.`, at any base. */
static void
test_raw_host (void)
{
  static const struct
  {
    const char *text;
    const char *base;
    const char *written; /* NULL: another server */
  } cases[] = {
    { "https://raw.esm.sh/x@1.0.0/src/a.ts", BASE, "/x@1.0.0/src/a.ts?raw" },
    { "https://raw.cdn.example:8443/x@1.0.0?dev", "https://cdn.example:8443", "/x@1.0.0?dev&raw" },
    { "https://raw.esm.sh/tsx", BASE, "/tsx" },
    { "https://raws.esm.sh/x", BASE, NULL },
    { "https://raw.esm.shop/x", BASE, NULL },
    { "http://raw.esm.sh/x", BASE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (cases[i].text, cases[i].base, &error);
      g_autofree char *written = url != NULL ? inlay_cdn_url_to_string (url, "") : NULL;

      g_assert_cmpstr (written, ==, cases[i].written);
      if (url == NULL)
        g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cdn-forms/forms", test_forms);
  g_test_add_func ("/cdn-forms/builds", test_builds);
  g_test_add_func ("/cdn-forms/refusals", test_refusals);
  g_test_add_func ("/cdn-forms/own", test_own);
  g_test_add_func ("/cdn-forms/raw-host", test_raw_host);

  return g_test_run ();
}
