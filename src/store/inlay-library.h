/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

#define INLAY_TYPE_LIBRARY (inlay_library_get_type ())

/* The library of one user: documents with their whole history, thumbnails, the module cache, the
 * catalog cache and the outbox, in one SQLite file (WAL, synchronous=FULL). Synchronous; one
 * connection each, so a thread opens its own. */
G_DECLARE_FINAL_TYPE (InlayLibrary, inlay_library, INLAY, LIBRARY, GObject)

/* A row of the library page. */
typedef struct
{
  char   *key;            /* stable, never shown; a document's place in the library */
  char   *id;             /* of the composition */
  char   *name;
  gint64  modified;       /* microseconds UTC */
  gint64  opened;         /* microseconds UTC, 0 when never */
  guint   n_pages;
  guint   n_instances;
} InlayLibraryEntry;

#define INLAY_TYPE_LIBRARY_ENTRY (inlay_library_entry_get_type ())
GType              inlay_library_entry_get_type   (void);
InlayLibraryEntry *inlay_library_entry_copy       (const InlayLibraryEntry *self);
void               inlay_library_entry_free       (InlayLibraryEntry       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayLibraryEntry, inlay_library_entry_free)

/* @path: the file, made when missing; NULL for one in memory. */
InlayLibrary *inlay_library_open            (const char          *path,
                                             GError             **error);

/* What journalled edits are dated by; g_get_real_time() unless it is set. */
typedef gint64 (*InlayLibraryClock) (void);
void          inlay_library_set_clock       (InlayLibrary        *self,
                                             InlayLibraryClock    clock);

/* Documents. Times are passed in, but for edits: those come one by one from the document. */
GPtrArray    *inlay_library_list            (InlayLibrary        *self,
                                             GError             **error);
char         *inlay_library_add             (InlayLibrary        *self,
                                             InlayComposition    *composition,
                                             gint64               now,
                                             GError             **error);
/* The document with its history, journalling into this library from then on: each transaction is
 * durable before the document says it changed. */
InlayDocument *inlay_library_load           (InlayLibrary        *self,
                                             const char          *key,
                                             gint64               now,
                                             GError             **error);
gboolean      inlay_library_remove          (InlayLibrary        *self,
                                             const char          *key,
                                             gint64               now,
                                             GError             **error);
/* Removed documents stay restorable until the library is purged. */
gboolean      inlay_library_restore         (InlayLibrary        *self,
                                             const char          *key,
                                             GError             **error);
gboolean      inlay_library_purge           (InlayLibrary        *self,
                                             gint64               before,
                                             GError             **error);
gboolean      inlay_library_set_thumbnail   (InlayLibrary        *self,
                                             const char          *key,
                                             GBytes              *png,
                                             GError             **error);
GBytes       *inlay_library_get_thumbnail   (InlayLibrary        *self,
                                             const char          *key,
                                             GError             **error);

/* Module cache: immutable blobs by digest, and which module version is made of which. */
char         *inlay_library_put_blob        (InlayLibrary        *self,
                                             GBytes              *bytes,
                                             GError             **error);
GBytes       *inlay_library_get_blob        (InlayLibrary        *self,
                                             const char          *digest,
                                             GError             **error);
/* @files: file name -> GBytes. */
gboolean      inlay_library_put_module      (InlayLibrary        *self,
                                             InlayModule         *module,
                                             GHashTable          *files,
                                             GError             **error);
GPtrArray    *inlay_library_list_modules    (InlayLibrary        *self,
                                             GError             **error);
GBytes       *inlay_library_get_module_file (InlayLibrary        *self,
                                             const char          *module_id,
                                             const char          *version,
                                             const char          *file,
                                             GError             **error);
/* Full-text search of the catalog cache; modules, best first. */
GPtrArray    *inlay_library_search_modules  (InlayLibrary        *self,
                                             const char          *text,
                                             guint                limit,
                                             GError             **error);

/* Outbox: what is to be sent to a registry, kept until it was taken. */
typedef struct
{
  gint64    id;
  char     *registry;     /* base URL */
  char     *key;          /* of the document */
  char     *kind;         /* "publish" */
  JsonNode *payload;
  gint64    created;
  guint     tries;
  char     *last_error;   /* nullable */
} InlayOutboxItem;

void          inlay_outbox_item_free        (InlayOutboxItem     *self);
gint64        inlay_library_outbox_add      (InlayLibrary        *self,
                                             const char          *registry,
                                             const char          *key,
                                             const char          *kind,
                                             JsonNode            *payload,
                                             gint64               now,
                                             GError             **error);
GPtrArray    *inlay_library_outbox_list     (InlayLibrary        *self,
                                             GError             **error);
gboolean      inlay_library_outbox_failed   (InlayLibrary        *self,
                                             gint64               id,
                                             const char          *message,
                                             GError             **error);
gboolean      inlay_library_outbox_done     (InlayLibrary        *self,
                                             gint64               id,
                                             GError             **error);
/* What was published from a document, newest first, as JSON objects. */
gboolean      inlay_library_log_publish     (InlayLibrary        *self,
                                             const char          *key,
                                             JsonNode            *event,
                                             gint64               now,
                                             GError             **error);
GPtrArray    *inlay_library_list_publish    (InlayLibrary        *self,
                                             const char          *key,
                                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayOutboxItem, inlay_outbox_item_free)

G_END_DECLS
