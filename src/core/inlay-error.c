/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-error.h"

G_DEFINE_QUARK (inlay-error-quark, inlay_error)
