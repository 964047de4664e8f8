/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The umbrella of the wire floor: what client and server say to each other. */
#include "inlay-wire-paths.h"

#include "inlay-wire-deploy.h"
#include "inlay-wire-environment.h"
#include "inlay-wire-module.h"
#include "inlay-wire-names.h"
#include "inlay-wire-problem.h"
#include "inlay-wire-rollout.h"
