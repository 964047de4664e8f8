/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

#include <string.h>

/* What the gates look at: the remotes of one pool, what each ships, and what everyone has. */

static void
remote_free (gpointer data)
{
  InlayPoolRemote *self = data;

  g_array_unref (self->copies);
  g_array_unref (self->points);
  g_free (self);
}

static void
specifier_clear (gpointer data)
{
  InlayPoolSpecifier *self = data;

  g_free (self->covers);
  g_free (self->matches);
}

static InlayPoolRemote *
get_remote (InlayPool *self,
            InlayWord *name)
{
  InlayPoolRemote *remote = inlay_pool_find_remote (self, name);

  if (remote != NULL)
    return remote;
  remote = g_new0 (InlayPoolRemote, 1);
  remote->name = name;
  remote->copies = g_array_new (FALSE, FALSE, sizeof (InlayPoolCopy));
  remote->points = g_array_new (FALSE, FALSE, sizeof (InlayPoolPoint));
  remote->serving = INLAY_POOL_NOBODY;
  g_ptr_array_add (self->remotes, remote);
  g_hash_table_insert (self->by_name, name, GUINT_TO_POINTER (self->remotes->len));
  return remote;
}

static guint
get_specifier (InlayPool *self,
               InlayWord *name)
{
  gpointer known = g_hash_table_lookup (self->by_text, name);
  InlayPoolSpecifier specifier = { name };

  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;
  g_array_append_val (self->specifiers, specifier);
  g_hash_table_insert (self->by_text, name, GUINT_TO_POINTER (self->specifiers->len));
  return self->specifiers->len - 1;
}

static void
add_copy (InlayPool *self,
          guint      member,
          InlayRow  *row,
          InlayCopy *copy)
{
  InlayPoolRemote *remote = get_remote (self, copy->remote);
  InlayPoolCopy added = { member, row, copy };

  g_array_append_val (remote->copies, added);
  for (guint i = 0; i < copy->build->n_points; i++)
    {
      InlayPoolPoint point = { get_specifier (self, copy->build->points[i].specifier), row->text,
                               copy->build->points[i].file };

      g_array_append_val (remote->points, point);
    }
}

static gint
compare_points (gconstpointer a,
                gconstpointer b)
{
  const InlayPoolPoint *x = a, *y = b;

  return x->specifier < y->specifier ? -1 : x->specifier > y->specifier;
}

/* Sorted for finding; of several points of one specifier the first stays, as the sort is stable. */
static void
settle_points (InlayPoolRemote *self)
{
  guint kept = 0;

  g_array_sort (self->points, compare_points);
  for (guint i = 0; i < self->points->len; i++)
    {
      InlayPoolPoint point = g_array_index (self->points, InlayPoolPoint, i);

      if (kept == 0 || g_array_index (self->points, InlayPoolPoint, kept - 1).specifier != point.specifier)
        g_array_index (self->points, InlayPoolPoint, kept++) = point;
    }
  g_array_set_size (self->points, kept);
}

InlayPool *
inlay_pool_new (InlayResolver   *resolver,
                InlayShareScope *scope,
                GPtrArray       *members)
{
  InlayPool *self = g_new0 (InlayPool, 1);

  self->resolver = resolver;
  self->scope = scope;
  self->members = g_ptr_array_ref (members);
  self->remotes = g_ptr_array_new_with_free_func (remote_free);
  self->by_name = g_hash_table_new (NULL, NULL);
  self->specifiers = g_array_new (FALSE, FALSE, sizeof (InlayPoolSpecifier));
  g_array_set_clear_func (self->specifiers, specifier_clear);
  self->by_text = g_hash_table_new (NULL, NULL);
  for (guint m = 0; m < members->len; m++)
    for (guint r = 0; r < inlay_pool_get_member (self, m)->rows->len; r++)
      {
        InlayRow *row = inlay_shared_package_get (inlay_pool_get_member (self, m), r);

        for (guint i = 0; i < row->copies->len; i++)
          add_copy (self, m, row, inlay_row_get (row, i));
        if (row->host)
          inlay_pool_find_remote (self, inlay_row_get (row, 0)->remote)->host = TRUE;
      }
  self->n_words = (self->remotes->len + 63) / 64;
  for (guint i = 0; i < self->remotes->len; i++)
    settle_points (inlay_pool_get_remote (self, i));
  return self;
}

void
inlay_pool_free (InlayPool *self)
{
  g_ptr_array_unref (self->members);
  g_ptr_array_unref (self->remotes);
  g_hash_table_unref (self->by_name);
  g_array_unref (self->specifiers);
  g_hash_table_unref (self->by_text);
  g_free (self);
}

InlayPoolRemote *
inlay_pool_find_remote (const InlayPool *self,
                        const InlayWord *name)
{
  gpointer number = g_hash_table_lookup (self->by_name, name);

  return number != NULL ? inlay_pool_get_remote (self, GPOINTER_TO_UINT (number) - 1) : NULL;
}

InlayPoolPoint *
inlay_pool_remote_find (const InlayPoolRemote *self,
                        guint                  specifier)
{
  guint start = 0, end = self->points->len;

  while (start < end)
    {
      guint middle = start + (end - start) / 2;
      InlayPoolPoint *point = &g_array_index (self->points, InlayPoolPoint, middle);

      if (point->specifier == specifier)
        return point;
      if (point->specifier < specifier)
        start = middle + 1;
      else
        end = middle;
    }
  return NULL;
}

/* Returns: (nullable): the remote's first copy of a member. */
InlayPoolCopy *
inlay_pool_remote_find_member (const InlayPoolRemote *self,
                               guint                  member)
{
  guint start = 0, end = self->copies->len;

  while (start < end)
    {
      guint middle = start + (end - start) / 2;

      if (g_array_index (self->copies, InlayPoolCopy, middle).member < member)
        start = middle + 1;
      else
        end = middle;
    }
  if (start == self->copies->len || g_array_index (self->copies, InlayPoolCopy, start).member != member)
    return NULL;
  return &g_array_index (self->copies, InlayPoolCopy, start);
}

/* The number of the remote whose files everyone has for a member: no island and, with @moved, none
 * that itself uses another's. */
guint
inlay_pool_find_basis (const InlayPool *self,
                       guint            member,
                       gboolean         moved)
{
  const InlayRow *shared = inlay_shared_package_find (inlay_pool_get_member (self, member), INLAY_ROW_SHARE);

  for (guint i = 0; shared != NULL && i < shared->copies->len; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, inlay_row_get (shared, i)->remote)) - 1;
      const InlayPoolRemote *remote = inlay_pool_get_remote (self, number);

      if (remote->cause == INLAY_CAUSE_NONE &&
          (!moved || remote->serving == INLAY_POOL_NOBODY || remote->serving == number))
        return number;
    }
  return INLAY_POOL_NOBODY;
}

static void
claim_row (InlayPool      *self,
           const InlayRow *row)
{
  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = inlay_row_get (row, i);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, copy->remote)) - 1;

      if (copy->served_by != NULL || inlay_pool_get_remote (self, number)->cause != INLAY_CAUSE_NONE)
        continue;
      for (guint k = 0; k < copy->build->n_points; k++)
        {
          guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_text, copy->build->points[k].specifier)) - 1;
          InlayPoolSpecifier *specifier = inlay_pool_get_specifier (self, at);

          if (specifier->version != NULL)
            continue;
          specifier->version = row->text;
          specifier->remote = number;
        }
    }
}

static void
mark_builds (InlayPool *self)
{
  for (guint r = 0; r < self->remotes->len; r++)
    {
      const InlayPoolRemote *remote = inlay_pool_get_remote (self, r);

      for (guint i = 0; remote->cause == INLAY_CAUSE_NONE && i < remote->points->len; i++)
        {
          const InlayPoolPoint *point = &g_array_index (remote->points, InlayPoolPoint, i);
          InlayPoolSpecifier *specifier = inlay_pool_get_specifier (self, point->specifier);

          inlay_pool_set_add (specifier->covers, r);
          if (specifier->version == point->version)
            inlay_pool_set_add (specifier->matches, r);
        }
    }
}

/* What everyone has for each specifier, in the order the map is written, and which builds have it. */
void
inlay_pool_claim (InlayPool *self)
{
  for (guint i = 0; i < self->specifiers->len; i++)
    {
      InlayPoolSpecifier *specifier = inlay_pool_get_specifier (self, i);

      specifier_clear (specifier);
      specifier->version = NULL;
      specifier->covers = g_new0 (guint64, self->n_words);
      specifier->matches = g_new0 (guint64, self->n_words);
    }
  for (guint m = 0; m < self->members->len; m++)
    {
      InlaySharedPackage *member = inlay_pool_get_member (self, m);
      const InlayRow *shared = inlay_shared_package_find (member, INLAY_ROW_SHARE);

      if (shared != NULL)
        claim_row (self, shared);
      for (guint r = 0; r < member->rows->len; r++)
        if (inlay_shared_package_get (member, r)->action == INLAY_ROW_SKIP)
          claim_row (self, inlay_shared_package_get (member, r));
    }
  mark_builds (self);
}

/* Whether what everyone has is, for all this remote needs, what one single build shipped. */
gboolean
inlay_pool_is_witnessed (const InlayPool       *self,
                         const InlayPoolRemote *remote)
{
  for (guint word = 0; word < self->n_words; word++)
    {
      guint64 builds = G_MAXUINT64;

      for (guint i = 0; i < remote->points->len && builds != 0; i++)
        builds &= inlay_pool_get_specifier (self, g_array_index (remote->points, InlayPoolPoint, i).specifier)->matches[word];
      if (builds != 0)
        return TRUE;
    }
  return FALSE;
}

/* Takes out of @set the builds whose version of a member this copy's range does not allow. */
static void
keep_accepted (const InlayPool     *self,
               const InlayPoolCopy *wanted,
               guint64             *set)
{
  const InlaySharedPackage *member = inlay_pool_get_member (self, wanted->member);
  guint mark = inlay_words_mark (self->resolver->words);

  for (guint r = 0; r < member->rows->len; r++)
    if (inlay_copy_accepts (wanted->copy, inlay_shared_package_get (member, r)))
      inlay_shared_package_get (member, r)->text->mark = mark;
  for (guint word = 0; word < self->n_words; word++)
    for (guint64 left = set[word]; left != 0; left &= left - 1)
      {
        guint bit = (guint) __builtin_ctzll (left);
        const InlayPoolCopy *offered =
          inlay_pool_remote_find_member (inlay_pool_get_remote (self, word * 64 + bit), wanted->member);

        if (offered == NULL || offered->row->text->mark != mark)
          set[word] &= ~(G_GUINT64_CONSTANT (1) << bit);
      }
}

/* Returns: (transfer full): the builds that have all this remote needs in versions it allows. */
guint64 *
inlay_pool_find_servers (const InlayPool       *self,
                         const InlayPoolRemote *remote)
{
  guint64 *set = g_new (guint64, self->n_words);
  guint last = G_MAXUINT;

  memset (set, 0xff, self->n_words * sizeof *set);
  for (guint i = 0; i < remote->points->len; i++)
    {
      const InlayPoolSpecifier *specifier =
        inlay_pool_get_specifier (self, g_array_index (remote->points, InlayPoolPoint, i).specifier);

      for (guint word = 0; word < self->n_words; word++)
        set[word] &= specifier->covers[word];
    }
  for (guint i = 0; i < remote->copies->len; i++)
    {
      const InlayPoolCopy *wanted = &g_array_index (remote->copies, InlayPoolCopy, i);

      if (wanted->member != last)
        keep_accepted (self, wanted, set);
      last = wanted->member;
    }
  return set;
}
