/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-audit.h"

#include <string.h>

#include "inlay-error.h"

static void
append_member (GString    *text,
               const char *name,
               const char *value)
{
  g_string_append (text, name);
  inlay_json_append_string (text, value, INLAY_JSON_DEFAULT);
}

/**
 * inlay_audit_entry_hash:
 * @self: an entry; its own hash does not count
 *
 * The digest of the entry's canonical JSON (RFC 8785), as inlay_json_digest() would have it of an object
 * with these members.
 *
 * Returns: (transfer full): the hash that @self has when nothing in it, and in none before it, was changed
 */
char *
inlay_audit_entry_hash (const InlayAuditEntry *self)
{
  GString *text = g_string_sized_new (512);
  g_autoptr (GBytes) bytes = NULL;

  append_member (text, "{\"action\":", self->action);
  append_member (text, ",\"actor\":", self->actor);
  g_string_append_printf (text, ",\"at\":%" G_GINT64_FORMAT, self->at);
  append_member (text, ",\"detail\":", self->detail);
  g_string_append_printf (text, ",\"generation\":%" G_GINT64_FORMAT, self->generation);
  append_member (text, ",\"previous\":", self->previous);
  g_string_append_c (text, '}');
  bytes = g_string_free_to_bytes (text);
  return inlay_digest_bytes (bytes);
}

/**
 * inlay_audit_entry_follows:
 * @self: an entry
 * @generation: which one it must be
 * @previous: the hash of the one before it
 * @error: return location
 *
 * Returns: whether it is the one, and nobody changed it
 */
gboolean
inlay_audit_entry_follows (const InlayAuditEntry  *self,
                           gint64                  generation,
                           const char             *previous,
                           GError                **error)
{
  g_autofree char *hash = inlay_audit_entry_hash (self);

  if (self->generation == generation && strcmp (self->previous, previous) == 0 && g_strcmp0 (self->hash, hash) == 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "audit entry %" G_GINT64_FORMAT " does not follow the one before it", generation);
  return FALSE;
}

static gboolean
check_row (JsonNode    *row,
           gint64       generation,
           char       **last,
           GError     **error)
{
  JsonNode *detail = inlay_json_get_member (row, "detail");
  g_autofree char *text = detail != NULL ? inlay_json_write (detail, INLAY_JSON_DEFAULT) : NULL;
  InlayAuditEntry entry = {
    inlay_json_get_string (row, "previous"), inlay_json_get_int (row, "generation", -1), inlay_json_get_int (row, "microseconds", 0),
    inlay_json_get_string (row, "actor"), inlay_json_get_string (row, "action"), text, inlay_json_get_string (row, "hash"),
  };

  if (entry.previous == NULL || entry.actor == NULL || entry.action == NULL || text == NULL || entry.hash == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "entry %" G_GINT64_FORMAT " is not one of an audit", generation);
      return FALSE;
    }
  if (!inlay_audit_entry_follows (&entry, generation, *last, error))
    return FALSE;
  g_free (*last);
  *last = g_strdup (entry.hash);
  return TRUE;
}

/**
 * inlay_audit_check_rows:
 * @rows: entries, as `GET ~/audit` lists them
 * @generation: (inout): of the last entry that was checked; 0 before the first
 * @last: (inout): its hash; empty before the first
 * @error: return location; names the first entry that was changed, added or taken out
 *
 * Whoever kept the last hash elsewhere knows by it that nothing was taken from the end, either.
 *
 * Returns: whether the chain is whole
 */
gboolean
inlay_audit_check_rows (JsonNode  *rows,
                        gint64    *generation,
                        char     **last,
                        GError   **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (rows) ? json_node_get_array (rows) : NULL;

  if (array == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "an audit is a list of entries");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (!check_row (json_array_get_element (array, i), *generation + 1, last, error))
        return FALSE;
      (*generation)++;
    }
  return TRUE;
}
