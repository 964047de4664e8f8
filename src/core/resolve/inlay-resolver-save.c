/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

/* The record as JSON, in the order of section 3 of the specification; inlay-resolver-restore.c reads
 * it. */

static JsonNode *
bundles_to_json (const InlayBuild *build)
{
  JsonArray *bundles;

  if (build->n_bundles == 0)
    return NULL;
  if (build->n_bundles == 1)
    return inlay_json_new_string (build->bundles[0]->text);
  bundles = json_array_new ();
  for (guint i = 0; i < build->n_bundles; i++)
    json_array_add_element (bundles, inlay_json_new_string (build->bundles[i]->text));
  return inlay_json_take_array (bundles);
}

static void
add_build (JsonObject       *object,
           const InlayBuild *build)
{
  JsonObject *entries = json_object_new ();
  JsonNode *bundles = bundles_to_json (build);

  for (guint i = 0; i < build->n_points; i++)
    json_object_set_member (entries, build->points[i].specifier->text, inlay_json_new_string (build->points[i].file->text));
  json_object_set_member (object, "entries", inlay_json_take_object (entries));
  if (bundles != NULL)
    json_object_set_member (object, "bundle", bundles);
  if (build->pool != NULL)
    json_object_set_member (object, "pool", inlay_json_new_string (build->pool->text));
}

static void
add_flag (JsonObject *object,
          const char *name,
          gboolean    set)
{
  if (set)
    json_object_set_member (object, name, inlay_json_new_boolean (TRUE));
}

static JsonNode *
copy_to_json (const InlayCopy *copy)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "remote", inlay_json_new_string (copy->remote->text));
  json_object_set_member (object, "range", inlay_json_new_string (copy->range->text));
  add_flag (object, "strict", copy->strict);
  add_flag (object, "served", copy->served);
  add_build (object, copy->build);
  if (copy->served_by != NULL)
    json_object_set_member (object, "servedBy", inlay_json_new_string (copy->served_by->text));
  if (copy->cause != INLAY_CAUSE_NONE)
    json_object_set_member (object, "cause", inlay_json_new_string (inlay_cause_words[copy->cause]));
  return inlay_json_take_object (object);
}

static JsonNode *
row_to_json (const InlayRow *row)
{
  JsonObject *object = json_object_new ();
  JsonArray *copies = json_array_new ();

  json_object_set_member (object, "version", inlay_json_new_string (row->text->text));
  json_object_set_member (object, "action", inlay_json_new_string (inlay_action_words[row->action]));
  add_flag (object, "host", row->host);
  if (row->cost != INLAY_COST_UNKNOWN)
    json_object_set_member (object, "cost", inlay_json_new_int (row->cost));
  for (guint i = 0; i < row->copies->len; i++)
    json_array_add_element (copies, copy_to_json (inlay_row_get (row, i)));
  json_object_set_member (object, "copies", inlay_json_take_array (copies));
  return inlay_json_take_object (object);
}

static JsonNode *
package_to_json (const InlaySharedPackage *package)
{
  JsonObject *object = json_object_new ();
  JsonArray *rows = json_array_new ();

  add_flag (object, "dirty", package->dirty);
  json_object_set_member (object, "rule", inlay_json_new_string (inlay_rule_words[package->rule]));
  for (guint i = 0; i < package->rows->len; i++)
    json_array_add_element (rows, row_to_json (inlay_shared_package_get (package, i)));
  json_object_set_member (object, "rows", inlay_json_take_array (rows));
  return inlay_json_take_object (object);
}

static JsonNode *
scopes_to_json (const InlayRecord *record)
{
  JsonObject *object = json_object_new ();

  for (guint s = 0; s < record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (record->scopes, s);
      JsonObject *packages = json_object_new ();

      for (guint p = 0; p < scope->packages->len; p++)
        {
          const InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);

          if (package->rows->len > 0)
            json_object_set_member (packages, package->name->text, package_to_json (package));
        }
      json_object_set_member (object, scope->name->text, inlay_json_take_object (packages));
    }
  return inlay_json_take_object (object);
}

static JsonNode *
exposes_to_json (const InlayManifest *manifest)
{
  JsonArray *exposes = json_array_new ();

  for (guint i = 0; i < manifest->exposes->len; i++)
    {
      const InlayPoint *point = &g_array_index (manifest->exposes, InlayPoint, i);

      json_array_add_element (exposes, inlay_json_new_object ("key", inlay_json_new_string (point->specifier->text),
                                                              "outFileName", inlay_json_new_string (point->file->text), NULL));
    }
  return inlay_json_take_array (exposes);
}

static JsonNode *
hashes_to_json (const InlayManifest *manifest)
{
  JsonObject *hashes = json_object_new ();

  for (guint i = 0; i < manifest->hashes->len; i++)
    {
      const InlayPoint *point = &g_array_index (manifest->hashes, InlayPoint, i);

      json_object_set_member (hashes, point->specifier->text, inlay_json_new_string (point->file->text));
    }
  return inlay_json_take_object (hashes);
}

static JsonNode *
chunks_to_json (const InlayManifest *manifest)
{
  JsonObject *bundles = json_object_new ();

  for (guint i = 0; i < manifest->chunks->len; i++)
    {
      const InlayPoint *point = &g_array_index (manifest->chunks, InlayPoint, i);

      if (!json_object_has_member (bundles, point->specifier->text))
        json_object_set_array_member (bundles, point->specifier->text, json_array_new ());
      json_array_add_element (json_object_get_array_member (bundles, point->specifier->text),
                              inlay_json_new_string (point->file->text));
    }
  return inlay_json_take_object (bundles);
}

static JsonNode *
privates_to_json (const InlayRemote *remote)
{
  JsonObject *packages = json_object_new ();

  for (guint i = 0; i < remote->privates->len; i++)
    {
      const InlayPrivatePackage *package = g_ptr_array_index (remote->privates, i);
      JsonObject *object = json_object_new ();

      add_build (object, package->build);
      json_object_set_member (packages, package->name->text, inlay_json_take_object (object));
    }
  return inlay_json_take_object (packages);
}

static JsonNode *
remote_to_json (const InlayRemote *remote)
{
  return inlay_json_new_object ("directory", inlay_json_new_string (remote->directory),
                                "listed", remote->listed != NULL ? inlay_json_new_string (remote->listed->text) : NULL,
                                "later", remote->later ? inlay_json_new_boolean (TRUE) : NULL,
                                "exposes", exposes_to_json (remote->manifest),
                                "integrity", hashes_to_json (remote->manifest), NULL);
}

/**
 * inlay_resolver_save:
 * @self: a resolver
 *
 * The record (section 3 of the specification), for the next page load. Worth storing after a map was
 * produced only; where is the caller's affair.
 *
 * Returns: (transfer full): an object with `format`, `remotes`, `private`, `chunks` and `shared`, which
 *   inlay_resolver_restore() takes
 */
JsonNode *
inlay_resolver_save (InlayResolver *self)
{
  JsonObject *remotes = json_object_new (), *privates = json_object_new (), *chunks = json_object_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->record->remotes->len; i++)
    {
      const InlayRemote *remote = g_ptr_array_index (self->record->remotes, i);

      json_object_set_member (remotes, remote->name->text, remote_to_json (remote));
      if (remote->privates->len > 0)
        json_object_set_member (privates, remote->name->text, privates_to_json (remote));
      if (remote->manifest->chunks->len > 0)
        json_object_set_member (chunks, remote->name->text, chunks_to_json (remote->manifest));
    }
  return inlay_json_new_object ("format", inlay_json_new_int (INLAY_RECORD_FORMAT),
                                "remotes", inlay_json_take_object (remotes),
                                "private", inlay_json_take_object (privates),
                                "chunks", inlay_json_take_object (chunks),
                                "shared", scopes_to_json (self->record), NULL);
}
