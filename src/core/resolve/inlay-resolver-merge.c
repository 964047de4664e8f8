/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

static char *
lowest_of (const char *text)
{
  g_autoptr (InlayRange) range = text != NULL && *text != '\0' ? inlay_range_parse (text, 0, NULL) : NULL;
  g_autoptr (InlayVersion) lowest = range != NULL ? inlay_range_min_version (range) : NULL;

  return g_strdup (lowest != NULL ? inlay_version_to_string (lowest) : "0.0.0");
}

/* The text of the external's version; NULL without refusing leaves the external out. */
gboolean
inlay_resolver_read_version (InlayResolver        *self,
                             const InlayEntry     *entry,
                             const InlayExternal  *external,
                             char                **text,
                             GError              **error)
{
  g_autoptr (InlayVersion) version = NULL;
  char *message;

  *text = NULL;
  if (external->version != NULL)
    version = inlay_version_parse (external->version, 0, NULL);
  if (version != NULL)
    {
      *text = g_strdup (external->version);
      return TRUE;
    }

  message = g_strdup_printf ("%s has %s in the version “%s”, which cannot be read", entry->name, external->package,
                             external->version != NULL ? external->version : "");
  if (self->options.strict_version)
    return inlay_resolver_refuse (self, "invalid-version", message, error);
  inlay_resolver_warn (self, "invalid-version", message);
  if (!self->options.skip_invalid)
    *text = lowest_of (external->range);
  return TRUE;
}

static void
add_private (InlayRemote         *remote,
             const InlayExternal *external)
{
  InlayPrivatePackage *private = NULL;

  for (guint i = 0; i < remote->privates->len; i++)
    if (strcmp (((InlayPrivatePackage *) g_ptr_array_index (remote->privates, i))->name, external->package) == 0)
      private = g_ptr_array_index (remote->privates, i);
  if (private == NULL)
    {
      private = g_new0 (InlayPrivatePackage, 1);
      private->name = g_strdup (external->package);
      g_ptr_array_add (remote->privates, private);
    }
  g_clear_pointer (&private->entries, json_object_unref);
  g_free (private->bundle);
  private->entries = json_object_ref (external->entries);
  private->bundle = g_strdup (external->bundle);
}

/* Puts a copy where it belongs in a row; the host's always first, another only if it offers more
 * than a basis nobody has been served. */
InlayRow *
inlay_resolver_place_copy (InlayResolver       *self,
                           InlaySharedPackage  *package,
                           InlayRow            *row,
                           InlayCopy           *copy,
                           gboolean             host,
                           GError             **error)
{
  InlayCopy *basis = g_ptr_array_index (row->copies, 0);
  gboolean first;
  char *message;

  if (copy->strict && strcmp (copy->range_text, basis->range_text) != 0)
    {
      message = g_strdup_printf ("%s and %s ship %s %s but accept %s and %s", basis->remote, copy->remote, package->name,
                                 row->text, basis->range_text, copy->range_text);
      if (self->options.strict_same_version)
        {
          /* The row owns the copy; the whole record is dropped after a refusal. */
          g_ptr_array_add (row->copies, copy);
          inlay_resolver_refuse (self, "same-version-range-differs", message, error);
          return NULL;
        }
      inlay_resolver_warn (self, "same-version-range-differs", message);
    }

  first = host || (!row->host && !basis->served &&
                   json_object_get_size (copy->entries) > json_object_get_size (basis->entries));
  row->host = row->host || host;
  g_ptr_array_insert (row->copies, first ? 0 : -1, copy);
  return row;
}

static gboolean
merge_shared (InlayResolver        *self,
              const InlayEntry     *entry,
              const InlayExternal  *external,
              const char           *text,
              GError              **error)
{
  gboolean exact = strcmp (external->scope, INLAY_RESOLVER_EXACT) == 0;
  gboolean has_range = external->range != NULL && *external->range != '\0';
  InlaySharedPackage *package = inlay_record_get_package (self->record, external->scope, external->package);
  InlayCopy *copy = inlay_copy_new (self, entry, external, exact || !has_range ? text : external->range);
  InlayRow *row;

  package->dirty = package->dirty || !exact;
  row = inlay_shared_package_find_text (package, text, FALSE);
  if (row == NULL)
    row = inlay_shared_package_find_text (package, text, TRUE);
  if (row != NULL)
    return inlay_resolver_place_copy (self, package, row, copy, entry->host, error) != NULL;

  row = inlay_shared_package_new_row (package, package->rows->len, text, exact ? INLAY_ROW_SHARE : INLAY_ROW_SKIP);
  row->host = entry->host;
  g_ptr_array_add (row->copies, copy);
  inlay_shared_package_sort (package);
  return TRUE;
}

/* Section 5 of the specification. */
gboolean
inlay_resolver_merge (InlayResolver     *self,
                      const InlayEntry  *entry,
                      GError           **error)
{
  InlayRemote *remote;

  remote = inlay_record_add_remote (self->record, entry);

  for (guint i = 0; i < entry->externals->len; i++)
    {
      const InlayExternal *external = g_ptr_array_index (entry->externals, i);
      g_autofree char *text = NULL;

      if (!inlay_resolver_read_version (self, entry, external, &text, error))
        return FALSE;
      if (text == NULL)
        continue;
      if (!external->singleton)
        add_private (remote, external);
      else if (!merge_shared (self, entry, external, text, error))
        return FALSE;
    }
  return TRUE;
}

static JsonObject *
offer_of (const InlayRow *shared,
          const char     *scope)
{
  return shared != NULL ? inlay_row_offer (shared, strcmp (scope, INLAY_RESOLVER_GLOBAL) == 0) : json_object_new ();
}

static gboolean
is_covered (JsonObject *entries,
            JsonObject *offer)
{
  g_autoptr (GList) names = json_object_get_members (entries);

  for (GList *l = names; l != NULL; l = l->next)
    if (!json_object_has_member (offer, l->data))
      return FALSE;
  return TRUE;
}

static gboolean
decide_later (InlayResolver        *self,
              const InlayCopy      *copy,
              const char           *package,
              const InlayRow       *shared,
              const char           *text,
              JsonObject           *offer,
              InlayRowAction       *action,
              GError              **error)
{
  char *message;

  *action = INLAY_ROW_SKIP;
  if (!inlay_copy_accepts (copy, shared->version))
    {
      message = g_strdup_printf ("%s needs %s %s, the page shares %s", copy->remote, package, copy->range_text,
                                 shared->text);
      if (inlay_copy_objects (copy, shared->version))
        {
          if (self->options.strict_compatibility)
            return inlay_resolver_refuse (self, "incompatible-version", message, error);
          *action = INLAY_ROW_SCOPE;
        }
      inlay_resolver_warn (self, "incompatible-version", message);
    }
  if (*action == INLAY_ROW_SKIP && strcmp (shared->text, text) != 0 && !is_covered (copy->entries, offer))
    {
      message = g_strdup_printf ("%s uses parts of %s that %s lacks", copy->remote, package, shared->text);
      if (self->options.strict_coverage)
        return inlay_resolver_refuse (self, "uncovered-entrypoint", message, error);
      g_free (message);
      if (self->options.scope_uncovered)
        *action = INLAY_ROW_SCOPE;
    }
  return TRUE;
}

/* Records a copy of a later remote; what it serves itself counts as served. */
static gboolean
store_later (InlayResolver       *self,
             InlaySharedPackage  *package,
             InlayCopy           *copy,
             const char          *text,
             InlayRowAction       action,
             GError             **error)
{
  InlayRow *row = inlay_shared_package_find_text (package, text, action == INLAY_ROW_SCOPE);

  copy->served = action != INLAY_ROW_SKIP;
  if (row == NULL)
    {
      row = inlay_shared_package_new_row (package, package->rows->len, text, action);
      g_ptr_array_add (row->copies, copy);
      inlay_shared_package_sort (package);
      return TRUE;
    }
  if (action == INLAY_ROW_SCOPE)
    {
      g_ptr_array_add (row->copies, copy);
      return TRUE;
    }
  return inlay_resolver_place_copy (self, package, row, copy, FALSE, error) != NULL;
}

/* What a later remote takes from the page: nothing globally, where it is mapped already. */
static void
write_offer (InlayMapWriter  *writer,
             const InlayCopy *copy,
             const InlayRow  *shared,
             JsonObject      *offer)
{
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *index;

  json_object_iter_init_ordered (&iter, offer);
  while (json_object_iter_next_ordered (&iter, &specifier, &index))
    {
      const InlayCopy *server = g_ptr_array_index (shared->copies, (guint) json_node_get_int (index));

      inlay_map_writer_put (writer, copy->remote, specifier, server->remote,
                            json_object_get_string_member (server->entries, specifier), NULL);
    }
}

static gboolean
merge_shared_later (InlayResolver        *self,
                    const InlayEntry     *entry,
                    const InlayExternal  *external,
                    const char           *text,
                    InlayMapWriter       *writer,
                    GError              **error)
{
  gboolean exact = strcmp (external->scope, INLAY_RESOLVER_EXACT) == 0;
  gboolean global = strcmp (external->scope, INLAY_RESOLVER_GLOBAL) == 0;
  gboolean has_range = external->range != NULL && *external->range != '\0';
  InlaySharedPackage *package = inlay_record_get_package (self->record, external->scope, external->package);
  InlayRow *shared = exact ? NULL : inlay_shared_package_find (package, INLAY_ROW_SHARE);
  g_autoptr (JsonObject) offer = offer_of (shared, external->scope);
  InlayCopy *copy = inlay_copy_new (self, entry, external, exact || !has_range ? text : external->range);
  InlayRowAction action = INLAY_ROW_SHARE;

  if (shared != NULL && !decide_later (self, copy, package->name, shared, text, offer, &action, error))
    {
      InlayRow *row = inlay_shared_package_new_row (package, package->rows->len, text, INLAY_ROW_SCOPE);

      g_ptr_array_add (row->copies, copy);
      return FALSE;
    }

  if (action == INLAY_ROW_SCOPE || (action == INLAY_ROW_SHARE && !global))
    inlay_map_writer_own (writer, copy, NULL);
  else if (action == INLAY_ROW_SHARE)
    {
      JsonObjectIter iter;
      const char *specifier;
      JsonNode *file;

      json_object_iter_init_ordered (&iter, copy->entries);
      while (json_object_iter_next_ordered (&iter, &specifier, &file))
        inlay_map_writer_put (writer, NULL, specifier, copy->remote, json_node_get_string (file), copy->bundle);
    }
  else
    {
      if (!global)
        write_offer (writer, copy, shared, offer);
      inlay_map_writer_own (writer, copy, offer);
    }
  return store_later (self, package, copy, text, action, error);
}

/* Section 11 of the specification: the first map is fixed, a second one only adds. */
gboolean
inlay_resolver_merge_later (InlayResolver     *self,
                            const InlayEntry  *entry,
                            InlayMapWriter    *writer,
                            GError           **error)
{
  InlayRemote *remote;

  remote = inlay_record_add_remote (self->record, entry);

  for (guint i = 0; i < entry->externals->len; i++)
    {
      const InlayExternal *external = g_ptr_array_index (entry->externals, i);
      g_autofree char *text = NULL;

      if (!inlay_resolver_read_version (self, entry, external, &text, error))
        return FALSE;
      if (text == NULL)
        continue;
      if (!external->singleton)
        add_private (remote, external);
      else if (!merge_shared_later (self, entry, external, text, writer, error))
        return FALSE;
    }

  inlay_map_writer_private (writer, remote);
  inlay_map_writer_chunks (writer, remote);
  inlay_map_writer_exposed (writer, remote);
  return TRUE;
}
