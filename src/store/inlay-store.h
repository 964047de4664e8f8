/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The umbrella of the store floor: everything that is kept. Other floors include only this. */
#include <inlay-core.h>

#include "inlay-library.h"
#include "inlay-progress.h"
#include "inlay-registry-answers.h"
#include "inlay-registry-deployments.h"
#include "inlay-registry-health.h"
#include "inlay-registry-hosts.h"
#include "inlay-registry-modules.h"
#include "inlay-registry-places.h"
#include "inlay-registry-processes.h"
#include "inlay-registry-proposals.h"
#include "inlay-registry-rollouts.h"
#include "inlay-registry-rules.h"
#include "inlay-registry-store.h"
#include "inlay-registry-tokens.h"
#include "inlay-registry-upkeep.h"
#include "inlay-registry-webhooks.h"
#include "inlay-samples.h"
