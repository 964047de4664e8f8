/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

static void
check_release (InlayComposition *composition)
{
  JsonNode *root = inlay_composition_get_root (composition);
  g_autoptr(InlayCatalog) catalog = inlay_catalog_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayResolution) resolution =
    inlay_composition_resolver_run (root, catalog, INLAY_RESOLVE_DEFAULT, &error);
  g_autoptr(InlayRelease) release = NULL;
  g_autoptr(GBytes) page = NULL;
  g_auto(GStrv) lines = NULL;

  FUZZ_REFUSED (resolution, error);
  if (resolution == NULL)
    return;
  lines = inlay_resolution_dup_lines (resolution);
  release = inlay_release_new (root, inlay_resolution_get_import_map (resolution),
                               inlay_resolution_get_modules (resolution), NULL, &error);
  FUZZ_REFUSED (release, error);
  if (release == NULL)
    return;
  page = inlay_page_write (release);
  g_assert (g_strstr_len (g_bytes_get_data (page, NULL), (gssize) g_bytes_get_size (page),
                          inlay_release_get_digest (release)) != NULL);
}

/* Every edit that can be built can be applied, undone and done again. */
static void
check_edits (InlayComposition *composition)
{
  g_autoptr(InlayDocument) document = inlay_document_new (composition);
  const char * const *pages = inlay_composition_get_pages (composition);
  JsonObject *instances = inlay_json_get_object (inlay_composition_get_root (composition), "instances");
  g_autoptr(GList) ids = instances != NULL ? json_object_get_members (instances) : NULL;
  g_autoptr(InlayTransaction) copy = NULL;
  g_autoptr(InlayTransaction) gone = NULL;

  if (ids != NULL)
    {
      const char * const one[] = { ids->data, NULL };

      copy = inlay_edit_duplicate (composition, ids->data, NULL);
      gone = inlay_edit_remove (composition, one, NULL);
    }
  else if (pages[0] != NULL)
    gone = inlay_edit_remove_page (composition, pages[0], NULL);
  if (gone != NULL)
    {
      g_assert (inlay_document_apply (document, gone, NULL));
      g_assert (inlay_document_undo (document, NULL));
      g_assert (inlay_json_identical (inlay_composition_get_root (inlay_document_get_composition (document)),
                                      inlay_composition_get_root (composition)));
    }
  if (copy != NULL)
    g_assert (inlay_document_apply (document, copy, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayComposition) composition = inlay_composition_read (bytes, &error);
  g_autoptr(GBytes) text = NULL;
  g_autoptr(InlayComposition) again = NULL;

  FUZZ_REFUSED (composition, error);
  if (composition == NULL)
    return 0;
  text = inlay_composition_write (composition);
  again = inlay_composition_read (text, NULL);
  g_assert (again != NULL && inlay_json_identical (inlay_composition_get_root (composition),
                                                   inlay_composition_get_root (again)));
  check_release (composition);
  check_edits (composition);
  return 0;
}
