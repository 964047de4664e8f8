/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 9
#define ROUND_SECONDS 0.2
#define MAX_VALUES 1000

volatile guint bench_sink;

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static double
spin (BenchFunc func,
      gpointer  user_data,
      double    operations)
{
  double start = now ();
  double passed;
  guint64 calls = 0;

  do
    {
      func (user_data);
      calls++;
      passed = now () - start;
    }
  while (passed < ROUND_SECONDS);

  return (double) calls * operations / passed;
}

BenchSpread
bench_rate (BenchFunc func,
            gpointer  user_data,
            double    operations)
{
  double rates[ROUNDS];

  spin (func, user_data, operations);
  for (guint i = 0; i < ROUNDS; i++)
    rates[i] = spin (func, user_data, operations);
  return bench_spread (rates, ROUNDS);
}

BenchSpread
bench_time (BenchFunc func,
            gpointer  user_data,
            guint     calls)
{
  double times[MAX_VALUES];

  calls = CLAMP (calls, 1, MAX_VALUES);
  for (guint i = 0; i < calls; i++)
    {
      double start = now ();

      func (user_data);
      times[i] = (now () - start) * 1000;
    }
  return bench_spread (times, calls);
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

BenchSpread
bench_spread (double *values,
              guint   n_values)
{
  guint middle = n_values / 2;
  BenchSpread spread = { 0 };

  g_return_val_if_fail (n_values > 0, spread);

  qsort (values, n_values, sizeof *values, compare_values);
  spread.median = n_values % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  spread.low = values[0];
  spread.high = values[n_values - 1];
  return spread;
}

static char *
print_number (double value)
{
  return g_strdup_printf (value >= 1000 ? "%.0f" : "%.4g", value);
}

void
bench_report (const char  *suite,
              const char  *measure,
              const char  *unit,
              BenchSpread  spread)
{
  g_autofree char *median = print_number (spread.median);
  g_autofree char *low = print_number (spread.low);
  g_autofree char *high = print_number (spread.high);

  g_print ("%s | Inlay | %s | %s %s (%s to %s)\n", suite, measure, median, unit, low, high);
}

BenchSpread
bench_fresh (const char *program,
             const char *arguments,
             guint       runs)
{
  g_autofree char *quoted = g_shell_quote (program);
  g_autofree char *line = g_strdup_printf ("%s %s", quoted, arguments);
  double values[MAX_VALUES];

  runs = CLAMP (runs, 1, MAX_VALUES);
  for (guint i = 0; i < runs; i++)
    {
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;
      int status = 0;

      bench_check (g_spawn_command_line_sync (line, &output, NULL, &status, &error) &&
                   g_spawn_check_wait_status (status, &error),
                   "%s: %s", line, error != NULL ? error->message : "");
      values[i] = g_ascii_strtod (output, NULL);
    }
  return bench_spread (values, runs);
}

/* Not getrusage(): what that tells goes on counting from the parent's size through fork and exec. */
double
bench_peak_mib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  bench_check (g_file_get_contents ("/proc/self/status", &status, NULL, NULL), "/proc/self/status cannot be read");
  line = strstr (status, "VmHWM:");
  bench_check (line != NULL, "/proc/self/status tells no peak");
  return g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / 1024;
}

char *
bench_load_text (const char *name)
{
  const char *shared = g_getenv ("INLAY_SHARED");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  bench_check (shared != NULL, "INLAY_SHARED does not name a folder (meson option shared_data)");
  path = g_build_filename (shared, name, NULL);
  bench_check (g_file_get_contents (path, &text, NULL, &error), "%s",
               error != NULL ? error->message : "");
  return text;
}

JsonNode *
bench_load (const char *name)
{
  g_autofree char *text = bench_load_text (name);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  bench_check (json_parser_load_from_data (parser, text, -1, &error), "%s: %s", name,
               error != NULL ? error->message : "");
  return json_node_ref (json_parser_get_root (parser));
}

void
bench_check (gboolean    right,
             const char *format,
             ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  if (right)
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("wrong: %s\n", message);
  exit (EXIT_FAILURE);
}
