/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* The longest a package may take, from the first byte sent to the last one read. */
#define INLAY_NPM_DEADLINE_SECONDS 30

/* Asks an npm registry what versions a package has. It remembers answers, so that a second question
 * costs no more than "not modified". Not for several threads. */
typedef struct _InlayNpmClient InlayNpmClient;

InlayNpmClient *inlay_npm_client_new          (const char      *base,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            inlay_npm_client_free         (InlayNpmClient  *self);
void            inlay_npm_client_set_deadline (InlayNpmClient  *self,
                                               guint            milliseconds);
InlayPackument *inlay_npm_client_fetch        (InlayNpmClient  *self,
                                               const char      *name,
                                               GCancellable    *cancellable,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayNpmClient, inlay_npm_client_free)

G_END_DECLS
