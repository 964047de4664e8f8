/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 5 of the specification: entries into the record. */

static InlayWord *
lowest_of (InlayWords *words,
           InlayWord  *text)
{
  const InlayRange *range = text != NULL ? inlay_word_get_range (text) : NULL;
  g_autoptr (InlayVersion) lowest = range != NULL ? inlay_range_min_version (range) : NULL;

  return inlay_words_get (words, lowest != NULL ? inlay_version_to_string (lowest) : "0.0.0");
}

/* The text of the external's version; NULL without refusing leaves the external out. */
gboolean
inlay_resolver_read_version (InlayResolver        *self,
                             const InlayEntry     *entry,
                             const InlayExternal  *external,
                             InlayWord           **text,
                             GError              **error)
{
  InlayWord *version = external->version;

  *text = version;
  if (version != NULL && inlay_word_get_version (version) != NULL)
    return TRUE;

  *text = NULL;
  if (version == NULL)
    version = inlay_words_get (self->words, "");
  if (self->options.strict_version)
    return inlay_resolver_refuse (self, error, "invalid-version", "% has % in the version “%”, which cannot be read",
                                  entry->name, external->package, version, NULL);
  inlay_resolver_warn (self, "invalid-version", "% has % in the version “%”, which cannot be read", entry->name,
                       external->package, version, NULL);
  if (!self->options.skip_invalid)
    *text = lowest_of (self->words, external->range);
  return TRUE;
}

/* Puts a copy where it belongs in a row; the host's always first, another only if it offers more
 * than a basis nobody has been served. The row owns it even when it is refused, as a refusal drops
 * the record. */
gboolean
inlay_resolver_place_copy (InlayResolver       *self,
                           InlaySharedPackage  *package,
                           InlayRow            *row,
                           InlayCopy           *copy,
                           gboolean             host,
                           GError             **error)
{
  static const char form[] = "% ships % % for %, but % of the same version is for %";
  InlayCopy *basis = inlay_row_get (row, 0);
  gboolean first = host || (!row->host && !basis->served && copy->build->n_points > basis->build->n_points);

  if (first)
    g_ptr_array_insert (row->copies, 0, copy);
  else
    g_ptr_array_add (row->copies, copy);
  row->host |= host;
  if (!copy->strict || copy->range == basis->range)
    return TRUE;
  if (self->options.strict_same_version)
    return inlay_resolver_refuse (self, error, "same-version-range-differs", form, copy->remote, package->name, row->text,
                                  copy->range, basis->remote, basis->range, NULL);
  inlay_resolver_warn (self, "same-version-range-differs", form, copy->remote, package->name, row->text, copy->range,
                       basis->remote, basis->range, NULL);
  return TRUE;
}

static gboolean
merge_shared (InlayResolver        *self,
              const InlayEntry     *entry,
              const InlayExternal  *external,
              InlayWord            *text,
              GError              **error)
{
  InlayShareScope *scope = inlay_record_get_scope (self->record, external->scope);
  gboolean exact = inlay_share_scope_is_exact (scope);
  InlaySharedPackage *package = inlay_share_scope_get_package (scope, external->package);
  InlayCopy *copy = inlay_copy_new (self->record, entry, external, exact || external->range == NULL ? text : external->range);
  InlayRow *row = inlay_shared_package_find_merge (package, text);

  package->dirty |= !exact;
  if (exact)
    package->rule = INLAY_RULE_EXACT;
  if (row != NULL)
    return inlay_resolver_place_copy (self, package, row, copy, entry->host, error);

  row = inlay_shared_package_new_row (package, text, exact ? INLAY_ROW_SHARE : INLAY_ROW_SKIP);
  row->host = entry->host;
  g_ptr_array_add (row->copies, copy);
  return TRUE;
}

/* Rows are sorted once all entries are in, by inlay_resolver_end_merge(). */
gboolean
inlay_resolver_merge (InlayResolver     *self,
                      const InlayEntry  *entry,
                      GError           **error)
{
  InlayRemote *remote = inlay_record_add_remote (self->record, entry);

  for (guint i = 0; i < entry->externals->len; i++)
    {
      const InlayExternal *external = &g_array_index (entry->externals, InlayExternal, i);
      InlayWord *text;

      if (!inlay_resolver_read_version (self, entry, external, &text, error))
        return FALSE;
      if (text == NULL)
        continue;
      if (!external->singleton)
        inlay_remote_add_private (remote, external->package, external->build);
      else if (!merge_shared (self, entry, external, text, error))
        return FALSE;
    }
  return TRUE;
}

void
inlay_resolver_end_merge (InlayResolver *self)
{
  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);

      for (guint p = 0; p < scope->packages->len; p++)
        inlay_shared_package_sort (g_ptr_array_index (scope->packages, p));
    }
}
