/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-hosts.h"

#include <inlay-core.h>
#include <string.h>

#define MAX_NAME 253 /* RFC 1035 */
#define LOCAL_SUFFIX ".localhost"

struct _InlayHosts
{
  GHashTable *table;    /* atomic; name -> application; never changed, only replaced */
  GPtrArray *before;    /* tables that were: somebody may be reading, and there are few ever */
};

InlayHosts *
inlay_hosts_new (void)
{
  InlayHosts *self = g_new0 (InlayHosts, 1);

  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  return self;
}

void
inlay_hosts_free (InlayHosts *self)
{
  g_hash_table_unref (self->table);
  g_ptr_array_unref (self->before);
  g_free (self);
}

static gboolean
is_same (GHashTable *a,
         GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, app;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &app))
    if (g_strcmp0 (g_hash_table_lookup (b, name), app) != 0)
      return FALSE;
  return TRUE;
}

/**
 * inlay_hosts_set:
 * @self: the hosts
 * @rows: an array of {name, app}
 *
 * From now on these and no others are known.
 */
void
inlay_hosts_set (InlayHosts *self,
                 JsonNode   *rows)
{
  JsonArray *array = json_node_get_array (rows);
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *row = json_array_get_element (array, i);

      g_hash_table_insert (table, g_strdup (inlay_json_get_string (row, "name")), g_strdup (inlay_json_get_string (row, "app")));
    }
  if (is_same (self->table, table))
    return;
  g_ptr_array_add (self->before, self->table);
  __atomic_store_n (&self->table, g_steal_pointer (&table), __ATOMIC_RELEASE);
}

/* Without the port, in lower case, in @name; FALSE: it does not fit or is an address in brackets. */
static gboolean
copy_name (const char *header,
           char        name[MAX_NAME + 1])
{
  gsize length = strcspn (header, ":");

  if (*header == '[' || length == 0 || length > MAX_NAME)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    name[i] = g_ascii_tolower (header[i]);
  name[length] = '\0';
  if (length > 1 && name[length - 1] == '.')
    name[length - 1] = '\0';
  return TRUE;
}

/**
 * inlay_hosts_is_local:
 * @name: the name of a host
 *
 * Returns: whether it always means the machine that uses it (RFC 6761, 6.3)
 */
gboolean
inlay_hosts_is_local (const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strcasecmp (name, "localhost") == 0 ||
         (length > strlen (LOCAL_SUFFIX) && g_ascii_strcasecmp (name + length - strlen (LOCAL_SUFFIX), LOCAL_SUFFIX) == 0);
}

/**
 * inlay_hosts_dup_app:
 * @self: the hosts
 * @header: (nullable): what the Host header says
 *
 * A name below “localhost” means the application of that name, so that each can be looked at on
 * the machine it runs on.
 *
 * Returns: (transfer full) (nullable): an application that may be there; %NULL: the default one is
 *   meant
 */
char *
inlay_hosts_dup_app (InlayHosts *self,
                     const char *header)
{
  GHashTable *table = __atomic_load_n (&self->table, __ATOMIC_ACQUIRE);
  char name[MAX_NAME + 1];
  const char *app;

  /* Every request comes by here, and most registries have no hosts: then only a “.localhost” says something. */
  if (header == NULL || (g_hash_table_size (table) == 0 && strpbrk (header, "tT") == NULL) || !copy_name (header, name))
    return NULL;
  if ((app = g_hash_table_lookup (table, name)) != NULL)
    return g_strdup (app);
  return g_str_has_suffix (name, LOCAL_SUFFIX) ? g_strndup (name, strlen (name) - strlen (LOCAL_SUFFIX)) : NULL;
}

/**
 * inlay_hosts_dup_name:
 * @text: what somebody wrote
 *
 * Returns: (transfer full) (nullable): the name of a host as it is compared; %NULL when it is none,
 *   or has a port, or letters that ask for Punycode
 */
char *
inlay_hosts_dup_name (const char *text)
{
  g_autofree char *name = g_ascii_strdown (text, -1);
  gsize length = strlen (name);

  for (gsize i = 0; i < length; i++)
    if (!(g_ascii_isalnum (name[i]) || (i > 0 && i + 1 < length && (name[i] == '-' || (name[i] == '.' && name[i - 1] != '.')))))
      return NULL;
  return length > 0 && length <= MAX_NAME && !inlay_hosts_is_local (name) ? g_steal_pointer (&name) : NULL;
}
