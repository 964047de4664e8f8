/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-resolver-private.h"

G_BEGIN_DECLS

/* Section 12 of the specification: packages that must reach a remote as a set some build shipped. */

/* One copy and where it stands. */
typedef struct
{
  guint      member;
  InlayRow  *row;
  InlayCopy *copy;
} InlayPoolCopy;

/* One specifier as a remote has it; of two versions the first counts. */
typedef struct
{
  guint      specifier;
  InlayWord *version;
  InlayWord *file;
} InlayPoolPoint;

/* A remote as it appears in a pool: what it ships is its build, what it lists is what it needs. */
typedef struct
{
  InlayWord       *name;
  GArray          *copies; /* InlayPoolCopy, by member */
  GArray          *points; /* InlayPoolPoint, by specifier's first appearance */
  gboolean         host;
  InlayScopeCause  cause; /* none unless it is an island */
  guint            serving; /* the remote whose build it is given, INLAY_POOL_NOBODY for the usual */
} InlayPoolRemote;

#define INLAY_POOL_NOBODY G_MAXUINT

/* A specifier and what everyone has for it. */
typedef struct
{
  InlayWord *name;
  InlayWord *version; /* nullable: nobody claims it */
  guint      remote;  /* who claims it */
  guint64   *covers;  /* the remotes that have it, as bits */
  guint64   *matches; /* those that have it in just that version */
} InlayPoolSpecifier;

typedef struct
{
  InlayResolver   *resolver;
  InlayShareScope *scope;
  GPtrArray       *members;    /* InlaySharedPackage, by name */
  GPtrArray       *remotes;    /* InlayPoolRemote, by first appearance */
  GHashTable      *by_name;    /* (element-type InlayWord guint): the remote's number and one */
  GArray          *specifiers; /* InlayPoolSpecifier */
  GHashTable      *by_text;    /* (element-type InlayWord guint): the specifier's number and one */
  guint            n_words;    /* of a set of remotes */
} InlayPool;

/* The files of the remotes that others are served by. */
typedef struct _InlayPoolFiles InlayPoolFiles;

/* What becomes of one external of a later remote. */
typedef struct
{
  InlayShareScope    *scope;
  InlaySharedPackage *package;
  InlayCopy          *copy;
  InlayWord          *text;
  InlayRowAction      action;
  InlayOffer         *offer;  /* nullable: what the page gives it */
  gboolean            same;   /* the page shares the same version */
  gboolean            unshared; /* as the peer has it: its version is known, but none is shared */
  GHashTable         *redirects; /* nullable (element-type InlayWord InlayWord): specifier to a file of the anchor */
  InlayWord          *anchor; /* nullable */
} InlayLaterChoice;

static inline InlayPoolRemote *
inlay_pool_get_remote (const InlayPool *self,
                       guint            i)
{
  return g_ptr_array_index (self->remotes, i);
}

static inline InlayPoolSpecifier *
inlay_pool_get_specifier (const InlayPool *self,
                          guint            i)
{
  return &g_array_index (self->specifiers, InlayPoolSpecifier, i);
}

static inline InlaySharedPackage *
inlay_pool_get_member (const InlayPool *self,
                       guint            i)
{
  return g_ptr_array_index (self->members, i);
}

static inline gboolean
inlay_pool_set_has (const guint64 *set,
                    guint          i)
{
  return (set[i / 64] >> (i % 64)) & 1;
}

static inline void
inlay_pool_set_add (guint64 *set,
                    guint    i)
{
  set[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

/* membership */
gboolean   inlay_resolver_can_pool  (InlayResolver         *self,
                                     const InlayShareScope *scope);
GPtrArray *inlay_resolver_find_pools (InlayResolver        *self,
                                     const InlayShareScope *scope,
                                     gboolean               warn); /* GPtrArray of InlaySharedPackage */

/* views */
InlayPool       *inlay_pool_new            (InlayResolver         *resolver,
                                            InlayShareScope       *scope,
                                            GPtrArray             *members);
void             inlay_pool_free           (InlayPool             *self);
InlayPoolRemote *inlay_pool_find_remote    (const InlayPool       *self,
                                            const InlayWord       *name);
InlayPoolPoint  *inlay_pool_remote_find    (const InlayPoolRemote *self,
                                            guint                  specifier);
InlayPoolCopy   *inlay_pool_remote_find_member (const InlayPoolRemote *self,
                                            guint                  member);
guint            inlay_pool_find_basis     (const InlayPool       *self,
                                            guint                  member,
                                            gboolean               moved);
void             inlay_pool_claim          (InlayPool             *self);
gboolean         inlay_pool_is_witnessed   (const InlayPool       *self,
                                            const InlayPoolRemote *remote);
guint64         *inlay_pool_find_servers   (const InlayPool       *self,
                                            const InlayPoolRemote *remote);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPool, inlay_pool_free)

/* gates and writing */
void     inlay_pool_assign          (InlayPool             *self);
gboolean inlay_pool_write           (InlayPool             *self,
                                     GError               **error);
void     inlay_resolver_mark_pools  (InlayResolver         *self);
gboolean inlay_resolver_pool        (InlayResolver         *self,
                                     GError               **error);
void     inlay_resolver_pool_later  (InlayResolver         *self,
                                     const InlayEntry      *entry,
                                     GPtrArray             *choices); /* InlayLaterChoice */

/* mapping */
InlayPoolFiles *inlay_pool_files_new   (const InlayShareScope *scope);
void            inlay_pool_files_free  (InlayPoolFiles        *self);
void            inlay_pool_files_write (InlayPoolFiles        *self,
                                        InlayMapWriter        *writer,
                                        InlayCopy             *copy,
                                        gboolean               global);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPoolFiles, inlay_pool_files_free)

G_END_DECLS
