/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-page-token.h"

#include <string.h>

#include "inlay-auth.h"

#define MAX_TOKEN 128
/* Clocks of several machines are not quite one. */
#define SKEW 60

static char *
sign (const char *key,
      const char *seconds,
      const char *name,
      const char *app,
      const char *revision)
{
  g_autofree char *text = g_strdup_printf ("%s-%s-%s/%s", seconds, name, app, revision);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key), text, -1);
}

/**
 * inlay_page_token_new:
 * @key: the registry's secret
 * @now: the time
 * @app: the application that the page is of
 * @revision: which revision of it
 *
 * Returns: (transfer full): a token
 */
char *
inlay_page_token_new (const char *key,
                      gint64      now,
                      const char *app,
                      const char *revision)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, now / G_USEC_PER_SEC);
  g_autofree char *name = g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());
  g_autofree char *mac = sign (key, seconds, name, app, revision);

  return g_strdup_printf ("%s-%s-%s", seconds, name, mac);
}

/* In a time that does not tell where they differ. */
static gboolean
is_same (const char *a,
         const char *b)
{
  gsize length = strlen (a);
  guint difference = length != strlen (b);

  for (gsize i = 0; i < length && b[i] != '\0'; i++)
    difference |= (guint) (a[i] ^ b[i]);
  return difference == 0;
}

/**
 * inlay_page_token_check:
 * @key: the registry's secret
 * @now: the time
 * @app: the application that it reports to
 * @revision: what the page says it is of
 * @token: its token
 *
 * Returns: (transfer full) (nullable): the name of the page; %NULL when the token is not one of ours,
 *   of another application or revision, or too old
 */
char *
inlay_page_token_check (const char *key,
                        gint64      now,
                        const char *app,
                        const char *revision,
                        const char *token)
{
  g_auto (GStrv) parts = strlen (token) <= MAX_TOKEN ? g_strsplit (token, "-", 4) : NULL;
  g_autofree char *mac = NULL;
  guint64 seconds;

  if (parts == NULL || g_strv_length (parts) != 3 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64 / G_USEC_PER_SEC, &seconds, NULL))
    return NULL;
  mac = sign (key, parts[0], parts[1], app, revision);
  if (!is_same (mac, parts[2]) || (gint64) seconds > now / G_USEC_PER_SEC + SKEW ||
      (gint64) seconds + INLAY_PAGE_TOKEN_LIFE < now / G_USEC_PER_SEC)
    return NULL;
  return g_strdup (parts[1]);
}

/**
 * inlay_page_token_key:
 *
 * Returns: (transfer full): a new secret
 */
char *
inlay_page_token_key (void)
{
  /* Visitors' names are of g_random_int(), which tells what it gave before to who sees enough of it. */
  return inlay_token_new ();
}
