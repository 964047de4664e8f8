/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The umbrella of the core floor: bytes in, values out. Other floors include only this. */
#include "inlay-compat.h"
#include "inlay-error.h"
#include "composition/inlay-composition.h"
#include "composition/inlay-document.h"
#include "composition/inlay-edit.h"
#include "composition/inlay-history-item.h"
#include "composition/inlay-node.h"
#include "composition/inlay-transaction.h"
#include "importmap/inlay-url.h"
#include "json/inlay-json.h"
#include "json/inlay-patch.h"
#include "schema/inlay-schema-bundle.h"
#include "schema/inlay-schema-error.h"
#include "schema/inlay-schema-note.h"
#include "schema/inlay-schema.h"
#include "semver/inlay-range.h"
#include "semver/inlay-version.h"
