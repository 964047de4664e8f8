/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-metrics.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Upper bounds, in microseconds and in jobs. */
static const gint64 latency_bounds[] = { 100, 500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 2500000 };
static const gint64 group_bounds[] = { 1, 2, 4, 8, 16, 32, 64 };

/* What the routes answer; anything else is counted as the last. */
static const guint statuses[] = { 200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503, 0 };

typedef struct
{
  gint64 counts[G_N_ELEMENTS (latency_bounds) + 1];
  gint64 sum;
  gint64 by_status[G_N_ELEMENTS (statuses)];
} Route;

struct _InlayMetrics
{
  gsize size;
  guint n_routes;
  gint64 values[INLAY_N_METRICS];
  gint64 groups[G_N_ELEMENTS (group_bounds) + 1];
  gint64 grouped;
  gint64 started;    /* seconds since 1970 */
  Route routes[];    /* one more, for what has no route */
};

/* A name that stands more than once has labels, and its lines follow each other. */
static const struct
{
  const char *name;
  const char *labels;
  const char *type;
  const char *help;
} names[INLAY_N_METRICS] = {
  [INLAY_METRIC_CONNECTIONS] = { "inlay_connections_total", "", "counter", "Connections accepted" },
  [INLAY_METRIC_CONNECTIONS_OPEN] = { "inlay_connections", "", "gauge", "Connections open now" },
  [INLAY_METRIC_REJECTED_ADDRESS] = { "inlay_rejected_total", "{reason=\"address\"}", "counter", "What the door refused" },
  [INLAY_METRIC_REJECTED_SLOW_HEAD] = { "inlay_rejected_total", "{reason=\"slow_head\"}", NULL, NULL },
  [INLAY_METRIC_REJECTED_SLOW_BODY] = { "inlay_rejected_total", "{reason=\"slow_body\"}", NULL, NULL },
  [INLAY_METRIC_REJECTED_SLOW_READER] = { "inlay_rejected_total", "{reason=\"slow_reader\"}", NULL, NULL },
  [INLAY_METRIC_REJECTED_RATE] = { "inlay_rejected_total", "{reason=\"rate\"}", NULL, NULL },
  [INLAY_METRIC_REJECTED_SIZE] = { "inlay_rejected_total", "{reason=\"size\"}", NULL, NULL },
  [INLAY_METRIC_REJECTED_TOKEN] = { "inlay_rejected_total", "{reason=\"token\"}", NULL, NULL },
  [INLAY_METRIC_STREAMS_OPEN] = { "inlay_event_streams", "", "gauge", "Clients of the event stream now" },
  [INLAY_METRIC_EVENTS] = { "inlay_events_total", "", "counter", "Events told to the streams" },
  [INLAY_METRIC_WRITES] = { "inlay_writes_total", "{result=\"done\"}", "counter", "Writes by result" },
  [INLAY_METRIC_WRITES_FAILED] = { "inlay_writes_total", "{result=\"refused\"}", NULL, NULL },
  [INLAY_METRIC_PROBES_REACHED] = { "inlay_probes_total", "{result=\"reached\"}", "counter", "Health probes by result" },
  [INLAY_METRIC_PROBES_FAILED] = { "inlay_probes_total", "{result=\"failed\"}", NULL, NULL },
  [INLAY_METRIC_PROBES_DENIED] = { "inlay_probes_total", "{result=\"denied\"}", NULL, NULL },
};

/**
 * inlay_metrics_new:
 * @n_routes: how many routes there are
 *
 * Returns: (transfer full): all zero
 */
InlayMetrics *
inlay_metrics_new (guint n_routes)
{
  gsize size = sizeof (InlayMetrics) + (n_routes + 1) * sizeof (Route);
  InlayMetrics *self = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (self == MAP_FAILED)
    g_error ("no memory to count in");
  self->size = size;
  self->n_routes = n_routes;
  self->started = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

void
inlay_metrics_free (InlayMetrics *self)
{
  munmap (self, self->size);
}

static void
add (gint64 *value,
     gint64  count)
{
  __atomic_fetch_add (value, count, __ATOMIC_RELAXED);
}

static gint64
get (const gint64 *value)
{
  return __atomic_load_n (value, __ATOMIC_RELAXED);
}

void
inlay_metrics_add (InlayMetrics *self,
                   InlayMetric   metric,
                   gint64        count)
{
  add (&self->values[metric], count);
}

gint64
inlay_metrics_get (InlayMetrics *self,
                   InlayMetric   metric)
{
  return get (&self->values[metric]);
}

static guint
place_in (const gint64 *bounds,
          guint         n_bounds,
          gint64        value)
{
  guint i = 0;

  while (i < n_bounds && value > bounds[i])
    i++;
  return i;
}

/**
 * inlay_metrics_count_request:
 * @self: the metrics
 * @route: which one; what is past the last: none
 * @status: the answer's
 * @microseconds: from the headers to the end of the answer
 */
void
inlay_metrics_count_request (InlayMetrics *self,
                             guint         route,
                             guint         status,
                             gint64        microseconds)
{
  Route *counted = &self->routes[MIN (route, self->n_routes)];
  guint i = 0;

  while (statuses[i] != status && statuses[i] != 0)
    i++;
  add (&counted->by_status[i], 1);
  add (&counted->counts[place_in (latency_bounds, G_N_ELEMENTS (latency_bounds), microseconds)], 1);
  add (&counted->sum, microseconds);
}

/**
 * inlay_metrics_count_group:
 * @self: the metrics
 * @size: how many writes shared a commit
 */
void
inlay_metrics_count_group (InlayMetrics *self,
                           guint         size)
{
  add (&self->groups[place_in (group_bounds, G_N_ELEMENTS (group_bounds), size)], 1);
  add (&self->grouped, size);
}

static void
write_head (GString    *text,
            const char *name,
            const char *type,
            const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* The decimal point is one in every locale. */
static void
write_number (GString *text,
              double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
}

void
inlay_metrics_write_value (GString    *text,
                           const char *name,
                           const char *type,
                           const char *help,
                           double      value)
{
  write_head (text, name, type, help);
  g_string_append_printf (text, "%s ", name);
  write_number (text, value);
  g_string_append_c (text, '\n');
}

/* @labels: with a comma at the end, or empty. */
static void
write_histogram (GString      *text,
                 const char   *name,
                 const char   *labels,
                 const gint64 *counts,
                 const gint64 *bounds,
                 guint         n_bounds,
                 double        scale,
                 gint64        sum)
{
  gsize bare = strlen (labels) > 0 ? strlen (labels) - 1 : 0;
  gint64 total = 0;

  for (guint i = 0; i <= n_bounds; i++)
    {
      total += get (&counts[i]);
      g_string_append_printf (text, "%s_bucket{%sle=\"", name, labels);
      if (i < n_bounds)
        write_number (text, (double) bounds[i] / scale);
      else
        g_string_append (text, "+Inf");
      g_string_append_printf (text, "\"} %" G_GINT64_FORMAT "\n", total);
    }
  g_string_append_printf (text, bare > 0 ? "%s_sum{%.*s} " : "%s_sum%.*s ", name, (int) bare, labels);
  write_number (text, (double) sum / scale);
  g_string_append_printf (text, bare > 0 ? "\n%s_count{%.*s} " : "\n%s_count%.*s ", name, (int) bare, labels);
  g_string_append_printf (text, "%" G_GINT64_FORMAT "\n", total);
}

static gint64
count_of (const Route *route)
{
  gint64 total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    total += get (&route->by_status[i]);
  return total;
}

static void
write_requests (InlayMetrics      *self,
                InlayMetricsLabel  label,
                GString           *text)
{
  write_head (text, "inlay_requests_total", "counter", "Requests by route, method and status");
  for (guint i = 0; i <= self->n_routes; i++)
    for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
      {
        gint64 count = get (&self->routes[i].by_status[j]);
        g_autofree char *status = statuses[j] != 0 ? g_strdup_printf ("%u", statuses[j]) : g_strdup ("other");
        const char *method, *pattern;

        if (count == 0)
          continue;
        label (i, &method, &pattern);
        g_string_append_printf (text, "inlay_requests_total{route=\"%s\",method=\"%s\",status=\"%s\"} %" G_GINT64_FORMAT "\n",
                                pattern, method, status, count);
      }
}

static void
write_latencies (InlayMetrics      *self,
                 InlayMetricsLabel  label,
                 GString           *text)
{
  const char *name = "inlay_request_duration_seconds";

  write_head (text, name, "histogram", "From the last header of a request to the end of the answer");
  for (guint i = 0; i <= self->n_routes; i++)
    {
      const Route *route = &self->routes[i];
      g_autofree char *labels = NULL;
      const char *method, *pattern;

      if (count_of (route) == 0)
        continue;
      label (i, &method, &pattern);
      labels = g_strdup_printf ("route=\"%s\",method=\"%s\",", pattern, method);
      write_histogram (text, name, labels, route->counts, latency_bounds, G_N_ELEMENTS (latency_bounds), G_USEC_PER_SEC,
                       get (&route->sum));
    }
}

static double
resident_bytes (void)
{
  g_autofree char *content = NULL;
  char *at;

  if (!g_file_get_contents ("/proc/self/statm", &content, NULL, NULL) || !(at = strchr (content, ' ')))
    return 0;
  return (double) g_ascii_strtoull (at, NULL, 10) * (double) sysconf (_SC_PAGESIZE);
}

static void
write_process (InlayMetrics *self,
               GString      *text)
{
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) == 0)
    inlay_metrics_write_value (text, "process_cpu_seconds_total", "counter", "Processor time used",
                               (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                               (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC);
  inlay_metrics_write_value (text, "process_resident_memory_bytes", "gauge", "Memory in use", resident_bytes ());
  inlay_metrics_write_value (text, "process_start_time_seconds", "gauge", "Start, in seconds since 1970", (double) self->started);
}

/**
 * inlay_metrics_write:
 * @self: the metrics
 * @label: names the routes
 * @text: appended to, in the text format of Prometheus
 */
void
inlay_metrics_write (InlayMetrics      *self,
                     InlayMetricsLabel  label,
                     GString           *text)
{
  write_requests (self, label, text);
  write_latencies (self, label, text);
  for (guint i = 0; i < INLAY_N_METRICS; i++)
    {
      if (names[i].help != NULL)
        write_head (text, names[i].name, names[i].type, names[i].help);
      g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT "\n", names[i].name, names[i].labels, get (&self->values[i]));
    }
  write_head (text, "inlay_write_group_size", "histogram", "How many writes shared a commit");
  write_histogram (text, "inlay_write_group_size", "", self->groups, group_bounds, G_N_ELEMENTS (group_bounds), 1,
                   get (&self->grouped));
  write_process (self, text);
}
