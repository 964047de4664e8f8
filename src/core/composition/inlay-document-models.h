/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

#include "composition/inlay-composition.h"

G_BEGIN_DECLS

/* The nodes of a document by id, and the lists they stand in. Private to the document. */
typedef struct _InlayDocumentModels InlayDocumentModels;

InlayDocumentModels *inlay_document_models_new       (void);
void                 inlay_document_models_free      (InlayDocumentModels *self);
GListModel          *inlay_document_models_get_pages (InlayDocumentModels *self);
void                 inlay_document_models_update    (InlayDocumentModels *self,
                                                      InlayComposition    *from,
                                                      InlayComposition    *to);

G_END_DECLS
