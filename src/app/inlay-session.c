/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-session.h"

#define N_RECENTS 20

static void
remember (GSettings  *settings,
          const char *key)
{
  g_auto(GStrv) old = g_settings_get_strv (settings, "recents");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) recents = NULL;

  g_strv_builder_add (builder, key);
  for (guint i = 0; old[i] != NULL && i < N_RECENTS; i++)
    {
      if (!g_str_equal (old[i], key))
        g_strv_builder_add (builder, old[i]);
    }

  recents = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recents", (const char * const *) recents);
}

static void
restore (GSettings      *settings,
         InlayWorkspace *workspace)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  g_autoptr(GVariant) sessions = g_settings_get_value (settings, "sessions");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree const char **selection = NULL;
  g_auto(GStrv) kept = NULL;
  const char *page;

  if (!g_variant_lookup (sessions, inlay_workspace_get_key (workspace), "(&s^a&s)",
                         &page, &selection))
    return;

  inlay_workspace_set_page (workspace, page);
  /* It may have been edited elsewhere. */
  for (guint i = 0; selection[i] != NULL; i++)
    {
      if (inlay_composition_get_instance (composition, selection[i]) != NULL)
        g_strv_builder_add (builder, selection[i]);
    }
  kept = g_strv_builder_end (builder);
  inlay_workspace_select (workspace, (const char * const *) kept);
}

void
inlay_session_open (GSettings      *settings,
                    InlayWorkspace *workspace)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (INLAY_IS_WORKSPACE (workspace));

  remember (settings, inlay_workspace_get_key (workspace));
  restore (settings, workspace);
}

void
inlay_session_close (GSettings      *settings,
                     InlayWorkspace *workspace)
{
  g_autoptr(GVariant) old = NULL;
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{s(sas)}"));
  const char *key, *page;
  GVariantIter iter;
  GVariant *session;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (INLAY_IS_WORKSPACE (workspace));

  old = g_settings_get_value (settings, "sessions");
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_loop (&iter, "{&s@(sas)}", &key, &session))
    {
      if (g_strcmp0 (key, inlay_workspace_get_key (workspace)) != 0 &&
          inlay_session_get_rank (settings, key) != G_MAXUINT)
        g_variant_builder_add (&builder, "{s@(sas)}", key, session);
    }

  page = inlay_workspace_get_page (workspace);
  g_variant_builder_add (&builder, "{s(s^as)}", inlay_workspace_get_key (workspace),
                         page ? page : "", inlay_workspace_get_selection (workspace));
  g_settings_set_value (settings, "sessions", g_variant_builder_end (&builder));
}

guint
inlay_session_get_rank (GSettings  *settings,
                        const char *key)
{
  g_auto(GStrv) recents = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), G_MAXUINT);

  recents = g_settings_get_strv (settings, "recents");
  for (guint i = 0; recents[i] != NULL; i++)
    {
      if (g_strcmp0 (recents[i], key) == 0)
        return i;
    }

  return G_MAXUINT;
}
