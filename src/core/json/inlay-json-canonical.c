/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <string.h>

#define DIGEST_PREFIX "sha256-"
#define DIGEST_DIGITS 64

/* UTF-16 units order like code points, but for surrogates, which come before U+E000. */
static gunichar
utf16_rank (gunichar c)
{
  if (c >= 0x10000)
    return c - 0x10000 + 0xd800;
  if (c >= 0xe000)
    return c + 0x100000;
  return c;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const char *first = *(const char * const *) a;
  const char *second = *(const char * const *) b;

  while (*first != '\0' && *second != '\0')
    {
      gunichar c = utf16_rank (g_utf8_get_char (first));
      gunichar d = utf16_rank (g_utf8_get_char (second));

      if (c != d)
        return c < d ? -1 : 1;
      first = g_utf8_next_char (first);
      second = g_utf8_next_char (second);
    }
  return (*first != '\0') - (*second != '\0');
}

static void
append_canonical_number (GString  *text,
                         JsonNode *node)
{
  char buffer[INLAY_JSON_NUMBER_SIZE];

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 value = json_node_get_int (node);
      double nearest = (double) value;

      /* RFC 8785 knows doubles only; an integer that is none keeps its digits, so that two
       * documents never share a digest. */
      if (nearest >= 9223372036854775808.0 || (gint64) nearest != value)
        {
          g_string_append_printf (text, "%" G_GINT64_FORMAT, value);
          return;
        }
    }

  inlay_json_format_double (buffer, json_node_get_double (node));
  g_string_append (text, buffer);
}

static void append_canonical (GString  *text,
                              JsonNode *node);

static void
append_canonical_object (GString    *text,
                         JsonObject *object)
{
  g_autoptr(GPtrArray) names = g_ptr_array_sized_new (json_object_get_size (object));
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);

  g_string_append_c (text, '{');
  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      name = g_ptr_array_index (names, i);
      inlay_json_append_string (text, name, INLAY_JSON_DEFAULT);
      g_string_append_c (text, ':');
      append_canonical (text, json_object_get_member (object, name));
    }
  g_string_append_c (text, '}');
}

static void
append_canonical_array (GString   *text,
                        JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_canonical (text, json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static void
append_canonical (GString  *text,
                  JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (JSON_NODE_HOLDS_OBJECT (node))
    append_canonical_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_canonical_array (text, json_node_get_array (node));
  else if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    append_canonical_number (text, node);
  else
    inlay_json_append (text, node, INLAY_JSON_DEFAULT);
}

/**
 * inlay_json_write_canonical:
 * @node: what
 *
 * Writes the one form of RFC 8785: members in the order of their UTF-16 units, numbers as
 * ECMAScript prints them, no space. Integers no double can hold are outside of that RFC; they
 * keep their digits.
 *
 * Returns: (transfer full): the canonical text
 */
char *
inlay_json_write_canonical (JsonNode *node)
{
  GString *text;

  g_return_val_if_fail (node != NULL, NULL);

  text = g_string_new (NULL);
  append_canonical (text, node);
  return g_string_free (text, FALSE);
}

static char *
digest_of (const void *data,
           gsize       size)
{
  g_autofree char *hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);

  return g_strconcat (DIGEST_PREFIX, hex, NULL);
}

/**
 * inlay_json_digest:
 * @node: what
 *
 * SHA-256 (FIPS 180-4) of the canonical form (RFC 8785, section 3).
 *
 * Returns: (transfer full): the digest of @node's canonical text, which is the same for every
 *   order of members and every spelling of the same values
 */
char *
inlay_json_digest (JsonNode *node)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  text = inlay_json_write_canonical (node);
  return digest_of (text, strlen (text));
}

/**
 * inlay_digest_bytes:
 * @bytes: what
 *
 * SHA-256 (FIPS 180-4, section 6.2).
 *
 * Returns: (transfer full): the digest of @bytes as they are
 */
char *
inlay_digest_bytes (GBytes *bytes)
{
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  return digest_of (size > 0 ? data : "", size);
}

/**
 * inlay_digest_is_valid:
 * @digest: (nullable): a text
 *
 * Returns: whether @digest has the form of a digest: "sha256-" and 64 lower-case hex digits
 */
gboolean
inlay_digest_is_valid (const char *digest)
{
  const char *digits;

  if (digest == NULL || !g_str_has_prefix (digest, DIGEST_PREFIX))
    return FALSE;

  digits = digest + strlen (DIGEST_PREFIX);
  return strspn (digits, "0123456789abcdef") == DIGEST_DIGITS && digits[DIGEST_DIGITS] == '\0';
}
