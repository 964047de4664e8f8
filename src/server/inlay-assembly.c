/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-assembly.h"

/* What an assembly was made of. */
typedef struct
{
  JsonNode *document;    /* nullable */
  GPtrArray *given;      /* nullable, of InlayWireModule */
  InlayAssembly *assembly;
} Memo;

static void
memo_free (gpointer data)
{
  Memo *memo = data;

  g_clear_pointer (&memo->document, json_node_unref);
  g_clear_pointer (&memo->given, g_ptr_array_unref);
  inlay_assembly_unref (memo->assembly);
  g_free (memo);
}

/**
 * inlay_assembly_new:
 * @release: (transfer full): a release
 * @modules: (transfer full) (element-type InlayRegistryModule): what it loads
 *
 * Returns: (transfer full): both
 */
InlayAssembly *
inlay_assembly_new (InlayRelease *release,
                    GPtrArray    *modules)
{
  InlayAssembly *self = g_new0 (InlayAssembly, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->release = release;
  self->modules = modules;
  return self;
}

InlayAssembly *
inlay_assembly_ref (InlayAssembly *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_assembly_unref (InlayAssembly *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->release, inlay_release_unref);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->manifest, g_bytes_unref);
  g_free (self);
}

/* Two threads may make the same; the first one's stays. */
static GBytes *
keep_first (GBytes **place,
            GBytes  *made)
{
  if (!g_atomic_pointer_compare_and_exchange (place, NULL, made))
    g_bytes_unref (made);
  return g_atomic_pointer_get (place);
}

/**
 * inlay_assembly_get_page:
 * @self: an assembly
 *
 * Returns: (transfer none): its page
 */
GBytes *
inlay_assembly_get_page (InlayAssembly *self)
{
  GBytes *page = g_atomic_pointer_get (&self->page);

  return page != NULL ? page : keep_first (&self->page, inlay_page_write (self->release));
}

/**
 * inlay_assembly_get_manifest:
 * @self: an assembly
 *
 * Returns: (transfer none): its release as JSON
 */
const char *
inlay_assembly_get_manifest (InlayAssembly *self)
{
  GBytes *manifest = g_atomic_pointer_get (&self->manifest);

  if (manifest == NULL)
    {
      g_autoptr (JsonNode) json = inlay_release_to_json (self->release);
      char *text = inlay_json_write (json, INLAY_JSON_DEFAULT);

      manifest = keep_first (&self->manifest, g_bytes_new_take (text, strlen (text) + 1));
    }
  return g_bytes_get_data (manifest, NULL);
}

static gboolean
same_json (JsonNode *a,
           JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && inlay_json_equal (a, b));
}

static gboolean
same_given (GPtrArray *a,
            GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    {
      InlayWireModule *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

      if (strcmp (one->module_id, other->module_id) != 0 || strcmp (one->version, other->version) != 0 ||
          g_strcmp0 (one->npm_package, other->npm_package) != 0 || g_strcmp0 (one->esm_url, other->esm_url) != 0 ||
          !same_json (one->config, other->config) || !same_json (one->dependencies, other->dependencies))
        return FALSE;
    }
  return TRUE;
}

/**
 * inlay_assembly_find:
 * @shelf: what it would be assembled from
 * @document: (nullable): a composition
 * @given: (nullable) (element-type InlayWireModule): all there is to it, instead
 *
 * Returns: (transfer full) (nullable): what was last assembled, if it was of this
 */
InlayAssembly *
inlay_assembly_find (InlayShelf *shelf,
                     JsonNode   *document,
                     GPtrArray  *given)
{
  InlayShelfMemo *place = inlay_shelf_get_memo (shelf);
  InlayAssembly *found = NULL;
  Memo *memo;

  g_mutex_lock (&place->lock);
  memo = place->value;
  if (memo != NULL && same_given (memo->given, given) && same_json (memo->document, document))
    found = inlay_assembly_ref (memo->assembly);
  g_mutex_unlock (&place->lock);
  return found;
}

/**
 * inlay_assembly_recall:
 * @shelf: what it was assembled from
 * @revision: a digest
 *
 * Returns: (transfer full) (nullable): what was last assembled, if it is that revision
 */
InlayAssembly *
inlay_assembly_recall (InlayShelf *shelf,
                       const char *revision)
{
  InlayShelfMemo *place = inlay_shelf_get_memo (shelf);
  InlayAssembly *found = NULL;
  Memo *memo;

  g_mutex_lock (&place->lock);
  memo = place->value;
  if (memo != NULL && strcmp (inlay_release_get_digest (memo->assembly->release), revision) == 0)
    found = inlay_assembly_ref (memo->assembly);
  g_mutex_unlock (&place->lock);
  return found;
}

/* None of it may change afterwards. */
void
inlay_assembly_remember (InlayShelf    *shelf,
                         JsonNode      *document,
                         GPtrArray     *given,
                         InlayAssembly *assembly)
{
  InlayShelfMemo *place = inlay_shelf_get_memo (shelf);
  Memo *memo = g_new0 (Memo, 1);
  Memo *before;

  memo->document = document != NULL ? json_node_ref (document) : NULL;
  memo->given = given != NULL ? g_ptr_array_ref (given) : NULL;
  memo->assembly = inlay_assembly_ref (assembly);
  g_mutex_lock (&place->lock);
  before = place->value;
  place->value = memo;
  place->free_value = memo_free;
  g_mutex_unlock (&place->lock);
  g_clear_pointer (&before, memo_free);
}
