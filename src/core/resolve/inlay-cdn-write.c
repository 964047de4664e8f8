/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-cdn-private.h"

#include <string.h>

/* Addresses as text, in each of the forms the server takes. */

/* The address up to the version. */
static GString *
start_address (const InlayCdnUrl *self,
               const char        *base)
{
  static const char *places[] = {
    [INLAY_CDN_NPM] = "", [INLAY_CDN_GITHUB] = "gh/", [INLAY_CDN_JSR] = "jsr/",
    [INLAY_CDN_PREVIEW] = "pr/", [INLAY_CDN_SERVER] = "",
  };
  GString *text = g_string_new (base);

  if (!g_str_has_suffix (base, "/"))
    g_string_append_c (text, '/');
  if (self->source == INLAY_CDN_SERVER)
    return text;
  if (self->all_external)
    g_string_append_c (text, '*');
  g_string_append (text, places[self->source]);
  g_string_append (text, self->package);
  if (self->version != NULL)
    {
      g_string_append_c (text, '@');
      inlay_cdn_append_escaped (text, self->version, "\"#%&/<>?^`{|}");
    }
  return text;
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
      if (self->source != INLAY_CDN_SERVER)
        g_string_append_c (text, '/');
      inlay_cdn_append_escaped (text, self->build != NULL ? self->build : self->subpath, "\"#%<>?^`{|}");
    }
  /* A build path is stored whole: parameters would only make another address of it. */
  if (self->build == NULL)
    inlay_cdn_url_append_params (self, text, '?', "\"#%&'+<>");
  return g_string_free (text, FALSE);
}

static gboolean
check_package (const InlayCdnUrl  *self,
               GError            **error)
{
  if (self->source == INLAY_CDN_SERVER)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "/%s is the server's own, not a package", self->subpath);
  return self->source != INLAY_CDN_SERVER;
}

/**
 * inlay_cdn_url_to_prefix:
 * @self: an address, its sub-path does not count
 * @base: the server
 * @error: return location for an error
 *
 * Writes the form for import map keys that end in a slash (HTML, "Import maps"): the parameters stand in the path, so
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

  if (!check_package (self, error))
    return NULL;
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
  inlay_cdn_url_append_params (self, text, '&', "\"#%<>?^`{|}");
  g_string_append_c (text, '/');
  return g_string_free (text, FALSE);
}

/**
 * inlay_cdn_url_to_scope:
 * @self: an address
 * @base: the server
 *
 * Returns: (transfer full): the prefix under which the build of this version of the package lives,
 *   for use as a scope of an import map (HTML, "Import maps"); the server's root for what is its own
 */
char *
inlay_cdn_url_to_scope (const InlayCdnUrl *self,
                        const char        *base)
{
  GString *text = start_address (self, base);

  if (self->source != INLAY_CDN_SERVER)
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

  if (!check_package (self, error))
    return NULL;
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
