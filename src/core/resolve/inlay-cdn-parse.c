/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-cdn.h"

#include <string.h>

#include "importmap/inlay-url.h"
#include "resolve/inlay-cdn-private.h"

#define LAST_LEGACY_BUILD 135
#define SHA1_LENGTH 40

/* The path of a request on its way: decoded, cut, its parts taken from the front. */
typedef struct
{
  char     *path;  /* what is left, without a leading slash */
  GString  *query; /* all parameters, those of the path first */
} Request;

static gboolean
refuse (GError     **error,
        const char  *text,
        const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” %s", text, reason);
  return FALSE;
}

static void
replace_path (Request    *self,
              const char *rest)
{
  char *copy = g_strdup (rest);

  g_free (self->path);
  self->path = copy;
}

/* A `:LINE[:COL]` suffix and slashes at the end say nothing. */
static void
trim_path (char *path)
{
  for (guint i = 0; i < 2; i++)
    {
      char *colon = strrchr (path, ':');

      if (colon == NULL || colon[1] == '\0' || strspn (colon + 1, "0123456789") != strlen (colon + 1))
        break;
      *colon = '\0';
    }
  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
}

/* `/v135/` and `/stable/` are prefixes of old builds. */
static gboolean
skip_legacy (Request     *self,
             const char  *text,
             GError     **error)
{
  char *slash = strchr (self->path, '/');
  gsize digits;
  guint64 build;

  if (slash == NULL)
    return TRUE;
  if (g_str_has_prefix (self->path, "stable/"))
    {
      replace_path (self, slash + 1);
      return TRUE;
    }
  digits = *self->path == 'v' ? strspn (self->path + 1, "0123456789") : 0;
  if (digits == 0 || self->path + 1 + digits != slash)
    return TRUE;
  build = g_ascii_strtoull (self->path + 1, NULL, 10);
  if (build > LAST_LEGACY_BUILD)
    return refuse (error, text, "names a build that never was");
  replace_path (self, slash + 1);
  return TRUE;
}

static gboolean
take_prefix (Request    *self,
             const char *prefix)
{
  if (!g_str_has_prefix (self->path, prefix))
    return FALSE;
  replace_path (self, self->path + strlen (prefix));
  return TRUE;
}

static gboolean
take_source (Request      *self,
             InlayCdnUrl  *url,
             const char   *text,
             GError      **error)
{
  static const struct
  {
    const char     *prefix;
    InlayCdnSource  source;
  } places[] = {
    { "gh/", INLAY_CDN_GITHUB },
    { "github.com/", INLAY_CDN_GITHUB },
    { "jsr/", INLAY_CDN_JSR },
    { "jsr.io/", INLAY_CDN_JSR },
    { "pr/", INLAY_CDN_PREVIEW },
    { "pkg.pr.new/", INLAY_CDN_PREVIEW },
  };

  url->all_external = take_prefix (self, "*");
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (take_prefix (self, places[i].prefix))
      {
        url->source = places[i].source;
        break;
      }
  if (*self->path != '*')
    return TRUE;
  if (url->source != INLAY_CDN_GITHUB)
    return refuse (error, text, "has its asterisk in the wrong place");
  url->all_external = TRUE;
  return take_prefix (self, "*");
}

/* Takes `PKG[@VERSION][&QUERY]`. */
static gboolean
take_package (Request      *self,
              InlayCdnUrl  *url,
              const char   *text,
              GError      **error)
{
  gboolean two = *self->path == '@' || url->source == INLAY_CDN_GITHUB;
  char *end = strchr (self->path, '/');
  g_autofree char *head = NULL;
  char *ampersand;
  char *at;

  if (two && end != NULL)
    end = strchr (end + 1, '/');
  head = end != NULL ? g_strndup (self->path, (gsize) (end - self->path)) : g_strdup (self->path);
  replace_path (self, end != NULL ? end + 1 : "");

  ampersand = strchr (head, '&');
  if (ampersand != NULL)
    *ampersand = '\0';
  at = *head != '\0' ? strchr (head + 1, '@') : NULL;
  if (at != NULL)
    *at = '\0';
  if (!inlay_cdn_is_package (url->source, head))
    return refuse (error, text, "names no package");
  if (ampersand != NULL && at == NULL)
    return refuse (error, text, "has parameters in its path but no version before them");
  if (url->source == INLAY_CDN_PREVIEW && at == NULL)
    return refuse (error, text, "names a preview without saying which");

  url->package = g_strdup (head);
  if (at != NULL && at[1] != '\0')
    url->version = g_strdup (at + 1);
  if (ampersand != NULL)
    {
      g_string_prepend_c (self->query, '&');
      g_string_prepend (self->query, ampersand + 1);
    }
  return TRUE;
}

/* `react?dev/jsx-runtime`: what ends the query belongs to the path. */
static char *
take_runtime (GString *query)
{
  static const char *runtimes[] = { "/jsx-runtime", "/jsx-dev-runtime" };

  for (guint i = 0; i < G_N_ELEMENTS (runtimes); i++)
    if (g_str_has_suffix (query->str, runtimes[i]))
      {
        g_string_truncate (query, query->len - strlen (runtimes[i]));
        return g_strdup (runtimes[i] + 1);
      }
  return NULL;
}

/* Of a repeated parameter the first value counts. */
static gboolean
read_query (InlayCdnUrl  *url,
            const char   *query,
            const char   *text,
            GError      **error)
{
  g_auto (GStrv) items = g_strsplit (query, "&", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (items[i], "=", 2);
      g_autofree char *value = NULL;

      if (pair[0] == NULL || *pair[0] == '\0' || !g_hash_table_add (seen, g_strdup (pair[0])))
        continue;
      if (pair[1] != NULL)
        g_strdelimit (pair[1], "+", ' ');
      value = pair[1] != NULL ? g_uri_unescape_string (pair[1], NULL) : g_strdup ("");
      if (value == NULL || !g_utf8_validate (value, -1, NULL))
        return refuse (error, text, "has a parameter that cannot be decoded");
      if (strcmp (pair[0], "path") == 0)
        inlay_cdn_url_set_subpath (url, value);
      else if (strcmp (pair[0], "pin") == 0 && *value == 'v' &&
               g_ascii_strtoull (value + 1, NULL, 10) > LAST_LEGACY_BUILD)
        return refuse (error, text, "names a build that never was");
      else
        inlay_cdn_url_set_param (url, pair[0], value);
    }
  return TRUE;
}

/* `[X-ARGS/]TARGET/NAME.mjs` behind an exact version is a build output. */
static gboolean
is_build_path (const InlayCdnUrl *url,
               const char        *rest)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 3);
  guint target = parts[0] != NULL && g_str_has_prefix (parts[0], "X-") ? 1 : 0;

  return inlay_cdn_url_is_pinned (url) && g_strv_length (parts) > target + 1 &&
         inlay_cdn_is_target (parts[target]) &&
         (g_str_has_suffix (rest, ".mjs") || g_str_has_suffix (rest, ".css") ||
          g_str_has_suffix (rest, ".mjs.map"));
}

/* `/+SHA1.mjs`: a text that was given to the server to compile. */
static gboolean
is_compiled (const char *path)
{
  return *path == '+' && strspn (path + 1, "0123456789abcdef") == SHA1_LENGTH && strcmp (path + 1 + SHA1_LENGTH, ".mjs") == 0;
}

/* Before any package: what the server has of its own. */
static gboolean
is_own (const char *path)
{
  static const char *const names[] = { "tsx", "run", "install", "status.json", "error.js", NULL };

  return g_strv_contains (names, path) || is_compiled (path) ||
         (g_str_has_prefix (path, "node/") && g_str_has_suffix (path, ".mjs") &&
          strlen (path) > strlen ("node/.mjs"));
}

static gboolean
read_request (Request      *self,
              InlayCdnUrl  *url,
              const char   *text,
              GError      **error)
{
  g_autofree char *runtime = NULL;

  trim_path (self->path);
  if (strstr (self->path, "/.") != NULL || *self->path == '.' ||
      g_str_has_suffix (self->path, ".env") || g_str_has_suffix (self->path, ".php"))
    return refuse (error, text, "has a path the server never answers");
  if (!skip_legacy (self, text, error))
    return FALSE;
  if (is_own (self->path))
    {
      url->source = INLAY_CDN_SERVER;
      url->subpath = g_strdup (self->path);
      return TRUE;
    }
  if (!take_source (self, url, text, error) || !take_package (self, url, text, error))
    return FALSE;

  if (is_build_path (url, self->path))
    {
      url->build = g_strdup (self->path);
      return TRUE;
    }
  inlay_cdn_url_set_subpath (url, self->path);
  runtime = take_runtime (self->query);
  if (runtime != NULL)
    inlay_cdn_url_set_subpath (url, runtime);
  return read_query (url, self->query->str, text, error);
}

/* What @href says behind the server's address, whose host is @prefix further left. */
static char *
strip_server (const char *href,
              const char *server,
              const char *prefix)
{
  const char *host = strstr (server, "://");
  g_autofree char *address = NULL;

  host = host != NULL ? host + strlen ("://") : server;
  address = g_strdup_printf ("%.*s%s%s", (int) (host - server), server, prefix, host);
  return g_str_has_prefix (href, address) ? g_strdup (href + strlen (address)) : NULL;
}

/* The address as the URL parser sees it, without the server; %NULL when it is another's. The server
 * answers under `raw.` as well, as if every request said so. */
static char *
strip_base (const InlayUrl *url,
            const char     *base,
            gboolean       *raw)
{
  g_autofree char *slashed = g_str_has_suffix (base, "/") ? g_strdup (base) : g_strconcat (base, "/", NULL);
  g_autoptr (InlayUrl) server = inlay_url_parse (slashed, NULL, NULL);
  char *rest;

  *raw = FALSE;
  if (server == NULL)
    return NULL;
  rest = strip_server (inlay_url_get_href (url), inlay_url_get_href (server), "");
  if (rest != NULL)
    return rest;
  *raw = TRUE;
  return strip_server (inlay_url_get_href (url), inlay_url_get_href (server), "raw.");
}

/**
 * inlay_cdn_url_parse:
 * @text: a URL
 * @base: the server
 * @error: return location for an error
 *
 * Reads an address as the server would; what it has of its own is of the source %INLAY_CDN_SERVER, and
 * the parameters of such an address do not count.
 *
 * Returns: (transfer full): the address, or %NULL with %INLAY_ERROR_INVALID, or
 *   %INLAY_ERROR_NOT_FOUND when it is not one of this server
 */
InlayCdnUrl *
inlay_cdn_url_parse (const char  *text,
                     const char  *base,
                     GError     **error)
{
  g_autoptr (InlayUrl) parsed = inlay_url_parse (text, NULL, error);
  g_autoptr (InlayCdnUrl) url = NULL;
  g_autofree char *rest = NULL;
  Request request = { NULL, NULL };
  char *query;
  gboolean ok, raw;

  if (parsed == NULL)
    return NULL;
  rest = strip_base (parsed, base, &raw);
  if (rest == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "“%s” is not an address of %s", text, base);
      return NULL;
    }

  rest[strcspn (rest, "#")] = '\0';
  query = strchr (rest, '?');
  request.query = g_string_new (query != NULL ? query + 1 : "");
  if (query != NULL)
    *query = '\0';
  request.path = g_uri_unescape_string (rest, NULL);
  url = inlay_cdn_url_alloc ();
  if (request.path == NULL || !g_utf8_validate (request.path, -1, NULL))
    ok = refuse (error, text, "has a path that cannot be decoded");
  else
    ok = read_request (&request, url, text, error);
  if (ok && raw && url->source != INLAY_CDN_SERVER && url->build == NULL)
    inlay_cdn_url_set_param (url, "raw", "");

  g_free (request.path);
  g_string_free (request.query, TRUE);
  return ok ? g_steal_pointer (&url) : NULL;
}
