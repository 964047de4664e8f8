/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

static void
list_entries (InlayCli  *cli,
              GPtrArray *entries)
{
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(JsonNode) node = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      InlayLibraryEntry *entry = g_ptr_array_index (entries, i);

      if (cli->json)
        json_array_add_element (array,
                                inlay_json_new_object ("key", inlay_json_new_string (entry->key),
                                                       "id", inlay_json_new_string (entry->id),
                                                       "name", inlay_json_new_string (entry->name),
                                                       NULL));
      else
        inlay_cli_print ("%s\t%s\t%s", entry->key, entry->id, entry->name);
    }
  if (!cli->json)
    return;
  node = inlay_json_take_array (g_steal_pointer (&array));
  inlay_cli_answer (cli, node);
}

/* @name is a key, or an id or name that only one document has. */
static const char *
find_key (GPtrArray   *entries,
          const char  *name,
          GError     **error)
{
  InlayLibraryEntry *found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      InlayLibraryEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->key, name))
        return entry->key;
      if (!g_str_equal (entry->id, name) && !g_str_equal (entry->name, name))
        continue;
      if (found != NULL)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT,
                       _("“%s” names several documents: use the key of one"), name);
          return NULL;
        }
      found = entry;
    }
  if (found == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, _("“%s” is not in the library"), name);
  return found != NULL ? found->key : NULL;
}

/**
 * inlay_verb_export:
 *
 * `inlayctl export [NAME] [--output FILE]`: a composition of the user's library as JSON; without a
 * name, what there is.
 */
gboolean
inlay_verb_export (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("A file instead of standard output"), N_("FILE") },
    { NULL }
  };
  g_autoptr(InlayLibrary) library = NULL;
  g_autoptr(InlayDocument) document = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const char *key;

  if (!inlay_cli_parse (cli, "[KEY|ID|NAME]", options, &argc, &argv, 0, 1, error))
    return FALSE;
  library = inlay_cli_open_library (error);
  entries = library != NULL ? inlay_library_list (library, error) : NULL;
  if (entries == NULL)
    return FALSE;
  if (argc == 1)
    {
      list_entries (cli, entries);
      return TRUE;
    }

  key = find_key (entries, argv[1], error);
  document = key != NULL ? inlay_library_load (library, key, g_get_real_time (), error) : NULL;
  if (document == NULL)
    return FALSE;
  bytes = inlay_composition_write (inlay_document_get_composition (document));
  if (!inlay_cli_write (output != NULL ? output : "-", bytes, error))
    return FALSE;
  if (cli->json && output != NULL && !g_str_equal (output, "-"))
    {
      g_autoptr(JsonNode) node =
        inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                               "key", inlay_json_new_string (key),
                               "output", inlay_json_new_string (output),
                               NULL);

      inlay_cli_answer (cli, node);
    }
  return TRUE;
}
