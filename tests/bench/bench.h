/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the benchmark programs share: rounds, their median and range, and one line a figure in the
 * form the peers' scripts print, so that compare.py reads both alike:
 *
 *   SUITE | SUBJECT | MEASURE | MEDIAN UNIT (LOWEST to HIGHEST)
 */
typedef struct
{
  double median;
  double low;
  double high;
} BenchSpread;

typedef void (* BenchFunc) (gpointer user_data);

/* Rounds of a fifth of a second each; @operations is what one call of @func does. */
BenchSpread bench_rate      (BenchFunc    func,
                             gpointer     user_data,
                             double       operations);

/* How long single calls of @func take, in milliseconds. */
BenchSpread bench_time      (BenchFunc    func,
                             gpointer     user_data,
                             guint        calls);

/* Sorts @values. */
BenchSpread bench_spread    (double      *values,
                             guint        n_values);

void        bench_report    (const char  *suite,
                             const char  *measure,
                             const char  *unit,
                             BenchSpread  spread);

/* Runs this program again with @arguments, @runs times, and reads the one number each run prints:
 * what only a fresh process can tell. */
BenchSpread bench_fresh     (const char  *program,
                             const char  *arguments,
                             guint        runs);

/* Returns: the greatest resident size of this process so far, in MiB */
double      bench_peak_mib  (void);

/* Both end the program with a word when the file is not to be read. The folder is that of the
 * environment variable INLAY_SHARED. */
char       *bench_load_text (const char  *name);
JsonNode   *bench_load      (const char  *name);

/* Ends the program when an answer is wrong: a speed without the right answers means nothing. */
void        bench_check     (gboolean     right,
                             const char  *format,
                             ...) G_GNUC_PRINTF (2, 3);

/* Where results go that nobody looks at, so that the compiler keeps the work. */
extern volatile guint bench_sink;

G_END_DECLS
