/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* What an edit costs before WebKit sees it, step by step, without a window:
 * edit-cost COMPOSITION LIBRARY EDITS INSTANCE POINTER prints a line a step, microseconds an edit. */
#include <inlay-core.h>
#include <inlay-store.h>

#include "../bench.h"
#include "inlay-preview-site.h"

enum
{
  EDIT,
  APPLY,
  RESOLVE,
  MESSAGE,
  N_STEPS
};

static const char * const titles[N_STEPS] = {
  "transaction",
  "check, apply, journal",
  "resolve",
  "message to the page",
};

typedef struct
{
  InlayDocument *document;
  InlayPreviewSite *site;
  const char *instance;
  const char *pointer;
} Case;

static InlayDocument *
open_document (InlayLibrary  *library,
               const char    *path,
               GError       **error)
{
  g_autoptr(InlayComposition) composition = NULL;
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  {
    g_autoptr(JsonNode) root = inlay_json_read_text (text, (gssize) length, error);

    composition = root ? inlay_composition_new (root, error) : NULL;
  }
  key = composition ? inlay_library_add (library, composition, g_get_real_time (), error) : NULL;
  return key ? inlay_library_load (library, key, g_get_real_time (), error) : NULL;
}

static gboolean
run_edit (Case     *self,
          guint     number,
          double   *times,
          GError  **error)
{
  g_autofree char *text = g_strdup_printf ("Edit %u", number);
  g_autoptr(JsonNode) value = inlay_json_new_string (text);
  g_autoptr(InlayTransaction) transaction = NULL;
  g_autofree char *message = NULL;
  gint64 marks[N_STEPS + 1];
  gboolean is_same = FALSE;

  marks[EDIT] = g_get_monotonic_time ();
  transaction = inlay_edit_set_config (inlay_document_get_composition (self->document),
                                       self->instance, self->pointer, value, error);
  marks[APPLY] = g_get_monotonic_time ();
  if (transaction == NULL || !inlay_document_apply (self->document, transaction, error))
    return FALSE;
  marks[RESOLVE] = g_get_monotonic_time ();
  if (!inlay_preview_site_follow (self->site, inlay_document_get_composition (self->document),
                                  &is_same, error))
    return FALSE;
  marks[MESSAGE] = g_get_monotonic_time ();
  {
    g_autoptr(JsonNode) data = inlay_preview_site_tell (self->site);

    message = inlay_json_write (data, INLAY_JSON_DEFAULT);
  }
  marks[N_STEPS] = g_get_monotonic_time ();

  for (guint i = 0; i < N_STEPS; i++)
    times[i] = (double) (marks[i + 1] - marks[i]);
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayLibrary) library = NULL;
  g_autoptr(InlayModuleList) modules = NULL;
  g_autoptr(InlayDocument) document = NULL;
  g_autoptr(InlayPreviewSite) site = NULL;
  g_autofree double *times = NULL;
  guint n_edits;
  Case self;

  bench_check (argc == 6, "edit-cost COMPOSITION LIBRARY EDITS INSTANCE POINTER");
  n_edits = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  library = inlay_library_open (argv[2], &error);
  if (library != NULL && inlay_samples_install (library, &error))
    document = open_document (library, argv[1], &error);
  bench_check (document != NULL && n_edits > 0, "%s", error ? error->message : "no edits");

  modules = inlay_module_list_new (library);
  bench_check (inlay_module_list_reload (modules, &error), "%s", error ? error->message : "");
  site = inlay_preview_site_new (modules);
  self = (Case) { document, site, argv[4], argv[5] };
  times = g_new (double, N_STEPS * n_edits);
  for (guint i = 0; i < n_edits; i++)
    {
      double step[N_STEPS];

      bench_check (run_edit (&self, i, step, &error), "%s", error ? error->message : "");
      for (guint k = 0; k < N_STEPS; k++)
        times[k * n_edits + i] = step[k];
    }

  for (guint k = 0; k < N_STEPS; k++)
    {
      BenchSpread spread = bench_spread (times + k * n_edits, n_edits);

      g_print ("%s\t%.0f\t%.0f\t%.0f\n", titles[k], spread.median, spread.low, spread.high);
    }

  return 0;
}
