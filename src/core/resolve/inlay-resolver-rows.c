/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

const char *const inlay_action_words[INLAY_N_ACTIONS] = { "skip", "share", "scope" };

static JsonNode *
row_to_json (const InlayRow *row)
{
  JsonArray *remotes = json_array_new ();

  for (guint i = 0; i < row->copies->len; i++)
    json_array_add_string_element (remotes, inlay_row_get (row, i)->remote->text);
  return inlay_json_new_object ("version", inlay_json_new_string (row->text->text),
                                "action", inlay_json_new_string (inlay_action_words[row->action]),
                                "host", row->host ? inlay_json_new_boolean (TRUE) : NULL,
                                "remotes", inlay_json_take_array (remotes), NULL);
}

/**
 * inlay_resolver_list_rows:
 * @self: a resolver
 *
 * Returns: (transfer full): scope, then package, then its versions: each with the verdict and the
 *   remotes that ship it, the one that serves first
 */
JsonNode *
inlay_resolver_list_rows (InlayResolver *self)
{
  JsonObject *root = json_object_new ();

  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);
      JsonObject *packages = json_object_new ();

      for (guint p = 0; p < scope->packages->len; p++)
        {
          const InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);
          JsonArray *rows = json_array_new ();

          for (guint r = 0; r < package->rows->len; r++)
            json_array_add_element (rows, row_to_json (inlay_shared_package_get (package, r)));
          json_object_set_array_member (packages, package->name->text, rows);
        }
      json_object_set_object_member (root, scope->name->text, packages);
    }
  return inlay_json_take_object (root);
}
