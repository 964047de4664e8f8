/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls newer than the floor (GLib 2.74); each names the version that deletes it. */

/* GLib 2.76: g_set_str */
static inline gboolean
inlay_set_str (char       **field,
               const char  *value)
{
  char *copy;

  if (g_strcmp0 (*field, value) == 0)
    return FALSE;

  copy = g_strdup (value);
  g_free (*field);
  *field = copy;
  return TRUE;
}

/* GLib 2.76: g_string_free_and_steal */
static inline char *
inlay_string_steal (GString *string)
{
  return g_string_free (string, FALSE);
}

G_END_DECLS
