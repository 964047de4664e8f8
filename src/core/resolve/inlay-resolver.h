/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-resolution.h"

G_BEGIN_DECLS

/* More remotes are refused: no page names a tenth of them. */
#define INLAY_RESOLVER_MAX_REMOTES 20000

/**
 * InlayResolverWarning:
 * @kind: one of a fixed set of words, such as `invalid-version`
 * @message: what it is about
 */
typedef struct
{
  char *kind;
  char *message;
} InlayResolverWarning;

/**
 * InlayResolverLoad:
 * @name: (nullable): the name the remote is listed under
 * @address: where its entry file is, with the cache tag if there is one
 * @user_data: what was given with the function
 * @error: return location for an error
 *
 * Reads the entry file of one remote that the record does not answer for.
 *
 * Returns: (transfer full): the text of the file, or %NULL with an error
 */
typedef GBytes *(*InlayResolverLoad) (const char  *name,
                                      const char  *address,
                                      gpointer     user_data,
                                      GError     **error);

typedef struct _InlayResolver InlayResolver;

InlayResolver *inlay_resolver_new            (void);
void           inlay_resolver_free           (InlayResolver      *self);
JsonNode      *inlay_resolver_start          (InlayResolver      *self,
                                              JsonNode           *input,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *inlay_resolver_start_loading  (InlayResolver      *self,
                                              JsonNode           *input,
                                              InlayResolverLoad   load,
                                              gpointer            user_data,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       inlay_resolver_add_remote     (InlayResolver      *self,
                                              JsonNode           *remote,
                                              JsonNode          **import_map,
                                              GError            **error);
GPtrArray     *inlay_resolver_get_warnings   (InlayResolver      *self); /* InlayResolverWarning */
const char    *inlay_resolver_get_error_kind (InlayResolver      *self);
GPtrArray     *inlay_resolver_get_problems   (InlayResolver      *self,
                                              JsonNode           *input); /* InlayResolveProblem */
JsonNode      *inlay_resolver_explain        (InlayResolver      *self,
                                              JsonNode           *input);
char         **inlay_resolver_explain_lines  (JsonNode           *explanation);
JsonNode      *inlay_resolver_list_rows      (InlayResolver      *self);
JsonNode      *inlay_resolver_save           (InlayResolver      *self);
gboolean       inlay_resolver_restore        (InlayResolver      *self,
                                              JsonNode           *stored,
                                              GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayResolver, inlay_resolver_free)

G_END_DECLS
