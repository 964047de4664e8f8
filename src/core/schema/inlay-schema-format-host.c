/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

#define MAX_LABEL 63
#define MAX_HOSTNAME 253
#define MAX_LOCAL 64

/* A dotted quad; parts have no leading zeros. Returns: what follows, or NULL. */
static const char *
skip_ipv4 (const char *text)
{
  for (guint part = 0; part < 4; part++)
    {
      int value = 0;
      guint digits = 0;

      if (part > 0 && *text++ != '.')
        return NULL;
      for (; digits < 3 && g_ascii_isdigit (text[digits]); digits++)
        value = value * 10 + (text[digits] - '0');
      if (digits == 0 || value > 255 || (digits > 1 && *text == '0'))
        return NULL;
      text += digits;
    }
  return text;
}

gboolean
inlay_schema_is_ipv4 (const char *text)
{
  return (text = skip_ipv4 (text)) && *text == '\0';
}

/* RFC 4291, section 2.2. */
gboolean
inlay_schema_is_ipv6 (const char *text)
{
  gboolean gap = FALSE;
  guint groups = 0;

  if (g_str_has_prefix (text, "::"))
    {
      gap = TRUE;
      text += 2;
    }
  while (*text != '\0')
    {
      gsize digits = strspn (text, "0123456789abcdefABCDEF");

      if (text[digits] == '.')
        {
          groups += 2;
          return inlay_schema_is_ipv4 (text) && (gap ? groups < 8 : groups == 8);
        }
      if (digits == 0 || digits > 4)
        return FALSE;
      groups++;
      text += digits;
      if (*text == '\0')
        break;
      if (*text++ != ':')
        return FALSE;
      if (*text == ':')
        {
          if (gap)
            return FALSE;
          gap = TRUE;
          text++;
        }
      else if (*text == '\0')
        return FALSE;
    }
  return gap ? groups < 8 : groups == 8;
}

/* RFC 1123, section 2.1, and RFC 5890 for what starts with xn--. */
static gboolean
is_ascii_label (const char *label,
                gsize       length)
{
  g_autofree char *encoded = NULL;

  if (length == 0 || length > MAX_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  if (length < 4 || g_ascii_strncasecmp (label, "xn--", 4) != 0)
    return TRUE;
  encoded = g_strndup (label, length);
  return inlay_schema_is_a_label (encoded);
}

gboolean
inlay_schema_is_hostname (const char *text)
{
  gsize dot;

  if (strlen (text) > MAX_HOSTNAME)
    return FALSE;
  for (;; text += dot + 1)
    {
      for (dot = 0; text[dot] != '.' && text[dot] != '\0'; dot++)
        ;
      if (!is_ascii_label (text, dot))
        return FALSE;
      if (text[dot] == '\0')
        return TRUE;
    }
}

/* The full stops that IDNA takes for a dot. */
static char *
unify_dots (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      g_string_append_unichar (plain, c == 0x3002 || c == 0xff0e || c == 0xff61 ? '.' : c);
    }
  return g_string_free (plain, FALSE);
}

gboolean
inlay_schema_is_idn_hostname (const char *text)
{
  g_autofree char *plain = NULL;
  g_auto (GStrv) labels = NULL;

  if (*text == '\0' || strlen (text) > MAX_HOSTNAME * 4)
    return FALSE;
  plain = unify_dots (text);
  labels = g_strsplit (plain, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      gboolean ascii = g_str_is_ascii (labels[i]);

      if (!(ascii ? is_ascii_label (labels[i], strlen (labels[i])) : inlay_schema_is_u_label (labels[i])))
        return FALSE;
      if (ascii && strlen (labels[i]) >= 4 && labels[i][2] == '-' && labels[i][3] == '-' &&
          g_ascii_strncasecmp (labels[i], "xn", 2) != 0)
        return FALSE;
    }
  return g_utf8_strlen (plain, -1) <= MAX_HOSTNAME;
}

static gboolean
is_ascii (char c)
{
  return ((guchar) c & 0x80) == 0;
}

static gboolean
is_control (char c)
{
  return (guchar) c < ' ' || c == 0x7f;
}

/* RFC 5321 Local-part as a quoted string. Returns: what follows, or NULL. */
static const char *
skip_quoted (const char *text,
             gboolean    unicode)
{
  for (text++; *text != '"'; text++)
    {
      if (*text == '\\')
        text++;
      if (is_control (*text) || (!is_ascii (*text) && !unicode))
        return NULL;
    }
  return text + 1;
}

static const char *
skip_dot_atom (const char *text,
               gboolean    unicode)
{
  gboolean empty = TRUE;

  for (;; text++)
    {
      if (*text == '.' && !empty)
        {
          empty = TRUE;
          continue;
        }
      if (!g_ascii_isalnum (*text) && !(!is_ascii (*text) && unicode) &&
          (*text == '\0' || !strchr ("!#$%&'*+-/=?^_`{|}~", *text)))
        break;
      empty = FALSE;
    }
  return empty ? NULL : text;
}

static gboolean
is_address_literal (const char *text)
{
  g_autofree char *inside = NULL;
  gsize length = strlen (text);

  if (length < 2 || text[length - 1] != ']')
    return FALSE;
  inside = g_strndup (text + 1, length - 2);
  if (g_ascii_strncasecmp (inside, "IPv6:", 5) == 0)
    return inlay_schema_is_ipv6 (inside + 5);
  return inlay_schema_is_ipv4 (inside);
}

/* RFC 5321 Mailbox and, for @unicode, RFC 6531. */
static gboolean
is_mailbox (const char *text,
            gboolean    unicode)
{
  const char *rest = *text == '"' ? skip_quoted (text, unicode) : skip_dot_atom (text, unicode);

  if (rest == NULL || *rest != '@' || rest - text > MAX_LOCAL)
    return FALSE;
  rest++;
  if (*rest == '[')
    return is_address_literal (rest);
  return unicode ? inlay_schema_is_idn_hostname (rest) : inlay_schema_is_hostname (rest);
}

gboolean
inlay_schema_is_email (const char *text)
{
  return is_mailbox (text, FALSE);
}

gboolean
inlay_schema_is_idn_email (const char *text)
{
  return is_mailbox (text, TRUE);
}
