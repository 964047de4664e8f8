/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>


G_BEGIN_DECLS

/* Compositions from and to files. */
void              inlay_import_file_async  (GFile                *file,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
InlayComposition *inlay_import_file_finish (GAsyncResult         *result,
                                            GError              **error);
void              inlay_export_file_async  (InlayComposition     *composition,
                                            GFile                *file,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean          inlay_export_file_finish (GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
