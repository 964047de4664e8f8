/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include <inlay-core.h>

#include "inlay-library-page-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-transfer.h"

static void
show_error (InlayLibraryPage *self,
            const char       *heading,
            const GError     *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    inlay_app_show_message (GTK_WIDGET (self), heading, error->message);
}

/* Adds @composition (transfer full, NULL with @error set) and opens it. */
static char *
add_document (InlayLibraryPage  *self,
              InlayComposition  *composition,
              const char        *heading,
              GError           **error)
{
  g_autoptr(InlayComposition) owned = composition;
  char *key = NULL;

  if (owned != NULL)
    key = inlay_library_add (inlay_library_page_get_library (self), owned,
                             g_get_real_time (), error);
  if (key == NULL)
    show_error (self, heading, *error);
  else
    inlay_library_page_reload (self);

  return key;
}

static void
open_new (InlayLibraryPage *self,
          InlayComposition *composition,
          const char       *heading,
          GError           *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *key = add_document (self, composition, heading, &owned);

  if (key != NULL)
    inlay_library_page_open (self, key);
}

static InlayDocument *
load_document (InlayLibraryPage *self,
               const char       *key)
{
  g_autoptr(GError) error = NULL;
  InlayDocument *document;

  document = inlay_library_load (inlay_library_page_get_library (self), key,
                                 g_get_real_time (), &error);
  if (document == NULL)
    show_error (self, _("The document cannot be opened"), error);

  return document;
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  inlay_library_page_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_sample_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  GError *error = NULL;
  InlayComposition *composition = inlay_samples_load_sample (&error);
  const char *key = NULL;

  /* Who looked at it before finds it as it was left. */
  if (composition != NULL)
    key = inlay_library_page_find (user_data, inlay_composition_get_id (composition));
  if (key != NULL)
    {
      inlay_library_page_open (user_data, key);
      inlay_composition_unref (composition);
      return;
    }

  open_new (user_data, composition, _("The sample cannot be opened"), error);
}

/* @name with the CDN of the preferences. */
static InlayComposition *
load_template (InlayLibraryPage  *self,
               const char        *name,
               GError           **error)
{
  g_autoptr(InlayComposition) composition = inlay_samples_load_template (name, error);
  g_autofree char *base = NULL;
  g_autoptr(JsonNode) value = NULL;
  g_autoptr(JsonNode) root = NULL;

  if (composition == NULL)
    return NULL;

  base = g_settings_get_string (inlay_library_page_get_settings (self), "cdn-base");
  value = inlay_json_new_string (base);
  root = inlay_json_set (inlay_composition_get_root (composition), "/cdn/base", value, error);
  return root ? inlay_composition_new (root, error) : NULL;
}

static void
new_from_template (InlayLibraryPage *self,
                   const char       *name)
{
  GError *error = NULL;
  InlayComposition *composition = load_template (self, name, &error);

  open_new (self, composition, _("The template cannot be opened"), error);
}

static void
new_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  new_from_template (user_data, "blank");
}

static void
new_from_template_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  new_from_template (user_data, g_variant_get_string (parameter, NULL));
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(InlayLibraryPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (object));
  /* Translators: %s is the name of a file */
  g_autofree char *heading = g_strdup_printf (_("“%s” cannot be imported"), name);
  g_autofree char *key = NULL;

  key = add_document (self, inlay_import_file_finish (result, &error), heading, &error);
  if (key != NULL)
    inlay_library_page_open (self, key);
}

static void
files_chosen_cb (GObject    *owner,
                 GListModel *files,
                 gpointer    user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      inlay_library_page_import (INLAY_LIBRARY_PAGE (owner), file);
    }
}

static void
import_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  g_autoptr(GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr(GtkFileFilter) json = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (json, _("Compositions"));
  gtk_file_filter_add_suffix (json, "json");
  gtk_file_filter_add_suffix (json, "inlay");
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, json);
  g_list_store_append (filters, all);

  inlay_app_open_files (GTK_WIDGET (gtk_widget_get_root (user_data)), user_data,
                        _("Import Compositions"), G_LIST_MODEL (filters),
                        files_chosen_cb, NULL, NULL);
}

static void
rename_cb (GObject    *owner,
           const char *text,
           gpointer    user_data)
{
  InlayLibraryPage *self = INLAY_LIBRARY_PAGE (owner);
  g_autoptr(InlayDocument) document = load_document (self, user_data);
  g_autoptr(InlayTransaction) transaction = NULL;
  g_autoptr(JsonNode) value = inlay_json_new_string (text);
  g_autoptr(GError) error = NULL;

  if (document == NULL)
    return;

  transaction = inlay_edit_set (inlay_document_get_composition (document), "/name",
                                value, "Rename Document", &error);
  if (transaction == NULL || !inlay_document_apply (document, transaction, &error))
    show_error (self, _("The document cannot be renamed"), error);
  inlay_library_page_reload (self);
}

static void
rename_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayLibraryPage *self = user_data;
  const char *key = g_variant_get_string (parameter, NULL);

  inlay_app_ask_text (GTK_WIDGET (self), G_OBJECT (self), _("Rename Document"), _("Name"),
                      inlay_library_page_get_name (self, key), _("_Rename"),
                      rename_cb, g_strdup (key), g_free);
}

static void
duplicate_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  InlayLibraryPage *self = user_data;
  g_autoptr(InlayDocument) document = load_document (self, g_variant_get_string (parameter, NULL));
  g_autoptr(JsonNode) name_node = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  InlayComposition *composition;

  if (document == NULL)
    return;

  composition = inlay_document_get_composition (document);
  /* Translators: the name of a document's copy */
  name = g_strdup_printf (_("%s (copy)"), inlay_composition_get_name (composition));
  name_node = inlay_json_new_string (name);
  root = inlay_json_set (inlay_composition_get_root (composition), "/name", name_node, &error);
  key = add_document (self, root ? inlay_composition_new (root, &error) : NULL,
                      _("The document cannot be duplicated"), &error);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(InlayLibraryPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (object));
  g_autofree char *text = NULL;

  if (!inlay_export_file_finish (result, &error))
    {
      show_error (self, _("The document cannot be exported"), error);
      return;
    }

  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_("Exported to “%s”"), name);
  inlay_library_page_toast (self, text, NULL, NULL, NULL);
}

static void
export_cb (GObject  *owner,
           GFile    *file,
           gpointer  user_data)
{
  inlay_export_file_async (inlay_document_get_composition (user_data), file, NULL,
                           exported_cb, g_object_ref (owner));
}

static void
export_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayLibraryPage *self = user_data;
  InlayDocument *document = load_document (self, g_variant_get_string (parameter, NULL));
  g_autofree char *name = NULL;

  if (document == NULL)
    return;

  name = g_strconcat (inlay_composition_get_id (inlay_document_get_composition (document)),
                      ".inlay.json", NULL);
  inlay_app_save_file (GTK_WIDGET (self), G_OBJECT (self), _("Export Composition"), name,
                       export_cb, document, g_object_unref);
}

static void
remove_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  InlayLibraryPage *self = user_data;
  const char *key = g_variant_get_string (parameter, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  /* Translators: %s is the name of a document */
  text = g_strdup_printf (_("“%s” deleted"), inlay_library_page_get_name (self, key));
  if (!inlay_library_remove (inlay_library_page_get_library (self), key, g_get_real_time (), &error))
    {
      show_error (self, _("The document cannot be deleted"), error);
      return;
    }

  inlay_library_page_reload (self);
  inlay_library_page_toast (self, text, _("_Undo"), "library.restore", key);
}

static void
restore_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  InlayLibraryPage *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!inlay_library_restore (inlay_library_page_get_library (self),
                              g_variant_get_string (parameter, NULL), &error))
    show_error (self, _("The document cannot be restored"), error);
  inlay_library_page_reload (self);
}

static const GActionEntry entries[] = {
  { .name = "open", .activate = open_action, .parameter_type = "s" },
  { .name = "open-sample", .activate = open_sample_action },
  { .name = "new", .activate = new_action },
  { .name = "new-from-template", .activate = new_from_template_action, .parameter_type = "s" },
  { .name = "import", .activate = import_action },
  { .name = "rename", .activate = rename_action, .parameter_type = "s" },
  { .name = "duplicate", .activate = duplicate_action, .parameter_type = "s" },
  { .name = "export", .activate = export_action, .parameter_type = "s" },
  { .name = "remove", .activate = remove_action, .parameter_type = "s" },
  { .name = "restore", .activate = restore_action, .parameter_type = "s" },
};

/* @self owns the group, so the group does not own @self. */
GActionGroup *
inlay_library_page_create_actions (InlayLibraryPage *self)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  return G_ACTION_GROUP (group);
}

void
inlay_library_page_import (InlayLibraryPage *self,
                           GFile            *file)
{
  g_return_if_fail (INLAY_IS_LIBRARY_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  inlay_import_file_async (file, NULL, imported_cb, g_object_ref (self));
}
