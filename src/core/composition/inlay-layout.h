/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-composition.h"

G_BEGIN_DECLS

/* Areas and breakpoints as the page's CSS grid sees them. A breakpoint's key is "base" or the least
 * width in CSS px of the region from which it counts; what it leaves out is inherited from the next
 * lower one. */

typedef struct { double x, y, width, height; } InlayRect;

typedef struct
{
  guint  columns;      /* >= 1 */
  double gap;          /* CSS px */
  double row_height;   /* CSS px, 0: as high as its content */
} InlayGrid;

typedef struct
{
  guint column;        /* 1-based, 0: flows to the next free place */
  guint span;          /* columns, >= 1 */
  guint row;           /* 1-based, 0: flows */
  guint row_span;      /* rows, >= 1 */
} InlayArea;

void inlay_layout_get_grid   (InlayComposition *composition,
                              const char       *region_id,
                              double            width,
                              InlayGrid        *grid);
void inlay_layout_get_area   (InlayComposition *composition,
                              const char       *instance_id,
                              double            width,
                              guint             columns,
                              InlayArea        *area);
/* Which breakpoint of @object (an area or layout member) holds at @width. */
const char *inlay_layout_get_breakpoint (JsonNode *object,
                                         double    width);

/* CSS Grid 1, section 8.5, sparse row flow: gives every item its cell (column and row set). */
void inlay_layout_place      (const InlayGrid  *grid,
                              const InlayArea  *areas,
                              guint             n_areas,
                              InlayArea        *cells);
/* Wireframe: rectangles of the placed cells when each row is @heights tall at least. */
void inlay_layout_solve      (const InlayGrid  *grid,
                              const InlayArea  *cells,
                              guint             n_cells,
                              const double     *heights,
                              double            width,
                              InlayRect        *rects,
                              double           *total_height);

G_END_DECLS
