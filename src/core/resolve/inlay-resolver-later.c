/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

/* Section 11 of the specification: the first map is fixed, a second one only adds. All verdicts are
 * made before anything is written, as pooling looks at all of them. */

static void
choice_free (gpointer data)
{
  InlayLaterChoice *self = data;

  g_clear_pointer (&self->offer, inlay_offer_free);
  g_clear_pointer (&self->redirects, g_hash_table_unref);
  g_free (self);
}

static gboolean
judge_coverage (InlayResolver     *self,
                InlayLaterChoice  *choice,
                const InlayRow    *shared,
                GError           **error)
{
  const InlayWord *remote = choice->copy->remote;

  if (choice->same || inlay_offer_count_gaps (choice->offer, choice->copy->build) == 0)
    return TRUE;
  if (self->options.strict_coverage)
    return inlay_resolver_refuse (self, error, "uncovered-entrypoint", "% uses parts of % that % lacks", remote,
                                  choice->package->name, shared->text, NULL);
  if (self->options.scope_uncovered)
    {
      choice->action = INLAY_ROW_SCOPE;
      choice->copy->cause = INLAY_CAUSE_COVERAGE;
    }
  return TRUE;
}

/* What becomes of a copy that meets a shared version. */
static gboolean
judge_later (InlayResolver     *self,
             InlayLaterChoice  *choice,
             const InlayRow    *shared,
             GError           **error)
{
  static const char form[] = "% needs % %, the page shares %";
  const InlayCopy *copy = choice->copy;

  choice->action = INLAY_ROW_SKIP;
  if (!inlay_copy_accepts (copy, shared))
    {
      if (copy->strict && self->options.strict_compatibility)
        return inlay_resolver_refuse (self, error, "incompatible-version", form, copy->remote, choice->package->name,
                                      copy->range, shared->text, NULL);
      inlay_resolver_warn (self, "incompatible-version", form, copy->remote, choice->package->name, copy->range,
                           shared->text, NULL);
      if (copy->strict)
        choice->action = INLAY_ROW_SCOPE;
    }
  return choice->action == INLAY_ROW_SCOPE || judge_coverage (self, choice, shared, error);
}

/* The row that takes the copy; a version that becomes shared has a row of its own. */
static InlayRow *
find_row (InlayLaterChoice *choice)
{
  switch (choice->action)
    {
    case INLAY_ROW_SCOPE:
      return inlay_shared_package_find_text (choice->package, choice->text, TRUE);
    case INLAY_ROW_SHARE:
      return inlay_share_scope_is_exact (choice->scope) ? inlay_shared_package_find_merge (choice->package, choice->text)
                                                        : NULL;
    case INLAY_ROW_SKIP:
    default:
      return inlay_shared_package_find_merge (choice->package, choice->text);
    }
}

/* Records the copy; what it serves itself counts as served. */
static gboolean
store_later (InlayResolver     *self,
             InlayLaterChoice  *choice,
             GError           **error)
{
  InlaySharedPackage *package = choice->package;
  InlayRow *row = find_row (choice);

  choice->copy->served = choice->action != INLAY_ROW_SKIP;
  if (row != NULL && choice->action != INLAY_ROW_SCOPE)
    return inlay_resolver_place_copy (self, package, row, choice->copy, FALSE, error);
  if (row == NULL)
    {
      row = inlay_shared_package_new_row (package, choice->text, choice->action);
      inlay_shared_package_sort (package);
      if (choice->action == INLAY_ROW_SHARE && package->rule != INLAY_RULE_EXACT)
        package->rule = INLAY_RULE_LATER;
    }
  g_ptr_array_add (row->copies, choice->copy);
  return TRUE;
}

/* The copy belongs to the record from here on, also when it is refused: that drops the record. */
static gboolean
choose (InlayResolver        *self,
        const InlayEntry     *entry,
        const InlayExternal  *external,
        InlayWord            *text,
        GPtrArray            *choices,
        GError              **error)
{
  InlayLaterChoice *choice = g_new0 (InlayLaterChoice, 1);
  gboolean exact, judged = TRUE;
  InlayRow *shared;

  g_ptr_array_add (choices, choice);
  choice->scope = inlay_record_get_scope (self->record, external->scope);
  choice->package = inlay_share_scope_get_package (choice->scope, external->package);
  choice->text = text;
  choice->action = INLAY_ROW_SHARE;
  exact = inlay_share_scope_is_exact (choice->scope);
  shared = exact ? NULL : inlay_shared_package_find (choice->package, INLAY_ROW_SHARE);
  choice->copy = inlay_copy_new (self->record, entry, external, exact || external->range == NULL ? text : external->range);
  choice->same = shared != NULL && shared->text == text;
  choice->offer = inlay_offer_new (shared, inlay_share_scope_is_global (choice->scope));
  if (exact)
    choice->package->rule = INLAY_RULE_EXACT;
  choice->unshared = shared == NULL && !exact && !self->options.documented &&
                     inlay_shared_package_find_merge (choice->package, text) != NULL;
  if (choice->unshared)
    choice->action = INLAY_ROW_SKIP;
  if (shared != NULL)
    judged = judge_later (self, choice, shared, error);
  return store_later (self, choice, judged ? error : NULL) && judged;
}

/* What the page has for a remote of a group, or the anchor's files for a pooled one. */
static void
write_given (InlayMapWriter         *writer,
             const InlayLaterChoice *choice)
{
  const InlayBuild *build = choice->copy->build;
  gboolean global = inlay_share_scope_is_global (choice->scope);

  for (guint i = 0; choice->redirects != NULL && i < build->n_points; i++)
    {
      InlayWord *file = g_hash_table_lookup (choice->redirects, build->points[i].specifier);

      if (file != NULL)
        inlay_map_writer_put (writer, choice->copy->remote, build->points[i].specifier, choice->anchor, file, NULL);
    }
  for (guint i = 0; choice->redirects == NULL && !global && i < choice->offer->points->len; i++)
    {
      const InlayOfferPoint *point = &g_array_index (choice->offer->points, InlayOfferPoint, i);

      inlay_map_writer_put (writer, choice->copy->remote, point->specifier, point->copy->remote, point->file, NULL);
    }
}

/* From its own files what the page lacks; where parts must come from one version, only a copy of
 * that same version may. */
static gboolean
fill_later (InlayMapWriter          *writer,
            const InlayLaterChoice  *choice,
            GError                 **error)
{
  static const char form[] = "% uses parts of % that the shared version lacks";
  InlayResolver *resolver = writer->resolver;
  const InlayResolverOptions *options = &resolver->options;
  gboolean fills = choice->same || (!options->strict_coverage && !options->scope_uncovered);

  if (choice->redirects != NULL || inlay_offer_count_gaps (choice->offer, choice->copy->build) == 0)
    return TRUE;
  if (!fills && (options->strict_coverage || options->strict_import_map))
    return inlay_resolver_refuse (resolver, error, "uncovered-entrypoint", form, choice->copy->remote,
                                  choice->package->name, NULL);
  inlay_resolver_warn (resolver, fills ? "entry-filled" : "uncovered-entrypoint", form, choice->copy->remote,
                       choice->package->name, NULL);
  if (fills)
    inlay_map_writer_own (writer, choice->copy, choice->offer);
  /* Only its own remote sees that file, so it is no offer to others. */
  choice->copy->served = FALSE;
  return TRUE;
}

static gboolean
write_choice (InlayMapWriter          *writer,
              const InlayLaterChoice  *choice,
              GError                 **error)
{
  const InlayBuild *build = choice->copy->build;
  gboolean global = inlay_share_scope_is_global (choice->scope);

  if (choice->action == INLAY_ROW_SKIP && (!choice->unshared || choice->redirects != NULL))
    {
      write_given (writer, choice);
      return fill_later (writer, choice, error);
    }
  if (choice->action != INLAY_ROW_SHARE || !global)
    inlay_map_writer_own (writer, choice->copy, NULL);
  else
    for (guint i = 0; i < build->n_points; i++)
      inlay_map_writer_put (writer, NULL, build->points[i].specifier, choice->copy->remote, build->points[i].file, build);
  return TRUE;
}

gboolean
inlay_resolver_merge_later (InlayResolver     *self,
                            const InlayEntry  *entry,
                            InlayMapWriter    *writer,
                            GError           **error)
{
  InlayRemote *remote = inlay_record_add_remote (self->record, entry);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (choice_free);

  remote->later = TRUE;
  for (guint i = 0; i < entry->externals->len; i++)
    {
      const InlayExternal *external = &g_array_index (entry->externals, InlayExternal, i);
      InlayWord *text;

      if (!inlay_resolver_read_version (self, entry, external, &text, error))
        return FALSE;
      if (text != NULL && !external->singleton)
        inlay_remote_add_private (remote, external->package, external->build);
      else if (text != NULL && !choose (self, entry, external, text, choices, error))
        return FALSE;
    }

  inlay_resolver_pool_later (self, entry, choices);
  inlay_map_writer_private (writer, remote);
  for (guint i = 0; i < choices->len; i++)
    if (!write_choice (writer, g_ptr_array_index (choices, i), error))
      return FALSE;
  inlay_map_writer_chunks (writer, remote);
  inlay_map_writer_exposed (writer, remote);
  inlay_resolver_warn_directories (self);
  return TRUE;
}
