/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-private.h"

#include <string.h>

typedef struct
{
  const char *text; /* NULL when the component is absent */
  gsize length;
} Part;

typedef struct
{
  Part scheme, authority, path, query, fragment;
} Parts;

static Part
take_until (const char **cursor,
            const char  *stops)
{
  Part part = { *cursor, strcspn (*cursor, stops) };

  *cursor += part.length;
  return part;
}

/* RFC 3986, appendix B. */
static void
split (Parts      *parts,
       const char *uri)
{
  const char *cursor = uri;
  gsize scheme = strcspn (uri, ":/?#");

  memset (parts, 0, sizeof *parts);
  if (scheme > 0 && uri[scheme] == ':')
    {
      parts->scheme = (Part) { uri, scheme };
      cursor += scheme + 1;
    }
  if (g_str_has_prefix (cursor, "//"))
    {
      cursor += 2;
      parts->authority = take_until (&cursor, "/?#");
    }
  parts->path = take_until (&cursor, "?#");
  if (*cursor == '?')
    {
      cursor++;
      parts->query = take_until (&cursor, "#");
    }
  if (*cursor == '#')
    parts->fragment = (Part) { cursor + 1, strlen (cursor + 1) };
}

static void
drop_last_segment (GString *path)
{
  while (path->len > 0 && path->str[path->len - 1] != '/')
    g_string_truncate (path, path->len - 1);
  if (path->len > 0)
    g_string_truncate (path, path->len - 1);
}

/* RFC 3986, section 5.2.4, segment by segment. */
static void
append_without_dots (GString    *uri,
                     const char *path)
{
  g_autoptr (GString) result = g_string_new (NULL);
  const char *cursor = path;

  while (*cursor != '\0')
    {
      gsize slash = *cursor == '/';
      gsize length = strcspn (cursor + slash, "/");
      const char *segment = cursor + slash;
      gboolean last = segment[length] == '\0';

      if (length == 2 && segment[0] == '.' && segment[1] == '.')
        {
          drop_last_segment (result);
          if (last)
            g_string_append_c (result, '/');
        }
      else if (length == 1 && segment[0] == '.')
        {
          if (last && slash)
            g_string_append_c (result, '/');
        }
      else
        {
          if (slash && (result->len > 0 || *path == '/'))
            g_string_append_c (result, '/');
          g_string_append_len (result, segment, (gssize) length);
        }
      cursor = segment + length;
    }

  g_string_append (uri, result->str);
}

static char *
merge_paths (const Parts *base,
             Part         path)
{
  gsize keep;

  if (base->authority.text != NULL && base->path.length == 0)
    return g_strdup_printf ("/%.*s", (int) path.length, path.text);

  for (keep = base->path.length; keep > 0 && base->path.text[keep - 1] != '/'; keep--)
    ;
  return g_strdup_printf ("%.*s%.*s", (int) keep, base->path.text, (int) path.length, path.text);
}

static void
append_part (GString    *uri,
             const char *before,
             Part        part,
             const char *after)
{
  if (part.text == NULL)
    return;

  g_string_append (uri, before);
  g_string_append_len (uri, part.text, (gssize) part.length);
  g_string_append (uri, after);
}

/* RFC 3986, section 5.2.2. An empty @base stands for an unknown one: then a relative reference
 * stays relative, which still tells resources apart.
 *
 * Returns: (transfer full): @reference as seen from @base */
char *
inlay_schema_uri_resolve (const char *base,
                          const char *reference)
{
  g_autofree char *path = NULL;
  GString *uri = g_string_new (NULL);
  Parts from, to;
  gboolean own;

  split (&from, base);
  split (&to, reference);
  own = to.scheme.text != NULL || to.authority.text != NULL;

  append_part (uri, "", to.scheme.text != NULL ? to.scheme : from.scheme, ":");
  append_part (uri, "//", own ? to.authority : from.authority, "");
  if (own || to.path.length > 0)
    {
      path = own || *to.path.text == '/' ? g_strndup (to.path.text, to.path.length)
                                         : merge_paths (&from, to.path);
      append_without_dots (uri, path);
      append_part (uri, "?", to.query, "");
    }
  else
    {
      g_string_append_len (uri, from.path.text, (gssize) from.path.length);
      append_part (uri, "?", to.query.text != NULL ? to.query : from.query, "");
    }
  append_part (uri, "#", to.fragment, "");

  return g_string_free (uri, FALSE);
}
