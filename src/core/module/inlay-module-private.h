/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "module/inlay-module.h"

G_BEGIN_DECLS

/* Strings and nodes without a note belong to the definition. */
struct _InlayModule
{
  gatomicrefcount     ref_count;
  JsonNode           *definition;
  JsonNode           *events;       /* owned */
  JsonNode           *props;        /* owned */
  JsonNode           *slots;        /* owned */
  JsonNode           *dependencies; /* owned */
  const char        **tags;         /* owned, its strings are not; so are the other lists */
  const char        **files;
  const char        **slot_names;
  InlayModuleSource   source;
  InlayAdapter        adapter;
  InlayIsolation      isolation;
};

G_END_DECLS
