/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-private.h"

#include <sys/random.h>

char *
inlay_registry_dup_text (InlayStatement *statement,
                         int             column)
{
  return g_strdup (inlay_statement_get_text (statement, column));
}

JsonNode *
inlay_registry_read_json (InlayStatement *statement,
                          int             column)
{
  static JsonNode *nothing;
  const char *text = inlay_statement_get_text (statement, column);

  if (text == NULL || strcmp (text, "{}") != 0)
    return text != NULL ? inlay_json_read_text (text, -1, NULL) : NULL;
  /* Most of what modules are set to is the default. */
  if (g_once_init_enter (&nothing))
    g_once_init_leave (&nothing, inlay_json_new_object (NULL, NULL));
  return json_node_ref (nothing);
}

/* RFC 3339 with milliseconds, as JavaScript writes it. */
char *
inlay_registry_time (gint64 time)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", text, (int) (time % G_USEC_PER_SEC / 1000));
}

/* A UUIDv7 (RFC 9562), so that ids sort by time. Not of g_random_int(): processes that were forked
 * from one that used it would make the same ids. */
char *
inlay_registry_new_id (gint64 now)
{
  guint64 milliseconds = (guint64) now / 1000;
  guint16 random[5];

  if (getrandom (random, sizeof random, 0) != (gssize) sizeof random)
    g_error ("the system has no randomness");
  return g_strdup_printf ("%08x-%04x-7%03x-%04x-%04x%04x%04x", (guint32) (milliseconds >> 16), (guint32) (milliseconds & 0xffff),
                          random[0] & 0xfff, 0x8000 | (random[1] & 0x3fff), random[2], random[3], random[4]);
}

static JsonNode *
cell (InlayStatement *statement,
      int             column,
      char            type)
{
  g_autofree char *time = NULL;
  JsonNode *node;

  if (inlay_statement_is_null (statement, column))
    return inlay_json_new_null ();

  switch (type)
    {
    case 's':
      return inlay_json_new_string (inlay_statement_get_text (statement, column));
    case 'i':
      return inlay_json_new_int (inlay_statement_get_int (statement, column));
    case 't':
      time = inlay_registry_time (inlay_statement_get_int (statement, column));
      return inlay_json_new_string (time);
    case 'j':
      node = inlay_registry_read_json (statement, column);
      return node != NULL ? node : inlay_json_new_null ();
    default:
      g_assert_not_reached ();
    }
}

JsonNode *
inlay_registry_row (InlayStatement *statement,
                    const char     *columns)
{
  JsonObject *object = json_object_new ();

  for (int i = 0; *columns != '\0'; i++)
    {
      const char *type = strchr (columns, ':');
      g_autofree char *name = g_strndup (columns, (gsize) (type - columns));

      json_object_set_member (object, name, cell (statement, i, type[1]));
      columns = type + 2 + (type[2] == ',');
    }
  return inlay_json_take_object (object);
}

JsonNode *
inlay_registry_rows (InlayStatement  *statement,
                     const char      *columns,
                     GError         **error)
{
  JsonArray *rows = json_array_new ();
  g_autoptr (JsonNode) node = NULL;

  while (inlay_statement_step (statement, error))
    json_array_add_element (rows, inlay_registry_row (statement, columns));
  node = inlay_json_take_array (rows);
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&node);
}
