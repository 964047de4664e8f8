/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-auth.h"

#include <inlay-core.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#define TOKEN_BYTES 32
#define MAX_TOKEN 512

typedef struct
{
  char *hash;
  char *name;
  InlayRole role;
  gint64 expires;
} Token;

struct _InlayAuth
{
  GPtrArray *tokens;
  gboolean is_closed;
};

static const char * const role_names[] = {
  "public", "viewer", "publisher", "deployer", "approver", "auditor", "admin",
};

static void
token_free (gpointer data)
{
  Token *token = data;

  g_free (token->hash);
  g_free (token->name);
  g_free (token);
}

InlayAuth *
inlay_auth_new (void)
{
  InlayAuth *self = g_new0 (InlayAuth, 1);

  self->tokens = g_ptr_array_new_with_free_func (token_free);
  return self;
}

void
inlay_auth_free (InlayAuth *self)
{
  g_ptr_array_unref (self->tokens);
  g_free (self);
}

/**
 * inlay_auth_add:
 * @self: who may do what
 * @hash: the digest of a token
 * @name: whose it is
 * @role: what it allows
 * @expires: when it ends, 0 for never
 */
void
inlay_auth_add (InlayAuth  *self,
                const char *hash,
                const char *name,
                InlayRole   role,
                gint64      expires)
{
  Token *token = g_new0 (Token, 1);

  token->hash = g_strdup (hash);
  token->name = g_strdup (name);
  token->role = role;
  token->expires = expires;
  g_ptr_array_add (self->tokens, token);
  self->is_closed = TRUE;
}

gboolean
inlay_role_parse (const char *text,
                  InlayRole  *role)
{
  for (guint i = INLAY_ROLE_VIEWER; i < G_N_ELEMENTS (role_names); i++)
    if (strcmp (text, role_names[i]) == 0)
      {
        *role = (InlayRole) i;
        return TRUE;
      }
  return FALSE;
}

/* Deployers publish, too; approvers and auditors only read beside their one thing. */
gboolean
inlay_role_includes (InlayRole role,
                     InlayRole needed)
{
  return needed == INLAY_ROLE_PUBLIC || role == INLAY_ROLE_ADMIN || role == needed ||
         (role != INLAY_ROLE_PUBLIC && needed == INLAY_ROLE_VIEWER) ||
         (role == INLAY_ROLE_DEPLOYER && needed == INLAY_ROLE_PUBLISHER);
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

/* TOKEN [ROLE [NAME [EXPIRES]]]; a token may stand as its hash. EXPIRES in seconds since 1970. */
static gboolean
add_line (InlayAuth   *self,
          const char  *path,
          guint        number,
          const char  *line,
          GError     **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);
  g_autoptr (GPtrArray) filled = g_ptr_array_new ();
  g_autofree char *hash = NULL;
  InlayRole role = INLAY_ROLE_ADMIN;
  gint64 expires = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (filled, words[i]);
  if (filled->len == 0 || *(char *) filled->pdata[0] == '#')
    return TRUE;

  if ((filled->len > 1 && !inlay_role_parse (filled->pdata[1], &role)) ||
      (filled->len > 3 && (expires = g_ascii_strtoll (filled->pdata[3], NULL, 10)) <= 0) ||
      strlen (filled->pdata[0]) > MAX_TOKEN)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s, line %u is not TOKEN [ROLE [NAME [EXPIRES]]]", path, number);
      return FALSE;
    }
  hash = inlay_digest_is_valid (filled->pdata[0]) ? g_strdup (filled->pdata[0]) : inlay_token_hash (filled->pdata[0]);
  inlay_auth_add (self, hash, filled->len > 2 ? filled->pdata[2] : role_names[role], role, expires * G_USEC_PER_SEC);
  return TRUE;
}

/**
 * inlay_auth_load_file:
 * @self: who may do what
 * @path: a file of lines `TOKEN [ROLE [NAME [EXPIRES]]]`; a lone token is an admin's
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
  guint before = self->tokens->len;
  struct stat info;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  if (stat (path, &info) == 0 && (info.st_mode & 077) != 0)
    g_warning ("%s can be read by others; chmod 600 keeps its tokens secret", path);

  lines = g_strsplit_set (content, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (self, path, i + 1, lines[i], error))
      return FALSE;
  if (self->tokens->len > before)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s holds no token", path);
  return FALSE;
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
  return !self->is_closed;
}

/* Takes the same time wherever the two differ. */
static gboolean
equal_in_constant_time (const char *a,
                        const char *b)
{
  gsize length = MIN (strlen (a), strlen (b));
  volatile guint8 difference = strlen (a) != strlen (b);

  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

/**
 * inlay_auth_check:
 * @self: who may do what
 * @header: (nullable): the Authorization header
 * @now: the time
 * @role: (out): what the caller may do
 * @name: (out): who it is
 *
 * Returns: %FALSE when there is a token and it is not good
 */
gboolean
inlay_auth_check (InlayAuth   *self,
                  const char  *header,
                  gint64       now,
                  InlayRole   *role,
                  const char **name)
{
  g_autofree char *token_text = NULL;
  g_autofree char *hash = NULL;
  Token *found = NULL;

  *role = inlay_auth_is_open (self) ? INLAY_ROLE_ADMIN : INLAY_ROLE_PUBLIC;
  *name = inlay_auth_is_open (self) ? "local" : NULL;
  if (header == NULL || inlay_auth_is_open (self))
    return TRUE;
  if (g_ascii_strncasecmp (header, "Bearer ", 7) != 0 || strlen (header) > MAX_TOKEN)
    return FALSE;

  token_text = g_strstrip (g_strdup (header + 7));
  hash = inlay_token_hash (token_text);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = g_ptr_array_index (self->tokens, i);

      if (equal_in_constant_time (token->hash, hash))
        found = token;
    }
  if (found == NULL || (found->expires != 0 && found->expires <= now))
    return FALSE;
  *role = found->role;
  *name = found->name;
  return TRUE;
}
