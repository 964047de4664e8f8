/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url-private.h"

#include <string.h>

/* Section 4.4 of the URL Standard, the basic URL parser. Its states are functions here; each takes
 * over at the cursor and hands on to the next. A function returns FALSE on failure. */

typedef struct
{
  InlayUrlRecord *url;
  const InlayUrl *base;
  const char     *cursor;
  const char     *end;
  gboolean        special;
} Parser;

/* The character @offset behind the cursor, 0 past the end (and for a NUL, which is no delimiter). */
static char
peek (const Parser *self,
      gsize         offset)
{
  return offset < (gsize) (self->end - self->cursor) ? self->cursor[offset] : '\0';
}

static gboolean
is_slash (const Parser *self,
          gsize         offset)
{
  char c = peek (self, offset);

  return c == '/' || (c == '\\' && self->special);
}

/* Where the part at the cursor ends: at one of @delimiters, or a slash if @slashes. */
static const char *
find_end (const Parser *self,
          const char   *delimiters,
          gboolean      slashes)
{
  const char *p = self->cursor;

  for (; p < self->end; p++)
    if ((*p != '\0' && strchr (delimiters, *p) != NULL) ||
        (slashes && (*p == '/' || (*p == '\\' && self->special))))
      break;
  return p;
}

static char *
encode (const char  *start,
        const char  *end,
        InlayUrlSet  set)
{
  GString *text = g_string_sized_new ((gsize) (end - start));

  inlay_url_append_encoded (text, start, (gsize) (end - start), set);
  return g_string_free (text, FALSE);
}

static void
set_field (char       **field,
           const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static gboolean
is_drive_letter (const char *text,
                 gsize       length)
{
  return length == 2 && g_ascii_isalpha (text[0]) && (text[1] == ':' || text[1] == '|');
}

static gboolean
starts_with_drive_letter (const char *text,
                          const char *end)
{
  if (end - text < 2 || !is_drive_letter (text, 2))
    return FALSE;
  return end - text == 2 || strchr ("/\\?#", text[2]) != NULL;
}

static gboolean
is_file (const char *scheme)
{
  return strcmp (scheme, "file") == 0;
}

static void
copy_segments (InlayUrlRecord *url,
               const InlayUrl *from)
{
  g_auto (GStrv) segments = g_strsplit (from->path, "/", -1);

  g_ptr_array_set_size (url->segments, 0);
  for (guint i = 1; *from->path != '\0' && segments[i] != NULL; i++)
    g_ptr_array_add (url->segments, g_strdup (segments[i]));
}

/* The drive that the path of a file starts with: `C:`, or nothing. */
static const char *
get_drive (const InlayUrl *url)
{
  const char *first = *url->path == '/' ? url->path + 1 : url->path;
  gsize length = strcspn (first, "/");

  return is_drive_letter (first, length) && first[1] == ':' ? first : NULL;
}

/* A file's drive is never left. */
static void
shorten_path (InlayUrlRecord *url)
{
  const char *first = url->segments->len > 0 ? g_ptr_array_index (url->segments, 0) : "";

  if (is_file (url->scheme) && url->segments->len == 1 && is_drive_letter (first, strlen (first)) &&
      first[1] == ':')
    return;
  if (url->segments->len > 0)
    g_ptr_array_set_size (url->segments, (gint) url->segments->len - 1);
}

static void
parse_query_and_fragment (Parser *self)
{
  if (peek (self, 0) == '?')
    {
      const char *end;

      self->cursor++;
      end = find_end (self, "#", FALSE);
      g_free (self->url->query);
      self->url->query = encode (self->cursor, end, self->special ? INLAY_URL_SET_SPECIAL_QUERY
                                                                  : INLAY_URL_SET_QUERY);
      self->cursor = end;
    }
  if (peek (self, 0) == '#')
    {
      g_free (self->url->fragment);
      self->url->fragment = encode (self->cursor + 1, self->end, INLAY_URL_SET_FRAGMENT);
    }
}

/* How many dots @segment stands for: `.`, `..` and their encoded forms; 0 for anything else. */
static guint
count_dots (const char *segment)
{
  guint dots = 0;

  while (*segment != '\0')
    {
      if (*segment == '.')
        segment++;
      else if (g_ascii_strncasecmp (segment, "%2e", 3) == 0)
        segment += 3;
      else
        return 0;
      if (++dots > 2)
        return 0;
    }
  return dots;
}

static void
add_segment (Parser *self,
             char   *segment,
             gboolean last)
{
  InlayUrlRecord *url = self->url;
  guint dots = count_dots (segment);

  if (dots == 2)
    shorten_path (url);
  if (dots > 0)
    {
      if (last)
        g_ptr_array_add (url->segments, g_strdup (""));
      g_free (segment);
      return;
    }

  if (is_file (url->scheme) && url->segments->len == 0 && is_drive_letter (segment, strlen (segment)))
    segment[1] = ':';
  g_ptr_array_add (url->segments, segment);
}

static gboolean
parse_path (Parser *self)
{
  gboolean last;

  do
    {
      const char *end = find_end (self, "?#", TRUE);
      char *segment = encode (self->cursor, end, INLAY_URL_SET_PATH);

      self->cursor = end;
      last = !is_slash (self, 0);
      add_segment (self, segment, last);
      if (!last)
        self->cursor++;
    }
  while (!last);

  parse_query_and_fragment (self);
  return TRUE;
}

static gboolean
parse_path_start (Parser *self)
{
  if (!self->special && (self->cursor == self->end || peek (self, 0) == '?' || peek (self, 0) == '#'))
    {
      parse_query_and_fragment (self);
      return TRUE;
    }
  if (is_slash (self, 0))
    self->cursor++;
  return parse_path (self);
}

static gboolean
parse_opaque_path (Parser *self)
{
  const char *end = find_end (self, "?#", FALSE);
  gsize length = (gsize) (end - self->cursor);
  GString *path = g_string_new (NULL);
  gboolean space = length > 0 && end[-1] == ' ' && end < self->end;

  /* A space that would end up last is encoded, or reparsing would strip it. */
  inlay_url_append_encoded (path, self->cursor, length - (space ? 1 : 0), INLAY_URL_SET_CONTROL);
  if (space)
    g_string_append (path, "%20");
  g_clear_pointer (&self->url->segments, g_ptr_array_unref);
  self->url->path = g_string_free (path, FALSE);
  self->cursor = end;
  parse_query_and_fragment (self);
  return TRUE;
}

static void
parse_credentials (Parser     *self,
                   const char *end)
{
  const char *colon = memchr (self->cursor, ':', (gsize) (end - self->cursor));

  g_free (self->url->username);
  self->url->username = encode (self->cursor, colon != NULL ? colon : end, INLAY_URL_SET_USERINFO);
  if (colon != NULL)
    {
      g_free (self->url->password);
      self->url->password = encode (colon + 1, end, INLAY_URL_SET_USERINFO);
    }
}

static gboolean
parse_port (Parser     *self,
            const char *end)
{
  guint port = 0;

  if (self->cursor == end)
    return TRUE;
  for (; self->cursor < end; self->cursor++)
    {
      if (!g_ascii_isdigit (*self->cursor))
        return FALSE;
      port = port * 10 + (guint) (*self->cursor - '0');
      if (port > 65535)
        return FALSE;
    }
  self->url->port = (int) port == inlay_url_default_port (self->url->scheme) ? -1 : (int) port;
  return TRUE;
}

static const char *
find_port_colon (const char *start,
                 const char *end)
{
  gboolean inside = FALSE;

  for (const char *p = start; p < end; p++)
    {
      if (*p == '[')
        inside = TRUE;
      else if (*p == ']')
        inside = FALSE;
      else if (*p == ':' && !inside)
        return p;
    }
  return NULL;
}

static gboolean
parse_authority (Parser *self)
{
  const char *end = find_end (self, "?#", TRUE);
  const char *at = memrchr (self->cursor, '@', (gsize) (end - self->cursor));
  const char *colon;
  const char *host_end;

  if (at != NULL)
    {
      if (at + 1 == end)
        return FALSE;
      parse_credentials (self, at);
      self->cursor = at + 1;
    }

  colon = find_port_colon (self->cursor, end);
  host_end = colon != NULL ? colon : end;
  if (host_end == self->cursor && (colon != NULL || self->special))
    return FALSE;
  g_free (self->url->host);
  self->url->host = inlay_url_host_parse (self->cursor, (gsize) (host_end - self->cursor),
                                          self->special);
  if (self->url->host == NULL)
    return FALSE;

  self->cursor = colon != NULL ? colon + 1 : end;
  if (colon != NULL && !parse_port (self, end))
    return FALSE;
  self->cursor = end;
  return parse_path_start (self);
}

static gboolean
parse_special_authority (Parser *self)
{
  while (is_slash (self, 0))
    self->cursor++;
  return parse_authority (self);
}

static void
copy_authority (InlayUrlRecord *url,
                const InlayUrl *from)
{
  set_field (&url->username, from->username);
  set_field (&url->password, from->password);
  set_field (&url->host, from->host);
  url->port = from->port;
}

/* What is left says nothing about the path: the base's stays, and so does its query unless there
 * is a new one. */
static gboolean
keep_base_path (Parser *self)
{
  char c = peek (self, 0);

  if (self->cursor < self->end && c != '?' && c != '#')
    return FALSE;
  set_field (&self->url->query, self->base->query);
  parse_query_and_fragment (self);
  return TRUE;
}

static gboolean
parse_relative (Parser *self)
{
  set_field (&self->url->scheme, self->base->scheme);
  self->special = inlay_url_default_port (self->url->scheme) != -2;

  if (is_slash (self, 0))
    {
      self->cursor++;
      if (self->special && is_slash (self, 0))
        return parse_special_authority (self);
      if (peek (self, 0) == '/')
        {
          self->cursor++;
          return parse_authority (self);
        }
      copy_authority (self->url, self->base);
      return parse_path (self);
    }

  copy_authority (self->url, self->base);
  copy_segments (self->url, self->base);
  if (keep_base_path (self))
    return TRUE;
  shorten_path (self->url);
  return parse_path (self);
}

static gboolean
parse_file_host (Parser *self)
{
  const char *end = find_end (self, "?#", TRUE);
  gsize length = (gsize) (end - self->cursor);

  /* `file://c:/x` names a drive, not a host. */
  if (is_drive_letter (self->cursor, length))
    return parse_path (self);
  if (length > 0)
    {
      g_autofree char *host = inlay_url_host_parse (self->cursor, length, TRUE);

      if (host == NULL)
        return FALSE;
      set_field (&self->url->host, strcmp (host, "localhost") == 0 ? "" : host);
    }
  self->cursor = end;
  return parse_path_start (self);
}

static gboolean
parse_file (Parser *self)
{
  const InlayUrl *base = self->base != NULL && is_file (self->base->scheme) ? self->base : NULL;

  set_field (&self->url->scheme, "file");
  set_field (&self->url->host, "");
  self->special = TRUE;

  if (is_slash (self, 0))
    {
      self->cursor++;
      if (is_slash (self, 0))
        {
          self->cursor++;
          return parse_file_host (self);
        }
      if (base != NULL)
        {
          set_field (&self->url->host, base->host);
          if (!starts_with_drive_letter (self->cursor, self->end) && get_drive (base) != NULL)
            g_ptr_array_add (self->url->segments, g_strndup (get_drive (base), 2));
        }
      return parse_path (self);
    }
  if (base == NULL)
    return parse_path (self);

  set_field (&self->url->host, base->host);
  copy_segments (self->url, base);
  if (keep_base_path (self))
    return TRUE;
  if (starts_with_drive_letter (self->cursor, self->end))
    g_ptr_array_set_size (self->url->segments, 0);
  else
    shorten_path (self->url);
  return parse_path (self);
}

static gboolean
parse_without_scheme (Parser *self)
{
  if (self->base == NULL)
    return FALSE;
  if (self->base->opaque)
    {
      if (peek (self, 0) != '#')
        return FALSE;
      set_field (&self->url->scheme, self->base->scheme);
      set_field (&self->url->path, self->base->path);
      g_clear_pointer (&self->url->segments, g_ptr_array_unref);
      set_field (&self->url->query, self->base->query);
      parse_query_and_fragment (self);
      return TRUE;
    }
  return is_file (self->base->scheme) ? parse_file (self) : parse_relative (self);
}

static gboolean
parse_after_scheme (Parser *self)
{
  const char *scheme = self->url->scheme;

  self->special = inlay_url_default_port (scheme) != -2;
  if (strcmp (scheme, "file") == 0)
    return parse_file (self);
  if (self->special)
    {
      if (self->base != NULL && strcmp (self->base->scheme, scheme) == 0 &&
          !(peek (self, 0) == '/' && peek (self, 1) == '/'))
        return parse_relative (self);
      return parse_special_authority (self);
    }
  if (peek (self, 0) != '/')
    return parse_opaque_path (self);
  self->cursor++;
  if (peek (self, 0) != '/')
    return parse_path (self);
  self->cursor++;
  return parse_authority (self);
}

static gboolean
parse_scheme (Parser *self)
{
  const char *p = self->cursor;

  if (p == self->end || !g_ascii_isalpha (*p))
    return FALSE;
  while (p < self->end && (g_ascii_isalnum (*p) || *p == '+' || *p == '-' || *p == '.'))
    p++;
  if (p == self->end || *p != ':')
    return FALSE;

  self->url->scheme = g_ascii_strdown (self->cursor, p - self->cursor);
  self->cursor = p + 1;
  return TRUE;
}

/* Without the controls and spaces around it, and the tabs and line breaks inside. */
static GString *
clean_input (const char *text,
             gsize       length)
{
  GString *clean = g_string_sized_new (length);
  const char *end = text + length;

  while (text < end && (guchar) *text <= 0x20)
    text++;
  while (end > text && (guchar) end[-1] <= 0x20)
    end--;
  for (; text < end; text++)
    if (*text != '\t' && *text != '\n' && *text != '\r')
      g_string_append_c (clean, *text);

  return clean;
}

static void
record_clear (InlayUrlRecord *record)
{
  g_free (record->scheme);
  g_free (record->username);
  g_free (record->password);
  g_free (record->host);
  g_clear_pointer (&record->segments, g_ptr_array_unref);
  g_free (record->path);
  g_free (record->query);
  g_free (record->fragment);
}

/* NUL bytes are characters of a URL's text, if bad ones. */
static gboolean
is_utf8 (const char *text,
         gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop;

      if (!g_utf8_validate_len (text, (gsize) (end - text), &stop) && *stop != '\0')
        return FALSE;
      text = stop + 1;
    }
  return TRUE;
}

static InlayUrl *
parse (const char     *text,
       gsize           length,
       const InlayUrl *base)
{
  InlayUrlRecord record = {
    .username = g_strdup (""),
    .password = g_strdup (""),
    .port = -1,
    .segments = g_ptr_array_new_with_free_func (g_free),
  };
  g_autoptr (GString) clean = clean_input (text, length);
  Parser parser = { &record, base, clean->str, clean->str + clean->len, FALSE };
  InlayUrl *url = NULL;

  if (parse_scheme (&parser) ? parse_after_scheme (&parser) : parse_without_scheme (&parser))
    url = inlay_url_new_record (&record);
  record_clear (&record);
  return url;
}

/**
 * inlay_url_parse_full:
 * @text: the text of a URL, absolute or relative to @base; may hold NUL
 * @length: its length in bytes, or -1 if it ends with NUL
 * @base: (nullable): what a relative one is resolved against
 * @error: return location for an error
 *
 * Parses a URL (URL Standard, section 4.4). Like browsers it repairs much and refuses little.
 *
 * Returns: (transfer full): the URL, or %NULL with %INLAY_ERROR_INVALID
 */
InlayUrl *
inlay_url_parse_full (const char      *text,
                      gssize           length,
                      const InlayUrl  *base,
                      GError         **error)
{
  gsize bytes;
  InlayUrl *url;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = length < 0 ? strlen (text) : (gsize) length;
  if ((url = inlay_url_new_plain (text, bytes)) != NULL ||
      (base != NULL && (url = inlay_url_new_plain_relative (text, bytes, base)) != NULL) ||
      (is_utf8 (text, bytes) && (url = parse (text, bytes, base)) != NULL))
    return url;

  if (error != NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (text, (gssize) bytes);

      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a URL", shown);
    }
  return NULL;
}

/**
 * inlay_url_parse:
 * @text: the text of a URL, absolute or relative to @base
 * @base: (nullable): what a relative one is resolved against
 * @error: return location for an error
 *
 * The same as inlay_url_parse_full() for a text that ends with NUL.
 *
 * URL Standard, section 4.4.
 *
 * Returns: (transfer full): the URL, or %NULL with %INLAY_ERROR_INVALID
 */
InlayUrl *
inlay_url_parse (const char      *text,
                 const InlayUrl  *base,
                 GError         **error)
{
  return inlay_url_parse_full (text, -1, base, error);
}
