/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * INLAY_ERROR:
 *
 * The one error domain of Inlay's libraries. I/O keeps %G_IO_ERROR.
 */
#define INLAY_ERROR (inlay_error_quark ())

/**
 * InlayError:
 * @INLAY_ERROR_INVALID: the input breaks its contract; it must be changed
 * @INLAY_ERROR_NOT_FOUND: what was named is not there
 * @INLAY_ERROR_CONFLICT: it clashes with what is there
 * @INLAY_ERROR_UNRESOLVED: versions cannot be reconciled
 * @INLAY_ERROR_DENIED: the caller may not do this
 * @INLAY_ERROR_LIMIT: a stated limit of size, depth, count or rate is exceeded
 * @INLAY_ERROR_STALE: it changed since the caller last looked
 * @INLAY_ERROR_UNHEALTHY: the target is not healthy enough
 * @INLAY_ERROR_GONE: what was named was there once and never will be again
 * @INLAY_ERROR_UNAVAILABLE: the other side cannot answer now; trying again later may help
 *
 * Each code is a thing a caller would decide on.
 */
typedef enum
{
  INLAY_ERROR_INVALID,
  INLAY_ERROR_NOT_FOUND,
  INLAY_ERROR_CONFLICT,
  INLAY_ERROR_UNRESOLVED,
  INLAY_ERROR_DENIED,
  INLAY_ERROR_LIMIT,
  INLAY_ERROR_STALE,
  INLAY_ERROR_UNHEALTHY,
  INLAY_ERROR_GONE,
  INLAY_ERROR_UNAVAILABLE,
} InlayError;

GQuark inlay_error_quark (void);

G_END_DECLS
