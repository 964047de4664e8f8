/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-catalog.h"

#include <string.h>

#include "resolve/inlay-catalog-private.h"

/* How much a hit in a field says; a word at the start of the field counts double. */
enum
{
  WEIGHT_DESCRIPTION = 1,
  WEIGHT_TAG = 3,
  WEIGHT_ID = 4,
  WEIGHT_NAME = 6,
};

typedef struct
{
  InlayModule *module;
  guint        score;
} Hit;

static char *
fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);

  return decomposed != NULL ? g_utf8_casefold (decomposed, -1) : g_strdup ("");
}

static guint
score_field (const char *field,
             const char *word,
             guint       weight)
{
  g_autofree char *folded = NULL;
  const char *hit;

  if (field == NULL)
    return 0;
  folded = fold (field);
  hit = strstr (folded, word);
  if (hit == NULL)
    return 0;
  return hit == folded ? 2 * weight : weight;
}

static guint
score_word (InlayModule *module,
            const char  *word)
{
  const char * const *tags = inlay_module_get_tags (module);
  guint score = score_field (inlay_module_get_name (module), word, WEIGHT_NAME);

  score += score_field (inlay_module_get_id (module), word, WEIGHT_ID);
  score += score_field (inlay_module_get_category (module), word, WEIGHT_TAG);
  score += score_field (inlay_module_get_description (module), word, WEIGHT_DESCRIPTION);
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    score += score_field (tags[i], word, WEIGHT_TAG);
  return score;
}

/* Every word must hit; 0 when one does not. */
static guint
score_module (InlayModule  *module,
              char        **words)
{
  guint sum = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint score = *words[i] != '\0' ? score_word (module, words[i]) : 1;

      if (score == 0)
        return 0;
      sum += score;
    }
  return MAX (sum, 1);
}

static gint
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const Hit *left = a;
  const Hit *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return strcmp (inlay_module_get_id (left->module), inlay_module_get_id (right->module));
}

/**
 * inlay_catalog_search:
 * @self: a catalog
 * @text: (nullable): words that must all occur in a module's name, id, tags, category or
 *   description, whatever their case and accents; empty for every module
 * @category: (nullable): only modules of this category
 *
 * Returns: (transfer container) (element-type InlayModule): the newest version of each module that
 *   matches, best first
 */
GPtrArray *
inlay_catalog_search (InlayCatalog *self,
                      const char   *text,
                      const char   *category)
{
  g_autofree char *folded = fold (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; self->ids[i] != NULL; i++)
    {
      Hit hit = { inlay_catalog_get_newest (self, self->ids[i]), 0 };

      if (category != NULL && g_strcmp0 (inlay_module_get_category (hit.module), category) != 0)
        continue;
      hit.score = score_module (hit.module, words);
      if (hit.score > 0)
        g_array_append_val (hits, hit);
    }

  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (found, g_array_index (hits, Hit, i).module);
  return found;
}
