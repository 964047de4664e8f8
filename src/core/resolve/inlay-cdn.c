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
 * Returns: (transfer none): the package's name, its scope included
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
 * Returns: whether the version is exact, so that the answer never changes
 */
gboolean
inlay_cdn_url_is_pinned (const InlayCdnUrl *self)
{
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

static void
append_escaped (GString    *text,
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

/* The address up to the version. */
static GString *
start_address (const InlayCdnUrl *self,
               const char        *base)
{
  static const char *places[] = {
    [INLAY_CDN_NPM] = "", [INLAY_CDN_GITHUB] = "gh/", [INLAY_CDN_JSR] = "jsr/",
    [INLAY_CDN_PREVIEW] = "pr/",
  };
  GString *text = g_string_new (base);

  if (!g_str_has_suffix (base, "/"))
    g_string_append_c (text, '/');
  if (self->all_external)
    g_string_append_c (text, '*');
  g_string_append (text, places[self->source]);
  g_string_append (text, self->package);
  if (self->version != NULL)
    {
      g_string_append_c (text, '@');
      append_escaped (text, self->version, "\"#%&/<>?^`{|}");
    }
  return text;
}

static void
append_params (const InlayCdnUrl *self,
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
      append_escaped (text, value, reserved);
    }
}

/**
 * inlay_cdn_url_to_string:
 * @self: an address
 * @base: the server
 *
 * Returns: (transfer full): the address as a URL, in its canonical spelling
 */
char *
inlay_cdn_url_to_string (const InlayCdnUrl *self,
                         const char        *base)
{
  GString *text = start_address (self, base);

  if (self->build != NULL || self->subpath != NULL)
    {
      g_string_append_c (text, '/');
      append_escaped (text, self->build != NULL ? self->build : self->subpath, "\"#%<>?^`{|}");
    }
  /* A build path is stored whole: parameters would only make another address of it. */
  if (self->build == NULL)
    append_params (self, text, '?', "\"#%&'+<>");
  return g_string_free (text, FALSE);
}

/**
 * inlay_cdn_url_to_prefix:
 * @self: an address, its sub-path does not count
 * @base: the server
 * @error: return location for an error
 *
 * Writes the form for import map keys that end in a slash: the parameters stand in the path, so
 * that a sub-path can follow. It needs a version, and no value may hold a slash, encoded or not.
 *
 * Returns: (transfer full): the address, or %NULL with %INLAY_ERROR_INVALID
 */
char *
inlay_cdn_url_to_prefix (const InlayCdnUrl  *self,
                         const char         *base,
                         GError            **error)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;
  GString *text;

  if (self->build != NULL || (self->version == NULL && g_hash_table_size (self->params) > 0))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s needs a version before its parameters can stand in the path", self->package);
      return NULL;
    }
  g_hash_table_iter_init (&iter, self->params);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (strpbrk (value, "/&") != NULL)
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                     "“%s=%s” of %s cannot stand in the path", (char *) name, (char *) value,
                     self->package);
        return NULL;
      }

  text = start_address (self, base);
  append_params (self, text, '&', "\"#%<>?^`{|}");
  g_string_append_c (text, '/');
  return g_string_free (text, FALSE);
}

/**
 * inlay_cdn_url_to_scope:
 * @self: an address
 * @base: the server
 *
 * Returns: (transfer full): the prefix under which the build of this version of the package lives,
 *   for use as a scope of an import map
 */
char *
inlay_cdn_url_to_scope (const InlayCdnUrl *self,
                        const char        *base)
{
  GString *text = start_address (self, base);

  g_string_append_c (text, '/');
  return g_string_free (text, FALSE);
}

static void
append_argument (const InlayCdnUrl *self,
                 GString           *lines,
                 const char        *mark,
                 const char        *name)
{
  const char *value = g_hash_table_lookup (self->params, name);

  if (value == NULL)
    return;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, mark);
  g_string_append (lines, value);
}

/* `X-ARGS`; NULL when there are none. */
static char *
build_arguments (const InlayCdnUrl *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *encoded = NULL;

  append_argument (self, lines, "a", "alias");
  append_argument (self, lines, "d", "deps");
  append_argument (self, lines, "e", "external");
  append_argument (self, lines, "c", "conditions");
  append_argument (self, lines, "r", "external-require");
  append_argument (self, lines, "k", "keep-names");
  append_argument (self, lines, "i", "ignore-annotations");
  if (lines->len == 0)
    return NULL;

  encoded = g_base64_encode ((const guchar *) lines->str, lines->len);
  for (char *p = encoded; *p != '\0'; p++)
    *p = *p == '+' ? '-' : *p == '/' ? '_' : *p == '=' ? '\0' : *p;
  return g_strconcat ("X-", encoded, NULL);
}

static char *
build_name (const InlayCdnUrl *self)
{
  const char *slash = strrchr (self->package, '/');
  const char *name = slash != NULL ? slash + 1 : self->package;

  if (self->subpath == NULL)
    return g_str_has_suffix (name, ".js") ? g_strndup (name, strlen (name) - 3) : g_strdup (name);
  return g_strconcat (strcmp (self->subpath, name) == 0 ? "__" : "", self->subpath, NULL);
}

static const char *
bundle_ending (const InlayCdnUrl *self)
{
  static const char *flags[] = { "bundle", "standalone", "bundle-deps", "bundle-all" };
  const char *bundle = g_hash_table_lookup (self->params, "bundle");
  gboolean refused = bundle != NULL && strcmp (bundle, "false") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (g_hash_table_contains (self->params, flags[i]) && !(i == 0 && refused))
      return ".bundle";
  return refused || g_hash_table_contains (self->params, "no-bundle") ? ".nobundle" : "";
}

/**
 * inlay_cdn_url_to_build:
 * @self: an address with an exact version
 * @base: the server
 * @error: return location for an error
 *
 * Writes the address of the build output that the entry re-exports, for the target of @self or
 * %INLAY_CDN_DEFAULT_TARGET. The server leaves arguments out that name nothing in the package's
 * dependency tree; that cannot be known here.
 *
 * Returns: (transfer full): the address, or %NULL with %INLAY_ERROR_INVALID
 */
char *
inlay_cdn_url_to_build (const InlayCdnUrl  *self,
                        const char         *base,
                        GError            **error)
{
  const char *target = g_hash_table_lookup (self->params, "target");
  g_autofree char *arguments = NULL;
  g_autofree char *name = NULL;
  GString *text;

  if (!inlay_cdn_url_is_pinned (self))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s has no exact version, so no build", self->package);
      return NULL;
    }
  if (self->build != NULL)
    return inlay_cdn_url_to_string (self, base);

  arguments = build_arguments (self);
  name = build_name (self);
  text = start_address (self, base);
  if (arguments != NULL)
    g_string_append_printf (text, "/%s", arguments);
  g_string_append_printf (text, "/%s/%s%s%s.mjs",
                          target != NULL && inlay_cdn_is_target (target) ? target : INLAY_CDN_DEFAULT_TARGET,
                          name, g_hash_table_contains (self->params, "dev") ? ".development" : "",
                          bundle_ending (self));
  return g_string_free (text, FALSE);
}

/**
 * inlay_cdn_url_equal:
 *
 * Returns: %TRUE when both ask for the same build, whatever the base
 */
gboolean
inlay_cdn_url_equal (const InlayCdnUrl *a,
                     const InlayCdnUrl *b)
{
  g_autofree char *a_text = inlay_cdn_url_to_string (a, "");
  g_autofree char *b_text = inlay_cdn_url_to_string (b, "");

  return strcmp (a_text, b_text) == 0;
}
