/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-probe.h"

#include <inlay-core.h>
#include <string.h>

#define TIMEOUT 5
#define MAX_HEAD (16 * 1024)
#define MAX_REDIRECTS 3
/* What asks for a page that has no known address. */
#define NO_ORIGIN "http://inlay.invalid"

typedef struct
{
  const char *origin;     /* nullable: not known */
  const InlayOutsidePolicy *policy;
  GCancellable *cancellable;
} Asking;

typedef struct
{
  guint status;
  char *type;             /* nullable, lower case, without parameters */
  char *sharing;          /* nullable: Access-Control-Allow-Origin */
  char *location;         /* nullable */
} Head;

static void
head_clear (Head *head)
{
  g_clear_pointer (&head->type, g_free);
  g_clear_pointer (&head->sharing, g_free);
  g_clear_pointer (&head->location, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static GString *
read_head (GInputStream  *stream,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 deadline = g_get_monotonic_time () + TIMEOUT * G_USEC_PER_SEC;
  char buffer[2048];
  gssize n;

  while (strstr (text->str, "\r\n\r\n") == NULL && text->len < MAX_HEAD && g_get_monotonic_time () < deadline)
    {
      if ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) < 0)
        return NULL;
      if (n == 0)
        break;
      g_string_append_len (text, buffer, n);
    }
  if (strstr (text->str, "\r\n\r\n") != NULL && g_str_has_prefix (text->str, "HTTP/1."))
    return g_steal_pointer (&text);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "the answer is not one of HTTP");
  return NULL;
}

static char *
dup_header (char       **lines,
            const char  *name)
{
  gsize length = strlen (name);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strstrip (lines[i] + length + 1));
  return NULL;
}

static void
parse_head (Head       *head,
            const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree char *type = dup_header (lines, "Content-Type");

  head_clear (head);
  head->status = strlen (lines[0]) > 12 ? (guint) strtoul (lines[0] + strlen ("HTTP/1.x "), NULL, 10) : 0;
  head->sharing = dup_header (lines, "Access-Control-Allow-Origin");
  head->location = dup_header (lines, "Location");
  if (type == NULL)
    return;
  type[strcspn (type, ";")] = '\0';
  head->type = g_ascii_strdown (g_strstrip (type), -1);
}

static gboolean
ask (GUri          *uri,
     const char    *method,
     const Asking  *asking,
     Head          *head,
     GError       **error)
{
  g_autoptr (GIOStream) stream = inlay_outside_open (uri, asking->policy, TIMEOUT, asking->cancellable, error);
  const char *path = *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/";
  const char *query = g_uri_get_query (uri);
  g_autofree char *host = inlay_outside_dup_host (uri);
  g_autofree char *request =
    g_strdup_printf ("%s %s%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: inlay-registry\r\nAccept: */*\r\nOrigin: %s\r\n"
                     "%sConnection: close\r\n\r\n", method, path, query != NULL ? "?" : "", query != NULL ? query : "", host,
                     asking->origin != NULL ? asking->origin : NO_ORIGIN, strcmp (method, "GET") == 0 ? "Range: bytes=0-0\r\n" : "");
  g_autoptr (GString) text = NULL;

  if (stream == NULL || !g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL,
                                                    asking->cancellable, error) ||
      !(text = read_head (g_io_stream_get_input_stream (stream), asking->cancellable, error)))
    return FALSE;
  parse_head (head, text->str);
  return TRUE;
}

/* Some servers know nothing of HEAD, some forbid it. */
static gboolean
ask_either (GUri          *uri,
            const Asking  *asking,
            Head          *head,
            GError       **error)
{
  return ask (uri, "HEAD", asking, head, error) && (head->status < 400 || ask (uri, "GET", asking, head, error));
}

/* WHATWG MIME Sniffing, JavaScript MIME type; and what import attributes load. */
static gboolean
is_module_type (const char *path,
                const char *type)
{
  static const char * const types[] = {
    "text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript", "application/ecmascript",
    "application/x-ecmascript", "text/x-javascript", "text/x-ecmascript", "text/jscript", "text/livescript", NULL,
  };

  if (g_str_has_suffix (path, ".json"))
    return strcmp (type, "application/json") == 0 || strcmp (type, "text/json") == 0 || g_str_has_suffix (type, "+json");
  if (g_str_has_suffix (path, ".css"))
    return strcmp (type, "text/css") == 0;
  if (g_str_has_suffix (path, ".wasm"))
    return strcmp (type, "application/wasm") == 0;
  return g_strv_contains (types, type) || g_str_has_prefix (type, "text/javascript1.");
}

/* Where the pages are is told by the operator; if not, whom a server names cannot be judged. */
static gboolean
is_shared (const Head   *head,
           const Asking *asking)
{
  return head->sharing != NULL &&
         (asking->origin == NULL || strcmp (head->sharing, "*") == 0 || g_ascii_strcasecmp (head->sharing, asking->origin) == 0);
}

static gboolean
is_own (GUri         *uri,
        const Asking *asking)
{
  g_autofree char *host = inlay_outside_dup_host (uri);
  g_autofree char *origin = g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), host);

  return asking->origin != NULL && g_ascii_strcasecmp (asking->origin, origin) == 0;
}

/* A browser refuses a module of another type, and one that its site does not share. */
static gboolean
check_head (const char    *url,
            GUri          *uri,
            const Head    *head,
            const Asking  *asking,
            GError       **error)
{
  if (head->status < 200 || head->status >= 300)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s answers %u", url, head->status);
  else if (head->type == NULL || !is_module_type (g_uri_get_path (uri), head->type))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s is not served as JavaScript but as %s", url,
                 head->type != NULL ? head->type : "nothing");
  else if (!is_own (uri, asking) && !is_shared (head, asking))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s may not be loaded by other sites (CORS)", url);
  else
    return TRUE;
  return FALSE;
}

static gboolean
is_redirect (const Head *head)
{
  return head->location != NULL && (head->status == 301 || head->status == 302 || head->status == 303 || head->status == 307 ||
                                    head->status == 308);
}

/* The next address is judged like the first; from https there is no way back. */
static GUri *
follow (const char   *url,
        GUri         *uri,
        const Head   *head,
        GError      **error)
{
  g_autofree char *target = g_uri_resolve_relative (url, head->location, G_URI_FLAGS_ENCODED, NULL);
  GUri *next = target != NULL ? inlay_outside_parse (target, error) : NULL;

  if (next != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0 && strcmp (g_uri_get_scheme (next), "https") != 0)
    g_clear_pointer (&next, g_uri_unref);
  if (next == NULL)
    {
      g_clear_error (error);
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s leads to %.200s, where a browser does not go", url, head->location);
    }
  return next;
}

/**
 * inlay_probe_run:
 * @url: an http or https address
 * @origin: (nullable): where the pages are that would load it
 * @policy: what inside may be asked
 * @cancellable: (nullable): ends it early
 * @error: return location; %INLAY_ERROR_DENIED when the policy forbids to ask
 *
 * HEAD first; a server that does not know it gets GET for one byte. What is inside and allowed is
 * asked like the rest, but no redirect leads there unless that is allowed, too.
 *
 * Returns: whether a browser would get a module there
 */
gboolean
inlay_probe_run (const char                *url,
                 const char                *origin,
                 const InlayOutsidePolicy  *policy,
                 GCancellable              *cancellable,
                 GError                   **error)
{
  Asking asking = { origin, policy, cancellable };
  g_autoptr (GUri) uri = inlay_outside_parse (url, error);
  g_auto (Head) head = { 0 };

  for (guint i = 0; uri != NULL && ask_either (uri, &asking, &head, error); i++)
    {
      g_autofree char *here = NULL;
      GUri *next;

      if (!is_redirect (&head))
        return check_head (url, uri, &head, &asking, error);
      if (i == MAX_REDIRECTS)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s leads on more than %u times", url, MAX_REDIRECTS);
          return FALSE;
        }
      here = g_uri_to_string (uri);
      next = follow (here, uri, &head, error);
      g_uri_unref (uri);
      uri = next;
    }
  return FALSE;
}
