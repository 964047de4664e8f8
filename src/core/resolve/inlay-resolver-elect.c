/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

/* Section 7 of the specification: which version is shared. */

static InlayRow *
find_pinned (InlayResolver         *self,
             const InlayShareScope *scope,
             InlaySharedPackage    *package)
{
  JsonNode *pins = self->options.pins != NULL ? inlay_json_get_member (self->options.pins, scope->name->text) : NULL;
  const char *version = inlay_json_get_string (pins, package->name->text);
  InlayWord *text = version != NULL ? inlay_words_get (self->words, version) : NULL;

  for (guint i = 0; text != NULL && i < package->rows->len; i++)
    if (inlay_shared_package_get (package, i)->text == text)
      return inlay_shared_package_get (package, i);
  return NULL;
}

static InlayRow *
find_host (const InlaySharedPackage *package)
{
  for (guint i = 0; i < package->rows->len; i++)
    if (inlay_shared_package_get (package, i)->host)
      return inlay_shared_package_get (package, i);
  return NULL;
}

static gboolean
has_served (const InlayRow *row)
{
  for (guint i = 0; i < row->copies->len; i++)
    if (inlay_row_get (row, i)->served)
      return TRUE;
  return FALSE;
}

/* Keeps of @tied the rows for which @measure is least; says whether that told them apart. */
static gboolean
keep_least (GPtrArray   *tied,
            const guint *measures)
{
  guint least = G_MAXUINT, kept = 0, before = tied->len;

  for (guint i = 0; i < tied->len; i++)
    least = MIN (least, measures[i]);
  for (guint i = 0; i < tied->len; i++)
    if (measures[i] == least)
      tied->pdata[kept++] = tied->pdata[i];
  g_ptr_array_set_size (tied, (gint) kept);
  return kept < before;
}

/* The cheapest rows; of these, as the documented election has it, those served before; of these, the
 * ones that lack least; of these, the newest. */
static InlayRow *
find_cheapest (InlayResolver      *self,
               InlaySharedPackage *package)
{
  g_autofree guint *measures = inlay_resolver_costs (self, package);
  g_autoptr (GPtrArray) tied = g_ptr_array_new ();

  for (guint i = 0; i < package->rows->len; i++)
    {
      inlay_shared_package_get (package, i)->cost = measures[i];
      g_ptr_array_add (tied, inlay_shared_package_get (package, i));
    }
  package->rule = keep_least (tied, measures) ? INLAY_RULE_FEWEST : INLAY_RULE_NEWEST;
  if (tied->len == 1)
    return g_ptr_array_index (tied, 0);

  if (self->options.documented)
    {
      for (guint i = 0; i < tied->len; i++)
        measures[i] = has_served (g_ptr_array_index (tied, i)) ? 0 : 1;
      if (keep_least (tied, measures))
        package->rule = INLAY_RULE_SERVED;
    }
  if (tied->len > 1 && !inlay_shared_package_is_uniform (package))
    {
      for (guint i = 0; i < tied->len; i++)
        measures[i] = inlay_resolver_gaps (package, g_ptr_array_index (tied, i));
      if (keep_least (tied, measures))
        package->rule = INLAY_RULE_COVERS;
    }
  if (tied->len > 1)
    package->rule = INLAY_RULE_NEWEST;
  return g_ptr_array_index (tied, 0);
}

/* The row that @package shares, with the rule that says so. */
InlayRow *
inlay_resolver_elect_row (InlayResolver         *self,
                          const InlayShareScope *scope,
                          InlaySharedPackage    *package)
{
  InlayRow *row = find_pinned (self, scope, package);

  package->rule = INLAY_RULE_PINNED;
  if (row != NULL)
    return row;
  package->rule = INLAY_RULE_HOST;
  if ((row = find_host (package)) != NULL)
    return row;
  package->rule = INLAY_RULE_LATEST;
  if (self->options.latest)
    return inlay_shared_package_get (package, 0);
  return find_cheapest (self, package);
}
