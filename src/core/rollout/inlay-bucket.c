/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-bucket.h"

#include <string.h>

/* What is not UTF-8 counts as U+FFFD, byte by byte. */
static const char *
next_character (const char *at,
                gunichar   *c)
{
  *c = g_utf8_get_char_validated (at, -1);
  if (*c == (gunichar) -1 || *c == (gunichar) -2)
    {
      *c = 0xfffd;
      return at + 1;
    }
  return g_utf8_next_char (at);
}

/**
 * inlay_hash_seed31:
 * @unit: who
 *
 * The hash of a visitor that old clients know: over the UTF-16 units, times 31, in 32 bits.
 *
 * Returns: the hash, which may be negative
 */
gint32
inlay_hash_seed31 (const char *unit)
{
  guint32 hash = 0;

  g_return_val_if_fail (unit != NULL, 0);

  while (*unit != '\0')
    {
      gunichar c;

      unit = next_character (unit, &c);
      if (c >= 0x10000)
        {
          hash = 31 * hash + (0xd800 + ((c - 0x10000) >> 10));
          c = 0xdc00 + ((c - 0x10000) & 0x3ff);
        }
      hash = 31 * hash + c;
    }
  return (gint32) hash;
}

/**
 * inlay_bucket_seed31:
 * @unit: who
 *
 * Returns: a bucket from 0 to 99
 */
guint
inlay_bucket_seed31 (const char *unit)
{
  gint64 hash = inlay_hash_seed31 (unit);

  return (guint) (ABS (hash) % INLAY_BUCKETS_SEED31);
}

static guint32
rotate (guint32 value,
        guint   bits)
{
  return (value << bits) | (value >> (32 - bits));
}

static guint32
scramble (guint32 block)
{
  return rotate (block * 0xcc9e2d51u, 15) * 0x1b873593u;
}

/**
 * inlay_murmur3:
 * @data: (array length=size): bytes
 * @size: how many
 * @seed: a seed
 *
 * Returns: MurmurHash3_x86_32 of @data
 */
guint32
inlay_murmur3 (const void *data,
               gsize       size,
               guint32     seed)
{
  const guint8 *bytes = data;
  gsize whole = size / 4 * 4;
  guint32 hash = seed;
  guint32 tail = 0;

  for (gsize i = 0; i < whole; i += 4)
    {
      guint32 block = (guint32) bytes[i] | (guint32) bytes[i + 1] << 8 |
                      (guint32) bytes[i + 2] << 16 | (guint32) bytes[i + 3] << 24;

      hash = rotate (hash ^ scramble (block), 13) * 5 + 0xe6546b64u;
    }

  for (gsize i = size; i > whole; i--)
    tail = tail << 8 | bytes[i - 1];
  if (size > whole)
    hash ^= scramble (tail);

  hash ^= (guint32) size;
  hash = (hash ^ hash >> 16) * 0x85ebca6bu;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
  return hash ^ hash >> 16;
}

/**
 * inlay_bucket_m3_seeded:
 * @salt: the rollout's or experiment's own
 * @unit: who
 * @seed: INLAY_SEED_ROLLOUT or INLAY_SEED_VARIANT
 *
 * Returns: a bucket from 0 to 9,999
 */
guint
inlay_bucket_m3_seeded (const char *salt,
                        const char *unit,
                        guint32     seed)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (salt != NULL, 0);
  g_return_val_if_fail (unit != NULL, 0);

  key = g_strconcat (salt, ":", unit, NULL);
  return inlay_murmur3 (key, strlen (key), seed) % INLAY_BUCKETS_M3;
}

/**
 * inlay_bucket_m3:
 * @salt: the rollout's own
 * @unit: who
 *
 * Returns: a bucket from 0 to 9,999
 */
guint
inlay_bucket_m3 (const char *salt,
                 const char *unit)
{
  return inlay_bucket_m3_seeded (salt, unit, INLAY_SEED_ROLLOUT);
}
