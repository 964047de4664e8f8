/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-range.h"

G_BEGIN_DECLS

/* A text of which a resolver keeps one only, so that texts are compared by address. What it says as
 * a version or a range is read once. It lives as long as the resolver. */
typedef struct _InlayBuild InlayBuild;

typedef struct
{
  InlayVersion       *version;
  InlayRange         *range;
  const InlayVersion *asked; /* the version the range was last asked of, */
  InlayBuild         *build; /* nullable: as a file's name, the build last made of it alone */
  guint               mark;  /* for whoever counts or groups, with a number from inlay_words_mark() */
  guint               slot;
  guint               length;
  guint               place; /* as the name of a remote or a package: where that was in its list last */
  guint               answer : 1; /* what the range said */
  guint               has_version : 1;
  guint               has_range : 1;
  char                text[];
} InlayWord;

typedef struct _InlayWords InlayWords;

/* A text whose word is wanted somewhere. */
typedef struct
{
  const char  *text;
  gsize        length;
  InlayWord  **word;
  guint        hash; /* filled in */
} InlayWish;

InlayWords         *inlay_words_new        (void);
void                inlay_words_free       (InlayWords         *self);
InlayWord          *inlay_words_get        (InlayWords         *self,
                                            const char         *text);
InlayWord          *inlay_words_get_length (InlayWords         *self,
                                            const char         *text,
                                            gsize               length);
void                inlay_words_get_all    (InlayWords         *self,
                                            InlayWish          *wishes,
                                            guint               n_wishes);
guint               inlay_words_mark       (InlayWords         *self);
const InlayVersion *inlay_word_get_version (InlayWord          *self);
const InlayRange   *inlay_word_get_range   (InlayWord          *self);
gboolean            inlay_word_ask         (InlayWord          *self,
                                            const InlayVersion *version);
int                 inlay_word_compare     (const InlayWord    *a,
                                            const InlayWord    *b);

/* Section 6: each pair is asked once, as one version at a time is asked about. */
static inline gboolean
inlay_word_accepts (InlayWord          *self,
                    const InlayVersion *version)
{
  return self->asked == version ? self->answer : inlay_word_ask (self, version);
}

/* Where one specifier of a build is. */
typedef struct
{
  InlayWord *specifier;
  InlayWord *file;
} InlayPoint;

/* The files of one remote's build of a package, the bundles whose chunks they need and the label it
 * is pooled by. Never changed. */
struct _InlayBuild
{
  guint       ref_count;
  guint       n_points;
  guint       n_bundles;
  InlayWord **bundles;
  InlayWord  *pool; /* nullable */
  InlayPoint  points[];
};

InlayBuild *inlay_build_new      (const InlayPoint *points,
                                  guint             n_points,
                                  InlayWord *const *bundles,
                                  guint             n_bundles,
                                  InlayWord        *pool);
InlayBuild *inlay_build_get_flat (InlayWord        *specifier,
                                  InlayWord        *file,
                                  InlayWord        *bundle,
                                  InlayWord        *pool);
InlayBuild *inlay_build_ref      (InlayBuild       *self);
void        inlay_build_unref    (InlayBuild       *self);

G_END_DECLS
