/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-resolver.h"
#include "semver/inlay-range.h"

G_BEGIN_DECLS

#define INLAY_RESOLVER_GLOBAL "__GLOBAL__"
#define INLAY_RESOLVER_EXACT "strict"

typedef enum
{
  INLAY_ROW_SKIP,
  INLAY_ROW_SHARE,
  INLAY_ROW_SCOPE,
} InlayRowAction;

/* One remote's build of one package. */
typedef struct
{
  char       *remote;
  char       *range_text;
  InlayRange *range;   /* NULL: unreadable, nothing satisfies it */
  gboolean    strict;
  gboolean    served;  /* a map has named its files before */
  JsonObject *entries; /* specifier to file */
  char       *bundle;  /* nullable */
} InlayCopy;

/* All copies of one version text and one verdict; the first copy is the basis. */
typedef struct
{
  char           *text;
  InlayVersion   *version;
  InlayRowAction  action;
  gboolean        host;
  GPtrArray      *copies;
} InlayRow;

typedef struct
{
  char      *name;
  gboolean   dirty;
  GPtrArray *rows; /* newest first */
} InlaySharedPackage;

typedef struct
{
  char       *name;
  GPtrArray  *packages;
  GHashTable *by_name; /* (element-type utf8 InlaySharedPackage), the same */
} InlayShareScope;

typedef struct
{
  char       *name;
  JsonObject *entries;
  char       *bundle;
} InlayPrivatePackage;

typedef struct
{
  char       *name;
  char       *directory;
  JsonArray  *exposes;   /* nullable */
  JsonObject *integrity; /* nullable */
  JsonObject *chunks;    /* nullable */
  GPtrArray  *privates;
} InlayRemote;

/* All that is remembered between page loads; everything in order of arrival. */
typedef struct
{
  GPtrArray  *remotes;
  GHashTable *by_name; /* (element-type utf8 InlayRemote), the same */
  GPtrArray  *scopes;
} InlayRecord;

typedef struct
{
  gboolean documented;
  gboolean strict_remote_entry;
  gboolean strict_compatibility;
  gboolean strict_same_version;
  gboolean strict_version;
  gboolean strict_import_map;
  gboolean strict_coverage;
  gboolean latest;
  gboolean skip_invalid;
  gboolean scope_uncovered;
  gboolean override_always;
  gboolean override_never;
  gboolean override_same_url;
  gboolean convert_flat;
} InlayResolverOptions;

struct _InlayResolver
{
  InlayResolverOptions  options;
  InlayRecord          *record;
  GPtrArray            *warnings;
  GHashTable           *ranges; /* (element-type utf8 InlayRange): those of this run, read once */
  char                 *error_kind;
};

/* One external of an entry file, checked. */
typedef struct
{
  char       *package;
  JsonObject *entries;
  char       *version;
  char       *range;
  char       *scope;
  char       *bundle;
  gboolean    singleton;
  gboolean    strict;
} InlayExternal;

/* An entry file, checked. */
typedef struct
{
  char       *name;
  char       *url;
  gboolean    host;
  gboolean    override;
  JsonArray  *exposes;
  JsonObject *integrity;
  JsonObject *chunks;
  GPtrArray  *externals;
} InlayEntry;

/* An import map while it is written. */
typedef struct
{
  InlayResolver *resolver;
  JsonObject    *imports;
  JsonObject    *scopes;
  JsonObject    *integrity;
  GHashTable    *bundles; /* (element-type utf8): "remote\nbundle" in use */
} InlayMapWriter;

/* record */
InlayRecord        *inlay_record_new             (void);
InlayRecord        *inlay_record_copy            (InlayRecord           *self);
void                inlay_record_free            (InlayRecord           *self);
InlayRemote        *inlay_record_find_remote     (InlayRecord           *self,
                                                  const char            *name);
InlaySharedPackage *inlay_record_get_package     (InlayRecord           *self,
                                                  const char            *scope,
                                                  const char            *name);
void                inlay_record_evict           (InlayRecord           *self,
                                                  GHashTable            *names);
InlayRow           *inlay_shared_package_new_row (InlaySharedPackage    *self,
                                                  guint                  index,
                                                  const char            *text,
                                                  InlayRowAction         action);
void                inlay_shared_package_sort    (InlaySharedPackage    *self);
InlayRow           *inlay_shared_package_find    (InlaySharedPackage    *self,
                                                  InlayRowAction         action);
InlayRow           *inlay_shared_package_find_text (InlaySharedPackage  *self,
                                                  const char            *text,
                                                  gboolean               scoped);
InlayRemote        *inlay_record_add_remote      (InlayRecord           *self,
                                                  const InlayEntry      *entry);
InlayCopy          *inlay_copy_new               (InlayResolver         *resolver,
                                                  const InlayEntry      *entry,
                                                  const InlayExternal   *external,
                                                  const char            *range);
gboolean            inlay_copy_accepts           (const InlayCopy       *self,
                                                  const InlayVersion    *version);
gboolean            inlay_copy_objects           (const InlayCopy       *self,
                                                  const InlayVersion    *version);
gboolean            inlay_row_accepts            (const InlayRow        *self,
                                                  const InlayVersion    *version);
JsonObject         *inlay_row_offer              (const InlayRow        *self,
                                                  gboolean               served_only);

/* reading */
void        inlay_resolver_options_read (InlayResolverOptions  *self,
                                         JsonNode              *input);
InlayEntry *inlay_entry_read            (InlayResolver         *resolver,
                                         JsonNode              *remote,
                                         const char            *host_name,
                                         GError               **error);
void        inlay_entry_free            (InlayEntry            *self);
char       *inlay_resolver_directory    (const char            *url);
char       *inlay_resolver_join         (const char            *a,
                                         const char            *b);

/* steps; FALSE means refused */
void        inlay_resolver_warn         (InlayResolver         *self,
                                         const char            *kind,
                                         char                  *message);
gboolean    inlay_resolver_refuse       (InlayResolver         *self,
                                         const char            *kind,
                                         char                  *message,
                                         GError               **error);
gboolean    inlay_resolver_read_version (InlayResolver         *self,
                                         const InlayEntry      *entry,
                                         const InlayExternal   *external,
                                         char                 **text,
                                         GError               **error);
InlayRow   *inlay_resolver_place_copy   (InlayResolver         *self,
                                         InlaySharedPackage    *package,
                                         InlayRow              *row,
                                         InlayCopy             *copy,
                                         gboolean               host,
                                         GError               **error);
gboolean    inlay_resolver_merge        (InlayResolver         *self,
                                         const InlayEntry      *entry,
                                         GError               **error);
gboolean    inlay_resolver_elect        (InlayResolver         *self,
                                         GError               **error);
gboolean    inlay_resolver_write_map    (InlayResolver         *self,
                                         InlayMapWriter        *writer,
                                         GError               **error);

/* map writing */
void        inlay_map_writer_init       (InlayMapWriter        *self,
                                         InlayResolver         *resolver);
void        inlay_map_writer_clear      (InlayMapWriter        *self);
void        inlay_map_writer_put        (InlayMapWriter        *self,
                                         const char            *scope,
                                         const char            *specifier,
                                         const char            *remote,
                                         const char            *file,
                                         const char            *bundle);
void        inlay_map_writer_private    (InlayMapWriter        *self,
                                         InlayRemote           *remote);
void        inlay_map_writer_exposed    (InlayMapWriter        *self,
                                         InlayRemote           *remote);
void        inlay_map_writer_chunks     (InlayMapWriter        *self,
                                         InlayRemote           *remote);
void        inlay_map_writer_own        (InlayMapWriter        *self,
                                         InlayCopy             *copy,
                                         JsonObject            *except);
JsonNode   *inlay_map_writer_end        (InlayMapWriter        *self);

gboolean    inlay_resolver_merge_later  (InlayResolver         *self,
                                         const InlayEntry      *entry,
                                         InlayMapWriter        *writer,
                                         GError               **error);

G_END_DECLS
