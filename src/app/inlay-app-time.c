/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-app-time.h"

#include <glib/gi18n.h>

static int
count_days (GDateTime *then,
            GDateTime *now)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                  g_date_time_get_year (then));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));

  return g_date_days_between (&a, &b);
}

char *
inlay_app_format_time (gint64 time,
                       gint64 now)
{
  gint64 minutes = (now - time) / G_TIME_SPAN_MINUTE;
  g_autoptr(GDateTime) then_utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now_utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr(GDateTime) then = g_date_time_to_local (then_utc);
  g_autoptr(GDateTime) today = g_date_time_to_local (now_utc);
  int days = count_days (then, today);

  if (minutes < 1)
    return g_strdup (_("Just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", minutes), (int) minutes);
  if (days == 0)
    /* Translators: a time of today; see strftime(3) */
    return g_date_time_format (then, _("Today, %H:%M"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days < 7)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), days);

  /* Translators: a date; see strftime(3) */
  return g_date_time_format (then, _("%-d %B %Y"));
}
