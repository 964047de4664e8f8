/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

/* Kinds of characters: RFC 3986, section 2. */
enum
{
  UNRESERVED = 1 << 0,
  SUB_DELIMS = 1 << 1,
  COLON = 1 << 2,
  AT = 1 << 3,
  SLASH = 1 << 4,
  QUESTION = 1 << 5,
};

static const guint8 kinds[128] = {
  ['A' ... 'Z'] = UNRESERVED, ['a' ... 'z'] = UNRESERVED, ['0' ... '9'] = UNRESERVED, ['-'] = UNRESERVED,
  ['.'] = UNRESERVED, ['_'] = UNRESERVED, ['~'] = UNRESERVED, ['!'] = SUB_DELIMS, ['$'] = SUB_DELIMS,
  ['&' ... ','] = SUB_DELIMS, [';'] = SUB_DELIMS, ['='] = SUB_DELIMS, [':'] = COLON, ['@'] = AT, ['/'] = SLASH,
  ['?'] = QUESTION,
};

static gboolean
is_percent_encoded (const char *text)
{
  return g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]);
}

/* RFC 3987 ucschar; @private_too adds iprivate, which only a query may hold. */
static gboolean
is_iri_character (gunichar c,
                  gboolean private_too)
{
  if ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000)
    return private_too && (c & 0xfffe) != 0xfffe;
  return c >= 0xa0 && !(c >= 0xfdd0 && c <= 0xfdef) && !(c >= 0xfff0 && c <= 0xffff) &&
         (c & 0xfffe) != 0xfffe;
}

/* Whether each character of the part is unreserved, percent-encoded or of the kinds @extra. */
static gboolean
holds_only (const char *text,
            gsize       length,
            guint       extra,
            gboolean    iri,
            gboolean    private_too)
{
  const char *end = text + length;

  while (text < end)
    {
      guchar c = (guchar) *text;

      if (c < 0x80 && kinds[c] & (extra | UNRESERVED))
        text++;
      else if (c == '%')
        {
          if (end - text < 3 || !is_percent_encoded (text))
            return FALSE;
          text += 3;
        }
      else if (iri && is_iri_character (g_utf8_get_char (text), private_too))
        text = g_utf8_next_char (text);
      else
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_ip_literal (const char *text,
               gsize       length)
{
  g_autofree char *inside = g_strndup (text + 1, length - 2);
  gsize digits;

  if (inside[0] != 'v' && inside[0] != 'V')
    return inlay_schema_is_ipv6 (inside);

  digits = strspn (inside + 1, "0123456789abcdefABCDEF");
  return digits > 0 && inside[1 + digits] == '.' && inside[2 + digits] != '\0' &&
         strchr (inside, '%') == NULL &&
         holds_only (inside + 2 + digits, length - 4 - digits, SUB_DELIMS | COLON, FALSE, FALSE);
}

static gboolean
is_authority (const char *text,
              gsize       length,
              gboolean    iri)
{
  const char *at = memchr (text, '@', length);
  gsize host;

  if (at != NULL)
    {
      gsize user = (gsize) (at - text);

      if (!holds_only (text, user, SUB_DELIMS | COLON, iri, FALSE))
        return FALSE;
      text += user + 1;
      length -= user + 1;
    }

  if (length > 0 && *text == '[')
    {
      const char *end = memchr (text, ']', length);

      if (end == NULL || !is_ip_literal (text, (gsize) (end - text) + 1))
        return FALSE;
      host = (gsize) (end - text) + 1;
    }
  else
    {
      const char *colon = memchr (text, ':', length);

      host = colon != NULL ? (gsize) (colon - text) : length;
      if (!holds_only (text, host, SUB_DELIMS, iri, FALSE))
        return FALSE;
    }

  if (host == length)
    return TRUE;
  return text[host] == ':' && strspn (text + host + 1, "0123456789") >= length - host - 1;
}

/* Returns: how long the scheme is, with its colon; 0 without one. */
static gsize
measure_scheme (const char *text)
{
  gsize length = 0;

  if (!g_ascii_isalpha (*text))
    return 0;
  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("+-.", text[length])))
    length++;
  return text[length] == ':' ? length + 1 : 0;
}

/* RFC 3986 and, for @iri, RFC 3987. */
static gboolean
is_reference (const char *text,
              gboolean    absolute,
              gboolean    iri)
{
  gsize scheme = measure_scheme (text);
  gsize length;

  if (absolute && scheme == 0)
    return FALSE;
  text += scheme;

  if (g_str_has_prefix (text, "//"))
    {
      text += 2;
      length = strcspn (text, "/?#");
      if (!is_authority (text, length, iri))
        return FALSE;
      text += length;
    }
  else if (scheme == 0 && text[strcspn (text, ":/?#")] == ':')
    return FALSE;

  length = strcspn (text, "?#");
  if (!holds_only (text, length, SUB_DELIMS | COLON | AT | SLASH, iri, FALSE))
    return FALSE;
  text += length;
  if (*text == '?')
    {
      length = strcspn (++text, "#");
      if (!holds_only (text, length, SUB_DELIMS | COLON | AT | SLASH | QUESTION, iri, TRUE))
        return FALSE;
      text += length;
    }
  return *text == '\0' || holds_only (text + 1, strlen (text + 1), SUB_DELIMS | COLON | AT | SLASH | QUESTION, iri, FALSE);
}

gboolean
inlay_schema_is_uri (const char *text)
{
  return is_reference (text, TRUE, FALSE);
}

gboolean
inlay_schema_is_uri_reference (const char *text)
{
  return is_reference (text, FALSE, FALSE);
}

gboolean
inlay_schema_is_iri (const char *text)
{
  return is_reference (text, TRUE, TRUE);
}

gboolean
inlay_schema_is_iri_reference (const char *text)
{
  return is_reference (text, FALSE, TRUE);
}

/* One variable of an expression: RFC 6570, section 2.3 and 2.4. Returns: what follows, or NULL. */
static const char *
skip_variable (const char *text)
{
  gboolean dot = TRUE;

  for (;; text++)
    {
      if (*text == '%' && is_percent_encoded (text))
        text += 2;
      else if (*text == '.' && !dot)
        {
          dot = TRUE;
          continue;
        }
      else if (!g_ascii_isalnum (*text) && *text != '_')
        break;
      dot = FALSE;
    }
  if (dot)
    return NULL;

  if (*text == '*')
    return text + 1;
  if (*text == ':')
    {
      gsize digits = strspn (text + 1, "0123456789");

      return digits == 0 || digits > 4 || text[1] == '0' ? NULL : text + 1 + digits;
    }
  return text;
}

static const char *
skip_expression (const char *text)
{
  text++;
  if (*text != '\0' && strchr ("+#./;?&=,!@|", *text))
    text++;
  while ((text = skip_variable (text)) && *text == ',')
    text++;
  return text != NULL && *text == '}' ? text + 1 : NULL;
}

/* RFC 6570. */
gboolean
inlay_schema_is_uri_template (const char *text)
{
  while (*text != '\0')
    {
      if (*text == '{')
        {
          if (!(text = skip_expression (text)))
            return FALSE;
        }
      else if (*text == '%')
        {
          if (!is_percent_encoded (text))
            return FALSE;
          text += 3;
        }
      else if ((guchar) *text <= ' ' || *text == 0x7f || strchr ("\"'<>\\^`|}", *text))
        return FALSE;
      else
        text++;
    }
  return TRUE;
}
