/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a visitor falls; the shell and the registry decide the same (tests/data/buckets.json). */
#define INLAY_BUCKETS_SEED31 100
#define INLAY_BUCKETS_M3 10000

/* The seed of a rollout's buckets, and another for variants, so that the two are independent. */
#define INLAY_SEED_ROLLOUT 0
#define INLAY_SEED_VARIANT 0x9747b28cu

gint32  inlay_hash_seed31        (const char  *unit);
guint   inlay_bucket_seed31      (const char  *unit);
guint32 inlay_murmur3            (const void  *data,
                                  gsize        size,
                                  guint32      seed);
guint   inlay_bucket_m3          (const char  *salt,
                                  const char  *unit);
guint   inlay_bucket_m3_seeded   (const char  *salt,
                                  const char  *unit,
                                  guint32      seed);

G_END_DECLS
