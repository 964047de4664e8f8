/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "inlay-application.h"
#include "inlay-render.h"

#define LARGE_BLOCK (256 * 1024)

static gboolean show_version;
static gboolean open_sample;
static char *render_file;
static char *render_output;
static char *render_size;
static char *render_page;

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, N_("Print the version and quit"), NULL },
  { "sample", 0, 0, G_OPTION_ARG_NONE, &open_sample, N_("Open the sample"), NULL },
  { "render", 0, 0, G_OPTION_ARG_FILENAME, &render_file,
    N_("Draw a page of a composition into a picture, and quit"), N_("FILE") },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &render_output, N_("The picture"), N_("PNG") },
  { "size", 0, 0, G_OPTION_ARG_STRING, &render_size, N_("Its size, 1280x800 if not given"), N_("WxH") },
  { "page", 0, 0, G_OPTION_ARG_STRING, &render_page, N_("Which page, the first if not given"), N_("ID") },
  { NULL }
};

static int
local_options_cb (GApplication *application,
                  GVariantDict *dict,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (show_version)
    {
      g_print ("inlay %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (render_file != NULL)
    {
      g_autofree char *library =
        g_build_filename (inlay_application_get_data_dir (INLAY_APPLICATION (application)),
                          "library.db", NULL);

      return inlay_render (render_file, render_output, render_size, render_page, library);
    }
  if (!open_sample)
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("inlay: %s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "open-sample", NULL);

  /* Where it runs already, this process has done its part. */
  return g_application_get_is_remote (application) ? 0 : -1;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(InlayApplication) application = NULL;

#ifdef __GLIBC__
  /* Pictures of the whole window come and go. Once one was freed glibc would put the next of its size
   * into the heap, which cannot shrink below what outlives it. */
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
#endif
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Inlay");

  application = inlay_application_new ();
  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (application), _("[FILE…]"));
  g_signal_connect (application, "handle-local-options", G_CALLBACK (local_options_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
