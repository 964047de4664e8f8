/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-preview-site.h"
#include "inlay-workspace.h"

/* The modules that come with the program, in a library in memory. */
static InlayLibrary *
open_library (void)
{
  g_autoptr(GError) error = NULL;
  InlayLibrary *library = inlay_library_open (NULL, &error);

  g_assert_no_error (error);
  g_assert_true (inlay_samples_install (library, &error));
  g_assert_no_error (error);
  return library;
}

static InlayComposition *
load_sample (void)
{
  g_autoptr(GError) error = NULL;
  InlayComposition *composition = inlay_samples_load_sample (&error);

  g_assert_no_error (error);
  return composition;
}

/* What is asked again about one composition is not found again. */
static void
test_resolve (void)
{
  g_autoptr(InlayLibrary) library = open_library ();
  g_autoptr(InlayModuleList) modules = inlay_module_list_new (library);
  g_autoptr(InlayComposition) composition = load_sample ();
  g_autoptr(InlayComposition) other = load_sample ();
  g_autoptr(InlayResolution) first = NULL;
  g_autoptr(InlayResolution) second = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (inlay_module_list_reload (modules, &error));
  first = inlay_resolution_ref (inlay_module_list_resolve (modules, composition, &error));
  g_assert_no_error (error);
  g_assert_false (inlay_resolution_has_conflicts (first));
  g_assert_true (inlay_module_list_resolve (modules, composition, NULL) == first);

  second = inlay_resolution_ref (inlay_module_list_resolve (modules, other, NULL));
  g_assert_true (second != first);

  /* There may be other modules now. */
  g_assert_true (inlay_module_list_reload (modules, &error));
  g_assert_true (inlay_module_list_resolve (modules, other, NULL) != second);
}

/* An edit is resolved once, for the checks, for what is shown of its modules and for the page. */
static void
test_edit (void)
{
  g_autoptr(InlayLibrary) library = open_library ();
  g_autoptr(InlayComposition) composition = load_sample ();
  g_autoptr(InlayDocument) document = inlay_document_new (composition);
  g_autoptr(InlayWorkspace) workspace = inlay_workspace_new (library, "key", document);
  g_autoptr(InlayPreviewSite) site = inlay_preview_site_new (inlay_workspace_get_module_list (workspace));
  g_autoptr(InlayResolution) before = inlay_resolution_ref (inlay_workspace_get_resolution (workspace));
  g_autoptr(InlayResolution) after = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_same;
  const char *type;

  g_assert_true (inlay_preview_site_follow (site, inlay_workspace_get_composition (workspace), &is_same, &error));
  g_assert_false (is_same);
  g_assert_true (inlay_workspace_get_resolution (workspace) == before);

  g_assert_true (inlay_workspace_apply (workspace, inlay_edit_rename (composition, "hero", "Not what it was", &error), NULL));
  g_assert_true (inlay_preview_site_follow (site, inlay_workspace_get_composition (workspace), &is_same, &error));
  g_assert_true (is_same);
  after = inlay_resolution_ref (inlay_workspace_get_resolution (workspace));
  g_assert_true (after != before);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_true (inlay_preview_site_follow (site, inlay_workspace_get_composition (workspace), &is_same, &error));
  g_assert_true (inlay_workspace_get_resolution (workspace) == after);

  {
    g_autoptr(GBytes) page = inlay_preview_site_get_file (site, "/", &type, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (type, ==, "text/html");
    g_assert_nonnull (strstr (g_bytes_get_data (page, NULL), "importmap"));
  }
}

/* Modules are put in once, and again only where they are missing. */
static void
test_install (void)
{
  g_autoptr(InlayLibrary) library = open_library ();
  g_autoptr(GPtrArray) modules = inlay_library_list_modules (library, NULL);
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (modules->len, >, 10);
  g_assert_true (inlay_samples_install (library, &error));
  g_assert_no_error (error);
  again = inlay_library_list_modules (library, NULL);
  g_assert_cmpuint (again->len, ==, modules->len);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/module-list/resolve", test_resolve);
  g_test_add_func ("/module-list/edit", test_edit);
  g_test_add_func ("/module-list/install", test_install);

  return g_test_run ();
}
