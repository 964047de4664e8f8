/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url.h"

#include <string.h>

#include "importmap/inlay-url-private.h"

/**
 * InlayUrl:
 *
 * A URL as the WHATWG URL Standard parses it, which is how browsers read the addresses of an
 * import map. An immutable, reference-counted value that may be shared between threads.
 */

G_DEFINE_BOXED_TYPE (InlayUrl, inlay_url, inlay_url_ref, inlay_url_unref)

static const struct
{
  const char *scheme;
  int         port;
} special_schemes[] = {
  { "ftp", 21 }, { "file", -1 }, { "http", 80 }, { "https", 443 }, { "ws", 80 }, { "wss", 443 },
};

/* The port of a special scheme: -1 for the one without, -2 for every other scheme. */
int
inlay_url_default_port (const char *scheme)
{
  for (guint i = 0; i < G_N_ELEMENTS (special_schemes); i++)
    if (strcmp (scheme, special_schemes[i].scheme) == 0)
      return special_schemes[i].port;

  return -2;
}

static gboolean
needs_encoding (guchar      c,
                InlayUrlSet set)
{
  static const char *members[] = {
    [INLAY_URL_SET_CONTROL] = "",
    [INLAY_URL_SET_FRAGMENT] = " \"<>`",
    [INLAY_URL_SET_QUERY] = " \"#<>",
    [INLAY_URL_SET_SPECIAL_QUERY] = " \"#<>'",
    [INLAY_URL_SET_PATH] = " \"#<>?^`{}",
    [INLAY_URL_SET_USERINFO] = " \"#<>?^`{}/:;=@[\\]|",
  };

  return c < 0x20 || c > 0x7e || strchr (members[set], c) != NULL;
}

void
inlay_url_append_encoded (GString     *text,
                          const char  *bytes,
                          gsize        length,
                          InlayUrlSet  set)
{
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) bytes[i];

      if (needs_encoding (c, set))
        g_string_append_printf (text, "%%%02X", c);
      else
        g_string_append_c (text, (char) c);
    }
}

static char *
serialize_path (GPtrArray *segments)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < segments->len; i++)
    {
      g_string_append_c (path, '/');
      g_string_append (path, g_ptr_array_index (segments, i));
    }
  return g_string_free (path, FALSE);
}

static void
append_authority (const InlayUrlRecord *record,
                  GString              *href)
{
  g_string_append (href, "//");
  if (*record->username != '\0' || *record->password != '\0')
    {
      g_string_append (href, record->username);
      if (*record->password != '\0')
        g_string_append_printf (href, ":%s", record->password);
      g_string_append_c (href, '@');
    }
  g_string_append (href, record->host);
  if (record->port >= 0)
    g_string_append_printf (href, ":%d", record->port);
}

/* Section 4.5, URL serializing. */
static GString *
serialize (const InlayUrlRecord *record)
{
  GString *href = g_string_new (NULL);

  g_string_append_printf (href, "%s:", record->scheme);
  if (record->host != NULL)
    append_authority (record, href);
  else if (record->segments != NULL && g_str_has_prefix (record->path, "//"))
    g_string_append (href, "/."); /* or the path would be read as a host */
  g_string_append (href, record->path);
  if (record->query != NULL)
    g_string_append_printf (href, "?%s", record->query);
  if (record->fragment != NULL)
    g_string_append_printf (href, "#%s", record->fragment);
  return href;
}

static gsize
room_for (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

static const char *
put (char       **to,
     const char  *text)
{
  gsize size = room_for (text);
  char *copy = *to;

  if (text == NULL)
    return NULL;
  memcpy (copy, text, size);
  *to += size;
  return copy;
}

/* Makes a URL of a complete record, whose path is not serialised yet. */
InlayUrl *
inlay_url_new_record (InlayUrlRecord *record)
{
  g_autoptr (GString) href = NULL;
  InlayUrl *self;
  char *to;

  if (record->segments != NULL)
    {
      g_free (record->path);
      record->path = serialize_path (record->segments);
    }
  href = serialize (record);
  self = g_malloc (sizeof (InlayUrl) + href->len + 1 + room_for (record->scheme) +
                   room_for (record->username) + room_for (record->password) + room_for (record->host) +
                   room_for (record->path) + room_for (record->query) + room_for (record->fragment));
  to = (char *) (self + 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->port = record->port;
  self->opaque = record->segments == NULL;
  self->href = put (&to, href->str);
  self->scheme = put (&to, record->scheme);
  self->username = put (&to, record->username);
  self->password = put (&to, record->password);
  self->host = put (&to, record->host);
  self->path = put (&to, record->path);
  self->query = put (&to, record->query);
  self->fragment = put (&to, record->fragment);
  return self;
}

InlayUrl *
inlay_url_ref (InlayUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_url_unref (InlayUrl *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * inlay_url_get_href:
 * @self: a URL
 *
 * URL Standard, section 4.5.
 *
 * Returns: (transfer none): the serialised URL
 */
const char *
inlay_url_get_href (const InlayUrl *self)
{
  return self->href;
}

/**
 * inlay_url_get_scheme:
 * @self: a URL
 *
 * URL Standard, section 4.1.
 *
 * Returns: (transfer none): the scheme, without the colon
 */
const char *
inlay_url_get_scheme (const InlayUrl *self)
{
  return self->scheme;
}

/**
 * inlay_url_get_username:
 *
 * Returns: (transfer none): the username of the URL Standard's record, percent-encoded; empty when
 *   there is none
 */
const char *
inlay_url_get_username (const InlayUrl *self)
{
  return self->username;
}

/**
 * inlay_url_get_password:
 *
 * Returns: (transfer none): the password of the URL Standard's record, percent-encoded; empty when
 *   there is none
 */
const char *
inlay_url_get_password (const InlayUrl *self)
{
  return self->password;
}

/**
 * inlay_url_get_host:
 * @self: a URL
 *
 * URL Standard, section 3.6.
 *
 * Returns: (transfer none) (nullable): the serialised host without port, brackets around an IPv6
 *   address; %NULL when the URL has none
 */
const char *
inlay_url_get_host (const InlayUrl *self)
{
  return self->host;
}

/**
 * inlay_url_get_port:
 * @self: a URL
 *
 * URL Standard, section 4.1.
 *
 * Returns: the port, -1 when there is none or it is the scheme's default
 */
int
inlay_url_get_port (const InlayUrl *self)
{
  return self->port;
}

/**
 * inlay_url_get_path:
 *
 * Returns: (transfer none): the path of the URL Standard's record, percent-encoded; an opaque path is
 *   given as it stands
 */
const char *
inlay_url_get_path (const InlayUrl *self)
{
  return self->path;
}

/**
 * inlay_url_get_query:
 * @self: a URL
 *
 * URL Standard, section 4.1.
 *
 * Returns: (transfer none) (nullable): the query without `?`; an empty one is not %NULL
 */
const char *
inlay_url_get_query (const InlayUrl *self)
{
  return self->query;
}

/**
 * inlay_url_get_fragment:
 * @self: a URL
 *
 * URL Standard, section 4.1.
 *
 * Returns: (transfer none) (nullable): the fragment without `#`; an empty one is not %NULL
 */
const char *
inlay_url_get_fragment (const InlayUrl *self)
{
  return self->fragment;
}

/**
 * inlay_url_is_special:
 * @self: a URL
 *
 * URL Standard, section 4.2.
 *
 * Returns: whether the scheme is one of ftp, file, http, https, ws and wss
 */
gboolean
inlay_url_is_special (const InlayUrl *self)
{
  return inlay_url_default_port (self->scheme) != -2;
}

/* A blob's origin is that of the URL inside it. */
static char *
dup_blob_origin (const InlayUrl *self)
{
  g_autoptr (InlayUrl) inner = inlay_url_parse (self->path, NULL, NULL);

  if (inner == NULL ||
      (strcmp (inner->scheme, "http") != 0 && strcmp (inner->scheme, "https") != 0))
    return g_strdup ("null");
  return inlay_url_dup_origin (inner);
}

/**
 * inlay_url_dup_origin:
 * @self: a URL
 *
 * Serialises the origin (section 4.7).
 *
 * Returns: (transfer full): scheme, host and port, or `null` for an opaque origin
 */
char *
inlay_url_dup_origin (const InlayUrl *self)
{
  if (strcmp (self->scheme, "blob") == 0)
    return dup_blob_origin (self);
  if (!inlay_url_is_special (self) || strcmp (self->scheme, "file") == 0)
    return g_strdup ("null");
  if (self->port >= 0)
    return g_strdup_printf ("%s://%s:%d", self->scheme, self->host, self->port);
  return g_strdup_printf ("%s://%s", self->scheme, self->host);
}

/**
 * inlay_url_equal:
 *
 * URL Standard, 4.6 "URL equivalence", fragments included.
 *
 * Returns: %TRUE when both serialise alike
 */
gboolean
inlay_url_equal (const InlayUrl *a,
                 const InlayUrl *b)
{
  return strcmp (a->href, b->href) == 0;
}
