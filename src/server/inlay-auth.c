/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-auth.h"

#include <inlay-core.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#define TOKEN_BYTES 32
#define MAX_TOKEN 512
#define MAX_SECONDS (G_MAXINT64 / G_USEC_PER_SEC)

struct _InlayAuth
{
  GHashTable *fixed;      /* hash -> InlayGrant */
  InlayGrant *anyone;
  InlayGrant *local;      /* where there are no tokens */
  gint is_closed;         /* atomic: most requests come without a token and touch no lock */
  GRWLock lock;           /* guards the next */
  GHashTable *kept;       /* the same */
};

/* Takes the same time wherever the two differ. */
static gboolean
equal_in_constant_time (gconstpointer one,
                        gconstpointer other)
{
  const char *a = one, *b = other;
  gsize length = MIN (strlen (a), strlen (b));
  volatile guint8 difference = strlen (a) != strlen (b);

  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

/* Where a hash is looked for tells nothing of it: nobody can choose what a token hashes to. */
static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, equal_in_constant_time, NULL, (GDestroyNotify) inlay_grant_unref);
}

InlayAuth *
inlay_auth_new (void)
{
  InlayAuth *self = g_new0 (InlayAuth, 1);

  g_rw_lock_init (&self->lock);
  self->fixed = new_table ();
  self->kept = new_table ();
  self->anyone = inlay_grant_new (NULL, NULL, INLAY_ROLE_PUBLIC, 0);
  self->local = inlay_grant_new (NULL, "local", INLAY_ROLE_ADMIN, 0);
  return self;
}

void
inlay_auth_free (InlayAuth *self)
{
  g_hash_table_unref (self->fixed);
  g_hash_table_unref (self->kept);
  inlay_grant_unref (self->anyone);
  inlay_grant_unref (self->local);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

/**
 * inlay_auth_add:
 * @self: who may do what, before the door opens
 * @grant: (transfer full): a token more
 */
void
inlay_auth_add (InlayAuth  *self,
                InlayGrant *grant)
{
  g_hash_table_replace (self->fixed, grant->hash, grant);
  g_atomic_int_set (&self->is_closed, TRUE);
}

static InlayGrant *
read_row (JsonNode *row)
{
  InlayRole role;
  InlayGrant *grant;

  if (inlay_json_get_string (row, "revokedAt") != NULL || !inlay_role_parse (inlay_json_get_string (row, "role"), &role))
    return NULL;
  grant = inlay_grant_new (inlay_json_get_string (row, "hash"), inlay_json_get_string (row, "name"), role,
                           inlay_json_get_int (row, "expires", 0));
  inlay_grant_limit (grant, inlay_json_get_string (row, "app"), inlay_json_get_string (row, "environment"),
                     inlay_json_get_string (row, "module"));
  return grant;
}

/**
 * inlay_auth_set_kept:
 * @self: who may do what
 * @rows: what inlay_registry_store_list_tokens() gives
 *
 * Where tokens were ever made the door stays closed, even when all of them are revoked.
 */
void
inlay_auth_set_kept (InlayAuth *self,
                     JsonNode  *rows)
{
  JsonArray *array = json_node_get_array (rows);

  g_rw_lock_writer_lock (&self->lock);
  g_hash_table_remove_all (self->kept);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayGrant *grant = read_row (json_array_get_element (array, i));

      g_atomic_int_set (&self->is_closed, TRUE);
      if (grant != NULL)
        g_hash_table_replace (self->kept, grant->hash, grant);
    }
  g_rw_lock_writer_unlock (&self->lock);
}

/**
 * inlay_token_hash:
 * @token: what a caller holds
 *
 * Returns: (transfer full): what is kept of it
 */
char *
inlay_token_hash (const char *token)
{
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  return g_strconcat ("sha256-", hex, NULL);
}

/**
 * inlay_token_new:
 *
 * Returns: (transfer full): a token nobody can guess
 */
char *
inlay_token_new (void)
{
  guint8 bytes[TOKEN_BYTES];
  GString *text = g_string_new ("inlay_");

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    g_error ("the system has no randomness");
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* TOKEN [ROLE [NAME [EXPIRES [APP [ENVIRONMENT [MODULE]]]]]]; a token may stand as its hash. EXPIRES
 * in seconds since 1970, "-" for never; the last three are patterns. */
static gboolean
add_line (InlayAuth   *self,
          const char  *path,
          guint        number,
          const char  *line,
          GError     **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);
  const char *filled[8] = { NULL };
  g_autofree char *hash = NULL;
  InlayRole role = INLAY_ROLE_ADMIN;
  guint64 expires = 0;
  guint n = 0;
  InlayGrant *grant;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && n < G_N_ELEMENTS (filled))
      filled[n++] = words[i];
  if (n == 0 || *filled[0] == '#')
    return TRUE;

  if (n == G_N_ELEMENTS (filled) || strlen (filled[0]) > MAX_TOKEN || (n > 1 && !inlay_role_parse (filled[1], &role)) ||
      (n > 3 && strcmp (filled[3], "-") != 0 && !g_ascii_string_to_unsigned (filled[3], 10, 1, MAX_SECONDS, &expires, NULL)))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s, line %u is not TOKEN [ROLE [NAME [EXPIRES [APP [ENVIRONMENT [MODULE]]]]]]", path, number);
      return FALSE;
    }
  hash = inlay_digest_is_valid (filled[0]) ? g_strdup (filled[0]) : inlay_token_hash (filled[0]);
  grant = inlay_grant_new (hash, n > 2 ? filled[2] : inlay_role_to_string (role), role, (gint64) expires * G_USEC_PER_SEC);
  inlay_grant_limit (grant, filled[4], filled[5], filled[6]);
  inlay_auth_add (self, grant);
  return TRUE;
}

/**
 * inlay_auth_load_file:
 * @self: who may do what
 * @path: a file of lines `TOKEN [ROLE [NAME [EXPIRES [APP [ENVIRONMENT [MODULE]]]]]]`; a lone token
 *   is an admin's
 * @error: return location
 *
 * Returns: whether the file holds at least one token and nothing else
 */
gboolean
inlay_auth_load_file (InlayAuth   *self,
                      const char  *path,
                      GError     **error)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  guint before = g_hash_table_size (self->fixed);
  struct stat info;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  if (stat (path, &info) == 0 && (info.st_mode & 077) != 0)
    g_warning ("%s can be read by others; chmod 600 keeps its tokens secret", path);

  lines = g_strsplit_set (content, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (self, path, i + 1, lines[i], error))
      return FALSE;
  if (g_hash_table_size (self->fixed) > before)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s holds no token", path);
  return FALSE;
}

/**
 * inlay_auth_reload_file:
 * @self: who may do what, while requests come
 * @path: the file of inlay_auth_load_file()
 * @error: return location
 *
 * Returns: whether its tokens took the place of those loaded before; otherwise those stay
 */
gboolean
inlay_auth_reload_file (InlayAuth   *self,
                        const char  *path,
                        GError     **error)
{
  g_autoptr (InlayAuth) other = inlay_auth_new ();
  GHashTable *before;

  if (!inlay_auth_load_file (other, path, error))
    return FALSE;
  g_rw_lock_writer_lock (&self->lock);
  before = self->fixed;
  self->fixed = other->fixed;
  other->fixed = before;
  g_atomic_int_set (&self->is_closed, TRUE);
  g_rw_lock_writer_unlock (&self->lock);
  return TRUE;
}

/**
 * inlay_auth_is_open:
 * @self: who may do what
 *
 * Returns: whether there are no tokens, so that everyone may do everything
 */
gboolean
inlay_auth_is_open (InlayAuth *self)
{
  return !g_atomic_int_get (&self->is_closed);
}

static InlayGrant *
find_hashed (InlayAuth  *self,
             const char *hash,
             gint64      now)
{
  InlayGrant *found;

  g_rw_lock_reader_lock (&self->lock);
  if (!(found = g_hash_table_lookup (self->fixed, hash)))
    found = g_hash_table_lookup (self->kept, hash);
  if (found != NULL && found->expires != 0 && found->expires <= now)
    found = NULL;
  if (found != NULL)
    inlay_grant_ref (found);
  g_rw_lock_reader_unlock (&self->lock);
  return found;
}

/**
 * inlay_auth_renew:
 * @self: who may do what
 * @grant: what somebody was allowed by a token, or without where there are none
 *
 * Returns: (transfer full) (nullable): what the same allows now; %NULL: nothing
 */
InlayGrant *
inlay_auth_renew (InlayAuth  *self,
                  InlayGrant *grant)
{
  if (grant->hash == NULL)
    return inlay_grant_ref (inlay_auth_is_open (self) ? self->local : self->anyone);
  return find_hashed (self, grant->hash, g_get_real_time ());
}

/**
 * inlay_auth_check:
 * @self: who may do what
 * @header: (nullable): the Authorization header
 *
 * Returns: (transfer full) (nullable): what the caller may do; %NULL when there is a token and it
 *   is not good
 */
InlayGrant *
inlay_auth_check (InlayAuth  *self,
                  const char *header)
{
  g_autofree char *token = NULL;
  g_autofree char *hash = NULL;

  if (inlay_auth_is_open (self))
    return inlay_grant_ref (self->local);
  if (header == NULL)
    return inlay_grant_ref (self->anyone);
  if (g_ascii_strncasecmp (header, "Bearer ", 7) != 0 || strlen (header) > MAX_TOKEN)
    return NULL;

  token = g_strstrip (g_strdup (header + 7));
  hash = inlay_token_hash (token);
  return find_hashed (self, hash, g_get_real_time ());
}
