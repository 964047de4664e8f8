/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What lies beside the database of the registry on this computer: where it listens, whom it lets in,
 * and a lock. The registry's process has the lock for as long as it lives, whichever application
 * started it: of one folder there is one. */

#define INLAY_REGISTRY_DATABASE "registry.db"
#define INLAY_REGISTRY_TOKENS "registry-token"
#define INLAY_REGISTRY_LOCK "registry-lock"

/* The port it had last, so that what is open in a browser stays where it is; 0: it had none. */
guint     inlay_registry_place_read_port     (const char   *folder);
void      inlay_registry_place_keep_port     (const char   *folder,
                                              const char   *address);

/* (transfer full): a new token. @line holds what it hashes to, as the registry keeps it: who reads the
 * file has no token. */
char     *inlay_registry_place_create_token  (char        **line);
/* It is let in as soon as the file is read again. */
gboolean  inlay_registry_place_add_token     (const char   *folder,
                                              const char   *line,
                                              GError      **error);

/* A descriptor, or -1 with @error set. */
int       inlay_registry_place_open_lock     (const char   *folder,
                                              GError      **error);
gboolean  inlay_registry_place_is_taken      (int           lock);
/* For the process that becomes the registry, between fork and exec, with the paths of the files. It
 * has the lock till it ends. */
gboolean  inlay_registry_place_take_lock     (const char   *path);
gboolean  inlay_registry_place_set_token     (const char   *path,
                                              const char   *line);
/* Who has the lock, and where it listens. */
void      inlay_registry_place_tell_address  (int           lock,
                                              const char   *process,
                                              const char   *address);
/* (transfer full) (nullable): NULL until it answers. */
char     *inlay_registry_place_dup_address   (int           lock,
                                              GPid         *process);

G_END_DECLS
