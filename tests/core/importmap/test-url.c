/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *base;
    const char *expected; /* NULL: no URL */
  } cases[] = {
    { "https://Example.COM:443/a/../b?q#f", NULL, "https://example.com/b?q#f" },
    { " https:\\\\example.com\\a\tb ", NULL, "https://example.com/ab" },
    { "../x/./y", "https://a.example/b/c/d", "https://a.example/b/x/y" },
    { "./%2e%2E/z", "https://a.example/b/c/d", "https://a.example/b/z" },
    { "//other:81/", "https://a.example/", "https://other:81/" },
    { "?q='", "https://a.example/b", "https://a.example/b?q=%27" },
    { "#f", "data:text/plain,x", "data:text/plain,x#f" },
    { "x", "data:text/plain,x", NULL },
    { "https://0x7f.1/", NULL, "https://127.0.0.1/" },
    { "https://1.2.3.256/", NULL, NULL },
    { "https://[1:0:0:0::1.2.3.4]/", NULL, "https://[1::102:304]/" },
    { "https://[1::2::3]/", NULL, NULL },
    { "https://u@s:p@h/", NULL, "https://u%40s:p@h/" },
    { "https://fa\xc3\x9f.example/", NULL, "https://xn--fa-hia.example/" },
    { "https://b\xc3\xbc" "cher.example/", NULL, "https://xn--bcher-kva.example/" },
    { "https://\xe2\x80\x8d.example/", NULL, NULL },
    { "https://\xd7\x90.example/", NULL, "https://xn--4db.example/" },
    { "https://\xd7\x90" "a.example/", NULL, NULL },
    { "https://1.\xd7\x90/", NULL, NULL },
    { "https://\xd9\x86\xe2\x80\x8c\xd9\x88.example/", NULL, "https://xn--ihbe109q.example/" },
    { "https://xn--a/", NULL, "https://xn--a/" },
    { "https://xn--a.\xc3\xbc/", NULL, NULL },
    { "https://XN--4DB.example/", NULL, "https://xn--4db.example/" },
    { "https://xn--i\xc3\xb1valid/", NULL, NULL },
    { "https://\xe2\x92\x88.example/", NULL, NULL },
    { "https://\xe1\xba\x9e.example/", NULL, "https://xn--zca.example/" },
    { "https://\xea\xad\xb0.example/", NULL, "https://xn--58d.example/" },
    { "https://a\xe3\x85\xa4.example/", NULL, "https://a.example/" },
    { "b/c", "httpx://host", "httpx://host/b/c" },
    { "../d?x#y", "https://a.example/b/c/?q", "https://a.example/b/d?x#y" },
    { "https://a b/", NULL, NULL },
    { "https://a:65536/", NULL, NULL },
    { "https://", NULL, NULL },
    { "file:///C|/a/../../..", NULL, "file:///C:/" },
    { "web+x:/..//p", NULL, "web+x:/.//p" },
    { "web+x://A%zz B/", NULL, NULL },
    { "react", NULL, NULL },
    { "", NULL, NULL },
    { "", "https://a.example/b?c#d", "https://a.example/b?c" },
    { "https://a/\xff", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayUrl) base = NULL;
      g_autoptr (InlayUrl) url = NULL;

      g_test_message ("%s", shown);
      if (cases[i].base != NULL)
        base = inlay_url_parse (cases[i].base, NULL, NULL);
      url = inlay_url_parse (cases[i].text, base, &error);
      g_assert_cmpstr (url != NULL ? inlay_url_get_href (url) : NULL, ==, cases[i].expected);
      if (url == NULL)
        g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      else
        g_assert_no_error (error);
    }
}

static void
test_nul (void)
{
  g_autoptr (InlayUrl) path = inlay_url_parse_full ("https://a/\0b", 12, NULL, NULL);
  g_autoptr (InlayUrl) host = inlay_url_parse_full ("https://a\0b/", 12, NULL, NULL);

  g_assert_cmpstr (inlay_url_get_href (path), ==, "https://a/%00b");
  g_assert_null (host);
}

static void
test_origin (void)
{
  static const char *cases[][2] = {
    { "https://a.example:8443/x", "https://a.example:8443" },
    { "http://a.example:80/x", "http://a.example" },
    { "blob:https://a.example/uuid", "https://a.example" },
    { "blob:data:x", "null" },
    { "file:///etc", "null" },
    { "data:,x", "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlayUrl) url = inlay_url_parse (cases[i][0], NULL, NULL);
      g_autofree char *origin = inlay_url_dup_origin (url);

      g_assert_cmpstr (origin, ==, cases[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/url/parse", test_parse);
  g_test_add_func ("/url/nul", test_nul);
  g_test_add_func ("/url/origin", test_origin);

  return g_test_run ();
}
