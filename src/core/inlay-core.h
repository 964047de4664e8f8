/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The umbrella of the core floor: bytes in, values out. Other floors include only this. */
#include "inlay-compat.h"
#include "inlay-error.h"
#include "importmap/inlay-import-map.h"
#include "importmap/inlay-url.h"
#include "json/inlay-json.h"
#include "json/inlay-patch.h"
#include "module/inlay-module.h"
#include "release/inlay-page.h"
#include "release/inlay-release.h"
#include "resolve/inlay-catalog.h"
#include "resolve/inlay-cdn.h"
#include "rollout/inlay-bucket.h"
#include "rollout/inlay-decision.h"
#include "rollout/inlay-verdict.h"
#include "schema/inlay-schema-bundle.h"
#include "schema/inlay-schema-error.h"
#include "schema/inlay-schema-note.h"
#include "schema/inlay-schema.h"
#include "semver/inlay-range.h"
#include "semver/inlay-version.h"
