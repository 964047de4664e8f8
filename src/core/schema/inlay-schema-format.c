/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

#include "inlay-schema-pattern-private.h"

static gboolean
is_uuid (const char *text)
{
  static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  gsize i;

  for (i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'x' ? !g_ascii_isxdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return text[i] == '\0';
}

/* RFC 6901. */
gboolean
inlay_schema_is_json_pointer (const char *text)
{
  if (*text != '\0' && *text != '/')
    return FALSE;
  for (; *text != '\0'; text++)
    if (*text == '~' && text[1] != '0' && text[1] != '1')
      return FALSE;
  return TRUE;
}

/* A whole number without leading zeros. Returns: what follows it, or NULL. */
static const char *
skip_whole_number (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length == 0 || (*text == '0' && length > 1) ? NULL : text + length;
}

gboolean
inlay_schema_is_relative_pointer (const char *text)
{
  const char *rest = skip_whole_number (text);

  if (rest != NULL && (*rest == '+' || *rest == '-'))
    rest = skip_whole_number (rest + 1);
  if (rest == NULL)
    return FALSE;
  return g_str_equal (rest, "#") || inlay_schema_is_json_pointer (rest);
}

static const SchemaFormat formats[] = {
  { "date", inlay_schema_is_date, "a date such as 2024-05-31" },
  { "time", inlay_schema_is_time, "a time with its zone such as 14:30:00Z" },
  { "date-time", inlay_schema_is_date_time, "a date and time such as 2024-05-31T14:30:00Z" },
  { "duration", inlay_schema_is_duration, "a duration such as P1DT12H" },
  { "email", inlay_schema_is_email, "an email address" },
  { "idn-email", inlay_schema_is_idn_email, "an email address" },
  { "hostname", inlay_schema_is_hostname, "a host name such as www.example.com" },
  { "idn-hostname", inlay_schema_is_idn_hostname, "a host name such as www.example.com" },
  { "ipv4", inlay_schema_is_ipv4, "an IPv4 address such as 192.0.2.1" },
  { "ipv6", inlay_schema_is_ipv6, "an IPv6 address such as 2001:db8::1" },
  { "uri", inlay_schema_is_uri, "an address such as https://example.com/" },
  { "uri-reference", inlay_schema_is_uri_reference, "an address or a part of one" },
  { "iri", inlay_schema_is_iri, "an address such as https://example.com/" },
  { "iri-reference", inlay_schema_is_iri_reference, "an address or a part of one" },
  { "uri-template", inlay_schema_is_uri_template,
    "an address template such as https://example.com/{name}" },
  { "json-pointer", inlay_schema_is_json_pointer, "a JSON Pointer such as /items/0" },
  { "relative-json-pointer", inlay_schema_is_relative_pointer,
    "a relative JSON Pointer such as 1/name" },
  { "regex", inlay_schema_pattern_is_valid, "a regular expression" },
  { "uuid", is_uuid, "a UUID such as 123e4567-e89b-12d3-a456-426614174000" },
};

const SchemaFormat *
inlay_schema_format_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
      return &formats[i];
  return NULL;
}
