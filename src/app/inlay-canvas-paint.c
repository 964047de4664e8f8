/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-canvas-paint.h"

#define RADIUS 6
#define LINE 3
#define THIN 12
#define HATCH 12

static GdkRGBA
get_color (GtkWidget  *widget,
           const char *name,
           double      alpha)
{
  GdkRGBA color = { 0.2f, 0.5f, 0.9f, 1 };

  /* The named colours of libadwaita follow accent, dark style and high contrast. */
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color);
  color.alpha = (float) alpha;
  return color;
}

static void
paint_border (GtkSnapshot          *snapshot,
              const GskRoundedRect *outline,
              float                 width,
              const GdkRGBA        *color)
{
  const float widths[4] = { width, width, width, width };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  gtk_snapshot_append_border (snapshot, outline, widths, colors);
}

static void
paint_hatch (GtkSnapshot           *snapshot,
             const graphene_rect_t *bounds,
             const GdkRGBA         *color)
{
  const GdkRGBA clear = { color->red, color->green, color->blue, 0 };
  const GskColorStop stops[] = {
    { 0, *color }, { 0.4f, *color }, { 0.41f, clear }, { 1, clear },
  };
  graphene_point_t end = bounds->origin;

  end.x += HATCH;
  end.y += HATCH;
  gtk_snapshot_append_repeating_linear_gradient (snapshot, bounds, &bounds->origin, &end,
                                                 stops, G_N_ELEMENTS (stops));
}

void
inlay_canvas_paint_container (GtkSnapshot         *snapshot,
                              GtkWidget           *widget,
                              const GtkAllocation *box,
                              gboolean             allowed)
{
  GdkRGBA color = get_color (widget, allowed ? "accent_bg_color" : "error_bg_color", 0.8);
  GskRoundedRect outline;
  graphene_rect_t bounds;

  if (box->width <= 0 || box->height <= 0)
    return;

  graphene_rect_init (&bounds, (float) box->x, (float) box->y,
                      (float) box->width, (float) box->height);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, RADIUS);
  if (!allowed)
    {
      GdkRGBA faint = get_color (widget, "error_bg_color", 0.25);

      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      paint_hatch (snapshot, &bounds, &faint);
      gtk_snapshot_pop (snapshot);
    }
  else
    {
      GdkRGBA faint = get_color (widget, "accent_bg_color", 0.03);

      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &faint, &bounds);
      gtk_snapshot_pop (snapshot);
    }
  paint_border (snapshot, &outline, 1, &color);
}

void
inlay_canvas_paint_indicator (GtkSnapshot         *snapshot,
                              GtkWidget           *widget,
                              const GtkAllocation *box)
{
  GdkRGBA solid = get_color (widget, "accent_bg_color", 1);
  GdkRGBA faint = get_color (widget, "accent_bg_color", 0.22);
  gboolean is_line = box->width <= THIN || box->height <= THIN;
  graphene_rect_t bounds;
  GskRoundedRect outline;

  graphene_rect_init (&bounds, (float) box->x, (float) box->y,
                      (float) MAX (box->width, LINE), (float) MAX (box->height, LINE));
  gsk_rounded_rect_init_from_rect (&outline, &bounds, is_line ? 2 : RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, is_line ? &solid : &faint, &bounds);
  gtk_snapshot_pop (snapshot);
  if (!is_line)
    paint_border (snapshot, &outline, 2, &solid);
}
