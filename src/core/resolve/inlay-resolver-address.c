/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 10 of the specification. */

char *
inlay_resolver_join (const char *a,
                     const char *b)
{
  gsize length = strlen (a), rest;
  char *joined;

  if (length > 0 && a[length - 1] == '/')
    length--;
  b += *b == '/' ? 1 : 0;
  rest = strlen (b);
  joined = g_malloc (length + 1 + rest + 1);
  memcpy (joined, a, length);
  joined[length] = '/';
  memcpy (joined + length + 1, b, rest + 1);
  return joined;
}

/* The prefix of a remote's files. Query and fragment do not count, and an origin is its own
 * directory. */
char *
inlay_resolver_directory (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  const char *authority = strstr (path, "://");
  char *slash = strrchr (path, '/');

  if (authority != NULL && strchr (authority + 3, '/') == NULL)
    return g_strconcat (path, "/", NULL);
  if (slash == NULL)
    return strchr (path, '.') != NULL || *path == '\0' ? g_strdup ("") : g_strconcat (path, "/", NULL);
  if (slash[1] != '\0' && strchr (slash, '.') == NULL)
    return g_strconcat (path, "/", NULL);
  slash[1] = '\0';
  return g_steal_pointer (&path);
}

/* `@x/y/z` and `@x/y` are of the package `@x/y`: how much of the name is the package's. */
gsize
inlay_resolver_package_length (const char *name)
{
  const char *slash = strchr (name, '/');

  if (*name == '@' && slash != NULL)
    slash = strchr (slash + 1, '/');
  return slash != NULL ? (gsize) (slash - name) : strlen (name);
}

static gint
compare_directories (gconstpointer a,
                     gconstpointer b)
{
  return strcmp ((*(InlayRemote *const *) a)->directory, (*(InlayRemote *const *) b)->directory);
}

/* A scope of the map is a prefix: what two remotes write into one, or into one below the other's,
 * reaches both. */
void
inlay_resolver_warn_directories (InlayResolver *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->record->remotes, NULL, NULL);
  g_autoptr (GPtrArray) around = g_ptr_array_new ();

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_directories);
  for (guint i = 0; i < sorted->len; i++)
    {
      InlayRemote *remote = g_ptr_array_index (sorted, i), *outer = NULL;

      while (around->len > 0)
        {
          outer = g_ptr_array_index (around, around->len - 1);
          if (g_str_has_prefix (remote->directory, outer->directory))
            break;
          g_ptr_array_set_size (around, (gint) around->len - 1);
          outer = NULL;
        }
      if (outer != NULL && strcmp (outer->directory, remote->directory) == 0)
        inlay_resolver_warn (self, "shared-directory", "% and % have one directory, so what is meant for one reaches the other",
                             outer->name, remote->name, NULL);
      else if (outer != NULL)
        inlay_resolver_warn (self, "shared-directory", "the directory of % is inside that of %, whose entries reach it",
                             remote->name, outer->name, NULL);
      g_ptr_array_add (around, remote);
    }
}
