/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-cdn.h"

#include <string.h>

#include "resolve/inlay-cdn-private.h"
#include "semver/inlay-version.h"

/**
 * InlayCdnUrl:
 *
 * What an address of an esm.sh server asks for. The server's origin is no part of it: it is given
 * when reading and writing. An immutable, reference-counted value.
 */

#define MAX_PACKAGE_LENGTH 214

G_DEFINE_BOXED_TYPE (InlayCdnUrl, inlay_cdn_url, inlay_cdn_url_ref, inlay_cdn_url_unref)

static gboolean
is_package_part (const char *part)
{
  gsize length = strlen (part);

  return length > 0 && length <= MAX_PACKAGE_LENGTH && *part != '.' &&
         strspn (part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-+$!") == length;
}

gboolean
inlay_cdn_is_package (InlayCdnSource  source,
                      const char     *package)
{
  g_auto (GStrv) parts = g_strsplit (package + (*package == '@' ? 1 : 0), "/", -1);
  guint count = g_strv_length (parts);
  guint wanted = *package == '@' || source == INLAY_CDN_GITHUB ? 2 : 1;

  if (count != wanted || (source == INLAY_CDN_JSR && *package != '@'))
    return FALSE;
  for (guint i = 0; i < count; i++)
    if (!is_package_part (parts[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_commit (const char *text)
{
  gsize length = strlen (text);

  return length >= 7 && length <= 40 && strspn (text, "0123456789abcdef") == length;
}

/* Only an exact version is a pin; for npm `v1.2.3` and `=1.2.3` are not. */
gboolean
inlay_cdn_is_exact (InlayCdnSource  source,
                    const char     *version)
{
  g_autoptr (InlayVersion) parsed = NULL;

  if (version == NULL)
    return FALSE;
  if ((source == INLAY_CDN_GITHUB || source == INLAY_CDN_PREVIEW) && is_commit (version))
    return TRUE;
  if (source == INLAY_CDN_PREVIEW)
    return FALSE;
  if (source == INLAY_CDN_GITHUB && *version == 'v')
    version++;
  if (!g_ascii_isdigit (*version) || strchr (version, ' ') != NULL)
    return FALSE;
  parsed = inlay_version_parse (version, INLAY_SEMVER_DEFAULT, NULL);
  return parsed != NULL;
}

InlayCdnUrl *
inlay_cdn_url_alloc (void)
{
  InlayCdnUrl *self = g_new0 (InlayCdnUrl, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* `.js`, `.mjs` and `.cjs` mean the entry of that sub-path. */
void
inlay_cdn_url_set_subpath (InlayCdnUrl *self,
                           const char  *subpath)
{
  static const char *endings[] = { ".mjs", ".cjs", ".js" };
  gsize length;

  while (subpath != NULL && *subpath == '/')
    subpath++;
  g_clear_pointer (&self->subpath, g_free);
  if (subpath == NULL || *subpath == '\0')
    return;

  length = strlen (subpath);
  while (length > 0 && subpath[length - 1] == '/')
    length--;
  self->subpath = g_strndup (subpath, length);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (self->subpath, endings[i]))
      {
        self->subpath[strlen (self->subpath) - strlen (endings[i])] = '\0';
        return;
      }
}

static InlayCdnUrl *
copy (const InlayCdnUrl *from)
{
  InlayCdnUrl *self = inlay_cdn_url_alloc ();
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  self->source = from->source;
  self->all_external = from->all_external;
  self->package = g_strdup (from->package);
  self->version = g_strdup (from->version);
  self->subpath = g_strdup (from->subpath);
  self->build = g_strdup (from->build);
  g_hash_table_iter_init (&iter, from->params);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (self->params, g_strdup (name), g_strdup (value));
  return self;
}

/**
 * inlay_cdn_url_new:
 * @package: the name of an npm package
 * @version: (nullable): an exact version, a range or a tag; %NULL for the latest
 * @subpath: (nullable): a path inside the package, with or without leading slash
 * @error: return location for an error
 *
 * Returns: (transfer full): the address, or %NULL with %INLAY_ERROR_INVALID
 */
InlayCdnUrl *
inlay_cdn_url_new (const char  *package,
                   const char  *version,
                   const char  *subpath,
                   GError     **error)
{
  InlayCdnUrl *self;

  if (!inlay_cdn_is_package (INLAY_CDN_NPM, package))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a package name", package);
      return NULL;
    }
  if (version != NULL && (*version == '\0' || strpbrk (version, "/&?#") != NULL))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a version of %s", version, package);
      return NULL;
    }

  self = inlay_cdn_url_alloc ();
  self->package = g_strdup (package);
  self->version = g_strdup (version);
  inlay_cdn_url_set_subpath (self, subpath);
  return self;
}

/**
 * inlay_cdn_url_with_param:
 * @self: an address
 * @name: the name of a query parameter; one the server does not know is left out
 * @value: (nullable): its value, %NULL for a bare name
 *
 * Returns: (transfer full): the address with the parameter
 */
InlayCdnUrl *
inlay_cdn_url_with_param (const InlayCdnUrl *self,
                          const char        *name,
                          const char        *value)
{
  InlayCdnUrl *changed = copy (self);

  inlay_cdn_url_set_param (changed, name, value != NULL ? value : "");
  return changed;
}

/**
 * inlay_cdn_url_with_subpath:
 * @self: an address
 * @subpath: (nullable): a path inside the package
 *
 * Returns: (transfer full): the address of that part of the package
 */
InlayCdnUrl *
inlay_cdn_url_with_subpath (const InlayCdnUrl *self,
                            const char        *subpath)
{
  InlayCdnUrl *changed = copy (self);

  inlay_cdn_url_set_subpath (changed, subpath);
  return changed;
}

/**
 * inlay_cdn_url_with_version:
 * @self: an address
 * @version: (nullable): another version
 *
 * Returns: (transfer full): the address of that version
 */
InlayCdnUrl *
inlay_cdn_url_with_version (const InlayCdnUrl *self,
                            const char        *version)
{
  InlayCdnUrl *changed = copy (self);

  g_free (changed->version);
  changed->version = g_strdup (version);
  return changed;
}

/**
 * inlay_cdn_url_all_external:
 * @self: an address
 *
 * The `*` form: every import of another package, of the package itself and of `node:` stays bare,
 * so the import map must have them all.
 *
 * Returns: (transfer full): the address with every dependency external
 */
InlayCdnUrl *
inlay_cdn_url_all_external (const InlayCdnUrl *self)
{
  return inlay_cdn_url_with_param (self, "external", "*");
}

InlayCdnUrl *
inlay_cdn_url_ref (InlayCdnUrl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_cdn_url_unref (InlayCdnUrl *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->package);
  g_free (self->version);
  g_free (self->subpath);
  g_free (self->build);
  g_hash_table_unref (self->params);
  g_free (self);
}

/**
 * inlay_cdn_url_get_source:
 *
 * Returns: the registry the package is of: npm, GitHub, JSR and so on
 */
InlayCdnSource
inlay_cdn_url_get_source (const InlayCdnUrl *self)
{
  return self->source;
}

/**
 * inlay_cdn_url_get_package:
 *
 * Returns: (transfer none) (nullable): the package's name, its scope included; %NULL for what is the
 *   server's own
 */
const char *
inlay_cdn_url_get_package (const InlayCdnUrl *self)
{
  return self->package;
}

/**
 * inlay_cdn_url_get_version:
 * @self: an address
 *
 * Returns: (transfer none) (nullable): the version as written, %NULL for the latest
 */
const char *
inlay_cdn_url_get_version (const InlayCdnUrl *self)
{
  return self->version;
}

/**
 * inlay_cdn_url_get_subpath:
 * @self: an address
 *
 * Returns: (transfer none) (nullable): the path inside the package, without a leading slash
 */
const char *
inlay_cdn_url_get_subpath (const InlayCdnUrl *self)
{
  return self->subpath;
}

/**
 * inlay_cdn_url_has_param:
 *
 * Returns: %TRUE when the address has the query parameter @name, with or without a value
 */
gboolean
inlay_cdn_url_has_param (const InlayCdnUrl *self,
                         const char        *name)
{
  return g_hash_table_contains (self->params, name);
}

/**
 * inlay_cdn_url_get_param:
 * @self: an address
 * @name: the name of a query parameter
 *
 * Returns: (transfer none) (nullable): its value, empty for a bare name, %NULL when it is not there
 */
const char *
inlay_cdn_url_get_param (const InlayCdnUrl *self,
                         const char        *name)
{
  return g_hash_table_lookup (self->params, name);
}

/**
 * inlay_cdn_url_is_all_external:
 *
 * Returns: %TRUE when every dependency is left to the import map: a "*" before the package
 */
gboolean
inlay_cdn_url_is_all_external (const InlayCdnUrl *self)
{
  return self->all_external;
}

/**
 * inlay_cdn_url_is_pinned:
 * @self: an address
 *
 * Returns: whether the version is exact, so that the answer never changes; of what is the server's own
 *   only a compiled text, whose name is its digest
 */
gboolean
inlay_cdn_url_is_pinned (const InlayCdnUrl *self)
{
  if (self->source == INLAY_CDN_SERVER)
    return *self->subpath == '+';
  return inlay_cdn_is_exact (self->source, self->version);
}

/**
 * inlay_cdn_url_is_build:
 * @self: an address
 *
 * Returns: whether it names a build output, not an entry
 */
gboolean
inlay_cdn_url_is_build (const InlayCdnUrl *self)
{
  return self->build != NULL;
}
