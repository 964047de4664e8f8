/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url-private.h"

#include <string.h>

/* Nearly every address of an import map is an http or https URL that the parser of the standard
 * would hand back letter for letter. Such ones are recognised in one pass and need one allocation;
 * whatever is not plainly so is left to the parser. */

typedef struct
{
  const char *scheme;
  gsize host; /* where the host starts */
  gsize host_end;
  gsize path;
  gsize query; /* behind the `?`; 0 when there is none */
  int port;
} Plain;

enum
{
  IS_HOST = 1 << 0,  /* a-z 0-9 - . */
  IS_PATH = 1 << 1,  /* stays as it is in a path */
  IS_QUERY = 1 << 2, /* stays as it is in the query of a special scheme */
};

#define H IS_HOST | IS_PATH | IS_QUERY
#define P IS_PATH | IS_QUERY
#define Q IS_QUERY

static const guint8 classes[128] = {
  ['!'] = P, ['"'] = 0, ['#'] = 0, ['$'] = P, ['%'] = P, ['&'] = P, ['\''] = IS_PATH, ['('] = P,
  [')'] = P, ['*'] = P, ['+'] = P, [','] = P, ['-'] = H, ['.'] = H, ['/'] = P,
  ['0'] = H, ['1'] = H, ['2'] = H, ['3'] = H, ['4'] = H, ['5'] = H, ['6'] = H, ['7'] = H, ['8'] = H,
  ['9'] = H, [':'] = P, [';'] = P, ['='] = P, ['?'] = Q, ['@'] = P,
  ['A'] = P, ['B'] = P, ['C'] = P, ['D'] = P, ['E'] = P, ['F'] = P, ['G'] = P, ['H'] = P, ['I'] = P,
  ['J'] = P, ['K'] = P, ['L'] = P, ['M'] = P, ['N'] = P, ['O'] = P, ['P'] = P, ['Q'] = P, ['R'] = P,
  ['S'] = P, ['T'] = P, ['U'] = P, ['V'] = P, ['W'] = P, ['X'] = P, ['Y'] = P, ['Z'] = P,
  ['['] = P, ['\\'] = Q, [']'] = P, ['^'] = Q, ['_'] = P, ['`'] = Q,
  ['a'] = H, ['b'] = H, ['c'] = H, ['d'] = H, ['e'] = H, ['f'] = H, ['g'] = H, ['h'] = H, ['i'] = H,
  ['j'] = H, ['k'] = H, ['l'] = H, ['m'] = H, ['n'] = H, ['o'] = H, ['p'] = H, ['q'] = H, ['r'] = H,
  ['s'] = H, ['t'] = H, ['u'] = H, ['v'] = H, ['w'] = H, ['x'] = H, ['y'] = H, ['z'] = H,
  ['{'] = Q, ['|'] = P, ['}'] = Q, ['~'] = P,
};

#undef H
#undef P
#undef Q

static inline gboolean
is_of (char  c,
       guint class)
{
  return (guchar) c < 128 && (classes[(guchar) c] & class) != 0;
}

/* Whether a segment that starts at @text could be `.` or `..`, or be written so. */
static inline gboolean
may_be_dots (const char *text,
             const char *end)
{
  return text < end && (*text == '.' || (*text == '%' && end - text > 1 && text[1] == '2'));
}

/* Goes over a path from behind a slash; NULL when it would not stay as it is. */
static const char *
skip_path (const char *text,
           const char *end)
{
  if (may_be_dots (text, end))
    return NULL;
  for (; text < end && is_of (*text, IS_PATH); text++)
    if (*text == '/' && may_be_dots (text + 1, end))
      return NULL;
  return text;
}

/* A domain in lower case whose last label is no number and none of whose labels is in Punycode. */
static gboolean
scan_host (const char *text,
           gsize       length)
{
  const char *label = text;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '.')
      {
        if (text + i == label)
          return FALSE;
        label = text + i + 1;
      }
    else if (text[i] == '-' && i > 0 && text[i - 1] == '-')
      return FALSE;

  return label < text + length && g_ascii_islower (*label);
}

static gboolean
scan_port (const char *text,
           gsize       length,
           int         default_port,
           int        *port)
{
  if (length == 0 || length > 5 || *text == '0')
    return FALSE;
  *port = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *port = *port * 10 + (text[i] - '0');
    }
  return *port <= 65535 && *port != default_port;
}

static gboolean
scan (const char *text,
      gsize       length,
      Plain      *plain)
{
  const char *end = text + length;
  const char *p;
  gboolean secure;

  if (length < 9 || memcmp (text, "http", 4) != 0)
    return FALSE;
  secure = text[4] == 's';
  if (memcmp (text + 4 + (secure ? 1 : 0), "://", 3) != 0)
    return FALSE;

  *plain = (Plain) { secure ? "https" : "http", secure ? 8 : 7, 0, 0, 0, -1 };
  for (p = text + plain->host; p < end && is_of (*p, IS_HOST); p++)
    ;
  plain->host_end = (gsize) (p - text);
  if (!scan_host (text + plain->host, plain->host_end - plain->host))
    return FALSE;
  if (p < end && *p == ':')
    {
      const char *digits = ++p;

      while (p < end && g_ascii_isdigit (*p))
        p++;
      if (!scan_port (digits, (gsize) (p - digits), secure ? 443 : 80, &plain->port))
        return FALSE;
    }
  if (p == end || *p != '/')
    return FALSE;

  plain->path = (gsize) (p - text);
  p = skip_path (p + 1, end);
  if (p == NULL)
    return FALSE;
  if (p < end && *p == '?')
    {
      plain->query = (gsize) (p + 1 - text);
      for (p++; p < end && is_of (*p, IS_QUERY); p++)
        ;
    }
  return p == end;
}

/* @head and @tail are what the whole consists of. */
static InlayUrl *
url_new (const Plain *plain,
         const char  *host,
         const char  *head,
         gsize        head_length,
         const char  *tail,
         gsize        tail_length)
{
  gsize length = head_length + tail_length;
  gsize host_length = plain->host_end - plain->host;
  gsize path_length = plain->query > 0 ? plain->query - 1 - plain->path : 0;
  InlayUrl *self = g_malloc (sizeof (InlayUrl) + length + 1 + host_length + 1 + path_length + 1);
  char *href = (char *) (self + 1);
  char *to = href + length + 1;

  memcpy (href, head, head_length);
  memcpy (href + head_length, tail, tail_length);
  href[length] = '\0';
  memcpy (to, host, host_length);
  to[host_length] = '\0';

  g_atomic_ref_count_init (&self->ref_count);
  self->port = plain->port;
  self->opaque = FALSE;
  self->scheme = plain->scheme;
  self->username = self->password = "";
  self->host = to;
  self->path = href + plain->path;
  self->query = self->fragment = NULL;
  self->href = href;
  if (plain->query > 0)
    {
      to += host_length + 1;
      memcpy (to, href + plain->path, path_length);
      to[path_length] = '\0';
      self->path = to;
      self->query = href + plain->query;
    }
  return self;
}

/* Returns: (transfer full) (nullable): the URL, %NULL when @text needs the parser */
InlayUrl *
inlay_url_new_plain (const char *text,
                     gsize       length)
{
  Plain plain;

  if (!scan (text, length, &plain))
    return NULL;
  return url_new (&plain, text + plain.host, text, length, "", 0);
}

/* Where the directory of @base ends, behind the slash; each `../` at *@text goes one up. */
static gsize
find_directory (const InlayUrl *base,
                gsize           path,
                gsize           path_end,
                const char    **text,
                const char     *end)
{
  gsize length = path_end;

  while (base->href[length - 1] != '/')
    length--;
  for (;;)
    {
      if (end - *text >= 2 && memcmp (*text, "./", 2) == 0)
        *text += 2;
      else if (end - *text >= 3 && memcmp (*text, "../", 3) == 0)
        {
          *text += 3;
          if (length > path + 1)
            do
              length--;
            while (base->href[length - 1] != '/');
        }
      else
        return length;
    }
}

static gboolean
is_web (const char *scheme)
{
  return strcmp (scheme, "https") == 0 || strcmp (scheme, "http") == 0;
}

/* What could be anything but segments to put behind the base's: a scheme, a root, a query. */
static gboolean
is_relative_path (const char *text,
                  const char *end)
{
  const char *slash;

  if (text == end || *text == '/' || *text == '?')
    return FALSE;
  slash = memchr (text, '/', (gsize) (end - text));
  return memchr (text, ':', (gsize) ((slash != NULL ? slash : end) - text)) == NULL;
}

/* Returns: (transfer full) (nullable): the URL that @text is relative to @base, %NULL when it needs
 *   the parser */
InlayUrl *
inlay_url_new_plain_relative (const char     *text,
                              gsize           length,
                              const InlayUrl *base)
{
  const char *end = text + length;
  const char *p;
  gsize path;
  gsize directory;
  gsize host;
  Plain plain;

  /* A base that was plain itself: its path is the end of its text, or was before the query. */
  if (base->opaque || base->host == NULL || *base->username != '\0' || *base->password != '\0' ||
      !is_web (base->scheme) || !is_relative_path (text, end))
    return NULL;

  host = strlen (base->scheme) + 3;
  path = (gsize) (strchr (base->href + host, '/') - base->href);
  directory = find_directory (base, path, path + strlen (base->path), &text, end);
  p = skip_path (text, end);
  if (p == NULL)
    return NULL;

  plain = (Plain) { base->scheme[4] == 's' ? "https" : "http", host, host + strlen (base->host), path, 0,
                    base->port };
  if (p < end && *p == '?')
    {
      plain.query = directory + (gsize) (p + 1 - text);
      for (p++; p < end && is_of (*p, IS_QUERY); p++)
        ;
    }
  if (p < end)
    return NULL;
  return url_new (&plain, base->host, base->href, directory, text, (gsize) (end - text));
}
