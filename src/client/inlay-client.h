/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* The client: what app and command line include. */
#include "inlay-client-events.h"
#include "inlay-client-page.h"
#include "inlay-npm-client.h"
#include "inlay-publish-plan.h"
#include "inlay-registry-client.h"
#include "inlay-token-store.h"
