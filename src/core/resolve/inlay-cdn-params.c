/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-cdn-private.h"

#include <string.h>

/* The parameters of an address. */

/* In the order they are written. Lists are sorted: their order means nothing to the server. */
static const struct
{
  const char *name;
  gboolean    list;
} params[] = {
  { "deps", TRUE },
  { "alias", TRUE },
  { "external", TRUE },
  { "bundle", FALSE },
  { "standalone", FALSE },
  { "bundle-deps", FALSE },
  { "bundle-all", FALSE },
  { "no-bundle", FALSE },
  { "target", FALSE },
  { "dev", FALSE },
  { "exports", TRUE },
  { "conditions", TRUE },
  { "keep-names", FALSE },
  { "ignore-annotations", FALSE },
  { "external-require", FALSE },
  { "css", FALSE },
  { "raw", FALSE },
  { "module", FALSE },
  { "worker", FALSE },
  { "inject", FALSE },
  { "name", FALSE },
  { "meta", FALSE },
  { "no-dts", FALSE },
  { "no-check", FALSE },
  { "dts", FALSE },
};

static const char *targets[] = {
  "es2015", "es2016", "es2017", "es2018", "es2019", "es2020", "es2021", "es2022", "es2023",
  "es2024", "esnext", "deno", "denonext", "node",
};

gboolean
inlay_cdn_is_param (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (strcmp (name, params[i].name) == 0)
      return TRUE;
  return FALSE;
}

gboolean
inlay_cdn_is_target (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (strcmp (name, targets[i]) == 0)
      return TRUE;
  return FALSE;
}

static gint
compare_items (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Trimmed, without empty items, sorted. */
static char *
normalize_list (const char *value)
{
  g_auto (GStrv) items = g_strsplit (value, ",", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; items[i] != NULL; i++)
    if (*g_strstrip (items[i]) != '\0')
      g_ptr_array_add (kept, items[i]);
  g_ptr_array_sort (kept, compare_items);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (",", (char **) kept->pdata);
}

static gboolean
list_has_star (const char *list)
{
  return g_str_has_prefix (list, "*") && (list[1] == '\0' || list[1] == ',');
}

/* Sets what is known; the server ignores every other name. */
void
inlay_cdn_url_set_param (InlayCdnUrl *self,
                         const char  *name,
                         const char  *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      g_autofree char *normal = NULL;

      if (strcmp (name, params[i].name) != 0)
        continue;
      normal = params[i].list ? normalize_list (value) : g_strdup (value);
      if (strcmp (name, "target") == 0)
        for (char *p = normal; *p != '\0'; p++)
          *p = g_ascii_tolower (*p);
      if (strcmp (name, "external") == 0 && list_has_star (normal))
        self->all_external = TRUE;
      else if (!params[i].list || *normal != '\0')
        g_hash_table_replace (self->params, g_strdup (name), g_steal_pointer (&normal));
    }

  if (self->all_external)
    g_hash_table_remove (self->params, "external");
}

void
inlay_cdn_append_escaped (GString    *text,
                          const char *value,
                          const char *reserved)
{
  for (; *value != '\0'; value++)
    {
      guchar c = (guchar) *value;

      if (c <= 0x20 || c >= 0x7f || strchr (reserved, c) != NULL)
        g_string_append_printf (text, "%%%02X", c);
      else
        g_string_append_c (text, (char) c);
    }
}

void
inlay_cdn_url_append_params (const InlayCdnUrl *self,
                             GString           *text,
                             char               first,
                             const char        *reserved)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      const char *value = g_hash_table_lookup (self->params, params[i].name);

      if (value == NULL)
        continue;
      g_string_append_c (text, first);
      g_string_append (text, params[i].name);
      first = '&';
      if (*value == '\0')
        continue;
      g_string_append_c (text, '=');
      inlay_cdn_append_escaped (text, value, reserved);
    }
}
