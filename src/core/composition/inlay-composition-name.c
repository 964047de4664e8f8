/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-composition-private.h"

#include <string.h>

#define MAX_STEM_LENGTH 48

/**
 * inlay_name_from_id:
 * @id: "product-grid", "pageSize"
 *
 * Returns: (transfer full): the words people read: "Product grid", "Page size"
 */
char *
inlay_name_from_id (const char *id)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gboolean was_lower = FALSE;

  for (const char *c = id; *c != '\0'; c++)
    {
      if (*c == '-' || *c == '_' || *c == '.' || *c == ' ')
        {
          if (name->len > 0 && name->str[name->len - 1] != ' ')
            g_string_append_c (name, ' ');
          was_lower = FALSE;
          continue;
        }

      if (was_lower && g_ascii_isupper (*c))
        {
          g_string_append_c (name, ' ');
          g_string_append_c (name, g_ascii_tolower (*c));
        }
      else
        {
          g_string_append_c (name, *c);
        }
      was_lower = g_ascii_islower (*c);
    }

  g_strchomp (name->str);
  if (*name->str == '\0')
    return g_strdup (id);

  *name->str = g_ascii_toupper (*name->str);
  return g_strdup (name->str);
}

static const char *
get_short_name (const char *module_id)
{
  const char *slash = strrchr (module_id, '/');

  return slash != NULL && slash[1] != '\0' ? slash + 1 : module_id;
}

/**
 * inlay_name_from_module:
 * @module_id: "@acme/product-grid"
 *
 * Returns: (transfer full): the short name in readable form: "Product grid"
 */
char *
inlay_name_from_module (const char *module_id)
{
  return inlay_name_from_id (get_short_name (module_id));
}

static char *
dup_stem (const char *name,
          const char *fallback)
{
  GString *stem = g_string_new (NULL);

  for (const char *c = get_short_name (name); *c != '\0' && stem->len < MAX_STEM_LENGTH; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (stem, g_ascii_tolower (*c));
      else if (stem->len > 0 && stem->str[stem->len - 1] != '-')
        g_string_append_c (stem, '-');
    }

  if (stem->len > 0 && stem->str[stem->len - 1] == '-')
    g_string_truncate (stem, stem->len - 1);
  if (stem->len == 0)
    g_string_append (stem, fallback);

  return g_string_free (stem, FALSE);
}

static gboolean
is_taken (const char *id,
          GHashTable *taken,
          JsonObject *members)
{
  return (taken != NULL && g_hash_table_contains (taken, id)) ||
         (members != NULL && json_object_has_member (members, id));
}

/**
 * inlay_id_from_name:
 * @name: what the thing is called: a module's id, a page's title
 * @fallback: the stem when @name has no letter or digit
 * @taken: (nullable): ids that are taken
 * @members: (nullable): an object whose members are taken, too
 *
 * Makes an id: "hero", and "hero-2" when that is taken. The same input gives the same id.
 *
 * Returns: (transfer full): the id
 */
char *
inlay_id_from_name (const char *name,
                    const char *fallback,
                    GHashTable *taken,
                    JsonObject *members)
{
  g_autofree char *stem = dup_stem (name, fallback);

  if (!is_taken (stem, taken, members))
    return g_steal_pointer (&stem);

  for (guint i = 2;; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", stem, i);

      if (!is_taken (id, taken, members))
        return g_steal_pointer (&id);
    }
}
