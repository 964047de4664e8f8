/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-tokens.h"
#include "resolve/inlay-resolver-words-private.h"
#include "resolve/inlay-resolver.h"

G_BEGIN_DECLS

#define INLAY_RESOLVER_GLOBAL "__GLOBAL__"
#define INLAY_RESOLVER_EXACT "strict"

/* Of a stored record. */
#define INLAY_RECORD_FORMAT 1

typedef enum
{
  INLAY_ROW_SKIP,
  INLAY_ROW_SHARE,
  INLAY_ROW_SCOPE,
  INLAY_N_ACTIONS,
} InlayRowAction;

/* Which rule decided what a package shares. */
typedef enum
{
  INLAY_RULE_NONE,
  INLAY_RULE_ONLY,
  INLAY_RULE_PINNED,
  INLAY_RULE_HOST,
  INLAY_RULE_LATEST,
  INLAY_RULE_FEWEST,
  INLAY_RULE_SERVED,
  INLAY_RULE_COVERS,
  INLAY_RULE_NEWEST,
  INLAY_RULE_EXACT,
  INLAY_RULE_LATER,
  INLAY_N_RULES,
} InlayElectionRule;

/* Why a copy serves only its own remote, when its range is not the reason. */
typedef enum
{
  INLAY_CAUSE_NONE,
  INLAY_CAUSE_COVERAGE,
  INLAY_CAUSE_ISLANDED,
  INLAY_CAUSE_UNCOVERED,
  INLAY_CAUSE_TORN,
  INLAY_CAUSE_NO_BASIS,
  INLAY_N_CAUSES,
} InlayScopeCause;

/* What they are called, in explanations and in a stored record. */
extern const char *const inlay_action_words[INLAY_N_ACTIONS];
extern const char *const inlay_rule_words[INLAY_N_RULES];
extern const char *const inlay_cause_words[INLAY_N_CAUSES]; /* the first is %NULL */

/* One remote's build of one package. */
typedef struct
{
  InlayWord  *remote;
  InlayWord  *range;
  InlayBuild *build;
  InlayWord  *served_by; /* nullable: another remote whose files it uses */
  guint       strict : 1;
  guint       served : 1; /* a map has named its files before */
  guint       cause : 4;  /* InlayScopeCause */
} InlayCopy;

/* All copies of one version text and one verdict; the first copy is the basis. */
typedef struct
{
  InlayWord      *text; /* readable as a version */
  InlayRowAction  action;
  gboolean        host;
  guint           cost; /* the copies that stood against it in the last election */
  GPtrArray      *copies;
} InlayRow;

#define INLAY_COST_UNKNOWN G_MAXUINT

typedef struct _InlayRowIndex InlayRowIndex;

typedef struct
{
  InlayWord  *name;
  GPtrArray  *rows;  /* newest first */
  InlayRowIndex *index; /* nullable: while copies are merged */
  guint       dirty : 1;
  guint       elected : 1; /* in this run */
  guint       rule : 5;    /* InlayElectionRule */
} InlaySharedPackage;

typedef struct
{
  InlayWord  *name;
  GPtrArray  *packages;
  GHashTable *by_name; /* (element-type InlayWord InlaySharedPackage), the same */
} InlayShareScope;

typedef struct
{
  InlayWord  *name;
  InlayBuild *build;
} InlayPrivatePackage;

/* What an entry file says besides its externals. Never changed once read. */
typedef struct
{
  guint       ref_count;
  GArray     *exposes; /* InlayPoint: key and file */
  GArray     *chunks;  /* InlayPoint: bundle and file */
  GArray     *hashes;  /* InlayPoint: file and hash */
  GHashTable *hash_of; /* nullable (element-type InlayWord InlayWord), the same */
} InlayManifest;

typedef struct
{
  InlayWord  *name;
  InlayWord  *listed; /* the name it was listed under, which may be another */
  char       *directory;
  gboolean    later; /* loaded after the start */
  GPtrArray  *privates;
  InlayManifest *manifest;
  guint       mark;  /* of the map writer that has its scope */
  gpointer    scope; /* InlayMapScope, good for that writer */
} InlayRemote;

/* All that is remembered between page loads; everything in order of arrival. Copies of remotes that
 * were evicted keep their place until the record is copied, as each call does. */
typedef struct
{
  GPtrArray  *blocks;    /* of copies, all that there are */
  guint       block;     /* how many the last has place for */
  guint       used;      /* how many it holds */
  gboolean    pooled;    /* some copy has a label or may use the files of another remote */
  GPtrArray  *remotes;
  GHashTable *by_name;   /* (element-type InlayWord InlayRemote), the same */
  GHashTable *by_listed; /* (element-type InlayWord InlayRemote): those listed under another name */
  GPtrArray  *scopes;
  GHashTable *scope_by_name; /* (element-type InlayWord InlayShareScope), the same */
  InlayShareScope *last_scope; /* nullable: asked for last, as entries come in runs */
} InlayRecord;

typedef struct
{
  gboolean  documented;
  gboolean  strict_remote_entry;
  gboolean  strict_compatibility;
  gboolean  strict_same_version;
  gboolean  strict_version;
  gboolean  strict_import_map;
  gboolean  strict_coverage;
  gboolean  latest;
  gboolean  skip_invalid;
  gboolean  scope_uncovered;
  gboolean  override_always;
  gboolean  override_never;
  gboolean  override_same_url;
  gboolean  drop_unlisted;
  gboolean  convert_flat;
  gboolean  auto_pools;
  char     *cache_tag; /* nullable */
  JsonNode *pins;      /* nullable: scope, then package, then the version to share */
} InlayResolverOptions;

/* A warning or refusal before anybody reads it: @form with each % replaced by the next word. */
typedef struct
{
  const char *kind;
  const char *form;
  InlayWord  *words[7];
} InlayNote;

struct _InlayResolver
{
  InlayResolverOptions  options;
  InlayRecord          *record;
  InlayWords           *words;
  GArray               *notes;    /* InlayNote: the warnings of the last call */
  InlayNote             refusal;  /* of the last call; its kind is %NULL when there was none */
  GPtrArray            *warnings; /* nullable: @notes once somebody asked */
  guint                 n_externals; /* of the entry file read last, as the next has about as many */
};

/* One external of an entry file, checked. */
typedef struct
{
  InlayWord  *package;
  InlayBuild *build;
  InlayWord  *version; /* nullable */
  InlayWord  *range;   /* nullable */
  InlayWord  *scope;
  gboolean    singleton;
  gboolean    strict;
  gboolean    flat; /* one file, for the specifier that is the package's name */
} InlayExternal;

/* An entry file, checked. */
typedef struct
{
  InlayWord  *name;
  InlayWord  *listed;
  char       *url;
  gboolean    host;
  InlayWord  *replaces; /* nullable: the remote of the record that it was asked for again for */
  GArray     *externals;
  InlayManifest *manifest;
} InlayEntry;

/* What a row offers: each specifier with the first copy that has it. */
typedef struct
{
  GArray     *points; /* InlayOfferPoint */
  GHashTable *index;  /* nullable: specifier to its number, once there are many */
} InlayOffer;

typedef struct
{
  InlayWord *specifier;
  InlayWord *file;
  InlayCopy *copy;
} InlayOfferPoint;

/* One specifier of a map and the file it leads to. */
typedef struct
{
  InlayWord         *specifier;
  const InlayRemote *remote;
  const InlayWord   *file;
} InlayMapEntry;

/* What was written for one directory, in order; of one specifier the last counts. */
typedef struct
{
  const char *directory;
  GArray     *entries; /* InlayMapEntry */
} InlayMapScope;

/* An import map while it is written; it points into the record. */
typedef struct
{
  InlayResolver *resolver;
  GArray        *imports; /* InlayMapEntry: each specifier once, its number the word's slot */
  GPtrArray     *scopes;  /* InlayMapScope */
  GHashTable    *by_directory; /* (element-type utf8 InlayMapScope), the same */
  GPtrArray     *hashed;  /* (element-type utf8): addresses with a hash */
  GHashTable    *hashes;  /* (element-type utf8 utf8): by those addresses */
  GHashTable    *bundles; /* (element-type utf8): "remote\nbundle" in use */
  guint          mark;    /* of the words everyone has and of the remotes whose scope is known */
} InlayMapWriter;

/* record */
InlayRecord        *inlay_record_new               (void);
InlayRecord        *inlay_record_copy              (InlayRecord           *self);
void                inlay_record_free              (InlayRecord           *self);
InlayRemote        *inlay_record_find_remote       (InlayRecord           *self,
                                                    const InlayWord       *name);
InlayRemote        *inlay_record_find_listed       (InlayRecord           *self,
                                                    const InlayWord       *name);
InlayRemote        *inlay_record_add_remote        (InlayRecord           *self,
                                                    const InlayEntry      *entry);
void                inlay_record_put_remote        (InlayRecord           *self,
                                                    InlayRemote           *remote);
InlayRemote        *inlay_remote_new               (InlayWord             *name,
                                                    InlayManifest         *manifest);
InlayShareScope    *inlay_record_get_scope         (InlayRecord           *self,
                                                    InlayWord             *name);
InlaySharedPackage *inlay_share_scope_get_package  (InlayShareScope       *self,
                                                    InlayWord             *name);
void                inlay_record_evict             (InlayRecord           *self,
                                                    GHashTable            *names);
gboolean            inlay_share_scope_is_exact     (const InlayShareScope *self);
gboolean            inlay_share_scope_is_global    (const InlayShareScope *self);

/* rows */
InlayRow           *inlay_row_new                  (InlayWord             *text,
                                                    InlayRowAction         action);
void                inlay_row_free                 (gpointer               data);
gpointer            inlay_row_copy                 (gconstpointer          data,
                                                    gpointer               user_data);
InlayCopy          *inlay_record_take_copy         (InlayRecord           *self);
InlayCopy          *inlay_copy_new                 (InlayRecord           *record,
                                                    const InlayEntry      *entry,
                                                    const InlayExternal   *external,
                                                    InlayWord             *range);
void                inlay_copy_free                (gpointer               data);
InlayRow           *inlay_shared_package_new_row   (InlaySharedPackage    *self,
                                                    InlayWord             *text,
                                                    InlayRowAction         action);
void                inlay_shared_package_sort      (InlaySharedPackage    *self);
InlayRow           *inlay_shared_package_find      (InlaySharedPackage    *self,
                                                    InlayRowAction         action);
InlayRow           *inlay_shared_package_find_text (InlaySharedPackage    *self,
                                                    const InlayWord       *text,
                                                    gboolean               scoped);
InlayRow           *inlay_shared_package_find_merge (InlaySharedPackage   *self,
                                                    InlayWord             *text);
void                inlay_shared_package_drop_empty (InlaySharedPackage   *self);
gboolean            inlay_copy_accepts             (const InlayCopy       *self,
                                                    const InlayRow        *row);
gboolean            inlay_copy_objects             (const InlayCopy       *self,
                                                    const InlayRow        *row);
gboolean            inlay_row_accepts              (const InlayRow        *self,
                                                    const InlayRow        *row);

/* rows by their text */
InlayRowIndex *inlay_row_index_new    (const GPtrArray *rows);
void           inlay_row_index_free   (InlayRowIndex   *self);
InlayRow      *inlay_row_index_find   (InlayRowIndex   *self,
                                       const InlayWord *text);
void           inlay_row_index_add    (InlayRowIndex   *self,
                                       InlayRow        *row);

static inline InlayRow *
inlay_shared_package_get (const InlaySharedPackage *self,
                          guint                     i)
{
  return g_ptr_array_index (self->rows, i);
}

static inline InlayCopy *
inlay_row_get (const InlayRow *self,
               guint           i)
{
  return g_ptr_array_index (self->copies, i);
}

/* offers */
InlayOffer      *inlay_offer_new      (const InlayRow   *row, /* nullable: nothing */
                                       gboolean          served_only);
void             inlay_offer_free     (InlayOffer       *self);
InlayOfferPoint *inlay_offer_find     (InlayOffer       *self,
                                       const InlayWord  *specifier);
guint            inlay_offer_count_gaps (InlayOffer     *self,
                                       const InlayBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayOffer, inlay_offer_free)

/* reading */
void        inlay_resolver_options_read  (InlayResolverOptions *self,
                                          JsonNode             *input);
void        inlay_resolver_options_clear (InlayResolverOptions *self);
InlayEntry *inlay_entry_read             (InlayResolver        *resolver,
                                          JsonNode             *listed,
                                          InlayJsonTokens      *tokens,
                                          const char           *host_name,
                                          GError              **error);
gboolean    inlay_external_read          (InlayResolver        *resolver,
                                          InlayJsonTokens      *tokens,
                                          InlayExternal        *external,
                                          GError              **error);
void        inlay_external_clear         (gpointer              data);
void        inlay_entry_free             (InlayEntry           *self);
void        inlay_entry_convert_flat     (InlayResolver        *resolver,
                                          InlayEntry           *self);
char       *inlay_resolver_directory     (const char           *url);
char       *inlay_resolver_join          (const char           *a,
                                          const char           *b);
gsize       inlay_resolver_package_length (const char          *name);

/* notes; a refusal is always FALSE */
void     inlay_resolver_warn   (InlayResolver  *self,
                                const char     *kind,
                                const char     *form,
                                ...) G_GNUC_NULL_TERMINATED;
gboolean inlay_resolver_refuse (InlayResolver  *self,
                                GError        **error,
                                const char     *kind,
                                const char     *form,
                                ...) G_GNUC_NULL_TERMINATED;
char    *inlay_note_to_text    (const InlayNote *self);
void     inlay_resolver_warn_directories (InlayResolver *self);

/* manifests */
InlayManifest *inlay_manifest_new   (void);
InlayManifest *inlay_manifest_ref   (InlayManifest *self);
void           inlay_manifest_unref (InlayManifest *self);
void           inlay_manifest_hash  (InlayManifest *self,
                                     InlayWord     *file,
                                     InlayWord     *hash);

/* steps; FALSE means refused */
gboolean        inlay_resolver_read_version  (InlayResolver        *self,
                                              const InlayEntry     *entry,
                                              const InlayExternal  *external,
                                              InlayWord           **text,
                                              GError              **error);
gboolean        inlay_resolver_place_copy    (InlayResolver        *self,
                                              InlaySharedPackage   *package,
                                              InlayRow             *row,
                                              InlayCopy            *copy,
                                              gboolean              host,
                                              GError              **error);
void            inlay_remote_add_private     (InlayRemote          *self,
                                              InlayWord            *name,
                                              InlayBuild           *build);
gboolean        inlay_resolver_merge         (InlayResolver        *self,
                                              const InlayEntry     *entry,
                                              GError              **error);
void            inlay_resolver_end_merge     (InlayResolver        *self);
gboolean        inlay_resolver_elect         (InlayResolver        *self,
                                              GError              **error);
InlayRow       *inlay_resolver_elect_row     (InlayResolver        *self,
                                              const InlayShareScope *scope,
                                              InlaySharedPackage   *package);
guint          *inlay_resolver_costs         (InlayResolver        *self,
                                              const InlaySharedPackage *package);
guint           inlay_resolver_gaps          (const InlaySharedPackage *package,
                                              const InlayRow       *row);
gboolean        inlay_shared_package_is_uniform (const InlaySharedPackage *self);
gboolean        inlay_resolver_write_map     (InlayResolver        *self,
                                              InlayMapWriter       *writer,
                                              GError              **error);
gboolean        inlay_resolver_merge_later   (InlayResolver        *self,
                                              const InlayEntry     *entry,
                                              InlayMapWriter       *writer,
                                              GError              **error);

/* map writing */
void         inlay_map_writer_init        (InlayMapWriter       *self,
                                           InlayResolver        *resolver);
void         inlay_map_writer_clear       (InlayMapWriter       *self);
void         inlay_map_writer_put         (InlayMapWriter       *self,
                                           const InlayWord      *scope,
                                           InlayWord            *specifier,
                                           const InlayWord      *remote,
                                           const InlayWord      *file,
                                           const InlayBuild     *build);
void         inlay_map_writer_private     (InlayMapWriter       *self,
                                           InlayRemote          *remote);
void         inlay_map_writer_exposed     (InlayMapWriter       *self,
                                           InlayRemote          *remote);
void         inlay_map_writer_chunks      (InlayMapWriter       *self,
                                           InlayRemote          *remote);
void         inlay_map_writer_own         (InlayMapWriter       *self,
                                           InlayCopy            *copy,
                                           InlayOffer           *except);
gboolean     inlay_map_writer_says        (InlayMapWriter       *self,
                                           const InlayWord      *specifier,
                                           const InlayWord      *remote,
                                           const InlayWord      *file);
JsonNode    *inlay_map_writer_to_json     (InlayMapWriter       *self);
GBytes      *inlay_map_writer_to_bytes    (InlayMapWriter       *self);

/* Whether everyone has @specifier already; exposed modules do not count, as they come last. */
static inline gboolean
inlay_map_writer_has (const InlayMapWriter *self,
                      const InlayWord      *specifier)
{
  return specifier->mark == self->mark;
}

G_END_DECLS
