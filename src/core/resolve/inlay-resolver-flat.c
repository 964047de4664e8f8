/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 4 of the specification: entry points that each came as an external of their own become one
 * external of their package again. */

static gboolean
is_part (const InlayExternal *self)
{
  return self->flat && !g_str_has_prefix (self->package->text, "@nf-internal");
}

static gboolean
is_same_package (const InlayExternal *a,
                 const InlayExternal *b)
{
  return is_part (a) && a->package == b->package && a->singleton == b->singleton && a->strict == b->strict &&
         a->range == b->range && a->version == b->version && a->scope == b->scope;
}

/* The parts of both; of two files for one specifier the later. All their bundles are kept. */
static void
unite (InlayExternal       *to,
       const InlayExternal *from)
{
  const InlayBuild *a = to->build, *b = from->build;
  g_autofree InlayPoint *points = g_new (InlayPoint, a->n_points + b->n_points);
  g_autofree InlayWord **bundles = g_new (InlayWord *, a->n_bundles + b->n_bundles);
  InlayBuild *both;
  guint n = a->n_points, at = 0;

  memcpy (points, a->points, a->n_points * sizeof *points);
  for (guint i = 0; i < b->n_points; i++)
    {
      for (at = 0; at < n && points[at].specifier != b->points[i].specifier; at++)
        ;
      points[at] = b->points[i];
      n = MAX (n, at + 1);
    }
  for (guint i = 0; i < a->n_bundles; i++)
    bundles[i] = a->bundles[i];
  for (guint i = 0; i < b->n_bundles; i++)
    bundles[a->n_bundles + i] = b->bundles[i];
  both = inlay_build_new (points, n, bundles, a->n_bundles + b->n_bundles,
                          a->pool != NULL ? a->pool : b->pool);
  inlay_build_unref (to->build);
  to->build = both;
}

void
inlay_entry_convert_flat (InlayResolver *resolver,
                          InlayEntry    *self)
{
  GArray *externals = self->externals;

  for (guint i = 0; i < externals->len;)
    {
      InlayExternal *external = &g_array_index (externals, InlayExternal, i), *first = NULL;

      if (is_part (external))
        {
          external->package = inlay_words_get_length (resolver->words, external->package->text,
                                                      inlay_resolver_package_length (external->package->text));
          for (guint k = 0; k < i && first == NULL; k++)
            if (is_same_package (&g_array_index (externals, InlayExternal, k), external))
              first = &g_array_index (externals, InlayExternal, k);
        }
      if (first == NULL)
        {
          i++;
          continue;
        }
      unite (first, external);
      g_array_remove_index (externals, i);
    }
}
