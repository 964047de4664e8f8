/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

/* Compositions: each as it is kept, and as it would be served if it were deployed now. */

/* What came of assembling a composition from one shelf. */
typedef struct InlayPartTrial
{
  InlaySite *site;   /* nullable */
  char *problem;     /* nullable */
} Trial;

static void
trial_free (Trial *trial)
{
  g_clear_pointer (&trial->site, inlay_site_unref);
  g_free (trial->problem);
  g_free (trial);
}

static InlayPartComposition *
composition_new (JsonNode   *document,
                 const char *mark)
{
  InlayPartComposition *self = g_new0 (InlayPartComposition, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->document = json_node_ref (document);
  self->mark = g_strdup (mark);
  return self;
}

void
inlay_part_composition_unref (InlayPartComposition *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->trial, trial_free);
  json_node_unref (self->document);
  g_free (self->mark);
  g_free (self);
}

static Trial *
try (InlayPartComposition *self,
     InlayShelf           *shelf)
{
  Trial *trial = g_new0 (Trial, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayAssembly) assembly = inlay_assemble (shelf, self->document, &error);

  if (assembly != NULL)
    trial->site = inlay_site_new_of (assembly, NULL);
  else
    trial->problem = g_strdup (error->message);
  return trial;
}

/**
 * inlay_part_composition_assemble:
 * @self: a composition of a part
 * @shelf: the shelf that part was made with
 * @problem: (out) (nullable): why it cannot be served
 *
 * Done when it is first asked for: a registry may keep many compositions, and any module that is
 * published could be meant by all of them.
 *
 * Returns: (transfer none) (nullable): the composition as it would be served now
 */
InlaySite *
inlay_part_composition_assemble (InlayPartComposition  *self,
                                 InlayShelf            *shelf,
                                 const char           **problem)
{
  Trial *trial = g_atomic_pointer_get (&self->trial);

  if (trial == NULL)
    {
      trial = try (self, shelf);
      if (!g_atomic_pointer_compare_and_exchange (&self->trial, NULL, trial))
        trial_free (trial);
      trial = g_atomic_pointer_get (&self->trial);
    }
  *problem = trial->problem;
  return trial->site;
}

static InlayBody *
write_composition (InlayPart     *part G_GNUC_UNUSED,
                   gconstpointer  composition)
{
  return inlay_body_new_json (json_node_ref (((const InlayPartComposition *) composition)->document));
}

static InlayBody *
write_compositions (InlayPart     *part,
                    gconstpointer  item G_GNUC_UNUSED)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (part->compositions), (GCompareFunc) strcmp);
  JsonArray *all = json_array_new ();

  for (GList *l = ids; l != NULL; l = l->next)
    {
      InlayPartComposition *composition = g_hash_table_lookup (part->compositions, l->data);
      const char *name = inlay_json_get_string (composition->document, "name");

      json_array_add_element (all, inlay_json_new_object ("id", inlay_json_new_string (l->data),
                                                          "name", inlay_json_new_string (name != NULL ? name : l->data), NULL));
    }
  return inlay_body_new_json (inlay_json_take_array (all));
}

/* The one before, when neither it nor what it is made of changed; its document, when only that did not. */
static InlayPartComposition *
reuse (InlayPart  *part,
       InlayPart  *before,
       const char *id,
       const char *mark)
{
  InlayPartComposition *found = before != NULL ? g_hash_table_lookup (before->compositions, id) : NULL;

  if (found == NULL || strcmp (found->mark, mark) != 0)
    return NULL;
  if (part->shelf != before->shelf)
    return composition_new (found->document, mark);
  g_atomic_ref_count_inc (&found->ref_count);
  return found;
}

/* All at once for the first time, afterwards what is new. */
static JsonNode *
read_document (InlayRegistryStore  *store,
               GHashTable          *all,
               const char          *id,
               GError             **error)
{
  JsonNode *document = all != NULL ? g_hash_table_lookup (all, id) : NULL;

  return document != NULL ? json_node_ref (document) : inlay_registry_store_get_composition (store, id, error);
}

InlayPart *
inlay_part_new_compositions (InlayRegistryStore  *store,
                             InlayShelf          *shelf,
                             InlayPart           *before,
                             GError             **error)
{
  g_autoptr (InlayPart) part = inlay_part_new ();
  g_autoptr (GHashTable) marks = inlay_registry_store_mark_compositions (store, error);
  g_autoptr (GHashTable) all = marks != NULL && before == NULL ? inlay_registry_store_list_compositions (store, error) : NULL;
  GHashTableIter iter;
  gpointer id, mark;

  if (marks == NULL || (before == NULL && all == NULL))
    return NULL;

  part->shelf = inlay_shelf_ref (shelf);
  g_hash_table_iter_init (&iter, marks);
  while (g_hash_table_iter_next (&iter, &id, &mark))
    {
      InlayPartComposition *composition = reuse (part, before, id, mark);
      g_autoptr (JsonNode) document = composition == NULL ? read_document (store, all, id, error) : NULL;

      if (composition == NULL && document == NULL)
        return NULL;
      if (composition == NULL)
        composition = composition_new (document, mark);
      g_hash_table_insert (part->compositions, g_strdup (id), composition);
      inlay_part_add (part, write_composition, composition, INLAY_PATH_COMPOSITIONS, id);
    }
  inlay_part_add (part, write_compositions, NULL, INLAY_PATH_COMPOSITIONS, NULL);
  return g_steal_pointer (&part);
}
